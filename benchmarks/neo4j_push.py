"""Speed of the push on a real server: `python -m benchmarks.neo4j_push [-o docs/benchmarks-neo4j.md] [SIZE …]`.

Rows are nodes and links. The server's share is what it says that each statement took it, up to its last record, and what is
waited for the beginning and the commit of transactions; the rest is the client's: it compares, hashes, packs and sends. Beside
it, in the same run: one `session.run` a row (1,500 nodes and 1,500 links of the plan, the rest loaded in batches and not timed),
the driver without neo4j-rust-ext (up to 20,000 measures), and neo4j-admin's import of the same plan. Memory is what the client
holds before the push, the graph and this program, and what its peak adds to that, which hardly grows once a push goes in parts
(above 50,000 rows).
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.large_plan import large_plan
from benchmarks.turns import forget_peak, peak, to_table, write_page
from graph_model.editions import graph_to_editions
from graph_model.formats import json_to_graph
from graph_model.offline_load import editions_to_csv
from loaders.neo4j_load import Wishes
from loaders.neo4j_push import push_edition
from loaders.neo4j_server import Connection, Server, open_server
from sesaku.plans import bundled_text

SIZES = (119, 2_000, 20_000, 200_000)
HEADS = (
    "measures",
    "rows",
    "push, rows/s",
    "server's share",
    "without rust, rows/s",
    "one by one, rows/s",
    "import, rows/s",
    "again (nothing to write)",
    "held, MB",
    "push adds, MB",
)
NAIVE = 1_500
"""So many nodes and so many links, spread over the plan, are written one by one; more would only take longer."""
WITHOUT_RUST = 20_000
"""The largest plan that is pushed without the driver's compiled parts, too."""


def timed_push(connection: Connection, graph: Any) -> dict[str, float]:
    """Push onto an empty database, then again; return rows, seconds of each, and of the server alone."""
    (edition,) = graph_to_editions(graph)
    with open_server(connection) as server:
        clock = ServerClock(server)
        forget_peak()
        before = peak()
        start = time.perf_counter()
        push_edition(server, edition, Wishes())
        first, of_server = time.perf_counter() - start, clock.seconds
        after = peak()
        start = time.perf_counter()
        push_edition(server, edition, Wishes())
        return {
            "rows": edition.rows(),
            "first": first,
            "server": of_server,
            "again": time.perf_counter() - start,
            "graph_mb": before,
            "more_mb": after - before,
        }


class ServerClock:
    """Seconds that a server needs: what it says of each statement, and what a transaction takes beside its statements' work."""

    def __init__(self, server: Server) -> None:
        import neo4j

        self.seconds = 0.0
        consume = neo4j.Result.consume

        def told(result: Any) -> Any:
            summary = consume(result)
            self.seconds += ((summary.result_available_after or 0) + (summary.result_consumed_after or 0)) / 1000
            return summary

        neo4j.Result.consume = told  # type: ignore[method-assign]
        session = server._session
        for name in ("execute_read", "execute_write"):
            setattr(session, name, self._watched(getattr(session, name)))

    def _watched(self, execute: Any) -> Any:
        def watched(work: Any) -> Any:
            inside = 0.0

            def timed(transaction: Any) -> Any:
                nonlocal inside
                start = time.perf_counter()
                try:
                    return work(transaction)
                finally:
                    inside += time.perf_counter() - start

            start = time.perf_counter()
            done = execute(timed)
            self.seconds += time.perf_counter() - start - inside
            return done

        return watched


def naive(connection: Connection, graph: Any) -> float:
    """Write some nodes and some links one `session.run` each and return rows a second, nodes and links as the plan has them."""
    from neo4j import GraphDatabase

    from tests.neo4j_loader import graph_to_batches

    seconds = 0.0
    batches = list(graph_to_batches(graph))
    with GraphDatabase.driver(connection.uri, auth=(connection.user, connection.password)) as driver, driver.session() as session:
        for nodes in (True, False):
            mine = [batch for batch in batches if ("id" in batch.rows[0]) is nodes]
            every = max(sum(len(batch.rows) for batch in mine) // NAIVE, 1)
            for batch in mine:
                start = time.perf_counter()
                for row in batch.rows[::every]:
                    session.run(batch.statement, rows=[row]).consume()
                seconds += (time.perf_counter() - start) * len(batch.rows) / len(batch.rows[::every])
                if nodes and every > 1:
                    session.run(batch.statement, rows=batch.rows).consume()
    return sum(len(batch.rows) for batch in batches) / seconds


@contextmanager
def empty_server() -> Iterator[Connection]:
    """Start a server of its own that is awake, for one measurement: it has planned the push's statements, and holds nothing."""
    from neo4j import GraphDatabase

    from tests.neo4j_server import start_server, stop_server

    server = start_server(java=())
    connection = Connection(server.bolt_uri, server.user, server.password)
    try:
        in_its_own_process(connection, SIZES[0], rust=True)
        with GraphDatabase.driver(connection.uri, auth=(connection.user, connection.password)) as driver:
            driver.execute_query("MATCH (n) DETACH DELETE n")
        yield connection
    finally:
        stop_server(server)


def in_its_own_process(connection: Connection, size: int, *, rust: bool) -> dict[str, float]:
    """Return what timed_push measures in a fresh process, with or without the driver's compiled parts."""
    block = "" if rust else "import sys; sys.modules['neo4j._rust'] = None; sys.modules['neo4j._codec.packstream._rust'] = None\n"
    code = block + "import json, sys; from benchmarks.neo4j_push import child; child(*sys.argv[1:])"
    done = subprocess.run(
        [sys.executable, "-c", code, connection.uri, str(size)],
        env={**os.environ, "NEO4J_PASSWORD": connection.password},
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def child(uri: str, size: str) -> None:
    """Measure in this process and print."""
    sys.stdout.write(json.dumps(timed_push(Connection(uri, "neo4j", os.environ["NEO4J_PASSWORD"]), plan_of(int(size)))))


def plan_of(measures: int) -> Any:
    """Return the bundled plan's links recombined to so many measures."""
    return large_plan(json_to_graph(bundled_text()), measures)


def bulk_import(graph: Any, folder: Path) -> float:
    """Return the seconds of neo4j-admin's import of the plan."""
    from tests.neo4j_server import run_admin, start_server, stop_server

    for name, text in editions_to_csv(graph_to_editions(graph)).items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    server = start_server(java=())
    stop_server(server, keep_home=True)
    start = time.perf_counter()
    run_admin(server.home, "database", "import", "full", "neo4j", "--overwrite-destination", "@import.args", folder=folder)
    seconds = time.perf_counter() - start
    stop_server(server)
    return seconds


def main() -> None:
    """Measure and print the table, or write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("-o", "--output", type=Path)
    arguments = parser.parse_args()
    table: list[list[str]] = []
    for size in arguments.sizes:
        slow = math.nan
        if size <= WITHOUT_RUST:
            with empty_server() as connection:
                slow = in_its_own_process(connection, size, rust=False)["first"]
        with empty_server() as connection:
            found = in_its_own_process(connection, size, rust=True)
        graph, rows = plan_of(size), found["rows"]
        with empty_server() as connection:
            one_by_one = naive(connection, graph)
        with tempfile.TemporaryDirectory() as folder:
            imported = rows / bulk_import(graph, Path(folder))
        speeds = ["–" if math.isnan(each) else f"{each:,.0f}" for each in (rows / slow, one_by_one, imported)]
        table.append(
            [
                f"{size:,}",
                f"{rows:,.0f}",
                f"{rows / found['first']:,.0f}",
                f"{found['server'] / found['first']:.0%}",
                *speeds,
                f"{found['again']:.1f} s",
                f"{found['graph_mb']:.0f}",
                f"{found['more_mb']:.0f}",
            ]
        )
        sys.stderr.write(f"{' | '.join(table[-1])}\n")
    write_page(f"# Speed of the push to Neo4j\n\n{__doc__}\n{to_table(HEADS, table)}", arguments.output)


if __name__ == "__main__":
    main()
