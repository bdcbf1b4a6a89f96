"""A relisting's row against the original's -> which words differ, and whether only the form does."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from graph_model.evidence import clip_words
from graph_model.plan import Row
from loaders.folding import fold
from loaders.marks import AGAIN_MARK

_COMPARED = ("item", "text", "status")
_LONG = 4_000


def compare_rows(original: Row, relisting: Row, original_item: str | None) -> tuple[str, dict[str, list[dict[str, str]]]]:
    """Return `none`, `form` (mark, markup, width or spacing) or `wording`, and the words that differ by column.

    A relisting whose item cell is blank (a merged cell) is not compared in its item.
    """
    differences: dict[str, list[dict[str, str]]] = {}
    form = False
    for column in _COMPARED:
        before, after = _words(original, column, original_item), _words(relisting, column, relisting.item)
        if column == "item" and not (before and after):
            continue
        if before == after:
            continue
        pieces = differing_pieces(_plain(before), _plain(after))
        if pieces:
            differences[column] = pieces
        else:
            form = True
    return ("wording" if differences else "form" if form else "none"), differences


def _words(row: Row, column: str, item: str | None) -> str:
    if column == "item":
        return item or ""
    passage = row.passage(column)
    return passage.raw.strip() if passage else ""


def _plain(words: str) -> str:
    return re.sub(r"\s", "", fold(AGAIN_MARK.sub("", words)).text)


def differing_pieces(before: str, after: str) -> list[dict[str, str]]:
    """Return the runs that differ as {"original", "relisting"}, each cut as quotes are; empty where the words are the same."""
    if before == after:
        return []
    if len(before) + len(after) > _LONG:
        return [{"original": clip_words(before), "relisting": clip_words(after)}]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [
        {"original": clip_words(before[a:b]), "relisting": clip_words(after[c:d])}
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    ]
