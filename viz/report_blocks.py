"""What a report on paper is made of: headings, paragraphs, lists, tables, code; every writer (HTML, Markdown, Word) takes the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from graph_model.words import Words
from viz.report_names import measure_number


class Span(NamedTuple):
    """A run of words; `ref` names the anchor that it leads to, `mark` the anchor that it is, `file` a file beside the report."""

    text: str
    ref: str = ""
    mark: str = ""
    bold: bool = False
    file: str = ""


Spans: TypeAlias = tuple[Span, ...]


class Heading(NamedTuple):
    """A heading of level 1 to 3."""

    level: int
    text: str
    anchor: str = ""


class Paragraph(NamedTuple):
    """A paragraph: plain, a lead or a note."""

    spans: Spans
    style: str = "plain"


class Bullets(NamedTuple):
    """A list."""

    items: tuple[Spans, ...]


class Table(NamedTuple):
    """A table; `widths` are shares of the line."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Spans, ...], ...]
    widths: tuple[float, ...]


class Code(NamedTuple):
    """Lines to type or paste; `language` is what a host colours them as."""

    language: str
    text: str


class PageBreak(NamedTuple):
    """What follows stands on a new page."""


Block: TypeAlias = Heading | Paragraph | Bullets | Table | Code | PageBreak


class Report(NamedTuple):
    """A report: its title, language and blocks, and what stands at the foot of a page."""

    title: str
    lang: str
    blocks: tuple[Block, ...]
    foot: str


def words(text: str, *, bold: bool = False) -> Spans:
    """Return plain words as spans."""
    return (Span(text, bold=bold),) if text else ()


def anchor_of(measure: str) -> str:
    """Return the anchor of a measure: No. 49's is m-49; what a name cannot hold in an address becomes its code point."""
    number = measure_number(measure)
    return "m-" + "".join(char if char.isascii() and char.isalnum() else f"-{ord(char):x}" for char in number)


def number_spans(measures: Iterable[str], lang: str, most: int | None = None) -> Spans:
    """Return measures' numbers, each leading to its anchor, the rest counted once there are more than `most`."""
    found = list(measures)
    shown = found if most is None or len(found) <= most else found[:most]
    spans: list[Span] = []
    for measure in shown:
        if spans:
            spans.append(Span(Words("、", ", ").said_in(lang)))
        spans.append(Span(measure_number(measure), ref=anchor_of(measure)))
    if rest := len(found) - len(shown):
        spans.append(Span(Words(f" ほか{rest}", f" +{rest}").said_in(lang)))
    return tuple(spans)


def joined(parts: Sequence[Spans], between: str) -> Spans:
    """Return spans one after the other with words between."""
    found: list[Span] = []
    for part in parts:
        if found:
            found.append(Span(between))
        found.extend(part)
    return tuple(found)


def spans_of(block: Block) -> Spans:
    """Return every span of a block."""
    if isinstance(block, Paragraph):
        return block.spans
    if isinstance(block, Bullets):
        return tuple(span for item in block.items for span in item)
    if isinstance(block, Table):
        return tuple(span for row in block.rows for cell in row for span in cell)
    return ()
