"""A family of questions at once: their answers, a line on each for the summary, a workbook of them all."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sesaku.language import said, say
from sesaku.printing import pad, shorten

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph
    from queries.facts import PlanFacts
    from queries.saved_query import SavedQuery

    Answer = Callable[[SavedQuery, dict[str, Any]], dict[str, Any]]

_EXAMPLES = 4


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
    """Yield two lines a question but those told `apart`: what was looked at by state, and the first findings."""
    from queries.run import find_query
    from sesaku.answers import state_words

    for name, answer in answers.items():
        if name in apart:
            continue
        query = find_query(name)
        denominator = answer["denominator"]
        states = " | ".join(f"{state_words(state)} {count}" for state, count in denominator["by_state"].items() if count)
        yield f" {pad(said(query.title), 26)}{say('全', 'of ')}{denominator['total']}: {states}  [{name}]\n"
        subjects = [_subject(graph, query.columns, row) for row in sorted(answer["rows"], key=_rank)[:_EXAMPLES]]
        rest = answer["total_rows"] - answer["accepted"] - len(subjects)
        if subjects:
            yield "    " + say("、", ", ").join(subjects) + (say(f" ほか{rest}", f" +{rest}") if rest > 0 else "") + "\n"


def _rank(row: dict[str, Any]) -> int:
    """Return how telling a row of cells is: what is emptiest first; rows of other questions stay as they stand."""
    from queries.states import WORST_FIRST

    state = row.get("state")
    return WORST_FIRST.index(state) if state in WORST_FIRST else 0


def finding_subject(graph: PlanGraph, name: str, row: dict[str, Any]) -> str:
    """Return what a finding of the question called `name` is about, in a few words, with the question's title."""
    from queries.run import find_query

    query = find_query(name)
    return f"{said(query.title)}: {_subject(graph, query.columns, row)}"


def _subject(graph: PlanGraph, columns: Any, row: dict[str, Any]) -> str:
    """Return what a finding is about, in a few words: the names of its single ids, and its count."""
    from sesaku.answers import name_of

    names = [
        ("No." if column.kind == "Measure" else "") + name_of(graph, row[column.name])
        for column in columns
        if column.type == "id" and row[column.name] is not None
    ]
    count = f"({row['count']})" if row.get("count") else ""
    return ("×".join(names[:3]) or shorten([f"No.{name_of(graph, one)}" for one in row.get("measures", ())], 3)) + count


def write_family(graph: PlanGraph, answers: dict[str, dict[str, Any]], output: Path | None) -> None:
    """Write one sheet a question to an Excel file. Raises OutputError where no file is named or it cannot be written."""
    from queries.run import find_query
    from sesaku.answers import answer_table
    from sesaku.tables import write_workbook

    write_workbook({name: answer_table(graph, find_query(name), answer, short=False) for name, answer in answers.items()}, output)
