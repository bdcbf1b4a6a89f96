"""overlap-fragmentation: client groups whose measures are owned by several bureaus, and who brings these together."""

from __future__ import annotations

from typing import Any

from graph_model.words import Words
from queries import cypher_parts as cypher
from queries import picture_parts as picture
from queries.doubt import Flip, add_elsewhere, tie_flip
from queries.facts import OUR_OWN, PlanFacts
from queries.saved_query import GROUP, Column, Parameter, PlanSummary, Row, SavedQuery
from queries.states import count_states, judge_owners

STATES = ("fragmented", "one_bureau", "unnamed", "not_assessed")


def answer(facts: PlanFacts, parameters: dict[str, Any]) -> list[Row]:
    """Return a row a client group, those of most bureaus first, then of most measures."""
    rows: list[Row] = []
    for group in facts.client_groups:
        named = facts.naming(group)
        owners: dict[str, set[str]] = {}
        for measure in named:
            for partner in facts.partners[measure]:
                owners.setdefault(partner, set()).update(facts.bureaus[measure])
        joining = [one for one in facts.organisations if len(owners.get(one, ())) > 1]
        rows.append(
            {
                "finding": f"overlap-fragmentation/{group}",
                "group": group,
                "state": _state(facts, named),
                "bureaus": facts.bureaus_of(named),
                "count": len(named),
                "measures": named,
                "forums": [one for one in joining if facts.body(one) == "forum"],
                "shared": [one for one in joining if facts.body(one) not in OUR_OWN],
            }
        )
    return sorted(rows, key=lambda row: (-len(row["bureaus"]), -row["count"]))


def _state(facts: PlanFacts, named: list[str]) -> str:
    owned = judge_owners(facts, named, several="fragmented", one="one_bureau")
    if owned == "fragmented":
        return owned
    return "not_assessed" if facts.unread & {"item", "bureau"} else owned if named else "unnamed"


def states(summary: PlanSummary, rows: Any, tally: dict[str, int]) -> dict[str, int]:
    """Return how many groups are in each state."""
    return count_states((row["state"] for row in rows), STATES)


def doubt(facts: PlanFacts, row: Row, parameters: dict[str, Any]) -> list[Flip]:
    """Return what would flip a group: one link dropped, or one cue that was seen and not taken."""
    group, state = row["group"], row["state"]
    if state == "not_assessed":
        return []
    if state != "fragmented":
        if flip := add_elsewhere(facts, "SERVES", group, row["bureaus"]):
            return [flip]
    return tie_flip(facts, row["measures"], ("SERVES", group), lambda m: facts.bureaus[m], lambda tied: str(len(tied) > 1))


JOINING = "size([b IN bureaus WHERE any(m IN named WHERE b IN m.bureaus AND o.id IN m.partners)]) > 1"
CYPHER = f"""\
{cypher.PLAN}{cypher.measures("groups", "partners", "bureaus")}{cypher.CLIENT_GROUPS}{cypher.ORGANISATIONS}\
UNWIND groups AS g
WITH p, g, organisations, [m IN measures WHERE g.id IN m.groups] AS named
WITH *, COLLECT {{ UNWIND named AS m UNWIND m.bureaus AS b RETURN DISTINCT b ORDER BY b }} AS bureaus
WITH *, {cypher.owners("named", "fragmented", "one_bureau")} AS owned
RETURN 'overlap-fragmentation/' + g.id AS finding, g.id AS group,
  CASE WHEN owned = 'fragmented' THEN owned WHEN NOT ('item' IN p.columns_read AND 'bureau' IN p.columns_read) THEN 'not_assessed'
    WHEN size(named) = 0 THEN 'unnamed' ELSE owned END AS state,
  bureaus, size(named) AS count, [m IN named | m.id] AS measures,
  [o IN organisations WHERE o.body = 'forum' AND {JOINING} | o.id] AS forums,
  [o IN organisations WHERE NOT o.body IN {list(OUR_OWN)} AND {JOINING} | o.id] AS shared
ORDER BY size(bureaus) DESC, count DESC, g.at
"""

QUERY = SavedQuery(
    name="overlap-fragmentation",
    family="overlap",
    title=Words("局にまたがる対象者", "Groups across bureaus"),
    question=Words("どの対象者の取組が、いくつの局に分かれているか", "Whose measures are spread over several bureaus?"),
    why=Words(
        "窓口が局ごとに分かれると、本人も担当者も全体が見えにくい。つなぐ会議体や協働先があるかを確かめるため。",
        "Where help is split between bureaus nobody sees the whole; it shows whether a meeting or partner joins them.",
    ),
    how_to_read=Words(
        "「つなぐ会議体」は、その対象者の取組のうち二つ以上の局のものに出てくる会議体、「共通の協働先」は同じく協働先。会議体の欄が空なら、二つ以上の局の取組に出てくる会議体は、その対象者について計画に記載がない。",
        "The meetings that join stand in the group's measures of two or more bureaus, the shared partners likewise; where no meeting stands, the plan names none in measures of two bureaus.",
    ),
    limits=Words(
        "局が分かれること自体は問題ではない（GAO-15-49SPの分類で最も緩い段階）。一つの取組を二つの局が共に所管する場合も数える。一つの局の取組だけに書かれた会議体が他の局を招くことは分からない。自らの機関は「共通の協働先」に含めない。",
        "Several bureaus are no fault in themselves (the loosest rung of GAO-15-49SP). One measure that two bureaus own together counts. A meeting named by one bureau alone may still invite others. Own offices are not among the shared.",
    ),
    unit="group",
    over=("client groups",),
    columns=(
        Column("group", "id", "TargetGroup", Words("対象者", "group")),
        Column("state", "text", None, Words("状態", "state")),
        Column("bureaus", "ids", "Bureau", Words("所管局", "bureaus")),
        Column("count", "whole", None, Words("取組数", "measures")),
        Column("measures", "ids", "Measure", Words("取組", "which")),
        Column("forums", "ids", "Organisation", Words("つなぐ会議体", "meetings that join")),
        Column("shared", "ids", "Organisation", Words("共通の協働先", "shared partners")),
    ),
    parameters=(
        GROUP,
        Parameter("state", "fragmented", Words("この状態だけを示す", "show this state only"), None, ("state",), STATES),
    ),
    answer=answer,
    doubt=doubt,
    cypher=CYPHER,
    draws=Words(
        "取組が二つ以上の局に分かれる対象者と、その局（局ごとに取組を一つ、対象者を一つに絞れば20まで）。",
        "Groups whose measures are spread over two bureaus or more, and these bureaus (one measure of each; up to 20 where one group is asked for).",
    ),
    picture=f"""\
{picture.given("group")}{picture.plan_read_with("bureau", "item")}{picture.client_groups()}\
MATCH path = (g)<-[:SERVES]-(m:Measure)-[:OWNED_BY]->(b:Bureau)
  WHERE {picture.DRAWN}
WITH group, g, b, path ORDER BY m.order
WITH group, g, b, collect(path) AS paths
WITH g, collect(paths[..CASE WHEN group IS NULL THEN 1 ELSE 20 END]) AS bureaus
WHERE size(bureaus) > 1
RETURN g, bureaus ORDER BY size(bureaus) DESC LIMIT {picture.LIMIT}
""",
    by_state=states,
    needs=("bureau", "item"),
)
