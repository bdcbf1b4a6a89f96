"""Cells -> where a look-alike character seems to stand for another: ー for 一, カ for 力, 环 for 環."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph_model.notices import Notice
from loaders.readers.lines import TableLine

_SUSPECT = re.compile(
    r"[ァ-ヴ〇]一(?=[一-龥ァ-ヴー])"  # 一 after katakana where ー is meant (ト一横)
    r"|[ぁ-ん]一(?=[ぁ-ん])"  # 一 between hiragana (は一とぶる)
    r"|(?:^|(?<=[一-龥、。・（(「]))ー(?=[一-龥])"  # ー before kanji where 一 is meant (ー時)
    r"|(?<=[一-龥])[カロニエトタハ](?=[一-龥])"  # katakana between kanji (暴カ団)
    r"|(?<=暴)カ|(?<=窓)ロ|エ(?=事|場|程|夫|業|賃)"  # words that are common with the kanji
    r"|(?<=[ァ-ヴー])[夕卜工力口](?=[ァ-ヴー])"  # kanji between katakana (セン夕ー)
    r"|[\u2e80-\u2fdf环]"  # radicals and simplified forms
)
_SAFE = re.compile(r"の一[つ部環般人]|[ぁ-ん]一(?:つ|人|緒|時|定|方|体|貫|度|層)")


def lines_to_look_alikes(lines: Iterable[TableLine]) -> list[Notice]:
    """Return a notice a cell that holds a suspect character, with the words around it."""
    notices: list[Notice] = []
    for line in lines:
        for cell in line.cells:
            found = [match for match in _SUSPECT.finditer(cell.raw) if not _SAFE.match(cell.raw, match.start())]
            if found:
                words = "・".join(dict.fromkeys(cell.raw[max(0, match.start() - 2) : match.end() + 2].strip() for match in found))
                notices.append(Notice("look_alike", cell.place, {"words": words}))
    return notices
