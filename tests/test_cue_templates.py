"""Templates of cues: what they stand for, and what is wrong in them."""

import pytest

from graph_model.cue_templates import expand_cue, spell_out
from graph_model.errors import DeclarationError
from graph_model.local_terms import add_local_terms
from graph_model.taxonomy import read_taxonomies, text_to_taxonomy
from loaders.cues import Matcher
from loaders.folding import fold

GROUP = 'kind = "TargetGroup"\n[classes]\nwoman = ["女性", "女子"]\n[[term]]\nid = "a"\nja = "甲"\nen = "A"\n'


def words(cue: str, **classes: list[str]) -> list[str]:
    """Return what a cue stands for."""
    return list(expand_cue(spell_out(cue, classes)))


def test_a_template_stands_for_every_choice() -> None:
    """Choices between bars, an empty one, and a class of words; what has no braces stands for itself."""
    assert ["若い女性", "若い女子", "若年の女性", "若年の女子"] == words("{若い|若年の}{woman}", woman=["女性", "女子"])
    assert ["保護等を", "保護を"] == words("保護{等|}を")
    assert ["手帳"] == words("手帳")


def test_words_stand_in_a_text_or_in_a_list() -> None:
    """A text is split at white space and line ends; a list may hold words with white space; anything else is told."""
    in_text = text_to_taxonomy(GROUP + "cues = '''\n若い女性 10代の{woman}\n若年\n'''\nmasks = '若い女性の会'\n", "groups")
    in_list = text_to_taxonomy(GROUP + 'cues = ["若い女性", "10代の{woman}", "若年"]\nmasks = ["若い女性の会"]\n', "groups")
    assert in_text == in_list and 3 == len(in_text.terms[0].cues)
    spaced = text_to_taxonomy(GROUP + 'cues = ["Safe House"]\n', "groups")
    assert ("Safe House",) == spaced.terms[0].cues
    for wrong in ("5", "[5]", "true"):
        with pytest.raises(DeclarationError, match=r"own\.toml: a: cues: neither words"):
            text_to_taxonomy(GROUP + f"cues = {wrong}\n", "own")


@pytest.mark.parametrize("cue", ["{unknown}を", "{夫|妻", "夫|妻}", "{夫|{妻|子}}"])
def test_a_template_that_cannot_be_read_is_told(cue: str) -> None:
    """With its file, term and words."""
    with pytest.raises(DeclarationError, match=r"own\.toml: a: .*template"):
        text_to_taxonomy(GROUP + f'cues = ["{cue}"]\n', "own")


def test_what_a_template_makes_twice_counts_once() -> None:
    """What is written out goes before what a template makes, be it cue or mask."""
    taxonomy = text_to_taxonomy(GROUP + 'cues = ["若い女性", "{若い|10代の}{woman}"]\nmasks = ["{若い|古い}女性の{会|}"]\n', "groups")
    found = Matcher([taxonomy]).find(fold("若い女性と若い女性の会").text)["groups"]
    assert [("a", 0, 4)] == [(mention.term, mention.start, mention.end) for mention in found]
    masked = text_to_taxonomy(GROUP + 'cues = ["若い女性"]\nmasks = ["{若い|古い}女性"]\n', "groups")
    assert Matcher([masked]).find(fold("若い女性").text)["groups"]
    unmasked = text_to_taxonomy(GROUP + 'cues = ["{若い|古い}女性"]\nmasks = ["若い女性"]\n', "groups")
    assert not Matcher([unmasked]).find(fold("若い女性").text)["groups"]


def test_words_that_cannot_stand_in_the_text_change_nothing() -> None:
    """A matcher made for one text finds in it what the whole one finds."""
    text = fold("元夫からの暴力を逃れてきた二十代の女の子に、夜間の見回りをする団体が声をかけ、SNSでの相談に応じる。").text
    taxonomies = list(read_taxonomies().values())
    assert Matcher(taxonomies).find(text) == Matcher(taxonomies, within=text).find(text)


def test_local_terms_may_use_templates() -> None:
    """In a term that is there, in a new one and in names."""
    text = 'names = ["{海辺|山辺}計画"]\n[[organisation]]\nid = "police"\ncues = ["{みなと|やま}署"]\n'
    extended = add_local_terms(read_taxonomies(), text, "mine.toml")["organisations"]
    (police,) = [term for term in extended.terms if term.id == "police"]
    assert "{みなと|やま}署" in police.cues and "{海辺|山辺}計画" in extended.names


def test_the_bundled_templates_are_matched() -> None:
    """One string of a template is found in a text like any other cue."""
    found = Matcher(read_taxonomies().values()).find(fold("二十代の女の子が、元夫からの暴力を逃れて").text)
    assert ["young_women", "dv_survivors"] == [mention.term for mention in found["groups"]][:2]
