"""How much of a page a brief takes, and how much it may list so that it takes one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from viz.report_blocks import Block, Bullets, Heading, Paragraph, Spans, Table

PAGE_POINTS = 735.0
"""Points between the margins of an A4 page, a little spared."""
SIZES = {"plain": 9.0, "lead": 11.0, "note": 8.0, "table": 8.0, "title": 15.0, "heading": 10.5}
"""Sizes of type of a brief on paper."""
LINE = 1.4
"""A line's height by its type's size; fixed, for fonts differ in theirs."""
_LINE_POINTS = 505.0
"""Points of a line of text on A4 between the margins."""


class Limits(NamedTuple):
    """How many a brief lists of what may be many: numbers of a measure, names beside a title, pairs, what hangs on one."""

    numbers: int
    few_numbers: int
    names: int
    missing: int
    pairs: int
    hanging: int


LIMITS = (
    Limits(12, 6, 8, 14, 5, 6),
    Limits(10, 4, 7, 12, 4, 5),
    Limits(8, 3, 5, 10, 3, 4),
    Limits(6, 2, 4, 7, 2, 3),
    Limits(4, 1, 3, 5, 1, 2),
)
"""From the most that a brief lists to the least."""


def page_points(blocks: Iterable[Block]) -> float:
    """Return the height of blocks on paper, in points."""
    return sum(_height(block) for block in blocks)


def _height(block: Block) -> float:
    if isinstance(block, Heading):
        size = SIZES["title" if block.level == 1 else "heading"]
        return _lines(block.text, size, 1.0) * size * LINE + (0 if block.level == 1 else 4)
    if isinstance(block, Paragraph):
        size = SIZES[block.style]
        return _lines(_text(block.spans), size, 1.0) * size * LINE + 2
    if isinstance(block, Bullets):
        size = SIZES["plain"]
        return sum(_lines(_text(item), size, 0.97) for item in block.items) * size * LINE
    if isinstance(block, Table):
        size = SIZES["table"]
        rows = [[(head, share) for head, share in zip(block.heads, block.widths, strict=True)]]
        rows += [[(_text(cell), share) for cell, share in zip(row, block.widths, strict=True)] for row in block.rows]
        return sum(max(_lines(words, size, share - 0.025) for words, share in row) * size * LINE + 0.75 for row in rows)
    return 0.0


def _text(spans: Spans) -> str:
    return "".join(span.text for span in spans)


def _lines(words: str, size: float, share: float) -> int:
    width = sum(1.0 if char > "\u2000" else 0.58 for char in words) * size
    return max(1, -int(-width // (_LINE_POINTS * share)))
