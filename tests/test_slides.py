"""Pictures for slides: well-formed, self-contained, Japanese intact, the numbers those of the answers."""

from __future__ import annotations

import re
import struct
import sys
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from graph_model.formats import json_to_graph
from queries.facts import graph_to_facts
from queries.run import answer_query, find_query
from sesaku.app import run
from sesaku.exports import Picture, plan_picture
from sesaku.language import speak
from sesaku.plans import bundled_text
from tests.graphs import graph_of
from tests.small import plan_of
from viz.cell_words import sign_words
from viz.style import KINDS, SHAPES

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def tokyo() -> Any:
    """The bundled plan."""
    return json_to_graph(bundled_text(), name="tokyo")


def texts(svg: str) -> list[str]:
    """Return the words of a picture."""
    return [node.text or "" for node in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize(("picture", "query"), [(Picture.matrix, "gap-cells"), (Picture.pathway, "gap-pathway")])
def test_a_table_shows_every_cell_with_its_sign(tokyo: Any, picture: Picture, query: str) -> None:
    """As many of each sign as the answer has, and its count beside it."""
    speak("ja")
    answer = answer_query(find_query(query), graph_to_facts(tokyo))
    wanted = Counter(sign_words(tokyo, row, "ja") for row in answer["rows"])
    found = Counter(texts(plan_picture(tokyo, picture)))
    assert all(found[words] == count for words, count in wanted.items())
    assert "外国籍" in found and any("892件のうち人が確認したもの 0件" in words for words in found)


def test_the_network_counts_measures(tokyo: Any) -> None:
    """Bureaus, groups, partners, each with its measures."""
    speak("ja")
    found = texts(plan_picture(tokyo, Picture.network))
    assert {"福祉局 (87)", "外国籍 (3)", "区市町村 (14)"} <= set(found)


def test_the_network_draws_each_kind_in_its_colour_and_shape(tokyo: Any) -> None:
    """Those of the one table of signs, as in the map."""
    signs = Counter(
        (node.get("fill"), len((node.get("points") or "").split()))
        for node in ElementTree.fromstring(plan_picture(tokyo, Picture.network)).iter(f"{SVG}polygon")
    )
    kinds = [KINDS[kind] for kind in ("TargetGroup", "Bureau", "Organisation")]
    assert {(kind.colour, len(SHAPES[kind.shape])) for kind in kinds} == set(signs)


@pytest.mark.parametrize("picture", list(Picture))
def test_every_colour_is_one(tokyo: Any, picture: Picture) -> None:
    """What a renderer would not know it draws black."""
    for node in ElementTree.fromstring(plan_picture(tokyo, picture)).iter():
        for name in ("fill", "stroke"):
            assert re.fullmatch(r"#[0-9A-Fa-f]{6}|rgb\(\d+,\d+,\d+\)|none", node.get(name, "none")), node.attrib


@pytest.mark.parametrize("picture", list(Picture))
def test_pictures_of_odd_plans_are_well_formed(picture: Picture) -> None:
    """An empty plan; words that are markup; nothing that runs or is fetched."""
    graphs = [graph_of([]), plan_of("1|<script>&\"'|外国籍の方へ\x07案内|実施|<b>局").graph]
    for lang in ("ja", "en"):
        speak(lang)
        for graph in graphs:
            svg = plan_picture(graph, picture)
            names = {node.tag.removeprefix(SVG) for node in ElementTree.fromstring(svg).iter()}
            assert names <= {"svg", "g", "rect", "text", "title", "path", "polygon"} and "href" not in svg
    speak("ja")


def test_a_picture_from_the_command_line(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """SVG and PNG of 1600 × 900; without a name, with another ending, without resvg-py: one line each."""
    for picture in Picture:
        assert 0 == run(["export", "--picture", picture.value, "-o", str(tmp_path / f"{picture}.svg"), "--lang", "ja"])
    pytest.importorskip("resvg_py")
    assert 0 == run(["export", "--picture", "matrix", "-o", str(tmp_path / "m.png"), "--lang", "ja"])
    data = (tmp_path / "m.png").read_bytes()
    assert data.startswith(b"\x89PNG") and (1600, 900) == struct.unpack(">II", data[16:24])
    capfd.readouterr()
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    for arguments in ([], ["-o", str(tmp_path / "m.pdf")], ["-o", str(tmp_path / "n.png")]):
        assert 1 == run(["export", "--picture", "matrix", *arguments, "--lang", "ja"])
        assert 1 == len([line for line in capfd.readouterr().err.split("\n") if "エラー" in line])
    assert not (tmp_path / "n.png").exists()
