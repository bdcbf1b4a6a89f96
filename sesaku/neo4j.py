"""Commands on a Neo4j server: neo4j push, status, cypher; kit and export stand in neo4j_files."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sesaku import neo4j_files
from sesaku.arguments import PLAN_HELP, FormatOption, OutputOption, ReviewsOption
from sesaku.database import DEFAULT_URI, DatabaseOption, UriOption, UserOption, open_database
from sesaku.language import both, lang, say
from sesaku.printing import Format, note, print_rows, to_json, write_text

if TYPE_CHECKING:
    from graph_model.editions import Edition
    from loaders.neo4j_load import Pushed
    from loaders.neo4j_status import Compared

PANEL = "Neo4j"
PlansArgument = Annotated[list[Path] | None, typer.Argument(metavar="PLAN...", help=PLAN_HELP, show_default=False)]


def add_commands(app: typer.Typer) -> None:
    """Add this family's commands: one group, neo4j."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode="rich")
    group.command(
        help=both(
            "計画を Neo4j に入れる。違うところだけを書き、途中で切れても前の中身か新しい中身のどちらかになる",
            "Load plans into Neo4j: only what differs is written, and a load that is cut leaves the plan as it was or marked as unfinished",
        )
    )(push)
    group.command(
        help=both(
            "サーバーの版、入っている計画、種類ごとの数、途中で止まった push、手元の計画と同じか",
            "The server's version, the plans in it, counts by kind, unfinished loads, and whether each matches the local plan",
        )
    )(status)
    group.command(
        help=both(
            "Cypher を読み取り専用で実行する（文かファイル）。sesaku ask 名前 --cypher の文も使える",
            "Run Cypher that only reads, a text or a file; sesaku ask NAME --cypher prints some",
        )
    )(cypher)
    neo4j_files.add_commands(group)
    app.add_typer(
        group,
        name="neo4j",
        rich_help_panel=PANEL,
        help=both("Neo4j に入れ、見て、尋ねる", "Load plans into Neo4j, look at them, ask them"),
    )


def push(
    plans: PlansArgument = None,
    reviews: ReviewsOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=both("書かずに、変わるところをすべて挙げる", "Write nothing; list all that would change"))
    ] = False,
    allow_shrink: Annotated[
        bool,
        typer.Option(
            "--allow-shrink",
            help=both(
                "この版の2割を超えて消えるときも進める",
                "Go on where over 20 % of the edition would go",
            ),
        ),
    ] = False,
    allow_loss: Annotated[
        bool,
        typer.Option(
            "--allow-loss",
            help=both(
                "消えるものに付いた、あなたの属性や関係も一緒に消す",
                "Go on where properties or links of your own hang on what goes; they go with it",
            ),
        ),
    ] = False,
    update_terms: Annotated[
        bool,
        typer.Option(
            "--update-terms",
            help=both(
                "ほかの計画と共有する語も、この計画のとおりに書き換える", "Write over terms shared with other plans, as this plan has them"
            ),
        ),
    ] = False,
    in_parts: Annotated[
        bool,
        typer.Option(
            "--in-parts",
            help=both(
                "小さなトランザクションに分ける（終わるまで、その計画の問いには答えない）",
                "In small transactions; no question on the plan is answered until it is done",
            ),
        ),
    ] = False,
    uri: UriOption = DEFAULT_URI,
    user: UserOption = "neo4j",
    database: DatabaseOption = None,
    format: FormatOption = Format.table,
    output: OutputOption = None,
) -> None:
    from graph_model.errors import LoadInterrupted, MuchIsStale
    from loaders.neo4j_load import SMALL_PART, Wishes
    from loaders.neo4j_push import push_edition
    from sesaku.neo4j_told import print_pushed, tell_pushed
    from sesaku.progress import progress

    wishes = Wishes(allow_shrink=allow_shrink, allow_loss=allow_loss, dry_run=dry_run, update_terms=update_terms, in_parts=in_parts)
    if in_parts:
        wishes = dataclasses.replace(wishes, part=SMALL_PART)
    done: list[tuple[Pushed, dict[str, int]]] = []
    with open_database(uri, user, database) as server:
        try:
            for edition in open_editions(plans, reviews):
                server.counters.clear()
                with progress(edition.plan) as step:
                    pushed = push_edition(server, edition, wishes, step)
                done.append((pushed, dict(server.counters)))
                tell_pushed(pushed)
        except MuchIsStale as error:
            for line in error.stale:
                note(f"- {line}")
            raise
        except LoadInterrupted as stop:
            note(stop.words.said_in(lang()))
            raise
        finally:
            if done:
                print_pushed(done, format, output)


def open_editions(plans: list[Path] | None, reviews: list[Path] | None = None) -> Iterator[Edition]:
    """Yield every plan of the files, one file's graph held at a time; without files the one that other commands read.

    Raises DeclarationError where there are review files and several plans.
    """
    from graph_model.editions import graph_to_editions
    from sesaku.plans import open_plan

    files: list[Path | None] = [*(plans or ())] or [None]
    if reviews:
        from loaders.reviews import check_one_plan

        check_one_plan(len(files))
    for plan in files:
        graph = open_plan(plan)
        if reviews:
            from sesaku.reviewing import lay_reviews

            graph = lay_reviews(graph, reviews)
        yield from graph_to_editions(graph)


def status(
    plans: PlansArgument = None,
    uri: UriOption = DEFAULT_URI,
    user: UserOption = "neo4j",
    database: DatabaseOption = None,
    format: FormatOption = Format.table,
    output: OutputOption = None,
) -> None:
    from loaders.neo4j_status import compare, database_status

    with open_database(uri, user, database) as server:
        found = server.read(database_status)
        there = {plan["id"] for plan in found}
        matches = {
            edition.plan: server.read(lambda run, edition=edition: compare(run, edition))  # type: ignore[misc]
            for edition in open_editions(plans)
            if edition.plan in there
        }
        agent = server.agent
    states = {
        "complete": say("そろっている", "complete"),
        "loading": say("途中（もう一度 push）", "unfinished (push again)"),
        "unknown": say("push で入れたものではない", "not loaded by push"),
    }
    if format is Format.json:
        local = {plan: {"local": compared.same, "kept": compared.kept} for plan, compared in matches.items()}
        unknown: dict[str, Any] = {"local": None, "kept": []}
        write_text(to_json({"server": agent, "plans": [{**plan, **local.get(plan["id"], unknown)} for plan in found]}), output)
        return
    note(agent)
    heads = [
        say("計画", "plan"),
        say("表題", "title"),
        say("状態", "state"),
        say("手元の計画と", "local plan"),
        say("種類ごとの数", "counts by kind"),
    ]
    rows = [
        [
            plan["id"],
            plan["title"] or "",
            states[plan["state"]],
            _beside_local(matches.get(plan["id"])),
            "  ".join(f"{kind} {count}" for kind, count in plan["counts"].items()),
        ]
        for plan in found
    ]
    print_rows(heads, rows, format, output, sheet="status")


def _beside_local(compared: Compared | None) -> str:
    if compared is None:
        return say("手元に渡していない", "not given")
    if not compared.same:
        return say("違う（push --dry-run で内訳）", "differs (see push --dry-run)")
    if compared.kept:
        count = len(compared.kept)
        return say(
            f"同じ（語 {count} の名称は、先に入った計画のもの）", f"the same ({count} terms have the names of the plan that was first)"
        )
    return say("同じ", "the same")


def cypher(
    query: Annotated[str, typer.Argument(metavar="QUERY|FILE", help=both("Cypher の文か、その入ったファイル", "Cypher, or a file of it"))],
    parameters: Annotated[
        list[str] | None,
        typer.Option(
            "--param",
            "-p",
            metavar="NAME=VALUE",
            help=both("$名前 の値（JSON か文字。いくつでも）", "The value of $NAME (JSON or text; may be given several times)"),
            show_default=False,
        ),
    ] = None,
    uri: UriOption = DEFAULT_URI,
    user: UserOption = "neo4j",
    database: DatabaseOption = None,
    format: FormatOption = Format.table,
    output: OutputOption = None,
) -> None:
    values = dict(_parameter(option) for option in parameters or ())
    text = _statement(query)
    with open_database(uri, user, database) as server:
        table = server.table(text, values)
    data = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    print_rows(table.columns, table.rows, format, output, data=data, sheet="cypher")


def _parameter(option: str) -> tuple[str, Any]:
    import json

    name, equals, value = option.partition("=")
    if not equals or not name:
        raise typer.BadParameter(say("--param は 名前=値 の形で書きます", "--param is NAME=VALUE"))
    try:
        return name, json.loads(value)
    except json.JSONDecodeError:
        return name, value


def _statement(query: str) -> str:
    """Return the one statement of a text or file, without the semicolon that ends it."""
    from graph_model.errors import UnreadableFile
    from loaders.readers.lines import read_bytes

    text = query
    if query.lower().endswith((".cypher", ".cql")) and "\n" not in query:
        try:
            text = read_bytes(Path(query)).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise UnreadableFile(f"{query} はUTF-8で書いてください", f"{query} is not UTF-8") from error
    return text.strip().removesuffix(";")
