"""A page as blocks (headings, paragraphs, lists, code, tables) -> Markdown and one HTML file; all text is data and escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from string import Template
from typing import NamedTuple, TypeAlias

from viz.style import PAGE


class Head(NamedTuple):
    """A heading of level 1 to 3."""

    level: int
    text: str


class Text(NamedTuple):
    """A paragraph."""

    text: str


class Steps(NamedTuple):
    """A list of short points."""

    points: tuple[str, ...]


class Code(NamedTuple):
    """Lines to type or paste; `language` is console or cypher."""

    language: str
    text: str


class Table(NamedTuple):
    """Heads and rows of text."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


Block: TypeAlias = Head | Text | Steps | Code | Table

_CSS = Template(
    "body{font-family:system-ui,'Hiragino Sans','Yu Gothic UI',Meiryo,sans-serif;line-height:1.7;max-width:52rem;margin:2rem auto;padding:0 1rem;color:$ink}"
    "pre{background:$ground;padding:.8rem;overflow:auto}table{border-collapse:collapse}td,th{border:1px solid $line;padding:.3rem .6rem;text-align:left;vertical-align:top}"
).substitute(PAGE)


def blocks_to_markdown(blocks: Sequence[Block]) -> str:
    """Return the page as Markdown."""
    return "\n".join(_to_markdown(block) for block in blocks)


def blocks_to_html(blocks: Sequence[Block], lang: str) -> str:
    """Return the page as one HTML file that asks for nothing else."""
    title = next((block.text for block in blocks if isinstance(block, Head)), "")
    body = "\n".join(_to_html(block) for block in blocks)
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head><meta charset="utf-8"><title>{escape(title)}</title><style>{_CSS}</style></head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def _to_markdown(block: Block) -> str:
    if isinstance(block, Head):
        return f"{'#' * block.level} {_plain(block.text)}\n"
    if isinstance(block, Text):
        return f"{_plain(block.text)}\n"
    if isinstance(block, Steps):
        return "".join(f"- {_plain(point)}\n" for point in block.points)
    if isinstance(block, Code):
        return f"```{block.language}\n{block.text.strip()}\n```\n"
    lines = [block.heads, ["---"] * len(block.heads), *block.rows]
    return "".join(f"| {' | '.join(_plain(cell).replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def _plain(text: str) -> str:
    return " ".join(text.split()).replace("<", "&lt;")


def _to_html(block: Block) -> str:
    if isinstance(block, Head):
        return f"<h{block.level}>{escape(block.text)}</h{block.level}>"
    if isinstance(block, Text):
        return f"<p>{escape(block.text)}</p>"
    if isinstance(block, Steps):
        return "<ul>" + "".join(f"<li>{escape(point)}</li>" for point in block.points) + "</ul>"
    if isinstance(block, Code):
        return f"<pre><code>{escape(block.text.strip())}</code></pre>"
    head = "".join(f"<th>{escape(cell)}</th>" for cell in block.heads)
    rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in block.rows)
    return f"<table><tr>{head}</tr>{rows}</table>"
