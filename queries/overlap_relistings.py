"""overlap-relistings: measures that the plan lists again, the goals that they bridge, and what differs."""

from __future__ import annotations

from typing import Any

from graph_model.graph import links_of
from graph_model.kinds import DIFFERS
from graph_model.words import Words
from queries import cypher_parts as cypher
from queries import picture_parts as picture
from queries.doubt import solid
from queries.facts import PlanFacts
from queries.saved_query import Column, Parameter, Row, SavedQuery, measures_in_rows

_COMPARED = ("item", "text", "status")
_WORST_FIRST = tuple(reversed(DIFFERS))


def answer(facts: PlanFacts, parameters: dict[str, Any]) -> list[Row]:
    """Return a row a measure that is listed again: other wording first, then those listed most often."""
    rows: list[Row] = []
    for measure in facts.measures:
        again = [(place, data) for _, place, data in links_of(facts.graph, "RELISTED_IN", source=measure)]
        if not again:
            continue
        goals = [goal for goal in facts.plan_goals if goal in facts.goals[measure]]
        rows.append(
            {
                "finding": f"overlap-relistings/{measure}",
                "measure": measure,
                "differs": min((data["differs"] for _, data in again), key=_WORST_FIRST.index),
                "columns": [column for column in _COMPARED if any(column in data["differences"] for _, data in again)],
                "times": len(again),
                "sections": facts.in_order(place for place, _ in again),
                "goals": goals,
                "bridges": len(goals) > 1,
                "bureaus": list(facts.bureaus[measure]),
            }
        )
    return sorted(rows, key=lambda row: (_WORST_FIRST.index(row["differs"]), -row["times"]))


CYPHER = f"""\
{cypher.PLAN}{cypher.measures("relistings", "goals", "bureaus")}{cypher.GOALS}{cypher.PLACES}\
UNWIND [m IN measures WHERE size(m.relistings) > 0] AS m
WITH *, [g IN goals WHERE g.id IN m.goals | g.id] AS reached,
  head([d IN {list(_WORST_FIRST)} WHERE any(r IN m.relistings WHERE r.differs = d)]) AS differs
RETURN 'overlap-relistings/' + m.id AS finding, m.id AS measure, differs,
  [c IN {list(_COMPARED)} WHERE any(r IN m.relistings WHERE c IN r.columns)] AS columns, size(m.relistings) AS times,
  [x IN places WHERE any(r IN m.relistings WHERE r.place = x)] AS sections, reached AS goals, size(reached) > 1 AS bridges,
  m.bureaus AS bureaus
ORDER BY CASE differs WHEN 'wording' THEN 0 WHEN 'form' THEN 1 ELSE 2 END, times DESC, m.order, m.id
"""

QUERY = SavedQuery(
    name="overlap-relistings",
    family="overlap",
    title=Words("再掲", "Relistings"),
    question=Words(
        "どの取組が再掲され、どの目標をつなぎ、元の行とどこが違うか",
        "Which measures are listed again, which goals do they bridge, and what differs?",
    ),
    why=Words(
        "再掲の文が元と違うと、どちらが正しいかを問われる。取組を二重に数えていないかも確かめられる。",
        "Where a relisting says something else one is asked which is right; and nothing should be counted twice.",
    ),
    how_to_read=Words(
        "一つの取組に一行。「元との違い」は最も大きい違いで、「表記のみ違う」は印・記法・字幅・空白だけの違い。「違う欄」は語句の違う欄、基本目標は元と再掲の目標、区分は再掲の区分。",
        "One row a measure. The difference is the worst one; “in form only” is a mark, markup, width or spacing. Columns are those where words differ, goals those of the first listing and the relistings, sections those of the relistings.",
    ),
    limits=Words(
        "元の行と比べる。事項欄が結合されて空欄の再掲は、事項を比べない。何回違うかではなく、どの欄に違いがあるかを示す。",
        "Compared with the original row; a relisting whose item cell is merged away is not compared in its item. It tells which columns differ, not how often.",
    ),
    unit="measure",
    over=("measures",),
    columns=(
        Column("measure", "id", "Measure", Words("取組", "measure")),
        Column("differs", "text", None, Words("元との違い", "differs")),
        Column("columns", "texts", None, Words("違う欄", "columns that differ")),
        Column("times", "whole", None, Words("再掲の回数", "times listed again")),
        Column("sections", "ids", None, Words("再掲の区分", "sections (again)")),
        Column("goals", "ids", "Goal", Words("基本目標", "goals")),
        Column("bridges", "flag", None, Words("目標をまたぐ", "bridges goals")),
        Column("bureaus", "ids", "Bureau", Words("所管局", "bureaus")),
    ),
    parameters=(
        Parameter("differs", None, Words("この違いだけを示す", "show this difference only"), None, ("differs",), DIFFERS),
        Parameter("goal", None, Words("この目標に関わるものだけを示す", "show those of this goal only"), "Goal", ("goals",)),
    ),
    answer=answer,
    doubt=solid,
    cypher=CYPHER,
    draws=Words(
        "再掲された取組と、元と再掲の掲載場所、その基本目標。語句の違うもの、再掲の多いものから。",
        "Measures that are listed again, with the places and goals of their first listing and relistings; those of other wording, and listed most often, first.",
    ),
    picture=f"""\
{picture.given("differs", "goal")}\
MATCH (m:Measure)-[r:RELISTED_IN]->() WHERE {picture.OF_PLAN} AND r.content_hash IS NOT NULL
WITH differs, goal, m, collect(r.differs) AS how
WITH *, head([one IN {list(_WORST_FIRST)} WHERE one IN how]) AS worst
WHERE differs IS NULL OR worst = differs
WITH *, COLLECT {{ MATCH path = (m)-[:LISTED_IN|RELISTED_IN]->()<-[:HAS_SECTION*0..1]-(:Goal|Plan) WHERE {cypher.OURS} RETURN path }} AS paths
WHERE goal IS NULL OR any(path IN paths WHERE last(nodes(path)).id = goal)
RETURN m, worst, paths ORDER BY worst <> 'wording', size(how) DESC LIMIT {picture.LIMIT}
""",
    by_state=measures_in_rows(_WORST_FIRST, "not_relisted", (), by="differs"),
)
