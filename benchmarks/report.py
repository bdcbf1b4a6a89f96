"""The memory that writing a workbook adds, and how long large ones take: `python -m benchmarks.report [-o docs/benchmarks-report.md]`.

Memory is the process's peak, each size in a process of its own. A small workbook's time beside a bare import stands in benchmarks/run.py.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from benchmarks.large_plan import large_plan
from benchmarks.turns import peak, to_table, write_page
from graph_model.formats import json_to_graph
from queries.facts import graph_to_facts
from sesaku.language import speak
from sesaku.plans import bundled_text
from sesaku.report_data import answers_to_findings, answers_to_questions, matrix_cells, plan_words, report_answers, review_words
from viz.workbook_report import write_workbook

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

SIZES = (1_100, 5_000, 20_000)


def measure_writing(measures: int) -> dict[str, Any]:
    """Return what a workbook of so many measures takes: seconds to write it, and megabytes that its answers and its writing add to the graph."""
    speak("ja")
    with tempfile.TemporaryFile() as file:  # what writing imports is no memory of the plan
        _write(json_to_graph(bundled_text()), file)
    graph = large_plan(json_to_graph(bundled_text()), measures)
    peaks = [peak()]
    with tempfile.TemporaryFile() as file:
        given = _given(graph)
        peaks.append(peak())
        start = time.process_time()
        write_workbook(file, graph, "ja", **given)
        seconds, size = time.process_time() - start, file.tell() / 1e6
    peaks.append(peak())
    links, findings = graph.number_of_edges(), len(given["findings"])
    return {"links": links, "findings": findings, "peaks": peaks, "seconds": seconds, "size": size}


def _given(graph: PlanGraph) -> dict[str, Any]:
    facts = graph_to_facts(graph)
    answers = report_answers(facts, {"thin": None})
    return {
        "words": plan_words(graph, facts, reviewed_only=False, file="plan.xlsx"),
        "questions": answers_to_questions(answers),
        "findings": answers_to_findings(graph, answers),
        "cells": matrix_cells(graph, facts, answers),
        "review": review_words(),
    }


def _write(graph: PlanGraph, file: IO[bytes]) -> None:
    write_workbook(file, graph, "ja", **_given(graph))


def memory_rows(sizes: list[int]) -> list[list[str]]:
    """Return a row a size, each measured in a process of its own."""
    rows = []
    for measures in sizes:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.report", "--size", str(measures)], stdout=subprocess.PIPE, encoding="utf-8", check=True
        )
        found = json.loads(done.stdout)
        at_graph, at_answers, at_end = found["peaks"]
        megabytes = [f"{size:.0f} MB" for size in (at_graph, at_answers - at_graph, at_end - at_answers, found["size"])]
        rows.append([f"{measures:,}", f"{found['links']:,}", f"{found['findings']:,}", *megabytes, f"{found['seconds']:.0f} s"])
    return rows


def main() -> None:
    """Measure and print the page, or write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--size", type=int, help="measure one size in this process and print it as JSON")
    arguments = parser.parse_args()
    if arguments.size:
        print(json.dumps(measure_writing(arguments.size)))
        return
    text = (
        "# Large workbooks\n\nMade by `python -m benchmarks.report -o docs/benchmarks-report.md`. How long one plan's workbook takes beside a bare import: [speed](benchmarks.md).\n"
        + "\nLarge plans are the bundled plan's links recombined to more measures; each size in a process of its own, memory as its peak. *Answers* are the links laid out for the questions, "
        "their answers and the findings in words, held beside the graph while the workbook is written; they grow with the links. *Writing adds* is what the peak grows by while the workbook is written, 0 where writing stays within what answering took before: "
        "it does not grow with the measures. Written in: processor time.\n\n"
        + to_table(
            ["measures", "links", "findings", "graph and program", "answers", "writing adds", "file", "written in"],
            memory_rows(arguments.sizes),
        )
    )
    write_page(text, arguments.output)


if __name__ == "__main__":
    main()
