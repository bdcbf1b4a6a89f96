"""What the tests share: the real report and its labels where they are, the graph of each, a Neo4j server, and a browser with pages to open.

SESAKU_DOCUMENT and SESAKU_LABELS say where they are; SESAKU_REQUIRE names what must not be skipped.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from loaders.assemble import LoadedPlan, load_plan
from sesaku.plans import open_plan
from tests import browser as chromium
from tests import browser_plans as plans
from tests.neo4j_server import NoServer, Server, start_server, stop_server, what_is_missing

if TYPE_CHECKING:
    from neo4j import Driver

    from loaders.neo4j_server import Server as Ours


def needed(what: str, reason: str) -> None:
    """Skip a test that lacks what it needs; fail it where SESAKU_REQUIRE names that."""
    if what in os.environ.get("SESAKU_REQUIRE", "").split(","):
        pytest.fail(f"required: {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def document() -> Path:
    """The real report of Tokyo's plan."""
    path = Path(os.environ.get("SESAKU_DOCUMENT", ""))
    if not path.is_file():
        needed("document", "SESAKU_DOCUMENT does not name the report")
    return path


@pytest.fixture(scope="session")
def labels() -> Path:
    """The folder with the report's labels and their scorer."""
    path = Path(os.environ.get("SESAKU_LABELS", ""))
    if not os.environ.get("SESAKU_LABELS") or not path.is_dir():
        needed("document", "SESAKU_LABELS does not name the folder of the labels")
    return path


@pytest.fixture(scope="session")
def tokyo(document: Path) -> LoadedPlan:
    """The real report, read without a profile."""
    return load_plan(document)


@pytest.fixture(scope="session")
def neo4j_server() -> Iterator[Server]:
    """The one Neo4j server of the run."""
    if lacks := what_is_missing():
        needed("neo4j", lacks)
    try:
        server = start_server()
    except NoServer as error:
        needed("neo4j", str(error))
    yield server
    stop_server(server)


@pytest.fixture(scope="session")
def neo4j_driver(neo4j_server: Server) -> Iterator[Driver]:
    """A driver of the run's server."""
    with neo4j_server.driver() as driver:
        driver.verify_connectivity()
        yield driver


@pytest.fixture
def database(neo4j_driver: Driver) -> Driver:
    """A driver of the run's server, whose database holds no nodes; constraints and indexes stay."""
    with neo4j_driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()
    return neo4j_driver


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --pictures: tests in the browser write their screenshots to docs/pictures."""
    parser.addoption("--pictures", action="store_true", help="write the screenshots of the documentation to docs/pictures")


@pytest.fixture(scope="session")
def launch() -> Iterator[Callable[[str], Any]]:
    """Start a headless Chromium whose names lead where the argument says; one for each, for the whole run."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        needed("browser", "Playwright is not installed (pip install 'sesaku[dev]')")
    path = chromium.find_chromium()
    if path is None:
        needed("browser", "no Chromium is installed (apt-get install chromium)")
    with ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())
        running: dict[str, Any] = {}

        def start(names: str) -> Any:
            if names not in running:
                running[names] = playwright.chromium.launch(executable_path=path, args=[*chromium.FLAGS, f"--host-resolver-rules={names}"])
                stack.callback(running[names].close)
            return running[names]

        yield start


@pytest.fixture(scope="session")
def browser(launch: Callable[[str], Any]) -> Any:
    """A headless Chromium in which no name leads anywhere."""
    return launch(chromium.DEAD)


@pytest.fixture(scope="session")
def graphs(request: pytest.FixtureRequest) -> Callable[[str], Any]:
    """Give a plan's graph by name, made once: bundled, full, real, empty, one, groups, a number of measures, or an odd text."""
    made: dict[str, Any] = {}
    makers: dict[str, Callable[[], Any]] = {
        "bundled": lambda: open_plan(None),
        "full": lambda: load_plan(plans.HERE / "examples" / "aonami_2024-09.txt").graph,
        "real": lambda: request.getfixturevalue("tokyo").graph,
        "empty": lambda: plans.graph_of([]),
        "one": lambda: plans.small_graph(1, item="はじめの取組"),
        "groups": plans.many_groups,
        **{name: (lambda text=text: plans.odd_graph(text)) for name, text in plans.ODD.items()},
    }

    def give(name: str) -> Any:
        if name not in made:
            made[name] = plans.generated_graph(int(name)) if name.isdigit() else makers[name]()
        return made[name]

    return give


@pytest.fixture(scope="session")
def page_file(graphs: Callable[[str], Any], tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Give the file of a plan's page, made once for each name and language."""
    folder = tmp_path_factory.mktemp("pages")

    def give(name: str, lang: str = "ja") -> Path:
        path = folder / f"{name} の地図.{lang}.html"
        if not path.exists():
            text = (
                plans.hostile_page(lang)
                if name == "hostile"
                else plans.graph_to_page(graphs(name), plans.map_answers(graphs(name)), lang=lang)
            )
            path.write_text(text, encoding="utf-8", newline="\n")
        return path

    return give


@pytest.fixture
def opened(browser: Any, page_file: Callable[..., Path]) -> Iterator[Callable[..., chromium.Opened]]:
    """Open a plan's page in a context of its own: `opened("bundled", "view=matrix", lang="en", viewport=…)`."""
    with ExitStack() as stack:

        def give(name: str, address: str = "", *, lang: str = "ja", **how: Any) -> chromium.Opened:
            page: AbstractContextManager[chromium.Opened] = chromium.open_page(browser, page_file(name, lang), address, **how)
            return stack.enter_context(page)

        yield give


@pytest.fixture
def ours(database: Driver, neo4j_server: Server) -> Iterator[Ours]:
    """The product's own connection to the run's server, whose database holds no nodes."""
    from loaders.neo4j_server import open_server
    from tests.neo4j_product import connection_to

    with open_server(connection_to(neo4j_server)) as server:
        yield server
