"""gap-stars: ★ by client group. gap-silos: bureaus on their own. And the flips of all questions on who stands alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from graph_model.taxonomy import read_taxonomies
from loaders.assemble import LoadedPlan
from queries.facts import graph_to_facts
from queries.run import answer_query, find_query
from tests.generated_plans import COLUMNS, PLANS
from tests.graphs import graph_of
from tests.test_catalogue import apply_flip, verdict

GROUPS = [term.id for term in read_taxonomies()["groups"].terms if term.facet in ("person", "harm", "situation")]


def ask(name: str, graph: Any, **parameters: Any) -> dict[str, Any]:
    """Return an answer on a graph."""
    return answer_query(find_query(name), graph_to_facts(graph), parameters)


def stars(graph: Any) -> dict[str, tuple[str, int, int]]:
    """Return state, ★ measures and all measures by group."""
    return {row["group"].split(":")[1]: (row["state"], row["count"], row["total"]) for row in ask("gap-stars", graph)["rows"]}


def silos(graph: Any) -> dict[str, str]:
    """Return the silos and whom they serve."""
    return {row["bureau"].split("/")[1]: row["group"].split(":")[1] for row in ask("gap-silos", graph)["rows"]}


def test_stars_by_hand() -> None:
    """Groups without ★ come first, those named most before the others; without any ★ in the plan nothing is said."""
    plan = [{"groups": ["youth"]}, {"groups": ["youth"]}, {"groups": ["dv_survivors", "supporters"], "star": True}]
    found = stars(graph_of(plan))
    assert (("none", 0, 2), ("starred", 1, 1), ("none", 0, 0)) == (found["youth"], found["dv_survivors"], found["job_seekers"])
    assert ("youth", "dv_survivors") == (next(iter(found)), list(found)[-1])
    assert {"not_assessed"} == {state for state, _, _ in stars(graph_of(plan[:2])).values()}
    unread = stars(graph_of(plan, columns=("number", "text", "status", "bureau")))
    assert ("not_assessed", "starred") == (unread["youth"][0], unread["dv_survivors"][0])


def test_silos_by_hand() -> None:
    """One group, no measure in common, no body in common; a meeting and an own office tie as a partner does."""
    own, other = {"groups": ["youth", "supporters"], "bureaus": ["甲局"]}, {"groups": ["youth", "dv_survivors"], "bureaus": ["乙局"]}
    assert {"甲局": "youth"} == silos(graph_of([own, other]))
    for body in ("npo", "womens_support_center", "coordination_council"):
        assert {} == silos(graph_of([own | {"partners": [body]}, other | {"partners": [body]}]))
        assert {"甲局": "youth"} == silos(graph_of([own | {"partners": [body]}, other]))
    assert {} == silos(graph_of([own, own | {"groups": ["dv_survivors"]}]))
    assert {} == silos(graph_of([own, {"groups": [], "bureaus": ["甲局", "乙局"]}]))


def test_a_bureau_that_stands_in_another_ones_measure_is_no_silo() -> None:
    """警視庁 owns measures, and is the police that others work with."""
    police = {"groups": ["youth"], "bureaus": ["警視庁"]}
    other = {"groups": ["dv_survivors"], "bureaus": ["乙局"]}
    assert {"警視庁": "youth", "乙局": "dv_survivors"} == silos(graph_of([police, other]))
    assert {} == silos(graph_of([police, other | {"partners": ["police"]}]))


# A second computation, from the definitions alone: slow, plain, and sharing no code with the questions.


@settings(max_examples=60, deadline=None)
@given(PLANS, COLUMNS)
def test_stars_agree_with_a_second_computation(measures: list[dict[str, Any]], columns: tuple[str, ...]) -> None:
    """Every group of generated plans is what the definition says."""
    found = stars(graph_of(measures, columns=columns))
    assert set(GROUPS) == set(found)
    for group in GROUPS:
        naming = [m for m in measures if group in m["groups"]]
        marked = [m for m in naming if m["star"]]
        known = {"item", "status"} <= set(columns) and any(m["star"] for m in measures)
        assert ("starred" if marked else "none" if known else "not_assessed", len(marked), len(naming)) == found[group]


@settings(max_examples=80, deadline=None)
@given(PLANS, COLUMNS)
def test_silos_agree_with_a_second_computation(measures: list[dict[str, Any]], columns: tuple[str, ...]) -> None:
    """Every bureau of generated plans is what the definition says."""
    expected = {}
    bureaus = {bureau for m in measures for bureau in m["bureaus"]}
    for bureau in bureaus:
        mine = [m for m in measures if bureau in m["bureaus"]]
        served = {group for m in mine for group in m["groups"] if group in GROUPS}
        tied = any(len(m["bureaus"]) > 1 for m in mine)
        for other in (m for m in measures if set(m["bureaus"]) - {bureau}):
            tied = tied or any(set(m["partners"]) & set(other["partners"]) for m in mine)
            tied = tied or (bureau == "警視庁" and "police" in other["partners"])
        tied = tied or (bureau != "警視庁" and "警視庁" in bureaus and any("police" in m["partners"] for m in mine))
        if len(served) == 1 and not tied and {"item", "status", "bureau"} <= set(columns):
            expected[bureau] = served.pop()
    graph = graph_of(measures, columns=columns)
    assert expected == silos(graph)
    assert len(bureaus) == ask("gap-silos", graph)["denominator"]["total"]


@pytest.mark.parametrize(
    "name", ["gap-sole-bureau", "gap-sole-partner", "gap-no-partner", "gap-no-group", "gap-not-operating", "gap-stars", "gap-silos"]
)
@settings(max_examples=60, deadline=None)
@given(measures=PLANS)
def test_a_flip_flips_on_generated_plans(name: str, measures: list[dict[str, Any]]) -> None:
    """Applied to the graph, what a fragile finding names changes its state or takes it away."""
    graph = graph_of(measures)
    for row in ask(name, graph)["rows"]:
        if row["robust"] == "fragile":
            after = {other["finding"]: other for other in ask(name, apply_flip(graph, row["flip"]))["rows"]}.get(row["finding"])
            assert after is None or verdict(after) != verdict(row), row


# Read in the report itself: numbers and short terms.


def test_stars_in_tokyo(tokyo: LoadedPlan) -> None:
    """31 measures have ★: 1 5 6 9 21 22 24 28 46 49 51 53 54 59 62 66 68 74 77 82 84 85 88 94-96 98 101-104.

    None of them names 配偶者等暴力 (10 17 20 25 26 31 92 99 100 105-107 112 114), 精神 (8 13 14 17-19 32-35), 性暴力 (15 16
    112 113), 障害 (35-37), ひとり親 (38 39) or トランスジェンダー女性 (7). 若年女性 has 82 and 84; 外国籍 has 95.
    """
    rows = {row["group"].split(":")[1]: row for row in ask("gap-stars", tokyo.graph)["rows"]}
    for group in (
        "dv_survivors",
        "mental_health",
        "sexual_violence_survivors",
        "people_with_disabilities",
        "single_parents",
        "transgender_women",
    ):
        assert ("none", []) == (rows[group]["state"], rows[group]["measures"])
    assert ["82", "84"] == [one.rpartition("/")[2] for one in rows["young_women"]["measures"]]
    assert ["95"] == [one.rpartition("/")[2] for one in rows["foreign_nationals"]["measures"]]


def test_no_bureau_of_tokyo_is_a_silo(tokyo: LoadedPlan) -> None:
    """Eight bureaus. 総務局 (15) and 教育庁 (69, 111) serve one group each, but share bodies with 福祉局.

    15 with 16: the one-stop centre; 69 with 68: スクールソーシャルワーカー. The others serve more than one group.
    """
    answer = ask("gap-silos", tokyo.graph)
    assert ([], {"silo": 0, "not_silo": 8, "not_assessed": 0}) == (answer["rows"], answer["denominator"]["by_state"])
