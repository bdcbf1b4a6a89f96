"""A filled form (a workbook) -> what it says: which plan and bureau it is for, and a row a measure with the cells that were filled."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from graph_model.errors import DeclarationError, UnreadableFile
from graph_model.words import Words
from loaders.dates import text_to_date
from loaders.review_rows import cell_date

FORM = "sesaku-form/1"
FORM_HEADS = {
    "number": Words("No.", "No."),
    "item": Words("事項", "Item"),
    "listed": Words("掲載（再掲）", "Listed (relisted)"),
    "bureau": Words("所管局", "Bureau"),
    "state": Words("前回の状況", "Last status"),
    "status_text": Words("前回の取組状況", "Last status text"),
    "new_state": Words("今回の状況", "Status now"),
    "new_status": Words("今回の取組状況", "Status text now"),
    "questions": Words("確認いただきたいこと", "Please confirm"),
    "answer": Words("回答", "Answer"),
}
"""The columns of a form, in order."""
ABOUT = {
    "form": Words("様式", "form"),
    "plan": Words("計画", "plan"),
    "sha256": Words("元の文書のSHA-256", "SHA-256 of the source"),
    "bureau": Words("局", "bureau"),
    "as_of": Words("今回の時点（記入）", "As of (fill in)"),
}
"""What a form says of itself."""
NO_STATUS_TEXT = Words("（本文のない計画のため空欄）", "(blank: a plan without its sentences)")
"""What stands for last year's status text where the graph does not hold it."""
_FORMER = {"今回の現在日（記入）": "as_of"}
"""What forms said that were made before, and may still come back."""
_NEEDED = ("number", "new_state", "new_status")
_FIRST_ROWS = 20


class FilledRow(NamedTuple):
    """One row of a form: its cells by column, and where it stands."""

    cells: dict[str, str]
    file: str
    row: int
    columns: dict[str, int]

    @property
    def where(self) -> str:
        """The file and row, for a person."""
        return f"{self.file}:{self.row}"


class FilledForm(NamedTuple):
    """A form as it came back."""

    file: str
    about: dict[str, str]
    rows: list[FilledRow]


def read_form(path: Path, data: bytes) -> FilledForm:
    """Return what a filled form says. Raises UnreadableFile where it is no workbook, DeclarationError where it is no form or lacks a column."""
    try:
        import openpyxl
    except ImportError as error:
        raise UnreadableFile(
            "様式を読むには pip install 'sesaku[excel]' が要ります", "reading forms needs pip install 'sesaku[excel]'"
        ) from error
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise UnreadableFile(
            f"{path.name} を Excel のファイルとして読めません（開いたまま、または暗号化されていませんか）",
            f"{path.name} is not readable as an Excel file (is it open, or encrypted?)",
        ) from error
    tables = [[list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets]
    about = next((found for table in tables if (found := _about(table)).get("form") == FORM), None)
    if about is None:
        raise DeclarationError(
            f"{path.name} は sesaku の様式ではありません（「この様式について」がありません）。sesaku report --form で作ったファイルを使ってください",
            f"{path.name} is no form of sesaku (there is no “About this form”); use a file made by sesaku report --form",
        )
    for table in tables:
        if (head := _head(table)) is not None:
            return FilledForm(path.name, about, _rows(table, head, path.name))
    lacking = _lacking(tables)
    raise DeclarationError(
        f"{path.name}: 見出し「{'」「'.join(words.ja for words in lacking)}」がありません。見出しの言葉を元に戻してください（列の並びは自由です）",
        f"{path.name}: there is no head {', '.join(words.en for words in lacking)}; put its words back (columns may stand in any order)",
    )


def _text(value: Any) -> str:
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def _about(table: Sequence[Sequence[Any]]) -> dict[str, str]:
    names = {said: name for name, words in ABOUT.items() for said in words} | _FORMER
    found = {names[_text(row[0])]: _text(row[1]) for row in table[:_FIRST_ROWS] if len(row) > 1 and _text(row[0]) in names}
    if found.get("as_of"):
        found["as_of"] = text_to_date(found["as_of"]) or cell_date(found["as_of"])
    return found


def _columns(row: Sequence[Any]) -> dict[str, int]:
    names = {said: name for name, words in FORM_HEADS.items() for said in words}
    return {names[_text(cell)]: at for at, cell in enumerate(row) if _text(cell) in names}


def _head(table: Sequence[Sequence[Any]]) -> int | None:
    return next((at for at, row in enumerate(table[:_FIRST_ROWS]) if set(_NEEDED) <= set(_columns(row))), None)


def _lacking(tables: Sequence[Sequence[Sequence[Any]]]) -> list[Words]:
    best = max((_columns(row) for table in tables for row in table[:_FIRST_ROWS]), key=len, default={})
    return [FORM_HEADS[name] for name in _NEEDED if name not in best]


def _rows(table: Sequence[Sequence[Any]], head: int, file: str) -> list[FilledRow]:
    columns = _columns(table[head])
    rows = []
    for at, row in enumerate(table[head + 1 :], head + 2):
        cells = {name: _text(row[column]) if column < len(row) else "" for name, column in columns.items()}
        if any(cells.get(name) for name in ("number", "new_state", "new_status")):
            rows.append(FilledRow(cells, file, at, columns))
    return rows
