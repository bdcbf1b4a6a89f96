"""How fast the map is, beside pyvis as a user would call it: `python -m benchmarks.map [-o docs/benchmarks-map.md] [--sizes 220 2000 5000 20000]`.

The same graph goes to both in one run: the map by `graph_to_page`, pyvis by `Network().from_nx` on a copy (it writes into
the graph that it is given). Both files open in a headless Chromium without a GPU, from a folder, with DNS dead. Read the
ratios; what has not come after 60 s is reported as >.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.turns import Pair, ratio_table, to_table, write_page
from sesaku.pictures import map_answers
from sesaku.plans import open_plan
from tests.browser import DEAD, FLAGS, SMALL, find_chromium
from tests.browser_plans import generated_graph
from viz.page import graph_to_page

LIMIT = 60.0
LINKS = {2_000: 10_000, 5_000: 30_000, 20_000: 100_000}
APP = "import typer\napp = typer.Typer()\n@app.command()\ndef a():\n    import networkx, pyvis.network\napp()\n"
_FIXED = {"LISTED_IN", "HAS_GOAL", "HAS_SECTION", "HAS_STATUS"}
_BEFORE = "window.__long = 0; new PerformanceObserver((list) => { for (const one of list.getEntries()) __long += one.duration; }).observe({ type: 'longtask', buffered: true });"
_PAINTED = """window.__painted = 0; const stroke = CanvasRenderingContext2D.prototype.stroke;
CanvasRenderingContext2D.prototype.stroke = function (...rest) { if (this.canvas.isConnected && !__painted) requestAnimationFrame(() => requestAnimationFrame(() => { __painted = __painted || performance.now(); })); return stroke.apply(this, rest); };"""
_BAR_GONE = (
    "() => { const bar = document.getElementById('loadingBar'); return window.__painted && (!bar || bar.style.display === 'none'); }"
)
_FRAMES = "() => { window.__frames = []; const tick = (at) => { __frames.push(at); window.__tick = requestAnimationFrame(tick); }; requestAnimationFrame(tick); }"


def graph_of_size(nodes: int) -> Any:
    """Return the bundled plan, or a generated one of so many nodes, its links thinned to the number that was agreed for that size."""
    if nodes not in LINKS:
        return open_plan(None)
    graph = generated_graph(nodes - nodes // 10)
    loose = [(a, b, key) for a, b, key, data in graph.edges(keys=True, data=True) if data["kind"] not in _FIXED]
    random.Random(nodes).shuffle(loose)
    graph.remove_edges_from(loose[: max(0, graph.number_of_edges() - LINKS[nodes])])
    return graph


def make_pyvis(graph: Any, path: str) -> None:
    """Write pyvis' file of a graph as its user would."""
    from pyvis.network import Network

    network = Network(height="700px", width="100%", cdn_resources="in_line")
    network.from_nx(graph)
    Path(path).write_text(network.generate_html(), encoding="utf-8")


def timed(work: Callable[..., Any], *rest: Any) -> float | None:
    """Return the seconds of a call in a process of its own; None when it takes more than a minute."""
    process = multiprocessing.get_context("fork").Process(target=work, args=rest)
    start = time.perf_counter()
    process.start()
    process.join(LIMIT)
    if process.is_alive():
        process.kill()
        process.join()
        return None
    if process.exitcode:
        raise RuntimeError(f"{work.__name__} failed")
    return time.perf_counter() - start


def write_map(graph: Any, path: str) -> None:
    """Write our file of a graph, answers and all."""
    Path(path).write_text(graph_to_page(graph, map_answers(graph)), encoding="utf-8")


def metric(session: Any, name: str) -> float:
    """Return one of the browser's figures."""
    return float(next(one["value"] for one in session.send("Performance.getMetrics")["metrics"] if one["name"] == name))


def measure_page(browser: Any, path: Path, ours: bool) -> dict[str, float | None]:
    """Return milliseconds to the first picture and blocked, idle share of a core, frames a second of a drag, click to frame, heap in MB."""
    context = browser.new_context(viewport=SMALL)
    context.add_init_script(_BEFORE + ("" if ours else _PAINTED))
    page = context.new_page()
    found: dict[str, float | None] = dict.fromkeys(("shown", "blocked", "idle", "drag", "click", "heap"))
    try:
        page.set_default_timeout(LIMIT * 1_000)
        page.goto(path.as_uri(), wait_until="commit")
        page.wait_for_function("() => window.sesaku && sesaku.shown" if ours else _BAR_GONE)
        found["shown"] = page.evaluate("() => sesaku.shown" if ours else "() => performance.now()")
        page.wait_for_timeout(1_500)
        found["blocked"] = page.evaluate("() => __long")
        session = context.new_cdp_session(page)
        session.send("Performance.enable")
        busy = metric(session, "TaskDuration")
        page.wait_for_timeout(3_000)
        found["idle"] = (metric(session, "TaskDuration") - busy) / 3 * 100
        found["drag"] = drag(page)
        if ours:
            found["click"] = statistics.median(click(page) for _ in range(5))
        session.send("HeapProfiler.enable")
        session.send("HeapProfiler.collectGarbage")
        found["heap"] = metric(session, "JSHeapUsedSize") / 1e6
    except Exception as error:  # a page that does not come is a result
        sys.stderr.write(f"{path.name}: {str(error).splitlines()[0]}\n")
    finally:
        context.close()
    return found


def drag(page: Any) -> float:
    """Return frames a second while the ground is dragged for a second or so."""
    page.evaluate(_FRAMES)
    page.mouse.move(420, 742)
    page.mouse.down()
    start = time.perf_counter()
    at = 0
    while time.perf_counter() - start < 1.2:
        page.mouse.move(420 + at % 60, 742 - at % 40)
        at += 3
    frames = page.evaluate("() => { cancelAnimationFrame(__tick); return __frames; }")
    page.mouse.up()
    return float((len(frames) - 1) / (frames[-1] - frames[0]) * 1_000)


def click(page: Any) -> float:
    """Return milliseconds from a choice of a hub to the frame that shows it."""
    page.evaluate("() => { sesaku.choose({ select: '' }); }")
    page.wait_for_timeout(100)
    return float(
        page.evaluate(
            """() => new Promise((done) => { const hub = sesaku.drawn.find((one) => one.startsWith("group:")), start = performance.now();
            sesaku.choose({ select: hub }); requestAnimationFrame(() => setTimeout(() => done(performance.now() - start), 0)); })"""
        )
    )


def said(value: float | None, unit: str = "", digits: int = 0) -> str:
    """Return a figure as it stands in the table; what did not come is more than a minute."""
    return f"> {LIMIT:.0f} s" if value is None else f"{value:,.{digits}f}{unit}"


def ratio(ours: float | None, theirs: float | None) -> str:
    """Return how many times less ours is."""
    if ours is None:
        return "–"
    return f"> {LIMIT * 1_000 / ours:.0f}" if theirs is None else f"{theirs / ours:.1f}"


def rows_of_size(browser: Any, nodes: int, folder: Path) -> list[list[str]]:
    """Return the two rows of a size: ours, and pyvis' with the ratio."""
    graph = graph_of_size(nodes)
    name = f"{graph.number_of_nodes():,} / {graph.number_of_edges():,}"
    rows, shown = [], {}
    for ours, path in ((True, folder / f"ours{nodes}.html"), (False, folder / f"pyvis{nodes}.html")):
        made = timed(write_map, graph, str(path)) if ours else timed(make_pyvis, graph.copy(), str(path))
        opened = (
            measure_page(browser, path, ours) if made is not None else dict.fromkeys(("shown", "blocked", "idle", "drag", "click", "heap"))
        )
        shown[ours] = opened["shown"]
        size = f"{path.stat().st_size / 1e6:.1f} MB" if path.exists() else "–"
        came = opened["shown"] is not None
        rows.append(
            [name if ours else "", "sesaku map" if ours else "pyvis", said(made, " s", 1), size, said(opened["shown"], " ms"), "" if ours else ratio(shown[True], shown[False]),
             *(said(opened[key], unit, digits) if came and opened[key] is not None else "–" for key, unit, digits in (("blocked", " ms", 0), ("idle", " %", 1), ("drag", "", 0), ("click", " ms", 0), ("heap", " MB", 0)))]
        )  # fmt: skip
    return rows


def making_pair(folder: Path) -> Pair:
    """Return how one plan's file is made, beside a typer app that imports networkx and pyvis and does nothing."""
    (folder / "app.py").write_text(APP, encoding="utf-8")
    ours = [sys.executable, "-m", "sesaku", "map", "-o", str(folder / "map.html")]
    return Pair(
        ours, "`sesaku map -o map.html`", [sys.executable, str(folder / "app.py")], "a typer app that imports networkx and pyvis", 2.5
    )


def main() -> None:
    """Measure and print the tables, or write them."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[220, *LINKS])
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        making = ratio_table([making_pair(folder)], rounds=7)
        rows = []
        for size in arguments.sizes:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=find_chromium(), args=[*FLAGS, f"--host-resolver-rules={DEAD}"])
                rows += rows_of_size(browser, size, folder)
                browser.close()
    text = (
        "# Speed of the map\n\nMade by `python -m benchmarks.map`: one run, both on the same graph, in a headless Chromium without a GPU, from a folder, with DNS dead. "
        "Read the ratios; other work on the machine shows in the times.\n\n"
        + making
        + "\n`pyvis` is called as its user would: `Network().from_nx(copy)`, then its file. *Shown* is the first picture that can be used (of pyvis: its loading bar gone). "
        "*Blocked* is the main thread's long tasks, *idle* the share of a core that an untouched page takes, *drag* frames a second, *click* a choice to its frame.\n\n"
        + to_table(["nodes / links", "", "made in", "file", "shown", "ratio", "blocked", "idle", "drag", "click", "heap"], rows)
    )
    write_page(text, arguments.output)


if __name__ == "__main__":
    main()
