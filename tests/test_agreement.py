"""Agreement between a graph and labels, and between two people."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from graph_model.errors import DeclarationError
from graph_model.formats import graph_to_json
from loaders.agreement import Tally, cohen_kappa, labels_to_kappa, labels_to_score, read_labels
from loaders.assemble import LoadedPlan
from sesaku.scores import _as_data
from tests.small import plan_of


def label(number: int, **given: object) -> dict:
    """Return a label with nothing in it but what is given."""
    return {"no": number, "groups": [], "supports": [], "partners": {}, "status": "ongoing", **given}


def test_figures_by_hand() -> None:
    """Two right, one wrong, one missed; what is optional counts neither way."""
    tally = Tally(2, 1, 1)
    assert (2 / 3, 2 / 3, 2 / 3) == (tally.precision, tally.recall, tally.f1)
    assert (0.0, 0.0, 0.0) == (Tally().precision, Tally().recall, Tally().f1)
    loaded = plan_of("1|窓口|外国籍の方と妊産婦の相談に応じます。|実施|福祉局")
    score = labels_to_score(
        loaded.graph, [label(1, groups=["foreign_nationals", "youth"], groups_optional=["expectant_mothers"]), label(9)]
    )
    assert (1, 0, 1) == (score.kinds["groups"].tp, score.kinds["groups"].fp, score.kinds["groups"].fn)
    assert ["9"] == score.missing and ("1", "groups", "-", "youth") in score.differences


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [
        ([], 1.0),
        ([(True, True)] * 5, 1.0),
        ([(1, 1), (0, 0)], 1.0),
        ([(1, 0), (0, 1)], -1.0),
        ([(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15, 0.4),
    ],
)
def test_kappa_by_hand(pairs: list, kappa: float) -> None:
    """The textbook table of 20, 5, 10, 15 gives 0.4."""
    assert abs(kappa - cohen_kappa(pairs)) < 1e-9


def test_kappa_of_two_people() -> None:
    """By kind, over what both labelled."""
    first = [label(1, groups=["youth"]), label(2), label(3, status="planned")]
    second = [label(1, groups=["youth"]), label(2, groups=["youth"]), label(4)]
    found = labels_to_kappa(first, second)
    assert (0.0, 1.0, 1.0) == (found["groups"], found["supports"], found["status"])


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"measures": [3]}', '{"measures": [{"no": 1}]}'])
def test_a_file_that_holds_no_labels_says_so(text: str, tmp_path: Path) -> None:
    """One line with its name."""
    path = tmp_path / "labels.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DeclarationError, match=r"labels\.json"):
        read_labels(path)


def test_figures_are_those_of_the_labels_own_scorer(tokyo: LoadedPlan, labels: Path, tmp_path: Path) -> None:
    """Number for number."""
    graph = tmp_path / "tokyo.json"
    graph.write_text(graph_to_json(tokyo.graph), encoding="utf-8")
    for name, path in (("tokyo", labels / "tokyo_dev.json"), ("midori", Path(__file__).parent / "plans" / "midori.labels.json")):
        theirs = json.loads(
            subprocess.run(
                [sys.executable, str(labels / "score.py"), str(graph), str(path), "--json"],
                capture_output=True,
                check=True,
                encoding="utf-8",
            ).stdout
        )
        ours = _as_data(labels_to_score(tokyo.graph, read_labels(path)))
        assert {} == {key: (value, ours.get(key)) for key, value in theirs.items() if ours.get(key) != value}, name


def test_the_extraction_page_is_fresh(document: Path, labels: Path, tmp_path: Path) -> None:
    """docs/extraction.md is what the labelled plans give today."""
    here = Path(__file__).parents[1]
    before = (here / "docs" / "extraction.md").read_bytes()
    try:
        subprocess.run(
            [sys.executable, str(here / "examples" / "write_extraction_page.py"), str(document), str(labels / "tokyo_dev.json")],
            check=True,
            capture_output=True,
        )
        assert before == (here / "docs" / "extraction.md").read_bytes()
    finally:
        (here / "docs" / "extraction.md").write_bytes(before)


def test_certainty_is_earned() -> None:
    """At first sight of plans that the cues were not made for, weak links were right less often than likely, likely than sure."""
    first = json.loads((Path(__file__).parent / "plans" / "first_run.json").read_text(encoding="utf-8"))["certainty"]
    sure, likely, weak = (Tally(first[name]["right"], first[name]["wrong"]).precision for name in ("sure", "likely", "weak"))
    assert sure > likely > weak
