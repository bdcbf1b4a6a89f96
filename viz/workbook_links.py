"""The sheet of links: what was concluded, the words that it rests on, a cell for a person's decision, and the key by which it counts."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from graph_model.graph import nodes_of, short_name
from graph_model.kinds import EDGE_KIND, EDGE_KINDS
from graph_model.words import Words
from viz.report_names import COLUMN_NAMES, measure_number, node_name
from viz.style import CERTAINTY, ROLES, TABS
from viz.workbook import Book, Column, Formula, Sheet, letters

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

GRID = Words("計算", "Calculation")
"""The sheet that counts each measure's links: a place in its first column, the number in its second."""
GRID_HEADS = 2
"""Its rows above the measures."""
SPARE_ROWS = 50
"""Empty rows below the links, where a person may add some."""
LINK_KINDS = tuple(kind.name for kind in EDGE_KINDS if kind.extracted)


class ReviewWords(NamedTuple):
    """What a review file's heads and decisions are called, so that the sheet of links can be read back as one."""

    heads: Mapping[str, Words]
    decisions: Mapping[str, Words]


class LinkRows(NamedTuple):
    """Where the links stand: their sheet, the column of live keys, the first and last row (from 0), and the first of each measure in order."""

    sheet: Sheet
    live: int
    first: int
    last: int
    first_of: array[int]

    def row_of(self, graph: PlanGraph, at: int, measure: str) -> dict[tuple[str, str], int]:
        """Return the row of each link of the measure at that place in the plan, by kind and target; they stand together."""
        first = self.first_of[at]
        return {(link["kind"], end): first + at for at, (_, end, link) in enumerate(_links_in_order(graph, measure))}


def _link_columns(lang: str, review: ReviewWords) -> list[Column]:
    heads = {name: words.said_in(lang) for name, words in review.heads.items()}
    return [
        Column(heads["measure"], 8),
        Column(heads["item"], 26),
        Column(Words("関係", "link").said_in(lang), 11),
        Column(heads["name"], 24),
        Column(heads["roles"], 12),
        Column(heads["quote"], 24),
        Column(Words("ほかの根拠", "more words").said_in(lang), 24),
        Column(Words("欄", "column").said_in(lang), 10),
        Column(heads["place"], 10),
        Column(heads["certainty"], 10),
        Column(Words("再掲の語", "from relisting").said_in(lang), 9),
        Column(heads["decision"], 10, "input"),
        Column(heads["reason"], 24, "input"),
        Column(heads["author"], 12, "input"),
        Column(heads["date"], 12, "input"),
        Column(heads["kind"], 15, "quiet"),
        Column(heads["target"], 22, "quiet"),
        Column(Words("規則", "rule").said_in(lang), 18, "quiet"),
        Column(Words("数える鍵", "counted key").said_in(lang), 14, "quiet"),
    ]


_DECISION, _KIND, _TARGET, _LIVE = 11, 15, 16, 18


def write_links(book: Book, graph: PlanGraph, review: ReviewWords, *, reviewed_only: bool) -> LinkRows:
    """Write one row a link, a cell for a person's decision, and the key by which the matrix counts it while it is not dropped."""
    letters_ = [letters(column) for column in (_DECISION, _KIND, _TARGET)]
    lang = book.lang
    sheet = book.sheet(Words("リンク", "Links").said_in(lang), tab=TABS["links"])
    columns = _link_columns(lang, review)
    head = sheet.head(columns, frozen=1, printed=_KIND)
    first_of = array("L")
    everything = nodes_of(graph, "Measure")
    keeping, dropping, adding = (_spoken(review, name) for name in ("keep", "drop", "add"))
    for index, measure in enumerate(everything, 1):
        first_of.append(sheet.row)
        for _, end, link in _links_in_order(graph, measure):
            row = sheet.row
            decision, kind, target = (f"${column}{row + 1}" for column in letters_)
            kept = f"OR({_is_one_of(decision, keeping + adding)})" if reviewed_only else f"NOT(OR({_is_one_of(decision, dropping)}))"
            counts = not reviewed_only or "review" in link
            key = f"{index}|{link['kind']}|{short_name(end)}" if counts else ""
            live = Formula(f'=IF({kept},"{index}|"&{kind}&"|"&{target},"")', key)
            sheet.write([*_link_values(graph, measure, end, link, lang, review), live])
    last = sheet.row - 1
    if not book.large:
        last = _write_spare_rows(sheet, len(everything), adding)
    # Where sums refer to single cells, sorting would part them from their links.
    sheet.finish(head, sorted_=not book.large)
    sheet.sheet.set_column(_LIVE, _LIVE, 14, None, {"level": 1, "hidden": True})
    words = [review.decisions[name].said_in(lang) for name in ("keep", "drop", "add")]
    sheet.sheet.data_validation(head + 1, _DECISION, max(last, head + 1), _DECISION, {"validate": "list", "source": words})
    return LinkRows(sheet, _LIVE, head + 1, max(last, head + 1), first_of)


def _spoken(review: ReviewWords, decision: str) -> list[str]:
    return [decision, *(word for word in review.decisions[decision] if word != decision)]


def _is_one_of(cell: str, words: list[str]) -> str:
    return ",".join(f'{cell}="{word}"' for word in words)


def _links_in_order(graph: PlanGraph, measure: str) -> list[tuple[str, str, dict[str, Any]]]:
    found = [edge for edge in graph.out_edges(measure, data=True) if edge[2]["kind"] in LINK_KINDS]
    return sorted(found, key=lambda edge: (LINK_KINDS.index(edge[2]["kind"]), graph.nodes[edge[1]].get("order", 0), edge[1]))


def _link_values(graph: PlanGraph, measure: str, end: str, link: dict[str, Any], lang: str, review: ReviewWords) -> list[Any]:
    first, *others = link["evidence"] or [{}]
    place = first.get("place", {})
    where = next((f"{place[name]}:{place.get('cell', '')}" for name in ("line", "sheet", "page") if name in place), "")
    column = first.get("column", "")
    said = link.get("review", {})
    return [
        measure_number(measure),
        graph.nodes[measure].get("item", ""),
        EDGE_KIND[link["kind"]].title.said_in(lang),
        node_name(graph, end, lang),
        Words("・", ", ").said_in(lang).join(ROLES[role].said_in(lang) for role in link.get("roles", ())),
        first.get("quote", ""),
        Words("／", " / ").said_in(lang).join(dict.fromkeys(piece["quote"] for piece in others)),
        COLUMN_NAMES[column].said_in(lang) if column in COLUMN_NAMES else column,
        where,
        CERTAINTY[link["certainty"]].said_in(lang),
        Words("再掲", "yes").said_in(lang) if link["from_relisting"] else "",
        review.decisions[said["decision"]].said_in(lang) if said.get("decision") in review.decisions else "",
        said.get("reason", ""),
        said.get("author", ""),
        said.get("date", ""),
        link["kind"],
        short_name(end),
        first.get("rule", ""),
    ]


def _write_spare_rows(sheet: Sheet, count: int, adding: list[str]) -> int:
    """Write empty rows in which a link can be added: number, kind, target and decision make its key.

    The number is looked up where the sums are, for the measures may have been sorted.
    """
    from xlsxwriter.utility import xl_rowcol_to_cell as at

    last = GRID_HEADS + max(count, 1)
    place, column = (f"'{GRID.said_in(sheet.book.lang)}'!${letter}${GRID_HEADS + 1}:${letter}${last}" for letter in "AB")
    for _ in range(SPARE_ROWS):
        row = sheet.row
        number, kind, target = at(row, 0), at(row, _KIND), at(row, _TARGET)
        key = f'IFERROR(INDEX({place},MATCH({number}&"",{column},0))&"|"&{kind}&"|"&{target},"")'
        adds = f'AND({number}<>"",OR({_is_one_of(at(row, _DECISION), adding)}))'
        sheet.write([*[""] * _LIVE, Formula(f'=IF({adds},{key},"")', "")])
        for column_ in (0, _KIND, _TARGET):
            sheet.sheet.write_blank(row, column_, None, sheet.book.formats["input"])
    return sheet.row - 1
