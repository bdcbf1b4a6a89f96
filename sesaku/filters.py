"""A plan's graph -> the measures that meet every filter, and a row of facts for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from graph_model.graph import links_of, nodes_of, targets_of
from graph_model.words import Words
from sesaku.language import said
from sesaku.names import find_node, measure_number, node_name

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

LIST_HEADS = (
    Words("No.", "No."),
    Words("事項", "item"),
    Words("掲載（再掲）", "listed (relisted)"),
    Words("所管局", "bureau"),
    Words("状況", "status"),
    Words("★", "★"),
    Words("対象者", "groups"),
    Words("支援", "supports"),
    Words("関係機関", "partners"),
    Words("再掲数", "relistings"),
)
_TARGET = {
    "SERVES": "TargetGroup",
    "OWNED_BY": "Bureau",
    "PROVIDES": "SupportType",
    "PARTNERS_WITH": "Organisation",
    "HAS_STATUS": "Status",
}


def filter_measures(
    graph: PlanGraph, wanted: Mapping[str, Sequence[str]], *, star: bool = False, relisted: bool = False, text: str | None = None
) -> tuple[list[str], int]:
    """Return the measures that have every target wanted (by link kind; `goal` by number), and how many there are in all.

    Raises UnknownName for a name that the plan does not know.
    """
    measures = nodes_of(graph, "Measure")
    kept = measures
    for kind, names in wanted.items():
        for name in names:
            if kind == "goal":
                goal = find_node(graph, name if not name.isdigit() else f"目標{int(name)}", ("Goal",))
                kept = [measure for measure in kept if goal in measure_goals(graph, measure)]
            else:
                target = find_node(graph, name, (_TARGET[kind],))
                kept = [measure for measure in kept if target in targets_of(graph, kind, measure)]
    if star:
        kept = [measure for measure in kept if graph.nodes[measure]["has_new_project"]]
    if relisted:
        kept = [measure for measure in kept if any(True for _ in links_of(graph, "RELISTED_IN", source=measure))]
    if text:
        from loaders.folding import squeeze

        wanted_words = squeeze(text)
        kept = [measure for measure in kept if any(wanted_words in squeeze(words) for words in measure_words(graph, measure))]
    return kept, len(measures)


def measure_words(graph: PlanGraph, measure: str) -> list[str]:
    """Return the words of a measure that can be searched: item, text, status text where they are held, and quotes."""
    data = graph.nodes[measure]
    words = [str(data[name]) for name in ("item", "text", "status_text") if name in data]
    words += [piece["quote"] for _, _, link in graph.out_edges(measure, data=True) for piece in link.get("evidence", ())]
    return words


def measure_goals(graph: PlanGraph, measure: str) -> list[str]:
    """Return the goals under which a measure is listed or relisted."""
    goals: list[str] = []
    for kind in ("LISTED_IN", "RELISTED_IN"):
        for place in targets_of(graph, kind, measure):
            goals += (
                [place] if graph.nodes[place]["kind"] == "Goal" else [start for start, _, _ in links_of(graph, "HAS_SECTION", target=place)]
            )
    return list(dict.fromkeys(goals))


def measure_listings(graph: PlanGraph, measure: str) -> str:
    """Return where a measure stands, relistings in brackets: 1-キ（4-エ・5-カ）."""
    first = [node_name(graph, place) for _, place, _ in links_of(graph, "LISTED_IN", source=measure)]
    again = [node_name(graph, place) for _, place, _ in links_of(graph, "RELISTED_IN", source=measure)]
    return "・".join(first) + (f"（{'・'.join(again)}）" if again else "")


def measure_row(graph: PlanGraph, measure: str) -> list[Any]:
    """Return one row of facts on a measure, as LIST_HEADS names them."""
    data = graph.nodes[measure]

    def names(kind: str) -> str:
        return said(Words("、", ", ")).join(node_name(graph, target) for target in targets_of(graph, kind, measure))

    return [
        measure_number(measure),
        data.get("item", ""),
        measure_listings(graph, measure),
        names("OWNED_BY"),
        names("HAS_STATUS"),
        "★" if data["has_new_project"] else "",
        names("SERVES"),
        names("PROVIDES"),
        names("PARTNERS_WITH"),
        sum(1 for _ in links_of(graph, "RELISTED_IN", source=measure)),
    ]
