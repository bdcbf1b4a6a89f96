"""What two measures share, in whole points: the one place where the weights of the overlap question stand.

A group, support or partner weighs the more, the fewer measures of the plan have it: its tier is the number of times that
the number of its measures can be doubled before it exceeds the number of all measures (119 measures: 60 and more have tier
0, 30 to 59 tier 1, …, one alone tier 6), a whole-number form of inverse document frequency (Spärck Jones 1972). What both
have is set against what each has as in Dice's coefficient (Dice 1945), kind by kind, so that two measures that name much
are not alike for that reason alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from queries.facts import PlanFacts

WEIGHTS = {"groups": 20, "supports": 30, "partners": 30, "forum": 14, "item": 20, "text": 160, "owner": 3}
"""Points for all of a kind shared; for each tier of a meeting shared; for the same item; for a text alike by 1; for different owners."""
KINDS = ("groups", "supports", "partners")
GROUPS, SUPPORTS, PARTNERS = range(3)
CROWD = 200
"""A group, support, partner or item that more measures have than this makes no pair to list by itself; such pairs are counted."""


def tier_of(measures: int, total: int) -> int:
    """Return how often `measures` can be doubled before it exceeds `total`."""
    return (total // measures).bit_length() - 1 if measures else 0


class Weight(NamedTuple):
    """What a term is worth: of which kind it is (a place in KINDS), in full, what it counts where both measures have it, and its tier if it is a meeting."""

    kind: int
    full: int
    counted: int
    forum: int


class Profile(NamedTuple):
    """What one measure brings to a pair: its terms, the sum of their full weights by kind, its item, and its owners."""

    terms: frozenset[str]
    totals: tuple[int, ...]
    item: str | None
    owners: frozenset[str]


class Rarity(NamedTuple):
    """The plan's terms weighed, the measures in order as profiles, and the places of the measures that have each term."""

    weights: dict[str, Weight]
    profiles: list[Profile]
    holders: dict[str, list[int]]


def facts_to_rarity(facts: PlanFacts) -> Rarity:
    """Return the weights of a plan's terms and each measure's profile.

    A term weighs two for each step from tier 0 on; where both have it, half of that if it is no client group and no service.
    """
    links = (facts.groups, facts.supports, facts.partners)
    holders: dict[str, list[int]] = {}
    kinds: dict[str, int] = {}
    for at, measure in enumerate(facts.measures):
        for kind, targets in enumerate(links):
            for term in targets[measure]:
                holders.setdefault(term, []).append(at)
                kinds[term] = kind
    telling = {*facts.client_groups, *facts.services}
    weights: dict[str, Weight] = {}
    for term, found in holders.items():
        tier = tier_of(len(found), len(facts.measures))
        full = 2 * (1 + tier)
        forum = tier if kinds[term] == PARTNERS and facts.body(term) == "forum" else 0
        weights[term] = Weight(kinds[term], full, full if kinds[term] == PARTNERS or term in telling else full // 2, forum)
    profiles = [
        Profile(
            frozenset().union(*(targets[measure] for targets in links)),
            tuple(sum(weights[term].full for term in targets[measure]) for targets in links),
            facts.graph.nodes[measure].get("item"),
            frozenset(facts.bureaus[measure]),
        )
        for measure in facts.measures
    ]
    return Rarity(weights, profiles, holders)


def rare_crowds(rarity: Rarity) -> list[list[int]]:
    """Return the places of the measures that share an item or a term, for each that at most CROWD of them have."""
    items: dict[str, list[int]] = {}
    for at, profile in enumerate(rarity.profiles):
        if profile.item is not None:
            items.setdefault(profile.item, []).append(at)
    return [crowd for crowd in (*items.values(), *rarity.holders.values()) if 1 < len(crowd) <= CROWD]


class Sharing:
    """For each measure, which earlier ones share a group, a support, a partner or an owner with it: one bit a measure.

    A term's bits are as long as the plan, and no pair is made: memory grows with the terms that are in use.
    """

    def __init__(self, kinds: Sequence[Mapping[str, Iterable[str]]], measures: Sequence[str]) -> None:
        """Take the terms of each measure, kind by kind."""
        self.measures = measures
        self.kinds = kinds
        self.bits: list[dict[str, int]] = []
        for terms in kinds:
            marks: dict[str, bytearray] = {}
            for at, measure in enumerate(measures):
                for term in terms[measure]:
                    marks.setdefault(term, bytearray(len(measures) // 8 + 1))[at >> 3] |= 1 << (at & 7)
            self.bits.append({term: int.from_bytes(mark, "little") for term, mark in marks.items()})

    def earlier(self) -> Iterator[list[int]]:
        """Yield, for each measure in order, the earlier measures that share something with it, kind by kind."""
        for at, measure in enumerate(self.measures):
            below = (1 << at) - 1
            found = []
            for terms, bits in zip(self.kinds, self.bits, strict=True):
                together = 0
                for term in terms[measure]:
                    together |= bits[term]
                found.append(together & below)
            yield found
