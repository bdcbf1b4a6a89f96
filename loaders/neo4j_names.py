"""The nodes of a plan in a database that answers are read by: a graph without links, as small as the names that it needs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from graph_model.cypher import from_neo4j_properties
from graph_model.editions import in_edition
from graph_model.graph import add_node, new_graph
from graph_model.kinds import VOCABULARY_KINDS

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph
    from loaders.neo4j_server import Run


def names_graph(run: Run, plan: str) -> PlanGraph:
    """Return a graph with a plan's node, goals, sections, bureaus and terms; measures come by add_measures, as they are named."""
    graph = new_graph()
    (found,) = run("MATCH (p:Plan {id: $plan}) RETURN properties(p) AS p", plan=plan)
    graph.graph["vocabularies"] = json.loads(found["p"].get("vocabularies") or "{}")
    _add(graph, "Plan", [{"id": plan, "properties": found["p"]}])
    for kind in ("Goal", "Section"):
        query = f"MATCH (n:{kind}) WHERE {in_edition('n')} RETURN n.id AS id, properties(n) AS properties"
        _add(graph, kind, run(query, plan=plan))
    for kind in VOCABULARY_KINDS:
        query = f"MATCH (p:Plan {{id: $plan}}) UNWIND p.vocabulary_{kind} AS id MATCH (n:{kind} {{id: id}}) RETURN id, properties(n) AS properties"
        _add(graph, kind, run(query, plan=plan))
    query = (
        f"MATCH (m:Measure)-[r:OWNED_BY]->(b:Bureau) WHERE r.content_hash IS NOT NULL AND {in_edition('m')}\n"
        "RETURN DISTINCT b.id AS id, properties(b) AS properties"
    )
    _add(graph, "Bureau", run(query, plan=plan))
    return graph


def add_measures(run: Run, graph: PlanGraph, plan: str, ids: Iterable[str]) -> None:
    """Add those of the measures that are the plan's in the database and not yet in the graph."""
    wanted = sorted({node for node in ids if node not in graph})
    if wanted:
        query = f"UNWIND $ids AS id MATCH (n:Measure {{id: id}}) WHERE {in_edition('n')} RETURN id, properties(n) AS properties"
        _add(graph, "Measure", run(query, ids=wanted, plan=plan))


def measures_in(value: Any) -> Iterator[str]:
    """Yield the ids of measures that stand anywhere in an answer's rows."""
    if isinstance(value, str):
        if value.startswith("measure:"):
            yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from measures_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from measures_in(inner)


def _add(graph: PlanGraph, kind: str, rows: Iterable[dict[str, Any]]) -> None:
    for row in rows:
        data = from_neo4j_properties(kind, row["properties"])
        add_node(graph, data.pop("kind"), row["id"], **data)
