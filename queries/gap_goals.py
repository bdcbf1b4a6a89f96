"""gap-goals: client group × goal; a measure counts in every goal that lists it, first or again."""

from __future__ import annotations

from typing import Any

from graph_model.editions import in_edition
from graph_model.words import Words
from queries import cypher_parts as cypher
from queries import picture_parts as picture
from queries.doubt import Flip, add_rejected, cell_flip
from queries.facts import PlanFacts
from queries.saved_query import CELL_COLUMNS, GENERAL_COLUMN, GROUP, STATE, THIN, Column, Parameter, Row, SavedQuery
from queries.states import judge_cell, measures_by_cell, open_by_cell, worst_first


def answer(facts: PlanFacts, parameters: dict[str, Any]) -> list[Row]:
    """Return a row a cell, the emptiest first, then by group and goal."""
    naming, open_to = measures_by_cell(facts, facts.goals), open_by_cell(facts, facts.goals)
    rows: list[Row] = []
    for group in facts.client_groups:
        for goal in facts.plan_goals:
            named, general = naming.get((group, goal), ()), open_to.get((facts.facet(group), goal), ())
            cell = judge_cell(facts, named, general, thin=parameters["thin"])
            rows.append(
                {
                    "finding": f"gap-goals/{group}/{goal}",
                    "group": group,
                    "goal": goal,
                    **cell.as_columns(measure for measure in named if facts.goals[measure][goal]),
                    "general": list(cell.general),
                }
            )
    return sorted(rows, key=worst_first)


def doubt(facts: PlanFacts, row: Row, parameters: dict[str, Any]) -> list[Flip]:
    """Return what would flip a cell."""
    group = row["group"]

    def adds() -> Flip | None:
        return add_rejected(facts, "SERVES", group, lambda m: row["goal"] in facts.goals[m] and group not in facts.groups[m])

    return cell_flip(facts, row, thin=parameters["thin"], rests_on=lambda m: [("SERVES", group)], adds=adds)


CYPHER = f"""\
{cypher.PLAN}{cypher.measures("groups", "facets", "operating", "no_status", "goals", "first_goals")}{cypher.CLIENT_GROUPS}{cypher.GOALS}\
UNWIND groups AS g
UNWIND goals AS place
WITH p, g, place, [m IN measures WHERE place.id IN m.goals] AS there
WITH p, g, place, [m IN there WHERE g.id IN m.groups] AS named, [m IN there WHERE {cypher.OPEN}] AS general, true AS applies
{cypher.JUDGE}\
RETURN 'gap-goals/' + g.id + '/' + place.id AS finding, g.id AS group, place.id AS goal,
  {cypher.cell("NOT place.id IN m.first_goals")}, [m IN general | m.id] AS general
ORDER BY rank, g.at, place.order, place.id
"""

QUERY = SavedQuery(
    name="gap-goals",
    family="gap",
    title=Words("対象者×基本目標", "Group × goal"),
    question=Words("どの基本目標が、どの対象者を名指ししていないか", "Which goals do not name which groups?"),
    why=Words("目標ごとに、誰のための取組がまだないかが分かるため。", "It shows for whom a goal has no measure yet."),
    how_to_read=Words(
        "その目標に掲載または再掲された異なる取組を数える。「再掲による」は、その目標では再掲としてだけ載る取組。",
        "Distinct measures that the goal lists or lists again; “by relisting” are those that stand there as relistings only.",
    ),
    limits=Words(
        "同じ取組が複数の目標に再掲されるので、目標ごとの数の合計は取組の総数を超える。",
        "A measure that is listed again counts in each goal, so the goals add up to more than all measures.",
    ),
    unit="cell",
    over=("client groups", "goals"),
    columns=(
        Column("group", "id", "TargetGroup", Words("対象者", "group")),
        Column("goal", "id", "Goal", Words("基本目標", "goal")),
        *CELL_COLUMNS,
        GENERAL_COLUMN,
    ),
    parameters=(THIN, GROUP, Parameter("goal", None, Words("この目標だけを示す", "show this goal only"), "Goal", ("goal",)), STATE),
    answer=answer,
    doubt=doubt,
    cypher=CYPHER,
    draws=Words(
        "基本目標と、その取組が名指しする対象者。取組と結ばれない対象者は、その目標のどの取組も名指ししないもの。絞らなければ、対象者を名指しする目標のうち、名指ししない対象者の最も多いもの。",
        "A goal and the groups that its measures name; a group joined to no measure is named by none of them. Unless narrowed: of the goals that name some group, the one that lacks most.",
    ),
    picture=f"""\
{picture.given("group", "goal")}{picture.plan_read_with("status", "item")}\
MATCH (x:Goal) WHERE {in_edition("x", "plan")} AND (goal IS NULL OR x.id = goal)
{picture.client_groups()}\
OPTIONAL MATCH path = (g)<-[:SERVES]-(m:Measure)-[:LISTED_IN|RELISTED_IN]->()<-[:HAS_SECTION*0..1]-(x)
  WHERE {picture.DRAWN}
{picture.one_with_its_gaps("x", "g", "group", "goal")}""",
    needs=("status", "item"),
)
