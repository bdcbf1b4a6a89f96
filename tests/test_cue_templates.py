"""Templates of cues: what they stand for, and what is wrong in them."""

import pytest

from graph_model.cue_templates import expand_cues
from graph_model.errors import DeclarationError
from graph_model.local_terms import add_local_terms
from graph_model.taxonomy import read_taxonomies, text_to_taxonomy
from loaders.cues import Matcher
from loaders.folding import fold

GROUP = 'kind = "TargetGroup"\n[classes]\nwoman = ["女性", "女子"]\n[[term]]\nid = "a"\nja = "甲"\nen = "A"\n'


def test_a_template_stands_for_every_choice() -> None:
    """Choices between bars, an empty one, and a class of words; what has no braces stands for itself."""
    assert ("若い女性", "若い女子", "若年の女性", "若年の女子") == expand_cues(["{若い|若年の}{woman}"], {"woman": ["女性", "女子"]})
    assert ("障がい者", "障がい児", "手帳") == expand_cues(["障{がい}{者|児}", "手帳"], {"がい": ["がい"]})
    assert ("保護等を", "保護を") == expand_cues(["保護{等|}を"], {})


@pytest.mark.parametrize("cue", ["{unknown}を", "{夫|妻", "夫|妻}", "{夫|{妻|子}}"])
def test_a_template_that_cannot_be_read_is_told(cue: str) -> None:
    """With its file, term and words."""
    with pytest.raises(DeclarationError, match=r"own\.toml: a: .*template"):
        text_to_taxonomy(GROUP + f'cues = ["{cue}"]\n', "own")


def test_what_a_template_makes_twice_counts_once() -> None:
    """Beside a cue written out, and in a mask that a cue already holds."""
    (term,) = text_to_taxonomy(GROUP + 'cues = ["若い女性", "{若い|10代の}{woman}"]\nmasks = ["{若い|古い}女性"]\n', "own").terms
    assert ("若い女性", "若い女子", "10代の女性", "10代の女子") == term.cues
    assert ("古い女性",) == term.masks


def test_local_terms_may_use_templates() -> None:
    """In a term that is there, in a new one and in names."""
    text = 'names = ["{海辺|山辺}計画"]\n[[organisation]]\nid = "police"\ncues = ["{みなと|やま}署"]\n'
    extended = add_local_terms(read_taxonomies(), text, "mine.toml")["organisations"]
    (police,) = [term for term in extended.terms if term.id == "police"]
    assert {"みなと署", "やま署"} <= set(police.cues) and {"海辺計画", "山辺計画"} <= set(extended.names)


def test_the_bundled_templates_are_matched() -> None:
    """One string of a template is found in a text like any other cue."""
    found = Matcher(read_taxonomies().values()).find(fold("二十代の女の子が、元夫からの暴力を逃れて").text)
    assert ["young_women", "dv_survivors"] == [mention.term for mention in found["groups"]][:2]
