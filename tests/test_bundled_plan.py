"""The bundled plan holds facts only, is what the report gives, and the repository holds none of the report's sentences."""

from __future__ import annotations

import subprocess
from importlib.resources import files
from pathlib import Path

from graph_model.formats import graph_to_json, json_to_graph
from graph_model.graph import nodes_of, without_sentences
from loaders.assemble import LoadedPlan, load_plan
from queries.catalogue import CATALOGUE
from queries.facts import graph_to_facts
from queries.run import answer_query
from sesaku.plans import BUNDLED, bundled_profiles

HERE = Path(__file__).parents[1]
RUN = 24
"""A run of this many characters with a 、 in it is a sentence's, not a name's."""


def bundled_text() -> str:
    """Return the bundled plan's JSON."""
    return files("sesaku").joinpath("plans", BUNDLED, "plan.json").read_text(encoding="utf-8")


def test_the_bundled_plan_is_facts_only() -> None:
    """No sentence, every hash; every measure has an owner and a status."""
    graph = json_to_graph(bundled_text())
    measures = [graph.nodes[node] for node in nodes_of(graph, "Measure")]
    assert len(measures) == 119
    assert not any("text" in node or "status_text" in node for node in measures)
    assert all(len(node["text_hash"]) == 64 and len(node["status_text_hash"]) == 64 for node in measures)
    assert graph.nodes["plan:tokyo-2025-01"]["facts_only"]


def test_the_bundled_plan_is_what_the_report_gives(document: Path) -> None:
    """Built again under its profile, the report gives the bundled file byte for byte."""
    loaded = load_plan(document, profiles=bundled_profiles())
    assert loaded.profile is not None
    assert graph_to_json(without_sentences(loaded.graph)) == bundled_text()


def test_facts_and_full_graph_answer_the_same(tokyo: LoadedPlan) -> None:
    """Every question gives the same rows with and without the sentences."""
    full, facts = graph_to_facts(tokyo.graph), graph_to_facts(without_sentences(tokyo.graph))
    for query in CATALOGUE:
        assert answer_query(query, full)["rows"] == answer_query(query, facts)["rows"], query.name


def test_no_sentence_of_the_report_stands_in_the_repository(tokyo: LoadedPlan) -> None:
    """No run of 24 characters with a 、 of the 内容 and 取組状況 cells stands in a tracked file."""
    runs = {
        cell[at : at + RUN]
        for row in tokyo.table.rows
        for column in ("text", "status")
        for cell in (row.columns[column].raw,)
        for at in range(len(cell) - RUN + 1)
        if "、" in cell[at : at + RUN]
    }
    assert len(runs) > 5000
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=HERE, capture_output=True, check=True).stdout.decode("utf-8").split("\0")
    found: dict[str, str] = {}
    for name in filter(None, tracked):
        text = (HERE / name).read_bytes().decode("utf-8", "ignore")
        hit = next((text[at : at + RUN] for at in range(len(text) - RUN + 1) if text[at : at + RUN] in runs), None)
        if hit:
            found[name] = hit
    assert found == {}
