"""sesaku in a notebook: what shows itself, that nothing of a document is markup, and the example's cells run one after the other."""

from __future__ import annotations

import json
import sys
import types
from pathlib import Path
from typing import Any

import pytest

from graph_model.errors import UnknownName
from queries.catalogue import CATALOGUE
from sesaku.app import run
from sesaku.language import speak
from sesaku.notebook import MissingPackage, NotebookMap, ask, load_plan, map_page, matrix
from tests.browser import open_page
from tests.small import write_plan

EXAMPLE = Path(__file__).parents[1] / "examples" / "plan.ipynb"


def test_the_example_runs() -> None:
    """Each code cell in turn; what a cell ends with shows itself as HTML or as a plain value."""
    cells = json.loads(EXAMPLE.read_text(encoding="utf-8"))["cells"]
    space: dict[str, Any] = {}
    shown = []
    for cell in cells:
        if cell["cell_type"] == "code":
            assert not cell["outputs"]
            *lines, last = "".join(cell["source"]).rstrip().split("\n")
            exec("\n".join(lines), space)
            shown.append(eval(last, space) if not last.startswith((" ", "import", "from")) else None)
    assert "119" in shown[0]._repr_html_() and "No.49" in shown[1]._repr_html_() and "<svg" in shown[5]._repr_html_()
    assert 14 == len(shown[2]) and 2 == shown[3]
    speak("ja")


def test_all_show_themselves_in_both_forms() -> None:
    """HTML and Markdown hold the counts, and how much is reviewed."""
    plan = load_plan(language="ja")
    answer = ask(plan, "gap-pathway", group="外国籍")
    for thing, words in ((plan, "892 (0)"), (plan.measure(6), "「"), (answer, "確認済み 0件"), (matrix(plan), "若年女性")):
        assert words in thing._repr_html_() and words in thing._repr_markdown_()
    assert "| --- |" in repr(answer)
    load_plan(language="en")
    assert "Pathway" in answer._repr_html_()
    speak("ja")


def test_words_of_a_document_are_escaped(tmp_path: Path) -> None:
    """A script in an item stays text."""
    plan = load_plan(write_plan(tmp_path, "1|<script>alert(1)</script>|外国籍の方に案内します。|実施|<b>局"), language="ja")
    for thing in (plan, plan.measure(1), ask(plan, "gap-groups"), matrix(plan), ask(plan, "status-by-bureau")):
        assert "<script" not in thing._repr_html_() and "<b>局" not in thing._repr_html_()
        assert "<script" not in thing._repr_markdown_() and "<b>局" not in thing._repr_markdown_()


def test_an_answer_becomes_a_data_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    """With names or ids, where pandas is there; else one line that says what to install."""
    answer = ask(load_plan(language="ja"), "gap-cells", group="外国籍")
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingPackage, match="pip install pandas"):
        answer.frame()
    fake = types.ModuleType("pandas")
    fake.DataFrame = lambda rows, columns: (rows, columns)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pandas", fake)
    rows, columns = answer.frame()
    assert 14 == len(rows) and "対象者" in columns and "外国籍" == rows[0][columns.index("対象者")]
    rows, columns = answer.frame(names=False)
    assert "group:foreign_nationals" == rows[0]["group"] and {"finding", "robust"} <= set(columns)


def test_a_real_data_frame() -> None:
    """Where pandas is installed: each cell as the answer has it, ready to be counted and pivoted."""
    pandas = pytest.importorskip("pandas")
    answer = ask(load_plan(language="ja"), "gap-cells")
    frame = answer.frame(names=False)
    assert isinstance(frame, pandas.DataFrame) and 294 == len(frame)
    states = {state: count for state, count in answer.answer["denominator"]["by_state"].items() if count}
    assert states == frame["state"].value_counts().to_dict()
    assert [len(row["measures"]) for row in answer] == frame["count"].tolist()
    named = answer.frame()
    assert (294, "外国籍") == (len(named), named["対象者"][named["対象者"] == "外国籍"].iloc[0])
    assert (21, 14) == named.pivot(index="対象者", columns="支援", values="取組数").shape
    for question in CATALOGUE:
        asked = ask(load_plan(language="en"), question.name, **({"top": 5} if question.name == "overlap-pairs" else {}))
        assert len(asked) == len(asked.frame()) == len(asked.frame(names=False)), question.name
    speak("ja")


def test_the_map_is_the_one_that_the_command_writes(tmp_path: Path) -> None:
    """The same page, saved as it is, in the language spoken."""
    for language in ("en", "ja"):
        page = map_page(load_plan(language=language))
        assert 0 == run(["map", "-o", str(tmp_path / "command.html"), "--lang", language])
        saved = page.save(tmp_path / "notebook.html").read_bytes()
        assert (tmp_path / "command.html").read_bytes() == saved and f'<html lang="{language}"'.encode() in saved
    assert "map.html" in page._repr_markdown_()


def test_the_map_shows_itself_in_a_frame(browser: Any, tmp_path: Path) -> None:
    """In a notebook's page: it draws in a frame that may run its script and nothing else, and answers to a choice."""
    shown = f"<!doctype html><meta charset='utf-8'>{map_page(load_plan(language='ja'))._repr_html_()}"
    (tmp_path / "cell.html").write_text(shown, encoding="utf-8")
    with open_page(browser, tmp_path / "cell.html", wait=False) as opened:
        frame = opened.page.wait_for_selector("iframe").content_frame()
        frame.wait_for_function("() => window.sesaku && (sesaku.shown || sesaku.failed)")
        assert frame.evaluate("() => sesaku.shown && !sesaku.failed")
        frame.evaluate("() => sesaku.choose({ select: 'group:foreign_nationals' })")
        frame.wait_for_function("() => document.body.innerText.includes('外国籍') && sesaku.state.select === 'group:foreign_nationals'")
        assert opened.errors == []


def test_a_page_stands_in_its_frame_and_unknown_names_bring_the_near_ones(tmp_path: Path) -> None:
    """A page's words do not leave the frame's attribute; what is asked for and not there is told."""
    page = NotebookMap('<p title="x">地図</p>')
    assert "srcdoc=" in page._repr_html_() and "<p title" not in page._repr_html_()
    assert '<p title="x">地図</p>' == page.save(tmp_path / "m.html").read_text(encoding="utf-8")
    plan = load_plan(language="ja")
    with pytest.raises(UnknownName):
        ask(plan, "gap-cell")
    with pytest.raises(UnknownName):
        plan.measure("外国籍")
    with pytest.raises(ValueError, match="ja or en"):
        load_plan(language="fr")
