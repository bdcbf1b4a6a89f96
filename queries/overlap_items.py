"""overlap-items: the same 事項 in several sections of the plan."""

from __future__ import annotations

from typing import Any

from graph_model.graph import targets_of
from graph_model.words import Words
from queries import cypher_parts as cypher
from queries import picture_parts as picture
from queries.doubt import solid
from queries.facts import PlanFacts
from queries.saved_query import STATE, Column, Row, SavedQuery, measures_in_rows
from queries.states import judge_owners

_STATES = ("several_bureaus", "same_bureau", "not_assessed")
_NO_SPACES = str.maketrans("", "", " \u3000")


def answer(facts: PlanFacts, parameters: dict[str, Any]) -> list[Row]:
    """Return a row an item: several bureaus first, then most sections, then most measures."""
    standing: dict[str, list[str]] = {}
    for measure in facts.measures:
        data = facts.graph.nodes[measure]
        if data["item_how"] != "unrecoverable" and data.get("item"):
            standing.setdefault(data["item"].translate(_NO_SPACES), []).append(measure)
    rows: list[Row] = []
    for measures in standing.values():
        sections = facts.in_order(place for measure in measures for place in targets_of(facts.graph, "LISTED_IN", measure))
        if len(sections) > 1 and "item" not in facts.unread:
            rows.append(
                {
                    "finding": f"overlap-items/{measures[0]}",
                    "item": facts.graph.nodes[measures[0]]["item"],
                    "state": judge_owners(facts, measures),
                    "count": len(measures),
                    "measures": measures,
                    "sections": sections,
                    "bureaus": facts.bureaus_of(measures),
                }
            )
    return sorted(rows, key=lambda row: (_STATES.index(row["state"]), -len(row["sections"]), -row["count"]))


CYPHER = f"""\
{cypher.PLAN}{cypher.measures("item", "item_how", "listed_in", "bureaus")}{cypher.PLACES}\
UNWIND [m IN measures WHERE m.item_how <> 'unrecoverable' AND m.item <> '' AND 'item' IN p.columns_read] AS m
WITH places, m ORDER BY m.order, m.id
WITH places, replace(replace(m.item, ' ', ''), '\u3000', '') AS folded, collect(m) AS same
WITH same, [x IN places WHERE any(m IN same WHERE m.listed_in = x)] AS sections
WHERE size(sections) > 1
WITH *, COLLECT {{ UNWIND same AS m UNWIND m.bureaus AS b RETURN DISTINCT b ORDER BY b }} AS bureaus
WITH *, {cypher.owners("same")} AS state, head(same) AS first
RETURN 'overlap-items/' + first.id AS finding, first.item AS item, state, size(same) AS count,
  [m IN same | m.id] AS measures, sections, bureaus
ORDER BY CASE state WHEN 'several_bureaus' THEN 0 WHEN 'same_bureau' THEN 1 ELSE 2 END, size(sections) DESC, count DESC,
  first.order, first.id
"""

QUERY = SavedQuery(
    name="overlap-items",
    family="overlap",
    title=Words("同じ事項", "Same item"),
    question=Words("同じ事項が、計画の別々の区分に掲げられていないか", "Which item stands in several sections of the plan?"),
    why=Words(
        "同じ事項名の取組は、まとめて説明するか、名前を分けるかを次の計画で決める必要があるため。",
        "Measures under one name in several places want one account, or names that tell them apart.",
    ),
    how_to_read=Words(
        "同じ事項が二つ以上の区分に掲げられているもの。掲載区分は元の掲載場所だけで、再掲は数えない。",
        "Items that stand in two or more sections. Sections are where the measures stand first; relistings do not count.",
    ),
    limits=Words(
        "事項名の一致（空白は無視）だけを見る。同じ区分の中で同じ事項が並ぶものと、事項が復元できない取組は含まない。区分のない計画では基本目標で見る。",
        "Equal names only, spaces aside. Not the same item within one section, nor measures whose item cannot be recovered. Where a plan has no sections, its goals count.",
    ),
    unit="measure",
    over=("measures",),
    columns=(
        Column("item", "text", None, Words("事項", "item")),
        Column("state", "text", None, Words("状態", "state")),
        Column("count", "whole", None, Words("取組数", "measures")),
        Column("measures", "ids", "Measure", Words("取組", "which")),
        Column("sections", "ids", None, Words("掲載区分", "sections")),
        Column("bureaus", "ids", "Bureau", Words("所管局", "bureaus")),
    ),
    parameters=(STATE,),
    answer=answer,
    doubt=solid,
    cypher=CYPHER,
    draws=Words(
        "二つ以上の区分に掲げられた同じ事項の取組と、その区分、所管局。",
        "Measures of one item that stands in two sections or more, with these sections and their bureaus.",
    ),
    picture=f"""\
{picture.given()}{picture.plan_read_with("item")}\
MATCH (m:Measure)-[r:LISTED_IN]->(x)
WHERE {picture.OF_PLAN} AND r.content_hash IS NOT NULL AND m.item <> '' AND m.item_how <> 'unrecoverable'
WITH replace(replace(m.item, ' ', ''), '\u3000', '') AS item, collect(m) AS same, count(DISTINCT x) AS places
WHERE places > 1
UNWIND same AS m
MATCH path = (m)-[:LISTED_IN|OWNED_BY]->() WHERE {cypher.OURS}
RETURN item, path ORDER BY places DESC, item LIMIT {picture.LIMIT}
""",
    by_state=measures_in_rows(("several_bureaus", "same_bureau"), "one_section", ("item",)),
    needs=("item", "bureau"),
)
