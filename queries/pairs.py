"""Pairs of measures: how alike they are, the rung of the ladder on which they stand, and the terms of their score."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from queries.facts import PlanFacts
from queries.rarity import KINDS, PARTNERS, WEIGHTS, Profile, Rarity, rare_crowds

RUNGS = ("same_act", "duplication", "overlap", "same_means", "fragmentation")
ALIKE = 200
"""Thousandths of text likeness from which two texts count as alike on the rung of duplication."""
ACT = 26
"""Characters of a run that both have, from which it is one act reported twice: longer than names of bodies and programmes."""


class Likeness(NamedTuple):
    """How alike the texts of two measures are: thousandths, the length of the longest run that both have, and its words."""

    thousandths: int
    length: int
    run: str


UNLIKE = Likeness(0, 0, "")


def text_likeness(facts: PlanFacts) -> dict[tuple[int, int], Likeness]:
    """Return the likeness of every pair that has a SIMILAR_TEXT link, by the places of its measures in the plan."""
    found: dict[tuple[int, int], Likeness] = {}
    at = {measure: place for place, measure in enumerate(facts.measures)}
    for measure, other, data in facts.graph.out_edges(facts.measures, data=True):
        if data["kind"] == "SIMILAR_TEXT" and other in at:
            found[min(at[measure], at[other]), max(at[measure], at[other])] = _likeness(data)
    return found


def _likeness(data: dict[str, Any]) -> Likeness:
    return Likeness(round(data["score"] * 1000), data["shared_length"], data["shared_run"])


def pair_rung(shared: Sequence[object], a: Profile, b: Profile, like: Likeness) -> str | None:
    """Return the rung of a pair that shares these groups, supports and partners (empty or zero for none); None where it is on none.

    same_act: a long run of text in both. duplication: the same group, support and partner (or neither names a partner), and
    like texts. overlap: the same group and the same support. same_means: the same body, forum or programme.
    fragmentation: the same group, and no owner in common.
    """
    groups, supports, partners = shared
    if like.length >= ACT:
        return "same_act"
    if groups and supports:
        partnered = partners or not (a.totals[PARTNERS] or b.totals[PARTNERS])
        return "duplication" if partnered and like.thousandths >= ALIKE else "overlap"
    if partners:
        return "same_means"
    if groups and a.owners.isdisjoint(b.owners):
        return "fragmentation"
    return None


def pair_values(
    rarity: Rarity, shared: Iterable[str], a: Profile, b: Profile, like: Likeness
) -> tuple[list[int], list[tuple[str, int, int]]]:
    """Return what a pair shares, by kind, and the terms of its score that are not nothing: name, value, and of how much."""
    values, forum = [0, 0, 0], 0
    for term in shared:
        weight = rarity.weights[term]
        values[weight.kind] += weight.counted
        forum += weight.forum
    found = [(name, 2 * value, mine + theirs) for name, value, mine, theirs in zip(KINDS, values, a.totals, b.totals, strict=True) if value]
    if forum:
        found.append(("forum", forum, 1))
    if a.item is not None and a.item == b.item:
        found.append(("item", 1, 1))
    if like.thousandths:
        found.append(("text", like.thousandths, 1000))
    if a.owners and b.owners and a.owners.isdisjoint(b.owners):
        found.append(("owner", 1, 1))
    return values, found


def points_of(name: str, value: int, of: int) -> int:
    """Return the points of a term: weight × value ÷ of, rounded down."""
    return WEIGHTS[name] * value // of


def text_likeness_of(facts: PlanFacts, a: str, b: str) -> Likeness:
    """Return the likeness of one pair."""
    for start, end in ((a, b), (b, a)):
        if data := (facts.graph.get_edge_data(start, end) or {}).get("SIMILAR_TEXT"):
            return _likeness(data)
    return UNLIKE


def candidates(facts: PlanFacts, rarity: Rarity, likeness: Collection[tuple[int, int]], only: str | None) -> Iterator[tuple[int, int]]:
    """Yield the pairs that may be listed, each once: alike in text, of the same item, or sharing a term that no crowd has.

    A pair of several crowds comes with the first of them, so that nobody has to keep the pairs that were seen.
    """
    one = facts.measures.index(only) if only in facts.measures else None
    if only is not None and one is None:
        return
    yield from (pair for pair in likeness if one is None or one in pair)
    crowds = [crowd for crowd in rare_crowds(rarity) if one is None or one in crowd]
    member: list[list[int]] = [[] for _ in facts.measures]
    for number, crowd in enumerate(crowds):
        for at in crowd:
            member[at].append(number)
    within = [frozenset(found) for found in member]
    for number, crowd in enumerate(crowds):
        for pair in combinations(crowd, 2):
            if (one is None or one in pair) and pair not in likeness and min(within[pair[0]] & within[pair[1]]) == number:
                yield pair
