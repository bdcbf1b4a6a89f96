"""The style of Neo4j Browser: a .grass file with a colour, a caption and a size for every kind of node and link."""

from __future__ import annotations

from graph_model.kinds import EDGE_KINDS, NODE_KINDS
from viz.style import CAPTIONS, KINDS, LINKS, SIZES

_USUAL = (
    "node {\n  diameter: 50px;\n  color: #A5ABB6;\n  border-color: #9AA1AC;\n  border-width: 2px;\n"
    "  text-color-internal: #FFFFFF;\n  font-size: 10px;\n}\n"
    "relationship {\n  color: #A5ABB6;\n  shaft-width: 1px;\n  font-size: 8px;\n  padding: 3px;\n"
    "  text-color-external: #000000;\n  text-color-internal: #FFFFFF;\n  caption: '<type>';\n}\n"
)


def style_to_grass() -> str:
    """Return the text of the style."""
    colours = {kind.name: KINDS[kind.name].colour for kind in NODE_KINDS}
    nodes = (
        f"node.{kind.name} {{\n  diameter: {SIZES[kind.name]}px;\n  color: {colours[kind.name]};\n  border-color: {darker(colours[kind.name])};\n"
        f"  text-color-internal: {text_on(colours[kind.name])};\n  caption: '{{{CAPTIONS.get(kind.name, 'name')}}}';\n}}\n"
        for kind in NODE_KINDS
    )
    links = (
        f"relationship.{kind.name} {{\n  color: {colours[LINKS[kind.name].colour_of]};\n  shaft-width: {2 if kind.extracted else 1}px;\n"
        f"  text-color-internal: {text_on(colours[LINKS[kind.name].colour_of])};\n  caption: '<type>';\n}}\n"
        for kind in EDGE_KINDS
    )
    return "".join((_USUAL, *nodes, *links))


def darker(colour: str) -> str:
    """Return a colour for the border of what has this one."""
    return "#" + "".join(f"{int(part * 0.8):02X}" for part in _parts(colour))


def text_on(colour: str) -> str:
    """Return black or white, whichever can be read on this colour."""
    red, green, blue = ((part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4) for part in _parts(colour))
    return "#000000" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 else "#FFFFFF"


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
