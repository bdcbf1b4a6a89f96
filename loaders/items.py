"""Blank 事項 cells -> whose label they belong to. Text tools print a vertically merged label on any one of its rows.

Told by content and by the table's shape, never by guess: a row between two labels takes one only where its words share
something with it; a row that only one label of its section can reach belongs to that one.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from graph_model.evidence import Evidence
from graph_model.plan import Row
from loaders.folding import squeeze

# A kanji or katakana letter, told by what it is not: a range of all kanji is slow to compile.
_KANJI_OR_KATAKANA = r"[^\W\d_A-Za-z①-⓿Ⅰ-ⅿぁ-ゖ]"
# と, や, を … end a broken label only behind a kanji or katakana word: みなと is whole.
# No title begins so.
_GOES_ON = re.compile(r"の(?![ぁ-ん])|を|及び|並びに|・|、|に(?:関|係|お)")
_DANGLING = re.compile(
    r"(?:の|及び|並びに|・|、|に関する|における|による|に対する|に向けた|(?<=" + _KANJI_OR_KATAKANA + r")[とやをにへが])$"
)
_RUN = re.compile(_KANJI_OR_KATAKANA + r"{2,}")
_EMPTY_WORDS = frozenset(
    [
        "支援",
        "実施",
        "取組",
        "強化",
        "充実",
        "推進",
        "対応",
        "等の",
        "確保",
        "整備",
        "促進",
        "関係",
        "機関",
        "活用",
        "援の",
        "向上",
        "事業",
        "施策",
        "提供",
        "関す",
    ]
)
_LEAST = 0.3

Terms = Callable[[str], frozenset[str]]
"""words -> the ids of the terms that they name."""


class Item(NamedTuple):
    """A row's item as decided: the label (None: unrecoverable), how, and the rows whose cells hold it."""

    label: str | None
    how: str
    rows: tuple[Row, ...]


def rows_to_items(rows: tuple[Row, ...], terms_of: Terms) -> list[Item]:
    """Return the item of each row, in order. Rows of one section make one block; labels do not cross its border."""
    items: list[Item] = []
    start = 0
    for end in range(1, len(rows) + 1):
        if end == len(rows) or (rows[end].goal, rows[end].section) != (rows[start].goal, rows[start].section):
            items.extend(_block_to_items(rows[start:end], terms_of))
            start = end
    return items


def _block_to_items(block: tuple[Row, ...], terms_of: Terms) -> list[Item]:
    items = [Item(row.item, "stated", (row,)) if row.item else None for row in block]
    for at in range(len(block) - 1):
        here, after = items[at], items[at + 1]
        if here and after and here.label and after.label and (_DANGLING.search(here.label) or _GOES_ON.match(after.label)):
            items[at] = items[at + 1] = Item(here.label + after.label, "split", (*here.rows, *after.rows))
    labels = [at for at, item in enumerate(items) if item]
    decided = list(items)
    for first, last in zip([-1, *labels], [*labels, len(block)], strict=True):
        gap = range(first + 1, last)
        if not gap:
            continue
        above = items[first] if first >= 0 else None
        below = items[last] if last < len(block) else None
        for at, item in zip(gap, _fill([block[at] for at in gap], above, below, terms_of), strict=True):
            decided[at] = item
    return [item or Item(None, "unrecoverable", ()) for item in decided]


def _fill(rows: list[Row], above: Item | None, below: Item | None, terms_of: Terms) -> list[Item]:
    nothing = Item(None, "unrecoverable", ())
    preceding = Item(above.label, "preceding", above.rows) if above else nothing
    following = Item(below.label, "following", below.rows) if below else nothing
    if not above or not below:
        return [preceding if above else following] * len(rows)
    up = [likeness(row, above.label or "", terms_of) for row in rows]
    down = [likeness(row, below.label or "", terms_of) for row in rows]
    count = len(rows)
    # A label's rows stand together: the first `i` rows are the upper label's, the last `count - j` the lower's.
    i, j = max(
        ((i, j) for i in range(count + 1) for j in range(i, count + 1)),
        key=lambda cut: (sum(up[k] - _LEAST for k in range(cut[0])) + sum(down[k] - _LEAST for k in range(cut[1], count)), cut[0], -cut[1]),
    )
    return [preceding] * i + [nothing] * (j - i) + [following] * (count - j)


def likeness(row: Row, label: str, terms_of: Terms) -> float:
    """Return how much a row's text and status share with a label: the share of the label's pairs of characters (kanji and
    katakana, empty words such as 支援 left out) that stand in them, plus 1 where both name the same term.
    """
    words = "\n".join(squeeze(passage.raw) for column in ("text", "status") if (passage := row.passage(column)))
    plain = squeeze(label)
    pairs = {run[k : k + 2] for run in _RUN.findall(plain) for k in range(len(run) - 1)} - _EMPTY_WORDS
    shared = sum(pair in words for pair in pairs) / len(pairs) if pairs else 0.0
    return shared + bool(terms_of(label) & terms_of(words))


def item_evidence(item: Item) -> tuple[Evidence, ...]:
    """Return where the label stands: one piece a cell that holds it, two for a label broken over two rows."""
    found: list[Evidence] = []
    for row in item.rows:
        passage = row.passage("item")
        if passage:
            raw = passage.raw
            start = len(raw) - len(raw.lstrip())
            found.extend(passage.quotes(start, len(raw.rstrip()), f"item_{item.how}"))
    return tuple(found)
