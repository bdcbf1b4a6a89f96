"""What the tests share: the real report and its labels where they are, the graph of each, and a Neo4j server.

SESAKU_DOCUMENT and SESAKU_LABELS say where they are; SESAKU_REQUIRE names what must not be skipped.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from loaders.assemble import LoadedPlan, load_plan
from tests.neo4j_server import NoServer, Server, start_server, stop_server, what_is_missing

if TYPE_CHECKING:
    from neo4j import Driver

    from loaders.neo4j_server import Server as Ours


def needed(what: str, reason: str) -> None:
    """Skip a test that lacks what it needs; fail it where SESAKU_REQUIRE names that."""
    if what in os.environ.get("SESAKU_REQUIRE", "").split(","):
        pytest.fail(f"required: {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def document() -> Path:
    """The real report of Tokyo's plan."""
    path = Path(os.environ.get("SESAKU_DOCUMENT", ""))
    if not path.is_file():
        needed("document", "SESAKU_DOCUMENT does not name the report")
    return path


@pytest.fixture(scope="session")
def labels() -> Path:
    """The folder with the report's labels and their scorer."""
    path = Path(os.environ.get("SESAKU_LABELS", ""))
    if not os.environ.get("SESAKU_LABELS") or not path.is_dir():
        needed("document", "SESAKU_LABELS does not name the folder of the labels")
    return path


@pytest.fixture(scope="session")
def tokyo(document: Path) -> LoadedPlan:
    """The real report, read without a profile."""
    return load_plan(document)


@pytest.fixture(scope="session")
def neo4j_server() -> Iterator[Server]:
    """The one Neo4j server of the run."""
    if lacks := what_is_missing():
        needed("neo4j", lacks)
    try:
        server = start_server()
    except NoServer as error:
        needed("neo4j", str(error))
    yield server
    stop_server(server)


@pytest.fixture(scope="session")
def neo4j_driver(neo4j_server: Server) -> Iterator[Driver]:
    """A driver of the run's server."""
    with neo4j_server.driver() as driver:
        driver.verify_connectivity()
        yield driver


@pytest.fixture
def database(neo4j_driver: Driver) -> Driver:
    """A driver of the run's server, whose database holds no nodes; constraints and indexes stay."""
    with neo4j_driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()
    return neo4j_driver


@pytest.fixture
def ours(database: Driver, neo4j_server: Server) -> Iterator[Ours]:
    """The product's own connection to the run's server, whose database holds no nodes."""
    from loaders.neo4j_server import open_server
    from tests.neo4j_product import connection_to

    with open_server(connection_to(neo4j_server)) as server:
        yield server
