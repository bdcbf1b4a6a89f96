"""A saved question on a graph -> its answer, as the plain data that every printer and picture takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph_model.errors import UnknownName
from graph_model.words import Words
from queries.catalogue import CATALOGUE
from queries.doubt import with_doubt
from queries.facts import OUR_OWN, PlanFacts
from queries.saved_query import PlanSummary, Row, SavedQuery

SCHEMA = "sesaku-answer/1"
TERM_FIELDS = ("term", "ids", "value", "of", "weight", "points")
"""What a term of a pair's score says, in this order."""
_COLUMN_NAMES = {"item": Words("事項", "item"), "status": Words("取組状況", "status"), "bureau": Words("所管局", "bureau")}


def find_query(name: str) -> SavedQuery:
    """Return the saved question of that name. Raises UnknownName, with the names that come near."""
    from difflib import get_close_matches

    for query in CATALOGUE:
        if query.name == name:
            return query
    names = tuple(query.name for query in CATALOGUE)
    near = get_close_matches(name, names, n=5, cutoff=0.4) or names
    raise UnknownName(
        f"問い {name} はありません（sesaku ask で一覧）", f"there is no question {name!r} (sesaku ask lists them)", tuple(near)
    )


def settle_parameters(query: SavedQuery, given: dict[str, Any] | None) -> dict[str, Any]:
    """Return all parameters of a question, defaults where none is given.

    Raises UnknownName for a parameter that the question does not have, or a choice that it does not know.
    """
    wanted = {key: value for key, value in (given or {}).items() if value is not None}
    known = {parameter.name: parameter for parameter in query.parameters}
    if unknown := sorted(set(wanted) - set(known)):
        raise UnknownName(
            f"{query.name} にパラメーター {unknown[0]} はありません", f"{query.name} has no parameter {unknown[0]!r}", tuple(known)
        )
    return {name: wanted.get(name, parameter.default) for name, parameter in known.items()}


def computing_parameters(query: SavedQuery, settled: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters that the question's function and Cypher take: those that do not only choose among the rows."""
    return {parameter.name: settled[parameter.name] for parameter in query.parameters if not parameter.filters}


def answer_query(query: SavedQuery, facts: PlanFacts, parameters: dict[str, Any] | None = None, *, today: str = "") -> dict[str, Any]:
    """Return a question's answer: question, plan, parameters, denominator, columns and rows, with no time or path in it.

    `today` (YYYY-MM-DD) brings accepted findings back whose date has passed; without it none comes back.
    Raises UnknownName for a parameter that the question does not have.
    """
    settled = settle_parameters(query, parameters)
    computing = computing_parameters(query, settled)
    rows = query.answer(facts, computing)
    tally = query.tally(facts, computing) if query.tally else {}
    answer = rows_to_answer(query, settled, facts_to_summary(facts), rows, tally, today=today)
    answer["rows"] = [with_doubt(row, query.doubt(facts, row, computing)) for row in answer["rows"]]
    return answer


def records_to_rows(query: SavedQuery, records: Sequence[dict[str, Any]]) -> list[Row]:
    """Return a database's records as rows: fields in the order of the columns, terms as pairs have them; maps there have no order."""
    names = ("finding", *(column.name for column in query.columns))
    terms = {column.name for column in query.columns if column.type == "terms"}
    return [{name: [_in_order(term) for term in record[name]] if name in terms else record[name] for name in names} for record in records]


def _in_order(term: dict[str, Any]) -> dict[str, Any]:
    return {name: term[name] for name in TERM_FIELDS}


def rows_to_answer(
    query: SavedQuery, settled: dict[str, Any], summary: PlanSummary, rows: list[Row], tally: dict[str, int], *, today: str = ""
) -> dict[str, Any]:
    """Return the answer that rows make, from whichever engine they come; `robust` and `flip` are null."""
    missing = [name for name in query.needs if name in summary.unread]
    by_state = query.by_state(summary, rows, tally)
    accepted = _accepted(summary, rows, today)
    for row in rows:
        if accepted.get(row["finding"]) == "out_of_scope" and "out_of_scope" in by_state:
            by_state[row["state"]] -= 1
            by_state["out_of_scope"] += 1
    listed = [{**row, "robust": None, "flip": None} for row in rows if row["finding"] not in accepted]
    shown = _chosen(query, settled, listed)
    return {
        "schema": SCHEMA,
        "query": query.name,
        "family": query.family,
        "question": query.question._asdict(),
        "plans": [summary.about],
        "parameters": settled,
        "denominator": {
            "unit": query.unit,
            "over": list(query.over),
            "total": sum(by_state.values()),
            "measures": summary.sizes["measures"],
            "by_state": by_state,
        },
        "basis": {"links": summary.links, "reviewed": summary.reviewed},
        "columns": [
            {"name": column.name, "type": column.type, **({"kind": column.kind} if column.kind else {})} for column in query.columns
        ],
        "rows": shown,
        "total_rows": sum(tally.values()) - tally.get("none", 0) if tally and "top" in settled else len(rows),
        "shown_rows": len(shown),
        "accepted": len(accepted),
        "notices": [_unread_notice(name)._asdict() for name in missing],
    }


def _accepted(summary: PlanSummary, rows: Sequence[Row], today: str) -> dict[str, str]:
    """Return the accepted findings among the rows that are still so on that day: finding -> intended or out_of_scope."""
    there = {row["finding"] for row in rows}
    return {
        one["finding"]: one["decision"]
        for one in summary.accepted
        if one["finding"] in there and not (today and one["until"] and one["until"] < today)
    }


def _chosen(query: SavedQuery, settled: dict[str, Any], rows: list[Row]) -> list[Row]:
    for parameter in query.parameters:
        wanted = settled[parameter.name]
        if parameter.filters and wanted is not None:
            rows = [row for row in rows if any(_holds(row[column], wanted) for column in parameter.filters)]
    return rows


def _holds(value: Any, wanted: Any) -> bool:
    return bool(wanted in value if isinstance(value, list) else value == wanted)


def _unread_notice(name: str) -> Words:
    column = _COLUMN_NAMES[name]
    return Words(
        f"文書に「{column.ja}」の欄がないので、それによることは評価していません",
        f"The document has no column for {column.en}; what would rest on it is not assessed",
    )


def facts_to_summary(facts: PlanFacts) -> PlanSummary:
    """Return what every answer says of a plan."""
    plan = facts.graph.nodes[facts.plan]
    return PlanSummary(
        about={
            "id": facts.plan,
            "as_of": plan["as_of"],
            "source_sha256": plan["source_sha256"],
            "measures": len(facts.measures),
            "listings": facts.listings,
            "facts_only": plan["facts_only"],
        },
        links=facts.links,
        reviewed=facts.reviewed,
        sizes={
            "measures": len(facts.measures),
            "client_groups": len(facts.client_groups),
            "services": len(facts.services),
            "headings": len(facts.headings),
            "goals": len(facts.plan_goals),
            "bureaus": len(facts.plan_bureaus),
            "partners": sum(facts.body(one) not in OUR_OWN for one in facts.organisations),
            "listings": facts.listings,
        },
        unread=facts.unread,
        accepted=tuple(facts.graph.graph.get("accepted_findings", ())),
    )
