"""Terms that plans share in one database: whoever loads, and when, no plan's answers change without a word."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from graph_model.editions import graph_to_editions
from graph_model.errors import DatabaseError, SesakuError, UnfinishedLoad
from graph_model.graph import add_link, add_node
from loaders import neo4j_parts
from loaders.neo4j_server import open_server
from loaders.neo4j_status import compare
from queries.run import find_query
from tests.graphs import PLAN, graph_of
from tests.neo4j_product import connection_to, everything, push
from tests.test_neo4j_push import renamed
from tests.test_questions_in_neo4j import TRICKY, agree

if TYPE_CHECKING:
    from loaders.neo4j_server import Run
    from loaders.neo4j_server import Server as Ours
    from tests.neo4j_server import Server

OTHER = "y-2025"
ASKED = [find_query(name) for name in ("gap-cells", "gap-groups", "gap-intersections")]
"""Questions whose answers rest on what terms say of themselves."""


def other_plan(**youth: Any) -> Any:
    """Return the tricky plan under another name, whose group:youth says something else."""
    graph = renamed(graph_of(TRICKY), OTHER)
    graph.nodes["group:youth"].update(youth)
    return graph


class Cut(Exception):
    """Ends a load in parts."""


def cut_push(ours: Ours, graph: Any, parts: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Push in small parts and stop once so many are committed."""
    write, written = neo4j_parts._write_part, 0

    def write_or_stop(statement: str, rows: Any, run: Run) -> None:
        nonlocal written
        if written == parts:
            raise Cut
        write(statement, rows, run)
        written += 1

    with monkeypatch.context() as patch, pytest.raises(Cut):
        patch.setattr(neo4j_parts, "_write_part", write_or_stop)
        push(ours, graph, in_parts=True, part=10)


def push_at_once(server: Server, *graphs: Any) -> list[str]:
    """Push each graph from a thread of its own, all at the same time, and return what went wrong."""
    failed: list[str] = []
    start = threading.Barrier(len(graphs))

    def work(graph: Any) -> None:
        with open_server(connection_to(server)) as ours:
            start.wait()
            try:
                push(ours, graph)
            except SesakuError as error:
                failed.append(str(error))

    threads = [threading.Thread(target=work, args=(graph,)) for graph in graphs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed


def test_of_two_plans_pushed_at_once_that_differ_one_stops(ours: Ours, neo4j_server: Server) -> None:
    """Into an empty database, several times: the one that is stamped answers as its graph does, the other is not there."""
    graphs = {f"plan:{PLAN}": graph_of(TRICKY), f"plan:{OTHER}": other_plan(facet="other")}
    for _ in range(2):
        ours.write(lambda run: run("MATCH (n) DETACH DELETE n"))
        assert ["facet of group:youth"] == [line[:20] for line in push_at_once(neo4j_server, *graphs.values())]
        (there,) = [row["id"] for row in ours.read(lambda run: run("MATCH (p:Plan) RETURN p.id AS id"))]
        for query in ASKED:
            agree(ours, graphs[there], query)


@pytest.mark.parametrize("parts", [1, 8])
def test_what_an_unfinished_load_says_of_a_term_stands(parts: int, ours: Ours, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another plan whose term differs stops while a load is unfinished, whether it has come to its measures or not."""
    graph = graph_of(TRICKY)
    cut_push(ours, graph, parts, monkeypatch)
    with pytest.raises(DatabaseError, match=f"facet of group:youth is 'person' as plan:{PLAN} has it"):
        push(ours, other_plan(facet="other"))
    push(ours, other_plan())
    push(ours, graph)
    for query in ASKED:
        agree(ours, graph, query)


def test_a_load_whose_terms_are_written_over_meanwhile_does_not_end(ours: Ours, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody lets all plans follow hers before the last part: the load stops with a line, and its plan is not asked."""
    graph, walk = graph_of(TRICKY), neo4j_parts.walk_edition

    def walk_and_follow(*given: Any) -> Any:
        walked = walk(*given)
        monkeypatch.setattr(neo4j_parts, "walk_edition", walk)
        push(ours, other_plan(facet="other"), update_terms=True)
        return walked

    monkeypatch.setattr(neo4j_parts, "walk_edition", walk_and_follow)
    with pytest.raises(DatabaseError, match="facet of group:youth is 'other'"):
        push(ours, graph, in_parts=True, part=10)
    with pytest.raises(UnfinishedLoad):
        agree(ours, graph, ASKED[0])
    push(ours, graph, update_terms=True)
    agree(ours, graph, ASKED[0])


def with_term(graph: Any, node: str = "group:own", **more: Any) -> Any:
    """Return the graph with a term of its own vocabulary, part of a wider one."""
    (plan,) = (node for node, data in graph.nodes(data=True) if data["kind"] == "Plan")
    add_node(graph, "TargetGroup", node, name="独自", name_en="own", facet="person", order=99)
    add_link(graph, "NARROWER_THAN", node, "group:women_in_difficulty")
    graph.nodes[plan]["vocabulary"]["TargetGroup"].append(node)
    return graph


@pytest.mark.parametrize("how", [{}, {"in_parts": True, "part": 50}])
def test_a_term_that_a_plan_drops_goes_once_no_plan_names_it(how: dict[str, Any], ours: Ours) -> None:
    """The dry run names it; the database is that of a clean push; while another plan names it, it stays."""
    push(ours, graph_of(TRICKY))
    clean = everything(ours)
    push(ours, with_term(graph_of(TRICKY)))
    (planned,) = push(ours, graph_of(TRICKY), dry_run=True)
    assert "- TargetGroup group:own" in planned.lines
    (pushed,) = push(ours, graph_of(TRICKY), **how)
    assert planned.counts == pushed.counts and 1 == pushed.counts["TargetGroup"]["removed"]
    assert clean == everything(ours)
    push(ours, with_term(graph_of(TRICKY)), with_term(other_plan()), graph_of(TRICKY), **how)
    assert 1 == len(ours.read(lambda run: run("MATCH (g:TargetGroup {id: 'group:own'}) RETURN g")))
    push(ours, other_plan(), **how)
    assert [] == ours.read(lambda run: run("MATCH (g:TargetGroup {id: 'group:own'}) RETURN g"))


@pytest.mark.parametrize("how", [{}, {"in_parts": True, "part": 50}])
def test_what_an_unfinished_load_named_goes_with_the_next(how: dict[str, Any], ours: Ours, monkeypatch: pytest.MonkeyPatch) -> None:
    """An office and a term of a load that was cut, and then another graph: the database is that of a clean push."""
    push(ours, graph_of(TRICKY))
    clean = everything(ours)
    for parts in (0, 3, 8):
        ours.write(lambda run: run("MATCH (n) DETACH DELETE n"))
        cut_push(ours, with_term(graph_of([*TRICKY, {**TRICKY[0], "bureaus": ["戊局"], "similar": []}])), parts, monkeypatch)
        (pushed,) = push(ours, graph_of(TRICKY), allow_shrink=True, **how)
        assert pushed.resumed and clean == everything(ours)


def test_a_term_that_an_unfinished_load_names_stays(ours: Ours, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another plan drops it meanwhile; once the load is finished with a graph that does not name it, it goes."""
    push(ours, with_term(graph_of(TRICKY)))
    cut_push(ours, with_term(other_plan()), 0, monkeypatch)
    push(ours, graph_of(TRICKY))
    assert 1 == len(ours.read(lambda run: run("MATCH (g:TargetGroup {id: 'group:own'}) RETURN g")))
    push(ours, other_plan())
    assert [] == ours.read(lambda run: run("MATCH (g:TargetGroup {id: 'group:own'}) RETURN g"))


def test_which_group_is_part_of_which_is_each_plans_own(ours: Ours) -> None:
    """One more pair of two groups that both plans have, and one less: every plan answers as if it stood alone."""
    one, other, less = graph_of(TRICKY), other_plan(), renamed(graph_of(TRICKY), "z-2025")
    add_link(other, "NARROWER_THAN", "group:youth", "group:foreign_nationals")
    less.remove_edges_from([ends for *ends, data in less.edges(data=True) if data["kind"] == "NARROWER_THAN"])
    push(ours, one, other, less)
    for graph in (one, other, less):
        for query in ASKED:
            agree(ours, graph, query)
    push(ours, one, other, less)
    assert {} == ours.counters
    for graph in (one, other, less):
        agree(ours, graph, ASKED[-1])


def compared(ours: Ours, graph: Any) -> bool:
    """Return what status says of a plan beside the local graph."""
    return ours.read(lambda run: compare(run, graph_to_editions(graph)[0])).same


def test_plans_that_follow_anothers_terms_are_named_and_no_longer_the_same(ours: Ours) -> None:
    """Status says so in place of an error, for the dry run's plan as for the others; what follows can be led back."""
    one, other, third = graph_of(TRICKY), other_plan(facet="other"), renamed(graph_of(TRICKY), "z-2025")
    push(ours, one, third)
    push(ours, other_plan())
    assert compared(ours, one) and not compared(ours, other)
    (planned,) = push(ours, other, dry_run=True, update_terms=True)
    (pushed,) = push(ours, other, update_terms=True)
    assert [f"plan:{PLAN}", "plan:z-2025"] == planned.followers == pushed.followers
    assert [False, True, False] == [compared(ours, graph) for graph in (one, other, third)]
    push(ours, other, update_terms=True)
    assert {} == ours.counters
    push(ours, one, update_terms=True)
    push(ours, third)
    assert [True, False, True] == [compared(ours, graph) for graph in (one, other, third)]
    agree(ours, one, ASKED[0])
