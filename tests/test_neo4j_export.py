"""What loads without this program, by the real cypher-shell and the real neo4j-admin, is what a push loads."""

from __future__ import annotations

import csv
import io
import re
import shlex
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graph_model.editions import graph_to_editions
from graph_model.errors import DatabaseError, TermsDiffer
from graph_model.formats import json_to_graph
from graph_model.graph import without_sentences
from graph_model.offline_load import editions_to_csv, editions_to_script
from loaders.assemble import load_plan
from loaders.neo4j_server import open_server
from sesaku.app import run
from sesaku.plans import bundled_text
from tests.conftest import needed
from tests.graphs import PLAN, graph_of
from tests.neo4j_product import connection_to, everything, push
from tests.neo4j_server import NoServer, restart_server, run_admin, run_shell, start_server, stop_server
from tests.test_neo4j_model import hostile_graph
from tests.test_neo4j_push import renamed
from tests.test_questions_in_neo4j import TRICKY

if TYPE_CHECKING:
    from neo4j import Driver

    from loaders.neo4j_server import Server as Ours
    from tests.neo4j_server import Server

PLANS = Path(__file__).parent / "plans"


def graphs() -> list[Any]:
    """Return plans that share terms, with sentences and without, and one of hostile strings in every field."""
    reviewed = graph_of(TRICKY)
    reviewed.graph["accepted_findings"] = [{"finding": "gap-cells/x", "decision": "intended", "until": ""}]
    return [json_to_graph(bundled_text()), load_plan(PLANS / "asahi_2025-03.txt").graph, reviewed, hostile_graph()]


def editions(found: list[Any]) -> list[Any]:
    """Return every plan of some graphs."""
    return [edition for graph in found for edition in graph_to_editions(graph)]


def script_file(folder: Path, found: list[Any]) -> Path:
    """Write the script of some graphs."""
    path = folder / "plans.cypher"
    path.write_text("".join(editions_to_script(editions(found))), encoding="utf-8")
    return path


def test_the_script_gives_the_pushed_database_and_may_be_run_again(ours: Ours, neo4j_server: Server, tmp_path: Path) -> None:
    """Hostile strings included; and a push after it has nothing to write."""
    found = graphs()
    push(ours, *found)
    clean = everything(ours)
    ours.write(lambda run: run("MATCH (n) DETACH DELETE n"))
    path = script_file(tmp_path, found)
    for _ in range(2):
        run_shell(neo4j_server, "-f", str(path))
        assert clean == everything(ours)
    push(ours, *found)
    assert {} == ours.counters


def test_the_script_overwrites_no_other_plans_terms(ours: Ours, neo4j_server: Server, tmp_path: Path) -> None:
    """A name that another load gave stays."""
    first, second = graph_of(TRICKY), json_to_graph(bundled_text())
    first.nodes["group:youth"]["name"] = "若者"
    push(ours, first)
    run_shell(neo4j_server, "-f", str(script_file(tmp_path, [second])))
    assert ["若者"] == [row["n"] for row in ours.read(lambda run: run("MATCH (g {id: 'group:youth'}) RETURN g.name AS n"))]


def test_the_script_stops_where_the_edition_is_there_otherwise(ours: Ours, neo4j_server: Server, tmp_path: Path) -> None:
    """Other sentences, reviews that are gone, fewer measures, an unfinished load, nodes without a stamp: nothing is written."""
    full = load_plan(PLANS / "asahi_2025-03.txt").graph
    reviewed = graph_of(TRICKY)
    for _, _, data in reviewed.edges(data=True):
        if "evidence" in data:
            data["review"] = {"decision": "keep", "reason": "r", "author": "a", "date": "2025-01-01"}
    push(ours, full, reviewed)
    before = everything(ours)
    for graph in (without_sentences(full), graph_of(TRICKY), graph_of(TRICKY[:4])):
        with pytest.raises(NoServer, match="sesaku neo4j push"):
            run_shell(neo4j_server, "-f", str(script_file(tmp_path, [graph])))
        assert before == everything(ours)
    for change in ("SET p.loading = 'x'", "DETACH DELETE p"):
        ours.write(lambda run, change=change: run(f"MATCH (p:Plan {{id: $plan}}) {change}", plan=f"plan:{PLAN}"))  # type: ignore[misc]
        before = everything(ours)
        with pytest.raises(NoServer, match="sesaku neo4j push"):
            run_shell(neo4j_server, "-f", str(script_file(tmp_path, [reviewed])))
        assert before == everything(ours)


def test_the_script_mends_what_somebody_changed_and_keeps_what_she_added(ours: Ours, neo4j_server: Server, tmp_path: Path) -> None:
    """On the very edition, beside one whose name begins alike, and over a stub of hers; a note stays, a property of ours does not."""
    graph, other = graph_of(TRICKY), renamed(graph_of(TRICKY), f"{PLAN}/別")
    stubs = "CREATE (:Measure {id: $id, text: '私の', note: 'n'}), (:TargetGroup {id: 'group:youth', name: '私の', note: 'n'})"
    ours.write(lambda run: run(stubs, id=f"measure:{PLAN}/1"))
    push(ours, other)
    for _ in range(2):
        run_shell(neo4j_server, "-f", str(script_file(tmp_path, [graph])))
        ours.counters.clear()
        push(ours, graph)
        assert {} == ours.counters
        ours.write(lambda run: run("MATCH (m:Measure)-[r:SERVES]->() SET m.text = '書き足し', r.review = 'x'"))
    run_shell(neo4j_server, "-f", str(script_file(tmp_path, [graph, other])))
    kept = [line for line in everything(ours) if '"note"' in line]
    assert 2 <= len(kept)
    ours.write(lambda run: run("MATCH (n) REMOVE n.note"))
    mended = everything(ours)
    ours.write(lambda run: run("MATCH (n) DETACH DELETE n"))
    push(ours, graph, other)
    assert mended == everything(ours)


def test_a_push_waits_for_a_script_that_runs(ours: Ours, neo4j_server: Server, database: Driver) -> None:
    """It then finds what the script wrote, be it of the same plan or of the terms of another."""
    more, less = graph_of(TRICKY), graph_of(TRICKY[:4])
    other = renamed(graph_of(TRICKY), "y-2025")
    other.nodes["group:youth"]["facet"] = "other"
    push(ours, less)
    clean = everything(ours)
    with open_server(connection_to(neo4j_server)) as second:
        for graph, found in ((more, None), (other, TermsDiffer)):
            ours.write(lambda run: run("MATCH (n) DETACH DELETE n"))
            text = "".join(editions_to_script(editions([graph])))
            failed: list[type] = []
            pushing = threading.Thread(target=_push_or_tell, args=(second, less, failed))
            with database.session() as session, session.begin_transaction() as script:
                for statement in text.split(":begin\n")[1].split(":commit\n")[0].split(";\n")[:-1]:
                    script.run(statement).consume()
                pushing.start()
                pushing.join(1)
                assert pushing.is_alive()
                script.commit()
            pushing.join()
            assert ([found] if found else []) == failed
            assert found or clean == everything(ours)


def _push_or_tell(server: Ours, graph: Any, failed: list[type]) -> None:
    try:
        push(server, graph, allow_shrink=True)
    except DatabaseError as error:
        failed.append(type(error))


@pytest.mark.parametrize(
    ("term", "name", "value"),
    [("group:youth", "facet", "other"), ("support:housing", "suits", ["harm"]), ("organisation:npo", "same_as", ["甲局"])],
)
def test_plans_that_differ_in_what_answers_rest_on_do_not_mix(
    term: str, name: str, value: Any, ours: Ours, neo4j_server: Server, tmp_path: Path
) -> None:
    """The script stops before it writes; an export of both together is refused."""
    graph, other = graph_of(TRICKY), renamed(graph_of(TRICKY), "y-2025")
    other.nodes[term][name] = value
    push(ours, graph)
    before = everything(ours)
    with pytest.raises(NoServer, match=f"{term}"):
        run_shell(neo4j_server, "-f", str(script_file(tmp_path, [other])))
    assert before == everything(ours)
    for write in (editions_to_csv, lambda both: list(editions_to_script(both))):
        with pytest.raises(DatabaseError, match=f"{name} of {term}"):
            write(editions([graph, other]))


def test_an_import_of_plans_with_other_names_for_a_term_is_that_of_their_pushes(ours: Ours) -> None:
    """The first plan's name stays, what it does not say is filled in; each row's hash is that of what it holds."""
    graph, other = graph_of(TRICKY), renamed(graph_of(TRICKY), "y-2025")
    other.nodes["group:youth"]["name"] = "若者たち"
    del graph.nodes["group:youth"]["name_en"]
    push(ours, graph, other)
    stored = ours.read(lambda run: run("MATCH (n {id: 'group:youth'}) RETURN n.name AS a, n.name_en AS b, n.content_hash AS c"))[0]
    rows = list(csv.DictReader(io.StringIO(editions_to_csv(editions([graph, other]))["TargetGroup.csv"])))
    found = next(row for row in rows if row["id:ID"] == "group:youth")
    assert [*stored.values()] == [found[f"{name}:string"] for name in ("name", "name_en", "content_hash")]


def documented(lang: str) -> list[list[str]]:
    """Return the lines that the page asks to type for files without this program."""
    text = (Path(__file__).parents[1] / "docs" / f"neo4j{lang}.md").read_text(encoding="utf-8")
    return [shlex.split(line) for block in re.findall(r"```shell\n(.*?)```", text, re.S) for line in block.strip().split("\n")]


def test_the_import_gives_the_pushed_database(ours: Ours, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The documented lines, on a stopped server that held something else; hostile strings included."""
    found = graphs()
    push(ours, *found)
    clean = everything(ours)
    for name, text in editions_to_csv(editions(found)).items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    script, (admin, *arguments), (shell, *last) = documented("")
    assert documented(".ja") == [script, [admin, *arguments], [shell, *last]]
    assert (["cypher-shell", "-f", "plans.cypher"], "neo4j-admin", "cypher-shell") == (script, admin, shell)
    assert 0 == run(["--lang", "en", "neo4j", "export", "-o", str(tmp_path / "out")])
    assert shlex.join([admin, *arguments]) in capfd.readouterr().err
    try:
        server = start_server()
    except NoServer as error:
        needed("neo4j", str(error))
    try:
        with server.driver() as driver:
            driver.execute_query("CREATE (:Mine)")
        stop_server(server, keep_home=True)
        run_admin(server.home, *arguments, folder=tmp_path)
        server = restart_server(server)
        run_shell(server, last[0], str(tmp_path / last[1]))
        with open_server(connection_to(server)) as imported:
            assert clean == everything(imported)
            push(imported, *found)
            assert {} == imported.counters
    finally:
        stop_server(server)


@pytest.mark.parametrize(
    "words", ["\\u0027", "\\\\u0027}) //", "'; MATCH (n) DETACH DELETE n; //", "a\n:exit\nb", "a\n;\n", "/* ", "`", "$rows", "{param}"]
)
def test_a_literal_is_one_literal(words: str, ours: Ours) -> None:
    """Whatever stands in it, the server reads it back."""
    from graph_model.cypher_text import to_literal

    assert [[words]] == ours.table(f"RETURN {to_literal(words)} AS x", {}).rows
