"""Graphs made by hand: a few measures with the links that a test names, on the bundled vocabularies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph_model.graph import add_link, add_node, node_id
from graph_model.norms import read_norms
from graph_model.plan import Plan
from graph_model.taxonomy import read_taxonomies
from loaders.likeness import Likeness
from loaders.plan_graph import plan_to_graph

PLAN = "x-2024-09"


def graph_of(measures: Sequence[Mapping[str, Any]], columns: Sequence[str] = ("number", "item", "text", "status", "bureau")):
    """Return a plan graph; a measure is {"groups": […], "supports": […], "status": …, "bureaus": […], "again": [targets]}."""
    plan = Plan(PLAN, "試験", "x", "2024-09", "2024-09", "x.txt", "0" * 64, tuple(columns), (), (), ())
    graph = plan_to_graph(plan, [], read_taxonomies(), read_norms(), Likeness())
    graph.graph.update({"ledger": {}, "notices": [], "vocabularies": {"groups": "1.0"}})
    for at, measure in enumerate(measures):
        node = add_node(
            graph,
            "Measure",
            node_id("Measure", f"{PLAN}/{at + 1}"),
            number=str(at + 1),
            order=at,
            item_how="unrecoverable",
            item_evidence=[],
            has_new_project=False,
            rejected_cues=[],
        )
        add_link(graph, "LISTED_IN", node, node_id("Plan", PLAN), place={"file": "x.txt", "line": at + 1}, mark="")
        again = set(measure.get("again", ()))
        for kind, target_kind, names in (
            ("SERVES", "TargetGroup", measure.get("groups", ())),
            ("PROVIDES", "SupportType", measure.get("supports", ())),
            ("HAS_STATUS", "Status", [measure["status"]] if measure.get("status") else []),
        ):
            for name in names:
                add_link(graph, kind, node, node_id(target_kind, name), evidence=[], from_relisting=name in again, certainty="sure")
        for name in measure.get("bureaus", ("福祉局",)):
            bureau = node_id("Bureau", f"x/{name}")
            if bureau not in graph:
                add_node(graph, "Bureau", bureau, name=name)
            add_link(graph, "OWNED_BY", node, bureau, evidence=[], from_relisting=False, certainty="sure")
    return graph
