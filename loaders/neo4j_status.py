"""What plans a database holds: their state, how many nodes and links of each kind, and whether they are as the local graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph_model.editions import PART_KINDS, Edition, in_edition
from graph_model.kinds import EDGE_KINDS
from loaders.neo4j_difference import Walk, in_order
from loaders.neo4j_terms import settle_terms

if TYPE_CHECKING:
    from loaders.neo4j_server import Run

_PLANS = """\
MATCH (p:Plan) WHERE p.id STARTS WITH 'plan:'
RETURN p.id AS id, p.title AS title, p.as_of AS as_of, p.loaded AS loaded, p.loading AS loading ORDER BY p.id"""


def database_status(run: Run) -> list[dict[str, Any]]:
    """Return each plan's id, title, as-of date, state (complete, loading, unknown) and its counts by kind."""
    return [
        {
            "id": plan["id"],
            "title": plan["title"],
            "as_of": plan["as_of"],
            "state": "loading" if plan["loading"] else "complete" if plan["loaded"] else "unknown",
            "counts": _counts(run, plan["id"]),
        }
        for plan in run(_PLANS)
    ]


def compare(run: Run, edition: Edition) -> bool:
    """Return whether the database holds an edition node by node and link by link as the local graph has it."""
    terms = settle_terms(run, edition)
    walk = Walk(edition, run, terms).run()
    stamp = run("MATCH (p:Plan {id: $plan}) RETURN p.loaded AS loaded, p.loading AS loading", plan=edition.plan)[0]
    return not (terms.differing or walk.to_write()) and stamp == {"loaded": walk.digest, "loading": None}


def _counts(run: Run, plan: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for kind in PART_KINDS:
        found = run(f"MATCH (n:{kind}) WHERE {in_edition('n')} RETURN count(n) AS count", plan=plan)
        counts[kind] = found[0]["count"]
    names, ours = "|".join(kind.name for kind in EDGE_KINDS), "r.content_hash IS NOT NULL"
    for kind in ("Goal", "Measure"):
        query = f"MATCH (n:{kind})-[r:{names}]->() WHERE {in_edition('n')} AND {ours} RETURN type(r) AS kind, count(r) AS count"
        for row in run(query, plan=plan):
            counts[row["kind"]] = counts.get(row["kind"], 0) + row["count"]
    for row in run(f"MATCH (p:Plan {{id: $plan}})-[r:{names}]->() WHERE {ours} RETURN type(r) AS kind, count(r) AS count", plan=plan):
        counts[row["kind"]] = counts.get(row["kind"], 0) + row["count"]
    return {kind: counts[kind] for kind in sorted(counts, key=in_order) if counts[kind]}
