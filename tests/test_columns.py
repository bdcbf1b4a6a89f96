"""Heads of columns are known by role, whatever their wording, width, date and order."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_model.errors import DeclarationError
from graph_model.evidence import Cell, Place
from loaders.assemble import LoadedPlan, source_to_plan
from loaders.columns import ROLES, Layout, check_extra_heads, head_to_role, line_to_layout
from loaders.readers.lines import TableLine, bytes_to_source


def layout_of(*heads: str, extra: dict[str, str] | None = None) -> Layout | None:
    """Return the layout that a line of these cells sets."""
    cells = tuple(Cell(head, Place("x.txt", 1, at)) for at, head in enumerate(heads))
    return line_to_layout(TableLine(Place("x.txt", 1), cells), extra or {})


def load(text: str, name: str = "x.txt") -> LoadedPlan:
    """Return the plan in a text; cells are parted by |."""
    return source_to_plan(bytes_to_source(text.replace("|", "\t").encode("utf-8"), name))


WORDINGS = {
        "number": ["No.", "No", "NO.", "Ｎｏ．", "№", "番号", "番 号", "番\n号", "項番", "整理番号", "通し番号", "取組番号", "＃"],
        "item": ["事項", "事　項", "施策", "施策名", "取組", "取組名", "事業名", "具体的施策", "主な取組", "項目", "取組項目"],
        "text": ["内容", "内　容", "取組内容", "取組の内容", "具体的な取組内容", "主な取組内容", "事業内容", "施策の内容", "事業概要", "概要", "取組内容（概要）"],
        "status": [
                "取組状況",
                "取 組 状 況",
                "取組\n状況",
                "実績",
                "取組実績",
                "実施状況",
                "進捗状況",
                "令和7年1月末時点の取組状況",
                "令和７年１月末時点の取組状況",
                "令和6年度実績",
                "令和６年度の取組実績",
                "取組状況（令和6年9月末時点）",
                "取組状況(R7.3.31現在)",
                "R7.3末時点の実績",
                "2025年3月末現在の進捗状況",
                "令和6年度の取組状況及び実績",
                "主な実績（令和6年度）",
            ],
        "bureau": ["所管局", "所管", "担当課", "所管課", "担当部局", "担当部署", "所管局等", "担当課（室）", "所管 局", "実施主体", "担当所属", "所管部課"],
        "mark": ["新規", "新", "★", "新規の別", "新規・継続", "新規事業"],
        "relisted_from": ["再掲", "再掲元", "再 掲", "再掲元番号"],
        "goal": ["基本目標", "目標", "施策の柱"],
        "section": ["施策の方向性", "施策の方向", "区分", "施策の区分"],
        "note": ["備考", "備 考", "注"],
}  # fmt: skip


@pytest.mark.parametrize(("head", "role"), [(head, role) for role, heads in WORDINGS.items() for head in heads])
def test_a_head_has_its_role(head: str, role: str) -> None:
    """Each wording of a head is read by its role, with spaces, breaks, widths, brackets and dates left out."""
    assert role == head_to_role(head, {})


@pytest.mark.parametrize("head", ["", "予算額", "決算（千円）", "根拠法令", "対象者", "目標値"])
def test_a_head_of_another_kind_has_none(head: str) -> None:
    """What names no column of a report is not guessed."""
    assert head_to_role(head, {}) is None


def test_a_person_may_give_a_head_its_role() -> None:
    """What is said beforehand goes before the vocabulary, however the head is spaced."""
    extra = check_extra_heads({"なにを するか": "text", "内容": "note"})
    assert ("text", "text", "note") == (
        head_to_role("なにをするか", extra),
        head_to_role("なにを\nするか", extra),
        head_to_role("内容", extra),
    )


def test_a_role_that_does_not_exist_is_refused() -> None:
    """The error names the roles there are."""
    with pytest.raises(DeclarationError) as caught:
        check_extra_heads({"内容": "contents"})
    assert all(role in caught.value.words.ja for role in ROLES)


@pytest.mark.parametrize(
    "heads",
    [
        ("No.", "", "事項", "内容", "令和7年1月末時点の取組状況", "所管局"),
        ("番号", "施策", "取組内容", "実績", "担当課"),
        ("№", "取組", "概要", "進捗状況", "所管課", "備考"),
        ("担当課", "実績", "内容", "施策名", "番号"),
        ("No.", "内容", "実績"),
        ("No.", "内容"),
        ("番号", "再掲元", "事業名", "事業内容", "新規", "取組実績", "担当部署"),
    ],
)
def test_a_line_of_heads_sets_a_layout(heads: tuple[str, ...]) -> None:
    """One role a column, in the order of the line."""
    layout = layout_of(*heads)
    assert layout is not None
    assert tuple(head_to_role(head, {}) or "" for head in heads) == layout.roles


@pytest.mark.parametrize(
    "cells",
    [
        ("1", "窓口", "相談に応じる。", "実施", "福祉局"),
        ("福祉局", "実績"),
        ("合計", "", "3取組"),
        ("内容",),
        ("事項", "所管局", "実績"),
        ("3", "事業", "県民に内容を知らせる。", "概要を公表", "福祉課"),
    ],
)
def test_other_lines_set_none(cells: tuple[str, ...]) -> None:
    """A row, a total, one cell alone, or heads without number and text are no head."""
    assert layout_of(*cells) is None


@pytest.mark.parametrize(
    ("head", "as_of"),
    [
        ("令和7年1月末時点の取組状況", "2025-01"),
        ("取組状況（令和６年９月３０日現在）", "2024-09-30"),
        ("取組状況\n(R7.3.31)", "2025-03-31"),
        ("令和6年度実績", "2025-03"),
        ("取組状況", None),
    ],
)
def test_the_date_inside_a_head_is_the_as_of_date(head: str, as_of: str | None) -> None:
    """和暦 or not; none where the head has none."""
    layout = layout_of("No.", "事項", "内容", head, "所管局")
    assert layout is not None and as_of == layout.as_of


def test_the_date_of_the_status_goes_before_another() -> None:
    """A date in another head does not win over the status's."""
    layout = layout_of("No.", "事項", "令和5年3月策定時の内容", "令和7年1月末の取組状況", "所管局")
    assert layout is not None and "2025-01" == layout.as_of


@pytest.mark.parametrize("order", [("令和5年度実績", "令和6年度実績"), ("令和6年度実績", "令和5年度実績")])
def test_of_two_status_columns_the_later_is_the_status(order: tuple[str, str]) -> None:
    """Whichever stands first; the earlier year's is left aside with a notice."""
    layout = layout_of("No.", "事項", "内容", *order, "所管局")
    assert layout is not None
    assert order.index("令和6年度実績") + 3 == layout.roles.index("status")
    assert ["column_left"] == [notice.code for notice in layout.notices]


def test_an_unknown_head_is_kept_by_its_place() -> None:
    """It has no role, and its words are there to be named."""
    layout = layout_of("No.", "事項", "予算額\n（千円）", "内容", "実績")
    assert layout is not None
    assert ("", {2: "予算額 （千円）"}) == (layout.roles[2], dict(layout.unknown))


HEADS = ["No.", "事項", "内容", "令和7年3月末時点の取組状況", "所管局", "新規", "再掲元", "備考"]
ROWS = [
    ["1", "電話の窓口", "夜も電話を受けます。", "毎日実施", "福祉局 教育庁", "○", "", ""],
    ["2", "冊子", "冊子を作り、外国籍の方に配ります。", "作成中", "生活文化 スポーツ 局", "", "", "増刷"],
    ["3", "", "冊子を学校に置きます。", "置いた", "教育庁", "", "", ""],
    ["4", "電話の窓口", "夜も電話を受けます。", "毎日実施", "福祉局", "", "1", ""],
]


def essence(loaded: LoadedPlan) -> object:
    """Return what a plan says, without the cells' places."""
    graph = loaded.graph
    return [
        [
            (m.key, m.item, m.item_how, m.has_new_project, [(row.row.place.line, row.relisted, row.differs) for row in m.listings])
            for m in loaded.plan.measures
        ],
        sorted(
            (s, t, d["kind"], [(p["quote"], p["column"], p["start"], p["end"]) for p in d.get("evidence", ())])
            for s, t, d in graph.edges(data=True)
        ),
        [
            (node, data.get("text"), data.get("status_text"))
            for node, data in sorted(graph.nodes(data=True))
            if data["kind"] in ("Measure", "Bureau")
        ],
        loaded.plan.as_of,
        sorted((notice.code, str(notice.values)) for notice in loaded.notices),
        graph.graph["ledger"],
    ]


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(len(HEADS))), st.sampled_from(["x.txt", "x.tsv"]))
def test_shuffled_columns_give_the_same_plan(order: list[int], name: str) -> None:
    """Measures, links, notices and counts do not depend on where a column stands."""

    def text(order: list[int]) -> str:
        return "\n".join(["雪見県計画", *("|".join(line[at] for at in order) for line in [HEADS, *ROWS])])

    assert essence(load(text(list(range(len(HEADS)))), name)) == essence(load(text(order), name))


@settings(max_examples=30, deadline=None)
@given(st.sets(st.sampled_from(["事項", "令和7年3月末時点の取組状況", "所管局", "新規", "備考"])))
def test_any_column_but_number_and_text_may_be_missing(gone: set[str]) -> None:
    """The measures stand all the same, and each missing column that links rest on is said once."""
    kept = [at for at, head in enumerate(HEADS) if head not in gone]
    loaded = load("\n".join("|".join(line[at] for at in kept) for line in [HEADS, *ROWS]))
    assert ["1", "2", "3"] == [m.key for m in loaded.plan.measures]
    core = {"事項", "令和7年3月末時点の取組状況", "所管局"} & gone
    assert len(core) == sum(notice.code == "missing_column" for notice in loaded.notices)
    kinds = {data["kind"] for *_, data in loaded.graph.edges(data=True)}
    assert ("所管局" in gone) == ("OWNED_BY" not in kinds)
    assert ("令和7年3月末時点の取組状況" in gone) == ("HAS_STATUS" not in kinds)
