"""What the saved questions cost: on the bundled plan, on large plans, in memory, and beside other ways."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from benchmarks.large_plan import large_plan
from benchmarks.other_ways import (
    LIMIT,
    TooLong,
    cells_by_scanning,
    cells_with_duckdb,
    cells_with_pandas,
    is_here,
    pairs_one_by_one,
    pairs_with_duckdb,
    pairs_with_pandas,
)
from benchmarks.turns import to_table
from graph_model.formats import json_to_graph
from queries.catalogue import CATALOGUE
from queries.facts import graph_to_facts
from queries.pairs import ACT, ALIKE
from queries.rarity import CROWD
from queries.run import answer_query, find_query
from sesaku.plans import bundled_text

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

HEADING = "\n## Questions\n"
LARGE = 20_000
SIZES = (2_000, LARGE)
GOAL = 150
"""Milliseconds in which all questions are to answer on the bundled plan."""


def seconds(work: Callable[[], Any], most: int = 7) -> float:
    """Return the least processor time of some calls; of one, where it takes long. What else the machine does is not in it."""
    found: list[float] = []
    while not found or (len(found) < most and sum(found) < 1):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def question_rows(plans: dict[str, PlanGraph]) -> list[list[str]]:
    """Return a row a question, and one for all together: its time on each plan, laying out the links apart."""
    laid_out = {name: graph_to_facts(graph) for name, graph in plans.items()}
    times = {"links laid out": [seconds(lambda graph=graph: graph_to_facts(graph)) for graph in plans.values()]}
    for query in CATALOGUE:
        times[f"`{query.name}`"] = [seconds(lambda facts=facts, query=query: answer_query(query, facts)) for facts in laid_out.values()]
    every = [sum(column) for column in zip(*times.values(), strict=True)]
    slow_first = sorted(times.items(), key=lambda row: -row[1][-2])
    return [[name, *map(in_words, found)] for name, found in [("**all together**", every), *slow_first]]


def in_words(found: float) -> str:
    """Return a time in milliseconds, or seconds where it is long."""
    return f"{found:.1f} s" if found >= 1 else f"{found * 1000:.1f} ms"


def memory_rows(plans: dict[str, PlanGraph]) -> list[list[str]]:
    """Return what all questions take at their peak, one after the other, beside the number of links."""
    rows = []
    for name, graph in plans.items():
        tracemalloc.start()
        facts = graph_to_facts(graph)
        for query in CATALOGUE:
            answer_query(query, facts)
        peak, links = tracemalloc.get_traced_memory()[1], graph.number_of_edges()
        tracemalloc.stop()
        rows.append([name, f"{links:,}", f"{peak / 1e6:.0f} MB", f"{peak / links:.0f}"])
    return rows


def beside_rows(plans: dict[str, PlanGraph]) -> list[list[str]]:
    """Return gap-cells and overlap-pairs on each plan, beside other ways, each with its time as a multiple of ours."""
    rows = []
    for name, graph in plans.items():
        cells, pairs = (answer_query(find_query(question), graph_to_facts(graph)) for question in ("gap-cells", "overlap-pairs"))
        named = {(row["group"], row["support"]): set(row["measures"]) for row in cells["rows"]}
        filled = {cell: measures for cell, measures in named.items() if measures}
        rungs = {rung: count for rung, count in pairs["denominator"]["by_state"].items() if count}
        for question, ways in (
            (
                "gap-cells",
                (
                    (None, lambda graph=graph, named=named: cells_by_scanning(graph, list(named)), named),
                    ("pandas", lambda graph=graph, named=named: cells_with_pandas(graph, list(named)), filled),
                    ("duckdb", lambda graph=graph, named=named: cells_with_duckdb(graph, list(named)), filled),
                ),
            ),
            (
                "overlap-pairs",
                (
                    (None, lambda graph=graph: pairs_one_by_one(graph, ACT, ALIKE), rungs),
                    ("pandas", lambda graph=graph: pairs_with_pandas(graph, CROWD), None),
                    ("duckdb", lambda graph=graph: pairs_with_duckdb(graph, CROWD), None),
                ),
            ),
        ):
            ours = seconds(lambda graph=graph, question=question: answer_query(find_query(question), graph_to_facts(graph)))
            rows.append([f"`{question}`, {name}", in_words(ours), *(beside(ours, *way) for way in ways)])
    return rows


def beside(ours: float, package: str | None, work: Callable[[], Any], expected: Any) -> str:
    """Return another way's time and how many times ours it is; what it gives must be what was expected."""
    if package and not is_here(package):
        return "–"
    start = time.process_time()
    try:
        found = work()
    except TooLong:
        return f"> {LIMIT} s (> {LIMIT / ours:.0f} ×)"
    theirs = time.process_time() - start
    if expected is not None and found != expected:
        raise AssertionError(f"another way answers otherwise: {package or 'networkx'}")
    theirs = min(theirs, seconds(work, 3)) if theirs < 2 else theirs
    return f"{in_words(theirs)} ({theirs / ours:.1f} ×)"


def question_tables() -> str:
    """Return the tables, as Markdown."""
    bundled = json_to_graph(bundled_text())
    of_size = {f"{size:,} measures": large_plan(bundled, size) for size in SIZES}
    large = f"{LARGE:,} measures"
    costs = {"119 measures": bundled, large: of_size[large], f"{large}, at random": large_plan(bundled, LARGE, at_random=True)}
    return (
        f"{HEADING}\n"
        "The bundled plan of 119 measures; its links recombined to more measures, and drawn at random from its vocabulary."
        " Processor time of one thread, the plan being loaded; all questions are to take no more than"
        f" {GOAL} ms on the bundled plan, and seconds on {LARGE:,} measures.\n\n"
        + to_table(["question", *costs], question_rows(costs))
        + "\nMemory that all questions need at their peak, beside the graph: it grows with the links, not with the pairs of measures.\n\n"
        + to_table(["plan", "links", "peak", "bytes a link"], memory_rows({"119 measures": bundled, **of_size}))
        + "\nBeside other ways, from the graph to the answer, with how many times our time they take. Networkx: every edge for every cell,"
        f" every pair of measures; stopped after {LIMIT} s. Each other way gives less: of cells the measures alone, without states and"
        " general measures; of pairs the rungs without scores (networkx), or the pairs that share a rare term, without likeness and"
        " weights (pandas, DuckDB on one thread).\n\n"
        + to_table(["question", "sesaku", "networkx", "pandas", "DuckDB"], beside_rows({"119 measures": bundled, **of_size}))
    )
