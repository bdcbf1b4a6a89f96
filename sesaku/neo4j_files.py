"""Commands that write files for Neo4j: neo4j kit, neo4j export. No server is needed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sesaku.arguments import PLAN_HELP, PlanArgument, ReviewsOption
from sesaku.language import both, lang, say
from sesaku.printing import note

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PlansArgument = Annotated[list[Path] | None, typer.Argument(metavar="PLAN...", help=PLAN_HELP, show_default=False)]


def add_commands(group: typer.Typer) -> None:
    """Add these commands to the group neo4j."""
    group.command(
        help=both(
            "Neo4j Browser に入れる一式を書き出す: 問いごとのお気に入り、色と大きさの設定、はじめての人の手引き、モデルの案内",
            "Write what Neo4j Browser takes: a favourite a question, a style, a page for newcomers, a guide of the model",
        )
    )(kit)
    group.command(
        help=both(
            "サーバーにつながずに入れるためのファイルを書き出す: Cypher のスクリプトと、neo4j-admin の取り込み用CSV",
            "Write files that load plans without this program: a Cypher script, and CSV for neo4j-admin's import",
        )
    )(export)


def kit(
    plan: PlanArgument = None,
    which: Annotated[
        str | None,
        typer.Option(
            "--plan",
            metavar="ID",
            help=both("ファイルに計画が複数あるとき、どれか（id）", "Which plan, where the file holds several (its id)"),
            show_default=False,
        ),
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help=both("書き出すフォルダー", "Folder to write"))] = Path("neo4j-kit"),
) -> None:
    from graph_model.graph import nodes_of
    from queries.catalogue import CATALOGUE
    from sesaku.neo4j_kit import kit_files
    from sesaku.plans import open_plan

    chosen = _choose(nodes_of(open_plan(plan), "Plan"), which)
    _write(output, kit_files(CATALOGUE, chosen, lang(), str(plan) if plan else None))
    note(say(f"まず {output}/start.ja.html を開いてください", f"open {output}/start.en.html first"))


def _choose(plans: Sequence[str], wanted: str | None) -> str:
    """Return the plan of a file that is named by id (with or without plan:), or the only one. Raises UnknownName with those there are."""
    from graph_model.errors import BrokenGraph, UnknownName
    from graph_model.graph import short_name

    if not plans:
        raise BrokenGraph("グラフに計画がありません", "there is no plan in the graph")
    found = [plan for plan in plans if wanted is None or wanted in (plan, short_name(plan))]
    names = tuple(short_name(plan) for plan in plans)
    if not found:
        raise UnknownName(f"ファイルに計画 {wanted} はありません", f"there is no plan {wanted!r} in the file", names)
    if len(found) > 1:
        raise UnknownName(
            "ファイルに計画が複数あります。--plan で選んでください", "there are several plans in the file; choose with --plan", names
        )
    return found[0]


def export(
    plans: PlansArgument = None,
    reviews: ReviewsOption = None,
    output: Annotated[Path, typer.Option("--output", "-o", help=both("書き出すフォルダー", "Folder to write"))] = Path("neo4j-import"),
) -> None:
    from graph_model.offline_load import editions_to_csv, editions_to_script
    from sesaku.neo4j import open_editions

    editions = list(open_editions(plans, reviews))
    _write(output, {"plans.cypher": "".join(editions_to_script(editions)), **editions_to_csv(editions)})
    command = "neo4j-admin database import full neo4j --overwrite-destination @import.args"
    note(
        say(
            f"cypher-shell -f plans.cypher で入るか、サーバーを止めて {command}（データベースのいまの中身はすべて消えます）、起動して cypher-shell -f finish.cypher",
            f"either cypher-shell -f plans.cypher, or stop the server, {command} (all that the database holds is deleted), start it, cypher-shell -f finish.cypher",
        )
    )


def _write(folder: Path, files: Mapping[str, str]) -> None:
    from sesaku.files import write_whole

    for name, text in files.items():
        write_whole(folder / name, text)
    note(say(f"書き込みました: {folder}（{len(files)} ファイル）", f"written: {folder} ({len(files)} files)"))
