"""The style of Neo4j Browser: a .grass file with a colour, a caption and a size for every kind of node and link."""

from __future__ import annotations

from graph_model.kinds import EDGE_KINDS, NODE_KINDS
from viz.style import BLACK, CAPTIONS, KINDS, LINKS, PAGE, SIZES, WHITE


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
    grey = PAGE["dim"]
    usual = (
        f"node {{\n  diameter: 50px;\n  color: {grey};\n  border-color: {darker(grey)};\n  border-width: 2px;\n"
        f"  text-color-internal: {text_on(grey)};\n  font-size: 10px;\n}}\n"
        f"relationship {{\n  color: {grey};\n  shaft-width: 1px;\n  font-size: 8px;\n  padding: 3px;\n"
        f"  text-color-external: {BLACK};\n  text-color-internal: {text_on(grey)};\n  caption: '<type>';\n}}\n"
    )
    return "".join((usual, *nodes, *links))


def darker(colour: str) -> str:
    """Return a colour for the border of what has this one."""
    return "#" + "".join(f"{int(part * 0.8):02X}" for part in _parts(colour))


def text_on(colour: str) -> str:
    """Return black or white, whichever can be read on this colour."""
    red, green, blue = ((part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4) for part in _parts(colour))
    return BLACK if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 else WHITE


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
