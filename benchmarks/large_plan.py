"""Large plans for measuring: the links of the bundled Tokyo plan recombined, or drawn at random from its vocabulary."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from graph_model.graph import add_link, add_node, links_of, node_id, nodes_of
from graph_model.kinds import EDGE_KIND

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

PLAN = "plan:tokyo-2025-01"
LINKED = ("SERVES", "PROVIDES", "PARTNERS_WITH", "FALLS_UNDER", "HAS_STATUS", "OWNED_BY")
PLACED = ("LISTED_IN", "RELISTED_IN")


def large_plan(graph: PlanGraph, measures: int, *, at_random: bool = False, seed: int = 1) -> PlanGraph:
    """Return a plan of so many measures on the terms, goals, sections and bureaus of `graph`.

    Each measure takes its item, its places, its cues not taken and the links of each kind from a measure of `graph` drawn
    anew for each of these; `at_random` it takes only their number and draws where they lead. An item is shared by as many
    measures as in `graph`, and there are as many links of like text to a measure.
    """
    rng = random.Random(seed)
    old = nodes_of(graph, "Measure")
    large = graph.copy()
    large.remove_nodes_from(old)
    ends = {kind: [node for node in large if large.nodes[node]["kind"] in EDGE_KIND[kind].targets] for kind in LINKED}
    for order in range(measures):
        node = _add_measure(large, graph.nodes[rng.choice(old)], order, order // len(old))
        for kind in LINKED:
            links = _links(graph, kind, rng.choice(old))
            drawn = rng.sample(ends[kind], len(links)) if at_random else [end for end, _ in links]
            for end, (_, data) in zip(drawn, links, strict=True):
                add_link(large, kind, node, end, **data)
        where = rng.choice(old)
        for kind in PLACED:
            for end, data in _links(graph, kind, where):
                add_link(large, kind, node, end, **data)
    _add_like_texts(graph, large, rng, measures / len(old))
    return large


def _add_measure(large: PlanGraph, like: dict[str, Any], order: int, copy: int) -> str:
    properties = {name: value for name, value in like.items() if name not in ("kind", "number", "order")}
    if "item" in properties:
        properties["item"] = f"{properties['item']} {copy}"
    if "status_text_hash" in properties:
        properties["status_text_hash"] = f"{copy:08x}{properties['status_text_hash'][8:]}"
    number = str(order + 1)
    return add_node(large, "Measure", node_id("Measure", f"tokyo-2025-01/{number}"), number=number, order=order, **properties)


def _links(graph: PlanGraph, kind: str, measure: str) -> list[tuple[str, dict[str, Any]]]:
    return [
        (end, {name: value for name, value in data.items() if name != "kind"}) for _, end, data in links_of(graph, kind, source=measure)
    ]


def _add_like_texts(graph: PlanGraph, large: PlanGraph, rng: random.Random, times: float) -> None:
    alike = list(links_of(graph, "SIMILAR_TEXT"))
    new = nodes_of(large, "Measure")
    seen = set()
    for _ in range(round(len(alike) * times)):
        pair = tuple(sorted(rng.sample(range(len(new)), 2)))
        if pair not in seen:
            seen.add(pair)
            data = {name: value for name, value in rng.choice(alike)[2].items() if name != "kind"}
            add_link(large, "SIMILAR_TEXT", new[pair[0]], new[pair[1]], **data)
