"""The map in a real browser, requirement 20: by keyboard alone, read aloud, in both languages, and as a table."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph_model.graph import nodes_of
from tests.browser import Opened, axe_findings, open_page, stripped
from viz.page_words import PAGE_WORDS

Open = Callable[..., Opened]
VIEWS = ("network", "matrix", "pathway", "table")
FOREIGN = "group:foreign_nationals"


def active(page: Opened) -> str:
    """Return what has the keyboard: its id, else its label or words."""
    return str(
        page.run("() => { const one = document.activeElement; return one.id || one.getAttribute('aria-label') || one.textContent; }")
    )


# Requirement 20


def test_everything_is_reached_without_a_mouse(opened: Open) -> None:
    """Requirement 20: by Tab, arrows, Enter, / and Escape: search, four views, network, a cell, the panel, a filter, Back."""
    page = opened("bundled")
    stops = []
    for _ in range(60):
        page.page.keyboard.press("Tab")
        stops.append(active(page))
        if stops[-1] == "panel-body":
            break
    assert {
        "search",
        "view-network",
        "view-matrix",
        "view-pathway",
        "view-table",
        "language",
        "kind-Measure",
        "relation-SERVES",
        "choice-goal",
        "network",
        "tab-details",
        "panel-body",
    } <= set(stops)
    page.press("/")
    page.page.keyboard.type("外国")
    page.press("ArrowDown", "Enter")
    assert page.state["select"] == FOREIGN
    page.run("() => document.getElementById('network').focus()")
    page.press("ArrowDown", "Enter")
    assert page.state["select"] not in ("", FOREIGN)
    assert page.run("() => document.activeElement.id") == "network"
    page.press("Escape")
    assert page.state["select"] == ""
    page.press("2")
    assert page.state["view"] == "matrix"
    page.run("() => document.querySelector('#matrix button.cell[tabindex=\"0\"]').focus()")
    first = active(page)
    page.press("ArrowRight", "ArrowDown", "ArrowDown")
    third = active(page)
    assert first != third
    page.press("Enter")
    assert page.state["select"].startswith("gap-cells/")
    assert active(page) == third
    assert page.page.locator("#matrix button.cell[aria-current=true]").get_attribute("aria-label") == third
    page.press("3", "4")
    assert page.state["view"] == "table"
    page.run("() => document.querySelector('#table button.row').focus()")
    page.press("ArrowDown", "Enter")
    assert page.state["select"].endswith("/2")
    page.run("() => document.getElementById('tab-details').focus()")
    page.press("ArrowRight")
    assert page.state["tab"] == "answers"
    page.run("() => document.querySelector('#panel-body summary').focus()")
    page.press("Enter")
    page.run("() => document.querySelector('#panel-body .answer-rows .link').focus()")
    page.press("Enter")
    assert "/" in page.state["select"]
    page.page.go_back()
    page.settle()
    assert page.state["tab"] == "answers"
    page.clean()


def test_what_has_the_keyboard_is_seen(opened: Open) -> None:
    """Requirement 20: each stop of Tab has an outline, and the network's cursor is drawn and told aloud."""
    page = opened("bundled", "view=matrix")
    for _ in range(25):
        page.page.keyboard.press("Tab")
        style = page.run(
            "() => { const style = getComputedStyle(document.activeElement); return [style.outlineStyle, parseFloat(style.outlineWidth)]; }"
        )
        assert style[0] != "none"
        assert style[1] >= 1
    page.press("1")
    page.run("() => document.getElementById('network').focus()")
    page.press("ArrowDown", "ArrowDown")
    assert page.text("#live") or page.run("() => document.getElementById('live').textContent")


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize(
    "address",
    [
        "",
        f"select={FOREIGN}",
        "select=measure:tokyo-2025-01/49&layout=connection",
        "view=matrix",
        "view=matrix&matrix=partners-bureaus&split=bureau",
        "view=pathway&group=group:young_women",
        "view=table",
        "view=table&rows=links",
        "view=matrix&tab=answers",
        "q=%E5%A4%96%E5%9B%BD",
    ],
)
def test_axe_finds_nothing(opened: Open, address: str, lang: str) -> None:
    """Requirement 20: axe-core has nothing against any view, in either language."""
    page = opened("bundled", address, lang=lang)
    if "answers" in address:
        page.page.locator("#panel-body summary").first.click()
        page.settle()
    assert axe_findings(page) == {}


@pytest.mark.parametrize("name", ["5000", "empty", "full", "hostile"])
def test_axe_finds_nothing_in_other_plans(opened: Open, name: str) -> None:
    """Requirement 20: nor on a large, an empty, a full or a hostile plan."""
    page = opened(name)
    for view in VIEWS:
        page.choose(view=view)
        assert axe_findings(page) == {}, view


def test_axe_finds_nothing_in_the_still_version(browser: Any, page_file: Callable[..., Path], tmp_path: Path) -> None:
    """Requirement 20: nor on what viewers see that strip script."""
    path = tmp_path / "stripped.html"
    path.write_text(stripped(page_file("bundled")), encoding="utf-8")
    with open_page(browser, path, wait=False, bypass_csp=True) as page:
        assert axe_findings(page) == {}


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_language_title_and_one_heading(opened: Open, lang: str) -> None:
    """Requirement 20: `lang`, a title and one h1, and the switch changes all of them without losing what is chosen."""
    page = opened("bundled", f"view=pathway&group=group:young_women&select={FOREIGN}", lang=lang)
    for spoken in (lang, "en" if lang == "ja" else "ja"):
        assert page.run("() => document.documentElement.lang") == spoken
        assert page.page.title().startswith(PAGE_WORDS["map_of"].said_in(spoken))
        assert page.page.locator("h1").count() == 1
        assert page.text("h1").startswith(PAGE_WORDS["map_of"].said_in(spoken))
        assert page.text("#view-table") == PAGE_WORDS["view_table"].said_in(spoken)
        assert ("Foreign" in page.text("#panel-body h2.name")) == (spoken == "en")
        page.page.click("#language")
        page.settle()
    page.press("1")
    assert ("外国籍" if lang == "ja" else "Foreign nationals") in {one["text"] for one in page.texts()}
    page.clean()


def test_no_japanese_is_left_in_the_english_frame(opened: Open) -> None:
    """Requirement 20: in English only what the plan itself says is Japanese."""
    page = opened("bundled", lang="en")
    japanese = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")
    for view in VIEWS:
        page.choose(view=view)
        for place in ("#view-bar", "#bar", "#kinds", "#panel-body"):
            assert not japanese.search(page.text(place).replace("日本語", "")), (view, place)
        labels = page.run("() => [...document.querySelectorAll('[aria-label]')].map((one) => one.getAttribute('aria-label'))")
        assert not [one for one in labels if japanese.search(one)][:1] or view == "table"


def test_the_table_holds_what_the_map_shows(opened: Open, graphs: Callable[[str], Any]) -> None:
    """Requirement 20: every node, count, relation, cell and step stands in a table."""
    graph = graphs("bundled")
    page = opened("bundled", "view=table&rows=nodes")
    names = set(page.page.locator("#table tbody td:nth-of-type(1)").all_inner_texts())
    for kind in ("TargetGroup", "SupportType", "Bureau", "Organisation", "Norm", "Status"):
        assert {graph.nodes[node]["name"] for node in nodes_of(graph, kind)} <= names
    for rows, count in (("measures", 119), ("links", graph.number_of_edges()), ("cells", 294), ("steps", 21 * 8)):
        page.choose(rows=rows)
        assert f"{count} 行" in page.text("#table caption")
    page.choose(rows="links")
    while page.page.locator("#table button.more").count():
        page.page.click("#table button.more")
    assert page.page.locator("#table tbody tr").count() == graph.number_of_edges()


def test_the_table_sorts_filters_and_is_copied(opened: Open, graphs: Callable[[str], Any]) -> None:
    """Requirement 20: a head sorts, twice turns round; a search narrows; the copy is what stands there, one line a row."""
    page = opened("bundled", "view=table")
    page.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    numbers = page.page.locator("#table tbody th").all_inner_texts()
    page.page.locator("#table thead button").first.click()
    page.page.locator("#table thead button").first.click()
    page.settle()
    assert page.page.locator("#table thead th").first.get_attribute("aria-sort") == "descending"
    assert page.page.locator("#table tbody th").all_inner_texts() == numbers[::-1]
    page.press("/")
    page.page.keyboard.type("通訳")
    page.page.wait_for_timeout(400)
    rows = page.page.locator("#table tbody tr").count()
    assert 0 < rows < 30
    page.page.click(f"text={PAGE_WORDS['copy_table'].ja}")
    page.settle()
    assert f"{rows} 行をコピーしました" in page.text("#toast")
    copied = page.run("() => navigator.clipboard.readText()")
    lines = copied.split("\r\n") if "\r\n" in copied else copied.split("\n")
    assert len(lines) == rows + 1
    assert len({line.count("\t") for line in lines}) == 1
    assert [line.split("\t")[0] for line in lines[1:]] == page.page.locator("#table tbody th").all_inner_texts()
    page.clean()


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1+1", "@SUM(1)", "＝1", "a\tb\r\nc", '"x', "\u2028=1"])
def test_a_copy_does_no_harm_in_a_spreadsheet(browser: Any, tmp_path: Path, text: str) -> None:
    """Requirement 20: no cell of the copy or of the CSV begins as a formula, ends its row or opens a quotation."""
    from tests.browser_plans import graph_to_page, map_answers, odd_graph

    graph = odd_graph(text)
    path = tmp_path / "map.html"
    path.write_text(graph_to_page(graph, map_answers(graph)), encoding="utf-8", newline="\n")
    with open_page(browser, path, "view=table") as page:
        page.page.click(f"text={PAGE_WORDS['copy_table'].ja}")
        cells = [line.split("\t") for line in page.run("() => sesaku.copied()").split("\r\n")]
        assert len(cells) == 3
        assert {len(line) for line in cells} == {11}
        assert not [cell for line in cells for cell in line if re.match(r'^\s*[=+\-@＝＋－＠"]', cell)]
