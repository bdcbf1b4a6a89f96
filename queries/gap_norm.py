"""gap-norm: the headings of the national basic policy, and what the plan holds under each."""

from __future__ import annotations

from typing import Any

from graph_model.words import Words
from queries import cypher_parts as cypher
from queries import picture_parts as picture
from queries.doubt import Flip, add_rejected, cell_flip
from queries.facts import PlanFacts
from queries.saved_query import CELL_COLUMNS, STATE, THIN, Column, Row, SavedQuery
from queries.states import judge_cell, measures_by_term


def answer(facts: PlanFacts, parameters: dict[str, Any]) -> list[Row]:
    """Return a row a heading, in the policy's order."""
    under = measures_by_term(facts.measures, facts.norms)
    rows: list[Row] = []
    for norm in facts.headings:
        named = under.get(norm, ())
        cell = judge_cell(facts, named, (), thin=parameters["thin"])
        groups = {group for measure in named for group in facts.groups[measure]}
        rows.append(
            {
                "finding": f"gap-norm/{norm}",
                "norm": norm,
                **cell.as_columns(measure for measure in named if (measure, norm) in facts.again),
                "bureaus": facts.bureaus_of(named),
                "groups": [group for group in facts.client_groups if group in groups],
                "unnamed": [group for group in facts.client_groups if group not in groups],
            }
        )
    return rows


def doubt(facts: PlanFacts, row: Row, parameters: dict[str, Any]) -> list[Flip]:
    """Return what would flip a heading."""
    norm = row["norm"]
    return cell_flip(
        facts,
        row,
        thin=parameters["thin"],
        rests_on=lambda measure: [("FALLS_UNDER", norm)],
        adds=lambda: add_rejected(facts, "FALLS_UNDER", norm, lambda measure: True),
    )


CYPHER = f"""\
{cypher.PLAN}{cypher.measures("groups", "norms", "bureaus", "operating", "no_status", "again")}\
{cypher.CLIENT_GROUPS}{cypher.HEADINGS}{cypher.BUREAUS}\
UNWIND headings AS n
WITH p, n, groups, bureaus, [m IN measures WHERE n.id IN m.norms] AS named, [] AS general, true AS applies
{cypher.JUDGE}\
RETURN 'gap-norm/' + n.id AS finding, n.id AS norm, {cypher.cell("n.id IN m.again")},
  [b IN bureaus WHERE any(m IN named WHERE b IN m.bureaus)] AS bureaus,
  [g IN groups WHERE any(m IN named WHERE g.id IN m.groups) | g.id] AS groups,
  [g IN groups WHERE none(m IN named WHERE g.id IN m.groups) | g.id] AS unnamed
ORDER BY n.at
"""

QUERY = SavedQuery(
    name="gap-norm",
    family="gap",
    title=Words("国の基本方針との対照", "Against the national basic policy"),
    question=Words(
        "国の基本方針が求める支援の内容に、計画のどの取組が応えているか",
        "Which measures answer each heading of what the national basic policy asks for?",
    ),
    why=Words(
        "計画は国の基本方針に即して定めることとされ、項目ごとの説明を求められるため。",
        "Plans are to follow the national basic policy, and have to be explained heading by heading.",
    ),
    how_to_read=Words(
        "項目ごとに、その語で支援を行うか準備する取組を数える。「名指ししない対象者」は、その項目のどの取組も名指ししていない対象者。",
        "Under each heading count the measures whose own words give or prepare that help; “groups not named” are client groups that none of them names.",
    ),
    limits=Words(
        "研修・会議・周知だけの取組は、その支援に結びつく語があるときだけ数える。項目への当てはめは告示第111号 第2の5による。",
        "A measure of training, meetings or publicity counts only where its words tie it to that help. Headings are those of 告示第111号, 第2の5.",
    ),
    unit="heading",
    over=("headings",),
    columns=(
        Column("norm", "id", "Norm", Words("国の項目", "heading")),
        *CELL_COLUMNS,
        Column("bureaus", "ids", "Bureau", Words("所管局", "bureaus")),
        Column("groups", "ids", "TargetGroup", Words("名指しする対象者", "groups named")),
        Column("unnamed", "ids", "TargetGroup", Words("名指ししない対象者", "groups not named")),
    ),
    parameters=(THIN, STATE),
    answer=answer,
    doubt=doubt,
    cypher=CYPHER,
    draws=Words(
        "国の項目と、それに応える取組。取組と結ばれない項目は、応える取組がないもの。",
        "The headings and the measures that answer them; a heading joined to no measure has none.",
    ),
    picture=f"""\
{picture.given()}{picture.plan_read_with("status", "item")}{picture.terms("n", "Norm")}\
OPTIONAL MATCH path = (n)<-[:FALLS_UNDER]-(m:Measure)
  WHERE {picture.DRAWN}
RETURN n, path ORDER BY path IS NOT NULL, m.order LIMIT {picture.LIMIT}
""",
    needs=("status", "item"),
)
