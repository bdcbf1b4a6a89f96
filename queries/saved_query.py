"""SavedQuery: one question with its meaning, how to read it, its columns, its parameters and the function that answers it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from graph_model.words import Words

if TYPE_CHECKING:
    from queries.facts import PlanFacts

FAMILIES = {
    "gap": Words("不足", "Gaps"),
    "overlap": Words("重なり", "Overlaps"),
    "structure": Words("つながり", "Structure"),
    "status": Words("状況", "Status"),
    "quality": Words("根拠の質", "Quality"),
}


class Parameter(NamedTuple):
    """One parameter: its name, its default, what it does; `kind` is the node kind that its value names, if any."""

    name: str
    default: Any
    meaning: Words
    kind: str | None = None


class Column(NamedTuple):
    """One column of the rows: its name, its type (id, ids, text, whole), the kind of node that it names, its head."""

    name: str
    type: str
    kind: str | None
    head: Words


class Findings(NamedTuple):
    """What a question's function returns: every row in order, and what it looked at."""

    rows: list[dict[str, Any]]
    denominator: dict[str, Any]
    shown: list[dict[str, Any]]
    notices: list[Words]


class SavedQuery(NamedTuple):
    """One saved question."""

    name: str
    family: str
    title: Words
    question: Words
    why: Words
    how_to_read: Words
    limits: Words
    columns: tuple[Column, ...]
    parameters: tuple[Parameter, ...]
    answer: Callable[[PlanFacts, dict[str, Any]], Findings]
