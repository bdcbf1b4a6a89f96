"""What is wrong with a connection is one line with what to do next, exit code 1; and the password stands nowhere."""

from __future__ import annotations

import builtins
import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.large_plan import large_plan
from graph_model.formats import graph_to_json, json_to_graph
from loaders import neo4j_server as product
from sesaku.app import run
from sesaku.plans import bundled_text
from tests.conftest import needed
from tests.neo4j_product import connection_to
from tests.neo4j_server import NoServer, restart_server, start_server, stop_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neo4j import Driver

    from tests.neo4j_server import Server

HERE = Path(__file__).parents[1]
SECRET = "pa55-wörd-of-nobody"


@pytest.fixture
def entered(database: Driver, neo4j_server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The run's server, named by the environment."""
    return enter(neo4j_server, monkeypatch)


def enter(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """Name a server by the environment."""
    for name, value in (("URI", server.bolt_uri), ("USERNAME", server.user), ("PASSWORD", server.password)):
        monkeypatch.setenv(f"NEO4J_{name}", value)
    monkeypatch.delenv("NEO4J_DATABASE", raising=False)
    return server


def line_of(capfd: pytest.CaptureFixture[str], *arguments: str, code: int = 1) -> str:
    """Run a command that fails and return its one line."""
    lang = ["--lang", "en"]
    assert code == run([*lang, *arguments])
    out, err = capfd.readouterr()
    lines = [line for line in err.strip().split("\n") if not line.startswith(("plan:", "profile:"))]
    assert "Traceback" not in err and SECRET not in out + err
    assert 1 == len(lines), err
    return lines[0]


def test_a_uri_with_a_password_is_refused_and_not_repeated(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """By option or environment; it says where the password goes."""
    for uri in (
        f"bolt://neo4j:{SECRET}@localhost:7687",
        f"neo4j+s://{SECRET}@host",
        f"bolt://neo4j:pa?{SECRET}@host",
        f"bolt://neo4j:pa#{SECRET}@host",
    ):
        assert "NEO4J_PASSWORD" in line_of(capfd, "neo4j", "status", "--uri", uri)
        monkeypatch.setenv("NEO4J_URI", uri)
        assert "NEO4J_PASSWORD" in line_of(capfd, "gaps", "--neo4j")


def test_addresses_that_are_none(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Browser's own, none at all, a word; the schemes that are taken are named."""
    monkeypatch.setenv("NEO4J_PASSWORD", SECRET)
    assert "Neo4j Browser" in line_of(capfd, "neo4j", "status", "--uri", "http://localhost:7474")
    for uri in ("localhost:7687", "bolt://", "x"):
        assert "bolt+ssc" in line_of(capfd, "neo4j", "status", "--uri", uri)


def test_unreachable(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """No server, a name that is none, a port that is no port."""
    monkeypatch.setenv("NEO4J_PASSWORD", SECRET)
    for uri in ("bolt://127.0.0.1:1", "neo4j://127.0.0.1:1", "bolt://no-such-host.invalid:7687", "bolt://127.0.0.1:99999"):
        assert "--uri or NEO4J_URI" in line_of(capfd, "neo4j", "push", "--uri", uri)


def test_no_password(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody can be asked; and no option takes one."""
    monkeypatch.delenv("NEO4J_PASSWORD", raising=False)
    assert "NEO4J_PASSWORD" in line_of(capfd, "neo4j", "status")
    assert 2 == run(["--lang", "en", "neo4j", "status", f"--password={SECRET}"])
    out, err = capfd.readouterr()
    assert SECRET not in out + err


def test_a_person_at_a_terminal_is_asked_and_sees_how_far_it_is(entered: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The password that she types is not shown; the bar is on stderr, and stdout holds the rows alone."""
    pty, termios = (pytest.importorskip(name, reason="a terminal of POSIX") for name in ("pty", "termios"))
    screen, terminal = pty.openpty()
    monkeypatch.delenv("NEO4J_PASSWORD")
    command = [sys.executable, "-m", "sesaku", "--lang", "en", "neo4j", "push", "-f", "csv"]
    with subprocess.Popen(command, stdin=terminal, stderr=terminal, stdout=subprocess.PIPE, cwd=HERE, start_new_session=True) as process:
        os.close(terminal)
        seen = b""
        while b"password of neo4j" not in seen:
            seen += os.read(screen, 1000)
        while termios.tcgetattr(screen)[3] & termios.ECHO:  # What is typed before that is shown, and thrown away.
            time.sleep(0.01)
        os.write(screen, f"{entered.password}\n".encode())
        with contextlib.suppress(OSError):  # Linux says that the other end has closed.
            while piece := os.read(screen, 1000):
                seen += piece
        rows = process.stdout.read().decode("utf-8") if process.stdout else ""
    os.close(screen)
    assert 0 == process.returncode and entered.password.encode() not in seen
    assert b"plan:tokyo-2025-01" in seen and re.search(rb"([1-9]\d+)/\1\b", seen) and "plan:tokyo-2025-01,Measure,119" in rows


def test_wrong_password_wrong_database_too_old(entered: Server, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each by its own line; the least version is named in one place."""
    assert "no database of that name" in line_of(capfd, "neo4j", "push", "--database", "nowhere")
    monkeypatch.setenv("NEO4J_DATABASE", "nowhere")
    assert "no database of that name" in line_of(capfd, "neo4j", "status")
    monkeypatch.delenv("NEO4J_DATABASE")
    assert "system is the server's own" in line_of(capfd, "neo4j", "push", "--database", "system")
    monkeypatch.setattr(product, "LEAST_VERSION", (2031, 1))
    assert "update it to Neo4j 2031.1" in line_of(capfd, "neo4j", "push")
    monkeypatch.undo()
    enter(entered, monkeypatch)
    monkeypatch.setenv("NEO4J_PASSWORD", SECRET)
    assert "wrong user or password" in line_of(capfd, "neo4j", "push")


def test_a_password_that_must_be_changed(
    entered: Server, database: Driver, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A user who was just made."""
    database.execute_query("CREATE USER novice IF NOT EXISTS SET PASSWORD $word CHANGE REQUIRED", word=SECRET, database_="system")
    monkeypatch.setenv("NEO4J_PASSWORD", SECRET)
    try:
        assert "must change the password" in line_of(capfd, "neo4j", "push", "--user", "novice")
    finally:
        database.execute_query("DROP USER novice", database_="system")


def test_the_driver_is_not_installed(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The line names the extra to install, before a password is asked for."""
    monkeypatch.delenv("NEO4J_PASSWORD", raising=False)
    usual = builtins.__import__

    def without_driver(name: str, *rest: Any, **more: Any) -> Any:
        if name == "neo4j":
            raise ImportError(name)
        return usual(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without_driver)
    assert "pip install 'sesaku[neo4j]'" in line_of(capfd, "neo4j", "push")


def test_no_notifications_reach_the_screen(entered: Server, capfd: pytest.CaptureFixture[str]) -> None:
    """A label that is not there, on an empty database; as a process of its own, whose log pytest does not take."""
    query = "MATCH (n:Nowhere) WHERE n.nothing = 1 RETURN n.nothing"
    command = [sys.executable, "-m", "sesaku", "--lang", "en", "neo4j", "cypher", query]
    done = subprocess.run(command, cwd=HERE, capture_output=True, check=True)
    assert b"" == done.stderr and b"n.nothing" in done.stdout
    assert "there is no plan" in line_of(capfd, "gaps", "--neo4j")


REFUSED = {
    "CREATE (n)": "only reads",
    "MATCH (n) DETACH DELETE n": "only reads",
    "CREATE INDEX x FOR (n:X) ON (n.y)": "only reads",
    "CALL db.createLabel('x')": "only reads",
    "CREATE USER x SET PASSWORD 'abcdefgh'": "only reads",
    "MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS": "only reads",
    "MATCH (n) SET n.x = 1 RETURN n": "only reads",
    "PROFILE MATCH (n) SET n.x = 1 RETURN n": "only reads",
    "CALL db.clearQueryCaches()": "only reads",
    "MATCH (n) CALL db.clearQueryCaches() YIELD value RETURN value": "only reads",
    "CALL { CALL db.clearQueryCaches() YIELD value RETURN value } RETURN value": "only reads",
    "CALL dbms.killConnections([])": "only reads",
    "TERMINATE TRANSACTION 'neo4j-transaction-1'": "only reads",
    "LOAD CSV FROM 'http://127.0.0.1:9/x' AS r RETURN r": "only reads",
    "UNWIND [1] AS x CALL (x) { LOAD CSV FROM 'file:///x' AS r RETURN r } RETURN r": "only reads",
}


@pytest.mark.parametrize(("query", "words"), REFUSED.items())
def test_ad_hoc_cypher_only_reads(query: str, words: str, entered: Server, database: Driver, capfd: pytest.CaptureFixture[str]) -> None:
    """Writes, schema, users, procedures that write or manage the server, and files or addresses that it would read: each refused as such."""
    database.execute_query("CREATE (:Mine {x: 0})")
    assert words in line_of(capfd, "neo4j", "cypher", query)
    assert [0] == [record["x"] for record in database.execute_query("MATCH (n) RETURN n.x AS x").records]
    users = database.execute_query("SHOW USERS YIELD user RETURN user", database_="system").records
    assert ["neo4j"] == [record["user"] for record in users]


@pytest.mark.parametrize(
    "query",
    ["EXPLAIN MATCH (n) RETURN n", "PROFILE MATCH (n) RETURN n.x AS x", "CYPHER 5 MATCH (n) RETURN n.x", "CALL db.labels()", "SHOW USERS"],
)
def test_ad_hoc_cypher_that_reads_is_run(query: str, entered: Server, database: Driver, capfd: pytest.CaptureFixture[str]) -> None:
    """Plans, profiles, procedures that read, what the server shows."""
    database.execute_query("CREATE (:Mine {x: 0})")
    assert 0 == run(["--lang", "en", "neo4j", "cypher", query]), capfd.readouterr().err
    capfd.readouterr()


@pytest.fixture(scope="module")
def own_server() -> Iterator[Server]:
    """A server that this module alone restarts, with little memory for transactions and a certificate of its own making."""
    if not shutil.which("openssl"):
        pytest.skip("openssl makes the certificate")
    try:
        server = start_server({"db.memory.transaction.max": "10m"})
    except NoServer as error:
        needed("neo4j", str(error))
    yield server
    stop_server(server)


def configure(server: Server, **settings: str) -> Server:
    """Restart a server with other settings."""
    stop_server(server, keep_home=True)
    with (server.home / "conf" / "neo4j.conf").open("a", encoding="utf-8") as file:
        file.writelines(f"{name.replace('__', '.')}={value}\n" for name, value in settings.items())
    return restart_server(server)


def test_little_memory_a_strange_certificate_a_read_only_database(
    own_server: Server, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One server, restarted: each is one line, and nothing is half-written."""
    server = enter(own_server, monkeypatch)
    large, small = tmp_path / "large.json", tmp_path / "small.json"
    for file, size in ((large, 1_000), (small, 50)):
        file.write_text(graph_to_json(large_plan(json_to_graph(bundled_text()), size)), encoding="utf-8")
    line = line_of(capfd, "neo4j", "push", str(large))
    assert "too little memory" in line and "--in-parts" in line and "raise db.memory.transaction.max " in line
    with product.open_server(connection_to(server)) as ours:
        assert [] == ours.read(lambda run: run("MATCH (n) RETURN n"))
    assert 0 == run(["neo4j", "push", "--in-parts", str(large)])
    capfd.readouterr()
    line = line_of(capfd, "ask", "overlap-pairs", "--neo4j")
    assert "too little memory" in line and "--in-parts" not in line
    assert 0 == run(["neo4j", "push", "--in-parts", "--allow-shrink", str(small)])  # What goes also goes in parts.
    capfd.readouterr()
    assert 0 == run(["neo4j", "status", "-f", "json", str(small)])
    assert [True] == [plan["local"] for plan in json.loads(capfd.readouterr().out)["plans"]]
    folder = server.home / "certificates" / "bolt"
    folder.mkdir(parents=True)
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    subprocess.run([*made, "-keyout", str(folder / "private.key"), "-out", str(folder / "public.crt")], check=True, capture_output=True)
    secured = configure(
        server,
        dbms__ssl__policy__bolt__enabled="true",
        dbms__ssl__policy__bolt__base_directory="certificates/bolt",
        dbms__ssl__policy__bolt__client_auth="NONE",
        server__bolt__tls_level="OPTIONAL",
        server__databases__default_to_read_only="true",
    )
    try:
        encrypted = secured.bolt_uri.replace("bolt://", "bolt+s://")
        assert "is not trusted" in line_of(capfd, "neo4j", "status", "--uri", encrypted)
        for scheme in ("bolt+ssc://", "neo4j+ssc://", "neo4j://"):
            assert 0 == run(["neo4j", "status", "--uri", secured.bolt_uri.replace("bolt://", scheme)])
        capfd.readouterr()
        assert 0 == run(["neo4j", "push", str(small)])  # Nothing differs, so nothing is written.
        capfd.readouterr()
        assert "read-only" in line_of(capfd, "neo4j", "push", str(HERE / "examples" / "aonami_2024-09.txt"))
        assert 0 == run(["neo4j", "cypher", "MATCH (p:Plan) RETURN p.id"])
        assert "tokyo-2025-01" in capfd.readouterr().out
    finally:
        stop_server(secured)
