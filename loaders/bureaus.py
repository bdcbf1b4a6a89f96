"""A bureau cell -> the names in it: several owners told apart from one name that a line wrap broke."""

from __future__ import annotations

import re
import unicodedata

_RANKS = (
    ("知事部局", "議会"),
    ("局", "本部", "庁", "委員会", "府", "省"),
    ("部", "事務所", "署"),
    ("課", "室", "所", "館", "センター", "学校", "院", "機構", "公社", "財団", "協会", "協議会", "団"),
    ("係", "班", "担当", "グループ", "チーム"),
)
_SUFFIXES = tuple(suffix for rank in _RANKS for suffix in rank)
_WHOLE = re.compile(r"(?:関係|全|各|庁内)(?:部局|各?局|各?課|所属|部)?等?|市町村?|区市町村|県警察?|府警察?|道警察?|警察|知事部局|議会")
_HARD = re.compile(r"[、,，/／;；①-⑳]|<br\s*/?>|</li>|<li[^>]*>|</?ul[^>]*>", re.I)
_SOFT = re.compile(r"[\s\u3000]+|[・･]")
_BLANK_OR_TAG = re.compile(r"\s|<[^<>]*>")
_NARROW_OR_WIDE = re.compile("[！-～ｦ-ﾟ]+")
_TAIL = re.compile(r"(?:等|ほか|他)?(?:[(（][^)）]*[)）])?$")


def looks_like_bureau(name: str) -> bool:
    """Return whether a name ends as an office does (局, 部, 課, 庁, センター …)."""
    plain = _TAIL.sub("", name)
    return (plain.endswith(_SUFFIXES) and plain not in _SUFFIXES) or bool(_WHOLE.fullmatch(plain))


def _rank(name: str) -> int:
    plain = _TAIL.sub("", name)
    return next((rank for rank, suffixes in enumerate(_RANKS) if plain.endswith(suffixes)), -1)


def cell_to_bureaus(raw: str) -> list[tuple[str, int, int]]:
    """Return (name, start, end) of each bureau in a cell; the span is the name's in `raw`, broken or not.

    Commas, slashes and list markup always part two owners. A space, line break or ・ parts them only where the words before
    it are a whole name: 生活文化スポーツ局 福祉局 is two, 生活文化 スポーツ 局 is one. A division under its department
    (福祉部 こども課, of falling rank) is one owner.
    """
    names: list[tuple[str, int, int]] = []
    for start, end in _pieces(raw, 0, len(raw), _HARD):
        pieces = _pieces(raw, start, end, _SOFT)
        open_at = 0
        for at in range(1, len(pieces) + 1):
            if at == len(pieces) or _parts_here(raw, pieces, open_at, at):
                low, high = pieces[open_at][0], pieces[at - 1][1]
                names.append((squeeze_name(raw[low:high]), low, high))
                open_at = at
    return names


def _parts_here(raw: str, pieces: list[tuple[int, int]], open_at: int, at: int) -> bool:
    """Whether a name ends before `pieces[at]`: it is whole, another can begin there, and that is no division of it."""
    before = squeeze_name(raw[pieces[open_at][0] : pieces[at - 1][1]])
    if not looks_like_bureau(before):
        return False
    after = next((name for _, end in pieces[at:] if looks_like_bureau(name := squeeze_name(raw[pieces[at][0] : end]))), None)
    if after is None:
        return False
    is_list = raw[pieces[at][0] - 1] in "・･"
    return is_list or not 0 < _rank(before) < _rank(after)


def _pieces(raw: str, start: int, end: int, separator: re.Pattern[str]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    at = start
    for match in [*separator.finditer(raw, start, end), None]:
        stop = match.start() if match else end
        while at < stop and raw[at].isspace():
            at += 1
        while stop > at and raw[stop - 1].isspace():
            stop -= 1
        if at < stop:
            spans.append((at, stop))
        at = match.end() if match else end
    return spans


def squeeze_name(raw: str) -> str:
    """Return a name without spaces, widths folded, its own characters otherwise kept (look-alikes are not replaced)."""
    kept = _BLANK_OR_TAG.sub("", raw)
    return _NARROW_OR_WIDE.sub(lambda match: unicodedata.normalize("NFKC", match.group()), kept)
