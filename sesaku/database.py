"""How a command reaches Neo4j: the options, the password (from the environment or a prompt), and the connection."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from sesaku.language import both, say

if TYPE_CHECKING:
    from loaders.neo4j_server import Connection, Server

DEFAULT_URI = "neo4j://localhost:7687"

UriOption = Annotated[
    str,
    typer.Option("--uri", envvar="NEO4J_URI", metavar="URI", help=both("Neo4j のアドレス", "Address of the Neo4j server")),
]
UserOption = Annotated[
    str,
    typer.Option(
        "--user",
        envvar="NEO4J_USERNAME",
        help=both("Neo4j のユーザー名（パスワードは NEO4J_PASSWORD か入力）", "Neo4j user (the password: NEO4J_PASSWORD or asked for)"),
    ),
]
DatabaseOption = Annotated[
    str | None,
    typer.Option(
        "--database",
        envvar="NEO4J_DATABASE",
        help=both("データベースの名前（省くと既定のもの）", "Name of the database (else the server's default)"),
        show_default=False,
    ),
]
Neo4jOption = Annotated[
    bool,
    typer.Option("--neo4j", help=both("手元のグラフでなく Neo4j の中で答える", "Answer inside Neo4j instead of from the local graph")),
]
PlanIdOption = Annotated[
    str | None,
    typer.Option(
        "--plan",
        metavar="ID",
        help=both("--neo4j で、どの計画に尋ねるか（tokyo-2025-01 など）", "With --neo4j: the plan to ask (tokyo-2025-01 …)"),
        show_default=False,
    ),
]


class Where(NamedTuple):
    """Where to ask: a server, and which plan in it."""

    uri: str
    user: str
    database: str | None
    plan: str | None


def to_connection(uri: str, user: str, database: str | None) -> Connection:
    """Return how to connect, with the password of NEO4J_PASSWORD or of a prompt.

    Raises DatabaseError where the URI holds a password or the driver is missing, before anybody is asked; or where there is nobody to ask.
    """
    from graph_model.errors import DatabaseError
    from loaders.neo4j_errors import check_uri
    from loaders.neo4j_server import Connection, check_driver

    check_uri(uri)
    check_driver()
    password = os.environ.get("NEO4J_PASSWORD")
    if not password:
        if not sys.stdin.isatty():
            raise DatabaseError(
                "パスワードがありません。環境変数 NEO4J_PASSWORD に入れてください（引数では受け取りません）",
                "there is no password; put it into the environment variable NEO4J_PASSWORD (it is never an argument)",
            )
        password = str(typer.prompt(say(f"{user} のパスワード", f"password of {user}"), hide_input=True, err=True))
    return Connection(uri, user, password, database)


@contextmanager
def open_database(uri: str, user: str, database: str | None) -> Iterator[Server]:
    """Connect to the server that the options name."""
    from loaders.neo4j_server import open_server

    with open_server(to_connection(uri, user, database)) as server:
        yield server
