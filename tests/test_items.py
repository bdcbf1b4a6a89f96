"""Merged 事項 cells, printed on any one of their rows: decided by content, said how, never guessed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.assemble import LoadedPlan
from tests.small import plan_of


def load(*rows: tuple[str, str]) -> LoadedPlan:
    """Return the plan of rows (item, text), numbered from 1."""
    return plan_of(*(f"{at}|{item}|{text}|実施|福祉局" for at, (item, text) in enumerate(rows, 1)))


def items(*rows: tuple[str, str]) -> list[tuple[str | None, str]]:
    """Return the item of each row, and how it was told."""
    return [(measure.item, measure.item_how) for measure in load(*rows).plan.measures]


HOME = "住宅の確保"
WORK = "就労の訓練"
HOMES = ["住宅の家賃を補助する。", "公営住宅に案内する。", "住宅の保証人を立てる。"]
WORKS = ["就労の相談を受ける。", "職場での訓練を行う。", "就労先を探す。"]
OTHER = "会報を出す。"


@pytest.mark.parametrize("at", [0, 1, 2])
def test_one_label_of_a_section_belongs_to_all_its_rows(at: int) -> None:
    """Printed on the first, the middle or the last row: rows before it follow, rows behind it precede."""
    rows = [(HOME if k == at else "", HOMES[k]) for k in range(3)]
    assert [(HOME, "following" if k < at else "stated" if k == at else "preceding") for k in range(3)] == items(*rows)


@pytest.mark.parametrize("first", [0, 1, 2])
@pytest.mark.parametrize("second", [0, 1, 2])
def test_two_merged_cells_each_printed_anywhere(first: int, second: int) -> None:
    """Where the rows' words tell which label is theirs, each gets it, wherever both labels are printed."""
    rows = [(HOME if k == first else "", HOMES[k]) for k in range(3)] + [(WORK if k == second else "", WORKS[k]) for k in range(3)]
    expected = [(HOME, "following" if k < first else "stated" if k == first else "preceding") for k in range(3)]
    expected += [(WORK, "following" if k < second else "stated" if k == second else "preceding") for k in range(3)]
    assert expected == items(*rows)


def test_a_row_that_shares_nothing_with_either_label_is_unrecoverable() -> None:
    """It is not filled, and a notice says so; its neighbours' labels stay."""
    loaded = load((HOME, HOMES[0]), ("", OTHER), (WORK, WORKS[0]))
    assert [(HOME, "stated"), (None, "unrecoverable"), (WORK, "stated")] == [(m.item, m.item_how) for m in loaded.plan.measures]
    assert ["2"] == [notice.values["number"] for notice in loaded.notices if notice.code == "item_unrecoverable"]
    assert () == loaded.plan.measures[1].item_evidence


def test_rows_of_one_label_stand_together() -> None:
    """A row of other words between two rows of one label is of that label too: a merged cell has no holes."""
    assert [(HOME, "stated"), (HOME, "preceding"), (HOME, "preceding"), (WORK, "stated")] == items(
        (HOME, HOMES[0]), ("", OTHER), ("", HOMES[1]), (WORK, WORKS[0])
    )


def test_without_any_label_nothing_is_told() -> None:
    """A section whose item cells are all blank has none."""
    assert [(None, "unrecoverable")] * 2 == items(("", HOMES[0]), ("", WORKS[0]))


@pytest.mark.parametrize(
    ("top", "bottom", "whole"),
    [
        ("女性相談員の", "研修", "女性相談員の研修"),
        ("居場所の", "DX", "居場所のDX"),
        ("住宅及び", "就労の支援", "住宅及び就労の支援"),
        ("関係機関との連携に関する", "会議", "関係機関との連携に関する会議"),
        ("窓口における", "案内", "窓口における案内"),
        ("若者に対する", "案内", "若者に対する案内"),
        ("電話・", "面談の相談", "電話・面談の相談"),
        ("妊娠、", "出産の支援", "妊娠、出産の支援"),
        ("自立に向けた", "支援", "自立に向けた支援"),
        ("住宅", "の確保", "住宅の確保"),
    ],
)
def test_a_label_broken_over_two_rows_is_one(top: str, bottom: str, whole: str) -> None:
    """Both rows have the whole label, and both pieces are its evidence."""
    loaded = load((top, "手引を作る。"), (bottom, "集いを開く。"))
    assert [(whole, "split"), (whole, "split")] == [(m.item, m.item_how) for m in loaded.plan.measures]
    for measure in loaded.plan.measures:
        assert [(5, top), (6, bottom)] == [(piece.place.line, piece.quote) for piece in measure.item_evidence]


@pytest.mark.parametrize(
    ("top", "bottom"),
    [
        ("みなと", "冊子"),
        ("電話相談", "面談相談"),
        ("はつらつ", "冊子"),
        ("居場所", "居場所の広報"),
        ("広場のひと", "冊子"),
        ("住宅の確保", "就労"),
    ],
)
def test_two_whole_labels_stay_two(top: str, bottom: str) -> None:
    """A label that ends as a word ends is whole."""
    assert [(top, "stated"), (bottom, "stated")] == items((top, "手引を作る。"), (bottom, "集いを開く。"))


def test_a_split_label_may_have_more_rows() -> None:
    """A blank row behind it can take the whole label."""
    assert [("女性相談員の研修", "split"), ("女性相談員の研修", "split"), ("女性相談員の研修", "preceding")] == items(
        ("女性相談員の", "手引を作る。"), ("研修", "研修を開く。"), ("", "女性相談員の集いを開く。")
    )


@pytest.mark.parametrize("border", ["イ つぎの区分", "基本目標2 つぎの目標"])
def test_a_label_does_not_cross_a_border(border: str) -> None:
    """A merged cell ends with its section or goal, even where the words are alike."""
    loaded = plan_of(f"1|{HOME}|{HOMES[0]}|実施|福祉局", border, f"2||{HOMES[1]}|実施|福祉局")
    assert [(HOME, "stated"), (None, "unrecoverable")] == [(m.item, m.item_how) for m in loaded.plan.measures]


def test_a_label_goes_on_over_a_page() -> None:
    """A page number and a repeated head in between change nothing."""
    loaded = plan_of(f"1|{HOME}|{HOMES[0]}|実施|福祉局", "- 1 -", "No.|事項|内容|取組状況|所管局", f"2||{HOMES[1]}|実施|福祉局")
    assert [(HOME, "stated"), (HOME, "preceding")] == [(m.item, m.item_how) for m in loaded.plan.measures]


def test_a_row_without_an_item_cell_still_has_its_label_looked_for() -> None:
    """Its cells have moved, its words tell."""
    loaded = plan_of(f"1|{HOME}|{HOMES[0]}|実施|福祉局", "2|公営住宅に案内する。|12世帯に案内した。|福祉局")
    assert (HOME, "preceding") == (loaded.plan.measures[1].item, loaded.plan.measures[1].item_how)


def test_an_inherited_label_is_quoted_where_it_stands() -> None:
    """The evidence is the label's row, and the notice says from where it came."""
    loaded = load((HOME, HOMES[0]), ("", HOMES[1]))
    (piece,) = loaded.plan.measures[1].item_evidence
    assert (5, HOME, "item") == (piece.place.line, piece.quote, piece.column)
    assert [("2", HOME)] == [(n.values["number"], n.values["item"]) for n in loaded.notices if n.code == "item_decided"]


def test_a_relistings_label_goes_to_an_original_without_one() -> None:
    """The relisting states what the original's blank cell does not."""
    loaded = plan_of(
        f"1||{OTHER}|実施|福祉局",
        "2||別の話をする。|実施|福祉局",
        "イ つぎ",
        f"1 再掲|広報の活動|{OTHER}|実施|福祉局",
        "3|冊子|配る。|実施|福祉局",
    )
    one = loaded.plan.measures[0]
    assert "広報の活動" == one.item
    assert [8] == [piece.place.line for piece in one.item_evidence]


def test_a_label_on_two_lines_of_a_cell_is_one() -> None:
    """A line's wrap or <br> inside a title is none."""
    from loaders.assemble import source_to_plan
    from loaders.readers.lines import bytes_to_source

    text = 'No.,事項,内容,取組状況,所管局\n1,"電話の\n窓口",応じる。,実施,福祉局\n2,冊子<br>の配布,配る。,実施,福祉局\n'
    loaded = source_to_plan(bytes_to_source(text.encode("utf-8"), "x.csv"))
    assert ["電話の窓口", "冊子の配布"] == [m.item for m in loaded.plan.measures]


TEXTS = st.sampled_from([*HOMES, *WORKS, OTHER])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["", "", HOME, WORK]), TEXTS), min_size=1, max_size=8))
def test_a_blank_item_takes_only_a_neighbouring_label(rows: list[tuple[str, str]]) -> None:
    """`preceding` is the nearest label above, `following` the nearest below, `stated` the cell's own; else there is none."""
    found = items(*rows)
    for at, ((stated, _), (item, how)) in enumerate(zip(rows, found, strict=True)):
        above = next((label for label, _ in reversed(rows[:at]) if label), None)
        below = next((label for label, _ in rows[at + 1 :] if label), None)
        assert bool(stated) == (how == "stated")
        assert item == {"stated": stated, "preceding": above, "following": below, "unrecoverable": None}[how]
