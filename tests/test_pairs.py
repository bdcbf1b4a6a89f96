"""overlap-pairs computed a second time: every pair of generated plans by its definition, rung, terms, score and tally."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_model.taxonomy import read_taxonomies
from queries import rarity
from queries.facts import graph_to_facts
from queries.run import answer_query, find_query
from tests.generated_plans import wide_plans
from tests.graphs import graph_of, measure_id

VOCABULARIES = read_taxonomies()
HALF = {f"group:{term.id}" for term in VOCABULARIES["groups"].terms if term.facet in ("reference", "other")} | {
    f"support:{term.id}" for term in VOCABULARIES["supports"].terms if not term.service
}
"""Terms that tell little: for women in general, for staff; what builds the system. Where both have one it counts half."""
FORUMS = {f"organisation:{term.id}" for term in VOCABULARIES["organisations"].terms if term.body == "forum"}
PREFIX = {"groups": "group", "supports": "support", "partners": "organisation"}
POINTS = {"groups": 20, "supports": 30, "partners": 30, "forum": 14, "item": 20, "text": 160, "owner": 3}

Plan = list[dict[str, Any]]


def names(measure: dict[str, Any], kind: str) -> set[str]:
    """Return the ids of what a measure has of a kind."""
    return {f"{PREFIX[kind]}:{name}" for name in measure[kind]}


def tier(plan: Plan, kind: str, term: str) -> int:
    """Return how often the number of a term's measures can be doubled before it exceeds the plan's."""
    held, times = sum(term in names(measure, kind) for measure in plan), 0
    while held * 2 ** (times + 1) <= len(plan):
        times += 1
    return times


def likeness(plan: Plan, i: int, j: int) -> tuple[int, int]:
    """Return thousandths of likeness and the length of the run of two measures."""
    return next(((round(score * 1000), length) for other, score, length in plan[i]["similar"] if other == j + 1), (0, 0))


def plain_rung(plan: Plan, i: int, j: int) -> str:
    """Return the rung of a pair by the words of the ladder."""
    a, b = plan[i], plan[j]
    alike, run = likeness(plan, i, j)
    group, support, partner = (bool(set(a[kind]) & set(b[kind])) for kind in ("groups", "supports", "partners"))
    if run >= 26:
        return "same_act"
    if group and support:
        partnered = partner or not (a["partners"] or b["partners"])
        return "duplication" if partnered and alike >= 200 else "overlap"
    if partner:
        return "same_means"
    return "fragmentation" if group and not set(a["bureaus"]) & set(b["bureaus"]) else "none"


def plain_terms(plan: Plan, i: int, j: int) -> list[tuple[str, list[str], int]]:
    """Return the terms of a pair's score that are not nothing: name, what both have, points."""
    a, b = plan[i], plan[j]
    terms = []
    for kind in PREFIX:
        mine, theirs = names(a, kind), names(b, kind)
        full = {term: 2 * (1 + tier(plan, kind, term)) for term in mine | theirs}
        both = sum(full[term] / 2 if term in HALF else full[term] for term in mine & theirs)
        if mine & theirs:
            of = sum(full[term] for term in mine) + sum(full[term] for term in theirs)
            terms.append((kind, sorted(mine & theirs), int(POINTS[kind] * 2 * both) // of))
    meetings = {term: tier(plan, "partners", term) for term in names(a, "partners") & names(b, "partners") & FORUMS}
    if sum(meetings.values()):
        terms.append(("forum", sorted(meetings), 14 * sum(meetings.values())))
    if a["item"] and a["item"] == b["item"]:
        terms.append(("item", [], 20))
    if alike := likeness(plan, i, j)[0]:
        terms.append(("text", [], 160 * alike // 1000))
    if a["bureaus"] and b["bureaus"] and not set(a["bureaus"]) & set(b["bureaus"]):
        terms.append(("owner", [], 3))
    return terms


def plain_rows(plan: Plan, pairs: list[tuple[int, int]]) -> list[tuple[int, int, int, str, list[tuple[str, list[str], int]]]]:
    """Return pairs that stand on a rung, by score, then in the plan's order."""
    rows = []
    for i, j in pairs:
        if (rung := plain_rung(plan, i, j)) != "none":
            terms = plain_terms(plan, i, j)
            rows.append((-sum(points for *_, points in terms), i, j, rung, terms))
    return sorted(rows, key=lambda row: row[:3])


def listed(answer: dict[str, Any]) -> list[tuple[int, int, int, str, list[tuple[str, list[str], int]]]]:
    """Return an answer's rows in the same form."""
    at = {measure_id(number): number - 1 for number in range(1, 100)}
    return [
        (-row["score"], at[row["a"]], at[row["b"]], row["rung"], [(term["term"], term["ids"], term["points"]) for term in row["terms"]])
        for row in answer["rows"]
    ]


@settings(max_examples=80, deadline=None)
@given(wide_plans())
def test_every_pair_is_what_the_definition_says(plan: Plan) -> None:
    """Rungs, terms, scores and order; the tally counts all pairs; points can be worked out from what is printed."""
    answer = answer_query(find_query("overlap-pairs"), graph_to_facts(graph_of(plan)), {})
    pairs = list(combinations(range(len(plan)), 2))
    assert plain_rows(plan, pairs) == listed(answer)
    rungs = [plain_rung(plan, i, j) for i, j in pairs]
    assert {rung: rungs.count(rung) for rung in answer["denominator"]["by_state"]} == answer["denominator"]["by_state"]
    assert (len(pairs), len(pairs) - rungs.count("none")) == (answer["denominator"]["total"], answer["total_rows"])
    for row in answer["rows"]:
        assert row["a"] != row["b"] and row["score"] == sum(term["points"] for term in row["terms"])
        assert all(term["points"] == term["weight"] * term["value"] // term["of"] for term in row["terms"])


@settings(max_examples=40, deadline=None)
@given(wide_plans(), st.integers(0, 9), st.sampled_from(["overlap", "same_means", None]), st.integers(1, 8))
def test_fewer_pairs_are_the_first_of_all(plan: Plan, top: int, rung: str | None, number: int) -> None:
    """`top`, `rung` and `measure` choose among the same pairs in the same order; the tally stays."""
    facts, query = graph_to_facts(graph_of(plan)), find_query("overlap-pairs")
    every, one = answer_query(query, facts, {"top": 999}), measure_id(number)
    some = answer_query(query, facts, {"top": top, "rung": rung, "measure": one})
    fitting = [row for row in every["rows"] if one in (row["a"], row["b"]) and rung in (None, row["rung"])]
    assert (fitting[:top], every["denominator"]) == (some["rows"], some["denominator"])


@settings(max_examples=40, deadline=None)
@given(wide_plans(most=9))
def test_a_crowd_makes_no_pair_to_list(plan: Plan) -> None:
    """With a crowd of three, pairs are listed once each: like texts, or an item or a term that at most three measures have."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rarity, "CROWD", 3)
        answer = answer_query(find_query("overlap-pairs"), graph_to_facts(graph_of(plan)), {})
    holds = [
        {*names(m, "groups"), *names(m, "supports"), *names(m, "partners"), *({"item " + m["item"]} if m["item"] else ())} for m in plan
    ]
    rare = {term for term in set().union(*holds) if sum(term in held for held in holds) <= 3}
    similar = {(i, other - 1) for i, m in enumerate(plan) for other, _, _ in m["similar"]}
    pairs = [(i, j) for i, j in combinations(range(len(plan)), 2) if holds[i] & holds[j] & rare or (i, j) in similar]
    assert plain_rows(plan, pairs) == listed(answer)
    rungs = [plain_rung(plan, i, j) for i, j in combinations(range(len(plan)), 2)]
    assert {rung: rungs.count(rung) for rung in answer["denominator"]["by_state"]} == answer["denominator"]["by_state"]
