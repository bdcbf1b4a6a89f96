"""graph -> PlanFacts: the links of one plan, laid out as the questions ask for them. Never reads the sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph_model.editions import nodes_of_edition
from graph_model.errors import BrokenGraph
from graph_model.graph import node_id, nodes_of
from graph_model.kinds import CLIENT_FACETS, EDGE_KIND, IN_OPERATION

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

OUR_OWN = ("own", "forum")
"""Bodies that are no partner in the sense that a planner means by "hangs on one partner": own offices and meetings."""

_TARGETS = ("SERVES", "PROVIDES", "PARTNERS_WITH", "OWNED_BY", "FALLS_UNDER", "HAS_STATUS")
_PLACES = ("LISTED_IN", "RELISTED_IN")


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """One plan's measures in order, and their links by measure.

    `groups`, `supports`, `partners`, `bureaus`, `norms` give a measure's targets; `named` the measures that name a group.
    `goals` gives the goals where a measure stands, True where it is only listed again there. `again` holds the (measure, target) that only a relisting's words
    carry; `in_operation` the measures that are ongoing or pilot; `without_status` those whose status is not known;
    `rejected` the cues seen and not taken, (measure, quote) by (kind, target); `unread` the columns that the document lacks.
    """

    graph: PlanGraph
    plan: str
    measures: tuple[str, ...]
    groups: dict[str, frozenset[str]]
    named: dict[str, list[str]]
    supports: dict[str, frozenset[str]]
    partners: dict[str, frozenset[str]]
    norms: dict[str, frozenset[str]]
    bureaus: dict[str, tuple[str, ...]]
    statuses: dict[str, str | None]
    goals: dict[str, dict[str, bool]]
    listings: int
    again: frozenset[tuple[str, str]]
    in_operation: frozenset[str]
    without_status: frozenset[str]
    rejected: dict[tuple[str, str], list[tuple[str, str]]]
    unread: frozenset[str]
    client_groups: tuple[str, ...]
    services: tuple[str, ...]
    organisations: tuple[str, ...]
    headings: tuple[str, ...]
    stages: tuple[str, ...]
    plan_goals: tuple[str, ...]
    plan_bureaus: tuple[str, ...]
    reviewed_only: bool
    links: int
    reviewed: int

    def facet(self, group: str) -> str:
        """Return what a group is told by."""
        return str(self.graph.nodes[group]["facet"])

    def body(self, organisation: str) -> str:
        """Return what body an organisation is."""
        return str(self.graph.nodes[organisation]["body"])

    def outside(self, measure: str, *, own: bool = False) -> tuple[str, ...]:
        """Return a measure's partners in the order of the vocabulary; own offices and meetings only where asked."""
        found = self.partners[measure]
        return tuple(one for one in self.organisations if one in found and (own or self.body(one) not in OUR_OWN))

    def terms_in_order(self, kind: str, found: frozenset[str]) -> list[str]:
        """Return terms of a kind in the order of the plan's vocabulary."""
        return [term for term in self.graph.nodes[self.plan]["vocabulary"][kind] if term in found] if found else []

    def naming(self, group: str) -> list[str]:
        """Return the measures that name a group, in order."""
        return list(self.named.get(group, ()))

    def bureaus_of(self, measures: Iterable[str]) -> list[str]:
        """Return the bureaus that own any of the measures, by id."""
        return sorted({bureau for measure in measures for bureau in self.bureaus[measure]})

    def in_order(self, nodes: Iterable[str]) -> list[str]:
        """Return nodes that have an order (goals, sections), each once, by order, then by id."""
        return sorted(set(nodes), key=lambda node: (self.graph.nodes[node].get("order", 0), node))


def graph_to_facts(graph: PlanGraph, plan: str | None = None, *, reviewed_only: bool = False) -> PlanFacts:
    """Return the facts of a plan in the graph (the first, unless named), of reviewed links alone where asked.

    Raises BrokenGraph where there is no plan.
    """
    plans = nodes_of(graph, "Plan")
    if not plans or (plan is not None and plan not in plans):
        raise BrokenGraph(f"グラフに計画 {plan or ''} がありません", f"there is no plan {plan or ''} in the graph")
    plan = plan or plans[0]
    measures = tuple(nodes_of_edition(graph, "Measure", plan))
    linked = _Linked(graph, plan, measures, reviewed_only=reviewed_only)
    vocabulary: dict[str, Any] = graph.nodes[plan]["vocabulary"]
    operating = {node_id("Status", name) for name in IN_OPERATION}
    statuses = {measure: next(iter(found), None) for measure, found in linked.targets["HAS_STATUS"].items()}
    bureaus = {measure: tuple(sorted(found)) for measure, found in linked.targets["OWNED_BY"].items()}
    return PlanFacts(
        graph=graph,
        plan=plan,
        measures=measures,
        groups=linked.sets("SERVES"),
        named=linked.named,
        supports=linked.sets("PROVIDES"),
        partners=linked.sets("PARTNERS_WITH"),
        norms=linked.sets("FALLS_UNDER"),
        bureaus=bureaus,
        statuses=statuses,
        goals=linked.goals,
        listings=linked.listings,
        again=frozenset(linked.again),
        in_operation=frozenset(measure for measure, status in statuses.items() if status in operating),
        without_status=frozenset(measure for measure, status in statuses.items() if status is None),
        rejected=_rejected(graph, measures),
        unread=frozenset({"item", "status", "bureau"} - set(graph.nodes[plan]["columns_read"])),
        client_groups=tuple(group for group in vocabulary["TargetGroup"] if graph.nodes[group]["facet"] in CLIENT_FACETS),
        services=tuple(support for support in vocabulary["SupportType"] if graph.nodes[support]["service"]),
        organisations=tuple(vocabulary["Organisation"]),
        headings=tuple(vocabulary["Norm"]),
        stages=tuple(vocabulary["Status"]),
        plan_goals=tuple(nodes_of_edition(graph, "Goal", plan)),
        plan_bureaus=tuple(sorted({bureau for found in bureaus.values() for bureau in found})),
        reviewed_only=reviewed_only,
        links=linked.links,
        reviewed=linked.reviewed,
    )


class _Linked:
    """The links of a plan's measures, gathered in one pass."""

    def __init__(self, graph: PlanGraph, plan: str, measures: tuple[str, ...], *, reviewed_only: bool) -> None:
        self.targets: dict[str, dict[str, list[str]]] = {kind: {measure: [] for measure in measures} for kind in _TARGETS}
        self.goals: dict[str, dict[str, bool]] = {measure: {} for measure in measures}
        self.named: dict[str, list[str]] = {}
        self.again: set[tuple[str, str]] = set()
        self.links = self.reviewed = self.listings = 0
        above = _goal_of_sections(graph, plan)
        for measure, target, data in graph.out_edges(measures, data=True):
            if data["kind"] in _PLACES:
                self._take_place(measure, above.get(target, target), relisted=data["kind"] == "RELISTED_IN")
            elif "evidence" in data:
                self._take_link(measure, target, data, reviewed_only)

    def _take_place(self, measure: str, goal: str, *, relisted: bool) -> None:
        self.listings += 1
        if goal.startswith("goal:"):
            self.goals[measure][goal] = relisted and self.goals[measure].get(goal, True)

    def _take_link(self, measure: str, target: str, data: dict[str, Any], reviewed_only: bool) -> None:
        self.links += 1
        self.reviewed += "review" in data
        if data["kind"] in self.targets and not (reviewed_only and "review" not in data):
            self.targets[data["kind"]][measure].append(target)
            if data["kind"] == "SERVES":
                self.named.setdefault(target, []).append(measure)
            if data["from_relisting"]:
                self.again.add((measure, target))

    def sets(self, kind: str) -> dict[str, frozenset[str]]:
        return {measure: frozenset(found) for measure, found in self.targets[kind].items()}


def _goal_of_sections(graph: PlanGraph, plan: str) -> dict[str, str]:
    return {
        section: goal
        for goal in nodes_of_edition(graph, "Goal", plan)
        for _, section, data in graph.out_edges(goal, data=True)
        if data["kind"] == "HAS_SECTION"
    }


def _rejected(graph: PlanGraph, measures: tuple[str, ...]) -> dict[tuple[str, str], list[tuple[str, str]]]:
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for measure in measures:
        for cue in graph.nodes[measure]["rejected_cues"]:
            target = node_id(EDGE_KIND[cue["kind"]].targets[0], cue["target"])
            found.setdefault((cue["kind"], target), []).append((measure, cue["quote"]))
    return found
