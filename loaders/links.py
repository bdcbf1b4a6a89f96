"""A measure -> its links to groups, organisations, supports and bureaus, each with the words that it rests on."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from graph_model.evidence import Evidence, Passage
from graph_model.kinds import CERTAINTY, ROLES
from graph_model.plan import Measure, Row
from graph_model.taxonomy import Taxonomy, Term
from loaders.clauses import Clauses
from loaders.cues import Matcher, Mention
from loaders.folding import DASHES, Folded, fold
from loaders.marks import NewMarks
from loaders.rows import bureau_names
from loaders.rules import Rule, first_rule
from loaders.statuses import StatusFound, status_text_to_status

EDGE_OF = {"groups": "SERVES", "organisations": "PARTNERS_WITH", "supports": "PROVIDES", "statuses": "HAS_STATUS"}
_COLUMNS = ("item", "text", "status")
_TRAINED_RULES = ("trained_body", "body_learns", "counsellors_trained", "joins_training")
_DEFAULT_ROLE_RULES = ("interpreters_used",)
_INHERITED = ("preceding", "following", "from_relisting")


@dataclass(slots=True)
class Link:
    """One extracted link of a measure; `target` is a term's id or a bureau's name."""

    kind: str
    target: str
    evidence: list[Evidence]
    certainty: str
    from_relisting: bool = False
    roles: list[str] = field(default_factory=list)


class MeasureLinks(NamedTuple):
    """A measure's links, and the cues that were seen and not taken."""

    links: tuple[Link, ...]
    rejected: tuple[dict[str, object], ...]
    status_by_default: bool


class _Found(NamedTuple):
    """One mention judged: the rule that decided, and where it stands."""

    mention: Mention
    rule: Rule | None
    passage: Passage
    folded: Folded
    inherited: bool

    @property
    def taken(self) -> bool:
        return self.rule is not None and self.rule.take

    def evidence(self) -> list[Evidence]:
        """Return the mention's own words; made when asked, as most mentions need none."""
        start, end = self.folded.raw_span(self.mention.start, self.mention.end)
        return self.passage.quotes(start, end, self.rule.name if self.rule else "no_rule")


def measure_to_links(measure: Measure, matcher: Matcher, taxonomies: dict[str, Taxonomy], marks: NewMarks) -> MeasureLinks:
    """Return all links of a measure. Words that only a relisting has make links too, marked `from_relisting`."""
    links: dict[tuple[str, str], Link] = {}
    found = list(_judge(measure_passages(measure), matcher))
    for vocabulary in ("groups", "organisations", "supports"):
        _take(links, vocabulary, found, taxonomies[vocabulary], from_relisting=False)
    _drop_owners(links, measure.row, taxonomies["organisations"], marks, matcher)
    for listing in measure.listings[1:]:
        again = [(passage, False) for column in _COLUMNS if (passage := listing.row.passage(column))]
        if all(passage.raw == _raw(measure.row.passage(passage.column)) for passage, _ in again):
            continue  # It says the same again.
        from_relisting = list(_judge(again, matcher))
        extra: dict[tuple[str, str], Link] = {}
        for vocabulary in ("groups", "organisations", "supports"):
            _take(extra, vocabulary, from_relisting, taxonomies[vocabulary], from_relisting=True)
        _drop_owners(extra, measure.row, taxonomies["organisations"], marks, matcher)
        for key, link in extra.items():
            links.setdefault(key, link)
    _drop_only_alone(links, taxonomies["groups"])
    for link in _bureau_links(measure, marks):
        links.setdefault((link.kind, link.target), link)
    status = _status_link(measure)
    if status:
        links["HAS_STATUS", status[0].target] = status[0]
    rejected = tuple(_rejected(found, links))
    return MeasureLinks(tuple(links[key] for key in sorted(links)), rejected, bool(status and status[1]))


def _raw(passage: Passage | None) -> str:
    return passage.raw if passage else ""


def measure_passages(measure: Measure) -> Iterator[tuple[Passage, bool]]:
    """Yield what is read for a measure: its item (its label's row, where it is inherited), text and status."""
    inherited = measure.item_how in _INHERITED
    for row in measure.item_rows:
        if passage := row.passage("item"):
            yield passage, inherited
    for column in ("text", "status"):
        if passage := measure.row.passage(column):
            yield passage, False


def _judge(passages: Iterator[tuple[Passage, bool]] | list[tuple[Passage, bool]], matcher: Matcher) -> Iterator[_Found]:
    for passage, inherited in passages:
        folded = fold(passage.raw)
        for vocabulary, own in matcher.find(folded.text).items():
            clauses = Clauses(folded.text, passage.column, own, enumerations=vocabulary != "supports")
            for mention in own:
                term, rule = first_rule(vocabulary, mention.term, mention.weak, clauses.context(mention))
                yield _Found(mention if term == mention.term else mention._replace(term=term), rule, passage, folded, inherited)


def _take(links: dict[tuple[str, str], Link], vocabulary: str, found: list[_Found], taxonomy: Taxonomy, *, from_relisting: bool) -> None:
    """Make links of the mentions taken; an inherited item's words count only where the row's own words name nothing."""
    kind = EDGE_OF[vocabulary]
    taken = [one for one in found if one.mention.vocabulary == vocabulary and one.taken]
    own = _without_trained(found, [one for one in taken if not one.inherited])
    terms = {term.id: term for term in taxonomy.terms}
    for one in own or (taken if vocabulary == "groups" else ()):
        rule = one.rule
        assert rule is not None
        certainty = "weak" if one.inherited else rule.certainty
        link = links.setdefault((kind, one.mention.term), Link(kind, one.mention.term, [], certainty, from_relisting))
        link.evidence.extend(piece for piece in one.evidence() if piece not in link.evidence)
        link.certainty = min(link.certainty, certainty, key=CERTAINTY.index)
    if vocabulary == "organisations":
        _give_roles(links, kind, own, terms)
    _specialise(links, kind, found, terms)


def _give_roles(links: dict[tuple[str, str], Link], kind: str, found: list[_Found], terms: dict[str, Term]) -> None:
    """Give each body the roles that its rules tell; the role that experts have where nothing else is said yields to what is."""
    told: dict[str, set[str]] = {}
    for by_default in (False, True):
        for one in found:
            rule, term = one.rule, one.mention.term
            if rule is not None and (rule.name in _DEFAULT_ROLE_RULES) == by_default and not (by_default and term in told):
                link_roles = told.setdefault(term, set()) if not by_default else set(links[kind, term].roles)
                link_roles.update(rule.roles or terms[term].roles)
                links[kind, term].roles = [role for role in ROLES if role in link_roles]


def _specialise(links: dict[tuple[str, str], Link], kind: str, found: list[_Found], terms: dict[str, Term]) -> None:
    """Where the measure names the narrower body, the general one is that body and no other."""
    named = {one.mention.term for one in found}
    for term in terms.values():
        if not term.specialises or term.id not in named:
            continue
        general = links.pop((kind, term.specialises), None)
        if general and (kind, term.id) not in links:
            general.target = term.id
            links[kind, term.id] = general


def _without_trained(found: list[_Found], taken: list[_Found]) -> list[_Found]:
    """Leave out a body that only the title names as acting while the text has its people trained or advised."""
    trained = {one.mention.term for one in found if one.rule and one.rule.name in _TRAINED_RULES}
    acting = {one.mention.term for one in taken if one.passage.column != "item"}
    return [one for one in taken if one.mention.vocabulary != "organisations" or one.mention.term not in trained - acting]


def _drop_owners(links: dict[tuple[str, str], Link], row: Row, organisations: Taxonomy, marks: NewMarks, matcher: Matcher) -> None:
    """A body that owns the row is no partner in it, also when the text names it."""
    passage = row.passage("bureau")
    owners = {name for name, _, _ in bureau_names(passage, marks)} if passage else set()
    named = {mention.term for owner in owners for mention in matcher.find(fold(owner).text).get("organisations", ())}
    for term in organisations.terms:
        # Most terms are no office's other name.
        is_owner = term.same_as and any(owner.startswith(term.same_as) for owner in owners)
        if is_owner or (term.body == "own" and term.id in named):
            links.pop(("PARTNERS_WITH", term.id), None)


def _drop_only_alone(links: dict[tuple[str, str], Link], groups: Taxonomy) -> None:
    """Where narrower groups are served the reference group goes; a group that the status alone names gives way to it."""
    terms: dict[str, Term] = {term.id: term for term in groups.terms}
    served = {target: link for (kind, target), link in links.items() if kind == "SERVES"}
    reference = [target for target, link in served.items() if terms[target].only_alone]
    narrower = {target: link for target, link in served.items() if not terms[target].only_alone and terms[target].facet != "other"}
    others = {target for target in served if terms[target].facet == "other"}
    in_status_only = {target for target, link in narrower.items() if all(piece.column == "status" for piece in link.evidence)}
    stated = any(served[target].certainty != "weak" for target in reference)
    if reference and stated and narrower and len(in_status_only) == len(narrower):
        dropped = in_status_only
    elif narrower or others - {"general_public"} or (not stated and others):
        dropped = set(reference)
    else:
        return
    for target in dropped:
        del links["SERVES", target]


def _bureau_links(measure: Measure, marks: NewMarks) -> Iterator[Link]:
    for listing in measure.listings:
        passage = listing.row.passage("bureau")
        if passage is None:
            continue
        rule = "bureau_column"
        for name, start, end in bureau_names(passage, marks):
            yield Link("OWNED_BY", name, passage.quotes(start, end, rule), "sure", listing is not measure.listings[0])


def _status_link(measure: Measure) -> tuple[Link, bool] | None:
    passage = measure.row.passage("status")
    if passage is None or not passage.raw.strip(DASHES):
        return None
    folded = fold(passage.raw)
    found: StatusFound = status_text_to_status(folded.text)
    start, end = folded.raw_span(found.start, found.end)
    return Link("HAS_STATUS", found.status, passage.quotes(start, end, found.rule), found.certainty), found.rule == "stage_by_default"


def _rejected(found: list[_Found], links: dict[tuple[str, str], Link]) -> Iterator[dict[str, object]]:
    """Yield the cues that were seen and not taken, once a term and place, where the term got no link in the measure."""
    for one in found:
        kind = EDGE_OF.get(one.mention.vocabulary)
        if kind and not one.taken and (kind, one.mention.term) not in links:
            for piece in one.evidence()[:1]:
                yield {"kind": kind, "target": one.mention.term, "quote": piece.quote, "place": piece.place.as_dict(), "rule": piece.rule}
