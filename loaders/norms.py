"""A measure's links and words -> the headings of the national basic policy that it falls under, with evidence."""

from __future__ import annotations

from collections.abc import Iterator

from graph_model.evidence import Evidence
from graph_model.kinds import CERTAINTY
from graph_model.norms import Norms, When
from graph_model.plan import Measure
from loaders.folding import fold, fold_pattern
from loaders.links import Link, measure_passages

_KIND = {"supports": "PROVIDES", "groups": "SERVES", "partners": "PARTNERS_WITH"}


def links_to_norm_links(measure: Measure, links: tuple[Link, ...], norms: Norms) -> list[Link]:
    """Return the FALLS_UNDER links of a measure; `links` are its other links. Its evidence is theirs, or a cue's words.

    Links that only a relisting's words carry count for a heading that is then marked from_relisting, too.
    """
    own = tuple(link for link in links if not link.from_relisting)
    found = _norm_links(measure, own, norms, from_relisting=False)
    if len(own) < len(links):
        for target, link in _norm_links(measure, links, norms, from_relisting=True).items():
            found.setdefault(target, link)
    return [found[target] for target in sorted(found)]


def _norm_links(measure: Measure, links: tuple[Link, ...], norms: Norms, *, from_relisting: bool) -> dict[str, Link]:
    found: dict[str, Link] = {}
    for heading in norms.headings:
        for when in heading.whens:
            evidence = list(_when_evidence(measure, links, when))
            if evidence:
                target = f"{norms.id}/{heading.id}"
                link = found.setdefault(target, Link("FALLS_UNDER", target, [], when.certainty, from_relisting))
                link.evidence.extend(piece for piece in evidence if piece not in link.evidence)
                link.certainty = min(link.certainty, when.certainty, key=CERTAINTY.index)
    return found


def _when_evidence(measure: Measure, links: tuple[Link, ...], when: When) -> Iterator[Evidence]:
    """Yield the evidence for one way to fall under a heading; nothing where it does not hold."""
    named = {kind: {link.target for link in links if link.kind == edge} for kind, edge in _KIND.items()}
    if any(named[kind] & barred for kind, barred in when.bars.items()) or not all(
        named[kind] & needed for kind, needed in when.needs.items()
    ):
        return
    cues = list(_cue_evidence(measure, when)) if when.cues else []
    if when.cues and not cues:
        return
    yield from cues
    for kind, needed in when.needs.items():
        for link in links:
            if link.kind == _KIND[kind] and link.target in needed:
                yield from (piece._replace(rule=when.name) for piece in link.evidence)


def _cue_evidence(measure: Measure, when: When) -> Iterator[Evidence]:
    for passage, inherited in measure_passages(measure):
        if inherited:
            continue
        folded = fold(passage.raw)
        for cue in when.cues:
            at = folded.text.find(fold_pattern(cue))
            if at >= 0:
                start, end = folded.raw_span(at, at + len(cue))
                yield from passage.quotes(start, end, when.name)
