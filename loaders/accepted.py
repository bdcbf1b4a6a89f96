"""Findings that people accept: rows of a review file that speak of a finding and not of a link.

`intended` says that it is meant so, `out_of_scope` that it is none of the plan's business. Either takes the finding off the
list until its date has passed; it still counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from graph_model.errors import DeclarationError
from graph_model.evidence import Place
from graph_model.notices import Notice
from graph_model.words import Words
from loaders.review_rows import cell_date, table_to_rows

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

ACCEPTANCES = {"intended": Words("意図どおり", "intended"), "out_of_scope": Words("対象外", "out of scope")}


_MEASURE = re.compile(r"measure:[^/]+/[^/]+")
_GONE = Words("その取組がこの計画にありません", "its measure is not in this plan")


class Accepted(NamedTuple):
    """One finding that a person accepted, and where that is written."""

    finding: str
    decision: str
    reason: str
    author: str
    date: str
    until: str
    place: Place

    def as_dict(self) -> dict[str, str]:
        """Return the decision as it is stored with the graph."""
        return {name: value for name, value in self._asdict().items() if name != "place"}


def table_to_accepted(table: Iterable[tuple[int, Sequence[Any]]], file: str) -> list[Accepted]:
    """Return the findings that a review file's rows accept. Raises DeclarationError where a decision is none."""
    found: list[Accepted] = []
    for said, place in table_to_rows(table, file, ("decision",)):
        if not said.get("finding") or not said["decision"]:
            continue
        decision = next((name for name, words in ACCEPTANCES.items() if said["decision"].lower() in (name, *words)), None)
        if decision is None:
            raise DeclarationError(
                f"{file}: {place.line}行目の「{said['decision']}」が分かりません（指摘への判断は intended か out_of_scope）",
                f"{file}: line {place.line}: {said['decision']!r} is not known (a finding is intended or out_of_scope)",
            )
        until = cell_date(said.get("until", ""))
        if until and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", until):
            raise DeclarationError(
                f"{file}: {place.line}行目の期限「{until}」は日付ではありません（2026-03-31 の形で）",
                f"{file}: line {place.line}: {until!r} is no date (as in 2026-03-31)",
            )
        found.append(
            Accepted(
                said["finding"], decision, said.get("reason", ""), said.get("author", ""), cell_date(said.get("date", "")), until, place
            )
        )
    return found


def accept_findings(graph: PlanGraph, accepted: Sequence[Accepted]) -> tuple[PlanGraph, list[Notice]]:
    """Return a copy of the graph with the accepted findings, and a notice for each that two people judge differently.

    What differs is listed and neither holds; the same finding accepted again takes the later row.
    """
    changed = graph.copy()
    found: dict[str, Accepted] = {}
    notices: list[Notice] = []
    for one in accepted:
        before = found.get(one.finding)
        if before and before.decision != one.decision:
            said = f"{before.author or '?'}: {before.decision}, {one.author or '?'}: {one.decision}"
            notices.append(Notice("review_conflict", one.place, {"measure": "", "target": one.finding, "said": said}))
            del found[one.finding]
        elif not any(notice.values["target"] == one.finding for notice in notices):
            found[one.finding] = one
    older = {one["finding"]: one for one in graph.graph.get("accepted_findings", ())}
    newer = {name: one.as_dict() for name, one in found.items()}
    changed.graph["accepted_findings"] = [one for _, one in sorted((older | newer).items())]
    return changed, [*notices, *_other_plans(graph, found.values())]


def _other_plans(graph: PlanGraph, accepted: Iterable[Accepted]) -> list[Notice]:
    """Return a notice for each accepted finding on a measure that this graph does not hold."""
    return [
        Notice("review_set_aside", one.place, {"measure": "", "target": one.finding, "why": _GONE})
        for one in accepted
        if any(measure not in graph for measure in _MEASURE.findall(one.finding))
    ]
