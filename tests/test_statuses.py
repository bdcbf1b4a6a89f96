"""A status text -> how far a measure has come: ongoing, pilot, planned or considering."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.folding import fold
from loaders.statuses import status_text_to_status
from tests.small import links_of_row, plan_of


def status(text: str) -> str:
    """Return the status that a text tells."""
    return status_text_to_status(fold(text).text).status


@pytest.mark.parametrize(
    "text",
    [
        "実施",
        "実施済み",
        "実施中",
        "継続して実施",
        "毎月開催した。",
        "年3回開催",
        "パンフレット2千部を配布",
        "相談件数　延べ320件",
        "参加者45名",
        "通年で運営している。",
        "専用の電話を設置し、24時間受け付けている。",
        "12施設に補助金を交付",
        "県のホームページに掲載しています。",
        "関係課の会議で情報を共有した。",
        "令和6年6月に窓口を開設",
        "4月より運用を開始した。",
        "随時対応",
        "・研修　2回\n・講座　5回",
        "市町村へ職員を派遣した。",
        "検討会を3回開催した。",
        "検討委員会を設置し、報告書を公表した。",
        "調査を実施し、結果を公表した。",
        "予定どおり実施した。",
        "計画に基づき支援を行った。",
        "改修工事が完了した。",
        "引き続き支援を行っている。",
        "冊子を配布しており、来年度も配布する予定である。",
        "講座を2回実施した。3月に3回目を実施予定",
    ],
)
def test_what_was_done_or_goes_on_is_ongoing(text: str) -> None:
    """Any part carried out makes it ongoing, whatever else is to come."""
    assert "ongoing" == status(text)


@pytest.mark.parametrize(
    "text",
    [
        "試行実施",
        "2か所で試行している。",
        "モデル事業を3市で実施し、来年度に全県へ広げる予定",
        "一部の施設で先行実施。本格実施は令和8年度",
        "トライアルとして1施設で導入し、効果を検証中",
        "実証実験を行い、結果を踏まえて導入の可否を判断する。",
        "令和6年10月から試行的に開設",
        "パイロット事業として1市で実施",
    ],
)
def test_a_trial_whose_full_run_is_to_come_is_a_pilot(text: str) -> None:
    """Tried in part."""
    assert "pilot" == status(text)


@pytest.mark.parametrize(
    "text",
    [
        "実施予定",
        "令和7年2月に開催予定",
        "令和7年度に開設する予定である。",
        "3月に配布する見込み",
        "令和7年4月の開所に向けて準備を進めている。",
        "来年度から実施することとしている。",
        "年度内に研修を実施予定",
        "令和８年度開始予定",
        "令和7年度に試行を実施予定",
        "2月の会議で決定し、4月から導入する予定",
    ],
)
def test_what_is_only_planned_is_planned(text: str) -> None:
    """Nothing done yet, and a date or 予定."""
    assert "planned" == status(text)


@pytest.mark.parametrize(
    "text",
    [
        "検討中",
        "検討している。",
        "実施方法を検討中",
        "関係課と調整中",
        "他県の事例を調査し、導入を検討している。",
        "課題を整理中",
        "実施時期は未定",
        "開始には至っていない。",
        "関係団体と協議を進めている。",
        "情報収集を行い、検討を進めている。",
        "未実施",
        "実施していない。",
        "今後検討する。",
        "あり方について検討を行った。",
        "検討会で協議中",
    ],
)
def test_what_is_looked_into_without_a_date_is_considering(text: str) -> None:
    """No date, nothing carried out."""
    assert "considering" == status(text)


@pytest.mark.parametrize(
    ("first", "second"),
    [("実 施 予 定", "planned"), ("検討\n中", "considering"), ("試\u3000行", "pilot"), ("実施<br>", "ongoing"), ("ﾓﾃﾞﾙ実施", "pilot")],
)
def test_spaces_breaks_and_widths_change_nothing(first: str, second: str) -> None:
    """The text is folded before it is judged."""
    assert second == status(first)


@given(st.text(alphabet="実施予定検討中試行準備済、。・\n令和7年度を", max_size=40))
def test_the_words_are_in_the_text(text: str) -> None:
    """Some status is told of any text, and its words stand in it."""
    folded = fold(text).text
    found = status_text_to_status(folded)
    assert found.status in ("ongoing", "pilot", "planned", "considering")
    assert 0 <= found.start <= found.end <= len(folded)


def test_no_stage_told_is_ongoing_weakly_and_said() -> None:
    """A text without any word of its stage is taken for ongoing, by default, with a notice."""
    found = status_text_to_status("月曜の午後")
    assert ("ongoing", "stage_by_default", "weak") == (found.status, found.rule, found.certainty)
    assert "status_by_default" in [notice.code for notice in plan_of("1|窓口|応じる。|月曜の午後|福祉局").notices]


def test_the_status_is_linked_with_its_words() -> None:
    """The quote is the cell's, and an empty cell has no status."""
    (piece,) = links_of_row("応じる。", status="3月に 開設 予定")["HAS_STATUS"]["planned"]["evidence"]
    assert "3月に 開設 予定"[piece["start"] : piece["end"]] == piece["quote"]
    assert "予定" in piece["quote"]
    assert "HAS_STATUS" not in links_of_row("応じる。", status="")


@pytest.mark.parametrize("text", ["", " ", "－", "-", "―"])
def test_a_cell_that_says_nothing_has_no_status(text: str) -> None:
    """A dash is no report of an operation."""
    assert "HAS_STATUS" not in links_of_row("応じる。", status=text)
