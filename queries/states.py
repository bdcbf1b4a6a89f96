"""States of a cell: what a plan holds for a group, or for a group and a service, told from the measures that name it.

From best to worst: served, thin, planned_only, general, absent. "Absent" means that the plan does not name it; it never
means that there is no service.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from graph_model.kinds import CLIENT_FACETS

if TYPE_CHECKING:
    from queries.facts import PlanFacts

STATES = ("served", "thin", "planned_only", "general", "absent", "not_assessed", "out_of_scope", "not_applicable")
WORST_FIRST = ("absent", "general", "planned_only", "thin", "served", "not_assessed", "out_of_scope", "not_applicable")


_NOTHING_FOUND = frozenset(
    {"served", "not_assessed", "out_of_scope", "not_applicable", "starred", "several", "empty", "with", "ongoing", "own", "not_silo"}
    | {"not_shared", "one_section", "not_relisted", "unnamed", "in_no_measure"}
)
_NOTHING_FOUND_BY = {
    "overlap-pairs": frozenset({"none"}),
    "overlap-fragmentation": frozenset({"one_bureau"}),
    "overlap-relistings": frozenset({"none"}),
}


def is_finding(query: str, state: str) -> bool:
    """Whether a state of a question's row or denominator says that there is something to look at."""
    return state not in _NOTHING_FOUND and state not in _NOTHING_FOUND_BY.get(query, ())


class Cell(NamedTuple):
    """A cell judged: its state; the measures that name it; those of them not in operation; the general ones that stand in."""

    state: str
    measures: tuple[str, ...]
    planned: tuple[str, ...]
    general: tuple[str, ...]

    def as_columns(self, relisted: Iterable[str]) -> dict[str, Any]:
        """Return the columns that every cell has, without `general`."""
        again = set(relisted)
        return {
            "state": self.state,
            "count": len(self.measures),
            "measures": list(self.measures),
            "planned": list(self.planned),
            "relisted": [measure for measure in self.measures if measure in again],
        }


def judge_cell(facts: PlanFacts, named: Iterable[str], general: Iterable[str], *, thin: int, applies: bool = True) -> Cell:
    """Return the cell of the measures that name it (`named`) and those open to it without naming it (`general`).

    served: more than `thin` distinct measures in operation; thin: 1 to `thin`; planned_only: none in operation, some
    planned or considered; general: none named, some general ones in operation; absent: neither. not_assessed: the status
    was not read (or is blank), so that operation is not known; or a column was not read, so that "absent" cannot be said.
    """
    measures = tuple(named)
    operating = [measure for measure in measures if measure in facts.in_operation]
    unknown = [measure for measure in measures if measure in facts.without_status]
    planned = tuple(measure for measure in measures if measure not in facts.in_operation)
    stand_in = () if operating else tuple(general)
    state = _state(facts, len(operating), bool(planned), bool(unknown), bool(stand_in), thin=thin, applies=applies)
    return Cell(state, measures, planned, stand_in)


def _state(facts: PlanFacts, operating: int, planned: bool, unknown: bool, general: bool, *, thin: int, applies: bool) -> str:
    if not applies:
        return "not_applicable"
    if "status" in facts.unread:
        return "not_assessed"
    if operating > thin:
        return "served"
    if operating:
        # Another measure whose status is blank may be in operation as well: still at least thin.
        return "thin"
    if unknown:
        return "not_assessed"
    if planned:
        return "planned_only"
    if facts.unread & {"item"}:
        return "not_assessed"
    return "general" if general else "absent"


def wanted_facets(facet: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return which facets a measure must name one of to be open to a group of this facet, and which it must name none of."""
    if facet == "situation":
        return ("reference",), ("person", "harm", "situation")
    return ("reference", "situation"), ("person", "harm")


def open_measures(facts: PlanFacts, facet: str) -> tuple[str, ...]:
    """Return the measures in operation that are open to a group of this facet without naming it.

    To a group of facet person or harm: those that name at least one group of facet reference or situation and no person or
    harm group. To a situation group: those that name the reference group and no client group.
    """
    wanted, barred = wanted_facets(facet)
    found = []
    for measure in facts.measures:
        facets = {facts.facet(named) for named in facts.groups[measure]} if measure in facts.in_operation else set()
        if not facets.isdisjoint(wanted) and facets.isdisjoint(barred):
            found.append(measure)
    return tuple(found)


def measures_by_term(measures: Iterable[str], terms: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Return the measures that have each term, in order."""
    found: dict[str, list[str]] = {}
    for measure in measures:
        for term in terms[measure]:
            found.setdefault(term, []).append(measure)
    return found


def measures_by_cell(facts: PlanFacts, terms: Mapping[str, Iterable[str]]) -> dict[tuple[str, str], list[str]]:
    """Return the measures that name each cell of group and term, in order, in one pass over their links."""
    found: dict[tuple[str, str], list[str]] = {}
    for measure in facts.measures:
        for group in facts.groups[measure]:
            for term in terms[measure]:
                found.setdefault((group, term), []).append(measure)
    return found


def open_by_cell(facts: PlanFacts, terms: Mapping[str, Iterable[str]]) -> dict[tuple[str, str], list[str]]:
    """Return the measures that are open to a group of each facet and have each term, in order; see open_measures."""
    return {
        (facet, term): measures
        for facet in CLIENT_FACETS
        for term, measures in measures_by_term(open_measures(facts, facet), terms).items()
    }


def support_suits(facts: PlanFacts, support: str, group: str) -> bool:
    """Return whether a support makes sense for a group (`suits` names facets or groups; empty means all)."""
    suits = facts.graph.nodes[support]["suits"]
    return not suits or facts.facet(group) in suits or group.split(":", 1)[1] in suits


def count_states(cells: Iterable[str], states: Sequence[str] = STATES) -> dict[str, int]:
    """Return how many cells are in each state, in the order of `states`."""
    found = list(cells)
    return {state: found.count(state) for state in states}


def worst_first(row: dict[str, Any]) -> int:
    """Return the rank of a row's state: what is emptiest comes first."""
    return WORST_FIRST.index(row["state"])


def judge_owners(facts: PlanFacts, measures: Sequence[str], *, several: str = "several_bureaus", one: str = "same_bureau") -> str:
    """Return whether several bureaus or one own these measures; not_assessed where an owner that would tell is not known."""
    if len(facts.bureaus_of(measures)) > 1:
        return several
    return one if all(facts.bureaus[measure] for measure in measures) else "not_assessed"
