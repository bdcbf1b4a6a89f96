"""Briefs on a node, in the format that a file's ending asks for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph_model.errors import OutputError
from sesaku.language import lang, say

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph
    from queries.facts import PlanFacts
    from viz.brief_facts import BriefFacts
    from viz.report_blocks import Report

WRITTEN = (".docx", ".html", ".md")
"""Endings that a report in words can have."""


def brief_facts(graph: PlanGraph, *, thin: int | None = None, reviewed_only: bool = False, today: str | None = None) -> BriefFacts:
    """Return what a plan's briefs are written from."""
    from queries.facts import graph_to_facts
    from sesaku.report_data import report_answers

    facts = graph_to_facts(graph, reviewed_only=reviewed_only)
    return facts_to_brief(facts, report_answers(facts, {"thin": thin}, today=today))


def facts_to_brief(facts: PlanFacts, answers: dict[str, dict[str, Any]]) -> BriefFacts:
    """Return a plan's facts and answers as the plain data that a brief takes."""
    from queries.states import open_measures
    from viz.brief_facts import BriefFacts

    return BriefFacts(
        graph=facts.graph,
        measures=facts.measures,
        groups=facts.groups,
        supports=facts.supports,
        partners=facts.partners,
        outside={measure: facts.outside(measure) for measure in facts.measures},
        bureaus=facts.bureaus,
        norms=facts.norms,
        goals=facts.goals,
        operating=facts.in_operation,
        without_status=facts.without_status,
        unread=facts.unread,
        headings=facts.headings,
        client_groups=facts.client_groups,
        services=facts.services,
        organisations=facts.organisations,
        open_to={group: open_measures(facts, group) for group in facts.client_groups},
        answers=answers,
    )


def write_report(report: Report, output: Path | None, ending: str) -> None:
    """Write a report in words as its ending says; Markdown goes to the screen where no file is named.

    Raises OutputError for an ending that is not written, a file that cannot be, or a Word file without python-docx.
    """
    from sesaku.printing import write_text

    write_text_or_bytes = report_text(report, ending)
    if isinstance(write_text_or_bytes, str):
        write_text(write_text_or_bytes, output)
        return
    from sesaku.files import write_whole
    from sesaku.printing import note

    assert output is not None
    write_whole(output, write_text_or_bytes)
    note(say(f"書き込みました: {output}", f"written: {output}"))


def report_text(report: Report, ending: str) -> str | bytes:
    """Return a report as Markdown or HTML text, or as the bytes of a Word file. Raises OutputError."""
    if ending == ".html":
        from viz.report_html import report_to_html

        return report_to_html(report)
    if ending == ".docx":
        from viz.report_docx import report_to_docx

        try:
            return report_to_docx(report)
        except ImportError as error:
            raise OutputError(
                "Word（.docx）に書くには pip install 'sesaku[docx]' が要ります（.html と .md なら要りません）",
                "writing Word (.docx) needs pip install 'sesaku[docx]' (.html and .md do not)",
            ) from error
    from viz.report_markdown import report_to_markdown

    return report_to_markdown(report)


def ending_of(output: Path | None, allowed: tuple[str, ...], usual: str) -> str:
    """Return the ending that a file's name asks for. Raises OutputError where it is none that is written."""
    if output is None:
        return usual
    ending = output.suffix.lower()
    if ending not in allowed:
        endings = "・".join(allowed)
        raise OutputError(f"{output.name}: 書けるのは {endings} です", f"{output.name}: what is written are {', '.join(allowed)}")
    return ending


def write_brief(facts: BriefFacts, node: str, output: Path | None) -> None:
    """Write the brief on a node."""
    from viz.brief import node_brief

    ending = ending_of(output, WRITTEN, ".md")
    write_report(node_brief(facts, node, lang()), output, ending)
