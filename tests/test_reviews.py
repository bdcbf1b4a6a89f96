"""Reviews: a table of links goes out, decisions come back, and survive Excel on the way."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from graph_model.errors import DeclarationError
from graph_model.formats import graph_to_json, json_to_graph
from graph_model.kinds import CERTAINTY
from loaders.agreement import reviews_to_kappa
from loaders.review_rows import HEADS
from loaders.reviews import apply_reviews, graph_to_review_rows, table_to_reviews
from queries.facts import graph_to_facts
from queries.run import answer_query, find_query
from sesaku.app import run
from sesaku.reviewing import read_review_file
from tests.small import plan_of, write_plan

ROWS = (
    "1|相談|外国籍の方と妊産婦からの相談に応じます。|実施|国際局",
    "2|宿泊|一時保護を行う。|実施|福祉局",
    "3|会報|会報を出します。|実施|福祉局",
)
NODE = "measure:試験県-2024-09/"


def decided(
    *decisions: tuple[str, ...], head: tuple[str, ...] = ("measure", "kind", "target", "quote", "decision", "reason", "author", "date")
) -> list:
    """Return reviews as they come from a file."""
    return table_to_reviews([(1, head), *enumerate(decisions, 2)], "review.csv")


def serves(graph, number: int) -> set[str]:
    """Return the groups of a measure."""
    return {end.split(":")[1] for _, end, data in graph.out_edges(f"{NODE}{number}", data=True) if data["kind"] == "SERVES"}


def test_one_row_a_link_and_one_a_measure_without_any() -> None:
    """The least certain first."""
    graph = plan_of(*ROWS).graph
    rows = graph_to_review_rows(graph)
    extracted = sum("evidence" in data for *_, data in graph.edges(data=True))
    empty = [row for row in rows if not row["kind"]]
    assert extracted + len(empty) == len(rows) and ["3"] == [row["measure"] for row in empty]
    ranks = [CERTAINTY.index(row["certainty"]) for row in rows if row["certainty"]]
    assert sorted(ranks, reverse=True) == ranks
    assert list(HEADS) == list(rows[0])


def test_keep_drop_and_add() -> None:
    """Each decision is stored on its link; a dropped one stays in the ledger; an added one cites its reason."""
    graph = plan_of(*ROWS).graph
    changed, notices = apply_reviews(
        graph,
        decided(
            ("1", "SERVES", "foreign_nationals", "外国籍", "keep", "", "甲", "2025-02-01"),
            ("1", "SERVES", "expectant_mothers", "妊産婦", "消す", "例示のため", "甲", "2025/2/1"),
            ("3", "SERVES", "general_public", "", "加える", "県民に配る会報である", "乙", "45689"),
        ),
    )
    assert [] == notices and {"foreign_nationals"} == serves(changed, 1) and {"general_public"} == serves(changed, 3)
    assert {"foreign_nationals", "expectant_mothers"} == serves(graph, 1), "the graph that was given is left as it was"
    (kept,) = [data for _, end, data in changed.out_edges(f"{NODE}1", data=True) if end == "group:foreign_nationals"]
    assert {"decision": "keep", "reason": "", "author": "甲", "date": "2025-02-01"} == kept["review"]
    (added,) = [data for _, end, data in changed.out_edges(f"{NODE}3", data=True) if end == "group:general_public"]
    assert ("県民に配る会報である", "review", "2025-02-01") == (
        added["evidence"][0]["quote"],
        added["evidence"][0]["rule"],
        added["review"]["date"],
    )
    assert [("group:expectant_mothers", "2025-02-01")] == [(one["target"], one["review"]["date"]) for one in changed.graph["dropped_links"]]
    assert graph_to_json(changed) == graph_to_json(json_to_graph(graph_to_json(changed)))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("9", "SERVES", "youth", "", "keep", "", "", ""), "there is no such measure"),
        (("1", "SERVES", "youth", "", "keep", "", "", ""), "there no more"),
        (("1", "SERVES", "foreign_nationals", "在留", "drop", "", "", ""), "words have changed"),
        (("1", "SERVES", "colour", "", "add", "", "", ""), "no such target"),
    ],
)
def test_a_review_that_does_not_fit_is_set_aside(row: tuple[str, ...], words: str) -> None:
    """Listed with its reason; nothing changes."""
    graph = plan_of(*ROWS).graph
    changed, notices = apply_reviews(graph, decided(row))
    assert ["review_set_aside"] == [notice.code for notice in notices] and words in notices[0].as_dict()["en"]
    assert sorted(graph.edges) == sorted(changed.edges)
    assert "review_set_aside" in {notice["code"] for notice in changed.graph["notices"]}


def test_where_two_people_differ_neither_holds() -> None:
    """Both are listed."""
    changed, notices = apply_reviews(
        plan_of(*ROWS).graph,
        decided(
            ("1", "SERVES", "expectant_mothers", "", "keep", "", "甲", ""), ("1", "SERVES", "expectant_mothers", "", "drop", "", "乙", "")
        ),
    )
    assert ["review_conflict"] == [notice.code for notice in notices] and "甲: keep, 乙: drop" in notices[0].as_dict()["ja"]
    assert "expectant_mothers" in serves(changed, 1)


def stages(graph, number: int) -> list[str]:
    """Return the statuses of a measure."""
    return [end.split(":")[1] for _, end, data in graph.out_edges(f"{NODE}{number}", data=True) if data["kind"] == "HAS_STATUS"]


@pytest.mark.parametrize("more", [(), (("1", "HAS_STATUS", "ongoing", "", "drop", "", "", ""),)])
def test_a_measure_has_one_status(more: tuple[tuple[str, ...], ...]) -> None:
    """One that a person adds takes the place of the one that was read, which goes to the ledger, dropped by a row of its own or not."""
    changed, notices = apply_reviews(plan_of(*ROWS).graph, decided(("1", "HAS_STATUS", "considering", "", "add", "まだ", "甲", ""), *more))
    assert [] == notices and ["considering"] == stages(changed, 1) and ["ongoing"] == stages(changed, 2)
    assert ["status:ongoing"] == [one["target"] for one in changed.graph["dropped_links"]]
    assert graph_to_json(changed) == graph_to_json(json_to_graph(graph_to_json(changed)))


@pytest.mark.parametrize("other", ["add", "keep"])
def test_two_statuses_of_one_measure_are_a_conflict(other: str) -> None:
    """Neither of two that are to stand holds, both are listed; one that is no status changes nothing."""
    target = "planned" if other == "add" else "ongoing"
    changed, notices = apply_reviews(
        plan_of(*ROWS).graph,
        decided(("1", "HAS_STATUS", "considering", "", "add", "", "甲", ""), ("1", "HAS_STATUS", target, "", other, "", "乙", "")),
    )
    assert ["review_conflict"] * 2 == [notice.code for notice in notices] and ["ongoing"] == stages(changed, 1)
    for stale in (("planned", "keep"), ("colour", "add")):  # What could not hold alone is set aside, and conflicts with nothing.
        beside = ("1", "HAS_STATUS", stale[0], "", stale[1], "", "乙", "")
        found, notices = apply_reviews(plan_of(*ROWS).graph, decided(("1", "HAS_STATUS", "considering", "", "add", "", "甲", ""), beside))
        assert ["review_set_aside"] == [notice.code for notice in notices] and ["considering"] == stages(found, 1)
    changed, notices = apply_reviews(changed, decided(("1", "HAS_STATUS", "colour", "", "add", "", "甲", "")))
    assert ["review_set_aside"] == [notice.code for notice in notices] and ["ongoing"] == stages(changed, 1)


def test_review_files_go_with_one_plan(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A row names its measure by the number, which every plan has: with two plans, in two files or in one, it is one line and nothing is written."""
    import networkx as nx

    review = tmp_path / "review.csv"
    review.write_text("measure,kind,target,decision\n1,SERVES,youth,add\n", encoding="utf-8")
    graph = plan_of(*ROWS).graph
    other = json_to_graph(graph_to_json(graph).replace("試験県-2024-09", "乙県-2024-09"))
    first, second, both = (tmp_path / f"{name}.json" for name in ("first", "second", "both"))
    for file, held in ((first, graph), (second, other), (both, nx.compose(graph, other))):
        file.write_text(graph_to_json(held), encoding="utf-8")
    for files in ([first, second], [both]):
        out = tmp_path / "out"
        assert 1 == run(["--lang", "en", "neo4j", "export", *map(str, files), "--reviews", str(review), "-o", str(out)])
        assert "go with one plan (2 are given)" in capfd.readouterr().err and not out.exists()
    assert 0 == run(["neo4j", "export", str(first), "--reviews", str(review), "-o", str(out)])


def test_two_reviewers_kappa() -> None:
    """Over the links that both decided on."""
    first = decided(
        ("1", "SERVES", "a", "", "keep", "", "", ""),
        ("1", "SERVES", "b", "", "drop", "", "", ""),
        ("2", "SERVES", "c", "", "keep", "", "", ""),
    )
    second = decided(("1", "SERVES", "a", "", "keep", "", "", ""), ("1", "SERVES", "b", "", "drop", "", "", ""))
    assert {"SERVES": 1.0} == reviews_to_kappa(first, second)


@pytest.mark.parametrize(
    "rows",
    [
        [("取組", "種類")],
        [("measure", "kind", "target", "decision"), ("1", "SERVES", "youth", "maybe")],
        [("measure", "kind", "target", "decision"), ("1", "LIKES", "youth", "keep")],
    ],
)
def test_a_file_that_is_none_says_so(rows: list[tuple[str, ...]]) -> None:
    """A head without its columns, a decision or kind that is none."""
    with pytest.raises(DeclarationError, match="review"):
        table_to_reviews(list(enumerate(rows, 1)), "review.csv")


def test_answers_from_reviewed_links_alone() -> None:
    """A cell stands on what people have kept; the answer says how many links that is."""
    graph = plan_of(*ROWS).graph
    keys = [
        ("1", data["kind"], end.split(":")[1], "", "keep", "", "", "")
        for _, end, data in graph.out_edges(f"{NODE}1", data=True)
        if data["kind"] in ("SERVES", "PROVIDES", "HAS_STATUS")
    ]
    changed, _ = apply_reviews(graph, decided(*keys))
    answer = answer_query(find_query("gap-groups"), graph_to_facts(changed, reviewed_only=True))
    counts = {row["group"]: row["count"] for row in answer["rows"]}
    assert (1, 0, len(keys)) == (counts["group:foreign_nationals"], counts["group:protected_women"], answer["basis"]["reviewed"])


@pytest.mark.parametrize("how", ["csv", "cp932", "xlsx"])
def test_the_file_survives_excel(how: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Filled in and saved again by a spreadsheet: BOM or cp932, numbers as numbers, dates as serials, words that start with =."""
    plan = write_plan(tmp_path, "007|=相談|外国籍の方と妊産婦からの相談に応じます。|実施|国際局")
    path, out = tmp_path / f"確認 表.{'xlsx' if how == 'xlsx' else 'csv'}", tmp_path / "x.json"
    assert 0 == run(["review", str(plan), "-o", str(path), "--lang", "ja"])
    if how == "xlsx":
        book = openpyxl.load_workbook(path)
        sheet = book.active
        for row in sheet.iter_rows(min_row=2):
            if row[3].value == "expectant_mothers":
                row[0].value, row[9].value, row[10].value, row[12].value = 7, "消す", "=例", 45689
        book.save(path)
        assert not any(cell.data_type == "f" and cell.column != 11 for row in sheet.iter_rows() for cell in row)
    else:
        rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
        assert not any(cell.startswith("=") for row in rows for cell in row)
        for row in rows[1:]:
            if row[3] == "expectant_mothers":
                row[0], row[9], row[10], row[12] = "7", "消す", "例", "45689"
        text = io.StringIO(newline="")
        csv.writer(text).writerows(rows)
        path.write_bytes(text.getvalue().encode("cp932" if how == "cp932" else "utf-8-sig"))
    (review,), _ = read_review_file(path)
    assert ("7", "drop", "2025-02-01") == (review.measure, review.decision, review.date)
    assert 0 == run(["build", str(plan), "--reviews", str(path), "-o", str(out)])
    assert "妊産婦" not in json.dumps(
        [edge for edge in json.loads(out.read_text(encoding="utf-8"))["edges"] if edge["kind"] == "SERVES"], ensure_ascii=False
    )
    assert 0 == run(["build", str(out), "--reviews", str(path), "-o", str(tmp_path / "again.json"), "--lang", "en"])
    assert "there no more" in capfd.readouterr().err
    assert 0 == run(["gaps", "--reviewed-only", str(out)])
