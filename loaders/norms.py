"""A measure's links and words -> the headings of the national basic policy that it falls under, with evidence."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from graph_model.evidence import Evidence, Passage
from graph_model.kinds import CERTAINTY
from graph_model.norms import Norms, When
from graph_model.plan import Measure
from loaders.folding import Folded, fold, fold_pattern
from loaders.links import Link, measure_passages

_KIND = {"supports": "PROVIDES", "groups": "SERVES", "partners": "PARTNERS_WITH"}


_Texts = list[tuple[Passage, Folded]]


def links_to_norm_links(measure: Measure, links: tuple[Link, ...], norms: Norms) -> list[Link]:
    """Return the FALLS_UNDER links of a measure; `links` are its other links. Its evidence is theirs, or a cue's words.

    Links that only a relisting's words carry count for a heading that is then marked from_relisting, too.
    """
    texts = [(passage, fold(passage.raw)) for passage, inherited in measure_passages(measure) if not inherited]
    own = tuple(link for link in links if not link.from_relisting)
    found = _norm_links(texts, own, norms, from_relisting=False)
    if len(own) < len(links):
        for target, link in _norm_links(texts, links, norms, from_relisting=True).items():
            found.setdefault(target, link)
    return [found[target] for target in sorted(found)]


def _norm_links(texts: _Texts, links: tuple[Link, ...], norms: Norms, *, from_relisting: bool) -> dict[str, Link]:
    named = {kind: {link.target for link in links if link.kind == edge} for kind, edge in _KIND.items()}
    found: dict[str, Link] = {}
    for heading in norms.headings:
        for when in heading.whens:
            evidence = list(_when_evidence(texts, links, when)) if _may_hold(when, named) else []
            if evidence:
                target = f"{norms.id}/{heading.id}"
                link = found.setdefault(target, Link("FALLS_UNDER", target, [], when.certainty, from_relisting))
                link.evidence.extend(piece for piece in evidence if piece not in link.evidence)
                link.certainty = min(link.certainty, when.certainty, key=CERTAINTY.index)
    return found


def _may_hold(when: When, named: dict[str, set[str]]) -> bool:
    """Whether a measure that names these terms has what one way to fall under a heading needs, and nothing that it bars."""
    # A plain loop: this is asked of every measure for every heading, and few bar anything.
    for kind, needed in when.needs.items():
        if named[kind].isdisjoint(needed):
            return False
    return not when.bars or all(named[kind].isdisjoint(barred) for kind, barred in when.bars.items())


def _when_evidence(texts: _Texts, links: tuple[Link, ...], when: When) -> Iterator[Evidence]:
    """Yield the evidence for one way to fall under a heading; nothing where it wants a cue and none stands there."""
    cues = list(_cue_evidence(texts, when))
    if when.cues and not cues:
        return
    yield from cues
    for kind, needed in when.needs.items():
        for link in links:
            if link.kind == _KIND[kind] and link.target in needed:
                yield from (piece._replace(rule=when.name) for piece in link.evidence)


def _cue_evidence(texts: _Texts, when: When) -> Iterator[Evidence]:
    for cue in when.cues:
        plain = _folded(cue)
        for passage, folded in texts:
            at = folded.text.find(plain)
            if at >= 0:
                start, end = folded.raw_span(at, at + len(plain))
                yield from passage.quotes(start, end, when.name)


_folded = cache(fold_pattern)
