"""Which texts are alike, and what a status text says: definitions, laws, hostile input, and the real report."""

from __future__ import annotations

import json
import random
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_model.evidence import QUOTE_LIMIT
from graph_model.formats import graph_to_json, json_to_graph
from graph_model.graph import links_of, nodes_of, without_sentences
from graph_model.plan import Measure
from loaders.assemble import LoadedPlan
from loaders.folding import fold
from loaders.likeness import NEAREST, THRESHOLD
from loaders.runs import _run_by_automaton, _run_by_looking, longest_shared_run
from loaders.saying import statuses_to_says
from tests.small import plan_of

OTHERS = (
    "山あいの集落|水車小屋で織物を習う会を月ごとに催し、近所づきあいを広げます。|春に8回催し、延べ90人が集まった|福祉局",
    "港の灯|漁協の二階を借り、夜明け前に働く方の朝食会を開きます。|朝食を1,200食ふるまった|福祉局",
    "ラジオ劇|高校の演劇部と台本を作り、地元局で相談先を流します。|台本3本を放送|教育庁",
)
"""Measures about other things, so that a plan has words to tell rare ones from."""


def links(loaded: LoadedPlan) -> dict[frozenset[str], dict]:
    """Return the SIMILAR_TEXT links by the numbers that they tie."""
    found = [(source, target, data) for source, target, data in links_of(loaded.graph, "SIMILAR_TEXT")]
    pairs = {frozenset(node.rsplit("/", 1)[1] for node in (source, target)): data for source, target, data in found}
    assert len(pairs) == len(found), "each unordered pair once"
    return pairs


def plan(*rows: str) -> LoadedPlan:
    """Return a plan of these rows, numbered from 1, and of three about other things."""
    return plan_of(*(f"{number}|{row}" for number, row in enumerate((*rows, *OTHERS), 1)))


def says(*statuses: str) -> list[str | None]:
    """Return what measures with these status texts say, in the graph."""
    graph = plan_of(*(f"{number}|事項{number}|内容その{number}を行う|{status}|福祉局" for number, status in enumerate(statuses, 1))).graph
    return [graph.nodes[node].get("status_says") for node in nodes_of(graph, "Measure")]


# Which texts are alike


def test_one_act_reported_twice_is_alike() -> None:
    """A clause of a long status is the whole of a short one's."""
    loaded = plan(
        "夜の窓口|窓口を夜まで開き、文字でも悩みを受けます。通話の記録も改めます。|夜間の受付は週5日。令和7年2月から通話記録の集計ソフトを入れる予定|福祉局",
        "記録の電算化|女性相談所の集計の手間を減らすため、機器を入れ替えます。|令和7年2月から通話記録の集計ソフトを入れる予定|福祉局",
    )
    (pair,) = links(loaded).items()
    assert pair[0] == {"1", "2"}
    assert pair[1]["shared_run"].startswith("令和7年2月から通話記録") and pair[1]["shared_length"] == 24
    assert pair[1]["score"] >= THRESHOLD


def test_the_same_row_scores_1_and_a_nearly_the_same_one_much() -> None:
    """Figures that differ make no other text."""
    row = "巡回|移動車で朝市をまわり、家に居づらい若い女性に温かい汁物を配りながら耳を傾け、宿の手配や受診の付添いにつなぎます。|{}回まわり、声を掛けた|福祉局"
    same = links(plan(row.format(12), row.format(12)))[frozenset("12")]
    near = links(plan(row.format(12), row.format(45)))[frozenset("12")]
    assert same["score"] == 1.0 and 0.5 < near["score"] <= 1.0
    assert same["shared_length"] == near["shared_length"] == 56
    assert same["shared_run"] == "移動車で朝市をまわり、家に居づらい若い…"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            "女性相談支援センター、女性相談支援員、児童相談所、福祉事務所、警察が集まり、年の初めに目当てを決めます。",
            "転居の荷造りを手伝う際は、女性相談支援センター、女性相談支援員、児童相談所、福祉事務所、警察に知らせます。",
            id="the same bodies",
        ),
        pytest.param(
            "関係機関と連携し、母国語の絵本を贈る支援の充実を図っていきます。",
            "関係機関と連携し、畑仕事を通じた支援の充実を図っていきます。",
            id="usual phrases",
        ),
        pytest.param("令和6年度から本格実施し、歌の会を開きます。", "令和6年度から本格実施し、柔道を教えます。", id="dates"),
    ],
)
def test_bodies_phrases_and_dates_make_nothing_alike(one: str, other: str) -> None:
    """Everything in such a report says them."""
    assert {} == links(plan(f"甲|{one}|布を40枚染めた|福祉局", f"乙|{other}|馬を2頭借りた|福祉局"))


def test_items_and_relistings_are_not_compared() -> None:
    """The same item makes nothing alike, and a measure is not like its own relisting; nor are a relisting's words another measure's."""
    rows = [
        "1|夜明けの電話と手紙による長い長い相談の窓口|笛を吹く。|笛7本|福祉局",
        "2|夜明けの電話と手紙による長い長い相談の窓口|太鼓を打つ。|太鼓3台|福祉局",
        "1 再掲|夜明けの電話と手紙による長い長い相談の窓口|山の湯治場に泊まり込みで通う方へ旅費と弁当代を渡します。|笛7本|福祉局",
        "3|旅費|山の湯治場に泊まり込みで通う方へ旅費と弁当代を渡します。|9万円|福祉局",
    ]
    assert {} == links(plan_of(*rows))


def test_a_status_that_says_nothing_is_no_likeness() -> None:
    """The same general words are what status_says tells."""
    rows = [
        f"{name}|{text}|個別ケースごとに関係機関と連携しながら状況に応じて適切に対応|福祉局"
        for name, text in (("甲", "絵を描く。"), ("乙", "魚を干す。"))
    ]
    loaded = plan(*rows)
    assert {} == links(loaded)
    assert ["generic", "generic"] == [loaded.graph.nodes[node]["status_says"] for node in nodes_of(loaded.graph, "Measure")[:2]]


def test_a_link_leads_from_the_first_to_the_later_one() -> None:
    """By `order`, also where numbers run otherwise."""
    text = "養蜂の手ほどきと蜜の直売を通じて、家を出た方が手に職を付ける場をつくります。"
    loaded = plan_of(f"9|甲|{text}|巣箱5つ|福祉局", f"3|乙|{text}|瓶が70本売れた|福祉局")
    ((source, target, _),) = links_of(loaded.graph, "SIMILAR_TEXT")
    assert (source.rsplit("/", 1)[1], target.rsplit("/", 1)[1]) == ("9", "3")


# Laws

PIECES = (
    "朝市で若い女性に温かい汁物を配り",
    "女性相談支援センターにおいて",
    "通話記録の集計ソフトを入れる予定",
    "、絵手紙の講座を3回開き",
    "支援の充実を図ります。",
    "旅費と弁当代を渡す",
    "妊娠に戸惑う方へ助産師が返信し",
    "12件",
    "、",
)
ROWS = st.lists(
    st.tuples(st.lists(st.sampled_from(PIECES), max_size=5), st.lists(st.sampled_from(PIECES), max_size=3)), min_size=1, max_size=14
)


def measures_of(loaded: LoadedPlan) -> dict[str, Measure]:
    """Return the measures by number."""
    return {measure.key: measure for measure in loaded.plan.measures}


def longest_run(ours: list[str], theirs: list[str]) -> int:
    """Return the length of the longest shared run, plainly."""
    runs = {our[a:b] for our in ours for a, b in combinations(range(len(our) + 1), 2)}
    return max((len(run) for run in runs if any(run in their for their in theirs)), default=0)


@settings(max_examples=25, deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_links_do_not_depend_on_the_order_of_the_rows(rows: list[tuple[list[str], list[str]]], chance: random.Random) -> None:
    """Shuffled rows with their numbers give the same links, sparse, with runs that both have."""
    lines = [f"{number}|事項|{''.join(text) or '空'}|{''.join(status)}|福祉局" for number, (text, status) in enumerate(rows, 1)]
    loaded = plan_of(*lines)
    found = links(loaded)
    chance.shuffle(lines)
    again = links(plan_of(*lines))
    assert {pair: (link["score"], link["shared_run"], link["shared_length"]) for pair, link in found.items()} == {
        pair: (link["score"], link["shared_run"], link["shared_length"]) for pair, link in again.items()
    }
    degree = Counter(number for pair in found for number in pair)
    assert max(degree.values(), default=0) <= NEAREST
    measures = measures_of(loaded)
    for pair, link in found.items():
        cells = [[passage.raw for column in ("text", "status") if (passage := measures[number].row.passage(column))] for number in pair]
        run = link["shared_run"].removesuffix("…")
        assert 0 < len(link["shared_run"]) <= QUOTE_LIMIT
        assert all(any(fold(run).text in fold(cell).text for cell in side) for side in cells)
        assert any(run in cell for side in cells for cell in side)
        assert THRESHOLD <= link["score"] <= 1
        folded = [[fold(cell).text for cell in side] for side in cells]
        assert link["shared_length"] <= longest_run(*folded)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text("あいう", max_size=24), max_size=3), st.lists(st.text("あいう", max_size=24), max_size=3))
def test_the_longest_run_is_the_longest(ours: list[str], theirs: list[str]) -> None:
    """Against every run of ours; both ways of finding it give the same."""
    cell, start, other, there, length = longest_shared_run(ours, theirs)
    assert longest_run(ours, theirs) == length
    if length:
        assert ours[cell][start : start + length] == theirs[other][there : there + length]
    for our in ours:
        for their in theirs:
            for longer_than in (0, 2):
                assert _run_by_looking(our, their, longer_than) == _run_by_automaton(our, their, longer_than)


def test_facts_only_graphs_and_graphs_read_again_have_the_same_links() -> None:
    """The sentences are not needed once it is built."""
    text = "養蜂の手ほどきと蜜の直売を通じて、家を出た方が手に職を付ける場をつくります。"
    graph = plan(f"甲|{text}|巣箱5つ|福祉局", f"乙|{text}|瓶が70本売れた|福祉局").graph
    facts = json_to_graph(graph_to_json(without_sentences(graph)))
    assert list(links_of(graph, "SIMILAR_TEXT")) and list(links_of(graph, "SIMILAR_TEXT")) == list(links_of(facts, "SIMILAR_TEXT"))
    assert [graph.nodes[node]["status_says"] for node in nodes_of(graph, "Measure")] == [
        facts.nodes[node]["status_says"] for node in nodes_of(facts, "Measure")
    ]


@pytest.mark.parametrize("count", [2, 5, 11, 12, 60])
def test_copies_of_a_row_are_linked_and_stay_few(count: int) -> None:
    """Up to eleven each with each; of more, each with ten."""
    found = links(
        plan_of(*(f"{number}|巡回|移動車で朝市をまわり、温かい汁物を配ります。|{number}回|福祉局" for number in range(1, count + 1)))
    )
    exact = links(plan_of(*(f"{number}|巡回|移動車で朝市をまわり、温かい汁物を配ります。|9回|福祉局" for number in range(1, count + 1))))
    assert all(link["score"] == 1.0 for link in exact.values())
    degree = Counter(number for pair in exact for number in pair)
    assert {min(NEAREST, count - 1)} == set(degree.values()) and len(degree) == count
    assert all(degree <= NEAREST for degree in Counter(number for pair in found for number in pair).values())


# Hostile input


def test_empty_cells_and_a_single_measure_have_no_links() -> None:
    """Nor a status that is not there."""
    assert {} == links(plan_of("1|事項|馬車を走らせる|走った|福祉局"))
    loaded = plan_of("1|事項|||福祉局", "2|事項||　|福祉局", "3|事項|馬車を走らせる||福祉局")
    assert {} == links(loaded)
    assert [None, None, None] == [loaded.graph.nodes[node].get("status_says") for node in nodes_of(loaded.graph, "Measure")]


@pytest.mark.parametrize("unit", ["相", "ー", "1", "、", "梅", "梅桜", "\u200b", "馬を洗い、絵を描き"])
def test_long_and_repeating_cells_are_no_trouble(unit: str) -> None:
    """20,000 characters, one or few of them again and again, in several rows."""
    cell = (unit * 20_000)[:20_000]
    rows = [f"{number}|事項|{cell}{end}|{cell[:999]}{end}|福祉局" for number, end in enumerate(("梅", "桜", "桜", ""), 1)]
    for pair, link in links(plan_of(*rows)).items():
        assert link["shared_length"] >= 19_000 and len(link["shared_run"]) <= QUOTE_LIMIT, pair


def test_the_run_of_long_cells_is_found() -> None:
    """Cells too long for looking at every run are read once."""
    chance = random.Random(5)
    letters = [chr(code) for code in range(0x5200, 0x5400)]
    long = "".join(chance.choices(letters, k=18_000))
    (link,) = links(plan(f"甲|梅{long}桜|巣箱5つ|福祉局", f"乙|竹{long}松|瓶が70本売れた|福祉局")).values()
    assert link["shared_length"] == 18_000 and link["score"] > 0.9


def test_markup_widths_and_line_breaks_are_folded() -> None:
    """The run is shown as one of the two has it."""
    one = "ＮＰＯの<br>養蜂の手ほどきと蜜の直売を通じ、家を出た方が手に職を付ける場をつくる"
    other = "NPOの養蜂の手ほどきと蜜の 直売を通じ、家を出た方が手に職を付ける場をつくる"
    (link,) = links(plan(f"甲|{one}|巣箱5つ|福祉局", f"乙|{other}|瓶が70本売れた|福祉局")).values()
    assert link["shared_length"] == 34 and link["score"] > 0.3


# What a status text says


@pytest.mark.parametrize(
    "status",
    [
        "左記のとおり実施",
        "No.5に記載のとおり",
        "No.3と同様の取組を実施",
        "№12参照",
        "5と同じ",
        "再掲のとおり",
        "上記のとおり継続して実施",
        "取組内容のとおり実施",
        "取組番号３に含めて実施",
        "基本目標1アに記載のとおり",
        "詳細は別紙参照",
        "同上",
    ],
)
def test_a_pointer_only_refers_elsewhere(status: str) -> None:
    """Beside general words."""
    assert ["pointer"] == says(status)


@pytest.mark.parametrize(
    "status",
    [
        "必要に応じて関係機関と連携し、適切に対応",
        "引き続き、適切に対応してまいります。",
        "・状況に応じて支援を実施 ・継続して取り組んでいる",
        "個別のニーズに応じた支援を随時実施している。",
        "計画どおり実施",
        "実施",
        "―",
    ],
)
def test_a_generic_status_has_general_words_alone(status: str) -> None:
    """No figure, date, name, means or product."""
    assert ["generic"] == says(status)


@pytest.mark.parametrize(
    "status",
    [
        "必要に応じて関係機関と連携し、12件に対応",
        "令和6年10月から実施",
        "個別ケースごとに保健所と連携して対応",
        "必要に応じて訪問により支援を実施",
        "引き続き、手引きを配布",
        "左記の取組を3団体が実施",
        "左記の取組を青波寮で実施",
        "取組5件を実施",
        "実施方法を検討中（時期は未定）",
        "該当なし",
    ],
)
def test_a_figure_date_name_means_or_product_is_its_own(status: str) -> None:
    """So is that nothing is decided, or that no case arose."""
    assert ["own"] == says(status)


def test_the_same_sentence_as_another_measures() -> None:
    """Widths, spaces and marks are folded; what is general or a pointer is that first; a figure alone is no copy."""
    assert ["same_as", "same_as", "own"] == says("・駅前で冊子を 配布。", "駅前で冊子を配布", "駅前で冊子を配布した")
    assert ["generic", "generic", "pointer", "pointer"] == says("適切に対応", "適切に対応", "同上", "同上")
    assert ["own", "own"] == says("12回開催", "12回開催")


def test_a_relisting_is_no_other_measure() -> None:
    """Its row says the same, and that is no copy."""
    graph = plan_of("1|冊子|冊子を置く|駅前で冊子を配布|福祉局", "1 再掲|冊子|冊子を置く|駅前で冊子を配布|福祉局").graph
    assert ["own"] == [graph.nodes[node]["status_says"] for node in nodes_of(graph, "Measure")]


@given(st.lists(st.one_of(st.none(), st.text(max_size=40), st.text("適切に対応。支援を実施No.5 参照同上", max_size=40)), max_size=8))
def test_every_status_text_says_one_thing(statuses: list[str | None]) -> None:
    """Any text at all; the order of the measures does not matter."""
    found = statuses_to_says(statuses)
    assert [text is None or not text.strip() for text in statuses] == [one is None for one in found]
    assert {*found} <= {None, "own", "generic", "pointer", "same_as"}
    assert found[::-1] == statuses_to_says(statuses[::-1])


def test_general_words_without_end_are_read_in_one_pass() -> None:
    """Words of words have many readings; each place is looked at once."""
    assert ["generic", "own"] == statuses_to_says(["支援を実施" * 4000, "支援を実施" * 4000 + "馬"])


# The invented plans


def test_what_the_invented_plans_say() -> None:
    """Read by eye: three statuses say only that it is done or dealt with; in no plan does one sentence stand twice, or a pointer."""
    from tests.test_invented_plans import BY_OTHERS, PLANS, SHORT
    from tests.test_invented_plans import plan as invented

    told = {}
    for name in PLANS | SHORT | BY_OTHERS:
        graph = invented(name).graph
        for node in nodes_of(graph, "Measure"):
            if graph.nodes[node]["status_says"] != "own":
                told[name, graph.nodes[node]["number"]] = graph.nodes[node]["status_says"]
    assert told == {("minato", "19"): "generic", ("tsukino", "6"): "generic", ("tsukino", "13"): "generic"}


# The real report

GENERIC = {
    12: "dealt with case by case, suitably: with what and how often is not said",
    52: "case by case, with the bodies concerned, suitably",
    56: "case by case, with private bodies as the measure itself says; none is named",
    57: "wishes are heeded and personal data handled suitably: how is not said",
    89: "by the case, together",
    93: "the words of 89",
    94: "the words of 89",
}
POINTER: dict[int, str] = {}
SAME_AS = {
    8: "19's",
    19: "8's",
    21: "22's",
    22: "21's",
    32: "33's; 34's adds that it is done case by case",
    33: "32's",
    51: "103's",
    103: "51's",
    70: "75's and 78's; 2's lacks one character",
    75: "70's",
    78: "70's",
}
OWN_AT_THE_EDGE = {
    7: "looked into, no date: a report that nothing is decided",
    10: "points to the left, and has a figure and a date",
    11: "points to the left, and has a figure",
    15: "points to the left, and names the body that does it",
    23: "names the facility",
    41: "names the desk",
    49: "points to the left, and has a figure",
    60: "looked into, no date: a report that nothing is decided",
    64: "names the bodies",
    80: "says who is protected",
    82: "names the means",
    91: "says on what occasion and whom it helped",
    97: "general words first, then a project with its year",
}


def test_what_the_reports_status_texts_say(tokyo: LoadedPlan) -> None:
    """All 119 were read: seven are generic, eleven another's words, none only points; the reasons stand above."""
    said = {int(tokyo.graph.nodes[node]["number"]): tokyo.graph.nodes[node]["status_says"] for node in nodes_of(tokyo.graph, "Measure")}
    assert len(said) == 119
    told = {number: one for number, one in said.items() if one != "own"}
    assert told == dict.fromkeys(GENERIC, "generic") | dict.fromkeys(POINTER, "pointer") | dict.fromkeys(SAME_AS, "same_as")
    assert {"own"} == {said[number] for number in OWN_AT_THE_EDGE}


@pytest.mark.parametrize(
    ("pair", "run", "why"),
    [
        ((1, 85), 30, "one telephone system, reported twice"),
        ((8, 19), 30, "psychiatric care, the same status"),
        ((2, 70), 25, "outreach by the same bodies"),
        ((70, 75), 25, "outreach by the same bodies"),
        ((70, 78), 25, "outreach by the same bodies"),
        ((75, 78), 25, "outreach by the same bodies"),
        ((21, 22), 50, "one training, reported twice"),
        ((112, 119), 10, "leaflets on crime prevention by two bureaus"),
    ],
)
def test_pairs_of_the_report_that_must_be_found(tokyo: LoadedPlan, pair: tuple[int, int], run: int, why: str) -> None:
    """Each with a run that tells why."""
    link = links(tokyo)[frozenset(map(str, pair))]
    assert link["shared_length"] >= run, why
    assert link["score"] >= 0.19


def test_judged_pairs(tokyo: LoadedPlan, labels) -> None:
    """Of the pairs that people judged, most that they tie have a link and few that they do not; a question adds groups, supports and partners."""
    judged = json.loads((labels / "tokyo_pairs_dev.json").read_text(encoding="utf-8"))
    found = links(tokyo)
    yes, no = ([frozenset((str(pair["a"]), str(pair["b"]))) for pair in judged[answer]] for answer in ("yes", "no"))
    assert sum(pair in found for pair in yes) >= 20
    assert sum(pair in found for pair in no) <= 6
    assert len(found) <= 119


def test_the_reports_runs_stand_in_both(tokyo: LoadedPlan) -> None:
    """In 内容 or 取組状況 of each, folded; and as shown in one of them."""
    measures = measures_of(tokyo)
    for pair, link in links(tokyo).items():
        run = link["shared_run"].removesuffix("…")
        cells = [[measures[number].row.columns[column].raw for column in ("text", "status")] for number in pair]
        assert all(any(fold(run).text in fold(cell).text for cell in side) for side in cells)
        assert len(link["shared_run"]) <= QUOTE_LIMIT < 24
        assert link["shared_length"] <= longest_run(*([fold(cell).text for cell in side] for side in cells))
