"""The overview as a still picture: SVG text for viewers that strip script. Names are fitted by an estimate of their width."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from unicodedata import east_asian_width

from viz.html_text import escape
from viz.layout import Layout
from viz.page_words import PAGE_WORDS
from viz.style import KINDS, PAGE, SHAPES, STATES
from viz.tables import Names

_SIZE = 12.0


def layout_to_svg(layout: Layout, facts: Mapping[str, Any], names: Names, counts: Sequence[int], title: str) -> str:
    """Return the SVG element of a layout: boxes with shape, name and count; relistings as dashed lines."""
    states = _group_states(facts)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 {layout.width + 8:g} {layout.height + 8:g}" role="img">']
    parts.append(f"<title>{escape(title)}</title>")
    parts += _relistings(layout, facts, names)
    for node, x, y, width, height in layout.boxes:
        parts += _box(names, counts, states, node, x, y, width, height)
    for note in layout.notes:
        words = (
            PAGE_WORDS["more"].filled(n=note.more).said_in(names.lang)
            if note.more
            else f"{_kind_word(facts, note.kind, names)} {note.size}"
        )
        parts.append(_text(note.x + 4, note.y + 13, words, PAGE["quiet"], weight="600"))
    parts.append("</svg>")
    return "\n".join(parts)


def _kind_word(facts: Mapping[str, Any], kind: str, names: Names) -> str:
    return str(next(one[names.lang] for one in facts["style"]["kinds"] if one["name"] == kind))


def _group_states(facts: Mapping[str, Any]) -> dict[int, str]:
    for answer in facts["answers"]:
        if answer["query"] == "gap-groups":
            at = {column["name"]: place + 1 for place, column in enumerate(answer["columns"])}
            return {row[at["group"]]: row[at["state"]] for row in answer["rows"]}
    return {}


def _relistings(layout: Layout, facts: Mapping[str, Any], names: Names) -> list[str]:
    where = {box.node: box for box in layout.boxes}
    links = facts["links"]
    return [
        f'<line x1="{where[source].x:g}" y1="{where[source].y:g}" x2="{where[target].x:g}" y2="{where[target].y:g}"'
        f' stroke="{PAGE["line"]}" stroke-dasharray="4 3"/>'
        for kind, source, target in zip(links["kind"], links["source"], links["target"], strict=True)
        if names.links[kind] == "RELISTED_IN" and source in where and target in where
    ]


def _box(
    names: Names, counts: Sequence[int], states: Mapping[int, str], node: int, x: float, y: float, width: float, height: float
) -> list[str]:
    kind = names.kind(node)
    left, top = x - width / 2, y - height / 2
    rect = f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" fill="{PAGE["paper"]}" stroke="{PAGE["line"]}"/>'
    if kind == "Measure":
        return [rect, _text(x, y + 4, names.nodes["label"][node] or "–", PAGE["ink"], anchor="middle", room=width)]
    count = "" if kind == "Plan" or (kind == "Section" and width < 120) else str(counts[node])
    if node in states:
        count = STATES[states[node]].sign + count
    label = f"{names.nodes['label'][node]} {names.plain(node)}" if kind == "Section" else names.plain(node)
    if kind == "Goal":
        label = f"{names.short(node)} {label}"
    room = width - 26 - _width(count)
    found = [
        rect,
        kind_sign(kind, left + 9, y, 4.6),
        _text(left + 17, y + 4, label, PAGE["ink"], room=room),
    ]
    if count:
        found.append(_text(left + width - 5, y + 4, count, PAGE["ink"], anchor="end"))
    return found


def kind_sign(kind: str, x: float, y: float, size: float) -> str:
    """Return the shape of a kind of node in its colour around a point, as SVG."""
    points = " ".join(f"{x + px * size:g},{y + py * size:g}" for px, py in SHAPES[KINDS[kind].shape])
    return f'<polygon points="{points}" fill="{KINDS[kind].colour}" fill-rule="evenodd"/>'


def _text(x: float, y: float, words: str, ink: str, *, anchor: str = "start", room: float = 1e6, weight: str = "400") -> str:
    return f'<text x="{x:g}" y="{y:g}" font-size="{_SIZE:g}" font-weight="{weight}" text-anchor="{anchor}" fill="{ink}">{escape(_fitted(words, room))}</text>'


def _fitted(words: str, room: float) -> str:
    if len(words) * _SIZE <= room or _width(words) <= room:
        return words
    shown, used = [], _SIZE
    for char in words:
        used += _width(char)
        if used > room:
            break
        shown.append(char)
    return "".join(shown) + "…"


def _width(words: str) -> float:
    return sum(_SIZE if east_asian_width(char) in "WFA" else 0.6 * _SIZE for char in words)
