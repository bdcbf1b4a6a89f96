"""overlap-pairs: pairs of measures to look at together, on a ladder, each with a score that can be worked out again by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import nsmallest
from typing import Any

from graph_model.editions import in_edition
from graph_model.kinds import CLIENT_FACETS
from graph_model.words import Words
from queries import cypher_parts as cypher
from queries import picture_parts as picture
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


def _indented(text: str) -> str:
    return text.strip().replace("\n", "\n  ")


# Rows hold nodes and the weights of terms, no list of the measures: Neo4j counts a list's memory anew for every row that it sorts.
_KINDS = {"g": ("SERVES", "TargetGroup"), "s": ("PROVIDES", "SupportType"), "o": ("PARTNERS_WITH", "Organisation")}
"""Links to what two measures may share, and the kind of node there, by the letter of its variables."""
_WEIGHED = tuple(f"terms_{letter}" for letter in _KINDS)
_OF_A = ("a", *(f"{letter}_a" for letter in _KINDS), "bureaus_a")
_COUNTED = {
    "g": f"CASE WHEN NOT x.facet IN {list(CLIENT_FACETS)} THEN 1 ELSE 2 END",
    "s": "CASE WHEN NOT x.service THEN 1 ELSE 2 END",
    "o": "2",
}
_BEFORE = "(a.order < b.order OR a.order = b.order AND a.id < b.id)"


def _weigh(letter: str, link: str, kind: str) -> str:
    return f"""\
WITH *, COLLECT {{
  MATCH (m:Measure)-[r:{link}]->(x:{kind}) WHERE {in_edition("m", "p.id")} AND {cypher.seen()}
  WITH n, x, count(DISTINCT m) AS held
  WITH x, held, reduce(k = 0, i IN range(1, 40) | CASE WHEN held * toInteger(2 ^ i) <= n THEN i ELSE k END) AS tier
  RETURN {{id: x.id, held: held, full: 2 * (1 + tier), counted: (1 + tier) * {_COUNTED[letter]},
    forum: {"CASE WHEN x.body = 'forum' THEN tier ELSE 0 END" if letter == "o" else 0}}} AS term ORDER BY term.id
}} AS terms_{letter}
"""


_TERMS_OF_PLAN = f"{cypher.PLAN}WITH p, COUNT {{ MATCH (m:Measure) WHERE {in_edition('m', 'p.id')} }} AS n\n" + "".join(
    _weigh(letter, *kinds) for letter, kinds in _KINDS.items()
)
"""What the plan's measures name, weighed (see queries.rarity): `terms_g`, `terms_s`, `terms_o`, each with how many measures hold it."""


def _profile(node: str, *kept: str) -> str:
    """Return Cypher that goes on with what a measure names, weighed (`g_a`, …), and its owners (`bureaus_a`), beside what is kept."""
    named = [
        f"[({node})-[r:{link}]->(x:{kind}) WHERE {cypher.seen()} | x.id] AS {letter}_{node}" for letter, (link, kind) in _KINDS.items()
    ]
    owned = f"[({node})-[r:OWNED_BY]->(x:Bureau) WHERE {cypher.seen()} | x.id] AS bureaus_{node}"
    weighed = [f"[t IN terms_{letter} WHERE t.id IN {letter}_{node}] AS {letter}_{node}" for letter in _KINDS]
    beside = ", ".join(("p", *_WEIGHED, node, *kept))
    return f"WITH {beside}, {', '.join((*named, owned))}\nWITH {beside}, {', '.join(weighed)}, bureaus_{node}\n"


_RUNG = f"""\
WITH *, coalesce(head([(a)-[r:SIMILAR_TEXT]-(b) WHERE r.content_hash IS NOT NULL | r {{.score, .shared_length, .shared_run}}]),
    {{score: 0, shared_length: 0, shared_run: null}}) AS like,
  [t IN g_a WHERE t IN g_b] AS g, [t IN s_a WHERE t IN s_b] AS s, [t IN o_a WHERE t IN o_b] AS o, none(x IN bureaus_a WHERE x IN bureaus_b) AS apart
WITH *, toInteger(round(like.score * 1000, 0, 'HALF_EVEN')) AS alike, CASE
  WHEN size(g) > 0 AND size(s) > 0 THEN 'overlap'
  WHEN size(o) > 0 THEN 'same_means'
  WHEN size(g) > 0 AND apart THEN 'fragmentation' ELSE 'none' END AS plain
WITH *, CASE
  WHEN like.shared_length >= {ACT} THEN 'same_act'
  WHEN plain = 'overlap' AND (size(o) > 0 OR size(o_a) + size(o_b) = 0) AND alike >= {ALIKE} THEN 'duplication'
  ELSE plain END AS rung
"""
"""What the measures `a` and `b` share, and their rung; `plain` is the one that they would have with texts that are not alike."""
_PLAIN = ("overlap", "same_means", "fragmentation")


def _kind_term(name: str, var: str) -> tuple[str, str, str, str]:
    value = f"2 * reduce(x = 0, t IN {var} | x + t.counted)"
    return name, value, f"reduce(x = 0, t IN {var}_a + {var}_b | x + t.full)", f"[t IN {var} | t.id]"


_TERMS = (
    _kind_term("groups", "g"),
    _kind_term("supports", "s"),
    _kind_term("partners", "o"),
    ("forum", "reduce(x = 0, t IN o | x + t.forum)", "1", "[t IN o WHERE t.forum > 0 | t.id]"),
    ("item", "CASE WHEN a.item = b.item THEN 1 ELSE 0 END", "1", "[]"),
    ("text", "alike", "1000", "[]"),
    ("owner", "CASE WHEN apart AND size(bureaus_a) > 0 AND size(bureaus_b) > 0 THEN 1 ELSE 0 END", "1", "[]"),
)
"""The terms of a pair's score: name, value, of how much, and the ids that it rests on."""
_TOLD = ",\n  ".join(
    f"{{term: '{name}', ids: {ids}, value: {value}, of: {of}, weight: {WEIGHTS[name]}}}" for name, value, of, ids in _TERMS
)

CYPHER = f"""\
{_TERMS_OF_PLAN}\
MATCH (m:Measure) WHERE {in_edition("m", "p.id")}
WITH p, {", ".join(_WEIGHED)}, m.item AS item, collect(m) AS crowd
UNWIND crowd AS a
WITH *, CASE WHEN item IS NULL OR size(crowd) > {CROWD} THEN [] ELSE crowd END AS crowd
{_profile("a", "crowd")}\
CALL (p, a, crowd, g_a, s_a, o_a) {{
  MATCH (a)-[:SERVES|PROVIDES|PARTNERS_WITH]->(x) WHERE any(t IN g_a + s_a + o_a WHERE t.id = x.id AND t.held <= {CROWD})
  WITH DISTINCT x
  MATCH (x)<-[r:SERVES|PROVIDES|PARTNERS_WITH]-(b:Measure) WHERE {cypher.seen()}
  WITH b WHERE {in_edition("b", "p.id")}
  RETURN b
  UNION
  MATCH (a)-[r:SIMILAR_TEXT]-(b:Measure) WHERE r.content_hash IS NOT NULL
  WITH b WHERE {in_edition("b", "p.id")}
  RETURN b
  UNION
  UNWIND crowd AS b
  RETURN b
}}
WITH * WHERE {_BEFORE} AND ($measure IS NULL OR $measure IN [a.id, b.id])
{_profile("b", *_OF_A)}{_RUNG}\
WITH * WHERE rung <> 'none' AND ($rung IS NULL OR rung = $rung)
WITH a.id AS a, b.id AS b, a.order AS first, b.order AS second, rung, CASE WHEN like.shared_run <> '' THEN like.shared_run END AS shared_run, bureaus_a + bureaus_b AS owners, [t IN [
  {_TOLD}
] WHERE t.value > 0 AND t.of > 0 | t {{.*, points: t.weight * t.value / t.of}}] AS terms
WITH *, reduce(x = 0, t IN terms | x + t.points) AS score
ORDER BY -score, first, a, second, b LIMIT toInteger($top)
RETURN 'overlap-pairs/' + a + '/' + b AS finding, a, b, rung, score, terms,
  COLLECT {{ UNWIND owners AS x RETURN DISTINCT x ORDER BY x }} AS bureaus, shared_run
ORDER BY -score, first, a, second, b
"""

TALLY = f"""\
{_TERMS_OF_PLAN}\
WITH *, COLLECT {{
  MATCH (a:Measure) WHERE {in_edition("a", "p.id")}
  CALL (p, a) {{
    MATCH (a)-[r:SERVES|PROVIDES|PARTNERS_WITH]->(x)<-[q:SERVES|PROVIDES|PARTNERS_WITH]-(b:Measure)
    WHERE {cypher.seen()} AND {cypher.seen("q")} AND {in_edition("b", "p.id")} AND {_BEFORE}
    WITH DISTINCT b, CASE WHEN x:TargetGroup THEN 1 WHEN x:SupportType THEN 2 ELSE 4 END AS kind
    WITH b, sum(kind) AS shared
    WITH CASE
      WHEN shared IN [3, 7] THEN 'overlap'
      WHEN shared >= 4 THEN 'same_means'
      WHEN shared = 1 AND NOT EXISTS {{ MATCH (a)-[r:OWNED_BY]->(:Bureau)<-[q:OWNED_BY]-(b) WHERE {cypher.seen()} AND {cypher.seen("q")} }}
        THEN 'fragmentation' END AS rung
    RETURN {", ".join(f"sum(CASE rung WHEN '{rung}' THEN 1 ELSE 0 END) AS {rung}" for rung in _PLAIN)}
  }}
  RETURN {{{", ".join(f"{rung}: sum({rung})" for rung in _PLAIN)}}} AS counts
}}[0] AS counts
CALL (p, {", ".join(_WEIGHED)}) {{
  MATCH (a:Measure)-[r:SIMILAR_TEXT]-(b:Measure) WHERE r.content_hash IS NOT NULL AND {in_edition("a", "p.id")} AND {in_edition("b", "p.id")} AND {_BEFORE}
  WITH DISTINCT a, b
  {_indented(_profile("a", "b"))}
  {_indented(_profile("b", *_OF_A))}
  {_indented(_RUNG)}
  WITH plain, rung WHERE plain <> rung
  RETURN {", ".join(f"sum(CASE '{rung}' WHEN rung THEN 1 WHEN plain THEN -1 ELSE 0 END) AS more_{rung}" for rung in RUNGS)}
}}
WITH n, {", ".join(f"coalesce(counts.{rung}, 0) + more_{rung} AS {rung}" for rung in RUNGS)}
RETURN {", ".join(RUNGS)}, n * (n - 1) / 2 - {" - ".join(RUNGS)} AS none
"""
"""All pairs by rung. Each measure meets the holders of its terms, so that no pair that shares nothing is looked at; texts then move a few."""

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
    draws=Words(
        "文の似る組（「同じ行為」「重複」はこの中にある）を、長い共通の文のあるもの、共通の対象者・支援・団体の多いものから60組まで。measure に取組を書けば、その取組と何かを共有するか文の似る組を60組まで。",
        "Pairs of like text, among which are those of the rungs same act and duplication: first those with a long run of text in both, then those that share most groups, services and bodies, 60 pairs at most. With a measure for measure: its pairs that share anything or have like text, 60 at most.",
    ),
    picture=f"""\
{picture.given("measure")}\
MATCH (a:Measure) WHERE {in_edition("a", "plan")} AND (measure IS NULL OR a.id = measure)
CALL (measure, a) {{
  MATCH (a)-[r:SIMILAR_TEXT]-(b:Measure) WHERE r.content_hash IS NOT NULL RETURN b
  UNION
  MATCH (a)-[r:SERVES|PROVIDES|PARTNERS_WITH]->()<-[q:SERVES|PROVIDES|PARTNERS_WITH]-(b:Measure)
  WHERE measure IS NOT NULL AND r.content_hash IS NOT NULL AND q.content_hash IS NOT NULL RETURN b
}}
WITH * WHERE {in_edition("b", "plan")} AND (measure IS NOT NULL OR a.id < b.id)
WITH a, b, [alike = (a)-[r:SIMILAR_TEXT]-(b) WHERE r.content_hash IS NOT NULL | alike] AS alike,
  [(a)-[r:SIMILAR_TEXT]-(b) WHERE r.content_hash IS NOT NULL AND r.shared_length >= {ACT} | r] AS same_act,
  COLLECT {{ MATCH path = (a)-[:SERVES|PROVIDES|PARTNERS_WITH]->()<-[:SERVES|PROVIDES|PARTNERS_WITH]-(b) WHERE {cypher.OURS} RETURN path }} AS shared
RETURN a, b, alike, shared ORDER BY size(same_act) DESC, size(shared) DESC LIMIT 60
""",
    by_state=by_state,
    tally=tally,
    tally_cypher=TALLY,
)
