"""gap-stars: ★ by client group: who got no measure that contains a new project."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph_model.words import Words
from queries import cypher_parts as cypher
from queries import picture_parts as picture
from queries.doubt import Flip, add_rejected
from queries.facts import PlanFacts
from queries.places import all_doubtful
from queries.saved_query import GROUP, STATE, Column, PlanSummary, Row, SavedQuery

NEEDS = ("item", "status")
STATES = ("none", "starred", "not_assessed")


def answer(facts: PlanFacts, parameters: dict[str, Any]) -> list[Row]:
    """Return a row a client group: those without ★ first, and among these the ones named most.

    none is not assessed where no measure of the plan has the mark, or a column was not read.
    """
    starred = {measure for measure in facts.measures if facts.graph.nodes[measure]["has_new_project"]}
    none = "none" if starred and not facts.unread.intersection(NEEDS) else "not_assessed"
    rows: list[Row] = []
    for group in facts.client_groups:
        naming = facts.naming(group)
        measures = [measure for measure in naming if measure in starred]
        rows.append(
            {
                "finding": f"gap-stars/{group}",
                "group": group,
                "state": "starred" if measures else none,
                "count": len(measures),
                "measures": measures,
                "total": len(naming),
            }
        )
    return sorted(rows, key=lambda row: (row["count"], -row["total"]))


def doubt(facts: PlanFacts, row: Row, parameters: dict[str, Any]) -> list[Flip]:
    """Return what would flip a group: a cue seen in a ★ measure and not taken, or every ★ measure rests on a doubtful link."""
    group = row["group"]
    if row["state"] == "starred":
        return all_doubtful(facts, row["measures"], lambda measure: [("SERVES", group)])

    def starred(measure: str) -> bool:
        return bool(facts.graph.nodes[measure]["has_new_project"]) and group not in facts.groups[measure]

    flip = add_rejected(facts, "SERVES", group, starred) if row["state"] == "none" else None
    return [flip] if flip else []


def by_state(summary: PlanSummary, rows: Sequence[Row], tally: dict[str, int]) -> dict[str, int]:
    """Return how many groups are in each state."""
    found = [row["state"] for row in rows]
    return {state: found.count(state) for state in STATES}


QUERY = SavedQuery(
    name="gap-stars",
    family="gap",
    title=Words("★と対象者", "★ by group"),
    question=Words(
        "どの対象者に、新規事業を含む取組（★）がないか", "For which groups does no measure contain a project new in that year (★)?"
    ),
    why=Words(
        "その年度の新しい予算がどの対象者に向いたか、どこに届いていないかが分かるため。",
        "It shows whom the year's new money was meant for, and whom it did not reach.",
    ),
    how_to_read=Words(
        "★の取組に名指しされていない対象者を、名指しする取組の多いものから並べ、★のあるものが続く。★は取組内容に当該年度の新規事業が含まれるという印で、取組そのものが新しいという意味ではない。計画に★が一つもないか、欄を読めないときは未評価。",
        "Groups that no measure with ★ names come first, those named most at the top; then those that one does. ★ says that the measure contains a project new in that fiscal year, not that the measure is new. Without any ★ in the plan, or a column not read, nothing is assessed.",
    ),
    limits=Words(
        "新規事業がその対象者に向けたものかどうかまでは分からない。拡充や継続の事業は印に表れない。",
        "Whether the new project itself is meant for that group is not told; projects that are enlarged or continued have no mark.",
    ),
    unit="group",
    over=("client groups",),
    columns=(
        Column("group", "id", "TargetGroup", Words("対象者", "group")),
        Column("state", "text", None, Words("状態", "state")),
        Column("count", "whole", None, Words("★の取組数", "measures with ★")),
        Column("measures", "ids", "Measure", Words("取組", "which")),
        Column("total", "whole", None, Words("名指しする取組数", "measures naming it")),
    ),
    parameters=(GROUP, STATE),
    answer=answer,
    doubt=doubt,
    cypher=f"""\
{cypher.PLAN}{cypher.measures("groups", "has_new_project")}{cypher.CLIENT_GROUPS}\
WITH *, CASE WHEN {cypher.unread(*NEEDS)} = 0 AND any(m IN measures WHERE m.has_new_project) THEN 'none' ELSE 'not_assessed' END AS none
UNWIND groups AS g
WITH *, [m IN measures WHERE g.id IN m.groups] AS naming
WITH *, [m IN naming WHERE m.has_new_project | m.id] AS starred
RETURN 'gap-stars/' + g.id AS finding, g.id AS group, CASE WHEN size(starred) > 0 THEN 'starred' ELSE none END AS state,
  size(starred) AS count, starred AS measures, size(naming) AS total
ORDER BY count, total DESC, g.at
""",
    draws=Words(
        "対象者と、それを名指しする★の取組。取組と結ばれない丸は、★の取組が名指ししない対象者。計画に★が一つもなければ何も描かない。",
        "Groups and the measures with ★ that name them; a circle joined to no measure is a group that none names. Nothing is drawn where the plan has no ★ at all.",
    ),
    picture=f"""\
{picture.given("group")}{picture.plan_read_with(*NEEDS)}\
  AND EXISTS {{ MATCH (m:Measure) WHERE {picture.OF_PLAN} AND m.has_new_project }}
{picture.client_groups()}\
OPTIONAL MATCH path = (g)<-[:SERVES]-(m:Measure)
  WHERE {picture.DRAWN} AND m.has_new_project
RETURN g, path ORDER BY path IS NOT NULL, m.order LIMIT {picture.LIMIT}
""",
    by_state=by_state,
    needs=NEEDS,
)
