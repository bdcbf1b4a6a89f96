"""Lines of one cell -> headings of goals and sections, in the several ways that plans number them."""

import re
from typing import NamedTuple

from loaders.folding import fold_pattern, squeeze

_DIGITS = r"[0-9０-９]{1,2}"
_ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
_KANJI = "一二三四五六七八九十"
_NUMERAL = rf"(?:{_DIGITS}|[{_ROMAN}]|[IVXＩＶＸ]{{1,4}}(?![A-Za-zＡ-Ｚ])|[{_KANJI}]{{1,3}}|[①-⑳])"
_GAP = r"[\s\u3000:：.．、,，)）】》＞>〉\-－―—]*"
_ARABIC = "0123456789０１２３４５６７８９"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BRACKETED = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ"
_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフホロ力工口夕卜" + "".join(map(chr, range(ord("ｱ"), ord("ﾎ") + 1)))
_GOAL_WORDS = "基本目標|重点目標|基本方針|基本方向|基本的方向|重点課題|基本課題|施策の柱|目標|柱"
_SECTION_WORDS = "施策の方向性|施策の方向|取組の方向性|取組の方向|重点施策|主要施策|基本施策|施策"

_STYLES: tuple[tuple[str, str, str], ...] = (
    ("goal_word", "【《＜<〈基重施目柱", rf"[【《＜<〈]?(?:{_GOAL_WORDS})\s*[（(]?(?P<label>{_NUMERAL}){_GAP}(?P<name>.*)"),
    (
        "section_word",
        "【《施取重主基",
        rf"[【《]?(?P<word>{_SECTION_WORDS})\s*[（(]?(?P<label>{_NUMERAL}(?:[-－]{_DIGITS})?){_GAP}(?P<name>.*)",
    ),
    ("chapter", "第", rf"第\s*(?P<label>{_NUMERAL})\s*[章部編節]{_GAP}(?P<name>.+)"),
    ("bracketed_digit", f"(（{_BRACKETED}", rf"(?P<label>[(（]\s*{_DIGITS}\s*[)）]|[{_BRACKETED}])\s*(?P<name>\S.*)"),
    ("bracketed_kana", "(（", r"(?P<label>[(（]\s*[ア-ンｱ-ﾝa-zａ-ｚ]\s*[)）])\s*(?P<name>\S.*)"),
    ("circled", _CIRCLED, rf"(?P<label>[{_CIRCLED}])\s*(?P<name>\S.*)"),
    ("kana", _KANA, rf"(?P<label>[{_KANA}])(?:[\s\u3000.．、:：)）]+)(?P<name>\S.*)"),
    ("kanji", _KANJI, rf"(?P<label>[{_KANJI}]{{1,3}})[\s\u3000.．、:：]+(?P<name>\S.*)"),
    ("roman", f"{_ROMAN}IVX", rf"(?P<label>[{_ROMAN}]|[IVX]{{1,4}}(?=[\s\u3000.．]))[\s\u3000.．、:：]*(?P<name>\S.*)"),
    ("digit_pair", _ARABIC, rf"(?P<label>{_DIGITS}[-－]{_DIGITS})[\s\u3000.．、:：]+(?P<name>\S.*)"),
    ("digit", _ARABIC, rf"(?P<label>{_DIGITS})(?:[\s\u3000.．、:：)）]+)(?P<name>\S.*)"),
    ("letter", _LETTERS, rf"(?P<label>[{_LETTERS}])[\s\u3000.．、:：)）]+(?P<name>\S.*)"),
    ("bullet", "■◆●▼◇□", r"(?P<label>[■◆●▼◇□])\s*(?P<name>\S.*)"),
)
"""Each style with the characters that it may begin with and its pattern, compiled when a line first begins so."""
_LONGEST = 120
_CONTINUED = re.compile(r"\s*[(（](?:続き|つづき|再)[)）]$")


class Heading(NamedTuple):
    """A heading: the style of its numbering, its label, its name."""

    style: str
    label: str
    name: str


def text_to_heading(text: str) -> Heading | None:
    """Return the heading that a line of one cell is, else None. A sentence (with 。) or a very long line is none."""
    words = _CONTINUED.sub("", " ".join(text.split()))
    if "。" in words or len(words) > _LONGEST:
        return None
    for style, beginnings, pattern in _STYLES:
        if words[:1] in beginnings and (match := re.fullmatch(pattern, words)):
            name = match["name"].strip("】》 ")
            if style == "bullet":
                return Heading(style, name, name)
            if name or style == "goal_word":
                return Heading(style, _plain_label(style, match["label"]), name)
    return None


def _plain_label(style: str, label: str) -> str:
    """A goal's or chapter's number is given in Arabic digits; any other label stays as printed, half-width."""
    if style in ("goal_word", "chapter", "roman", "kanji"):
        return numeral_to_text(label)
    return fold_pattern(label) if style == "kana" else squeeze(label)


def numeral_to_text(label: str) -> str:
    """Return a numeral of any style in Arabic digits: Ⅳ, IV, 四, ４ and ④ are 4."""
    label = squeeze(label) if label[:1] not in _KANJI + _ROMAN else label
    if label.isascii() and label.isdigit():
        return str(int(label))
    if label in _ROMAN:
        return str(_ROMAN.index(label) + 1)
    if len(label) == 1 and "①" <= label <= "⑳":
        return str(ord(label) - ord("①") + 1)
    if set(label) <= set("IVX"):
        values = [{"I": 1, "V": 5, "X": 10}[char] for char in label]
        return str(sum(-v if any(w > v for w in values[k + 1 :]) else v for k, v in enumerate(values)))
    if "十" not in label:
        return _kanji_digits(label)  # 一二 is 12, digit by digit
    tens, _, ones = label.rpartition("十")
    return str(int(_kanji_digits(tens) or 1) * 10 + int(_kanji_digits(ones) or 0))


def _kanji_digits(label: str) -> str:
    return "".join(str(_KANJI.index(char) + 1) for char in label)


class Levels(NamedTuple):
    """Which numbering styles are goals, and which are sections, outermost first."""

    goals: tuple[str, ...]
    sections: tuple[str, ...]


def headings_to_levels(headings: list[Heading]) -> Levels:
    """Return what each style of heading stands for in one document.

    Where a word says so (基本目標, 目標, 柱 …) those headings are goals and all others sections. Without such a word the
    first of several styles is the goals' and the rest the sections'; a single style is the sections' of a plan without goals.
    """
    styles = list(dict.fromkeys(heading.style for heading in headings))
    if "goal_word" in styles:
        return Levels(("goal_word",), tuple(style for style in styles if style != "goal_word"))
    if len(styles) > 1:
        return Levels((styles[0],), tuple(styles[1:]))
    return Levels((), tuple(styles))
