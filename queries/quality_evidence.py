"""quality-evidence: the machine's links by kind and rule, how certain they are, and how many a person has looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph_model.kinds import EDGE_KINDS
from graph_model.words import Words
from queries import cypher_parts as cypher
from queries import picture_parts as picture
from queries.doubt import solid
from queries.facts import PlanFacts
from queries.saved_query import Column, Parameter, PlanSummary, Row, SavedQuery

EXTRACTED = tuple(kind.name for kind in EDGE_KINDS if kind.extracted)


def answer(facts: PlanFacts, parameters: dict[str, Any]) -> list[Row]:
    """Return a row a kind and rule: by kind, and within it the rules of most links first."""
    rows: dict[tuple[str, str | None], Row] = {}
    for _, _, data in facts.graph.out_edges(facts.measures, data=True):
        if "evidence" not in data:
            continue
        for rule in {piece["rule"] for piece in data["evidence"]} or {None}:
            row = rows.get((data["kind"], rule)) or rows.setdefault((data["kind"], rule), _empty_row(data["kind"], rule))
            row["links"] += 1
            row["reviewed"] += "review" in data
            row[data["certainty"]] += 1
    return sorted(rows.values(), key=lambda row: (EXTRACTED.index(row["kind"]), -row["links"], row["rule"] or ""))


def _empty_row(kind: str, rule: str | None) -> Row:
    name = f"quality-evidence/{kind}/{rule or 'none'}"
    return {"finding": name, "kind": kind, "rule": rule, "links": 0, "reviewed": 0, "sure": 0, "likely": 0, "weak": 0}


def states(summary: PlanSummary, rows: Sequence[Row], tally: dict[str, int]) -> dict[str, int]:
    """Return how many links a person has looked at."""
    return {"reviewed": summary.reviewed, "not_reviewed": summary.links - summary.reviewed}


CYPHER = f"""\
MATCH (m:Measure)-[r:{"|".join(EXTRACTED)}]->()
WHERE {cypher.OF_PLAN} AND r.content_hash IS NOT NULL
UNWIND CASE WHEN size(r.rules) = 0 THEN [null] ELSE r.rules END AS rule
WITH type(r) AS kind, rule, count(r) AS links, count(r.review) AS reviewed,
  sum(CASE r.certainty WHEN 'sure' THEN 1 ELSE 0 END) AS sure, sum(CASE r.certainty WHEN 'likely' THEN 1 ELSE 0 END) AS likely,
  sum(CASE r.certainty WHEN 'weak' THEN 1 ELSE 0 END) AS weak
RETURN 'quality-evidence/' + kind + '/' + coalesce(rule, 'none') AS finding, kind, rule, links, reviewed, sure, likely, weak
ORDER BY head([i IN range(0, {len(EXTRACTED) - 1}) WHERE {list(EXTRACTED)}[i] = kind]), links DESC, coalesce(rule, '')
"""

QUERY = SavedQuery(
    name="quality-evidence",
    family="quality",
    title=Words("根拠と確認", "Evidence by rule"),
    question=Words(
        "リンクはどの規則により、どれだけ確実で、どれだけ確認されたか",
        "By which rules were links made, how sure are they, and how many has a person looked at?",
    ),
    why=Words(
        "答えがどれだけ機械の読み取りによるかを示し、確認の的を絞るため。",
        "It says how much rests on the machine's reading, and where to check.",
    ),
    how_to_read=Words(
        "種類と規則ごとのリンク数。「確認済み」は人が見たもの、「確実・おそらく・弱い」は規則の確からしさ。",
        "Links by kind and rule. “Reviewed”: a person has looked; sure, likely, weak: how certain the rule is.",
    ),
    limits=Words(
        "複数の規則によるリンクはそれぞれで数えるので、合計はリンク数を超える。確認済みだけで答えるときも、すべてのリンクを数える。規則のないリンクは最後の欄が空。",
        "A link with several rules counts under each, so rows add up to more than all links. All links count, also when answering from reviewed ones alone.",
    ),
    unit="link",
    over=("links",),
    columns=(
        Column("kind", "text", None, Words("種類", "kind")),
        Column("rule", "text", None, Words("規則", "rule")),
        Column("links", "whole", None, Words("リンク数", "links")),
        Column("reviewed", "whole", None, Words("確認済み", "reviewed")),
        Column("sure", "whole", None, Words("確実", "sure")),
        Column("likely", "whole", None, Words("おそらく", "likely")),
        Column("weak", "whole", None, Words("弱い", "weak")),
    ),
    parameters=(Parameter("kind", None, Words("この種類だけを示す", "show this kind only"), None, ("kind",), EXTRACTED),),
    answer=answer,
    doubt=solid,
    cypher=CYPHER,
    draws=Words(
        "リンクの種類と規則ごとに、リンクを三つまで（確認されていないものから）。数は表（Table）に出る。",
        "Of each kind and rule of links up to three, those not reviewed first; how many there are stands in the table.",
    ),
    picture=f"""\
{picture.given("kind")}\
MATCH path = (m:Measure)-[r:{"|".join(EXTRACTED)}]->()
WHERE {picture.DRAWN} AND (kind IS NULL OR type(r) = kind)
UNWIND CASE WHEN size(r.rules) = 0 THEN [null] ELSE r.rules END AS rule
WITH type(r) AS made, rule, r, path ORDER BY r.review IS NOT NULL, m.order, endNode(r).id
RETURN made, rule, count(r) AS links, count(r.review) AS reviewed, collect(path)[..3] AS some
ORDER BY made, links DESC LIMIT {picture.LIMIT}
""",
    by_state=states,
)
