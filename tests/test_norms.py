"""Headings of the national basic policy: which measures fall under them, on what words."""

from __future__ import annotations

import pytest

from graph_model.errors import DeclarationError
from graph_model.graph import nodes_of
from graph_model.norms import read_norms, text_to_norms
from graph_model.taxonomy import read_taxonomies
from loaders.assemble import LoadedPlan
from tests.small import links_of_row, plan_of

HEADINGS = ["early", "safe_place", "consultation", "protection", "recovery", "daily_living", "children", "self_reliance", "aftercare"]


def test_the_policy_has_its_nine_headings_in_order(tokyo: LoadedPlan) -> None:
    """Each is a node, also where nothing falls under it."""
    assert [f"norm:kokuji111/{name}" for name in HEADINGS] == nodes_of(tokyo.graph, "Norm")
    assert HEADINGS == [heading.id for heading in read_norms().headings]


def test_headings_speak_of_terms_that_exist() -> None:
    """A condition on a term that no vocabulary has could never hold."""
    ids = {
        kind: {term.id for term in read_taxonomies()[name].terms}
        for kind, name in (("supports", "supports"), ("groups", "groups"), ("partners", "organisations"))
    }
    for heading in read_norms().headings:
        for when in heading.whens:
            for part in (when.needs, when.bars):
                assert {kind: named - ids[kind] for kind, named in part.items()} == {kind: set() for kind in part}, when.name


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("繁華街で若年女性への声掛けを行う。", {"early"}),
        ("若年女性が立ち寄れる居場所を開く。", {"safe_place"}),
        ("配偶者暴力被害者からの相談に応じる。", {"consultation"}),
        ("避難した方の一時保護を行う。", {"protection"}),
        ("性暴力の被害にあった方の心理的ケアを行う。", {"recovery"}),
        ("女性自立支援施設の入所者の日常生活支援を行う。", {"daily_living"}),
        ("同伴児童の学習支援を行う。", {"children"}),
        ("求職者に職業訓練を行う。", {"self_reliance"}),
        ("施設を退所した方へのアフターケアを行う。", {"aftercare"}),
        ("講習室の改修を行う。", set()),
    ],
)
def test_what_falls_under_which_heading(text: str, headings: set[str]) -> None:
    """One plain measure for each; what only builds falls under none."""
    found = links_of_row(text).get("FALLS_UNDER", {})
    assert {f"kokuji111/{name}" for name in headings} == set(found)
    assert all(link["evidence"] and link["evidence"][0]["rule"].startswith("norm_") for link in found.values())


def test_a_heading_that_only_a_relisting_answers_is_marked() -> None:
    """Its words are the relisting's."""
    loaded = plan_of("1|見守り|若年女性を見守る。|実施|福祉局", "1 再掲|見守り|若年女性が立ち寄れる居場所を開く。|実施|福祉局")
    found = {
        end: data["from_relisting"]
        for _, end, data in loaded.graph.out_edges("measure:試験県-2024-09/1", data=True)
        if data["kind"] == "FALLS_UNDER"
    }
    assert found["norm:kokuji111/safe_place"] is True


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[", "TOML"),
        ('id = "x"', "missing"),
        ('id = "x"\nja = "x"\nen = "x"\nversion = "1"\n[[norm]]\nid = "a"\nja = "a"\nen = "a"\nwhen = [{ name = "n" }]', "wrong"),
    ],
)
def test_wrong_norms_say_what_is_wrong(text: str, words: str) -> None:
    """By file and heading."""
    with pytest.raises(DeclarationError, match=words):
        text_to_norms(text, "mine.toml")
