"""The whole page: one HTML text that asks for nothing, with its data, its scripts, and a still version for viewers that strip script."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from viz import layout as layouts
from viz.html_text import escape, escape_json, to_script_json
from viz.network import pass_through_pyvis, read_vis_network
from viz.page_data import graph_to_page_data
from viz.page_words import PAGE_WORDS
from viz.style import PAGE, STATES
from viz.svg import layout_to_svg
from viz.tables import Names, Table, group_table, kind_table, measure_table, term_tables

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

SCRIPTS = (
    "state",
    "parts",
    "search",
    "network",
    "network_roles",
    "network_hand",
    "matrix",
    "pathway",
    "table",
    "panel",
    "answers",
    "export",
    "page",
)
PACKED_ABOVE = 2_000_000
"""Characters of data above which it is packed."""
STATIC_NODES = 500
"""Up to this many nodes the still version holds every measure; above, a table a kind with counts."""
_FIRST = (
    'document.documentElement.className="scripted";window.sesaku={};'
    'document.addEventListener("DOMContentLoaded",function(){if(!window.sesaku.ready)document.documentElement.className="plain"});'
)
"""The still version steps back while the page opens, and comes again where the page's script is cut off or not understood."""


def graph_to_page(graph: PlanGraph, answers: Sequence[Mapping[str, Any]], *, lang: str = "ja", focus: str | None = None) -> str:
    """Return the HTML of a plan's map: the same text for the same graph and answers.

    Raises BrokenGraph where graph and answers do not fit, ModelError where pyvis or its vis-network is not what is known.
    """
    data = graph_to_page_data(graph, answers, lang=lang, focus=focus)
    facts = data.facts
    plane = layouts.facts_to_plane(facts)
    overview = layouts.overview(plane)
    facts["layouts"] = {
        "overview": overview.as_data(),
        "connection": layouts.connection(plane, overview).as_data(),
        "geometry": layouts.GEOMETRY,
    }
    drawing = pass_through_pyvis(
        facts["nodes"]["label"],
        facts["nodes"]["kind"],
        {box.node: (box.x, box.y) for box in overview.boxes},
        list(zip(facts["links"]["source"], facts["links"]["target"], strict=True)),
    )
    facts["nodes"]["label"], facts["nodes"]["kind"] = drawing["nodes"]["label"], drawing["nodes"]["group"]
    facts["links"].update(drawing["edges"])
    names = Names(facts, lang)
    still = _still(facts, names, overview, plane.counts)
    return _assemble(facts, data.words, still, lang)


def _assemble(facts: Mapping[str, Any], words: Sequence[str], still: str, lang: str) -> str:
    folder = files("viz").joinpath("templates")
    read = {
        name: folder.joinpath(name).read_text(encoding="utf-8") for name in ("page.html", "page.css", *(f"{one}.js" for one in SCRIPTS))
    }
    css = ":root{" + "".join(f"--{name}:{colour};" for name, colour in PAGE.items()) + "}\n" + read["page.css"]
    script = '"use strict";(() => {\n' + "\n".join(read[f"{name}.js"] for name in SCRIPTS) + "\n})();"
    vis = read_vis_network()
    about = facts["about"]
    facts_text, words_text = to_script_json(facts), escape_json("\n".join(words))
    packed = len(facts_text) + len(words_text) > PACKED_ABOVE
    parts = {
        "lang": lang,
        "policy": escape(_policy([_FIRST, vis, script], css)),
        "heading": escape(PAGE_WORDS["map_of"].said_in(lang)),
        "title": escape(about["title"]),
        "css": css,
        "filters": escape(PAGE_WORDS["filters"].said_in(lang)),
        "first": _FIRST,
        "vis": vis,
        "script": script,
        "still": still,
        "foot": escape(_provenance(about, lang)),
        "packed": ' data-packed="gzip"' if packed else "",
        "facts": _packed(facts_text) if packed else facts_text,
        "words": _packed(words_text) if packed else words_text,
        "page_words": to_script_json({key: list(said) for key, said in PAGE_WORDS.items()}),
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda found: parts[found.group(1)], read["page.html"])


def _policy(scripts: Sequence[str], css: str) -> str:
    allowed = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'sha256-{_digest(css)}'; img-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _packed(text: str) -> str:
    return base64.b64encode(gzip.compress(text.encode("utf-8"), 6, mtime=0)).decode("ascii")


def _provenance(about: Mapping[str, Any], lang: str) -> str:
    return (
        PAGE_WORDS["provenance"]
        .filled(
            as_of=about["as_of"] or "–",
            file=about["source_file"],
            sha=about["source_sha256"][:12],
            measures=about["measures"],
            relistings=about["relistings"],
            reviewed=about["reviewed"],
            links=about["links"],
            vocabulary=PAGE_WORDS["comma"].said_in(lang).join(sorted(set(about["vocabularies"].values()))) or "–",
        )
        .said_in(lang)
    )


def _still(facts: Mapping[str, Any], names: Names, overview: layouts.Layout, counts: Sequence[int]) -> str:
    """Return the version without script: picture and tables."""
    lang = names.lang
    if not facts["about"]["measures"]:
        return f"<p>{escape(PAGE_WORDS['empty_plan'].said_in(lang))}</p>"
    small = len(facts["nodes"]["id"]) <= STATIC_NODES
    tables = [
        group_table(facts, names),
        *([measure_table(facts, names)] if small else term_tables(facts, names, counts)),
        kind_table(facts, names),
    ]
    picture = layout_to_svg(overview, facts, names, counts, PAGE_WORDS["static_picture"].said_in(lang))
    return "\n".join(
        (
            f"<p>{escape(PAGE_WORDS['static_note'].said_in(lang))}</p>",
            f"<p><strong>{escape(_summary(facts, lang))}</strong></p>",
            f"<h2>{escape(PAGE_WORDS['static_picture'].said_in(lang))}</h2>",
            f'<div class="still-picture">{picture}</div>',
            *(_table_html(table) for table in tables if table.rows),
        )
    )


def _summary(facts: Mapping[str, Any], lang: str) -> str:
    """Return how many measures there are, and how many groups and cells are in which state."""
    about = facts["about"]
    parts = [
        f"{about['measures']}{PAGE_WORDS['measures_unit'].said_in(lang)}",
        PAGE_WORDS["relistings_n"].filled(n=about["relistings"]).said_in(lang),
    ]
    for answer in facts["answers"]:
        if answer["query"] in ("gap-groups", "gap-cells"):
            states = (
                f"{STATES[name].sign} {STATES[name].name.said_in(lang)} {count}"
                for name, count in answer["denominator"]["by_state"].items()
                if count
            )
            parts.append(f"{answer['title'][lang]}: {'  '.join(states)}")
    return "｜".join(parts)


def _table_html(table: Table) -> str:
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in table.heads)
    rows = "\n".join(
        "<tr>"
        + "".join(f'<th scope="row">{escape(cell)}</th>' if not at else f"<td>{escape(cell)}</td>" for at, cell in enumerate(row))
        + "</tr>"
        for row in table.rows
    )
    return f"<h2>{escape(table.title)}</h2>\n<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
