"""gap-empty-status: status texts that report nothing of their own."""

from __future__ import annotations

from typing import Any

from graph_model.words import Words
from queries import cypher_parts as cypher
from queries import picture_parts as picture
from queries.doubt import solid
from queries.facts import PlanFacts
from queries.saved_query import BUREAUS_COLUMN, IN_BUREAUS, MEASURE_COLUMN, STATE, Column, Row, SavedQuery

NEEDS = ("status",)
LISTED = ("generic", "pointer", "same_as")
STATES = (*LISTED, "own", "not_assessed")
SAME_LISTED = 20
"""So many measures with the same sentence are named beside a measure; all are counted."""


def answer(facts: PlanFacts, parameters: dict[str, Any]) -> list[Row]:
    """Return a row a measure whose status says nothing of its own: generic ones first, then pointers, then shared sentences."""
    nodes = facts.graph.nodes
    sharing: dict[str | None, list[str]] = {}
    for measure in facts.measures:
        sharing.setdefault(nodes[measure].get("status_text_hash"), []).append(measure)
    rows: list[Row] = []
    for measure in facts.measures:
        if nodes[measure].get("status_says") in LISTED:
            all_of_them = sharing[nodes[measure]["status_text_hash"]]
            rows.append(
                {
                    "finding": f"gap-empty-status/{measure}",
                    "measure": measure,
                    "state": nodes[measure]["status_says"],
                    "bureaus": list(facts.bureaus[measure]),
                    "status": facts.statuses[measure],
                    "same_count": len(all_of_them) - 1,
                    "same": [one for one in all_of_them[: SAME_LISTED + 1] if one != measure][:SAME_LISTED],
                }
            )
    return sorted(rows, key=lambda row: LISTED.index(row["state"]))


def tally(facts: PlanFacts, parameters: dict[str, Any]) -> dict[str, int]:
    """Return how many measures' status texts say what; not_assessed where there is none."""
    found = [facts.graph.nodes[measure].get("status_says", "not_assessed") for measure in facts.measures]
    return {state: found.count(state) for state in STATES}


QUERY = SavedQuery(
    name="gap-empty-status",
    family="gap",
    title=Words("実績の書かれていない取組状況", "Status texts without a report"),
    question=Words("どの取組の取組状況が、その取組自体の実績を述べていないか", "Which status texts report nothing of the measure's own?"),
    why=Words(
        "何をどれだけ行ったかが分からず、評価も説明もできないため。次の照会で具体の記載を求める一覧になる。",
        "Nobody can tell from them what was done and how much; it is the list for the next round of enquiries.",
    ),
    how_to_read=Words(
        "「一般的な文のみ」はどの取組にも当てはまる決まり文句、「他を指すのみ」はほかの行を参照するだけ、「他と同文」はほかの取組と同じ文。同じ文の取組は20件まで並べる。「固有の報告」のあるものは数えるだけで並べない。未評価は、取組状況が空欄か読めないもの。",
        "“General words only” is a stock phrase that would fit any measure; “points elsewhere only” refers to another row; “same as another” is another measure's sentence. Up to 20 measures with the sentence are named. Those with an “own report” are counted, not listed; “not assessed”: blank or not read.",
    ),
    limits=Words(
        "文の書きぶりだけを見る。決まり文句でも取組は行われている。同じ事業による複数の取組が同じ文になるのは自然なこともある。",
        "Only the wording is judged: behind a stock phrase there may be much work, and measures of one programme may well share a sentence.",
    ),
    unit="measure",
    over=("measures",),
    columns=(
        MEASURE_COLUMN,
        Column("state", "text", None, Words("状態", "state")),
        BUREAUS_COLUMN,
        Column("status", "id", "Status", Words("実施状況", "status")),
        Column("same_count", "whole", None, Words("同じ文の取組数", "same sentence")),
        Column("same", "ids", "Measure", Words("同じ文の取組", "which")),
    ),
    parameters=(STATE, IN_BUREAUS),
    answer=answer,
    doubt=solid,
    cypher=f"""\
{cypher.PLAN}{cypher.measures("bureaus", "status", "status_says", "status_text_hash")}\
UNWIND measures AS m
WITH m.status_text_hash AS sentence, collect(m) AS sharing
UNWIND [m IN sharing WHERE m.status_says IN {list(LISTED)}] AS m
RETURN 'gap-empty-status/' + m.id AS finding, m.id AS measure, m.status_says AS state, m.bureaus AS bureaus, m.status AS status,
  size(sharing) - 1 AS same_count, [o IN sharing[..{SAME_LISTED + 1}] WHERE o.id <> m.id | o.id][..{SAME_LISTED}] AS same
ORDER BY CASE state WHEN 'generic' THEN 0 WHEN 'pointer' THEN 1 ELSE 2 END, m.order, m.id
""",
    draws=Words(
        "取組状況が一般的な文のみ、他を指すのみ、他と同文の取組と、その所管局、実施状況。",
        "Measures whose status text is general words only, points elsewhere only, or is another measure's sentence, with bureaus and stage.",
    ),
    picture=f"""\
{picture.given("state", "bureau")}\
MATCH (m:Measure)
WHERE {picture.OF_PLAN}
  AND CASE WHEN state IS NULL THEN m.status_says IN {list(LISTED)} ELSE coalesce(m.status_says, 'not_assessed') = state END
{picture.OWNERS}\
RETURN m, path, [stage = (m)-[r:HAS_STATUS]->() WHERE r.content_hash IS NOT NULL | stage] AS stage
ORDER BY m.status_says <> 'generic', m.order LIMIT {picture.LIMIT}
""",
    by_state=lambda summary, rows, tally: {state: tally.get(state, 0) for state in STATES},
    tally=tally,
    tally_cypher=f"""\
{cypher.PLAN}{cypher.measures("status_says")}WITH [m IN measures | coalesce(m.status_says, 'not_assessed')] AS states
{cypher.tally(STATES)}""",
    needs=NEEDS,
)
