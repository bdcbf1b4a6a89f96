"""lines -> rows: headings, column heads, marks, cut and moved rows. Every line and cell is entered in the ledger."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from graph_model.evidence import Cell
from graph_model.notices import NOT_UNDERSTOOD, Notice
from graph_model.plan import Goal, Row, Section
from graph_model.words import Words
from loaders.alignment import Alignment, cells_to_columns
from loaders.columns import ROLES, Layout, line_to_layout
from loaders.dates import text_to_date
from loaders.folding import squeeze
from loaders.headings import Heading, Levels, headings_to_levels, text_to_heading
from loaders.ledger import Ledger
from loaders.line_kinds import line_kind
from loaders.marks import NewMarks, is_only_marks, legends_to_marks, text_to_legends
from loaders.readers.lines import TableLine
from loaders.rows import aligned_to_row, are_bureaus, extend_row

_TEXT_COLUMNS = ("text", "status", "bureau", "item")


class Table(NamedTuple):
    """A document's table: rows, headings, title, the dates in its heads, and how every line was accounted for."""

    rows: tuple[Row, ...]
    goals: tuple[Goal, ...]
    sections: tuple[Section, ...]
    title: str
    dates: tuple[str, ...]
    roles: tuple[str, ...]
    marks: NewMarks
    ledger: Ledger
    notices: tuple[Notice, ...]


def lines_to_table(lines: Iterable[TableLine], *, heads: Mapping[str, str] | None = None) -> Table:
    """Return the table in a document's lines. `heads` adds roles by squeezed head to the vocabulary of columns."""
    lines = list(lines)
    kinds = [line_kind(line) for line in lines]
    singles = [(line, _only(line)) for line, kind in zip(lines, kinds, strict=True) if kind in ("single", "legend")]
    marks = legends_to_marks([legend for line, cell in singles if line_kind(line) == "legend" for legend in text_to_legends(cell.raw)])
    headings = [heading for line, cell in singles if line_kind(line) == "single" and (heading := text_to_heading(cell.raw))]
    reading = _Reading(marks, headings_to_levels(headings), dict(heads or {}))
    for line, kind in zip(lines, kinds, strict=True):
        reading.take(line, kind)
    return reading.finish()


def _only(line: TableLine) -> Cell:
    return next(cell for cell in line.cells if cell.raw.strip())


class _Reading:
    """The state of one pass over the lines: where we are (goal, section, layout), and what was read so far."""

    def __init__(self, marks: NewMarks, levels: Levels, heads: Mapping[str, str]) -> None:
        self.marks, self.levels, self.heads = marks, levels, heads
        self.ledger, self.notices = Ledger(), [Notice("mark_not_new", None, {"mark": mark}) for mark in marks.others]
        self.rows: list[Row] = []
        self.goals: list[Goal] = []
        self.sections: list[Section] = []
        self.goal: int | None = None
        self.section: int | None = None
        self.upper: dict[str, Heading] = {}
        self.layout: Layout | None = None
        self.layout_section: tuple[int | None, int | None] | None = None
        self.title = ""
        self.dates: list[str] = []
        self.cut: tuple[int, int, int] | None = None
        self.unknown_heads: set[str] = set()

    def take(self, line: TableLine, kind: str) -> None:
        """Account for one line."""
        if kind == "single":
            self._take_single(line, _only(line))
        elif kind == "cells":
            self._take_cells(line)
        else:
            self._leave(line, kind)

    def finish(self) -> Table:
        """Return the table once all lines are taken."""
        if self.cut:
            row, cells, expected = self.cut
            self.notices.append(
                Notice("row_cut", self.rows[row].place, {"number": self.rows[row].number, "cells": cells, "expected": expected})
            )
        roles = tuple(role for role in ROLES if any(role in row.columns for row in self.rows))
        return Table(
            tuple(self.rows),
            tuple(self.goals),
            tuple(self.sections),
            self.title,
            tuple(self.dates),
            roles,
            self.marks,
            self.ledger,
            tuple(self.notices),
        )

    def _leave(self, line: TableLine, reason: str) -> None:
        self.ledger.line(line.place, reason)
        for cell in line.cells:
            self.ledger.cell(cell, reason)

    def _use(self, line: TableLine, use: str) -> None:
        self.ledger.line(line.place, use)
        for cell in line.cells:
            self.ledger.cell(cell, use)

    def _puzzle(self, line: TableLine, code: str) -> None:
        self._leave(line, NOT_UNDERSTOOD)
        words = " ".join(cell.raw.strip() for cell in line.cells if cell.raw.strip())
        self.notices.append(Notice(code, line.place, {"words": words[:20] + ("…" if len(words) > 20 else "")}))

    # -- lines of one cell ------------------------------------------------------------------------------------------

    def _take_single(self, line: TableLine, cell: Cell) -> None:
        heading = text_to_heading(cell.raw)
        inside = self.layout is not None and cell.place.cell not in (None, 0) and self._continues(line)
        if inside:
            self._continue_row(line)
        elif heading and heading.style in self.levels.goals:
            self._enter_goal(heading)
            self._use(line, "goal")
        elif heading and heading.style in self.levels.sections:
            self._enter_section(heading)
            self._use(line, "section")
        elif self.title and squeeze(cell.raw) == squeeze(self.title):
            self._leave(line, "page_furniture")
        elif self.layout is None:
            self._take_preamble(line, cell)
        elif self.cut:
            self._join_cut(line)
        elif self._ends_last_cell(line, cell):
            self._extend({"bureau": cell}, line)
        else:
            self._puzzle(line, "line_not_understood")

    def _ends_last_cell(self, line: TableLine, cell: Cell) -> bool:
        """Whether a line is the rest of the name that the line above broke off: 男女共同 / 参画課."""
        if not self.rows or self.ledger.fates.get(line.place.line - 1) not in ("row", "continued") or "bureau" not in self.rows[-1].columns:
            return False
        above = self.rows[-1].columns["bureau"].raw
        return not are_bureaus(above) and are_bureaus(above + cell.raw)

    def _take_preamble(self, line: TableLine, cell: Cell) -> None:
        if date := text_to_date(cell.raw):
            self.dates.append(date)
        if not self.title:
            self.title = cell.raw.strip()
        self._leave(line, "title" if self.title == cell.raw.strip() else "note")

    def _enter_goal(self, heading: Heading) -> None:
        known = next((at for at, goal in enumerate(self.goals) if goal.number == heading.label), None)
        if known is None:
            self.goals.append(Goal(heading.label, heading.name, len(self.goals)))
        self.goal = len(self.goals) - 1 if known is None else known
        self.section, self.upper = None, {}

    def _enter_section(self, heading: Heading) -> None:
        depth = self.levels.sections.index(heading.style)
        outer = [upper for style in self.levels.sections[:depth] if (upper := self.upper.get(style))]
        self.upper = {style: upper for style, upper in self.upper.items() if upper in outer} | {heading.style: heading}
        label = "-".join([*(upper.label for upper in outer), heading.label])
        name = "／".join(filter(None, [*(upper.name for upper in outer if upper.name), heading.name]))
        self.section = self._section_at(label, name)

    def _section_at(self, label: str, name: str) -> int:
        same_label = [(at, section) for at, section in enumerate(self.sections) if section.goal == self.goal and section.label == label]
        if found := next((at for at, section in same_label if section.name == name), None):
            return found
        if same_label and same_label[0][1].name == name:
            return same_label[0][0]
        key = f"{label}#{len(same_label) + 1}" if same_label else label
        if same_label:
            self.notices.append(Notice("section_repeated", None, {"label": label}))
        self.sections.append(Section(self.goal, label, key, name, len(self.sections)))
        return len(self.sections) - 1

    # -- lines of several cells -------------------------------------------------------------------------------------

    def _take_cells(self, line: TableLine) -> None:
        if layout := line_to_layout(line, self.heads):
            self._enter_layout(line, layout)
        elif self.layout is None:
            self._puzzle(line, "line_not_understood")
        else:
            self._take_row(line, self.layout)

    def _enter_layout(self, line: TableLine, layout: Layout) -> None:
        here = (self.goal, self.section)
        again = self.layout is not None and self.layout.roles == layout.roles and self.layout_section == here
        if layout.as_of and layout.as_of not in self.dates:
            self.dates.append(layout.as_of)
        if self.layout is None or self.layout.roles != layout.roles:
            self.notices.extend(layout.notices)
        self.layout, self.layout_section = layout, here
        self._leave(line, "repeated_head") if again else self._use(line, "head")

    def _take_row(self, line: TableLine, layout: Layout) -> None:
        aligned = cells_to_columns(line.cells, layout.roles, self.marks)
        self._enter_heading_columns({role: cell.raw for role, cell in aligned.columns.items()})
        row = aligned_to_row(line.place, aligned, self.marks, self.goal, self.section)
        if not row.number and not row.points_to and "number" not in row.marks and "item" not in row.marks:
            if self._continues(line):
                self._continue_row(line)
            elif self.cut:
                self._join_cut(line)
            else:
                self._puzzle(line, "row_not_understood")
            return
        self.cut = None
        self.rows.append(row)
        self.ledger.line(line.place, "row")
        self._enter_cells(line, aligned, layout)
        wanted = layout.core
        lacking = [role for role in wanted if role not in aligned.columns]
        if aligned.moved:
            missing = Words(
                "・".join(ROLES[role].ja for role in lacking) or "なし", ", ".join(ROLES[role].en for role in lacking) or "none"
            )
            self.notices.append(Notice("cells_moved", line.place, {"number": row.number, "missing": missing}))
        elif lacking:
            self.cut = (len(self.rows) - 1, len(line.cells), len(wanted))

    def _enter_cells(self, line: TableLine, aligned: Alignment, layout: Layout) -> None:
        by_cell = {cell.place: role for role, cell in aligned.columns.items()}
        for at, cell in enumerate(line.cells):
            role = by_cell.get(cell.place)
            if role is None and is_only_marks(cell.raw, self.marks):
                role = "mark"
            self.ledger.cell(cell, role or NOT_UNDERSTOOD)
            if role is None and cell.raw.strip():
                self._puzzle_cell(cell, layout.unknown.get(at))

    def _puzzle_cell(self, cell: Cell, head: str | None) -> None:
        """Notice a cell of no column, or once a column whose head has no known role."""
        if head is None:
            self.notices.append(Notice("cell_not_understood", cell.place, {"words": cell.raw.strip()[:20]}))
        elif head not in self.unknown_heads:
            self.unknown_heads.add(head)
            self.notices.append(Notice("column_not_understood", cell.place, {"head": head}))

    def _enter_heading_columns(self, said: Mapping[str, str]) -> None:
        """In a flat file goals and sections are columns; a blank one means the one above."""
        if words := said.get("goal", "").strip():
            self._enter_goal(text_to_heading(words) or Heading("goal_word", words, words))
        if words := said.get("section", "").strip():
            heading = text_to_heading(words) or Heading("bullet", words, words)
            self.section = self._section_at(heading.label, heading.name)

    # -- rows cut by a page or a line's end -------------------------------------------------------------------------

    def _continues(self, line: TableLine) -> bool:
        """Whether a line goes on with the row above: number blank, and not a whole row of its own."""
        if self.layout is None or not self.rows or len(line.cells) < 3:
            return False
        aligned = {role: cell for role, cell in zip(self.layout.roles, line.cells, strict=False) if cell.raw.strip()}
        if "number" in aligned or not aligned or self.rows[-1].section != self.section:
            return False
        whole = {"text", "status", "bureau"} <= set(aligned)
        return set(aligned) <= set(_TEXT_COLUMNS) and (not whole or self._is_open(self.rows[-1]))

    @staticmethod
    def _is_open(row: Row) -> bool:
        """Whether a row's own words ask for more: a text that breaks off, or nothing yet under status or bureau."""
        said = {role: row.columns[role].raw.strip() if role in row.columns else "" for role in ("text", "status", "bureau")}
        return said["text"].endswith(("、", "，", ",")) or not (said["status"] and said["bureau"])

    def _continue_row(self, line: TableLine) -> None:
        assert self.layout is not None
        self._extend({role: cell for role, cell in zip(self.layout.roles, line.cells, strict=False) if cell.raw.strip()}, line)
        self.cut = None

    def _join_cut(self, line: TableLine) -> None:
        """A line's end broke the row above: its last cell goes on in the first cell here, the others follow."""
        assert self.cut and self.layout
        at, count, _ = self.cut
        roles = self.layout.roles[count - 1 : count - 1 + len(line.cells)]
        if len(roles) < len(line.cells) or not set(roles) & set(_TEXT_COLUMNS):
            self._puzzle(line, "line_not_understood")
            return
        self._extend(dict(zip(roles, line.cells, strict=True)), line)
        wanted = self.layout.core
        whole = set(wanted) <= set(self.rows[at].columns)
        self.cut = None if whole else (at, count - 1 + len(line.cells), len(wanted))

    def _extend(self, columns: Mapping[str, Cell], line: TableLine) -> None:
        self.rows[-1] = extend_row(self.rows[-1], columns, self.marks)
        self.ledger.line(line.place, "continued")
        for cell in line.cells:
            self.ledger.cell(cell, next((role for role, taken in columns.items() if taken is cell), "blank"))
        self.notices.append(Notice("row_continued", line.place, {"number": self.rows[-1].number}))
