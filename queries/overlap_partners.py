"""overlap-partners: partners by reach: over measures, bureaus and client groups."""

from __future__ import annotations

from typing import Any

from graph_model.kinds import ROLES
from graph_model.words import Words
from queries import cypher_parts as cypher
from queries import picture_parts as picture
from queries.doubt import Flip, add_elsewhere, tie_flip
from queries.facts import OUR_OWN, PlanFacts
from queries.saved_query import OWN, STATE, Column, Parameter, Row, SavedQuery, tally_with_rest
from queries.states import judge_owners


def answer(facts: PlanFacts, parameters: dict[str, Any]) -> list[Row]:
    """Return a row a partner that stands in a measure, those of most measures first."""
    taking_part: dict[str, list[str]] = {one: [] for one in _asked(facts, parameters)}
    for measure in facts.measures:
        for partner in facts.partners[measure] & taking_part.keys():
            taking_part[partner].append(measure)
    rows: list[Row] = []
    for partner, measures in taking_part.items():
        if not measures:
            continue
        groups = {group for measure in measures for group in facts.groups[measure]}
        roles = {role for measure in measures for role in facts.graph.edges[measure, partner, "PARTNERS_WITH"]["roles"]}
        rows.append(
            {
                "finding": f"overlap-partners/{partner}",
                "partner": partner,
                "body": facts.body(partner),
                "state": judge_owners(facts, measures, one="one_bureau"),
                "count": len(measures),
                "measures": measures,
                "bureaus": facts.bureaus_of(measures),
                "groups": [group for group in facts.client_groups if group in groups],
                "roles": [role for role in ROLES if role in roles],
            }
        )
    return sorted(rows, key=lambda row: -row["count"])


def _asked(facts: PlanFacts, parameters: dict[str, Any]) -> list[str]:
    return [one for one in facts.organisations if parameters["own"] or facts.body(one) not in OUR_OWN]


def tally(facts: PlanFacts, parameters: dict[str, Any]) -> dict[str, int]:
    """Return how many partners several bureaus work with, one bureau, and none."""
    states = [row["state"] for row in answer(facts, parameters)]
    found = {state: states.count(state) for state in ("several_bureaus", "one_bureau", "not_assessed")}
    return {**found, "none": len(_asked(facts, parameters)) - len(states)}


def doubt(facts: PlanFacts, row: Row, parameters: dict[str, Any]) -> list[Flip]:
    """Return what would flip a partner between several bureaus, one and none."""
    if row["state"] == "one_bureau":
        if flip := add_elsewhere(facts, "PARTNERS_WITH", row["partner"], row["bureaus"]):
            return [flip]
    if row["state"] == "not_assessed":
        return []
    link = ("PARTNERS_WITH", row["partner"])
    return tie_flip(facts, row["measures"], link, lambda m: facts.bureaus[m], lambda tied: str(len(tied) > 1))


FOUND = f"""\
{cypher.PLAN}{cypher.measures("groups", "partners", "partner_roles", "bureaus")}{cypher.CLIENT_GROUPS}{cypher.ORGANISATIONS}\
UNWIND [o IN organisations WHERE $own OR NOT o.body IN {list(OUR_OWN)}] AS o
WITH groups, o, [m IN measures WHERE o.id IN m.partners] AS named
WITH *, COLLECT {{ UNWIND named AS m UNWIND m.bureaus AS b RETURN DISTINCT b ORDER BY b }} AS bureaus
WITH *, CASE WHEN size(named) = 0 THEN 'none' ELSE {cypher.owners("named", one="one_bureau")} END AS state
"""
CYPHER = f"""\
{FOUND}WHERE state <> 'none'
RETURN 'overlap-partners/' + o.id AS finding, o.id AS partner, o.body AS body, state, size(named) AS count,
  [m IN named | m.id] AS measures, bureaus, [g IN groups WHERE any(m IN named WHERE g.id IN m.groups) | g.id] AS groups,
  [role IN {list(ROLES)} WHERE any(m IN named WHERE any(r IN m.partner_roles WHERE r.partner = o.id AND role IN r.roles))] AS roles
ORDER BY count DESC, o.at
"""
TALLY_CYPHER = f"""\
{FOUND}WITH collect(state) AS states
RETURN size([s IN states WHERE s = 'several_bureaus']) AS several_bureaus, size([s IN states WHERE s = 'one_bureau']) AS one_bureau,
  size([s IN states WHERE s = 'not_assessed']) AS not_assessed,
  size([s IN states WHERE s = 'none']) AS none
"""

QUERY = SavedQuery(
    name="overlap-partners",
    family="overlap",
    title=Words("協働先の広がり", "Partners by reach"),
    question=Words(
        "どの協働先が、どれだけの取組・局・対象者に関わるか", "Which partner takes part in how many measures, for which bureaus and groups?"
    ),
    why=Words(
        "多くの局が同じ協働先に頼むと、その窓口や負担が重なる。まとめて相談できる所が分かるため。",
        "Where many bureaus turn to one partner its desks and burden add up; it shows where to talk to it together.",
    ),
    how_to_read=Words(
        "取組の多い順。自らの機関と会議体は --own を付けると加わる。",
        "Most measures first. Own offices and meetings come with --own.",
    ),
    limits=Words(
        "計画に書かれた協働だけを数える。「民間団体」のような総称は一つの協働先として数えるので、同じ団体とは限らない。",
        "Only what the plan says. A general name (such as private organisations) counts as one partner, though the bodies may differ.",
    ),
    unit="partner",
    over=("partners",),
    columns=(
        Column("partner", "id", "Organisation", Words("協働先", "partner")),
        Column("body", "text", None, Words("性格", "body")),
        Column("state", "text", None, Words("状態", "state")),
        Column("count", "whole", None, Words("取組数", "measures")),
        Column("measures", "ids", "Measure", Words("取組", "which")),
        Column("bureaus", "ids", "Bureau", Words("所管局", "bureaus")),
        Column("groups", "ids", "TargetGroup", Words("対象者", "groups")),
        Column("roles", "texts", None, Words("役割", "roles")),
    ),
    parameters=(
        OWN,
        Parameter("partner", None, Words("この協働先だけを示す", "show this partner only"), "Organisation", ("partner",)),
        STATE,
    ),
    answer=answer,
    doubt=doubt,
    cypher=CYPHER,
    draws=Words(
        "取組の多い協働先60までと、その取組の所管局（局ごとに取組を一つ）。partner に一つを書けば、対象者も、取組は局・対象者ごとに20まで。",
        "Up to 60 partners that stand in most measures, with the bureaus of these (one measure of each). With one for partner: the groups, too, and up to 20 measures of each.",
    ),
    picture=f"""\
{picture.given("own", "partner")}\
MATCH (o:Organisation)<-[r:PARTNERS_WITH]-(m:Measure)
WHERE {picture.OF_PLAN} AND r.content_hash IS NOT NULL AND {picture.OUTSIDE} AND (partner IS NULL OR o.id = partner)
WITH plan, partner, o, count(DISTINCT m) AS measures ORDER BY measures DESC LIMIT 60
RETURN o, measures, COLLECT {{
  MATCH path = (o)<-[:PARTNERS_WITH]-(m:Measure)-[:OWNED_BY|SERVES]->(x)
  WHERE {picture.DRAWN} AND (x:Bureau OR partner IS NOT NULL)
  WITH x, path ORDER BY m.order
  WITH x, collect(path) AS paths
  RETURN paths[..CASE WHEN partner IS NULL THEN 1 ELSE 20 END]
}} AS paths
ORDER BY measures DESC
""",
    by_state=tally_with_rest("in_no_measure"),
    tally=tally,
    tally_cypher=TALLY_CYPHER,
    needs=("item", "bureau"),
)
