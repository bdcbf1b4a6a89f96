"""A plain loader for tests on Neo4j: writes a graph with the model's own statements, and reads a database back as a graph is held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from graph_model.cypher import BATCH, Row, about, constraints, from_neo4j_properties, indexes, link_row, merge_links, merge_nodes, node_row
from graph_model.editions import graph_to_editions
from graph_model.graph import sorted_links, sorted_nodes
from graph_model.kinds import NODE_KINDS

if TYPE_CHECKING:
    from neo4j import Driver

    from graph_model.graph import PlanGraph

Nodes = dict[str, dict[str, Any]]
Links = dict[tuple[str, str, str], dict[str, Any]]


class Batch(NamedTuple):
    """One statement and the rows that it takes as its parameter `rows`."""

    statement: str
    rows: list[Row]


def graph_to_batches(graph: PlanGraph, size: int = BATCH) -> Iterator[Batch]:
    """Yield what writes the graph, nodes before links, at most `size` rows at a time, in the same order for the same graph."""
    nodes: dict[str, list[Row]] = {kind.name: [] for kind in NODE_KINDS}
    plans = {node: edition.plan for edition in graph_to_editions(graph) for own in edition.own.values() for node in own}
    for node, data in sorted_nodes(graph):
        nodes[data["kind"]].append(node_row(node, data, about(graph, data, plans.get(node, ""))))
    for kind, found in nodes.items():
        for at in range(0, len(found), size):
            yield Batch(merge_nodes(kind), found[at : at + size])
    links: dict[tuple[str, str, str], list[tuple[str, str, str, dict[str, Any]]]] = {}
    for link in sorted_links(graph):
        ends = (link[3]["kind"], graph.nodes[link[0]]["kind"], graph.nodes[link[1]]["kind"])
        links.setdefault(ends, []).append(link)
    for ends, between in sorted(links.items()):
        for at in range(0, len(between), size):
            yield Batch(merge_links(*ends), [link_row(*each) for each in between[at : at + size]])


def load_graph(driver: Driver, graph: PlanGraph) -> Counter[str]:
    """Write constraints, indexes, nodes and links, and return what the server counted (`nodes_created`, `labels_added`, …)."""
    counted: Counter[str] = Counter()
    for statement in (*constraints(), *indexes()):
        counted += _counters(driver.execute_query(statement).summary)
    for batch in graph_to_batches(graph):
        written, summary, _ = driver.execute_query(batch.statement, rows=batch.rows)
        assert len(batch.rows) == written[0]["written"]
        counted += _counters(summary)
    return counted


def _counters(summary: Any) -> Counter[str]:
    return Counter({name: count for name, count in vars(summary.counters).items() if isinstance(count, int) and not name.startswith("_")})


def read_nodes(driver: Driver) -> Nodes:
    """Return every node of the database, by id, with its data as the local graph holds it."""
    records = driver.execute_query("MATCH (n) RETURN n.id AS id, labels(n) AS labels, properties(n) AS properties").records
    nodes = {record["id"]: from_neo4j_properties(record["labels"][0], record["properties"]) for record in records}
    assert len(records) == len(nodes) and all(len(record["labels"]) == 1 for record in records)
    return nodes


def read_links(driver: Driver) -> Links:
    """Return every link of the database, by source, target and key, with its data as the local graph holds it."""
    query = "MATCH (a)-[r]->(b) RETURN a.id AS source, b.id AS target, type(r) AS kind, properties(r) AS properties"
    records = driver.execute_query(query).records
    links = {
        (record["source"], record["target"], record["properties"]["key"]): from_neo4j_properties(record["kind"], record["properties"])
        for record in records
    }
    assert len(records) == len(links)
    return links


def nodes_of_graph(*graphs: PlanGraph) -> Nodes:
    """Return the nodes that a database of these graphs must hold; of a shared node, the last graph's data."""
    return {node: dict(data) for graph in graphs for node, data in graph.nodes(data=True)}


def links_of_graph(*graphs: PlanGraph) -> Links:
    """Return the links that a database of these graphs must hold."""
    return {(source, target, key): dict(data) for graph in graphs for source, target, key, data in graph.edges(keys=True, data=True)}
