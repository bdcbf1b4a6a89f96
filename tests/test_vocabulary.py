"""Vocabularies and rules: read, checked, and told what is wrong in them."""

from __future__ import annotations

import random

import pytest

from graph_model.errors import DeclarationError
from graph_model.kinds import CLIENT_FACETS
from graph_model.taxonomy import read_taxonomies, rename_terms, text_to_taxonomy
from graph_model.words import Words
from loaders.cues import Matcher
from loaders.folding import fold
from loaders.profile import text_to_profile
from loaders.rules import data_to_rule, read_rules
from sesaku.plans import bundled_profiles

GROUP = 'kind = "TargetGroup"\n[[term]]\nid = "a"\nja = "甲"\nen = "A"\n'


def test_client_groups_and_services_are_21_and_14() -> None:
    """The gap table's size: groups told by person, harm or situation, and supports that are services."""
    taxonomies = read_taxonomies()
    assert sum(term.facet in CLIENT_FACETS for term in taxonomies["groups"].terms) == 21
    assert sum(term.service for term in taxonomies["supports"].terms) == 14


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("kind = [", "not readable"),
        ('kind = "Colour"', "not declared"),
        (GROUP + "colour = 3\n", "unknown keys colour"),
        ('kind = "TargetGroup"\n[[term]]\nid = "a"\nja = "甲"\n', "en is missing"),
        (GROUP + GROUP.split("\n", 1)[1], "declared twice"),
        (GROUP + 'facet = "colour"\n', "none of"),
        (GROUP + 'parent = "b"\n', "no term b"),
        (GROUP + 'cues = ["甲", "甲"]\n', "repeated cue"),
        (GROUP + 'cues = [" "]\n', "empty or repeated"),
    ],
)
def test_a_wrong_vocabulary_says_what_is_wrong(text: str, words: str) -> None:
    """Each error names the file and the fault."""
    with pytest.raises(DeclarationError, match=words) as caught:
        text_to_taxonomy(text, "mine")
    assert "mine.toml" in caught.value.words.ja


@pytest.mark.parametrize(
    "data",
    [
        {"name": "x"},
        {"name": "x", "for": "groups", "why": "y", "roles": ["leads"]},
        {"name": "x", "for": "groups", "why": "y", "when": "z"},
    ],
)
def test_a_wrong_rule_says_what_is_wrong(data: dict) -> None:
    """A rule without a reason, with an unknown role or key, is refused by name."""
    with pytest.raises(DeclarationError, match="x"):
        data_to_rule(data)


def test_rules_have_names_of_their_own_and_reasons() -> None:
    """Each link tells its rule, so no two rules may share a name."""
    rules = [rule for found in read_rules().values() for rule in found]
    assert len({rule.name for rule in rules}) == len(rules)
    assert all(rule.why for rule in rules)
    assert {"groups", "organisations", "supports"} == set(read_rules())


def test_shuffled_vocabularies_find_the_same() -> None:
    """The order of cues in a file changes nothing."""
    text = fold("配偶者暴力相談支援センターと連携し、外国籍の方や妊産婦への相談支援と一時保護中の児童の学習支援を行う。").text
    taxonomies = list(read_taxonomies().values())
    expected = Matcher(taxonomies).find(text)
    mixed = random.Random(7)
    for _ in range(3):
        shuffled = [
            taxonomy._replace(
                terms=tuple(
                    mixed.sample(
                        [term._replace(cues=tuple(mixed.sample(term.cues, len(term.cues)))) for term in taxonomy.terms], len(taxonomy.terms)
                    )
                )
            )
            for taxonomy in taxonomies
        ]
        found = Matcher(shuffled).find(text)
        assert {name: set(mentions) for name, mentions in expected.items()} == {name: set(mentions) for name, mentions in found.items()}


@pytest.mark.parametrize(
    ("text", "vocabulary", "terms"),
    [
        ("配偶者暴力相談支援センターに連絡する", "groups", []),
        ("児童相談所の職員", "groups", ["supporters"]),
        ("児童福祉法に基づく手続", "groups", []),
        ("精神保健福祉センターが行う", "groups", []),
        ("若年被害女性等支援事業の実施", "groups", []),
        ("ＤＶ被害者の保護", "groups", ["dv_survivors"]),
        ("ﾄﾗﾝｽｼﾞｪﾝﾀﾞｰの方", "groups", ["transgender_women"]),
        ("妊 産\n婦への支援", "groups", ["expectant_mothers"]),
        ("ー時保護中の児童", "groups", ["accompanying_children"]),
        ("女性相談支援センター多摩支所", "organisations", ["tama_branch"]),
    ],
)
def test_the_longest_reading_wins_and_names_hide_what_is_in_them(text: str, vocabulary: str, terms: list[str]) -> None:
    """A group's word inside a body's, a law's or a programme's name names no group; widths and breaks do not matter."""
    found = Matcher(read_taxonomies().values()).find(fold(text).text)
    assert terms == [mention.term for mention in found.get(vocabulary, [])]


def test_no_bundled_name_is_one_prefectures_own_and_a_profile_gives_them_back() -> None:
    """In another prefecture's plan the words of a gender equality centre do not name Tokyo's; in Tokyo's its profile does."""
    taxonomies = read_taxonomies()
    names = [term.name.ja for taxonomy in taxonomies.values() for term in taxonomy.terms]
    assert not [name for name in names if "東京" in name or "都立" in name or "とうきょう" in name or "トー横" in name]
    (tokyo,) = (profile for profile in bundled_profiles() if profile.jurisdiction == "tokyo")
    renamed = rename_terms(taxonomies, tokyo.names, tokyo.name)
    (plaza,) = (term for term in renamed["organisations"].terms if term.id == "womens_plaza")
    assert plaza.name.ja.startswith("東京ウィメンズプラザ")
    changed = {
        f"{kind}:{term.id}"
        for name, kind in (("groups", "group"), ("organisations", "organisation"), ("supports", "support"), ("statuses", "status"))
        for old, term in zip(taxonomies[name].terms, renamed[name].terms, strict=True)
        if old != term
    }
    assert changed == set(tokyo.names)


def test_a_profile_that_names_no_term_or_not_in_both_languages_is_told() -> None:
    """With the file's name."""
    with pytest.raises(DeclarationError, match=r"p: there is no term organisation:nobody"):
        rename_terms(read_taxonomies(), {"organisation:nobody": Words("甲", "A")}, "p")
    with pytest.raises(DeclarationError, match=r"p: a name has ja and en"):
        text_to_profile('[names]\n"group:youth" = { ja = "若者" }\n', "p")
