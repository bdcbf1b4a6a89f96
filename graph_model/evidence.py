"""Evidence: the words of the source that a link rests on, and where they stand."""

from typing import NamedTuple

QUOTE_LIMIT = 20
"""A quote holds at most this many characters in every graph, so that a facts-only graph and a full one say the same."""


class Place(NamedTuple):
    """Where a cell stands in a text or CSV file: file name without folders, line from 1, cell from 0."""

    file: str
    line: int
    cell: int | None = None

    def as_dict(self) -> dict[str, str | int]:
        """Return the place as it is stored in a graph; a whole line has no `cell`."""
        place: dict[str, str | int] = {"file": self.file, "line": self.line}
        if self.cell is not None:
            place["cell"] = self.cell
        return place


class Cell(NamedTuple):
    """One cell as it stands, and where."""

    raw: str
    place: Place


class Passage(NamedTuple):
    """What one column of one row says: a cell, or several where a page break cut the row."""

    column: str
    cells: tuple[Cell, ...]

    @property
    def raw(self) -> str:
        """The words as they stand, the pieces joined."""
        return "".join(cell.raw for cell in self.cells)

    def quotes(self, start: int, end: int, rule: str) -> "list[Evidence]":
        """Return the evidence for `raw[start:end]`: one piece a cell that it touches."""
        found: list[Evidence] = []
        base = 0
        for cell in self.cells:
            low, high = max(start - base, 0), min(end - base, len(cell.raw))
            if low < high:
                found.append(quote_cell(cell.raw, low, high, place=cell.place, column=self.column, rule=rule))
            base += len(cell.raw)
        return found


class Evidence(NamedTuple):
    """One quote: `raw_cell[start:end] == quote`, offsets in code points, under the name of the rule that took it."""

    place: Place
    column: str
    start: int
    end: int
    quote: str
    rule: str

    def as_dict(self) -> dict[str, object]:
        """Return the evidence as it is stored on a link."""
        return {
            "place": self.place.as_dict(),
            "column": self.column,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "rule": self.rule,
        }


def quote_cell(raw: str, start: int, end: int, *, place: Place, column: str, rule: str) -> Evidence:
    """Return the evidence for `raw[start:end]`, cut to QUOTE_LIMIT characters (`end` moves with the cut)."""
    end = min(end, start + QUOTE_LIMIT)
    return Evidence(place, column, start, end, raw[start:end], rule)


def clip_words(words: str) -> str:
    """Return `words` cut to QUOTE_LIMIT characters; a longer one ends in an ellipsis."""
    return words if len(words) <= QUOTE_LIMIT else words[: QUOTE_LIMIT - 1] + "…"
