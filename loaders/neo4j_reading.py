"""What a person's Cypher would do, by the server's own plan of it: whether it only reads the database. No driver here: its plans as data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from graph_model.errors import DatabaseError

_OUTSIDE = ("LoadCSV", "TerminateTransactions")
"""Steps that the server takes for reading and that reach beyond the database: another address or file, other people's queries."""


def to_explained(statement: str) -> str:
    """Return a statement that asks for the plan of this one and does not run it."""
    return "EXPLAIN " + re.sub(r"^\s*PROFILE\b", "", statement, flags=re.IGNORECASE)


def check_reading(kind: str | None, plan: Mapping[str, Any] | None) -> None:
    """Raise DatabaseError where a plan does more than read the database. `kind` is the server's word: r, w, rw, or s for what manages it."""
    steps = set(_steps(plan or {}))
    if kind in ("w", "rw") or (kind == "s" and "AdministrationCommand" not in steps) or steps.intersection(_OUTSIDE):
        raise DatabaseError(
            "この問い合わせは、書き込み、サーバーの管理、外のファイルやアドレスの読み取りのどれかをするので実行しません。sesaku neo4j cypher はデータベースを読むだけです",
            "this query would write, manage the server, or fetch a file or address, and is not run: sesaku neo4j cypher only reads the database",
        )


def _steps(plan: Mapping[str, Any]) -> Iterator[str]:
    """Yield the name of each step of a plan, without the database that it runs on."""
    yield str(plan.get("operatorType", "")).split("@")[0]
    for child in plan.get("children", ()):
        yield from _steps(child)
