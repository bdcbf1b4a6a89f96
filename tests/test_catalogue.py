"""Laws that every saved question keeps, tested over the whole catalogue."""

from __future__ import annotations

import json
import pkgutil
import random
import re
from typing import Any

import pytest

import queries
from graph_model.graph import add_link, new_graph, without_sentences
from graph_model.kinds import EDGE_KIND, NODE_KIND
from loaders.assemble import LoadedPlan
from queries.catalogue import CATALOGUE
from queries.facts import graph_to_facts
from queries.run import answer_query, computing_parameters, settle_parameters
from queries.saved_query import FAMILIES, SavedQuery
from viz.style import FINDINGS, STATES

NOT_QUESTIONS = {
    "catalogue",
    "cypher_parts",
    "database",
    "doubt",
    "facts",
    "pairs",
    "paths",
    "picture_parts",
    "places",
    "plan_summary",
    "rarity",
    "run",
    "saved_query",
    "stages",
    "states",
    "what_if",
}
each_question = pytest.mark.parametrize("query", CATALOGUE, ids=lambda query: query.name)
FLIPS_TRIED = 25
"""So many fragile findings of a question have their flip applied."""


def ask(query: SavedQuery, graph: Any, **parameters: Any) -> dict[str, Any]:
    """Return an answer on a graph."""
    return answer_query(query, graph_to_facts(graph), parameters)


def test_every_module_is_in_the_catalogue() -> None:
    """A question that nobody lists cannot be asked."""
    modules = {module.name for module in pkgutil.iter_modules(queries.__path__)} - NOT_QUESTIONS
    assert modules == {query.name.replace("-", "_") for query in CATALOGUE}


@each_question
def test_a_question_says_what_it_means_in_both_languages(query: SavedQuery) -> None:
    """Title, question, why, how to read it and its limits, what its picture draws, heads and parameters."""
    heads = [column.head for column in query.columns] + [parameter.meaning for parameter in query.parameters]
    for words in (query.title, query.question, query.why, query.how_to_read, query.limits, query.draws, *heads):
        assert words.ja and words.en and (words.ja != words.en or words.ja == "★")
    assert query.family in FAMILIES and query.name.split("-")[0] == query.family


@each_question
def test_japanese_is_told_in_japanese(query: SavedQuery, tokyo: LoadedPlan) -> None:
    """No name of a column or state stands in the Japanese words: the screen calls them otherwise."""
    codes = {column.name for column in query.columns} | set(ask(query, tokyo.graph)["denominator"]["by_state"])
    for words in (query.title, query.question, query.why, query.how_to_read, query.limits):
        text = re.sub(r"--own|sesaku \w+|[a-z]+-[a-z-]+", "", words.ja)
        assert not codes & set(re.findall(r"[a-z_]+", text)), text


@each_question
def test_laws_of_an_answer(query: SavedQuery, tokyo: LoadedPlan) -> None:
    """States sum to the total, count is the number of measures, every id is in the graph, findings differ."""
    answer = ask(query, tokyo.graph)
    assert answer["denominator"]["total"] == sum(answer["denominator"]["by_state"].values())
    assert (119, 138) == (answer["denominator"]["measures"], answer["plans"][0]["listings"])
    assert len({row["finding"] for row in answer["rows"]}) == len(answer["rows"]) == answer["shown_rows"] <= answer["total_rows"]
    kinds = {column.name: column.kind for column in query.columns if column.kind}
    for row in answer["rows"]:
        assert ["finding", *(column.name for column in query.columns), "robust", "flip"] == list(row)
        assert row["finding"].startswith(query.name + "/")
        if {"count", "measures"} <= set(row):
            assert len(row["measures"]) == row["count"]
        for name, kind in kinds.items():
            ids = row[name] if isinstance(row[name], list) else [row[name]] if row[name] is not None else []
            assert all(tokyo.graph.nodes[node]["kind"] == kind for node in ids), (name, ids)
        assert row["robust"] in ("solid", "fragile") and (row["robust"] == "fragile") == bool(row["flip"])


@each_question
def test_every_state_has_words(query: SavedQuery, tokyo: LoadedPlan) -> None:
    """What the screen, the legend and the reports call it, in both languages."""
    answer = ask(query, tokyo.graph)
    for state in {*answer["denominator"]["by_state"], *(row[name] for row in answer["rows"] for name in ("state", "rung") if name in row)}:
        words = FINDINGS[state] if state in FINDINGS else STATES[state].name
        assert words.ja and words.en


@each_question
def test_an_answer_depends_on_facts_alone(query: SavedQuery, tokyo: LoadedPlan) -> None:
    """Not on the sentences, not on the order in which the graph was made, and it is the same bytes each time."""
    expected = json.dumps(ask(query, tokyo.graph))
    assert expected.replace('"facts_only": false', '"facts_only": true') == json.dumps(ask(query, without_sentences(tokyo.graph)))
    assert expected == json.dumps(ask(query, shuffled(tokyo.graph)))


def shuffled(graph: Any, seed: int = 1) -> Any:
    """Return the same graph, its nodes and links added in another order."""
    rng = random.Random(seed)
    nodes, links = list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True))
    rng.shuffle(nodes)
    rng.shuffle(links)
    copy = new_graph()
    copy.graph.update(graph.graph)
    copy.add_nodes_from(nodes)
    copy.add_edges_from(links)
    return copy


@each_question
def test_a_flip_flips(query: SavedQuery, tokyo: LoadedPlan) -> None:
    """Applied to the graph, what a fragile finding names changes its state or takes it away."""
    fragile = [row for row in ask(query, tokyo.graph)["rows"] if row["robust"] == "fragile"]
    for row in random.Random(2).sample(fragile, min(FLIPS_TRIED, len(fragile))):
        changed = apply_flip(tokyo.graph, row["flip"])
        after = {other["finding"]: other for other in ask(query, changed)["rows"]}.get(row["finding"])
        assert after is None or verdict(after) != verdict(row), row


def verdict(row: dict[str, Any]) -> Any:
    """Return what a finding says: its state or rung; all that it says where it has neither."""
    for name in ("state", "rung"):
        if name in row:
            return row[name]
    return {name: value for name, value in row.items() if name not in ("robust", "flip")}


def apply_flip(graph: Any, flip: list[dict[str, str]]) -> Any:
    """Return a copy of the graph with the edits of a flip."""
    changed = graph.copy()
    for edit in flip:
        if edit["do"] == "drop":
            changed.remove_edge(edit["measure"], edit["target"], key=edit["kind"])
        else:
            roles = {"roles": ["collaborates"]} if edit["kind"] == "PARTNERS_WITH" else {}
            add_link(changed, edit["kind"], edit["measure"], edit["target"], evidence=[], from_relisting=False, certainty="sure", **roles)
    return changed


@each_question
def test_cypher_speaks_of_the_model(query: SavedQuery) -> None:
    """Labels and types are kinds, RETURN aliases are the row's fields, parameters are the question's own."""
    texts = [query.cypher, query.picture, *([query.tally_cypher] if query.tally_cypher else [])]
    for text in texts:
        for labels in re.findall(r"\(\w*:([\w|]+)", text):
            assert set(labels.split("|")) <= set(NODE_KIND), text
        for types in re.findall(r"\[\w*:([\w|]+)", text):
            assert set(types.split("|")) <= set(EDGE_KIND), text
    computing = set(computing_parameters(query, settle_parameters(query, None)))
    assert set(re.findall(r"\$(\w+)", query.cypher + query.tally_cypher)) - {"plan", "reviewed_only"} == computing
    assert set(re.findall(r"\$(\w+)", query.picture)) <= {"plan", *(parameter.name for parameter in query.parameters)}
    assert "path" in query.picture and "$plan" in query.picture


@each_question
def test_reviewed_only_answers_from_reviewed_links(query: SavedQuery, tokyo: LoadedPlan) -> None:
    """Where nobody has reviewed a link, no link counts; every question still answers."""
    answer = answer_query(query, graph_to_facts(tokyo.graph, reviewed_only=True))
    assert answer["denominator"]["total"] == sum(answer["denominator"]["by_state"].values())


@each_question
def test_an_empty_plan_has_an_answer(query: SavedQuery) -> None:
    """No measure, no crash."""
    from tests.graphs import graph_of

    answer = ask(query, graph_of([]))
    assert answer["denominator"]["total"] == sum(answer["denominator"]["by_state"].values())
    assert 0 == answer["denominator"]["measures"]
