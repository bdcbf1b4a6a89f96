"""A real Neo4j Community server for the tests: its jars come by Maven, it listens on 127.0.0.1 alone and ends by its process id.

The jars are kept in the user's cache folder, one folder a state of the pom; a server's home is a temporary folder.
"""

from __future__ import annotations

import atexit
import hashlib
import importlib.util
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from neo4j import Driver

POM = Path(__file__).parent / "neo4j" / "pom.xml"
SHELL_POM = Path(__file__).parent / "neo4j" / "shell" / "pom.xml"
DEADLINE = 180
"""Seconds until a server must have started."""

QUICK_START = ("-XX:TieredStopAtLevel=1",)
"""Java compiles once and lightly: half the time for many short tests, and wrong for measuring speed."""

_RUNNING: dict[int, tuple[subprocess.Popen[bytes], subprocess.Popen[bytes]]] = {}
"""Each server by its process id, with its guard: a process that ends the server, and removes its home, when this one is gone, however it went."""
_HOMES: list[Path] = []
_GUARD = """
import os, shutil, signal, sys, time
server, home = int(sys.argv[1]), sys.argv[2]
sys.stdin.read()
try:
    os.kill(server, signal.SIGTERM)
    for _ in range(300):
        time.sleep(0.1)
        os.kill(server, 0)
    os.kill(server, signal.SIGKILL)
except OSError:  # It is gone.
    pass
shutil.rmtree(home, ignore_errors=True)
"""
_OPENED = ("java.base/java.nio", "java.base/java.io", "java.base/sun.nio.ch")
_SETTINGS = {
    "server.default_advertised_address": "127.0.0.1",
    "dbms.usage_report.enabled": "false",
    "server.memory.heap.max_size": "512m",
    # A query is planned once, however often a test empties and fills the database: planning costs more than these plans' answers.
    "dbms.cypher.min_replan_interval": "1h",
    "dbms.cypher.statistics_divergence_threshold": "1.0",
    "server.memory.pagecache.size": "128m",
    "db.tx_log.preallocate": "false",  # 256 MB less on the disk
    "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",  # a stop takes 10 seconds otherwise
}


class NoServer(Exception):
    """A server that could not be fetched or did not start, and why."""


@dataclass(frozen=True)
class Server:
    """One running server: where it listens, who may enter, its process id and its home."""

    bolt_uri: str
    http_uri: str
    user: str
    password: str
    pid: int
    home: Path

    def driver(self) -> Driver:
        """Return a driver that is logged in and shows no notifications."""
        from neo4j import GraphDatabase

        return GraphDatabase.driver(self.bolt_uri, auth=(self.user, self.password), notifications_min_severity="OFF")


def what_is_missing() -> str:
    """Return what this machine lacks for a server, or an empty string."""
    lacks = [program for program in ("java", "mvn") if not shutil.which(program)]
    if importlib.util.find_spec("neo4j") is None:
        lacks.append("the neo4j driver")
    return f"a Neo4j server needs {', '.join(lacks)}" if lacks else ""


def fetch_jars(pom: Path = POM) -> Path:
    """Return the folder of the jars that `pom` names, fetched once for each state of the pom.

    Raises NoServer where Maven cannot get them.
    """
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "sesaku-tests"
    folder = cache / f"neo4j-{hashlib.sha256(pom.read_bytes()).hexdigest()[:16]}"
    if folder.is_dir():
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=cache, prefix="fetching-"))
    try:
        _run([shutil.which("mvn") or "mvn", "-B", "-q", "-f", str(pom), "dependency:copy-dependencies", f"-DoutputDirectory={fresh}"])
        if not any(fresh.glob("*.jar")):
            raise NoServer(f"{pom}: Maven copied no jars")
        if not folder.is_dir():
            fresh.rename(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return folder


def start_server(settings: Mapping[str, str] | None = None, java: Sequence[str] = QUICK_START) -> Server:
    """Start a server with an empty database in a home of its own, with `settings` laid over the usual ones and options for Java.

    Raises NoServer where it cannot be fetched or does not start.
    """
    home = Path(tempfile.mkdtemp(prefix="sesaku-")) / "施策 neo4j"
    _HOMES.append(home)
    (home / "conf").mkdir(parents=True)
    password = secrets.token_hex(12)  # Of other letters some may look like an option, where they come first.
    run_admin(home, "dbms", "set-initial-password", password)
    for attempt in range(3):
        bolt, http = _free_ports(2)
        listen = {"server.bolt.listen_address": f"127.0.0.1:{bolt}", "server.http.listen_address": f"127.0.0.1:{http}"}
        lines = [f"{name}={value}\n" for name, value in {**_SETTINGS, **listen, **(settings or {})}.items()]
        (home / "conf" / "neo4j.conf").write_text("".join(lines), encoding="utf-8")
        try:
            return _start(home, f"bolt://127.0.0.1:{bolt}", f"http://127.0.0.1:{http}", password, java)
        except NoServer as error:
            if attempt == 2 or "already in use" not in str(error):
                shutil.rmtree(home.parent, ignore_errors=True)
                raise
    raise AssertionError("unreachable")


def restart_server(server: Server, java: Sequence[str] = QUICK_START) -> Server:
    """Start a stopped server again on its home and ports, as `neo4j.conf` there now says; its process id is a new one."""
    return _start(server.home, server.bolt_uri, server.http_uri, server.password, java)


def stop_server(server: Server, *, kill: bool = False, keep_home: bool = False) -> None:
    """End a server by its process id, at once with `kill`, and take its home away unless it is to be kept."""
    if server.pid in _RUNNING:
        _end(server.pid, patience=0 if kill else 30)
    if not keep_home:
        shutil.rmtree(server.home.parent, ignore_errors=True)


def run_admin(home: Path, *arguments: str, folder: Path | None = None) -> str:
    """Run Neo4j's administration tool on a stopped server's home, in a folder, and return what it prints."""
    about = {"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    return _run(_java(fetch_jars(), "org.neo4j.cli.AdminTool", *arguments), about, folder)


def run_shell(server: Server, *arguments: str) -> str:
    """Run cypher-shell on a running server and return what it prints."""
    where = ("-a", server.bolt_uri, "-u", server.user, "--non-interactive")
    return _run(_java(fetch_jars(SHELL_POM), "org.neo4j.shell.Main", *where, *arguments), {"NEO4J_PASSWORD": server.password})


def _start(home: Path, bolt_uri: str, http_uri: str, password: str, java: Sequence[str]) -> Server:
    log, console = home / "logs" / "neo4j.log", home / "console.log"
    seen = log.stat().st_size if log.exists() else 0
    command = _java(fetch_jars(), "org.neo4j.server.CommunityEntryPoint", f"--home-dir={home}", f"--config-dir={home / 'conf'}", java=java)
    with console.open("wb") as out:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=_environment())
    guard = subprocess.Popen(
        [sys.executable, "-c", _GUARD, str(process.pid), str(home.parent)], stdin=subprocess.PIPE, start_new_session=True
    )
    _RUNNING[process.pid] = (process, guard)
    end = time.monotonic() + DEADLINE
    said = ""
    while time.monotonic() < end and process.poll() is None:
        said = log.read_bytes()[seen:].decode("utf-8", "replace") if log.exists() else ""
        if " Started." in said:
            return Server(bolt_uri, http_uri, "neo4j", password, process.pid, home)
        time.sleep(0.1)
    _end(process.pid, patience=0)
    said = log.read_bytes()[seen:].decode("utf-8", "replace") if log.exists() else said
    raise NoServer(f"Neo4j did not start within {DEADLINE} s:\n{said[-2000:]}\n{console.read_text('utf-8', 'replace')[-2000:]}")


def _java(jars: Path, main: str, *arguments: str, java: Sequence[str] = QUICK_START) -> list[str]:
    opened = [f"--add-opens={package}=ALL-UNNAMED" for package in _OPENED]
    options = ["-Xmx700m", "-XX:+UseSerialGC", *java, *opened]
    return [shutil.which("java") or "java", *options, "-cp", str(jars / "*"), main, *arguments]


def _environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return an environment in which Java can open a file whose name is Japanese."""
    return {**os.environ, "LC_ALL": "C.UTF-8", **(more or {})}


def _run(command: list[str], more: Mapping[str, str] | None = None, folder: Path | None = None) -> str:
    options: dict[str, Any] = {"capture_output": True, "check": False, "timeout": 600, "stdin": subprocess.DEVNULL}
    try:
        done = subprocess.run(command, env=_environment(more), cwd=folder, **options)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoServer(f"{Path(command[0]).name}: {error}") from error
    out, err = (said.decode("utf-8", "replace") for said in (done.stdout, done.stderr))
    if done.returncode:
        raise NoServer(f"{Path(command[0]).name} ended with {done.returncode}: {(out + err)[-2000:]}")
    return out


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def _end(pid: int, *, patience: float) -> None:
    """End a server and its guard: ask first and wait for so many seconds, or kill at once."""
    process, guard = _RUNNING.pop(pid)
    guard.kill()
    if guard.stdin:
        guard.stdin.close()
    guard.wait()
    try:
        if patience:
            process.terminate()
            process.wait(patience)
    except subprocess.TimeoutExpired:
        pass
    process.kill()
    process.wait()


@atexit.register
def _end_all() -> None:
    for pid in list(_RUNNING):
        _end(pid, patience=0)
    for home in _HOMES:
        shutil.rmtree(home.parent, ignore_errors=True)
