"""Places of a plan: client groups, and cells (client group × service), each with the measures behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from queries.doubt import Flip, drop_doubtful, status_pair
from queries.states import support_suits

if TYPE_CHECKING:
    from queries.facts import PlanFacts


class Place(NamedTuple):
    """A client group (`support` is None) or a cell: the measures in operation behind it, and those whose status is blank."""

    group: str
    support: str | None
    running: tuple[str, ...]
    unknown: tuple[str, ...]

    def as_columns(self, query: str) -> dict[str, Any]:
        """Return the finding's id and the place."""
        return {
            "finding": "/".join([query, self.group, *([self.support] if self.support else [])]),
            "group": self.group,
            "support": self.support,
        }


def facts_to_places(facts: PlanFacts) -> list[Place]:
    """Return every client group with the cells that apply to it, in the order of the vocabularies; a place's measures in the plan's."""
    running: dict[tuple[str, str | None], list[str]] = {}
    unknown: dict[tuple[str, str | None], list[str]] = {}
    for measure in facts.measures:
        found = running if measure in facts.in_operation else unknown if measure in facts.without_status else None
        if found is not None:
            for group in facts.groups[measure]:
                for support in (None, *facts.supports[measure]):
                    found.setdefault((group, support), []).append(measure)
    return [
        Place(group, support, tuple(running.get((group, support), ())), tuple(unknown.get((group, support), ())))
        for group in facts.client_groups
        for support in (None, *facts.services)
        if support is None or support_suits(facts, support, group)
    ]


def judge_places(facts: PlanFacts, needs: Iterable[str], judge: Callable[[Sequence[str]], str]) -> list[tuple[Place, str]]:
    """Return every place with the state that `judge` tells from its measures in operation.

    not_assessed: a column that it needs was not read, or the measures whose status is blank would change the state.
    """
    unread = bool(facts.unread.intersection(needs))
    judged = []
    for place in facts_to_places(facts):
        state = judge(place.running)
        steady = not place.unknown or state == judge((*place.running, *place.unknown))
        judged.append((place, state if steady and not unread else "not_assessed"))
    return judged


def count_places(judged: Iterable[tuple[Place, str]], states: Sequence[str]) -> dict[str, int]:
    """Return how many places are in each state."""
    found = [state for _, state in judged]
    return {state: found.count(state) for state in states}


def place_pairs(row: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the links by which a measure stands behind a row's place."""
    return [("SERVES", row["group"]), *([("PROVIDES", row["support"])] if row["support"] else [])]


def newcomer(facts: PlanFacts, row: dict[str, Any], breaks: Callable[[str], bool]) -> Flip | None:
    """Return one edit that brings a measure that `breaks` the finding into a row's place; None where no cue speaks for one.

    Only a cue for the group or the service that was seen there and not taken keeps it out; or it stands there, planned or
    considered, and its status is doubtful.
    """
    links = place_pairs(row)

    def missing(measure: str) -> list[tuple[str, str]]:
        return [link for link in links if link[1] not in facts.groups[measure] and link[1] not in facts.supports[measure]]

    for link in links:
        for measure, quote in facts.rejected.get(link, ()):
            if missing(measure) == [link] and not _is_planned(facts, measure) and breaks(measure):
                return Flip("add", measure, *link, quote)
    for measure in facts.measures:
        if _is_planned(facts, measure) and not missing(measure) and breaks(measure):
            if flip := drop_doubtful(facts, measure, status_pair(facts, measure)):
                return flip
    return None


def _is_planned(facts: PlanFacts, measure: str) -> bool:
    return measure not in facts.in_operation and measure not in facts.without_status


def all_doubtful(facts: PlanFacts, measures: Iterable[str], pairs: Callable[[str], Sequence[tuple[str, str]]]) -> list[Flip]:
    """Return the dropping of a doubtful link of each measure; nothing where one of them is firm (or there is none)."""
    flips = [drop_doubtful(facts, measure, pairs(measure)) for measure in measures]
    return [flip for flip in flips if flip] if all(flips) else []
