"""What belongs to which plan of a graph: the nodes and links of its edition, and the terms that it shares with other plans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from graph_model.errors import BrokenGraph
from graph_model.graph import nodes_of, short_name
from graph_model.kinds import NODE_KIND, NODE_KINDS

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

EDITION_KINDS = tuple(kind.name for kind in NODE_KINDS if kind.scope == "edition")
PART_KINDS = tuple(kind for kind in EDITION_KINDS if kind != "Plan")
"""Kinds of the nodes that an edition has beside its plan: goals, sections, measures."""
SHARED_KINDS = tuple(kind.name for kind in NODE_KINDS if kind.scope != "edition")

PLAN_OF = "plan"
"""On each of an edition's parts in a database: the id of its plan."""

T = TypeVar("T")
Link = tuple[str, str, str, dict[str, Any]]
"""Source, target, key, properties."""


class Edition(NamedTuple):
    """One plan of a graph: its own nodes and the shared ones that it uses, by kind, each list by id."""

    graph: PlanGraph
    plan: str
    own: dict[str, list[str]]
    shared: dict[str, list[str]]

    def links_from(self, source: str) -> list[Link]:
        """Return the links that start at a node, by target and key."""
        links = [(source, target, str(key), data) for _, target, key, data in self.graph.out_edges(source, keys=True, data=True)]
        return sorted(links, key=lambda link: link[:3])

    def rows(self) -> int:
        """Return how many nodes and links there are."""
        nodes = [node for found in (*self.own.values(), *self.shared.values()) for node in found]
        return len(nodes) + sum(self.graph.out_degree(node) for node in nodes)


def graph_to_editions(graph: PlanGraph) -> list[Edition]:
    """Return each plan of a graph with what belongs to it. Raises BrokenGraph where there is none, or a node belongs to none."""
    plans = nodes_of(graph, "Plan")
    if not plans:
        raise BrokenGraph("グラフに計画がありません", "there is no plan in the graph")
    own: dict[str, dict[str, list[str]]] = {plan: {kind: [] for kind in EDITION_KINDS} for plan in plans}
    shared: dict[str, list[str]] = {kind: [] for kind in SHARED_KINDS}
    for node, data in graph.nodes(data=True):
        if data["kind"] in shared:
            shared[data["kind"]].append(node)
        else:
            own[_plan_of(node, plans)][data["kind"]].append(node)
    return [Edition(graph, plan, _sorted(found), _sorted(_used(graph, plan, found, shared, plans))) for plan, found in own.items()]


def nodes_of_edition(graph: PlanGraph, kind: str, plan: str) -> list[str]:
    """Return a plan's nodes of an edition's kind, in order; those of a plan of the graph whose id goes on from this one's are its own."""
    others = nodes_of(graph, "Plan")
    further = tuple(edition_prefix(kind, other) for other in others if other.startswith(plan + "/"))
    prefix = edition_prefix(kind, plan)
    return [node for node in nodes_of(graph, kind) if node.startswith(prefix) and not node.startswith(further)]


def edition_prefix(kind: str, plan: str) -> str:
    """Return how the ids of a kind's nodes begin in a plan's edition: `measure:tokyo-2025-01/`."""
    return f"{NODE_KIND[kind].prefix}:{short_name(plan)}/"


def in_edition(node: str, plan: str = "$plan") -> str:
    """Return the Cypher condition that a goal, section or measure is of a plan's edition as a load of ours wrote it.

    A node that somebody else made under our labels has no hash.
    """
    return f"{node}.{PLAN_OF} = {plan} AND {node}.content_hash IS NOT NULL"


def in_pieces(values: list[T], size: int) -> Iterator[list[T]]:
    """Yield a list in pieces of at most so many."""
    return (values[at : at + size] for at in range(0, len(values), size))


def _plan_of(node: str, plans: Sequence[str]) -> str:
    """Return the plan whose edition holds a node; of plans whose ids begin alike, the longest."""
    name = short_name(node)
    holding = [plan for plan in plans if name == short_name(plan) or name.startswith(short_name(plan) + "/")]
    if not holding:
        raise BrokenGraph(
            f"ノード {node} は、グラフのどの計画のものでもありません。文書から作り直してください",
            f"node {node!r} belongs to no plan of the graph; build it again from the document",
        )
    return max(holding, key=len)


def _used(
    graph: PlanGraph, plan: str, own: dict[str, list[str]], shared: dict[str, list[str]], plans: Sequence[str]
) -> dict[str, list[str]]:
    """Return the shared nodes that a plan uses; all of them where it is the only one."""
    if len(plans) == 1:
        return shared
    used = {term for terms in graph.nodes[plan]["vocabulary"].values() for term in terms}
    waiting = [*used, *(node for nodes in own.values() for node in nodes)]
    while waiting:
        further = {target for _, target in graph.out_edges(waiting.pop())} - used
        used |= further
        waiting += further
    return {kind: [node for node in found if node in used] for kind, found in shared.items()}


def _sorted(nodes: dict[str, list[str]]) -> dict[str, list[str]]:
    return {kind: sorted(found) for kind, found in nodes.items()}
