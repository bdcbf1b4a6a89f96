"""Texts -> words that look like a body, a group, a programme or a bureau and match no term, so that a vocabulary can grow."""

import re
from collections import defaultdict
from typing import NamedTuple

from graph_model.evidence import Place
from graph_model.plan import Plan
from loaders.bureaus import looks_like_bureau
from loaders.cues import Matcher
from loaders.folding import fold, fold_pattern
from loaders.marks import NewMarks
from loaders.rows import bureau_names

_WORD = r"[一-龥ァ-ヴー々A-Za-z○・]"
_SHAPES = {
    "organisation": rf"{_WORD}{{1,16}}(?:センター|機構|協会|協議会|団体|法人|会議|財団|公社|組合|連盟|連合会|学校|学園|病院|医院|事業所|支所|相談所|警察署|施設|会社|商店会|クラブ|サロン|カフェ|ステーション|プラザ)",
    "group": rf"{_WORD}{{1,10}}(?:被害者|当事者|困窮者|利用者|相談者|入所者|退所者|家庭|世帯|女性|児童|生徒|妊婦|住民|若者|世代)",
    "programme": rf"{_WORD}{{2,18}}(?:事業|プログラム|プロジェクト|制度|キャンペーン)|「[^「」]{{3,24}}」",
}
_PATTERNS = {kind: re.compile(fold_pattern(shape)) for kind, shape in _SHAPES.items()}
_PLACES = 5


class Unknown(NamedTuple):
    """One word that no term matches: what it looks like, how often it stands, and where at first."""

    looks_like: str
    word: str
    times: int
    places: tuple[Place, ...]


def plan_to_unknown(plan: Plan, matcher: Matcher, marks: NewMarks) -> list[Unknown]:
    """Return the words of a plan's items, texts and statuses that look like something and match no term, the most frequent first."""
    places: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for measure in plan.measures:
        for listing in measure.listings:
            for column in ("item", "text", "status"):
                if passage := listing.row.passage(column):
                    for kind, word in _unknown_words(passage.raw, matcher):
                        places[kind, word].append(passage.cells[0].place)
            if bureau := listing.row.passage("bureau"):
                for name, _, _ in bureau_names(bureau, marks):
                    if not looks_like_bureau(name):
                        places["bureau", name].append(bureau.cells[0].place)
    found = [Unknown(kind, word, len(where), tuple(where[:_PLACES])) for (kind, word), where in places.items()]
    return sorted(found, key=lambda one: ([*_SHAPES, "bureau"].index(one.looks_like), -one.times, one.word))


def _unknown_words(raw: str, matcher: Matcher) -> list[tuple[str, str]]:
    """Return (what it looks like, word) of a cell, the words as they stand."""
    folded = fold(raw)
    spans = matcher.spans(folded.text)
    words: list[tuple[str, str]] = []
    for kind, pattern in _PATTERNS.items():
        for match in pattern.finditer(folded.text):
            if not _is_known(kind, match.start(), match.end(), spans):
                start, end = folded.raw_span(match.start(), match.end())
                words.append((kind, "".join(raw[start:end].split()).strip("「」・")))
    return words


def _is_known(kind: str, start: int, end: int, spans: set[tuple[int, int]]) -> bool:
    """Whether a known word reaches to a body's end (its head is its last word), or touches a group or programme at all."""
    if kind == "organisation":
        return any(a < end <= b for a, b in spans)
    return any(a < end and start < b and b - a > 2 for a, b in spans)


def unknown_to_toml(found: list[Unknown]) -> str:
    """Return the words as TOML that can be pasted into a file of local terms once each has its id and English name."""
    parts = ["# id: a new one, or that of a term that is there (then leave ja and en out)\n"]
    for one in found:
        lines = ", ".join(str(place.line) for place in one.places) + (" …" if one.times > len(one.places) else "")
        if one.looks_like in ("group", "organisation"):
            parts.append(
                f'\n# {one.times} ×, line {lines}\n[[{one.looks_like}]]\nid = ""\nja = "{one.word}"\nen = ""\ncues = ["{one.word}"]\n'
            )
        else:
            parts.append(f"\n# {one.looks_like}: {one.word} ({one.times} ×, line {lines})\n")
    return "".join(parts)
