"""A review file's rows -> what each says, by column: the head in either language, cells as Excel leaves them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from graph_model.errors import DeclarationError
from graph_model.evidence import Place
from graph_model.words import Words

HEADS = {
    "measure": Words("取組", "measure"),
    "item": Words("事項", "item"),
    "kind": Words("種類", "kind"),
    "target": Words("相手", "target"),
    "name": Words("相手の名称", "name"),
    "roles": Words("役割", "roles"),
    "quote": Words("根拠の語", "quote"),
    "place": Words("位置", "place"),
    "certainty": Words("確からしさ", "certainty"),
    "decision": Words("判断", "decision"),
    "reason": Words("理由", "reason"),
    "author": Words("記入者", "author"),
    "date": Words("日付", "date"),
    "finding": Words("指摘", "finding"),
    "until": Words("期限", "until"),
}
"""The columns of a review file, in order."""

_EXCEL_EPOCH = datetime.date(1899, 12, 30)


def table_to_rows(table: Iterable[tuple[int, Sequence[Any]]], file: str, needed: Sequence[str]) -> Iterator[tuple[dict[str, str], Place]]:
    """Yield each row's cells by the name of their column, with its place.

    Raises DeclarationError where the head lacks a column that is needed; a file of findings needs their decisions alone.
    """
    rows = iter(table)
    _, head = next(rows, (1, ()))
    known = {said: name for name, words in HEADS.items() for said in (name, *words)}
    columns = {known[str(cell).strip()]: at for at, cell in enumerate(head) if str(cell).strip() in known}
    if lacking := set(needed if "finding" not in columns else ("decision",)) - set(columns):
        words = Words("、".join(HEADS[name].ja for name in HEADS if name in lacking), ", ".join(name for name in HEADS if name in lacking))
        raise DeclarationError(
            f"{file}: 見出しに {words.ja} がありません。sesaku review で作ったファイルを使ってください",
            f"{file}: the head lacks {words.en}; use a file made by sesaku review",
        )
    for line, cells in rows:
        found = {name: _cell_text(cells[at]) if at < len(cells) else "" for name, at in columns.items()}
        yield {**dict.fromkeys(needed, ""), **found}, Place(file, line)


def _cell_text(value: Any) -> str:
    """Return a cell as text: Excel's whole numbers without .0, an apostrophe before = + - @ taken off."""
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else str(value).strip()
    return text[1:] if re.match(r"'[=+\-@]", text) else text


def cell_date(text: str) -> str:
    """Return a date as YYYY-MM-DD; a bare number is Excel's count of days."""
    if re.fullmatch(r"[3-6]\d{4}", text):
        return (_EXCEL_EPOCH + datetime.timedelta(days=int(text))).isoformat()
    if match := re.fullmatch(r"(\d{4})[/.年-](\d{1,2})[/.月-](\d{1,2})日?", text):
        return f"{int(match[1]):04d}-{int(match[2]):02d}-{int(match[3]):02d}"
    return text
