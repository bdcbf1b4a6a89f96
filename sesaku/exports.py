"""Commands that hand a plan to other programs: export."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sesaku.arguments import PlanArgument
from sesaku.language import both, lang, say
from sesaku.printing import BOM, note, write_text

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

PANEL = both("人に渡す", "Show others")


class ExportFormat(enum.StrEnum):
    """What a graph can be written as."""

    graphml = "graphml"
    gexf = "gexf"
    csv = "csv"
    json = "json"


class Picture(enum.StrEnum):
    """Pictures for slides."""

    matrix = "matrix"
    pathway = "pathway"
    network = "network"


def add_commands(app: typer.Typer) -> None:
    """Add this family's commands."""
    app.command(
        help=both(
            "グラフをGraphML・GEXF（Gephi）・CSV・JSONで、またはスライド用の図（--picture）を書き出す",
            "Write the graph as GraphML, GEXF (Gephi), CSV or JSON, or a picture for a slide (--picture)",
        ),
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
    picture: Annotated[
        Picture | None,
        typer.Option(
            "--picture", help=both("スライド用の図（-o は .svg か .png）", "A picture for a slide (-o .svg or .png)"), show_default=False
        ),
    ] = None,
) -> None:
    if picture is not None:
        _export_picture(plan, picture, output)
        return
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


def _export_picture(plan: Path | None, picture: Picture, output: Path | None) -> None:
    from graph_model.errors import OutputError
    from sesaku.files import write_whole
    from sesaku.plans import open_plan

    ending = output.suffix.lower() if output else ""
    if output is None or ending not in (".svg", ".png"):
        raise OutputError("-o ファイル名.svg か .png で書き出し先を指定してください", "name the file to write: -o FILE.svg or FILE.png")
    svg = plan_picture(open_plan(plan), picture)
    if ending == ".svg":
        write_text(svg, output)
        return
    from viz.slides import svg_to_png

    try:
        data = svg_to_png(svg)
    except ImportError as error:
        raise OutputError(
            "PNG に書くには pip install 'sesaku[png]' が要ります（.svg なら要りません）",
            "writing PNG needs pip install 'sesaku[png]' (.svg does not)",
        ) from error
    write_whole(output, data)
    note(say(f"書き込みました: {output}", f"written: {output}"))


def plan_picture(graph: PlanGraph, picture: Picture) -> str:
    """Return a picture of a plan as SVG."""
    from queries.facts import graph_to_facts
    from queries.run import answer_query, find_query
    from sesaku.report_data import matrix_cells
    from viz.slides import matrix_picture, network_picture, pathway_picture

    facts = graph_to_facts(graph)
    if picture is Picture.network:
        outside = {measure: facts.outside(measure) for measure in facts.measures}
        return network_picture(graph, facts.bureaus, facts.groups, outside, lang())
    if picture is Picture.pathway:
        return pathway_picture(graph, find_query("gap-pathway").answer(facts, {"thin": 1}), lang())
    cells = matrix_cells(graph, facts, {"gap-cells": answer_query(find_query("gap-cells"), facts)})
    return matrix_picture(graph, cells.cells, lang())
