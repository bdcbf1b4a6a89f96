"""quality-unreviewed: links that nobody has looked at and that are not sure: those on which most hangs first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from graph_model.kinds import CERTAINTY
from graph_model.words import Words
from queries import cypher_parts as cypher
from queries import picture_parts as picture
from queries.doubt import solid
from queries.facts import PlanFacts
from queries.quality_evidence import EXTRACTED
from queries.saved_query import Column, Parameter, Row, SavedQuery, tally_with_rest
from queries.states import support_suits


def answer(facts: PlanFacts, parameters: dict[str, Any]) -> list[Row]:
    """Return a row a link, as many as `top` says: weak before likely, then by the thin cells that rest on it."""
    hanging = _hanging(facts)
    rows: list[Row] = []
    for measure, target, data in _links(facts):
        if "review" in data or data["certainty"] == "sure" or parameters["kind"] not in (None, data["kind"]):
            continue
        first = data["evidence"][0] if data["evidence"] else {}
        rows.append(
            {
                "finding": f"quality-unreviewed/{measure}/{data['kind']}/{target}",
                "measure": measure,
                "kind": data["kind"],
                "target": target,
                "certainty": data["certainty"],
                "quote": first.get("quote"),
                "rule": first.get("rule"),
                "hangs": hanging[measure, target],
            }
        )
    at = {measure: place for place, measure in enumerate(facts.measures)}
    rows.sort(
        key=lambda row: (-CERTAINTY.index(row["certainty"]), -row["hangs"], at[row["measure"]], EXTRACTED.index(row["kind"]), row["target"])
    )
    return rows[: parameters["top"]]


def _links(facts: PlanFacts) -> Iterator[tuple[str, str, dict[str, Any]]]:
    return ((measure, target, data) for measure, target, data in facts.graph.out_edges(facts.measures, data=True) if "evidence" in data)


def _hanging(facts: PlanFacts) -> Counter[tuple[str, str]]:
    """Return how many cells with one measure in operation rest on the links from that measure to group, service and status."""
    cells: dict[tuple[str, str], list[str]] = {}
    groups, services = frozenset(facts.client_groups), frozenset(facts.services)
    for measure in facts.measures if "status" not in facts.unread else ():
        if measure in facts.in_operation:
            for group in facts.groups[measure] & groups:
                for service in facts.supports[measure] & services:
                    cells.setdefault((group, service), []).append(measure)
    hanging: Counter[tuple[str, str]] = Counter()
    for (group, service), (measure, *others) in cells.items():
        if not others and support_suits(facts, service, group):
            hanging.update((measure, target) for target in (group, service, facts.statuses[measure]) if target)
    return hanging


def tally(facts: PlanFacts, parameters: dict[str, Any]) -> dict[str, int]:
    """Return how many links are weak and likely and not reviewed, and how many are settled."""
    found = Counter("none" if "review" in data or data["certainty"] == "sure" else data["certainty"] for _, _, data in _links(facts))
    return {state: found[state] for state in ("weak", "likely", "none")}


LINKS = f"""\
MATCH (m:Measure)-[r:{"|".join(EXTRACTED)}]->(x)
WHERE {cypher.OF_PLAN} AND r.content_hash IS NOT NULL
"""
CYPHER = f"""\
{cypher.PLAN}{cypher.CLIENT_GROUPS}{cypher.SERVICES}\
WITH COLLECT {{
  UNWIND groups AS g UNWIND services AS s
  WITH p, g, s WHERE {cypher.SUITS} AND 'status' IN p.columns_read
  WITH g, s, COLLECT {{
    MATCH (:TargetGroup {{id: g.id}})<-[named:SERVES]-(m:Measure)-[given:PROVIDES]->(:SupportType {{id: s.id}})
    WHERE {cypher.seen("named")} AND {cypher.seen("given")} AND {cypher.OF_PLAN} AND {cypher.OPERATING}
    RETURN DISTINCT m.id AS id LIMIT 2
  }} AS naming WHERE size(naming) = 1
  RETURN {{measure: head(naming), group: g.id, service: s.id}}
}} AS cells
{LINKS}  AND r.review IS NULL AND r.certainty <> 'sure' AND ($kind IS NULL OR type(r) = $kind)
WITH m, r, x, size([c IN cells WHERE c.measure = m.id AND (x.id IN [c.group, c.service] OR
    type(r) = 'HAS_STATUS' AND x.id IN {cypher.IN_OPERATION_IDS})]) AS hangs
RETURN 'quality-unreviewed/' + m.id + '/' + type(r) + '/' + x.id AS finding, m.id AS measure, type(r) AS kind, x.id AS target,
  r.certainty AS certainty, head(r.quotes) AS quote, head(r.rules) AS rule, hangs
ORDER BY CASE certainty WHEN 'weak' THEN 0 ELSE 1 END, hangs DESC, m.order, m.id,
  head([i IN range(0, {len(EXTRACTED) - 1}) WHERE {list(EXTRACTED)}[i] = kind]), target
LIMIT $top
"""
TALLY_CYPHER = f"""\
{LINKS}WITH collect(CASE WHEN r.review IS NOT NULL OR r.certainty = 'sure' THEN 'none' ELSE r.certainty END) AS states
RETURN size([s IN states WHERE s = 'weak']) AS weak, size([s IN states WHERE s = 'likely']) AS likely,
  size([s IN states WHERE s = 'none']) AS none
"""

QUERY = SavedQuery(
    name="quality-unreviewed",
    family="quality",
    title=Words("まず確認するもの", "What to look at first"),
    question=Words("どのリンクから確認すればよいか", "Which links should a person look at first?"),
    why=Words("確認の手間を、答えが変わりうる所に使うため。", "So that the work of checking goes where it may change an answer."),
    how_to_read=Words(
        "確認されておらず、確実でもないリンクを、弱いもの、多くの区分がかかるものから並べる。「かかる区分」は、実施中の取組が一つしかない「対象者×支援」の区分のうち、このリンクがなければ空くものの数。sesaku review で確認の表を作る。",
        "Links neither reviewed nor sure, weak ones first, then those on which most hangs: how many cells of group and service with one measure in operation would lose it without this link. sesaku review makes the form to fill in.",
    ),
    limits=Words(
        "機械が見落とした語は並ばない（sesaku check と各取組の採らなかった語を見る）。確認済みだけで答えるときも、未確認のリンクを挙げる。",
        "What the machine missed is not here (see sesaku check and the cues not taken). Links not reviewed are listed, also when answering from reviewed ones alone.",
    ),
    unit="link",
    over=("links",),
    columns=(
        Column("measure", "id", "Measure", Words("取組", "measure")),
        Column("kind", "text", None, Words("種類", "kind")),
        Column("target", "id", None, Words("相手", "target")),
        Column("certainty", "text", None, Words("確からしさ", "certainty")),
        Column("quote", "text", None, Words("根拠の語", "quote")),
        Column("rule", "text", None, Words("規則", "rule")),
        Column("hangs", "whole", None, Words("かかる区分", "cells that hang on it")),
    ),
    parameters=(
        Parameter("top", 50, Words("はじめの何件まで挙げるか", "how many to list")),
        Parameter("kind", None, Words("この種類だけを示す", "show this kind only"), None, (), EXTRACTED),
    ),
    answer=answer,
    doubt=solid,
    cypher=CYPHER,
    draws=Words(
        "確認されておらず、確実でもないリンク。弱いものから。",
        "Links neither reviewed nor sure, weak ones first.",
    ),
    picture=f"""\
{picture.given("kind")}\
MATCH path = (m:Measure)-[r:{"|".join(EXTRACTED)}]->()
WHERE {picture.DRAWN} AND r.review IS NULL AND r.certainty <> 'sure' AND (kind IS NULL OR type(r) = kind)
RETURN path ORDER BY r.certainty <> 'weak', m.order LIMIT {picture.LIMIT}
""",
    by_state=tally_with_rest("settled"),
    tally=tally,
    tally_cypher=TALLY_CYPHER,
)
