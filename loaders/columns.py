"""Heads of columns -> roles, by the vocabulary `columns.toml` and by what a person says on the command line."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from graph_model.errors import DeclarationError
from graph_model.evidence import Cell
from graph_model.notices import Notice
from graph_model.words import Words
from loaders.dates import strip_dates, text_to_date
from loaders.folding import squeeze
from loaders.readers.lines import TableLine

ROLES = {
    "number": Words("番号", "number"),
    "item": Words("事項", "item"),
    "text": Words("内容", "text"),
    "status": Words("取組状況", "status"),
    "bureau": Words("所管局", "bureau"),
    "mark": Words("新規の印", "new mark"),
    "relisted_from": Words("再掲元", "relisted from"),
    "goal": Words("基本目標", "goal"),
    "section": Words("区分", "section"),
    "note": Words("備考", "note"),
}
"""What a column can be."""

EVIDENCE_COLUMNS = ROLES | {"review": Words("確認", "review")}
"""Where evidence may stand: a column of the table, or a person's review."""

CORE = ("number", "item", "text", "status", "bureau")


class Layout(NamedTuple):
    """The roles of a table's columns in order ("" where the head is blank or not known), the date in its status head.

    `unknown` holds the heads of no known role, by column.
    """

    roles: tuple[str, ...]
    as_of: str | None
    unknown: Mapping[int, str]
    notices: tuple[Notice, ...]

    @property
    def core(self) -> list[str]:
        """The columns that every row has, of those that the head names."""
        return [role for role in self.roles if role in CORE]


@cache
def read_heads() -> dict[str, str]:
    """Return role by squeezed head, of the bundled vocabulary."""
    data = tomllib.loads(files("loaders").joinpath("columns.toml").read_text(encoding="utf-8"))
    return {squeeze(head): role for role, heads in data["heads"].items() for head in heads}


def check_extra_heads(extra: Mapping[str, str]) -> dict[str, str]:
    """Return role by squeezed head for what a person or profile adds. Raises DeclarationError on a role that does not exist."""
    for head, role in extra.items():
        if role not in ROLES:
            raise DeclarationError(
                f"欄の役割 {role} はありません（{', '.join(ROLES)}）: {head}",
                f"there is no column role {role!r} ({', '.join(ROLES)}): {head}",
            )
    return {squeeze(head): role for head, role in extra.items()}


def head_to_role(head: str, extra: Mapping[str, str]) -> str | None:
    """Return the role of a head, told by the whole of it, else by its last words; None where no word is known."""
    whole = squeeze(head)
    if whole in extra:
        return extra[whole]
    plain = strip_dates(re.sub(r"\([^()]*\)|【[^】]*】", "", whole)).strip("の:・※ ")
    known = read_heads()
    for words in (whole, plain):
        if words in known:
            return known[words]
    return next((known[plain[at:]] for at in range(1, len(plain) - 1) if plain[at:] in known), None)


def line_to_layout(line: TableLine, extra: Mapping[str, str]) -> Layout | None:
    """Return the layout that a line sets when it is a head, else None.

    A head names the number or the text, and at least three roles that differ (two where it has only two cells).
    """
    filled = [cell for cell in line.cells if cell.raw.strip()]
    if len(filled) < 2 or any(len(cell.raw) > 60 for cell in filled):
        return None
    roles = [head_to_role(cell.raw, extra) if cell.raw.strip() else "" for cell in line.cells]
    named = {role for role in roles if role}
    if not named & {"number", "text"} or len(named) < min(3, len(filled)):
        return None
    return _settle(line.cells, roles)


def _settle(cells: tuple[Cell, ...], roles: list[str | None]) -> Layout:
    """Give each role to one column: of several status columns the latest, of others the first; the rest are notes."""
    notices: list[Notice] = []
    unknown: dict[int, str] = {}
    dates = [text_to_date(cell.raw) for cell in cells]
    settled: list[str] = []
    for at, (cell, role) in enumerate(zip(cells, roles, strict=True)):
        same = [k for k, other in enumerate(roles) if other == role]
        best = max(same, key=lambda k: (dates[k] or "", -k)) if role == "status" else same[0]
        if role is None:
            unknown[at] = " ".join(cell.raw.split())
            settled.append("")
        elif role in ("", "note") or at == best:
            settled.append(role)
        else:
            why = (
                Words("より新しい取組状況の欄があります", "there is a later status column")
                if role == "status"
                else Words("同じ役割の欄が前にあります", "an earlier column has its role")
            )
            notices.append(Notice("column_left", cell.place, {"head": cell.raw.strip(), "why": why}))
            settled.append("note")
    as_of = next((date for role, date in zip(settled, dates, strict=True) if role == "status" and date), None)
    return Layout(tuple(settled), as_of or next(filter(None, dates), None), unknown, tuple(notices))
