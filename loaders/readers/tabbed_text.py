r"""Text with tabs, as PDF-to-text tools give it -> TableLine. Lines end at \n alone; cells are what stands between tabs."""

from __future__ import annotations

from collections.abc import Iterator

from graph_model.evidence import Cell, Place
from loaders.readers.lines import Source, TableLine


def source_to_lines(source: Source) -> Iterator[TableLine]:
    r"""Yield a TableLine a line; `line.split("\t")[cell]` is the raw cell (a carriage return at the line's end left off)."""
    rows = source.text.split("\n")
    if rows[-1] == "":
        rows.pop()
    for number, row in enumerate(rows, 1):
        cells = tuple(Cell(raw, Place(source.name, number, at)) for at, raw in enumerate(row.removesuffix("\r").split("\t")))
        yield TableLine(Place(source.name, number), cells)
