"""A node -> why it is linked as it is: each link with its words, their place and the rule that took them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph_model.graph import links_of, sources_of
from graph_model.kinds import EDGE_KIND
from graph_model.words import Words
from sesaku.filters import measure_listings
from sesaku.language import lang, said, say
from sesaku.names import measure_number, node_name

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

REASON_HEADS = (
    Words("関係", "link"),
    Words("相手", "with"),
    Words("役割", "role"),
    Words("根拠の語", "words"),
    Words("欄", "column"),
    Words("行", "line"),
    Words("確からしさ", "certainty"),
    Words("規則", "rule"),
)


def node_about(graph: PlanGraph, node: str) -> str:
    """Return a few lines on what the node is."""
    data = graph.nodes[node]
    if data["kind"] == "Measure":
        return _measure_about(graph, node)
    lines = [f"{node_name(graph, node)}  {node}"]
    if data["kind"] in ("TargetGroup", "Organisation", "SupportType", "Bureau", "Status"):
        edge = {
            "TargetGroup": "SERVES",
            "Organisation": "PARTNERS_WITH",
            "SupportType": "PROVIDES",
            "Bureau": "OWNED_BY",
            "Status": "HAS_STATUS",
        }[data["kind"]]
        measures = sorted(sources_of(graph, edge, node), key=lambda measure: graph.nodes[measure]["order"])
        total = sum(1 for _, other in graph.nodes(data=True) if other["kind"] == "Measure")
        numbers = ", ".join(map(measure_number, measures))
        lines.append(say(f"{total}取組のうち {len(measures)}: {numbers}", f"{len(measures)} of {total} measures: {numbers}"))
    return "\n".join(lines) + "\n"


def _measure_about(graph: PlanGraph, node: str) -> str:
    from viz.style import DIFFERS, ITEM_HOW

    data = graph.nodes[node]
    star = say("　★新規事業を含む", "  ★ contains a new project") if data["has_new_project"] else ""
    item = data.get("item") or say("（事項は判断できない）", "(item unrecoverable)")
    how = "" if data["item_how"] == "stated" else f"〔{said(ITEM_HOW[data['item_how']])}〕"
    lines = [f"No.{measure_number(node)} {item}{how}{star}", say("掲載（再掲）: ", "listed (relisted): ") + measure_listings(graph, node)]
    for _, place, link in sorted(links_of(graph, "RELISTED_IN", source=node), key=lambda found: str(found[2]["place"])):
        line = say(
            f"  再掲 {node_name(graph, place)}（{link['place'].get('line', '')}行目）: ",
            f"  relisted {node_name(graph, place)} (line {link['place'].get('line', '')}): ",
        )
        pieces = [_difference(column, piece) for column, found in link["differences"].items() for piece in found]
        lines.append(line + said(DIFFERS[link["differs"]]) + (f"  {'; '.join(pieces)}" if pieces else ""))
    for name, title in (("text", say("内容", "text")), ("status_text", say("取組状況", "status"))):
        if name in data:
            lines.append(f"{title}: {' '.join(data[name].split())}")
    if "text" not in data:
        lines.append(say("（本文はこのグラフに入っていません）", "(the sentences are not in this graph)"))
    return "\n".join(lines) + "\n"


def _difference(column: str, piece: dict[str, str]) -> str:
    from loaders.columns import ROLES

    return f"{said(ROLES[column])}「{piece['original']}」→「{piece['relisting']}」"


def node_reasons(graph: PlanGraph, node: str) -> list[list[Any]]:
    """Return a row a quote: of a measure's own links, or of the links that lead to a node, measures in order."""
    if graph.nodes[node]["kind"] == "Measure":
        found = [(data, end) for _, end, data in graph.out_edges(node, data=True) if "evidence" in data]
        order = list(EDGE_KIND)
        found.sort(key=lambda pair: (order.index(pair[0]["kind"]), graph.nodes[pair[1]].get("order", 0)))
    else:
        found = [(data, start) for start, _, data in graph.in_edges(node, data=True) if "evidence" in data]
        found.sort(key=lambda pair: graph.nodes[pair[1]]["order"])
    return [row for data, other in found for row in _link_rows(graph, data, other)]


def _link_rows(graph: PlanGraph, data: dict[str, Any], other: str) -> list[list[Any]]:
    from loaders.columns import EVIDENCE_COLUMNS
    from viz.style import CERTAINTY
    from viz.style import ROLES as PARTNER_ROLES

    name = node_name(graph, other)
    if graph.nodes[other]["kind"] == "Measure":
        name += " " + (graph.nodes[other].get("item") or "")
    roles = said(Words("・", ", ")).join(said(PARTNER_ROLES[role]) for role in data.get("roles", ()))
    again = say("（再掲の語）", " (relisting)") if data["from_relisting"] else ""
    return [
        [
            said(EDGE_KIND[data["kind"]].title) + again if at == 0 else "",
            name if at == 0 else "",
            roles if at == 0 else "",
            f"「{piece['quote']}」" if lang() == "ja" else f"“{piece['quote']}”",
            said(EVIDENCE_COLUMNS[piece["column"]]),
            piece["place"].get("line", ""),
            said(CERTAINTY[data["certainty"]]),
            piece["rule"],
        ]
        for at, piece in enumerate(data["evidence"])
    ]


def rejected_reasons(graph: PlanGraph, node: str) -> list[list[Any]]:
    """Return a row a cue that was seen and not taken: in a measure, or for a term in all measures."""
    from graph_model.graph import node_id

    kinds = {"SERVES": "TargetGroup", "PARTNERS_WITH": "Organisation", "PROVIDES": "SupportType"}
    measures = (
        [node] if graph.nodes[node]["kind"] == "Measure" else [other for other, data in graph.nodes(data=True) if data["kind"] == "Measure"]
    )
    rows: list[list[Any]] = []
    for measure in sorted(measures, key=lambda other: graph.nodes[other]["order"]):
        for cue in graph.nodes[measure]["rejected_cues"]:
            target = node_id(kinds[cue["kind"]], cue["target"])
            if node in (measure, target):
                other = target if node == measure else measure
                rows.append(
                    [
                        say("採らなかった語", "not taken"),
                        node_name(graph, other),
                        "",
                        f"「{cue['quote']}」",
                        "",
                        cue["place"].get("line", ""),
                        "",
                        cue["rule"],
                    ]
                )
    return rows
