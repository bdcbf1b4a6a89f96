"""Links read context: who is served, who takes part and how, and what a search would catch and a reader would not."""

from __future__ import annotations

import pytest

from tests.small import links_of_row, plan_of

SERVES = [
    ("外国籍の方からの相談に応じる。", {"foreign_nationals"}),
    ("若年女性や妊産婦、外国籍の方への相談を行う。", {"young_women", "expectant_mothers", "foreign_nationals"}),
    ("妊産婦を除く女性の相談に応じる。", {"women_in_difficulty"}),
    ("妊産婦以外の方の宿泊を受け入れる。", set()),
    ("配偶者暴力相談支援センターの電話番号を変える。", set()),
    ("障害者総合支援法の改正を調べる。", set()),
    ("施設職員に対する研修を開く。", {"supporters"}),
    ("施設職員が夜間も電話を受ける。", set()),
    ("困難な問題を抱える女性の相談に応じる。", {"women_in_difficulty"}),
    ("困難な問題を抱える女性のうち、妊産婦への支援を行う。", {"expectant_mothers"}),
    ("県民を対象に講演会を開く。", {"general_public"}),
    ("暮らしに困っている方に食料を届ける。", {"low_income"}),
    ("一時保護中の児童の学習を助ける。", {"accompanying_children"}),
]


@pytest.mark.parametrize(("text", "groups"), SERVES, ids=[text for text, _ in SERVES])
def test_whom_a_measure_serves(text: str, groups: set[str]) -> None:
    """Groups by the measure's own words; those left out, or inside a longer name, are none."""
    assert groups == set(links_of_row(text).get("SERVES", {}))


PARTNERS = [
    ("児童相談所と連携して見守る。", {"child_guidance_center": ["collaborates"]}),
    (
        "児童相談所、警察、医療機関等と連携する。",
        {"child_guidance_center": ["collaborates"], "police": ["collaborates"], "medical_institution": ["collaborates"]},
    ),
    ("社会福祉法人に委託して実施する。", {"social_welfare_corp": ["commissioned"]}),
    ("民間シェルターの運営を助成する。", {"private_shelter": ["subsidised"]}),
    ("女性相談支援センターは、夜間も電話を受ける。", {"womens_support_center": ["delivers"]}),
    ("母子生活支援施設において家事を手伝う。", {"mother_child_facility": ["delivers"]}),
    ("学識経験者から助言を受ける。", {"academics": ["supports"]}),
    ("母子生活支援施設を退所する方の相談に応じる。", {}),
    ("児童相談所を除く機関の電話番号を載せる。", {}),
    ("他県から来られた方を受け入れる。", {}),
]


@pytest.mark.parametrize(("text", "partners"), PARTNERS, ids=[text for text, _ in PARTNERS])
def test_who_takes_part_and_how(text: str, partners: dict[str, list[str]]) -> None:
    """Bodies with their roles; the role verb at the end of an enumeration governs every body in it."""
    found = links_of_row(text).get("PARTNERS_WITH", {})
    assert partners == {target: data["roles"] for target, data in found.items()}


def test_a_body_that_owns_the_row_is_no_partner() -> None:
    """警視庁 in the bureau column is not also the police as partner."""
    assert "police" not in links_of_row("警視庁は講習を開く。", bureau="警視庁").get("PARTNERS_WITH", {})
    assert "police" in links_of_row("警視庁は講習を開く。").get("PARTNERS_WITH", {})


STATUSES = [
    ("講習会を3回開催", "ongoing"),
    ("継続して実施", "ongoing"),
    ("令和7年度に開始予定", "planned"),
    ("・実施方法を検討中（時期は未定）", "considering"),
    ("課題を整理し、関係課と協議中", "considering"),
    ("1市で試行。令和7年度から本格実施", "pilot"),
    ("モデル事業を2施設で実施。結果を踏まえ拡大を検討", "pilot"),
    ("・広報紙に掲載 ・動画を公開予定", "ongoing"),
    ("第1回：6月に開催 第2回：2月を予定", "ongoing"),
]


@pytest.mark.parametrize(("status", "expected"), STATUSES, ids=[status for status, _ in STATUSES])
def test_how_far_a_measure_has_come(status: str, expected: str) -> None:
    """A part carried out makes it ongoing; a trial whose full run is to come is a pilot; else planned, else considering."""
    assert {expected} == set(links_of_row("相談に応じる。", status=status)["HAS_STATUS"])


def test_a_status_without_any_word_of_its_stage_is_taken_for_ongoing_and_said() -> None:
    """The default is weak, named, and a notice."""
    loaded = plan_of("1|取組|相談に応じる。|（別紙）|福祉局")
    assert "status_by_default" in {notice.code for notice in loaded.notices}


def test_a_blank_status_gives_no_status() -> None:
    """An empty cell is not read as ongoing."""
    assert "HAS_STATUS" not in links_of_row("相談に応じる。", status="")


def test_words_that_only_a_relisting_has_are_marked() -> None:
    """They make links of the one measure, marked from_relisting; the original's links are not."""
    loaded = plan_of("1|見守り|外国籍の方を支援する。|実施|福祉局", "1 再掲|見守り|外国籍の方と妊産婦を支援する。|実施|福祉局")
    serves = {
        target: data["from_relisting"]
        for _, target, data in loaded.graph.out_edges("measure:試験県-2024-09/1", data=True)
        if data["kind"] == "SERVES"
    }
    assert serves == {"group:foreign_nationals": False, "group:expectant_mothers": True}


def test_rejected_cues_are_kept_with_their_rule() -> None:
    """What was seen and not taken can be looked up."""
    loaded = plan_of("1|宿泊|妊産婦以外の方の宿泊を受け入れる。|実施|福祉局")
    cues = loaded.graph.nodes["measure:試験県-2024-09/1"]["rejected_cues"]
    assert ("expectant_mothers", "妊産婦", "excluded_group") in {(cue["target"], cue["quote"], cue["rule"]) for cue in cues}


def test_a_quote_broken_by_spaces_is_the_cells_own_words() -> None:
    """Folding finds the term; the quote is what stands there."""
    found = links_of_row("ＤＶ 被 害者の相談に応じる。")["SERVES"]["dv_survivors"]
    assert found["evidence"][0]["quote"] == "ＤＶ 被 害者"
