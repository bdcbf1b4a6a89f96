"""Lists of measures: without a partner, without a group, not in full operation, without a status of their own."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings

from loaders.assemble import LoadedPlan
from queries.facts import graph_to_facts
from queries.run import answer_query, find_query
from tests.generated_plans import COLUMNS, OFFICES, PLANS
from tests.graphs import graph_of

NAMES = ("gap-no-partner", "gap-no-group", "gap-not-operating", "gap-empty-status")


def ask(name: str, graph: Any, **parameters: Any) -> dict[str, Any]:
    """Return an answer on a graph."""
    return answer_query(find_query(name), graph_to_facts(graph), parameters)


def numbers(answer: dict[str, Any], column: str = "measure") -> str:
    """Return the numbers of the measures that an answer lists."""
    return " ".join(row[column].rpartition("/")[2] for row in answer["rows"])


def test_without_a_partner_by_hand() -> None:
    """Own offices and meetings are no partners unless asked; they are named beside the measure."""
    graph = graph_of([{"partners": ["npo"]}, {"partners": OFFICES}, {"rejected": [("PARTNERS_WITH", "npo")]}])
    answer = ask("gap-no-partner", graph)
    assert ("2 3", {"without": 2, "with": 1, "not_assessed": 0}) == (numbers(answer), answer["denominator"]["by_state"])
    assert ["organisation:womens_support_center", "organisation:coordination_council"] == answer["rows"][0]["ours"]
    assert ("solid", "fragile") == tuple(row["robust"] for row in answer["rows"])
    assert "3" == numbers(ask("gap-no-partner", graph, own=True))


def test_without_a_group_by_hand() -> None:
    """Supporters and women in difficulty at large are groups, too."""
    graph = graph_of([{"groups": ["supporters"]}, {"groups": ["women_in_difficulty"]}, {"supports": ["training", "legal"]}])
    answer = ask("gap-no-group", graph)
    assert ("3", ["support:legal", "support:training"]) == (numbers(answer), answer["rows"][0]["supports"])


def test_not_in_full_operation_by_hand() -> None:
    """Considered ones first, then planned ones, then pilots; a blank status is not assessed, a doubtful one fragile."""
    stages = ["pilot", "ongoing", "planned", "", "considering", "pilot"]
    graph = graph_of([{"status": status, "certainty": {"planned": "weak"}} for status in stages])
    answer = ask("gap-not-operating", graph)
    assert "5 3 1 6" == numbers(answer)
    assert {"considering": 1, "planned": 1, "pilot": 2, "ongoing": 1, "not_assessed": 1} == answer["denominator"]["by_state"]
    assert ["planned"] == [row["state"] for row in answer["rows"] if row["robust"] == "fragile"]
    assert "3" == numbers(ask("gap-not-operating", graph, state="planned"))


def test_status_texts_that_report_nothing_by_hand() -> None:
    """Each names the measures that have the same sentence; one without a status text is not assessed."""
    says = [("same_as", "甲"), ("own", "乙"), ("generic", "甲"), ("pointer", "丙")]
    graph = graph_of([*({"status_says": kind, "status_text": text} for kind, text in says), {"status": ""}])
    answer = ask("gap-empty-status", graph)
    assert "3 4 1" == numbers(answer)
    same = [[one.rpartition("/")[2] for one in row["same"]] for row in answer["rows"]]
    assert ([["1"], [], ["3"]], [1, 0, 1]) == (same, [row["same_count"] for row in answer["rows"]])
    assert {"generic": 1, "pointer": 1, "same_as": 1, "own": 1, "not_assessed": 1} == answer["denominator"]["by_state"]


def test_a_sentence_that_many_share_names_the_first_twenty() -> None:
    """The list stays short in a large plan, the count is whole."""
    rows = ask("gap-empty-status", graph_of([{"status_says": "same_as", "status_text": "甲"}] * 30))["rows"]
    assert {(29, 20)} == {(row["same_count"], len(row["same"])) for row in rows}
    assert all(row["measure"] not in row["same"] for row in rows)


# A second computation, from the definitions alone: slow, plain, and sharing no code with the questions.


def plain_list(name: str, measures: list[dict[str, Any]], columns: tuple[str, ...]) -> list[int]:
    """Return the numbers of the measures that a question lists."""
    kept = [(at, m) for at, m in enumerate(measures, start=1)]
    if name == "gap-not-operating":
        return [at for stage in ("considering", "planned", "pilot") for at, m in kept if m["status"] == stage]
    if name == "gap-empty-status":
        return [at for kind in ("generic", "pointer", "same_as") for at, m in kept if m["status_says"] == kind]
    if "item" not in columns or "status" not in columns:
        return []
    if name == "gap-no-group":
        return [at for at, m in kept if not m["groups"]]
    return [at for at, m in kept if not [one for one in m["partners"] if one not in OFFICES]]


@settings(max_examples=60, deadline=None)
@given(PLANS, COLUMNS)
def test_lists_agree_with_a_second_computation(measures: list[dict[str, Any]], columns: tuple[str, ...]) -> None:
    """Every list of generated plans is what the definition says, and with the rest it sums to the measures."""
    if "status" not in columns:
        measures = [m | {"status": "", "status_says": ""} for m in measures]
    graph = graph_of(measures, columns=columns)
    for name in NAMES:
        answer = ask(name, graph)
        assert " ".join(map(str, plain_list(name, measures, columns))) == numbers(answer)
        assert len(measures) == answer["denominator"]["total"]
        assert ("status" in columns) or answer["denominator"]["by_state"]["not_assessed"] == len(measures)


# Read in the report itself: numbers and short terms.


def test_without_a_partner_in_tokyo(tokyo: LoadedPlan) -> None:
    """Read one by one: 42 of 119 name no outside body.

    9 and 76 speak of 関係機関 without a name; 98 lets 民間団体 take part in training, who are taught there and do not
    help; 114 and 119 hand out cards in 高校 and 大学 (cues not taken, so fragile); 31 names 施設 as what people leave;
    101 sets up a meeting. 2 and 78 (5団体), 37 (区市町村) and 113 (鉄道事業者) have partners and are not listed.
    """
    answer = ask("gap-no-partner", tokyo.graph)
    listed = set(numbers(answer).split())
    assert {"1", "7", "9", "31", "38", "47", "76", "98", "101", "114", "119"} <= listed
    assert not {"2", "37", "78", "113"} & listed
    assert 119 == sum(answer["denominator"]["by_state"].values()) and abs(len(listed) - 42) <= 3


def test_every_measure_of_tokyo_says_whom_it_is_for(tokyo: LoadedPlan) -> None:
    """Be it 支援者 (109) or 都民 (116)."""
    assert "" == numbers(ask("gap-no-group", tokyo.graph))


def test_not_in_full_operation_in_tokyo(tokyo: LoadedPlan) -> None:
    """検討: 7, 60 (実施時期は未定). 予定: 85, 86, 97, 110. モデル: 21, 22, 53, 98."""
    assert "7 60 85 86 97 110 21 22 53 98" == numbers(ask("gap-not-operating", tokyo.graph))
