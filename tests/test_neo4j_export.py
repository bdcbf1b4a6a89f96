"""What loads without this program, by the real cypher-shell and the real neo4j-admin, is what a push loads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graph_model.editions import graph_to_editions
from graph_model.formats import json_to_graph
from graph_model.offline_load import editions_to_csv, editions_to_script
from loaders.assemble import load_plan
from loaders.neo4j_server import open_server
from sesaku.plans import bundled_text
from tests.conftest import needed
from tests.graphs import graph_of
from tests.neo4j_product import connection_to, everything, push
from tests.neo4j_server import NoServer, restart_server, run_admin, run_shell, start_server, stop_server
from tests.test_neo4j_model import hostile_graph
from tests.test_questions_in_neo4j import TRICKY

if TYPE_CHECKING:
    from loaders.neo4j_server import Server as Ours
    from tests.neo4j_server import Server

PLANS = Path(__file__).parent / "plans"

pytestmark = pytest.mark.slow


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


def test_the_import_gives_the_pushed_database(ours: Ours, tmp_path: Path) -> None:
    """neo4j-admin on a stopped, empty database, then finish.cypher; hostile strings included."""
    found = graphs()
    push(ours, *found)
    clean = everything(ours)
    for name, text in editions_to_csv(editions(found)).items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    try:
        server = start_server()
    except NoServer as error:
        needed("neo4j", str(error))
    try:
        stop_server(server, keep_home=True)
        run_admin(server.home, "database", "import", "full", "neo4j", "--overwrite-destination", "@import.args", folder=tmp_path)
        server = restart_server(server)
        run_shell(server, "-f", str(tmp_path / "finish.cypher"))
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
