"""The live matrix: a sheet that counts each measure's links that are not dropped, and one that counts measures by group and service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from graph_model.graph import node_id, nodes_of, short_name, targets_of
from graph_model.kinds import CLIENT_FACETS, FACETS, IN_OPERATION
from graph_model.words import Words
from viz.report_names import measure_number, node_name
from viz.style import PAGE, STATES, TABS
from viz.workbook import Book, Column, Formula, Sheet, letters
from viz.workbook_facts import GRID, LinkRows

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

_INDEX, _NUMBER, _OPERATING, _UNKNOWN, _FIRST = 0, 1, 2, 3, 4
_FLAG_WIDTH = 5.5
_TOP = 3
"""The row of the matrix's heads, from 0; the number that counts as thin stands above it."""
_THIN_CELL = "$C$2"


class MatrixCells(NamedTuple):
    """What the saved questions answer: every cell's row of gap-cells, every group's of gap-groups, and what counts as thin."""

    cells: list[dict[str, Any]]
    groups: list[dict[str, Any]]
    thin: int


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


def write_matrix(book: Book, graph: PlanGraph, sheet: Sheet, grid: Grid, cells: MatrixCells) -> None:
    """Write the matrix: measures in operation by group and service, their states below, and the states when it was made."""
    matrix = _Matrix(book, graph, sheet, grid, cells)
    matrix.write_top()
    counts = matrix.write_block(
        Words("実施中の取組の数（リンクの判断で変わります）", "Measures in operation (moves with the decisions on links)"), matrix.count
    )
    states = matrix.write_block(Words("状態（リンクの判断で変わります）", "States (move with the decisions on links)"), matrix.state)
    made = matrix.write_block(Words("作成時の状態", "States when this was made"), matrix.made)
    matrix.write_tally(states, made)
    matrix.colour(counts, states)


class _Matrix:
    """The blocks of the matrix, one below the other, with the same rows and columns."""

    def __init__(self, book: Book, graph: PlanGraph, sheet: Sheet, grid: Grid, cells: MatrixCells) -> None:
        plan = graph.nodes[nodes_of(graph, "Plan")[0]]
        vocabulary = plan["vocabulary"]
        self.book, self.graph, self.sheet, self.grid, self.lang = book, graph, sheet, grid, book.lang
        self.thin = cells.thin
        self.groups = [one for one in vocabulary["TargetGroup"] if graph.nodes[one]["facet"] in CLIENT_FACETS]
        self.services = [one for one in vocabulary["SupportType"] if graph.nodes[one]["service"]]
        self.cells = {(row["group"], row["support"]): row for row in cells.cells}
        self.total_of = {row["group"]: row for row in cells.groups}
        self.unread = {"item", "status"} - set(plan["columns_read"])
        last = 3 + len(self.services) - 1
        sheet.set_columns([Column("", 32), Column("", 8), Column("", 8), *[Column("", 9.5)] * len(self.services), Column("", 3)])
        self.last = last

    def say(self, ja: str, en: str) -> str:
        return Words(ja, en).said_in(self.lang)

    def write_top(self) -> None:
        put = self.sheet.put
        self.sheet.sheet.set_row(0, 26)
        put(
            0,
            0,
            self.say(
                "対象者×支援（実施中の異なる取組の数。再掲は数えません）",
                "Group × service (distinct measures in operation; relistings are not counted)",
            ),
            "title",
        )
        put(1, 0, self.say("「1取組のみ」とする上限", "Counts as “one only” up to"), "line")
        put(1, 2, self.thin, "input")
        put(
            1,
            4,
            self.say(
                "「リンク」の判断で「消す」を選ぶと、この表の数・状態・色が変わります。",
                "Choose “drop” on the sheet of links, and counts, states and colours here change.",
            ),
            "line",
        )
        self.sheet.row = _TOP

    def write_block(self, title: Words, cell: Any) -> int:
        """Write one block with its title and heads; return the row of its first group, from 0."""
        sheet = self.sheet
        if sheet.row > _TOP:
            sheet.row += 1
        sheet.put(sheet.row, 0, title.said_in(self.lang), "heading")
        sheet.row += 1
        heads = [self.say("対象者", "Group"), self.say("実施中", "in operation"), self.say("全取組", "all measures")]
        sheet.sheet.set_row(sheet.row, 30)
        for column, words in enumerate([*heads, *(node_name(self.graph, one, self.lang) for one in self.services)]):
            sheet.put(sheet.row, column, words, "turned")
        sheet.row += 1
        first = sheet.row
        for group in self.groups:
            sheet.put(sheet.row, 0, node_name(self.graph, group, self.lang), "side")
            for column, value in enumerate(self._totals(group), 1):
                sheet.put(sheet.row, column, value, "centre")
            for column, service in enumerate(self.services, 3):
                sheet.put(sheet.row, column, cell(group, service, sheet.row), "centre")
            sheet.row += 1
        return first

    def _totals(self, group: str) -> tuple[Formula, Formula]:
        own = self.grid.range(self.grid.columns[group])
        operating = self.grid.range(_OPERATING)
        row = self.total_of.get(group, {"count": 0, "planned": []})
        return (
            Formula(f'=COUNTIFS({operating},1,{own},">0")', row["count"] - len(row["planned"])),
            Formula(f'=COUNTIF({own},">0")', row["count"]),
        )

    def _counted(self, group: str, service: str, *more: str) -> str:
        ranges = [f'{self.grid.range(self.grid.columns[term])},">0"' for term in (group, service)]
        return f"COUNTIFS({','.join([*ranges, *more])})"

    def count(self, group: str, service: str, row: int) -> Formula:
        found = self.cells.get((group, service))
        value = found["count"] - len(found["planned"]) if found else 0
        return Formula("=" + self._counted(group, service, f"{self.grid.range(_OPERATING)},1"), value)

    def state(self, group: str, service: str, row: int) -> Formula | str:
        """Return the state by the same rule as the question's; see queries.states."""
        found = self.cells.get((group, service))
        if found is None or found["state"] in ("not_applicable", "out_of_scope") or "status" in self.unread:
            return self.made(group, service, row)
        signs = {name: style.sign for name, style in STATES.items()}
        operating = self._counted(group, service, f"{self.grid.range(_OPERATING)},1")
        unknown = self._counted(group, service, f"{self.grid.range(_UNKNOWN)},1")
        situation = self.graph.nodes[group]["facet"] == "situation"
        open_to = self.grid.range(self.grid.open_to_situation if situation else self.grid.open_to_person)
        general = f'COUNTIFS({self.grid.range(self.grid.columns[service])},">0",{open_to},1)'
        rest = f'"{signs["not_assessed"]}"' if self.unread else f'IF({general}>0,"{signs["general"]}","{signs["absent"]}")'
        text = (
            f'=IF({operating}>{_THIN_CELL},"{signs["served"]}",IF({operating}>0,"{signs["thin"]}",IF({unknown}>0,"{signs["not_assessed"]}",'
            f'IF({self._counted(group, service)}>0,"{signs["planned_only"]}",{rest}))))'
        )
        return Formula(text, signs[found["state"]])

    def made(self, group: str, service: str, row: int) -> str:
        found = self.cells.get((group, service))
        return STATES[found["state"] if found else "out_of_scope"].sign

    def write_tally(self, states: int, made: int) -> None:
        """Write how many cells are in each state, now and when made, and how many changed."""
        sheet, last = self.sheet, letters(self.last)
        size = len(self.groups)
        now, then = (f"$D${first + 1}:${last}${first + size}" for first in (states, made))
        sheet.row += 1
        sheet.put(sheet.row, 0, self.say("状態ごとの区分の数", "Cells by state"), "heading")
        sheet.row += 1
        for column, words in enumerate((self.say("状態", "State"), self.say("いま", "now"), self.say("作成時", "when made"))):
            sheet.put(sheet.row, column, words, "turned")
        sheet.row += 1
        signs = [self.made(group, service, 0) for group in self.groups for service in self.services]
        for style in STATES.values():
            count = signs.count(style.sign)
            look = self.book.format(bold=True, border=1, border_color=PAGE["line"], bg_color=_tint(style.colour))
            sheet.sheet.write_string(sheet.row, 0, f"{style.sign} {style.name.said_in(self.lang)}", look)
            sheet.put(sheet.row, 1, Formula(f'=COUNTIF({now},"{style.sign}")', count), "centre")
            sheet.put(sheet.row, 2, Formula(f'=COUNTIF({then},"{style.sign}")', count), "centre")
            sheet.put(sheet.row, 3, style.meaning.said_in(self.lang), "line")
            sheet.row += 1
        sheet.put(sheet.row, 0, self.say("状態が変わった区分", "Cells whose state changed"), "side")
        sheet.put(sheet.row, 1, Formula(f"=SUMPRODUCT(--({now}<>{then}))", 0), "centre")
        sheet.row += 1
        sheet.put(
            sheet.row,
            0,
            self.say(
                "「記載なし」は計画に名指しがないという意味で、支援がないという意味ではありません。",
                "“Not named” means that the plan does not name it, not that there is no service.",
            ),
            "line",
        )
        sheet.row += 1

    def colour(self, counts: int, states: int) -> None:
        """Colour the counts and the states by the state of their cell, and frame what changed since the workbook was made."""
        sheet = self.sheet.sheet
        size = len(self.groups)
        if not size or not self.services:
            return
        for first in (counts, states, states + size + 3):
            for name, style in STATES.items():
                source = states if first == counts else first
                criteria = f'=$D${source + 1}="{style.sign}"'.replace("$D$", "D")
                look = self.book.book.add_format(
                    {"bg_color": _tint(style.colour), **({"font_color": PAGE["quiet"]} if name in _QUIET else {})}
                )
                sheet.conditional_format(first, 3, first + size - 1, self.last, {"type": "formula", "criteria": criteria, "format": look})
        sheet.freeze_panes(0, 1)
        sheet.fit_to_pages(1, 0)
        sheet.set_h_pagebreaks([states + size + 1])


_QUIET = ("not_assessed", "out_of_scope", "not_applicable")


def _tint(colour: str) -> str:
    """Return a colour mixed with white, so that black text stands on it."""
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(part * 0.4 + 255 * 0.6):02X}" for part in parts)
