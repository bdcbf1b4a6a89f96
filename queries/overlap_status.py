"""overlap-status: measures that report the same status sentence."""

from __future__ import annotations

from typing import Any

from graph_model.words import Words
from queries import cypher_parts as cypher
from queries import picture_parts as picture
from queries.doubt import solid
from queries.facts import PlanFacts
from queries.saved_query import STATE, Column, Row, SavedQuery, measures_in_rows
from queries.states import judge_owners

SAYS = ("own", "generic", "pointer", "same_as")
_BLANK = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"""SHA-256 of a cell with nothing in it: no sentence."""


def answer(facts: PlanFacts, parameters: dict[str, Any]) -> list[Row]:
    """Return a row a sentence that two measures or more have, those of most measures first."""
    alike: dict[str, list[str]] = {}
    for measure in facts.measures:
        if (sentence := facts.graph.nodes[measure].get("status_text_hash", _BLANK)) != _BLANK and "status" not in facts.unread:
            alike.setdefault(sentence, []).append(measure)
    rows: list[Row] = []
    for measures in alike.values():
        if len(measures) > 1:
            says = {facts.graph.nodes[measure].get("status_says") for measure in measures}
            stages = {facts.statuses[measure] for measure in measures}
            rows.append(
                {
                    "finding": f"overlap-status/{measures[0]}",
                    "state": judge_owners(facts, measures),
                    "count": len(measures),
                    "measures": measures,
                    "bureaus": facts.bureaus_of(measures),
                    "status": [status for status in facts.stages if status in stages],
                    "says": [one for one in SAYS if one in says],
                }
            )
    return sorted(rows, key=lambda row: -row["count"])


CYPHER = f"""\
{cypher.PLAN}{cypher.measures("status_text_hash", "status_says", "bureaus", "status")}{cypher.STATUSES}\
UNWIND [m IN measures WHERE m.status_text_hash <> '{_BLANK}' AND 'status' IN p.columns_read] AS m
WITH statuses, m ORDER BY m.order, m.id
WITH statuses, m.status_text_hash AS sentence, collect(m) AS alike
WHERE size(alike) > 1
WITH *, COLLECT {{ UNWIND alike AS m UNWIND m.bureaus AS b RETURN DISTINCT b ORDER BY b }} AS bureaus, head(alike) AS first
RETURN 'overlap-status/' + first.id AS finding, {cypher.owners("alike")} AS state, size(alike) AS count,
  [m IN alike | m.id] AS measures, bureaus,
  [s IN statuses WHERE any(m IN alike WHERE m.status = s.id) | s.id] AS status,
  [one IN ['own', 'generic', 'pointer', 'same_as'] WHERE any(m IN alike WHERE m.status_says = one)] AS says
ORDER BY count DESC, first.order, first.id
"""

QUERY = SavedQuery(
    name="overlap-status",
    family="overlap",
    title=Words("同じ取組状況の文", "Same status sentence"),
    question=Words("どの取組が、同じ文で取組状況を報告しているか", "Which measures report their status in the same words?"),
    why=Words(
        "一つの実績を複数の取組で報告しているか、その取組自身の状況が書かれていないかのどちらかであるため。",
        "Either one act is reported for several measures, or the report says nothing of the measure's own.",
    ),
    how_to_read=Words(
        "同じ文をもつ取組ごとに一行。「書きぶり」は、固有の報告か、決まり文句か、ほかを指すだけか、ほかの取組と同じか。",
        "One row a sentence. “How it is written”: a report of its own, general words, a pointer elsewhere, or another measure's sentence.",
    ),
    limits=Words(
        "文字がすべて同じ文だけを見る（似た文は overlap-pairs）。空欄は含まない。同じ事業の報告として正しい場合もある。",
        "Equal to the letter only (for like texts see overlap-pairs), blank cells aside. For parts of one programme the same report may be right.",
    ),
    unit="measure",
    over=("measures",),
    columns=(
        Column("state", "text", None, Words("状態", "state")),
        Column("count", "whole", None, Words("取組数", "measures")),
        Column("measures", "ids", "Measure", Words("取組", "which")),
        Column("bureaus", "ids", "Bureau", Words("所管局", "bureaus")),
        Column("status", "ids", "Status", Words("実施状況", "status")),
        Column("says", "texts", None, Words("書きぶり", "how it is written")),
    ),
    parameters=(STATE,),
    answer=answer,
    doubt=solid,
    cypher=CYPHER,
    draws=Words(
        "同じ文で取組状況を報告する取組（表の sentence の値が同じ行が、同じ文の組）と、その所管局、実施状況。",
        "Measures that report their status in the same words (rows of one sentence in the table), with bureaus and stage.",
    ),
    picture=f"""\
{picture.given()}{picture.plan_read_with("status")}\
MATCH (m:Measure) WHERE {picture.OF_PLAN} AND m.status_text_hash <> '{_BLANK}'
WITH m.status_text_hash AS sentence, collect(m) AS alike
WHERE size(alike) > 1
UNWIND alike AS m
RETURN sentence, m, [path = (m)-[r:HAS_STATUS|OWNED_BY]->() WHERE r.content_hash IS NOT NULL | path] AS paths
ORDER BY size(alike) DESC, sentence LIMIT {picture.LIMIT}
""",
    by_state=measures_in_rows(("several_bureaus", "same_bureau"), "not_shared", ("status",)),
    needs=("status", "bureau"),
)
