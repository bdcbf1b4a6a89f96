"""The model as Cypher: the texts in full, and the laws of the properties that Neo4j can hold."""

from __future__ import annotations

import json
import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from graph_model.cypher import (
    constraints,
    content_hash,
    from_neo4j_properties,
    indexes,
    link_row,
    merge_links,
    merge_nodes,
    node_row,
    property_names,
    to_neo4j_properties,
)
from graph_model.kinds import EDGE_KINDS, NODE_KINDS, EdgeKind, NodeKind, Property
from tests.graphs import graph_of
from tests.neo4j_loader import graph_to_batches

HOSTILE = (
    "",
    "'",
    '"',
    "\\",
    "`",
    "\\'",
    "'}) DETACH DELETE n //",
    "$rows",
    "{id: row.id}",
    "\n\r\t",
    "\u0000",
    "null",
    "[]",
    '{"a": 1}',
    "\u2028👩‍👧",
)
text = st.sampled_from(HOSTILE) | st.text(max_size=20)
whole = st.integers(-(2**63), 2**63 - 1)
number = whole | st.floats(allow_nan=False, allow_infinity=False)
json_value = st.recursive(
    st.none() | st.booleans() | number | text, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3)
)
piece = st.fixed_dictionaries({"quote": text, "place": st.dictionaries(st.sampled_from(["file", "line", "cell"]), text), "rule": text})


def values_of(prop: Property) -> st.SearchStrategy[Any]:
    """Return what a property may hold; what stands in lists and objects is not declared, so anything may."""
    if prop.values:
        return st.sampled_from(prop.values)
    pairs = st.lists(st.fixed_dictionaries({"original": text, "relisting": text}), max_size=2)
    inner = st.lists(text, max_size=3) | pairs | json_value
    keyed = st.dictionaries(st.sampled_from(prop.keys) | text, inner, max_size=3) if prop.keys else st.dictionaries(text, inner, max_size=3)
    words_by_key = st.dictionaries(st.sampled_from(prop.keys or ("a",)), st.lists(text, max_size=3), max_size=3)
    return {
        "text": text,
        "whole": whole,
        "number": number,
        "flag": st.booleans(),
        "list": st.lists(text, max_size=3) | st.lists(piece, max_size=3) | st.lists(json_value, max_size=3),
        "object": words_by_key | keyed,
    }[prop.type]


def data_of(kind: NodeKind | EdgeKind) -> st.SearchStrategy[dict[str, Any]]:
    """Return data of one kind, as the local graph holds it."""
    must = {prop.name: values_of(prop) for prop in kind.properties if prop.required}
    may = {prop.name: values_of(prop) for prop in kind.properties if not prop.required}
    return st.fixed_dictionaries({"kind": st.just(kind.name), **must}, optional=may)


any_data = st.sampled_from((*NODE_KINDS, *EDGE_KINDS)).flatmap(data_of)


def test_constraints_and_indexes_in_full() -> None:
    """One constraint a node kind; an index on numbers, on the names of what plans share, and on whose part a node is."""
    assert [
        "CREATE CONSTRAINT sesaku_plan_id IF NOT EXISTS FOR (n:Plan) REQUIRE n.id IS UNIQUE",
        "CREATE CONSTRAINT sesaku_goal_id IF NOT EXISTS FOR (n:Goal) REQUIRE n.id IS UNIQUE",
        "CREATE CONSTRAINT sesaku_section_id IF NOT EXISTS FOR (n:Section) REQUIRE n.id IS UNIQUE",
        "CREATE CONSTRAINT sesaku_measure_id IF NOT EXISTS FOR (n:Measure) REQUIRE n.id IS UNIQUE",
        "CREATE CONSTRAINT sesaku_bureau_id IF NOT EXISTS FOR (n:Bureau) REQUIRE n.id IS UNIQUE",
        "CREATE CONSTRAINT sesaku_group_id IF NOT EXISTS FOR (n:TargetGroup) REQUIRE n.id IS UNIQUE",
        "CREATE CONSTRAINT sesaku_organisation_id IF NOT EXISTS FOR (n:Organisation) REQUIRE n.id IS UNIQUE",
        "CREATE CONSTRAINT sesaku_support_id IF NOT EXISTS FOR (n:SupportType) REQUIRE n.id IS UNIQUE",
        "CREATE CONSTRAINT sesaku_status_id IF NOT EXISTS FOR (n:Status) REQUIRE n.id IS UNIQUE",
        "CREATE CONSTRAINT sesaku_norm_id IF NOT EXISTS FOR (n:Norm) REQUIRE n.id IS UNIQUE",
    ] == constraints()
    assert [
        "CREATE INDEX sesaku_goal_plan IF NOT EXISTS FOR (n:Goal) ON (n.plan)",
        "CREATE INDEX sesaku_goal_number IF NOT EXISTS FOR (n:Goal) ON (n.number)",
        "CREATE INDEX sesaku_section_plan IF NOT EXISTS FOR (n:Section) ON (n.plan)",
        "CREATE INDEX sesaku_measure_plan IF NOT EXISTS FOR (n:Measure) ON (n.plan)",
        "CREATE INDEX sesaku_measure_number IF NOT EXISTS FOR (n:Measure) ON (n.number)",
        "CREATE INDEX sesaku_bureau_name IF NOT EXISTS FOR (n:Bureau) ON (n.name)",
        "CREATE INDEX sesaku_group_name IF NOT EXISTS FOR (n:TargetGroup) ON (n.name)",
        "CREATE INDEX sesaku_organisation_name IF NOT EXISTS FOR (n:Organisation) ON (n.name)",
        "CREATE INDEX sesaku_support_name IF NOT EXISTS FOR (n:SupportType) ON (n.name)",
        "CREATE INDEX sesaku_status_name IF NOT EXISTS FOR (n:Status) ON (n.name)",
        "CREATE INDEX sesaku_norm_name IF NOT EXISTS FOR (n:Norm) ON (n.name)",
    ] == indexes()


def test_merges_in_full() -> None:
    """Label and id alone stand in a node's MERGE, type and key in a link's."""
    assert ("UNWIND $rows AS row\nMERGE (n:Measure {id: row.id})\nSET n += row.properties\nRETURN count(*) AS written") == merge_nodes(
        "Measure"
    )
    assert (
        "UNWIND $rows AS row\n"
        "MATCH (a:Measure {id: row.source})\n"
        "MATCH (b:Section {id: row.target})\n"
        "MERGE (a)-[r:RELISTED_IN {key: row.key}]->(b)\n"
        "SET r += row.properties\n"
        "RETURN count(*) AS written"
    ) == merge_links("RELISTED_IN", "Measure", "Section")


def test_names_need_no_quoting_and_none_stands_for_two_things() -> None:
    """Labels, types and names of properties are plain words; no list of ours takes a declared name, an id or a key."""
    for kind in (*NODE_KINDS, *EDGE_KINDS):
        names = property_names(kind.name)
        assert all(re.fullmatch("[A-Za-z][A-Za-z0-9_]*", name) for name in (kind.name, *names))
        assert len(set(names)) == len(names) and not {"id", "key", "kind"} & set(names)
    assert all(re.fullmatch("[a-z_]+", kind.prefix) for kind in NODE_KINDS)


def test_a_link_with_evidence_can_be_read() -> None:
    """Quotes, places and rules stand beside the JSON text, a rule once; keys of the JSON are sorted and its words plain."""
    evidence = [
        {"rule": "named", "quote": "妊産婦", "place": {"line": 25, "file": "計画.txt", "cell": 2}},
        {"rule": "named", "quote": "母子", "place": {"sheet": "一覧", "cell": "C7"}},
        {"rule": "stage", "quote": "実施", "place": {"page": 3, "table": 1, "row": 4, "cell": 2}},
    ]
    data = {"kind": "PARTNERS_WITH", "evidence": evidence, "from_relisting": False, "certainty": "sure", "roles": ["hosts"]}
    written = to_neo4j_properties(data)
    assert written.pop("evidence").startswith('[{"place":{"cell":2,"file":"計画.txt","line":25},"quote":"妊産婦","rule":"named"},{')
    assert {
        "quotes": ["妊産婦", "母子", "実施"],
        "places": ["計画.txt:25:2", "一覧:C7", "3:1:4:2"],
        "rules": ["named", "stage"],
        "from_relisting": False,
        "certainty": "sure",
        "roles": ["hosts"],
    } == written


def test_an_object_of_lists_becomes_lists_and_other_objects_json() -> None:
    """`vocabulary` is asked for in Cypher; what differs in a relisting is for reading; an empty object stays one."""
    plan = {"kind": "Plan", "title": "計画", "columns_read": [], "vocabulary": {"Norm": [], "Status": ["status:ongoing"]}, "as_of": None}
    assert {
        "title": "計画",
        "columns_read": [],
        "vocabulary_Norm": [],
        "vocabulary_Status": ["status:ongoing"],
    } == to_neo4j_properties(plan)
    relisted = {"kind": "RELISTED_IN", "differences": {"text": [{"original": "", "relisting": "都は"}]}, "place": {"line": 2, "file": "x"}}
    assert {
        "differences": '{"text":[{"original":"","relisting":"都は"}]}',
        "differences_text": ["「」→「都は」"],
        "place": '{"file":"x","line":2}',
    } == to_neo4j_properties(relisted)
    assert {"differences": "{}"} == to_neo4j_properties({"kind": "RELISTED_IN", "differences": {}})
    stranger = {"kind": "Plan", "vocabulary": {"`x`": ["a"]}}
    assert {"vocabulary": '{"`x`":["a"]}'} == to_neo4j_properties(stranger)


@given(any_data)
def test_properties_come_back_as_they_went(data: dict[str, Any]) -> None:
    """There and back gives the same data, also with a stranger's note beside it; Neo4j can hold each value."""
    written = to_neo4j_properties(data)
    assert data == from_neo4j_properties(data["kind"], written)
    assert data == from_neo4j_properties(
        data["kind"], {**written, "content_hash": content_hash(written), "note": "x", "id": "y", "key": "z"}
    )
    assert written.keys() <= set(property_names(data["kind"]))
    for value in written.values():
        assert isinstance(value, str | int | float) or (isinstance(value, list) and all(isinstance(words, str) for words in value))


@given(any_data)
def test_equal_content_has_equal_hashes(data: dict[str, Any]) -> None:
    """The order of names changes no hash, here or in a value; a property more or another value does."""
    written = to_neo4j_properties(data)
    turned = json.loads(json.dumps(data), object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    assert content_hash(written) == content_hash(to_neo4j_properties(turned))
    assert re.fullmatch("[0-9a-f]{64}", content_hash(written))
    assert content_hash(written) != content_hash({**written, "note": "x"})


def test_a_row_takes_away_what_is_no_longer_said() -> None:
    """Each name that is ours stands in a row's properties, as null where there is nothing to write."""
    row = node_row("bureau:x/福祉局", {"kind": "Bureau", "name": "福祉局"})
    assert "bureau:x/福祉局" == row["id"]
    assert {"name": "福祉局", "content_hash": content_hash({"name": "福祉局"})} == row["properties"]
    link = link_row("a", "b", "SERVES", {"kind": "SERVES", "evidence": [], "from_relisting": True, "certainty": "weak"})
    assert ("a", "b", "SERVES") == (link["source"], link["target"], link["key"])
    assert link["properties"]["review"] is None and [] == link["properties"]["quotes"]


def test_batches_hold_each_node_and_link_once_nodes_first() -> None:
    """Cut small or not, the rows are the same; no batch is empty or longer than asked."""
    graph = graph_of([{"groups": ["youth"], "supports": ["housing"], "status": "ongoing"}, {"groups": ["youth"], "bureaus": []}])
    batches = list(graph_to_batches(graph, 7))
    assert all(1 <= len(batch.rows) <= 7 for batch in batches)
    is_node = ["MERGE (n:" in batch.statement for batch in batches]
    assert is_node == sorted(is_node, reverse=True)
    rows = [row for batch in batches for row in batch.rows]
    assert len(graph) + graph.number_of_edges() == len(rows)
    assert rows == [row for batch in graph_to_batches(graph) for row in batch.rows]
