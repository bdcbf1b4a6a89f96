"""A load in parts, for plans too large for one transaction: marked as unfinished from its first part to its last.

The first part writes the mark (`loading`), the names of all shared nodes that the load uses (`loading_terms`) and these nodes:
from then on no other plan's load changes or removes them. Each part looks whether the mark is still its own, so that of two
loads of a plan the later one goes on and the earlier one stops. Once all is written, what is stale goes, in parts too. The last
part looks once more at what answers rest on.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from graph_model.cypher import Row
from graph_model.editions import SHARED_KINDS, Edition, in_pieces
from graph_model.errors import DatabaseError, LittleMemory, LoadInterrupted
from graph_model.graph import kind_of_id
from graph_model.words import Words
from loaders.neo4j_load import (
    Progress,
    Pushed,
    State,
    Wishes,
    end_load,
    guard,
    plan_state,
    settled_terms,
    to_pushed,
    walk_edition,
    write_rows,
)
from loaders.neo4j_sweep import stale_pieces, sweep
from loaders.neo4j_terms import Terms, check_terms, settle_terms, write_terms

if TYPE_CHECKING:
    from loaders.neo4j_difference import Walk
    from loaders.neo4j_server import Run, Server


IN_PARTS = Words("。--in-parts で小さく分けて入れることもできます", ", or push with --in-parts")
"""What else helps where a transaction is too large for a server's memory."""


class _TakenOver(DatabaseError):
    """Another load of the plan began later."""


def push_in_parts(server: Server, edition: Edition, wishes: Wishes, progress: Progress | None) -> Pushed:
    """Load one plan in parts and return what was done.

    Raises DatabaseError where the load cannot end; where it is interrupted, LoadInterrupted. Both say that the plan is unfinished.
    """
    token = secrets.token_hex(8)
    state, terms = server.write(lambda run: _begin(run, edition, wishes, token), alone=True)
    with _telling_what_stands(edition.plan, smaller=not wishes.in_parts):
        walk = _write_parts(server, edition, wishes, progress, token, state, terms)
    return to_pushed(edition, walk, resumed=state.loading is not None, in_parts=True)


@contextmanager
def _telling_what_stands(plan: str, *, smaller: bool) -> Iterator[None]:
    unfinished = Words(
        f"（{plan} は途中まで入っていて、もう一度 push して終わるまで、その問いには答えません）",
        f" ({plan} is loaded in part: no question on it is answered until a push has finished it)",
    )
    try:
        yield
    except _TakenOver:
        raise
    except LittleMemory as error:
        more = IN_PARTS if smaller else Words("", "")
        raise DatabaseError(
            f"サーバーのメモリーが、分けた一つのトランザクションにも足りません。サーバーの設定 {error.setting} を増やしてください{more.ja}{unfinished.ja}",
            f"the server has too little memory even for one part; raise {error.setting} in the server's settings{more.en}{unfinished.en}",
        ) from None
    except DatabaseError as error:
        error.add(unfinished)
        raise
    except KeyboardInterrupt:
        raise LoadInterrupted(Words("中断しました" + unfinished.ja, "interrupted" + unfinished.en)) from None


def _write_parts(
    server: Server, edition: Edition, wishes: Wishes, progress: Progress | None, token: str, state: State, terms: Terms
) -> Walk:
    def in_our_turn(work: Callable[[Run], None]) -> None:
        def part(run: Run) -> None:
            _check_mark(run, edition.plan, token)
            work(run)

        server.write(part, alone=True)

    def read(statement: str, /, **parameters: Any) -> list[dict[str, Any]]:
        return server.read(lambda run: run(statement, **parameters))

    def write(statement: str, rows: list[Row]) -> None:
        for some in in_pieces(rows, wishes.part):
            in_our_turn(partial(_write_part, statement, some))

    walk = walk_edition(edition, read, write, terms, state, wishes, progress)
    guard(read, walk, wishes)
    in_our_turn(lambda run: _name_targets(run, edition.plan, walk))
    for stale in stale_pieces(walk, wishes.part):
        in_our_turn(partial(sweep, stale=stale, loss=wishes.allow_loss))
    in_our_turn(lambda run: _end(run, edition, walk))
    return walk


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
        raise _TakenOver(
            f"{plan} の別の push が後から始まったので止めました。そちらが終われば、データベースはそろっています",
            f"another push of {plan} began later, so this one stopped; once that one ends, the database is complete",
        )


def _write_part(statement: str, rows: list[Row], run: Run) -> None:
    write_rows(run, statement, rows)


def _name_targets(run: Run, plan: str, walk: Walk) -> None:
    """Name the shared nodes that stale links lead to: when the links are gone, whoever ends the load knows what may go after them."""
    run(
        "MATCH (p:Plan {id: $plan}) SET p.loading_terms = p.loading_terms + [name IN $names WHERE NOT name IN p.loading_terms]",
        plan=plan,
        names=sorted({link.target for link in walk.stale_links if kind_of_id(link.target) in SHARED_KINDS}),
    )


def _end(run: Run, edition: Edition, walk: Walk) -> None:
    """End the load, unless the terms say something else by now than they did when it began."""
    now = settle_terms(run, edition)
    check_terms(now)
    if any(now.create.values()):
        raise DatabaseError(
            "計画の使う語が、入れている間にデータベースから消えました。もう一度 push してください",
            "terms that the plan uses went from the database while it was loaded; push again",
        )
    end_load(run, edition, walk, plan_state(run, edition.plan))
