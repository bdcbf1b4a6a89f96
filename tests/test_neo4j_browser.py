"""The kit in the real Neo4j Browser: the style and the favourites dropped, every picture run with each of its nodes drawn, a graph in our colours."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph_model.formats import json_to_graph
from queries.catalogue import CATALOGUE
from sesaku.neo4j_kit import examples, kit_files
from sesaku.plans import bundled_text
from tests.neo4j_browser import SERVER_ALONE, drawn_colours, drop, open_browser, run_query
from tests.neo4j_product import push
from tests.test_neo4j_pictures import NOTHING_FOUND
from viz.style import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from loaders.neo4j_server import Server as Ours
    from tests.neo4j_server import Server

TOKYO = "plan:tokyo-2025-01"
FRAME = '[data-testid="frame"]'


def test_the_kit_in_neo4j_browser(ours: Ours, neo4j_server: Server, launch: Callable[[str], Any], tmp_path: Path) -> None:
    """One visit as the page for newcomers tells it. SESAKU_SCREENSHOT names a file that keeps the picture."""
    push(ours, json_to_graph(bundled_text()))
    files = kit_files(CATALOGUE, TOKYO, "ja")
    with open_browser(neo4j_server, launch(SERVER_ALONE)) as page:
        drop(page, "sesaku.grass", files["sesaku.grass"])
        page.wait_for_timeout(2000)
        run_query(page, examples(TOKYO)[0][1])
        colours = drawn_colours(page)
        assert (
            {KINDS[kind].colour for kind in ("Measure", "Bureau", "TargetGroup", "SupportType", "Status")}
            <= colours
            <= {kind.colour for kind in KINDS.values()}
        )
        page.wait_for_timeout(3000)
        page.screenshot(
            path=os.environ.get("SESAKU_SCREENSHOT") or str(tmp_path / "browser.png"),
            clip={"x": 70, "y": 128, "width": 1200, "height": 540},
        )
        page.click('[data-testid="navigationFavorites"]')
        for query in CATALOGUE:
            drop(page, f"{query.name}.cypher", files[f"favorites/{query.name}.cypher"])
            page.get_by_text("Save to favorites").click()
            page.wait_for_selector(f'[data-testid="scriptTitle-{query.title.ja}"]')
        run_query(page, ":clear")
        page.wait_for_selector(FRAME, state="detached")
        for query in CATALOGUE:
            run_query(page, files[f"favorites/{query.name}.cypher"])
            page.wait_for_function(
                "title => { const f = document.querySelector('[data-testid=\"frame\"]');"
                " return f && f.innerText.startsWith('// ' + title) && (f.querySelector('g.node') || /no changes, no records|Neo\\.\\w+Error/.test(f.innerText)); }",
                arg=query.title.ja,
            )
            frame = page.inner_text(FRAME)
            assert "Error" not in frame, frame[-500:]
            circles = page.eval_on_selector(FRAME, "frame => frame.querySelectorAll('g.node').length")
            assert circles == nodes_of(ours, files[f"favorites/{query.name}.cypher"]), query.name
            assert circles or query.name in NOTHING_FOUND


def nodes_of(ours: Ours, text: str) -> int:
    """Return how many nodes a query gives, also those in its paths and lists."""

    def found(value: Any) -> set[str]:
        if isinstance(value, list):
            return set().union(*map(found, value))
        return {value["properties"]["id"]} if isinstance(value, dict) and "labels" in value else set()

    return len(found(ours.table(text.strip().removesuffix(";"), {}).rows))
