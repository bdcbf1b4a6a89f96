"""Rows -> measures: which are originals, which relistings and of what, which numbers are missing or stand twice."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.assemble import LoadedPlan, source_to_plan
from loaders.readers.lines import bytes_to_source
from tests.small import plan_of

ONE = "1|窓口|相談に応じる。|実施|福祉局"
TWO = "2|冊子|冊子を配る。|千部|教育庁"
THREE = "3|動画|動画を流す。|三本|政策局"


def listings(loaded: LoadedPlan) -> dict[str, list[tuple[int, bool]]]:
    """Return the line of each listing of each measure, and whether it is a relisting."""
    return {m.key: [(listing.row.place.line, listing.relisted) for listing in m.listings] for m in loaded.plan.measures}


def noticed(loaded: LoadedPlan, *codes: str) -> list[tuple[str, int | None]]:
    """Return the notices of these codes, each with its line."""
    return [(notice.code, notice.place.line if notice.place else None) for notice in loaded.notices if notice.code in codes]


STYLES = ["1 再掲|窓口", "再掲 1|窓口", "1（再掲）|窓口", "（再掲）1|窓口", "【再掲】１|窓口", "※ 1 再掲|窓口", "※1|窓口", "1※|窓口", "1|窓口（再掲）", "1|【再掲】窓口", "1|窓口［再掲］", "|窓口（再掲 No.1）", "|窓口（No.1再掲）", "4|窓口（再掲：1）", "再掲|窓口", "※再掲|窓口", "1＜再掲＞|窓口", "1の再掲|窓口", "再掲（1）|窓口", "（再掲）|窓口"]  # fmt: skip


@pytest.mark.parametrize("style", STYLES)
def test_every_style_of_relisting(style: str) -> None:
    """Before or after the number, in the title, with ※, with the original's number in the mark, or by the title alone."""
    loaded = plan_of(ONE, TWO, THREE, f"{style}|相談に応じる。|実施|福祉局")
    assert {"1": [(5, False), (8, True)], "2": [(6, False)], "3": [(7, False)]} == listings(loaded)
    assert [] == noticed(loaded, "duplicate_number", "relisting_to_nowhere", "missing_number")
    assert ["窓口", "冊子", "動画"] == [m.item for m in loaded.plan.measures]
    assert "none" == loaded.plan.measures[0].listings[1].differs or "item" not in (loaded.plan.measures[0].listings[1].differences or {})
    assert 0 == loaded.graph.graph["ledger"]["not_understood"]


@pytest.mark.parametrize("style", [style for style in STYLES if "1" in style or "１" in style])
def test_a_relisting_with_another_title_goes_by_its_number(style: str) -> None:
    """The number decides; the other title is a difference in wording."""
    loaded = plan_of(ONE.replace("窓口", "電話"), TWO, THREE, f"{style}|相談に応じる。|実施|福祉局".replace("窓口", "訪問"))
    assert [(5, False), (8, True)] == listings(loaded)["1"]
    again = loaded.plan.measures[0].listings[1]
    assert ("wording", [{"original": "電話", "relisting": "訪問"}]) == (again.differs, (again.differences or {})["item"])


@pytest.mark.parametrize("style", STYLES)
def test_a_relisting_may_stand_before_its_original(style: str) -> None:
    """The original is the row without a mark, wherever it stands."""
    loaded = plan_of(f"{style}|相談に応じる。|実施|福祉局", "イ つぎ", ONE, TWO, THREE)
    assert [(7, False), (5, True)] == listings(loaded)["1"]
    assert ["1", "2", "3"] == sorted(listings(loaded))


@pytest.mark.parametrize("cells", ["|窓口|相談に応じる。|実施|福祉局|1", "4|窓口|相談に応じる。|実施|福祉局|No.1", "再掲|窓口|相談に応じる。|実施|福祉局|1", "1|窓口|相談に応じる。|実施|福祉局|再掲", "1|窓口|相談に応じる。|実施|福祉局|○", "4|窓口|相談に応じる。|実施|福祉局|１の再掲"])  # fmt: skip
@pytest.mark.parametrize("head", ["再掲", "再掲元"])
def test_a_column_of_its_own_marks_a_relisting(cells: str, head: str) -> None:
    """It holds the original's number, or the word, or a circle at the original's own number."""
    loaded = plan_of(*(f"{row}|" for row in (ONE, TWO, THREE)), cells, head=f"No.\t事項\t内容\t取組状況\t所管局\t{head}")
    assert {"1": [(5, False), (8, True)], "2": [(6, False)], "3": [(7, False)]} == listings(loaded)
    assert [] == noticed(loaded, "duplicate_number", "relisting_to_nowhere", "missing_number")


def test_a_dash_in_the_column_of_relistings_is_none() -> None:
    """Rows that are no relistings may say so with a dash."""
    loaded = plan_of(f"{ONE}|－", f"{TWO}|-", f"{ONE}|1", head="No.\t事項\t内容\t取組状況\t所管局\t再掲元")
    assert {"1": [(5, False), (7, True)], "2": [(6, False)]} == listings(loaded)


@pytest.mark.parametrize("style", ["9 再掲|引っ越し", "再掲 9|引っ越し", "9|引っ越し（再掲）", "|引っ越し（再掲 No.9）"])
def test_a_relisting_to_nowhere_is_read_as_the_measure_and_said(style: str) -> None:
    """Nothing is dropped: its row stands for the measure, and is still a relisting."""
    loaded = plan_of(ONE, TWO, f"{style}|荷物を運ぶ。|実施|福祉局")
    assert [(7, True)] == listings(loaded)["9"]
    assert [("relisting_to_nowhere", 7)] == noticed(loaded, "relisting_to_nowhere")
    assert ("9", "引っ越し") == (loaded.plan.measures[2].number, loaded.plan.measures[2].item)


def test_two_relistings_to_the_same_nowhere_are_one_measure() -> None:
    """The second is a relisting of the first."""
    loaded = plan_of(ONE, "9 再掲|引っ越し|荷物を運ぶ。|実施|福祉局", "イ つぎ", "9 再掲|引っ越し|荷物を運ぶ。|実施|福祉局")
    assert [(6, True), (8, True)] == listings(loaded)["9"]
    assert 1 == len(noticed(loaded, "relisting_to_nowhere"))


def test_a_number_that_stands_twice_makes_two_measures() -> None:
    """Both are kept, under keys that say so, with a notice at the second."""
    loaded = plan_of(ONE, TWO, "2|動画|動画を流す。|三本|政策局")
    assert {"1": [(5, False)], "2": [(6, False)], "2#2": [(7, False)]} == listings(loaded)
    assert ["1", "2", "2"] == [m.number for m in loaded.plan.measures]
    assert [("duplicate_number", 7)] == noticed(loaded, "duplicate_number")


@pytest.mark.parametrize(("row", "key"), [("2 再掲|動画|動画を流す。|三本|政策局", "2#2"), ("2 再掲|冊子|冊子を配る。|千部|教育庁", "2"), ("2 再掲|冊子|冊子を必ず配る。|千部|教育庁", "2"), ("2 再掲|動画|動画を毎日流す。|四本|政策局", "2#2"), ("2 再掲|動画|動画を毎日流します。|四本|政策局", "2#2")])  # fmt: skip
def test_a_relisting_of_a_number_that_stands_twice_goes_to_the_more_alike(row: str, key: str) -> None:
    """By the words of its cells, said in a notice."""
    loaded = plan_of(ONE, TWO, "2|動画|動画を流す。|三本|政策局", row)
    assert {key: 2} == {name: len(found) for name, found in listings(loaded).items() if len(found) > 1}
    assert [("relisting_ambiguous", 8)] == noticed(loaded, "relisting_ambiguous")


def test_the_more_alike_is_told_by_words_and_not_by_columns() -> None:
    """Where every cell differs a little from one original and wholly from the other, the first is meant."""
    loaded = plan_of(
        ONE,
        "2|冊子の配布|冊子を学校に配る。|千部を配布|教育庁",
        "2|動画の公開|動画を県のページで流す。|三本を公開|政策局",
        "2 再掲|動画を公開|動画を県のページで流します。|四本を公開|政策局",
    )
    assert {"1": 1, "2": 1, "2#2": 2} == {name: len(found) for name, found in listings(loaded).items()}


@pytest.mark.parametrize(
    ("numbers", "missing"),
    [
        (["1", "2", "3"], []),
        (["1", "3"], [2]),
        (["1", "5"], [2, 3, 4]),
        (["2", "3"], []),
        (["3", "1"], [2]),
        (["１", "３"], [2]),
        (["No.1", "No.3"], [2]),
    ],
)
def test_missing_numbers_are_said(numbers: list[str], missing: list[int]) -> None:
    """Each whole number between the least and the greatest that no row has; nothing is made up for it."""
    loaded = plan_of(*(f"{number}|取組{at}|話す{at}。|実施|福祉局" for at, number in enumerate(numbers)))
    assert missing == [notice.values["number"] for notice in loaded.notices if notice.code == "missing_number"]
    assert len(numbers) == len(loaded.plan.measures)


@pytest.mark.parametrize("numbers", [["1-1", "1-2", "2-1"], ["1.1", "1.2"], ["①", "②"], ["①", "③", "⑳"], ["1の1", "1の2"], ["5a", "5b"]])
def test_numbers_of_other_forms_are_read_too(numbers: list[str]) -> None:
    """Numbers with parts, circled or with letters each make a measure under that number."""
    loaded = plan_of(*(f"{number}|取組{at}|話す{at}。|実施|福祉局" for at, number in enumerate(numbers)))
    assert numbers == [measure.number for measure in loaded.plan.measures]
    assert 0 == loaded.graph.graph["ledger"]["not_understood"]


def test_a_marked_row_near_a_missing_number_is_named_and_nothing_concluded() -> None:
    """A row with ※ stands where No. 3 would: the notice says so, and the row stays a relisting of its own number."""
    loaded = plan_of(ONE, TWO, "※ 1 再掲|窓口|相談に応じる。|実施|福祉局", "4|地図|地図を作る。|実施|福祉局")
    (notice,) = [notice for notice in loaded.notices if notice.code.startswith("missing_number")]
    assert ("missing_number_near", 3, 7) == (notice.code, notice.values["number"], notice.place and notice.place.line)
    assert {"1": 2, "2": 1, "4": 1} == {key: len(found) for key, found in listings(loaded).items()}


def test_a_relisting_whose_number_has_another_measures_number_in_the_mark() -> None:
    """The mark's own number is the original's, not the running number before it."""
    loaded = plan_of(ONE, TWO, THREE, "4|冊子（再掲 No.2）|冊子を配る。|千部|教育庁", "5|地図|地図を作る。|実施|福祉局")
    assert {"1": [(5, False)], "2": [(6, False), (8, True)], "3": [(7, False)], "5": [(9, False)]} == listings(loaded)
    assert [] == noticed(loaded, "missing_number")


def test_numbers_that_begin_anew_under_each_goal() -> None:
    """No. 1 of goal 2 is no relisting and no error of goal 1's: two measures, each in its goal."""
    head = "No.\t事項\t内容\t取組状況\t所管局"
    text = f"雪見県計画\n基本目標1 あ\n{head}\n{ONE}\n{TWO}\n基本目標2 い\n{head}\n1|地図|地図を作る。|実施|福祉局".replace("|", "\t")
    loaded = source_to_plan(bytes_to_source(text.encode("utf-8"), "x.txt"))
    assert [("窓口", 0), ("冊子", 0), ("地図", 1)] == [(m.item, m.row.goal) for m in loaded.plan.measures]


def test_notices_of_empty_cells() -> None:
    """A measure without text, status or owner is kept and named."""
    loaded = plan_of(ONE, "2|冊子||千部|教育庁", "3|動画|動画を流す。||政策局", "4|地図|地図を作る。|実施|")
    assert [("text_empty", 6), ("status_empty", 7), ("bureau_empty", 8)] == noticed(loaded, "text_empty", "status_empty", "bureau_empty")


def test_a_new_mark_on_some_listings_counts_for_the_measure_and_is_said() -> None:
    """The measure has a new project where any of its rows says so."""
    loaded = plan_of(ONE, TWO, "1 再掲|★窓口|相談に応じる。|実施|福祉局")
    assert [("1", True), ("2", False)] == [(m.key, m.has_new_project) for m in loaded.plan.measures]
    assert [("mark_differs", 5)] == noticed(loaded, "mark_differs")


def test_a_relistings_own_words_make_links_that_say_so() -> None:
    """A group that only the relisting names is served, from_relisting."""
    loaded = plan_of(ONE, "1 再掲|窓口|外国籍の方を対象に、相談に応じる。|実施|福祉局")
    serves = {target: data["from_relisting"] for _, target, data in loaded.graph.edges(data=True) if data["kind"] == "SERVES"}
    assert {"group:foreign_nationals": True} == serves


ROW = st.tuples(st.sampled_from(["1", "2", "3", "1 再掲", "再掲 2", "※3", "※ 1 再掲", "4 再掲", "再掲"]), st.sampled_from(["窓口", "冊子（再掲）", "動画", ""]), st.sampled_from(["相談に応じる。", "冊子を配る。"]))  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=10))
def test_every_row_is_one_listing_of_one_measure(rows: list[tuple[str, str, str]]) -> None:
    """Rows in = listings out, keys are unique, and only a first listing can be an original."""
    loaded = plan_of(*(f"{number}|{item}|{text}|実施|福祉局" for number, item, text in rows))
    lines = [listing.row.place.line for measure in loaded.plan.measures for listing in measure.listings]
    assert list(range(5, 5 + len(rows))) == sorted(lines)
    assert len({measure.key for measure in loaded.plan.measures}) == len(loaded.plan.measures)
    assert all(listing.relisted for measure in loaded.plan.measures for listing in measure.listings[1:])
    assert [measure.order for measure in loaded.plan.measures] == list(range(len(loaded.plan.measures)))
