"""An Excel workbook being written: its sheets with heads, widths, filters and print set-up, and cells that never are formulas of a document."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import IO, Any, NamedTuple

from viz.style import ENTRY, PAGE
from viz.workbook_text import cell_text, lines_of, sheet_name

LAST_ROW = 1_048_576
MANY_MEASURES = 1_000
"""Above so many measures a workbook is written row by row in constant memory, and its sums refer to single cells."""

_A3 = 8
_SHORT = 10_000
_LINE_HEIGHT = 15.0
_LOW_LINE = 11.0
_HIGHEST_ROW = 409.0
_UNWRAPPED = ("quiet", "label", "side", "title", "heading", "line", "link", "small_link", "number")
_STYLES: dict[str, dict[str, Any]] = {
    "text": {},
    "number": {"align": "center"},
    "link": {"font_color": PAGE["accent"], "underline": 1, "align": "center"},
    "input": {"bg_color": ENTRY, "border": 1, "border_color": PAGE["line"], "locked": False},
    "quiet": {"font_color": PAGE["quiet"], "text_wrap": False},
    "label": {"bold": True, "text_wrap": False},
    "side": {"bold": True, "bg_color": PAGE["faint"], "border": 1, "border_color": PAGE["line"], "text_wrap": False},
    "head": {"bold": True, "bg_color": PAGE["faint"], "bottom": 1, "valign": "vcenter"},
    "title": {"bold": True, "font_size": 16, "text_wrap": False},
    "heading": {"bold": True, "font_size": 12, "text_wrap": False, "bottom": 1},
    "line": {"text_wrap": False},
    "kept": {"locked": False},
    "small": {"font_size": 8},
    "small_link": {"font_size": 8, "font_color": PAGE["accent"], "underline": 1, "align": "center"},
    "centre": {"align": "center", "valign": "vcenter", "border": 1, "border_color": PAGE["line"]},
    "turned": {"bold": True, "bg_color": PAGE["faint"], "border": 1, "border_color": PAGE["line"], "align": "center", "valign": "vcenter"},
}


class Column(NamedTuple):
    """One column of a sheet: its head, its width in characters of half width, the style of its cells."""

    head: str
    width: float
    style: str = "text"


class Formula(NamedTuple):
    """A formula of our own, with the value that it has when the workbook is made."""

    text: str
    value: str | int | float
    style: str = ""


class Cut(NamedTuple):
    """A cell whose text was longer than Excel holds."""

    sheet: str
    cell: str
    length: int


def is_large(measures: int) -> bool:
    """Return whether a workbook of so many measures is written row by row, its sums referring to single cells."""
    return measures > MANY_MEASURES


class Book:
    """A workbook; sheets are written one after the other, each row by row."""

    def __init__(self, target: IO[bytes], lang: str, title: str, *, large: bool = False) -> None:
        import xlsxwriter

        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        options |= {"constant_memory": True} if large else {"in_memory": True}
        self.book = xlsxwriter.Workbook(target, options)
        # A fixed date of creation, so that the same plan gives the same bytes.
        self.book.set_properties({"created": datetime.datetime(2000, 1, 1), "title": cell_text(title, lang)[0][:200], "author": "sesaku"})
        font = {"font_name": "游ゴシック" if lang == "ja" else "Calibri", "font_size": 10, "valign": "top", "text_wrap": True}
        self.formats = {name: self.book.add_format({**font, **style}) for name, style in _STYLES.items()}
        self.line = self.book.add_format({"bottom": 1, "bottom_color": PAGE["line"]})
        self.lang, self.title, self.large = lang, title, large
        self.cuts: list[Cut] = []
        self._font = font

    def format(self, **style: Any) -> Any:
        """Return a format of its own, in the workbook's font."""
        return self.book.add_format({**self._font, **style})

    def sheet(self, name: str, *, tab: str | None = None) -> Sheet:
        """Return a new sheet."""
        taken = [sheet.get_name() for sheet in self.book.worksheets()]
        return Sheet(self, self.book.add_worksheet(sheet_name(name, taken)), tab)

    def close(self) -> None:
        """Write the workbook."""
        self.book.close()


class Sheet:
    """One sheet of a workbook; `row` is where the next row goes, from 0."""

    def __init__(self, book: Book, sheet: Any, tab: str | None) -> None:
        self.book, self.sheet, self.row = book, sheet, 0
        self.name: str = sheet.get_name()
        self.columns: Sequence[Column] = ()
        self.printed: int | None = None
        self.line_height = _LINE_HEIGHT
        # XlsxWriter looks through every formula for functions newer than Excel 2007. Ours use none, and the looking is most of the time.
        sheet._prepare_formula = lambda formula, expand_future_functions=False: formula.removeprefix("=")
        if tab:
            sheet.set_tab_color(tab)
        sheet.set_landscape()
        sheet.set_paper(_A3)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        plain = cell_text(book.title, book.lang)[0].replace("\n", " ")[:90].replace("&", "&&")
        sheet.set_header(f"&L&9{plain}&R&9{self.name.replace('&', '&&')}")
        sheet.set_footer("&C&9&P / &N")

    def print_densely(self) -> None:
        """Set what is long and narrow on upright pages, in low rows, for cells in small type."""
        self.sheet.set_portrait()
        self.line_height = _LOW_LINE
        self.sheet.set_default_row(_LOW_LINE)

    @property
    def quoted(self) -> str:
        """The sheet's name as formulas write it."""
        return "'" + self.name.replace("'", "''") + "'"

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Set the widths of the columns."""
        self.columns = columns
        for at, column in enumerate(columns):
            self.sheet.set_column(at, at, column.width, self.book.formats[column.style] if column.style in ("input", "kept") else None)

    def head(self, columns: Sequence[Column], *, frozen: int = 0, printed: int | None = None) -> int:
        """Write the columns' heads, freeze them (and the first `frozen` columns) and repeat them on every page; return their row.

        Only the first `printed` columns are printed, if given.
        """
        self.set_columns(columns)
        at = self.row
        for column, (words, _, style) in enumerate(columns):
            self.put(at, column, words, "turned" if style == "centre" else "head")
        self.sheet.freeze_panes(at + 1, frozen)
        self.sheet.repeat_rows(at)
        self.printed = printed
        self.row += 1
        return at

    def write(self, values: Sequence[Any], style: str = "") -> int:
        """Write one row, each cell in its column's style or in `style`; return its row. Rows beyond Excel's last are not written."""
        at = self.row
        if at >= LAST_ROW:
            return at
        lines = 1
        for column, value in enumerate(values):
            if value is not None and value != "":
                look = style or self.columns[column].style
                if isinstance(value, str) and look not in _UNWRAPPED:
                    lines = max(lines, lines_of(value, self.columns[column].width))
                self.put(at, column, value, look)
        if lines > 1:
            if self.book.large:
                # The rows above are on the disk, and XlsxWriter would keep the height of each of them.
                self.sheet.row_info.clear()
                self.sheet.row_sizes.clear()
            self.sheet.set_row(at, min(lines * self.line_height, _HIGHEST_ROW))
        self.row += 1
        return at

    def put(self, row: int, column: int, value: Any, style: str) -> None:
        """Write one cell: text stays text, whatever it starts with."""
        format_ = self.book.formats[style]
        if type(value) is str and len(value) < _SHORT and value.isprintable():
            self.sheet.write_string(row, column, value, format_)
        elif isinstance(value, Formula):
            self.sheet.write_formula(row, column, value.text, self.book.formats[value.style or style], value.value)
        elif isinstance(value, bool) or not isinstance(value, int | float):
            words, cut = cell_text(str(value), self.book.lang)
            if cut:
                from xlsxwriter.utility import xl_rowcol_to_cell

                self.book.cuts.append(Cut(self.name, xl_rowcol_to_cell(row, column), len(str(value))))
            self.sheet.write_string(row, column, words, format_)
        else:
            self.sheet.write_number(row, column, value, format_)

    def finish(self, head: int, *, filtered: bool = True, sorted_: bool = True) -> None:
        """Put filters on the heads in row `head`, and say what is printed; what is not to be sorted can be filtered and filled in only."""
        last = max(self.row - 1, head + 1)
        # A line under each row by one rule: a format in every empty cell would cost as much as the words.
        rule = {"type": "formula", "criteria": f'=$A{head + 2}<>""', "format": self.book.line}
        self.sheet.conditional_format(head + 1, 0, last, len(self.columns) - 1, rule)
        if filtered:
            self.sheet.autofilter(head, 0, last, len(self.columns) - 1)
        if self.printed:
            self.sheet.print_area(0, 0, last, self.printed - 1)
        if not sorted_:
            # Without a password: it keeps from a mistake, not from a person who wants to.
            self.sheet.protect("", {"autofilter": True, "format_columns": True, "format_rows": True})


def letters(column: int) -> str:
    """Return a column's letters, from 0: 0 is A, 27 is AB."""
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))
