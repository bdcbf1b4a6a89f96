"""What a load no longer holds: whether it may go, and its going.

Only nodes and links of the plan's own edition that a load of ours wrote are ever removed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from graph_model.cypher import MARKS, property_names
from graph_model.editions import in_pieces
from graph_model.errors import MuchIsStale
from graph_model.graph import kind_of_id
from loaders.neo4j_difference import SOURCES, StaleLink

if TYPE_CHECKING:
    from loaders.neo4j_difference import Walk
    from loaders.neo4j_server import Run

SHRINK = 0.2
"""The share of an edition's nodes or links in the database that a load may remove unasked."""
HELD = "sesaku_held"
"""A property that no committed node or link has: it is set to take a lock, and goes with what it stands on."""


class Stale(NamedTuple):
    """Nodes, each with its kind, and links that a load no longer holds."""

    nodes: list[tuple[str, str]]
    links: list[StaleLink]


def stale_pieces(walk: Walk, size: int) -> Iterator[Stale]:
    """Yield what a walk found stale in pieces of at most so many, links before the nodes that they hang on."""
    yield from (Stale([], links) for links in in_pieces(walk.stale_links, size))
    yield from (Stale(nodes, []) for nodes in in_pieces(walk.stale_nodes, size))


def check_share(walk: Walk) -> None:
    """Raise MuchIsStale where a load would remove more than SHRINK of an edition."""
    nodes, links = walk.to_remove()
    held_nodes, held_links = walk.held["nodes"], walk.held["links"]
    if nodes > SHRINK * held_nodes or links > SHRINK * held_links:
        raise MuchIsStale(
            f"この版の {held_nodes} ノードのうち {nodes}、{held_links} 関係のうち {links} が消えることになるので止めました。それでよければ --allow-shrink",
            f"{nodes} of {held_nodes} nodes and {links} of {held_links} links of this edition would go, so this stopped; if that is meant, --allow-shrink",
            (*(f"{kind} {node}" for kind, node in walk.stale_nodes), *map(_named, walk.stale_links)),
        )


def check_own(run: Run, pieces: Iterator[Stale]) -> None:
    """Raise MuchIsStale where somebody's own properties or links hang on what would go."""
    _check_none([line for stale in pieces for line in _with_a_users_own(run, stale)])


def _check_none(dear: list[str]) -> None:
    if dear:
        raise MuchIsStale(
            f"消えることになる {len(dear)} 件に、あなたが加えた属性か関係があるので止めました。一緒に消してよければ --allow-loss",
            f"{len(dear)} of what would go hold properties or links that somebody added, so this stopped; to lose these too, --allow-loss",
            tuple(dear),
        )


def check_copies(run: Run, copies: list[StaleLink]) -> None:
    """Raise MuchIsStale where somebody wrote one thing on a link and another on its copy: one of the two goes with the copy."""
    dear = []
    for (source, kind), rows in _by_source(copies).items():
        query = (
            f"UNWIND $rows AS row MATCH (:{source} {{id: row.source}})-[r:{kind} {{key: row.key}}]->({{id: row.target}})\n"
            "UNWIND [name IN keys(r) WHERE NOT name IN $ours] AS name\n"
            "WITH row, name, count(DISTINCT r[name]) AS said WHERE said > 1 RETURN DISTINCT row"
        )
        dear += [_named_row(kind, row["row"]) for row in run(query, rows=rows, ours=["key", *property_names(kind), HELD])]
    _check_none(dear)


def check_stale(run: Run, walk: Walk, *, shrink: bool, loss: bool) -> None:
    """Raise MuchIsStale where a load would remove more than SHRINK of an edition, or somebody's own with it, unless that is allowed."""
    if not shrink:
        check_share(walk)
    if not loss:
        check_own(run, stale_pieces(walk, SOURCES))
        check_copies(run, walk.copies)


def sweep(run: Run, stale: Stale, *, loss: bool) -> None:
    """Remove what is stale. Raises MuchIsStale where somebody's own hangs on it by now, unless that may go with it."""
    _hold(run, stale)
    if not loss:
        check_own(run, iter([stale]))
    for (source, kind), rows in _by_source(stale.links).items():
        run(
            f"UNWIND $rows AS row MATCH (:{source} {{id: row.source}})-[r:{kind} {{key: row.key}}]->({{id: row.target}})\n"
            "WHERE r.content_hash IS NOT NULL DELETE r",
            rows=rows,
        )
    remove_nodes(run, _by_kind(stale.nodes), links=loss)


def remove_nodes(run: Run, nodes: dict[str, list[str]], *, links: bool = True) -> None:
    """Remove nodes, given by kind, with every link; without `links` the server refuses where one hangs on them yet."""
    for kind, ids in nodes.items():
        run(f"UNWIND $ids AS id MATCH (n:{kind} {{id: id}}) {'DETACH ' if links else ''}DELETE n", ids=ids)


def _hold(run: Run, stale: Stale) -> None:
    """Lock what is stale until the transaction ends, so that nobody adds a note or a link between the look and the sweep."""
    for kind, ids in _by_kind(stale.nodes).items():
        run(f"UNWIND $ids AS id MATCH (n:{kind} {{id: id}}) SET n.{HELD} = true", ids=ids)
    for (source, kind), rows in _by_source(stale.links).items():
        run(
            f"UNWIND $rows AS row MATCH (:{source} {{id: row.source}})-[r:{kind} {{key: row.key}}]->({{id: row.target}})\n"
            f"WHERE r.content_hash IS NOT NULL SET r.{HELD} = true",
            rows=rows,
        )


def _with_a_users_own(run: Run, stale: Stale) -> Iterator[str]:
    """Yield the stale nodes and links that hold a property that is not ours, and the nodes that a link that is not ours hangs on."""
    for kind, ids in _by_kind(stale.nodes).items():
        query = (
            f"UNWIND $ids AS id MATCH (n:{kind} {{id: id}})\n"
            "WHERE any(name IN keys(n) WHERE NOT name IN $ours) OR EXISTS { (n)-[r]-() WHERE r.content_hash IS NULL } RETURN id"
        )
        found = run(query, ids=ids, ours=["id", *property_names(kind), *MARKS, HELD])
        yield from (f"{kind} {row['id']}" for row in found)
    for (source, kind), rows in _by_source(stale.links).items():
        query = (
            f"UNWIND $rows AS row MATCH (:{source} {{id: row.source}})-[r:{kind} {{key: row.key}}]->({{id: row.target}})\n"
            "WHERE r.content_hash IS NOT NULL AND any(name IN keys(r) WHERE NOT name IN $ours) RETURN row"
        )
        for row in run(query, rows=rows, ours=["key", *property_names(kind), HELD]):
            yield _named_row(kind, row["row"])


def _by_source(links: list[StaleLink]) -> dict[tuple[str, str], list[dict[str, str]]]:
    """Return links as rows, by the kind of their source and their own: a kind of link may start from nodes of several kinds."""
    rows: dict[tuple[str, str], list[dict[str, str]]] = {}
    for link in links:
        row = {"source": link.source, "target": link.target, "key": link.key}
        rows.setdefault((kind_of_id(link.source), link.kind), []).append(row)
    return rows


def _by_kind(nodes: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for kind, node in nodes:
        found.setdefault(kind, []).append(node)
    return found


def _named_row(kind: str, row: dict[str, str]) -> str:
    return _named(StaleLink(kind, row["source"], row["target"], row["key"]))


def _named(link: StaleLink) -> str:
    return f"{link.kind} {link.source} -> {link.target} {link.key}"
