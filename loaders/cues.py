"""A vocabulary's cues -> where they stand in a text: one Aho-Corasick pass over the text for all terms at once.

The longest reading wins. A name (an organisation, a law, a programme) hides what is inside it: 配偶者暴力 in
配偶者暴力相談支援センター names a body and no target group.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from operator import add
from typing import NamedTuple

from graph_model.cue_templates import expand_cue, is_template, template_choices
from graph_model.taxonomy import Taxonomy
from loaders.folding import fold_pattern

_NAMES = "names"
_SHORT = 40


class Reading(NamedTuple):
    """What one string may be in a vocabulary: a cue of a term, or a mask that keeps that term's cues inside it from counting.

    A name hides what is inside it in every vocabulary; one without a term does nothing else.
    """

    vocabulary: str
    term: str
    weak: bool
    is_mask: bool
    is_name: bool


class Mention(NamedTuple):
    """A cue found: its vocabulary and term, and its span in the folded text. `weak` cues need a context that confirms."""

    vocabulary: str
    term: str
    start: int
    end: int
    weak: bool


class Standing:
    """Which words may stand in a folded text: quick, and wrong on one side only, by its runs of three characters."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._runs = set(map(add, map(add, text, text[1:]), text[2:]))

    def words(self, words: Iterable[str]) -> Iterator[str]:
        """Yield the words that may stand in the text."""
        runs, text = self._runs, self._text
        for word in words:
            if word[:3] in runs:
                if word[-3:] in runs and (len(word) == 3 or word[1:4] in runs):
                    yield word
            elif len(word) < 3 and word in text:
                yield word

    def spelt_out(self, template: str) -> list[str]:
        """Return what of a template may stand in the text; what cannot go on from a piece to the next is dropped there."""
        runs = self._runs
        heads = [""]
        for choices in template_choices(template):
            grown = []
            for head in heads:
                two, one = head[-2:], head[-1:]
                for piece in choices:
                    # The two runs that bridge head and piece; what is shorter than a run may stand.
                    if (len(bridge := (two + piece)[:3]) < 3 or bridge in runs) and (
                        len(bridge := (one + piece)[:3]) < 3 or bridge in runs
                    ):
                        grown.append(head + piece)
            heads = grown
        return list(self.words(heads))


class Matcher:
    """The cues of several vocabularies, ready to be found in one pass.

    Where the folded text that will be searched is given (`within`), words that cannot stand in it are left out.
    """

    def __init__(self, taxonomies: Iterable[Taxonomy], within: str | None = None) -> None:
        from ahocorasick_rs import AhoCorasick, Implementation

        stands = None if within is None else Standing(within)
        readings: dict[str, list[Reading]] = {}
        for taxonomy in taxonomies:
            for reading, words in _taxonomy_readings(taxonomy):
                for word in _spellings(words, stands):
                    found = readings.get(word)
                    if found is None:
                        readings[word] = [reading]
                    # What a template makes besides a word that the term has already counts once, as what came first.
                    elif not any((one.vocabulary, one.term) == (reading.vocabulary, reading.term) for one in found):
                        found.append(reading)
        self._known: dict[str, dict[str, list[Mention]]] = {}
        self._readings = list(readings.values())
        self._is_organisation: list[bool] | None = None
        # The kind that is built soonest; over a plan it matches as fast as the others.
        self._automaton = AhoCorasick(list(readings), implementation=Implementation.NoncontiguousNFA)

    def spans(self, text: str) -> set[tuple[int, int]]:
        """Return where anything that a vocabulary knows stands in a folded text, names and masks included."""
        return {(start, end) for _, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True)}

    def organisation_names(self, text: str) -> set[str]:
        """Return the names of organisations in a folded text, those inside longer ones too."""
        if self._is_organisation is None:
            self._is_organisation = [any(one.is_name and one.term for one in readings) for readings in self._readings]
        is_organisation = self._is_organisation
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return {text[start:end] for index, start, end in found if is_organisation[index]}

    def find(self, text: str) -> dict[str, list[Mention]]:
        """Return the mentions in a folded text by vocabulary, in order, none inside a longer one of its vocabulary."""
        if len(text) > _SHORT:
            return self._find(text)
        # Owners and items come again and again.
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._find(text)
        return known

    def _find(self, text: str) -> dict[str, list[Mention]]:
        readings = self._readings
        by_vocabulary: dict[str, list[_Match]] = {}
        names: list[_Match] = []
        # By start, the longest first, as everything below expects.
        for index, start, end in sorted(self._automaton.find_matches_as_indexes(text, overlapping=True), key=_start_then_longest):
            for reading in readings[index]:
                match = (start, end, reading)
                if reading.is_name:
                    names.append(match)
                if reading.term:
                    by_vocabulary.setdefault(reading.vocabulary, []).append(match)
        names = _longest(names)
        return {
            vocabulary: [
                Mention(vocabulary, reading.term, start, end, reading.weak)
                for start, end, reading in _longest(_unmasked(own if vocabulary == "organisations" or not names else _outside(own, names)))
            ]
            for vocabulary, own in by_vocabulary.items()
        }


def _spellings(cues: list[str], stands: Standing | None) -> Iterable[str]:
    """Return the folded strings that cues stand for; with `stands`, those alone that may stand in its text."""
    # One translation of all cues: there are thousands, and none holds a line break.
    folded = fold_pattern("\n".join(cues)).split("\n") if cues else []
    if not folded or not is_template(folded[0]):
        return stands.words(folded) if stands else folded
    return chain.from_iterable(map(stands.spelt_out if stands else expand_cue, folded))


def _start_then_longest(match: tuple[int, int, int]) -> tuple[int, int]:
    return match[1], -match[2]


_Match = tuple[int, int, Reading]


def _longest(matches: list[_Match]) -> list[_Match]:
    """Leave out matches inside a longer one; several terms of one string are all kept. Matches come by start, longest first."""
    kept: list[_Match] = []
    reach = (0, 0)
    for match in matches:
        if match[1] > reach[1] or match[:2] == reach:
            reach = match[:2]
            kept.append(match)
    return kept


def _unmasked(matches: list[_Match]) -> list[_Match]:
    """Leave out masks, and the cues that stand inside a longer mask of their own term."""
    masks: dict[str, list[_Match]] = {}
    for match in matches:
        if match[2].is_mask:
            masks.setdefault(match[2].term, []).append(match)
    if not masks:
        return matches
    return [
        match
        for match in matches
        if not match[2].is_mask and not any(mask[0] <= match[0] and match[1] <= mask[1] for mask in masks.get(match[2].term, ()))
    ]


def _outside(matches: list[_Match], names: list[_Match]) -> list[_Match]:
    """Leave out matches that stand inside a longer name."""
    kept: list[_Match] = []
    at = 0
    for match in matches:
        while at < len(names) and names[at][1] <= match[0]:
            at += 1
        hidden = (
            not match[2].is_mask
            and at < len(names)
            and names[at][0] <= match[0]
            and match[1] <= names[at][1]
            and match[:2] != names[at][:2]
        )
        if not hidden:
            kept.append(match)
    return kept


def _taxonomy_readings(taxonomy: Taxonomy) -> Iterable[tuple[Reading, list[str]]]:
    """Yield what a vocabulary's words may be; of one term, what is written out comes before what templates make.

    A list holds templates alone, or none.
    """
    is_organisation = taxonomy.name == "organisations"
    for term in taxonomy.terms:
        readings = (
            (Reading(taxonomy.name, term.id, False, False, is_organisation), term.cues),
            (Reading(taxonomy.name, term.id, True, False, is_organisation), term.weak_cues),
            (Reading(taxonomy.name, term.id, False, True, False), term.masks),
        )
        for templates in (False, True):
            yield from ((reading, [cue for cue in cues if is_template(cue) == templates]) for reading, cues in readings)
    for templates in (False, True):
        yield Reading(_NAMES, "", False, False, True), [name for name in taxonomy.names if is_template(name) == templates]
