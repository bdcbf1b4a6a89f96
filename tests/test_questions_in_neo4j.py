"""Every question's Cypher gives the rows of the local answer, in order, on a real server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from graph_model.formats import json_to_graph
from loaders.assemble import LoadedPlan
from queries.catalogue import CATALOGUE
from queries.facts import graph_to_facts
from queries.run import computing_parameters, records_to_rows, settle_parameters
from queries.saved_query import SavedQuery
from sesaku.plans import bundled_text
from tests.graphs import PLAN, graph_of
from tests.neo4j_loader import load_graph
from tests.small import plan_of

if TYPE_CHECKING:
    from neo4j import Driver

TRICKY = [
    {"groups": ["youth", "foreign_nationals"], "supports": ["housing", "training"], "partners": ["npo", "coordination_council"], "status": "ongoing",
     "item": "同じ'事項\"\\", "goals": [1, 2], "norms": ["early", "children"], "status_text": "同文", "status_says": "same_as", "star": True,
     "similar": [(2, 0.45, 30), (3, 0.1, 5)], "bureaus": ["甲局"], "certainty": {"youth": "weak", "npo": "likely"}},
    {"groups": ["youth", "foreign_nationals"], "supports": ["housing"], "partners": ["npo"], "status": "ongoing", "item": "同じ'事項\"\\", "goals": [2],
     "status_text": "同文", "status_says": "same_as", "bureaus": ["乙局"], "again": ["youth"]},
    {"groups": ["women_in_difficulty"], "supports": ["housing"], "partners": ["coordination_council"], "status": "pilot", "goals": [3, 1, 3],
     "bureaus": ["甲局", "乙局"], "status_says": "generic", "status_text": "適切に対応"},
    {"groups": ["facility_residents"], "supports": ["daily_living", "capacity"], "status": "planned", "goals": [1], "bureaus": ["丙局"], "norms": ["daily_living"]},
    {"groups": [], "supports": ["awareness"], "status": "considering", "bureaus": [], "rejected": [("SERVES", "youth")]},
    {"groups": ["supporters"], "supports": ["training"], "partners": ["womens_support_center"], "status": "", "bureaus": ["丁局"]},
    {"groups": ["young_women"], "supports": ["consultation"], "partners": ["womens_support_center"], "status": "ongoing", "bureaus": ["丁局"], "goals": [2, 3]},
]  # fmt: skip
each_question = pytest.mark.parametrize("query", CATALOGUE, ids=lambda query: query.name)


def rows_in_database(
    driver: Driver, query: SavedQuery, plan: str, *, reviewed_only: bool = False, **given: Any
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """Return a question's rows and tally as the database answers it."""
    parameters = {**computing_parameters(query, settle_parameters(query, given)), "plan": plan, "reviewed_only": reviewed_only}
    rows = records_to_rows(query, [record.data() for record in driver.execute_query(query.cypher, parameters).records])
    tally = driver.execute_query(query.tally_cypher, parameters).records[0].data() if query.tally_cypher else {}
    return rows, tally


def agree(driver: Driver, graph: Any, query: SavedQuery, plan: str | None = None, *, reviewed_only: bool = False, **given: Any) -> None:
    """Hold the rows of both engines to be equal, in order, and the tallies."""
    facts = graph_to_facts(graph, plan, reviewed_only=reviewed_only)
    computing = computing_parameters(query, settle_parameters(query, given))
    rows, tally = rows_in_database(driver, query, facts.plan, reviewed_only=reviewed_only, **given)
    local = query.answer(facts, computing)
    assert [row["finding"] for row in local] == [row["finding"] for row in rows]
    for mine, theirs in zip(local, rows, strict=True):
        assert json.dumps(mine, ensure_ascii=False) == json.dumps(theirs, ensure_ascii=False)
    if query.tally:
        assert query.tally(facts, computing) == tally


@pytest.fixture(scope="module")
def loaded(neo4j_driver: Driver, tokyo: LoadedPlan) -> tuple[Driver, Any, Any]:
    """The database with Tokyo's plan and a small one beside it that shares its terms."""
    with neo4j_driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()
    small = graph_of(TRICKY)
    load_graph(neo4j_driver, small)
    load_graph(neo4j_driver, tokyo.graph)
    return neo4j_driver, tokyo.graph, small


@each_question
def test_on_the_tokyo_plan(query: SavedQuery, loaded: tuple[Driver, Any, Any]) -> None:
    """Another plan stands in the same database and changes nothing."""
    driver, tokyo, _ = loaded
    agree(driver, tokyo, query)


@each_question
def test_on_a_plan_of_troubles(query: SavedQuery, loaded: tuple[Driver, Any, Any]) -> None:
    """Ties, quotes and backslashes, no status, no owner, several goals, likeness; also from reviewed links alone."""
    driver, _, small = loaded
    agree(driver, small, query)
    agree(driver, small, query, reviewed_only=True)


@each_question
def test_with_other_parameters(query: SavedQuery, loaded: tuple[Driver, Any, Any]) -> None:
    """Another threshold, own offices counted, fewer rows, one measure."""
    driver, tokyo, small = loaded
    names = {parameter.name for parameter in query.parameters if not parameter.filters}
    for given in ({"thin": 2}, {"thin": 0}, {"own": True}, {"top": 3}, {"measure": f"measure:{PLAN}/1"}, {"rung": "overlap"}):
        if set(given) <= names:
            agree(driver, small, query, **given)
            if "measure" not in given:
                agree(driver, tokyo, query, **given)


@each_question
def test_pictures_run(query: SavedQuery, loaded: tuple[Driver, Any, Any]) -> None:
    """Each picture query returns paths or nothing, and never fails."""
    driver, _, _ = loaded
    parameters = {parameter.name: parameter.default for parameter in query.parameters} | {"plan": "plan:tokyo-2025-01"}
    for record in driver.execute_query(query.picture, parameters).records[:20]:
        assert record["path"].nodes


def test_on_an_empty_plan_and_one_without_columns(database: Driver) -> None:
    """Every question: no measure; a document without status and owner."""
    for graph in (graph_of([]), graph_of([{**one, "status": "", "bureaus": []} for one in TRICKY], columns=("number", "item", "text"))):
        load_graph(database, graph)
        for query in CATALOGUE:
            agree(database, graph, query)


def test_on_built_and_bundled_plans(database: Driver) -> None:
    """Every question: a plan read from a document, and the facts-only plan that comes with the program."""
    built = plan_of(
        "1|相談|外国籍の方への相談を実施します。|実施|福祉局",
        "2|住居|妊産婦に住まいを提供します。|検討中|住宅局 福祉局",
        "1 再掲|相談|外国籍の方への相談を行います。|実施|福祉局",
    ).graph
    bundled = json_to_graph(bundled_text())
    for graph in (built, bundled):
        load_graph(database, graph)
        for query in CATALOGUE:
            agree(database, graph, query)
