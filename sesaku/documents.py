"""Commands on documents: build, check, schema."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph_model.errors import OutputError
from sesaku.arguments import (
    ColumnOption,
    DocumentArgument,
    EncodingOption,
    FormatOption,
    NoProfileOption,
    OutputOption,
    PlanArgument,
    ProfileOption,
    ReviewsOption,
    TaxonomyOption,
)
from sesaku.language import both, lang, said, say
from sesaku.printing import Format, note, print_rows, to_json, write_text

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph
    from loaders.assemble import LoadedPlan

PANEL = both("文書", "Documents")


def add_commands(app: typer.Typer) -> None:
    """Add this family's commands."""
    app.command(help=both("文書を読んでグラフ（JSON）を作る", "Read a document and build its graph (JSON)"), rich_help_panel=PANEL)(build)
    app.command(
        help=both(
            "文書のすべての行と欄がどう読まれたかを示す（読めないものがあれば終了コード1）",
            "Show how every line and cell was read (exit code 1 where something was not understood)",
        ),
        rich_help_panel=PANEL,
    )(check)
    app.command(
        help=both("グラフのJSON Schemaか、ノードと関係の一覧を示す", "Show the graph's JSON Schema, or its kinds of nodes and links"),
        rich_help_panel=PANEL,
    )(schema)


def build(
    document: DocumentArgument,
    output: OutputOption = None,
    facts_only: Annotated[
        bool, typer.Option("--facts-only", help=both("内容と取組状況の本文を入れない", "Leave out the sentences of 内容 and 取組状況"))
    ] = False,
    profile: ProfileOption = None,
    no_profile: NoProfileOption = False,
    column: ColumnOption = None,
    taxonomy: TaxonomyOption = None,
    encoding: EncodingOption = None,
    reviews: ReviewsOption = None,
    forms: Annotated[
        Path | None,
        typer.Option(
            "--forms",
            metavar="DIR",
            help=both("記入された様式のフォルダーを読み、次の版にする", "Read a folder of filled forms into the next edition"),
            show_default=False,
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="YYYY-MM", help=both("次の版の時点", "As-of date of the next edition"), show_default=False),
    ] = None,
) -> None:
    from graph_model.formats import graph_to_json
    from graph_model.graph import without_sentences
    from sesaku.files import write_whole
    from sesaku.plans import load_document, looks_like_graph, open_plan

    target = output or Path(document.stem + ".json")
    if as_of and not forms:
        raise typer.BadParameter(say("--as-of は --forms とともに使います", "--as-of goes with --forms"))
    if looks_like_graph(document):
        _refuse_reading(
            {
                "--profile": profile,
                "--no-profile": no_profile,
                "--column": column,
                "--encoding": encoding,
                "--taxonomy": taxonomy and not forms,
            }
        )
        if output is None:
            raise OutputError("グラフから作るときは -o で書き出し先を指定してください", "building from a graph needs -o FILE")
        graph = open_plan(document)
    else:
        graph = load_document(
            document, encoding=encoding, profile=profile, no_profile=no_profile, columns=column, taxonomies=taxonomy
        ).graph
    if reviews:
        from sesaku.reviewing import lay_reviews

        graph = lay_reviews(graph, reviews)
    if forms:
        from sesaku.form_folder import lay_form_folder

        if output is None:
            raise OutputError("--forms のときは -o で書き出し先を指定してください", "--forms needs -o FILE")
        graph = lay_form_folder(graph, forms, as_of=as_of, taxonomies=taxonomy)
    graph = without_sentences(graph) if facts_only else graph
    write_whole(target, graph_to_json(graph))
    _note_counts(graph, target)
    _note_notices(graph, document)


def _refuse_reading(options: dict[str, object]) -> None:
    """Raise BadParameter for an option that tells how a document is read, where a graph is given."""
    if given := [name for name, value in options.items() if value]:
        raise typer.BadParameter(
            say(
                f"{'・'.join(given)} は文書を読むときのものです。グラフではなく文書を指定してください",
                f"{', '.join(given)} tells how a document is read; give the document, not a graph",
            )
        )


def _note_counts(graph: PlanGraph, target: Path) -> None:
    from graph_model.graph import nodes_of

    measures = len(nodes_of(graph, "Measure"))
    relisted = sum(data["kind"] == "RELISTED_IN" for *_, data in graph.edges(data=True))
    extracted = sum("evidence" in data for *_, data in graph.edges(data=True))
    note(graph.nodes[nodes_of(graph, "Plan")[0]]["title"])
    note(
        say(
            f"取組 {measures}・再掲 {relisted}・リンク {extracted} → {target}",
            f"{measures} measures, {relisted} relistings, {extracted} links → {target}",
        )
    )


def _note_notices(graph: PlanGraph, document: Path) -> None:
    levels = [notice["level"] for notice in graph.graph["notices"]]
    puzzles, warnings = levels.count("not_understood"), levels.count("warning")
    if puzzles or warnings:
        note(
            say(
                f"読めないもの {puzzles}件、要確認 {warnings}件。詳しくは sesaku check {document}",
                f"{puzzles} not understood, {warnings} to look at; see sesaku check {document}",
            )
        )


def check(
    plan: PlanArgument = None,
    format: FormatOption = Format.table,
    output: OutputOption = None,
    unknown: Annotated[
        bool,
        typer.Option(
            "--unknown",
            help=both(
                "団体・対象者・事業らしいのに語彙にない語を、貼り付けられる形で示す（文書のみ）",
                "Show words that look like a body, group or programme and match no term, ready to paste (documents only)",
            ),
        ),
    ] = False,
    lines: Annotated[
        bool,
        typer.Option(
            "--lines", help=both("一行ごとに、何として読んだかを示す（文書のみ）", "Show what each line was read as (documents only)")
        ),
    ] = False,
    profile: ProfileOption = None,
    no_profile: NoProfileOption = False,
    column: ColumnOption = None,
    taxonomy: TaxonomyOption = None,
    encoding: EncodingOption = None,
) -> None:
    from sesaku.plans import load_document, looks_like_graph, open_plan

    fates: dict[int, str] | None = None
    if plan is None or looks_like_graph(plan):
        graph = open_plan(plan)
    else:
        loaded = load_document(plan, encoding=encoding, profile=profile, no_profile=no_profile, columns=column, taxonomies=taxonomy)
        graph, fates = loaded.graph, loaded.table.ledger.fates
        if unknown:
            _print_unknown(loaded, format, output)
            return
    ledger, notices = graph.graph["ledger"], graph.graph["notices"]
    report: dict[str, Any] = {"ledger": ledger, "notices": notices}
    if lines:
        report["lines"] = [{"line": line, "read_as": fate} for line, fate in (fates or {}).items()]
        if fates is None:
            note(say("--lines は文書を指定したときだけ使えます", "--lines needs a document"))
    if format is Format.json:
        write_text(to_json(report), output)
    elif format is Format.table:
        write_text(_report_to_text(report), output)
    else:
        heads = [say("程度", "level"), say("コード", "code"), say("行", "line"), say("内容", "notice")]
        print_rows(heads, _notice_rows(notices), format, output)
    if not_understood(graph):
        raise typer.Exit(1)


def _print_unknown(loaded: LoadedPlan, format: Format, output: Path | None) -> None:
    from loaders.unknown import plan_to_unknown, unknown_to_toml

    found = plan_to_unknown(loaded.plan, loaded.matcher, loaded.table.marks)
    if format is Format.table:
        write_text(unknown_to_toml(found), output)
        return
    heads = [say("らしいもの", "looks like"), say("語", "word"), say("回数", "count"), say("行", "lines")]
    print_rows(
        heads, [[one.looks_like, one.word, one.times, ", ".join(str(place.line) for place in one.places)] for one in found], format, output
    )


def not_understood(graph: PlanGraph) -> int:
    """Return how many lines, cells and notices of a plan were not understood."""
    ledger = graph.graph["ledger"]
    return int(
        ledger["not_understood"]
        + ledger["cells"]["not_understood"]
        + sum(notice["level"] == "not_understood" for notice in graph.graph["notices"])
    )


def _notice_rows(notices: list[dict[str, Any]]) -> list[list[Any]]:
    from graph_model.notices import LEVELS

    order = list(LEVELS)
    ranked = sorted(notices, key=lambda notice: order.index(notice["level"]))
    return [[said(LEVELS[notice["level"]]), notice["code"], (notice["place"] or {}).get("line", ""), notice[lang()]] for notice in ranked]


def _report_to_text(report: dict[str, Any]) -> str:
    from graph_model.notices import REASONS, USES
    from loaders.columns import ROLES
    from sesaku.tables import rows_to_table

    ledger, notices = report["ledger"], report["notices"]
    names = USES | REASONS
    used = [[say("使用", "used"), said(USES[name]), count] for name, count in ledger["used"].items()]
    ignored = [[say("読まない", "ignored"), said(REASONS[name]), count] for name, count in ledger["ignored"].items()]
    unknown = [[say("読めない", "not understood"), "", ledger["not_understood"]]]
    lines_title = say(
        f"台帳  {ledger['file']}（{ledger['encoding']}）  {ledger['lines']}行",
        f"Ledger  {ledger['file']} ({ledger['encoding']})  {ledger['lines']} lines",
    )
    parts = [
        lines_title + "\n",
        rows_to_table([say("扱い", "fate"), say("何として", "as"), say("行数", "lines")], used + ignored + unknown),
    ]
    cells = ledger["cells"]
    cell_rows = [[say("使用", "used"), said((ROLES | names)[name]), count] for name, count in cells["used"].items()]
    cell_rows += [
        [say("読まない", "ignored"), say("空欄", "blank") if name == "blank" else said(REASONS[name]), count]
        for name, count in cells["ignored"].items()
    ]
    cell_rows.append([say("読めない", "not understood"), "", cells["not_understood"]])
    parts += [
        say(f"\nセル  {cells['total']}\n", f"\nCells  {cells['total']}\n"),
        rows_to_table([say("扱い", "fate"), say("欄", "column"), say("セル数", "cells")], cell_rows),
    ]
    if report.get("lines"):
        rows = [[entry["line"], said(names.get(entry["read_as"], _puzzle()))] for entry in report["lines"]]
        parts += ["\n", rows_to_table([say("行", "line"), say("何として", "read as")], rows)]
    parts.append(say(f"\n読み取り上の留意点  {len(notices)}件\n", f"\nNotices  {len(notices)}\n"))
    if notices:
        parts.append(
            rows_to_table([say("程度", "level"), say("コード", "code"), say("行", "line"), say("内容", "notice")], _notice_rows(notices))
        )
    return "".join(parts)


def _puzzle() -> Any:
    from graph_model.notices import LEVELS

    return LEVELS["not_understood"]


def schema(
    kinds: Annotated[
        bool,
        typer.Option(
            "--kinds",
            help=both("JSON Schemaでなく、ノードと関係の一覧を示す", "Show the kinds of nodes and links instead of the JSON Schema"),
        ),
    ] = False,
    format: FormatOption = Format.table,
    output: OutputOption = None,
) -> None:
    if not kinds:
        from graph_model.schema import kinds_to_schema

        write_text(to_json(kinds_to_schema()), output)
        return
    from graph_model.kinds import EDGE_KINDS, NODE_KINDS

    rows: list[list[Any]] = [
        [kind.name, said(kind.title), "", said(kind.meaning), ", ".join(prop.name for prop in kind.properties)] for kind in NODE_KINDS
    ]
    rows += [
        [
            kind.name,
            said(kind.title),
            f"{'|'.join(kind.sources)} → {'|'.join(kind.targets)}",
            said(kind.meaning),
            ", ".join(prop.name for prop in kind.properties),
        ]
        for kind in EDGE_KINDS
    ]
    print_rows(
        [say("種類", "kind"), say("名称", "title"), say("つなぐもの", "joins"), say("意味", "meaning"), say("属性", "properties")],
        rows,
        format,
        output,
    )
