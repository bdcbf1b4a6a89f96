"""Cells -> columns where the order of the head holds, and where cells are missing or have moved."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_model.evidence import Cell, Place
from loaders.alignment import Alignment, cells_to_columns
from loaders.marks import NewMarks
from tests.small import plan_of

TOKYO = ("number", "", "item", "text", "status", "bureau")
PLAIN = ("number", "item", "text", "status", "bureau")
TEXT = "電話で相談に応じ、必要な支援につなぎます。"
STATUS = "毎日10時から17時まで実施しています。"


def align(roles: tuple[str, ...], *raws: str) -> Alignment:
    """Return how a line of these cells is laid on the columns."""
    return cells_to_columns(tuple(Cell(raw, Place("x.txt", 1, at)) for at, raw in enumerate(raws)), roles, NewMarks())


def said(found: Alignment) -> dict[str, str]:
    """Return what each column says, blanks left out."""
    return {role: cell.raw for role, cell in found.columns.items() if cell.raw.strip()}


@pytest.mark.parametrize(
    ("roles", "raws"),
    [
        (PLAIN, ("1", "窓口", TEXT, STATUS, "福祉局")),
        (PLAIN, ("1", "", TEXT, STATUS, "福祉局")),
        (PLAIN, ("1", "窓口", TEXT, "", "福祉局")),
        (PLAIN, ("1", "窓口", TEXT, STATUS, "")),
        (PLAIN, ("1", "窓口", "電話相談", "実施", "福祉局")),
        (PLAIN, ("1 再掲", "窓口", TEXT, STATUS, "福祉局 教育庁★")),
        (TOKYO, ("1", "★", "窓口", TEXT, STATUS, "福祉局")),
        (TOKYO, ("1", "", "窓口", TEXT, STATUS, "福祉局")),
        (("bureau", "status", "text", "item", "number"), ("福祉局", STATUS, TEXT, "窓口", "1")),
        (("number", "goal", "section", "item", "text"), ("1", "1 気づく", "ア 知らせる", "窓口", TEXT)),
    ],
)
def test_the_order_of_the_head_holds_where_cells_fit(roles: tuple[str, ...], raws: tuple[str, ...]) -> None:
    """No content is looked at further where each cell may stand where it does."""
    found = align(roles, *raws)
    assert not found.moved
    assert [raw for raw, role in zip(raws, roles, strict=True) if role] == [found.columns[role].raw for role in roles if role]


@pytest.mark.parametrize("owner", ["みらいのわ", "県、市", "ＮＰＯ等", "福祉", "各担当者", "未定"])
@pytest.mark.parametrize("item", ["冊子", ""])
@pytest.mark.parametrize("roles", [PLAIN, TOKYO])
@pytest.mark.parametrize("text", ["冊子の配布", "冊子を配ります。"])
def test_a_whole_row_with_an_owner_that_is_no_office_keeps_its_order(owner: str, item: str, roles: tuple[str, ...], text: str) -> None:
    """As many cells as heads, each as its column could be: an unusual owner's name moves nothing."""
    found = align(roles, *["2", *([""] if roles == TOKYO else []), item, text, "千部を配布", owner])
    assert not found.moved
    assert (text, "千部を配布", owner) == tuple(found.columns[role].raw for role in ("text", "status", "bureau"))


@pytest.mark.parametrize(
    ("roles", "raws", "lacking"),
    [
        (PLAIN, ("1", "窓口", TEXT, "福祉局"), "status"),
        (PLAIN, ("1", TEXT, STATUS, "福祉局"), "item"),
        (PLAIN, ("1", "窓口", TEXT, "福祉局 教育庁"), "status"),
        (PLAIN, ("1", "窓口", TEXT, "生活文化 スポーツ 局"), "status"),
        (PLAIN, ("1", "窓口", TEXT, "福祉局★"), "status"),
        (TOKYO, ("1", "窓口", TEXT, STATUS, "福祉局"), None),
        (TOKYO, ("1", TEXT, STATUS, "福祉局"), "item"),
        (TOKYO, ("1", "★", TEXT, STATUS, "福祉局"), "item"),
        (TOKYO, ("1", "★", "窓口", TEXT, "福祉局"), "status"),
        (TOKYO, ("1", "", "窓口", TEXT, "福祉局"), "status"),
        (TOKYO, ("1", "窓口", TEXT, "福祉局"), "status"),
    ],
)
def test_a_missing_cell(roles: tuple[str, ...], raws: tuple[str, ...], lacking: str | None) -> None:
    """The cells behind a missing one move up; they go to the columns that their words suit, and it is said."""
    found = align(roles, *raws)
    whole = {"number": "1", "item": "窓口", "text": TEXT, "status": STATUS, "bureau": raws[-1]}
    assert {role: words for role, words in whole.items() if role != lacking} == said(found)
    assert found.moved
    assert all(cell.raw == "★" for cell in found.left_over)


@pytest.mark.parametrize(
    ("roles", "raws"),
    [
        (PLAIN, ("1", "", "窓口", TEXT, STATUS, "福祉局")),
        (PLAIN, ("", "1", "窓口", TEXT, STATUS, "福祉局")),
        (PLAIN, ("1", "窓口", TEXT, "", STATUS, "福祉局")),
        (PLAIN, ("1", "★", "窓口", TEXT, STATUS, "福祉局")),
        (TOKYO, ("1", "★", "窓口", TEXT, "", STATUS, "福祉局")),
    ],
)
def test_a_cell_too_many(roles: tuple[str, ...], raws: tuple[str, ...]) -> None:
    """An empty or a mark's cell pushed in moves the rest; each still finds its column."""
    found = align(roles, *raws)
    assert {"number": "1", "item": "窓口", "text": TEXT, "status": STATUS, "bureau": "福祉局"} == said(found)
    assert found.moved
    assert all(cell.raw == "★" for cell in found.left_over)


def test_a_mark_behind_the_last_column_is_no_defect() -> None:
    """The head may have no cell for it."""
    found = align(PLAIN, "1", "窓口", TEXT, STATUS, "福祉局", "★")
    assert not found.moved
    assert ["★"] == [cell.raw for cell in found.left_over]


def test_words_that_fit_nowhere_are_left_over() -> None:
    """They are not thrown into a column that is taken."""
    found = align(PLAIN, "1", "窓口", TEXT, STATUS, "福祉局", "この欄は表の外にある長い文章です。")
    assert ["この欄は表の外にある長い文章です。"] == [cell.raw for cell in found.left_over]


CELLS = st.sampled_from(["", "1", "2 再掲", "★", "窓口", TEXT, STATUS, "福祉局", "福祉局 教育庁", "実施"])


@given(st.lists(CELLS, min_size=1, max_size=8), st.sampled_from([PLAIN, TOKYO, PLAIN[::-1]]))
def test_every_filled_cell_is_in_one_column_or_left_over(raws: list[str], roles: tuple[str, ...]) -> None:
    """None is lost and none is taken twice; columns keep the order of the cells."""
    found = align(roles, *raws)
    taken = [cell.place.cell for cell in found.columns.values()]
    left = [cell.place.cell for cell in found.left_over]
    assert len(taken) == len(set(taken))
    assert not set(taken) & set(left)
    assert {at for at, raw in enumerate(raws) if raw.strip()} <= {*taken, *left}
    in_order = [found.columns[role].place.cell for role in roles if role and role in found.columns]
    assert in_order == sorted(in_order, key=lambda at: at or 0)


def test_a_missing_status_in_a_plan_is_empty_and_said() -> None:
    """The bureau is the bureau's, no status is made up, and the notice names the row and what is missing."""
    loaded = plan_of(f"1|窓口|{TEXT}|福祉局", f"2|冊子|{TEXT}|実施|教育庁")
    one = loaded.plan.measures[0]
    assert (None, "福祉局") == (one.row.passage("status"), one.row.columns["bureau"].raw)
    (notice,) = [notice for notice in loaded.notices if notice.code == "cells_moved"]
    assert (5, "1", "取組状況") == (notice.place and notice.place.line, notice.values["number"], notice.values["missing"].ja)
    assert not [1 for s, _, data in loaded.graph.edges(data=True) if s.endswith("/1") and data["kind"] == "HAS_STATUS"]


def test_a_row_drawn_as_its_own_little_table() -> None:
    """A row whose cells stand apart, with empty ones between them, says what it says."""
    loaded = plan_of("1|窓口|相談に応じます。|実施|福祉局", f"2||冊子||{TEXT}||{STATUS}||教育庁", "3|動画|流します。|実施|福祉局")
    two = loaded.plan.measures[1]
    assert ("2", "冊子", TEXT, STATUS, "教育庁") == (
        two.key,
        two.item,
        *(two.row.columns[column].raw for column in ("text", "status", "bureau")),
    )
    assert 0 == loaded.graph.graph["ledger"]["cells"]["not_understood"]
