"""gap-sole-partner: client groups and cells (client group × service) that hang on one partner, or have none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from graph_model.words import Words
from queries import cypher_parts as cypher
from queries import picture_parts as picture
from queries.doubt import Flip, add_seen, status_pair
from queries.facts import OUR_OWN, PlanFacts
from queries.places import Place, all_doubtful, count_places, judge_places, newcomer, place_pairs
from queries.saved_query import GROUP, OWN, STATE, Column, Parameter, Row, SavedQuery

NEEDS = ("item", "status")
STATES = ("sole", "none", "several", "empty", "not_assessed")


def partners_of(facts: PlanFacts, measures: Iterable[str], *, own: bool) -> list[str]:
    """Return the bodies that take part in any of the measures; own offices and meetings only where asked."""
    found = frozenset(one for measure in measures for one in facts.partners[measure])
    return [one for one in facts.terms_in_order("Organisation", found) if own or facts.body(one) not in OUR_OWN]


def judged(facts: PlanFacts, *, own: bool) -> list[tuple[Place, str]]:
    """Return every place: with several partners, one alone, none, or with no measure in operation."""

    def judge(running: Sequence[str]) -> str:
        partners = len(partners_of(facts, running, own=own))
        return ("none" if running else "empty") if not partners else "sole" if partners == 1 else "several"

    return judge_places(facts, NEEDS, judge)


def answer(facts: PlanFacts, parameters: dict[str, Any]) -> list[Row]:
    """Return a row a place with one partner, then those with none: groups before cells, and what leans on it most first."""
    own = parameters["own"]
    rows: list[Row] = []
    for place, state in judged(facts, own=own):
        if state in ("sole", "none"):
            partner = next(iter(partners_of(facts, place.running, own=own)), None)
            measures = {
                "count": len(place.running),
                "measures": list(place.running),
                "partnered": [measure for measure in place.running if partner in facts.partners[measure]],
            }
            rows.append({**place.as_columns("gap-sole-partner"), "state": state, "partner": partner, **measures})
    return sorted(rows, key=lambda row: (row["state"] == "none", row["support"] is not None, -len(row["partnered"]), -row["count"]))


def doubt(facts: PlanFacts, row: Row, parameters: dict[str, Any]) -> list[Flip]:
    """Return what would flip a place: another partner comes in, or all links that it rests on go."""
    own, partner = parameters["own"], row["partner"]

    def another(organisation: str) -> bool:
        return organisation != partner and (own or facts.body(organisation) not in OUR_OWN)

    for measure in row["measures"]:
        if flip := add_seen(facts, measure, "PARTNERS_WITH", another):
            return [flip]
    if flip := newcomer(facts, row, lambda measure: any(another(one) for one in facts.partners[measure])):
        return [flip]
    taking_part = [("PARTNERS_WITH", partner)] if partner else []
    holding = row["partnered"] if partner else row["measures"]
    return all_doubtful(facts, holding, lambda measure: [*taking_part, *place_pairs(row), *status_pair(facts, measure)])


JUDGED = f"""\
{cypher.PLAN}{cypher.measures("groups", "supports", "counted", "operating", "no_status")}\
{cypher.CLIENT_GROUPS}{cypher.SERVICES}{cypher.ORGANISATIONS}{cypher.GROUPS_AND_CELLS}\
{
    cypher.judge_place(
        '''CASE size([o IN organisations WHERE any(m IN some WHERE o.id IN m.counted)])
  WHEN 0 THEN CASE WHEN size(some) > 0 THEN 'none' ELSE 'empty' END
  WHEN 1 THEN 'sole' ELSE 'several' END''',
        *NEEDS,
    )
}\
"""

QUERY = SavedQuery(
    name="gap-sole-partner",
    family="gap",
    title=Words("協働先が一つだけの対象者・支援", "Hanging on one partner"),
    question=Words(
        "どの対象者、どの対象者×支援の取組に、外部の協働先が一つしか、または一つも出てこないか",
        "For which groups, and which services for a group, does the plan name one outside partner alone, or none?",
    ),
    why=Words(
        "その協働先が続けられなくなったとき、代わりがない所が分かるため。", "It shows where nobody stands in if that partner has to stop."
    ),
    how_to_read=Words(
        "実施中・試行の取組に出てくる外部の機関・団体（自らの機関と会議体を除く）が、一つだけのものと、一つもないものを並べる。支援の欄が空の行は、その対象者の取組全体。取組状況が空欄の取組しだいで変わるものは、未評価に数えて並べない。",
        "Groups, and services for a group, whose measures in operation name one outside body only (own offices and meetings left out), then those that name none; without a service the row speaks of the whole group. What turns on a measure whose status is blank is counted as not assessed and not listed.",
    ),
    limits=Words(
        "「民間団体」「区市町村」のような総称も一つと数えるので、実際には複数の団体であることがある。記載がなくても、実務では連携していることがある。区分には、対象者と支援の両方を名指しする取組を数える。",
        "A collective name (private bodies, municipalities) counts as one, though many may stand behind it; bodies may work together without the plan saying so. A cell counts measures that name both group and service.",
    ),
    unit="place",
    over=("client groups", "cells"),
    columns=(
        Column("group", "id", "TargetGroup", Words("対象者", "group")),
        Column("support", "id", "SupportType", Words("支援", "service")),
        Column("state", "text", None, Words("状態", "state")),
        Column("partner", "id", "Organisation", Words("協働先", "partner")),
        Column("count", "whole", None, Words("実施中の取組数", "in operation")),
        Column("measures", "ids", "Measure", Words("取組", "which")),
        Column("partnered", "ids", "Measure", Words("協働先の出てくる取組", "naming the partner")),
    ),
    parameters=(
        OWN,
        GROUP,
        Parameter("partner", None, Words("この協働先だけを示す", "show this partner only"), "Organisation", ("partner",)),
        STATE,
    ),
    answer=answer,
    doubt=doubt,
    cypher=f"""\
{JUDGED}\
WITH * WHERE state IN ['sole', 'none']
WITH *, head([o IN organisations WHERE any(m IN running WHERE o.id IN m.counted) | o.id]) AS partner
WITH *, [m IN running WHERE partner IN m.counted | m.id] AS partnered
RETURN 'gap-sole-partner/' + g.id + coalesce('/' + s.id, '') AS finding, g.id AS group, s.id AS support, state,
  partner, size(running) AS count, [m IN running | m.id] AS measures, partnered
ORDER BY state = 'none', support IS NOT NULL, size(partnered) DESC, count DESC, g.at, s.at
""",
    draws=Words(
        "実施中・試行の取組に外部の協働先が一つだけか、一つもない対象者と、対象者×支援（一行に一つ、取組は三つまで）。段階の分からない取組しだいのものは描かない。",
        "Groups, and services for a group, whose measures in operation name one outside partner alone, or none (a row each, with up to three measures). What turns on a measure of unknown stage is not drawn.",
    ),
    picture=f"""\
{picture.given("own", "group", "partner")}{picture.plan_read_with(*NEEDS)}{picture.client_groups()}{picture.places("own", "partner")}\
WITH *, COLLECT {{ UNWIND ran AS m MATCH (m)-[r:PARTNERS_WITH]->(o:Organisation)
  WHERE r.content_hash IS NOT NULL AND {picture.OUTSIDE} RETURN DISTINCT o }} AS partners,
  COUNT {{ UNWIND named AS m MATCH (m)-[r:PARTNERS_WITH]->(o:Organisation)
  WHERE r.content_hash IS NOT NULL AND {picture.OUTSIDE} RETURN DISTINCT o }} AS possible
WHERE size(partners) < 2 AND possible = size(partners) AND (partner IS NULL OR partners[0].id = partner)
RETURN g, s, partners[0] AS o, COLLECT {{
  UNWIND ran AS m WITH m ORDER BY EXISTS {{ MATCH (m)-[:PARTNERS_WITH]->(o) WHERE o IN partners }} DESC, m.order LIMIT 3
  MATCH path = (m)-[:SERVES|PROVIDES|PARTNERS_WITH]->(x) WHERE x IN [g, s, partners[0]] AND {cypher.OURS} RETURN path
}} AS paths
ORDER BY o IS NULL, s IS NOT NULL, size(ran) DESC LIMIT {picture.LIMIT}
""",
    by_state=lambda summary, rows, tally: {state: tally.get(state, 0) for state in STATES},
    tally=lambda facts, parameters: count_places(judged(facts, own=parameters["own"]), STATES),
    tally_cypher=f"{JUDGED}WITH collect(state) AS states\n{cypher.tally(STATES)}",
    needs=NEEDS,
)
