"""A report -> Markdown that common hosts render: headings, lists, tables, anchors as plain HTML."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from urllib.parse import quote

from viz.report_blocks import Block, Bullets, Code, Heading, PageBreak, Paragraph, Report, Spans, Table

_SPECIAL = "\\`*_{}[]#|~$"


def report_to_markdown(report: Report) -> str:
    """Return a report as Markdown; what Markdown or HTML would take as its own is escaped."""
    return blocks_to_markdown(report.blocks) + f"\n---\n\n{_plain(report.foot)}\n"


def blocks_to_markdown(blocks: Iterable[Block]) -> str:
    """Return blocks as Markdown."""
    return "\n".join(_block(block) for block in blocks)


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        anchor = f'<a id="{escape(block.anchor)}"></a>\n\n' if block.anchor else ""
        return f"{anchor}{'#' * block.level} {_plain(block.text)}\n"
    if isinstance(block, Paragraph):
        text = _text(block.spans)
        return f"**{text}**\n" if block.style == "lead" and not any(span.ref or span.mark for span in block.spans) else f"{text}\n"
    if isinstance(block, Bullets):
        return "".join(f"- {_text(item)}\n" for item in block.items)
    if isinstance(block, Table):
        rows = [[_plain(head) for head in block.heads], ["---"] * len(block.heads), *([_text(cell) for cell in row] for row in block.rows)]
        return "".join(f"| {' | '.join(row)} |\n" for row in rows)
    if isinstance(block, Code):
        return f"```{block.language}\n{block.text.strip()}\n```\n"
    assert isinstance(block, PageBreak)
    return "---\n"


def _text(spans: Spans) -> str:
    found = []
    for span in spans:
        words = _plain(span.text)
        if span.ref:
            words = f"[{words}](#{span.ref})"
        if span.file:
            words = f"[{words}]({quote(span.file)})"
        if span.mark:
            words = f'<a id="{span.mark}"></a>{words}'
        if span.bold and (bare := words.strip(" 　")):
            words = words.replace(bare, f"**{bare}**", 1)
        found.append(words)
    return "".join(found)


def _plain(words: str) -> str:
    """Return words in which nothing is Markdown or HTML, on one line."""
    text = " ".join(words.split()) if "\n" in words or "\r" in words else words
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(f"\\{char}" if char in _SPECIAL else char for char in text)
