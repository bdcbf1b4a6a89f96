"""The product's own push for tests, and a database written down so that two can be compared property by property."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from graph_model.editions import graph_to_editions
from loaders.neo4j_load import Pushed, Wishes
from loaders.neo4j_push import push_edition
from loaders.neo4j_server import Connection

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph
    from loaders.neo4j_server import Server as Ours
    from tests.neo4j_server import Server


def connection_to(server: Server) -> Connection:
    """Return how the product connects to a server of the tests."""
    return Connection(server.bolt_uri, server.user, server.password)


def push(ours: Ours, *graphs: PlanGraph, **wishes: Any) -> list[Pushed]:
    """Push every plan of some graphs; the server's counters are those of this push alone."""
    ours.counters.clear()
    return [push_edition(ours, edition, Wishes(**wishes)) for graph in graphs for edition in graph_to_editions(graph)]


def totals(pushed: Pushed) -> dict[str, int]:
    """Return how many nodes and links were created, changed, unchanged and removed, those that are none left out."""
    fates = ("created", "changed", "unchanged", "removed")
    return {fate: count for fate in fates if (count := sum(counts[fate] for counts in pushed.counts.values()))}


def everything(ours: Ours) -> list[str]:
    """Return each node and link of the database with all its properties, as sorted text; which load it was is left out."""

    def written(run: Any) -> list[str]:
        nodes = run("MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties")
        for node in nodes:
            node["properties"].pop("load", None)
        links = run(
            "MATCH (a)-[r]->(b) RETURN labels(a) AS a, a.id AS source, labels(b) AS b, b.id AS target, type(r) AS type, properties(r) AS properties"
        )
        return sorted(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in (*nodes, *links))

    return ours.read(written)
