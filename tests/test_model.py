"""The model: kinds, the two doors, and what a saved graph must look like."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from graph_model.errors import BrokenGraph, ModelError
from graph_model.formats import SCHEMA, graph_to_json, json_to_graph
from graph_model.graph import add_link, add_node, links_of, new_graph, nodes_of, without_sentences
from graph_model.kinds import EDGE_KINDS, NODE_KIND, NODE_KINDS
from graph_model.schema import kinds_to_schema
from loaders.assemble import LoadedPlan
from viz.style import KINDS, STATES


def test_kinds_are_declared_once_and_whole() -> None:
    """Names and prefixes differ; every kind has a title and sentence in both languages; links join kinds that exist."""
    assert len(NODE_KIND) == len(NODE_KINDS) == len({kind.prefix for kind in NODE_KINDS})
    for kind in (*NODE_KINDS, *EDGE_KINDS):
        assert all((kind.title.ja, kind.title.en, kind.meaning.ja, kind.meaning.en))
        assert len({prop.name for prop in kind.properties}) == len(kind.properties)
    for kind in EDGE_KINDS:
        assert {*kind.sources, *kind.targets} <= set(NODE_KIND)
        assert kind.extracted == any(prop.name == "evidence" for prop in kind.properties)


def test_every_node_kind_has_a_colour() -> None:
    """The table of looks knows each kind, and no two states share a sign."""
    assert set(KINDS) == set(NODE_KIND)
    assert len({style.sign for style in STATES.values()}) == len(STATES)
    assert all(style.sign.encode("cp932") for style in STATES.values())


@pytest.mark.parametrize(
    ("kind", "node", "properties"),
    [
        ("Colour", "colour:red", {}),
        ("Bureau", "burea:x", {"name": "x"}),
        ("Bureau", "bureau:", {"name": "x"}),
        ("Bureau", "bureau:x", {}),
        ("Bureau", "bureau:x", {"name": 3}),
        ("Bureau", "bureau:x", {"name": "x", "size": 10}),
        ("Status", "status:x", {"name": "x", "name_en": "x", "order": True}),
        ("TargetGroup", "group:x", {"name": "x", "name_en": "x", "order": 0, "facet": "colour"}),
    ],
)
def test_a_node_that_its_kind_does_not_allow_is_refused(kind: str, node: str, properties: dict) -> None:
    """An unknown kind, a wrong id, a missing, wrong or undeclared property: ModelError, and the graph stays empty."""
    graph = new_graph()
    with pytest.raises(ModelError):
        add_node(graph, kind, node, **properties)
    assert len(graph) == 0


def small_graph():
    """Return a goal and a section of one plan's edition."""
    graph = new_graph()
    add_node(graph, "Goal", "goal:x-1/1", number="1", name="目標", order=0)
    add_node(graph, "Section", "section:x-1/1-ア", label="ア", name="区分", order=0)
    return graph


def test_a_link_joins_the_kinds_that_it_declares() -> None:
    """The other way round, from nowhere, or twice, it is refused."""
    graph = small_graph()
    add_link(graph, "HAS_SECTION", "goal:x-1/1", "section:x-1/1-ア")
    for source, target in (("section:x-1/1-ア", "goal:x-1/1"), ("goal:x-1/2", "section:x-1/1-ア"), ("goal:x-1/1", "section:x-1/1-ア")):
        with pytest.raises(ModelError):
            add_link(graph, "HAS_SECTION", source, target)
    assert graph.number_of_edges() == 1


def test_only_parallel_kinds_may_stand_twice(tokyo: LoadedPlan) -> None:
    """A measure relisted twice in one section keeps both, told apart by their keys."""
    graph = tokyo.graph.copy()
    link = next(data for _, _, data in links_of(graph, "RELISTED_IN"))
    properties = {key: value for key, value in link.items() if key != "kind"}
    node = "measure:tokyo-2025-01/1"
    keys = [add_link(graph, "RELISTED_IN", node, "section:tokyo-2025-01/2-ア", **properties) for _ in range(2)]
    assert keys == ["RELISTED_IN", "RELISTED_IN#2"]


def test_a_measure_has_one_status(tokyo: LoadedPlan) -> None:
    """A second link of a single kind is refused, whatever it leads to; a file that holds one is no graph."""
    graph = tokyo.graph.copy()
    node, status, link = next(links_of(graph, "HAS_STATUS"))
    other = next(one for one in nodes_of(graph, "Status") if one != status)
    properties = {key: value for key, value in link.items() if key != "kind"}
    with pytest.raises(ModelError, match="has HAS_STATUS to another already"):
        add_link(graph, "HAS_STATUS", node, other, **properties)
    graph.add_edge(node, other, key="HAS_STATUS", **link)
    with pytest.raises(BrokenGraph, match="another already"):
        json_to_graph(graph_to_json(graph))


def test_saved_graphs_validate_against_the_schema(tokyo: LoadedPlan) -> None:
    """The full and the facts-only graph are what the schema says; a graph with one property more is not."""
    schema = kinds_to_schema()
    Draft202012Validator.check_schema(schema)
    for graph in (tokyo.graph, without_sentences(tokyo.graph)):
        data = json.loads(graph_to_json(graph))
        Draft202012Validator(schema).validate(data)
    data["nodes"][0]["colour"] = "red"
    assert not Draft202012Validator(schema).is_valid(data)


def test_save_and_load_are_the_identity(tokyo: LoadedPlan) -> None:
    """What is saved, loaded and saved again is the same bytes; one node or link a line."""
    text = graph_to_json(tokyo.graph)
    again = json_to_graph(text)
    assert text == graph_to_json(again)
    assert len(tokyo.graph) == len(again) and tokyo.graph.number_of_edges() == again.number_of_edges()
    assert len(text.split("\n")) > len(tokyo.graph) + tokyo.graph.number_of_edges()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "not readable as JSON"),
        ('{"directed": true, "nodes": []', "not readable as JSON"),
        ("[]", "not a graph"),
        ('{"graph": {}}', "not a graph"),
        ('{"graph": {"schema": "sesaku-graph/9"}, "nodes": [], "edges": []}', "newer"),
        (f'{{"graph": {{"schema": "{SCHEMA}"}}, "nodes": [{{"id": "bureau:x"}}], "edges": []}}', "damaged"),
        (f'{{"graph": {{"schema": "{SCHEMA}"}}, "nodes": [{{"id": "bureau:x", "kind": "Bureau"}}], "edges": []}}', "missing"),
        (f'{{"graph": {{"schema": "{SCHEMA}"}}, "nodes": [3], "edges": []}}', "damaged"),
    ],
)
def test_a_graph_that_cannot_be_read_says_why(text: str, words: str) -> None:
    """Damaged, foreign or newer: BrokenGraph in one line that names the file."""
    with pytest.raises(BrokenGraph, match=words) as caught:
        json_to_graph(text, name="old.json")
    assert "old.json" in caught.value.words.ja and "\n" not in caught.value.words.ja


def test_every_term_is_a_node_served_or_not(tokyo: LoadedPlan) -> None:
    """A gap can only be found where the empty place exists."""
    assert len(nodes_of(tokyo.graph, "TargetGroup")) == 24
    assert len(nodes_of(tokyo.graph, "SupportType")) == 19
    assert len(nodes_of(tokyo.graph, "Status")) == 4
