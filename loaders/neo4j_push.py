"""A plan's edition -> the database: what differs is written, what is stale goes, and either all of it stands or none.

A load that fits is one transaction. A larger one goes in parts (neo4j_parts): its plan is marked as loading (`loading` on the
Plan node), so that no question is answered from it, and whoever loads that plan next finishes it. Of all transactions that
write one runs at a time, whatever plan they load: what a load reads of the terms that plans share holds until it has ended.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from graph_model.cypher import BATCH, Row, constraints, indexes
from graph_model.editions import Edition
from graph_model.errors import LittleMemory, LoadInterrupted, MuchIsStale, TermsDiffer
from graph_model.words import Words
from loaders.neo4j_difference import Walk
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
from loaders.neo4j_parts import IN_PARTS, push_in_parts
from loaders.neo4j_sweep import stale_pieces, sweep
from loaders.neo4j_terms import write_terms

if TYPE_CHECKING:
    from loaders.neo4j_server import Run, Server

_NOTHING = Words("（何も書いていません）", " (nothing was written)")


def push_edition(server: Server, edition: Edition, wishes: Wishes, progress: Progress | None = None) -> Pushed:
    """Load one plan and return what was done.

    Raises MuchIsStale where more would go than may, TermsDiffer where another plan's answers rest on something else, and
    DatabaseError where the server refuses or another load took over, LoadInterrupted where somebody stops it. The line says what
    stands in the database then.
    """
    try:
        planned = _plan_load(server, edition, wishes, progress)
        if isinstance(planned, Pushed):
            return planned
        make_schema(server)
        if not (wishes.in_parts or (planned.to_write() if planned else edition.rows()) > wishes.most):
            with _telling_of_interruption(edition.plan):
                return server.write(lambda run: _push_at_once(run, edition, wishes, progress), alone=True)
    except (MuchIsStale, TermsDiffer, LittleMemory) as error:
        if isinstance(error, LittleMemory) and not wishes.in_parts:
            error.add(IN_PARTS)
        error.add(_NOTHING)
        raise
    return push_in_parts(server, edition, wishes, progress)


@contextmanager
def _telling_of_interruption(plan: str) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        stands = f"中断しました（{plan} は前のままか、すべて入ったかのどちらかです）", f"interrupted ({plan} is as it was, or loaded whole)"
        raise LoadInterrupted(Words(*stands)) from None


def _plan_load(server: Server, edition: Edition, wishes: Wishes, progress: Progress | None) -> Walk | Pushed | None:
    """Return what is to be done where the database holds something of the edition, or what was done where that is all."""
    state = server.read(lambda run: plan_state(run, edition.plan))
    if state.empty and not wishes.dry_run:
        return None
    planned = server.read(lambda run: _planned(run, edition, state, wishes, progress))
    unfinished = state.loading is not None
    if wishes.dry_run:
        return to_pushed(edition, planned, resumed=unfinished, written=False)
    if not planned.to_write() and not unfinished and state.loaded == planned.digest:
        return to_pushed(edition, planned)
    return planned


def make_schema(server: Server) -> None:
    """Create the constraints and indexes that are not there."""
    names = server.read(
        lambda run: {row["name"] for query in ("CONSTRAINTS", "INDEXES") for row in run(f"SHOW {query} YIELD name RETURN name")}
    )
    lacking = [statement for statement in (*constraints(), *indexes()) if statement.split()[2] not in names]
    if lacking:
        server.write(lambda run: [run(statement) for statement in lacking])


def _planned(run: Run, edition: Edition, state: State, wishes: Wishes, progress: Progress | None) -> Walk:
    """Return what a load would do, if it may."""
    walk = walk_edition(edition, run, None, settled_terms(run, edition, wishes), state, wishes, progress)
    guard(run, walk, wishes)
    walk.find_gone(run, state.properties)
    return walk


def _push_at_once(run: Run, edition: Edition, wishes: Wishes, progress: Progress | None) -> Pushed:
    state = plan_state(run, edition.plan)
    terms = settled_terms(run, edition, wishes)

    def write(statement: str, rows: list[Row]) -> None:
        write_rows(run, statement, rows)

    run("MERGE (:Plan {id: $plan})", plan=edition.plan)
    write_terms(run, terms, edition.plan)
    walk = walk_edition(edition, run, write, terms, state, wishes, progress)
    guard(run, walk, wishes)
    for stale in stale_pieces(walk, BATCH):
        sweep(run, stale, loss=wishes.allow_loss)
    end_load(run, edition, walk, state)
    return to_pushed(edition, walk, resumed=state.loading is not None)
