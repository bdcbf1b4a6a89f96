"""The map of odd plans in a real browser: empty, one measure, 300 groups, very long, nameless, in other scripts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph_model.graph import nodes_of
from tests.browser import Opened, open_page, overlapping
from tests.browser_plans import ODD
from viz.page_words import PAGE_WORDS

Open = Callable[..., Opened]
VIEWS = ("network", "matrix", "pathway", "table")
NO_49 = "measure:tokyo-2025-01/49"


# Odd plans


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_an_empty_plan_says_so(opened: Open, lang: str) -> None:
    """A plan without measures opens, and every view says that there are none."""
    page = opened("empty", lang=lang)
    for view in VIEWS:
        page.press(str(VIEWS.index(view) + 1))
        assert PAGE_WORDS["empty_plan"].said_in(lang) in page.text("#main")
        assert PAGE_WORDS["empty_plan"].said_in(lang) in page.text("#panel-body")
    page.clean()


@pytest.mark.parametrize("name", ["one", "groups", *ODD])
def test_odd_plans_are_read_in_every_view(opened: Open, name: str) -> None:
    """One measure, 300 groups, 20,000 characters, no name, Arabic, emoji, surrogate pairs: legible, and nothing thrown."""
    page = opened(name)
    texts = page.texts()
    assert overlapping(texts) == []
    assert min(one["size"] for one in texts) >= 10
    for view in VIEWS:
        page.choose(view=view)
        assert page.text(f"#{view}") or view == "network"
        assert page.run("() => document.documentElement.scrollWidth <= innerWidth")
    for select in ("measure:x-2024-09/1", "group:youth"):
        page.choose(view="network", select=select)
        assert overlapping(page.texts()) == []
        assert page.run("() => document.getElementById('panel-body').scrollWidth <= document.getElementById('panel-body').clientWidth")
    json.dumps(page.run("() => sesaku.svg()"))
    page.clean()


def test_what_an_odd_plan_says_is_searched_and_drawn(opened: Open) -> None:
    """Arabic, emoji and letters beyond the first plane are found and stand whole; what has no name is called so."""
    for name, typed in (("arabic", "خدمة"), ("emoji", "🏳️‍⚧️"), ("pairs", "𠮷野家𩸽")):
        page = opened(name)
        page.press("/")
        page.page.keyboard.insert_text(typed)
        page.settle()
        assert typed in page.page.locator("#results [role=option]").first.inner_text()
    assert "（名称なし）" in {one["text"] for one in opened("nameless").texts()}


def test_the_real_report_is_read_in_every_view(opened: Open, graphs: Callable[[str], Any]) -> None:
    """The real report with its sentences: the panel marks its words in them."""
    graphs("real")
    page = opened("real", f"select={NO_49.replace('tokyo-2025-01', next(iter(nodes_of(graphs('real'), 'Plan'))).split(':')[1])}")
    assert page.page.locator("#panel-body .source mark").count() > 2
    assert overlapping(page.texts()) == []
    for view in VIEWS:
        page.choose(view=view)
    page.clean()


def test_a_file_that_is_open_in_two_windows(browser: Any, page_file: Callable[..., Path]) -> None:
    """Two windows of the same file do not disturb each other: nothing is kept outside the address."""
    with open_page(browser, page_file("bundled")) as page:
        assert page.run(
            "() => { try { return [localStorage.length, sessionStorage.length, document.cookie]; } catch { return [0, 0, '']; } }"
        ) == [0, 0, ""]
