"""The sheet that counts each measure's links that are not dropped: the matrix is counted from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from graph_model.graph import node_id, nodes_of, short_name, targets_of
from graph_model.kinds import CLIENT_FACETS, FACETS, IN_OPERATION
from graph_model.words import Words
from viz.report_names import measure_number, node_name
from viz.style import TABS
from viz.workbook import Book, Column, Formula, Sheet, letters
from viz.workbook_links import GRID, LinkRows

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

OPERATING, UNKNOWN, _FIRST = 2, 3, 4
"""Columns: whether a measure is in operation, whether that is not known, and the first group's; its place and number stand before them."""
_FLAG_WIDTH = 5.5


class Grid(NamedTuple):
    """The sheet of counts a measure: its columns by term, those of the measures open to a group, its first and last row (from 1)."""

    name: str
    columns: dict[str, int]
    open_to_person: int
    open_to_situation: int
    first: int
    last: int

    def range(self, column: int) -> str:
        """Return a column's cells as formulas write them."""
        return f"{self.name}!${letters(column)}${self.first}:${letters(column)}${self.last}"


def write_grid(book: Book, graph: PlanGraph, links: LinkRows, *, reviewed_only: bool) -> Grid:
    """Write one row a measure: whether it is in operation, and a 1 under every group and service that its links name.

    Each cell looks its key up among the links that count. In a large plan only the cells that have a link are written, and
    refer to its row.
    """
    lang = book.lang
    sheet = book.sheet(GRID.said_in(lang), tab=TABS["calculation"])
    sheet.sheet.hide()
    plan = graph.nodes[nodes_of(graph, "Plan")[0]]
    groups = sorted(plan["vocabulary"]["TargetGroup"], key=lambda group: FACETS.index(graph.nodes[group]["facet"]))
    services = [support for support in plan["vocabulary"]["SupportType"] if graph.nodes[support]["service"]]
    columns = {term: at for at, term in enumerate([*groups, *services], _FIRST)}
    after = _FIRST + len(columns)
    named = [Column(node_name(graph, term, lang), _FLAG_WIDTH, "centre") for term in columns]
    heads = [
        Column("#", 6, "number"),
        Column("No.", 7),
        Column(Words("実施中・試行", "in operation").said_in(lang), 7, "centre"),
        Column(Words("状況不明", "status unknown").said_in(lang), 7, "centre"),
        *named,
        Column(Words("一般（人・被害）", "open to persons").said_in(lang), 8, "centre"),
        Column(Words("一般（状況）", "open to situations").said_in(lang), 8, "centre"),
    ]
    codes = ["", "", "", "", *(f"{'SERVES' if term in groups else 'PROVIDES'}|{short_name(term)}" for term in columns), "", ""]
    sheet.set_columns(heads)
    sheet.write(codes, "quiet")
    sheet.sheet.set_row(sheet.row, 90)
    head = sheet.head(heads, frozen=2)
    facets = [graph.nodes[group]["facet"] for group in groups]
    writer = _GridWriter(graph, sheet, links, columns, facets, reviewed_only, large=book.large)
    for index, measure in enumerate(nodes_of(graph, "Measure"), 1):
        writer.write(index, measure)
    return Grid(sheet.quoted, columns, after, after + 1, head + 2, max(sheet.row, head + 2))


class _GridWriter:
    """Writes a measure's row of the grid, each formula with the value that it has now."""

    def __init__(
        self, graph: PlanGraph, sheet: Sheet, links: LinkRows, columns: dict[str, int], facets: list[str], reviewed: bool, *, large: bool
    ) -> None:
        self.graph, self.sheet, self.links, self.columns, self.large, self.reviewed = graph, sheet, links, columns, large, reviewed
        self.rows: dict[tuple[str, str], int] = {}
        column = letters(links.live)
        self.keys = f"{links.sheet.quoted}!${column}${links.first + 1}:${column}${links.last + 1}"
        bounds = {facet: [_FIRST + at for at, found in enumerate(facets) if found == facet] for facet in FACETS}
        self.harm_and_person = self._bounds(bounds, ("person", "harm"))
        self.client = self._bounds(bounds, CLIENT_FACETS)
        self.reference = self._bounds(bounds, ("reference",))
        self.situation_and_reference = self._bounds(bounds, ("situation", "reference"))

    @staticmethod
    def _bounds(bounds: dict[str, list[int]], facets: tuple[str, ...]) -> tuple[int, int] | None:
        found = [column for facet in facets for column in bounds[facet]]
        return (min(found), max(found)) if found else None

    def write(self, index: int, measure: str) -> None:
        row = self.sheet.row + 1
        held = self._held(measure)
        self.rows = self.links.row_of(self.graph, index - 1, measure) if self.large else {}
        operating = int(any(("HAS_STATUS", node_id("Status", name)) in held for name in IN_OPERATION))
        unknown = int(not any(kind == "HAS_STATUS" for kind, _ in held))
        values: list[Any] = [
            index,
            measure_number(measure),
            self._status(row, operating),
            self._unknown(row, measure, unknown),
            *(self._flag(row, term, column, held) for term, column in self.columns.items()),
        ]
        for wanted, barred in ((self.situation_and_reference, self.harm_and_person), (self.reference, self.client)):
            values.append(
                Formula(
                    f"=IF(AND($C{row}=1,{self._sum(row, wanted)}>0,{self._sum(row, barred)}=0),1,0)",
                    self._open(held, operating, wanted, barred),
                )
            )
        self.sheet.write(values)

    def _held(self, measure: str) -> set[tuple[str, str]]:
        return {
            (data["kind"], end)
            for _, end, data in self.graph.out_edges(measure, data=True)
            if "evidence" in data and not (self.reviewed and "review" not in data)
        }

    def _sum(self, row: int, bounds: tuple[int, int] | None) -> str:
        return f"SUM(${letters(bounds[0])}{row}:${letters(bounds[1])}{row})" if bounds else "0"

    def _open(self, held: set[tuple[str, str]], operating: int, wanted: tuple[int, int] | None, barred: tuple[int, int] | None) -> int:
        named = [self.columns[end] for kind, end in held if kind == "SERVES" and end in self.columns]

        def within(bounds: tuple[int, int] | None) -> bool:
            return bool(bounds) and any(bounds[0] <= column <= bounds[1] for column in named)  # type: ignore[index]

        return int(bool(operating) and within(wanted) and not within(barred))

    def _status(self, row: int, value: int) -> Formula:
        if self.large:
            cells = [self._link_cell("HAS_STATUS", node_id("Status", name)) for name in IN_OPERATION]
            there = [f'{cell}<>""' for cell in cells if cell]
            return Formula(f"=IF(OR({','.join(there)}),1,0)" if there else "=0", value)
        counts = "+".join(f'COUNTIF({self.keys},$A{row}&"|HAS_STATUS|{name}")' for name in IN_OPERATION)
        return Formula(f"=IF({counts}>0,1,0)", value)

    def _unknown(self, row: int, measure: str, value: int) -> Formula:
        if self.large:
            cells = [self._link_cell("HAS_STATUS", end) for end in targets_of(self.graph, "HAS_STATUS", measure)]
            there = [f'{cell}<>""' for cell in cells if cell]
            return Formula(f"=IF(OR({','.join(there)}),0,1)" if there else "=1", value)
        return Formula(f'=IF(COUNTIF({self.keys},$A{row}&"|HAS_STATUS|*")>0,0,1)', value)

    def _flag(self, row: int, term: str, column: int, held: set[tuple[str, str]]) -> Formula | None:
        kind = "SERVES" if term.startswith("group:") else "PROVIDES"
        value = int((kind, term) in held)
        if self.large:
            cell = self._link_cell(kind, term)
            return Formula(f'=IF({cell}<>"",1,0)', value) if cell else None
        return Formula(f'=IF(COUNTIF({self.keys},$A{row}&"|"&{letters(column)}$1)>0,1,0)', value)

    def _link_cell(self, kind: str, end: str) -> str | None:
        row = self.rows.get((kind, end))
        return None if row is None else f"{self.links.sheet.quoted}!${letters(self.links.live)}${row + 1}"
