"""Neo4j Browser in a real Chromium: log in, drop files on the editor, run a query, look at what is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.neo4j_server import Server

_DROP = """([name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name, {type: 'text/plain'}));
  const target = document.querySelector('[data-testid="activeEditor"]');
  for (const kind of ['dragenter', 'dragover', 'drop'])
    target.dispatchEvent(new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: data}));
}"""
EDITOR = '[data-testid="activeEditor"]'
SERVER_ALONE = "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""No name leads anywhere but to the server on this machine."""
PATIENCE = 120_000
"""Milliseconds to wait for what the page does."""


@contextmanager
def open_browser(server: Server, chromium: Any) -> Iterator[Any]:
    """Yield Neo4j Browser's page in a Chromium that runs, logged in."""
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    try:
        page.set_default_timeout(PATIENCE)
        page.goto(f"{server.http_uri}/browser/")
        page.fill('[data-testid="boltaddress"]', server.bolt_uri)
        page.fill('[data-testid="username"]', server.user)
        page.fill('[data-testid="password"]', server.password)
        page.click('[data-testid="connect"]')
        page.wait_for_selector('[data-testid="connect"]', state="detached")
        page.wait_for_selector('[data-testid="frame"]:has-text("Getting started with Neo4j Browser")')
        page.wait_for_timeout(2000)
        yield page
    finally:
        page.close()


def drop(page: Any, name: str, text: str) -> None:
    """Drop a file on the editor."""
    page.evaluate(_DROP, [name, text])


def run_query(page: Any, text: str) -> None:
    """Put a query into the editor, as pasting does, and run it."""
    page.click(EDITOR)
    page.keyboard.press("Control+a")
    page.evaluate(
        "text => { const e = document.querySelector('[data-testid=\"activeEditor\"] textarea');"
        " const data = new DataTransfer(); data.setData('text/plain', text);"
        " e.dispatchEvent(new ClipboardEvent('paste', {bubbles: true, cancelable: true, clipboardData: data})); }",
        text,
    )
    page.keyboard.press("Control+Enter")


def drawn_colours(page: Any) -> set[str]:
    """Return the colours of the circles of the newest graph."""
    page.wait_for_selector("circle.b-outline, g.node circle")
    found: list[str] = page.eval_on_selector_all("g.node circle", "all => all.map(one => one.getAttribute('fill') || '')")
    return {colour.upper() for colour in found if colour.startswith("#")}
