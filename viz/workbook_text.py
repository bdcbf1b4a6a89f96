"""Words as Excel holds them: names of sheets, cells cut at its limit, and how many lines they take."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph_model.words import Words

LONGEST_CELL = 32_767
"""So many characters (UTF-16 units) Excel holds in one cell."""
LONGEST_NAME = 31

_CUT = Words("…〔Excelの上限のため以下略〕", " … [cut: Excel holds no more]")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def sheet_name(words: str, taken: Iterable[str] = ()) -> str:
    """Return a name that Excel takes for a sheet: none of its forbidden signs, no apostrophe at an end, at most 31 characters, unlike those `taken`."""
    used = {name.lower() for name in taken}
    plain = _FORBIDDEN.sub("・", _SURROGATES.sub("・", words)).strip().strip("'") or "sheet"
    plain = "history_" if plain.lower() == "history" else plain
    cut = _cut_units(plain, LONGEST_NAME)
    for turn in range(2, 10_000):
        if cut.lower() not in used:
            return cut
        mark = f"~{turn}"
        cut = _cut_units(plain, LONGEST_NAME - len(mark)) + mark
    return cut


def _cut_units(words: str, units: int) -> str:
    """Return as much of words as fits into so many UTF-16 units, which is how Excel counts."""
    if len(words) * 2 <= units:
        return words
    return words.encode("utf-16-le")[: units * 2].decode("utf-16-le", "ignore")


def cell_text(words: str, lang: str) -> tuple[str, bool]:
    """Return words as a cell can hold them, and whether they were cut; half a surrogate pair becomes a replacement character."""
    if len(words) * 2 <= LONGEST_CELL:
        try:
            words.encode("utf-8")
            return words, False
        except UnicodeEncodeError:
            pass
    plain = _SURROGATES.sub("\ufffd", words)
    if len(plain) * 2 <= LONGEST_CELL or len(plain.encode("utf-16-le")) // 2 <= LONGEST_CELL:
        return plain, False
    mark = _CUT.said_in(lang)
    return _cut_units(plain, LONGEST_CELL - len(mark)) + mark, True


def lines_of(words: str, width: float) -> int:
    """Return how many lines words take in a cell of that width, full-width characters as two."""
    if len(words) * 2 <= width and "\n" not in words:
        return 1
    fits = max(1, int(width - 1))
    return sum(max(1, -(-(len(line) + sum(char > "\u2000" for char in line)) // fits)) for line in words.split("\n"))
