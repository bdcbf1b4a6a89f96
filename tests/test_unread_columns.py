"""A column that a document lacks: what would rest on it is not assessed, and nothing becomes an absence. Through the loader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from loaders.assemble import load_plan
from queries.catalogue import CATALOGUE
from queries.facts import graph_to_facts
from queries.run import answer_query

SAMPLE = Path(__file__).parents[1] / "examples" / "aonami_2024-09.txt"
PLACES = {"item": 1, "status": 3, "bureau": 4}
"""Where each column's cell stands in a line of the sample."""
CELL_QUESTIONS = ("gap-groups", "gap-cells", "gap-norm", "gap-goals", "gap-pathway", "gap-intersections")
NOTHING_THERE = ("absent", "empty", "no_measure", "unnamed")
"""States that say that the plan has nothing in a place."""


def answers(folder: Path, lacking: str | None) -> dict[str, dict[str, Any]]:
    """Return every question's answer on the sample read without one of its columns."""
    lines = []
    for line in SAMPLE.read_text(encoding="utf-8").split("\n"):
        cells = line.split("\t")
        if lacking and len(cells) > max(PLACES.values()):
            del cells[PLACES[lacking]]
        if lacking != "bureau" or line != "参画課":  # the end of a bureau's name, broken over two lines
            lines.append("\t".join(cells))
    path = folder / f"青波県_{lacking}.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    facts = graph_to_facts(load_plan(path).graph)
    assert facts.unread == ({lacking} if lacking else set()) and 10 > len(facts.measures) > 7
    return {query.name: answer_query(query, facts, {}) for query in CATALOGUE}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The answers on the whole sample."""
    return answers(tmp_path_factory.mktemp("whole"), None)


@pytest.mark.parametrize("lacking", PLACES)
def test_a_lacking_column_makes_no_absence(lacking: str, whole: dict[str, dict[str, Any]], tmp_path: Path) -> None:
    """No more is absent than before; where a question needs the column, nothing is, and a notice says why."""
    lesser = answers(tmp_path, lacking)
    for query in CATALOGUE:
        before, after = whole[query.name], lesser[query.name]
        assert bool(after["notices"]) == (lacking in query.needs), query.name
        for state in set(NOTHING_THERE) & set(after["denominator"]["by_state"]):
            assert 0 == after["denominator"]["by_state"][state] or lacking not in query.needs, (query.name, state)
            assert after["denominator"]["by_state"][state] <= before["denominator"]["by_state"][state], (query.name, state)


@pytest.mark.parametrize("lacking", PLACES)
def test_cells_turn_to_not_assessed(lacking: str, whole: dict[str, dict[str, Any]], tmp_path: Path) -> None:
    """Without the status no cell is assessed; without the items no empty one; without the owners all are as they were."""
    lesser = answers(tmp_path, lacking)
    for name in CELL_QUESTIONS:
        before = {row["finding"]: row["state"] for row in whole[name]["rows"]}
        # The date stands in the head of the status.
        after = {row["finding"].replace("undated", "2024-09"): row["state"] for row in lesser[name]["rows"]}
        for place, state in after.items():
            was = before[place]
            if lacking == "bureau" or "not_applicable" in (was, state):
                assert state == was, (name, place)
            elif lacking == "status":
                assert "not_assessed" == state, (name, place)
            else:
                assert state in ("served", "thin", "planned_only", "not_assessed"), (name, place)


def test_owners_that_were_not_read_are_nobodys_only_one(whole: dict[str, dict[str, Any]], tmp_path: Path) -> None:
    """Questions on bureaus then tell nothing of them: each place, group and bureau is not assessed."""
    assert whole["gap-sole-bureau"]["rows"]
    lesser = answers(tmp_path, "bureau")
    for name in ("gap-sole-bureau", "overlap-fragmentation"):
        by_state = lesser[name]["denominator"]["by_state"]
        assert ([], by_state["not_assessed"]) == (lesser[name]["rows"], sum(by_state.values())), name
