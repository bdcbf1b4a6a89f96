"""A prefecture's own words: what the vocabularies miss is listed, and a file adds it."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_model.errors import DeclarationError
from graph_model.local_terms import add_local_terms
from graph_model.taxonomy import read_taxonomies
from loaders.assemble import source_to_plan
from loaders.unknown import plan_to_unknown, unknown_to_toml
from sesaku.app import run
from tests.small import plan_of, write_plan

ROWS = (
    "1|馬との時間|あおば乗馬クラブと連携し、海女世帯の話を聞きます。|実施|福祉局",
    "2|見守り|あおば乗馬クラブが見守ります。|実施|なぞの係り",
)
TERMS = """
names = ["外国籍の窓という事業"]
[[organisation]]
id = "riding_club"
ja = "乗馬クラブ"
en = "Riding club"
cues = ["あおば乗馬クラブ"]
[[group]]
id = "low_income"
cues = ["海女世帯"]
"""


def test_words_that_no_term_matches_are_listed() -> None:
    """With what they look like, how often and where; known words are not."""
    loaded = plan_of(*ROWS, "3|相談|児童相談所と連携します。|実施|福祉局")
    found = {
        (one.looks_like, one.word): (one.times, one.places[0].line)
        for one in plan_to_unknown(loaded.plan, loaded.matcher, loaded.table.marks)
    }
    assert (2, 5) == found["organisation", "乗馬クラブ"]
    assert (1, 5) == found["group", "海女世帯"]
    assert ("bureau", "なぞの係り") in found
    assert not any("児童相談所" in word for _, word in found)


def test_the_list_can_be_pasted_and_then_matches() -> None:
    """Ids and English names filled in, the same words are found as links and listed no more."""
    loaded = plan_of(*ROWS)
    text = unknown_to_toml(plan_to_unknown(loaded.plan, loaded.matcher, loaded.table.marks))
    for at in range(text.count('id = ""')):
        text = text.replace('id = ""', f'id = "new_{at}"', 1).replace('en = ""', f'en = "New {at}"', 1)
    again = source_to_plan(loaded.source, local_terms={"mine.toml": text})
    assert not any(one.looks_like in ("group", "organisation") for one in plan_to_unknown(again.plan, again.matcher, again.table.marks))
    kinds = {(data["kind"], end) for _, end, data in again.graph.out_edges("measure:試験県-2024-09/1", data=True)}
    assert {"PARTNERS_WITH", "SERVES"} <= {kind for kind, end in kinds if "new_" in end}


def test_local_terms_add_terms_cues_and_names() -> None:
    """A new body, a cue of a group that is there, a name that hides; the bundled vocabularies stay as they are."""
    extended = add_local_terms(read_taxonomies(), TERMS, "mine.toml")
    assert "riding_club" in {term.id for term in extended["organisations"].terms}
    assert "riding_club" not in {term.id for term in read_taxonomies()["organisations"].terms}
    loaded = source_to_plan(plan_of(*ROWS, "3|窓|外国籍の窓という事業です。|実施|福祉局").source, local_terms={"mine.toml": TERMS})
    links = {
        (source.rsplit("/", 1)[1], end)
        for source, end, data in loaded.graph.edges(data=True)
        if data["kind"] in ("SERVES", "PARTNERS_WITH")
    }
    assert {("1", "organisation:riding_club"), ("1", "group:low_income"), ("2", "organisation:riding_club")} <= links
    assert ("3", "group:foreign_nationals") not in links


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[group]]\nid = ]", "line 2"),
        ("[[colour]]\nid = 1", "colour"),
        ('[[group]]\nid = "new"\nja = "新"', "2行目.*en"),
        ('\n\n[[group]]\nid = "youth"\nja = "若者"', "4行目.*youth"),
        ('[[organisation]]\nid = "police"\ncues = [" "]', "2行目.*police"),
        ('[[group]]\nid = "new"\nja = "新"\nen = "New"\ncolour = 1', "2行目.*colour"),
        ('[[group]]\nid = "youth"\ncues = 5', "2行目.*youth: cues.*5"),
        ("names = [1]", "names: .*1"),
        ("group = 3", r"group.*\[\[group\]\]"),
        ("group = [1]", r"group.*\[\[group\]\]"),
    ],
)
def test_a_wrong_file_is_told_with_line_and_reason(text: str, words: str) -> None:
    """Before anything is read."""
    with pytest.raises(DeclarationError, match=words):
        add_local_terms(read_taxonomies(), text, "mine.toml")


def test_the_commands_take_several_files(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Build and check with --taxonomy; check --unknown as a table and as TOML."""
    plan = write_plan(tmp_path, *ROWS)
    (tmp_path / "a.toml").write_text(TERMS, encoding="utf-8")
    (tmp_path / "b.toml").write_text('[[support]]\nid = "recovery"\ncues = ["馬との時間"]\n', encoding="utf-8")
    out = tmp_path / "x.json"
    assert 0 == run(["build", str(plan), "-o", str(out), "--taxonomy", str(tmp_path / "a.toml"), "--taxonomy", str(tmp_path / "b.toml")])
    assert 0 == run(["why", "乗馬クラブ", str(out)]) and 0 == run(["list", "--support", "recovery", str(out), "-f", "csv"])
    assert "馬との時間" in capfd.readouterr().out
    assert 0 == run(["check", str(plan), "--unknown"])
    assert 'cues = ["乗馬クラブ"]' in capfd.readouterr().out
    assert 0 == run(["check", str(plan), "--unknown", "-f", "json"])
    assert "海女世帯" in capfd.readouterr().out
    (tmp_path / "a.toml").write_text("[", encoding="utf-8")
    assert 1 == run(["build", str(plan), "-o", str(out), "--taxonomy", str(tmp_path / "a.toml"), "--lang", "en"])
    assert "a.toml: not readable as TOML" in capfd.readouterr().err
