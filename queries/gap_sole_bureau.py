"""gap-sole-bureau: client groups and cells (client group × service) that one bureau alone serves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph_model.words import Words
from queries import cypher_parts as cypher
from queries import picture_parts as picture
from queries.doubt import Flip, drop_doubtful, status_pair
from queries.facts import PlanFacts
from queries.places import Place, all_doubtful, count_places, judge_places, newcomer, place_pairs
from queries.saved_query import GROUP, Column, Parameter, Row, SavedQuery

NEEDS = ("item", "status", "bureau")
STATES = ("sole", "several", "no_owner", "empty", "not_assessed")


def judged(facts: PlanFacts) -> list[tuple[Place, str]]:
    """Return every place: by two bureaus or more, by an unknown one, by one alone, or by none in operation."""

    def judge(running: Sequence[str]) -> str:
        if len(facts.bureaus_of(running)) > 1:
            return "several"
        if any(not facts.bureaus[measure] for measure in running):
            return "no_owner"
        return "sole" if running else "empty"

    return judge_places(facts, NEEDS, judge)


def answer(facts: PlanFacts, parameters: dict[str, Any]) -> list[Row]:
    """Return a row a place whose measures in operation all belong to one bureau: groups before cells, more measures first."""
    rows: list[Row] = [
        {
            **place.as_columns("gap-sole-bureau"),
            "state": state,
            "bureau": facts.bureaus_of(place.running)[0],
            "count": len(place.running),
            "measures": list(place.running),
        }
        for place, state in judged(facts)
        if state == "sole"
    ]
    return sorted(rows, key=lambda row: (row["support"] is not None, -row["count"]))


def doubt(facts: PlanFacts, row: Row, parameters: dict[str, Any]) -> list[Flip]:
    """Return what would flip a place: another bureau's measure comes in, one loses its owner, or all of them go."""
    bureau = row["bureau"]
    for measure in row["measures"]:
        if flip := drop_doubtful(facts, measure, [("OWNED_BY", bureau)]):
            return [flip]
    if flip := newcomer(facts, row, lambda measure: facts.bureaus[measure] != (bureau,)):
        return [flip]
    return all_doubtful(facts, row["measures"], lambda measure: [*place_pairs(row), *status_pair(facts, measure)])


JUDGED = f"""\
{cypher.PLAN}{cypher.measures("groups", "supports", "bureaus", "operating", "no_status")}\
{cypher.CLIENT_GROUPS}{cypher.SERVICES}{cypher.BUREAUS}{cypher.GROUPS_AND_CELLS}\
{
    cypher.judge_place(
        '''CASE
  WHEN size([b IN bureaus WHERE any(m IN some WHERE b IN m.bureaus)]) > 1 THEN 'several'
  WHEN any(m IN some WHERE size(m.bureaus) = 0) THEN 'no_owner'
  WHEN size(some) > 0 THEN 'sole' ELSE 'empty' END''',
        *NEEDS,
    )
}\
"""

QUERY = SavedQuery(
    name="gap-sole-bureau",
    family="gap",
    title=Words("一局だけが担う対象者・支援", "In the hands of one bureau"),
    question=Words(
        "どの対象者、どの対象者×支援の取組が、一つの局だけの所管か",
        "Which groups, and which services for a group, are in the hands of one bureau alone?",
    ),
    why=Words(
        "その局の体制や予算が変わると、取組がまとめて影響を受ける。ほかの局の関わりを考える糸口にもなる。",
        "A change in that bureau's staff or budget touches all of it at once; it also shows where other bureaus might come in.",
    ),
    how_to_read=Words(
        "実施中・試行の取組が、すべて同じ一局の所管である対象者と、対象者×支援を並べる。支援の欄が空の行は、その対象者の取組全体。所管局の分からない取組があるもの、取組状況が空欄の取組しだいで変わるものは、別に数えて並べない。",
        "Groups, and services for a group, of which one bureau owns every measure in operation; without a service the row speaks of the whole group. Those with a measure whose bureau is not known, or that turn on a measure whose status is blank, are counted apart and not listed.",
    ),
    limits=Words(
        "局の中の部署や出先の分担は見ない。一局に多くの取組が集まる計画では該当が多くなる。一局だけであること自体は、良し悪しではない。区分には、対象者と支援の両方を名指しする取組を数える。",
        "Divisions and branch offices within a bureau are not told apart. Where one bureau owns most of a plan there are many such rows; being the only one is neither good nor bad in itself. A cell counts measures that name both group and service.",
    ),
    unit="place",
    over=("client groups", "cells"),
    columns=(
        Column("group", "id", "TargetGroup", Words("対象者", "group")),
        Column("support", "id", "SupportType", Words("支援", "service")),
        Column("state", "text", None, Words("状態", "state")),
        Column("bureau", "id", "Bureau", Words("所管局", "bureau")),
        Column("count", "whole", None, Words("実施中の取組数", "in operation")),
        Column("measures", "ids", "Measure", Words("取組", "which")),
    ),
    parameters=(GROUP, Parameter("bureau", None, Words("この局だけを示す", "show this bureau only"), "Bureau", ("bureau",))),
    answer=answer,
    doubt=doubt,
    cypher=f"""\
{JUDGED}\
WITH * WHERE state = 'sole'
RETURN 'gap-sole-bureau/' + g.id + coalesce('/' + s.id, '') AS finding, g.id AS group, s.id AS support, state,
  running[0].bureaus[0] AS bureau, size(running) AS count, [m IN running | m.id] AS measures
ORDER BY support IS NOT NULL, count DESC, g.at, s.at
""",
    draws=Words(
        "実施中・試行の取組がすべて一局の所管である対象者と、対象者×支援（一行に一つ、取組は三つまで）。所管や段階の分からない取組しだいのものは描かない。",
        "Groups, and services for a group, of which one bureau owns every measure in operation (a row each, with up to three measures). What turns on a measure of unknown owner or stage is not drawn.",
    ),
    picture=f"""\
{picture.given("group", "bureau")}{picture.plan_read_with(*NEEDS)}{picture.client_groups()}{picture.places("bureau")}\
WITH *, COLLECT {{ UNWIND named AS m OPTIONAL MATCH (m)-[r:OWNED_BY]->(b:Bureau) WHERE r.content_hash IS NOT NULL RETURN DISTINCT b }} AS owners
WHERE size(owners) = 1 AND owners[0] IS NOT NULL AND (bureau IS NULL OR owners[0].id = bureau)
RETURN g, s, owners[0] AS b, COLLECT {{
  UNWIND ran[..3] AS m MATCH path = (m)-[:SERVES|PROVIDES|OWNED_BY]->(x) WHERE x IN [g, s, owners[0]] AND {cypher.OURS} RETURN path
}} AS paths
ORDER BY s IS NOT NULL, size(ran) DESC LIMIT {picture.LIMIT}
""",
    by_state=lambda summary, rows, tally: {state: tally.get(state, 0) for state in STATES},
    tally=lambda facts, parameters: count_places(judged(facts), STATES),
    tally_cypher=f"{JUDGED}WITH collect(state) AS states\n{cypher.tally(STATES)}",
    needs=NEEDS,
)
