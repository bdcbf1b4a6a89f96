"""Typical phrases, one a line under tests/phrases: what a reader would link, and what a search would and a reader would not."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from loaders.assemble import LoadedPlan, source_to_plan
from loaders.folding import fold
from loaders.readers.lines import bytes_to_source
from loaders.statuses import status_text_to_status

HERE = Path(__file__).parent / "phrases"


def phrases(name: str) -> list[list[str]]:
    """Return the lines of a file, each cut at its bars."""
    lines = (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line.split("|") for line in lines if line and not line.startswith("#")]


@cache
def plan(name: str) -> LoadedPlan:
    """Return a plan with a measure a line of a file."""
    rows = "\n".join(f"{at}\t施策\t{words[-1]}。\t実施\t福祉課" for at, words in enumerate(phrases(name), 1))
    text = f"試験県計画の取組状況\n基本目標1 支える\nア 届ける\n番号\t事項\t内容\t取組状況\t担当課\n{rows}\n"
    return source_to_plan(bytes_to_source(text.encode("utf-8"), "phrases.txt"))


def linked(name: str, number: int) -> dict[str, list[str]]:
    """Return what a line's measure is linked to, with the roles."""
    loaded = plan(name)
    edges = loaded.graph.out_edges(f"measure:{loaded.plan.slug}/{number}", data=True)
    return {end: list(data.get("roles", ())) for _, end, data in edges}


def cases(name: str) -> list[object]:
    """Return the lines of a file as cases, numbered from 1."""
    return [pytest.param(at, words, id=words[-1]) for at, words in enumerate(phrases(name), 1)]


@pytest.mark.parametrize(("number", "words"), cases("groups"))
def test_a_group_is_found(number: int, words: list[str]) -> None:
    """Whom the words serve."""
    assert f"group:{words[0]}" in linked("groups", number)


@pytest.mark.parametrize(("number", "words"), cases("supports"))
def test_a_help_is_found(number: int, words: list[str]) -> None:
    """What the words give."""
    assert f"support:{words[0]}" in linked("supports", number)


@pytest.mark.parametrize(("number", "words"), cases("partners"))
def test_a_partner_is_found_in_its_role(number: int, words: list[str]) -> None:
    """Who takes part, and how."""
    assert words[1] in linked("partners", number).get(f"organisation:{words[0]}", ())


@pytest.mark.parametrize(("number", "words"), cases("traps"))
def test_a_word_that_gives_no_link_gives_none(number: int, words: list[str]) -> None:
    """Excluded, an example, past, part of a name, a topic, not taking part."""
    assert words[0] not in linked("traps", number)


@pytest.mark.parametrize(("number", "words"), cases("statuses"))
def test_a_stage_is_told(number: int, words: list[str]) -> None:
    """How far a measure has come."""
    assert words[0] == status_text_to_status(fold(words[1]).text).status
