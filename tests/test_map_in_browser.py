"""The map in a real browser, requirements 1 to 9: it asks for nothing, runs nothing of a plan's text, and loses nothing."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph_model.graph import add_link, nodes_of
from graph_model.kinds import NODE_KINDS
from sesaku.app import run
from tests.browser import BLACK_HOLE, Opened, open_page
from tests.browser_plans import HOSTILE, PLAN, graph_to_page, map_answers, measure_id, odd_graph, small_graph
from viz import network

HERE = Path(__file__).parents[1]
Open = Callable[..., Opened]
VIEWS = ("network", "matrix", "pathway", "table")
MATRICES = ("groups-supports", "groups-goals", "groups-norms", "groups-bureaus", "partners-bureaus")


def walk_through(page: Opened, most: int = 12) -> None:
    """Look at every view, matrix and table, choose nodes of every kind and findings of every answer, in both languages."""
    ids = page.run("() => sesaku.drawn")
    for view in VIEWS:
        page.go(f"view={view}")
    for kind in NODE_KINDS:
        for node in [one for one in ids if one.startswith(kind.prefix + ":")][:2]:
            page.choose(view="network", select=node, tab="")
    for matrix in MATRICES:
        for split in ("", "status", "bureau"):
            page.choose(view="matrix", matrix=matrix, split=split)
    for rows in ("measures", "nodes", "links", "cells", "steps"):
        page.choose(view="table", rows=rows)
    page.choose(view="matrix", tab="answers")
    for at in range(page.page.locator("#panel-body summary").count()):
        page.page.locator("#panel-body summary").nth(at).click()
    for finding in page.run("() => [...document.querySelectorAll('#panel-body .answer-rows .link')].map((one, at) => at)")[:most]:
        page.choose(tab="answers", view="network")
        page.run("(at) => document.querySelectorAll('#panel-body details').forEach((one) => { one.open = true; })", finding)
        page.settle()
        links = page.page.locator("#panel-body .answer-rows .link")
        if finding < links.count():
            links.nth(finding).click()
    page.choose(layout="connection", select="", view="network")
    page.choose(lang="en" if page.state["lang"] != "en" else "ja")
    for view in VIEWS:
        page.choose(view=view)


# Requirement 1


@pytest.mark.parametrize("name", ["bundled", "full", "400", "5000"])
def test_one_request_with_dns_dead(opened: Open, name: str) -> None:
    """Requirement 1: a browser sees exactly one request, the file, with DNS dead, in whatever view."""
    page = opened(name)
    walk_through(page, most=4)
    page.clean()
    assert page.run("() => performance.getEntriesByType('resource').length") == 0


def test_one_request_with_a_black_hole(launch: Callable[[str], Any], page_file: Callable[..., Path]) -> None:
    """Requirement 1: where every name leads to a host that never answers, the page stands as soon as where none does."""
    with open_page(launch(BLACK_HOLE), page_file("bundled")) as page:
        page.go("view=matrix")
        assert page.text("#matrix table")
        page.clean()


def test_nothing_that_loads_names_a_host(page_file: Callable[..., Path]) -> None:
    """Requirement 1: no http(s):// in a src, a href that loads, an @import or a url()."""
    text = page_file("bundled").read_text(encoding="utf-8")
    tags = re.sub(r"(<script[^>]*>).*?</script>|(<style>).*?</style>", r"\1\2", text, flags=re.S)
    assert not re.search(r"<(?:link|img|iframe|object|embed|base|audio|video|source|form)\b", tags)
    assert not re.search(r"<[^>]+\s(?:src|href|data|poster|action)\s*=", tags)
    assert not re.search(r"@import|url\(\s*['\"]?https?:", text.replace(network.read_vis_network(), ""))


# Requirement 2


def test_only_the_scripts_of_the_page_run(opened: Open) -> None:
    """Requirement 2: the page opens with no violation of its policy; a script put into it is blocked, whatever the way."""
    page = opened("bundled")
    page.clean()
    page.run(
        """() => {
          const script = document.createElement("script"); script.textContent = "__ran.push('element')"; document.body.append(script);
          const image = document.createElement("div"); image.setAttribute("onclick", "__ran.push('handler')"); document.body.append(image); image.click();
          const link = document.createElement("a"); link.setAttribute("href", "javascript:__ran.push('address')"); document.body.append(link); link.click();
          const outside = document.createElement("script"); outside.src = "other.js"; document.body.append(outside);
          const style = document.createElement("style"); style.textContent = "body{display:none}"; document.body.append(style);
          const frame = document.createElement("iframe"); frame.src = "other.html"; document.body.append(frame);
          fetch("other.json").catch(() => 0);
        }"""
    )
    page.page.wait_for_timeout(300)
    assert page.run("() => __ran") == []
    assert page.run("() => getComputedStyle(document.body).display") != "none"
    blocked = {one.split(" ")[0] for one in page.run("() => __violations")}
    assert {"script-src-elem", "script-src-attr", "style-src-elem", "frame-src", "connect-src"} <= blocked


# Requirement 3


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_hostile_text_runs_nowhere(opened: Open, lang: str) -> None:
    """Requirement 3: hostile ids, names, titles, quotes, places, kinds and relations stand there as text in every view."""
    page = opened("hostile", lang=lang)
    walk_through(page)
    page.choose(view="table", rows="measures")
    page.page.click("#view-bar button:nth-of-type(1)")
    for view in VIEWS:
        page.choose(view=view, select=f"{measure_id(1)}{HOSTILE}")
        svg = page.run(
            "() => new DOMParser().parseFromString(sesaku.svg(), 'image/svg+xml').querySelectorAll('parsererror, script, img, [onload]').length"
        )
        assert svg == 0
    page.page.keyboard.press("/")
    page.page.keyboard.type("<script>")
    page.page.wait_for_timeout(400)
    assert "<script>" in page.text("#results")
    page.run("() => dispatchEvent(new Event('beforeprint'))")
    assert page.run("() => __ran") == []
    assert page.run("() => document.querySelectorAll('img, [onerror], [onload], [onfocus], [href], iframe').length") == 0
    assert page.run("() => document.querySelectorAll('script').length") == page.run(
        "() => document.querySelectorAll('head script, body > script').length"
    )
    page.clean()


def test_hostile_text_runs_nowhere_without_script(browser: Any, page_file: Callable[..., Path]) -> None:
    """Requirement 3: the still version holds hostile text as text too."""
    with open_page(browser, page_file("hostile"), wait=False, java_script_enabled=False) as page:
        assert page.page.locator("img, iframe, [onerror]").count() == 0
        assert page.page.locator("td", has_text="<script>").count() > 0
        assert "__ran.push" in page.page.title()


def test_a_hostile_address_is_only_an_address(opened: Open) -> None:
    """Requirement 3: what stands after # names something, or the page says that it names nothing."""
    page = opened(
        "bundled",
        f"view=network&select={HOSTILE}&lang=<script>&matrix=__proto__&rows=constructor&split=x&by=--&goal={HOSTILE}&layout=toString",
    )
    for view in VIEWS:
        page.choose(view=view)
    page.go("view=__proto__&select=cell:a|b")
    page.go("%E3%81%&&==&=#")
    assert page.run("() => __ran") == []
    page.clean()


# Requirements 4 and 5


def test_pyvis_is_given_labels_and_positions_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requirement 4: nothing of a plan goes into pyvis' heading, menus, background, options or titles, and no shape loads a picture."""
    import pyvis.network

    made: list[Any] = []

    class Watched(pyvis.network.Network):
        def __init__(self, *rest: Any, **more: Any) -> None:
            assert not {"heading", "bgcolor", "select_menu", "filter_menu", "font_color"} & set(more)
            super().__init__(*rest, **more)
            made.append(self)

    for forbidden in ("generate_html", "write_html", "show", "save_graph", "from_nx", "from_DOT", "set_options", "set_template"):
        monkeypatch.setattr(Watched, forbidden, lambda *rest, **more: pytest.fail("pyvis' own page is not used"))
    monkeypatch.setattr(pyvis.network, "Network", Watched)
    graph_to_page(odd_graph(HOSTILE), [])
    (held,) = made
    assert held.heading == ""
    assert {key for node in held.nodes for key in node} <= {"id", "label", "shape", "group", "physics", "x", "y", "hidden"}
    assert {node["shape"] for node in held.nodes} == {"custom"}
    assert HOSTILE not in str(vars(held.options))


def test_nothing_drawn_is_a_picture_from_elsewhere(opened: Open) -> None:
    """Requirement 4: in the browser, vis-network holds no title and no shape but our own."""
    page = opened("hostile")
    held = page.run(
        "() => Object.values(sesaku.network().body.nodes).filter((one) => !one.id.toString().startsWith('edgeId')).map((one) => [one.options.shape, one.options.title || '', one.options.image || ''])"
    )
    assert held
    assert {tuple(one) for one in held} == {("custom", "", "")}


def test_vis_network_is_the_one_that_is_pinned(opened: Open, page_file: Callable[..., Path]) -> None:
    """Requirement 5: vis-network comes from pyvis' wheel with its licence, and its hash is checked, here and by the browser."""
    text = page_file("bundled").read_text(encoding="utf-8")
    script = network.read_vis_network()
    assert text.count(f"<script>{script}</script>") == 1
    assert base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode() in text.split("<style>")[0]
    assert "@license" in script[:3000]
    assert "MIT" in script[:3000]
    assert opened("bundled").run("() => typeof vis.Network") == "function"


# Requirements 6 to 9


def test_the_file_reads_as_utf8_from_a_system_that_is_not(browser: Any, tmp_path: Path) -> None:
    """Requirement 6: made on a system with another encoding, into folders that are not there, the page reads well."""
    target = tmp_path / "new folder" / "100% #1 map.html"
    here = tmp_path / "here"
    here.mkdir()
    code = f"import sys; from sesaku.app import run; sys.exit(run(['map', '-o', {str(target)!r}, '--lang', 'ja']))"
    environment = {"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONPATH": str(HERE), "PATH": ""}
    subprocess.run([sys.executable, "-c", code], cwd=here, env=environment, check=True, capture_output=True)
    assert list(here.iterdir()) == []
    assert b"\r" not in target.read_bytes()
    with open_page(browser, target) as page:
        assert page.run("() => [document.characterSet, document.compatMode]") == ["UTF-8", "CSS1Compat"]
        assert "施策マップ" in page.page.title()
        assert "外国籍" in {one["text"] for one in page.texts()}
        page.clean()


@pytest.mark.parametrize("name", ["bundled", "full", "400", "5000", "groups"])
def test_nothing_is_lost_on_the_way_to_the_browser(opened: Open, graphs: Callable[[str], Any], name: str) -> None:
    """Requirement 7: as many nodes and links in the browser as in the graph, in the data and in the table."""
    graph = graphs(name)
    page = opened(name, "view=table&rows=links")
    assert page.run("() => sesaku.counts") == {"nodes": graph.number_of_nodes(), "links": graph.number_of_edges()}
    assert f"{graph.number_of_edges()} 行" in page.text("#table caption")
    page.choose(rows="measures")
    assert f"{len(list(nodes_of(graph, 'Measure')))} 行" in page.text("#table caption")


def test_parallel_relations_are_drawn_apart(browser: Any, tmp_path: Path) -> None:
    """Requirement 7: two relations between the same two nodes are two lines."""
    graph = small_graph(1)
    place = {"file": "x.txt", "line": 9}
    add_link(graph, "RELISTED_IN", measure_id(1), f"goal:{PLAN}/2", place=place, mark="再掲", differs="none", differences={})
    path = tmp_path / "map.html"
    path.write_text(graph_to_page(graph, map_answers(graph)), encoding="utf-8")
    with open_page(browser, path, f"select={measure_id(1)}") as page:
        ends = page.run(
            "(id) => Object.values(sesaku.network().body.data.edges.get()).map((one) => [one.from, one.to, JSON.stringify(one.smooth)])"
        )
        pairs = [tuple(one[:2]) for one in ends]
        assert len(pairs) == graph.out_degree(measure_id(1))
        twice = [one for one in ends if pairs.count(tuple(one[:2])) == 2]
        assert len(twice) == 2
        assert twice[0][2] != twice[1][2]
        assert page.text("#panel-body").count("再掲（2）") == 1


def test_lines_are_built_in_linear_time() -> None:
    """Requirement 8: twice as many lines take twice the steps, and no end is looked for among all nodes (seconds: benchmarks)."""
    steps, compared = [], []

    class Id(int):
        def __eq__(self, other: object) -> bool:
            compared[-1] += 1
            return int(self) == other

        __hash__ = int.__hash__

    def count(frame: Any, event: str, argument: Any) -> Any:
        if "pyvis" not in frame.f_code.co_filename:
            return None
        steps[-1] += event == "line"
        return count

    for lines in (2_000, 4_000):
        ends = [(Id(at % 500), Id((at * 7 + 1) % 500)) for at in range(lines)]
        network.pass_through_pyvis(["x"], [3], {}, [])
        steps.append(0)
        compared.append(0)
        before = sys.gettrace()
        sys.settrace(count)
        try:
            network.pass_through_pyvis(["x"] * 500, [3] * 500, {}, ends)
        finally:
            sys.settrace(before)
    assert steps[1] < 2.1 * steps[0]
    assert compared[1] < 2.1 * compared[0] < 2.1 * 20 * 2_000


@pytest.mark.parametrize("plan", [[], ["examples/aonami_2024-09.txt"]])
def test_the_same_plan_gives_the_same_bytes(tmp_path: Path, plan: list[str]) -> None:
    """Requirement 9: twice the same plan, twice the same file, whatever the order of sets."""
    pages = []
    for seed in ("3", "4"):
        target = tmp_path / f"{seed}.html"
        subprocess.run(
            [sys.executable, "-m", "sesaku", "map", *plan, "-o", str(target), "--lang", "en"],
            cwd=HERE, env={"PYTHONHASHSEED": seed, "PATH": "", "PYTHONPATH": str(HERE)}, check=True, capture_output=True,
        )  # fmt: skip
        pages.append(target.read_bytes())
    assert pages[0] == pages[1]


def test_a_command_makes_the_page_that_opens_on_its_focus(browser: Any, tmp_path: Path) -> None:
    """`--focus` is what the page has chosen when it opens; Escape leaves it."""
    assert run(["map", "-o", str(tmp_path / "map.html"), "--focus", "49", "--lang", "en"]) == 0
    with open_page(browser, tmp_path / "map.html") as page:
        assert page.run("() => sesaku.selection") == "measure:tokyo-2025-01/49"
        page.press("Escape")
        assert page.run("() => sesaku.selection") == ""
        page.clean()
