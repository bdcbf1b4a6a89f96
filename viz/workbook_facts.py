"""The sheets of what a plan states: measures, relistings, notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_model.graph import links_of, nodes_of, targets_of
from graph_model.notices import LEVELS
from graph_model.words import Words
from viz.report_names import COLUMN_NAMES, citation, measure_number, names_of, node_name
from viz.style import DIFFERS, ITEM_HOW, TABS
from viz.workbook import Book, Column, Sheet
from viz.workbook_links import LINK_KINDS

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph


def write_measures(book: Book, graph: PlanGraph) -> Sheet:
    """Write one row a measure."""
    lang = book.lang

    def say(ja: str, en: str) -> str:
        return Words(ja, en).said_in(lang)

    sheet = book.sheet(say("取組", "Measures"), tab=TABS["measures"])
    held = any("text" in graph.nodes[measure] for measure in nodes_of(graph, "Measure"))
    columns = [
        Column(say("No.", "No."), 7),
        Column(say("事項", "Item"), 30),
        Column(say("引用の形（目標・再掲）", "As cited (goal, relistings)"), 30),
        Column(say("所管局", "Bureau"), 16),
        Column(say("状況", "Status"), 9),
        Column("★", 5),
        Column(say("対象者", "Groups"), 26),
        Column(say("支援", "Supports"), 26),
        Column(say("関係機関", "Partners"), 32),
        Column(say("国の項目", "Policy headings"), 24),
        Column(say("再掲数", "Relistings"), 8, "number"),
        Column(say("リンク", "Links"), 8, "number"),
        Column(say("事項の決め方", "How the item was told"), 14),
        *([Column(say("内容", "Text"), 60), Column(say("取組状況", "Status text"), 60)] if held else []),
    ]
    head = sheet.head(columns, frozen=2)
    for measure in nodes_of(graph, "Measure"):
        data = graph.nodes[measure]
        kinds = [link["kind"] for _, _, link in graph.out_edges(measure, data=True)]
        sheet.write(
            [
                measure_number(measure),
                data.get("item", ""),
                citation(graph, measure, lang),
                names_of(graph, "OWNED_BY", measure, lang),
                names_of(graph, "HAS_STATUS", measure, lang),
                "★" if data["has_new_project"] else "",
                names_of(graph, "SERVES", measure, lang),
                names_of(graph, "PROVIDES", measure, lang),
                names_of(graph, "PARTNERS_WITH", measure, lang),
                names_of(graph, "FALLS_UNDER", measure, lang),
                kinds.count("RELISTED_IN"),
                sum(kind in LINK_KINDS for kind in kinds),
                ITEM_HOW[data["item_how"]].said_in(lang),
                *([data.get("text", ""), data.get("status_text", "")] if held else []),
            ]
        )
    sheet.finish(head)
    return sheet


def write_relistings(book: Book, graph: PlanGraph) -> None:
    """Write one row a relisting and column that differs, or one row where nothing does."""
    lang = book.lang

    def say(ja: str, en: str) -> str:
        return Words(ja, en).said_in(lang)

    sheet = book.sheet(say("再掲", "Relistings"), tab=TABS["relistings"])
    columns = [
        Column(say("No.", "No."), 7),
        Column(say("事項", "Item"), 30),
        Column(say("もとの掲載", "Listed in"), 14),
        Column(say("再掲", "Relisted in"), 14),
        Column(say("行", "Line"), 7, "number"),
        Column(say("再掲の印", "Mark"), 12),
        Column(say("違い", "Differs"), 14),
        Column(say("違う欄", "Column"), 12),
        Column(say("もとの語", "Original"), 40),
        Column(say("再掲の語", "Relisting"), 40),
    ]
    head = sheet.head(columns, frozen=1)
    for measure in nodes_of(graph, "Measure"):
        first = say("・", ", ").join(node_name(graph, place, lang) for place in targets_of(graph, "LISTED_IN", measure))
        for _, place, link in links_of(graph, "RELISTED_IN", source=measure):
            own = [
                measure_number(measure),
                graph.nodes[measure].get("item", ""),
                first,
                node_name(graph, place, lang),
                link["place"].get("line", ""),
                link["mark"],
                DIFFERS[link["differs"]].said_in(lang),
            ]
            pieces = [(column, piece) for column, found in link["differences"].items() for piece in found]
            for column, piece in pieces or [("", {"original": "", "relisting": ""})]:
                name = COLUMN_NAMES[column].said_in(lang) if column in COLUMN_NAMES else column
                sheet.write([*own, name, piece["original"], piece["relisting"]])
    sheet.finish(head)


def write_notices(book: Book, graph: PlanGraph) -> None:
    """Write one row a notice of the plan, and one a cell of this workbook that had to be cut; written last."""
    lang = book.lang

    def say(ja: str, en: str) -> str:
        return Words(ja, en).said_in(lang)

    sheet = book.sheet(say("留意点", "Notices"), tab=TABS["notices"])
    head = sheet.head(
        [
            Column(say("程度", "Level"), 12),
            Column(say("コード", "Code"), 26),
            Column(say("行", "Line"), 8, "number"),
            Column(say("内容", "Notice"), 110),
        ],
        frozen=1,
    )
    order = list(LEVELS)
    for notice in sorted(graph.graph.get("notices", ()), key=lambda one: order.index(one["level"])):
        sheet.write([LEVELS[notice["level"]].said_in(lang), notice["code"], (notice["place"] or {}).get("line", ""), notice[lang]])
    for cut in book.cuts[:]:
        words = say(
            f"シート「{cut.sheet}」の {cut.cell} は {cut.length} 文字あり、Excel の上限（32,767文字）で切りました",
            f"cell {cut.cell} of sheet “{cut.sheet}” had {cut.length} characters and was cut at Excel's limit of 32,767",
        )
        sheet.write([LEVELS["warning"].said_in(lang), "cell_cut", "", words])
    sheet.finish(head)
