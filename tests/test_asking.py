"""The commands ask, overlaps, whatif and path, as a planner types them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graph_model.formats import graph_to_json
from queries.catalogue import CATALOGUE
from queries.paths import shortest_paths
from queries.what_if import graph_without
from sesaku.app import run
from sesaku.explaining import question_states
from sesaku.printing import screen_width
from tests.graphs import graph_of, measure_id

PLAN_MEASURES = [
    {"groups": ["youth"], "supports": ["housing"], "partners": ["npo"], "norms": ["self_reliance"], "status": "ongoing", "bureaus": ["甲局"], "item": "住まい"},
    {"groups": ["youth"], "supports": ["housing"], "partners": ["municipalities", "npo"], "status": "ongoing", "bureaus": ["乙局"], "item": "住まい"},
    {"groups": ["foreign_nationals"], "supports": ["language"], "partners": ["npo"], "status": "planned", "bureaus": ["甲局", "乙局"]},
]  # fmt: skip


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan of three measures as a file."""
    path = tmp_path / "計画 三.json"
    path.write_text(graph_to_json(graph_of(PLAN_MEASURES)), encoding="utf-8")
    return path


def said(capfd: pytest.CaptureFixture[str], *arguments: Any, code: int = 0, lang: str = "ja") -> str:
    """Run a command, hold its exit code, and return what it printed."""
    found = run(["--lang", lang, *map(str, arguments)])
    out, err = capfd.readouterr()
    assert code == found, err
    return out or err


def test_ask_lists_every_question(capfd: pytest.CaptureFixture[str]) -> None:
    """By family, with its name."""
    text = said(capfd, "ask")
    assert all(query.name in text and query.title.ja in text for query in CATALOGUE)


@pytest.mark.parametrize("query", CATALOGUE, ids=lambda query: query.name)
def test_every_question_is_asked_and_explained(query: Any, plan: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A table in both languages with its denominator and how to read it; --explain; --cypher; JSON that is the answer."""
    for lang in ("ja", "en"):
        text = said(capfd, "ask", query.name, plan, lang=lang)
        assert query.title.said_in(lang) in text and query.how_to_read.said_in(lang) in text
        words = said(capfd, "ask", query.name, "--explain", lang=lang)
        assert all(part.said_in(lang) in words for part in (query.question, query.why, query.how_to_read, query.limits))
    assert query.cypher.strip()[:40] in said(capfd, "ask", query.name, "--cypher")
    answer = json.loads(said(capfd, "ask", query.name, plan, "-f", "json"))
    assert ("sesaku-answer/1", query.name) == (answer["schema"], answer["query"])


@pytest.mark.parametrize("query", CATALOGUE, ids=lambda query: query.name)
def test_every_parameter_is_an_option(query: Any, plan: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Each can be typed; those that name a node take its name."""
    values = {
        "TargetGroup": "若者・青少年",
        "SupportType": "住居",
        "Goal": "目標1",
        "Norm": "early",
        "Bureau": "甲局",
        "Organisation": "npo",
        "Measure": "1",
    }
    for parameter in query.parameters:
        value = values.get(parameter.kind) or (
            "2" if isinstance(parameter.default, int) else parameter.choices[0] if parameter.choices else question_states(query)[-1]
        )
        flag = [f"--{parameter.name}"] if isinstance(parameter.default, bool) else [f"--{parameter.name}", value]
        answer = json.loads(said(capfd, "ask", query.name, plan, *flag, "-f", "json"))
        assert answer["parameters"][parameter.name] != parameter.default or value == str(parameter.default)


def test_what_a_question_does_not_have_is_refused(plan: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A name that is none, a parameter of another question, a choice that is none."""
    assert "gap-cells" in said(capfd, "ask", "gap-cell", plan, code=1)
    assert "パラメーター goal" in said(capfd, "ask", "gap-cells", plan, "--goal", "1", code=1)
    assert "overlap 重なり" in said(capfd, "ask", "overlap-pairs", plan, "--rung", "overlaps", code=1)
    assert "absent 記載なし" in said(capfd, "ask", "gap-cells", plan, "--state", "x", code=1)
    assert "wording 文言が違う" in said(capfd, "ask", "overlap-relistings", plan, "--differs", "x", code=1)
    assert "「外国籍」は対象者です" in said(capfd, "whatif", "--without", "外国籍", plan, code=1)


def test_a_state_goes_by_its_name_or_by_what_the_screen_calls_it(capfd: pytest.CaptureFixture[str]) -> None:
    """--state ★あり, starred and “with ★” are the same; rows left aside are not counted as more to come."""
    (text,) = {said(capfd, "ask", "gap-stars", "--state", words) for words in ("★あり", "starred", "with ★")}
    assert "★あり 12" in text and "外国籍" in text and "ひとり親家庭" not in text and "ほか 9 行" not in text


def test_a_table_keeps_to_what_it_can_show(capfd: pytest.CaptureFixture[str]) -> None:
    """Every line within 120 columns; rows that are cut are counted, and where the rest is is said."""
    for query in CATALOGUE:
        text = said(capfd, "ask", query.name)
        assert all(screen_width(line) <= 120 for line in text.split("\n") if not line.startswith("読み方")), query.name
    text = said(capfd, "ask", "gap-cells")
    assert "ほか 254 行（-f csv か -f xlsx ですべて）" in text and "要確認" in text
    assert "挙げるのは上から 3 件まで" in said(capfd, "ask", "overlap-pairs", "--top", "3")


def test_the_gaps_screen_is_one_screen(capfd: pytest.CaptureFixture[str]) -> None:
    """At most 48 lines of 120 columns; each sign is told."""
    for lang in ("ja", "en"):
        lines = said(capfd, "gaps", lang=lang).rstrip("\n").split("\n")
        assert len(lines) <= 48
        assert all(screen_width(line) <= 120 for line in lines), lang
        assert any(line.startswith("◎ ") and "×" in line for line in lines)
    assert len(said(capfd, "overlaps").split("\n")) <= 45


def test_a_fragile_finding_names_the_reading_that_flips_it(capfd: pytest.CaptureFixture[str]) -> None:
    """On the screen the first reading and how many more; in a file robust and all of them."""
    text = said(capfd, "ask", "gap-groups", "--group", "人身取引被害者")
    assert "確実 0 | 要確認 1" in text and "No.20→" in text
    text = said(capfd, "ask", "gap-groups", "--group", "人身取引被害者", "-f", "csv")
    assert "確実・要確認,覆す読み" in text and "要確認,No.20→人身取引被害者「人身取引被害者」を外す" in text


def test_overlaps_on_one_screen(plan: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Pairs by rung with their denominator, the first in words, the next command."""
    text = said(capfd, "overlaps", plan)
    for words in ("3組", "No.1 × No.2", "住まい", "対象者(若者・青少年)", "むだという意味ではありません", "次に"):
        assert words in text
    assert {query.name for query in CATALOGUE if query.family == "overlap"} == {
        answer["query"] for answer in json.loads(said(capfd, "overlaps", plan, "-f", "json"))
    }


def test_what_if_a_bureau_or_a_partner_were_gone() -> None:
    """A measure with two owners goes on; one whose only carrier leaves does not; cells drop in the order of states."""
    graph = graph_of(PLAN_MEASURES)
    for measure in (1, 2):
        graph[measure_id(measure)]["organisation:npo"]["PARTNERS_WITH"]["roles"] = ["delivers"]
    found = graph_without(graph, ["bureau:x/甲局"])
    assert ((measure_id(1),), (measure_id(1),)) == (found.gone, found.ownerless)
    assert [("served", "thin")] == [(drop.before, drop.after) for drop in found.cells]
    found = graph_without(graph, ["organisation:npo"])
    assert ((measure_id(1), measure_id(2)), (measure_id(3),)) == (found.uncarried, found.partnerless)
    assert ("served", "absent") in [(drop.before, drop.after) for drop in found.cells]
    assert ("thin", "absent") in [(drop.before, drop.after) for drop in found.steps]
    assert not graph_without(graph, ["organisation:police"]).gone


def test_what_if_on_the_screen(plan: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Counts with their denominators, in words; a group cannot be taken away; without a name it is wrong usage."""
    text = said(capfd, "whatif", "--without", "甲局", plan)
    for words in ("3のうち1", "所管がなくなる 1: 1", "/294", "若者・青少年×住居", "◎", "○"):
        assert words in text
    assert 1 == run(["whatif", "--without", "外国籍", str(plan)])
    assert 2 == run(["whatif", str(plan)])
    capfd.readouterr()
    assert ["bureau:x/甲局"] == json.loads(said(capfd, "whatif", "--without", "甲局", plan, "-f", "json"))["without"]


def test_paths_are_the_shortest_and_do_not_lead_through_the_plan(plan: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Two measures of one bureau hang together by it; a group that nobody names by nothing."""
    graph = graph_of(PLAN_MEASURES)
    paths = shortest_paths(graph, measure_id(1), measure_id(2))
    assert {"group:youth", "support:housing", "organisation:npo"} == {path[0].end for path in paths} and all(
        len(path) == 2 for path in paths
    )
    assert [] == shortest_paths(graph, measure_id(1), "group:transgender_women")
    assert "対象 →" in said(capfd, "path", "1", "2", plan) and "つながりがありません" in said(
        capfd, "path", "1", "トランスジェンダー女性", plan
    )
