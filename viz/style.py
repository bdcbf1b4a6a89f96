"""One table of signs, colours and words; every table, picture, legend and report reads it.

Colours are told apart by people with colour-blindness (Okabe and Ito's set) and every state has a sign of its own, one
that Windows consoles in Japanese (cp932) can print.
"""

from typing import NamedTuple

from graph_model.words import Words


class StateStyle(NamedTuple):
    """How a state looks: its sign, its colour, its words in short and in a sentence."""

    sign: str
    colour: str
    name: Words
    meaning: Words


STATES = {
    "served": StateStyle(
        "◎", "#009E73", Words("複数の取組", "several measures"), Words("複数の取組が実施中", "several measures in operation")
    ),
    "thin": StateStyle(
        "○", "#56B4E9", Words("1取組のみ", "one measure only"), Words("実施中の取組は1つだけ", "one measure in operation only")
    ),
    "planned_only": StateStyle(
        "△", "#E69F00", Words("検討・予定のみ", "planned only"), Words("検討中・予定の取組だけがある", "planned or considered only")
    ),
    "general": StateStyle(
        "□",
        "#CC79A7",
        Words("名指しなし・一般の取組あり", "not named, general measures"),
        Words("名指しはないが、一般の取組を利用しうる", "not named; general measures are open to it"),
    ),
    "absent": StateStyle("×", "#D55E00", Words("記載なし", "not named"), Words("計画に記載がない", "the plan does not name it")),
    "not_assessed": StateStyle("？", "#7F7F7F", Words("未評価", "not assessed"), Words("欄を読めず未評価", "a column was not read")),
    "out_of_scope": StateStyle(
        "－", "#BFBFBF", Words("対象外（確認済み）", "out of scope"), Words("人が対象外と判断した", "a person judged it out of scope")
    ),
    "not_applicable": StateStyle(
        "／", "#E0E0E0", Words("なじまない", "not applicable"), Words("その対象者になじまない支援", "the service does not suit the group")
    ),
}

KINDS = {
    "Plan": "#000000",
    "Goal": "#0072B2",
    "Section": "#56B4E9",
    "Measure": "#4D4D4D",
    "Bureau": "#009E73",
    "TargetGroup": "#D55E00",
    "Organisation": "#CC79A7",
    "SupportType": "#E69F00",
    "Status": "#999999",
    "Norm": "#F0E442",
}

SIZES = {
    "Plan": 90,
    "Goal": 70,
    "Section": 50,
    "Measure": 60,
    "Bureau": 75,
    "TargetGroup": 80,
    "Organisation": 65,
    "SupportType": 65,
    "Status": 50,
    "Norm": 70,
}
"""How large a kind of node is drawn, in points of its diameter."""

CAPTIONS = {"Plan": "title", "Measure": "number"}
"""The property that stands on a node, where it is not its name."""

LINKS = {
    "HAS_GOAL": "#000000",
    "HAS_SECTION": "#0072B2",
    "LISTED_IN": "#56B4E9",
    "RELISTED_IN": "#7FB8DE",
    "OWNED_BY": "#009E73",
    "SERVES": "#D55E00",
    "PARTNERS_WITH": "#CC79A7",
    "PROVIDES": "#E69F00",
    "HAS_STATUS": "#999999",
    "NARROWER_THAN": "#B3541E",
    "FALLS_UNDER": "#C2B100",
    "SIMILAR_TEXT": "#4D4D4D",
}
"""The colour of each kind of link: that of what it leads to."""

ROLES = {
    "delivers": Words("実施", "delivers"),
    "collaborates": Words("連携", "collaborates"),
    "commissioned": Words("委託", "commissioned"),
    "subsidised": Words("助成", "subsidised"),
    "hosts": Words("会場", "hosts"),
    "supports": Words("助言・つなぎ先", "supports"),
}

CERTAINTY = {"sure": Words("確か", "sure"), "likely": Words("おそらく", "likely"), "weak": Words("弱い", "weak")}

ITEM_HOW = {
    "stated": Words("記載どおり", "as stated"),
    "preceding": Words("前の行の事項（結合セル）", "the preceding row's (merged cell)"),
    "following": Words("後の行の事項（結合セル）", "the following row's (merged cell)"),
    "split": Words("二行に分かれた事項", "divided over two rows"),
    "from_relisting": Words("再掲の行の事項", "the relisting's"),
    "unrecoverable": Words("判断できない", "unrecoverable"),
}

DIFFERS = {
    "none": Words("同じ", "the same"),
    "form": Words("表記のみ違う", "in form only"),
    "wording": Words("文言が違う", "in wording"),
}

TERMS = {
    "groups": Words("共通の対象者", "groups"),
    "supports": Words("共通の支援", "supports"),
    "partners": Words("共通の団体", "partners"),
    "forum": Words("共通の会議体", "forum"),
    "item": Words("同じ事項", "item"),
    "text": Words("似た文", "text"),
    "owner": Words("別の所管", "owner"),
}

FINDING_STATES = {
    "same_act": Words("同じ行為", "same act"),
    "duplication": Words("重複", "duplication"),
    "overlap": Words("重なり", "overlap"),
    "same_means": Words("同じ手段", "same means"),
    "fragmentation": Words("分かれた所管", "fragmentation"),
    "sole": Words("一つだけ", "one only"),
    "several": Words("複数", "several"),
    "empty": Words("実施中の取組なし", "no measure in operation"),
    "no_owner": Words("所管の記載なし", "no owner named"),
    "none": Words("なし", "none"),
    "with": Words("あり", "with"),
    "without": Words("記載なし", "without"),
    "ongoing": Words("実施中", "ongoing"),
    "pilot": Words("試行", "pilot"),
    "planned": Words("予定", "planned"),
    "considering": Words("検討中", "considering"),
    "own": Words("固有の報告", "own report"),
    "generic": Words("一般的な文のみ", "general words only"),
    "pointer": Words("他を指すのみ", "points elsewhere only"),
    "same_as": Words("他と同文", "same as another"),
    "starred": Words("★あり", "with ★"),
    "silo": Words("単独", "alone"),
    "not_silo": Words("つながりあり", "joined to others"),
    "fragmented": Words("複数の局", "several bureaus"),
    "one_bureau": Words("一つの局", "one bureau"),
    "several_bureaus": Words("複数の局", "several bureaus"),
    "same_bureau": Words("同じ局", "the same bureau"),
    "unnamed": Words("名指しなし", "not named"),
    "one_section": Words("一つの区分のみ", "one section only"),
    "not_shared": Words("同文なし", "no other has it"),
    "in_no_measure": Words("登場しない", "in no measure"),
    "wording": Words("文言が違う", "differs in wording"),
    "form": Words("表記のみ違う", "differs in form"),
    "not_relisted": Words("再掲なし", "not listed again"),
    "both": Words("目標と局", "goals and bureaus"),
    "goals": Words("目標", "goals"),
    "bureaus": Words("局", "bureaus"),
    "neither": Words("どちらもつながない", "ties neither"),
    "all_ongoing": Words("すべて実施中", "all ongoing"),
    "some_not": Words("実施中でないものあり", "some not in full operation"),
    "no_measure": Words("取組なし", "no measure"),
    "reviewed": Words("確認済み", "reviewed"),
    "not_reviewed": Words("未確認", "not reviewed"),
    "settled": Words("確か・確認済み", "sure or reviewed"),
    "weak": Words("弱い", "weak"),
    "likely": Words("おそらく", "likely"),
}
"""What the states and rungs of findings are called, beside those of a cell."""
