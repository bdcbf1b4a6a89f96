"""Dates as heads and titles print them: 和暦 and western, of any width, with spaces and line breaks inside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.dates import strip_dates, text_to_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("令和7年1月末時点の取組状況", "2025-01"),
        ("令和７年１月末時点", "2025-01"),
        ("令和 7 年 1 月 末", "2025-01"),
        ("取組状況\n（令和７年\n１月末現在）", "2025-01"),
        ("実績（令和6年12月）", "2024-12"),
        ("令和元年5月1日", "2019-05-01"),
        ("令和元年10月", "2019-10"),
        ("平成31年4月30日", "2019-04-30"),
        ("平成元年１月", "1989-01"),
        ("昭和63年12月", "1988-12"),
        ("㋿7年3月", "2025-03"),
        ("令和七年一月末時点の取組状況", "2025-01"),
        ("令和六年十二月末現在", "2024-12"),
    ],
)
def test_japanese_years_are_counted_from_their_era(text: str, date: str) -> None:
    """和暦 gives the western year: 令和 from 2018, 平成 from 1988, 昭和 from 1925; 元年 is the first; kanji numerals count too."""
    assert date == text_to_date(text)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("R7.3.31現在", "2025-03-31"),
        ("Ｒ７．３．３１現在", "2025-03-31"),
        ("R7.3末の実績", "2025-03"),
        ("R7/3/31", "2025-03-31"),
        ("R7年3月末", "2025-03"),
        ("H31.4.1時点", "2019-04-01"),
        ("S63.12.1", "1988-12-01"),
        ("(R6.9.30)", "2024-09-30"),
    ],
)
def test_eras_may_be_one_letter(text: str, date: str) -> None:
    """R, H and S stand for the eras where digits follow."""
    assert date == text_to_date(text)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2025年1月末", "2025-01"),
        ("２０２５年１月３１日時点", "2025-01-31"),
        ("2025/1/31", "2025-01-31"),
        ("2025-01-31", "2025-01-31"),
        ("2025.3", "2025-03"),
        ("状況（2024年10月）", "2024-10"),
        ("2025年（令和7年）3月末", "2025-03"),
        ("令和7（2025）年3月末", "2025-03"),
    ],
)
def test_western_years(text: str, date: str) -> None:
    """Western years stand as they are, also beside the Japanese one."""
    assert date == text_to_date(text)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("令和6年度実績", "2025-03"),
        ("R6年度", "2025-03"),
        ("2024年度の取組状況", "2025-03"),
        ("令和元年度", "2020-03"),
        ("令和６年度末", "2025-03"),
    ],
)
def test_a_fiscal_year_is_its_end(text: str, date: str) -> None:
    """A fiscal year ends in March of the next calendar year."""
    assert date == text_to_date(text)


@pytest.mark.parametrize("text", ["令和6年度（令和6年9月末現在）", "令和6年9月末時点（令和6年度計画）"])
def test_a_day_or_month_goes_before_a_fiscal_year(text: str) -> None:
    """Where a head has both, the more exact one is the date."""
    assert "2024-09" == text_to_date(text)


@pytest.mark.parametrize(
    "text", ["", "取組状況", "1月末", "第7回", "令和", "No.12", "令和7年13月", "R", "2025", "120件", "電話 0120-25-1234"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    """Numbers, months alone and impossible months are no dates."""
    assert text_to_date(text) is None


@given(year=st.integers(1, 30), month=st.integers(1, 12), day=st.integers(1, 28))
def test_one_day_in_many_spellings(year: int, month: int, day: int) -> None:
    """One day is one date, however it is printed."""
    date = f"{2018 + year}-{month:02d}-{day:02d}"
    wide = str.maketrans("0123456789.", "０１２３４５６７８９．")
    for text in (
        f"令和{year}年{month}月{day}日",
        f"R{year}.{month}.{day}",
        f"令和 {year} 年 {month} 月 {day} 日現在",
        f"{2018 + year}年{month}月{day}日",
        f"{2018 + year}/{month}/{day}",
        f"状況（令和{year}年{month}月{day}日時点）",
    ):
        assert date == text_to_date(text) == text_to_date(text.translate(wide)), text


@given(year=st.integers(1, 30), month=st.integers(1, 12))
def test_one_month_in_many_spellings(year: int, month: int) -> None:
    """A month without a day stays a month."""
    for text in (f"令和{year}年{month}月末時点の実績", f"R{year}.{month}末", f"{2018 + year}年{month}月", f"令和{year}年{month}月現在"):
        assert f"{2018 + year}-{month:02d}" == text_to_date(text), text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("令和7年1月末時点の取組状況", "取組状況"),
        ("令和6年度実績", "実績"),
        ("令和6年度の実績", "実績"),
        ("2025年3月31日現在の実施状況", "実施状況"),
        ("R7.3.31現在の進捗", "進捗"),
        ("取組状況", "取組状況"),
        ("令和6年度における実績", "実績"),
    ],
)
def test_dates_and_their_words_are_stripped(text: str, left: str) -> None:
    """What is left of a head is its role's word."""
    assert left == strip_dates(text)
