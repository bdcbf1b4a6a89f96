"""What each question's picture draws in a database, held against the question's own answer; and its favourite, as it is pasted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from graph_model.formats import json_to_graph
from graph_model.graph import add_link, add_node
from loaders.neo4j_server import open_server
from queries.catalogue import CATALOGUE
from queries.facts import PlanFacts, graph_to_facts
from queries.picture_parts import LIMIT
from queries.run import answer_query, find_query
from queries.saved_query import Parameter, Row, SavedQuery
from sesaku.neo4j_kit import favourite
from sesaku.plans import bundled_text
from tests.graphs import graph_of
from tests.neo4j_product import connection_to, push
from tests.test_questions_in_neo4j import TRICKY, empty

if TYPE_CHECKING:
    from neo4j import Driver

    from loaders.neo4j_server import Server as Ours
    from tests.neo4j_server import Server

Drawn = list[dict[str, Any]]
"""Rows of a picture: each node as its id, a path as the ids of its nodes, in lists where the picture gives lists."""

each_question = pytest.mark.parametrize("query", CATALOGUE, ids=lambda query: query.name)
each_plan = pytest.mark.parametrize("name", ["tokyo", "small"])
NOTHING_FOUND = {"gap-no-group", "gap-silos"}
"""Questions that find nothing on Tokyo's plan, which is good news; the small plan has such measures and such a bureau."""


@pytest.fixture(scope="module")
def loaded(neo4j_driver: Driver, neo4j_server: Server) -> Iterator[tuple[Ours, dict[str, PlanFacts]]]:
    """The database with the bundled plan of Tokyo and a small one, of which most groups are named by no measure."""
    empty(neo4j_driver)
    graphs = {"tokyo": json_to_graph(bundled_text()), "small": graph_of(TRICKY)}
    with open_server(connection_to(neo4j_server)) as ours:
        push(ours, *graphs.values())
        yield ours, {name: graph_to_facts(graph) for name, graph in graphs.items()}


def as_ids(value: Any) -> Any:
    """Return a value with each node as its id and without the links of its paths."""
    if isinstance(value, list):
        return [as_ids(one) for one in value if not (isinstance(one, dict) and "type" in one)]
    return value["properties"]["id"] if isinstance(value, dict) else value


def ids_in(value: Any) -> set[str]:
    """Return every id in a row or a part of it."""
    if isinstance(value, dict):
        value = list(value.values())
    return set().union(*map(ids_in, value)) if isinstance(value, list) else {value} if isinstance(value, str) else set()


def table(ours: Ours, text: str, parameters: dict[str, Any]) -> Drawn:
    """Return what a query draws."""
    found = ours.table(text.strip().removesuffix(";"), parameters)
    return [dict(zip(found.columns, map(as_ids, row), strict=True)) for row in found.rows]


def draw(ours: Ours, query: SavedQuery, facts: PlanFacts, **given: Any) -> Drawn:
    """Return what a question's picture draws of a plan."""
    return table(ours, query.picture, {one.name: one.default for one in query.parameters} | {"plan": facts.plan} | given)


def the(*names: str) -> Callable[[Drawn], set[Any]]:
    """Return the reading of a picture by the nodes under these names."""
    return lambda drawn: {tuple(row[name] for name in names) for row in drawn}


def column(*names: str, where: Callable[[Row], bool] = lambda row: True) -> Callable[[list[Row]], set[Any]]:
    """Return the reading of an answer by these columns of the rows of which a condition holds."""
    return lambda rows: {tuple(row[name] for name in names) for row in rows if where(row)}


def of_kind(kind: str, *names: str) -> Callable[[Drawn], set[Any]]:
    """Return the reading of a picture by all its nodes of a kind, under some of its names or any."""
    return lambda drawn: {one for row in drawn for one in ids_in([row[name] for name in names or row]) if one.startswith(f"{kind}:")}


def listed(*names: str) -> Callable[[list[Row]], set[Any]]:
    """Return the reading of an answer by all ids in these columns."""
    return lambda rows: {one for row in rows for name in names for one in ids_in(row[name])}


def running(row: Row) -> int:
    """Return how many measures in operation a row has."""
    return len(row["measures"]) - len(row["planned"])


FOUND: dict[str, tuple[Callable[[Drawn], set[Any]], Callable[[list[Row]], set[Any]]]] = {
    "gap-groups": (the("g"), column("group", where=lambda row: running(row) <= 1)),
    "gap-norm": (lambda drawn: {(row["n"], row["path"] is None) for row in drawn}, lambda rows: {(row["norm"], not row["measures"]) for row in rows}),
    "gap-sole-bureau": (the("g", "s", "b"), column("group", "support", "bureau")),
    "gap-sole-partner": (the("g", "s", "o"), column("group", "support", "partner")),
    "gap-no-partner": (the("m"), column("measure")),
    "gap-no-group": (the("m"), column("measure")),
    "gap-not-operating": (of_kind("measure"), listed("measure")),
    "gap-empty-status": (the("m"), column("measure")),
    "gap-stars": (lambda drawn: {(row["g"], row["path"] is None) for row in drawn}, lambda rows: {(row["group"], row["state"] == "none") for row in rows}),
    "gap-silos": (the("b"), column("bureau")),
    "overlap-fragmentation": (the("g"), column("group", where=lambda row: len(row["bureaus"]) > 1)),
    "overlap-items": (of_kind("measure"), listed("measures")),
    "overlap-status": (of_kind("measure"), listed("measures")),
    "overlap-partners": (the("o", "measures"), column("partner", "count")),
    "overlap-relistings": (the("m", "worst"), column("measure", "differs")),
    "structure-bridges": (the("x"), column("node")),
    "status-by-bureau": (of_kind("bureau"), listed("bureau")),
    "status-by-goal": (the("x"), column("goal", where=lambda row: row["goal"])),
    "quality-evidence": (the("made", "rule", "links"), column("kind", "rule", "links")),
}  # fmt: skip
"""How a picture and an answer tell what was found."""

CELLS = {
    "gap-cells": ("group", ("g", "s"), ("group", "support")),
    "gap-goals": ("goal", ("x", "g"), ("goal", "group")),
    "gap-pathway": ("group", ("g", "n"), ("group", "norm")),
    "gap-intersections": ("group", ("g", "other"), ("a", "b")),
}
"""Pictures of cells: the parameter that names what stands in the middle, the names of both nodes in a row, the columns of the answer."""


@each_plan
@each_question
def test_a_picture_draws_what_the_question_finds(query: SavedQuery, name: str, loaded: tuple[Ours, dict[str, PlanFacts]]) -> None:
    """All of it and nothing else that is of the kind that the question is about; also what no measure is joined to."""
    ours, facts = loaded[0], loaded[1][name]
    rows = answer_query(query, facts)["rows"]
    drawn = draw(ours, query, facts)
    assert len(drawn) <= LIMIT
    assert bool(drawn) == (name != "tokyo" or query.name not in NOTHING_FOUND)
    if query.name in FOUND:
        seen, wanted = FOUND[query.name]
        assert wanted(rows) == seen(drawn)


@each_plan
@pytest.mark.parametrize("question", CELLS)
def test_a_cell_that_nothing_fills_stands_alone(question: str, name: str, loaded: tuple[Ours, dict[str, PlanFacts]]) -> None:
    """Each group (or goal) in turn: the others beside it without a path are those with which no measure names it, and come first."""
    ours, facts, query = loaded[0], loaded[1][name], find_query(question)
    middle, (one, other), columns = CELLS[question]
    rows = answer_query(query, facts)["rows"]
    if question == "gap-intersections":
        rows += [{**row, "a": row["b"], "b": row["a"]} for row in rows]
    cells = {tuple(row[column] for column in columns): bool(row["measures"]) for row in rows if row["state"] != "not_applicable"}
    lacking: dict[str, int] = {}
    for node in {first for first, _ in cells}:
        drawn = draw(ours, query, facts, **{middle: node})
        wanted = {pair: filled for pair, filled in cells.items() if pair[0] == node}
        assert wanted == {(row[one], row[other]): row["path"] is not None for row in drawn}
        assert [row["path"] is None for row in drawn] == sorted((row["path"] is None for row in drawn), reverse=True)
        if any(wanted.values()):
            lacking[node] = len(wanted) - sum(wanted.values())
    (unasked,) = {row[one] for row in draw(ours, query, facts)}
    assert max(lacking.values()) == lacking[unasked]


def test_the_pairs_of_the_upper_rungs(loaded: tuple[Ours, dict[str, PlanFacts]]) -> None:
    """Of like text all that are the same act or a duplication; with a measure, the best pairs of it."""
    ours, facts, query = loaded[0], loaded[1]["tokyo"], find_query("overlap-pairs")
    drawn = the("a", "b")(draw(ours, query, facts))
    pairs = {frozenset(pair) for pair in drawn}
    rows = answer_query(query, facts)["rows"]
    upper = [frozenset((row["a"], row["b"])) for row in rows if row["rung"] in ("same_act", "duplication")]
    assert upper and pairs.issuperset(upper)
    measure = rows[0]["a"]
    of_one = {frozenset(pair) for pair in the("a", "b")(draw(ours, query, facts, measure=measure))}
    best = answer_query(query, facts, {"measure": measure, "top": 10})["rows"]
    assert all(measure in pair for pair in of_one) and of_one.issuperset(frozenset((row["a"], row["b"])) for row in best)


def test_every_weak_link_is_drawn_before_likely_ones(loaded: tuple[Ours, dict[str, PlanFacts]]) -> None:
    """Tokyo has more links to look at than a picture holds."""
    ours, facts, query = loaded[0], loaded[1]["tokyo"], find_query("quality-unreviewed")
    drawn = [tuple(row["path"]) for row in draw(ours, query, facts)]
    rows = answer_query(query, facts, {"top": 1000})["rows"]
    weak = {(row["measure"], row["target"]) for row in rows if row["certainty"] == "weak"}
    assert LIMIT == len(drawn) and weak == set(drawn[: len(weak)]) and set(drawn) <= {(row["measure"], row["target"]) for row in rows}


def test_beside_a_finding_stands_what_it_rests_on(loaded: tuple[Ours, dict[str, PlanFacts]]) -> None:
    """Measures under their groups, bureaus of a spread, goals and bureaus of a bridge, stages: all that the answer's rows name."""
    ours, facts = loaded[0], loaded[1]["tokyo"]
    beside = {
        "gap-groups": ("group", "measures", "bureaus"),
        "gap-stars": ("measures",),
        "overlap-fragmentation": ("group", "bureaus"),
        "overlap-items": ("sections", "bureaus"),
        "overlap-status": ("bureaus", "status"),
        "overlap-partners": ("bureaus",),
        "overlap-relistings": ("sections", "goals"),
        "structure-bridges": ("goals", "bureaus"),
        "status-by-bureau": ("bureau", "not_full"),
        "status-by-goal": ("goal", "not_full"),
        "gap-not-operating": ("bureaus",),
        "gap-empty-status": ("bureaus", "status"),
    }
    for name, columns in beside.items():
        rows = [row for row in answer_query(find_query(name), facts)["rows"] if name != "gap-groups" or running(row) <= 1]
        drawn = draw(ours, find_query(name), facts)
        assert listed(*columns)(rows) <= set().union(*map(ids_in, drawn)), name


@pytest.mark.parametrize("question", ["gap-not-operating", "gap-empty-status"])
def test_every_state_that_is_offered_draws_its_measures(question: str, loaded: tuple[Ours, dict[str, PlanFacts]]) -> None:
    """As many as the answer counts in that state, also of the states that it does not list."""
    ours, facts, query = loaded[0], loaded[1]["small"], find_query(question)
    for state, count in answer_query(query, facts)["denominator"]["by_state"].items():
        assert count == len(of_kind("measure")(draw(ours, query, facts, state=state))), state


@each_question
def test_each_parameter_has_one_place(query: SavedQuery) -> None:
    """The first line, by its name; nothing else in the picture is called so."""
    first, rest = query.picture.split("\n", 1)
    names = re.findall(r"\$(\w+) AS (\w+)", first)
    assert first == "WITH " + ", ".join(f"${name} AS {name}" for name, _ in names) and "$" not in rest
    assert all(name == alias for name, alias in names) and "plan" == names[0][0]
    assert {name for name, _ in names} <= {"plan", *(one.name for one in query.parameters)}
    for name, _ in names:
        assert not re.search(rf"AS {name}\b|[(\[]{name}:|\b{name} = [(\[]", rest), name
        assert re.search(rf"\b{name}\b", rest), name


def value_for(query: SavedQuery, parameter: Parameter, rows: list[Row]) -> str | None:
    """Return a value that a person might put for a parameter: one of a finding of the question; None where no finding has one."""
    if parameter.name == "measure":
        return str(rows[0]["a"])
    for row in rows:
        for name in parameter.filters or (parameter.name,):
            if row[name]:
                return str(row[name][0] if isinstance(row[name], list) else row[name])
    return None


@each_question
def test_a_favourite_is_narrowed_in_one_place(query: SavedQuery, loaded: tuple[Ours, dict[str, PlanFacts]]) -> None:
    """As pasted it gives rows; with a value where its parameter stands, fewer or those of that node, and none for one that is not there."""
    ours, facts = loaded[0], loaded[1]["small" if query.name in NOTHING_FOUND else "tokyo"]
    text, other = (favourite(query, facts.plan, lang) for lang in ("ja", "en"))
    assert text[text.index("\nWITH ") :] == other[other.index("\nWITH ") :], "the languages differ in comments alone"
    whole = table(ours, text, {})
    assert whole and len(whole) == len(draw(ours, query, facts)) and "$" not in text
    rows = answer_query(query, facts)["rows"]
    (line,) = (line for line in text.split("\n") if line.startswith("WITH '"))

    def put(name: str, stands: str, value: str) -> Drawn:
        assert 1 == text.count(f"{stands} AS {name}")
        return table(ours, text.replace(f"{stands} AS {name}", f"{value} AS {name}"), {})

    assert not put("plan", f"'{facts.plan}'", "'plan:nowhere'")
    for parameter in query.parameters:
        name = parameter.name
        if f" AS {name}" not in line:
            continue
        assert all(re.search(f"^// {name}(: |：)", each, re.M) for each in (text, other))
        if parameter.default is not None:
            assert whole != put(name, *(("false", "true") if parameter.default is False else ("1", "0")))
            continue
        assert not put(name, "null", "'nowhere'")
        if value := value_for(query, parameter, rows):
            narrowed = put(name, "null", f"'{value}'")
            assert narrowed and (len(narrowed) < len(whole) or all(value in ids_in(row) for row in narrowed)), (name, value)


def test_places_rest_on_measures_in_operation(ours: Ours) -> None:
    """What only a measure of unknown stage would change is not drawn, and no such measure stands for a place; nor anything of a half plan."""
    here = {"groups": ["youth"], "supports": ["housing"], "bureaus": ["甲局"]}
    graph = graph_of([{**here, "status": "ongoing"}, {**here, "status": "", "partners": ["npo"]}, {**here, "status": "pilot"}])
    push(ours, graph)
    facts = graph_to_facts(graph)
    for name in ("gap-sole-bureau", "gap-sole-partner"):
        rows = answer_query(find_query(name), facts)["rows"]
        drawn = draw(ours, find_query(name), facts)
        assert len(rows) == len(drawn) and bool(rows) == (name == "gap-sole-bureau")
        assert all(listed("measures")(rows) == of_kind("measure", "paths")([row]) for row in drawn)
    ours.write(lambda run: run("MATCH (p:Plan {id: $id}) SET p.loading = 'x'", id=facts.plan))
    assert not any(draw(ours, query, facts) for query in CATALOGUE)


def test_relistings_of_a_plan_without_goals_have_their_places(ours: Ours) -> None:
    """A measure that stands below the plan itself, and again in a section of it."""
    graph = graph_of(TRICKY[4:5])
    section = add_node(graph, "Section", "section:x-2024-09/ア", label="ア", name="区分", order=0)
    add_link(graph, "HAS_SECTION", "plan:x-2024-09", section)
    again = {"place": {"file": "x.txt", "line": 9}, "mark": "再掲", "differs": "none", "differences": {}}
    add_link(graph, "RELISTED_IN", "measure:x-2024-09/1", section, **again)
    push(ours, graph)
    (row,) = draw(ours, find_query("overlap-relistings"), graph_to_facts(graph))
    assert {section, "plan:x-2024-09"} <= ids_in(row["paths"])
