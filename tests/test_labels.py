"""Extraction against people's labels: floors, which a change may raise and must not lower."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from graph_model.formats import graph_to_json
from loaders.assemble import LoadedPlan

FLOORS = {"groups": 0.97, "partners": 0.97, "roles": 0.95, "supports": 0.97, "norms": 0.95}
SHARES = {"status": 0.98, "bureaus": 1.0, "star": 1.0, "relisted": 1.0, "item": 0.98}


def test_links_of_the_report_reach_their_floors(tokyo: LoadedPlan, labels: Path, tmp_path: Path) -> None:
    """F1 by kind and shares that agree, without profile and reviews."""
    graph = tmp_path / "tokyo.json"
    graph.write_text(graph_to_json(tokyo.graph), encoding="utf-8")
    command = [sys.executable, str(labels / "score.py"), str(graph), str(labels / "tokyo_dev.json"), "--json"]
    score = json.loads(subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout)
    assert (score["measures"], score["missing"], score["in_graph"]) == (60, [], 119)
    assert {kind: score[kind]["f1"] for kind, floor in FLOORS.items() if score[kind]["f1"] < floor} == {}
    assert {kind: score[kind] for kind, floor in SHARES.items() if score[kind] < floor} == {}


def test_the_page_on_overlaps_tells_how_pairs_score(tokyo: LoadedPlan, labels: Path, tmp_path: Path) -> None:
    """Average precision, yes-pairs listed, yes among the first 20: as docs/overlaps.md and its twin say."""
    graph, answer = tmp_path / "tokyo.json", tmp_path / "pairs.json"
    graph.write_text(graph_to_json(tokyo.graph), encoding="utf-8")
    command = [sys.executable, "-m", "sesaku", "ask", "overlap-pairs", str(graph), "-f", "json", "-o", str(answer)]
    subprocess.run(command, check=True, capture_output=True)
    command = [sys.executable, str(labels / "score_pairs.py"), str(answer), str(labels / "tokyo_pairs_dev.json")]
    score = json.loads(subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout)
    assert score["average_precision"] >= 0.90 and score["yes_in_first_20"] >= 18 and "30/30" == score["yes_listed"]
    for page in ("overlaps.md", "overlaps.ja.md"):
        text = (Path(__file__).parents[1] / "docs" / page).read_text(encoding="utf-8")
        figures = (f" {score['average_precision']} |", f" {score['yes_in_first_20']} |", f" {score['no_listed'].split('/')[0]} ")
        assert all(figure in text for figure in figures), figures
