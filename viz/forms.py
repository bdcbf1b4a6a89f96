"""Forms for the yearly round: one workbook a bureau, its measures with last year's status beside empty cells for this year's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import IO, NamedTuple

from graph_model.words import Words
from viz.style import TABS
from viz.workbook import Book, Column

_WIDTHS = {
    "number": 7.0,
    "item": 26.0,
    "listed": 20.0,
    "bureau": 16.0,
    "state": 10.0,
    "status_text": 44.0,
    "new_state": 12.0,
    "new_status": 60.0,
    "questions": 44.0,
    "answer": 34.0,
}
INPUTS = ("new_state", "new_status", "answer")
"""Columns that a bureau fills in."""


class FormRow(NamedTuple):
    """One measure of a form: its cells by column, and the questions that follow from the graph."""

    cells: Mapping[str, str]
    questions: Sequence[str]


class BureauForm(NamedTuple):
    """One bureau's form: its name, rows, the questions to the bureau as a whole, and what identifies the form."""

    bureau: str
    rows: Sequence[FormRow]
    questions: Sequence[str]
    about: Sequence[tuple[str, str]]
    as_of: str


def write_form(target: IO[bytes], lang: str, form: BureauForm, heads: Mapping[str, Words], states: Sequence[str], title: str) -> None:
    """Write a bureau's form: the measures, the questions to the bureau, and what the form is."""

    def say(ja: str, en: str) -> str:
        return Words(ja, en).said_in(lang)

    book = Book(target, lang, f"{title} {form.bureau}")
    sheet = book.sheet(form.bureau, tab=TABS["form"])
    columns = [Column(words.said_in(lang), _WIDTHS[name], "input" if name in INPUTS else "text") for name, words in heads.items()]
    head = sheet.head(columns, frozen=2)
    for row in form.rows:
        cells = {**row.cells, "questions": "\n".join(f"・{question}" for question in row.questions)}
        at = sheet.write([cells.get(name, "") for name in heads])
        for column in (column for column, name in enumerate(heads) if name in INPUTS):
            sheet.sheet.write_blank(at, column, None, book.formats["input"])
    last = max(sheet.row - 1, head + 1)
    at = list(heads).index("new_state")
    message = {"input_title": say("今回の状況", "Status"), "input_message": say("一覧から選んでください", "Choose from the list")}
    sheet.sheet.data_validation(head + 1, at, last, at, {"validate": "list", "source": list(states), **message})
    sheet.finish(head)
    # Without a password: what is not to be changed is not changed by mistake, and rows can still be sorted and widened.
    sheet.sheet.protect("", {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True})
    _write_questions(book, form)
    _write_about(book, form)
    book.close()


def _write_questions(book: Book, form: BureauForm) -> None:
    def say(ja: str, en: str) -> str:
        return Words(ja, en).said_in(book.lang)

    sheet = book.sheet(say("局への問い", "Questions"), tab=TABS["questions"])
    head = sheet.head(
        [Column("#", 5, "number"), Column(say("確認いただきたいこと", "Please confirm"), 90), Column(say("回答", "Answer"), 70, "input")]
    )
    for number, question in enumerate(form.questions, 1):
        sheet.write([number, question, ""])
    sheet.finish(head, filtered=False)


def _write_about(book: Book, form: BureauForm) -> None:
    def say(ja: str, en: str) -> str:
        return Words(ja, en).said_in(book.lang)

    sheet = book.sheet(say("この様式について", "About this form"), tab=TABS["about"])
    sheet.set_columns([Column("", 24, "label"), Column("", 80)])
    for name, value in form.about:
        sheet.write([name, value])
    sheet.sheet.write_string(sheet.row, 0, form.as_of, book.formats["label"])
    sheet.sheet.write_blank(sheet.row, 1, None, book.formats["input"])
    sheet.row += 2
    for line in (
        say(
            "色のついた欄だけに記入してください。番号・事項・前回の欄は変えないでください。",
            "Fill in the coloured cells only; leave numbers, items and last year's cells as they are.",
        ),
        say(
            "列を並べ替えても、行を並べ替えても読み取れます。見出しの言葉は変えないでください。",
            "Columns and rows may be moved; leave the words of the heads as they are.",
        ),
        say(
            "変わりがない取組も、状況を選んでください。空欄は「未記入」として数えます。",
            "Choose a status also where nothing changed; an empty cell counts as not filled.",
        ),
    ):
        sheet.put(sheet.row, 0, line, "line")
        sheet.row += 1
