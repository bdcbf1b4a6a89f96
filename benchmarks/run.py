"""Speed, side by side in one run and as ratios: `python -m benchmarks.run [REPORT.txt] [--questions|--starts] [-o docs/benchmarks.md]`.

With --questions the saved questions alone, with --starts all but these; the rest of a page that stands is kept. Whole processes in turn (A B A B …), medians; matching inside one process. Absolute times are this machine's; read the ratios.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.questions import HEADING, question_tables
from benchmarks.turns import Pair, ratio_table, to_table, write_page
from graph_model.taxonomy import read_taxonomies
from loaders.cues import Matcher
from loaders.folding import fold

PIECE = 10_000
"""Characters of one piece of text, as long as a long cell."""
EMPTY_APP = "import typer\napp = typer.Typer()\n@app.command()\ndef a(): pass\n@app.command()\ndef b(): pass\napp()\n"
NETWORKX_APP = "import typer\napp = typer.Typer()\n@app.command()\ndef a():\n    import networkx\napp()\n"
SAMPLE = Path(__file__).parents[1] / "examples" / "aonami_2024-09.txt"


def start_up_pairs(document: Path, folder: Path) -> list[Pair]:
    """Return commands and their yardsticks: --help, gaps, build, workbook and brief."""
    (folder / "empty_app.py").write_text(EMPTY_APP, encoding="utf-8")
    (folder / "networkx_app.py").write_text(NETWORKX_APP, encoding="utf-8")
    python, sesaku = sys.executable, [sys.executable, "-m", "sesaku"]
    networkx = ([python, "-c", "import networkx"], "`import networkx`")
    writer = ([python, "-c", "import networkx, xlsxwriter"], "`import networkx, xlsxwriter`")
    empty = ([python, str(folder / "empty_app.py"), "--help"], "a typer app with two empty commands, `--help`")
    app = ([python, str(folder / "networkx_app.py")], "a typer app that imports networkx")
    workbook = [*sesaku, "report", "-o", str(folder / "plan.xlsx")]
    brief = [*sesaku, "report", "--about", "福祉局", "-o", str(folder / "brief.html")]
    return [
        Pair([*sesaku, "--help"], "`sesaku --help`", *empty, 1.3),
        Pair([*sesaku, "gaps"], "`sesaku gaps` (bundled plan)", *app, 1.5),
        Pair([*sesaku, "build", str(document), "-o", str(folder / "plan.json")], f"`sesaku build {document.name}`", *networkx, 3.0),
        Pair(workbook, "`sesaku report -o plan.xlsx` (bundled plan)", *writer, 5.0),
        Pair(brief, "`sesaku report --about 福祉局 -o brief.html` (bundled plan)", *writer, 5.0),
    ]


def matching_rows() -> list[list[str]]:
    """Return rows for matching: cost a character by number of terms and by length of text, beside one regular expression."""
    rng = random.Random(1)
    letters = "支援相談女性施設保護連携研修生活自立就労住宅医療教育児童家庭若年外国"
    sentence = fold(SAMPLE.read_text(encoding="utf-8")).text
    rows = []
    for count in (200, 2_000, 20_000):
        words = sorted({"".join(rng.choices(letters, k=rng.randint(3, 7))) for _ in range(count)})
        groups = read_taxonomies()["groups"]
        matcher = Matcher([groups._replace(terms=(groups.terms[0]._replace(cues=tuple(words), masks=(), weak_cues=()),))])
        pattern = re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))
        for size in (100_000, 1_000_000, 50_000_000):
            pieces = [(sentence * (PIECE // len(sentence) + 1))[:PIECE]] * (size // PIECE)
            ours = cost(partial(find_all, matcher.find, pieces), size)
            # One alternation over many terms takes minutes on the larger texts, and its cost a character does not change.
            theirs = cost(partial(find_all, pattern.findall, pieces), size) if size <= 1_000_000 else "–"
            rows.append([f"{count:,}", f"{size // 1000:,} k", ours, theirs])
    return rows


def find_all(find: Callable[[str], object], pieces: list[str]) -> None:
    """Look through every piece."""
    for piece in pieces:
        find(piece)


def cost(work: Callable[[], object], characters: int) -> str:
    """Return the least time of three calls (one for long ones), in nanoseconds a character."""
    found = []
    while len(found) < 3 and sum(found) < 3:
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return f"{min(found) / characters * 1e9:.0f} ns"


def speed_tables(document: Path) -> str:
    """Return the tables on start-up and matching, as Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        start_up = ratio_table(start_up_pairs(document, Path(folder)))
    return (
        "# Speed\n\nMade by `python -m benchmarks.run`. Medians of whole processes run in turn; read the ratios.\n\n"
        + start_up
        + "\nMatching, cost a character (Aho-Corasick over all terms at once, beside one `re` alternation):\n\n"
        + to_table(["terms", "characters", "sesaku", "`re`"], matching_rows())
    )


def main() -> None:
    """Measure and print the tables, or write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("document", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--questions", action="store_true", help="the saved questions alone")
    parser.add_argument("--starts", action="store_true", help="starts and matching alone")
    parser.add_argument("-o", "--output", type=Path)
    arguments = parser.parse_args()
    stands = arguments.output.read_text(encoding="utf-8") if arguments.output and arguments.output.exists() else ""
    starts, heading, questions = stands.partition(HEADING)
    text = starts if arguments.questions else speed_tables(arguments.document)
    text += heading + questions if arguments.starts else question_tables()
    write_page(text, arguments.output)


if __name__ == "__main__":
    main()
