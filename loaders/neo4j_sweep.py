"""What a load no longer holds: whether it may go, and its going.

Only nodes and links of the plan's own edition that a load of ours wrote are ever removed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_model.cypher import MARKS, property_names
from graph_model.errors import MuchIsStale
from graph_model.graph import kind_of_id
from loaders.neo4j_difference import StaleLink

if TYPE_CHECKING:
    from loaders.neo4j_difference import Walk
    from loaders.neo4j_server import Run

SHRINK = 0.2
"""The share of an edition's nodes or links in the database that a load may remove unasked."""
HELD = "sesaku_held"
"""A property that no committed node or link has: it is set to take a lock, and goes with what it stands on."""


def check_stale(run: Run, walk: Walk) -> None:
    """Raise MuchIsStale where a load would remove more than SHRINK of an edition, or what somebody's own notes and links hang on."""
    nodes, links = walk.to_remove()
    if not (nodes or links):
        return
    listed = (*(f"{kind} {node}" for kind, node in walk.stale_nodes), *(_named(link) for link in walk.stale_links))
    held_nodes, held_links = walk.held["nodes"], walk.held["links"]
    if nodes > SHRINK * held_nodes or links > SHRINK * held_links:
        raise MuchIsStale(
            f"この版の {held_nodes} ノードのうち {nodes}、{held_links} 関係のうち {links} が消えることになるので止めました。それでよければ --allow-shrink",
            f"{nodes} of {held_nodes} nodes and {links} of {held_links} links of this edition would go, so this stopped; if that is meant, --allow-shrink",
            listed,
        )
    if dear := _with_a_users_own(run, walk):
        raise MuchIsStale(
            f"消えることになる {len(dear)} 件に、あなたが加えた属性か関係があるので止めました。消してよければ --allow-shrink",
            f"{len(dear)} of what would go hold properties or links that somebody added, so this stopped; to remove them all the same, --allow-shrink",
            tuple(dear),
        )


def hold_stale(run: Run, walk: Walk) -> None:
    """Lock what is stale until the transaction ends, so that nobody adds a note or a link between the guard's look and the sweep."""
    for kind, ids in _by_kind(walk.stale_nodes).items():
        run(f"UNWIND $ids AS id MATCH (n:{kind} {{id: id}}) SET n.{HELD} = true", ids=ids)
    for (source, kind), rows in _stale_rows(walk).items():
        run(
            f"UNWIND $rows AS row MATCH (:{source} {{id: row.source}})-[r:{kind} {{key: row.key}}]->({{id: row.target}})\n"
            f"WHERE r.content_hash IS NOT NULL SET r.{HELD} = true",
            rows=rows,
        )


def _with_a_users_own(run: Run, walk: Walk) -> list[str]:
    """Return the stale nodes and links that hold a property that is not ours, and the nodes that a link that is not ours hangs on."""
    dear: list[str] = []
    for kind, ids in _by_kind(walk.stale_nodes).items():
        query = (
            f"UNWIND $ids AS id MATCH (n:{kind} {{id: id}})\n"
            "WHERE any(name IN keys(n) WHERE NOT name IN $ours) OR EXISTS { (n)-[r]-() WHERE r.content_hash IS NULL } RETURN id"
        )
        dear += [f"{kind} {row['id']}" for row in run(query, ids=ids, ours=["id", *property_names(kind), *MARKS, HELD])]
    for (source, kind), rows in _stale_rows(walk).items():
        query = (
            f"UNWIND $rows AS row MATCH (:{source} {{id: row.source}})-[r:{kind} {{key: row.key}}]->({{id: row.target}})\n"
            "WHERE any(name IN keys(r) WHERE NOT name IN $ours) RETURN row"
        )
        found = run(query, rows=rows, ours=["key", *property_names(kind), HELD])
        dear += [_named(StaleLink(kind, *(row["row"][name] for name in ("source", "target", "key")))) for row in found]
    return dear


def sweep(run: Run, walk: Walk) -> None:
    """Remove what is stale: links, nodes, and the terms that nothing uses any more."""
    for (source, kind), rows in _stale_rows(walk).items():
        run(
            f"UNWIND $rows AS row MATCH (:{source} {{id: row.source}})-[r:{kind} {{key: row.key}}]->({{id: row.target}})\n"
            "WHERE r.content_hash IS NOT NULL DELETE r",
            rows=rows,
        )
    for kind, ids in (*_by_kind(walk.stale_nodes).items(), *walk.gone.items()):
        run(f"UNWIND $ids AS id MATCH (n:{kind} {{id: id}}) DETACH DELETE n", ids=ids)


def _stale_rows(walk: Walk) -> dict[tuple[str, str], list[dict[str, str]]]:
    """Return the stale links by the kind of their source and their own: a kind of link may start from nodes of several kinds."""
    rows: dict[tuple[str, str], list[dict[str, str]]] = {}
    for link in walk.stale_links:
        row = {"source": link.source, "target": link.target, "key": link.key}
        rows.setdefault((kind_of_id(link.source), link.kind), []).append(row)
    return rows


def _by_kind(nodes: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for kind, node in nodes:
        found.setdefault(kind, []).append(node)
    return found


def _named(link: StaleLink) -> str:
    return f"{link.kind} {link.source} -> {link.target} {link.key}"
