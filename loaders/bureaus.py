"""A bureau cell -> the names in it: several owners told apart from one name that a line wrap broke."""

from __future__ import annotations

import re

from loaders.folding import squeeze

_RANKS = (
    ("知事部局", "議会"),
    ("局", "本部", "庁", "委員会", "府", "省"),
    ("部", "事務所", "署"),
    ("課", "室", "所", "館", "センター", "学校", "院", "機構", "公社", "財団", "協会", "協議会", "団"),
    ("係", "班", "担当", "グループ", "チーム"),
)
_SUFFIXES = tuple(suffix for rank in _RANKS for suffix in rank)
_WHOLE = re.compile(r"(?:関係|全|各|庁内)(?:部局|各?局|各?課|所属|部)?等?|市町村?|区市町村|県警察?|府警察?|道警察?|警察")
_HARD = re.compile(r"[、,，/／;；]|<br\s*/?>|</li>|<li[^>]*>|</?ul[^>]*>", re.I)
_SOFT = re.compile(r"[\s\u3000]+|[・･]")
_TAIL = re.compile(r"(?:等|ほか|他)?(?:[(（][^)）]*[)）])?$")


def looks_like_bureau(name: str) -> bool:
    """Return whether a name ends as an office does (局, 部, 課, 庁, センター …)."""
    plain = _TAIL.sub("", name)
    return (plain.endswith(_SUFFIXES) and len(plain) > 1) or bool(_WHOLE.fullmatch(plain))


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
        open_at: int | None = None
        for piece_start, piece_end in _pieces(raw, start, end, _SOFT):
            if open_at is not None and not _is_split(raw, open_at, piece_start, piece_end):
                names.pop()
                piece_start = open_at
            names.append((squeeze_name(raw[piece_start:piece_end]), piece_start, piece_end))
            open_at = piece_start
    return names


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


def _is_split(raw: str, before_start: int, after_start: int, after_end: int) -> bool:
    before = squeeze_name(raw[before_start:after_start])
    after = squeeze_name(raw[after_start:after_end])
    if not looks_like_bureau(before.rstrip("・")) or not looks_like_bureau(after):
        return False
    return not 0 <= _rank(before) < _rank(after) or raw[after_start - 1] in "・･"


def squeeze_name(raw: str) -> str:
    """Return a name without spaces, widths folded, its own characters otherwise kept (look-alikes are not replaced)."""
    kept = re.sub(r"\s|<[^<>]*>", "", raw)
    return "".join(squeeze(char) if char.isascii() or "！" <= char <= "～" or "ｦ" <= char <= "ﾟ" else char for char in kept)
