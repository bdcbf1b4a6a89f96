"""The pieces of a load that both ways of it share: how a plan stands, its terms settled, the walk that writes, the end with its stamp."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from graph_model.cypher import BATCH, Row, property_names
from graph_model.editions import PART_KINDS, Edition, edition_prefix
from graph_model.errors import DatabaseError
from loaders.neo4j_difference import Walk, Write
from loaders.neo4j_sweep import check_stale, remove_nodes
from loaders.neo4j_terms import Terms, check_terms, settle_terms

if TYPE_CHECKING:
    from loaders.neo4j_server import Run

ONE_TRANSACTION = 50_000
"""So many nodes and links at most are written in one transaction; a larger load goes in parts."""
SMALL_PART = 500
"""So many rows go in one part where that is asked for: for servers with little memory."""

Counts = dict[str, Counter[str]]
Progress = Callable[[int, int], None]


class State(NamedTuple):
    """How a plan stands in a database before a load: its stamps, and whether nothing of its edition is there."""

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
    followers: list[str] = field(default_factory=list)
    """Other plans whose answers change with the terms that were written over."""
    resumed: bool = False
    in_parts: bool = False
    written: bool = True


@dataclass(frozen=True)
class Wishes:
    """How a load is to be done."""

    allow_shrink: bool = False
    """Whether more than a fifth of the edition may go."""
    allow_loss: bool = False
    """Whether somebody's own properties and links may go with what they hang on."""
    dry_run: bool = False
    update_terms: bool = False
    in_parts: bool = False
    most: int = ONE_TRANSACTION
    part: int = BATCH


def plan_state(run: Run, plan: str) -> State:
    """Return how a plan stands in the database."""
    found = run("MATCH (p:Plan {id: $plan}) RETURN p", plan=plan)
    properties = found[0]["p"] if found else {}
    prefixes = {kind: edition_prefix(kind, plan) for kind in PART_KINDS}
    some = " OR ".join(f"EXISTS {{ MATCH (n:{kind}) WHERE n.id STARTS WITH $prefixes.{kind} }}" for kind in PART_KINDS)
    empty = "content_hash" not in properties and not run(f"RETURN {some} AS some", prefixes=prefixes)[0]["some"]
    return State(properties.get("loaded"), properties.get("loading"), empty, properties)


def settled_terms(run: Run, edition: Edition, wishes: Wishes) -> Terms:
    """Return what is to be done with the shared nodes. Raises TermsDiffer where another plan's answers rest on something else."""
    terms = settle_terms(run, edition, update=wishes.update_terms)
    check_terms(terms)
    return terms


def walk_edition(
    edition: Edition, run: Run, write: Write | None, terms: Terms, state: State, wishes: Wishes, progress: Progress | None
) -> Walk:
    """Walk through the edition beside the database; `write` takes what differs."""
    total, done = max(edition.rows(), 1), 0

    def step(rows: int) -> None:
        nonlocal done
        done += rows
        if progress:
            progress(done, total)

    return Walk(edition, run, terms, write, fresh=state.empty, listing=wishes.dry_run, step=step).run()


def guard(run: Run, walk: Walk, wishes: Wishes) -> None:
    """Raise MuchIsStale where more would go than may go unasked."""
    if not wishes.dry_run:
        check_stale(run, walk, shrink=wishes.allow_shrink, loss=wishes.allow_loss)


def write_rows(run: Run, statement: str, rows: list[Row]) -> None:
    """Run one of the model's statements. Raises DatabaseError where an end of a link is not there."""
    written = run(statement, rows=rows)[0]["written"]
    if written != len(rows):
        raise DatabaseError(
            f"データベースの中身が書き込みの途中で変わりました（{len(rows)} 件のうち {written} 件）。もう一度 push してください",
            f"the database changed while it was written to ({written} of {len(rows)} rows); push again",
        )


def end_load(run: Run, edition: Edition, walk: Walk, before: State) -> None:
    """Remove the terms that nothing uses now that all else is removed, and write the plan's node with its stamp: the load is complete."""
    walk.find_gone(run, before.properties)
    remove_nodes(run, walk.gone)
    run(
        "MATCH (p:Plan {id: $plan}) SET p += $properties, p.loaded = $digest, p.load = $load REMOVE p.loading, p.loading_terms",
        plan=edition.plan,
        properties={**dict.fromkeys(property_names("Plan")), **walk.plan_row["properties"]},
        digest=walk.digest,
        load=secrets.token_hex(8),
    )


def to_pushed(edition: Edition, walk: Walk, *, resumed: bool = False, in_parts: bool = False, written: bool = True) -> Pushed:
    """Return what a load tells of itself."""
    return Pushed(edition.plan, walk.counts, walk.lines, walk.terms.kept, sorted(walk.terms.followers), resumed, in_parts, written)
