"""Measures -> which texts are alike, and what each status text says. Pure, and linear in the text.

Two measures are compared by their own rows: 内容, and 取組状況 where it says something of its own (a relisting is the same
measure; items are compared by themselves). A row is the set of its character 3-grams, cut at punctuation, every figure read
as one; those that begin with hiragana are left out, as they are grammar mostly. A 3-gram weighs its inverse document
frequency (Spärck Jones 1972) over the plan's distinct rows, in units of one that a single other row has; a quarter of that
where it stands in the name of an organisation or in a phrase that such reports use of everything.

`score` is the weighted containment (Broder 1997): what both rows have, over the weight of the lighter one. A row lighter
than a usual one counts as a usual one, so that short rows are not alike for a few words; rows that are the same throughout
have 1. Rows are compared where they share several 3-grams that few rows have; of a 3-gram that many rows have, each is
compared with the one before it in the order of their words. A pair is kept where its score reaches THRESHOLD, each is
among the other's NEAREST, and they share a run of characters and not scattered words alone; measures with the same row are
linked in a ring where they are many. Nothing depends on the order of the measures.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cache
from itertools import chain
from math import log
from typing import NamedTuple

from graph_model.evidence import Passage, clip_words
from graph_model.plan import Measure
from loaders.cues import Matcher
from loaders.folding import fold
from loaders.runs import longest_shared_run
from loaders.saying import reports_something, statuses_to_says
from loaders.usual_words import USUAL_PHRASES

NEAREST = 10
"""A measure is linked with at most so many others."""
THRESHOLD = 0.11
_UNIT = 1000  # Weights are whole numbers, so that their sums do not depend on the order of adding.
_POOR = 4
_USUAL_ROW = 40 * _UNIT
_FEW_ROWS = 8
_SHARED = 5
_SHORTEST_RUN = 6
_HIRAGANA = frozenset(map(chr, range(0x3041, 0x3097)))
_FIGURE = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_BETWEEN = re.compile(r"\W+")


class Similar(NamedTuple):
    """Two measures, by their places in the plan, whose texts are alike; `shared_run` is shown as it stands and cut as quotes are."""

    first: int
    second: int
    score: float
    shared_run: str
    shared_length: int


class Likeness(NamedTuple):
    """What each measure's status text says (None: it has none), and which measures are alike."""

    says: tuple[str | None, ...] = ()
    similar: tuple[Similar, ...] = ()


class _Text(NamedTuple):
    """One distinct row: its cells and their folded words, its measures, the 3-grams that another row has too, and the weight of all its 3-grams."""

    words: tuple[str, ...]
    passages: tuple[Passage, ...]
    measures: list[int]
    grams: list[str]
    weight: int


def measures_to_likeness(measures: Sequence[Measure], matcher: Matcher) -> Likeness:
    """Return what the status texts of a plan's measures say, and which of the measures are alike, by their places."""
    says = statuses_to_says([passage.raw if (passage := measure.row.passage("status")) else None for measure in measures])
    texts = _distinct(measures, says)
    if not texts:
        return Likeness(tuple(says))
    texts, weights = _weighed(texts, matcher)
    alike = [found for a, b, score in _mutual(texts, _scores(texts, weights)) for found in _rows_to_similar(texts, a, b, score)]
    copies = [found for text in texts for found in _copies_to_similar(text)]
    return Likeness(tuple(says), tuple(sorted(alike + copies)))


def _distinct(measures: Sequence[Measure], says: Sequence[str | None]) -> list[_Text]:
    """Return the distinct rows in the order of their words, each with its measures in the order of their numbers."""
    texts: dict[tuple[str, ...], _Text] = {}
    for at in sorted(range(len(measures)), key=lambda at: measures[at].key):
        columns = ("text", "status") if reports_something(says[at]) else ("text",)
        passages = tuple(passage for column in columns if (passage := measures[at].row.passage(column)))
        words = tuple(fold(passage.raw).text for passage in passages)
        if words:
            texts.setdefault(words, _Text(words, passages, [], [], 0)).measures.append(at)
    return [texts[words] for words in sorted(texts)]


def _grams(words: Iterable[str], known: dict[str, str]) -> list[str]:
    """Return the 3-grams of folded words; `known` keeps one string of each for the whole plan."""
    clauses = [clause for text in words for clause in _BETWEEN.split(_FIGURE.sub("0", text))]
    found = {clause[at : at + 3] for clause in clauses for at in range(len(clause) - 2) if clause[at] not in _HIRAGANA}
    return list(map(known.setdefault, found, found))


@cache
def _usual_grams() -> frozenset[str]:
    return frozenset(_grams(USUAL_PHRASES, {}))


class _Weights:
    """What each 3-gram of a plan's distinct rows weighs, and how many rows have it."""

    def __init__(self, rows: list[list[str]], poor: Set[str]) -> None:
        self.rows_with = Counter(chain.from_iterable(rows))
        total = log(len(rows) + 1)
        by_rows = [round(_UNIT * (total - log(max(1, count - 1))) / total) for count in range(len(rows) + 1)]
        self.of = {gram: by_rows[count] // _POOR if gram in poor else by_rows[count] for gram, count in self.rows_with.items()}


def _weighed(texts: list[_Text], matcher: Matcher) -> tuple[list[_Text], _Weights]:
    """Return the rows with their 3-grams and weights, and what each 3-gram weighs."""
    known: dict[str, str] = {}
    rows = [_grams(text.words, known) for text in texts]
    names = {name for text in texts for words in text.words for name in matcher.organisation_names(words)}
    weights = _Weights(rows, _usual_grams().union(_grams(names, known)))
    of, rows_with = weights.of, weights.rows_with
    return [
        text._replace(grams=[gram for gram in grams if rows_with[gram] > 1], weight=sum(map(of.__getitem__, grams)))
        for text, grams in zip(texts, rows, strict=True)
    ], weights


def _scores(texts: list[_Text], weights: _Weights) -> Iterator[tuple[int, int, float]]:
    """Yield (row, later row, score) of the rows that are compared, where the score reaches the threshold."""
    seen: dict[str, list[int]] = {}
    of, rows_with = weights.of, weights.rows_with
    for at, text in enumerate(texts):
        met: list[int] = []
        for gram in text.grams:
            rows = seen.get(gram)
            if rows is None:
                seen[gram] = [at]
                continue
            met += rows
            if rows_with[gram] > _FEW_ROWS:
                rows[0] = at
            else:
                rows.append(at)
        if candidates := [other for other, count in Counter(met).items() if count >= _SHARED]:
            own = {gram: of[gram] for gram in text.grams}
            for other in candidates:
                both = sum(filter(None, map(own.get, texts[other].grams)))
                score = round(both / max(_USUAL_ROW, min(text.weight, texts[other].weight)), 3)
                if score >= THRESHOLD:
                    yield other, at, score


def _mutual(texts: list[_Text], scores: Iterable[tuple[int, int, float]]) -> Iterator[tuple[int, int, float]]:
    """Yield the rows that are among one another's nearest; a row counts as often as measures have it.

    Of equal scores the row that is nearer in the order of words comes first, so that many rows alike are linked evenly.
    """
    near: dict[int, list[tuple[float, int, int]]] = {}
    for a, b, score in scores:
        near.setdefault(a, []).append((-score, b - a, b))
        near.setdefault(b, []).append((-score, b - a, a))
    kept: dict[int, dict[int, float]] = {}
    for at, others in near.items():
        room = NEAREST + 1 - len(texts[at].measures)
        kept[at] = {}
        for negative, _, other in sorted(others):
            if len(texts[other].measures) <= room:
                room -= len(texts[other].measures)
                kept[at][other] = -negative
    for a in sorted(kept):
        yield from ((a, b, score) for b, score in kept[a].items() if a < b and a in kept[b])


def _rows_to_similar(texts: list[_Text], a: int, b: int, score: float) -> Iterator[Similar]:
    """Yield the measures of two rows as similar, where the rows have a run of some length and not scattered words alone."""
    ours, theirs = texts[a], texts[b]
    cell, start, other, there, length = longest_shared_run(ours.words, theirs.words)
    if length < _SHORTEST_RUN:
        return
    shown = min(_shown(ours.passages[cell], start, length), _shown(theirs.passages[other], there, length))
    for first in ours.measures:
        yield from (Similar(min(first, second), max(first, second), score, shown, length) for second in theirs.measures)


def _copies_to_similar(text: _Text) -> Iterator[Similar]:
    """Yield the measures of one row as similar: each and the five after it, the last and the first again."""
    many = len(text.measures)
    length = max(map(len, text.words))
    if many == 1 or length < _SHORTEST_RUN:
        return
    shown = _shown(text.passages[[len(words) for words in text.words].index(length)], 0, length)
    steps = range(1, min(NEAREST // 2, many // 2) + 1)
    pairs = {frozenset((text.measures[at], text.measures[(at + step) % many])) for at in range(many) for step in steps}
    yield from (Similar(min(pair), max(pair), 1.0, shown, length) for pair in pairs)


def _shown(passage: Passage, start: int, length: int) -> str:
    """Return the document's own words of a run, cut as quotes are."""
    low, high = fold(passage.raw).raw_span(start, start + length)
    return clip_words(passage.raw[low:high].strip())
