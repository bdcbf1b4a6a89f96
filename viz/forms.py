"""Forms for the yearly round: one workbook a bureau, its measures with last year's status beside empty cells for this year's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import IO, NamedTuple

from graph_model.words import Words
from viz.style import TABS
from viz.workbook import Book, Column, Sheet

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
    """Write a bureau's form: what it is and how it is filled in, the measures, the questions to the bureau."""

    def say(ja: str, en: str) -> str:
        return Words(ja, en).said_in(lang)

    book = Book(target, lang, f"{title} {form.bureau}")
    _write_about(book, form)
    sheet = book.sheet(form.bureau, tab=TABS["form"])
    columns = [Column(words.said_in(lang), _WIDTHS[name], "input" if name in INPUTS else "kept") for name, words in heads.items()]
    head = sheet.head(columns, frozen=2)
    for row in form.rows:
        cells = {**row.cells, "questions": "\n".join(f"・{question}" for question in row.questions)}
        at = sheet.write([cells.get(name, "") for name in heads])
        for column in (column for column, name in enumerate(heads) if not cells.get(name)):
            sheet.sheet.write_blank(at, column, None, book.formats[columns[column].style])
    last = max(sheet.row - 1, head + 1)
    at = list(heads).index("new_state")
    message = {"input_title": say("今回の状況", "Status"), "input_message": say("一覧から選んでください", "Choose from the list")}
    sheet.sheet.data_validation(head + 1, at, last, at, {"validate": "list", "source": list(states), **message})
    _guard(sheet, [column for column, name in enumerate(heads) if name not in INPUTS], head + 1, last)
    sheet.finish(head)
    # Without a password. Excel sorts on a protected sheet only cells that are not locked: the heads are locked, the rows are guarded.
    sheet.sheet.protect("", {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True})
    _write_questions(book, form)
    book.close()


def _guard(sheet: Sheet, columns: Sequence[int], first: int, last: int) -> None:
    """Refuse what is typed over last year's cells, which are not locked so that rows can be sorted."""
    lang = sheet.book.lang
    error = {
        "error_title": Words("変えない欄", "Not to be changed").said_in(lang),
        "error_message": Words("色のついた欄だけに記入してください", "Fill in the coloured cells only").said_in(lang),
    }
    for column in columns:
        sheet.sheet.data_validation(first, column, last, column, {"validate": "custom", "value": "=FALSE", "ignore_blank": False, **error})


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
    sheet.put(0, 0, book.title, "title")
    sheet.sheet.write_string(2, 0, form.as_of, book.formats["label"])
    sheet.sheet.write_blank(2, 1, None, book.formats["input"])
    sheet.row = 3
    for line in (
        say("↑ 必ず記入してください（例: 2026-01 か 令和8年1月）。", "↑ Required (as in 2026-01)."),
        say(
            "次のシートの色のついた欄だけに記入してください。番号・事項・前回の欄と見出しは変えないでください。",
            "On the next sheet fill in the coloured cells only; leave numbers, items, last year's cells and heads as they are.",
        ),
        say(
            "行は見出しの▼で並べ替えても絞り込んでもかまいません。列の位置と見出しは保護しています（パスワードなし）。",
            "Rows may be sorted and filtered by the arrows of the heads. Heads and columns are protected (without a password).",
        ),
        say(
            "変わりがない取組も、状況を選んでください。空欄は「未記入」として数えます。",
            "Choose a status also where nothing changed; an empty cell counts as not filled.",
        ),
    ):
        sheet.put(sheet.row, 0, line, "line")
        sheet.row += 1
    sheet.row += 1
    for name, value in form.about:
        sheet.write([name, value])
