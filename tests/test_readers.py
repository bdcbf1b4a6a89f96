"""Files -> lines: tabs and CSV, encodings told or found out, and what is refused in one line."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_model.errors import InputError, NotAPlan, UnreadableFile, UnsupportedFormat
from loaders.assemble import load_plan, source_to_plan
from loaders.readers.document import document_to_source, source_to_lines
from loaders.readers.lines import Source, bytes_to_source, read_source

PLAN = "雪見県計画\nNo.\t事項\t内容\t取組状況\t所管局\n1\t窓口\t①電話で相談に応じます。\t実施～継続\t福祉局★\n"


def source(text: str, name: str = "x.txt") -> Source:
    """Return a source of this text."""
    return Source(name, text, "utf-8", "", 0)


def cells(text: str, name: str) -> list[list[str]]:
    """Return the raw cells of each line."""
    return [[cell.raw for cell in line.cells] for line in source_to_lines(source(text, name))]


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r"), min_size=1, max_size=80))
def test_tabbed_cells_are_what_stands_between_tabs(text: str) -> None:
    r"""`text.split("\n")[line - 1].split("\t")[cell]` is the raw cell; no other character ends a line."""
    text = "a\tb\n" + text
    rows = text.split("\n")
    lines = source_to_lines(source(text))
    assert len(rows) - (rows[-1] == "") == len(lines)
    for line in lines:
        for cell in line.cells:
            assert rows[line.place.line - 1].split("\t")[cell.place.cell or 0] == cell.raw


@pytest.mark.parametrize("char", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_lines_end_at_line_feeds_alone(char: str) -> None:
    """A form feed or another separator inside a line ends none."""
    assert [["a", f"b{char}c"], ["d"]] == cells(f"a\tb{char}c\nd", "x.txt")


def test_carriage_returns_are_left_off() -> None:
    """Windows' line ends give the same cells."""
    assert cells("a\tb\nc\td\n", "x.txt") == cells("a\tb\r\nc\td\r\n", "x.txt")


ROWS = st.lists(st.lists(st.text(alphabet='支援相談, \t";\n。a1', max_size=8), min_size=2, max_size=5), min_size=1, max_size=6)


@given(ROWS, st.sampled_from(["x.csv", "x.tsv"]), st.sampled_from(["\n", "\r\n"]))
def test_csv_comes_back_as_it_was_written(rows: list[list[str]], name: str, ending: str) -> None:
    """Quotes, delimiters and line breaks inside cells stay; a record's line is where it starts."""
    delimiter = "\t" if name == "x.tsv" else ","
    rows = [["No.", "事項", "内容", "状況", "局", "注", "別"], *rows]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator=ending).writerows(rows)
    text = out.getvalue()
    if name == "x.csv" and max(text[:20_000].count(other) for other in "\t;") > text[:20_000].count(","):
        return
    assert rows == cells(text, name)
    at = 1
    for line, row in zip(source_to_lines(source(text, name)), rows, strict=True):
        assert at == line.place.line
        at += 1 + sum(cell.count("\n") for cell in row)


@pytest.mark.parametrize("name", ["x.csv", "x.CSV"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_may_part_its_cells_otherwise(name: str, delimiter: str) -> None:
    """Comma, semicolon or tab, told by what stands most."""
    assert [["No.", "事項", "内容"], ["1", "窓口", "応じます。"]] == cells(
        f"No.{delimiter}事項{delimiter}内容\n1{delimiter}窓口{delimiter}応じます。", name
    )


def test_a_csv_whose_words_hold_more_tabs_than_commas() -> None:
    """Delimiters inside quotes do not count."""
    text = 'No.,事項,内容\n1,窓口,"・電話\t・面談\t・訪問\t・手紙\t・会議\t・紹介"\n'
    assert ["1", "窓口", "・電話\t・面談\t・訪問\t・手紙\t・会議\t・紹介"] == cells(text, "x.csv")[1]


def test_text_without_tabs_is_read_as_csv() -> None:
    """A .txt may hold commas."""
    assert [["No.", "事項", "内容"], ["1", "窓口", "応じます。"]] == cells("No.,事項,内容\n1,窓口,応じます。", "x.txt")


@pytest.mark.parametrize(("encoding", "found"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("cp932", "cp932"), ("utf-16", "utf-16")])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_encodings_are_found_out(encoding: str, found: str, ending: str) -> None:
    """By a BOM, else UTF-8, else cp932; the text comes whole and without the BOM."""
    got = bytes_to_source(PLAN.replace("\n", ending).encode(encoding), "x.txt")
    assert (PLAN.replace("\n", ending), found, 0) == (got.text, got.encoding, got.cut)


def test_an_encoding_may_be_said() -> None:
    """It goes before what would be found out."""
    got = bytes_to_source(PLAN.replace("～", "").replace("①", "").encode("euc_jp"), "x.txt", encoding="euc_jp")
    assert PLAN.replace("～", "").replace("①", "") == got.text


@pytest.mark.parametrize("encoding", ["utf-8", "no-such-encoding", "ascii"])
def test_a_wrong_encoding_is_refused(encoding: str) -> None:
    """cp932 taken for UTF-8, or an encoding that is none: one line that names it and says what to do."""
    with pytest.raises(UnreadableFile) as caught:
        bytes_to_source(PLAN.encode("cp932"), "x.txt", encoding=encoding)
    assert encoding in caught.value.words.ja.lower() and "\n" not in caught.value.words.ja


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_a_file_cut_in_the_middle_of_a_character(encoding: str) -> None:
    """It is still of its encoding; the bytes that make no character are counted."""
    data = (PLAN + "2\t冊子").encode(encoding)
    got = bytes_to_source(data[:-1], "x.txt")
    assert (encoding, PLAN + "2\t冊") == (got.encoding, got.text)
    assert len("子".encode(encoding)) - 1 == got.cut


@pytest.mark.parametrize(
    "data",
    [b"", b" \n\n ", b"\xef\xbb\xbf", b"\xff\xd8\xff\xe0" + bytes(50), b"%PDF-1.7\n", b"PK\x03\x04" + bytes(20), b"\xd0\xcf\x11\xe0\xa1\xb1", b"\x89PNG\r\n", bytes(range(256)), b"\x00" * 50, b"\x81\xff\xfe\xfd" * 20],
)  # fmt: skip
def test_what_is_no_text_is_refused_in_one_line(data: bytes, tmp_path: Path) -> None:
    """An empty file, a picture, an archive or random bytes under the name of a text."""
    path = tmp_path / "計画 その1.txt"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        load_plan(path)
    for words in (caught.value.words.ja, caught.value.words.en):
        assert "計画 その1.txt" in words and "\n" not in words


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".docx", ".pdf", ".PDF", ".ods"])
def test_a_format_not_yet_read_is_named(suffix: str, tmp_path: Path) -> None:
    """By its ending, with what to do instead."""
    path = tmp_path / f"計画{suffix}"
    path.write_bytes(b"x")
    with pytest.raises(UnsupportedFormat, match="CSV") as caught:
        document_to_source(path)
    assert suffix in caught.value.words.ja and suffix in caught.value.words.en


def test_a_folder_and_a_missing_file_are_named(tmp_path: Path) -> None:
    """Each in its own words."""
    with pytest.raises(UnreadableFile, match="folder"):
        read_source(tmp_path)
    with pytest.raises(UnreadableFile, match="does not exist"):
        read_source(tmp_path / "無い.txt")


@pytest.mark.parametrize(
    "text",
    [
        "相談に応じます。\n実施しています。\n",
        "予算,決算,差額\n1,2,3\n",
        "甲\t乙\t丙\n1\t2\t3\n",
        "事項\t所管局\t取組状況\n窓口\t福祉局\t実施\n",
        "No.\t事項\t取組状況\t所管局\n1\t窓口\t実施\t福祉局\n",
        "内容\t事項\t取組状況\n応じます。\t窓口\t実施\n",
        "No.\t事項\t内容\t取組状況\t所管局\n",
    ],
)
def test_a_text_that_is_no_plan_is_refused(text: str) -> None:
    """No head, a head without number or text, or a head without rows."""
    with pytest.raises(NotAPlan) as caught:
        source_to_plan(bytes_to_source(text.encode("utf-8"), "x.txt"))
    assert "x.txt" in caught.value.words.ja and "\n" not in caught.value.words.ja


@pytest.mark.parametrize(
    "text", ['No.,事項,内容\n1,窓口,"応じます。\n', 'No.,事項,内容\n1,窓口,"応じ"ます。\n', 'No.,事項,内容\n1,"窓口\n2,冊子,配ります。\n']
)
def test_a_broken_csv_is_refused_with_its_line(text: str) -> None:
    """A quote that is not closed, or is closed in the middle of a cell."""
    with pytest.raises(UnreadableFile, match="line 2"):
        source_to_lines(source(text, "x.csv"))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Nothing but a plan or an error of ours comes out."""
    try:
        source_to_plan(bytes_to_source(data, "x.txt"))
    except InputError as error:
        assert error.words.ja and error.words.en
