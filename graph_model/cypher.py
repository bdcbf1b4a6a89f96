"""kinds -> Cypher text: constraints, indexes, merges; and the properties of a node or link -> Neo4j's, and back. No driver here.

Labels, types and names of properties come from the kinds alone; all else travels as a parameter.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from graph_model.editions import PART_KINDS, PLAN_OF
from graph_model.kinds import EDGE_KIND, NODE_KIND, NODE_KINDS, Property

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

BATCH = 10_000
"""How many rows travel in one statement."""
ABOUT_PLAN = ("accepted_findings", "vocabularies")
"""What a graph says of its plan beside the nodes, and answers need: on the Plan node in a database, as JSON text."""
NARROWER = "narrower"
"""What a plan's own vocabulary says of which term is part of which, on its Plan node: `group:a < group:b` each, sorted.

The links between terms are every plan's in a database; this is what its answers rest on.
"""
MARKS = ("loaded", "load", "loading", "loading_terms")
"""What a load leaves on the Plan node: the digest of a complete one and which it was, for equal ones may have others between them;
the mark of an unfinished one, and the shared nodes that it names."""
ALONE = "MERGE (turn:Plan {id: 'sesaku:turn'}) DELETE turn"
"""Takes the lock of an id until the transaction ends, and leaves nothing behind: nobody ever sees the node."""
_DECIDING = ("facet", "service", "suits", "body", "same_as")
READABLE = ("quotes", "places", "rules")
"""What a link with evidence holds beside it, so that Neo4j Browser can show it."""
_PLACE = ("file", "sheet", "page", "table", "line", "row", "cell")

Row = dict[str, Any]


def constraints() -> list[str]:
    """Return one statement a node kind that holds its `id` to stand once."""
    text = "CREATE CONSTRAINT sesaku_{prefix}_id IF NOT EXISTS FOR (n:{name}) REQUIRE n.id IS UNIQUE"
    return [text.format(prefix=kind.prefix, name=kind.name) for kind in NODE_KINDS]


def indexes() -> list[str]:
    """Return one statement for each property that people and questions look things up by: numbers, the names of what plans share, whose part a node is."""
    sought = []
    for kind in NODE_KINDS:
        names = {prop.name for prop in kind.properties}
        sought += [(kind, PLAN_OF)] if kind.name in PART_KINDS else []
        sought += [(kind, name) for name in ("number", "name") if name in names and (name == "number" or kind.scope != "edition")]
    return [f"CREATE INDEX sesaku_{kind.prefix}_{name} IF NOT EXISTS FOR (n:{kind.name}) ON (n.{name})" for kind, name in sought]


def merge_nodes(kind: str) -> str:
    """Return the statement that writes nodes of `kind` from `$rows` (see node_row) and says how many it wrote."""
    label = NODE_KIND[kind].name
    return f"UNWIND $rows AS row\nMERGE (n:{label} {{id: row.id}})\nSET n += row.properties\nRETURN count(*) AS written"


def merge_terms(kind: str) -> str:
    """Return the statement that creates shared nodes of `kind` from `$rows`, or fills in what those that are there do not say."""
    label = NODE_KIND[kind].name
    filled = ", ".join(f"n.{name} = coalesce(n.{name}, row.properties.{name})" for name in property_names(kind))
    return f"UNWIND $rows AS row\nMERGE (n:{label} {{id: row.id}})\nSET {filled}\nRETURN count(*) AS written"


def merge_links(kind: str, source: str, target: str) -> str:
    """Return the statement that writes links of `kind` between nodes of two kinds from `$rows` (see link_row).

    Parallel links are told apart by their key. A row whose end is not there writes nothing: `written` is less than the rows.
    """
    return (
        "UNWIND $rows AS row\n"
        f"MATCH (a:{NODE_KIND[source].name} {{id: row.source}})\n"
        f"MATCH (b:{NODE_KIND[target].name} {{id: row.target}})\n"
        f"MERGE (a)-[r:{EDGE_KIND[kind].name} {{key: row.key}}]->(b)\n"
        "SET r += row.properties\n"
        "RETURN count(*) AS written"
    )


def single_links(kind: str, source: str) -> str:
    """Return the statement that leaves one of the links of `kind` that somebody copied (`$rows` as those of merge_links).

    It takes over what somebody wrote on the others; what is ours on it has to be written anew.
    """
    return (
        "UNWIND $rows AS row\n"
        f"MATCH (:{NODE_KIND[source].name} {{id: row.source}})-[r:{EDGE_KIND[kind].name} {{key: row.key}}]->({{id: row.target}})\n"
        "WITH row, collect(r) AS copies, head(collect(r)) AS one\n"
        "FOREACH (r IN copies[1..] | SET one += properties(r) DELETE r)\n"
        "RETURN count(*) AS written"
    )


def node_row(node: str, data: Mapping[str, Any], more: Mapping[str, Any] | None = None, *, fresh: bool = False) -> Row:
    """Return the row that merge_nodes takes for one node; `more` is what the graph says of it beside its data (see about)."""
    return {"id": node, "properties": _row_properties(data, more or {}, fresh)}


def link_row(source: str, target: str, key: str, data: Mapping[str, Any], *, fresh: bool = False) -> Row:
    """Return the row that merge_links takes for one link."""
    return {"source": source, "target": target, "key": key, "properties": _row_properties(data, {}, fresh)}


def about(graph: PlanGraph, data: Mapping[str, Any], plan: str) -> Row:
    """Return what the row of a node says beside its data: of a Plan, what its graph says of it; of a part of an edition, its plan's id."""
    if data["kind"] != "Plan":
        return {PLAN_OF: plan} if data["kind"] in PART_KINDS else {}
    pairs = sorted(f"{low} < {high}" for low, high, link in graph.edges(data=True) if link["kind"] == "NARROWER_THAN")
    said = {name: _canonical(graph.graph[name]) for name in ABOUT_PLAN if graph.graph.get(name)}
    return {**said, **({NARROWER: pairs} if pairs else {})}


def _row_properties(data: Mapping[str, Any], more: Mapping[str, Any], fresh: bool) -> Row:
    """Return the properties with their hash; a null takes away what an earlier load wrote under a name that is ours.

    A `fresh` row is for what is not yet there, and has no nulls.
    """
    properties = {**to_neo4j_properties(data), **more}
    nulls = {} if fresh else dict.fromkeys(property_names(data["kind"]))
    return {**nulls, **properties, "content_hash": content_hash(properties)}


def to_neo4j_properties(data: Mapping[str, Any]) -> Row:
    """Return the properties of a node or link (`data`, with its `kind`) as Neo4j can hold them.

    - Text, numbers and flags stay as they are; None is left out.
    - A list of plain text stays a list; an empty list too.
    - An object whose values are all lists of text, under keys that its kind declares, becomes one list a key:
      `vocabulary` with the key `TargetGroup` is `vocabulary_TargetGroup`.
    - Everything else is JSON text with sorted keys: `evidence`, `rejected_cues`, `place`, `review`, an empty object.

    For reading in Neo4j Browser, beside the JSON: a link with `evidence` has `quotes`, `places` (`plan.txt:25:2` is file, line
    and cell) and `rules` (each once, in order) as lists of text, and `differences` has one list a column, `differences_text`,
    of 「原」→「再掲」.
    """
    properties: Row = {}
    for prop in _declared(data["kind"]).values():
        value = data.get(prop.name)
        if value is None:
            continue
        if isinstance(value, dict) and value and all(key in prop.keys and _is_words(words) for key, words in value.items()):
            properties |= {f"{prop.name}_{key}": list(words) for key, words in value.items()}
        else:
            properties[prop.name] = value if isinstance(value, str | int | float) or _is_words(value) else _canonical(value)
            properties |= _readable(prop, value)
    return properties


def from_neo4j_properties(kind: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return a node's or link's data as the local graph holds it, with its `kind`: the inverse of to_neo4j_properties.

    Names that the kind does not declare, such as a note that somebody added in the database, are left out.
    """
    data: dict[str, Any] = {"kind": kind}
    for prop in _declared(kind).values():
        value = properties.get(prop.name)
        if value is not None:
            data[prop.name] = json.loads(value) if prop.type in ("list", "object") and isinstance(value, str) else value
        elif parts := {key: properties[f"{prop.name}_{key}"] for key in prop.keys if f"{prop.name}_{key}" in properties}:
            data[prop.name] = parts
    return data


def content_hash(properties: Mapping[str, Any]) -> str:
    """Return the SHA-256 of properties as to_neo4j_properties gives them: what is equal has the same hash, in any order of names."""
    return hashlib.sha256(_canonical(dict(properties)).encode("utf-8", "surrogatepass")).hexdigest()


@cache
def deciding(kind: str) -> tuple[str, ...]:
    """Return the properties of a shared kind that answers rest on; an office is found by its name among the bodies."""
    return tuple(name for name in property_names(kind) if name in _DECIDING or (kind, name) == ("Bureau", "name"))


@cache
def property_names(kind: str) -> tuple[str, ...]:
    """Return every name under which a node or link of `kind` may hold something of ours, `id` and `key` aside."""
    declared = _declared(kind)
    parts = [f"{prop.name}_{key}" for prop in declared.values() for key in prop.keys]
    beside = READABLE if "evidence" in declared else (*ABOUT_PLAN, NARROWER) if kind == "Plan" else (PLAN_OF,) if kind in PART_KINDS else ()
    return (*declared, *parts, *beside, "content_hash")


@cache
def _declared(kind: str) -> dict[str, Property]:
    return {prop.name: prop for prop in (NODE_KIND.get(kind) or EDGE_KIND[kind]).properties}


def _readable(prop: Property, value: Any) -> dict[str, list[str]]:
    """Return the lists of text that say what JSON text says, for people."""
    if prop.name == "evidence":
        pieces = [piece for piece in value if isinstance(piece, dict)]
        quotes = [str(piece.get("quote", "")) for piece in pieces]
        rules = dict.fromkeys(str(piece["rule"]) for piece in pieces if "rule" in piece)
        return dict(zip(READABLE, (quotes, [_place(piece.get("place")) for piece in pieces], list(rules)), strict=True))
    if prop.keys and isinstance(value, dict):
        return {f"{prop.name}_{key}": [_pair(piece) for piece in value[key]] for key in prop.keys if isinstance(value.get(key), list)}
    return {}


def _place(place: Any) -> str:
    return ":".join(str(place[name]) for name in _PLACE if name in place) if isinstance(place, dict) else ""


def _pair(piece: Any) -> str:
    if isinstance(piece, dict) and piece.keys() == {"original", "relisting"}:
        return f"「{piece['original']}」→「{piece['relisting']}」"
    return piece if isinstance(piece, str) else _canonical(piece)


def _is_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(words, str) for words in value)


_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
