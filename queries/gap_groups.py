"""gap-groups: client groups that few or no measures name."""

from __future__ import annotations

from typing import Any

from graph_model.words import Words
from queries.facts import PlanFacts
from queries.saved_query import Column, Findings, Parameter, SavedQuery
from queries.states import WORST_FIRST, count_states, judge_cell


def answer(facts: PlanFacts, parameters: dict[str, Any]) -> Findings:
    """Return a row a client group, the least served first."""
    rows: list[dict[str, Any]] = []
    for group in facts.client_groups:
        named = [measure for measure in facts.measures if group in facts.groups[measure]]
        cell = judge_cell(facts, named, (), thin=parameters["thin"])
        rows.append(
            {
                "finding": f"gap-groups/{group}",
                "group": group,
                "state": cell.state,
                "count": len(cell.measures),
                "measures": list(cell.measures),
                "planned": list(cell.planned),
                "relisted": [measure for measure in cell.measures if (measure, group) in facts.again],
                "bureaus": sorted({bureau for measure in cell.measures for bureau in facts.bureaus[measure]}),
                "robust": None,
                "flip": None,
            }
        )
    order = {group: at for at, group in enumerate(facts.client_groups)}
    rows.sort(key=lambda row: (WORST_FIRST.index(row["state"]), row["count"], order[row["group"]]))
    denominator = {
        "unit": "group",
        "over": ["client groups"],
        "total": len(rows),
        "measures": len(facts.measures),
        "by_state": count_states(row["state"] for row in rows),
    }
    wanted = parameters["group"]
    return Findings(rows, denominator, [row for row in rows if wanted in (None, row["group"])], [])


QUERY = SavedQuery(
    name="gap-groups",
    family="gap",
    title=Words("名指しの少ない対象者", "Groups that few measures name"),
    question=Words("どの対象者を名指しする取組が少ないか、ないか", "Which groups do few or no measures name?"),
    why=Words(
        "名指しされない人は、計画の中で誰の仕事でもなくなりやすいため。", "People whom no measure names easily become nobody's task."
    ),
    how_to_read=Words(
        "取組の数は、対象者を名指しする異なる取組の数（再掲は数えない）。うち検討・予定のものは planned に並ぶ。",
        "The count is of distinct measures that name the group (relistings are not counted); those planned or considered stand under planned.",
    ),
    limits=Words(
        "計画に書かれた語だけを見る。名指しがなくても、一般の取組を利用できることはある。",
        "Only the plan's words are read; a group that is not named may still use general measures.",
    ),
    columns=(
        Column("group", "id", "TargetGroup", Words("対象者", "group")),
        Column("state", "text", None, Words("状態", "state")),
        Column("count", "whole", None, Words("取組数", "measures")),
        Column("measures", "ids", "Measure", Words("取組", "which")),
        Column("planned", "ids", "Measure", Words("検討・予定", "planned")),
        Column("relisted", "ids", "Measure", Words("再掲の語による", "from relistings")),
        Column("bureaus", "ids", "Bureau", Words("所管局", "bureaus")),
        Column("robust", "text", None, Words("確か", "robust")),
        Column("flip", "text", None, Words("覆すもの", "flip")),
    ),
    parameters=(
        Parameter("thin", 1, Words("この数までの取組を「わずか」とする", "up to this many measures count as thin")),
        Parameter("group", None, Words("この対象者だけを示す", "show this group only"), "TargetGroup"),
    ),
    answer=answer,
)
