"""Marks of a new project and of a relisting, wherever and however they stand; legends that say what a mark means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.folding import squeeze
from loaders.marks import (
    Legend,
    NewMarks,
    cell_to_number,
    is_only_marks,
    legends_to_marks,
    take_again_mark,
    take_new_mark,
    text_to_legends,
)
from tests.small import plan_of

USUAL = NewMarks()


@pytest.mark.parametrize(
    ("cell", "number"),
    [("14", "14"), ("１４", "14"), (" 14 ", "14"), ("No.14", "14"), ("Ｎｏ．14", "14"), ("№14", "14"), ("№ １４", "14"), ("14.", "14"), ("1-2", "1-2"), ("1.2.3", "1.2.3"), ("３－１", "3-1"), ("①", "①"), ("⑳", "⑳"), ("12の2", "12の2"), ("5a", "5a"), ("120", "120")],
)  # fmt: skip
def test_a_plain_number_is_no_relisting(cell: str, number: str) -> None:
    """Digits of any width, with No. or parts, are the number as printed, half-width."""
    found = cell_to_number(squeeze(cell))
    assert found is not None
    assert (number, False, "") == (found.number, found.relisted, found.mark)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("14 再掲", "14"),
        ("14再掲", "14"),
        ("14\n再掲", "14"),
        ("14（再掲）", "14"),
        ("14(再掲)", "14"),
        ("14【再掲】", "14"),
        ("14［再掲］", "14"),
        ("14〔再掲〕", "14"),
        ("14＜再掲＞", "14"),
        ("14〈再掲〉", "14"),
        ("再掲14", "14"),
        ("再掲 １４", "14"),
        ("再 掲 14", "14"),
        ("（再掲）14", "14"),
        ("【再掲】１４", "14"),
        ("［再掲］14", "14"),
        ("＜再掲＞14", "14"),
        ("再掲：14", "14"),
        ("再掲（14）", "14"),
        ("再掲 No.14", "14"),
        ("No.14 再掲", "14"),
        ("※ 14 再掲", "14"),
        ("※14（再掲）", "14"),
        ("14 ※再掲", "14"),
        ("14の再掲", "14"),
        ("1-2 再掲", "1-2"),
        ("（再掲）3-1", "3-1"),
        ("再14", "14"),
        ("14（再）", "14"),
        ("① 再掲", "①"),
    ],
)
def test_a_relisted_number(cell: str, number: str) -> None:
    """再掲 before or after the number, bare or in any bracket, with or without ※."""
    found = cell_to_number(squeeze(cell))
    assert found is not None
    assert (number, True) == (found.number, found.relisted)


@pytest.mark.parametrize("cell", ["※6", "6※", "＊6", "※ 6"])
def test_a_bare_sign_at_a_number_is_kept_and_decides_nothing(cell: str) -> None:
    """※ alone is a mark as printed; the number is read, and whether it is a relisting is left open."""
    found = cell_to_number(squeeze(cell))
    assert found is not None
    assert ("6", False) == (found.number, found.relisted)
    assert found.mark in ("※", "*")


@pytest.mark.parametrize("cell", ["", "相談", "福祉局", "12件", "令和7年", "1から3", "再掲", "3回開催", "-", "・"])
def test_words_are_no_number(cell: str) -> None:
    """A cell that says something else than a number is none."""
    assert cell_to_number(squeeze(cell)) is None


@given(st.integers(1, 9999), st.sampled_from(["{}", "No.{}", "№{}", "{}.", " {} "]))
def test_any_number_is_read_as_it_stands(number: int, form: str) -> None:
    """Whole numbers come back as their digits."""
    found = cell_to_number(squeeze(form.format(number)))
    assert found is not None and str(number) == found.number and not found.relisted


@pytest.mark.parametrize(
    ("raw", "rest"),
    [
        ("★", ""),
        ("☆", ""),
        ("福祉局★", "福祉局"),
        ("福祉局 ★", "福祉局"),
        ("福祉局\n★", "福祉局"),
        ("★福祉局", "福祉局"),
        ("★ 電話の窓口", "電話の窓口"),
        ("電話の窓口★", "電話の窓口"),
        ("☆電話の窓口", "電話の窓口"),
        ("【新規】電話の窓口", "電話の窓口"),
        ("【新規】 電話の窓口", "電話の窓口"),
        ("電話の窓口【新規】", "電話の窓口"),
        ("電話の窓口（新規）", "電話の窓口"),
        ("（新規）電話の窓口", "電話の窓口"),
        ("[新規]電話の窓口", "電話の窓口"),
        ("［新規］電話の窓口", "電話の窓口"),
        ("〔新規〕電話の窓口", "電話の窓口"),
        ("＜新規＞電話の窓口", "電話の窓口"),
        ("【新】電話の窓口", "電話の窓口"),
        ("（新）電話の窓口", "電話の窓口"),
        ("【新規事業】電話の窓口", "電話の窓口"),
        ("【新規 電話の窓口", "電話の窓口"),
        ("【新 規】電話の窓口", "電話の窓口"),
        ("【 新規 】電話の窓口", "電話の窓口"),
        ("【新\n規】電話の窓口", "電話の窓口"),
        ("新規】電話の窓口", "電話の窓口"),
        ("★14", "14"),
        ("14★", "14"),
    ],
)
def test_a_mark_of_a_new_project_is_taken_off(raw: str, rest: str) -> None:
    """★, ☆ and 【新規】, whole or damaged, before or behind a title, bureau or number."""
    left, mark = take_new_mark(raw, USUAL)
    assert mark
    assert rest == left.strip()


@pytest.mark.parametrize(
    "raw", ["", "福祉局", "電話の窓口", "新規採用者への研修", "新規就農者の相談", "更新", "キラ★キラ講座", "新しい窓口", "○", "◎", "※", "（新潟）の窓口", "【新宿】の窓口", "新規"],
)  # fmt: skip
def test_ordinary_words_hold_no_mark(raw: str) -> None:
    """新規 inside a title, a star inside a name, or another sign is no mark."""
    assert (raw, "") == take_new_mark(raw, USUAL)


@pytest.mark.parametrize(
    ("title", "rest"),
    [
        ("窓口（再掲）", "窓口"),
        ("窓口(再掲)", "窓口"),
        ("窓口 （再掲）", "窓口"),
        ("窓口【再掲】", "窓口"),
        ("窓口［再掲］", "窓口"),
        ("窓口〔再掲〕", "窓口"),
        ("窓口＜再掲＞", "窓口"),
        ("窓口〈再掲〉", "窓口"),
        ("（再掲）窓口", "窓口"),
        ("【再掲】窓口", "窓口"),
        ("再掲 窓口", "窓口"),
        ("再掲：窓口", "窓口"),
        ("窓口（ 再 掲 ）", "窓口"),
        ("窓口（再掲 No.2）", "窓口"),
        ("窓口（再掲：No.12）", "窓口"),
        ("窓口（再掲 １２）", "窓口"),
        ("窓口（No.2再掲）", "窓口"),
        ("窓口（No.2の再掲）", "窓口"),
        ("窓口（再掲 1-2）", "窓口"),
        ("窓口（※再掲）", "窓口"),
        ("窓口 ※再掲", "窓口"),
        ("※再掲 窓口", "窓口"),
        ("窓口 再掲", "窓口"),
    ],
)
def test_a_relisting_mark_in_a_title_is_taken_off(title: str, rest: str) -> None:
    """再掲 in a title, before or behind, in any bracket, with or without the original's number."""
    left, mark = take_again_mark(title)
    assert "再" in mark
    assert rest == left.strip()


@pytest.mark.parametrize(
    "title", ["窓口", "再就職の支援", "再掲示板の運営", "掲示物の再作成", "（再）発見", "再発の防止", "計画の再掲載を求める活動"]
)
def test_a_title_without_a_mark_stays(title: str) -> None:
    """再 in another word is no mark."""
    assert (title, "") == take_again_mark(title)


@pytest.mark.parametrize(
    ("text", "legends"),
    [
        ("★は新規事業", [("★", True)]),
        ("※★は新規の取組", [("★", True)]),
        ("（★は新規）", [("★", True)]),
        ("★：新規事業", [("★", True)]),
        ("★:新規", [("★", True)]),
        ("★＝新規", [("★", True)]),
        ("★…新規事業", [("★", True)]),
        ("★ 新規事業", [("★", True)]),
        ("★印は、令和6年度に新たに始めた取組", [("★", True)]),
        ("★の付いた取組は新規", [("★", True)]),
        ("★が付いているものは新規の取組です", [("★", True)]),
        ("凡例　★：新規　☆：拡充", [("★", True), ("☆", False)]),
        ("◎は重点取組、☆は新規事業", [("◎", False), ("☆", True)]),
        ("☆は継続の取組", [("☆", False)]),
        ("☆は重点的に行う取組を表す", [("☆", False)]),
        ("☆は新規の取組ではありません", [("☆", False)]),
        ("【新規】は令和6年度に始めた事業", [("【新規】", True)]),
        ("【新】：新規事業", [("【新】", True)]),
        ("【拡】：拡充事業", [("【拡】", False)]),
        ("●は新規", [("●", True)]),
    ],
)
def test_a_legend_says_what_a_mark_means(text: str, legends: list[tuple[str, bool]]) -> None:
    """Each sign of a legend line is of a new project, or of something else."""
    assert [Legend(mark, new) for mark, new in legends] == text_to_legends(text)


@pytest.mark.parametrize("text", ["電話の窓口", "新規の取組", "基本目標1 気づく", "（注）人数は延べ数", "※ 人数は延べ数"])
def test_a_line_without_a_sign_is_no_legend(text: str) -> None:
    """Words, headings and footnotes explain no sign."""
    assert [] == text_to_legends(text)


@pytest.mark.parametrize(
    ("legends", "new", "not_new"),
    [
        ([], "★☆", ""),
        ([Legend("☆", False)], "★", "☆"),
        ([Legend("★", False), Legend("☆", True)], "☆", "★"),
        ([Legend("●", True)], "★☆●", ""),
        ([Legend("◎", False)], "★☆", "◎"),
    ],
)
def test_a_legend_goes_before_custom(legends: list[Legend], new: str, not_new: str) -> None:
    """★ and ☆ are of a new project unless a legend gives them away; a legend may add others."""
    marks = legends_to_marks(legends)
    assert all(take_new_mark(sign, marks)[1] for sign in new)
    assert not any(take_new_mark(sign, marks)[1] for sign in not_new)
    assert all(is_only_marks(sign, marks) for sign in new + not_new)


@pytest.mark.parametrize("raw", ["", " ", "福祉局", "★福祉局", "電話"])
def test_a_cell_with_words_is_not_only_marks(raw: str) -> None:
    """A blank cell or one with words holds more or less than a mark."""
    assert not is_only_marks(raw, USUAL)


HEAD = "No.|印|事項|内容|取組状況|所管局".replace("|", "\t")


@pytest.mark.parametrize(
    "row",
    [
        "1|★|窓口|相談に応じる。|実施|福祉局",
        "1||窓口|相談に応じる。|実施|福祉局★",
        "1||窓口|相談に応じる。|実施|福祉局|★",
        "1||★窓口|相談に応じる。|実施|福祉局",
        "1||窓口【新規】|相談に応じる。|実施|福祉局",
        "1||【新 規】窓口|相談に応じる。|実施|福祉局",
        "1||【新規 窓口|相談に応じる。|実施|福祉局",
        "★1||窓口|相談に応じる。|実施|福祉局",
    ],
)
@pytest.mark.parametrize("head", [HEAD, HEAD.replace("印", ""), HEAD.replace("印", "新規")])
def test_a_row_is_new_wherever_its_mark_stands(row: str, head: str) -> None:
    """The mark's own cell, the bureau's, a cell behind it, the title or the number; title and owner come without it."""
    loaded = plan_of(row, "2||冊子|冊子を配る。|実施|福祉局", head=head)
    assert [("1", "窓口", True), ("2", "冊子", False)] == [(m.key, m.item, m.has_new_project) for m in loaded.plan.measures]
    assert ["福祉局"] == [data["name"] for _, data in loaded.graph.nodes(data=True) if data["kind"] == "Bureau"]
    assert 0 == loaded.graph.graph["ledger"]["cells"]["not_understood"]


@pytest.mark.parametrize(
    ("cell", "new"), [("○", True), ("●", True), ("新規", True), ("新", True), ("★", True), ("継続", False), ("－", False), ("-", False), ("", False), ("拡充", False), ("―", False)],
)  # fmt: skip
def test_a_column_of_new_projects(cell: str, new: bool) -> None:
    """Below a head 新規 a circle or the word says yes; a dash, 継続 or blank says no."""
    loaded = plan_of(f"1|{cell}|窓口|相談に応じる。|実施|福祉局", head=HEAD.replace("印", "新規"))
    assert [new] == [m.has_new_project for m in loaded.plan.measures]


def test_a_mark_that_a_legend_gives_away_makes_nothing_new() -> None:
    """☆ of continued measures stands in its cell and is understood; ★ alone is new."""
    loaded = plan_of(
        "1|☆|窓口|相談に応じる。|実施|福祉局",
        "2|★|冊子|冊子を配る。|実施|福祉局",
        "3||☆動画|動画を流す。|実施|福祉局",
        head=f"★は新規、☆は継続\n{HEAD}",
    )
    assert [("1", False), ("2", True), ("3", False)] == [(m.key, m.has_new_project) for m in loaded.plan.measures]
    assert ["窓口", "冊子", "動画"] == [m.item for m in loaded.plan.measures]
    assert 0 == loaded.graph.graph["ledger"]["cells"]["not_understood"]
