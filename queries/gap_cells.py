"""gap-cells: client group × service, each cell with its state and the measures behind it."""

from __future__ import annotations

from typing import Any

from graph_model.words import Words
from queries.facts import PlanFacts
from queries.saved_query import Column, Findings, Parameter, SavedQuery
from queries.states import WORST_FIRST, count_states, judge_cell, open_measures, support_suits


def answer(facts: PlanFacts, parameters: dict[str, Any]) -> Findings:
    """Return a row a cell, the emptiest first, then in the order of the vocabulary."""
    giving = {support: [measure for measure in facts.measures if support in facts.supports[measure]] for support in facts.services}
    rows: list[dict[str, Any]] = []
    for group in facts.client_groups:
        open_to = set(open_measures(facts, group))
        for support in facts.services:
            named = [measure for measure in giving[support] if group in facts.groups[measure]]
            general = [measure for measure in giving[support] if measure in open_to]
            cell = judge_cell(facts, named, general, thin=parameters["thin"], applies=support_suits(facts, support, group))
            rows.append(
                {
                    "finding": f"gap-cells/{group}/{support}",
                    "group": group,
                    "support": support,
                    "state": cell.state,
                    "count": len(cell.measures),
                    "measures": list(cell.measures),
                    "planned": list(cell.planned),
                    "relisted": [measure for measure in cell.measures if {(measure, group), (measure, support)} & facts.again],
                    "general": list(cell.general),
                    "robust": None,
                    "flip": None,
                }
            )
    rows.sort(key=lambda row: WORST_FIRST.index(row["state"]))
    denominator = {
        "unit": "cell",
        "over": ["client groups", "services"],
        "total": len(rows),
        "measures": len(facts.measures),
        "by_state": count_states(row["state"] for row in rows),
    }
    group, support = parameters["group"], parameters["support"]
    shown = [row for row in rows if group in (None, row["group"]) and support in (None, row["support"])]
    return Findings(rows, denominator, shown, [])


QUERY = SavedQuery(
    name="gap-cells",
    family="gap",
    title=Words("対象者×支援", "Group × service"),
    question=Words("どの対象者について、どの支援が計画に書かれていないか", "For which group does the plan not name which help?"),
    why=Words("対象者ごとに、支援の途切れる所が分かるため。", "It shows, group by group, where help breaks off."),
    how_to_read=Words(
        "served 複数の取組が実施中、thin 1つだけ、planned_only 検討・予定のみ、general 名指しはないが一般の取組（実施中）を利用しうる、absent どちらもない、not_assessed 欄を読めず未評価、not_applicable その支援になじまない対象者。",
        "served: several measures in operation; thin: one only; planned_only: planned or considered only; general: none names the group, general ones in operation are open to it; absent: neither; not_assessed: a column was not read; not_applicable: the service does not suit the group.",
    ),
    limits=Words(
        "取組が対象者と支援の両方を名指しすることだけを見る（その支援がその対象者に向けたものとは限らない）。「記載なし」は支援がないという意味ではない。",
        "A measure counts that names both group and service (the service need not be meant for that group). Absent means that the plan does not name it, not that there is no service.",
    ),
    columns=(
        Column("group", "id", "TargetGroup", Words("対象者", "group")),
        Column("support", "id", "SupportType", Words("支援", "service")),
        Column("state", "text", None, Words("状態", "state")),
        Column("count", "whole", None, Words("取組数", "measures")),
        Column("measures", "ids", "Measure", Words("取組", "which")),
        Column("planned", "ids", "Measure", Words("検討・予定", "planned")),
        Column("relisted", "ids", "Measure", Words("再掲の語による", "from relistings")),
        Column("general", "ids", "Measure", Words("一般の取組", "general measures")),
        Column("robust", "text", None, Words("確か", "robust")),
        Column("flip", "text", None, Words("覆すもの", "flip")),
    ),
    parameters=(
        Parameter("thin", 1, Words("この数までの取組を「わずか」とする", "up to this many measures count as thin")),
        Parameter("group", None, Words("この対象者だけを示す", "show this group only"), "TargetGroup"),
        Parameter("support", None, Words("この支援だけを示す", "show this service only"), "SupportType"),
    ),
    answer=answer,
)
