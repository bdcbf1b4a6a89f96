"""graph -> PlanFacts: the links of one plan, laid out as the questions ask for them. Never reads the sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from graph_model.errors import BrokenGraph
from graph_model.graph import node_id, nodes_of, short_name
from graph_model.kinds import CLIENT_FACETS, IN_OPERATION

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph


class PlanFacts(NamedTuple):
    """One plan's measures in order, and their links by measure.

    `groups`, `supports` and `bureaus` give a measure's targets; `again` the pairs (measure, target) that only a
    relisting's words carry; `in_operation` the measures that are ongoing or pilot; `without_status` those whose status is
    not known; `unread` the columns that the document lacks.
    """

    graph: PlanGraph
    plan: str
    measures: tuple[str, ...]
    groups: dict[str, frozenset[str]]
    supports: dict[str, frozenset[str]]
    bureaus: dict[str, tuple[str, ...]]
    again: frozenset[tuple[str, str]]
    in_operation: frozenset[str]
    without_status: frozenset[str]
    unread: frozenset[str]
    client_groups: tuple[str, ...]
    services: tuple[str, ...]
    links: int
    reviewed: int

    def facet(self, group: str) -> str:
        """Return what a group is told by."""
        return str(self.graph.nodes[group]["facet"])


def graph_to_facts(graph: PlanGraph, plan: str | None = None, *, reviewed_only: bool = False) -> PlanFacts:
    """Return the facts of a plan in the graph (the first, unless named), of reviewed links alone where asked.

    Raises BrokenGraph where there is no plan.
    """
    plans = nodes_of(graph, "Plan")
    if not plans or (plan is not None and plan not in plans):
        raise BrokenGraph(f"グラフに計画 {plan or ''} がありません", f"there is no plan {plan or ''} in the graph")
    plan = plan or plans[0]
    prefix = node_id("Measure", short_name(plan) + "/")
    measures = tuple(node for node in nodes_of(graph, "Measure") if node.startswith(prefix))
    targets: dict[str, dict[str, list[str]]] = {
        kind: {measure: [] for measure in measures} for kind in ("SERVES", "PROVIDES", "OWNED_BY", "HAS_STATUS")
    }
    again: set[tuple[str, str]] = set()
    links = reviewed = 0
    for measure in measures:
        for _, target, data in graph.out_edges(measure, data=True):
            if "evidence" not in data:
                continue
            links += 1
            reviewed += "review" in data
            if reviewed_only and "review" not in data:
                continue
            if data["kind"] in targets:
                targets[data["kind"]][measure].append(target)
                if data["from_relisting"]:
                    again.add((measure, target))
    vocabulary: dict[str, Any] = graph.nodes[plan]["vocabulary"]
    operating = {node_id("Status", name) for name in IN_OPERATION}
    return PlanFacts(
        graph=graph,
        plan=plan,
        measures=measures,
        groups={measure: frozenset(found) for measure, found in targets["SERVES"].items()},
        supports={measure: frozenset(found) for measure, found in targets["PROVIDES"].items()},
        bureaus={measure: tuple(sorted(found)) for measure, found in targets["OWNED_BY"].items()},
        again=frozenset(again),
        in_operation=frozenset(measure for measure, found in targets["HAS_STATUS"].items() if operating & set(found)),
        without_status=frozenset(measure for measure, found in targets["HAS_STATUS"].items() if not found),
        unread=frozenset({"item", "status", "bureau"} - set(graph.nodes[plan]["columns_read"])),
        client_groups=tuple(group for group in vocabulary["TargetGroup"] if graph.nodes[group]["facet"] in CLIENT_FACETS),
        services=tuple(support for support in vocabulary["SupportType"] if graph.nodes[support]["service"]),
        links=links,
        reviewed=reviewed,
    )
