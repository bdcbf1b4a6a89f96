"""The map in a real browser, requirements 21 to 25: without colour, without script, on paper, without WebGL, and when it fails."""

from __future__ import annotations

import base64
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph_model.graph import nodes_of
from graph_model.kinds import CLIENT_FACETS
from tests.browser import Opened, download, open_page, png_size, stripped
from viz.page_words import PAGE_WORDS
from viz.style import KINDS, STATES

Open = Callable[..., Opened]
VIEWS = ("network", "matrix", "pathway", "table")
FOREIGN = "group:foreign_nationals"


def active(page: Opened) -> str:
    """Return what has the keyboard: its id, else its label or words."""
    return str(
        page.run("() => { const one = document.activeElement; return one.id || one.getAttribute('aria-label') || one.textContent; }")
    )


# Requirement 21


def test_a_kind_is_told_by_shape_and_name_besides_colour(opened: Open) -> None:
    """Requirement 21: the legend shows each kind's own shape; every cell of the matrix has its state's sign and says it aloud."""
    page = opened("bundled", "view=matrix")
    shapes = page.run(
        "() => [...document.querySelectorAll('#kinds polygon')].map((one) => [one.getAttribute('points'), one.getAttribute('fill')])"
    )
    assert len(shapes) == len({points for points, _ in shapes}) == len({fill for _, fill in shapes})
    assert {fill for _, fill in shapes} <= {kind.colour for kind in KINDS.values()}
    cells = page.run(
        "() => [...document.querySelectorAll('#matrix button.cell')].map((one) => [one.className.split(' ')[1], one.querySelector('.sign').textContent, one.getAttribute('aria-label')])"
    )
    assert len(cells) == 294
    for name, sign, label in cells:
        assert sign == STATES[name].sign
        assert STATES[name].name.ja in label


def test_the_page_is_read_in_grey(opened: Open, browser: Any) -> None:
    """Requirement 21: seen without colour, what is written in each cell and on each box stands out at least 3 : 1, dimmed text aside."""
    page = opened("bundled", "view=matrix", device_scale_factor=2)
    session = page.page.context.new_cdp_session(page.page)
    session.send("Emulation.setEmulatedVisionDeficiency", {"type": "achromatopsia"})
    cells = page.run(
        "() => [...document.querySelectorAll('#matrix button.cell')].filter((one) => one.className.includes('served') || one.className.includes('thin') || one.className.includes('absent') || one.className.includes('general')).map((one) => { const box = one.getBoundingClientRect(); return [box.x, box.y, box.width, box.height]; })"
    )
    assert min(contrasts(page, cells)) >= 3
    page.choose(view="network")
    boxes = [[one["x"], one["y"] - one["size"] / 2, one["width"], one["size"]] for one in page.texts()]
    assert min(contrasts(page, boxes)) >= 3


def contrasts(page: Opened, boxes: list[list[float]]) -> list[float]:
    """Return the contrast of the darkest to the lightest pixel within each box of a screenshot, and check that it is grey."""
    picture = base64.b64encode(page.page.screenshot()).decode("ascii")
    return list(
        page.page.context.new_page().evaluate(
            """async ([picture, boxes]) => {
            const image = new Image(); image.src = "data:image/png;base64," + picture; await image.decode();
            const canvas = document.createElement("canvas"); canvas.width = image.width; canvas.height = image.height;
            const pen = canvas.getContext("2d"); pen.drawImage(image, 0, 0);
            const linear = (part) => part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4;
            return boxes.map(([x, y, width, height]) => {
              const { data } = pen.getImageData(x * 2 + 2, y * 2 + 2, Math.max(width * 2 - 4, 1), Math.max(height * 2 - 4, 1));
              let low = 1, high = 0;
              for (let at = 0; at < data.length; at += 4) {
                if (Math.abs(data[at] - data[at + 1]) > 2) throw new Error("colour");
                const light = linear(data[at]); low = Math.min(low, light); high = Math.max(high, light);
              }
              return (high + 0.05) / (low + 0.05);
            });
            }""",
            [picture, boxes],
        )
    )


# Requirement 22


@pytest.mark.parametrize("how", ["no script", "stripped"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_picture_and_table_stand_there_without_script(
    browser: Any, page_file: Callable[..., Path], graphs: Callable[[str], Any], tmp_path: Path, lang: str, how: str
) -> None:
    """Requirement 22: with script off, or taken out by a gateway, the picture and every measure with its links are seen."""
    path = page_file("bundled", lang)
    if how == "stripped":
        path = tmp_path / "stripped.html"
        path.write_text(stripped(page_file("bundled", lang)), encoding="utf-8")
    graph = graphs("bundled")
    with open_page(browser, path, wait=False, java_script_enabled=how == "stripped") as page:
        svg = page.page.locator("#static svg")
        assert svg.is_visible()
        assert svg.bounding_box()["width"] > 1000
        table = page.page.locator("#static table").filter(has_text="49")
        assert table.first.is_visible()
        words = page.text("#static")
        assert {graph.nodes[node]["number"] for node in nodes_of(graph, "Measure")} <= set(
            page.page.locator("#static tbody th").all_inner_texts()
        )
        assert all(
            (graph.nodes[node]["name_en" if lang == "en" else "name"]) in words
            for kind in ("TargetGroup", "SupportType")
            for node in nodes_of(graph, kind)
        )
        assert "119" in page.text("#static strong")
        assert page.page.locator("#foot").is_visible()
        assert not page.page.locator("#bar").is_visible()
        assert page.page.locator("main, [role=main]").count() == 1


def test_a_large_plan_without_script_is_counted(browser: Any, page_file: Callable[..., Path]) -> None:
    """Requirement 22: above 500 nodes, a table a kind with counts."""
    with open_page(browser, page_file("5000"), wait=False, java_script_enabled=False) as page:
        assert page.page.locator("#static svg").is_visible()
        assert page.page.locator("#static table").count() >= 7
        assert page.page.locator("#static tr").count() < 700
        assert "5000" in page.text("#static strong")


def test_an_empty_plan_without_script_says_so(browser: Any, page_file: Callable[..., Path]) -> None:
    """Requirement 22: and the still version of an empty plan says that it is empty."""
    with open_page(browser, page_file("empty"), wait=False, java_script_enabled=False) as page:
        assert PAGE_WORDS["empty_plan"].ja in page.text("#static")


# Requirement 23


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize(
    "address",
    ["", f"select={FOREIGN}", "view=matrix", "view=matrix&matrix=groups-bureaus&split=status", "view=pathway&group=group:young_women"],
)
def test_a_view_prints_on_one_a3_sheet(opened: Open, address: str, lang: str) -> None:
    """Requirement 23: network, matrix and pathway each fill one A3 sheet, landscape."""
    page = opened("bundled", address, lang=lang)
    page.page.emulate_media(media="print")
    content = page.page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == 1
    found = re.search(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", content)
    assert found
    assert abs(float(found.group(1)) - 1190.55) < 3
    assert abs(float(found.group(2)) - 841.89) < 3


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_groups_pathway_prints_on_one_sheet(opened: Open, lang: str) -> None:
    """Requirement 23: those too with long lists of general measures; the source is on the sheet that is handed on."""
    page = opened("bundled", "view=pathway", lang=lang)
    page.page.emulate_media(media="print")
    groups = page.run("() => [...document.querySelectorAll('#choice-group option')].map((one) => one.value)")
    assert 21 == len(groups)
    for group in groups:
        page.choose(group=group)
        assert 1 == len(re.findall(rb"/Type\s*/Page\b", page.page.pdf(prefer_css_page_size=True))), group


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_an_exported_matrix_cuts_no_name(opened: Open, graphs: Callable[[str], Any], lang: str) -> None:
    """Requirement 23: what the screen shortens stands whole in the picture, inside its own cell."""
    page = opened("bundled", "view=matrix", lang=lang)
    lines = page.run(
        """() => {
          document.body.innerHTML = sesaku.svg();
          const texts = [...document.querySelectorAll('svg text')].map((one) => [one.textContent, one.getBBox()]);
          const corner = texts.find(([words]) => words.startsWith('取組') || words === 'Measures')[1].x;
          return texts.filter(([, box]) => box.x < corner - 40).map(([words, box]) => [words, box.x + box.width - corner]);
        }"""
    )
    assert not [words for words, past in lines if past > 8 and len(words) < 40]
    spoken = "".join(words for words, _ in lines).replace(" ", "")
    graph = graphs("bundled")
    clients = [node for node in nodes_of(graph, "TargetGroup") if graph.nodes[node]["facet"] in CLIENT_FACETS]
    assert 21 == len(clients)
    for node in clients:
        name = graph.nodes[node]["name" if lang == "ja" else "name_en"]
        assert name.replace(" ", "") in spoken


@pytest.mark.parametrize("name", ["bundled", "5000"])
@pytest.mark.parametrize("view", VIEWS)
def test_svg_keeps_text_and_png_is_large(opened: Open, name: str, view: str) -> None:
    """Requirement 23: the SVG is well-formed and its text is text; the PNG is at least 2,800 px wide."""
    page = opened(name, f"view={view}")
    root = ET.fromstring(download(page, f"text={PAGE_WORDS['save_svg'].ja}").decode("utf-8"))
    words = " ".join(one.text or "" for one in root.iter("{http://www.w3.org/2000/svg}text"))
    assert {"network": "対象者", "matrix": "相談", "pathway": "早期の把握", "table": "事項"}[view] in words
    assert not list(root.iter("{http://www.w3.org/2000/svg}image"))
    if view != "table" or name == "bundled":
        width, _ = png_size(download(page, f"text={PAGE_WORDS['save_png'].ja}"))
        assert width >= 2_800
    assert page.run("() => document.getElementById('failure').hidden")
    page.clean()


# Requirement 24


def test_no_webgl_is_asked_for(opened: Open) -> None:
    """Requirement 24: every canvas is drawn on in two dimensions."""
    page = opened("bundled")
    for view in VIEWS:
        page.choose(view=view, select=FOREIGN)
    page.choose(view="network", layout="connection")
    assert set(page.run("() => __contexts")) == {"2d"}


# Requirement 25


@pytest.mark.parametrize(
    "before",
    [
        "delete window.DecompressionStream;",
        "JSON.parse = () => { throw new Error('broken'); };",
        "HTMLCanvasElement.prototype.getContext = () => null;",
        "addEventListener('DOMContentLoaded', () => 0); Object.defineProperty(window, 'vis', { value: undefined, writable: false });",
    ],
    ids=["no unpacking", "broken data", "no canvas", "no vis-network"],
)
def test_failure_is_a_sentence_and_the_table(browser: Any, page_file: Callable[..., Path], before: str) -> None:
    """Requirement 25: where the map cannot be shown, a sentence says so and the still version stands below it; nothing turns."""
    with open_page(browser, page_file("5000"), before=before) as page:
        page.page.wait_for_selector("#failure:not([hidden])", timeout=10_000)
        assert "下に表があります" in page.text("#failure")
        assert page.page.locator("#static svg").is_visible()
        assert page.page.locator("#static table").first.is_visible()
        assert page.page.locator("progress, [role=progressbar], .spinner").count() == 0
        assert not page.page.locator("#app").is_visible()


def test_a_cut_file_says_so(browser: Any, page_file: Callable[..., Path], tmp_path: Path) -> None:
    """Requirement 25: a file that came only in part shows its still version."""
    text = page_file("bundled").read_text(encoding="utf-8")
    path = tmp_path / "cut.html"
    path.write_text(text[: text.index('id="facts"') + 5_000], encoding="utf-8")
    with open_page(browser, path, wait=False) as page:
        page.page.wait_for_timeout(500)
        assert page.page.locator("#static svg").is_visible()


def test_an_address_that_names_nothing_is_said(opened: Open) -> None:
    """Requirement 25: the panel says that the address names something that is not in this file."""
    page = opened("bundled", "select=group:nobody")
    assert PAGE_WORDS["unknown_selection"].ja in page.text("#panel-body")
    page.clean()
