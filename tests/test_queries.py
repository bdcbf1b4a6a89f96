"""Questions on cells: their answers by hand, and a second computation straight from the definitions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_model.errors import BrokenGraph, UnknownName
from graph_model.graph import new_graph
from graph_model.taxonomy import read_taxonomies
from queries.facts import graph_to_facts
from queries.run import answer_query, find_query
from queries.states import STATES, WORST_FIRST
from tests.graphs import PLAN, graph_of


def ask(name: str, graph: Any, **parameters: Any) -> dict[str, Any]:
    """Return an answer on a graph."""
    return answer_query(find_query(name), graph_to_facts(graph), parameters)


def state(graph: Any, group: str, support: str, **parameters: Any) -> str:
    """Return the state of one cell."""
    (row,) = ask("gap-cells", graph, group=f"group:{group}", support=f"support:{support}", **parameters)["rows"]
    return row["state"]


def test_rows_come_worst_first() -> None:
    """A gap question starts with what is absent."""
    rows = ask("gap-cells", graph_of([{"groups": ["youth"], "supports": ["housing"], "status": "ongoing"}]))["rows"]
    ranks = [WORST_FIRST.index(row["state"]) for row in rows]
    assert sorted(ranks) == ranks and set(WORST_FIRST) == set(STATES)


def test_states_of_a_cell_by_hand() -> None:
    """One measure is thin, two are served, planned ones are planned_only, none is absent."""
    one = {"groups": ["youth"], "supports": ["housing"], "status": "ongoing"}
    assert state(graph_of([one]), "youth", "housing") == "thin"
    assert state(graph_of([one, one | {"status": "pilot"}]), "youth", "housing") == "served"
    assert state(graph_of([one, one | {"status": "planned"}]), "youth", "housing") == "thin"
    assert state(graph_of([one, one]), "youth", "housing", thin=2) == "thin"
    assert state(graph_of([one | {"status": "considering"}]), "youth", "housing") == "planned_only"
    assert state(graph_of([one]), "youth", "legal") == "absent"
    assert state(graph_of([]), "youth", "housing") == "absent"


def test_what_is_open_to_a_group_is_general_and_no_absence() -> None:
    """A measure for residents, or for women in difficulty, is open to foreign nationals; one for mothers is not."""
    for_residents = {"groups": ["facility_residents"], "supports": ["housing"], "status": "ongoing"}
    for_women = {"groups": ["women_in_difficulty"], "supports": ["housing"], "status": "ongoing"}
    for_mothers = {"groups": ["facility_residents", "expectant_mothers"], "supports": ["housing"], "status": "ongoing"}
    for_staff = {"groups": ["supporters"], "supports": ["housing"], "status": "ongoing"}
    assert state(graph_of([for_residents]), "foreign_nationals", "housing") == "general"
    assert state(graph_of([for_women]), "foreign_nationals", "housing") == "general"
    assert state(graph_of([for_mothers]), "foreign_nationals", "housing") == "absent"
    assert state(graph_of([for_staff]), "foreign_nationals", "housing") == "absent"
    assert state(graph_of([for_women | {"status": "planned"}]), "foreign_nationals", "housing") == "absent"


def test_only_what_is_for_all_women_is_open_to_a_situation_group() -> None:
    """A measure for residents is not open to job seekers; one for women in difficulty is."""
    assert (
        state(graph_of([{"groups": ["facility_residents"], "supports": ["housing"], "status": "ongoing"}]), "job_seekers", "housing")
        == "absent"
    )
    assert (
        state(graph_of([{"groups": ["women_in_difficulty"], "supports": ["housing"], "status": "ongoing"}]), "job_seekers", "housing")
        == "general"
    )


def test_a_service_that_does_not_suit_a_group_is_not_applicable() -> None:
    """Language help is for foreign nationals."""
    graph = graph_of([])
    assert (state(graph, "youth", "language"), state(graph, "foreign_nationals", "language")) == ("not_applicable", "absent")


def test_a_column_that_was_not_read_is_never_an_absence() -> None:
    """Without the status nothing is assessed; without the items an empty cell is not."""
    one = {"groups": ["youth"], "supports": ["housing"], "status": "ongoing"}
    unread = graph_of([one | {"status": ""}], columns=("number", "item", "text", "bureau"))
    assert {"not_assessed", "not_applicable"} == {row["state"] for row in ask("gap-cells", unread)["rows"]}
    assert {"not_assessed"} == {row["state"] for row in ask("gap-groups", unread)["rows"]}
    no_items = graph_of([one], columns=("number", "text", "status", "bureau"))
    assert (state(no_items, "youth", "housing"), state(no_items, "youth", "legal")) == ("thin", "not_assessed")


def test_a_measure_whose_status_is_blank_is_not_assessed() -> None:
    """It is neither in operation nor planned."""
    assert state(graph_of([{"groups": ["youth"], "supports": ["housing"], "status": ""}]), "youth", "housing") == "not_assessed"


def test_links_from_a_relisting_count_and_are_named() -> None:
    """The cell says which of its measures rest on a relisting's words."""
    graph = graph_of([{"groups": ["youth"], "supports": ["housing"], "status": "ongoing", "again": ["youth"]}])
    (row,) = ask("gap-cells", graph, group="group:youth", support="support:housing")["rows"]
    assert (1, [f"measure:{PLAN}/1"]) == (row["count"], row["relisted"])


def test_gap_groups_by_hand() -> None:
    """Groups that nobody names come first; bureaus and planned measures stand beside the count."""
    graph = graph_of(
        [
            {"groups": ["youth"], "status": "ongoing", "bureaus": ["甲局", "乙局"]},
            {"groups": ["youth"], "status": "ongoing", "bureaus": ["甲局"]},
            {"groups": ["transgender_women"], "status": "considering"},
        ]
    )
    rows = {row["group"]: row for row in ask("gap-groups", graph)["rows"]}
    assert tuple(rows["group:youth"][key] for key in ("state", "count", "bureaus")) == ("served", 2, ["bureau:x/乙局", "bureau:x/甲局"])
    assert ("planned_only", 1, [f"measure:{PLAN}/3"]) == tuple(
        rows["group:transgender_women"][key] for key in ("state", "count", "planned")
    )
    assert sum(row["state"] == "absent" for row in rows.values()) == 19


def test_unknown_names_are_refused() -> None:
    """A question or parameter that does not exist says which there are; a graph without a plan says so."""
    with pytest.raises(UnknownName) as error:
        find_query("gap-cell")
    assert "gap-cells" == error.value.near[0]
    with pytest.raises(UnknownName, match="colour"):
        answer_query(find_query("gap-cells"), graph_to_facts(graph_of([])), {"colour": 1})
    with pytest.raises(BrokenGraph):
        graph_to_facts(new_graph())


# A second computation, from the definitions alone: slow, plain, and sharing no code with the questions.

GROUPS = {term.id: term.facet for term in read_taxonomies()["groups"].terms}
SUPPORTS = {term.id: term for term in read_taxonomies()["supports"].terms if term.service}


def plain_state(measures: list[dict[str, Any]], group: str, support: str, thin: int) -> str:
    """Return the state of a cell as chapter and verse of its definition have it."""
    suits = SUPPORTS[support].suits
    if suits and group not in suits and GROUPS[group] not in suits:
        return "not_applicable"
    naming = [m for m in measures if group in m["groups"] and support in m["supports"]]
    running = [m for m in naming if m["status"] in ("ongoing", "pilot")]
    if running:
        return "served" if len(running) > thin else "thin"
    if any(not m["status"] for m in naming):
        return "not_assessed"
    if naming:
        return "planned_only"
    for m in measures:
        if support not in m["supports"] or m["status"] not in ("ongoing", "pilot"):
            continue
        facets = {GROUPS[name] for name in m["groups"]}
        if GROUPS[group] == "situation":
            if "reference" in facets and not facets & {"person", "harm", "situation"}:
                return "general"
        elif facets & {"reference", "situation"} and not facets & {"person", "harm"}:
            return "general"
    return "absent"


MEASURES = st.lists(
    st.fixed_dictionaries(
        {
            "groups": st.lists(
                st.sampled_from(
                    ["youth", "foreign_nationals", "dv_survivors", "job_seekers", "facility_residents", "women_in_difficulty", "supporters"]
                ),
                unique=True,
                max_size=3,
            ),
            "supports": st.lists(
                st.sampled_from(["housing", "language", "consultation", "pregnancy_childbirth", "training"]), unique=True, max_size=3
            ),
            "status": st.sampled_from(["ongoing", "pilot", "planned", "considering", ""]),
        }
    ),
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(MEASURES, st.integers(0, 2))
def test_cells_agree_with_a_second_computation(measures: list[dict[str, Any]], thin: int) -> None:
    """Every cell of generated plans is what the definition says."""
    rows = ask("gap-cells", graph_of(measures), thin=thin)["rows"]
    for row in rows:
        group, support = row["group"].split(":")[1], row["support"].split(":")[1]
        assert plain_state(measures, group, support, thin) == row["state"], (group, support)


@settings(max_examples=40, deadline=None)
@given(MEASURES, MEASURES.filter(len))
def test_adding_a_measure_never_makes_a_cell_worse(measures: list[dict[str, Any]], more: list[dict[str, Any]]) -> None:
    """From best to worst: served, thin, planned_only, general, absent; a measure whose status is known moves none down."""
    order = ("absent", "general", "planned_only", "thin", "served")
    before = {row["finding"]: row["state"] for row in ask("gap-cells", graph_of(measures))["rows"]}
    added = [one for one in more[:1] if one["status"]]
    for row in ask("gap-cells", graph_of([*measures, *added]))["rows"]:
        if row["state"] in order and before[row["finding"]] in order:
            assert order.index(row["state"]) >= order.index(before[row["finding"]])
