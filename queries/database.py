"""A saved question on a plan in a database -> its answer: the local graph's, but that `robust` and `flip` are null.

No driver here: `run` takes Cypher with its parameters, in one transaction that reads, and gives rows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graph_model.errors import UnfinishedLoad, UnknownName
from graph_model.graph import short_name
from queries.plan_summary import STAMP, SUMMARY, record_to_summary
from queries.run import computing_parameters, records_to_rows, rows_to_answer, settle_parameters
from queries.saved_query import SavedQuery

Run = Callable[..., list[dict[str, Any]]]
_TURNS = 3

PLANS = """\
MATCH (p:Plan) WHERE p.id STARTS WITH 'plan:' AND (p.loaded IS NOT NULL OR p.loading IS NOT NULL)
RETURN p.id AS id, p.title AS title ORDER BY p.id"""
"""The plans that a load of ours wrote or is writing; somebody else's nodes may be called Plan, too, with any id or none."""


def choose_plan(run: Run, wanted: str | None) -> str:
    """Return the id of the plan to ask: the one named by id (with or without plan:), or by a title that it alone has, else the only one.

    Raises UnknownName with those that are there, or those that have the title.
    """
    plans = run(PLANS)
    names = tuple(short_name(plan["id"]) for plan in plans)
    if not plans:
        raise UnknownName(
            "データベースに計画がありません。sesaku neo4j push で入れてください",
            "there is no plan in the database; sesaku neo4j push loads one",
        )
    if wanted is None:
        if len(plans) == 1:
            return str(plans[0]["id"])
        raise UnknownName(
            "データベースに計画が複数あります。--plan で選んでください",
            "there are several plans in the database; choose with --plan",
            names,
        )
    for plan in plans:
        if wanted in (plan["id"], short_name(plan["id"])):
            return str(plan["id"])
    titled = [str(plan["id"]) for plan in plans if plan["title"] == wanted]
    if len(titled) == 1:
        return titled[0]
    if titled:
        raise UnknownName(
            f"{wanted} という計画が {len(titled)} つあります。--plan に ID を書いてください",
            f"{len(titled)} plans are called {wanted!r}; give --plan an id",
            tuple(short_name(plan) for plan in titled),
        )
    raise UnknownName(f"データベースに計画 {wanted} はありません", f"there is no plan {wanted!r} in the database", names)


def answer_in_database(
    run: Run,
    query: SavedQuery,
    plan: str,
    parameters: dict[str, Any] | None = None,
    *,
    reviewed_only: bool = False,
    today: str = "",
    stamp: str | None = None,
) -> dict[str, Any]:
    """Return the answer of one plan in the database; of the load with that `stamp`, where several answers must be of one load.

    Raises UnfinishedLoad where its load is not complete, or changes while the question is answered; UnknownName for a
    parameter that the question does not have.
    """
    settled = settle_parameters(query, parameters)
    given = {**computing_parameters(query, settled), "plan": plan, "reviewed_only": reviewed_only}
    for _ in range(_TURNS):
        before = check_load(run, plan)
        if stamp not in (None, before):
            break
        summary = run(SUMMARY, plan=plan, reviewed_only=reviewed_only)
        rows = records_to_rows(query, run(query.cypher, **given))
        tally = dict(run(query.tally_cypher, **given)[0]) if query.tally_cypher else {}
        if check_load(run, plan) == before and summary[0]["loaded"] == before:
            return rows_to_answer(query, settled, record_to_summary(summary[0]), rows, tally, today=today)
    raise _changed(plan)


def check_unchanged(run: Run, plan: str, stamp: str) -> None:
    """Raise UnfinishedLoad where a plan's load is no longer the one of that stamp."""
    if check_load(run, plan) != stamp:
        raise _changed(plan)


def _changed(plan: str) -> UnfinishedLoad:
    return UnfinishedLoad(
        f"答える間に {plan} の中身が変わりました。push が終わってから、もう一度実行してください",
        f"{plan} changed while it was being asked; ask again once the push is done",
    )


def check_load(run: Run, plan: str) -> str:
    """Return the digest of a plan's complete load. Raises UnfinishedLoad where it is not complete."""
    stamps = run(STAMP, plan=plan)
    if stamps and stamps[0]["loaded"] and not stamps[0]["loading"]:
        return str(stamps[0]["loaded"])
    raise UnfinishedLoad(
        f"{plan} はまだ全部入っていません（途中で止まったか、いま入れているところです）。sesaku neo4j push をもう一度実行してください",
        f"{plan} is not completely loaded (a load stopped, or is going on); run sesaku neo4j push again",
    )
