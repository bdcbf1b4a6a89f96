"""The map in a real browser, requirements 14 to 16: every label is read, nothing is left out in silence, and the legend filters."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from graph_model.graph import nodes_of
from graph_model.kinds import EDGE_KINDS, NODE_KINDS
from tests.browser import LARGE, SMALL, Opened, overlapping
from viz.style import PAGE

Open = Callable[..., Opened]
VIEWS = ("network", "matrix", "pathway", "table")
NO_49 = "measure:tokyo-2025-01/49"
FOREIGN = "group:foreign_nationals"


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
          while (walker.nextNode()) for (const word of walker.currentNode.textContent.matchAll(new RegExp(words, "g"))) {
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
