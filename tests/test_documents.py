"""Documents in their variety: what other prefectures' reports show and Tokyo's does not. All plans here are invented."""

from __future__ import annotations

import csv
import io
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_model.graph import links_of, nodes_of, targets_of
from graph_model.notices import NOT_UNDERSTOOD, REASONS, USES
from loaders.assemble import LoadedPlan, source_to_plan
from loaders.folding import fold
from loaders.readers.lines import bytes_to_source
from tests.small import plan_of

PLAN = """
桜野県みんなの支援計画　取組状況一覧

桜野県みんなの支援計画　取組状況一覧
※◎は重点取組、☆は新規事業
基本目標Ⅰ　みつける

(1)　知らせる
No.\t区分印\t事項\t内容\t取組状況（令和６年９月末時点）\t所管課
1\t☆\t案内の冊子\t冊子を作り、県民に配ります。\t3千部を配布\t広報課
2\t◎\t電話の窓口\t夜も電話を受けます。\t実施\t生活課、福祉課
３\t\t\t電話を受ける職員を育てるため、研修を行います。\t研修を2回開催\t福祉課
----\t---\t---\t---\t---\t---
- 1 -
No.\t区分印\t事項\t内容\t取組状況（令和６年９月末時点）\t所管課
4\t\t【新 規】出張の窓口\t月に一度、町へ出向き相談に応じます。\t町役場の一室で試行。\t子ども 家庭
課
5\t\t学びの\t\u3000夏休みに学習の場を開きます。\t6回開催\t教育委員会／福祉課
6\t\tひろば\t冬休みに学習の場を開きます。\t冬に開催予定\t教育委員会
合計\t\t\t6取組\t\t
（注）人数は延べ数である。
(2)　つなぐ
No.\t区分印\t事項\t内容\t取組状況（令和６年９月末時点）\t所管課
2（再掲）\t◎\t電話の窓口\t夜も電話を受けます。<br>\t実施\t生活課、福祉課
再掲 9\t\t引っ越しの手伝い\t荷物を運びます。\t実施\t福祉課
8\t\t見守り\t家を訪ねて様子を聞きます。\t実施\t福祉課
8\t\t通院の同行\t病院に付き添います。\t実施\t医療課
基本目標２　ささえる
ア　くらし
No.\t区分印\t事項\t内容\t取組状況（令和６年９月末時点）\t所管課
10\t\t家計の相談（再掲 No.2）\t夜も電話を受けます。\t実施\t生活課、福祉課
11\t家を探す方を助けます。\t12件を支援\t住宅課
12\t\t食料の配布\t家計が厳しい世帯に食料を届けます。この文はページの終わりで\t\t福祉課
\t\t\t次のページに続きます。\t月2回実施\t
""".lstrip("\n")


def load(text: str, name: str = "plan.txt", encoding: str = "utf-8") -> LoadedPlan:
    """Return a plan from a text."""
    return source_to_plan(bytes_to_source(text.encode(encoding), name))


def to_csv(text: str) -> str:
    """Return the same lines as CSV."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(line.split("\t") for line in text.rstrip("\n").split("\n"))
    return out.getvalue()


@pytest.fixture(scope="module")
def plan() -> LoadedPlan:
    """The plan with every trouble once."""
    return load(PLAN)


def codes(loaded: LoadedPlan) -> list[str]:
    """Return the codes of the notices."""
    return [notice.code for notice in loaded.notices]


def test_measures_of_the_small_plan(plan: LoadedPlan) -> None:
    """Twelve measures: full-width and doubled numbers, a divided label, an inherited one, a relisting without an original."""
    assert [
        ("1", "案内の冊子", "stated"),
        ("2", "電話の窓口", "stated"),
        ("3", "電話の窓口", "preceding"),
        ("4", "出張の窓口", "stated"),
        ("5", "学びのひろば", "split"),
        ("6", "学びのひろば", "split"),
        ("9", "引っ越しの手伝い", "stated"),
        ("8", "見守り", "stated"),
        ("8#2", "通院の同行", "stated"),
        ("11", None, "unrecoverable"),
        ("12", "食料の配布", "stated"),
    ] == [(m.key, m.item, m.item_how) for m in plan.plan.measures]


def test_relistings_of_the_small_plan(plan: LoadedPlan) -> None:
    """Marked after the number, or in the title with the original's number; form only where markup alone differs."""
    two = next(m for m in plan.plan.measures if m.key == "2")
    assert [("2-ア", "（再掲 No.2）"), ("1-(2)", "(再掲)")] == sorted(
        (
            (place.rsplit("/", 1)[1], link["mark"])
            for _, place, link in links_of(plan.graph, "RELISTED_IN", source="measure:桜野県-2024-09/2")
        ),
        reverse=True,
    )
    assert ["form", "wording"] == [listing.differs for listing in two.listings[1:]]
    assert ["item"] == list(two.listings[2].differences or {})


def test_owners_of_the_small_plan(plan: LoadedPlan) -> None:
    """Two owners by 、 or ／; a name broken by a space and a line's end is one."""
    owners = {
        m.rsplit("/", 1)[1]: sorted(b.rsplit("/", 1)[1] for b in targets_of(plan.graph, "OWNED_BY", m))
        for m in nodes_of(plan.graph, "Measure")
    }
    assert (["生活課", "福祉課"], ["子ども家庭課"], ["教育委員会", "福祉課"], ["住宅課"]) == (
        owners["2"],
        owners["4"],
        owners["5"],
        owners["11"],
    )


def test_marks_of_the_small_plan(plan: LoadedPlan) -> None:
    """☆ in its own cell and a damaged 【新 規】 in the title are new; ◎ is what the legend says."""
    new = [m.key for m in plan.plan.measures if m.has_new_project]
    assert ["1", "4"] == new
    assert "mark_not_new" in codes(plan)


def test_headings_and_names_of_the_small_plan(plan: LoadedPlan) -> None:
    """Goals in Roman and full-width digits, sections of two styles, the prefecture and date of the title and head."""
    assert [("1", "みつける"), ("2", "ささえる")] == [(goal.number, goal.name) for goal in plan.plan.goals]
    assert [("(1)", "知らせる"), ("(2)", "つなぐ"), ("ア", "くらし")] == [(section.label, section.name) for section in plan.plan.sections]
    assert ("桜野県", "2024-09") == (plan.plan.jurisdiction, plan.plan.as_of)


def test_a_row_cut_by_a_page_is_joined(plan: LoadedPlan) -> None:
    """Its text goes on, its status comes from the second piece, and both are quoted where they stand."""
    twelve = plan.graph.nodes["measure:桜野県-2024-09/12"]
    assert "ページの終わりで次のページに続きます。" in twelve["text"]
    assert "月2回実施" == twelve["status_text"]
    (status,) = [link for _, _, link in links_of(plan.graph, "HAS_STATUS", source="measure:桜野県-2024-09/12")]
    assert len(PLAN.rstrip("\n").split("\n")) == status["evidence"][0]["place"]["line"]


def test_notices_of_the_small_plan(plan: LoadedPlan) -> None:
    """What a planner should look at is named; nothing is not understood."""
    found = set(codes(plan))
    assert {
        "duplicate_number",
        "relisting_to_nowhere",
        "cells_moved",
        "row_continued",
        "missing_number",
        "markup",
        "relisting_differs",
    } <= found
    assert ["7"] == [str(n.values["number"]) for n in plan.notices if n.code == "missing_number"]
    ledger = plan.graph.graph["ledger"]
    assert (0, 0) == (ledger[NOT_UNDERSTOOD], ledger["cells"][NOT_UNDERSTOOD])
    assert {"repeated_head": 1, "rule": 1, "legend": 1, "title": 1, "page_furniture": 2, "note": 1, "total": 1} == {
        k: v for k, v in ledger["ignored"].items() if k != "blank"
    }


def test_the_ledger_counts_every_line(plan: LoadedPlan) -> None:
    """One fate a line, of the closed lists."""
    fates = plan.table.ledger.fates
    assert list(range(1, len(PLAN.rstrip("\n").split("\n")) + 1)) == sorted(fates)
    assert set(fates.values()) <= {*USES, *REASONS, NOT_UNDERSTOOD}


def essence(loaded: LoadedPlan) -> list[object]:
    """Return what a plan says, without places and file names."""
    graph = loaded.graph
    nodes = [
        (node, data.get("item"), data.get("item_how"), data.get("has_new_project"), data.get("text_hash"))
        for node, data in sorted(graph.nodes(data=True))
        if data["kind"] != "Plan"
    ]
    links = sorted(
        (s, t, d["kind"], d.get("differs", ""), str(d.get("roles", "")), [(p["quote"], p["start"]) for p in d.get("evidence", ())])
        for s, t, d in graph.edges(data=True)
    )
    return [nodes, links]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-8", "p.csv"), ("utf-8-sig", "p.csv"), ("cp932", "p.csv"), ("utf-16", "p.csv"), ("cp932", "p.txt"), ("utf-8-sig", "p.txt")],
)
def test_every_format_and_encoding_gives_the_same_plan(plan: LoadedPlan, encoding: str, name: str) -> None:
    """CSV and tabs, UTF-8 with and without BOM, cp932, Excel's UTF-16: told without being told."""
    text = to_csv(PLAN) if name.endswith("csv") else PLAN.replace("\n", "\r\n")
    assert essence(plan) == essence(load(text, name, encoding))


def test_quotes_in_csv_stand_in_their_records() -> None:
    """A cell with line breaks keeps them; its line is the one on which its record starts."""
    text = 'No.,事項,内容,実績,所管課\n1,"窓口の\n案内","外国籍の方の相談に、\n通訳を交えて応じます。",実施,国際課\n2,声かけ,"若年\n女性に声を掛けます。",実施,福祉課\n'
    loaded = load(text, "x.csv")
    records = {}
    reader = csv.reader(io.StringIO(text))
    line = 1
    for record in reader:
        records[line] = record
        line = reader.line_num + 1
    pieces = [piece for *_, link in loaded.graph.edges(data=True) for piece in link.get("evidence", ())]
    assert {"若年\n女性"} <= {piece["quote"] for piece in pieces}
    for piece in pieces:
        assert piece["quote"] == records[piece["place"]["line"]][piece["place"]["cell"]][piece["start"] : piece["end"]]
    assert "窓口の案内" == loaded.plan.measures[0].item


COLUMNS = ["整理番号", "主な取組内容", "令和７年３月末現在の実績", "担当部局", "新規", "具体的取組"]


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(6)))
def test_columns_may_stand_in_any_order(order: list[int]) -> None:
    """Heads are known by role, not by place or wording."""
    rows = [
        COLUMNS,
        ["1", "外国籍の方の相談に応じます。", "実施", "国際局", "○", "相談"],
        ["2", "妊産婦に寄り添います。", "準備中", "健康局", "", "寄り添い"],
    ]
    loaded = load("\n".join("\t".join(row[at] for at in order) for row in rows))
    assert [("1", "相談", True), ("2", "寄り添い", False)] == [(m.key, m.item, m.has_new_project) for m in loaded.plan.measures]
    assert "2025-03" == loaded.plan.as_of
    assert ["group:expectant_mothers"] == targets_of(loaded.graph, "SERVES", nodes_of(loaded.graph, "Measure")[1])


def test_of_two_status_columns_the_later_is_read() -> None:
    """The earlier year's column is left aside, and said."""
    loaded = load("番号\t事業名\t事業概要\t令和5年度実績\t令和6年度実績\t担当課\n1\t窓口\t相談に応じます。\t検討中\t実施\t福祉課")
    assert "実施" == loaded.graph.nodes[nodes_of(loaded.graph, "Measure")[0]]["status_text"]
    assert "column_left" in codes(loaded)


def test_goals_and_sections_as_columns() -> None:
    """A flat file names them in columns; a blank one is the one above."""
    loaded = load(
        "基本目標,施策の方向,番号,事業名,内容,実績,担当課\n1 みつける,ア 知らせる,1,冊子,配ります。,実施,福祉課\n,,2,動画,流します。,実施,福祉課\n2 ささえる,ア くらし,3,食料,届けます。,実施,福祉課\n",
        "flat.csv",
    )
    assert [["section", "1-ア"], ["section", "1-ア"], ["section", "2-ア"]] == [
        [place.split(":")[0], place.rsplit("/", 1)[1]]
        for m in nodes_of(loaded.graph, "Measure")
        for place in targets_of(loaded.graph, "LISTED_IN", m)
    ]


def test_a_relisting_may_name_its_original_in_a_column() -> None:
    """Under a number of its own, or none; the original's number stands in 再掲元."""
    loaded = load(
        "№,事業名,概要,進捗,所管課,再掲元\n1,窓口,相談に応じます。,実施,福祉課,\n2,冊子,配ります。,実施,福祉課,\n3,窓口,相談に応じます。,実施,福祉課,1\n再掲,冊子,配ります。,実施,福祉課,2\n",
        "r.csv",
    )
    assert [("1", 2), ("2", 2)] == [(m.key, len(m.listings)) for m in loaded.plan.measures]
    assert "missing_number" not in codes(loaded)


@pytest.mark.parametrize("cell", ["1 再掲", "再掲 1", "1（再掲）", "（再掲）1", "【再掲】１", "※ 1 再掲", "※1", "1※", "No.1 再掲", "再1"])
def test_every_style_of_relisting(cell: str) -> None:
    """The mark before or after the number, in brackets or bare, and ※ where the number stands already."""
    loaded = plan_of("1|窓口|相談に応じます。|実施|福祉局", "2|冊子|配ります。|実施|福祉局", f"{cell}|窓口|相談に応じます。|実施|福祉局")
    assert [("1", 2), ("2", 1)] == [(m.key, len(m.listings)) for m in loaded.plan.measures]


def test_a_relisting_may_stand_before_its_original() -> None:
    """The original is the row without a mark, wherever it stands."""
    loaded = plan_of("2 再掲|冊子|配る。|実施|福祉局", "1|窓口|相談に応じます。|実施|福祉局", "2|冊子|配ります。|実施|福祉局")
    two = next(m for m in loaded.plan.measures if m.key == "2")
    assert (7, 5, "wording") == (two.row.place.line, two.listings[1].row.place.line, two.listings[1].differs)


def test_a_relisting_of_a_number_that_stands_twice_goes_to_the_more_alike() -> None:
    """The choice is by content, and said."""
    loaded = plan_of(
        "1|窓口|相談に応じます。|実施|福祉局", "1|冊子|冊子を配ります。|実施|福祉局", "1 再掲|冊子|冊子を配ります。|実施|福祉局"
    )
    assert {"1": 1, "1#2": 2} == {m.key: len(m.listings) for m in loaded.plan.measures}
    assert {"duplicate_number", "relisting_ambiguous"} <= set(codes(loaded))


def test_without_sections_measures_hang_on_the_goal_or_plan() -> None:
    """And it is said."""
    head = "No.\t事項\t内容\t取組状況\t所管局\n1\t窓口\t相談に応じます。\t実施\t福祉局"
    for text, kind in ((f"試験県計画\n{head}", "Plan"), (f"試験県計画\n基本目標1 はじめ\n{head}", "Goal")):
        loaded = load(text)
        (place,) = targets_of(loaded.graph, "LISTED_IN", nodes_of(loaded.graph, "Measure")[0])
        assert kind == loaded.graph.nodes[place]["kind"]
        assert "no_sections" in codes(loaded)


def test_sections_of_a_plan_without_goals_hang_on_the_plan() -> None:
    """One style of heading is the sections'."""
    loaded = load(
        "試験県計画\nア 窓口\nNo.\t事項\t内容\t取組状況\t所管局\n1\t窓口\t相談に応じます。\t実施\t福祉局\nイ 冊子\nNo.\t事項\t内容\t取組状況\t所管局\n2\t冊子\t配ります。\t実施\t福祉局"
    )
    assert 2 == len(list(links_of(loaded.graph, "HAS_SECTION", source=nodes_of(loaded.graph, "Plan")[0])))


def test_a_missing_column_is_said_and_its_links_are_not_drawn() -> None:
    """Without status and owner the measures stand all the same."""
    loaded = load("No.\t事項\t内容\n1\t窓口\t外国籍の方の相談に応じます。")
    assert 2 == codes(loaded).count("missing_column")
    assert {"SERVES", "PROVIDES", "LISTED_IN", "FALLS_UNDER"} == {
        d["kind"] for *_, d in loaded.graph.out_edges("measure:plan-undated/1", data=True)
    }


def test_a_column_of_no_known_role_is_not_understood_until_it_is_told() -> None:
    """A notice names it; with a role given it is read."""
    text = "No.\t事項\t内容\t取組状況\t所管局\t予算額\n1\t窓口\t相談に応じます。\t実施\t福祉局\t1,200"
    assert "column_not_understood" in codes(load(text))
    told = source_to_plan(bytes_to_source(text.encode(), "plan.txt"), heads={"予算額": "note"})
    assert 0 == told.graph.graph["ledger"]["cells"][NOT_UNDERSTOOD]


def test_the_last_row_of_a_cut_file_is_said() -> None:
    """It is kept as far as it goes."""
    loaded = load("No.\t事項\t内容\t取組状況\t所管局\n1\t窓口\t相談に応じます。\t実施\t福祉局\n2\t冊子\t冊子を作り、配")
    assert ["1", "2"] == [m.key for m in loaded.plan.measures]
    assert "row_cut" in codes(loaded)


def test_a_row_broken_by_a_lines_end_is_joined() -> None:
    """The rest of its cells stand on the next line."""
    loaded = load(
        "No.\t事項\t内容\t取組状況\t所管局\n1\t窓口\t夜間も電話で\n相談に応じます。\t実施\t福祉局\n2\t冊子\t配ります。\t実施\t福祉局"
    )
    assert "夜間も電話で相談に応じます。" == loaded.graph.nodes[nodes_of(loaded.graph, "Measure")[0]]["text"]
    assert (["福祉局"], 0) == (
        sorted({loaded.graph.nodes[b]["name"] for b in nodes_of(loaded.graph, "Bureau")}),
        loaded.graph.graph["ledger"][NOT_UNDERSTOOD],
    )


def test_blank_items_between_two_labels_are_told_by_content() -> None:
    """Words shared with the label above or below decide; none is none, and the labels' rows stay together."""
    loaded = plan_of(
        "1|住宅の支援|公営住宅を案内します。|実施|福祉局",
        "2||住宅の家賃を補助します。|実施|福祉局",
        "3||月に一度、会報を出します。|実施|福祉局",
        "4||就労の訓練を行います。|実施|福祉局",
        "5|就労の支援|就労の相談に応じます。|実施|福祉局",
    )
    assert [
        ("住宅の支援", "stated"),
        ("住宅の支援", "preceding"),
        (None, "unrecoverable"),
        ("就労の支援", "following"),
        ("就労の支援", "stated"),
    ] == [(m.item, m.item_how) for m in loaded.plan.measures]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="支援ＤＶｶﾞﾊﾟカ一ー力 　\n\t<br>①（）・。aZ9", max_size=40))
def test_folding_keeps_every_offset(raw: str) -> None:
    """Each folded character stands in the raw text where it says, in order."""
    folded = fold(raw)
    spans = [folded.raw_span(at, at + 1) for at in range(len(folded.text))]
    assert all(0 <= start < end <= len(raw) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="12再掲※ア基本目標第\t。、☆相談支援局-合計", max_size=14), max_size=12))
def test_every_line_of_any_text_gets_one_fate(lines: list[str]) -> None:
    """Below a head, whatever stands there is used, ignored for a reason, or not understood; listings are as many as rows."""
    text = "No.\t事項\t内容\t取組状況\t所管局\n1\t窓口\t相談に応じます。\t実施\t福祉局\n" + "\n".join(lines)
    loaded = load(text)
    assert len(loaded.lines) == len(loaded.table.ledger.fates) == loaded.graph.graph["ledger"]["lines"]
    assert loaded.graph.graph["ledger"]["cells"]["total"] == sum(len(line.cells) for line in loaded.lines)
    assert len(loaded.table.rows) == sum(len(m.listings) for m in loaded.plan.measures)
