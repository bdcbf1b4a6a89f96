"""What `neo4j push` tells: the same difference in every format, nothing but rows where rows are asked for, one line where it stops."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from graph_model.formats import graph_to_json
from sesaku.app import run
from tests.graphs import PLAN, graph_of
from tests.neo4j_product import push
from tests.test_neo4j_push import measure, renamed, without
from tests.test_questions_in_neo4j import TRICKY

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.neo4j_server import Server as Ours
    from tests.neo4j_server import Server


@pytest.fixture
def entered(ours: Ours, neo4j_server: Server, monkeypatch: pytest.MonkeyPatch) -> Ours:
    """The run's server, empty and named by the environment."""
    for name, value in (("URI", neo4j_server.bolt_uri), ("USERNAME", neo4j_server.user), ("PASSWORD", neo4j_server.password)):
        monkeypatch.setenv(f"NEO4J_{name}", value)
    monkeypatch.delenv("NEO4J_DATABASE", raising=False)
    return ours


def saved(folder: Path, name: str, graph: object) -> str:
    """Return the path of a graph's file."""
    path = folder / f"{name}.json"
    path.write_text(graph_to_json(graph), encoding="utf-8")
    return str(path)


def test_a_dry_run_lists_the_difference_in_every_format(entered: Ours, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Before the table, in the JSON, beside CSV and Markdown on stderr."""
    push(entered, graph_of(TRICKY))
    file, line = saved(tmp_path, "less", without(graph_of(TRICKY), measure(7))), f"- Measure {measure(7)}"
    for how in ("table", "csv", "markdown", "json"):
        assert 0 == run(["--lang", "en", "neo4j", "push", "--dry-run", "-f", how, file])
        out, err = capfd.readouterr()
        if how == "json":
            assert line in json.loads(out)[0]["differences"]
        else:
            assert line in (out if how == "table" else err).split("\n") and "nothing was written" in err
            assert how == "table" or line not in out


def test_status_tells_of_names_that_are_another_plans(entered: Ours, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Beside the word that the plan is the same, and in the JSON."""
    other = renamed(graph_of(TRICKY), "y-2025")
    other.nodes["group:youth"]["name"] = "若者たち"
    push(entered, other, graph_of(TRICKY))
    file = saved(tmp_path, "plan", graph_of(TRICKY))
    assert 0 == run(["--lang", "en", "neo4j", "status", file])
    assert "the same (1 terms have the names" in " ".join(capfd.readouterr().out.split())
    assert 0 == run(["neo4j", "status", "-f", "json", file])
    plans = json.loads(capfd.readouterr().out)["plans"]
    assert [(True, ["group:youth"]), (None, [])] == [(plan["local"], plan["kept"]) for plan in plans]


def test_a_push_that_stops_lists_what_is_stale_beside_the_rows(entered: Ours, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The list is on stderr; stdout and the file hold the plan that was done before, and that alone."""
    push(entered, graph_of(TRICKY))
    files = [
        saved(tmp_path, "other", renamed(graph_of(TRICKY), "y-2025")),
        saved(tmp_path, "less", without(graph_of(TRICKY), *(measure(number) for number in (5, 6, 7)))),
    ]
    for more in ([], ["-o", str(tmp_path / "rows.json")]):
        assert 1 == run(["--lang", "en", "neo4j", "push", "-f", "json", *files, *more])
        out, err = capfd.readouterr()
        done = json.loads(out if not more else (tmp_path / "rows.json").read_text(encoding="utf-8"))
        assert ["plan:y-2025"] == [one["plan"] for one in done]
        assert f"- Measure {measure(7)}" in err.split("\n") and "(nothing was written)" in err


def test_a_schema_of_hers_that_is_in_the_way_is_one_line_with_what_to_do(ours: Ours) -> None:
    """An index on the same property, two nodes of one id: nothing of the plan is written."""
    drop = "DROP CONSTRAINT sesaku_section_id IF EXISTS"
    cases = {
        "DROP INDEX": ("CREATE INDEX hers FOR (n:Section) ON (n.id)", "DROP INDEX hers"),
        "two nodes": ("UNWIND [1, 2] AS x CREATE (:Section {id: 'section:a'})", "MATCH (n:Section) DELETE n"),
    }
    for words, (hers, undo) in cases.items():
        for statement in (drop, hers):
            ours.write(lambda run, statement=statement: run(statement))
        with pytest.raises(Exception, match=f"{words}.*push again") as stopped:
            push(ours, graph_of(TRICKY))
        assert "\n" not in str(stopped.value) and [] == ours.read(lambda run: run("MATCH (p:Plan) RETURN p"))
        ours.write(lambda run, undo=undo: run(undo))
    push(ours, graph_of(TRICKY))
    assert [{"id": f"plan:{PLAN}"}] == ours.read(lambda run: run("MATCH (p:Plan) RETURN p.id AS id"))
