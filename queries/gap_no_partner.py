"""gap-no-partner: measures that name no outside partner."""

from __future__ import annotations

from typing import Any

from graph_model.words import Words
from queries import cypher_parts as cypher
from queries import picture_parts as picture
from queries.doubt import Flip, add_seen
from queries.facts import OUR_OWN, PlanFacts
from queries.saved_query import BUREAUS_COLUMN, IN_BUREAUS, MEASURE_COLUMN, OWN, Column, Row, SavedQuery, found_or_rest

NEEDS = ("item", "status")


def answer(facts: PlanFacts, parameters: dict[str, Any]) -> list[Row]:
    """Return a row a measure without an outside partner (of any body, with `own`), in the plan's order."""
    if facts.unread.intersection(NEEDS):
        return []
    return [
        {
            "finding": f"gap-no-partner/{measure}",
            "measure": measure,
            "bureaus": list(facts.bureaus[measure]),
            "status": facts.statuses[measure],
            "groups": facts.terms_in_order("TargetGroup", facts.groups[measure]),
            "ours": facts.terms_in_order("Organisation", facts.partners[measure]),
        }
        for measure in facts.measures
        if not facts.outside(measure, own=parameters["own"])
    ]


def doubt(facts: PlanFacts, row: Row, parameters: dict[str, Any]) -> list[Flip]:
    """Return the adding of a partner whose cue was seen in the measure and not taken."""
    flip = add_seen(facts, row["measure"], "PARTNERS_WITH", lambda one: parameters["own"] or facts.body(one) not in OUR_OWN)
    return [flip] if flip else []


QUERY = SavedQuery(
    name="gap-no-partner",
    family="gap",
    title=Words("協働先の記載がない取組", "Measures without a partner"),
    question=Words("どの取組に、外部の協働先の記載がないか", "Which measures name no outside partner?"),
    why=Words(
        "民間団体や区市町村との協働を広げる余地がどこにあるかを見るため。",
        "It shows where there may be room to work with private bodies and municipalities.",
    ),
    how_to_read=Words(
        "自らの機関と会議体のほかに、機関・団体の名が出てこない取組。--own を付けると、自らの機関と会議体も協働先に数える。",
        "Measures that name no body beside own offices and meetings; with --own these count as partners, too.",
    ),
    limits=Words(
        "「関係機関」のように名のない相手は数えない。記載がなくても、実務では連携していることがある。協働になじまない取組もある。",
        "Partners without a name (such as 関係機関) do not count; bodies may work together without the plan saying so, and not every measure needs a partner.",
    ),
    unit="measure",
    over=("measures",),
    columns=(
        MEASURE_COLUMN,
        BUREAUS_COLUMN,
        Column("status", "id", "Status", Words("実施状況", "status")),
        Column("groups", "ids", "TargetGroup", Words("対象者", "groups")),
        Column("ours", "ids", "Organisation", Words("自らの機関・会議体", "own offices and meetings")),
    ),
    parameters=(OWN, IN_BUREAUS),
    answer=answer,
    doubt=doubt,
    cypher=f"""\
{cypher.plan_that_has(*NEEDS)}{cypher.measures("groups", "partners", "counted", "bureaus", "status")}\
UNWIND [m IN measures WHERE size(m.counted) = 0] AS m
RETURN 'gap-no-partner/' + m.id AS finding, m.id AS measure, m.bureaus AS bureaus, m.status AS status,
  [g IN p.vocabulary_TargetGroup WHERE g IN m.groups] AS groups, [o IN p.vocabulary_Organisation WHERE o IN m.partners] AS ours
ORDER BY m.order, m.id
""",
    draws=Words(
        "外部の協働先の出てこない取組と、その所管局。",
        "Measures that name no outside partner, with their bureaus.",
    ),
    picture=f"""\
{picture.given("own", "bureau")}{picture.plan_read_with(*NEEDS)}\
MATCH (m:Measure) WHERE {picture.OF_PLAN} AND NOT EXISTS {{
  MATCH (m)-[r:PARTNERS_WITH]->(o:Organisation) WHERE r.content_hash IS NOT NULL AND {picture.OUTSIDE}
}}
{picture.OWNERS}\
RETURN m, path ORDER BY m.order LIMIT {picture.LIMIT}
""",
    by_state=found_or_rest("without", "with", "measures", NEEDS),
    needs=NEEDS,
)
