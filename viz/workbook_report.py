"""A plan's workbook for a meeting: summary, findings, live matrix, measures, links, relistings, notices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, TYPE_CHECKING

from graph_model.graph import nodes_of
from graph_model.words import Words
from viz.style import TABS
from viz.workbook import Book, Cut, is_large
from viz.workbook_facts import write_measures, write_notices, write_relistings
from viz.workbook_findings import Finding, PlanWords, Question, write_finding_rows, write_findings, write_summary
from viz.workbook_grid import write_grid
from viz.workbook_links import ReviewWords, write_links
from viz.workbook_matrix import MatrixCells, write_matrix

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph


def write_workbook(
    target: IO[bytes],
    graph: PlanGraph,
    lang: str,
    *,
    words: PlanWords,
    questions: Sequence[Question],
    findings: Sequence[Finding],
    cells: MatrixCells,
    review: ReviewWords,
    reviewed_only: bool = False,
) -> list[Cut]:
    """Write the workbook of a plan and return the cells whose text had to be cut."""

    def say(ja: str, en: str) -> str:
        return Words(ja, en).said_in(lang)

    plan = graph.nodes[nodes_of(graph, "Plan")[0]]
    book = Book(target, lang, str(plan["title"]), large=is_large(len(nodes_of(graph, "Measure"))))
    summary = book.sheet(say("概要", "Summary"), tab=TABS["summary"])
    found = book.sheet(say("指摘", "Findings"), tab=TABS["findings"])
    matrix = book.sheet(say("対象者×支援", "Group × service"), tab=TABS["matrix"])
    measures = write_measures(book, graph)
    links = write_links(book, graph, review, reviewed_only=reviewed_only)
    write_relistings(book, graph)
    rows = book.sheet(say("指摘の取組", "Finding rows"), tab=TABS["findings"])
    grid = write_grid(book, graph, links, reviewed_only=reviewed_only)
    write_matrix(book, graph, matrix, grid, cells)
    write_summary(book, summary, words, questions, findings, found)
    write_findings(book, found, findings, rows, review)
    write_finding_rows(book, graph, rows, findings, measures)
    write_notices(book, graph)
    book.close()
    return book.cuts
