"""The screenshots of the documentation, taken where what they are to show is shown; `--pictures` writes them to docs/pictures."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

import pytest

from tests.browser import Opened, open_page, png_size
from viz.page_words import PAGE_WORDS

HERE = Path(__file__).parents[1]
FOLDER = HERE / "docs" / "pictures"
MOST_BYTES = 250_000


class Picture(NamedTuple):
    """A screenshot: its name, the plan and address that it shows, and words that must stand in it."""

    name: str
    plan: str
    address: str
    shows: tuple[str, ...]
    lang: str = "ja"


PICTURES = (
    Picture("network.ja", "bundled", "", ("119", "トランスジェンダー女性", "対象者×支援")),
    Picture("network.en", "bundled", "", ("119", "Transgender women"), "en"),
    Picture("group.ja", "bundled", "select=group:foreign_nationals", ("外国籍", "No.12", "通訳・多言語")),
    Picture("bureau.ja", "bundled", "select=bureau:tokyo/生活文化スポーツ局", ("ほかの局と共有するもの",)),
    Picture("partner.ja", "bundled", "select=organisation:womens_support_center", ("女性相談支援センター", "29")),
    Picture("relisting.ja", "bundled", "select=measure:tokyo-2025-01/49", ("No.49", "再掲")),
    Picture("connection.ja", "bundled", "layout=connection&select=group:expectant_mothers", ("妊産婦",)),
    Picture("matrix.ja", "bundled", "view=matrix&select=gap-cells/group:foreign_nationals/support:housing", ("名指し", "No.30")),
    Picture(
        "matrix.en",
        "bundled",
        "view=matrix&select=gap-cells/group:foreign_nationals/support:housing",
        ("Foreign nationals", "general"),
        "en",
    ),
    Picture("bureaus.ja", "bundled", "view=matrix&matrix=groups-bureaus&split=status&sort=few", ("福祉局", "検討中")),
    Picture("norms.ja", "bundled", "view=matrix&matrix=groups-norms", ("早期の把握",)),
    Picture("pathway.ja", "bundled", "view=pathway&group=group:young_women&select=group:young_women", ("若年女性", "アフターケア")),
    Picture("pathway.en", "bundled", "view=pathway&group=group:young_women&select=group:young_women", ("Young women", "Aftercare"), "en"),
    Picture("table.ja", "bundled", "view=table&serves=group:expectant_mothers", ("妊産婦",)),
    Picture("answers.ja", "bundled", "view=matrix&tab=answers&select=gap-groups/group:transgender_women", ("問いの答え", "調べた数")),
    Picture("words.ja", "full", "select=measure:青波県-2024-09/10", ("居住支援法人", "住まい探し")),
    Picture("large.ja", "5000", "", ("5000", "ほか")),
    Picture("large_group.ja", "5000", "select=group:foreign_nationals", ("外国籍", "ほか")),
)


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_a_picture_shows_what_it_is_for(opened: Callable[..., Opened], picture: Picture, request: pytest.FixtureRequest) -> None:
    """The words that it is to show are in view, not below an edge; it is small enough for a repository."""
    page = opened(picture.plan, picture.address, lang=picture.lang)
    page.page.mouse.move(1, 1)
    assert PAGE_WORDS["unknown_selection"].said_in(picture.lang) not in page.text("#panel")
    assert all(page.state[name] for name, _ in parse_qsl(picture.address))
    if picture.plan == "full":
        page.run("() => document.querySelector('#panel-body .source').scrollIntoView({ block: 'center' })")
    page.settle()
    seen = page.text("body") + " ".join(one["text"] for one in page.texts())
    assert all(words in seen for words in picture.shows), [words for words in picture.shows if words not in seen]
    content = small_png(page, page.page.screenshot())
    assert png_size(content) == (1366, 768)
    keep(request, picture.name, content)
    page.clean()


def test_the_still_version_and_the_print_are_pictured(browser: Any, page_file: Callable[..., Path], request: pytest.FixtureRequest) -> None:
    """What a mail gateway leaves, and what comes out of a printer on A3."""
    with open_page(browser, page_file("bundled"), wait=False, java_script_enabled=False) as page:
        content = page.page.screenshot()
    with open_page(browser, page_file("bundled")) as page:
        keep(request, "still.ja", small_png(page, content))
    with open_page(browser, page_file("bundled"), "view=matrix", viewport={"width": 1520, "height": 1055}) as page:
        page.run("() => dispatchEvent(new Event('beforeprint'))")
        page.page.emulate_media(media="print")
        page.settle()
        keep(request, "print.ja", small_png(page, page.page.screenshot()))


def keep(request: pytest.FixtureRequest, name: str, content: bytes) -> None:
    """Write a picture where it is asked for, and hold it to its size."""
    assert len(content) <= MOST_BYTES
    if request.config.getoption("--pictures"):
        FOLDER.mkdir(exist_ok=True)
        (FOLDER / f"{name}.png").write_bytes(content)


def small_png(page: Opened, content: bytes) -> bytes:
    """Return a PNG of at most 256 colours: those that are there most often, each other taken for the nearest."""
    import base64
    import struct
    import zlib

    width, height = png_size(content)
    found = page.page.context.new_page().evaluate(
        """async (picture) => {
        const image = new Image(); image.src = "data:image/png;base64," + picture; await image.decode();
        const canvas = document.createElement("canvas"); canvas.width = image.width; canvas.height = image.height;
        const pen = canvas.getContext("2d"); pen.drawImage(image, 0, 0);
        const { data } = pen.getImageData(0, 0, image.width, image.height), counts = new Map();
        for (let at = 0; at < data.length; at += 4) { const key = data[at] << 16 | data[at + 1] << 8 | data[at + 2]; counts.set(key, (counts.get(key) || 0) + 1); }
        const palette = [], near = (a, b) => ((a >> 16) - (b >> 16)) ** 2 + ((a >> 8 & 255) - (b >> 8 & 255)) ** 2 + ((a & 255) - (b & 255)) ** 2;
        for (const [key] of [...counts].sort((a, b) => b[1] - a[1])) { if (palette.length < 256 && palette.every((one) => near(one, key) > (palette.length < 90 ? 4 : 300))) palette.push(key); }
        const index = new Map();
        for (const key of counts.keys()) { let best = 0; palette.forEach((one, at) => { if (near(one, key) < near(palette[best], key)) best = at; }); index.set(key, best); }
        let out = ""; const rows = [];
        for (let at = 0; at < data.length; at += 4) out += String.fromCharCode(index.get(data[at] << 16 | data[at + 1] << 8 | data[at + 2]));
        return [palette, btoa(out)];
        }""",
        base64.b64encode(content).decode("ascii"),
    )
    palette, pixels = found[0], base64.b64decode(found[1])
    rows = b"".join(b"\0" + pixels[at : at + width] for at in range(0, width * height, width))

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    colours = b"".join(struct.pack(">I", colour)[1:] for colour in palette)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"PLTE", colours) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
    )


def test_every_picture_is_shown_and_explained_in_both_languages() -> None:
    """Each file of docs/pictures is shown on the page of its language, with what is learned from it; none stands there unused."""
    there = {path.name for path in FOLDER.glob("*.png")}
    assert there == {f"{one.name}.png" for one in PICTURES} | {"still.ja.png", "print.ja.png"}
    assert all(path.stat().st_size <= MOST_BYTES for path in FOLDER.glob("*.png"))
    shown: set[str] = set()
    for page in ("map.md", "map.ja.md"):
        found = re.findall(r"!\[([^\]]{8,})\]\(pictures/([^)]+)\)", (HERE / "docs" / page).read_text(encoding="utf-8"))
        assert found
        shown |= {name for _, name in found}
    assert shown == there
