"""One line -> what kind of line it is, as far as its own words tell."""

from __future__ import annotations

import re

from loaders.folding import fold_pattern, squeeze
from loaders.marks import text_to_legends
from loaders.readers.lines import TableLine

_RULE = re.compile(r"[\s|+:]*(?:[-=─━―—_＿－]\s*){2,}[-=─━―—_＿－\s|+:]*")
# Of folded words, in which every dash is one and ページ has hiragana's ぺ.
_FURNITURE = re.compile(fold_pattern(r"(?:p(?:age|\.)?|-+)?\(?\d{1,4}\)?-*(?:/\d{1,4})?(?:ページ|頁)?|[0-9]+of[0-9]+"), re.I)
_NOTE = re.compile(r"^\s*[（(]?\s*(?:※|\*|＊|†|注\s*[0-9０-９]*\s*[)）:：．.\s]|(?:注記|備考|出典|資料|参考)\s*[)）:：\s])")
_TOTAL = re.compile(r"(?:合計|総計|小計|計|総数|全体)(?:\(.*\))?")
_LONGEST_LEGEND = 120
_LEGEND_HEAD = re.compile(r"^\s*[【（(]?凡例")


def line_kind(line: TableLine) -> str:
    """Return blank, rule, page_furniture, legend, note, total, single (one filled cell of other words) or cells."""
    filled = [cell.raw for cell in line.cells if cell.raw.strip()]
    if not filled:
        return "blank"
    if all(_RULE.fullmatch(raw) for raw in filled):
        return "rule"
    first = squeeze(filled[0])
    if _TOTAL.fullmatch(first):
        return "total"
    # A number alone in a record of many cells is a row without its text; alone on a line it is a page number.
    if len(filled) > 1 or (len(line.cells) > 2 and first.isdigit()):
        return "cells"
    # What squeezes to nothing is markup alone.
    if not first or _FURNITURE.fullmatch(first):
        return "page_furniture"
    if _LEGEND_HEAD.match(filled[0]) or (len(filled[0]) <= _LONGEST_LEGEND and text_to_legends(filled[0])):
        return "legend"
    return "note" if _NOTE.match(filled[0]) else "single"
