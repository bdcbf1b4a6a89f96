"""overlap-pairs: pairs of measures to look at together, on a ladder, each with a score that can be worked out again by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from graph_model.graph import links_of
from graph_model.words import Words
from queries import cypher_parts as cypher
from queries.doubt import Flip, drop_doubtful
from queries.facts import PlanFacts
from queries.rarity import CROWD, WEIGHTS, Rarity, count_sharing, facts_to_rarity
from queries.saved_query import Column, Parameter, PlanSummary, Row, SavedQuery

RUNGS = ("same_act", "duplication", "overlap", "same_means", "fragmentation")
ALIKE = 200
"""Thousandths of text likeness from which two texts count as alike on the rung of duplication."""
ACT = 26
"""Characters of a run that both have, from which it is one act reported twice: longer than names of bodies and programmes."""
_LINKS = (("groups", "SERVES"), ("supports", "PROVIDES"), ("partners", "PARTNERS_WITH"))


class Likeness(NamedTuple):
    """How alike the texts of two measures are: thousandths, the length of the longest run that both have, and its words."""

    thousandths: int
    length: int
    run: str


_UNLIKE = Likeness(0, 0, "")


def text_likeness(facts: PlanFacts) -> dict[tuple[str, str], Likeness]:
    """Return the likeness of every pair that has a SIMILAR_TEXT link, the measure that comes first in the plan first."""
    found: dict[tuple[str, str], Likeness] = {}
    at = {measure: place for place, measure in enumerate(facts.measures)}
    for measure in facts.measures:
        for _, other, data in links_of(facts.graph, "SIMILAR_TEXT", source=measure):
            if other in at:
                pair = (measure, other) if at[measure] < at[other] else (other, measure)
                found[pair] = Likeness(round(data["score"] * 1000), data["shared_length"], data["shared_run"])
    return found


def pair_rung(facts: PlanFacts, a: str, b: str, shared: dict[str, frozenset[str]], like: Likeness) -> str | None:
    """Return the rung of a pair; None for one that is on none.

    same_act: a long run of text in both. duplication: the same group, support and partner (or neither names a partner), and
    like texts. overlap: the same group and the same support. same_means: the same body, forum or programme.
    fragmentation: the same group, and no owner in common.
    """
    same = bool(shared["groups"] and shared["supports"])
    partnered = shared["partners"] or not (facts.partners[a] or facts.partners[b])
    if like.length >= ACT:
        return "same_act"
    if same and partnered and like.thousandths >= ALIKE:
        return "duplication"
    if same:
        return "overlap"
    if shared["partners"]:
        return "same_means"
    if shared["groups"] and not set(facts.bureaus[a]) & set(facts.bureaus[b]):
        return "fragmentation"
    return None


def pair_terms(facts: PlanFacts, rarity: Rarity, a: str, b: str, shared: dict[str, frozenset[str]], like: Likeness) -> list[dict[str, Any]]:
    """Return the terms of a pair's score: points = weight × value ÷ of, rounded down."""
    mine, theirs = rarity.profiles[a], rarity.profiles[b]
    terms: list[tuple[str, list[str], int, int]] = []
    for kind, _ in _LINKS:
        value = 2 * sum(rarity.counted[term] for term in shared[kind])
        terms.append((kind, sorted(shared[kind]), value, mine.totals[kind] + theirs.totals[kind]))
    forums = sorted(one for one in shared["partners"] if facts.body(one) == "forum")
    terms.append(("forum", forums, sum(rarity.tiers[one] for one in forums), 1))
    item = facts.graph.nodes[a].get("item")
    terms.append(("item", [], int(item is not None and item == facts.graph.nodes[b].get("item")), 1))
    terms.append(("text", [], like.thousandths, 1000))
    owners = facts.bureaus[a] and facts.bureaus[b] and not set(facts.bureaus[a]) & set(facts.bureaus[b])
    terms.append(("owner", [], int(bool(owners)), 1))
    return [
        {"term": name, "ids": ids, "value": value, "of": of, "weight": WEIGHTS[name], "points": WEIGHTS[name] * value // of}
        for name, ids, value, of in terms
        if value and of
    ]


def candidates(facts: PlanFacts, rarity: Rarity, likeness: Iterable[tuple[str, str]], only: str | None) -> Iterator[tuple[str, str]]:
    """Yield the pairs that may be listed: alike in text, of the same item, or sharing a term that no crowd has."""
    items: dict[str, list[str]] = {}
    for measure in facts.measures:
        if (item := facts.graph.nodes[measure].get("item")) is not None:
            items.setdefault(item, []).append(measure)
    seen = set(likeness)
    for holders in (*rarity.holders.values(), *items.values()):
        if len(holders) <= CROWD:
            seen.update(combinations(holders, 2))
    return (pair for pair in seen if only is None or only in pair)


def answer(facts: PlanFacts, parameters: dict[str, Any]) -> list[Row]:
    """Return the `top` pairs of the highest score, then by the order of the measures."""
    rarity, likeness = facts_to_rarity(facts), text_likeness(facts)
    at = {measure: place for place, measure in enumerate(facts.measures)}
    found: list[tuple[int, int, int, str, str, str, list[dict[str, Any]], Likeness]] = []
    for a, b in candidates(facts, rarity, likeness, parameters["measure"]):
        mine, theirs = rarity.profiles[a].terms, rarity.profiles[b].terms
        shared = {kind: mine[kind] & theirs[kind] for kind in mine}
        like = likeness.get((a, b), _UNLIKE)
        rung = pair_rung(facts, a, b, shared, like)
        if rung and parameters["rung"] in (None, rung):
            terms = pair_terms(facts, rarity, a, b, shared, like)
            found.append((-sum(term["points"] for term in terms), at[a], at[b], rung, a, b, terms, like))
    found.sort(key=lambda pair: pair[:3])
    return [
        {
            "finding": f"overlap-pairs/{a}/{b}",
            "a": a,
            "b": b,
            "rung": rung,
            "score": -score,
            "terms": terms,
            "bureaus": sorted({*facts.bureaus[a], *facts.bureaus[b]}),
            "shared_run": like.run or None,
        }
        for score, _, _, rung, a, b, terms, like in found[: parameters["top"]]
    ]


def tally(facts: PlanFacts, parameters: dict[str, Any]) -> dict[str, int]:
    """Return how many pairs are on each rung, all pairs of the plan counted, none looked at but those of like text."""
    signatures: Counter[tuple[frozenset[str], ...]] = Counter(
        (facts.groups[m], facts.supports[m], facts.partners[m], frozenset(facts.bureaus[m])) for m in facts.measures
    )
    groups, supports, partners, owners = range(4)

    def sharing(*kinds: int) -> int:
        return count_sharing(signatures, kinds)

    def apart(*kinds: int) -> int:
        return sharing(*kinds) - sharing(*kinds, owners)

    counts = dict.fromkeys(RUNGS, 0)
    counts["overlap"] = sharing(groups, supports)
    counts["same_means"] = sharing(partners) - sharing(groups, supports, partners)
    counts["fragmentation"] = apart(groups) - apart(groups, supports) - apart(groups, partners) + apart(groups, supports, partners)
    for (a, b), like in text_likeness(facts).items():
        shared = {"groups": facts.groups[a] & facts.groups[b], "supports": facts.supports[a] & facts.supports[b]}
        shared["partners"] = facts.partners[a] & facts.partners[b]
        plain, rung = pair_rung(facts, a, b, shared, _UNLIKE), pair_rung(facts, a, b, shared, like)
        if plain != rung:
            if plain:
                counts[plain] -= 1
            if rung:
                counts[rung] += 1
    pairs = len(facts.measures) * (len(facts.measures) - 1) // 2
    return counts | {"none": pairs - sum(counts.values())}


def doubt(facts: PlanFacts, row: Row, parameters: dict[str, Any]) -> list[Flip]:
    """Return the dropping of one doubtful link without which the pair stands on another rung."""
    a, b = row["a"], row["b"]
    like = text_likeness_of(facts, a, b)
    links = {"groups": facts.groups, "supports": facts.supports, "partners": facts.partners}
    shared = {kind: links[kind][a] & links[kind][b] for kind in links}
    for kind, edge in _LINKS:
        for term in sorted(shared[kind]) if len(shared[kind]) == 1 else ():
            without = {**shared, kind: frozenset[str]()}
            if pair_rung(facts, a, b, without, like) != row["rung"]:
                for measure in (a, b):
                    if flip := drop_doubtful(facts, measure, [(edge, term)]):
                        return [flip]
    return []


def text_likeness_of(facts: PlanFacts, a: str, b: str) -> Likeness:
    """Return the likeness of one pair."""
    for start, end in ((a, b), (b, a)):
        if data := (facts.graph.get_edge_data(start, end) or {}).get("SIMILAR_TEXT"):
            return Likeness(round(data["score"] * 1000), data["shared_length"], data["shared_run"])
    return _UNLIKE


def by_state(summary: PlanSummary, rows: Sequence[Row], tally: dict[str, int]) -> dict[str, int]:
    """Return the tally: all pairs of the plan by rung."""
    return dict(tally)


_WEIGH = """\
WITH *, size(measures) AS n, COLLECT {
  UNWIND measures AS m
  UNWIND m.groups + m.supports + m.partners AS id
  WITH id, count(*) AS held
  MATCH (x:TargetGroup|SupportType|Organisation {id: id})
  WITH id, held, x, reduce(k = 0, i IN range(1, 40) | CASE WHEN held * toInteger(2 ^ i) <= size(measures) THEN i ELSE k END) AS tier
  RETURN {id: id, held: held, full: 2 * (1 + tier), forum: CASE WHEN x.body = 'forum' THEN tier ELSE 0 END, counted: (1 + tier)
    * CASE WHEN x:TargetGroup AND NOT x.facet IN ['person', 'harm', 'situation'] OR x:SupportType AND NOT x.service THEN 1 ELSE 2 END}
  ORDER BY id
} AS terms
WITH *, [m IN measures | m {.id, .item, .bureaus, .groups, .supports, .partners,
  g: [t IN terms WHERE t.id IN m.groups], s: [t IN terms WHERE t.id IN m.supports], o: [t IN terms WHERE t.id IN m.partners]}] AS ms
"""
_SHARED = f"""\
WITH *, coalesce(head([(x:Measure {{id: a.id}})-[r:SIMILAR_TEXT]-(y:Measure {{id: b.id}}) | r {{.score, .shared_length, .shared_run}}]),
  {{score: 0, shared_length: 0, shared_run: null}}) AS like,
  [t IN a.g WHERE t.id IN b.groups] AS g, [t IN a.s WHERE t.id IN b.supports] AS s, [t IN a.o WHERE t.id IN b.partners] AS o,
  none(x IN a.bureaus WHERE x IN b.bureaus) AS apart
WITH *, toInteger(round(like.score * 1000)) AS alike
WITH *, CASE
  WHEN like.shared_length >= {ACT} THEN 'same_act'
  WHEN size(g) > 0 AND size(s) > 0 AND (size(o) > 0 OR size(a.o) + size(b.o) = 0) AND alike >= {ALIKE} THEN 'duplication'
  WHEN size(g) > 0 AND size(s) > 0 THEN 'overlap'
  WHEN size(o) > 0 THEN 'same_means'
  WHEN size(g) > 0 AND apart THEN 'fragmentation' ELSE 'none' END AS rung
"""


def _term(name: str, value: str, of: str = "1", ids: str = "[]") -> str:
    return f"{{term: '{name}', ids: {ids}, value: {value}, of: {of}, weight: {WEIGHTS[name]}}}"


def _kind_term(name: str, var: str) -> str:
    value = f"2 * reduce(x = 0, t IN {var} | x + t.counted)"
    return _term(name, value, f"reduce(x = 0, t IN a.{var} + b.{var} | x + t.full)", f"[t IN {var} | t.id]")


_TERMS = ",\n  ".join(
    (
        _kind_term("groups", "g"),
        _kind_term("supports", "s"),
        _kind_term("partners", "o"),
        _term("forum", "reduce(x = 0, t IN o | x + t.forum)", ids="[t IN o WHERE t.forum > 0 | t.id]"),
        _term("item", "CASE WHEN a.item = b.item THEN 1 ELSE 0 END"),
        _term("text", "alike", "1000"),
        _term("owner", "CASE WHEN apart AND size(a.bureaus) > 0 AND size(b.bureaus) > 0 THEN 1 ELSE 0 END"),
    )
)

_FACTS = cypher.PLAN + cypher.measures("groups", "supports", "partners", "bureaus", "item")

CYPHER = f"""\
{_FACTS}{_WEIGH}\
WITH *, COLLECT {{
  UNWIND range(0, n - 1) AS i
  WITH i, ms[i].item AS item
  WITH item, collect(i) AS crowd WHERE item IS NOT NULL AND size(crowd) <= {CROWD}
  RETURN crowd
}} AS same_item, COLLECT {{
  UNWIND range(0, n - 1) AS i
  MATCH (:Measure {{id: ms[i].id}})-[:SIMILAR_TEXT]-(y:Measure)
  RETURN [i] + [j IN range(i + 1, n - 1) WHERE ms[j].id = y.id]
}} AS like_text,
  [t IN terms WHERE t.held <= {CROWD} | [i IN range(0, n - 1) WHERE t.id IN ms[i].groups + ms[i].supports + ms[i].partners]] AS same_term
WITH ms, same_item + like_text + same_term AS crowds
UNWIND crowds AS crowd UNWIND crowd AS i UNWIND crowd AS j
WITH ms, i, j WHERE i < j AND ($measure IS NULL OR $measure IN [ms[i].id, ms[j].id])
WITH ms, collect(DISTINCT [i, j]) AS pairs
UNWIND pairs AS pair
WITH pair[0] AS first, pair[1] AS second, ms[pair[0]] AS a, ms[pair[1]] AS b
{_SHARED}\
WITH * WHERE rung <> 'none' AND ($rung IS NULL OR rung = $rung)
WITH first, second, a.id AS a, b.id AS b, rung, like.shared_run AS shared_run, a.bureaus + b.bureaus AS owners, [t IN [
  {_TERMS}
] WHERE t.value > 0 AND t.of > 0 | t {{.*, points: t.weight * t.value / t.of}}] AS terms
WITH *, reduce(x = 0, t IN terms | x + t.points) AS score
ORDER BY -score, first, second LIMIT toInteger($top)
RETURN 'overlap-pairs/' + a + '/' + b AS finding, a, b, rung, score, terms,
  COLLECT {{ UNWIND owners AS x RETURN DISTINCT x ORDER BY x }} AS bureaus, shared_run
ORDER BY -score, first, second
"""

TALLY = f"""\
{_FACTS}{_WEIGH}\
UNWIND range(0, n - 1) AS i UNWIND range(i + 1, n - 1) AS j
WITH ms[i] AS a, ms[j] AS b
{_SHARED}\
RETURN {", ".join(f"sum(CASE rung WHEN '{rung}' THEN 1 ELSE 0 END) AS {rung}" for rung in (*RUNGS, "none"))}
"""

QUERY = SavedQuery(
    name="overlap-pairs",
    family="overlap",
    title=Words("一緒に見るべき取組", "Measures to look at together"),
    question=Words(
        "どの取組とどの取組は、次の計画や予算を考えるときに一緒に見るべきか",
        "Which two measures should be looked at together when the next plan or budget is prepared?",
    ),
    why=Words(
        "同じ人への同じ支援が別々の局にあると、予算の説明でも窓口の案内でも食い違いが出るため。",
        "Where the same help for the same people stands with two bureaus, budgets are hard to explain and people are sent in circles.",
    ),
    how_to_read=Words(
        "段は上から、「同じ行為」一つの行為の二度の報告（長い共通の文がある）、「重複」同じ対象者・支援・団体で文も似る、「重なり」同じ対象者と支援、「同じ手段」同じ団体・会議体・事業、「分かれた所管」同じ対象者で所管が別（GAO-15-49SP の分類に二段を加えたもの）。得点は内訳の点の合計。",
        "Rungs from the top: same act, one act reported twice (a long run of text in both); duplication, same group, support and partner and like text; overlap, same group and support; same means, same body, forum or programme; fragmentation, same group under different owners (after GAO-15-49SP, two rungs added). The score is the sum of the points of its terms.",
    ),
    limits=Words(
        "重なりは、むだを意味しない。得点は並べるためのもので、程度を測るものではない。自らの機関も団体に数える。200を超える取組がもつ語だけで結ばれる組は、数えるが挙げない。",
        "An overlap is no waste. Scores are for putting pairs in order, no measure of degree. Own offices count as bodies here. Pairs that only a term of more than 200 measures joins are counted, not listed.",
    ),
    unit="pair",
    over=("measures", "measures"),
    columns=(
        Column("a", "id", "Measure", Words("取組", "measure")),
        Column("b", "id", "Measure", Words("もう一方", "other measure")),
        Column("rung", "text", None, Words("段", "rung")),
        Column("score", "whole", None, Words("得点", "score")),
        Column("terms", "terms", None, Words("内訳", "terms")),
        Column("bureaus", "ids", "Bureau", Words("所管局", "bureaus")),
        Column("shared_run", "text", None, Words("共通の語句", "shared words")),
    ),
    parameters=(
        Parameter("top", 500, Words("はじめの何件まで挙げるか", "how many to list")),
        Parameter("measure", None, Words("この取組を含む組だけを挙げる", "list pairs with this measure only"), "Measure"),
        Parameter("rung", None, Words("この段だけを挙げる", "list this rung only"), None, (), RUNGS),
    ),
    answer=answer,
    doubt=doubt,
    cypher=CYPHER,
    picture="""\
MATCH path = (a:Measure)-[:SERVES|PROVIDES|PARTNERS_WITH]->()<-[:SERVES|PROVIDES|PARTNERS_WITH]-(b:Measure)
WHERE a.id < b.id AND a.id STARTS WITH 'measure:' + substring($plan, 5) + '/' AND b.id STARTS WITH 'measure:' + substring($plan, 5) + '/'
  AND (EXISTS { (a)-[:SIMILAR_TEXT]-(b) } OR $measure IN [a.id, b.id])
RETURN path LIMIT 200
""",
    by_state=by_state,
    tally=tally,
    tally_cypher=TALLY,
)
