"""The live matrix: measures counted by group and service from the sheet that counts each measure's links, states and colours that move with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from graph_model.graph import nodes_of
from graph_model.kinds import CLIENT_FACETS
from graph_model.words import Words
from viz.cell_words import signs_words
from viz.report_names import node_name
from viz.style import PAGE, STATES
from viz.workbook import Book, Column, Formula, Sheet, letters
from viz.workbook_grid import OPERATING, UNKNOWN, Grid

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

_TOP = 3
"""The row of the first block, from 0; the number that counts as thin and what the signs say stand above it."""
_THIN_CELL = "$C$2"


class MatrixCells(NamedTuple):
    """What the saved questions answer: every cell's row of gap-cells, every group's of gap-groups, and what counts as thin."""

    cells: list[dict[str, Any]]
    groups: list[dict[str, Any]]
    thin: int


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
                "対象者×支援（実施中の異なる取組の数。検討・予定と再掲は数えません）",
                "Group × service (distinct measures in operation; neither planned ones nor relistings are counted)",
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
        put(2, 0, signs_words(self.lang), "line")
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
        operating = self.grid.range(OPERATING)
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
        return Formula("=" + self._counted(group, service, f"{self.grid.range(OPERATING)},1"), value)

    def state(self, group: str, service: str, row: int) -> Formula | str:
        """Return the state by the same rule as the question's; see queries.states."""
        found = self.cells.get((group, service))
        if found is None or found["state"] in ("not_applicable", "out_of_scope") or "status" in self.unread:
            return self.made(group, service, row)
        signs = {name: style.sign for name, style in STATES.items()}
        operating = self._counted(group, service, f"{self.grid.range(OPERATING)},1")
        unknown = self._counted(group, service, f"{self.grid.range(UNKNOWN)},1")
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
