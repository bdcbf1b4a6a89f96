"""gap-no-group: measures that name no target group at all."""

from __future__ import annotations

from typing import Any

from graph_model.words import Words
from queries import cypher_parts as cypher
from queries import picture_parts as picture
from queries.doubt import Flip, add_seen
from queries.facts import PlanFacts
from queries.saved_query import BUREAUS_COLUMN, IN_BUREAUS, MEASURE_COLUMN, Column, Row, SavedQuery, found_or_rest

NEEDS = ("item", "status")


def answer(facts: PlanFacts, parameters: dict[str, Any]) -> list[Row]:
    """Return a row a measure that names nobody, in the plan's order."""
    if facts.unread.intersection(NEEDS):
        return []
    return [
        {
            "finding": f"gap-no-group/{measure}",
            "measure": measure,
            "bureaus": list(facts.bureaus[measure]),
            "status": facts.statuses[measure],
            "supports": facts.terms_in_order("SupportType", facts.supports[measure]),
        }
        for measure in facts.measures
        if not facts.groups[measure]
    ]


def doubt(facts: PlanFacts, row: Row, parameters: dict[str, Any]) -> list[Flip]:
    """Return the adding of a group whose cue was seen in the measure and not taken."""
    flip = add_seen(facts, row["measure"], "SERVES", lambda group: True)
    return [flip] if flip else []


QUERY = SavedQuery(
    name="gap-no-group",
    family="gap",
    title=Words("対象者の記載がない取組", "Measures without a target group"),
    question=Words("どの取組に、誰のためのものかの記載がないか", "Which measures do not say whom they are for?"),
    why=Words(
        "対象者が書かれていない取組は、対象者別の集計に表れず、届いているかも確かめにくいため。",
        "A measure that names nobody shows up under no group, and whether it reaches anyone is hard to tell.",
    ),
    how_to_read=Words(
        "支援者、都民・県民一般、困難な問題を抱える女性一般を含め、どの対象者の語もない取組。",
        "Measures without a word for any group, supporters, the general public and women in difficulty at large included.",
    ),
    limits=Words(
        "語彙にない呼び方の対象者は拾えない。文脈から明らかなので書いていないこともある。",
        "A group called by a word that the vocabulary lacks is not seen; it may go unsaid because the context makes it clear.",
    ),
    unit="measure",
    over=("measures",),
    columns=(
        MEASURE_COLUMN,
        BUREAUS_COLUMN,
        Column("status", "id", "Status", Words("実施状況", "status")),
        Column("supports", "ids", "SupportType", Words("支援", "supports")),
    ),
    parameters=(IN_BUREAUS,),
    answer=answer,
    doubt=doubt,
    cypher=f"""\
{cypher.plan_that_has(*NEEDS)}{cypher.measures("groups", "supports", "bureaus", "status")}\
UNWIND [m IN measures WHERE size(m.groups) = 0] AS m
RETURN 'gap-no-group/' + m.id AS finding, m.id AS measure, m.bureaus AS bureaus, m.status AS status,
  [s IN p.vocabulary_SupportType WHERE s IN m.supports] AS supports
ORDER BY m.order, m.id
""",
    draws=Words(
        "どの対象者の語もない取組と、その所管局。",
        "Measures without a word for any group, with their bureaus.",
    ),
    picture=f"""\
{picture.given("bureau")}{picture.plan_read_with(*NEEDS)}\
MATCH (m:Measure) WHERE {picture.OF_PLAN}
  AND NOT EXISTS {{ MATCH (m)-[r:SERVES]->(:TargetGroup) WHERE r.content_hash IS NOT NULL }}
{picture.OWNERS}\
RETURN m, path ORDER BY m.order LIMIT {picture.LIMIT}
""",
    by_state=found_or_rest("without", "with", "measures", NEEDS),
    needs=NEEDS,
)
