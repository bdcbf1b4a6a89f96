"""Cells -> where a look-alike character seems to stand for another: ー for 一, カ for 力, 环 for 環."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from graph_model.notices import Notice
from loaders.readers.lines import TableLine

# Characters that may stand for another. Their neighbours are looked at one by one: a range of all kanji is slow to compile.
_MAY_STAND_FOR_ANOTHER = re.compile("[一ーカロニエトタハ夕卜工力口环\u2e80-\u2fdf]")
_SAFE = re.compile(r"の一[つ部環般人]|[ぁ-ん]一(?:つ|人|緒|時|定|方|体|貫|度|層)")


def lines_to_look_alikes(lines: Iterable[TableLine]) -> list[Notice]:
    """Return a notice a cell that holds a suspect character, with the words around it."""
    notices: list[Notice] = []
    for line in lines:
        for cell in line.cells:
            found = [(start, end) for start, end in _suspects(cell.raw) if not _SAFE.match(cell.raw, start)]
            if found:
                words = "・".join(dict.fromkeys(cell.raw[max(0, start - 2) : end + 2].strip() for start, end in found))
                notices.append(Notice("look_alike", cell.place, {"words": words}))
    return notices


def _suspects(raw: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of characters that seem to stand for another; a 一 with the character before it."""
    taken = 0
    for match in _MAY_STAND_FOR_ANOTHER.finditer(raw):
        at = match.start()
        char, before, after = match.group(), raw[at - 1 : at], raw[at + 1 : at + 2]
        start = at - 1 if char == "一" else at
        if start >= taken and _is_suspect(before, char, after):
            taken = at + 1
            yield start, taken


def _is_suspect(before: str, char: str, after: str) -> bool:
    if char == "一":  # after katakana where ー is meant (ト一横), or between hiragana (は一とぶる)
        if _is_katakana(before) or before == "〇":
            return _is_kanji(after) or _is_katakana(after) or after == "ー"
        return _is_hiragana(before) and _is_hiragana(after)
    if char == "ー":  # before kanji where 一 is meant (ー時)
        return (not before or _is_kanji(before) or before in "、。・（(「") and _is_kanji(after)
    if char in "カロニエトタハ":  # between kanji (暴カ団), or in words that are common with the kanji
        return (
            (_is_kanji(before) and _is_kanji(after))
            or before + char in ("暴カ", "窓ロ")
            or (char == "エ" and after in tuple("事場程夫業賃"))
        )
    if char in "夕卜工力口":  # kanji between katakana (セン夕ー)
        return all(_is_katakana(beside) or beside == "ー" for beside in (before, after))
    return True  # radicals and simplified forms


def _is_kanji(char: str) -> bool:
    return "一" <= char <= "龥"


def _is_katakana(char: str) -> bool:
    return "ァ" <= char <= "ヴ"


def _is_hiragana(char: str) -> bool:
    return "ぁ" <= char <= "ん"
