"""What the tests in a browser share: a Chromium, a page that is open and watched, and how to read what it drew."""

from __future__ import annotations

import json
import re
import shutil
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
DEAD = "MAP * ~NOTFOUND"
BLACK_HOLE = "MAP * 192.0.2.1"
"""An address kept for documentation: packets to it come to nothing, and no answer comes back."""
SMALL, LARGE = {"width": 1366, "height": 768}, {"width": 1440, "height": 900}

_WATCH = """
window.__violations = []; window.__texts = []; window.__contexts = []; window.__alpha = 1; window.__ran = [];
addEventListener("securitypolicyviolation", (event) => __violations.push(event.violatedDirective + " " + event.blockedURI));
const getContext = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...rest) { __contexts.push(kind); return getContext.call(this, kind, ...rest); };
const pen = CanvasRenderingContext2D.prototype, fillText = pen.fillText, clearRect = pen.clearRect;
pen.clearRect = function (...rest) { if (this.canvas.isConnected) { __texts = []; __alpha = 1; } return clearRect.apply(this, rest); };
pen.fillText = function (text, x, y, ...rest) {
  if (this.canvas.isConnected) {
    const frame = this.canvas.getBoundingClientRect(), at = this.getTransform(), ratio = this.canvas.width / frame.width;
    const width = this.measureText(text).width * at.a / ratio, size = parseFloat(/([\\d.]+)px/.exec(this.font)[1]) * at.a / ratio;
    const align = { left: 0, start: 0, center: 0.5, right: 1, end: 1 }[this.textAlign];
    __texts.push({ text, ink: this.fillStyle, size, width, x: frame.left + (at.a * x + at.e) / ratio - width * align, y: frame.top + (at.d * y + at.f) / ratio });
    __alpha = Math.min(__alpha, this.globalAlpha);
  }
  return fillText.call(this, text, x, y, ...rest);
};
"""
"""Notes what the page's own script cannot: each text that reaches a canvas, with its size on the screen."""


def find_chromium() -> str | None:
    """Return the path of the Chromium that is installed here."""
    return next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)


class Opened:
    """A page in the browser, and what it asked, said and threw since it was opened."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.requests: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(f"thrown: {error}"))
        page.on(
            "console",
            lambda message: self.errors.append(f"{message.type}: {message.text}") if message.type in ("error", "warning") else None,
        )
        page.on("dialog", lambda dialog: (self.errors.append(f"dialog: {dialog.message}"), dialog.dismiss()))

    def run(self, script: str, argument: Any = None) -> Any:
        """Return what a script gives in the page."""
        return self.page.evaluate(script, argument)

    def go(self, address: str) -> None:
        """Follow an address within the file (`view=matrix`)."""
        self.run("(hash) => { location.hash = hash; }", address)
        self.settle()

    def settle(self) -> None:
        """Wait until what was asked is drawn."""
        self.run("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0))))")

    def press(self, *keys: str) -> None:
        """Press keys one after another."""
        for key in keys:
            self.page.keyboard.press(key)
        self.settle()

    def choose(self, **changes: str) -> None:
        """Set parts of the page's state, as a click would."""
        self.run("(changes) => sesaku.choose(changes)", changes)
        self.settle()

    @property
    def state(self) -> dict[str, str]:
        """What the page holds as chosen."""
        return dict(self.run("() => sesaku.state"))

    def text(self, selector: str) -> str:
        """Return the words that are seen in an element."""
        return str(self.page.inner_text(selector))

    def texts(self) -> list[dict[str, Any]]:
        """Return every text that stands on the canvas in view."""
        return [one for one in self.run("() => __texts") if one["text"].strip()]

    def click_node(self, node: str) -> None:
        """Click a node where it is drawn."""
        place = self.run("(id) => sesaku.place(id)", node)
        assert place, f"{node} is not drawn"
        self.page.mouse.click(place["x"], place["y"])
        self.settle()

    def clean(self) -> None:
        """Nothing was thrown, nothing refused, and nothing asked for but the file."""
        assert self.errors == [], self.errors
        assert self.run("() => __violations") == [], self.run("() => __violations")
        assert [url.split("#")[0] for url in self.requests if not url.startswith(("data:", "blob:"))] == [self.page.url.split("#")[0]]


@contextmanager
def open_page(browser: Any, path: Path, address: str = "", *, wait: bool = True, before: str = "", **how: Any) -> Iterator[Opened]:
    """Open a file in a fresh context of 1366×768 (or as `how` says) and close it at the end."""
    context = browser.new_context(**{"viewport": SMALL, "accept_downloads": True, **how})
    try:
        context.add_init_script(_WATCH + before)
        opened = Opened(context.new_page())
        opened.page.goto(path.as_uri() + (f"#{address}" if address else ""))
        if wait:
            opened.page.wait_for_function("() => window.sesaku && (sesaku.shown || sesaku.failed)")
            opened.run("() => document.fonts.ready.then(() => 0)")
            opened.settle()
        yield opened
    finally:
        context.close()


def overlapping(texts: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return the pairs of texts of which one stands on the other."""
    boxes = sorted((one["x"], one["y"], one["x"] + one["width"], one["y"] + one["size"], one["text"]) for one in texts)
    found = []
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            if other[0] >= one[2] - 0.5:
                break
            if one[1] < other[3] - 1 and other[1] < one[3] - 1:
                found.append((one[4], other[4]))
    return found


def png_size(content: bytes) -> tuple[int, int]:
    """Return the width and height of a PNG."""
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", content[16:24])


def download(opened: Opened, button: str) -> bytes:
    """Press a button that saves a file and return the file."""
    with opened.page.expect_download() as waiting:
        opened.page.click(button)
    return Path(waiting.value.path()).read_bytes()


def axe_findings(opened: Opened) -> dict[str, list[str]]:
    """Return what axe-core has against the page as it stands: each rule's elements."""
    import axe_playwright_python

    script = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    opened.run(script)
    found = opened.run("() => axe.run(document, { resultTypes: ['violations'] }).then((all) => JSON.stringify(all.violations))")
    return {one["id"]: [node["html"][:120] for node in one["nodes"]] for one in json.loads(found)}


def stripped(path: Path) -> str:
    """Return a page's text as a mail gateway leaves it: every script element taken out."""
    return re.sub(r"<script.*?</script>", "", path.read_text(encoding="utf-8"), flags=re.S)
