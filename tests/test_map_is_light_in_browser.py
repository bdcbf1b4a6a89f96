"""The map in a real browser, requirements 10 to 13: little is drawn, nothing moves, the page rests, and no sentence is copied.

How fast it is stands in benchmarks/map.py, as ratios.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph_model.graph import nodes_of
from tests.browser import Opened

HERE = Path(__file__).parents[1]
Open = Callable[..., Opened]


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
