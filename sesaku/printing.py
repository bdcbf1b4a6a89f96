"""Rows -> the screen or a file: table, CSV, JSON, Markdown or Excel."""

from __future__ import annotations

import enum
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

from sesaku.files import write_whole
from sesaku.language import say

WIDTH = 120
"""Columns that summaries keep to."""
PIPE_WIDTH = WIDTH
"""Columns of a table that goes into a pipe or file."""
BOM = "\ufeff"


class Format(enum.StrEnum):
    """How rows come out."""

    table = "table"
    csv = "csv"
    json = "json"
    markdown = "markdown"
    xlsx = "xlsx"


def note(words: str) -> None:
    """Say something beside the output: on stderr."""
    sys.stderr.write(words + "\n")


def write_text(text: str, output: Path | None, *, bom: bool = False) -> None:
    """Write text to a file, or to stdout: as UTF-8 where stdout is a pipe or file, so that Windows does not garble it."""
    if output is not None:
        write_whole(output, (BOM if bom else "") + text)
        note(say(f"書き込みました: {output}", f"written: {output}"))
    elif sys.stdout.isatty() or not hasattr(sys.stdout, "buffer"):
        sys.stdout.write(text)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(((BOM if bom else "") + text).encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()


def to_json(value: Any) -> str:
    """Return a value as JSON text for people and programs."""
    import json

    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def print_rows(
    heads: Sequence[str], rows: Sequence[Sequence[Any]], how: Format, output: Path | None, *, data: Any = None, sheet: str = "sesaku"
) -> None:
    """Write rows in the format asked for. `data` is what JSON gives instead of the shown columns."""
    from sesaku import tables

    if how is Format.table:
        write_text(tables.rows_to_table(heads, rows, width=None if output is None else PIPE_WIDTH), output)
    elif how is Format.json:
        write_text(to_json([dict(zip(heads, row, strict=True)) for row in rows] if data is None else data), output)
    elif how is Format.csv:
        write_text(tables.rows_to_safe_csv(heads, rows), output, bom=True)
    elif how is Format.markdown:
        write_text(tables.rows_to_markdown(heads, rows), output)
    else:
        tables.write_workbook({sheet: (heads, rows)}, output)


def screen_width(words: str) -> int:
    """Return how many columns words take on the screen: two for a full-width character (×, ★ and their like count one, as in tables)."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in words)


def pad(words: str, width: int) -> str:
    """Return words followed by spaces up to `width` columns of the screen, at least one."""
    return words + " " * max(1, width - screen_width(words))


def cut(words: str, width: int) -> str:
    """Return words cut to `width` columns of the screen, with … where something is cut."""
    if screen_width(words) <= width:
        return words
    while screen_width(words) > width - 2:
        words = words[:-1]
    return words + "…"


def fold(head: str, parts: Sequence[str], end: str = "") -> str:
    """Return a head and its parts joined with |, and an end, folded with a small indent where they leave the screen's WIDTH."""
    lines = [head]
    for at, part in enumerate(parts):
        joint = " | " if at else " "
        if screen_width(lines[-1] + joint + part) > WIDTH:
            lines.append("    " + part)
        else:
            lines[-1] += joint + part
    if end:
        lines = [*lines[:-1], lines[-1] + end] if screen_width(lines[-1] + end) <= WIDTH else [*lines, "    " + end.strip()]
    return "\n".join(lines)


def fit(names: Sequence[str], width: int, total: int | None = None) -> str:
    """Return as many names as fit into `width` columns of the screen (at least one), the rest of `total` counted."""
    total = len(names) if total is None else total
    for count in range(len(names), 0, -1):
        rest = total - count
        line = say("、", ", ").join(names[:count]) + (say(f" ほか{rest}", f" +{rest}") if rest > 0 else "")
        if screen_width(line) <= width or count == 1:
            return line
    return ""


def shorten(names: Iterable[str], limit: int) -> str:
    """Return names joined with 、 or commas, the rest counted once there are more than `limit`."""
    found = list(names)
    joined = say("、", ", ").join(found[:limit])
    return joined + (say(f" ほか{len(found) - limit}", f" +{len(found) - limit}") if len(found) > limit else "")


def short_numbers(numbers: Sequence[str], limit: int) -> str:
    """Return numbers joined with a comma and a space, so that no line breaks within one; the rest counted beyond `limit`."""
    rest = len(numbers) - limit
    return ", ".join(numbers[:limit]) + (say(f" ほか{rest}", f" +{rest}") if rest > 0 else "")
