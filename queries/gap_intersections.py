"""gap-intersections: pairs of client groups that no measure names together."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from graph_model.words import Words
from queries import cypher_parts as cypher
from queries import picture_parts as picture
from queries.doubt import Flip, add_rejected, cell_flip
from queries.facts import PlanFacts
from queries.saved_query import CELL_COLUMNS, STATE, THIN, Column, Parameter, Row, SavedQuery
from queries.states import judge_cell, measures_by_cell, worst_first


def answer(facts: PlanFacts, parameters: dict[str, Any]) -> list[Row]:
    """Return a row a pair: unnamed ones first, and among these the pairs whose rarer group is named most."""
    rows: list[Row] = []
    naming = measures_by_cell(facts, facts.groups)
    within = {
        frozenset((low, high)) for low, high, data in facts.graph.edges(facts.client_groups, data=True) if data["kind"] == "NARROWER_THAN"
    }
    for a, b in combinations(facts.client_groups, 2):
        named = naming.get((a, b), ())
        cell = judge_cell(facts, named, (), thin=parameters["thin"], applies=frozenset((a, b)) not in within)
        again = (measure for measure in named if {(measure, a), (measure, b)} & facts.again)
        counts = {"a_count": len(naming.get((a, a), ())), "b_count": len(naming.get((b, b), ()))}
        rows.append({"finding": f"gap-intersections/{a}/{b}", "a": a, "b": b, **cell.as_columns(again), **counts})
    return sorted(rows, key=lambda row: (worst_first(row), -min(row["a_count"], row["b_count"])))


def doubt(facts: PlanFacts, row: Row, parameters: dict[str, Any]) -> list[Flip]:
    """Return what would flip a pair."""
    a, b = row["a"], row["b"]

    def adds() -> Flip | None:
        def with_one(there: str, new: str) -> Flip | None:
            return add_rejected(facts, "SERVES", new, lambda m: there in facts.groups[m] and new not in facts.groups[m])

        return with_one(a, b) or with_one(b, a)

    return cell_flip(facts, row, thin=parameters["thin"], rests_on=lambda m: [("SERVES", a), ("SERVES", b)], adds=adds)


CYPHER = f"""\
{cypher.PLAN}{cypher.measures("groups", "operating", "no_status", "again")}{cypher.CLIENT_GROUPS}\
UNWIND groups AS x
UNWIND [g IN groups WHERE g.at > x.at] AS y
WITH p, x, y, [m IN measures WHERE x.id IN m.groups AND y.id IN m.groups] AS named, [] AS general,
  size([m IN measures WHERE x.id IN m.groups]) AS a_count, size([m IN measures WHERE y.id IN m.groups]) AS b_count,
  none(pair IN coalesce(p.narrower, []) WHERE pair IN [x.id + ' < ' + y.id, y.id + ' < ' + x.id]) AS applies
{cypher.JUDGE}\
RETURN 'gap-intersections/' + x.id + '/' + y.id AS finding, x.id AS a, y.id AS b,
  {cypher.cell("x.id IN m.again OR y.id IN m.again")}, a_count, b_count
ORDER BY rank, CASE WHEN a_count < b_count THEN -a_count ELSE -b_count END, x.at, y.at
"""

QUERY = SavedQuery(
    name="gap-intersections",
    family="gap",
    title=Words("重なる困難", "Intersections"),
    question=Words("どの二つの対象者を、ともに名指しする取組がないか", "Which two groups does no measure name together?"),
    why=Words(
        "妊娠した外国籍の方のように、困難は重なる。片方ずつの取組だけでは漏れることがある。",
        "Difficulties come together, as for a foreign national who is pregnant; measures for one at a time may miss her.",
    ),
    how_to_read=Words(
        "両方を名指しする異なる取組の数。記載のない組のうち、どちらもよく名指しされる組から並ぶ。片方が他方に含まれる組は「なじまない」。",
        "Distinct measures that name both. Among pairs that are not named, those of well-named groups come first; a pair of which one is part of the other is “not applicable”.",
    ),
    limits=Words(
        "一つの取組が両方を名指しても、両方に当たる人のための取組とは限らない。現実には少ない組み合わせもある。",
        "A measure that names both need not be for people who are both; some pairs are rare in life.",
    ),
    unit="pair",
    over=("client groups", "client groups"),
    columns=(
        Column("a", "id", "TargetGroup", Words("対象者", "group")),
        Column("b", "id", "TargetGroup", Words("もう一方", "other group")),
        *CELL_COLUMNS,
        Column("a_count", "whole", None, Words("対象者の取組数", "measures of the group")),
        Column("b_count", "whole", None, Words("もう一方の取組数", "measures of the other")),
    ),
    parameters=(
        THIN,
        Parameter("group", None, Words("この対象者を含む組だけを示す", "show pairs with this group only"), "TargetGroup", ("a", "b")),
        STATE,
    ),
    answer=answer,
    doubt=doubt,
    cypher=CYPHER,
    draws=Words(
        "対象者と、それとともに名指しされるほかの対象者。取組と結ばれない対象者は、ともに名指しする取組がないもの（片方が他方に含まれる組を除く）。絞らなければ、ともに名指しされるもののある対象者のうち、欠ける相手の最も多いもの。",
        "A group and the other groups that measures name with it; a group joined to no measure is named together with it by none (groups of which one is part of the other left out). Unless narrowed: of the groups named with another, the one that lacks most.",
    ),
    picture=f"""\
{picture.given("group")}{picture.plan_read_with("status", "item")}{picture.client_groups()}{picture.client_groups("other <> g", node="other")}\
WITH * WHERE none(pair IN coalesce(p.narrower, []) WHERE pair IN [g.id + ' < ' + other.id, other.id + ' < ' + g.id])
OPTIONAL MATCH path = (g)<-[:SERVES]-(m:Measure)-[:SERVES]->(other)
  WHERE {picture.DRAWN}
{picture.one_with_its_gaps("g", "other", "group")}""",
    needs=("status", "item"),
)
