"""The documentation under test: generated parts are fresh, commands run, links lead somewhere, both languages say the same."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from queries.catalogue import CATALOGUE
from queries.saved_query import SavedQuery
from sesaku.app import COMMANDS
from sesaku.explaining import question_states

HERE = Path(__file__).parents[1]
PAGES = sorted([*HERE.glob("*.md"), *HERE.glob("docs/*.md")])
README = (HERE / "README.md").read_text(encoding="utf-8")
README_JA = (HERE / "README.ja.md").read_text(encoding="utf-8")


def commands(text: str) -> list[str]:
    """Return the lines that a person would type, of the console blocks of a page."""
    blocks = re.findall(r"```console\n(.*?)```", text, re.S)
    return [line for block in blocks if not block.startswith("$") for line in block.strip().split("\n")]


def test_generated_parts_are_fresh() -> None:
    """What cog would write stands there already."""
    pages = [str(page.relative_to(HERE)) for page in PAGES if "[[[cog" in page.read_text(encoding="utf-8")]
    assert len(pages) >= 9
    done = subprocess.run([sys.executable, "-m", "cogapp", "--check", *pages], cwd=HERE, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("line", [line for line in commands(README) if line.startswith("sesaku ")])
def test_readme_commands_run(line: str, tmp_path: Path) -> None:
    """Each is typed as it stands, in a folder with the examples, after the ones that it needs."""
    for name in ("examples/aonami_2024-09.txt", "tests/plans/midori.labels.json", "tests/plans/midori_2025-03.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((HERE / name).read_bytes())
    written = next((name for name in ("aonami.json", "findings.csv") if name in line and f"-o {name}" not in line), None)
    if written:
        (before,) = [other for other in commands(README) if f"-o {written}" in other]
        subprocess.run([sys.executable, "-m", "sesaku", *shlex.split(before)[1:]], cwd=tmp_path, check=True, capture_output=True)
    done = subprocess.run(
        [sys.executable, "-m", "sesaku", *shlex.split(line)[1:]], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr


def test_both_readmes_say_the_same() -> None:
    """The same commands, blocks and pages, in the same order."""
    assert commands(README) == commands(README_JA)
    assert README.count("\n## ") == README_JA.count("\n## ")
    pages = [re.sub(r"\.ja\.md$", ".md", target) for target in re.findall(r"\]\((docs/[^)]+)\)", README_JA)]
    assert re.findall(r"\]\((docs/[^)]+)\)", README) == pages


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link of a page names a file that is there."""
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    """It stands in README and, where a planner needs it, in the planners' pages."""
    assert f"sesaku {command}" in README
    if command not in ("build", "schema", "export"):
        for page in ("planners.md", "planners.ja.md"):
            assert f"sesaku {command}" in (HERE / "docs" / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("query", CATALOGUE, ids=lambda query: query.name)
def test_every_question_is_documented(query: SavedQuery, lang: str) -> None:
    """With its words, parameters, columns, states and Cypher, in both languages."""
    page = (HERE / "docs" / ("queries.ja.md" if lang == "ja" else "queries.md")).read_text(encoding="utf-8")
    (part,) = re.findall(rf'<a id="{query.name}"></a>\n(.*?)(?=<a id=|\Z)', page, re.S)
    for words in (query.title, query.question, query.why, query.how_to_read, query.limits, *(column.head for column in query.columns)):
        assert words.said_in(lang) in part
    for name in (*(f"--{one.name}" for one in query.parameters), *(column.name for column in query.columns), *question_states(query)):
        assert f"`{name}`" in part, name
    assert query.cypher.strip() in part and query.picture.strip() in part and query.tally_cypher.strip() in part


@pytest.mark.parametrize("command", ["ask", "gaps", "overlaps", "whatif", "path", "review", "build"])
def test_the_page_on_questions_names_the_commands(command: str) -> None:
    """Those that ask questions, and those by which findings are accepted."""
    for page in ("queries.md", "queries.ja.md"):
        text = (HERE / "docs" / page).read_text(encoding="utf-8")
        assert f"sesaku {command}" in text or f"`{command} --reviews`" in text


@pytest.mark.parametrize("page", ["queries", "when", "overlaps", "planners", "ledger"])
def test_a_page_has_the_same_parts_in_both_languages(page: str) -> None:
    """As many headings, tables, blocks and generated parts, and the same commands in the same order."""
    texts = [(HERE / "docs" / name).read_text(encoding="utf-8") for name in (f"{page}.md", f"{page}.ja.md")]
    for mark in ("\n## ", "\n| --- |", "\n```", "[[[cog"):
        assert texts[0].count(mark) == texts[1].count(mark), mark
    english, japanese = (re.findall(r"\$ sesaku (\S+(?: [a-z-]+)?)", text) for text in texts)
    assert english == japanese


@pytest.mark.parametrize("page", ["queries.md", "queries.ja.md"])
def test_the_accepted_findings_of_the_page_are_accepted(page: str, tmp_path: Path) -> None:
    """The sample is laid over as it stands: two off the list, one of them out of scope; after its date one comes back."""
    (sample,) = re.findall(r"```csv\n(.*?)```", (HERE / "docs" / page).read_text(encoding="utf-8"), re.S)
    (tmp_path / "review.csv").write_text(sample, encoding="utf-8")
    for today, accepted in (("2026-03-31", 2), ("2026-04-01", 1)):
        line = ["ask", "gap-cells", "--reviews", "review.csv", "--today", today, "-f", "json"]
        done = subprocess.run([sys.executable, "-m", "sesaku", *line], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
        answer = json.loads(done.stdout)
        assert (accepted, 1) == (answer["accepted"], answer["denominator"]["by_state"]["out_of_scope"])


def test_start_py_says_how_it_is_used() -> None:
    """README's two commands are the ones that start.py documents."""
    text = (HERE / "start.py").read_text(encoding="utf-8")
    assert commands(README)[:2] == ["python start.py", "python start.py test"]
    assert all(command in text for command in commands(README)[:2])


@pytest.mark.parametrize(
    ("command", "heavy"),
    [
        ("--help", ["networkx", "xlsxwriter", "loaders.assemble"]),
        ("gaps", ["xlsxwriter", "ahocorasick_rs", "loaders.assemble", "rich.table"]),
    ],
)
def test_nothing_heavy_is_loaded_that_is_not_needed(command: str, heavy: list[str]) -> None:
    """--help loads neither networkx nor any reader; a question on a graph builds no automaton."""
    code = f"import sys; from sesaku.app import run; run([{command!r}]); print(sorted(set({heavy!r}) & set(sys.modules)), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stderr.strip().split("\n")[-1] == "[]"
