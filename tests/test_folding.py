"""Folding: what is matched may look otherwise than what stands; where it stands is never lost."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from graph_model.evidence import Cell, Place
from loaders.folding import BOUNDARY, fold, fold_pattern, squeeze
from loaders.lookalikes import lines_to_look_alikes
from loaders.readers.lines import TableLine
from tests.small import links_of_row

PIECES = st.lists(
    st.sampled_from(["支援", "相談", "ＤＶ", "ｶﾞ", "ﾊﾟ", "ｱ", "カ", "力", "一", "ー", "ロ", "口", " ", "\u3000", "\n", "<br>", "</li>", "<ul class='x'>", "①", "㈱", "（", "）", "・", "。", "★", "a", "Z9", "１２", "\u200b", "<", ">", "Ⅳ", "环", "😀"]),
    max_size=30,
).map("".join)  # fmt: skip


@given(PIECES | st.text(max_size=40))
def test_every_folded_character_comes_from_its_raw_span(raw: str) -> None:
    """`raw[start:end]` of one folded character folds to that character alone, unless it is a break."""
    folded = fold(raw)
    for at, char in enumerate(folded.text):
        start, end = folded.raw_span(at, at + 1)
        assert 0 <= start < end <= len(raw)
        if not char.isspace():
            assert char == fold(raw[start:end]).text


@given(PIECES | st.text(max_size=40))
def test_spans_stand_in_order_and_leave_out_only_breaks(raw: str) -> None:
    """Spans follow one another without overlap; between them stand spaces, invisible characters and markup alone."""
    folded = fold(raw)
    spans = [folded.raw_span(at, at + 1) for at in range(len(folded.text))]
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    edges = [(0, 0), *spans, (len(raw), len(raw))]
    for before, after in pairwise(edges):
        left = re.sub(r"</?[A-Za-z][^<>]*>|[\s\u200b\ufeff\u00ad]", "", raw[before[1] : after[0]])
        assert "" == left


@given(PIECES, st.sampled_from(["若年女性", "ＤＶ被害者", "外国籍", "ｶﾞｲﾄﾞ"]), PIECES)
def test_a_word_found_in_a_folded_text_is_quoted_as_it_stands(before: str, word: str, after: str) -> None:
    """The span of a found word begins and ends on the word's own raw characters."""
    # What stands between <a and > is markup, a word too.
    assume(">" not in after or not re.search(r"</?[A-Za-z][^<>]*$", before))
    raw = f"{before}。{word}。{after}"
    folded = fold(raw)
    at = folded.text.find(fold(word).text)
    assert at >= 0
    start, end = folded.raw_span(at, at + len(fold(word).text))
    assert fold(word).text == fold(raw[start:end]).text.replace(BOUNDARY, "")


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=30))
def test_a_pattern_keeps_its_length(words: str) -> None:
    """Folding a pattern changes characters one for one."""
    assert len(words) == len(fold_pattern(words))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("一時保護", "ー時保護"),
        ("〇〇市", "○○市"),
        ("◯印", "○印"),
        ("暴力", "暴カ"),
        ("口座", "ロ座"),
        ("二次被害", "ニ次被害"),
        ("環境", "环境"),
        ("夕方", "タ方"),
        ("工事", "エ事"),
        ("トー横", "ト一横"),
        ("ヘルプ", "へルプ"),
        ("ＤＶ", "DV"),
        ("ＳＮＳ", "SNS"),
        ("ガイド", "ｶﾞｲﾄﾞ"),
        ("パンフレット", "ﾊﾟﾝﾌﾚｯﾄ"),
        ("１２３", "123"),
        ("（再掲）", "(再掲)"),
        ("相談　窓口", "相談窓口"),
        ("相 談 窓 口", "相談窓口"),
        ("相談\n窓口", "相談窓口"),
        ("相談\u200b窓口", "相談窓口"),
    ],
)
def test_two_spellings_of_one_word_squeeze_to_the_same(first: str, second: str) -> None:
    """Look-alikes, widths and spaces are folded away."""
    assert squeeze(first) == squeeze(second)


@pytest.mark.parametrize(("first", "second"), [("①", "1"), ("Ⅳ", "IV"), ("㈱", "株"), ("局", "課"), ("カ", "ガ"), ("は", "ば")])
def test_what_differs_to_a_reader_stays_different(first: str, second: str) -> None:
    """Circled and Roman numerals keep their form; other characters are not merged."""
    assert squeeze(first) != squeeze(second)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("相談<br>支援", f"相談{BOUNDARY}支援"),
        ("<ul><li>相談</li><li>支援</li></ul>", f"相談{BOUNDARY}支援"),
        ("相談を受けた。\n支援した。", f"相談を受けた。{BOUNDARY}支援した。"),
        ("・相談\n・支援", f"・相談{BOUNDARY}・支援"),
        ("若年\n女性", "若年女性"),
        ("SNS LINE", "SNS LINE"),
        ("  相談  ", "相談"),
    ],
)
def test_breaks_between_clauses_stay_breaks(raw: str, text: str) -> None:
    """A tag, a new sentence or a bullet parts two clauses; a line's wrap inside a word does not."""
    assert text.split(BOUNDARY) == [clause for clause in fold(raw).text.split(BOUNDARY) if clause]


def test_half_width_voiced_kana_are_one_character_of_two() -> None:
    """ﾊﾟ is パ and stands on two raw characters."""
    folded = fold("ﾊﾟﾝﾌ")
    assert "パンフ" == folded.text
    assert [(0, 2), (2, 3), (3, 4)] == [folded.raw_span(at, at + 1) for at in range(3)]


def test_nothing_is_normalised_where_the_length_would_change() -> None:
    """㈱ and ㎡ stay as they are: their plain form is longer."""
    for char in "㈱㎡㌢":
        assert len(unicodedata.normalize("NFKC", char)) > 1
        assert char == fold(char).text


@pytest.mark.parametrize("word", ["若年女性", "若年\n女性", "若 年 女 性", "若年\u3000女性"])
def test_a_quote_is_the_cells_own_words(word: str) -> None:
    """The quote of a link keeps the space or break that the cell has."""
    (evidence,) = links_of_row(f"{word}を対象に講座を開く。".replace("\n", " "))["SERVES"]["young_women"]["evidence"]
    assert word.replace("\n", " ") == evidence["quote"]


def test_a_look_alike_still_finds_its_term() -> None:
    """性暴カ with a katakana カ names the same group, quoted as it stands."""
    (evidence,) = links_of_row("性暴カの被害を受けた方を対象に、面談を行う。")["SERVES"]["sexual_violence_survivors"]["evidence"]
    assert "性暴カ" in evidence["quote"]


def suspects(raw: str) -> list[str]:
    """Return the words that the look-alike notices of one cell show."""
    place = Place("x.txt", 1, 0)
    return [notice.values["words"] for notice in lines_to_look_alikes([TableLine(Place("x.txt", 1), (Cell(raw, place),))])]


@pytest.mark.parametrize(
    "raw", ["ト一横の若者", "暴カ団", "性暴カ被害", "环境を整える", "ー時保護", "サポ一ト", "相談窓ロ", "第ニ回", "暴カの被害", "人ロ減少"]
)  # fmt: skip
def test_a_suspect_look_alike_is_noticed(raw: str) -> None:
    """A katakana among kanji, a kanji among katakana, or a foreign form of a character is listed."""
    assert 1 == len(suspects(raw))


@pytest.mark.parametrize(
    "raw",
    ["一時保護", "トー横", "一人一人に", "二つの窓口", "ニーズの把握", "カウンセリング", "人口", "窓口", "その一つ", "力を合わせ", "ロビー", "夕方の相談", "エリア", "ハローワーク", "女性ホットライン", "月一回", "ヘルプカード", "ケアラー", "第二次計画"],
)  # fmt: skip
def test_an_ordinary_word_is_no_suspect(raw: str) -> None:
    """Words as they should stand raise no notice."""
    assert [] == suspects(raw)
