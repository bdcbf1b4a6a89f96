"""raw cell -> the text that is matched, and back: widths, look-alikes, line breaks and markup folded away.

Nothing is normalised in place (plain NFKC would move every offset): a Folded keeps, for each of its characters, where
it stands in the raw cell, so that a quote is always the cell's own words.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_LOOK_ALIKES = dict(zip("一〇◯力口二环夕工卜千ヘベペ－−―—–‐", "ー○○カロニ環タエトチへべぺ------", strict=True))
_KEPT = re.compile("[①-⓿Ⅰ-ⅿ]")
_TOKEN = re.compile(r"</?[A-Za-z][^<>]{0,200}>|[ｦ-ﾝ][ﾞﾟ]|[\s\u200b\ufeff\u00ad]+")
_BULLETS = "・■●◆◇□○※*＊★☆▼▲-－①②③④⑤⑥⑦⑧⑨"
DASHES = "-－―–—ー‐−─ \u3000"
"""A cell of these alone says nothing."""
BOUNDARY = "\n"
"""Stands in a folded text where a space, line break or tag ends a clause."""


class _Table(dict[int, str]):
    """Maps one code point to one character: width folded when that keeps the length, look-alikes to one of them."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = char if _KEPT.match(char) else unicodedata.normalize("NFKC", char)
        plain = plain if len(plain) == 1 else char
        self[code] = plain = _LOOK_ALIKES.get(plain, plain)
        return plain


_TABLE = _Table()


class Folded(NamedTuple):
    """A folded text; `starts` and `ends` give each character's span in the raw text (None: it is the same)."""

    text: str
    starts: list[int] | None
    ends: list[int] | None

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return where `text[start:end]` stands in the raw text."""
        if self.starts is None or self.ends is None or start >= end:
            return start, end
        return self.starts[start], self.ends[end - 1]


def fold_pattern(words: str) -> str:
    """Return a cue or a regular expression folded as texts are, character by character."""
    return words.translate(_TABLE)


@lru_cache(maxsize=4096)
def fold(raw: str) -> Folded:
    """Return `raw` folded for matching."""
    if not _TOKEN.search(raw):
        return Folded(raw.translate(_TABLE), None, None)
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def take(text: str, spans: range) -> None:
        parts.append(text)
        starts.extend(spans)
        ends.extend(i + 1 for i in spans)

    at = 0
    for match in _TOKEN.finditer(raw):
        take(raw[at : match.start()].translate(_TABLE), range(at, match.start()))
        if plain := _token_to_text(match, raw, bool(parts and any(parts))):
            parts.append(plain)
            starts.append(match.start())
            ends.append(match.end())
        at = match.end()
    take(raw[at:].translate(_TABLE), range(at, len(raw)))
    while parts and parts[-1] in ("", BOUNDARY):
        if parts.pop():
            starts.pop()
            ends.pop()
    return Folded("".join(parts), starts, ends)


def _token_to_text(match: re.Match[str], raw: str, inside: bool) -> str:
    token = match.group()
    after = raw[match.end() : match.end() + 1]
    before = raw[match.start() - 1 : match.start()]
    if token[0] == "<":
        return BOUNDARY if inside and after else ""
    if "ｦ" <= token[0] <= "ﾝ":
        return unicodedata.normalize("NFKC", token)[0]
    if not inside or not after:
        return ""
    if after in _BULLETS or before in "。.!?！？":
        return BOUNDARY
    return " " if before.isascii() and before.isalnum() and after.isascii() and after.isalnum() else ""


@lru_cache(maxsize=4096)
def squeeze(words: str) -> str:
    """Return `words` folded, without spaces: two spellings of one name squeeze to the same."""
    return "".join(fold(words).text.split())
