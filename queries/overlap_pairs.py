"""overlap-pairs: pairs of measures to look at together, on a ladder, each with a score that can be worked out again by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import nsmallest
from typing import Any

from graph_model.editions import in_edition
from graph_model.words import Words
from queries import cypher_parts as cypher
from queries.doubt import Flip, drop_doubtful
from queries.facts import PlanFacts
from queries.pairs import (
    ACT,
    ALIKE,
    RUNGS,
    UNLIKE,
    Likeness,
    candidates,
    pair_rung,
    pair_values,
    points_of,
    text_likeness,
    text_likeness_of,
)
from queries.rarity import CROWD, KINDS, WEIGHTS, Profile, Rarity, Sharing, facts_to_rarity
from queries.saved_query import Column, Parameter, PlanSummary, Row, SavedQuery


def answer(facts: PlanFacts, parameters: dict[str, Any]) -> list[Row]:
    """Return the `top` pairs of the highest score, then by the order of the measures."""
    rarity, likeness = facts_to_rarity(facts), text_likeness(facts)

    def scored() -> Iterator[tuple[int, int, int, str]]:
        for i, j in candidates(facts, rarity, likeness, parameters["measure"]):
            a, b, like = rarity.profiles[i], rarity.profiles[j], likeness.get((i, j), UNLIKE)
            shared, values = pair_values(rarity, a.terms & b.terms, a, b, like)
            rung = pair_rung(shared, a, b, like)
            if rung and parameters["rung"] in (None, rung):
                yield -sum(points_of(*each) for each in values), i, j, rung

    return [
        _row(facts, rarity, i, j, rung, -score, likeness.get((i, j), UNLIKE))
        for score, i, j, rung in nsmallest(parameters["top"], scored())
    ]


def _row(facts: PlanFacts, rarity: Rarity, i: int, j: int, rung: str, score: int, like: Likeness) -> Row:
    a, b, mine, theirs = facts.measures[i], facts.measures[j], rarity.profiles[i], rarity.profiles[j]
    shared = mine.terms & theirs.terms
    ids = {kind: sorted(term for term in shared if rarity.weights[term].kind == at) for at, kind in enumerate(KINDS)}
    ids["forum"] = sorted(term for term in shared if rarity.weights[term].forum)
    _, values = pair_values(rarity, shared, mine, theirs, like)
    return {
        "finding": f"overlap-pairs/{a}/{b}",
        "a": a,
        "b": b,
        "rung": rung,
        "score": score,
        "terms": [
            {
                "term": name,
                "ids": ids.get(name, []),
                "value": value,
                "of": of,
                "weight": WEIGHTS[name],
                "points": points_of(name, value, of),
            }
            for name, value, of in values
        ],
        "bureaus": sorted(mine.owners | theirs.owners),
        "shared_run": like.run or None,
    }


def tally(facts: PlanFacts, parameters: dict[str, Any]) -> dict[str, int]:
    """Return how many pairs are on each rung: all pairs of the plan are counted, none is looked at but those of like text."""
    counts = dict.fromkeys(RUNGS, 0)
    for groups, supports, partners, owners in Sharing(
        (facts.groups, facts.supports, facts.partners, facts.bureaus), facts.measures
    ).earlier():
        both = groups & supports
        counts["overlap"] += both.bit_count()
        counts["same_means"] += (partners & ~both).bit_count()
        counts["fragmentation"] += (groups & ~(supports | partners | owners)).bit_count()
    rarity = facts_to_rarity(facts)
    for (i, j), like in text_likeness(facts).items():
        a, b = rarity.profiles[i], rarity.profiles[j]
        shared, _ = pair_values(rarity, a.terms & b.terms, a, b, like)
        plain, rung = pair_rung(shared, a, b, UNLIKE), pair_rung(shared, a, b, like)
        if plain != rung:
            for name, more in ((plain, -1), (rung, 1)):
                if name:
                    counts[name] += more
    pairs = len(facts.measures) * (len(facts.measures) - 1) // 2
    return counts | {"none": pairs - sum(counts.values())}


def doubt(facts: PlanFacts, row: Row, parameters: dict[str, Any]) -> list[Flip]:
    """Return the dropping of one doubtful link without which the pair stands on another rung."""
    a, b = row["a"], row["b"]
    like = text_likeness_of(facts, a, b)
    mine, theirs = (_bare_profile(facts, measure) for measure in (a, b))
    shared = [facts.groups[a] & facts.groups[b], facts.supports[a] & facts.supports[b], facts.partners[a] & facts.partners[b]]
    for at, edge in enumerate(("SERVES", "PROVIDES", "PARTNERS_WITH")):
        if len(shared[at]) == 1:
            without = [*shared[:at], frozenset[str](), *shared[at + 1 :]]
            if pair_rung(without, mine, theirs, like) != row["rung"]:
                for measure in (a, b):
                    if flip := drop_doubtful(facts, measure, [(edge, term) for term in shared[at]]):
                        return [flip]
    return []


def _bare_profile(facts: PlanFacts, measure: str) -> Profile:
    """Return what a rung asks of a measure: whether it names partners, and its owners."""
    return Profile(frozenset(), (0, 0, len(facts.partners[measure])), None, frozenset(facts.bureaus[measure]))


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
WITH *, coalesce(head([(x:Measure {{id: a.id}})-[r:SIMILAR_TEXT]-(y:Measure {{id: b.id}})
    WHERE r.content_hash IS NOT NULL | r {{.score, .shared_length, .shared_run}}]),
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
  MATCH (:Measure {{id: ms[i].id}})-[r:SIMILAR_TEXT]-(y:Measure) WHERE r.content_hash IS NOT NULL
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
    picture=f"""\
MATCH path = (a:Measure)-[:SERVES|PROVIDES|PARTNERS_WITH]->()<-[:SERVES|PROVIDES|PARTNERS_WITH]-(b:Measure)
WHERE a.id < b.id AND {in_edition("a")}
  AND {in_edition("b")} AND {cypher.OURS}
  AND (EXISTS {{ (a)-[s:SIMILAR_TEXT]-(b) WHERE s.content_hash IS NOT NULL }} OR $measure IN [a.id, b.id])
RETURN path LIMIT 200
""",
    by_state=by_state,
    tally=tally,
    tally_cypher=TALLY,
)
