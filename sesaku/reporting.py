"""Commands that put a plan on paper: report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph_model.errors import OutputError
from sesaku.arguments import PlanArgument, ReviewedOnlyOption, ReviewsOption, ThinOption, TodayOption, complete_node
from sesaku.language import both, lang, say
from sesaku.printing import note

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

PANEL = both("人に渡す", "Show others")


def add_commands(app: typer.Typer) -> None:
    """Add this family's commands."""
    app.command(
        help=both(
            "会議に持っていく Excel（-o の .xlsx）、同じ内容の文書（.docx .html .md）、一枚、様式",
            "A workbook for a meeting (-o .xlsx), the same as a document (.docx .html .md), briefs, forms",
        ),
        rich_help_panel=PANEL,
    )(report)


def report(
    plan: PlanArgument = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help=both("書き出すファイル（.xlsx .docx .html .md）", "File to write (.xlsx .docx .html .md)"),
            show_default=False,
        ),
    ] = None,
    about: Annotated[
        str | None,
        typer.Option(
            "--about",
            metavar="NODE",
            help=both(
                "これについての一枚（局・対象者・団体・支援・目標・取組。-o は .docx .html .md）",
                "A one-page brief on this (bureau, group, partner, support, goal or measure; -o .docx .html .md)",
            ),
            autocompletion=complete_node,
            show_default=False,
        ),
    ] = None,
    per_bureau: Annotated[
        bool, typer.Option("--per-bureau", help=both("局ごとの一枚と索引を --dir に作る", "A brief a bureau and an index, in --dir"))
    ] = False,
    form: Annotated[
        bool, typer.Option("--form", help=both("局ごとの記入様式（Excel）を --dir に作る", "A form (Excel) a bureau to fill in, in --dir"))
    ] = False,
    folder: Annotated[
        Path | None, typer.Option("--dir", help=both("書き出すフォルダー", "Folder to write into"), show_default=False)
    ] = None,
    kind: Annotated[str, typer.Option("--as", metavar="docx|html|md", help=both("--per-bureau の形式", "Format of --per-bureau"))] = "html",
    thin: ThinOption = None,
    reviewed_only: ReviewedOnlyOption = False,
    reviews: ReviewsOption = None,
    today: TodayOption = None,
) -> None:
    from sesaku.asked import open_reviewed
    from sesaku.briefs import WRITTEN, ending_of

    if about is not None or per_bureau or form:
        _papers(
            open_reviewed(plan, reviews),
            about,
            folder if per_bureau or form else None,
            output,
            form=form,
            kind=kind,
            thin=thin,
            reviewed_only=reviewed_only,
            today=today,
        )
        return
    if output is None:
        raise OutputError(
            "-o ファイル名.xlsx で書き出し先を指定してください（.docx、.html、.md でも）",
            "name the file to write: -o FILE.xlsx (or .docx, .html, .md)",
        )
    ending = ending_of(output, (".xlsx", *WRITTEN), ".xlsx")
    graph = open_reviewed(plan, reviews)
    if ending == ".xlsx":
        write_plan_workbook(graph, output, thin=thin, reviewed_only=reviewed_only, today=today)
    else:
        _write_plan_report(graph, output, ending, thin=thin, reviewed_only=reviewed_only, today=today)


def _papers(
    graph: PlanGraph, about: str | None, folder: Path | None, output: Path | None, *, form: bool, kind: str, today: str | None, **how: Any
) -> None:
    """Write a brief, or a folder of briefs or forms."""
    import datetime

    from sesaku.briefs import WRITTEN, brief_facts, write_brief
    from sesaku.bureau_papers import write_bureau_briefs, write_bureau_forms
    from sesaku.names import find_node
    from viz.brief import BRIEF_KINDS

    if about is not None:
        node = find_node(graph, about, BRIEF_KINDS)
        write_brief(brief_facts(graph, today=today, **how), node, output)
        return
    if folder is None:
        raise OutputError("--dir フォルダー名 で書き出し先を指定してください", "name the folder to write into: --dir FOLDER")
    if f".{kind}" not in WRITTEN:
        raise OutputError(f"--as は docx・html・md のいずれかです: {kind}", f"--as is docx, html or md, not {kind!r}")
    facts = brief_facts(graph, today=today, **how)
    if form:
        write_bureau_forms(graph, facts, folder, today=today or datetime.date.today().isoformat())
    else:
        write_bureau_briefs(graph, facts, folder, f".{kind}")


def _write_plan_report(graph: PlanGraph, output: Path, ending: str, *, thin: int | None, reviewed_only: bool, today: str | None) -> None:
    """Write a plan's report in words: what the workbook holds, as a page."""
    from queries.facts import graph_to_facts
    from sesaku.briefs import write_report
    from sesaku.report_data import answers_to_findings, answers_to_questions, matrix_cells, plan_words, report_answers
    from viz.report_plan import plan_report

    facts = graph_to_facts(graph, reviewed_only=reviewed_only)
    answers = report_answers(facts, {"thin": thin}, today=today)
    words = plan_words(graph, facts, reviewed_only=reviewed_only, file="")
    cells = matrix_cells(graph, facts, answers)
    report = plan_report(graph, lang(), words, answers_to_questions(answers), answers_to_findings(graph, answers), cells)
    write_report(report, output, ending)


def write_plan_workbook(
    graph: PlanGraph, output: Path, *, thin: int | None = None, reviewed_only: bool = False, today: str | None = None
) -> None:
    """Write a plan's workbook and say which cells had to be cut. Raises OutputError where the file cannot be written."""
    from queries.facts import graph_to_facts
    from sesaku.files import write_by
    from sesaku.report_data import answers_to_findings, answers_to_questions, matrix_cells, plan_words, report_answers, review_words
    from viz.workbook_report import write_workbook

    facts = graph_to_facts(graph, reviewed_only=reviewed_only)
    answers = report_answers(facts, {"thin": thin}, today=today)
    given: dict[str, Any] = {
        "words": plan_words(graph, facts, reviewed_only=reviewed_only, file=output.name),
        "questions": answers_to_questions(answers),
        "findings": answers_to_findings(graph, answers),
        "cells": matrix_cells(graph, facts, answers),
        "review": review_words(),
        "reviewed_only": reviewed_only,
    }
    cuts = write_by(output, lambda file: write_workbook(file, graph, lang(), **given))
    note(say(f"書き込みました: {output}", f"written: {output}"))
    if cuts:
        note(
            say(
                f"Excel の上限（32,767文字）を超えたセル {len(cuts)} 個を切りました。シート「留意点」にあります",
                f"{len(cuts)} cells were longer than Excel's 32,767 characters and were cut; see the sheet of notices",
            )
        )
