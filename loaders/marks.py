"""Marks: what says that a row holds a new project, and what says that it is a relisting (再掲), wherever it stands."""

import re
from functools import cache
from typing import NamedTuple

_NEW_WORD = r"[【\[〔(（［<＜〈《]\s*新\s*規?\s*(?:事業)?\s*[】\]〕)）］>＞〉》]|^\s*新\s*規\s*】|【\s*新\s*規(?:\s*事業)?(?!\S*】)"
_GLYPHS = "★☆◎●○◆◇■□▲△▼▽♦✦＊*"
_LEGEND = re.compile(
    rf"(?P<mark>[{_GLYPHS}]|【[^】]{{1,8}}】)(?:印)?\s*(?:の(?:付いた|ついた|ある)[^はﾊ:：]{{0,6}})?(?:は|が付い[^は]{{0,8}}は|[:：＝=…]|\s+(?=新規))(?P<meaning>[^{_GLYPHS}【]+)"
)
_NUMBER = r"(?P<number>[0-9]{1,6}(?:[-.][0-9]{1,3}){0,3}(?:の[0-9]{1,2})?[A-Za-z]?|[①-⓿])"
_AGAIN = r"再\s*掲|再"
_NUMBER_CELL = re.compile(
    rf"(?P<before>(?:[※*＊#]|[Nn][Oo]\.?|№|[(\[【〔<〈《]?(?:{_AGAIN})[)\]】〕>〉》]?|[:])*)[(\[]?{_NUMBER}[)\]]?(?P<after>(?:[※*＊.の]|[(\[【〔<〈《]?(?:{_AGAIN})[)\]】〕>〉》]?)*)"
)
_MEANS_NEW = re.compile(r"^(?!.*では(?:あり|な)).*(?:新規|新た|新しく|に(?:始め|開始し)た)")
_BARE_NUMBER = r"(?:No\.?|№)?\s*[0-9０-９]{1,4}(?:[-－.．][0-9０-９]{1,3}){0,3}"
AGAIN_MARK = re.compile(
    rf"\s*[(（\[【〔<＜［〈《]\s*※?(?:{_BARE_NUMBER}\s*の?\s*)?再\s*掲\s*(?:[:：]?\s*{_BARE_NUMBER})?\s*[)）\]】〕>＞］〉》]\s*|^※?再掲[\s:：]+|\s+※?再掲$"
)


class Legend(NamedTuple):
    """What a legend line says of a mark: `is_new` when it stands for a new project."""

    mark: str
    is_new: bool


class NumberCell(NamedTuple):
    """A number cell read: the number, whether it says 再掲, and the mark as printed (再掲, ※)."""

    number: str
    relisted: bool
    mark: str


class NewMarks(NamedTuple):
    """The marks of a new project in one document: ★, ☆ and 【新規】 unless a legend says otherwise, and what it adds."""

    glyphs: str = "★☆"
    words: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@cache
def _mark_pattern(marks: NewMarks) -> re.Pattern[str]:
    words = "|".join(map(re.escape, marks.words))
    return re.compile("|".join(filter(None, (f"[{marks.glyphs}]" if marks.glyphs else "", words, _NEW_WORD))))


def text_to_legends(text: str) -> list[Legend]:
    """Return what a legend line says of each mark (none: it is no legend). 新規, 新たに or 始めた makes one of a new project."""
    return [Legend(match["mark"], bool(_MEANS_NEW.search(match["meaning"]))) for match in _LEGEND.finditer(text)]


def legends_to_marks(legends: list[Legend]) -> NewMarks:
    """Return a document's marks of a new project: the usual ones, less those that a legend gives to something else."""
    new = [legend.mark for legend in legends if legend.is_new]
    others = tuple(legend.mark for legend in legends if not legend.is_new and legend.mark not in new)
    glyphs = "".join(dict.fromkeys([mark for mark in "★☆" if mark not in others] + [mark for mark in new if len(mark) == 1]))
    return NewMarks(glyphs, tuple(mark for mark in new if len(mark) > 1), others)


def take_new_mark(raw: str, marks: NewMarks, *, anywhere: bool = False) -> tuple[str, str]:
    """Return a cell without the mark of a new project at its head or tail (or anywhere), and the mark ("" where there is none)."""
    found = _mark_pattern(marks).search(raw)
    if not found:
        return raw, ""
    around = raw[: found.start()].strip() and raw[found.end() :].strip()
    if around and anywhere:
        return raw[: found.start()] + " " + raw[found.end() :], found.group().strip()
    return (raw, "") if around else (raw[: found.start()] + raw[found.end() :], found.group().strip())


def is_only_marks(raw: str, marks: NewMarks) -> bool:
    """Return whether a filled cell holds nothing but marks: of a new project, or another that the legend declares."""
    rest = take_new_mark(raw, marks)[0].strip()
    return bool(raw.strip()) and (not rest or rest in marks.others)


def cell_to_number(plain: str) -> NumberCell | None:
    """Return the number that a squeezed cell holds, else None: 14, 14再掲, (再掲)14, ※6再掲, 14※ …

    ※ alone, without 再掲, is kept as the mark; whether the row is a relisting is told by its number standing elsewhere.
    """
    match = _NUMBER_CELL.fullmatch(plain)
    if not match:
        return None
    around = match["before"] + match["after"]
    mark = re.sub(r"(?i)no\.?|№|[:.#]", "", around) if around else ""
    return NumberCell(match["number"], "再" in mark, mark)


def take_again_mark(words: str) -> tuple[str, str]:
    """Return a title or text without its 再掲 mark, and the mark ("" where there is none)."""
    match = AGAIN_MARK.search(words)
    if not match:
        return words, ""
    return words[: match.start()] + words[match.end() :], match.group().strip()
