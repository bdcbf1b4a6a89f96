"""The number of a cell in words, by one rule on every paper: the measures in operation, and those planned or considered beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from graph_model.graph import node_id, targets_of
from graph_model.kinds import IN_OPERATION
from graph_model.words import Words
from viz.style import STATES

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

COUNTED = Words("数は実施中の取組、＋は検討・予定", "Numbers are measures in operation, + those planned or considered")
"""What stands below each table of cells."""


def signs_words(lang: str) -> str:
    """Return what each sign says, in a line."""
    return "　".join(f"{style.sign} {style.name.said_in(lang)}" for style in STATES.values())


def cell_words(in_operation: int, planned: int, lang: str, *, unknown: int = 0) -> str:
    """Return a cell's number: 7, or 7＋予定2 where measures are planned or considered; `unknown` are those whose status is blank."""
    words = str(in_operation)
    if planned:
        words += Words(f"＋予定{planned}", f" + {planned} planned").said_in(lang)
    if unknown:
        words += Words(f"＋状況不明{unknown}", f" + {unknown} of unknown status").said_in(lang)
    return words


def cell_counts(graph: PlanGraph, row: Mapping[str, Any]) -> tuple[int, int]:
    """Return how many measures of a cell's row are in operation, and how many are planned or considered; a blank status is neither."""
    operating = {node_id("Status", name) for name in IN_OPERATION}
    stages = [set(targets_of(graph, "HAS_STATUS", measure)) for measure in row["planned"]]
    return row["count"] - len(stages), sum(bool(stage) and not stage & operating for stage in stages)


def row_words(graph: PlanGraph, row: Mapping[str, Any], lang: str) -> str:
    """Return the number of a cell's row; nothing where no measure names it."""
    in_operation, planned = cell_counts(graph, row)
    return cell_words(in_operation, planned, lang) if in_operation or planned else ""


def beside_planned(graph: PlanGraph, row: Mapping[str, Any], lang: str) -> str:
    """Return the number of an answer's row where it is a cell with measures that are not in operation; nothing for any other."""
    return row_words(graph, row, lang) if isinstance(row.get("planned"), list) and row["planned"] else ""


def sign_words(graph: PlanGraph, row: Mapping[str, Any], lang: str) -> str:
    """Return the sign of a cell's row with its number: ◎ 7＋予定2; the sign alone where no measure names it."""
    return f"{STATES[row['state']].sign} {row_words(graph, row, lang)}".strip()
