"""Rows -> a table on the screen, CSV, Markdown or an Excel file."""

from __future__ import annotations

import datetime
import io
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from graph_model.errors import OutputError
from graph_model.exports import flat, rows_to_csv
from sesaku.files import write_whole
from sesaku.language import say
from sesaku.printing import PIPE_WIDTH, note, screen_width

_GAP, _ROOM = 2, 14
"""Columns of the screen between two columns of a table, and those that a folded one keeps."""


def rows_to_table(heads: Sequence[str], rows: Sequence[Sequence[Any]], *, width: int | None = None) -> str:
    """Return rows as a plain table, fitted to the terminal (PIPE_WIDTH columns in a pipe)."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    tty = width is None and sys.stdout.isatty()
    out = io.StringIO()
    console = Console(file=out, width=None if tty else (width or PIPE_WIDTH), color_system=None, highlight=False, emoji=False)
    table = Table(box=None, pad_edge=False, header_style="bold")
    whole = _whole_columns(heads, rows, console.width)
    for at, head in enumerate(heads):
        numbers = bool(rows) and all(isinstance(row[at], int) for row in rows)
        table.add_column(head, justify="right" if numbers else "left", overflow="fold", no_wrap=numbers or at in whole)
    for row in rows:
        table.add_row(*(Text(_shown(value)) for value in row))
    console.print(table)
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def without_empty(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> tuple[list[str], list[list[Any]]]:
    """Return heads and rows without the columns that are empty in every row."""
    filled = [at for at in range(len(heads)) if any(row[at] not in ("", []) for row in rows)]
    return [heads[at] for at in filled], [[row[at] for at in filled] for row in rows]


def _whole_columns(heads: Sequence[str], rows: Sequence[Sequence[Any]], width: int) -> set[int]:
    """Return the columns whose cells need not be folded: the narrowest ones, as long as the others keep room."""
    needed = {at: max(screen_width(head), *(screen_width(_shown(row[at])) for row in rows), 0) for at, head in enumerate(heads)}
    left = width - _GAP * len(heads)
    whole: set[int] = set()
    for at in sorted(needed, key=lambda at: (needed[at], at)):
        left -= needed[at]
        if left < _ROOM * (len(heads) - len(whole) - 1):
            break
        whole.add(at)
    return whole


def rows_to_safe_csv(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Return rows as CSV text in which no cell is a formula to Excel."""
    return rows_to_csv([dict(zip(heads, map(_safe, row), strict=True)) for row in rows], list(heads))


def rows_to_markdown(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Return rows as a Markdown table; what Markdown would take as its own is escaped."""

    def cell(value: Any) -> str:
        words = " ".join(_shown(value).split())
        for char in "\\|<>*_`[]":
            words = words.replace(char, f"\\{char}" if char != "<" else "&lt;")
        return words

    lines = [[cell(head) for head in heads], ["---"] * len(heads), *([cell(value) for value in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value)
    return str(flat(value))


def _safe(value: Any) -> str | int | float | bool:
    """Return a value that Excel does not take for a formula: text that starts with = + - @ gets an apostrophe."""
    plain = _shown(value) if isinstance(value, list | tuple) else flat(value)
    if isinstance(plain, str) and plain[:1] in "=+-@\t\r" and plain:
        return "'" + plain
    return plain


def write_workbook(sheets: dict[str, tuple[Sequence[str], Sequence[Sequence[Any]]]], output: Path | None) -> None:
    """Write sheets of rows to an Excel file. Raises OutputError when no file is named or a file cannot be written."""
    if output is None:
        raise OutputError("xlsx は -o ファイル名.xlsx で書き出し先を指定してください", "xlsx needs a file: -o FILE.xlsx")
    import xlsxwriter

    memory = io.BytesIO()
    book = xlsxwriter.Workbook(
        memory, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    # A fixed date of creation, so that the same rows give the same bytes.
    book.set_properties({"created": datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC).replace(tzinfo=None), "title": "sesaku"})
    head_format = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for name, (heads, rows) in sheets.items():
        sheet = book.add_worksheet(name[:31])
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, heads, head_format)
        for at, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                plain = value if isinstance(value, bool | int | float) else _shown(value)[:32_767]
                sheet.write(at, column, plain, wrapped)
        for column, head in enumerate(heads):
            longest = max([screen_width(head), *(screen_width(_shown(row[column])) for row in rows)])
            sheet.set_column(column, column, min(max(longest + 2, 6), 60))
        if heads:
            sheet.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)
    book.close()
    write_whole(output, memory.getvalue())
    note(say(f"書き込みました: {output}", f"written: {output}"))
