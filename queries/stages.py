"""Stages: how far a list of measures has come, counted the same way for a bureau and for a goal, in Python and in Cypher."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph_model.words import Words
from queries.doubt import Flip, drop_doubtful, status_pair
from queries.facts import PlanFacts
from queries.saved_query import Column, CountStates, PlanSummary
from queries.states import count_states

STAGES = ("ongoing", "pilot", "planned", "considering")
STAGED = ("all_ongoing", "some_not", "not_assessed", "no_measure")

STAGE_COLUMNS = (
    Column("state", "text", None, Words("状態", "state")),
    Column("count", "whole", None, Words("取組数", "measures")),
    Column("in_operation", "whole", None, Words("実施中・試行の計", "in operation")),
    Column("ongoing", "whole", None, Words("実施中", "ongoing")),
    Column("pilot", "whole", None, Words("試行", "pilot")),
    Column("planned", "whole", None, Words("予定", "planned")),
    Column("considering", "whole", None, Words("検討中", "considering")),
    Column("unknown", "whole", None, Words("不明", "unknown")),
    Column("not_full", "ids", "Measure", Words("実施中に至らない取組", "not in full operation")),
)
"""How far measures have come; see count_stages."""

STAGES_CYPHER = (
    "CASE WHEN size(there) = 0 THEN 'no_measure' WHEN any(m IN there WHERE m.status <> 'status:ongoing') THEN 'some_not'\n"
    "    WHEN any(m IN there WHERE m.status IS NULL) THEN 'not_assessed' ELSE 'all_ongoing' END AS state, size(there) AS count,\n"
    "  size([m IN there WHERE m.operating]) AS in_operation,\n"
    + "".join(f"  size([m IN there WHERE m.status = 'status:{stage}']) AS {stage},\n" for stage in STAGES)
    + f"  size([m IN there WHERE m.status IS NULL OR NOT m.status IN {[f'status:{stage}' for stage in STAGES]}]) AS unknown,\n"
    "  [m IN there WHERE m.status <> 'status:ongoing' | m.id] AS not_full"
)
"""How far the measures `there` (with `status`, `operating`) have come, for RETURN; see count_stages."""


def count_stages(facts: PlanFacts, measures: Sequence[str]) -> dict[str, Any]:
    """Return how far measures have come: counts by stage, and which are not in full operation.

    all_ongoing: every one is ongoing; some_not: some are pilot, planned or considered; not_assessed: none is, but of some the
    status is not known.
    """
    found = [facts.statuses[measure] for measure in measures]
    counts = {stage: found.count(f"status:{stage}") for stage in STAGES}
    unknown = len(found) - sum(counts.values())
    not_full = [measure for measure in measures if facts.statuses[measure] not in (None, "status:ongoing")]
    state = "no_measure" if not found else "some_not" if not_full else "not_assessed" if unknown else "all_ongoing"
    operating = counts["ongoing"] + counts["pilot"]
    return {"state": state, "count": len(found), "in_operation": operating, **counts, "unknown": unknown, "not_full": not_full}


def states_of_stages(size: str) -> CountStates:
    """Return the counting of rows by STAGED; where the status was not read, all that there are (`sizes[size]`) are not assessed."""

    def count(summary: PlanSummary, rows: Sequence[dict[str, Any]], tally: dict[str, int]) -> dict[str, int]:
        found = count_states((row["state"] for row in rows), STAGED)
        if "status" in summary.unread:
            found["not_assessed"] = summary.sizes[size]
        return found

    return count


def stage_flip(facts: PlanFacts, row: dict[str, Any], measures: Sequence[str]) -> list[Flip]:
    """Return the dropping of one doubtful status after which `measures` are in another state."""
    if row["state"] == "all_ongoing":
        holding = measures
    elif row["state"] == "some_not" and len(row["not_full"]) == 1:
        holding = row["not_full"]
    else:
        return []
    for measure in holding:
        if flip := drop_doubtful(facts, measure, status_pair(facts, measure)):
            return [flip]
    return []
