"""The only module that imports the Neo4j driver: a connection, and Cypher run in a transaction that reads or one that writes.

Everything else takes a `Run`: a function from Cypher and its parameters to rows. What the driver raises leaves as a
DatabaseError of one line (see neo4j_errors).
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from graph_model.cypher import ALONE
from graph_model.errors import DatabaseError
from loaders.neo4j_errors import (
    check_uri,
    driver_missing,
    is_out_of_memory,
    to_database_error,
    too_old,
)
from loaders.neo4j_reading import check_reading, to_explained

if TYPE_CHECKING:
    from neo4j import Driver, ManagedTransaction, Session

LEAST_VERSION = (5, 26)
"""The oldest server that is used: the oldest that the tests run on."""
CONNECTING = 10.0
"""Seconds to wait for a server's first word."""
RETRYING = 15.0
"""Seconds in which a transaction is tried again after a lost connection or a deadlock."""

T = TypeVar("T")


class Run(Protocol):
    """Runs one statement in the current transaction and returns its rows."""

    def __call__(self, statement: str, /, **parameters: Any) -> list[dict[str, Any]]: ...


class Table(NamedTuple):
    """What an ad-hoc query gave: its columns and its rows, nodes and links as plain values."""

    columns: list[str]
    rows: list[list[Any]]


@dataclass(frozen=True)
class Connection:
    """Where a server is and who enters; the password stands in no message and no repr."""

    uri: str
    user: str
    password: str = field(repr=False)
    database: str | None = None


class Server:
    """A server that answered: its version, and transactions on one database."""

    def __init__(self, driver: Driver, session: Session, connection: Connection) -> None:
        self._driver, self._session, self.connection = driver, session, connection
        self.agent = ""
        self.counters: Counter[str] = Counter()
        """What the server says that committed transactions changed: `nodes_created`, `properties_set`, …"""

    @property
    def version(self) -> str:
        """Return the server's version as it names itself: 5.26.19."""
        return self.agent.rsplit("/", 1)[-1]

    def read(self, work: Callable[[Run], T]) -> T:
        """Run `work` in one transaction that cannot write."""
        with _telling(self.connection):
            return self._session.execute_read(self._attempt(work, Counter()))

    def write(self, work: Callable[[Run], T], *, alone: bool = False) -> T:
        """Run `work` in one transaction, all of it or nothing; it may be run again after a lost connection or a deadlock.

        Of the transactions that are to be `alone` one runs at a time, whoever began them: the others wait, and then see what it
        left. It takes the constraint on a Plan's id.
        """
        counted: Counter[str] = Counter()
        with _telling(self.connection):
            done = self._session.execute_write(self._attempt(work, counted, alone=alone))
        self.counters += counted
        return done

    def table(self, statement: str, parameters: dict[str, Any]) -> Table:
        """Return what one statement of a person's gives; it is refused where it would do more than read (see neo4j_reading)."""

        def work(transaction: ManagedTransaction) -> Table:
            planned = transaction.run(to_explained(statement), parameters).consume()
            check_reading(planned.query_type, planned.plan)
            result = transaction.run(statement, parameters)
            return Table(list(result.keys()), [[_plain(value) for value in record.values()] for record in result])

        with _telling(self.connection):
            return self._session.execute_read(work)

    def _attempt(self, work: Callable[[Run], T], counted: Counter[str], *, alone: bool = False) -> Callable[[ManagedTransaction], T]:
        def attempt(transaction: ManagedTransaction) -> T:
            counted.clear()
            if alone:
                transaction.run(ALONE).consume()

            def run(statement: str, /, **parameters: Any) -> list[dict[str, Any]]:
                result = transaction.run(statement, parameters)
                rows = [record.data() for record in result]
                counters = vars(result.consume().counters)
                counted.update({name: n for name, n in counters.items() if type(n) is int and n and not name.startswith("_")})
                return rows

            return _unless_out_of_memory(work, run, self.connection)

        return attempt


def _unless_out_of_memory(work: Callable[[Run], T], run: Run, connection: Connection) -> T:
    """Return what `work` does; a lack of memory, which the driver would try again for long, is told at once."""
    import neo4j.exceptions

    try:
        return work(run)
    except neo4j.exceptions.Neo4jError as error:
        if is_out_of_memory(error.code or ""):
            raise to_database_error(error, error.code or "", connection.uri) from None
        raise


def check_driver() -> None:
    """Raise DatabaseError where the driver is not installed."""
    try:
        import neo4j  # noqa: F401
    except ImportError as error:
        raise DatabaseError(*driver_missing()) from error


@contextmanager
def open_server(connection: Connection) -> Iterator[Server]:
    """Connect, look at the version and the database, and close in the end. Raises DatabaseError with what to do."""
    check_uri(connection.uri)
    check_driver()
    import neo4j

    # The driver's own words go to no screen: what matters is told in our words.
    logging.getLogger("neo4j").addHandler(logging.NullHandler())
    with _telling(connection):
        driver = neo4j.GraphDatabase.driver(
            connection.uri,
            auth=(connection.user, connection.password),
            connection_timeout=CONNECTING,
            max_transaction_retry_time=RETRYING,
            notifications_min_severity="OFF",
            user_agent="sesaku",
        )
    try:
        with driver.session(database=connection.database) as session:
            server = Server(driver, session, connection)
            with _telling(connection):
                # Not in a transaction that is tried again: who cannot be reached is told at once.
                server.agent = str(session.run("RETURN 1").consume().server.agent)
            if found := too_old(server.agent, LEAST_VERSION):
                raise DatabaseError(*found)
            yield server
    finally:
        driver.close()


@contextmanager
def _telling(connection: Connection) -> Iterator[None]:
    """Turn what the driver raises into a DatabaseError without its traceback."""
    import neo4j.exceptions

    try:
        yield
    except neo4j.exceptions.Neo4jError as error:
        raise to_database_error(error, error.code or "", connection.uri) from None
    except (neo4j.exceptions.DriverError, OSError, ValueError, OverflowError) as error:
        raise to_database_error(error, "", connection.uri) from None


def _plain(value: Any) -> Any:
    """Return a value as plain data: a node or link as an object, a path as its nodes and links in turn, a date as text."""
    import neo4j.graph

    if isinstance(value, neo4j.graph.Node):
        return {"labels": sorted(value.labels), "properties": _plain(dict(value))}
    if isinstance(value, neo4j.graph.Relationship):
        return {"type": value.type, "properties": _plain(dict(value))}
    if isinstance(value, neo4j.graph.Path):
        between = list(value.relationships)
        return [_plain(part) for pair in zip(value.nodes, between, strict=False) for part in pair] + [_plain(value.end_node)]
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in sorted(value.items())}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
