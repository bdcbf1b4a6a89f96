"""Gap questions computed a second time: slow, plain, from the definitions alone, sharing no code with the questions.

Whole rows are compared, in order, on generated plans; and what must hold whatever the plan is.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_model.norms import read_norms
from graph_model.taxonomy import read_taxonomies
from queries.catalogue import CATALOGUE
from queries.facts import graph_to_facts
from queries.run import answer_query, find_query
from tests.generated_plans import COLUMNS, wide_plans
from tests.graphs import GOALS, PLAN, graph_of, measure_id

TERMS = read_taxonomies()["groups"].terms
FACETS = {term.id: term.facet for term in TERMS}
GROUPS = [term.id for term in TERMS if term.facet in ("person", "harm", "situation")]
PARENTS = {frozenset((term.id, term.parent)) for term in TERMS if term.parent}
NORMS = [heading.id for heading in read_norms().headings]
STEPS = [norm for norm in NORMS if norm != "children"]
WORST_FIRST = ("absent", "general", "planned_only", "thin", "served", "not_assessed", "out_of_scope", "not_applicable")
CELL_QUESTIONS = ("gap-groups", "gap-cells", "gap-norm", "gap-goals", "gap-pathway", "gap-intersections")

Plan = list[dict[str, Any]]
Test = Callable[[dict[str, Any]], bool]


def ask(name: str, graph: Any, **parameters: Any) -> dict[str, Any]:
    """Return an answer on a graph."""
    return answer_query(find_query(name), graph_to_facts(graph), parameters)


def rows_of(name: str, plan: Plan, columns: tuple[str, ...], **parameters: Any) -> list[dict[str, Any]]:
    """Return an answer's rows without what is said of how solid they are, and without the finding's id."""
    rows = ask(name, graph_of(plan, columns=columns), **parameters)["rows"]
    return [{key: value for key, value in row.items() if key not in ("robust", "flip", "finding")} for row in rows]


def runs(measure: dict[str, Any]) -> bool:
    """Return whether a measure is in operation."""
    return measure["status"] in ("ongoing", "pilot")


def is_open(measure: dict[str, Any], group: str) -> bool:
    """Return whether a measure in operation is open to a group that it does not name."""
    facets = {FACETS[name] for name in measure["groups"]}
    if FACETS[group] == "situation":
        return runs(measure) and "reference" in facets and not facets & {"person", "harm", "situation"}
    return runs(measure) and bool(facets & {"reference", "situation"}) and not facets & {"person", "harm"}


def plain_cell(
    plan: Plan, columns: tuple[str, ...], thin: int, named: Test, general: Test, again: Test, applies: bool = True
) -> dict[str, Any]:
    """Return a cell's columns by the definition of its states."""
    ids = {id(measure): measure_id(number) for number, measure in enumerate(plan, 1)}
    naming = [measure for measure in plan if named(measure)]
    running = [measure for measure in naming if runs(measure)]
    stand_in = [] if running else [measure for measure in plan if general(measure)]
    if not applies:
        state = "not_applicable"
    elif "status" not in columns:
        state = "not_assessed"
    elif running:
        state = "served" if len(running) > thin else "thin"
    elif any(not measure["status"] for measure in naming):
        state = "not_assessed"
    elif naming:
        state = "planned_only"
    elif "item" not in columns:
        state = "not_assessed"
    else:
        state = "general" if stand_in else "absent"
    return {
        "state": state,
        "count": len(naming),
        "measures": [ids[id(measure)] for measure in naming],
        "planned": [ids[id(measure)] for measure in naming if not runs(measure)],
        "relisted": [ids[id(measure)] for measure in naming if again(measure)],
        "general": [ids[id(measure)] for measure in stand_in],
    }


def without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    """Return a row without some columns."""
    return {key: value for key, value in row.items() if key not in names}


def never(measure: dict[str, Any]) -> bool:
    """Return False: nothing is open."""
    return False


def owners(plan: Plan, named: Test) -> list[str]:
    """Return the bureaus of the measures that are named."""
    return sorted({f"bureau:x/{bureau}" for measure in plan if named(measure) for bureau in measure["bureaus"]})


@settings(max_examples=40, deadline=None)
@given(wide_plans(), COLUMNS, st.integers(0, 2))
def test_groups(plan: Plan, columns: tuple[str, ...], thin: int) -> None:
    """Worst first, then those named least, then in the vocabulary's order."""
    expected = []
    for group in GROUPS:

        def named(measure: dict[str, Any], group: str = group) -> bool:
            return group in measure["groups"]

        cell = plain_cell(plan, columns, thin, named, never, lambda m, group=group: group in m["again"])
        expected.append({"group": f"group:{group}", **without(cell, "general"), "bureaus": owners(plan, named)})
    expected.sort(key=lambda row: (WORST_FIRST.index(row["state"]), row["count"]))
    assert expected == rows_of("gap-groups", plan, columns, thin=thin)


@settings(max_examples=40, deadline=None)
@given(wide_plans(), COLUMNS, st.integers(0, 2))
def test_headings(plan: Plan, columns: tuple[str, ...], thin: int) -> None:
    """In the policy's order, with the groups that the measures under a heading name, and those that none of them names."""
    expected = []
    for norm in NORMS:

        def named(measure: dict[str, Any], norm: str = norm) -> bool:
            return norm in measure["norms"]

        cell = plain_cell(plan, columns, thin, named, never, lambda m, norm=norm: norm in m["again"])
        there = {group for measure in plan if named(measure) for group in measure["groups"]}
        expected.append(
            {
                "norm": f"norm:kokuji111/{norm}",
                **without(cell, "general"),
                "bureaus": owners(plan, named),
                "groups": [f"group:{group}" for group in GROUPS if group in there],
                "unnamed": [f"group:{group}" for group in GROUPS if group not in there],
            }
        )
    assert expected == rows_of("gap-norm", plan, columns, thin=thin)


@settings(max_examples=40, deadline=None)
@given(wide_plans(), COLUMNS, st.integers(0, 2))
def test_goals(plan: Plan, columns: tuple[str, ...], thin: int) -> None:
    """A measure counts in every goal that lists it; it stands there by relisting where its first goal is another."""
    expected = []
    for group in GROUPS:
        for goal in range(1, GOALS + 1):
            cell = plain_cell(
                plan,
                columns,
                thin,
                lambda m, group=group, goal=goal: group in m["groups"] and goal in m["goals"],
                lambda m, group=group, goal=goal: goal in m["goals"] and is_open(m, group),
                lambda m, goal=goal: m["goals"][0] != goal,
            )
            expected.append({"group": f"group:{group}", "goal": f"goal:{PLAN}/{goal}", **cell})
    expected.sort(key=lambda row: WORST_FIRST.index(row["state"]))
    assert expected == rows_of("gap-goals", plan, columns, thin=thin)


@settings(max_examples=40, deadline=None)
@given(wide_plans(), COLUMNS, st.integers(0, 2))
def test_pathways(plan: Plan, columns: tuple[str, ...], thin: int) -> None:
    """Group by group, step by step; help for children who come along is no step."""
    expected = []
    for group in GROUPS:
        for step, norm in enumerate(STEPS, 1):
            cell = plain_cell(
                plan,
                columns,
                thin,
                lambda m, group=group, norm=norm: group in m["groups"] and norm in m["norms"],
                lambda m, group=group, norm=norm: norm in m["norms"] and is_open(m, group),
                lambda m, group=group, norm=norm: bool({group, norm} & set(m["again"])),
            )
            expected.append({"group": f"group:{group}", "step": step, "norm": f"norm:kokuji111/{norm}", **cell})
    assert expected == rows_of("gap-pathway", plan, columns, thin=thin)


@settings(max_examples=40, deadline=None)
@given(wide_plans(), COLUMNS, st.integers(0, 2))
def test_intersections(plan: Plan, columns: tuple[str, ...], thin: int) -> None:
    """Worst first; among these the pairs whose rarer group is named most; a group and a part of it make no pair."""
    expected = []
    counts = {group: sum(group in measure["groups"] for measure in plan) for group in GROUPS}
    for a, b in combinations(GROUPS, 2):
        cell = plain_cell(
            plan,
            columns,
            thin,
            lambda m, a=a, b=b: a in m["groups"] and b in m["groups"],
            never,
            lambda m, a=a, b=b: bool({a, b} & set(m["again"])),
            frozenset((a, b)) not in PARENTS,
        )
        expected.append({"a": f"group:{a}", "b": f"group:{b}", **without(cell, "general"), "a_count": counts[a], "b_count": counts[b]})
    expected.sort(key=lambda row: (WORST_FIRST.index(row["state"]), -min(row["a_count"], row["b_count"])))
    assert expected == rows_of("gap-intersections", plan, columns, thin=thin)


@settings(max_examples=40, deadline=None)
@given(wide_plans(), wide_plans(most=1).filter(len), st.integers(0, 2))
def test_adding_a_measure_moves_no_cell_down(plan: Plan, more: Plan, thin: int) -> None:
    """In no question on cells: from best to worst served, thin, planned_only, general, absent. The measure's status is known."""
    order = WORST_FIRST[:5]
    added = [{**more[0], "status": more[0]["status"] or "planned", "similar": []}]
    before, after = graph_to_facts(graph_of(plan)), graph_to_facts(graph_of([*plan, *added]))
    for name in CELL_QUESTIONS:
        states = {row["finding"]: row["state"] for row in answer_query(find_query(name), before, {"thin": thin})["rows"]}
        for row in answer_query(find_query(name), after, {"thin": thin})["rows"]:
            if row["state"] in order and states[row["finding"]] in order:
                assert order.index(row["state"]) >= order.index(states[row["finding"]]), row


@settings(max_examples=40, deadline=None)
@given(wide_plans(), st.sampled_from(["npo", "police", "womens_support_center", "coordination_council"]))
def test_removing_an_organisation_touches_partners_alone(plan: Plan, gone: str) -> None:
    """Questions on groups, cells, headings, goals, steps, owners, ★ and status stay as they were, how solid aside.

    More measures are without a partner, and more bureaus may be on their own; none fewer.
    """
    without_it = [{**measure, "partners": [one for one in measure["partners"] if one != gone]} for measure in plan]
    before, after = graph_to_facts(graph_of(plan)), graph_to_facts(graph_of(without_it))
    for query in (query for query in CATALOGUE if query.family == "gap" and query.name != "gap-sole-partner"):
        old, new = ([without(row, "robust", "flip", "ours") for row in answer_query(query, facts, {})["rows"]] for facts in (before, after))
        if query.name in ("gap-no-partner", "gap-silos"):
            assert {row["finding"] for row in old} <= {row["finding"] for row in new}
        else:
            assert old == new, query.name


@pytest.mark.parametrize("query", CATALOGUE, ids=lambda query: query.name)
@settings(max_examples=8, deadline=None)
@given(plan=wide_plans(), columns=COLUMNS)
def test_laws_hold_on_generated_plans(query: Any, plan: Plan, columns: tuple[str, ...]) -> None:
    """States sum to the total, count is the number of measures, no finding stands twice, and what flips is named where fragile."""
    answer = answer_query(query, graph_to_facts(graph_of(plan, columns=columns)), {})
    assert answer["denominator"]["total"] == sum(answer["denominator"]["by_state"].values())
    assert len(plan) == answer["denominator"]["measures"]
    assert len({row["finding"] for row in answer["rows"]}) == len(answer["rows"]) == answer["shown_rows"] <= answer["total_rows"]
    for row in answer["rows"]:
        if {"count", "measures"} <= set(row):
            assert row["count"] == len(row["measures"]) == len(set(row["measures"]))
        assert bool(row["flip"]) == (row["robust"] == "fragile")
