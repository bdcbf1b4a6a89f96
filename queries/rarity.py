"""What two measures share, in whole points: the one place where the weights of the overlap question stand.

A group, support or partner weighs the more, the fewer measures of the plan have it: its tier is the number of times that
the number of its measures can be doubled before it exceeds the number of all measures (119 measures: 60 and more have tier
0, 30 to 59 tier 1, …, one alone tier 6), a whole-number form of inverse document frequency (Spärck Jones 1972). What both
have is set against what each has as in Dice's coefficient (Dice 1945), kind by kind, so that two measures that name much
are not alike for that reason alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from queries.facts import PlanFacts

WEIGHTS = {"groups": 20, "supports": 30, "partners": 30, "forum": 14, "item": 20, "text": 160, "owner": 3}
"""Points for all of a kind shared; for each tier of a meeting shared; for the same item; for a text alike by 1; for different owners."""
CROWD = 200
"""A group, support, partner or item that more measures have than this makes no pair to list by itself; such pairs are counted."""


def tier_of(measures: int, total: int) -> int:
    """Return how often `measures` can be doubled before it exceeds `total`."""
    return (total // measures).bit_length() - 1 if measures else 0


class Profile(NamedTuple):
    """What one measure brings to a pair, by kind: its terms, and the sum of their full weights."""

    terms: dict[str, frozenset[str]]
    totals: dict[str, int]


class Rarity(NamedTuple):
    """The plan's terms weighed: `full` (two for each step from tier 0 on), `counted` (half of it for what is no client group or service), `tiers`."""

    full: dict[str, int]
    counted: dict[str, int]
    tiers: dict[str, int]
    profiles: dict[str, Profile]
    holders: dict[str, list[str]]


def facts_to_rarity(facts: PlanFacts) -> Rarity:
    """Return the weights of a plan's terms and each measure's profile."""
    kinds = {"groups": facts.groups, "supports": facts.supports, "partners": facts.partners}
    holders: dict[str, list[str]] = {}
    for measure in facts.measures:
        for targets in kinds.values():
            for term in targets[measure]:
                holders.setdefault(term, []).append(measure)
    tiers = {term: tier_of(len(found), len(facts.measures)) for term, found in holders.items()}
    full = {term: 2 * (1 + tier) for term, tier in tiers.items()}
    telling = {*facts.client_groups, *facts.services}
    counted = {term: weight if term in telling or term.startswith("organisation:") else weight // 2 for term, weight in full.items()}
    profiles = {
        measure: Profile(
            {kind: targets[measure] for kind, targets in kinds.items()},
            {kind: sum(full[term] for term in targets[measure]) for kind, targets in kinds.items()},
        )
        for measure in facts.measures
    }
    return Rarity(full, counted, tiers, profiles, holders)


def pair_kinds(signature: tuple[frozenset[str], ...], kinds: Iterable[int]) -> list[tuple[tuple[str, ...], int]]:
    """Return every choice of a non-empty part of each kind of a signature, with the sign that inclusion and exclusion gives it."""
    keys: list[tuple[tuple[str, ...], int]] = [((), 1)]
    for kind in kinds:
        parts: list[tuple[tuple[str, ...], int]] = [((), -1)]
        for term in sorted(signature[kind]):
            parts += [((*part, term), -sign) for part, sign in parts]
        keys = [((*key, *part), sign * other) for key, sign in keys for part, other in parts[1:]]
    return keys


def count_sharing(signatures: Counter[tuple[frozenset[str], ...]], kinds: tuple[int, ...]) -> int:
    """Return how many pairs of measures share something of each of these kinds, without looking at any pair.

    By inclusion and exclusion over the parts of what each measure has: linear in the measures, whatever they share.
    """
    holders: Counter[tuple[str, ...]] = Counter()
    signs: dict[tuple[str, ...], int] = {}
    for signature, times in signatures.items():
        for key, sign in pair_kinds(signature, kinds):
            holders[key] += times
            signs[key] = sign
    return sum(signs[key] * times * (times - 1) // 2 for key, times in holders.items())
