"""The push on a real server: what differs is written, what is stale goes, and nothing that is not the edition's own is touched."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graph_model.editions import graph_to_editions
from graph_model.errors import BrokenGraph, DatabaseError, MuchIsStale
from graph_model.formats import json_to_graph
from graph_model.graph import add_link, add_node, new_graph, without_sentences
from loaders.assemble import load_plan
from loaders.neo4j_status import compare
from sesaku.plans import bundled_text
from tests.graphs import PLAN, graph_of
from tests.neo4j_loader import links_of_graph, nodes_of_graph, read_links, read_nodes
from tests.neo4j_product import everything, push, totals
from tests.test_neo4j_model import hostile_graph
from tests.test_questions_in_neo4j import TRICKY

if TYPE_CHECKING:
    from neo4j import Driver

    from graph_model.graph import PlanGraph
    from loaders.neo4j_server import Server as Ours

PLANS = Path(__file__).parent / "plans"


def renamed(graph: PlanGraph, name: str) -> PlanGraph:
    """Return the same plan under another name."""
    return json_to_graph(json.dumps(json.loads(as_json(graph)), ensure_ascii=False).replace(f":{PLAN}", f":{name}"))


def as_json(graph: PlanGraph) -> str:
    """Return the graph's text."""
    from graph_model.formats import graph_to_json

    return graph_to_json(graph)


def without(graph: PlanGraph, *nodes: str) -> PlanGraph:
    """Return a copy without some nodes."""
    copy = graph.copy()
    copy.remove_nodes_from(nodes)
    return copy


def measure(number: int) -> str:
    """Return the id of a measure of TRICKY's plan."""
    return f"measure:x-2024-09/{number}"


def test_the_first_push_writes_the_graph_and_the_second_nothing(ours: Ours, database: Driver) -> None:
    """Node by node and link by link; the second push leaves the server's own counters at zero."""
    graph = json_to_graph(bundled_text())
    (first,) = push(ours, graph)
    assert {"created": len(graph) + graph.number_of_edges()} == totals(first)
    assert (len(graph), graph.number_of_edges()) == (ours.counters["nodes_created"], ours.counters["relationships_created"])
    assert nodes_of_graph(graph) == read_nodes(database)
    assert links_of_graph(graph) == read_links(database)
    (second,) = push(ours, graph)
    assert {"unchanged": len(graph) + graph.number_of_edges()} == totals(second)
    assert {} == ours.counters


def test_what_differs_is_written_and_no_more(ours: Ours, database: Driver) -> None:
    """One measure's item, one link's certainty, one relisting more; then back to the first: the same database."""
    graph = graph_of(TRICKY)
    push(ours, graph)
    before = everything(ours)
    changed = graph_of([{**TRICKY[0], "item": "別の事項", "goals": [1, 2, 3], "certainty": {"youth": "sure"}}, *TRICKY[1:]])
    (pushed,) = push(ours, changed)
    assert {"created": 1, "changed": 3, "removed": 0} == {fate: totals(pushed).get(fate, 0) for fate in ("created", "changed", "removed")}
    assert {"Measure": 1, "SERVES": 1, "PARTNERS_WITH": 1} == {kind: n["changed"] for kind, n in pushed.counts.items() if n["changed"]}
    assert nodes_of_graph(changed) == read_nodes(database) and links_of_graph(changed) == read_links(database)
    push(ours, graph)
    assert before == everything(ours)


def test_what_is_no_longer_said_goes_and_a_note_stays(ours: Ours, database: Driver) -> None:
    """A facts-only push over a full one takes the sentences away; her note stays."""
    full = load_plan(PLANS / "asahi_2025-03.txt").graph
    push(ours, full)
    database.execute_query("MATCH (n) SET n.note = '私のメモ' WITH n MATCH (n)-[r]->() SET r.note = 'x'")
    push(ours, without_sentences(full))
    found = database.execute_query("MATCH (n) WHERE n.text IS NOT NULL OR n.note IS NULL RETURN n").records
    assert [] == found and [] == database.execute_query("MATCH ()-[r]->() WHERE r.note IS NULL RETURN r").records
    assert nodes_of_graph(without_sentences(full)) == read_nodes(database)


def test_what_is_stale_goes_with_the_office_that_nothing_names_any_more(ours: Ours, database: Driver) -> None:
    """A measure, its links, and its bureau; the database is that of one clean push."""
    less = graph_of(TRICKY[:6])
    push(ours, less)
    clean = everything(ours)
    database.execute_query("MATCH (n) DETACH DELETE n")
    push(ours, graph_of([*TRICKY[:6], {**TRICKY[6], "bureaus": ["戊局"]}]))
    (pushed,) = push(ours, less)
    assert (1, 1) == (pushed.counts["Measure"]["removed"], pushed.counts["Bureau"]["removed"])
    assert clean == everything(ours)


def test_much_that_is_stale_stops_with_the_list(ours: Ours) -> None:
    """Over a fifth stops and writes nothing, until it is allowed."""
    push(ours, graph_of(TRICKY))
    before = everything(ours)
    less = without(graph_of(TRICKY), *(measure(number) for number in (5, 6, 7)))
    with pytest.raises(MuchIsStale) as stopped:
        push(ours, less)
    assert {f"Measure {measure(number)}" for number in (5, 6, 7)} <= set(stopped.value.stale) and "--allow-shrink" in stopped.value.words.ja
    assert before == everything(ours) and {} == ours.counters
    (pushed,) = push(ours, less, allow_shrink=True)
    assert 3 == pushed.counts["Measure"]["removed"]


def test_a_dry_run_tells_all_and_writes_nothing(ours: Ours) -> None:
    """On an empty database, and for a plan that changes and shrinks; the lines are the difference, the counters zero."""
    graph = graph_of(TRICKY)
    (planned,) = push(ours, graph, dry_run=True)
    assert len(graph) + graph.number_of_edges() == len(planned.lines) and {} == ours.counters and [] == everything(ours)
    push(ours, graph)
    changed = without(graph_of([{**TRICKY[0], "item": "別"}, *TRICKY[1:]]), measure(7), "bureau:x/丁局")
    (planned,) = push(ours, changed, dry_run=True)
    assert {} == ours.counters
    assert {f"~ Measure {measure(1)}", f"- Measure {measure(7)}"} == {line for line in planned.lines if " Measure " in line}
    assert f"- OWNED_BY {measure(7)} -> bureau:x/丁局 OWNED_BY" in planned.lines
    (pushed,) = push(ours, changed, allow_shrink=True)
    assert planned.counts == pushed.counts and "- Bureau bureau:x/丁局" in planned.lines


def test_strangers_and_other_plans_are_left_alone(ours: Ours, database: Driver) -> None:
    """Her nodes, with our labels and ids like ours too; a plan whose name begins like ours; and each is swept by itself alone."""
    graph = graph_of(TRICKY)
    other = renamed(graph, "x-2024-09/別")
    push(ours, graph, other)
    stranger = "CREATE (:Mine {id: 'measure:x-2024-09/m'})-[:ABOUT]->(:Measure {id: 'measure:x-2024-09/私', number: 'm'})"
    database.execute_query(
        stranger + " WITH 1 AS x MATCH (a:Measure {id: $id}) MERGE (a)-[:SERVES]->(:Mine {id: 'group:m'})", id=measure(1)
    )
    kept = [line for line in everything(ours) if "/別" in line or "Mine" in line or "/私" in line]
    push(ours, without(graph, measure(3)))
    push(ours, graph)
    assert kept == [line for line in everything(ours) if "/別" in line or "Mine" in line or "/私" in line]
    push(ours, without(other, "measure:x-2024-09/別/3"))
    assert [line for line in everything(ours) if measure(3) in line]


def test_what_a_users_own_hangs_on_does_not_go_unasked(ours: Ours, database: Driver) -> None:
    """A note on a stale measure, or a link of hers to it, stops the push; allowed, it goes."""
    graph = graph_of(TRICKY)
    less = without(graph, measure(7))
    for hers in ("SET m.note = 'x'", "CREATE (:Mine)-[:ABOUT]->(m)"):
        push(ours, graph)
        database.execute_query(f"MATCH (m:Measure {{id: $id}}) {hers}", id=measure(7))
        with pytest.raises(MuchIsStale) as stopped:
            push(ours, less)
        assert (f"Measure {measure(7)}",) == stopped.value.stale
        with pytest.raises(MuchIsStale, match="--allow-loss"):
            push(ours, less, allow_shrink=True)
        push(ours, less, allow_loss=True)
    assert 1 == database.execute_query("MATCH (n:Mine) RETURN count(n)").records[0][0]


@pytest.mark.parametrize("source", ["plan", "goal"])
def test_a_users_own_on_a_stale_link_is_seen_whatever_the_link_starts_from(ours: Ours, database: Driver, source: str) -> None:
    """A section hangs on a goal or on the plan: one kind of link from two kinds of node, both stale."""
    graph = graph_of(TRICKY)
    ends = {"plan": (f"plan:{PLAN}", f"section:{PLAN}/ア"), "goal": (f"goal:{PLAN}/1", f"section:{PLAN}/1-ア")}
    for order, (start, section) in enumerate(ends.values()):
        add_node(graph, "Section", section, label="ア", name="区分", order=order)
        add_link(graph, "HAS_SECTION", start, section)
    less = graph.copy()
    less.remove_edges_from([(start, section) for start, section in ends.values()])
    push(ours, graph)
    database.execute_query("MATCH ({id: $start})-[r:HAS_SECTION]->() SET r.note = 'x'", start=ends[source][0])
    with pytest.raises(MuchIsStale) as stopped:
        push(ours, less)
    assert (f"HAS_SECTION {' -> '.join(ends[source])} HAS_SECTION",) == stopped.value.stale
    push(ours, less, allow_loss=True)
    assert [] == database.execute_query("MATCH ()-[r:HAS_SECTION]->() RETURN r").records


def test_terms_are_created_or_filled_in_and_never_another_plans_overwritten(ours: Ours, database: Driver) -> None:
    """A name that differs stays; a stub is filled in; what answers rest on stops the push; a plan's own term follows it."""
    one, other = graph_of(TRICKY), renamed(graph_of(TRICKY), "y-2025")
    database.execute_query("CREATE (:TargetGroup {id: 'group:youth', note: 'mine'})")
    push(ours, one)
    found = database.execute_query("MATCH (n:TargetGroup {id: 'group:youth'}) RETURN n.note AS note, n.facet AS facet").records[0]
    assert ("mine", "person") == (found["note"], found["facet"])
    one.nodes["group:youth"]["name"] = "若者たち"
    push(ours, one)
    other.nodes["group:youth"]["name"] = "別の名"
    (pushed,) = push(ours, other)
    assert ["group:youth"] == pushed.kept
    assert "若者たち" == read_nodes(database)["group:youth"]["name"]
    push(ours, other, update_terms=True)
    assert "別の名" == read_nodes(database)["group:youth"]["name"]
    other.nodes["group:youth"]["facet"] = "other"
    before = everything(ours)
    with pytest.raises(DatabaseError, match="facet of group:youth is 'person'"):
        push(ours, other)
    assert before == everything(ours)


@pytest.mark.parametrize("name", ["y-2025", f"{PLAN}/別"])
def test_an_office_has_one_name(name: str, ours: Ours, database: Driver) -> None:
    """Answers find an office among the bodies by its name: another than the plan has it that was first stops the push.

    Also where the other plan's name goes on from ours, and its measures' ids with it.
    """
    one, other = graph_of(TRICKY), renamed(graph_of(TRICKY), name)
    push(ours, other)
    one.nodes["bureau:x/甲局"]["name"] = "別の名"
    with pytest.raises(DatabaseError, match="name of bureau:x/甲局 is '甲局'"):
        push(ours, one)
    (pushed,) = push(ours, one, update_terms=True)
    assert [f"plan:{name}"] == pushed.followers and "別の名" == read_nodes(database)["bureau:x/甲局"]["name"]


def test_a_copy_of_a_link_of_ours_goes(ours: Ours, database: Driver) -> None:
    """It would count in answers: a push that changes the link removes it too, status tells of it, and a note on it is kept."""
    graph, changed = graph_of(TRICKY), graph_of(TRICKY)
    for _, _, data in changed.edges(data=True):
        if data["kind"] == "SERVES":
            data["from_relisting"] = True
    push(ours, changed)
    clean = everything(ours)
    push(ours, graph)
    copied = (
        "MATCH (a:Measure {id: $id})-[r:SERVES]->(b) WITH a, r, b CREATE (a)-[q:SERVES]->(b), (a)-[s:SERVES]->(b)"
        " SET q = properties(r), s = properties(r), s.note = 'x' RETURN count(*)"
    )
    (count,) = database.execute_query(copied, id=measure(1)).records[0]
    assert not ours.read(lambda run: compare(run, graph_to_editions(graph)[0])).same
    database.execute_query("MATCH (:Measure {id: $id})-[r:SERVES {note: 'x'}]->() SET r.memo = 'x', r.content_hash = null", id=measure(1))
    database.execute_query("MATCH (:Measure {id: $id})-[r:SERVES]->() WHERE r.memo IS NULL SET r.memo = 'y'", id=measure(1))
    with pytest.raises(MuchIsStale, match="--allow-loss"):
        push(ours, changed)
    database.execute_query("MATCH (:Measure {id: $id})-[r:SERVES]->() SET r.memo = null", id=measure(1))
    (pushed,) = push(ours, changed)
    assert 2 * count == pushed.counts["SERVES"]["removed"] > 0
    noted = "MATCH ()-[r:SERVES {note: 'x'}]->() WITH collect(r) AS found FOREACH (r IN found | REMOVE r.note) RETURN size(found)"
    assert [count] == database.execute_query(noted).records[0].values()
    assert clean == everything(ours)
    database.execute_query(copied, id=measure(1))
    push(ours, without(changed, measure(1)), allow_loss=True, allow_shrink=True)
    push(ours, changed)
    assert clean == everything(ours)


def test_hostile_words_are_words(ours: Ours, database: Driver) -> None:
    """In every id and property of every kind; a push again writes nothing, and a sweep takes what is stale and nothing along."""
    graph = hostile_graph()
    push(ours, graph)
    assert nodes_of_graph(graph) == read_nodes(database)
    assert links_of_graph(graph) == read_links(database)
    push(ours, graph)
    assert {} == ours.counters
    smaller = without(graph, *(node for node, data in graph.nodes(data=True) if data["kind"] in ("Section", "Measure")))
    push(ours, smaller, allow_shrink=True)
    assert nodes_of_graph(smaller) == read_nodes(database)
    assert links_of_graph(smaller) == read_links(database)


def test_what_neo4j_cannot_hold_is_one_line(ours: Ours) -> None:
    """Half a surrogate pair, a number beyond 64 bits; a node that belongs to no plan. Nothing is written."""
    for item, words in (("\ud800", "surrogate"), ("x", "64 bits")):
        graph = graph_of([{**TRICKY[4], "item": item}])
        graph.nodes[measure(1)]["order"] = 2**70 if item == "x" else 0
        with pytest.raises(DatabaseError, match=words):
            push(ours, graph)
    stray = new_graph()
    add_node(stray, "Goal", "goal:nobody/1", number="1", name="x", order=0)
    with pytest.raises(BrokenGraph):
        graph_to_editions(stray)
    assert [] == everything(ours)


@pytest.mark.parametrize("path", sorted(PLANS.glob("*_20*.*")), ids=lambda path: path.stem)
def test_sample_plans_arrive_whole(path: Path, ours: Ours, database: Driver) -> None:
    """Each, in small parts too, and a second time with nothing to write."""
    graph: Any = load_plan(path).graph
    push(ours, graph)
    clean = everything(ours)
    assert nodes_of_graph(graph) == read_nodes(database) and links_of_graph(graph) == read_links(database)
    database.execute_query("MATCH (n) DETACH DELETE n")
    push(ours, graph, in_parts=True, part=200)
    assert clean == everything(ours)
    push(ours, graph)
    assert {} == ours.counters
