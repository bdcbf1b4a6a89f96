"""One table of signs, colours and words; every table, picture, legend and report reads it.

Kinds of node differ by at least 25 (ΔE) to people with each of the three colour-vision deficiencies, and have a shape
each; every state has a sign of its own, one that Windows consoles in Japanese (cp932) can print.
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


class KindStyle(NamedTuple):
    """How a kind of node looks: its colour and its shape, a name in SHAPES."""

    colour: str
    shape: str


class LinkStyle(NamedTuple):
    """How a kind of relation is drawn."""

    colour_of: str
    dashes: tuple[int, ...]


FINDINGS = {
    "several_bureaus": Words("二局以上", "several bureaus"),
    "same_bureau": Words("同じ局", "the same bureau"),
    "one_bureau": Words("一局だけ", "one bureau only"),
    "one_section": Words("一区分だけ", "in one section only"),
    "not_shared": Words("ほかと同じでない", "not shared"),
    "in_no_measure": Words("どの取組にもない", "in no measure"),
    "not_relisted": Words("再掲なし", "not relisted"),
    "fragmented": Words("複数の局に分かれる", "spread over bureaus"),
    "unnamed": Words("名指しなし", "not named"),
    "sole": Words("一つだけ", "one only"),
    "several": Words("複数", "several"),
    "no_owner": Words("所管局が分からない", "owner not known"),
    "empty": Words("実施中の取組なし", "no measure in operation"),
    "with": Words("あり", "with"),
    "without": Words("なし", "without"),
    "starred": Words("★あり", "with ★"),
    "silo": Words("ほかとつながりなし", "joined to no other"),
    "not_silo": Words("ほかとつながりあり", "joined to others"),
    "generic": Words("決まり文句だけ", "a stock phrase"),
    "pointer": Words("ほかの行を見よ", "points to another row"),
    "same_as": Words("ほかと同じ文", "another's sentence"),
    "own": Words("自らの記述", "says its own"),
    "ongoing": Words("実施", "ongoing"),
    "pilot": Words("試行", "pilot"),
    "planned": Words("予定", "planned"),
    "considering": Words("検討中", "considering"),
    "fragmentation": Words("分かれた所管", "fragmentation"),
    "overlap": Words("重なり", "overlap"),
    "duplication": Words("重複", "duplication"),
    "same_act": Words("同じ行為", "same act"),
    "same_means": Words("同じ手段", "same means"),
    "none": Words("なし", "none"),
    "wording": Words("文言が違う", "differs in wording"),
    "form": Words("表記のみ違う", "differs in form"),
    "both": Words("目標と局", "goals and bureaus"),
    "goals": Words("目標", "goals"),
    "bureaus": Words("局", "bureaus"),
    "neither": Words("どちらもつながない", "ties neither"),
    "all_ongoing": Words("すべて実施中", "all ongoing"),
    "some_not": Words("実施中でないものあり", "some not in full operation"),
    "no_measure": Words("取組なし", "no measure"),
    "reviewed": Words("確認済み", "reviewed"),
    "not_reviewed": Words("未確認", "not reviewed"),
    "settled": Words("確実・確認済み", "sure or reviewed"),
    "weak": Words("弱い", "weak"),
    "likely": Words("おそらく", "likely"),
    "gap-stars/none": Words("★なし", "without ★"),
    "gap-sole-partner/none": Words("協働先なし", "no partner"),
}
"""What a question's own state, rung or way says, where it is none of STATES; `question/state` where questions differ."""

KINDS = {
    "Plan": KindStyle("#676565", "frame"),
    "Goal": KindStyle("#4B1280", "hexagon"),
    "Section": KindStyle("#0564DB", "triangle_down"),
    "Measure": KindStyle("#1F3C59", "circle"),
    "Bureau": KindStyle("#1FA65E", "square"),
    "TargetGroup": KindStyle("#AB2707", "triangle"),
    "Organisation": KindStyle("#B04AA6", "diamond"),
    "SupportType": KindStyle("#D77808", "star"),
    "Status": KindStyle("#0C0B14", "bar"),
    "Norm": KindStyle("#5B2619", "cross"),
}

SHAPES = {
    "circle": ((0.0, -1.0), (0.5, -0.87), (0.87, -0.5), (1.0, 0.0), (0.87, 0.5), (0.5, 0.87), (0.0, 1.0), (-0.5, 0.87), (-0.87, 0.5), (-1.0, 0.0), (-0.87, -0.5), (-0.5, -0.87)),
    "square": ((-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)),
    "triangle": ((0.0, -1.0), (1.0, 0.85), (-1.0, 0.85)),
    "triangle_down": ((0.0, 1.0), (1.0, -0.85), (-1.0, -0.85)),
    "diamond": ((0.0, -1.1), (1.0, 0.0), (0.0, 1.1), (-1.0, 0.0)),
    "star": ((0.0, -1.1), (0.27, -0.35), (1.05, -0.34), (0.43, 0.14), (0.65, 0.89), (0.0, 0.45), (-0.65, 0.89), (-0.43, 0.14), (-1.05, -0.34), (-0.27, -0.35)),
    "hexagon": ((-0.5, -0.9), (0.5, -0.9), (1.0, 0.0), (0.5, 0.9), (-0.5, 0.9), (-1.0, 0.0)),
    "cross": ((-0.35, -1.0), (0.35, -1.0), (0.35, -0.35), (1.0, -0.35), (1.0, 0.35), (0.35, 0.35), (0.35, 1.0), (-0.35, 1.0), (-0.35, 0.35), (-1.0, 0.35), (-1.0, -0.35), (-0.35, -0.35)),
    "bar": ((-0.45, -1.0), (0.45, -1.0), (0.45, 1.0), (-0.45, 1.0)),
    "frame": ((-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0), (-0.5, -0.5), (-0.5, 0.5), (0.5, 0.5), (0.5, -0.5), (-0.5, -0.5)),
}  # fmt: skip
"""The outline of each shape, in a square from -1 to 1."""

LINKS = {
    "SERVES": LinkStyle("TargetGroup", ()),
    "PROVIDES": LinkStyle("SupportType", ()),
    "PARTNERS_WITH": LinkStyle("Organisation", ()),
    "OWNED_BY": LinkStyle("Bureau", ()),
    "HAS_STATUS": LinkStyle("Status", (2, 3)),
    "FALLS_UNDER": LinkStyle("Norm", (7, 2)),
    "LISTED_IN": LinkStyle("Section", ()),
    "RELISTED_IN": LinkStyle("Section", (5, 4)),
    "HAS_GOAL": LinkStyle("Goal", ()),
    "HAS_SECTION": LinkStyle("Goal", ()),
    "NARROWER_THAN": LinkStyle("TargetGroup", (2, 2)),
    "SIMILAR_TEXT": LinkStyle("Measure", (1, 3)),
}
"""How each kind of relation is drawn: the kind of node whose colour it has, and its dashes (none: a whole line)."""

STATUSES = {"ongoing": "#0F5FA6", "pilot": "#00876C", "planned": "#B86E00", "considering": "#8A3B8F"}
"""Colours of how far a measure has come, where a cell is split by it."""
SEGMENTS = ("#0F5FA6", "#B86E00", "#00876C", "#8A3B8F", "#7A4B2A", "#5B6670")
"""Colours of the parts of a cell that is split by bureau, the greatest first; the last is for all others."""

PAGE = {
    "ink": "#1B1F24",
    "quiet": "#545C66",
    "line": "#C9CFD6",
    "faint": "#E8EBEF",
    "paper": "#FFFFFF",
    "ground": "#F5F6F8",
    "accent": "#0B4F8A",
    "chosen": "#DCEBFA",
    "mark": "#FFE9A8",
    "dim": "#9BA2AB",
    "alarm": "#A3260B",
}
"""Colours of the page itself: text, rules, grounds, what is chosen, what is marked, what steps back."""

TABS = {
    "summary": "#000000",
    "findings": "#D55E00",
    "matrix": "#009E73",
    "measures": "#4D4D4D",
    "links": "#0072B2",
    "relistings": "#56B4E9",
    "notices": "#E69F00",
    "calculation": "#BFBFBF",
    "form": "#009E73",
    "questions": "#E69F00",
    "about": "#BFBFBF",
}
"""Colours of the tabs of a workbook's sheets."""
ENTRY = "#FFF9E5"
"""The ground of a cell that is to be filled in."""
BLACK, WHITE = "#000000", "#FFFFFF"
"""What is written on a coloured ground, whichever can be read."""

FACETS = {
    "person": Words("その人自身", "who she is"),
    "harm": Words("受けた被害", "what was done to her"),
    "situation": Words("置かれた状況", "where she stands"),
    "reference": Words("計画全体の対象", "the plan's own group"),
    "other": Words("その他", "others"),
}

BODIES = {
    "own": Words("自らの機関", "own office"),
    "municipal": Words("区市町村", "municipal"),
    "public": Words("公的機関", "public body"),
    "private": Words("民間", "private"),
    "forum": Words("会議体", "meeting"),
}

COLUMNS = {
    "item": Words("事項", "item"),
    "text": Words("内容", "text"),
    "status": Words("取組状況", "status"),
    "bureau": Words("所管局", "bureau"),
    "number": Words("番号", "number"),
    "section": Words("区分", "section"),
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

ROLES = {
    "delivers": Words("実施", "delivers"),
    "collaborates": Words("連携", "collaborates"),
    "commissioned": Words("委託", "commissioned"),
    "subsidised": Words("助成", "subsidised"),
    "hosts": Words("会場", "hosts"),
    "supports": Words("助言・つなぎ先", "supports"),
}

CERTAINTY = {"sure": Words("確実", "sure"), "likely": Words("おそらく", "likely"), "weak": Words("弱い", "weak")}

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
    "groups": Words("対象者", "groups"),
    "supports": Words("支援", "supports"),
    "partners": Words("団体", "partners"),
    "forum": Words("会議体", "forum"),
    "item": Words("同じ事項", "the same item"),
    "text": Words("似た文", "similar wording"),
    "owner": Words("別の所管", "different bureaus"),
}
