"""Several owners in one cell against one name that a line's wrap broke."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.bureaus import cell_to_bureaus, looks_like_bureau, squeeze_name
from tests.small import plan_of


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("福祉局", ["福祉局"]),
        (" 福祉局 ", ["福祉局"]),
        ("福祉局 保健医療局", ["福祉局", "保健医療局"]),
        ("福祉局\u3000保健医療局", ["福祉局", "保健医療局"]),
        ("福祉局\n保健医療局", ["福祉局", "保健医療局"]),
        ("福祉局、保健医療局", ["福祉局", "保健医療局"]),
        ("福祉局，保健医療局", ["福祉局", "保健医療局"]),
        ("福祉局,保健医療局", ["福祉局", "保健医療局"]),
        ("福祉局／保健医療局", ["福祉局", "保健医療局"]),
        ("福祉局/保健医療局", ["福祉局", "保健医療局"]),
        ("福祉局・保健医療局", ["福祉局", "保健医療局"]),
        ("福祉局<br>保健医療局", ["福祉局", "保健医療局"]),
        ("福祉局<br/>保健医療局", ["福祉局", "保健医療局"]),
        ("福祉局 <BR /> 保健医療局", ["福祉局", "保健医療局"]),
        ("<ul><li>福祉局</li><li>保健医療局</li></ul>", ["福祉局", "保健医療局"]),
        ("福祉局 警察本部 教育庁", ["福祉局", "警察本部", "教育庁"]),
        ("福祉局、\n教育庁", ["福祉局", "教育庁"]),
        ("人権課、こども課、住宅課", ["人権課", "こども課", "住宅課"]),
        ("人権課 こども課", ["人権課", "こども課"]),
        ("知事部局 教育委員会", ["知事部局", "教育委員会"]),
        ("・福祉局\n・教育庁", ["福祉局", "教育庁"]),
    ],
)
def test_several_owners(raw: str, names: list[str]) -> None:
    """Spaces, commas, slashes, breaks, bullets and list markup part whole names."""
    assert names == [name for name, _, _ in cell_to_bureaus(raw)]


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("生活文化 スポーツ 局", "生活文化スポーツ局"),
        ("生活文化\nスポーツ局", "生活文化スポーツ局"),
        ("生活文化スポーツ\n局", "生活文化スポーツ局"),
        ("福祉 局", "福祉局"),
        ("福\n祉\n局", "福祉局"),
        ("福 祉 局", "福祉局"),
        ("こども・若者局", "こども・若者局"),
        ("こども・ 若者局", "こども・若者局"),
        ("子ども 家庭\n課", "子ども家庭課"),
        ("男女 共同\n参画 センター", "男女共同参画センター"),
        ("都市 整備 部", "都市整備部"),
        ("教育 委員 会", "教育委員会"),
        ("保健\u3000医療\u3000局", "保健医療局"),
        ("生活文化<wbr>スポーツ局", "生活文化スポーツ局"),
    ],
)
def test_one_broken_name(raw: str, name: str) -> None:
    """A break inside a name is none: it parts only behind a whole name."""
    assert [name] == [found for found, _, _ in cell_to_bureaus(raw)]


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("生活文化 スポーツ 局 福祉局", ["生活文化スポーツ局", "福祉局"]),
        ("福祉局 生活文化 スポーツ 局", ["福祉局", "生活文化スポーツ局"]),
        ("福祉局、生活文化 スポーツ 局", ["福祉局", "生活文化スポーツ局"]),
        ("生活文化\nスポーツ局\n福祉局", ["生活文化スポーツ局", "福祉局"]),
        ("子ども\n家庭課／障害\n福祉課", ["子ども家庭課", "障害福祉課"]),
        ("こども・若者局 福祉局", ["こども・若者局", "福祉局"]),
        ("こども・若者局・福祉局", ["こども・若者局", "福祉局"]),
    ],
)
def test_a_broken_name_beside_a_whole_one(raw: str, names: list[str]) -> None:
    """Both troubles in one cell."""
    assert names == [name for name, _, _ in cell_to_bureaus(raw)]


@pytest.mark.parametrize("raw", ["", " ", "\n", "、", "<br>", "<ul></ul>"])
def test_a_cell_without_words_has_no_owner(raw: str) -> None:
    """Blanks, separators and markup alone name nobody."""
    assert [] == cell_to_bureaus(raw)


@pytest.mark.parametrize("name", ["福祉局", "教育庁", "警察本部", "人権課", "秘書室", "相談所", "男女共同参画センター", "教育委員会", "全庁", "各局", "関係課", "県警察", "市町村", "福祉課等", "福祉局（こども部）", "福祉局ほか"])  # fmt: skip
def test_names_of_offices(name: str) -> None:
    """They end as offices do, or say all of them."""
    assert looks_like_bureau(name)


@pytest.mark.parametrize("name", ["", "局", "課", "相談", "若年女性", "電話の窓口", "実施", "3回開催", "民間団体", "冊子の配布"])
def test_names_of_other_things(name: str) -> None:
    """A suffix alone, or other words, are no office."""
    assert not looks_like_bureau(name)


OFFICES = ["福祉局", "保健医療局", "教育庁", "警察本部", "産業労働局", "生活文化スポーツ局", "住宅政策本部", "こども・若者局"]


@given(
    st.lists(st.sampled_from(OFFICES), min_size=1, max_size=4), st.sampled_from([" ", "\u3000", "\n", "、", "／", "<br>", "，", ", ", "・"])
)
def test_names_joined_by_any_separator_come_back(names: list[str], separator: str) -> None:
    """Each whole name comes back in order, and its span holds it and no more."""
    raw = separator.join(names)
    found = cell_to_bureaus(raw)
    assert names == [name for name, _, _ in found]
    assert names == [raw[start:end] for _, start, end in found]


@given(st.sampled_from(OFFICES), st.sets(st.integers(1, 8), max_size=4), st.sampled_from([" ", "\n", "\u3000"]))
def test_a_name_broken_anywhere_is_one(name: str, cuts: set[int], space: str) -> None:
    """However a line's wrap breaks a name, it is that name, and its span is all of it."""
    raw = "".join(space + char if at in cuts else char for at, char in enumerate(name))
    assert [(name, 0, len(raw))] == cell_to_bureaus(raw)


@pytest.mark.parametrize(
    ("raw", "name"),
    [("ＩＴ推進課", "IT推進課"), ("ｽﾎﾟｰﾂ課", "スポーツ課"), ("口座管理課", "口座管理課"), ("二次被害対策室", "二次被害対策室")],
)
def test_names_keep_their_own_characters(raw: str, name: str) -> None:
    """Widths are folded; look-alikes are not replaced in a name."""
    assert name == squeeze_name(raw)


@pytest.mark.parametrize(
    ("cell", "owners"),
    [
        ("福祉局 生活文化 局", ["生活文化局", "福祉局"]),
        ("生活文化 スポーツ 局", ["生活文化スポーツ局"]),
        ("福祉局★", ["福祉局"]),
        ("福祉局★ 教育庁", ["教育庁", "福祉局"]),
        ("<ul><li>福祉局</li><li>教育庁</li></ul>", ["教育庁", "福祉局"]),
        ("福祉局 教育庁 ★", ["教育庁", "福祉局"]),
    ],
)
def test_owners_are_linked_and_quoted(cell: str, owners: list[str]) -> None:
    """Each owner is a bureau of the graph, its quote the cell's own words."""
    loaded = plan_of(f"1|窓口|相談に応じる。|実施|{cell}")
    links = [(loaded.graph.nodes[target], data) for _, target, data in loaded.graph.edges(data=True) if data["kind"] == "OWNED_BY"]
    assert owners == sorted(node["name"] for node, _ in links)
    for node, data in links:
        (piece,) = data["evidence"]
        assert piece["quote"] == cell[piece["start"] : piece["end"]]
        assert node["name"] == squeeze_name(piece["quote"])


def test_a_bureau_that_does_not_look_like_one_is_noticed() -> None:
    """It is kept as printed, and named in a notice."""
    loaded = plan_of("1|窓口|相談に応じる。|実施|みらいのわ")
    assert ["みらいのわ"] == [notice.values["name"] for notice in loaded.notices if notice.code == "unknown_bureau"]
    assert ["みらいのわ"] == [data["name"] for _, data in loaded.graph.nodes(data=True) if data["kind"] == "Bureau"]


def test_an_empty_owner_is_noticed() -> None:
    """No bureau is made of a blank cell."""
    loaded = plan_of("1|窓口|相談に応じる。|実施|", "2|冊子|冊子を配る。|実施|福祉局")
    assert ["1"] == [notice.values["number"] for notice in loaded.notices if notice.code == "bureau_empty"]
