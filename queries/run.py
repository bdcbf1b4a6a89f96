"""A saved question on a graph -> its answer, as the plain data that every printer and picture takes."""

from __future__ import annotations

from typing import Any

from graph_model.errors import UnknownName
from graph_model.graph import links_of
from queries.catalogue import CATALOGUE
from queries.facts import PlanFacts
from queries.saved_query import SavedQuery

SCHEMA = "sesaku-answer/1"


def find_query(name: str) -> SavedQuery:
    """Return the saved question of that name. Raises UnknownName, with the names that there are."""
    for query in CATALOGUE:
        if query.name == name:
            return query
    names = tuple(query.name for query in CATALOGUE)
    raise UnknownName(f"問い {name} はありません（{', '.join(names)}）", f"there is no question {name!r} ({', '.join(names)})", names)


def answer_query(query: SavedQuery, facts: PlanFacts, parameters: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return a question's answer: question, plan, parameters, denominator, columns and rows, with no time or path in it.

    Raises UnknownName for a parameter that the question does not have.
    """
    given = {key: value for key, value in (parameters or {}).items() if value is not None}
    known = {parameter.name: parameter.default for parameter in query.parameters}
    if unknown := sorted(set(given) - set(known)):
        raise UnknownName(
            f"{query.name} にパラメーター {unknown[0]} はありません", f"{query.name} has no parameter {unknown[0]!r}", tuple(known)
        )
    settled = known | given
    findings = query.answer(facts, settled)
    return {
        "schema": SCHEMA,
        "query": query.name,
        "family": query.family,
        "question": query.question._asdict(),
        "plans": [_plan_of(facts)],
        "parameters": settled,
        "denominator": findings.denominator,
        "basis": {"links": facts.links, "reviewed": facts.reviewed},
        "columns": [
            {"name": column.name, "type": column.type, **({"kind": column.kind} if column.kind else {})} for column in query.columns
        ],
        "rows": findings.shown,
        "total_rows": len(findings.rows),
        "shown_rows": len(findings.shown),
        "notices": [notice._asdict() for notice in findings.notices],
    }


def _plan_of(facts: PlanFacts) -> dict[str, Any]:
    plan = facts.graph.nodes[facts.plan]
    listings = sum(
        1 for measure in facts.measures for kind in ("LISTED_IN", "RELISTED_IN") for _ in links_of(facts.graph, kind, source=measure)
    )
    return {
        "id": facts.plan,
        "as_of": plan["as_of"],
        "source_sha256": plan["source_sha256"],
        "measures": len(facts.measures),
        "listings": listings,
        "facts_only": plan["facts_only"],
    }
