"""rows -> measures: which rows are originals and which relistings, what differs between them, which numbers are missing."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from graph_model.notices import Notice
from graph_model.plan import Listing, Measure, Row
from graph_model.words import Words
from loaders.columns import ROLES
from loaders.differences import compare_rows, unlikeness
from loaders.folding import squeeze
from loaders.items import Item, Terms, item_evidence, rows_to_items

_HOW = {
    "preceding": Words("前の行", "the preceding row"),
    "following": Words("後の行", "the following row"),
    "split": Words("二行に分かれた事項", "a label divided over two rows"),
    "from_relisting": Words("再掲の行", "the relisting"),
}


class Measures(NamedTuple):
    """The measures in the order of the document, and what to tell of them."""

    measures: tuple[Measure, ...]
    notices: tuple[Notice, ...]


class _Original:
    """An original's row while its relistings are gathered."""

    def __init__(self, key: str, row: Row, item: Item) -> None:
        self.key, self.row, self.item = key, row, item
        self.relistings: list[tuple[Row, str]] = []


def rows_to_measures(rows: tuple[Row, ...], terms_of: Terms) -> Measures:
    """Return one measure a number that is not a relisting, each with all the places where it is listed."""
    notices: list[Notice] = []
    items = dict(zip((row.place.line for row in rows), rows_to_items(rows, terms_of), strict=True))
    first_rows = _split_rows(rows)
    originals = _number_originals([row for row in rows if row.place.line in first_rows], items, notices)
    for row in rows:
        if row.place.line not in first_rows:
            _attach_relisting(row, originals, items, notices)
    originals.sort(key=lambda original: original.row.place.line)
    measures = tuple(_original_to_measure(original, order, notices) for order, original in enumerate(originals))
    notices.extend(missing_numbers(rows))
    return Measures(measures, tuple(notices))


def _split_rows(rows: tuple[Row, ...]) -> set[int]:
    """Return the lines of the originals: rows that nothing marks as relistings.

    ※ before a number, or 再掲 at the end of the text alone, makes a relisting only where the number stands unmarked elsewhere.
    """
    strong = {row.place.line for row in rows if {"number", "item", "relisted_from"} & set(row.marks)}
    plain = {row.number for row in rows if row.place.line not in strong and "text" not in row.marks and "※" not in row.number_mark}
    weak = {row.place.line for row in rows if ("text" in row.marks or "※" in row.number_mark) and row.number in plain}
    return {row.place.line for row in rows} - strong - weak


def _number_originals(rows: list[Row], items: dict[int, Item], notices: list[Notice]) -> list[_Original]:
    by_number: dict[str, list[_Original]] = defaultdict(list)
    for row in rows:
        same = by_number[row.number]
        same.append(_Original(row.number if not same else f"{row.number}#{len(same) + 1}", row, items[row.place.line]))
    for number, same in by_number.items():
        if len(same) > 1:
            ids = ", ".join(original.key for original in same)
            notices.append(Notice("duplicate_number", same[1].row.place, {"number": number, "count": len(same), "ids": ids}))
    return [original for same in by_number.values() for original in same]


def _attach_relisting(row: Row, originals: list[_Original], items: dict[int, Item], notices: list[Notice]) -> None:
    number = row.points_to or _number_in_marks(row) or row.number
    found = [original for original in originals if original.row.number == number and number] or _same_item(row, originals)
    if not found and row.points_to and row.number:
        found = [original for original in originals if original.row.number == row.number]
    if not found:
        key = number or f"@{row.place.line}"
        originals.append(_Original(key, row, items[row.place.line]))
        notices.append(Notice("relisting_to_nowhere", row.place, {"number": key}))
        return
    chosen = found[0] if len(found) == 1 else min(found, key=lambda original: (_distance(original, row), original.row.place.line))
    if len(found) > 1:
        notices.append(Notice("relisting_ambiguous", row.place, {"number": number or row.item, "chosen": chosen.key}))
    chosen.relistings.append(
        (
            row,
            "".join(dict.fromkeys(_plain_mark(mark) for column, mark in row.marks.items() if column != "text"))
            or row.number_mark
            or "再掲",
        )
    )


def _plain_mark(mark: str) -> str:
    return mark if "再" in mark or "※" in mark else "再掲"


def _number_in_marks(row: Row) -> str:
    """Return the number inside a mark such as （再掲 No.12）."""
    found = re.search(r"\d+(?:[-.]\d+)*", squeeze(row.marks.get("item", "")))
    return found.group() if found else ""


def _same_item(row: Row, originals: list[_Original]) -> list[_Original]:
    return [original for original in originals if row.item and squeeze(original.item.label or "") == squeeze(row.item)]


def _distance(original: _Original, row: Row) -> float:
    """How unlike the words are, for choosing among originals of one number."""
    return unlikeness(original.row, row, original.item.label)


def _original_to_measure(original: _Original, order: int, notices: list[Notice]) -> Measure:
    row, item = original.row, original.item
    if item.label is None:
        item = next((Item(again.item, "from_relisting", (again,)) for again, _ in original.relistings if again.item), item)
    relisted_only = bool({"number", "item", "relisted_from"} & set(row.marks))
    listings = [Listing(row, relisted_only, row.marks.get("number", "再掲") if relisted_only else "")]
    for again, mark in original.relistings:
        differs, differences = compare_rows(row, again, item.label)
        listings.append(Listing(again, True, mark, differs, differences))
        if differs == "wording":
            columns = Words("・".join(ROLES[name].ja for name in differences), ", ".join(ROLES[name].en for name in differences))
            notices.append(Notice("relisting_differs", again.place, {"number": original.key, "columns": columns}))
    measure = Measure(
        original.key, row.number or original.key, order, item.label, item.how, item_evidence(item), item.rows, tuple(listings)
    )
    notices.extend(_measure_notices(measure, item))
    return measure


def _measure_notices(measure: Measure, item: Item) -> Iterable[Notice]:
    row, number = measure.row, {"number": measure.key}
    if item.label is None and "item" in row.columns:
        yield Notice("item_unrecoverable", row.place, number)
    elif item.how not in ("stated", "unrecoverable"):
        yield Notice("item_decided", row.place, {**number, "how": _HOW[item.how], "item": item.label})
    for column in ("text", "status", "bureau"):
        if column in row.columns and not row.passage(column):
            yield Notice(f"{column}_empty", row.place, number)
    if len({bool(listing.row.new_mark) for listing in measure.listings}) > 1:
        yield Notice("mark_differs", row.place, number)


def missing_numbers(rows: tuple[Row, ...]) -> list[Notice]:
    """Return a notice a whole number between the least and the greatest that no row has.

    A row marked ※ between its neighbours is named, and nothing is concluded from it.
    """
    lines = {int(row.number): row.place.line for row in reversed(rows) if row.number.isdecimal() and "number" not in row.marks}
    taken = {int(row.number) for row in rows if row.number.isdecimal()}
    notices: list[Notice] = []
    if not lines or max(taken) > 10 * len(rows) + 100:
        return notices
    for number in sorted(set(range(min(taken), max(taken))) - taken):
        before = max((line for other, line in lines.items() if other < number), default=0)
        after = min((line for other, line in lines.items() if other > number and line > before), default=before)
        near = [row for row in rows if before < row.place.line < after and "※" in row.number_mark]
        if near:
            shown = ", ".join(str(row.place.line) for row in near)
            notices.append(Notice("missing_number_near", near[0].place, {"number": number, "mark": "※", "lines": shown}))
        else:
            notices.append(Notice("missing_number", None, {"number": number}))
    return notices
