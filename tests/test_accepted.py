"""Findings that people accept: off the list, still counted, back after their date."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from graph_model.errors import DeclarationError
from graph_model.formats import graph_to_json, json_to_graph
from loaders.accepted import accept_findings, table_to_accepted
from queries.facts import graph_to_facts
from queries.run import answer_query, find_query
from sesaku.app import run
from tests.graphs import PLAN, graph_of

HEAD = ("finding", "decision", "reason", "author", "date", "until")
CELL = "gap-cells/group:youth/support:legal"
PAIR = f"overlap-pairs/measure:{PLAN}/1/measure:{PLAN}/2"
TWO = [{"groups": ["youth"], "supports": ["housing"], "status": "ongoing"}] * 2


def accepted_graph(*rows: tuple[str, ...]) -> tuple[Any, list[str]]:
    """Return a graph with two like measures and these rows of a review file laid over it, and the codes of notices."""
    graph, notices = accept_findings(graph_of(TWO), table_to_accepted(enumerate([HEAD, *rows], 1), "r.csv"))
    return graph, [notice.code for notice in notices]


def ask(graph: Any, name: str, today: str = "2026-01-01", **parameters: Any) -> dict[str, Any]:
    """Return an answer on a day."""
    return answer_query(find_query(name), graph_to_facts(graph), parameters, today=today)


def test_an_accepted_cell_is_off_the_list_and_counted_out_of_scope() -> None:
    """The states still sum to the total."""
    before = ask(graph_of(TWO), "gap-cells")
    graph, _ = accepted_graph((CELL, "対象外", "別の計画で扱う", "課長", "2025-04-01", ""))
    after = ask(graph, "gap-cells")
    assert CELL in {row["finding"] for row in before["rows"]} and CELL not in {row["finding"] for row in after["rows"]}
    assert (1, before["denominator"]["by_state"]["absent"] - 1) == (
        after["denominator"]["by_state"]["out_of_scope"],
        after["denominator"]["by_state"]["absent"],
    )
    assert (before["denominator"]["total"], before["total_rows"], 1) == (
        after["denominator"]["total"],
        after["total_rows"],
        after["accepted"],
    )


def test_an_intended_pair_is_off_the_list_and_still_counted() -> None:
    """Its rung keeps its number."""
    graph, _ = accepted_graph((PAIR, "intended", "", "", "", ""))
    before, after = ask(graph_of(TWO), "overlap-pairs"), ask(graph, "overlap-pairs")
    assert before["denominator"] == after["denominator"]
    assert ([PAIR], []) == ([row["finding"] for row in before["rows"]], [row["finding"] for row in after["rows"]])


def test_it_comes_back_after_its_date() -> None:
    """On the day itself it is still accepted; the day after it is back, and counted as before."""
    graph, _ = accepted_graph((CELL, "out_of_scope", "", "", "", "2026/3/31"))
    assert 1 == ask(graph, "gap-cells", "2026-03-31")["accepted"]
    late = ask(graph, "gap-cells", "2026-04-01")
    assert (0, ask(graph_of(TWO), "gap-cells")["denominator"]) == (late["accepted"], late["denominator"])


def test_it_is_kept_with_the_graph() -> None:
    """Saved, loaded and reviewed again: the later decision holds."""
    graph, _ = accepted_graph((CELL, "intended", "", "甲", "", ""))
    again = json_to_graph(graph_to_json(graph))
    assert graph.graph["accepted_findings"] == again.graph["accepted_findings"]
    newer, _ = accept_findings(again, table_to_accepted(enumerate([HEAD, (CELL, "out_of_scope", "", "乙", "", "")], 1), "s.csv"))
    assert ["out_of_scope"] == [one["decision"] for one in newer.graph["accepted_findings"]]


def test_two_who_differ_are_listed_and_neither_holds() -> None:
    """Also where a third agrees with one of them; a measure of another plan is set aside."""
    graph, notices = accepted_graph(
        (CELL, "intended", "", "甲", "", ""), (CELL, "out_of_scope", "", "乙", "", ""), (CELL, "intended", "", "丙", "", "")
    )
    assert ([], ["review_conflict"]) == (graph.graph["accepted_findings"], notices)
    assert ["review_set_aside"] == accepted_graph(("gap-no-partner/measure:other-2020/7", "intended", "", "", "", ""))[1]


@pytest.mark.parametrize(
    ("row", "words"), [((CELL, "keep", "", "", "", ""), "intended"), ((CELL, "intended", "", "", "", "いつか"), "date")]
)
def test_what_cannot_be_read_is_told_with_its_line(row: tuple[str, ...], words: str) -> None:
    """A decision that is none, a date that is none."""
    with pytest.raises(DeclarationError, match=f"line 2.*{words}"):
        accepted_graph(row)


def test_from_the_review_file_to_the_answer(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """`review --findings` writes the rows, a person decides in one, `ask --reviews` leaves it out and says so."""
    plan, table = tmp_path / "plan.json", tmp_path / "確認 表.csv"
    plan.write_text(graph_to_json(graph_of(TWO)), encoding="utf-8")
    assert 0 == run(["review", str(plan), "--findings", "gap", "-o", str(table), "--lang", "en"])
    with table.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = list(csv.reader(file))
    for row in rows:
        if row[head.index("finding")] == CELL:
            row[head.index("decision")], row[head.index("until")] = "intended", "46112"
    with table.open("w", encoding="cp932", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    capfd.readouterr()
    assert 0 == run(["ask", "gap-cells", str(plan), "--reviews", str(table), "--today", "2026-03-31", "-f", "json"])
    answer = json.loads(capfd.readouterr().out)
    assert 1 == answer["accepted"] and CELL not in {row["finding"] for row in answer["rows"]}
