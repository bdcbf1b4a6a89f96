"""gap-groups: client groups that few or no measures name."""

from __future__ import annotations

from typing import Any

from graph_model.words import Words
from queries import cypher_parts as cypher
from queries import picture_parts as picture
from queries.doubt import Flip, add_rejected, cell_flip
from queries.facts import PlanFacts
from queries.saved_query import CELL_COLUMNS, GROUP, STATE, THIN, Column, Row, SavedQuery
from queries.states import judge_cell, worst_first


def answer(facts: PlanFacts, parameters: dict[str, Any]) -> list[Row]:
    """Return a row a client group, the least served first."""
    rows: list[Row] = []
    for group in facts.client_groups:
        cell = judge_cell(facts, facts.naming(group), (), thin=parameters["thin"])
        rows.append(
            {
                "finding": f"gap-groups/{group}",
                "group": group,
                **cell.as_columns(measure for measure in cell.measures if (measure, group) in facts.again),
                "bureaus": facts.bureaus_of(cell.measures),
            }
        )
    return sorted(rows, key=lambda row: (worst_first(row), row["count"]))


def doubt(facts: PlanFacts, row: Row, parameters: dict[str, Any]) -> list[Flip]:
    """Return what would flip a group's row."""
    group = row["group"]
    return cell_flip(
        facts,
        row,
        thin=parameters["thin"],
        rests_on=lambda measure: [("SERVES", group)],
        adds=lambda: add_rejected(facts, "SERVES", group, lambda measure: group not in facts.groups[measure]),
    )


CYPHER = f"""\
{cypher.PLAN}{cypher.measures("groups", "bureaus", "operating", "no_status", "again")}{cypher.CLIENT_GROUPS}{cypher.BUREAUS}\
UNWIND groups AS g
WITH p, g, bureaus, [m IN measures WHERE g.id IN m.groups] AS named, [] AS general, true AS applies
{cypher.JUDGE}\
RETURN 'gap-groups/' + g.id AS finding, g.id AS group, {cypher.cell("g.id IN m.again")},
  [b IN bureaus WHERE any(m IN named WHERE b IN m.bureaus)] AS bureaus
ORDER BY rank, count, g.at
"""

QUERY = SavedQuery(
    name="gap-groups",
    family="gap",
    title=Words("名指しの少ない対象者", "Groups that few measures name"),
    question=Words("どの対象者を名指しする取組が少ないか、ないか", "Which groups do few or no measures name?"),
    why=Words(
        "名指しされない人は、計画の中で誰の仕事でもなくなりやすいため。", "People whom no measure names easily become nobody's task."
    ),
    how_to_read=Words(
        "取組の数は、対象者を名指しする異なる取組の数（再掲は数えない）。うち検討・予定の段階のものは「検討・予定」の欄にも並ぶ。",
        "The count is of distinct measures that name the group (relistings are not counted); those planned or considered stand in a column of their own, too.",
    ),
    limits=Words(
        "計画に書かれた語だけを見る。名指しがなくても、一般の取組を利用できることはある。",
        "Only the plan's words are read; a group that is not named may still use general measures.",
    ),
    unit="group",
    over=("client groups",),
    columns=(
        Column("group", "id", "TargetGroup", Words("対象者", "group")),
        *CELL_COLUMNS,
        Column("bureaus", "ids", "Bureau", Words("所管局", "bureaus")),
    ),
    parameters=(THIN, GROUP, STATE),
    answer=answer,
    doubt=doubt,
    cypher=CYPHER,
    draws=Words(
        "名指しする実施中・試行の取組の数が、下の thin の値以下の対象者と、それを名指しする取組、その実施状況と所管局。取組と結ばれない丸は、どの取組も名指ししない対象者。",
        "Groups that at most thin measures in operation name, with the measures that name them, their stage and bureau. A circle that is joined to no measure is a group that none names.",
    ),
    picture=f"""\
{picture.given("thin", "group")}{picture.plan_read_with("status", "item")}{picture.client_groups("")}\
WITH *, COUNT {{ MATCH (g)<-[r:SERVES]-(m:Measure)
  WHERE {picture.OF_PLAN} AND r.content_hash IS NOT NULL AND {picture.RUNNING} }} AS running
WHERE CASE WHEN group IS NULL THEN running <= thin ELSE g.id = group END
OPTIONAL MATCH path = (g)<-[:SERVES]-(m:Measure)
  WHERE {picture.DRAWN}
RETURN g, path, [beside = (m)-[r:OWNED_BY|HAS_STATUS]->() WHERE r.content_hash IS NOT NULL | beside] AS beside
ORDER BY path IS NOT NULL, running, m.order LIMIT {picture.LIMIT}
""",
    needs=("status", "item"),
)
