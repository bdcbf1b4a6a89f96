"""A family of questions at once: their answers, a line on each for the summary, a workbook of them all."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sesaku.language import lang, said, say
from sesaku.printing import WIDTH, fold, pad, screen_width

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph
    from queries.facts import PlanFacts
    from queries.saved_query import SavedQuery

    Answer = Callable[[SavedQuery, dict[str, Any]], dict[str, Any]]

_FINE = frozenset({"served", "not_applicable", "not_assessed", "starred"})
"""States that are no finding: a summary does not name who is in them."""


def family_answers(family: str, facts: PlanFacts, given: dict[str, Any], *, today: str | None = None) -> dict[str, dict[str, Any]]:
    """Return the answers of every question of a family by name; each takes of `given` the parameters that it has."""
    from queries.run import answer_query

    day = today or datetime.date.today().isoformat()
    return answer_family(family, lambda query, parameters: answer_query(query, facts, parameters, today=day), given)


def answer_family(family: str, answer: Answer, given: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the same answers as `answer` gives them, from whichever engine."""
    from queries.catalogue import CATALOGUE

    return {
        query.name: answer(query, {parameter.name: given.get(parameter.name) for parameter in query.parameters})
        for query in CATALOGUE
        if query.family == family
    }


def family_lines(graph: PlanGraph, answers: dict[str, dict[str, Any]], apart: set[str]) -> Iterator[str]:
    """Yield a line a question but those told `apart`, what was looked at by state, and one on its most telling findings, if any."""
    from queries.run import find_query

    told = {name: answer for name, answer in answers.items() if name not in apart}
    width = max((screen_width(said(find_query(name).title)) for name in told), default=0)
    for name, answer in told.items():
        query = find_query(name)
        denominator = answer["denominator"]
        states = [f"{_sign(state)} {count}" for state, count in denominator["by_state"].items() if count]
        accepted = say(f"　了承済み {answer['accepted']}", f"  accepted {answer['accepted']}") if answer["accepted"] else ""
        yield (
            fold(f" {pad(said(query.title), width + 1)}{say('全', 'of ')}{denominator['total']:,}:", states, f"{accepted}  [{name}]") + "\n"
        )
        if line := _telling(graph, query.columns, answer["rows"]):
            yield f"    {line}\n"


def _sign(state: str) -> str:
    """Return the sign of a cell's state (the legend says what it means), or what another state is called."""
    from sesaku.answers import state_words
    from viz.style import FINDINGS, STATES

    return STATES[state].sign if state in STATES and state not in FINDINGS else state_words(state)


def legend(answers: dict[str, dict[str, Any]]) -> str:
    """Return what the signs mean of the states that occur in these answers."""
    from viz.style import FINDINGS, STATES

    found = {state for answer in answers.values() for state, count in answer["denominator"]["by_state"].items() if count}
    return "  ".join(f"{style.sign} {said(style.name)}" for state, style in STATES.items() if state in found and state not in FINDINGS)


def _telling(graph: PlanGraph, columns: Any, rows: list[dict[str, Any]]) -> str:
    """Return whom or what the first findings are about, by state, as many as fit; the others counted."""
    found = sorted((row for row in rows if _state(row) not in _FINE), key=_rank)
    line, before = "", None
    for at, row in enumerate(found):
        state = _state(row)
        lead = (
            (" | " if line else "") + (_sign(state) + (": " if len(_sign(state)) > 1 else " ") if state else "")
            if state != before or not line
            else say("、", ", ")
        )
        longer = line + lead + subject_words(graph, columns, row)
        more = len(found) - at - 1
        if line and screen_width(longer + _others(more)) > WIDTH - 4:
            return line + _others(more + 1)
        line, before = longer, state
    return line


def _others(count: int) -> str:
    return say(f" ほか{count}", f" +{count}") if count else ""


def _state(row: dict[str, Any]) -> str:
    return str(row.get("state") or row.get("differs") or "")


def _rank(row: dict[str, Any]) -> int:
    """Return how telling a row of cells is: what is emptiest first; rows of other questions stay as they stand."""
    from queries.states import WORST_FIRST

    state = row.get("state")
    return WORST_FIRST.index(state) if state in WORST_FIRST else 0


def finding_subject(graph: PlanGraph, name: str, row: dict[str, Any]) -> str:
    """Return what a finding of the question called `name` is about, in a few words, with the question's title."""
    from queries.run import find_query

    query = find_query(name)
    return f"{said(query.title)}: {subject_words(graph, query.columns, row)}"


def subject_words(graph: PlanGraph, columns: Any, row: dict[str, Any], *, count: bool = True) -> str:
    """Return what a finding is about, in a few words: the names of its single ids, and its count unless it is left out."""
    from sesaku.answers import name_of

    names = [
        ("No." if column.kind == "Measure" else "") + name_of(graph, row[column.name])
        for column in columns
        if column.type == "id" and column.kind != "Status" and row[column.name] is not None
    ]
    number = f"({_count(graph, row)})" if count and row.get("count") else ""
    if not names:
        return say("・", "/").join(f"No.{name_of(graph, one)}" for one in row.get("measures", ())[:4]) + (
            "…" if row.get("count", 0) > 4 else ""
        )
    return "×".join(names[:3]) + number


def _count(graph: PlanGraph, row: dict[str, Any]) -> str:
    """Return a row's number of measures; of a cell, those in operation and those planned."""
    from viz.cell_words import beside_planned

    return beside_planned(graph, row, lang()) or str(row["count"])


def write_family(graph: PlanGraph, answers: dict[str, dict[str, Any]], output: Path | None) -> None:
    """Write one sheet a question to an Excel file. Raises OutputError where no file is named or it cannot be written."""
    from queries.run import find_query
    from sesaku.answers import answer_table
    from sesaku.tables import write_workbook

    write_workbook({name: answer_table(graph, find_query(name), answer, short=False) for name, answer in answers.items()}, output)
