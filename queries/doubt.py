"""Solid or fragile: which links a finding rests on, and what mistake of the machine would flip it.

A link is doubtful when it is neither reviewed by a person nor `sure`. A flip is a list of edits to the graph (drop a link,
or add one for a cue that was seen and not taken); applied together they change the finding's state, or take it away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from graph_model.graph import node_id
from graph_model.kinds import CERTAINTY, EDGE_KIND
from queries.facts import PlanFacts


class Flip(NamedTuple):
    """One edit: drop the link of `kind` from `measure` to `target`, or add it; `quote` are the words that it rests on."""

    do: str
    measure: str
    kind: str
    target: str
    quote: str

    def as_dict(self) -> dict[str, str]:
        """Return the edit as it stands in an answer."""
        return self._asdict()


Pairs = Sequence[tuple[str, str]]
"""(kind, target) of links of one measure."""


def solid(facts: PlanFacts, row: dict[str, Any], parameters: dict[str, Any]) -> list[Flip]:
    """Return no flip: for findings that the document itself states."""
    return []


def drop_doubtful(facts: PlanFacts, measure: str, pairs: Iterable[tuple[str, str]]) -> Flip | None:
    """Return the dropping of the least certain doubtful link among those of a measure; None where all are firm."""
    worst: tuple[int, Flip] | None = None
    for kind, target in pairs:
        data = (facts.graph.get_edge_data(measure, target) or {}).get(kind)
        if data is None or "review" in data or data["certainty"] == "sure":
            continue
        doubt = CERTAINTY.index(data["certainty"])
        if worst is None or doubt > worst[0]:
            quote = data["evidence"][0]["quote"] if data["evidence"] else ""
            worst = (doubt, Flip("drop", measure, kind, target, quote))
    return worst[1] if worst else None


def add_rejected(facts: PlanFacts, kind: str, target: str, fits: Callable[[str], bool]) -> Flip | None:
    """Return the adding of the first cue for a link that was seen in a measure that `fits` and not taken."""
    for measure, quote in facts.rejected.get((kind, target), ()):
        if fits(measure):
            return Flip("add", measure, kind, target, quote)
    return None


def add_elsewhere(facts: PlanFacts, kind: str, target: str, bureaus: Sequence[str]) -> Flip | None:
    """Return the adding of the first cue seen and not taken in a measure that another bureau than these owns, too."""
    theirs = set(bureaus)

    def elsewhere(measure: str) -> bool:
        return not theirs.issuperset(facts.bureaus[measure]) and kind not in (facts.graph.get_edge_data(measure, target) or {})

    return add_rejected(facts, kind, target, elsewhere)


def add_seen(facts: PlanFacts, measure: str, kind: str, fits: Callable[[str], bool]) -> Flip | None:
    """Return the adding of the first cue of a kind that was seen in a measure and not taken, and whose target `fits`."""
    for cue in facts.graph.nodes[measure]["rejected_cues"]:
        if cue["kind"] == kind:
            target = node_id(EDGE_KIND[kind].targets[0], cue["target"])
            if fits(target):
                return Flip("add", measure, kind, target, cue["quote"])
    return None


def status_pair(facts: PlanFacts, measure: str) -> list[tuple[str, str]]:
    """Return the link to a measure's status, if it has one."""
    status = facts.statuses[measure]
    return [("HAS_STATUS", status)] if status else []


def cell_flip(
    facts: PlanFacts,
    row: dict[str, Any],
    *,
    thin: int,
    rests_on: Callable[[str], Pairs],
    adds: Callable[[], Flip | None],
) -> list[Flip]:
    """Return what would flip a cell; empty where it is solid.

    thin: each of its measures in operation rests on a doubtful link. served: it has one measure more than a thin cell, and
    one of them rests on a doubtful link. planned_only: each of its measures rests on one, or one of their statuses is
    doubtful. general and absent: a cue for it was seen and not taken (`adds`). Other states are solid.
    """
    state = row["state"]
    if state in ("general", "absent"):
        found = adds()
        return [found] if found else []
    if state not in ("served", "thin", "planned_only"):
        return []
    if state == "planned_only":
        for measure in row["measures"]:
            if flip := drop_doubtful(facts, measure, status_pair(facts, measure)):
                return [flip]
    operating = [measure for measure in row["measures"] if measure in facts.in_operation]
    holding = row["measures"] if state == "planned_only" else operating
    if state == "served" and len(holding) > thin + 1:
        return []
    needed = len(holding) - (thin if state == "served" else 0)
    flips = [flip for measure in holding if (flip := drop_doubtful(facts, measure, [*rests_on(measure), *status_pair(facts, measure)]))]
    return flips[:needed] if len(flips) >= needed else []


def tie_flip(
    facts: PlanFacts,
    measures: Sequence[str],
    pair: tuple[str, str],
    ties: Callable[[str], Iterable[str]],
    judge: Callable[[frozenset[str]], str],
) -> list[Flip]:
    """Return the dropping of one doubtful link `pair` of a measure after which what the others tie together is judged otherwise.

    `ties` gives what one measure ties (goals, bureaus); `judge` the state of all that is tied.
    """
    tied = Counter(thing for measure in measures for thing in ties(measure))
    state = judge(frozenset(tied))
    for measure in measures:
        alone = frozenset(thing for thing in ties(measure) if tied[thing] == 1)
        if (alone or len(measures) == 1) and (len(measures) == 1 or judge(frozenset(tied) - alone) != state):
            if flip := drop_doubtful(facts, measure, [pair]):
                return [flip]
    return []


def with_doubt(row: dict[str, Any], flips: list[Flip]) -> dict[str, Any]:
    """Return a row with `robust` and `flip`."""
    return {**row, "robust": "fragile" if flips else "solid", "flip": [flip.as_dict() for flip in flips] or None}
