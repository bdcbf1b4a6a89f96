"""Goals and sections in their several numberings, and what is no heading."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.assemble import LoadedPlan, source_to_plan
from loaders.headings import Heading, headings_to_levels, numeral_to_text, text_to_heading
from loaders.readers.lines import bytes_to_source


@pytest.mark.parametrize(
    ("text", "label", "name"),
    [
        ("基本目標1 気づく", "1", "気づく"),
        ("基本目標１　気づく", "1", "気づく"),
        ("基本目標 1　気づく", "1", "気づく"),
        ("基本目標Ⅰ　気づく", "1", "気づく"),
        ("基本目標 Ⅳ 気づく", "4", "気づく"),
        ("基本目標II 気づく", "2", "気づく"),
        ("基本目標ＩＶ　気づく", "4", "気づく"),
        ("基本目標一　気づく", "1", "気づく"),
        ("基本目標② 気づく", "2", "気づく"),
        ("基本目標１：気づく", "1", "気づく"),
        ("基本目標１．気づく", "1", "気づく"),
        ("基本目標(1) 気づく", "1", "気づく"),
        ("【基本目標3】気づく", "3", "気づく"),
        ("《基本目標3》 気づく", "3", "気づく"),
        ("基本目標1「気づく」", "1", "「気づく」"),
        ("目標2 気づく", "2", "気づく"),
        ("基本方針1 気づく", "1", "気づく"),
        ("基本目標１０　気づく", "10", "気づく"),
        ("基本目標1", "1", ""),
        (" 基本目標1　気づく ", "1", "気づく"),
    ],
)
def test_a_goal(text: str, label: str, name: str) -> None:
    """The number is given in Arabic digits, whichever digits are printed; the name is what follows."""
    assert Heading("goal_word", label, name) == text_to_heading(text)


@pytest.mark.parametrize(
    ("text", "label", "name"),
    [
        ("ア 知らせる", "ア", "知らせる"),
        ("ア　知らせる", "ア", "知らせる"),
        ("イ．知らせる", "イ", "知らせる"),
        ("ウ）知らせる", "ウ", "知らせる"),
        ("カ 知らせる", "カ", "知らせる"),
        ("力　知らせる", "カ", "知らせる"),
        ("ロ　知らせる", "ロ", "知らせる"),
        ("ｱ 知らせる", "ア", "知らせる"),
        ("(1) 知らせる", "(1)", "知らせる"),
        ("（１）知らせる", "(1)", "知らせる"),
        ("（１）　知らせる", "(1)", "知らせる"),
        ("（１０） 知らせる", "(10)", "知らせる"),
        ("(ア) 知らせる", "(ア)", "知らせる"),
        ("① 知らせる", "①", "知らせる"),
        ("①知らせる", "①", "知らせる"),
        ("⑫　知らせる", "⑫", "知らせる"),
        ("1 知らせる", "1", "知らせる"),
        ("１．知らせる", "1", "知らせる"),
        ("1-2 知らせる", "1-2", "知らせる"),
        ("１－２　知らせる", "1-2", "知らせる"),
        ("Ａ　知らせる", "A", "知らせる"),
        ("施策の方向1 知らせる", "1", "知らせる"),
        ("施策の方向性（２）知らせる", "2", "知らせる"),
        ("ア\u3000知らせる、つなぐ", "ア", "知らせる、つなぐ"),
    ],
)
def test_a_section(text: str, label: str, name: str) -> None:
    """Its label stays as printed, half-width."""
    found = text_to_heading(text)
    assert found is not None and (label, name) == (found.label, found.name)
    assert "goal_word" != found.style


@pytest.mark.parametrize(
    ("text", "label"), [("第1章 気づく", "1"), ("第二章　気づく", "2"), ("第Ⅲ部　気づく", "3"), ("Ⅱ　気づく", "2"), ("三　気づく", "3")]
)
def test_a_chapter(text: str, label: str) -> None:
    """Chapters, Roman and kanji numerals come in Arabic digits."""
    found = text_to_heading(text)
    assert found is not None and (label, "気づく") == (found.label, found.name)


@pytest.mark.parametrize(
    "text",
    ["", "相談に応じた。", "ア 相談に応じた。", "1", "令和7年1月末", "アンケートを行う", "イベントの開催", "エイズ相談", "福祉局", "3千部を配布", "12件", "基本目標とは", "目標値", "1" + "長い" * 80, "ア", "(1)", "※ 人数は延べ数", "一時保護所の運営", "一人ひとりに寄り添う", "十分な説明"],
)  # fmt: skip
def test_no_heading(text: str) -> None:
    """Sentences, bare labels, long lines and words that only begin like a label are none."""
    assert text_to_heading(text) is None


@pytest.mark.parametrize(
    ("label", "number"),
    [("1", "1"), ("１２", "12"), ("Ⅰ", "1"), ("Ⅳ", "4"), ("Ⅸ", "9"), ("Ⅻ", "12"), ("I", "1"), ("IV", "4"), ("VI", "6"), ("IX", "9"), ("XI", "11"), ("一", "1"), ("九", "9"), ("十", "10"), ("十二", "12"), ("二十", "20"), ("二十三", "23"), ("①", "1"), ("⑳", "20")],
)  # fmt: skip
def test_numerals(label: str, number: str) -> None:
    """Every style of numeral is its value."""
    assert number == numeral_to_text(label)


KANJI = "一二三四五六七八九"


@given(st.integers(1, 99))
def test_kanji_numerals_up_to_99(number: int) -> None:
    """十 is ten, with a digit before it for tens and after it for ones."""
    tens, ones = divmod(number, 10)
    label = ("" if tens == 0 else "十" if tens == 1 else KANJI[tens - 1] + "十") + (KANJI[ones - 1] if ones else "")
    assert str(number) == numeral_to_text(label)


@pytest.mark.parametrize(
    ("styles", "goals", "sections"),
    [
        ([], (), ()),
        (["kana"], (), ("kana",)),
        (["goal_word", "kana"], ("goal_word",), ("kana",)),
        (["goal_word", "bracketed_digit", "kana"], ("goal_word",), ("bracketed_digit", "kana")),
        (["digit", "bracketed_digit"], ("digit",), ("bracketed_digit",)),
        (["roman", "kana", "roman", "kana"], ("roman",), ("kana",)),
        (["goal_word"], ("goal_word",), ()),
    ],
)
def test_levels(styles: list[str], goals: tuple[str, ...], sections: tuple[str, ...]) -> None:
    """A word such as 基本目標 makes goals; without it the first of several styles does; one style alone is the sections'."""
    levels = headings_to_levels([Heading(style, "1", "x") for style in styles])
    assert (goals, sections) == tuple(levels)


HEAD = "No.|事項|内容|取組状況|所管局"


def load(*lines: str) -> LoadedPlan:
    """Return the plan with these lines; a number alone stands for its row, `head` for the head."""
    rows = [HEAD if line == "head" else f"{line}|事項{line}|内容を述べる。|実施|福祉局" if line.isdigit() else line for line in lines]
    return source_to_plan(bytes_to_source("\n".join(rows).replace("|", "\t").encode("utf-8"), "x.txt"))


def places(loaded: LoadedPlan) -> dict[str, tuple[str | None, str | None]]:
    """Return the goal's number and section's label of each measure."""
    plan = loaded.plan
    found: dict[str, tuple[str | None, str | None]] = {}
    for measure in plan.measures:
        row = measure.row
        goal = plan.goals[row.goal].number if row.goal is not None else None
        section = plan.sections[row.section].label if row.section is not None else None
        found[measure.key] = (goal, section)
    return found


@pytest.mark.parametrize(
    ("first", "second", "a", "b"),
    [
        ("基本目標1 あ", "基本目標2 い", "ア", "イ"),
        ("基本目標Ⅰ　あ", "基本目標Ⅱ　い", "(1)", "(2)"),
        ("基本目標１　あ", "基本目標２　い", "①", "②"),
        ("【基本目標1】 あ", "【基本目標2】 い", "1", "2"),
        ("第1章 あ", "第2章 い", "ア", "イ"),
        ("Ⅰ　あ", "Ⅱ　い", "1", "2"),
        ("基本方針一　あ", "基本方針二　い", "1-1", "1-2"),
    ],
)
def test_rows_stand_under_their_goal_and_section(first: str, second: str, a: str, b: str) -> None:
    """A new goal ends the section; the same label under another goal is another section."""
    loaded = load("雪見県計画", first, f"{a} 知らせる", "head", "1", "2", f"{b} つなぐ", "head", "3", second, f"{a} ささえる", "head", "4")
    assert {"1": ("1", a), "2": ("1", a), "3": ("1", b), "4": ("2", a)} == places(loaded)
    assert (["あ", "い"], ["知らせる", "つなぐ", "ささえる"]) == (
        [g.name for g in loaded.plan.goals],
        [s.name for s in loaded.plan.sections],
    )
    assert (2, 3) == (loaded.table.ledger.as_dict()["used"]["goal"], loaded.table.ledger.as_dict()["used"]["section"])


def test_sections_within_sections() -> None:
    """An inner section is named with its outer; the outer's end ends it."""
    loaded = load("計画", "基本目標1 あ", "(1) い", "ア う", "head", "1", "イ え", "head", "2", "(2) お", "head", "3", "ア か", "head", "4")
    assert {"1": ("1", "(1)-ア"), "2": ("1", "(1)-イ"), "3": ("1", "(2)"), "4": ("1", "(2)-ア")} == places(loaded)


def test_a_goal_without_sections_holds_its_rows_itself() -> None:
    """A row directly under a goal has no section, also where another goal has some."""
    loaded = load("計画", "基本目標1 あ", "ア い", "head", "1", "基本目標2 う", "head", "2")
    assert {"1": ("1", "ア"), "2": ("2", None)} == places(loaded)


def test_a_heading_repeated_on_the_next_page_is_the_same() -> None:
    """The same goal or section is not made twice."""
    loaded = load("計画", "基本目標1 あ", "ア い", "head", "1", "基本目標1 あ", "ア い", "head", "2")
    assert (1, 1) == (len(loaded.plan.goals), len(loaded.plan.sections))
    assert {"1": ("1", "ア"), "2": ("1", "ア")} == places(loaded)


def test_a_continued_heading_is_the_same() -> None:
    """（続き） behind a heading on the next page makes no new section."""
    loaded = load("計画", "基本目標1 あ", "ア い", "head", "1", "ア い（続き）", "head", "2")
    assert 1 == len(loaded.plan.sections)


def test_a_label_that_stands_twice_with_other_names_makes_two_sections() -> None:
    """And a notice says so."""
    loaded = load("計画", "基本目標1 あ", "ア い", "head", "1", "ア う", "head", "2")
    assert ["い", "う"] == [section.name for section in loaded.plan.sections]
    assert 1 == sum(notice.code == "section_repeated" for notice in loaded.notices)


@pytest.mark.parametrize(("label", "number"), [("一二", "12"), ("二一", "21"), ("一十二", "12"), ("九九", "99")])
def test_kanji_digits_side_by_side_are_read_by_their_places(label: str, number: str) -> None:
    """第二一章 is chapter 21; no numeral that looks like a heading's stops the reading."""
    assert number == numeral_to_text(label)
    assert text_to_heading(f"第{label}章　相談の充実") is not None
