"""gap-not-operating: measures that are not in full operation: considered, planned, or in a pilot."""

from __future__ import annotations

from typing import Any

from graph_model.words import Words
from queries import cypher_parts as cypher
from queries import picture_parts as picture
from queries.doubt import Flip, drop_doubtful, status_pair
from queries.facts import PlanFacts
from queries.saved_query import BUREAUS_COLUMN, IN_BUREAUS, MEASURE_COLUMN, STATE, Column, Row, SavedQuery

NEEDS = ("status",)
LISTED = ("considering", "planned", "pilot")
STATES = (*LISTED, "ongoing", "not_assessed")


def state_of(facts: PlanFacts, measure: str) -> str:
    """Return the stage of a measure; not_assessed where its status is blank."""
    return (facts.statuses[measure] or ":not_assessed").split(":", 1)[1]


def answer(facts: PlanFacts, parameters: dict[str, Any]) -> list[Row]:
    """Return a row a measure, those under consideration first, then planned ones, then pilots; in the plan's order."""
    rows: list[Row] = [
        {
            "finding": f"gap-not-operating/{measure}",
            "measure": measure,
            "state": state_of(facts, measure),
            "bureaus": list(facts.bureaus[measure]),
            "groups": facts.terms_in_order("TargetGroup", facts.groups[measure]),
            "supports": facts.terms_in_order("SupportType", facts.supports[measure]),
        }
        for measure in facts.measures
        if state_of(facts, measure) in LISTED
    ]
    return sorted(rows, key=lambda row: LISTED.index(row["state"]))


def tally(facts: PlanFacts, parameters: dict[str, Any]) -> dict[str, int]:
    """Return how many measures are at each stage."""
    found = [state_of(facts, measure) for measure in facts.measures]
    return {state: found.count(state) for state in STATES}


def doubt(facts: PlanFacts, row: Row, parameters: dict[str, Any]) -> list[Flip]:
    """Return the dropping of the measure's status where it is doubtful."""
    flip = drop_doubtful(facts, row["measure"], status_pair(facts, row["measure"]))
    return [flip] if flip else []


STATE_OF = "coalesce(substring(m.status, 7), 'not_assessed')"

QUERY = SavedQuery(
    name="gap-not-operating",
    family="gap",
    title=Words("本格実施に至っていない取組", "Not in full operation"),
    question=Words("どの取組が、検討・予定・試行の段階にあるか", "Which measures are under consideration, planned, or in a pilot?"),
    why=Words(
        "いつ始まるのか、何が妨げになっているのかを所管局に尋ねる一覧になる。",
        "It is the list to ask bureaus about: when does it start, and what stands in its way?",
    ),
    how_to_read=Words(
        "検討中、予定、試行（モデル実施を含む）の順に並べる。実施中のものは数えるだけで並べない。未評価は、取組状況から段階が分からないもの。",
        "Under consideration first, then planned, then in a pilot. Ongoing ones are counted, not listed; “not assessed” are those whose status does not tell.",
    ),
    limits=Words(
        "取組状況の文から読み取った段階で、一部だけが検討・予定の取組は実施中とする。予定の時期は見ない。",
        "The stage is read from the status text; where only a part is planned the measure counts as ongoing. When it is to start is not read.",
    ),
    unit="measure",
    over=("measures",),
    columns=(
        MEASURE_COLUMN,
        Column("state", "text", None, Words("状態", "state")),
        BUREAUS_COLUMN,
        Column("groups", "ids", "TargetGroup", Words("対象者", "groups")),
        Column("supports", "ids", "SupportType", Words("支援", "supports")),
    ),
    parameters=(STATE, IN_BUREAUS),
    answer=answer,
    doubt=doubt,
    cypher=f"""\
{cypher.PLAN}{cypher.measures("groups", "supports", "bureaus", "status")}\
UNWIND measures AS m
WITH p, m, {STATE_OF} AS state
WITH * WHERE state IN {list(LISTED)}
RETURN 'gap-not-operating/' + m.id AS finding, m.id AS measure, state, m.bureaus AS bureaus,
  [g IN p.vocabulary_TargetGroup WHERE g IN m.groups] AS groups,
  [s IN p.vocabulary_SupportType WHERE s IN m.supports] AS supports
ORDER BY CASE state WHEN 'considering' THEN 0 WHEN 'planned' THEN 1 ELSE 2 END, m.order, m.id
""",
    draws=Words(
        "検討中・予定・試行の取組と、その段階、所管局。",
        "Measures under consideration, planned or in a pilot, with their stage and bureaus.",
    ),
    picture=f"""\
{picture.given("state", "bureau")}\
MATCH (m:Measure) WHERE {picture.OF_PLAN}
OPTIONAL MATCH stage = (m)-[r:HAS_STATUS]->(x:Status) WHERE r.content_hash IS NOT NULL
WITH *, coalesce(substring(x.id, 7), 'not_assessed') AS at
WHERE CASE WHEN state IS NULL THEN NOT at IN ['ongoing', 'not_assessed'] ELSE at = state END
{picture.OWNERS}\
RETURN m, stage, path ORDER BY at = 'pilot', m.order LIMIT {picture.LIMIT}
""",
    by_state=lambda summary, rows, tally: {state: tally.get(state, 0) for state in STATES},
    tally=tally,
    tally_cypher=f"{cypher.PLAN}{cypher.measures('status')}WITH [m IN measures | {STATE_OF}] AS states\n{cypher.tally(STATES)}",
    needs=NEEDS,
)
