"""How two nodes hang together: the shortest paths between them over the links that say something of their own.

Local only. Links to the plan, its goals and sections and to a status join everything with everything; they are no path.
"""

from __future__ import annotations

from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

_TELLING = ("SERVES", "PARTNERS_WITH", "PROVIDES", "OWNED_BY", "FALLS_UNDER", "NARROWER_THAN")


class Step(NamedTuple):
    """One step of a path: from, the link's kind, to, and whether the link points back."""

    start: str
    kind: str
    end: str
    backwards: bool
    data: dict[str, Any]


def shortest_paths(graph: PlanGraph, start: str, end: str, *, most: int = 5) -> list[list[Step]]:
    """Return up to `most` shortest paths between two nodes, those over what fewest share first; empty where nothing joins them."""
    import networkx as nx

    plain: Any = nx.Graph()
    plain.add_nodes_from((start, end))
    for one, other, data in sorted(graph.edges(data=True), key=lambda link: link[:2]):
        if data["kind"] in _TELLING:
            plain.add_edge(one, other)
    try:
        found = sorted(
            islice(nx.all_shortest_paths(plain, start, end), 1000),
            key=lambda path: (sum(plain.degree(node) for node in path[1:-1]), _by_order(graph, path)),
        )
    except nx.NetworkXNoPath:
        return []
    return [_steps(graph, path) for path in found[:most]]


def _by_order(graph: PlanGraph, path: list[str]) -> list[tuple[int, str]]:
    return [(int(graph.nodes[node].get("order", 0)), node) for node in path]


def _steps(graph: PlanGraph, path: list[str]) -> list[Step]:
    steps = []
    for start, end in pairwise(path):
        forward = _telling_link(graph, start, end)
        data = forward or _telling_link(graph, end, start)
        assert data is not None
        steps.append(Step(start, data["kind"], end, forward is None, data))
    return steps


def _telling_link(graph: PlanGraph, start: str, end: str) -> dict[str, Any] | None:
    links = graph.get_edge_data(start, end) or {}
    return next((data for _, data in sorted(links.items()) if data["kind"] in _TELLING), None)
