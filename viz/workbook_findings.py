"""The sheets that a meeting reads first: the summary, the findings, and each finding's own measures."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from graph_model.words import Words
from viz.report_names import measure_number, names_of, numbers
from viz.workbook import Book, Column, Formula, Sheet
from viz.workbook_links import ReviewWords

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

_LISTED = 200
"""So many measures of one finding get a row of their own."""
_KEPT = 1_000
"""Words on so many measures are kept while finding rows are written."""
_LONGEST_KEY = 255
"""So many characters MATCH looks for."""


class Question(NamedTuple):
    """One saved question as the summary lists it: its words, how many were looked at, how many are in each state."""

    name: str
    family: str
    title: str
    question: str
    total: str
    states: str
    how_to_read: str


class Finding(NamedTuple):
    """One finding, in words: what it is about, its state out of how many, and its measures by the part that they play.

    `counted` is the number of a cell, where some of its measures are not in operation.
    """

    finding: str
    family: str
    query: str
    title: str
    subject: str
    state: str
    of: str
    measures: dict[str, list[str]]
    robust: str
    flip: str
    note: str
    counted: str = ""


class PlanWords(NamedTuple):
    """What the summary says of a plan: facts by name, and paragraphs on how to read the workbook."""

    facts: list[tuple[str, str | int]]
    reading: list[str]


def write_summary(
    book: Book, sheet: Sheet, words: PlanWords, questions: Sequence[Question], findings: Sequence[Finding], findings_sheet: Sheet
) -> None:
    """Write what the plan is, how to read the workbook, and a line a question with a link to its first finding."""

    def say(ja: str, en: str) -> str:
        return Words(ja, en).said_in(book.lang)

    columns = [
        Column("", 12),
        Column("", 28),
        Column("", 46),
        Column("", 16),
        Column("", 70),
        Column("", 10, "number"),
        Column("", 8, "link"),
    ]
    sheet.set_columns(columns)
    sheet.sheet.set_row(0, 26)
    sheet.put(0, 0, book.title, "title")
    sheet.row = 2
    for name, value in words.facts:
        sheet.put(sheet.row, 0, name, "label")
        sheet.put(sheet.row, 2, str(value), "line")
        sheet.row += 1
    sheet.row += 1
    sheet.put(sheet.row, 0, say("読み方", "How to read this"), "heading")
    sheet.row += 1
    for line in words.reading:
        sheet.put(sheet.row, 0, "・" + line if book.lang == "ja" else "• " + line, "line")
        sheet.row += 1
    sheet.row += 1
    heads = [
        say("種別", "Family"),
        say("題", "Title"),
        say("問い", "Question"),
        say("見た数", "Looked at"),
        say("状態ごとの数", "By state"),
        say("指摘", "Findings"),
        "",
    ]
    for column, head in enumerate(heads):
        sheet.put(sheet.row, column, head, "head")
    sheet.row += 1
    first: dict[str, int] = {}
    count: dict[str, int] = {}
    for at, finding in enumerate(findings, 2):
        first.setdefault(finding.query, at)
        count[finding.query] = count.get(finding.query, 0) + 1
    for question in questions:
        row: list[Any] = [question.family, question.title, question.question, question.total, question.states, count.get(question.name, 0)]
        if question.name in first:
            row.append(_go(f"MATCH({_text(question.title)},{findings_sheet.quoted}!$B:$B,0)", findings_sheet, say("見る", "see")))
        sheet.write(row)
    sheet.sheet.fit_to_pages(1, 1)


def _text(words: str) -> str:
    """Return words of our own (a question's name) as a formula writes a text."""
    return '"' + words.replace('"', '""') + '"'


def _go(row: str, sheet: Sheet, shown: str | int, style: str = "link") -> Formula:
    """Return a link to a row that a formula finds, so that it holds after sorting."""
    words = str(shown) if isinstance(shown, int) else _text(shown)
    return Formula(f'=HYPERLINK("#{sheet.quoted}!A"&{row},{words})', shown, style)


def write_findings(book: Book, sheet: Sheet, findings: Sequence[Finding], rows_sheet: Sheet, review: ReviewWords) -> None:
    """Write one row a finding with what it stands out of, its measures, and a link to its rows; a person may accept it here."""
    lang = book.lang

    def say(ja: str, en: str) -> str:
        return Words(ja, en).said_in(lang)

    columns = [
        Column(say("種別", "family"), 8),
        Column(say("題", "title"), 22),
        Column(say("何について", "about"), 40),
        Column(say("状態", "state"), 30),
        Column(say("分母", "out of"), 14),
        Column(say("取組数（＋は検討・予定）", "measures (+ planned)"), 14, "number"),
        Column(say("番号", "numbers"), 34),
        Column(say("取組へ", "rows"), 8, "link"),
        Column(say("確実・要確認", "robust"), 11),
        Column(say("覆すもの・補足", "flip, notes"), 40),
        *(Column(review.heads[name].said_in(lang), 11, "input") for name in ("decision", "reason", "author", "date", "until")),
        Column(review.heads["finding"].said_in(lang), 20, "quiet"),
    ]
    sheet.sheet.set_row(sheet.row, 30)
    head = sheet.head(columns, frozen=3, printed=10)
    for finding in findings:
        distinct = list(dict.fromkeys(measure for found in finding.measures.values() for measure in found))
        own = next(iter(finding.measures.values()), [])
        at = sheet.row + 1
        link = (
            _go(f"MATCH($P{at},{rows_sheet.quoted}!$H:$H,0)", rows_sheet, len(distinct))
            if distinct and len(finding.finding) <= _LONGEST_KEY
            else ""
        )
        sheet.write(
            [
                finding.family,
                finding.title,
                finding.subject,
                finding.state,
                finding.of,
                finding.counted or len(own),
                _by_part(finding.measures, lang),
                link,
                finding.robust,
                "　".join(part for part in (finding.flip, finding.note) if part),
                *[""] * 5,
                finding.finding,
            ]
        )
    sheet.finish(head)
    accepted = [review.decisions[name].said_in(lang) for name in ("intended", "out_of_scope")]
    sheet.sheet.data_validation(head + 1, 10, max(sheet.row - 1, head + 1), 10, {"validate": "list", "source": accepted})


def _by_part(measures: dict[str, list[str]], lang: str) -> str:
    """Return a finding's numbers, those beside its own under their part: 49、50 ／ 一般の取組: 30."""
    parts = [(f"{part}: " if at else "") + numbers(found, lang, _LISTED) for at, (part, found) in enumerate(measures.items()) if found]
    return Words(" ／ ", " / ").said_in(lang).join(parts)


def write_finding_rows(book: Book, graph: PlanGraph, sheet: Sheet, findings: Sequence[Finding], measures: Sheet) -> None:
    """Write one row a finding and measure, the measure's number a link to its row among the measures."""
    lang = book.lang

    def say(ja: str, en: str) -> str:
        return Words(ja, en).said_in(lang)

    columns = [
        Column(say("何について", "about"), 36, "small"),
        Column(say("何として", "as"), 11, "small"),
        Column("No.", 6, "small"),
        Column(say("取組へ", "row"), 6, "small_link"),
        Column(say("事項", "item"), 48, "small"),
        Column(say("所管局", "bureau"), 18, "small"),
        Column(say("状況", "status"), 8, "small"),
        Column(say("指摘", "finding"), 36, "quiet"),
    ]
    sheet.print_densely()
    head = sheet.head(columns, frozen=1, printed=7)
    about = lru_cache(_KEPT)(partial(_about, graph, lang))
    for finding in findings:
        for part, found in finding.measures.items():
            for measure in found[:_LISTED]:
                at = sheet.row + 1
                link = _go(f'MATCH($C{at}&"",{measures.quoted}!$A:$A,0)', measures, "→", "small_link")
                sheet.write([finding.subject, part, measure_number(measure), link, *about(measure), finding.finding])
            if len(found) > _LISTED:
                rest = say(f"ほか {len(found) - _LISTED} 取組", f"{len(found) - _LISTED} more measures")
                sheet.write([finding.subject, part, "", "", rest, "", "", finding.finding])
    sheet.finish(head, filtered=False)


def _about(graph: PlanGraph, lang: str, measure: str) -> list[str]:
    item = str(graph.nodes[measure].get("item", ""))
    return [item, *(names_of(graph, kind, measure, lang) for kind in ("OWNED_BY", "HAS_STATUS"))]
