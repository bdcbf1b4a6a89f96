"""Commands that put a plan on paper: report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph_model.errors import OutputError
from sesaku.arguments import OutputOption, PlanArgument, ReviewedOnlyOption, ReviewsOption, ThinOption, TodayOption, complete_node
from sesaku.language import both, lang, say
from sesaku.printing import note

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

PANEL = both("人に渡す", "Show others")


def add_commands(app: typer.Typer) -> None:
    """Add this family's commands."""
    app.command(
        help=both(
            "会議に持っていく Excel（.xlsx）",
            "A workbook for a meeting (.xlsx)",
        ),
        rich_help_panel=PANEL,
    )(report)


def report(
    plan: PlanArgument = None,
    output: OutputOption = None,
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
    thin: ThinOption = None,
    reviewed_only: ReviewedOnlyOption = False,
    reviews: ReviewsOption = None,
    today: TodayOption = None,
) -> None:
    from sesaku.asking import open_asked
    from sesaku.briefs import brief_facts, ending_of, write_brief

    if about is not None:
        from sesaku.names import find_node
        from viz.brief import BRIEF_KINDS

        graph = open_asked(plan, reviews)
        node = find_node(graph, about, BRIEF_KINDS)
        write_brief(brief_facts(graph, thin=thin, reviewed_only=reviewed_only, today=today), node, output)
        return
    if output is None:
        raise OutputError("-o ファイル名.xlsx で書き出し先を指定してください", "name the file to write: -o FILE.xlsx")
    ending_of(output, (".xlsx",), ".xlsx")
    graph = open_asked(plan, reviews)
    write_plan_workbook(graph, output, thin=thin, reviewed_only=reviewed_only, today=today)


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
                f"Excel の上限（32,767文字）を超えたセル {len(cuts)} 個を切りました。「通知」にあります",
                f"{len(cuts)} cells were longer than Excel's 32,767 characters and were cut; see the sheet of notices",
            )
        )
