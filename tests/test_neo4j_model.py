"""The model on a real Neo4j server: what was loaded is there, and nothing else."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph_model.cypher import about, constraints, content_hash, indexes, to_neo4j_properties
from graph_model.formats import json_to_graph
from graph_model.graph import add_link, add_node, new_graph, without_sentences
from graph_model.kinds import EDGE_KINDS, NODE_KIND, NODE_KINDS, EdgeKind, NodeKind, Property
from loaders.assemble import load_plan
from tests.neo4j_loader import links_of_graph, load_graph, nodes_of_graph, read_links, read_nodes

if TYPE_CHECKING:
    from neo4j import Driver

    from graph_model.graph import PlanGraph
    from tests.neo4j_server import Server

PLANS = Path(__file__).parent / "plans"
HOSTILE = (
    "'}) DETACH DELETE n //",
    '"}) DETACH DELETE n //',
    "`) DETACH DELETE n //",
    "\\",
    "\\'\\\"\\u0027",
    "$rows {id: row.id} ${x} {{y}} %s",
    " \t\r\n\u0085\u2028 ",
    "\u0000\u0007\ufeff\uffff",
    "null",
    "<script>alert(1)</script>",
    "か\u3099葛\U000e0100👩‍👧\u202e東京",
    "施" * 2500,
)


def bundled() -> PlanGraph:
    """Return the bundled plan's graph."""
    return json_to_graph(files("sesaku").joinpath("plans/tokyo_2025-01/plan.json").read_text(encoding="utf-8"))


def values_of(database: Driver, query: str) -> list[Any]:
    """Return the first column of a query."""
    return [record[0] for record in database.execute_query(query).records]


def test_a_database_is_empty_at_first(database: Driver, neo4j_server: Server) -> None:
    """The fixture hands over a database without nodes, on a server of the version that the pom names, on this machine alone."""
    assert [0] == values_of(database, "MATCH (n) RETURN count(n)")
    assert ["5.26.19"] == values_of(database, "CALL dbms.components() YIELD versions RETURN versions[0]")
    assert neo4j_server.bolt_uri.startswith("bolt://127.0.0.1:")


def test_constraints_and_indexes_stand_once(database: Driver) -> None:
    """Run twice they stand once, each on what its text says; a second node of an id is refused by the server."""
    for statement in (*constraints(), *indexes()) * 2:
        database.execute_query(statement)
    standing = set(values_of(database, "SHOW CONSTRAINTS YIELD name RETURN name"))
    assert {f"sesaku_{kind.prefix}_id" for kind in NODE_KINDS} == standing
    named = {statement.split()[2] for statement in (*constraints(), *indexes())}
    assert named <= set(values_of(database, "SHOW INDEXES YIELD name RETURN name"))


def test_the_bundled_plan_is_there_node_by_node(database: Driver) -> None:
    """Read back and turned round, the database is the local graph; each hash is that of its content."""
    graph = bundled()
    counted = load_graph(database, graph)
    assert nodes_of_graph(graph) == read_nodes(database)
    assert links_of_graph(graph) == read_links(database)
    assert (len(graph), graph.number_of_edges()) == (counted["nodes_created"], counted["relationships_created"])
    hashes = {
        content_hash({**to_neo4j_properties(data), **about(graph, data, "plan:tokyo-2025-01")}) for data in nodes_of_graph(graph).values()
    }
    assert hashes == set(values_of(database, "MATCH (n) RETURN n.content_hash"))


def test_a_second_load_creates_nothing(database: Driver) -> None:
    """The server's own counters say so, and the content is the same."""
    graph = bundled()
    load_graph(database, graph)
    counted = load_graph(database, graph)
    assert {"properties_set"} >= counted.keys()
    assert nodes_of_graph(graph) == read_nodes(database)
    assert links_of_graph(graph) == read_links(database)


def test_what_is_no_longer_said_goes_and_a_users_own_stays(database: Driver) -> None:
    """A facts-only load over a full one takes the sentences away; a note that somebody added, and her own nodes, are left alone."""
    full = load_plan(PLANS / "asahi_2025-03.txt").graph
    load_graph(database, full)
    assert values_of(database, "MATCH (n:Measure) WHERE n.text IS NOT NULL RETURN n.id")
    database.execute_query("MATCH (n:Measure) SET n.note = '私のメモ' CREATE (:Mine {id: n.id})-[:ABOUT]->(n)")
    facts = without_sentences(full)
    load_graph(database, facts)
    assert [0] == values_of(database, "MATCH (n:Measure) WHERE n.text IS NOT NULL OR n.status_text IS NOT NULL RETURN count(n)")
    measures = sum(data["kind"] == "Measure" for data in facts.nodes.values())
    assert [measures] == values_of(database, "MATCH (:Mine)-[:ABOUT]->(n:Measure {note: '私のメモ'}) RETURN count(n)")
    database.execute_query("MATCH (n:Mine) DETACH DELETE n")
    assert nodes_of_graph(facts) == read_nodes(database)


def test_two_plans_share_a_database(database: Driver) -> None:
    """Both are there whole, what plans share once, whichever came first."""
    minato, asahi = (load_plan(PLANS / name).graph for name in ("minato_2025-03.csv", "asahi_2025-03.txt"))
    load_graph(database, minato)
    load_graph(database, asahi)
    assert nodes_of_graph(minato, asahi) == nodes_of_graph(asahi, minato) == read_nodes(database)
    assert links_of_graph(minato, asahi) == read_links(database)


def test_hostile_words_are_words(database: Driver) -> None:
    """In every id and every property of every kind, they arrive as they were and do nothing else."""
    graph = hostile_graph()
    load_graph(database, graph)
    assert nodes_of_graph(graph) == read_nodes(database)
    assert links_of_graph(graph) == read_links(database)
    assert {kind.name for kind in NODE_KINDS} >= set(values_of(database, "CALL db.labels() YIELD label RETURN label")) - {"Mine"}


def test_parallel_links_stay_apart(database: Driver) -> None:
    """Two relistings of a measure in one section are two links, also after a second load."""
    graph = new_graph()
    kinds = [NODE_KIND[name] for name in ("Plan", "Section", "Measure")]
    _, section, measure = [add_node(graph, kind.name, f"{kind.prefix}:x", **_hostile(kind, "x")) for kind in kinds]
    for mark in ("再掲", "※"):
        add_link(graph, "RELISTED_IN", measure, section, place={"file": "x.txt", "line": 1}, mark=mark, differs="none", differences={})
    load_graph(database, graph)
    load_graph(database, graph)
    assert ["再掲", "※"] == [data["mark"] for _, data in sorted(read_links(database).items())]


def hostile_graph() -> PlanGraph:
    """Return a graph of every kind of node and link for each hostile string, which stands wherever text may."""
    graph = new_graph()
    for words in HOSTILE:
        for kind in NODE_KINDS:
            add_node(graph, kind.name, f"{kind.prefix}:{words}", **_hostile(kind, words))
        for link in EDGE_KINDS:
            source, target = (f"{NODE_KIND[end[0]].prefix}:{words}" for end in (link.sources, link.targets))
            add_link(graph, link.name, source, target, key=f"{link.name}#{words}", **_hostile(link, words))
    return graph


def _hostile(kind: NodeKind | EdgeKind, words: str) -> dict[str, Any]:
    return {prop.name: _hostile_value(prop, words) for prop in kind.properties}


def _hostile_value(prop: Property, words: str) -> Any:
    if prop.values:
        return prop.values[0]
    piece = {"quote": words, "rule": words, "place": {"file": words, "line": 1}, words: [words]}
    values = {"text": words, "whole": 7, "number": 0.5, "flag": True, "list": [words] if prop.name == "roles" else [piece]}
    return values.get(prop.type, {key: [words] for key in prop.keys} or piece)
