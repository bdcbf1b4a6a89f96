"""One small plan of an invented prefecture that has each trouble once, read in every format and asserted in full."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from graph_model.graph import links_of, nodes_of, targets_of
from loaders.assemble import LoadedPlan, load_plan

HEAD = "No.||事項|内容|令和７年３月末時点の取組状況|所管局"
PLAN = f"""\
雪見県ささえあい計画の取組状況
★は新規の取組、☆は継続の取組
基本目標１　気づく
ア　知らせる
{HEAD}
1|★|広報|広報紙で案内する。|12回掲載|政策局
2|||広報の動画を流す。<br>|3本を配信|政策局 福祉局★
3|||電話相談の時間を延ばす。|検討中|福祉局
4|☆|電話相談|夜の電話相談を受ける。|毎日実施|生活文化 スポーツ 局
5|||電話相談の担い手を育てる。|4月に開催予定|福祉局
再掲 10||食事会|親子が集う食事会を開く。|月2回開催|福祉局
---|---|---|---|---|---
- 1 -
{HEAD}
6||女性相談員の|手引を作る。|手引を配布|福祉局
7||研修|研修を開く。|2回開催|福祉局

基本目標Ⅱ　ささえる
(1)　くらし
{HEAD}
8||★付添い|暴カ被害を受けた方に付き添う。|福祉局
9|家計の相談|家計の相談を受ける。|38件|産業局
9||住まい探し|家を探す。|12件を支援|福祉局
10||食事会|親子が集う食事会を||福祉局
- 2 -
{HEAD}
|||開く。|月2回開催|
1 再掲||広報|広報紙で 案内する。|12回掲載|政策局
再掲 4||電話相談|昼の電話相談を受ける。|毎日実施|生活文化スポーツ局
※ 6 再掲||女性相談員の研修|手引を作る。|手引を配布|福祉局
9 再掲||住まい探し|家を探す。|12件を支援|福祉局
||研修（再掲 No.7）|研修を開く。|2回開催|福祉局
(2)　つながり
12|||会報で声を集める。|毎月配布|政策局
13||会報の活用|会報を図書館に置く。|2館で試行|教育庁
※2||広報|広報の動画を流す。|3本を配信|政策局 福祉局★
14 再掲||手紙|手紙を書く。|検討中|教育庁
合計|||13取組||
（注）回数は延べ数である。
"""

ROWS = [line.split("|") for line in PLAN.rstrip("\n").split("\n")]


def as_csv(delimiter: str) -> str:
    """Return the same lines as records."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(ROWS)
    return out.getvalue()


FORMS = {
    "tabs": (PLAN.replace("|", "\t"), "雪見県 計画.txt", "utf-8"),
    "tabs with a BOM and carriage returns": (PLAN.replace("|", "\t").replace("\n", "\r\n"), "plan.txt", "utf-8-sig"),
    "tabs in cp932": (PLAN.replace("|", "\t"), "plan.txt", "cp932"),
    "csv": (as_csv(","), "plan.csv", "utf-8"),
    "csv with a BOM": (as_csv(","), "plan.csv", "utf-8-sig"),
    "csv in cp932": (as_csv(","), "plan.csv", "cp932"),
    "tsv": (as_csv("\t"), "plan.tsv", "utf-8"),
}


@pytest.fixture(scope="module", params=FORMS)
def plan(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> LoadedPlan:
    """The plan, read from a file in each format and encoding."""
    text, name, encoding = FORMS[request.param]
    path: Path = tmp_path_factory.mktemp("雪見") / name
    path.write_bytes(text.encode(encoding))
    return load_plan(path)


def test_names_and_dates(plan: LoadedPlan) -> None:
    """The title names the prefecture, and the heads the day."""
    found = plan.plan
    assert ("雪見県ささえあい計画の取組状況", "雪見県", "2025-03", "2025-03") == (
        found.title,
        found.jurisdiction,
        found.edition,
        found.as_of,
    )
    assert ("number", "item", "text", "status", "bureau") == found.columns_read


def test_goals_and_sections(plan: LoadedPlan) -> None:
    """Two goals, numbered 1 and Ⅱ; three sections of two styles."""
    assert [("1", "気づく"), ("2", "ささえる")] == [(goal.number, goal.name) for goal in plan.plan.goals]
    assert [(0, "ア", "知らせる"), (1, "(1)", "くらし"), (1, "(2)", "つながり")] == [
        (section.goal, section.label, section.name) for section in plan.plan.sections
    ]


def test_measures(plan: LoadedPlan) -> None:
    """Each number once, the doubled one twice; each item as the page shows it, and how it was told; ★ in three places."""
    assert [
        ("1", "広報", "stated", True),
        ("2", "広報", "preceding", True),
        ("3", "電話相談", "following", False),
        ("4", "電話相談", "stated", False),
        ("5", "電話相談", "preceding", False),
        ("6", "女性相談員の研修", "split", False),
        ("7", "女性相談員の研修", "split", False),
        ("8", "付添い", "stated", True),
        ("9", "家計の相談", "stated", False),
        ("9#2", "住まい探し", "stated", False),
        ("10", "食事会", "stated", False),
        ("12", "会報の活用", "following", False),
        ("13", "会報の活用", "stated", False),
        ("14", "手紙", "stated", False),
    ] == [(m.key, m.item, m.item_how, m.has_new_project) for m in plan.plan.measures]


def test_listings(plan: LoadedPlan) -> None:
    """Where each measure is listed: line, section, mark and whether it differs."""
    assert {
        "1": [(6, "ア", False, "", "none"), (28, "(1)", True, "再掲", "form")],
        "2": [(7, "ア", False, "", "none"), (36, "(2)", True, "※", "form")],
        "3": [(8, "ア", False, "", "none")],
        "4": [(9, "ア", False, "", "none"), (29, "(1)", True, "再掲", "wording")],
        "5": [(10, "ア", False, "", "none")],
        "6": [(15, "ア", False, "", "none"), (30, "(1)", True, "※再掲", "none")],
        "7": [(16, "ア", False, "", "none"), (32, "(1)", True, "（再掲 No.7）", "wording")],
        "8": [(21, "(1)", False, "", "none")],
        "9": [(22, "(1)", False, "", "none")],
        "9#2": [(23, "(1)", False, "", "none"), (31, "(1)", True, "再掲", "none")],
        "10": [(24, "(1)", False, "", "none"), (11, "ア", True, "再掲", "none")],
        "12": [(34, "(2)", False, "", "none")],
        "13": [(35, "(2)", False, "", "none")],
        "14": [(37, "(2)", True, "再掲", "none")],
    } == {
        m.key: [(at.row.place.line, plan.plan.sections[at.row.section or 0].label, at.relisted, at.mark, at.differs) for at in m.listings]
        for m in plan.plan.measures
    }


def test_differences(plan: LoadedPlan) -> None:
    """The words of the two relistings that are worded otherwise."""
    assert {
        29: {"text": [{"original": "夜", "relisting": "昼"}]},
        32: {"item": [{"original": "女性相談員の", "relisting": ""}]},
    } == {at.row.place.line: at.differences for m in plan.plan.measures for at in m.listings if at.differences}


def test_cells(plan: LoadedPlan) -> None:
    """Text and status of each measure, verbatim, in their columns: moved, missing and cut ones too."""
    assert [
        ("1", "広報紙で案内する。", "12回掲載"),
        ("2", "広報の動画を流す。<br>", "3本を配信"),
        ("3", "電話相談の時間を延ばす。", "検討中"),
        ("4", "夜の電話相談を受ける。", "毎日実施"),
        ("5", "電話相談の担い手を育てる。", "4月に開催予定"),
        ("6", "手引を作る。", "手引を配布"),
        ("7", "研修を開く。", "2回開催"),
        ("8", "暴カ被害を受けた方に付き添う。", None),
        ("9", "家計の相談を受ける。", "38件"),
        ("9#2", "家を探す。", "12件を支援"),
        ("10", "親子が集う食事会を開く。", "月2回開催"),
        ("12", "会報で声を集める。", "毎月配布"),
        ("13", "会報を図書館に置く。", "2館で試行"),
        ("14", "手紙を書く。", "検討中"),
    ] == [
        (node.rsplit("/", 1)[1], plan.graph.nodes[node].get("text"), plan.graph.nodes[node].get("status_text"))
        for node in nodes_of(plan.graph, "Measure")
    ]


def targets(plan: LoadedPlan, kind: str) -> dict[str, list[str]]:
    """Return the targets of each measure's links of one kind, by their last name."""
    return {
        node.rsplit("/", 1)[1]: sorted(target.split(":", 1)[1].rsplit("/", 1)[-1] for target in targets_of(plan.graph, kind, node))
        for node in nodes_of(plan.graph, "Measure")
    }


def test_bureaus(plan: LoadedPlan) -> None:
    """Two owners, one broken name, and the mark behind a name left off."""
    one = {
        "1": "政策局",
        "3": "福祉局",
        "4": "生活文化スポーツ局",
        "5": "福祉局",
        "6": "福祉局",
        "7": "福祉局",
        "8": "福祉局",
        "9": "産業局",
        "9#2": "福祉局",
        "10": "福祉局",
        "12": "政策局",
        "13": "教育庁",
        "14": "教育庁",
    }
    assert {"2": ["政策局", "福祉局"], **{key: [name] for key, name in one.items()}} == targets(plan, "OWNED_BY")


def test_statuses(plan: LoadedPlan) -> None:
    """None where the cell is missing."""
    others = {"3": ["considering"], "5": ["planned"], "8": [], "13": ["pilot"], "14": ["considering"]}
    ongoing = {key: ["ongoing"] for key in ("1", "2", "4", "6", "7", "9", "9#2", "10", "12")}
    assert ongoing | others == targets(plan, "HAS_STATUS")


def test_item_evidence(plan: LoadedPlan) -> None:
    """A label is quoted on the line where it is printed; a broken one in two pieces."""
    stated = {"1": 6, "2": 6, "3": 9, "4": 9, "5": 9, "8": 21, "9": 22, "9#2": 23, "10": 24, "12": 35, "13": 35, "14": 37}
    assert {key: [line] for key, line in stated.items()} | {"6": [15, 16], "7": [15, 16]} == {
        m.key: [piece.place.line for piece in m.item_evidence] for m in plan.plan.measures
    }


def test_notices(plan: LoadedPlan) -> None:
    """All that a planner should know, each once, with its line."""
    assert sorted(
        [
            ("mark_not_new", 0),
            ("markup", 0),
            ("mark_differs", 6),
            *(("item_decided", line) for line in (7, 8, 10, 15, 16, 34)),
            ("cells_moved", 21),
            ("look_alike", 21),
            ("cells_moved", 22),
            ("duplicate_number", 23),
            ("row_continued", 27),
            ("relisting_differs", 29),
            ("missing_number_near", 30),
            ("relisting_ambiguous", 31),
            ("relisting_differs", 32),
            ("relisting_to_nowhere", 37),
        ]
    ) == sorted((notice.code, notice.place.line if notice.place else 0) for notice in plan.notices)
    values = {(n.code, n.place.line if n.place else 0): n.values for n in plan.notices}
    assert ("8", "取組状況") == (values["cells_moved", 21]["number"], values["cells_moved", 21]["missing"].ja)
    assert ("9", "9, 9#2") == (values["duplicate_number", 23]["number"], values["duplicate_number", 23]["ids"])
    assert (11, "※", "30") == tuple(values["missing_number_near", 30][name] for name in ("number", "mark", "lines"))
    assert ("9", "9#2") == (values["relisting_ambiguous", 31]["number"], values["relisting_ambiguous", 31]["chosen"])
    assert "14" == values["relisting_to_nowhere", 37]["number"]
    assert "暴カ" in values["look_alike", 21]["words"]
    assert ("br", 1) == (values["markup", 0]["tags"], values["markup", 0]["count"])


def test_ledger(plan: LoadedPlan) -> None:
    """39 lines and 177 cells, each accounted for; nothing is not understood."""
    ledger = plan.table.ledger.as_dict()
    assert {
        "lines": 39,
        "used": {"row": 21, "continued": 1, "head": 2, "section": 3, "goal": 2},
        "ignored": {
            "blank": 1,
            "repeated_head": 2,
            "rule": 1,
            "legend": 1,
            "title": 1,
            "page_furniture": 2,
            "note": 1,
            "total": 1,
        },
        "not_understood": 0,
        "cells": {
            "total": 177,
            "used": {
                "bureau": 21,
                "goal": 2,
                "head": 10,
                "item": 17,
                "mark": 2,
                "number": 20,
                "section": 3,
                "status": 20,
                "text": 22,
            },
            "ignored": {
                "blank": 37,
                "repeated_head": 10,
                "rule": 6,
                "legend": 1,
                "title": 1,
                "page_furniture": 2,
                "note": 1,
                "total": 2,
            },
            "not_understood": 0,
        },
    } == ledger


def test_fates_of_lines(plan: LoadedPlan) -> None:
    """What became of each line."""
    others = {
        1: "title",
        2: "legend",
        3: "goal",
        4: "section",
        5: "head",
        12: "rule",
        13: "page_furniture",
        14: "repeated_head",
        17: "blank",
        18: "goal",
        19: "section",
        20: "head",
        25: "page_furniture",
        26: "repeated_head",
        27: "continued",
        33: "section",
        38: "total",
        39: "note",
    }
    assert {line: others.get(line, "row") for line in range(1, 40)} == plan.table.ledger.fates


def test_every_quote_is_where_it_says(plan: LoadedPlan) -> None:
    """`cell[start:end] == quote`, for links and items, in the raw cells of the plan."""
    pieces = [piece for *_, link in plan.graph.edges(data=True) for piece in link.get("evidence", ())]
    pieces += [piece for node in nodes_of(plan.graph, "Measure") for piece in plan.graph.nodes[node]["item_evidence"]]
    assert len(pieces) > 40
    for piece in pieces:
        cell = ROWS[piece["place"]["line"] - 1][piece["place"]["cell"]]
        assert piece["quote"] == cell[piece["start"] : piece["end"]]


def test_every_row_is_one_listing(plan: LoadedPlan) -> None:
    """13 originals, one row without one, 7 relistings: 21 rows."""
    assert (13, 8) == (len(list(links_of(plan.graph, "LISTED_IN"))), len(list(links_of(plan.graph, "RELISTED_IN"))))
