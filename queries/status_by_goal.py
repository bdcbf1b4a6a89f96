"""status-by-goal: how far the measures of each goal have come; a measure counts in every goal that lists it, first or again."""

from __future__ import annotations

from typing import Any

from graph_model.editions import in_edition
from graph_model.words import Words
from queries import cypher_parts as cypher
from queries import picture_parts as picture
from queries.doubt import Flip
from queries.facts import PlanFacts
from queries.saved_query import Column, Parameter, Row, SavedQuery
from queries.stages import STAGE_COLUMNS, STAGED, STAGES_CYPHER, count_stages, stage_flip, states_of_stages


def answer(facts: PlanFacts, parameters: dict[str, Any]) -> list[Row]:
    """Return a row a goal, in the plan's order; last, measures that stand under no goal."""
    if "status" in facts.unread:
        return []
    standing: dict[str | None, list[str]] = {goal: [] for goal in (*facts.plan_goals, None)}
    for measure in facts.measures:
        for goal in facts.goals[measure] or (None,):
            standing[goal].append(measure)
    return [
        {
            "finding": f"status-by-goal/{goal or 'none'}",
            "goal": goal,
            **count_stages(facts, measures),
            "relisted": [measure for measure in measures if goal and facts.goals[measure][goal]],
        }
        for goal, measures in standing.items()
        if measures or goal
    ]


def doubt(facts: PlanFacts, row: Row, parameters: dict[str, Any]) -> list[Flip]:
    """Return what would change a goal's state."""
    return stage_flip(facts, row, [m for m in facts.measures if (row["goal"] in facts.goals[m] if row["goal"] else not facts.goals[m])])


CYPHER = f"""\
{cypher.PLAN}{cypher.measures("goals", "first_goals", "status", "operating")}{cypher.GOALS}\
UNWIND CASE WHEN 'status' IN p.columns_read THEN goals + [null] ELSE [] END AS x
WITH x, [m IN measures WHERE CASE WHEN x IS NULL THEN size(m.goals) = 0 ELSE x.id IN m.goals END] AS there
WHERE x IS NOT NULL OR size(there) > 0
RETURN 'status-by-goal/' + coalesce(x.id, 'none') AS finding, x.id AS goal,
  {STAGES_CYPHER},
  [m IN there WHERE x IS NOT NULL AND NOT x.id IN m.first_goals | m.id] AS relisted
ORDER BY x IS NULL, x.order, x.id
"""

QUERY = SavedQuery(
    name="status-by-goal",
    family="status",
    title=Words("基本目標ごとの実施状況", "Status by goal"),
    question=Words("基本目標ごとに、取組はどこまで進んでいるか", "How far have the measures of each goal come?"),
    why=Words(
        "目標ごとの進み方と、まだ実施に至らない取組が分かるため。", "It shows how each goal gets on, and what is not in operation yet."
    ),
    how_to_read=Words(
        "その目標に掲載または再掲された異なる取組を段階別に数える。「再掲による」は、その目標では再掲としてだけ載る取組。「実施中に至らない取組」は、試行・予定・検討中のもの。",
        "Distinct measures that the goal lists or lists again, by stage. “By relisting” are those that stand there as relistings only; those not in full operation are in a pilot, planned or considered.",
    ),
    limits=Words(
        "再掲された取組は各目標で数えるので、目標ごとの数の合計は取組の総数を超える。段階は取組状況の文から読み取ったもので、達成度ではない。",
        "A measure listed again counts in each goal, so the goals add up to more than all measures. The stage is read from the status text; it is not achievement.",
    ),
    unit="goal",
    over=("goals",),
    columns=(
        Column("goal", "id", "Goal", Words("基本目標", "goal")),
        *STAGE_COLUMNS,
        Column("relisted", "ids", "Measure", Words("再掲による", "by relisting")),
    ),
    parameters=(
        Parameter("goal", None, Words("この目標だけを示す", "show this goal only"), "Goal", ("goal",)),
        Parameter("state", None, Words("この状態だけを示す", "show this state only"), None, ("state",), STAGED),
    ),
    answer=answer,
    doubt=doubt,
    cypher=CYPHER,
    draws=Words(
        "基本目標と、掲載・再掲された取組、その実施状況。取組と結ばれない目標は、取組のないもの。実施中に至らないものから。",
        "Goals with the measures that they list, first or again, and their stage; a goal joined to no measure has none. Those not in full operation first.",
    ),
    picture=f"""\
{picture.given("goal")}{picture.plan_read_with("status")}\
MATCH (x:Goal) WHERE {in_edition("x", "plan")} AND (goal IS NULL OR x.id = goal)
OPTIONAL MATCH path = (m:Measure)-[:LISTED_IN|RELISTED_IN]->()<-[:HAS_SECTION*0..1]-(x)
  WHERE {picture.DRAWN}
OPTIONAL MATCH stage = (m)-[r:HAS_STATUS]->(y:Status) WHERE r.content_hash IS NOT NULL
RETURN x, path, stage
ORDER BY path IS NOT NULL, coalesce(y.id, 'status:ongoing') = 'status:ongoing', m.order LIMIT {picture.LIMIT}
""",
    by_state=states_of_stages("goals"),
    needs=("status",),
)
