"""status-by-bureau: how far each bureau's measures have come."""

from __future__ import annotations

from typing import Any

from graph_model.words import Words
from queries import cypher_parts as cypher
from queries import picture_parts as picture
from queries.doubt import Flip
from queries.facts import PlanFacts
from queries.saved_query import Column, Parameter, Row, SavedQuery
from queries.stages import STAGE_COLUMNS, STAGED, STAGES_CYPHER, count_stages, stage_flip, states_of_stages


def answer(facts: PlanFacts, parameters: dict[str, Any]) -> list[Row]:
    """Return a row a bureau, that of most measures first; last, measures whose bureau is not known."""
    if "status" in facts.unread:
        return []
    owned: dict[str | None, list[str]] = {bureau: [] for bureau in (*facts.plan_bureaus, None)}
    for measure in facts.measures:
        for bureau in facts.bureaus[measure] or (None,):
            owned[bureau].append(measure)
    rows: list[Row] = [
        {"finding": f"status-by-bureau/{bureau or 'none'}", "bureau": bureau, **count_stages(facts, measures)}
        for bureau, measures in owned.items()
        if measures
    ]
    return sorted(rows, key=lambda row: (row["bureau"] is None, -row["count"]))


def doubt(facts: PlanFacts, row: Row, parameters: dict[str, Any]) -> list[Flip]:
    """Return what would change a bureau's state."""
    return stage_flip(
        facts, row, [m for m in facts.measures if (row["bureau"] in facts.bureaus[m] if row["bureau"] else not facts.bureaus[m])]
    )


CYPHER = f"""\
{cypher.PLAN}{cypher.measures("bureaus", "status", "operating")}{cypher.BUREAUS}\
UNWIND CASE WHEN 'status' IN p.columns_read THEN bureaus + [null] ELSE [] END AS b
WITH b, [m IN measures WHERE CASE WHEN b IS NULL THEN size(m.bureaus) = 0 ELSE b IN m.bureaus END] AS there
WHERE size(there) > 0
RETURN 'status-by-bureau/' + coalesce(b, 'none') AS finding, b AS bureau,
  {STAGES_CYPHER}
ORDER BY b IS NULL, count DESC, b
"""

QUERY = SavedQuery(
    name="status-by-bureau",
    family="status",
    title=Words("局ごとの実施状況", "Status by bureau"),
    question=Words("局ごとに、取組はどこまで進んでいるか", "How far have each bureau's measures come?"),
    why=Words(
        "進捗の照会や答弁の準備で、局ごとの数と残る取組の番号が要るため。",
        "For the yearly round and for answers to the assembly one needs each bureau's figures and what remains.",
    ),
    how_to_read=Words(
        "局ごとに、取組を段階別に数える。「実施中に至らない取組」は、試行・予定・検討中のもの。共管の取組は、それぞれの局に数える。",
        "Each bureau's measures by stage. Those not in full operation are in a pilot, planned or considered. A measure that two bureaus own counts under each.",
    ),
    limits=Words(
        "取組状況の文から読み取った段階で、達成度や予算ではない。複数の局が所管する取組は各局で数える。所管局の記載がない取組は最後の行。",
        "The stage is read from the status text; it is neither achievement nor budget. A measure of several bureaus counts at each; those without a bureau are in the last row.",
    ),
    unit="bureau",
    over=("bureaus",),
    columns=(Column("bureau", "id", "Bureau", Words("所管局", "bureau")), *STAGE_COLUMNS),
    parameters=(
        Parameter("bureau", None, Words("この局だけを示す", "show this bureau only"), "Bureau", ("bureau",)),
        Parameter("state", None, Words("この状態だけを示す", "show this state only"), None, ("state",), STAGED),
    ),
    answer=answer,
    doubt=doubt,
    cypher=CYPHER,
    draws=Words(
        "取組と、その所管局、実施状況。実施中に至らないものから。",
        "Measures with their bureaus and stage; those not in full operation first.",
    ),
    picture=f"""\
{picture.given("bureau")}{picture.plan_read_with("status")}\
MATCH (m:Measure) WHERE {picture.OF_PLAN}
{picture.OWNERS}\
OPTIONAL MATCH stage = (m)-[r:HAS_STATUS]->(x:Status) WHERE r.content_hash IS NOT NULL
RETURN m, path, stage ORDER BY coalesce(x.id, 'status:ongoing') = 'status:ongoing', m.order LIMIT {picture.LIMIT}
""",
    by_state=states_of_stages("bureaus"),
    needs=("status", "bureau"),
)
