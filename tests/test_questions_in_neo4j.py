"""Every question's answer in a database, loaded by the product's own push, is the local one byte for byte, on a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings

from benchmarks.large_plan import large_plan
from graph_model.formats import graph_to_json, json_to_graph
from graph_model.graph import add_node
from loaders.assemble import LoadedPlan, load_plan
from loaders.neo4j_names import names_graph
from loaders.neo4j_server import open_server
from loaders.neo4j_status import database_status
from queries.catalogue import CATALOGUE
from queries.database import answer_in_database
from queries.facts import graph_to_facts
from queries.run import answer_query, computing_parameters, find_query, settle_parameters
from queries.saved_query import SavedQuery
from sesaku.plans import bundled_text
from sesaku.printing import to_json
from tests.generated_plans import COLUMNS, PLANS
from tests.graphs import PLAN, graph_of
from tests.neo4j_product import connection_to, push
from tests.small import plan_of

if TYPE_CHECKING:
    from neo4j import Driver

    from loaders.neo4j_server import Server as Ours
    from tests.neo4j_server import Server

SAMPLES = Path(__file__).parent / "plans"
TODAY = "2025-06-30"
TRICKY = [
    {"groups": ["youth", "foreign_nationals"], "supports": ["housing", "training"], "partners": ["npo", "coordination_council"], "status": "ongoing",
     "item": "同じ'事項\"\\", "goals": [1, 2], "norms": ["early", "children"], "status_text": "同文", "status_says": "same_as", "star": True,
     "similar": [(2, 0.45, 30), (3, 0.0625, 0)], "bureaus": ["甲局"], "certainty": {"youth": "weak", "npo": "likely"}},
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


def agree(ours: Ours, graph: Any, query: SavedQuery, plan: str | None = None, *, reviewed_only: bool = False, **given: Any) -> None:
    """Hold the answers of both engines to be the same JSON, byte for byte, but that the database's knows nothing of doubt."""
    facts = graph_to_facts(graph, plan, reviewed_only=reviewed_only)
    local = answer_query(query, facts, given, today=TODAY)
    local["rows"] = [{**row, "robust": None, "flip": None} for row in local["rows"]]
    found = ours.read(lambda run: answer_in_database(run, query, facts.plan, given, reviewed_only=reviewed_only, today=TODAY))
    assert [row["finding"] for row in local["rows"]] == [row["finding"] for row in found["rows"]]
    for name in local:
        assert to_json(local[name]) == to_json(found[name]), name
    assert to_json(local) == to_json(found)


@pytest.fixture(scope="module")
def loaded(neo4j_driver: Driver, neo4j_server: Server, tokyo: LoadedPlan) -> Iterator[tuple[Ours, Any, Any, list[Any]]]:
    """The database with Tokyo's plan, a small one beside it that shares its terms, and every sample plan."""
    empty(neo4j_driver)
    small = graph_of(TRICKY)
    # Two of the samples are the same edition of the same plan: one of them stands for both.
    samples = [load_plan(path).graph for path in sorted(SAMPLES.glob("*_20*.*")) if "hidamari" not in path.name]
    with open_server(connection_to(neo4j_server)) as ours:
        push(ours, small, tokyo.graph, *samples)
        yield ours, tokyo.graph, small, samples


@each_question
def test_on_sample_plans_side_by_side(query: SavedQuery, loaded: tuple[Ours, Any, Any, list[Any]]) -> None:
    """Sixteen plans in one database; each is answered as if it stood alone."""
    ours, _, _, samples = loaded
    for graph in samples:
        agree(ours, graph, query)


@each_question
def test_on_the_tokyo_plan(query: SavedQuery, loaded: tuple[Ours, Any, Any, list[Any]]) -> None:
    """Another plan stands in the same database and changes nothing."""
    ours, tokyo, *_ = loaded
    agree(ours, tokyo, query)


@each_question
def test_on_a_plan_of_troubles(query: SavedQuery, loaded: tuple[Ours, Any, Any, list[Any]]) -> None:
    """Ties, quotes and backslashes, no status, no owner, several goals, likeness; also from reviewed links alone."""
    ours, _, small, _ = loaded
    agree(ours, small, query)
    agree(ours, small, query, reviewed_only=True)


@each_question
def test_with_other_parameters(query: SavedQuery, loaded: tuple[Ours, Any, Any, list[Any]]) -> None:
    """Another threshold, own offices counted, fewer rows, one measure."""
    ours, tokyo, small, _ = loaded
    names = {parameter.name for parameter in query.parameters if not parameter.filters}
    for chosen in ({"thin": 2}, {"thin": 0}, {"own": True}, {"top": 3}, {"measure": f"measure:{PLAN}/1"}, {"rung": "overlap"}):
        if set(chosen) <= names:
            agree(ours, small, query, **chosen)
            if "measure" not in chosen:
                agree(ours, tokyo, query, **chosen)


def test_on_an_empty_plan_and_one_without_columns(ours: Ours) -> None:
    """Every question: no measure; a document without status and owner."""
    for graph in (graph_of([]), graph_of([{**one, "status": "", "bureaus": []} for one in TRICKY], columns=("number", "item", "text"))):
        push(ours, graph, allow_shrink=True)
        for query in CATALOGUE:
            agree(ours, graph, query)


def test_on_built_and_bundled_plans(ours: Ours) -> None:
    """Every question: a plan read from a document, and the facts-only plan that comes with the program."""
    built = plan_of(
        "1|相談|外国籍の方への相談を実施します。|実施|福祉局",
        "2|住居|妊産婦に住まいを提供します。|検討中|住宅局 福祉局",
        "1 再掲|相談|外国籍の方への相談を行います。|実施|福祉局",
    ).graph
    bundled = json_to_graph(bundled_text())
    for graph in (built, bundled):
        push(ours, graph, allow_shrink=True)
        for query in CATALOGUE:
            agree(ours, graph, query)


def empty(driver: Driver) -> None:
    """Take every node out of the database."""
    with driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(measures=PLANS, columns=COLUMNS)
def test_on_generated_plans(measures: list[dict[str, Any]], columns: tuple[str, ...], ours: Ours) -> None:
    """Ties, blanks, plans of no measure; each pushed over the one before it."""
    strange = ["同じ'事項\"\\", "`}) //", "", "é👩‍👧\u2028"]
    graph = graph_of([{**one, "item": strange[at % 4], "goals": [at % 3 + 1, 3]} for at, one in enumerate(measures)], columns=columns)
    push(ours, graph, allow_shrink=True)
    for query in CATALOGUE:
        agree(ours, graph, query)


def test_a_large_plan_needs_little_memory_of_the_server(ours: Ours, database: Driver) -> None:
    """The questions that hold the most, on 500 measures: within what a small server gives to one transaction; and the pairs agree."""
    graph = large_plan(json_to_graph(bundled_text()), 500)
    push(ours, graph)
    for name in ("overlap-pairs", "gap-cells", "quality-unreviewed"):
        query = find_query(name)
        given = {**computing_parameters(query, settle_parameters(query, None)), "plan": "plan:tokyo-2025-01", "reviewed_only": False}
        for text in (query.cypher, query.tally_cypher or "RETURN 1"):
            profile = database.execute_query(f"PROFILE {text}", **given).summary.profile
            assert profile and profile["args"].get("GlobalMemory", 0) < 100e6, name
    agree(ours, graph, find_query("overlap-pairs"))


def test_accepted_findings_and_reviewed_links_are_known_in_the_database(ours: Ours) -> None:
    """They come off the list, count as out of scope, and come back after their date; answers from reviewed links alone agree, too."""
    graph = graph_of(TRICKY)
    for _, _, data in list(graph.edges(data=True))[::2]:
        if "evidence" in data:
            data["review"] = {"decision": "keep", "reason": "'\"\\", "author": "甲", "date": "2025-01-01"}
    rows = answer_query(CATALOGUE[1], graph_to_facts(graph))["rows"]
    until = ["", "2025-06-30", "2025-06-29", ""]
    graph.graph["accepted_findings"] = [
        {
            "finding": row["finding"],
            "decision": ("intended", "out_of_scope")[at % 2],
            "reason": "",
            "author": "",
            "date": "",
            "until": until[at],
        }
        for at, row in enumerate(rows[:4])
    ]
    push(ours, graph)
    for query in CATALOGUE:
        agree(ours, graph, query)
        agree(ours, graph, query, reviewed_only=True)


def test_a_plans_own_terms_change_no_other_plans_denominators(ours: Ours) -> None:
    """A group and a service of one prefecture's own vocabulary, and links to them."""
    alone, other = graph_of(TRICKY), json_to_graph(bundled_text())
    add_node(other, "TargetGroup", "group:own", name="独自", name_en="own", facet="person", order=99)
    add_node(other, "SupportType", "support:own", name="独自", name_en="own", service=True, suits=[], order=99)
    other.nodes["plan:tokyo-2025-01"]["vocabulary"]["TargetGroup"].append("group:own")
    other.nodes["plan:tokyo-2025-01"]["vocabulary"]["SupportType"].append("support:own")
    push(ours, alone, other)
    for query in CATALOGUE:
        agree(ours, alone, query)
        agree(ours, other, query)


def shown(ours: Ours, query: SavedQuery, plan: str) -> list[str]:
    """Return what a question's picture draws, as sorted text; what it lists has no order."""
    parameters = {parameter.name: parameter.default for parameter in query.parameters} | {"plan": plan}

    def unordered(value: Any) -> Any:
        return sorted(map(to_json, map(unordered, value))) if isinstance(value, list) else value

    return sorted(to_json(unordered(row)) for row in ours.table(query.picture, parameters).rows)


def all_shown(ours: Ours, graph: Any) -> tuple[Any, ...]:
    """Return the pictures of all questions on a plan, what status counts of it, and the names that questions know of it."""
    plan = graph_to_facts(graph).plan
    names = ours.read(lambda run: names_graph(run, plan))
    counts = [found for found in ours.read(database_status) if found["id"] == plan]
    return [shown(ours, query, plan) for query in CATALOGUE], counts, sorted(names.nodes)


def test_what_somebody_added_by_hand_counts_for_nothing(ours: Ours) -> None:
    """Her own measure and goal under our labels and ids, and a link of every type drawn between nodes of ours: no answer, picture or count sees them."""
    graph = graph_of(TRICKY)
    push(ours, graph)
    before = all_shown(ours, graph)
    hers = {"SERVES": "group:young_women", "PROVIDES": "support:housing", "PARTNERS_WITH": "organisation:npo", "OWNED_BY": "bureau:x/乙局"}
    hers |= {"HAS_STATUS": "status:ongoing", "FALLS_UNDER": "norm:early", "LISTED_IN": f"goal:{PLAN}/1", "RELISTED_IN": f"goal:{PLAN}/2"}
    hers |= {"SIMILAR_TEXT": f"measure:{PLAN}/6"}
    ends = {end: next(node for node in graph if node == end or node.startswith(end.split(":")[0] + ":")) for end in hers.values()}

    def draw(run: Any) -> None:
        run("CREATE (:Measure {id: $id, order: 0, number: '私', item: '私の取組', has_new_project: true})", id=f"measure:{PLAN}/私")
        run("CREATE (:Goal {id: $id, order: 0, number: '私', name: '私の目標'})", id=f"goal:{PLAN}/私")
        for kind, end in hers.items():
            for start in ("私", "5", "7"):
                given = {"start": f"measure:{PLAN}/{start}", "end": ends[end]}
                drawn = f"MATCH (a:Measure {{id: $start}}), (b {{id: $end}}) CREATE (a)-[:{kind} {{note: '私の考え', score: 0.9, shared_length: 99}}]->(b) RETURN 1"
                assert run(drawn, **given), (kind, given)

    ours.write(draw)
    for query in CATALOGUE:
        agree(ours, graph, query)
        agree(ours, graph, query, reviewed_only=True)
    assert before == all_shown(ours, graph)


def test_a_plan_whose_name_begins_anothers_is_asked_alone(ours: Ours) -> None:
    """`x-2024-09` and `x-2024-09/別` in one database, or one graph: answers, pictures, counts and names of each are its own."""
    import networkx as nx

    graph, other = graph_of(TRICKY), json_to_graph(graph_to_json(graph_of(TRICKY[:4])).replace(f":{PLAN}", f":{PLAN}/別"))
    push(ours, graph)
    before = all_shown(ours, graph)
    push(ours, other)
    for query in CATALOGUE:
        agree(ours, graph, query)
        agree(ours, other, query)
        for name in (PLAN, f"{PLAN}/別"):
            agree(ours, nx.compose(graph, other), query, f"plan:{name}")
    assert before == all_shown(ours, graph)
