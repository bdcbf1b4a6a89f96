"""A relisting against its original: the same, other in form alone, or in its words, and which."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_model.evidence import QUOTE_LIMIT
from loaders.differences import differing_pieces
from tests.small import plan_of

ITEM, TEXT, STATUS = "電話の窓口", "夜も電話を受け、支援につなぎます。", "12回実施しました。"


def compare(item: str = ITEM, text: str = TEXT, status: str = STATUS) -> tuple[str, dict[str, list[dict[str, str]]]]:
    """Return how a relisting with these cells differs from the original."""
    loaded = plan_of(f"1|{ITEM}|{TEXT}|{STATUS}|福祉局", f"1 再掲|{item}|{text}|{status}|福祉局")
    (measure,) = loaded.plan.measures
    again = measure.listings[1]
    return again.differs, dict(again.differences or {})


def test_the_same_words_do_not_differ() -> None:
    """Letter for letter the same."""
    assert ("none", {}) == compare()


@pytest.mark.parametrize(
    "cells",
    [
        {"text": "夜も電話を受け、支援につなぎます。<br>"},
        {"text": "<ul><li>夜も電話を受け、支援につなぎます。</li></ul>"},
        {"text": "夜も電話を受け、 支援に\u3000つなぎます。"},
        {"text": "夜も電話を受け、支援につなぎます。（再掲）"},
        {"text": "（再掲）夜も電話を受け、支援につなぎます。"},
        {"status": "１２回実施しました。"},
        {"status": "12 回 実施しました。"},
        {"item": "電話の 窓口"},
        {"item": "電話の窓口", "text": "夜も電話を受け､支援につなぎます｡"},
        {"item": "★電話の窓口", "status": "12回実施しました。 "},
    ],
)
def test_mark_markup_width_and_spacing_are_form(cells: dict[str, str]) -> None:
    """The words are the same to a reader."""
    assert ("form" if cells.get("item") != f"★{ITEM}" else "none", {}) == compare(**cells)


@pytest.mark.parametrize("item", ["電話の窓口（再掲）", "【再掲】電話の窓口", "電話の窓口［再掲］"])
def test_a_relisting_mark_in_the_title_is_no_other_wording(item: str) -> None:
    """The mark is a matter of form at most."""
    differs, differences = compare(item=item)
    assert differs in ("none", "form")
    assert {} == differences


@pytest.mark.parametrize(
    ("cells", "differences"),
    [
        ({"text": "昼も電話を受け、支援につなぎます。"}, {"text": [{"original": "夜", "relisting": "昼"}]}),
        ({"text": "夜も電話を受け、支援につなぎます"}, {"text": [{"original": "。", "relisting": ""}]}),
        ({"text": "夜も電話を受けて、支援につなぎます。"}, {"text": [{"original": "", "relisting": "て"}]}),
        ({"status": "15回実施しました。"}, {"status": [{"original": "2", "relisting": "5"}]}),
        ({"item": "面談の窓口"}, {"item": [{"original": "電話", "relisting": "面談"}]}),
        (
            {"item": "面談の窓口", "text": "夜も面談を行い、支援につなぎます。"},
            {
                "item": [{"original": "電話", "relisting": "面談"}],
                "text": [{"original": "電話", "relisting": "面談"}, {"original": "受け", "relisting": "行い"}],
            },
        ),
        ({"status": ""}, {"status": [{"original": STATUS, "relisting": ""}]}),
    ],
)
def test_other_words_are_wording(cells: dict[str, str], differences: dict[str, list[dict[str, str]]]) -> None:
    """Which words of which column is said, as runs of the original and the relisting."""
    assert ("wording", differences) == compare(**cells)


@pytest.mark.parametrize("item", ["面談の窓口", "一時保護", "二次の相談", "夕方の工夫", "ＤＶの相談", "ヘルプカード"])
def test_the_words_that_differ_are_the_documents_own(item: str) -> None:
    """What is folded to compare is shown as it stands in the cell."""
    loaded = plan_of(f"1|{item}|{TEXT}|{STATUS}|福祉局", f"1 再掲|冊子|{TEXT}|{STATUS}|福祉局")
    pieces = (loaded.plan.measures[0].listings[1].differences or {})["item"]
    assert item == "".join(piece["original"] for piece in pieces)


def test_a_blank_item_is_not_compared() -> None:
    """A merged cell leaves it blank."""
    assert ("none", {}) == compare(item="")


def test_the_bureau_is_not_compared() -> None:
    """Another owner is another link, no difference of wording."""
    loaded = plan_of(f"1|{ITEM}|{TEXT}|{STATUS}|福祉局", f"1 再掲|{ITEM}|{TEXT}|{STATUS}|教育庁")
    assert ["none"] == [listing.differs for listing in loaded.plan.measures[0].listings[1:]]


WORDS = st.text(alphabet="支援相談窓口電話。、12", max_size=60)


@given(WORDS, WORDS)
def test_the_pieces_are_empty_only_for_the_same_words(before: str, after: str) -> None:
    """Each piece differs between the two, and is cut as quotes are."""
    pieces = differing_pieces(before, after)
    assert (before == after) == (pieces == [])
    for piece in pieces:
        assert set(piece) == {"original", "relisting"}
        assert piece["original"] or piece["relisting"]
        assert all(len(words) <= QUOTE_LIMIT for words in piece.values())
        for words, whole in ((piece["original"], before), (piece["relisting"], after)):
            assert words in whole or (words.endswith("…") and words[:-1] in whole)


def test_a_long_difference_ends_in_an_ellipsis() -> None:
    """Twenty characters at most, as DESIGN's quotes."""
    (piece,) = differing_pieces("相談", "相談" + "支" * 50)
    assert ("", "支" * 19 + "…") == (piece["original"], piece["relisting"])
