"""CSV and quoted TSV -> TableLine. A record's line is the line on which it starts; cells may hold line breaks."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from graph_model.errors import UnreadableFile
from graph_model.evidence import Cell, Place
from loaders.readers.lines import Source, TableLine

_CELL_LIMIT = 10_000_000


def source_to_lines(source: Source, *, delimiter: str = ",") -> Iterator[TableLine]:
    """Yield a TableLine a record. Raises UnreadableFile where a quoted cell is never closed or is followed by stray words."""
    csv.field_size_limit(_CELL_LIMIT)
    reader = csv.reader(io.StringIO(source.text, newline="\n"), delimiter=delimiter, strict=True)
    start = 1
    while True:
        try:
            record = next(reader, None)
        except csv.Error as error:
            raise UnreadableFile(
                f'{source.name} の {start} 行目から始まる行をCSVとして読めません（{error}）。引用符 " が閉じているか、ファイルが途中で切れていないか確かめてください',
                f'{source.name}: the record that starts on line {start} is not CSV ({error}); see whether its quotes " are closed and the file is whole',
            ) from error
        if record is None:
            return
        cells = tuple(Cell(raw, Place(source.name, start, at)) for at, raw in enumerate(record or [""]))
        yield TableLine(Place(source.name, start), cells)
        start = reader.line_num + 1


def likely_delimiter(text: str) -> str:
    """Return the delimiter (comma, tab or semicolon) that stands most often near the start, quoted cells left out."""
    head = re.sub(r'"[^"]*"', "", text[:20_000])
    return max((",", "\t", ";"), key=head.count)
