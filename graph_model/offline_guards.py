"""What keeps an offline load from making a mixture: guards as statements of the script, and terms of several plans laid together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graph_model.cypher import Row, content_hash, deciding
from graph_model.cypher_text import to_literal
from graph_model.editions import PART_KINDS, Edition, in_edition
from graph_model.errors import DatabaseError
from graph_model.graph import kind_of_id

_OTHERWISE = (
    " is in this database otherwise than in this script, or its load is not finished; nothing of it was written. sesaku neo4j push"
    " brings it up to date / この計画は別の中身でデータベースにあるか、途中です。この計画は書いていません。sesaku neo4j push なら更新できます"
)
_DIFFERS = (
    " says something else in this database than in this script, and answers rest on it; nothing of this plan was written. Give the term"
    " an id of its own, or use sesaku neo4j push / この語はデータベースのものと違い、答えが変わります。この計画は書いていません"
)


def check_edition(edition: Edition, digest: str) -> str:
    """Return the statement that ends a script where the database holds an edition otherwise, unfinished, or without a stamp."""
    plan = to_literal(edition.plan)
    some = " OR ".join(f"EXISTS {{ MATCH (n:{kind}) WHERE {in_edition('n', plan)} }}" for kind in PART_KINDS)
    return (
        f"MATCH (p:Plan {{id: {plan}}})\n"
        f"WHERE p.loading IS NOT NULL OR p.loaded <> {to_literal(digest)} OR p.loaded IS NULL AND ({some})\n"
        f"RETURN {_failing('p', _OTHERWISE)};\n"
    )


def check_terms(kind: str, rows: Iterable[Row]) -> str:
    """Return the statement that ends a script where the database has other values in what answers rest on; no text where there is none."""
    names = deciding(kind)
    if not names:
        return ""
    listed = ",\n".join(to_literal({"id": row["id"], **{name: row["properties"].get(name) for name in names}}) for row in rows)
    differ = " OR ".join(f"coalesce(n.{name} <> row.{name}, (n.{name} IS NULL) <> (row.{name} IS NULL))" for name in names)
    return (
        f"UNWIND [\n{listed}\n] AS row\nMATCH (n:{kind} {{id: row.id}}) WHERE n.content_hash IS NOT NULL AND ({differ})\n"
        f"RETURN {_failing('n', _DIFFERS)};\n"
    )


def lay_term(there: Row | None, row: Row) -> Row:
    """Return a term as it stands once a second plan is loaded over the first, as a push has it: what is there stays, the rest is filled in.

    Raises DatabaseError where the two differ in what answers rest on.
    """
    if there is None or there["properties"]["content_hash"] == row["properties"]["content_hash"]:
        return there or row
    ours, theirs = _said(there), _said(row)
    for name in deciding(kind_of_id(row["id"])):
        if ours.get(name) != theirs.get(name):
            raise DatabaseError(
                f"{row['id']} の {name} が計画によって違います（{ours.get(name)} と {theirs.get(name)}）。語のIDを別にしてください",
                f"{name} of {row['id']} is {ours.get(name)!r} in one plan and {theirs.get(name)!r} in another; give the term an id of its own",
            )
    properties = {**theirs, **ours}
    return {"id": row["id"], "properties": {**properties, "content_hash": content_hash(properties)}}


def _said(row: Row) -> Mapping[str, Any]:
    return {name: value for name, value in row["properties"].items() if name != "content_hash"}


def _failing(node: str, words: str) -> str:
    """Return an expression that fails on a node with these words: Cypher has nothing that only fails."""
    return f"date('sesaku: ' + {node}.id + {to_literal(words)})"
