"""Graphs made by hand: a few measures with the links that a test names, on the bundled vocabularies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph_model.graph import add_link, add_node, node_id
from graph_model.norms import read_norms
from graph_model.plan import Goal, Plan
from graph_model.taxonomy import read_taxonomies
from loaders.likeness import Likeness
from loaders.plan_graph import plan_to_graph, text_hash

PLAN = "x-2024-09"
GOALS = 3
_LINKS = (
    ("SERVES", "TargetGroup", "groups"),
    ("PROVIDES", "SupportType", "supports"),
    ("PARTNERS_WITH", "Organisation", "partners"),
    ("FALLS_UNDER", "Norm", "norms"),
)


def graph_of(measures: Sequence[Mapping[str, Any]], columns: Sequence[str] = ("number", "item", "text", "status", "bureau")):
    """Return a plan graph with three goals and these measures.

    A measure may have: groups, supports, partners, norms (short ids: `early`), bureaus (names), status, item, star,
    status_text (its hash alone is kept), status_says, goals (numbers: listed in the first, listed again in the others),
    again (targets that only a relisting carries), certainty ({target: sure|likely|weak}), rejected ([(kind, target)]),
    similar ([(number of a later measure, score, length of the shared run)]).
    """
    goals = tuple(Goal(str(number), f"目標{number}", number - 1) for number in range(1, GOALS + 1))
    plan = Plan(PLAN, "試験", "x", "2024-09", "2024-09", "x.txt", "0" * 64, tuple(columns), goals, (), ())
    graph = plan_to_graph(plan, [], read_taxonomies(), read_norms(), Likeness())
    graph.graph.update({"ledger": {}, "notices": [], "vocabularies": {"groups": "1.0"}})
    for at, measure in enumerate(measures):
        _add_measure(graph, at, measure)
    for at, measure in enumerate(measures):
        for number, score, length in measure.get("similar", ()):
            properties = {"score": score, "shared_run": "同じ語"[:length], "shared_length": length}
            add_link(graph, "SIMILAR_TEXT", measure_id(at + 1), measure_id(number), **properties)
    return graph


def measure_id(number: int) -> str:
    """Return the id of a measure of such a graph."""
    return node_id("Measure", f"{PLAN}/{number}")


def _add_measure(graph: Any, at: int, measure: Mapping[str, Any]) -> None:
    stated = {name: measure[name] for name in ("item", "status_says") if measure.get(name)}
    if "status_text" in measure:
        stated["status_text_hash"] = text_hash(measure["status_text"])
    node = add_node(
        graph,
        "Measure",
        measure_id(at + 1),
        number=str(at + 1),
        order=at,
        item_how="stated" if measure.get("item") else "unrecoverable",
        item_evidence=[],
        has_new_project=bool(measure.get("star")),
        rejected_cues=[
            {"kind": kind, "target": target, "quote": target, "place": {"file": "x.txt", "line": at + 1, "cell": 2}, "rule": "no_rule"}
            for kind, target in measure.get("rejected", ())
        ],
        **stated,
    )
    first, *others = [node_id("Goal", f"{PLAN}/{number}") for number in measure.get("goals", ())] or [node_id("Plan", PLAN)]
    add_link(graph, "LISTED_IN", node, first, place={"file": "x.txt", "line": at + 1}, mark="")
    for place in others:
        again = {"place": {"file": "x.txt", "line": 1000 + at}, "mark": "再掲", "differs": "none", "differences": {}}
        add_link(graph, "RELISTED_IN", node, place, **again)
    _add_links(graph, node, measure)


def _add_links(graph: Any, node: str, measure: Mapping[str, Any]) -> None:
    again, certainty = set(measure.get("again", ())), measure.get("certainty", {})

    def add(kind: str, target: str, name: str, **more: Any) -> None:
        common = {"evidence": [], "from_relisting": name in again, "certainty": certainty.get(name, "sure")}
        add_link(graph, kind, node, target, **common, **more)

    for kind, target_kind, field in _LINKS:
        for name in measure.get(field, ()):
            short = f"kokuji111/{name}" if field == "norms" else name
            add(kind, node_id(target_kind, short), name, **({"roles": ["collaborates"]} if field == "partners" else {}))
    if measure.get("status"):
        add("HAS_STATUS", node_id("Status", measure["status"]), measure["status"])
    for name in measure.get("bureaus", ("福祉局",)):
        bureau = node_id("Bureau", f"x/{name}")
        if bureau not in graph:
            add_node(graph, "Bureau", bureau, name=name)
        add("OWNED_BY", bureau, name)
