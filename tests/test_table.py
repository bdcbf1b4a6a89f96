"""Lines -> rows and the ledger: every line and cell is used, left aside for a reason of the list, or not understood."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_model.notices import NOT_UNDERSTOOD, REASONS, USES
from loaders.readers.document import source_to_lines
from loaders.readers.lines import Source
from loaders.table import Table, lines_to_table

HEAD = "No.||事項|内容|取組状況|所管局"
TOP = ["雪見県計画", "基本目標1 気づく", "ア 知らせる", HEAD, "1||窓口|電話で相談に応じます。|実施|福祉局"]


def table(*lines: str, name: str = "x.txt") -> Table:
    """Return the table in these lines; cells are parted by |."""
    return lines_to_table(source_to_lines(Source(name, "\n".join(lines).replace("|", "\t") + "\n", "utf-8", "", 0)))


def fate(*lines: str) -> list[str]:
    """Return what became of each of these lines below a head and a row."""
    found = table(*TOP, *lines).ledger.fates
    return [found[len(TOP) + 1 + at] for at in range(len(lines))]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("", "blank"),
        ("   ", "blank"),
        ("\u3000", "blank"),
        ("|||||", "blank"),
        (" | |\u3000||| ", "blank"),
        ("----------", "rule"),
        ("---|---|---|---|---|---", "rule"),
        ("|---|---|", "rule"),
        ("－－－－－－", "rule"),
        ("───────", "rule"),
        ("━━━━━|━━━━", "rule"),
        ("======", "rule"),
        ("＿＿＿＿", "rule"),
        ("+-----+-----+", "rule"),
        ("- - - - - -", "rule"),
        ("★は新規事業", "legend"),
        ("※★：新規の取組　☆：拡充の取組", "legend"),
        ("【凡例】★新規", "legend"),
        ("凡例　★は令和6年度に新たに始めたもの", "legend"),
        ("雪見県計画", "page_furniture"),
        ("- 3 -", "page_furniture"),
        ("-3-", "page_furniture"),
        ("－ 12 －", "page_furniture"),
        ("３", "page_furniture"),
        ("12/30", "page_furniture"),
        ("3ページ", "page_furniture"),
        ("P.3", "page_furniture"),
        ("Page 3", "page_furniture"),
        ("3 / 12 ページ", "page_furniture"),
        ("（3）", "page_furniture"),
        ("<br>", "page_furniture"),
        ("</ul>", "page_furniture"),
        ("（注）人数は延べ数である。", "note"),
        ("(注) 人数は延べ数である。", "note"),
        ("注1 人数は延べ数である。", "note"),
        ("注）人数は延べ数である。", "note"),
        ("※ 人数は延べ数である。", "note"),
        ("※1 人数は延べ数である。", "note"),
        ("※人数は延べ数である。", "note"),
        ("＊ 人数は延べ数である。", "note"),
        ("出典：県の統計", "note"),
        ("備考 人数は延べ数", "note"),
        ("合計|||3取組||", "total"),
        ("|合計||3取組||", "total"),
        ("計||3件", "total"),
        ("総数|1|2", "total"),
        ("合 計||3", "total"),
        ("小計（基本目標1）||3", "total"),
        ("合計", "total"),
    ],
)
def test_a_line_that_is_no_row_is_left_for_its_reason(line: str, reason: str) -> None:
    """Furniture of the page is told from rows by its words alone."""
    assert [reason, "row"] == fate(line, "2||冊子|冊子を配ります。|実施|福祉局")


@pytest.mark.parametrize(
    ("line", "use"),
    [
        ("2||冊子|冊子を配ります。|実施|福祉局", "row"),
        ("2|★||冊子を配ります。|実施|福祉局", "row"),
        ("1 再掲||窓口|電話で相談に応じます。|実施|福祉局", "row"),
        ("2||冊子|冊子を配ります。|福祉局", "row"),
        ("2|||||", "row"),
        ("2||計量器の配布|計量器を配ります。|実施|福祉局", "row"),
        ("2||合計特殊出生率の周知|率を知らせます。|実施|福祉局", "row"),
        ("基本目標2 ささえる", "goal"),
        ("基本目標2 ささえる|||||", "goal"),
        ("イ つなぐ", "section"),
        ("|イ つなぐ||||", "section"),
        (HEAD, "repeated_head"),
        ("No.||事 項|内　容|取組状況|所管局", "repeated_head"),
        ("|||訪問もします。||", "continued"),
        ("||||毎月開催|", "continued"),
    ],
)
def test_a_line_that_is_used(line: str, use: str) -> None:
    """Rows, headings, heads and the rest of a row."""
    assert [use] == fate(line)


@pytest.mark.parametrize("line", ["どこにも属さない文です。", "あ|い|う|え|お|か", "||窓口の話|電話で相談に応じます。|実施|福祉局"])
def test_a_line_of_no_known_kind_is_not_understood(line: str) -> None:
    """And a notice shows its first words and its place."""
    found = table(*TOP, line)
    assert NOT_UNDERSTOOD == found.ledger.fates[6]
    (notice,) = [notice for notice in found.notices if notice.code.endswith("not_understood")]
    assert notice.place and 6 == notice.place.line
    assert notice.values["words"].rstrip("…") in line.replace("|", " ").strip()


def test_a_head_in_a_new_section_is_used_and_on_a_new_page_repeated() -> None:
    """The head counts once a section."""
    found = table(*TOP, "- 1 -", HEAD, "2||冊子|配ります。|実施|福祉局", "イ つなぐ", HEAD, "3||動画|流します。|実施|福祉局")
    assert ({"row": 3, "head": 2, "section": 2, "goal": 1}, {"title": 1, "page_furniture": 1, "repeated_head": 1}) == (
        found.ledger.as_dict()["used"],
        found.ledger.as_dict()["ignored"],
    )


def test_a_head_missing_after_a_page_break_is_the_last_one() -> None:
    """Rows go on by it, also under the next section."""
    found = table(*TOP, "- 1 -", "2||冊子|配ります。|実施|福祉局", "イ つなぐ", "3|★|動画|流します。|準備|教育庁")
    assert [("1", "窓口", 0), ("2", "冊子", 0), ("3", "動画", 1)] == [(row.number, row.item, row.section) for row in found.rows]
    assert ("★", "教育庁") == (found.rows[2].new_mark, found.rows[2].columns["bureau"].raw)


def test_a_head_with_other_columns_holds_from_where_it_stands() -> None:
    """Two sections may have their columns in another order."""
    found = table(*TOP, "イ つなぐ", "所管課|番号|取組|概要|実績", "福祉課|2|冊子|冊子を配ります。|千部")
    assert ("2", "冊子", "千部", "福祉課") == (
        found.rows[1].number,
        found.rows[1].item,
        found.rows[1].columns["status"].raw,
        found.rows[1].columns["bureau"].raw,
    )


def test_the_title_and_dates_come_from_the_document() -> None:
    """The first line is the title; a date in it or in a head is taken."""
    found = table("雪見県計画の取組状況", "令和6年9月末現在", *TOP[1:3], HEAD.replace("取組状況", "令和7年3月末の取組状況"), *TOP[4:])
    assert ("雪見県計画の取組状況", {"2024-09", "2025-03"}) == (found.title, set(found.dates))


@pytest.mark.parametrize(
    ("first", "rest", "text", "status"),
    [
        ("2||冊子|冊子を作り、|実施|福祉局", "|||学校に配ります。||", "冊子を作り、学校に配ります。", "実施"),
        ("2||冊子|冊子を作り、||福祉局", "|||学校に配ります。|千部を作成|", "冊子を作り、学校に配ります。", "千部を作成"),
        ("2||冊子|冊子を配ります。|学校と図書館に|福祉局", "||||千部を置いた。|", "冊子を配ります。", "学校と図書館に千部を置いた。"),
        ("2||冊子|冊子を作り、||", "|||学校に配ります。|千部を作成|福祉局", "冊子を作り、学校に配ります。", "千部を作成"),
        ("2||冊子|冊子を作り、", "|||学校に配ります。|千部を作成|福祉局", "冊子を作り、学校に配ります。", "千部を作成"),
        ("2||冊子|冊子を作り、|千部を|福祉", "|||学校に配ります。|作成|局", "冊子を作り、学校に配ります。", "千部を作成"),
    ],
)
@pytest.mark.parametrize(
    "between", [(), ("- 1 -",), ("", "- 1 -", HEAD), ("- 1 -", "雪見県計画", HEAD), ("- 1 -", "ア 知らせる（続き）", HEAD)]
)
def test_a_row_cut_by_a_page_is_joined(first: str, rest: str, text: str, status: str, between: tuple[str, ...]) -> None:
    """The rest of its cells, in their columns, behind a page number, the title or a repeated head and heading."""
    found = table(*TOP, first, *between, rest, "3||動画|流します。|実施|福祉局")
    assert ["1", "2", "3"] == [row.number for row in found.rows]
    assert (text, status, "福祉局") == tuple(found.rows[1].columns[column].raw for column in ("text", "status", "bureau"))
    assert 0 == found.ledger.as_dict()[NOT_UNDERSTOOD]
    assert ["2"] == [notice.values["number"] for notice in found.notices if notice.code == "row_continued"]


def test_a_row_broken_by_a_lines_end_is_joined() -> None:
    """The last cell goes on in the first of the next line, the others follow."""
    found = table(*TOP, "2||冊子|冊子を作り、", "学校に配ります。|千部|福祉局", "3||動画|流します。|実施|教育庁")
    assert ("冊子を作り、学校に配ります。", "千部", "福祉局") == tuple(
        found.rows[1].columns[column].raw for column in ("text", "status", "bureau")
    )
    assert 0 == found.ledger.as_dict()[NOT_UNDERSTOOD]


def test_a_row_cut_at_the_end_of_the_file_is_said() -> None:
    """With its number."""
    found = table(*TOP, "2||冊子|冊子を作り、学")
    assert ["2"] == [notice.values["number"] for notice in found.notices if notice.code == "row_cut"]


@pytest.mark.parametrize("markup", ["<ul>", "</ul>", "<br>"])
def test_stray_markup_in_cells_is_kept_and_does_no_harm(markup: str) -> None:
    """The cell stays verbatim; the row is a row."""
    found = table(*TOP, f"2||冊子|{markup}冊子を配ります。|実施{markup}|福祉局{markup}")
    assert ("2", f"{markup}冊子を配ります。") == (found.rows[1].number, found.rows[1].columns["text"].raw)


def test_cells_of_the_ledger() -> None:
    """Each cell is entered under its column, `blank` or the reason of its line."""
    found = table(*TOP, "2|★||冊子を配ります。|実施|福祉局", "（注）延べ数", "|||||").ledger.as_dict()
    assert {
        "total": 1 + 1 + 1 + 6 + 6 + 6 + 1 + 6,
        "used": {"bureau": 2, "goal": 1, "head": 5, "item": 1, "mark": 1, "number": 2, "section": 1, "status": 2, "text": 2},
        "ignored": {"blank": 1 + 1 + 1 + 6, "title": 1, "note": 1},
        "not_understood": 0,
    } == found["cells"]


PIECE = st.sampled_from(["", "1", "2", "2 再掲", "※3", "★", "窓口", "冊子を配ります。", "実施", "福祉局", "合計", "---", "- 2 -", "基本目標2 い", "イ う", "（注）延べ", "★は新規", "No.", "事項", "内容", "取組状況", "所管局", "<br>", "雪見県計画"])  # fmt: skip
LINES = st.lists(st.lists(PIECE, min_size=1, max_size=8).map("|".join), max_size=15)


@settings(max_examples=150, deadline=None)
@given(LINES, st.sampled_from(["x.txt", "x.tsv"]), st.booleans())
def test_every_line_and_cell_has_one_fate(lines: list[str], name: str, with_top: bool) -> None:
    """Whatever the lines say: one fate a line of the closed lists, and as many cells as there are."""
    lines = [*TOP, *lines] if with_top else [*lines, "あ|い"]
    found = table(*lines, name=name)
    fates = found.ledger.fates
    assert list(range(1, len(lines) + 1)) == sorted(fates)
    assert set(fates.values()) <= {*USES, *REASONS, NOT_UNDERSTOOD}
    counted = found.ledger.as_dict()
    assert counted["lines"] == sum(counted["used"].values()) + sum(counted["ignored"].values()) + counted[NOT_UNDERSTOOD]
    cells = counted["cells"]
    assert sum(line.count("|") + 1 for line in lines) == cells["total"]
    assert cells["total"] == sum(cells["used"].values()) + sum(cells["ignored"].values()) + cells[NOT_UNDERSTOOD]
    assert len(found.rows) == counted["used"].get("row", 0)
    for at, line in enumerate(lines, 1):
        assert (fates[at] == "blank") == (not line.replace("|", "").strip())


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_what_is_not_understood_is_noticed(lines: list[str]) -> None:
    """No line is put aside as not understood without a notice of its place."""
    found = table(*TOP, *lines)
    lost = {line for line, what in found.ledger.fates.items() if what == NOT_UNDERSTOOD}
    assert lost == {n.place.line for n in found.notices if n.place and n.code in ("line_not_understood", "row_not_understood")}
