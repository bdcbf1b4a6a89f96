"""The map as text: what goes in stands in it, nothing in it runs or asks, and bad input makes a page or a sentence."""

from __future__ import annotations

import ast
import base64
import builtins
import hashlib
import io
import itertools
import json
import math
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from graph_model.errors import ModelError, OutputError, UnknownName
from graph_model.formats import graph_to_json
from graph_model.graph import add_link, add_node, nodes_of, without_sentences
from graph_model.kinds import EDGE_KINDS, NODE_KINDS
from sesaku.app import run
from sesaku.pictures import map_answers
from sesaku.plans import open_plan
from tests.graphs import graph_of, measure_id
from viz import network
from viz.html_text import to_script_json
from viz.layout import DRAWN_AT_ONCE, connection, facts_to_plane, overview
from viz.page import SCRIPTS, graph_to_page
from viz.page_data import graph_to_page_data
from viz.page_words import PAGE_WORDS
from viz.style import KINDS, LINKS, PAGE, SHAPES, STATES

HERE = Path(__file__).parents[1]
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'`</script></title>javascript:alert(1)\u2028\u2029&lt;{{facts}}{script}"


@pytest.fixture(scope="module")
def bundled() -> Any:
    return open_plan(None)


@pytest.fixture(scope="module")
def bundled_page(bundled: Any) -> str:
    return graph_to_page(bundled, map_answers(bundled))


def small(count: int = 3, **more: Any) -> Any:
    return graph_of([{"groups": ["youth"], "supports": ["housing"], "status": "ongoing", "goals": [1, 2], **more} for _ in range(count)])


def page_of(graph: Any, **how: Any) -> str:
    return graph_to_page(graph, map_answers(graph), **how)


def held(page: str, name: str) -> Any:
    """Return what a data element of the page holds."""
    found = re.search(rf'<script type="[^"]+" id="{name}"( data-packed="gzip")?>(.*?)</script>', page, re.S)
    assert found
    text = found.group(2)
    if found.group(1):
        import gzip

        text = gzip.decompress(base64.b64decode(text)).decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line] if name == "words" else json.loads(text)


def test_the_same_graph_gives_the_same_bytes(tmp_path: Path) -> None:
    pages = []
    for seed in ("1", "2"):
        target = tmp_path / seed / "map.html"
        code = f"import sys; from sesaku.app import run; sys.exit(run(['map', '-o', {str(target)!r}, '--lang', 'ja']))"
        subprocess.run([sys.executable, "-c", code], cwd=HERE, env={"PYTHONHASHSEED": seed, "PATH": ""}, check=True, capture_output=True)
        pages.append(target.read_bytes())
    assert pages[0] == pages[1]


def test_every_node_and_link_stands_in_the_page(bundled: Any, bundled_page: str) -> None:
    facts = held(bundled_page, "facts")
    kinds = [kind.name for kind in EDGE_KINDS]
    ids = facts["nodes"]["id"]
    links = facts["links"]
    assert sorted(ids) == sorted(bundled.nodes)
    there = sorted((ids[s], kinds[k], ids[t]) for k, s, t in zip(links["kind"], links["source"], links["target"], strict=True))
    assert there == sorted((s, data["kind"], t) for s, t, data in bundled.edges(data=True))
    assert [NODE_KINDS[kind].name for kind in facts["nodes"]["kind"]] == [bundled.nodes[node]["kind"] for node in ids]


def test_parallel_relations_are_kept() -> None:
    graph = small(1)
    place = {"file": "x.txt", "line": 9}
    for _ in range(2):
        add_link(graph, "RELISTED_IN", measure_id(1), "goal:x-2024-09/3", place=place, mark="再掲", differs="none", differences={})
    assert len(held(page_of(graph), "facts")["links"]["kind"]) == graph.number_of_edges()


def test_many_lines_pass_through_pyvis() -> None:
    """30,000 lines among 5,000 nodes; each end is looked up at once."""
    count = 5_000
    ends = [(at % count, (at * 7 + 1) % count) for at in range(30_000)]
    found = network.pass_through_pyvis(["x"] * count, [3] * count, {0: (1.0, 2.0)}, ends)
    assert list(zip(found["edges"]["source"], found["edges"]["target"], strict=True)) == ends
    assert found["nodes"]["x"][:2] == [1.0, None]


def test_a_network_that_lost_a_line_fails_loudly() -> None:
    with pytest.raises(ModelError):
        network._check([{"id": 0}, {"id": 1}], [], 2, [(0, 1)])


def test_a_changed_vis_network_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "VIS_SHA256", "0" * 64)
    with pytest.raises(ModelError, match=r"pyvis==0\.3\.2"):
        network.read_vis_network()


def hostile_graph() -> Any:
    graph = small(2, item=HOSTILE)
    for node, data in graph.nodes(data=True):
        for name in ("name", "name_en", "title", "number", "label", "text", "status_text", "source_file", "edition", "as_of"):
            if name in data or (data["kind"] == "Measure" and name in ("text", "status_text")):
                data[name] = HOSTILE if data["kind"] != "Plan" or name != "as_of" else "2024-09"
        assert node
    add_node(graph, "Bureau", f"bureau:x/{HOSTILE}", name=HOSTILE)
    evidence = [{"place": {"file": HOSTILE, "sheet": HOSTILE}, "column": HOSTILE, "start": 0, "end": 3, "quote": HOSTILE, "rule": HOSTILE}]
    link = {"evidence": evidence, "from_relisting": False, "certainty": "weak", "review": {"decision": HOSTILE}}
    add_link(graph, "OWNED_BY", measure_id(1), f"bureau:x/{HOSTILE}", **link)
    graph.graph["vocabularies"] = {HOSTILE: HOSTILE}
    return graph


def test_hostile_text_is_data() -> None:
    """Nothing of it starts a tag or ends one: the page has the elements that it has without it."""

    def tags(page: str) -> list[str]:
        outside = re.sub(r"(<script[^>]*>).*?</script>", r"\1", page, flags=re.S)
        return sorted(set(re.findall(r"<[a-zA-Z!/][\w-]*", outside)))

    page = page_of(hostile_graph())
    assert tags(page) == tags(page_of(small(2, item="x")))
    assert "<img" not in page.replace(network.read_vis_network(), "")
    assert page.count("</script>") == page_of(small(2)).count("</script>")
    assert "\u2028" not in page.split('id="page-words"')[1]
    names = held(page, "facts")["nodes"]
    assert HOSTILE in names["name"]
    assert f"bureau:x/{HOSTILE}" in names["id"]


def test_the_page_asks_for_nothing(bundled_page: str) -> None:
    outside = bundled_page.replace(network.read_vis_network(), "")
    assert not re.search(r"""(?:src|href|action|data|poster|srcset)\s*=\s*["']?\s*(?:https?:)?//""", outside)
    assert not re.search(r"@import|url\(", outside)
    assert not re.search(
        r"\b(?:fetch|XMLHttpRequest|WebSocket|sendBeacon|eval|innerHTML|outerHTML|insertAdjacentHTML|document\.write)\b", outside
    )


def test_only_the_scripts_of_the_page_may_run(bundled_page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', bundled_page)
    assert policy
    allowed = set(re.findall(r"sha256-([\w+/=]+)", policy.group(1)))
    contents = [*re.findall(r"<script>(.*?)</script>", bundled_page, re.S), *re.findall(r"<style>(.*?)</style>", bundled_page, re.S)]
    assert {base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode() for text in contents} == allowed
    assert "default-src &#x27;none&#x27;" in policy.group(1)
    assert "unsafe" not in policy.group(1)
    assert not re.search(r"<[^>]+\s(?:on\w+|style)=", re.sub(r"<script.*?</script>", "", bundled_page, flags=re.S))


def test_the_file_is_utf8_whatever_the_system_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a Japanese Windows, where text is cp932 unless said otherwise; parent folders are made, nothing else is written."""
    plain_open = io.open

    def cp932_open(file: Any, mode: str = "r", buffering: int = -1, encoding: str | None = None, *rest: Any, **more: Any) -> Any:
        return plain_open(file, mode, buffering, encoding if "b" in mode else encoding or "cp932", *rest, **more)

    monkeypatch.setattr(io, "open", cp932_open)
    monkeypatch.setattr(builtins, "open", cp932_open)
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    target = tmp_path / "新しい" / "地図.html"
    assert run(["map", "-o", str(target), "--lang", "ja"]) == 0
    content = target.read_bytes()
    assert "外国籍" in content.decode("utf-8")
    assert b"\r" not in content
    assert list(here.iterdir()) == []
    assert [path.name for path in target.parent.iterdir()] == ["地図.html"]


def test_facts_only_and_full_pages_say_the_same(bundled: Any) -> None:
    """Counts, answers and quotes do not need the sentences; a facts-only page holds none."""
    graph = small(2, status_text="x")
    for node in nodes_of(graph, "Measure"):
        graph.nodes[node]["text"] = "これは試験のための一文であり、二十字よりもずっと長い。"
    full, without = page_of(graph), page_of(without_sentences(graph))
    assert "二十字よりもずっと長い" in full
    assert "二十字よりもずっと長い" not in without
    assert held(full, "facts")["answers"] == held(without, "facts")["answers"]
    quotes = [quote for line in held(page_of(bundled), "words") for found in line["quotes"].values() for quote in found]
    assert max(len(quote[4]) for quote in quotes) <= 20
    assert len(quotes) > 1_000


def test_data_above_two_megabytes_is_packed() -> None:
    graph = small(1)
    graph.nodes[measure_id(1)]["text"] = "長" * 2_100_000
    page = page_of(graph)
    assert 'data-packed="gzip"' in page
    assert len(page) < 1_500_000
    assert held(page, "words")[0]["text"] == "長" * 2_100_000
    assert page == page_of(graph)


# What is drawn


@pytest.mark.parametrize("count", [0, 1, 40, 200, 400])
def test_no_box_stands_upon_another(count: int) -> None:
    graph = small(count)
    plane = facts_to_plane(graph_to_page_data(graph, []).facts)
    first = overview(plane)
    for layout in (first, connection(plane, first)):
        assert len(layout.boxes) <= DRAWN_AT_ONCE
        assert len({box.node for box in layout.boxes}) == len(layout.boxes)
        for a, b in itertools.combinations(layout.boxes, 2):
            assert abs(a.x - b.x) >= (a.width + b.width) / 2 or abs(a.y - b.y) >= (a.height + b.height) / 2
        assert all(0 <= box.y <= layout.height and 0 <= box.x <= layout.width for box in layout.boxes)


@pytest.mark.parametrize("count", [40, 400])
def test_what_is_not_drawn_is_counted(count: int) -> None:
    plane = facts_to_plane(graph_to_page_data(small(count), []).facts)
    layout = overview(plane)
    drawn = len(layout.boxes) + sum(note.more for note in layout.notes)
    assert drawn == len(plane.kinds)
    assert layout.hubs == (count == 400)


def test_every_measure_of_the_bundled_plan_is_drawn(bundled: Any) -> None:
    plane = facts_to_plane(graph_to_page_data(bundled, []).facts)
    assert {box.node for box in overview(plane).boxes} == set(range(len(plane.kinds)))


# Colours and words

SIMULATIONS = {  # Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB
    "normal": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def linear(colour: str) -> list[float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def lab(rgb: list[float]) -> tuple[float, float, float]:
    red, green, blue = (min(1.0, max(0.0, part)) for part in rgb)
    xyz = (
        (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047,
        0.2126729 * red + 0.7151522 * green + 0.0721750 * blue,
        (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883,
    )
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("sight", SIMULATIONS)
def test_kinds_are_told_apart_by_colour(sight: str) -> None:
    """At least ΔE 25 between any two kinds, for each of the three deficiencies."""
    seen = {
        name: lab([sum(a * b for a, b in zip(row, linear(kind.colour), strict=True)) for row in SIMULATIONS[sight]])
        for name, kind in KINDS.items()
    }
    for a, b in itertools.combinations(seen, 2):
        assert math.dist(seen[a], seen[b]) >= 25, (a, b)


def contrast(colour: str, ground: str = "#FFFFFF") -> float:
    light, dark = sorted((0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in map(linear, (colour, ground))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_colours_stand_out_from_white() -> None:
    assert all(contrast(kind.colour) >= 3 for kind in KINDS.values())
    assert all(
        contrast(PAGE[name], PAGE[ground]) >= 4.5
        for name in ("ink", "quiet", "accent", "alarm")
        for ground in ("paper", "ground", "chosen")
    )


def test_every_kind_and_state_has_a_sign_of_its_own() -> None:
    assert len({kind.shape for kind in KINDS.values()}) == len(NODE_KINDS)
    assert {kind.shape for kind in KINDS.values()} <= set(SHAPES)
    assert set(LINKS) == {kind.name for kind in EDGE_KINDS}
    assert len({state.sign for state in STATES.values()}) == len(STATES)


def test_no_second_table_of_colours() -> None:
    """Scripts, style sheet and template take their colours from the one table."""
    for path in sorted((HERE / "viz").rglob("*")):
        if path.is_file() and path.suffix in (".js", ".css", ".html", ".py") and path.name != "style.py":
            assert not re.search(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b(?!\w)", path.read_text(encoding="utf-8")), path


def test_every_word_of_the_page_is_said_in_both_languages() -> None:
    """Each key that a script names stands in the table, and both languages have the same blanks."""
    text = "\n".join((HERE / "viz" / "templates" / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS)
    for key in re.findall(r'\bt\("(\w+)"[,)]', text):
        assert key in PAGE_WORDS, key
    for key, words in PAGE_WORDS.items():
        assert set(re.findall(r"\{(\w+)\}", words.ja)) == set(re.findall(r"\{(\w+)\}", words.en)), key


# The house


def test_pyvis_is_known_to_one_module() -> None:
    found = set()
    for room in ("graph_model", "loaders", "queries", "viz", "sesaku"):
        for path in (HERE / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = (
                    [alias.name for alias in node.names]
                    if isinstance(node, ast.Import)
                    else [node.module or ""]
                    if isinstance(node, ast.ImportFrom)
                    else []
                )
                if any(name.split(".")[0] == "pyvis" for name in names):
                    found.add(str(path.relative_to(HERE)))
    assert found == {str(Path("viz/network.py"))}


def test_pyvis_is_imported_only_for_a_map() -> None:
    code = "import sys, viz.page, viz.network, sesaku.pictures; from sesaku.app import run; run(['gaps', '-o', sys.argv[1]]); sys.exit('pyvis' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code, str(Path("/dev/null"))], cwd=HERE, capture_output=True, check=False)
    assert done.returncode == 0


# Bad input


def test_an_empty_plan_says_so() -> None:
    page = page_of(graph_of([]))
    assert "この計画には取組がありません" in page.split('<div id="static"')[1].split("<footer")[0]


@pytest.mark.parametrize(
    "item",
    ["長" * 20_000, "", "مرحبا بالعالم", "👩‍👧‍👦🏳️‍⚧️", "半分\ud83d", "\x00\x07\x1b[0m", "a\r\nb\tc", "‮override"],
    ids=["long", "nameless", "arabic", "emoji", "half pair", "control", "lines", "override"],
)
def test_any_text_makes_a_page(item: str, tmp_path: Path) -> None:
    graph = small(1, item=item)
    graph.nodes["group:youth"]["name"] = item
    graph.nodes[measure_id(1)]["text"] = item
    page = page_of(graph)
    page.encode("utf-8")
    assert held(page, "facts")["nodes"]["name"].count(item) >= 2
    assert held(page, "words")[0].get("text", "") == item


def test_three_hundred_groups_make_a_page() -> None:
    graph = small(5)
    plan = nodes_of(graph, "Plan")[0]
    for at in range(300):
        add_node(graph, "TargetGroup", f"group:g{at}", name=f"対象{at}", name_en=f"group {at}", facet="person", order=100 + at)
        graph.nodes[plan]["vocabulary"]["TargetGroup"].append(f"group:g{at}")
    facts = held(page_of(graph), "facts")
    assert sum(note[5] for note in facts["layouts"]["overview"]["notes"] if note[0] == "TargetGroup") > 250
    assert len(facts["layouts"]["overview"]["boxes"]) <= DRAWN_AT_ONCE


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert run(["map", "-o", str(tmp_path / "file" / "map.html"), "--lang", "en"]) == 1
    assert "cannot be written" in capsys.readouterr().err
    assert issubclass(OutputError, Exception)


def test_a_file_is_replaced_whole_or_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "map.html"
    target.write_text("old", encoding="utf-8")
    monkeypatch.setattr(network, "VIS_SHA256", "0" * 64)
    assert run(["map", "-o", str(target)]) == 1
    assert target.read_text(encoding="utf-8") == "old"
    monkeypatch.undo()
    assert run(["map", "-o", str(target)]) == 0
    assert target.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert [path.name for path in tmp_path.iterdir()] == ["map.html"]


def test_focus_on_nothing_names_what_is_near(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["map", "-o", str(tmp_path / "map.html"), "--focus", "外国", "--lang", "ja"]) in (0, 1)
    assert run(["map", "-o", str(tmp_path / "none.html"), "--focus", "外国石", "--lang", "ja"]) == 1
    assert "外国籍" in capsys.readouterr().err
    assert not (tmp_path / "none.html").exists()
    assert issubclass(UnknownName, Exception)


def test_focus_is_what_the_page_opens_on(tmp_path: Path) -> None:
    assert run(["map", "-o", str(tmp_path / "map.html"), "--focus", "外国籍", "--lang", "en"]) == 0
    page = (tmp_path / "map.html").read_text(encoding="utf-8")
    facts = held(page, "facts")
    assert facts["nodes"]["id"][facts["focus"]] == "group:foreign_nationals"
    assert '<html lang="en"' in page


def test_a_graph_made_elsewhere_makes_a_map(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text(graph_to_json(small(4)), encoding="utf-8")
    assert run(["map", str(tmp_path / "plan.json"), "-o", str(tmp_path / "map.html")]) == 0


def test_json_for_a_script_reads_back() -> None:
    for value in (HOSTILE, "\ud83d", "👩", "\u2028", "</script>", "<!--"):
        text = to_script_json(value)
        assert json.loads(text) == value
        assert not set(text) & set("<>&\u2028\u2029")


def test_the_still_version_holds_every_measure(bundled: Any, bundled_page: str) -> None:
    still = bundled_page.split('<div id="static"')[1].split("<footer")[0]
    numbers = re.findall(r'<tr><th scope="row">([^<]+)</th>', still)
    assert {bundled.nodes[node]["number"] for node in nodes_of(bundled, "Measure")} <= set(numbers)
    assert still.count("<svg") == 1
    for group in nodes_of(bundled, "TargetGroup"):
        assert bundled.nodes[group]["name"] in still
