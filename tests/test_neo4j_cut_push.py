"""Loads that are cut, and two at once: a plan is as before, or marked as unfinished; and the next push makes it whole."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graph_model.editions import graph_to_editions
from graph_model.errors import DatabaseError, LittleMemory, LoadInterrupted, MuchIsStale, SesakuError, UnfinishedLoad
from graph_model.formats import graph_to_json, json_to_graph
from loaders import neo4j_parts, neo4j_sweep
from loaders.neo4j_load import Wishes
from loaders.neo4j_push import push_edition
from loaders.neo4j_server import open_server
from queries.database import answer_in_database
from queries.run import find_query
from sesaku.plans import bundled_text
from tests.graphs import PLAN, graph_of
from tests.neo4j_product import connection_to, everything, push
from tests.neo4j_server import restart_server, start_server, stop_server
from tests.test_questions_in_neo4j import TRICKY

if TYPE_CHECKING:
    from loaders.neo4j_server import Run
    from loaders.neo4j_server import Server as Ours
    from tests.neo4j_server import Server

PUSHING = """
import sys, time
from graph_model.editions import graph_to_editions
from graph_model.formats import json_to_graph
from loaders import neo4j_load, neo4j_parts, neo4j_push
from loaders.neo4j_server import Connection, open_server
uri, password, path, parts, stop_at = sys.argv[1:]
rows, write_rows = 0, neo4j_load.write_rows
def slowly(run, statement, some):
    global rows
    write_rows(run, statement, some)
    rows += len(some)
    if rows >= int(stop_at):
        print("there", flush=True)
        time.sleep(600)
neo4j_push.write_rows = neo4j_parts.write_rows = slowly
with open_server(Connection(uri, "neo4j", password)) as server:
    (edition,) = graph_to_editions(json_to_graph(open(path, encoding="utf-8").read()))
    neo4j_push.push_edition(server, edition, neo4j_load.Wishes(in_parts=parts == "parts", part=100))
"""


def ask(ours: Ours, name: str = "gap-cells", plan: str = f"plan:{PLAN}") -> dict[str, Any]:
    """Return a question's answer in the database."""
    return ours.read(lambda run: answer_in_database(run, find_query(name), plan))


def killed_push(server: Server, graph: Any, folder: Path, how: str, stop_at: int) -> None:
    """Push a graph in another process and kill it once so many rows are written."""
    path = folder / "graph.json"
    path.write_text(graph_to_json(graph), encoding="utf-8")
    command = [sys.executable, "-c", PUSHING, server.bolt_uri, server.password, str(path), how, str(stop_at)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[1]) as process:
        assert process.stdout and b"there" == process.stdout.readline().strip()
        process.kill()


def changed() -> Any:
    """Return the tricky plan with other words and a measure more."""
    return graph_of([*({**one, "item": f"第{at}"} for at, one in enumerate(TRICKY)), {"groups": ["youth"], "status": "ongoing"}])


@pytest.mark.parametrize("stop_at", [20, 40])
def test_a_client_killed_in_its_one_transaction_leaves_the_answers_as_they_were(
    stop_at: int, ours: Ours, neo4j_server: Server, tmp_path: Path
) -> None:
    """Whether the plan stood there or not; and a push afterwards is that of a clean database."""
    push(ours, changed())
    clean = everything(ours)
    ours.write(lambda run: run("MATCH (n) DETACH DELETE n"))
    killed_push(neo4j_server, graph_of(TRICKY), tmp_path, "whole", stop_at)
    assert [] == everything(ours)
    push(ours, graph_of(TRICKY))
    before, answer = everything(ours), ask(ours)
    killed_push(neo4j_server, changed(), tmp_path, "whole", 3)
    assert before == everything(ours) and answer == ask(ours)
    push(ours, changed())
    assert clean == everything(ours)


@pytest.mark.parametrize("stop_at", [1, 40])
def test_a_client_killed_between_parts_leaves_a_mark_and_the_next_push_finishes(
    stop_at: int, ours: Ours, neo4j_server: Server, tmp_path: Path
) -> None:
    """Questions refuse; other plans answer; the next push, in one transaction or in parts, makes it whole."""
    push(ours, graph_of(TRICKY))
    clean = everything(ours)
    for how in ({}, {"in_parts": True, "part": 50}):
        ours.write(lambda run: run("MATCH (n) DETACH DELETE n"))
        killed_push(neo4j_server, graph_of(TRICKY), tmp_path, "parts", stop_at)
        with pytest.raises(UnfinishedLoad):
            ask(ours)
        (pushed,) = push(ours, graph_of(TRICKY), **how)
        assert pushed.resumed and clean == everything(ours)
        ask(ours)


def test_an_unfinished_load_over_an_older_one_ends_as_a_clean_one(ours: Ours, neo4j_server: Server, tmp_path: Path) -> None:
    """What was stale, changed and new, some of it written; the dry run says so, too."""
    less = graph_of([*({**one, "item": f"第{at}"} for at, one in enumerate(TRICKY[:6]))])
    push(ours, less)
    clean = everything(ours)
    ours.write(lambda run: run("MATCH (n) DETACH DELETE n"))
    push(ours, graph_of(TRICKY))
    killed_push(neo4j_server, less, tmp_path, "parts", 2)
    with pytest.raises(UnfinishedLoad):
        ask(ours)
    assert push(ours, less, dry_run=True)[0].resumed
    with pytest.raises(UnfinishedLoad):
        ask(ours)
    assert push(ours, less)[0].resumed
    assert clean == everything(ours)


def test_of_two_pushes_at_once_one_waits(ours: Ours, neo4j_server: Server) -> None:
    """Four of the same plan, two and two alike: all end well, and the database is one of the two."""
    graphs = [graph_of(TRICKY), changed()]
    states = []
    for graph in graphs:
        push(ours, graph, allow_shrink=True)
        states.append(everything(ours))
    ours.write(lambda run: run("MATCH (n) DETACH DELETE n"))
    failed: list[BaseException] = []

    def work(graph: Any) -> None:
        try:
            with open_server(connection_to(neo4j_server)) as server:
                push(server, graph, allow_shrink=True)
        except SesakuError as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(graph,)) for graph in graphs * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert everything(ours) in states and [] == failed


def test_a_push_in_parts_stops_when_another_takes_over(ours: Ours, neo4j_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The later one finishes; the earlier one writes nothing more and says so in one line."""
    push(ours, changed())
    clean = everything(ours)
    ours.write(lambda run: run("MATCH (n) DETACH DELETE n"))
    write_rows, turns = neo4j_parts._write_part, 0

    def overtaken(statement: str, rows: Any, run: Run) -> None:
        nonlocal turns
        write_rows(statement, rows, run)
        turns += 1

    def push_part(statement: str, rows: Any, run: Run) -> None:
        overtaken(statement, rows, run)
        if turns == 4:
            monkeypatch.setattr(neo4j_parts, "_write_part", write_rows)
            later.start()
            time.sleep(0.5)

    with open_server(connection_to(neo4j_server)) as server:
        later = threading.Thread(target=push, args=(server, changed()))
        monkeypatch.setattr(neo4j_parts, "_write_part", push_part)
        with pytest.raises(DatabaseError, match="another push"):
            for _ in range(20):
                push_edition(ours, graph_to_editions(graph_of(TRICKY))[0], Wishes(in_parts=True, part=5))
        later.join()
        assert clean == everything(server)


def test_a_note_that_is_set_between_two_parts_is_not_lost(ours: Ours, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last part looks once more at what it removes; it stops, and says that the plan is unfinished and not that all is as before."""
    push(ours, changed())
    less, walk = graph_of([{**one, "item": f"第{at}"} for at, one in enumerate(TRICKY)]), neo4j_parts.walk_edition

    def walk_and_note(*given: Any) -> Any:
        walked = walk(*given)
        ours.write(lambda run: run("MATCH (m:Measure {id: $id}) SET m.note = 'x'", id=f"measure:{PLAN}/8"))
        return walked

    with monkeypatch.context() as patch, pytest.raises(MuchIsStale, match="loaded in part") as stopped:
        patch.setattr(neo4j_parts, "walk_edition", walk_and_note)
        push(ours, less, in_parts=True, part=50)
    assert "nothing was written" not in str(stopped.value) and (f"Measure measure:{PLAN}/8",) == stopped.value.stale
    assert 1 == len(ours.read(lambda run: run("MATCH (m:Measure {id: $id}) WHERE m.note = 'x' RETURN m", id=f"measure:{PLAN}/8")))
    with pytest.raises(UnfinishedLoad):
        ask(ours)
    with pytest.raises(MuchIsStale, match="nothing was written"):
        push(ours, less)
    push(ours, less, allow_loss=True)
    assert ask(ours)["denominator"]["measures"] == len(TRICKY)


def test_a_sweep_that_is_cut_is_finished_by_the_next_push(ours: Ours, monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes goes in parts; the office that only a stale link led to goes too, though that link went with the push that was cut."""
    less = graph_of(TRICKY[:4])
    push(ours, less)
    clean = everything(ours)
    push(ours, graph_of(TRICKY))

    def sweep_links(run: Run, *, stale: Any, loss: bool) -> None:
        if stale.nodes:
            raise KeyboardInterrupt
        neo4j_sweep.sweep(run, stale, loss=loss)

    with monkeypatch.context() as patch, pytest.raises(LoadInterrupted, match="loaded in part"):
        patch.setattr(neo4j_parts, "sweep", sweep_links)
        push(ours, less, in_parts=True, part=1, allow_shrink=True)
    left = [line for line in everything(ours) if f"measure:{PLAN}/6" in line or "丁局" in line]
    assert ["Bureau", "Measure", "Plan"] == sorted(json.loads(line)["labels"][0] for line in left), (
        "without links; the plan names the office"
    )
    push(ours, less, in_parts=True, part=1, allow_shrink=True)
    assert clean == everything(ours)


@pytest.mark.parametrize(
    ("raised", "line"),
    [(KeyboardInterrupt(), "interrupted (plan:"), (LittleMemory("少", "x", "db.memory"), "even for one part; raise db.memory in")],
)
def test_a_load_in_parts_that_stops_says_that_it_is_unfinished(
    raised: BaseException, line: str, ours: Ours, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Interrupted, or too large for the server's memory even so."""

    def stop(statement: str, rows: Any, run: Run) -> None:
        raise raised

    monkeypatch.setattr(neo4j_parts, "_write_part", stop)
    with pytest.raises((LoadInterrupted, DatabaseError)) as stopped:
        push(ours, graph_of(TRICKY), in_parts=True)
    assert line in str(stopped.value) and "loaded in part" in str(stopped.value) and "--in-parts" not in str(stopped.value)
    with pytest.raises((LoadInterrupted, DatabaseError)) as stopped:
        push(ours, graph_of(TRICKY), most=10)
    assert ("push with --in-parts" in str(stopped.value)) == isinstance(raised, LittleMemory)
    with pytest.raises(UnfinishedLoad):
        ask(ours)


def test_a_load_that_is_interrupted_leaves_the_plan_as_it_was(ours: Ours) -> None:
    """Once all is written, before its one transaction ends; the line says so, and the same connection answers on."""
    push(ours, graph_of(TRICKY))
    before = everything(ours)
    (edition,) = graph_to_editions(changed())
    told = [0]

    def stop(done: int, total: int) -> None:
        told.append(done)
        if done == total and any(later < earlier for earlier, later in pairwise(told)):  # The first walk only looks; the second writes.
            raise KeyboardInterrupt

    with pytest.raises(LoadInterrupted, match="is as it was, or loaded whole"):
        push_edition(ours, edition, Wishes(allow_shrink=True), stop)
    assert before == everything(ours)
    push(ours, changed(), allow_shrink=True)
    assert before != everything(ours)


def test_no_answer_is_a_mixture(ours: Ours, neo4j_server: Server) -> None:
    """While two editions are pushed in turn, every answer is one of the two, or a line that says why there is none."""
    graphs = [json_to_graph(bundled_text()) for _ in range(2)]
    for node, data in list(graphs[1].nodes(data=True)):
        if data["kind"] == "Measure" and "item" in data:
            graphs[1].nodes[node]["item"] = data["item"] + "改"
    graphs[1].remove_edges_from(
        [
            (source, target, key)
            for source, target, key, data in graphs[1].edges(keys=True, data=True)
            if data["kind"] == "SERVES" and int(source.rsplit("/", 1)[1]) % 2
        ]
    )
    plan, names = "plan:tokyo-2025-01", ("gap-cells", "overlap-items")
    allowed: dict[str, list[Any]] = {name: [] for name in names}
    for graph in graphs:
        push(ours, graph, allow_shrink=True)
        for name in names:
            allowed[name].append(ask(ours, name, plan))
    over = threading.Event()
    wrong: list[str] = []
    answered = refused = 0

    def keep_asking() -> None:
        nonlocal answered, refused
        with open_server(connection_to(neo4j_server)) as server:
            while not over.is_set():
                for name in names:
                    try:
                        if ask(server, name, plan) not in allowed[name]:
                            wrong.append(name)
                        answered += 1
                    except UnfinishedLoad:
                        refused += 1

    asking = threading.Thread(target=keep_asking)
    asking.start()
    for turn in range(6):
        push(ours, graphs[turn % 2], allow_shrink=True)
    over.set()
    asking.join()
    assert [] == wrong and answered


def test_a_load_and_back_within_one_question_is_seen(ours: Ours, neo4j_server: Server) -> None:
    """The plan becomes another and itself again between what a question reads: the question is asked anew, not answered from both."""
    push(ours, graph_of(TRICKY))
    right, query, turns = ask(ours), find_query("gap-cells"), iter([changed(), graph_of(TRICKY)])

    def asked(run: Run) -> dict[str, Any]:
        def meanwhile(statement: str, **parameters: Any) -> list[dict[str, Any]]:
            if statement != query.cypher:
                return run(statement, **parameters)
            found: list[list[dict[str, Any]]] = []
            with open_server(connection_to(neo4j_server)) as server:
                for graph in turns:
                    push(server, graph, allow_shrink=True)
                    found.append(run(statement, **parameters))
            return found[0] if found else run(statement, **parameters)

        return answer_in_database(meanwhile, query, f"plan:{PLAN}")

    assert right == ours.read(asked)


def test_a_server_that_is_restarted_in_a_push(tmp_path: Path) -> None:
    """Killed at once in the middle: what stood before stands after the restart; then the push is made whole."""
    try:
        server = start_server()
    except Exception as error:
        from tests.conftest import needed

        needed("neo4j", str(error))
    try:
        with open_server(connection_to(server)) as ours:
            push(ours, graph_of(TRICKY))
            before = everything(ours)
        path = tmp_path / "graph.json"
        path.write_text(graph_to_json(changed()), encoding="utf-8")
        command = [sys.executable, "-c", PUSHING, server.bolt_uri, server.password, str(path), "whole", "3"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[1]) as process:
            assert process.stdout and b"there" == process.stdout.readline().strip()
            stop_server(server, kill=True, keep_home=True)
            server = restart_server(server)
            process.kill()
        with open_server(connection_to(server)) as ours:
            assert before == everything(ours)
            push(ours, changed())
            assert ask(ours)["denominator"]["measures"] == len(TRICKY) + 1
    finally:
        stop_server(server)
