"""Commands that hand a plan to other programs: export."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Annotated

import typer

from sesaku.arguments import PlanArgument
from sesaku.language import both, say
from sesaku.printing import BOM, note, write_text

PANEL = both("人に渡す", "Show others")


class ExportFormat(enum.StrEnum):
    """What a graph can be written as."""

    graphml = "graphml"
    gexf = "gexf"
    csv = "csv"
    json = "json"


def add_commands(app: typer.Typer) -> None:
    """Add this family's commands."""
    app.command(
        help=both("グラフをGraphML・GEXF（Gephi）・CSV・JSONで書き出す", "Write the graph as GraphML, GEXF (Gephi), CSV or JSON"),
        rich_help_panel=PANEL,
    )(export)


def export(
    plan: PlanArgument = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help=both("書き出すファイル（csvではフォルダー）", "File to write (a folder for csv)"), show_default=False
        ),
    ] = None,
    wanted: Annotated[
        ExportFormat | None,
        typer.Option(
            "--format", "-f", help=both("形式。省くと拡張子から", "Format; told by the file's ending where left out"), show_default=False
        ),
    ] = None,
) -> None:
    from graph_model.errors import OutputError
    from graph_model.exports import graph_to_csv, graph_to_gexf, graph_to_graphml
    from graph_model.formats import graph_to_json
    from sesaku.files import write_whole
    from sesaku.plans import open_plan

    ending = output.suffix.lstrip(".").lower() if output else ""
    if wanted is None:
        wanted = ExportFormat(ending) if ending in list(ExportFormat) else ExportFormat.csv if output and not ending else ExportFormat.json
    graph = open_plan(plan)
    if wanted is ExportFormat.csv:
        if output is None:
            raise OutputError(
                "csv は -o フォルダー名 で書き出し先を指定してください（nodes.csv と edges.csv ができます）",
                "csv needs a folder: -o FOLDER (nodes.csv and edges.csv are made in it)",
            )
        folder = output.with_suffix("") if ending == "csv" else output
        for name, text in graph_to_csv(graph).items():
            write_whole(folder / f"{name}.csv", BOM + text)
        note(say(f"書き込みました: {folder}{'/nodes.csv'}、edges.csv", f"written: nodes.csv and edges.csv in {folder}"))
        return
    make = {ExportFormat.graphml: graph_to_graphml, ExportFormat.gexf: graph_to_gexf, ExportFormat.json: graph_to_json}[wanted]
    write_text(make(graph), output)
