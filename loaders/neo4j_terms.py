"""Terms that plans share, beside what a database holds of them: what to create, what to fill in, what to leave as it is.

A term that another plan in the database uses is that plan's as much as this one's: what it says is never written over. A term
that only this plan uses follows this plan. Where two plans differ in what answers rest on, the load stops.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from graph_model.cypher import BATCH, Row, content_hash, deciding, merge_nodes, merge_terms, node_row, property_names
from graph_model.editions import SHARED_KINDS, Edition, in_pieces
from graph_model.errors import TermsDiffer
from graph_model.kinds import NODE_KIND, VOCABULARY_KINDS

if TYPE_CHECKING:
    from loaders.neo4j_server import Run


class Differing(NamedTuple):
    """A property that answers rest on, which another plan's term in the database has otherwise."""

    term: str
    name: str
    theirs: Any
    ours: Any
    plan: str


@dataclass
class Terms:
    """What is to be done with the shared nodes of an edition: rows by kind, and which of the nodes this plan alone uses."""

    create: dict[str, list[Row]] = field(default_factory=dict)
    change: dict[str, list[Row]] = field(default_factory=dict)
    unchanged: dict[str, int] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    """Ids of terms that say something else in the database, which stays."""
    own: set[str] = field(default_factory=set)
    differing: list[Differing] = field(default_factory=list)
    """Why the edition may not be loaded; see check_terms."""
    followers: set[str] = field(default_factory=set)
    """Plans whose answers change with the terms that are written over."""


def settle_terms(run: Run, edition: Edition, *, update: bool = False) -> Terms:
    """Return what is to be done with an edition's shared nodes; with `update` they are written over whoever uses them."""
    terms = Terms()
    others = _used_by_others(run, edition, every=update)
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
                if changed := _change(kind, row, stored[node], others.get(node, []), terms, update):
                    terms.change[kind].append(changed)
        terms.unchanged[kind] = len(stored) - len(terms.change[kind])
    return terms


def check_terms(terms: Terms) -> None:
    """Raise TermsDiffer where another plan's term of the same id differs in what answers rest on."""
    for node, name, theirs, ours, other in terms.differing:
        raise TermsDiffer(
            f"{node} の {name} が、{other} の入れたもの（{theirs}）とこの計画のもの（{ours}）で違います。語のIDを別にするか、すべての計画をこの計画に合わせるなら --update-terms",
            f"{name} of {node} is {theirs!r} as {other} has it and {ours!r} in this plan. Give the term an id of its own, or let all plans follow this one with --update-terms",
        )


def write_terms(run: Run, terms: Terms, plan: str) -> None:
    """Write the shared nodes that are not there or otherwise, and a new stamp on the plans that follow `plan` with them."""
    for kind in SHARED_KINDS:
        for statement, rows in ((merge_terms(kind), terms.create[kind]), (merge_nodes(kind), terms.change[kind])):
            for some in in_pieces(rows, BATCH):
                run(statement, rows=some)
    if terms.followers:
        run(
            "UNWIND $plans AS id MATCH (p:Plan {id: id}) WHERE p.loaded IS NOT NULL SET p.loaded = $stamp",
            plans=sorted(terms.followers),
            stamp=f"terms of {plan} {secrets.token_hex(8)}",
        )


def _change(kind: str, row: Row, stored: Mapping[str, Any], others: list[str], terms: Terms, update: bool) -> Row | None:
    """Return the row that writes what is to change of one term, None where nothing is."""
    ours = row["properties"]
    if stored.get("content_hash") == ours["content_hash"]:
        return None
    names = [name for name in property_names(kind) if name != "content_hash"]
    differing = [name for name in names if stored.get(name) is not None and stored[name] != ours[name]]
    missing = {name: ours[name] for name in names if stored.get(name) is None and ours[name] is not None}
    wrong = [name for name in deciding(kind) if "content_hash" in stored and (name in differing or name in missing)]
    if wrong and update:
        terms.followers |= set(others)
    if update or not others:
        return row
    terms.differing += [Differing(row["id"], name, stored.get(name), ours[name], others[0]) for name in wrong]
    if differing:
        terms.kept.append(row["id"])
    if not missing:
        return None
    filled = {name: stored.get(name, missing.get(name)) for name in names if name in stored or name in missing}
    return {"id": row["id"], "properties": {**missing, "content_hash": content_hash(filled)}}


def _used_by_others(run: Run, edition: Edition, *, every: bool) -> dict[str, list[str]]:
    """Return the shared nodes that other plans in the database use, or name in a load that goes on, each with these plans.

    An office may come with one of them alone unless `every` one is asked for: its measures may be many.
    """
    used: dict[str, list[str]] = {}
    for row in run("MATCH (p:Plan) WHERE p.id <> $plan RETURN p ORDER BY p.id", plan=edition.plan):
        plan = row["p"]
        named = [*(f"vocabulary_{kind}" for kind in VOCABULARY_KINDS), "loading_terms"]
        for term in {term for name in named for term in plan.get(name) or ()}:
            used.setdefault(term, []).append(plan["id"])
    owned = run(
        "UNWIND $ids AS id MATCH (b:Bureau {id: id})\n"
        f"WITH b, COLLECT {{ MATCH (b)<-[:OWNED_BY]-(m:Measure) WHERE m.plan <> $plan AND m.content_hash IS NOT NULL\n"
        f"  RETURN {'DISTINCT m.plan AS plan ORDER BY plan' if every else 'm.plan LIMIT 1'} }} AS plans\n"
        "WHERE size(plans) > 0 RETURN b.id AS bureau, plans",
        ids=edition.shared["Bureau"],
        plan=edition.plan,
    )
    return used | {row["bureau"]: row["plans"] for row in owned}


def terms_gone(run: Run, edition: Edition, before: Mapping[str, Any], stale_targets: set[str]) -> dict[str, list[str]]:
    """Return the shared nodes that may go with this edition's load, by kind: those that it no longer uses and nothing else does.

    It used them by its earlier vocabulary, by a load that was not finished (`before` are the properties of the plan's node), or
    by a link that goes. None that another plan names, that somebody wrote a property on or drew a link to. Writes nothing.
    """
    gone: dict[str, list[str]] = {}
    for kind, ids in _candidates(edition, before, stale_targets).items():
        vocabulary = f"n.id IN p.vocabulary_{kind} OR" if kind in VOCABULARY_KINDS else ""
        found = run(
            f"UNWIND $ids AS id MATCH (n:{kind} {{id: id}}) WHERE n.content_hash IS NOT NULL\n"
            "  AND none(name IN keys(n) WHERE NOT name IN $ours)\n"
            f"  AND NOT EXISTS {{ MATCH (p:Plan) WHERE p.id <> $plan AND ({vocabulary} n.id IN p.loading_terms) }}\n"
            "  AND NOT EXISTS {\n"
            "    MATCH (n)-[r]-(m) WHERE NOT coalesce(r.content_hash IS NOT NULL\n"
            "      AND (r:NARROWER_THAN AND none(name IN keys(r) WHERE NOT name IN $of_links) OR m.plan = $plan), false)\n"
            "  }\n"
            "RETURN id",
            ids=sorted(ids),
            plan=edition.plan,
            ours=["id", *property_names(kind)],
            of_links=["key", *property_names("NARROWER_THAN")],
        )
        if found:
            gone[kind] = [row["id"] for row in found]
    return gone


def _candidates(edition: Edition, before: Mapping[str, Any], stale_targets: set[str]) -> dict[str, set[str]]:
    """Return the shared nodes that this plan used and the new graph does not hold, by kind."""
    named = [*(f"vocabulary_{kind}" for kind in VOCABULARY_KINDS), "loading_terms"]
    used = {term for name in named for term in before.get(name) or ()} | stale_targets
    gone: dict[str, set[str]] = {}
    for node in used:
        kind = next((kind for kind in SHARED_KINDS if node.startswith(NODE_KIND[kind].prefix + ":")), None)
        if kind and node not in edition.graph:
            gone.setdefault(kind, set()).add(node)
    return gone
