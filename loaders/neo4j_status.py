"""What plans a database holds: their state, how many nodes and links of each kind, and whether they are as the local graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from graph_model.cypher import NARROWER
from graph_model.editions import PART_KINDS, Edition, in_edition
from graph_model.kinds import EDGE_KINDS, VOCABULARY_KINDS
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


class Compared(NamedTuple):
    """Whether the database holds an edition node by node and link by link as the local graph has it."""

    same: bool
    kept: list[str]
    """Terms whose names are another plan's, which was there first; no answer's rows differ for them."""


def compare(run: Run, edition: Edition) -> Compared:
    """Return how a database holds an edition beside the local graph."""
    terms = settle_terms(run, edition)
    walk = Walk(edition, run, terms).run()
    stamp = run("MATCH (p:Plan {id: $plan}) RETURN p.loaded AS loaded, p.loading AS loading", plan=edition.plan)[0]
    same = not (terms.differing or walk.to_write()) and stamp == {"loaded": walk.digest, "loading": None}
    return Compared(same, terms.kept)


def _counts(run: Run, plan: str) -> dict[str, int]:
    """Return how many nodes and links of each kind are a plan's: of shared ones, those that it names or its measures lead to."""
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
    for kind in VOCABULARY_KINDS:
        query = f"MATCH (p:Plan {{id: $plan}}) UNWIND p.vocabulary_{kind} AS id MATCH (n:{kind} {{id: id}}) RETURN count(n) AS count"
        counts[kind] = run(query, plan=plan)[0]["count"]
    query = f"MATCH (m:Measure)-[r:OWNED_BY]->(b:Bureau) WHERE {in_edition('m')} AND {ours} RETURN count(DISTINCT b) AS count"
    counts["Bureau"] = run(query, plan=plan)[0]["count"]
    query = (
        "MATCH (p:Plan {id: $plan}) MATCH (low:TargetGroup)-[r:NARROWER_THAN]->(high:TargetGroup)\n"
        f"WHERE {ours} AND low.id + ' < ' + high.id IN p.{NARROWER} RETURN count(r) AS count"
    )
    counts["NARROWER_THAN"] = run(query, plan=plan)[0]["count"]
    return {kind: counts[kind] for kind in sorted(counts, key=in_order) if counts[kind]}
