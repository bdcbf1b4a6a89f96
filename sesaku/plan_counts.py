"""A plan's graph -> counts for `show`: measures and relistings by goal, section, bureau, group, status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph_model.graph import links_of, nodes_of, sources_of, targets_of
from sesaku.language import say
from sesaku.names import node_name

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph


def plan_to_counts(graph: PlanGraph) -> tuple[dict[str, Any], list[list[Any]]]:
    """Return what the plan is, and rows (by what, name, distinct measures, relistings there)."""
    plan = nodes_of(graph, "Plan")[0]
    data = graph.nodes[plan]
    measures = nodes_of(graph, "Measure")
    links = [link for *_, link in graph.edges(data=True) if "evidence" in link]
    about = {
        say("計画", "plan"): data["title"],
        "ID": plan,
        say("時点", "as of"): data["as_of"],
        say("元の文書", "source"): f"{data['source_file']} (SHA-256 {data['source_sha256'][:12]}…)",
        say("取組", "measures"): len(measures),
        say("再掲", "relistings"): sum(link["kind"] == "RELISTED_IN" for *_, link in graph.edges(data=True)),
        say("新規事業を含む取組（★）", "measures with a new project (★)"): sum(
            graph.nodes[measure]["has_new_project"] for measure in measures
        ),
        say("リンク（うち確認済み）", "links (reviewed)"): f"{len(links)} ({sum('review' in link for link in links)})",
        say("本文", "sentences"): say("なし", "left out") if data["facts_only"] else say("あり", "held"),
    }
    rows: list[list[Any]] = []
    for goal in nodes_of(graph, "Goal"):
        places = [goal, *targets_of(graph, "HAS_SECTION", goal)]
        here, again = _listed(graph, places)
        rows.append([say("目標", "goal"), f"{graph.nodes[goal]['number']} {graph.nodes[goal]['name']}", len(here), again])
    for kind, edge, word in (
        ("Bureau", "OWNED_BY", say("所管局", "bureau")),
        ("TargetGroup", "SERVES", say("対象者", "group")),
        ("SupportType", "PROVIDES", say("支援", "support")),
        ("Status", "HAS_STATUS", say("実施状況", "status")),
    ):
        counted = [[word, node_name(graph, node), len(sources_of(graph, edge, node)), ""] for node in nodes_of(graph, kind)]
        rows += sorted(counted, key=lambda row: -row[2]) if kind == "Bureau" else counted
    return about, rows


def _listed(graph: PlanGraph, places: list[str]) -> tuple[set[str], int]:
    here: set[str] = set()
    again = 0
    for place in places:
        here.update(start for start, _, _ in links_of(graph, "LISTED_IN", target=place))
        relisted = [start for start, _, _ in links_of(graph, "RELISTED_IN", target=place)]
        again += len(relisted)
        here.update(relisted)
    return here, again
