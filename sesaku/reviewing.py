"""Commands for people who correct the machine: review; and how review files are read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sesaku.arguments import PlanArgument
from sesaku.language import both, said, say
from sesaku.printing import Format, note, print_rows

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph
    from loaders.accepted import Accepted
    from loaders.reviews import Review

PANEL = both("文書", "Documents")


def add_commands(app: typer.Typer) -> None:
    """Add this family's commands."""
    app.command(
        help=both(
            "リンク一つを一行にした確認用の表を作る（確からしさの低い順）。書き込んだら build --reviews で反映",
            "Make a table to review, one row a link, the least certain first; lay it over a build with build --reviews",
        ),
        rich_help_panel=PANEL,
    )(review)


def review(
    plan: PlanArgument = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", help=both("書き出すファイル（.csv か .xlsx）", "File to write (.csv or .xlsx)"))
    ] = Path("review.csv"),
    findings: Annotated[
        str | None,
        typer.Option(
            "--findings",
            metavar="FAMILY",
            help=both(
                "この種別（gap、overlap など）の指摘の行も加える（判断は intended か out_of_scope、期限も書ける）",
                "Add rows for the findings of a family (gap, overlap …): decide intended or out_of_scope, until a date if you like",
            ),
            show_default=False,
        ),
    ] = None,
) -> None:
    from loaders.review_rows import HEADS
    from loaders.reviews import graph_to_review_rows
    from sesaku.plans import open_plan

    graph = open_plan(plan)
    rows = graph_to_review_rows(graph)
    if findings:
        rows += _finding_rows(graph, findings)
    how = Format.xlsx if output.suffix.lower() == ".xlsx" else Format.csv
    print_rows([said(head) for head in HEADS.values()], [[row[name] for name in HEADS] for row in rows], how, output, sheet="review")
    note(
        say(
            "判断の欄に 残す・消す・加える（keep・drop・add）と、理由、記入者、日付を書いてください",
            "write keep, drop or add under decision, with reason, author and date",
        )
    )
    if findings:
        note(
            say(
                "指摘の行の判断は、意図どおり・対象外（intended・out_of_scope）。期限を書くと、その日を過ぎて指摘が戻ります",
                "for a finding: intended or out_of_scope; with a date under until it comes back once that date has passed",
            )
        )


def _finding_rows(graph: PlanGraph, family: str) -> list[dict[str, str]]:
    """Return one row a finding of a family of questions, for a person to accept."""
    from graph_model.errors import UnknownName
    from loaders.review_rows import HEADS
    from queries.facts import graph_to_facts
    from queries.saved_query import FAMILIES
    from sesaku.family import family_answers, finding_subject

    if family not in FAMILIES:
        raise UnknownName(f"種別 {family} はありません", f"there is no family {family!r}", tuple(FAMILIES))
    answers = family_answers(family, graph_to_facts(graph), {})
    return [
        {**dict.fromkeys(HEADS, ""), "item": finding_subject(graph, name, row), "finding": row["finding"]}
        for name, answer in answers.items()
        for row in answer["rows"]
        if row.get("state") not in ("served", "not_applicable")
    ]


def read_review_file(path: Path) -> tuple[list[Review], list[Accepted]]:
    """Return the decisions on links and on findings in a review file, CSV or Excel. Raises DeclarationError or UnreadableFile."""
    from loaders.accepted import table_to_accepted
    from loaders.reviews import table_to_reviews

    tables = _excel_tables(path) if path.suffix.lower() == ".xlsx" else [_csv_rows(path)]
    links = [table for table in tables if _has_head(table, "target")] or tables[:1]
    findings = [table for table in tables if _has_head(table, "finding")] or tables[:1]
    return (
        [review for table in links for review in table_to_reviews(table, path.name)],
        [one for table in findings for one in table_to_accepted(table, path.name)],
    )


def _has_head(table: Sequence[tuple[int, Sequence[Any]]], name: str) -> bool:
    """Return whether a table's head holds a review file's column of that name, and one for decisions."""
    from loaders.review_rows import HEADS

    head = {str(cell).strip() for cell in (table[0][1] if table else ())}
    return all(head.intersection((wanted, *HEADS[wanted])) for wanted in (name, "decision"))


def _csv_rows(path: Path) -> list[tuple[int, Sequence[Any]]]:
    from loaders.readers.csv_text import likely_delimiter, source_to_lines
    from loaders.readers.lines import read_source

    source = read_source(path)
    return [
        (line.place.line, [cell.raw for cell in line.cells]) for line in source_to_lines(source, delimiter=likely_delimiter(source.text))
    ]


def _excel_tables(path: Path) -> list[list[tuple[int, Sequence[Any]]]]:
    """Return the sheets of a workbook that a decision can be written in: a review file's one, or two of a report."""
    from graph_model.errors import UnreadableFile
    from loaders.readers.lines import read_bytes

    try:
        import openpyxl
    except ImportError as error:
        raise UnreadableFile(
            "Excel の確認表を読むには pip install 'sesaku[excel]' が要ります（CSV なら要りません）",
            "reading an Excel review needs pip install 'sesaku[excel]' (CSV does not)",
        ) from error
    import io
    import zipfile

    try:
        book = openpyxl.load_workbook(io.BytesIO(read_bytes(path)), read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise UnreadableFile(
            f"{path} を Excel のファイルとして読めません: {error}", f"{path} is not readable as an Excel file: {error}"
        ) from error
    tables: list[list[tuple[int, Sequence[Any]]]] = []
    for sheet in book.worksheets:
        rows = sheet.iter_rows(values_only=True)
        table: list[tuple[int, Sequence[Any]]] = [(1, list(next(rows, ())))]
        if not tables or _has_head(table, "decision"):
            table += [(line, list(cells)) for line, cells in enumerate(rows, 2)]
            tables.append(table)
    book.close()
    return [table for table in tables if _has_head(table, "decision")] or tables


def lay_reviews(graph: PlanGraph, files: Sequence[Path]) -> PlanGraph:
    """Return the graph with the decisions of review files laid over its links, and the findings that they accept; says how many hold."""
    from loaders.accepted import accept_findings
    from loaders.reviews import apply_reviews

    reviews: list[Review] = []
    accepted: list[Accepted] = []
    for file in files:
        on_links, on_findings = read_review_file(file)
        reviews += on_links
        accepted += on_findings
    changed, notices = apply_reviews(graph, reviews)
    changed, others = accept_findings(changed, accepted)
    notices += others
    count = len(reviews) + len(accepted)
    note(say(f"確認 {count}件（適用しなかったもの {len(notices)}件）", f"{count} reviews ({len(notices)} not applied)"))
    for notice in notices:
        note("  " + notice.as_dict()[say("ja", "en")])
    return changed
