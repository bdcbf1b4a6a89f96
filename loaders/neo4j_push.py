"""A plan's edition -> the database: what differs is written, what is stale goes, and either all of it stands or none.

A load that fits is one transaction. A larger one goes in parts: its plan is marked as loading (`loading` on the Plan node), so
that no question is answered from it, and whoever loads that plan next finishes it. Each part locks the Plan node and looks
whether the mark is still its own, so that of two loads at once the later one goes on and the earlier one stops.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from graph_model.cypher import BATCH, Row, constraints, indexes, property_names
from graph_model.editions import Edition, edition_prefix, in_pieces
from graph_model.errors import DatabaseError
from loaders.neo4j_difference import KINDS_OF_PARTS, Walk
from loaders.neo4j_sweep import check_stale, sweep

if TYPE_CHECKING:
    from loaders.neo4j_server import Run, Server

ONE_TRANSACTION = 50_000
"""So many nodes and links at most are written in one transaction; a larger load goes in parts."""
SMALL_PART = 1_000
"""So many rows go in one part where that is asked for: for servers with little memory."""

Counts = dict[str, Counter[str]]


class State(NamedTuple):
    """How a plan stands in a database before a load: whether it is there, its stamps, and whether anything of its edition is."""

    there: bool
    loaded: str | None
    loading: str | None
    empty: bool
    properties: dict[str, Any]


@dataclass
class Pushed:
    """What a load did, or would do: created, changed, unchanged and removed by kind."""

    plan: str
    counts: Counts
    lines: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    resumed: bool = False
    in_parts: bool = False
    written: bool = True


@dataclass(frozen=True)
class Wishes:
    """How a load is to be done."""

    allow_shrink: bool = False
    dry_run: bool = False
    update_terms: bool = False
    in_parts: bool = False
    most: int = ONE_TRANSACTION
    part: int = BATCH


Progress = Callable[[int, int], None]


def push_edition(server: Server, edition: Edition, wishes: Wishes, progress: Progress | None = None) -> Pushed:
    """Load one plan and return what was done.

    Raises MuchIsStale where more would go than may, and DatabaseError where the server refuses or another load took over.
    """
    state = server.read(lambda run: plan_state(run, edition.plan))
    planned: Walk | None = None
    if not state.empty or wishes.dry_run:
        planned = server.read(lambda run: _walk(edition, run, None, state, wishes, progress))
        server.read(lambda run: _guard(run, planned, wishes))
        unfinished = state.loading is not None
        if wishes.dry_run:
            return _pushed(edition, planned, resumed=unfinished, written=False)
        if not planned.to_write() and not unfinished and state.loaded == planned.digest:
            return _pushed(edition, planned)
    make_schema(server)
    size = planned.to_write() if planned else edition.rows()
    if wishes.in_parts or size > wishes.most:
        return _push_in_parts(server, edition, wishes, progress)
    return server.write(lambda run: _push_at_once(run, edition, wishes, progress))


def plan_state(run: Run, plan: str) -> State:
    """Return how a plan stands in the database."""
    found = run("MATCH (p:Plan {id: $plan}) RETURN p", plan=plan)
    properties = found[0]["p"] if found else {}
    prefixes = {kind: edition_prefix(kind, plan) for kind in KINDS_OF_PARTS}
    some = " OR ".join(f"EXISTS {{ MATCH (n:{kind}) WHERE n.id STARTS WITH $prefixes.{kind} }}" for kind in KINDS_OF_PARTS)
    empty = "content_hash" not in properties and not run(f"RETURN {some} AS some", prefixes=prefixes)[0]["some"]
    return State(bool(found), properties.get("loaded"), properties.get("loading"), empty, properties)


def make_schema(server: Server) -> None:
    """Create the constraints and indexes that are not there."""
    names = server.read(
        lambda run: {row["name"] for query in ("CONSTRAINTS", "INDEXES") for row in run(f"SHOW {query} YIELD name RETURN name")}
    )
    lacking = [statement for statement in (*constraints(), *indexes()) if statement.split()[2] not in names]
    if lacking:
        server.write(lambda run: [run(statement) for statement in lacking])


def _guard(run: Run, walk: Walk, wishes: Wishes) -> None:
    if not (wishes.allow_shrink or wishes.dry_run):
        check_stale(run, walk)


def _walk(edition: Edition, run: Run, write: Any, state: State, wishes: Wishes, progress: Progress | None) -> Walk:
    total, done = max(edition.rows(), 1), 0

    def step(rows: int) -> None:
        nonlocal done
        done += rows
        if progress:
            progress(done, total)

    return Walk(edition, run, write, fresh=state.empty, listing=wishes.dry_run, update_terms=wishes.update_terms, step=step).run()


def _push_at_once(run: Run, edition: Edition, wishes: Wishes, progress: Progress | None) -> Pushed:
    lock_plan(run, edition.plan)
    state = plan_state(run, edition.plan)

    def write(statement: str, rows: list[Row]) -> None:
        write_rows(run, statement, rows)

    walk = _walk(edition, run, write, state, wishes, progress)
    _guard(run, walk, wishes)
    sweep(run, edition, walk, state.properties)
    finish(run, edition, walk)
    return _pushed(edition, walk, resumed=state.loading is not None)


def _push_in_parts(server: Server, edition: Edition, wishes: Wishes, progress: Progress | None) -> Pushed:
    token = secrets.token_hex(8)

    def mark(run: Run) -> State:
        lock_plan(run, edition.plan)
        state = plan_state(run, edition.plan)
        run("MATCH (p:Plan {id: $plan}) SET p.loading = $token REMOVE p.push_lock", plan=edition.plan, token=token)
        return state

    def read(statement: str, /, **parameters: Any) -> list[dict[str, Any]]:
        return server.read(lambda run: run(statement, **parameters))

    def in_our_turn(work: Callable[[Run], None]) -> None:
        def part(run: Run) -> None:
            lock_plan(run, edition.plan)
            if not run("MATCH (p:Plan {id: $plan}) WHERE p.loading = $token RETURN p.id", plan=edition.plan, token=token):
                raise DatabaseError(
                    f"{edition.plan} の別の push が後から始まったので止めました。そちらが終われば、データベースはそろっています",
                    f"another push of {edition.plan} began later, so this one stopped; once that one ends, the database is complete",
                )
            work(run)
            run("MATCH (p:Plan {id: $plan}) REMOVE p.push_lock", plan=edition.plan)

        server.write(part)

    def write(statement: str, rows: list[Row]) -> None:
        for some in in_pieces(rows, wishes.part):
            in_our_turn(partial(_write_part, statement, some))

    state = server.write(mark)
    walk = _walk(edition, read, write, state, wishes, progress)
    server.read(lambda run: _guard(run, walk, wishes))

    def end(run: Run) -> None:
        sweep(run, edition, walk, state.properties)
        finish(run, edition, walk)

    in_our_turn(end)
    return _pushed(edition, walk, resumed=state.loading is not None, in_parts=True)


def lock_plan(run: Run, plan: str) -> None:
    """Take the lock of the plan's node until the transaction ends, and make the node where it is not there."""
    run("MERGE (p:Plan {id: $plan}) SET p.push_lock = true", plan=plan)


def write_rows(run: Run, statement: str, rows: list[Row]) -> None:
    """Run one of the model's statements. Raises DatabaseError where an end of a link is not there."""
    written = run(statement, rows=rows)[0]["written"]
    if written != len(rows):
        raise DatabaseError(
            f"データベースの中身が書き込みの途中で変わりました（{len(rows)} 件のうち {written} 件）。もう一度 push してください",
            f"the database changed while it was written to ({written} of {len(rows)} rows); push again",
        )


def _write_part(statement: str, rows: list[Row], run: Run) -> None:
    write_rows(run, statement, rows)


def finish(run: Run, edition: Edition, walk: Walk) -> None:
    """Write the plan's node and its stamp: the load is complete."""
    run(
        "MATCH (p:Plan {id: $plan}) SET p += $properties, p.loaded = $digest REMOVE p.loading, p.push_lock",
        plan=edition.plan,
        properties={**dict.fromkeys(property_names("Plan")), **walk.plan_row["properties"]},
        digest=walk.digest,
    )


def _pushed(edition: Edition, walk: Walk, *, resumed: bool = False, in_parts: bool = False, written: bool = True) -> Pushed:
    return Pushed(edition.plan, walk.counts, walk.lines, walk.terms.kept, resumed, in_parts, written)
