"""A relisting's row against the original's -> which words differ, and whether only the form does."""

from __future__ import annotations

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
        pieces = differing_pieces(before, after)
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


class _Plain:
    """Words folded for comparing, without marks and spaces, and the way back to the words as they stand."""

    def __init__(self, raw: str) -> None:
        self._raw = AGAIN_MARK.sub("", raw)
        self._folded = fold(self._raw)
        self._kept = [at for at, char in enumerate(self._folded.text) if not char.isspace()]
        self.text = "".join(self._folded.text[at] for at in self._kept)

    def words(self, start: int, end: int) -> str:
        """Return the document's own words for a span of the text, cut as quotes are."""
        if start >= end:
            return ""
        first, last = self._kept[start], self._kept[end - 1]
        low, high = self._folded.raw_span(first, last + 1)
        return clip_words("".join(self._raw[low:high].split()))


def differing_pieces(before: str, after: str) -> list[dict[str, str]]:
    """Return the runs of two cells that differ as {"original", "relisting"}, each cut as quotes are; empty where the words are the same."""
    ours, theirs = _Plain(before), _Plain(after)
    if ours.text == theirs.text:
        return []
    if len(ours.text) + len(theirs.text) > _LONG:
        return [{"original": ours.words(0, len(ours.text)), "relisting": theirs.words(0, len(theirs.text))}]
    matcher = SequenceMatcher(None, ours.text, theirs.text, autojunk=False)
    return [{"original": ours.words(a, b), "relisting": theirs.words(c, d)} for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def unlikeness(original: Row, relisting: Row, original_item: str | None) -> float:
    """Return how far a relisting is from an original: over the compared columns, the share of characters that they do not share."""
    total = 0.0
    for column in _COMPARED:
        before, after = _Plain(_words(original, column, original_item)).text, _Plain(_words(relisting, column, relisting.item)).text
        if column != "item" or (before and after):
            total += 1.0 - SequenceMatcher(None, before[:_LONG], after[:_LONG], autojunk=False).ratio()
    return total
