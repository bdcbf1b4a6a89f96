"""Pictures for slides, as SVG drawn by us: the matrix, the pathway, and who works for whom with whom. No browser, no script.

Each is 16:9, in the colours, signs and words of viz.style; words are text, so that a slide can be searched and edited.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from graph_model.graph import nodes_of
from graph_model.kinds import CLIENT_FACETS
from graph_model.words import Words
from viz.cell_words import COUNTED, sign_words
from viz.html_text import escape
from viz.report_names import date_words, node_name
from viz.style import PAGE, STATES
from viz.svg import kind_sign

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

PICTURES = {
    "matrix": Words("対象者×支援", "Group × service"),
    "pathway": Words("支援の道筋", "Pathway"),
    "network": Words("所管局・対象者・関係機関", "Bureaus, groups, partners"),
}
FONTS = "'Yu Gothic','YuGothic','Hiragino Kaku Gothic ProN','Noto Sans CJK JP','Noto Sans JP','Meiryo','MS Gothic',sans-serif"
_WIDTH, _HEIGHT = 1600, 900
_MOST_PARTNERS = 22
_TOP, _BOTTOM, _LEFT = 150, 90, 330


def matrix_picture(graph: PlanGraph, cells: Sequence[Mapping[str, Any]], lang: str) -> str:
    """Return group × service: a cell's colour and sign are its state, its number the measures in operation and those planned."""
    plan = graph.nodes[nodes_of(graph, "Plan")[0]]
    groups = [one for one in plan["vocabulary"]["TargetGroup"] if graph.nodes[one]["facet"] in CLIENT_FACETS]
    services = [one for one in plan["vocabulary"]["SupportType"] if graph.nodes[one]["service"]]
    found = {(row["group"], row["support"]): row for row in cells}
    return _table(graph, PICTURES["matrix"], groups, services, found, lang)


def pathway_picture(graph: PlanGraph, rows: Sequence[Mapping[str, Any]], lang: str) -> str:
    """Return group × step: where the pathway from early notice to aftercare holds, and where it breaks."""
    groups = list(dict.fromkeys(row["group"] for row in rows))
    steps = list(dict.fromkeys(row["norm"] for row in sorted(rows, key=lambda row: row["step"])))
    return _table(graph, PICTURES["pathway"], groups, steps, {(row["group"], row["norm"]): row for row in rows}, lang)


def _table(
    graph: PlanGraph,
    title: Words,
    rows: Sequence[str],
    columns: Sequence[str],
    found: Mapping[tuple[str, str], Mapping[str, Any]],
    lang: str,
) -> str:
    wide = (_WIDTH - _LEFT - 30) / max(1, len(columns))
    high = (_HEIGHT - _TOP - _BOTTOM) / max(1, len(rows))
    parts = []
    for at, column in enumerate(columns):
        parts += _wrapped(node_name(graph, column, lang), _LEFT + wide * (at + 0.5), _TOP - 12, wide - 6, 15)
    for down, row in enumerate(rows):
        middle = _TOP + high * (down + 0.5)
        parts.append(_words(node_name(graph, row, lang), _LEFT - 12, middle + 6, min(17, high * 0.62), anchor="end", most=_LEFT - 30))
        for at, column in enumerate(columns):
            if cell := found.get((row, column)):
                parts.append(_cell(graph, row, column, cell, _LEFT + wide * at, _TOP + high * down, wide, high, lang))
    return _picture(graph, title, [*parts, *_legend({str(cell["state"]) for cell in found.values()}, lang)], lang)


def _cell(graph: PlanGraph, row: str, column: str, cell: Mapping[str, Any], x: float, y: float, wide: float, high: float, lang: str) -> str:
    style = STATES[cell["state"]]
    words = sign_words(graph, cell, lang)
    about = f"{node_name(graph, row, lang)} × {node_name(graph, column, lang)}: {style.name.said_in(lang)}"
    box = f'<rect x="{x + 1.5:.1f}" y="{y + 1.5:.1f}" width="{wide - 3:.1f}" height="{high - 3:.1f}" rx="3" fill="{_tint(style.colour)}"/>'
    return f"<g><title>{escape(about)}</title>{box}{_words(words, x + wide / 2, y + high / 2 + 6, min(18, high * 0.62), anchor='middle', most=wide - 8)}</g>"


def _legend(states: Collection[str], lang: str) -> list[str]:
    parts, x = [], 40.0
    for name, style in STATES.items():
        if name in states:
            words = f"{style.sign} {style.name.said_in(lang)}"
            parts.append(f'<rect x="{x:.1f}" y="{_HEIGHT - 68}" width="22" height="22" rx="3" fill="{_tint(style.colour)}"/>')
            parts.append(_words(words, x + 30, _HEIGHT - 51, 16))
            x += 62 + _length(words, 16)
    return [*parts, _words(COUNTED.said_in(lang), x, _HEIGHT - 51, 16, most=_WIDTH - x - 20)]


def network_picture(
    graph: PlanGraph,
    bureaus: Mapping[str, Collection[str]],
    groups: Mapping[str, Collection[str]],
    partners: Mapping[str, Collection[str]],
    lang: str,
) -> str:
    """Return bureaus, client groups and outside partners side by side, joined by lines as wide as their measures are many.

    Each mapping gives a measure's; the partners with the most measures are drawn, the rest counted.
    """
    served = _inverted(groups, lambda one: graph.nodes[one]["facet"] in CLIENT_FACETS)
    owned, joined = _inverted(bureaus), _inverted(partners)
    drawn = [
        _ranked(owned),
        [one for one in graph.nodes[nodes_of(graph, "Plan")[0]]["vocabulary"]["TargetGroup"] if one in served],
        _ranked(joined)[:_MOST_PARTNERS],
    ]
    xs = (300.0, 800.0, 1240.0)
    places = {node: (x, y) for x, nodes in zip(xs, drawn, strict=True) for node, y in zip(nodes, _spread(len(nodes)), strict=True)}
    held = owned | served | joined
    lines = []
    for left, right in ((drawn[0], drawn[1]), (drawn[1], drawn[2])):
        pairs = [(a, b, len(held[a] & held[b])) for a in left for b in right]
        lines += [_line(places[a], places[b], count) for a, b, count in sorted(pairs, key=lambda pair: pair[2]) if count]
    points = [_point(graph, node, places[node], len(held[node]), at, lang) for at, nodes in enumerate(drawn) for node in nodes]
    heads = [(Words("所管局", "Bureaus"), xs[0]), (Words("対象者", "Groups"), xs[1]), (Words("外部の関係機関", "Outside partners"), xs[2])]
    titles = [_words(words.said_in(lang), x, 118, 20, anchor="middle", bold=True) for words, x in heads]
    rest = len(joined) - len(drawn[2])
    note = Words("線の太さと ( ) 内の数は取組の数", "Width of a line and numbers in brackets: measures").said_in(lang)
    if rest > 0:
        note += Words(f"。ほかの関係機関 {rest}", f". {rest} more partners").said_in(lang)
    return _picture(graph, PICTURES["network"], [*lines, *points, *titles, _words(note, 40, _HEIGHT - 51, 16)], lang)


def _inverted(held: Mapping[str, Collection[str]], wanted: Any = lambda one: True) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for measure, nodes in held.items():
        for node in nodes:
            if wanted(node):
                found.setdefault(node, set()).add(measure)
    return found


def _ranked(held: Mapping[str, Collection[str]]) -> list[str]:
    return sorted(held, key=lambda node: (-len(held[node]), node))


def _spread(count: int) -> list[float]:
    """Return heights for so many points, evenly between the heads and the foot."""
    top, bottom = 150.0, _HEIGHT - 95.0
    step = min(90.0, (bottom - top) / max(1, count - 1))
    first = (top + bottom - step * (count - 1)) / 2
    return [first + step * at for at in range(count)]


def _line(start: tuple[float, float], end: tuple[float, float], count: int) -> str:
    (x1, y1), (x2, y2) = start, end
    middle = (x1 + x2) / 2
    width = min(14.0, 1.0 + count * 0.7)
    path = f"M{x1:.1f},{y1:.1f} C{middle:.1f},{y1:.1f} {middle:.1f},{y2:.1f} {x2:.1f},{y2:.1f}"
    return f'<path d="{path}" fill="none" stroke="{PAGE["dim"]}" stroke-opacity="{0.22 + min(0.4, count * 0.03):.2f}" stroke-width="{width:.1f}"/>'


def _point(graph: PlanGraph, node: str, place: tuple[float, float], count: int, side: int, lang: str) -> str:
    x, y = place
    words = f"{node_name(graph, node, lang)} ({count})"
    dot = kind_sign(graph.nodes[node]["kind"], x, y, min(15.0, 5 + count**0.5))
    if side == 1:
        plate = f'<rect x="{x + 18:.1f}" y="{y - 12:.1f}" width="{_length(words, 15) + 6:.1f}" height="22" fill="{PAGE["paper"]}" fill-opacity="0.82"/>'
        return dot + plate + _words(words, x + 20, y + 5, 15)
    return dot + (_words(words, x - 22, y + 5, 16, anchor="end", most=260) if side == 0 else _words(words, x + 20, y + 5, 15, most=330))


def _picture(graph: PlanGraph, title: Words, parts: Iterable[str], lang: str) -> str:
    plan = graph.nodes[nodes_of(graph, "Plan")[0]]
    links = [data for *_, data in graph.edges(data=True) if "evidence" in data]
    reviewed = sum("review" in data for data in links)
    head = _words(title.said_in(lang), 40, 52, 30, bold=True)
    as_of = date_words(plan["as_of"], lang) + Words("時点", "").said_in(lang) if plan["as_of"] else ""
    about = _words(f"{plan['title']} {as_of}", 40, 84, 16, colour=PAGE["quiet"], most=_WIDTH - 80)
    foot = Words(
        f"リンク {len(links)}件のうち人が確認したもの {reviewed}件（ほかは機械抽出）。名指しがないことは、支援がないという意味ではない。",
        f"{reviewed} of {len(links)} links reviewed (the rest machine-extracted). Not named does not mean that there is no service.",
    ).said_in(lang)
    inside = "\n".join([head, about, *parts, _words(foot, 40, _HEIGHT - 20, 14, colour=PAGE["quiet"])])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" role="img" '
        f'aria-label="{escape(title.said_in(lang))}" font-family="{FONTS}">\n<rect width="{_WIDTH}" height="{_HEIGHT}" fill="{PAGE["paper"]}"/>\n{inside}\n</svg>\n'
    )


def _words(
    words: str, x: float, y: float, size: float, *, anchor: str = "start", bold: bool = False, colour: str = PAGE["ink"], most: float = 0
) -> str:
    """Return words as SVG text, set smaller where they would be longer than `most`."""
    size = min(size, size * most / length) if most and (length := _length(words, size)) > most else size
    plain = "".join(char if char.isprintable() else " " for char in words)
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:.1f}" text-anchor="{anchor}" fill="{colour}"{weight}>{escape(plain)}</text>'


def _wrapped(words: str, x: float, bottom: float, most: float, size: float) -> list[str]:
    """Return words over up to three lines that end at `bottom`, the last one shrunk where it is too long."""
    fits = max(1, int(most / size))
    if words.isascii():
        lines: list[str] = []
        for word in words.split():
            if lines and _length(f"{lines[-1]} {word}", size) <= most:
                lines[-1] += f" {word}"
            else:
                lines.append(word)
    elif len(words) <= fits * 1.4:
        lines = [words]
    else:
        lines = [words[at : at + fits] for at in range(0, len(words), fits)]
    lines = [*lines[:3], "".join(lines[3:])] if len(lines) > 4 else lines
    return [_words(line, x, bottom - (len(lines) - 1 - at) * (size + 2), size, anchor="middle", most=most) for at, line in enumerate(lines)]


def _length(words: str, size: float) -> float:
    return sum(1.0 if char > "\u2000" else 0.56 for char in words) * size


def _tint(colour: str) -> str:
    """Return a colour mixed with white, so that black text stands on it."""
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(part * 0.45 + 255 * 0.55):02X}" for part in parts)


def svg_to_png(svg: str) -> bytes:
    """Return an SVG as the bytes of a PNG file. Raises ImportError where resvg-py is missing."""
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=svg, font_family="Noto Sans CJK JP", languages=["ja", "en"]))
