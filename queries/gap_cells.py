"""gap-cells: client group × service, each cell with its state and the measures behind it."""

from __future__ import annotations

from typing import Any

from graph_model.words import Words
from queries import cypher_parts as cypher
from queries import picture_parts as picture
from queries.doubt import Flip, add_rejected, cell_flip
from queries.facts import PlanFacts
from queries.saved_query import CELL_COLUMNS, GENERAL_COLUMN, GROUP, STATE, THIN, Column, Parameter, Row, SavedQuery
from queries.states import judge_cell, measures_by_cell, open_by_cell, support_suits, worst_first


def answer(facts: PlanFacts, parameters: dict[str, Any]) -> list[Row]:
    """Return a row a cell, the emptiest first, then in the order of the vocabulary."""
    naming, open_to = measures_by_cell(facts, facts.supports), open_by_cell(facts, facts.supports)
    rows: list[Row] = []
    for group in facts.client_groups:
        for support in facts.services:
            named, general = naming.get((group, support), ()), open_to.get((facts.facet(group), support), ())
            cell = judge_cell(facts, named, general, thin=parameters["thin"], applies=support_suits(facts, support, group))
            again = (measure for measure in named if {(measure, group), (measure, support)} & facts.again)
            rows.append(
                {
                    "finding": f"gap-cells/{group}/{support}",
                    "group": group,
                    "support": support,
                    **cell.as_columns(again),
                    "general": list(cell.general),
                }
            )
    return sorted(rows, key=worst_first)


def doubt(facts: PlanFacts, row: Row, parameters: dict[str, Any]) -> list[Flip]:
    """Return what would flip a cell."""
    group, support = row["group"], row["support"]

    def adds() -> Flip | None:
        return add_rejected(
            facts, "SERVES", group, lambda m: support in facts.supports[m] and group not in facts.groups[m]
        ) or add_rejected(facts, "PROVIDES", support, lambda m: group in facts.groups[m] and support not in facts.supports[m])

    return cell_flip(facts, row, thin=parameters["thin"], rests_on=lambda m: [("SERVES", group), ("PROVIDES", support)], adds=adds)


CYPHER = f"""\
{cypher.PLAN}{cypher.measures("groups", "facets", "supports", "operating", "no_status", "again")}{cypher.CLIENT_GROUPS}{cypher.SERVICES}\
UNWIND groups AS g
UNWIND services AS s
WITH p, g, s, [m IN measures WHERE s.id IN m.supports] AS giving
WITH p, g, s, [m IN giving WHERE g.id IN m.groups] AS named, [m IN giving WHERE {cypher.OPEN}] AS general,
  size(s.suits) = 0 OR g.facet IN s.suits OR substring(g.id, 6) IN s.suits AS applies
{cypher.JUDGE}\
RETURN 'gap-cells/' + g.id + '/' + s.id AS finding, g.id AS group, s.id AS support,
  {cypher.cell("g.id IN m.again OR s.id IN m.again")}, [m IN general | m.id] AS general
ORDER BY rank, g.at, s.at
"""

QUERY = SavedQuery(
    name="gap-cells",
    family="gap",
    title=Words("対象者×支援", "Group × service"),
    question=Words("どの対象者について、どの支援が計画に書かれていないか", "For which group does the plan not name which help?"),
    why=Words("対象者ごとに、支援の途切れる所が分かるため。", "It shows, group by group, where help breaks off."),
    how_to_read=Words(
        "その対象者とその支援をともに名指しする、実施中か試行の取組を数える。一つもなく、検討・予定の取組があれば「検討・予定のみ」。名指しする取組がないときは、利用しうる一般の取組（実施中）があれば「名指しなし・一般の取組あり」、それもなければ「記載なし」。",
        "Measures in operation (ongoing or in a pilot) that name both the group and the service are counted. With none of them but planned or considered ones, the cell is “planned only”. Where no measure names both, it is “not named, general measures” if general ones in operation are open to the group, else “not named”.",
    ),
    limits=Words(
        "取組が対象者と支援の両方を名指しすることだけを見る（その支援がその対象者に向けたものとは限らない）。「記載なし」は支援がないという意味ではない。",
        "A measure counts that names both group and service (the service need not be meant for that group). Absent means that the plan does not name it, not that there is no service.",
    ),
    unit="cell",
    over=("client groups", "services"),
    columns=(
        Column("group", "id", "TargetGroup", Words("対象者", "group")),
        Column("support", "id", "SupportType", Words("支援", "service")),
        *CELL_COLUMNS,
        GENERAL_COLUMN,
    ),
    parameters=(
        THIN,
        GROUP,
        Parameter("support", None, Words("この支援だけを示す", "show this service only"), "SupportType", ("support",)),
        STATE,
    ),
    answer=answer,
    doubt=doubt,
    cypher=CYPHER,
    draws=Words(
        "対象者と、取組を通じて名指しされる支援。取組と結ばれない支援は、その対象者とともに名指しする取組がないもの。絞らなければ、支援のある対象者のうち、欠ける支援の最も多いもの。",
        "A group and the services that measures name with it; a service joined to no measure is one that none names with the group. Unless narrowed: of the groups with some service, the one that lacks most.",
    ),
    picture=f"""\
{picture.given("group", "support")}{picture.plan_read_with("status", "item")}{picture.client_groups()}\
{picture.terms("s", "SupportType", f"s.service AND {cypher.SUITS} AND (support IS NULL OR s.id = support)")}\
OPTIONAL MATCH path = (g)<-[:SERVES]-(m:Measure)-[:PROVIDES]->(s)
  WHERE {picture.DRAWN}
{picture.one_with_its_gaps("g", "s", "group", "support")}""",
    needs=("status", "item"),
)
