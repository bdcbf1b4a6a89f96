"""Terms that plans share, beside what a database holds of them: what to create, what to fill in, what to leave as it is.

A term that another plan in the database uses is that plan's as much as this one's: what it says is never written over. A term
that only this plan uses follows this plan. Where two plans differ in what answers rest on, the load stops.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graph_model.cypher import DECIDING, Row, content_hash, node_row, property_names
from graph_model.editions import SHARED_KINDS, Edition, edition_prefix
from graph_model.errors import DatabaseError
from graph_model.kinds import NODE_KIND, VOCABULARY_KINDS

if TYPE_CHECKING:
    from loaders.neo4j_server import Run


@dataclass
class Terms:
    """What is to be done with the shared nodes of an edition: rows by kind, and which of the nodes this plan alone uses."""

    create: dict[str, list[Row]] = field(default_factory=dict)
    change: dict[str, list[Row]] = field(default_factory=dict)
    unchanged: dict[str, int] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    """Ids of terms that say something else in the database, which stays."""
    own: set[str] = field(default_factory=set)


def settle_terms(run: Run, edition: Edition, *, update: bool = False) -> Terms:
    """Return what is to be done with an edition's shared nodes; with `update` they are written over whoever uses them.

    Raises DatabaseError where another plan's term of the same id differs in what answers rest on.
    """
    terms = Terms()
    others = _used_by_others(run, edition)
    for kind in SHARED_KINDS:
        ids = edition.shared[kind]
        found = run(f"UNWIND $ids AS id MATCH (n:{kind} {{id: id}}) RETURN id, properties(n) AS properties", ids=ids)
        stored = {row["id"]: row["properties"] for row in found}
        terms.create[kind] = [node_row(node, edition.graph.nodes[node], fresh=True) for node in ids if node not in stored]
        terms.change[kind] = []
        terms.own |= {node for node in ids if node not in others}
        for node in ids:
            if node in stored:
                row = node_row(node, edition.graph.nodes[node])
                if changed := _change(kind, row, stored[node], None if update else others.get(node), terms):
                    terms.change[kind].append(changed)
        terms.unchanged[kind] = len(stored) - len(terms.change[kind])
    return terms


def _change(kind: str, row: Row, stored: Mapping[str, Any], other: str | None, terms: Terms) -> Row | None:
    """Return the row that writes what is to change of one term, None where nothing is."""
    ours = row["properties"]
    if stored.get("content_hash") == ours["content_hash"]:
        return None
    names = [name for name in property_names(kind) if name != "content_hash"]
    if other is None:
        return row
    differing = [name for name in names if stored.get(name) is not None and stored[name] != ours[name]]
    missing = {name: ours[name] for name in names if stored.get(name) is None and ours[name] is not None}
    if "content_hash" in stored and (deciding := [name for name in DECIDING if name in differing or name in missing]):
        raise _differs(row["id"], deciding[0], stored.get(deciding[0]), ours[deciding[0]], other)
    if differing:
        terms.kept.append(row["id"])
    if not missing:
        return None
    filled = {name: stored.get(name, missing.get(name)) for name in names if name in stored or name in missing}
    return {"id": row["id"], "properties": {**missing, "content_hash": content_hash(filled)}}


def _differs(node: str, name: str, theirs: Any, ours: Any, other: str) -> DatabaseError:
    return DatabaseError(
        f"{node} の {name} が、{other} の入れたもの（{theirs}）とこの計画のもの（{ours}）で違います。何も書いていません。語のIDを別にするか、すべての計画をこの計画に合わせるなら --update-terms",
        f"{name} of {node} is {theirs!r} as {other} has it and {ours!r} in this plan; nothing was written. Give the term an id of its own, or let all plans follow this one with --update-terms",
    )


def _used_by_others(run: Run, edition: Edition) -> dict[str, str]:
    """Return the shared nodes that another plan in the database uses, each with one such plan."""
    used: dict[str, str] = {}
    for row in run("MATCH (p:Plan) WHERE p.id <> $plan RETURN p ORDER BY p.id", plan=edition.plan):
        plan = row["p"]
        used |= {term: plan["id"] for kind in VOCABULARY_KINDS for term in plan.get(f"vocabulary_{kind}") or ()}
    owned = run(
        "UNWIND $ids AS id MATCH (b:Bureau {id: id})\n"
        "WITH b, COLLECT { MATCH (b)<-[:OWNED_BY]-(m:Measure) WHERE NOT m.id STARTS WITH $prefix RETURN m.id LIMIT 1 } AS others\n"
        "WHERE size(others) > 0 RETURN b.id AS bureau, others[0] AS measure",
        ids=edition.shared["Bureau"],
        prefix=edition_prefix("Measure", edition.plan),
    )
    return used | {row["bureau"]: row["measure"] for row in owned}


def sweep_terms(run: Run, plan: str, candidates: Mapping[str, set[str]]) -> dict[str, int]:
    """Remove terms that this plan no longer uses and nothing else does, and return how many by kind.

    None that a plan's vocabulary names, that somebody wrote a property on or drew a link to; none while another plan is loading.
    """
    if run("MATCH (p:Plan) WHERE p.id <> $plan AND p.loading IS NOT NULL RETURN p.id LIMIT 1", plan=plan):
        return {}
    removed: dict[str, int] = {}
    for kind, ids in candidates.items():
        named = f"OR EXISTS {{ MATCH (p:Plan) WHERE n.id IN p.vocabulary_{kind} }}" if kind in VOCABULARY_KINDS else ""
        found = run(
            f"UNWIND $ids AS id MATCH (n:{kind} {{id: id}}) WHERE n.content_hash IS NOT NULL\n"
            "AND NOT (any(name IN keys(n) WHERE NOT name IN $ours)\n"
            f"  OR EXISTS {{ (n)-[r]-() WHERE NOT (r:NARROWER_THAN AND r.content_hash IS NOT NULL) }} {named})\n"
            "DETACH DELETE n RETURN count(*) AS removed",
            ids=sorted(ids),
            ours=["id", *property_names(kind)],
        )
        if found[0]["removed"]:
            removed[kind] = found[0]["removed"]
    return removed


def terms_gone(edition: Edition, before: Mapping[str, Any], stale_targets: set[str]) -> dict[str, set[str]]:
    """Return the shared nodes that this plan used, by its earlier vocabulary or a link that goes, and no longer does, by kind."""
    used = {term for kind in VOCABULARY_KINDS for term in before.get(f"vocabulary_{kind}") or ()} | stale_targets
    gone: dict[str, set[str]] = {}
    for node in used:
        kind = next((kind for kind in SHARED_KINDS if node.startswith(NODE_KIND[kind].prefix + ":")), None)
        if kind and node not in edition.graph:
            gone.setdefault(kind, set()).add(node)
    return gone
