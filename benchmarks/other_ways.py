"""The same questions as one would write them first: over networkx, edge by edge and pair by pair; with pandas; in DuckDB.

Each gives less than the saved question does, and what it gives is held against it: for cells the measures that name them
(no states, no general measures); for pairs the rungs of all pairs (networkx), or the pairs that share a term that is no
crowd's (pandas, DuckDB; no likeness, no weights).
"""

from __future__ import annotations

import importlib.util
import time
from itertools import combinations
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

LIMIT = 60
"""Seconds after which a way is stopped."""
KINDS = ("SERVES", "PROVIDES", "PARTNERS_WITH")

Cells = dict[tuple[str, str], set[str]]


class TooLong(Exception):
    """A way that took longer than LIMIT."""


class Clock:
    """Stops what takes too long."""

    def __init__(self) -> None:
        """Start now."""
        self.end = time.process_time() + LIMIT

    def check(self) -> None:
        """Raise TooLong after LIMIT seconds."""
        if time.process_time() > self.end:
            raise TooLong


def is_here(package: str) -> bool:
    """Return whether a package is installed."""
    return importlib.util.find_spec(package) is not None


def cells_by_scanning(graph: PlanGraph, cells: list[tuple[str, str]]) -> Cells:
    """Return the measures that name each cell: all edges are looked through for each."""
    clock, found = Clock(), {}
    for group, support in cells:
        clock.check()
        serving = {source for source, target, data in graph.edges(data=True) if data["kind"] == "SERVES" and target == group}
        found[group, support] = {
            source
            for source, target, data in graph.edges(data=True)
            if data["kind"] == "PROVIDES" and target == support and source in serving
        }
    return found


def pairs_one_by_one(graph: PlanGraph, act: int, alike: int) -> dict[str, int]:
    """Return how many pairs stand on each rung: every pair of measures is looked at."""
    clock, counts = Clock(), {}
    measures = [node for node, data in graph.nodes(data=True) if data["kind"] == "Measure"]
    for a, b in combinations(measures, 2):
        clock.check()
        rung = _rung(graph, a, b, act, alike)
        counts[rung] = counts.get(rung, 0) + 1
    return counts


def _rung(graph: PlanGraph, a: str, b: str, act: int, alike: int) -> str:
    def ends(measure: str, kind: str) -> set[str]:
        return {target for _, target, data in graph.out_edges(measure, data=True) if data["kind"] == kind}

    groups, supports, partners, owners = (ends(a, kind) & ends(b, kind) for kind in (*KINDS, "OWNED_BY"))
    like: dict[str, Any] = next(
        (graph.edges[one, other, "SIMILAR_TEXT"] for one, other in ((a, b), (b, a)) if graph.has_edge(one, other, "SIMILAR_TEXT")), {}
    )
    if like.get("shared_length", 0) >= act:
        return "same_act"
    if groups and supports:
        partnered = partners or not (ends(a, "PARTNERS_WITH") or ends(b, "PARTNERS_WITH"))
        return "duplication" if partnered and round(like.get("score", 0) * 1000) >= alike else "overlap"
    return "same_means" if partners else "fragmentation" if groups and not owners else "none"


def _links(graph: PlanGraph) -> list[tuple[str, str, str]]:
    return [(source, data["kind"], target) for source, target, data in graph.edges(data=True) if data["kind"] in KINDS]


def cells_with_pandas(graph: PlanGraph, cells: list[tuple[str, str]]) -> Cells:
    """Return the measures that name each cell: one join of two tables."""
    import pandas as pd

    links = pd.DataFrame(_links(graph), columns=["measure", "kind", "term"])
    serves, provides = (links.loc[links.kind == kind, ["measure", "term"]] for kind in ("SERVES", "PROVIDES"))
    named = serves.merge(provides, on="measure", suffixes=("_group", "_support"))
    wanted = set(cells)
    groups = named.groupby(["term_group", "term_support"])["measure"]
    return {cell: set(measures) for cell, measures in groups if cell in wanted}


def pairs_with_pandas(graph: PlanGraph, crowd: int) -> int:
    """Return how many pairs share a term that at most `crowd` measures have: the table of these joined with itself."""
    import pandas as pd

    links = pd.DataFrame(_links(graph), columns=["measure", "kind", "term"])
    links["order"] = links.measure.map(dict(graph.nodes(data="order")))
    rare = links[links.groupby("term").term.transform("size") <= crowd][["order", "term"]]
    pairs = rare.merge(rare, on="term")
    pairs = pairs[pairs.order_x < pairs.order_y]
    return len(pairs.groupby(["order_x", "order_y"]).size().sort_values(ascending=False))


def _duck(graph: PlanGraph) -> Any:
    import duckdb

    database = duckdb.connect(config={"threads": 1})
    orders = graph.nodes(data="order")
    rows = [(source, orders[source], kind, target) for source, kind, target in _links(graph)]
    columns = [list(column) for column in zip(*rows, strict=True)]
    database.execute(
        "CREATE TABLE links AS SELECT unnest($1::VARCHAR[]) AS measure, unnest($2::INTEGER[]) AS place,"
        " unnest($3::VARCHAR[]) AS kind, unnest($4::VARCHAR[]) AS term",
        columns,
    )
    return database


def cells_with_duckdb(graph: PlanGraph, cells: list[tuple[str, str]]) -> Cells:
    """Return the measures that name each cell: one join, grouped."""
    wanted = set(cells)
    found = _duck(graph).execute(
        "SELECT g.term, s.term, list(g.measure) FROM links g JOIN links s USING (measure)"
        " WHERE g.kind = 'SERVES' AND s.kind = 'PROVIDES' GROUP BY ALL"
    )
    return {(group, support): set(measures) for group, support, measures in found.fetchall() if (group, support) in wanted}


def pairs_with_duckdb(graph: PlanGraph, crowd: int) -> int:
    """Return how many pairs share a term that at most `crowd` measures have."""
    found = _duck(graph).execute(
        "WITH rare AS (SELECT place, term FROM links QUALIFY count(*) OVER (PARTITION BY term) <= $1)"
        " SELECT count(*) FROM (SELECT a.place, b.place AS other, count(*) FROM rare a JOIN rare b USING (term)"
        " WHERE a.place < b.place GROUP BY ALL ORDER BY 3 DESC)",
        [crowd],
    )
    return int(found.fetchone()[0])
