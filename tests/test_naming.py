"""A plan's names and dates, from its own title and heads; from the file's name as a last resort."""

from __future__ import annotations

import pytest

from loaders.naming import title_to_jurisdiction, title_to_names


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("東京都女性支援計画の実施状況", "tokyo"),
        ("北海道女性支援計画", "hokkaido"),
        ("京都府女性支援計画", "kyoto"),
        ("第2次大阪府女性支援基本計画", "osaka"),
        ("神奈川県計画", "kanagawa"),
        ("令和6年度 鹿児島県計画の進捗", "kagoshima"),
        ("困難な問題を抱える女性への支援に関する兵庫県基本計画", "hyogo"),
        ("雪見県女性支援計画", "雪見県"),
        ("雪見県みんなの計画", "雪見県"),
        ("困難な問題を抱える女性への支援に関する雪見県計画", "雪見県"),
        ("「雪見県女性支援計画」取組状況", "雪見県"),
        ("雪見市計画", "雪見市"),
        ("雪見県　ささえあい計画", "雪見県"),
        ("令和6年度雪見県女性支援計画", "雪見県"),
        ("第2次雪見県女性支援計画", "雪見県"),
    ],
)
def test_the_title_names_the_government(title: str, slug: str) -> None:
    """A real prefecture's romanised name, else the name as it stands."""
    assert slug == title_to_jurisdiction(title)


@pytest.mark.parametrize("title", ["", "女性支援計画の取組状況", "市町村の取組", "都民のための計画", "県民計画", "取組状況一覧"])
def test_a_title_may_name_none(title: str) -> None:
    """A word of government alone is no name."""
    assert title_to_jurisdiction(title) is None


@pytest.mark.parametrize(
    ("title", "dates", "file", "expected", "from_file"),
    [
        ("東京都計画", ("2025-01",), "x.txt", ("東京都計画", "tokyo", "2025-01", "2025-01"), 0),
        ("東京都計画", ("2025-03-31",), "x.txt", ("東京都計画", "tokyo", "2025-03", "2025-03-31"), 0),
        ("東京都計画（令和7年3月末現在）", (), "x.txt", ("東京都計画（令和7年3月末現在）", "tokyo", "2025-03", "2025-03"), 0),
        ("雪見県計画", (), "yukimi_2025-03.txt", ("雪見県計画", "雪見県", "2025-03", ""), 1),
        ("雪見県計画", (), "202503.csv", ("雪見県計画", "雪見県", "2025-03", ""), 1),
        ("雪見県計画", (), "x.txt", ("雪見県計画", "雪見県", "undated", ""), 1),
        ("取組の一覧", ("2025-03",), "yukimi_2025-03.txt", ("取組の一覧", "yukimi", "2025-03", "2025-03"), 1),
        ("", ("2025-03",), "雪見県計画.csv", ("雪見県計画", "雪見県", "2025-03", "2025-03"), 1),
    ],
)
def test_names_come_from_the_document_first(
    title: str, dates: tuple[str, ...], file: str, expected: tuple[str, str, str, str], from_file: int
) -> None:
    """Whatever the file's name had to give is said."""
    names = title_to_names(title, dates, file)
    assert expected == tuple(names)[:4]
    assert from_file == sum(notice.code == "name_from_file" for notice in names.notices)


def test_several_dates_are_said_and_the_latest_is_taken() -> None:
    """Heads of several sections may differ."""
    names = title_to_names("雪見県計画", ("2024-09", "2025-03"), "x.txt")
    assert "2025-03" == names.as_of
    (notice,) = names.notices
    assert ("as_of_differs", "2024-09, 2025-03", "2025-03") == (notice.code, notice.values["dates"], notice.values["chosen"])


def test_one_date_said_twice_is_one() -> None:
    """A date in the title and again in the heads is no difference."""
    from loaders.assemble import source_to_plan
    from loaders.readers.lines import bytes_to_source

    text = "雪見県計画（令和7年3月末現在）\nNo.\t事項\t内容\t令和7年3月末時点の取組状況\t所管局\n1\t窓口\t応じます。\t実施\t福祉局\n"
    loaded = source_to_plan(bytes_to_source(text.encode("utf-8"), "x.txt"))
    assert ("2025-03", []) == (loaded.plan.as_of, [notice.code for notice in loaded.notices if notice.code == "as_of_differs"])
