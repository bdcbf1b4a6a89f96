"""A plan's report in words, as a static page: what the workbook holds, for a browser or a host of Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from graph_model.graph import nodes_of
from graph_model.kinds import CLIENT_FACETS
from graph_model.words import Words
from viz.cell_words import COUNTED, sign_words, signs_words
from viz.report_blocks import Block, Bullets, Heading, Paragraph, Report, Span, Spans, Table, anchor_of, joined, number_spans, words
from viz.report_names import citation, names_of, node_name

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph
    from viz.workbook_findings import Finding, PlanWords, Question
    from viz.workbook_matrix import MatrixCells

_MOST_FINDINGS = 60
_MOST_NUMBERS = 12


def plan_report(
    graph: PlanGraph, lang: str, plan: PlanWords, questions: Sequence[Question], findings: Sequence[Finding], cells: MatrixCells
) -> Report:
    """Return a plan's report: facts, how to read it, the matrix, each question with its findings, the measures; every number leads to its measure."""

    def say(ja: str, en: str) -> str:
        return Words(ja, en).said_in(lang)

    node = nodes_of(graph, "Plan")[0]
    data = graph.nodes[node]
    blocks: list[Block] = [
        Heading(1, data["title"]),
        Table((say("項目", "fact"), ""), tuple((words(name), words(str(value))) for name, value in plan.facts), (0.28, 0.72)),
        Heading(2, say("読み方", "How to read this")),
        Bullets(tuple(words(line) for line in plan.reading)),
        Heading(2, say("対象者×支援", "Group × service")),
        matrix_table(graph, lang, cells.cells),
        Paragraph(words(COUNTED.said_in(lang) + say("。", ". ") + signs_words(lang)), "note"),
    ]
    for question in questions:
        blocks += _question(question, [one for one in findings if one.query == question.name], lang)
    blocks += [Heading(2, say("取組", "Measures")), _measures(graph, lang)]
    return Report(data["title"], lang, tuple(blocks), f"{data['source_file']}  SHA-256 {data['source_sha256']}")


def matrix_table(graph: PlanGraph, lang: str, cells: Sequence[Mapping[str, Any]]) -> Table:
    """Return group × service as a table: each cell's sign, and how many measures are in operation and planned."""
    vocabulary = graph.nodes[nodes_of(graph, "Plan")[0]]["vocabulary"]
    groups = [one for one in vocabulary["TargetGroup"] if graph.nodes[one]["facet"] in CLIENT_FACETS]
    services = [one for one in vocabulary["SupportType"] if graph.nodes[one]["service"]]
    found = {(row["group"], row["support"]): row for row in cells}
    rows = []
    for group in groups:
        row: list[Spans] = [words(node_name(graph, group, lang), bold=True)]
        for service in services:
            cell = found[group, service]
            row.append(words(sign_words(graph, cell, lang)))
        rows.append(tuple(row))
    width = 0.78 / max(1, len(services))
    heads = (Words("対象者", "group").said_in(lang), *(node_name(graph, service, lang) for service in services))
    return Table(heads, tuple(rows), (0.22, *[width] * len(services)))


def _question(question: Question, findings: Sequence[Finding], lang: str) -> list[Block]:
    def say(ja: str, en: str) -> str:
        return Words(ja, en).said_in(lang)

    blocks: list[Block] = [
        Heading(2, f"{question.family}: {question.title}"),
        Paragraph(words(question.question + say(f"（{question.total}: {question.states}）", f" ({question.total}: {question.states})"))),
        Paragraph(words(question.how_to_read), "note"),
    ]
    if not findings:
        return [*blocks, Paragraph(words(say("指摘なし", "no findings")))]
    rows = tuple(
        (words(one.subject), words("　".join(part for part in (one.state, one.counted, one.robust) if part)), _numbers(one, lang))
        for one in findings[:_MOST_FINDINGS]
    )
    blocks.append(Table((say("何について", "about"), say("状態", "state"), say("取組", "measures")), rows, (0.4, 0.25, 0.35)))
    if len(findings) > _MOST_FINDINGS:
        rest = len(findings) - _MOST_FINDINGS
        blocks.append(
            Paragraph(
                words(
                    say(
                        f"ほか {rest}件（すべては sesaku ask {question.name}、または Excel で）",
                        f"{rest} more (sesaku ask {question.name}, or the workbook, has all)",
                    )
                ),
                "note",
            )
        )
    return blocks


def _numbers(finding: Finding, lang: str) -> Spans:
    parts: list[Spans] = []
    for at, (part, found) in enumerate(finding.measures.items()):
        if found:
            parts.append(((Span(f"{part} "),) if at else ()) + number_spans(found, lang, _MOST_NUMBERS))
    return joined(parts, Words("／", " / ").said_in(lang))


def _measures(graph: PlanGraph, lang: str) -> Table:
    heads = [
        Words("取組", "measure"),
        Words("事項", "item"),
        Words("状況", "status"),
        Words("対象者", "groups"),
        Words("支援", "help"),
        Words("関係機関", "partners"),
    ]
    rows = tuple(
        (
            (Span(citation(graph, measure, lang), mark=anchor_of(measure)),),
            words(str(graph.nodes[measure].get("item", ""))),
            *(words(names_of(graph, kind, measure, lang)) for kind in ("HAS_STATUS", "SERVES", "PROVIDES", "PARTNERS_WITH")),
        )
        for measure in nodes_of(graph, "Measure")
    )
    return Table(tuple(head.said_in(lang) for head in heads), rows, (0.22, 0.22, 0.08, 0.16, 0.16, 0.16))
