"""The map in a real browser, requirements 17 to 19: the panel and its words, the address, the search, the source on every export."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph_model.graph import nodes_of
from queries.states import is_finding
from sesaku.pictures import map_answers
from tests.browser import Opened, download
from viz.page_words import PAGE_WORDS

Open = Callable[..., Opened]
VIEWS = ("network", "matrix", "pathway", "table")
NO_49 = "measure:tokyo-2025-01/49"
FOREIGN = "group:foreign_nationals"


# Requirement 17


def test_the_answers_count_what_was_found(opened: Open, graphs: Callable[[str], Any]) -> None:
    """Requirement 17: of all that was looked at, whatever part of the rows is in the file; what is in order is not counted."""
    page = opened("bundled", "tab=answers")
    shown = {row[0]: row[1] for row in page.run(
        "() => [...document.querySelectorAll('.answers summary')].map((one) => [one.querySelector('b').textContent, one.querySelector('.n').textContent])"
    )}  # fmt: skip
    answers = {answer["title"]["ja"]: answer for answer in map_answers(graphs("bundled"))}
    assert set(shown) == set(answers)
    for title, answer in answers.items():
        found = sum(n for state, n in answer["denominator"]["by_state"].items() if is_finding(answer["query"], state))
        assert shown[title] == f"{found} / {answer['denominator']['total']}", title
    by_query = {answer["query"]: shown[title] for title, answer in answers.items()}
    assert ("9 / 21", "1140 / 7021", "0 / 9", "42 / 119") == tuple(
        by_query[name] for name in ("gap-stars", "overlap-pairs", "gap-norm", "gap-no-partner")
    )


def test_numbers_keep_to_the_rule_of_the_signs(opened: Open) -> None:
    """Requirement 17: measures planned or considered stand behind a + in matrix, pathway, ladder and boxes."""
    page = opened("bundled", "view=matrix")
    assert "◎7+2" in page.run(
        "() => [...document.querySelectorAll('#matrix tbody tr')].find((one) => one.textContent.includes('女性自立支援施設の入所者')).textContent"
    )
    assert "◎9+2" in page.text("#panel").replace("\n", "")
    page.choose(view="pathway", group="group:facility_residents")
    assert "うち検討・予定 2" in page.text("#pathway")


def test_the_panel_tells_a_measure_with_its_words(opened: Open, graphs: Callable[[str], Any]) -> None:
    """Requirement 17: section, place, relistings with what differs, bureau, status, groups, supports, partners with their role."""
    graph = graphs("bundled")
    page = opened("bundled", f"select={NO_49}")
    words = page.text("#panel-body")
    for _, target, data in graph.out_edges(NO_49, data=True):
        if data["kind"] not in ("LISTED_IN", "RELISTED_IN"):
            assert graph.nodes[target]["name"] in words
            assert all(one["quote"] in words for one in data["evidence"][:3])
        else:
            assert f"{data['place']['line']}行" in words
            assert graph.nodes[target]["name"] in words
    assert "再掲（" in words
    assert "2025-01 現在" in words
    assert "本文はこのファイルにありません" in words
    assert set(page.page.locator("#panel-body h3").all_inner_texts()) >= {" 対象", " 支援"} or "対象" in words


def test_every_place_of_a_relisted_measure_is_found(opened: Open, graphs: Callable[[str], Any]) -> None:
    """Requirement 17: No. 49 is found by its number; the panel, the map, the table and its row of relations name each place."""
    graph = graphs("bundled")
    places = {target: data for _, target, data in graph.out_edges(NO_49, data=True) if data["kind"] in ("LISTED_IN", "RELISTED_IN")}
    assert len(places) >= 2
    page = opened("bundled")
    page.press("/")
    page.page.keyboard.type("49")
    page.press("Enter")
    assert page.state["select"] == NO_49
    for target, data in places.items():
        assert f"{data['place']['line']}行" in page.text("#panel-body dl")
        assert graph.nodes[target]["name"] in page.text("#panel-body dl")
    assert "再掲" in {one["text"] for one in page.texts()}
    dashed = page.run("() => sesaku.network().body.data.edges.get().filter((one) => Array.isArray(one.dashes)).length")
    assert dashed >= len(places) - 1
    page.choose(view="table")
    row = page.page.locator("#table tr.picked td").all_inner_texts()
    assert row[2].count("-") == len(places) - 1


def test_back_undoes_a_choice_and_the_address_leads_there(opened: Open, page_file: Callable[..., Path]) -> None:
    """Requirement 17: each choice is in the address; Back and Forward walk through them; a copied address shows the same."""
    page = opened("bundled")
    page.click_node(FOREIGN)
    page.press("2")
    page.choose(matrix="groups-goals", split="status")
    address = page.page.url
    assert FOREIGN in address.replace("%3A", ":")
    page.page.go_back()
    page.settle()
    assert page.state["matrix"] == "groups-supports"
    page.page.go_back()
    page.settle()
    assert page.state["view"] == "network"
    assert page.state["select"] == FOREIGN
    page.page.go_back()
    page.settle()
    assert page.state["select"] == ""
    page.page.go_forward()
    page.settle()
    assert page.text("#panel-body h2.name") == "外国籍"
    again = opened("bundled", address.split("#")[1])
    assert again.state["matrix"] == "groups-goals"
    assert again.state["split"] == "status"
    assert again.text("#panel-body h2.name") == "外国籍"
    page.clean()


def test_matrix_panel_and_network_share_one_selection(opened: Open, graphs: Callable[[str], Any]) -> None:
    """Requirement 17: a cell opens its measures with their words; the network draws the same, and so does the table."""
    page = opened("bundled", "view=matrix")
    cell = page.page.locator("#matrix button.cell[aria-label^='外国籍 × 通訳・多言語']")
    assert "複数の取組" in cell.get_attribute("aria-label")
    cell.click()
    page.settle()
    numbers = re.findall(r"No\.(\w+)", page.text("#panel-body"))
    assert len(set(numbers)) == 2
    assert page.text("#panel-body").count("「") >= 2
    assert page.page.locator("#matrix button.cell[aria-current=true]").count() == 1
    page.press("1")
    linked = page.run("() => sesaku.network().body.data.edges.get().map((one) => one.from)")
    ids = [f"measure:tokyo-2025-01/{number}" for number in dict.fromkeys(numbers)]
    assert len(set(linked)) == len(ids)
    page.press("4")
    assert set(page.page.locator("#table tr.near th").all_inner_texts()) == set(numbers)
    page.click_node(ids[0]) if page.state["view"] == "network" else page.choose(select=ids[0])
    page.press("2")
    assert page.page.locator("#matrix button.cell.holds").count() >= 1
    page.clean()


def test_a_general_cell_names_what_stands_in(opened: Open) -> None:
    """Requirement 17: `□ (3)` opens the three general measures and says that they do not name the group."""
    page = opened("bundled", "view=matrix")
    page.page.locator("#matrix button.cell[aria-label^='外国籍 × 住居']").click()
    page.settle()
    words = page.text("#panel-body")
    assert "一般の取組 3" in words
    assert "名指しはない" in words
    assert len(re.findall(r"No\.", words)) >= 3


# Requirement 18


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("外国籍", "外国籍"),
        ("ｱﾌﾀｰｹｱ", "アフターケア"),
        ("あふたーけあ", "アフターケア"),
        ("４９", "No.49"),
        ("no.49", "No.49"),
        ("foreign nat", "外国籍"),
        ("外国籍 相談", "No."),
    ],
)
def test_search_folds_what_is_typed(opened: Open, typed: str, first: str) -> None:
    """Requirement 18: width, kana and case do not matter; all words must stand there; `/` leads to it, Enter takes the first."""
    page = opened("bundled")
    page.press("/")
    assert page.run("() => document.activeElement.id") == "search"
    page.page.keyboard.type(typed)
    page.settle()
    found = page.page.locator("#results [role=option]").all_inner_texts()
    assert first in found[0]
    page.press("ArrowDown", "Enter")
    assert page.state["select"]
    assert page.run("() => document.getElementById('search').value") == ""


def test_search_finds_what_a_text_says(opened: Open) -> None:
    """Requirement 18: words of a measure's text are found, and a search that finds nothing says so."""
    page = opened("full")
    page.press("/")
    page.page.keyboard.type("薬局 カード")
    page.settle()
    assert "No.1" in page.page.locator("#results [role=option]").first.inner_text()
    page.page.keyboard.type(" zzz")
    page.settle()
    assert "に当たるものはありません" in page.text("#results")
    page.press("Escape", "Escape")
    assert page.state["q"] == ""
    page.clean()


def test_a_key_of_the_search_costs_little(opened: Open) -> None:
    """Requirement 18: at 5,000 measures a key is answered within 20 ms (the best of three for each; other work on the machine aside)."""
    page = opened("5000")
    page.page.wait_for_timeout(1_500)
    times: dict[str, list[float]] = {}
    for _ in range(3):
        page.press("/")
        for typed in ("相", "相談", "相談 ", "相談 女", "相談 女性"):
            page.page.keyboard.type(typed[-1])
            times.setdefault(typed, []).append(page.run("() => sesaku.keyTime"))
        page.press("Escape", "Escape")
    assert max(min(found) for found in times.values()) <= 20, times


# Requirement 19


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_source_and_counts_stand_on_the_page_and_every_export(opened: Open, graphs: Callable[[str], Any], lang: str) -> None:
    """Requirement 19: source, edition, counts, vocabulary and how much was reviewed: below each view, in SVG, CSV and print."""
    graph = graphs("bundled")
    links = sum("evidence" in data for *_, data in graph.edges(data=True))
    reviewed = sum("review" in data for *_, data in graph.edges(data=True))
    wanted = [
        "tokyo_2025-01.txt",
        "2025-01",
        "119",
        "19",
        f"{reviewed} of {links}" if lang == "en" else f"{links} 件のうち確認済み {reviewed} 件",
        graph.nodes[next(iter(nodes_of(graph, "Plan")))]["source_sha256"][:12],
    ]
    wanted += sorted(set(graph.graph["vocabularies"].values()))
    page = opened("bundled", lang=lang)
    for view in VIEWS:
        page.choose(view=view)
        assert page.page.locator("#foot").is_visible()
        assert all(words in page.text("#foot") for words in wanted)
        svg = page.run("() => sesaku.svg()")
        spoken = "".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg))
        assert all(words in spoken for words in wanted), view
    csv = download(page, f"text={PAGE_WORDS['save_csv'].said_in(lang)}").decode("utf-8-sig")
    assert all(words in csv for words in wanted)
