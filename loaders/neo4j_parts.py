"""A load in parts, for plans too large for one transaction: marked as unfinished from its first part to its last.

The first part writes the mark (`loading`), the names of all shared nodes that the load uses (`loading_terms`) and these nodes:
from then on no other plan's load changes or removes them. Each part looks whether the mark is still its own, so that of two
loads of a plan the later one goes on and the earlier one stops. The last part looks once more at what answers rest on.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from graph_model.cypher import Row
from graph_model.editions import Edition, in_pieces
from graph_model.errors import DatabaseError
from loaders.neo4j_load import (
    Progress,
    Pushed,
    State,
    Wishes,
    end_load,
    plan_state,
    settled_terms,
    to_pushed,
    walk_edition,
    write_rows,
)
from loaders.neo4j_terms import Terms, check_terms, settle_terms, write_terms

if TYPE_CHECKING:
    from loaders.neo4j_difference import Walk
    from loaders.neo4j_server import Run, Server

T = TypeVar("T")


def push_in_parts(server: Server, edition: Edition, wishes: Wishes, progress: Progress | None) -> Pushed:
    """Load one plan in parts and return what was done. Raises DatabaseError where another load of the plan took over."""
    token = secrets.token_hex(8)
    state, terms = server.write(lambda run: _begin(run, edition, wishes, token), alone=True)

    def in_our_turn(work: Callable[[Run], T]) -> T:
        def part(run: Run) -> T:
            _check_mark(run, edition.plan, token)
            return work(run)

        return server.write(part, alone=True)

    def read(statement: str, /, **parameters: Any) -> list[dict[str, Any]]:
        return server.read(lambda run: run(statement, **parameters))

    def write(statement: str, rows: list[Row]) -> None:
        for some in in_pieces(rows, wishes.part):
            in_our_turn(partial(_write_part, statement, some))

    walk = walk_edition(edition, read, write, terms, state, wishes, progress)
    in_our_turn(lambda run: _end(run, edition, walk, wishes))
    return to_pushed(edition, walk, resumed=state.loading is not None, in_parts=True)


def _begin(run: Run, edition: Edition, wishes: Wishes, token: str) -> tuple[State, Terms]:
    """Mark the plan as loading, name and write the shared nodes; those that an unfinished load named stay named."""
    state = plan_state(run, edition.plan)
    terms = settled_terms(run, edition, wishes)
    names = {node for nodes in edition.shared.values() for node in nodes} | set(state.properties.get("loading_terms") or ())
    run(
        "MERGE (p:Plan {id: $plan}) SET p.loading = $token, p.loading_terms = $names",
        plan=edition.plan,
        token=token,
        names=sorted(names),
    )
    write_terms(run, terms, edition.plan)
    return state, terms


def _check_mark(run: Run, plan: str, token: str) -> None:
    if not run("MATCH (p:Plan {id: $plan}) WHERE p.loading = $token RETURN p.id", plan=plan, token=token):
        raise DatabaseError(
            f"{plan} の別の push が後から始まったので止めました。そちらが終われば、データベースはそろっています",
            f"another push of {plan} began later, so this one stopped; once that one ends, the database is complete",
        )


def _write_part(statement: str, rows: list[Row], run: Run) -> None:
    write_rows(run, statement, rows)


def _end(run: Run, edition: Edition, walk: Walk, wishes: Wishes) -> None:
    """End the load, unless the terms say something else by now than they did when it began."""
    now = settle_terms(run, edition)
    check_terms(now)
    if any(now.create.values()):
        raise DatabaseError(
            "計画の使う語が、入れている間にデータベースから消えました。もう一度 push してください",
            "terms that the plan uses went from the database while it was loaded; push again",
        )
    end_load(run, edition, walk, wishes, plan_state(run, edition.plan))
