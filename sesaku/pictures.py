"""Commands that draw a plan: map."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sesaku.arguments import PlanArgument, complete_node
from sesaku.language import both, lang, say
from sesaku.printing import note

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

PANEL = both("人に渡す", "Show others")
FAMILIES = ("gap", "overlap")
"""Families of saved questions whose answers stand in the map."""


def add_commands(app: typer.Typer) -> None:
    """Add this family's commands."""
    app.command(
        "map",
        help=both(
            "計画の地図を一つのHTMLファイルにする（つながり図・マトリクス・道筋・一覧表）",
            "Make the plan's map, one HTML file: network, matrix, pathway, table",
        ),
        rich_help_panel=PANEL,
    )(make_map)


def make_map(
    plan: PlanArgument = None,
    output: Annotated[Path, typer.Option("--output", "-o", help=both("書き出すHTMLファイル", "HTML file to write"))] = Path("map.html"),
    open_it: Annotated[bool, typer.Option("--open", help=both("できたらブラウザーで開く", "Open it in the browser"))] = False,
    focus: Annotated[
        str | None,
        typer.Option(
            "--focus",
            help=both("開いたときに選んでおくもの（番号・名称・ID）", "What is chosen when it opens (number, name or id)"),
            autocompletion=complete_node,
            show_default=False,
        ),
    ] = None,
) -> None:
    from sesaku.files import write_whole
    from sesaku.names import find_node
    from sesaku.plans import open_plan, patience
    from viz.page import graph_to_page

    graph = open_plan(plan)
    chosen = find_node(graph, focus) if focus else None
    with patience(say("地図を作っています", "making the map")):
        text = graph_to_page(graph, map_answers(graph), lang=lang(), focus=chosen)
    write_whole(output, text)
    note(say(f"書き込みました: {output}", f"written: {output}"))
    if open_it:
        typer.launch(output.resolve().as_uri())


def map_answers(graph: PlanGraph) -> list[dict[str, Any]]:
    """Return the answers that the map shows, each with the question's words."""
    from queries.catalogue import CATALOGUE
    from queries.facts import graph_to_facts
    from queries.run import answer_query
    from queries.states import is_finding

    facts = graph_to_facts(graph)
    return [
        {
            **(answer := answer_query(query, facts)),
            "quiet": [state for state in answer["denominator"]["by_state"] if not is_finding(query.name, state)],
            "title": query.title._asdict(),
            "how_to_read": query.how_to_read._asdict(),
            "limits": query.limits._asdict(),
            "heads": {column.name: column.head._asdict() for column in query.columns},
        }
        for query in CATALOGUE
        if query.family in FAMILIES
    ]
