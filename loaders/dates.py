"""Dates in 和暦 or western form -> YYYY-MM or YYYY-MM-DD."""

from __future__ import annotations

import re
import unicodedata

_ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}
_YEAR = r"(?:(?P<era>令和|平成|昭和|(?<![A-Za-z])[RHS](?=\.?\d))\.?(?P<year>\d{1,2}|元)|(?P<western>(?:19|20)\d\d))"
_DATE = re.compile(
    _YEAR + r"(?:年(?!度)|[./-])(?P<month>1[0-2]|0?[1-9])(?:月|[./-]|$|(?=\D))(?:(?P<day>3[01]|[12]\d|0?[1-9])日?(?!\d)|末|現在|時点)?"
)
_OTHER_YEAR = re.compile(r"\((?:令和|平成|昭和)?(?:\d{1,4}|元)年?\)")
_KANJI_NUMERAL = re.compile("[一二三四五六七八九十]+(?=[年月日])")
_FISCAL = re.compile(_YEAR + r"年度")


def text_to_date(text: str) -> str | None:
    """Return the first date in `text` as YYYY-MM, with -DD where a day stands; a fiscal year is its end, March.

    `令和7年1月末時点` is 2025-01, `R7.3.31` is 2025-03-31, `令和6年度実績` is 2025-03 (the fiscal year ends in March of the
    next calendar year). None where there is no date.
    """
    plain = _OTHER_YEAR.sub("", re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
    plain = _KANJI_NUMERAL.sub(lambda match: str(_kanji_to_number(match.group())), plain)
    if match := _DATE.search(plain):
        date = f"{_western_year(match):04d}-{int(match['month']):02d}"
        return f"{date}-{int(match['day']):02d}" if match["day"] else date
    if match := _FISCAL.search(plain):
        return f"{_western_year(match) + 1:04d}-03"
    return None


def _kanji_to_number(numeral: str) -> int:
    """Return a numeral below 100 in kanji: 十二 is 12."""
    tens, ten, ones = numeral.rpartition("十")
    return (("一二三四五六七八九".find(tens) + 1 if tens else 1) * 10 if ten else 0) + ("一二三四五六七八九".find(ones) + 1 if ones else 0)


def _western_year(match: re.Match[str]) -> int:
    if match["western"]:
        return int(match["western"])
    return _ERAS[match["era"]] + (1 if match["year"] == "元" else int(match["year"]))


def strip_dates(text: str) -> str:
    """Return `text` without its dates and the words that belong to them (時点の, 現在の, 末)."""
    plain = _DATE.sub("", _FISCAL.sub("", text))
    return re.sub(r"^(末)?(日)?(時点|現在)?(の|における)?|(末)?(時点|現在)(の)?", "", plain)
