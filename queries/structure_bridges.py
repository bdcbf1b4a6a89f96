"""structure-bridges: measures and partners that tie two or more goals, or two or more bureaus."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from graph_model.words import Words
from queries import cypher_parts as cypher
from queries import picture_parts as picture
from queries.doubt import Flip, tie_flip
from queries.facts import OUR_OWN, PlanFacts
from queries.saved_query import OWN, STATE, Column, Parameter, Row, SavedQuery, tally_with_rest

_STATES = ("both", "goals", "bureaus")
_KINDS = ("Organisation", "Measure")


def answer(facts: PlanFacts, parameters: dict[str, Any]) -> list[Row]:
    """Return a row a bridge: both first, then what ties most; partners before measures."""
    rows: list[Row] = []
    for kind, node, measures in _nodes(facts, parameters):
        goals = {goal for measure in measures for goal in facts.goals[measure]}
        bureaus = facts.bureaus_of(measures)
        if (state := _judge(len(goals), len(bureaus))) != "none":
            rows.append(
                {
                    "finding": f"structure-bridges/{node}",
                    "node": node,
                    "kind": kind,
                    "state": state,
                    "goals": [goal for goal in facts.plan_goals if goal in goals],
                    "bureaus": bureaus,
                    "count": len(measures),
                    "measures": measures,
                }
            )
    return sorted(rows, key=lambda row: (_STATES.index(row["state"]), -len(row["goals"]) - len(row["bureaus"]), -row["count"]))


def _nodes(facts: PlanFacts, parameters: dict[str, Any]) -> list[tuple[str, str, list[str]]]:
    through: dict[str, list[str]] = {one: [] for one in facts.organisations if parameters["own"] or facts.body(one) not in OUR_OWN}
    for measure in facts.measures:
        for partner in facts.partners[measure] & through.keys():
            through[partner].append(measure)
    return [("Organisation", *each) for each in through.items()] + [("Measure", measure, [measure]) for measure in facts.measures]


def _judge(goals: int, bureaus: int) -> str:
    return "both" if goals > 1 and bureaus > 1 else "goals" if goals > 1 else "bureaus" if bureaus > 1 else "none"


def tally(facts: PlanFacts, parameters: dict[str, Any]) -> dict[str, int]:
    """Return how many measures and partners tie goals and bureaus, one of these, or neither."""
    states = [row["state"] for row in answer(facts, parameters)]
    return {**{state: states.count(state) for state in _STATES}, "none": len(_nodes(facts, parameters)) - len(states)}


def doubt(facts: PlanFacts, row: Row, parameters: dict[str, Any]) -> list[Flip]:
    """Return what would flip a partner's bridge; where a measure stands and who owns it, the document states."""
    if row["kind"] == "Measure":
        return []

    def judge(tied: Collection[str]) -> str:
        goals = sum(one.startswith("goal:") for one in tied)
        return _judge(goals, len(tied) - goals)

    return tie_flip(facts, row["measures"], ("PARTNERS_WITH", row["node"]), lambda m: (*facts.goals[m], *facts.bureaus[m]), judge)


FOUND = f"""\
{cypher.PLAN}{cypher.measures("partners", "goals", "bureaus")}{cypher.GOALS}{cypher.ORGANISATIONS}\
UNWIND [o IN organisations WHERE $own OR NOT o.body IN {list(OUR_OWN)} |
    {{id: o.id, kind: 'Organisation', rank: 0, at: o.at, measures: [m IN measures WHERE o.id IN m.partners]}}]
  + [m IN measures | {{id: m.id, kind: 'Measure', rank: 1, at: m.order, measures: [m]}}] AS x
WITH x, [g IN goals WHERE any(m IN x.measures WHERE g.id IN m.goals) | g.id] AS goals,
  COLLECT {{ UNWIND x.measures AS m UNWIND m.bureaus AS b RETURN DISTINCT b ORDER BY b }} AS bureaus
WITH *, CASE WHEN size(goals) > 1 AND size(bureaus) > 1 THEN 'both' WHEN size(goals) > 1 THEN 'goals'
  WHEN size(bureaus) > 1 THEN 'bureaus' ELSE 'none' END AS state
"""
CYPHER = f"""\
{FOUND}WHERE state <> 'none'
RETURN 'structure-bridges/' + x.id AS finding, x.id AS node, x.kind AS kind, state, goals, bureaus,
  size(x.measures) AS count, [m IN x.measures | m.id] AS measures
ORDER BY CASE state WHEN 'both' THEN 0 WHEN 'goals' THEN 1 ELSE 2 END, size(goals) + size(bureaus) DESC, count DESC,
  x.rank, x.at, x.id
"""
TALLY_CYPHER = f"""\
{FOUND}WITH collect(state) AS states
RETURN size([s IN states WHERE s = 'both']) AS both, size([s IN states WHERE s = 'goals']) AS goals,
  size([s IN states WHERE s = 'bureaus']) AS bureaus, size([s IN states WHERE s = 'none']) AS none
"""

QUERY = SavedQuery(
    name="structure-bridges",
    family="structure",
    title=Words("つなぎ役", "Bridges"),
    question=Words("どの取組・協働先が、複数の目標や局をつないでいるか", "Which measures and partners tie two or more goals or bureaus?"),
    why=Words(
        "つなぎ役が抜けたり変わったりすると、複数の目標や局に影響が出る。連絡すべき相手が分かるため。",
        "When a bridge changes or goes, several goals or bureaus feel it; it shows whom to tell.",
    ),
    how_to_read=Words(
        "協働先は関わる取組を通じて、取組は掲載・再掲された目標と所管局で、目標や局をつなぐ。自らの機関と会議体は --own を付けると加わる。",
        "A partner ties goals and bureaus through its measures; a measure by the goals that list it, first or again, and its owners. Own offices and meetings come with --own.",
    ),
    limits=Words(
        "つないでいるという記載だけを見る。抜けたときに途切れるか（関節点）は見ない。総称の協働先は多くをつなぐように見える。",
        "It tells what the plan ties, not whether all falls apart without the bridge (articulation points are not computed). A general name seems to tie much.",
    ),
    unit="node",
    over=("measures", "partners"),
    columns=(
        Column("node", "id", None, Words("取組・協働先", "node")),
        Column("kind", "text", None, Words("種類", "kind")),
        Column("state", "text", None, Words("状態", "state")),
        Column("goals", "ids", "Goal", Words("基本目標", "goals")),
        Column("bureaus", "ids", "Bureau", Words("所管局", "bureaus")),
        Column("count", "whole", None, Words("取組数", "measures")),
        Column("measures", "ids", "Measure", Words("取組", "which")),
    ),
    parameters=(
        OWN,
        Parameter("kind", None, Words("この種類だけを示す", "show this kind only"), None, ("kind",), _KINDS),
        STATE,
    ),
    answer=answer,
    doubt=doubt,
    cypher=CYPHER,
    draws=Words(
        "二つ以上の目標か局をつなぐ協働先・取組60までと、つなぐ先（先ごとに線を一本）。目標と局の両方をつなぐものから。",
        "Up to 60 partners and measures that tie two goals or bureaus or more, and what they tie (one line to each); those that tie both goals and bureaus first.",
    ),
    picture=f"""\
{picture.given("own", "kind")}\
MATCH (m:Measure) WHERE {picture.OF_PLAN}
UNWIND [m] + [(m)-[r:PARTNERS_WITH]->(o:Organisation) WHERE r.content_hash IS NOT NULL AND {picture.OUTSIDE} | o] AS x
WITH DISTINCT plan, kind, x WHERE kind IS NULL OR kind IN labels(x)
WITH x, COLLECT {{
  MATCH path = (x)<-[:PARTNERS_WITH*0..1]-(m:Measure)-[:OWNED_BY]->(b:Bureau)
  WHERE {picture.DRAWN}
  WITH b, path ORDER BY m.order
  WITH b, head(collect(path)) AS path RETURN path }} AS bureaus,
  COLLECT {{
  MATCH path = (x)<-[:PARTNERS_WITH*0..1]-(m:Measure)-[:LISTED_IN|RELISTED_IN]->()<-[:HAS_SECTION*0..1]-(y:Goal)
  WHERE {picture.DRAWN}
  WITH y, path ORDER BY m.order
  WITH y, head(collect(path)) AS path RETURN path }} AS goals
WHERE size(bureaus) > 1 OR size(goals) > 1
RETURN x, bureaus, goals
ORDER BY size(bureaus) > 1 AND size(goals) > 1 DESC, size(bureaus) + size(goals) DESC LIMIT 60
""",
    by_state=tally_with_rest("neither"),
    tally=tally,
    tally_cypher=TALLY_CYPHER,
    needs=("bureau", "item"),
)
