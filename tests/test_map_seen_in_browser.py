"""The map in a real browser, requirements 10 to 19: it is light, every label is read, and what is chosen is shown with its words.

How fast it is stands in benchmarks/map.py, as ratios.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph_model.graph import nodes_of
from graph_model.kinds import EDGE_KINDS, NODE_KINDS
from tests.browser import LARGE, SMALL, Opened, download, open_page, overlapping
from tests.browser_plans import ODD
from viz.page_words import PAGE_WORDS
from viz.style import PAGE

HERE = Path(__file__).parents[1]
Open = Callable[..., Opened]
VIEWS = ("network", "matrix", "pathway", "table")
NO_49 = "measure:tokyo-2025-01/49"
FOREIGN = "group:foreign_nationals"


def metric(session: Any, name: str) -> float:
    """Return one of the browser's own figures."""
    return float(next(one["value"] for one in session.send("Performance.getMetrics")["metrics"] if one["name"] == name))


# Requirement 10


@pytest.mark.parametrize("name", ["400", "5000"])
def test_never_more_than_three_hundred_nodes_at_once(opened: Open, name: str) -> None:
    """Requirement 10: of a large plan at most 300 nodes are drawn at once, whatever is chosen."""
    page = opened(name)
    hubs = page.run("() => sesaku.drawn")
    firsts = {one.split(":")[0]: one for one in reversed(hubs)}
    choices = [firsts[kind] for kind in ("group", "support", "bureau", "organisation", "goal", "plan")]
    for layout in ("overview", "connection"):
        for select in ("", *choices):
            page.choose(layout=layout, select=select)
            assert 0 < len(page.run("() => sesaku.drawn")) <= 300
            assert len(page.run("() => sesaku.network().body.nodeIndices")) <= 300
            assert page.run("() => sesaku.lines") <= 2000 or page.run("() => sesaku.network().interactionHandler.options.hideEdgesOnDrag")
    page.clean()


@pytest.mark.parametrize("name", ["bundled", "5000"])
def test_an_open_page_rests(opened: Open, name: str) -> None:
    """Requirement 10: nobody touching it, the page draws no frame, takes at most 2 % of a core, and holds at most 60 MB."""
    page = opened(name)
    page.page.wait_for_timeout(1_500)
    session = page.page.context.new_cdp_session(page.page)
    session.send("Performance.enable")
    idle = []
    for _ in range(3):
        frames, busy = page.run("() => sesaku.frames"), metric(session, "TaskDuration")
        page.page.wait_for_timeout(1_500)
        idle.append((metric(session, "TaskDuration") - busy) / 1.5)
        assert page.run("() => sesaku.frames") == frames
    assert min(idle) <= 0.02
    session.send("HeapProfiler.enable")
    session.send("HeapProfiler.collectGarbage")
    assert metric(session, "JSHeapUsedSize") <= 60e6


# Requirements 11 and 12


def test_positions_are_given_and_nothing_moves(opened: Open) -> None:
    """Requirement 11: physics, smooth lines and the improved layout are off; both layouts stand where Python put them."""
    page = opened("bundled", "faint=on")
    options = page.run(
        "() => { const net = sesaku.network(); return [net.physics.options.enabled, net.physics.physicsEnabled, net.layoutEngine.options.improvedLayout, net.physics.stabilized, net.edgesHandler.options.smooth.enabled] }"
    )
    assert options[0] is False or options[1] is False
    assert options[2] is False
    assert options[4] is False
    for layout in ("overview", "connection"):
        page.choose(layout=layout)
        first = page.run("() => sesaku.network().getPositions()")
        page.page.wait_for_timeout(200)
        assert page.run("() => sesaku.network().getPositions()") == first
        assert len({(one["x"], one["y"]) for one in first.values()}) == len(first) >= 240
    assert page.run("() => sesaku.lines") > 500
    assert set(page.run("() => Object.values(sesaku.network().body.edges).map((one) => one.edgeType.constructor.name)")) <= {
        "Straight",
        page.run("() => Object.values(sesaku.network().body.edges)[0].edgeType.constructor.name"),
    }


def test_the_map_is_made_without_numpy_and_pyvis_comes_only_with_it() -> None:
    """Requirements 11 and 12: no numpy is needed; pyvis is imported when a map is made and at no other time."""
    code = (
        "import sys; sys.modules['numpy'] = None; sys.modules['scipy'] = None\n"
        "from sesaku.app import run\n"
        "for line in (['gaps'], ['why', '49'], ['--help'], ['ask']): run(line)\n"
        "before = 'pyvis' in sys.modules\n"
        "code = run(['map', '-o', sys.argv[1]])\n"
        "sys.exit(f'{before} {code} {\"pyvis\" in sys.modules}')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(HERE / "none" / ".." / ".." / "x")], cwd=HERE, capture_output=True, encoding="utf-8", check=False
    )
    assert done.stderr.strip().split("\n")[-1].startswith("False"), done.stderr[-300:]


def test_the_map_is_made_in_a_folder_without_numpy(tmp_path: Path) -> None:
    """Requirement 12: and it is made all the same, pyvis imported then."""
    code = "import sys; sys.modules['numpy'] = None; from sesaku.app import run; code = run(['map', '-o', sys.argv[1]]); sys.exit(code or 3 * ('pyvis' in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "map.html")], cwd=HERE, capture_output=True, check=False)
    assert done.returncode == 3


# Requirement 13


def test_words_are_marked_where_they_stand(opened: Open, graphs: Callable[[str], Any]) -> None:
    """Requirement 13: quotes are short and found by their offsets; the marked words in the text are those quotes."""
    graph = graphs("full")
    page = opened("full")
    seen = 0
    for node in nodes_of(graph, "Measure"):
        page.choose(select=node)
        links = [data for *_, data in graph.out_edges(node, data=True)]
        row = next(data["place"]["line"] for data in links if data["kind"] == "LISTED_IN")
        found = [one for data in links for one in data.get("evidence", ()) if (one["column"], one["place"]["line"]) == ("text", row)]
        source = page.page.locator("#panel-body .source").first
        assert source.text_content() == graph.nodes[node]["text"]
        marked = source.evaluate(
            """(element) => { let at = 0; const found = [];
            for (const child of element.childNodes) { for (const char of child.textContent) { if (child.localName === "mark") found.push(at); at += 1; } }
            return found; }"""
        )
        assert set(marked) == {at for one in found for at in range(one["start"], one["end"])}
        assert all(len(one["quote"]) <= 20 for one in found)
        seen += len(found)
    assert seen > 15


def test_sentences_stand_once_and_large_data_is_packed(opened: Open, page_file: Callable[..., Path], graphs: Callable[[str], Any]) -> None:
    """Requirement 13: no sentence is copied; above 2 MB the data is packed, and the browser unpacks it."""
    text = page_file("full").read_text(encoding="utf-8")
    for node in nodes_of(graphs("full"), "Measure"):
        assert text.count(graphs("full").nodes[node]["text"]) <= 1 or len(graphs("full").nodes[node]["text"]) < 15
    assert 'data-packed="gzip"' not in text
    large = page_file("5000")
    assert large.read_text(encoding="utf-8").count('data-packed="gzip"') == 2
    page = opened("5000")
    node = next(iter(nodes_of(graphs("5000"), "Measure")))
    page.choose(select=node)
    assert graphs("5000").nodes[node]["text"] in page.run("() => document.querySelector('#panel-body .source').textContent")


# Requirement 14


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["1366x768", "1440x900"])
@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("name", ["bundled", "400", "5000"])
def test_every_label_of_the_first_view_is_read(opened: Open, name: str, lang: str, size: dict[str, int]) -> None:
    """Requirement 14: each text on the canvas is at least 10 px high, whole within the window, and stands on no other."""
    page = opened(name, lang=lang, viewport=size)
    texts, frame = page.texts(), page.page.locator("#network").bounding_box()
    assert len(texts) >= (250 if name == "bundled" else 100)
    assert min(one["size"] for one in texts) >= 10
    assert overlapping(texts) == []
    assert all(frame["x"] <= one["x"] and one["x"] + one["width"] <= frame["x"] + frame["width"] for one in texts)
    assert all(frame["y"] <= one["y"] - one["size"] / 2 and one["y"] + one["size"] / 2 <= frame["y"] + frame["height"] for one in texts)
    assert page.run("() => [document.documentElement.scrollWidth <= innerWidth, document.documentElement.scrollHeight <= innerHeight]") == [
        True,
        True,
    ]


@pytest.mark.parametrize(
    "address",
    [
        "layout=connection",
        f"select={FOREIGN}",
        f"select={NO_49}",
        "select=bureau:tokyo/福祉局",
        "select=organisation:womens_support_center&layout=connection",
        "goal=goal:tokyo-2025-01/4",
    ],
)
def test_labels_are_read_after_a_choice_too(opened: Open, address: str) -> None:
    """Requirement 14: and in the second layout, around what is chosen, and under a filter."""
    page = opened("bundled", address)
    texts = page.texts()
    assert min(one["size"] for one in texts) >= 10
    assert overlapping(texts) == []


@pytest.mark.parametrize("kind", ["group", "support", "bureau", "organisation", "goal", "norm"])
def test_labels_of_a_large_plan_are_read_around_a_hub(opened: Open, kind: str) -> None:
    """Requirement 14: around each kind of hub of 5,000 measures."""
    page = opened("5000")
    page.choose(select=next(one for one in page.run("() => sesaku.drawn") if one.startswith(kind + ":")))
    texts = page.texts()
    assert min(one["size"] for one in texts) >= 10
    assert overlapping(texts) == []


def test_a_label_that_is_cut_is_whole_in_panel_and_tooltip(opened: Open, graphs: Callable[[str], Any]) -> None:
    """Requirement 14: what ends in … on the canvas is told in full where the mouse rests, and in the panel."""
    page = opened("bundled")
    cut = [one for one in page.texts() if one["text"].endswith("…")]
    assert 0 < len(cut) < 100
    names = [
        node
        for node in nodes_of(graphs("bundled"), "Organisation")
        if any(one["text"].rstrip("…") and graphs("bundled").nodes[node]["name"].startswith(one["text"].rstrip("…")) for one in cut)
    ]
    assert names
    place = page.run("(id) => sesaku.place(id)", names[0])
    page.page.mouse.move(place["x"], place["y"], steps=3)
    page.page.wait_for_timeout(300)
    assert graphs("bundled").nodes[names[0]]["name"] in page.text("#tip")
    page.click_node(names[0])
    assert graphs("bundled").nodes[names[0]]["name"] == page.text("#panel-body h2.name")


@pytest.mark.parametrize("part", [0.03, 0.5, 0.97])
def test_a_click_anywhere_on_a_box_chooses_it(opened: Open, part: float) -> None:
    """Requirement 15: at the sign, in the middle or at the count, and never the box above or below."""
    for node in (FOREIGN, "support:housing", NO_49):
        page = opened("bundled")
        box = page.run("(id) => sesaku.box(id)", node)
        page.page.mouse.click(box["x"] + box["width"] * part, box["y"] + box["height"] * part)
        page.settle()
        assert page.state["select"] == node


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_no_head_of_a_column_breaks_within_a_word(opened: Open, lang: str, media: str) -> None:
    """Requirement 14: heads of the matrix stand whole: no word is cut by its column, and none runs out of it."""
    page = opened("bundled", "view=matrix", lang=lang, **({"viewport": {"width": 1520, "height": 1055}} if media == "print" else {}))
    page.page.emulate_media(media=media)
    broken = page.run(
        """(words) => [...document.querySelectorAll("#matrix thead th")].filter((head) => {
          const range = document.createRange(), walker = document.createTreeWalker(head, NodeFilter.SHOW_TEXT);
          if (head.scrollWidth > head.clientWidth + 1) return true;
          while (walker.nextNode()) for (const word of walker.currentNode.textContent.matchAll(/[A-Za-z]+|[\u30a1-\u30fc]+/g)) {
            range.setStart(walker.currentNode, word.index); range.setEnd(walker.currentNode, word.index + word[0].length);
            if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) return true;
          }
          return false;
        }).map((head) => head.textContent)""",
        "[A-Za-z]+" if media == "screen" else "[A-Za-z]+|[ァ-ー]+",
    )
    assert broken == []


# Requirement 15


def test_an_overview_by_kind_then_the_neighbourhood(opened: Open, graphs: Callable[[str], Any]) -> None:
    """Requirement 15: first every node by kind, measures by their numbers, no line; then what is chosen with its lines."""
    graph = graphs("bundled")
    page = opened("bundled")
    texts = {one["text"] for one in page.texts()}
    assert {graph.nodes[node]["number"] for node in nodes_of(graph, "Measure")} <= texts
    assert page.run("() => sesaku.lines") == 0
    assert set(page.run("() => sesaku.drawn")) == set(graph)
    page.click_node(FOREIGN)
    assert page.state["select"] == FOREIGN
    assert page.run("() => sesaku.lines") == graph.in_degree(FOREIGN)
    drawn = {
        page.run("(at) => sesaku.ids ? 0 : at", one)
        for one in page.run("() => sesaku.network().body.data.edges.get().map((one) => one.to)")
    }
    assert len(drawn) == 1


@pytest.mark.parametrize("name", ["400", "5000", "groups"])
def test_what_is_left_out_is_counted(opened: Open, name: str) -> None:
    """Requirement 15: of a large plan the hubs with their counts, and how many more there are of each kind."""
    page = opened(name)
    drawn, texts = len(page.run("() => sesaku.drawn")), [one["text"] for one in page.texts()]
    more = [int(found.group(1)) for text in texts if (found := re.search(r"(?:ほか|取組:) (\d+) 件", text))]
    assert drawn + sum(more) == page.run("() => sesaku.counts.nodes")
    if name != "groups":
        assert str(page.run("() => sesaku.counts.nodes")) in page.text("#view-bar")
    support = next(one for one in page.run("() => sesaku.drawn") if one.startswith("support:"))
    page.choose(select=support)
    boxes = len([one for one in page.run("() => sesaku.drawn") if one.startswith("measure:")])
    told = [int(found.group(1)) for one in page.texts() if (found := re.search(r"(?:ほか|取組:) (\d+) 件", one["text"]))]
    count = int(re.search(r"のうち (\d+)", page.text("#panel-body .share")).group(1))
    assert boxes == count or count - boxes in told


# Requirement 16


def test_the_legend_is_the_filter_with_counts(opened: Open, graphs: Callable[[str], Any]) -> None:
    """Requirement 16: every kind with its count and every relation by its name, in every view; unticked, it steps back."""
    graph = graphs("bundled")
    page = opened("bundled")
    for view in VIEWS:
        page.choose(view=view)
        for kind in NODE_KINDS:
            count = len(list(nodes_of(graph, kind.name)))
            if count:
                label = page.page.locator("#kinds label", has=page.page.locator(f"#kind-{kind.name}"))
                assert label.is_visible()
                assert label.inner_text().split() == [*kind.title.ja.split(), str(count)]
        present = {data["kind"] for *_, data in graph.edges(data=True)} - {"HAS_GOAL", "HAS_SECTION"}
        for kind in EDGE_KINDS:
            if kind.name in present:
                assert kind.title.ja in page.page.locator("#relations label", has=page.page.locator(f"#relation-{kind.name}")).inner_text()
    page.choose(view="network", select=NO_49)
    lines = page.run("() => sesaku.lines")
    page.page.uncheck("#relation-SERVES")
    page.settle()
    assert page.run("() => sesaku.lines") < lines
    page.page.uncheck("#kind-Organisation")
    page.settle()
    ink = {one["ink"] for one in page.texts() if one["text"] == "弁護士"}
    assert ink == {PAGE["dim"].lower()}
    assert page.run("() => __alpha") == 1
    page.page.select_option("#choice-goal", "goal:tokyo-2025-01/4")
    page.settle()
    assert "20/119" in page.text("#kinds").replace(" ", "")
    page.page.click("#relations button")
    page.settle()
    assert page.state["goal"] == page.state["off"] == page.state["without"] == ""


def test_a_filter_reaches_every_view(opened: Open, graphs: Callable[[str], Any]) -> None:
    """Requirement 16: counts of the matrix, rows of the table and steps of the pathway are those that pass."""
    graph = graphs("bundled")
    page = opened("bundled", "view=table")
    owned = {
        graph.nodes[a]["number"]
        for a, b, data in graph.edges(data=True)
        if data["kind"] == "OWNED_BY" and graph.nodes[b]["name"] == "警視庁"
    }
    bureau = next(node for node in nodes_of(graph, "Bureau") if graph.nodes[node]["name"] == "警視庁")
    page.choose(bureau=bureau)
    assert set(page.page.locator("#table tbody th").all_inner_texts()) == owned
    page.choose(view="matrix")
    assert f"{len(owned)}\n/119" in page.text("#matrix tr.foot td.total >> nth=0") or f"{len(owned)}/119" in page.text(
        "#matrix tr.foot td.total >> nth=0"
    )
    page.choose(view="pathway")
    numbers = set(re.findall(r"No\.(\w+)", " ".join(page.page.locator("#pathway .steps").all_inner_texts())))
    assert numbers <= owned
    page.clean()


# Requirement 17


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
