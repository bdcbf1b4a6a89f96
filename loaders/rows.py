"""One aligned line -> a Row: its number, marks and title told apart, wherever they stand. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from graph_model.evidence import Cell, Passage, Place
from graph_model.plan import Row
from loaders.alignment import Alignment
from loaders.bureaus import cell_to_bureaus, looks_like_bureau
from loaders.folding import DASHES, squeeze
from loaders.marks import NewMarks, cell_to_number, take_again_mark, take_new_mark

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,100}>")
_MARK_WORDS = ("○", "◎", "●", "✓", "レ", "新", "新規", "NEW", "1")


def aligned_to_row(place: Place, aligned: Alignment, marks: NewMarks, goal: int | None, section: int | None) -> Row:
    """Return the row that a line's columns make, listed under `goal` and `section`."""
    said = {role: cell.raw for role, cell in aligned.columns.items()}
    new_marks: list[str] = []
    for role in ("number", "item", "bureau"):
        said[role], found = take_new_mark(said.get(role, ""), marks, anywhere=role == "bureau")
        new_marks.append(found)
    new_marks.append(_mark_column(said.get("mark", ""), marks))
    new_marks.extend(take_new_mark(cell.raw, marks)[1] for cell in aligned.left_over)
    number = cell_to_number(squeeze(said["number"]))
    pointed = cell_to_number(squeeze(said.get("relisted_from", "")))
    return Row(
        place=place,
        number=number.number if number else "",
        points_to=pointed.number if pointed else "",
        marks=_relisting_marks(said),
        number_mark=number.mark if number else "",
        new_mark=next(filter(None, new_marks), ""),
        item=_tidy(take_again_mark(said["item"])[0]).strip("".join(marks.others) + " \u3000"),
        columns={role: Passage(role, (cell,)) for role, cell in aligned.columns.items()},
        goal=goal,
        section=section,
    )


def _relisting_marks(said: Mapping[str, str]) -> dict[str, str]:
    """Return what says 再掲, by the column that says it."""
    plain = squeeze(said["number"])
    number = cell_to_number(plain)
    marks = {
        "number": (number.mark if number.relisted else "") if number else plain if "再掲" in plain else "",
        "item": take_again_mark(said["item"])[1],
        "text": take_again_mark(said.get("text", ""))[1],
        "relisted_from": squeeze(said.get("relisted_from", "")).strip(DASHES),
    }
    return {column: mark for column, mark in marks.items() if mark}


def extend_row(row: Row, columns: Mapping[str, Cell], marks: NewMarks) -> Row:
    """Return a row with cells of a continuation joined to its columns."""
    longer = dict(row.columns)
    for role, cell in columns.items():
        before = longer[role].cells if role in longer and longer[role].raw.strip() else ()
        longer[role] = Passage(role, (*before, cell))
    item = _tidy(take_again_mark(take_new_mark(longer["item"].raw, marks)[0])[0]) if "item" in longer else row.item
    new_mark = row.new_mark or (take_new_mark(longer["bureau"].raw, marks)[1] if "bureau" in longer else "")
    return row._replace(columns=longer, item=item, new_mark=new_mark)


def bureau_names(passage: Passage, marks: NewMarks) -> list[tuple[str, int, int]]:
    """Return the bureaus in a bureau cell and their spans in it, the mark of a new project left out."""
    raw = passage.raw
    plain, mark = take_new_mark(raw, marks, anywhere=True)
    if mark and plain != raw:
        at = raw.index(mark)
        raw = raw[:at] + " " * len(mark) + raw[at + len(mark) :]
    return cell_to_bureaus(raw)


def are_bureaus(raw: str) -> bool:
    """Return whether a cell holds nothing but names of offices."""
    names = cell_to_bureaus(raw)
    return bool(names) and all(looks_like_bureau(name) for name, _, _ in names)


def _mark_column(raw: str, marks: NewMarks) -> str:
    """Return the mark in a cell of the new-mark column: ★, 新規, ○ … ; a dash or 継続 is none."""
    words = squeeze(raw)
    if words in marks.others:
        return ""
    return raw.strip() if words in _MARK_WORDS else take_new_mark(raw, marks)[1]


def _tidy(words: str) -> str:
    """Return a title on one line: tags and line breaks inside Japanese go, other runs of spaces become one."""
    return " ".join("".join(_TAG.sub("", words).split("\n")).split())
