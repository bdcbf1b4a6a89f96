"""The commands on Neo4j as they are typed, and the page about them: every command and query on it is run."""

from __future__ import annotations

import json
import re
import shlex
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graph_model.formats import graph_to_json, json_to_graph
from graph_model.kinds import EDGE_KINDS, NODE_KINDS
from loaders.neo4j_server import LEAST_VERSION
from queries.catalogue import CATALOGUE
from sesaku.app import run
from sesaku.neo4j_kit import examples, kit_files
from sesaku.plans import bundled_text
from tests.neo4j_product import push
from tests.test_neo4j_model import HOSTILE

if TYPE_CHECKING:
    from loaders.neo4j_server import Server as Ours
    from tests.neo4j_server import Server

HERE = Path(__file__).parents[1]
TOKYO = "plan:tokyo-2025-01"


@pytest.fixture
def entered(ours: Ours, neo4j_server: Server, monkeypatch: pytest.MonkeyPatch) -> Ours:
    """The run's server, empty and named by the environment."""
    for name, value in (("URI", neo4j_server.bolt_uri), ("USERNAME", neo4j_server.user), ("PASSWORD", neo4j_server.password)):
        monkeypatch.setenv(f"NEO4J_{name}", value)
    monkeypatch.delenv("NEO4J_DATABASE", raising=False)
    monkeypatch.delenv("SESAKU_PLAN", raising=False)
    return ours


def said(capfd: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    """Run a command and return what it printed: the error where it fails."""
    found = run(["--lang", "en", *arguments])
    out, err = capfd.readouterr()
    assert code == found, err
    return err if code else out


def undoubted(answer: Any) -> Any:
    """Return an answer, or several, whose rows know nothing of doubt."""
    for one in answer if isinstance(answer, list) else [answer]:
        for row in one["rows"]:
            row["robust"] = row["flip"] = None
    return answer


def test_push_status_and_questions(entered: Ours, capfd: pytest.CaptureFixture[str]) -> None:
    """The same JSON as the local graph's; names are found in the database; the plan is chosen where there are several."""
    first = json.loads(said(capfd, "neo4j", "push", "-f", "json"))[0]
    assert 119 == first["counts"]["Measure"]["created"] and 267 == first["server"]["nodes_created"]
    assert {} == json.loads(said(capfd, "neo4j", "push", "-f", "json"))[0]["server"]
    for command in (
        ["gaps"],
        ["overlaps"],
        ["ask", "overlap-pairs", "--measure", "No.49"],
        ["ask", "overlap-pairs", "--measure", "tokyo-2025-01/49"],
        ["ask", "gap-cells", "--group", "外国籍"],
    ):
        local = said(capfd, *command, "-f", "json")
        assert undoubted(json.loads(local)) == json.loads(said(capfd, *command, "--neo4j", "-f", "json"))
    assert said(capfd, "gaps") == said(capfd, "gaps", "--neo4j")
    assert said(capfd, "overlaps") == said(capfd, "overlaps", "--neo4j")
    said(capfd, "neo4j", "push", str(HERE / "examples/aonami_2024-09.txt"))
    assert "tokyo-2025-01" in said(capfd, "gaps", "--neo4j", code=1)
    assert "青波県" in said(capfd, "gaps", "--neo4j", "--plan", "青波県-2024-09")
    of_another = ("--plan", "青波県-2024-09", "--measure", "tokyo-2025-01/49")
    assert "tokyo-2025-01/49" in said(capfd, "ask", "overlap-pairs", "--neo4j", *of_another, code=1)
    assert "tokyo-2025-01" in said(capfd, "gaps", "--neo4j", "--plan", "nowhere", code=1)
    assert 2 == run(["gaps", "--neo4j", str(HERE / "examples/aonami_2024-09.txt")])
    assert 2 == run(["gaps", "--plan", "tokyo-2025-01"])
    capfd.readouterr()
    found = {plan["id"]: plan for plan in json.loads(said(capfd, "neo4j", "status", "-f", "json"))["plans"]}
    assert ("complete", True, 119) == (found[TOKYO]["state"], found[TOKYO]["local"], found[TOKYO]["counts"]["Measure"])
    assert found["plan:青波県-2024-09"]["local"] is None
    graph = json_to_graph(bundled_text())
    assert Counter(data["kind"] for _, data in (*graph.nodes(data=True), *((0, data) for *_, data in graph.edges(data=True)))) == Counter(
        {"Plan": 1, **found[TOKYO]["counts"]}
    )
    entered.write(lambda run: run("MATCH (m:Measure {number: '49'})-[r:SERVES]->() DELETE r"))
    assert "differs" in said(capfd, "neo4j", "status")
    entered.write(lambda run: run("MATCH (p:Plan {id: $id}) SET p.loading = 'x'", id=TOKYO))
    assert "not completely loaded" in said(capfd, "gaps", "--neo4j", "--plan", TOKYO, code=1)
    assert "unfinished" in said(capfd, "neo4j", "status")


def test_a_strangers_plans_are_no_plans_of_ours(entered: Ours, capfd: pytest.CaptureFixture[str]) -> None:
    """Nodes of her own that are called Plan, without an id, with ids of any kind, are neither asked nor listed nor in the way."""
    said(capfd, "neo4j", "push")
    before = said(capfd, "gaps", "--neo4j", "-f", "json")
    entered.write(lambda run: run("CREATE (:Plan {name: 'my own plan'}), (:Plan {id: 1}), (:Plan {id: 'mine', title: 'x', loaded: 'x'})"))
    entered.write(lambda run: run("CREATE (:Plan {id: 'plan:mine', title: '私の計画'}), (:Plan {id: ['plan:x'], loading: 1})"))
    assert before == said(capfd, "gaps", "--neo4j", "-f", "json") == said(capfd, "gaps", "--neo4j", "--plan", TOKYO, "-f", "json")
    for wanted in ("mine", "私の計画"):
        assert "there is no plan" in said(capfd, "gaps", "--neo4j", "--plan", wanted, code=1)
    states = {plan["id"]: plan["state"] for plan in json.loads(said(capfd, "neo4j", "status", "-f", "json"))["plans"]}
    assert {TOKYO: "complete", "plan:mine": "unknown"} == states


def test_a_title_that_two_editions_have_names_neither(entered: Ours, capfd: pytest.CaptureFixture[str]) -> None:
    """The line names both ids; an id, and a title that one plan alone has, name a plan."""
    push(entered, *(json_to_graph(bundled_text().replace("tokyo-2025-01", name)) for name in ("tokyo-2025-01", "tokyo-2026-01")))
    entered.write(lambda run: run("MATCH (p:Plan) SET p.title = '計画'"))
    refused = said(capfd, "gaps", "--neo4j", "--plan", "計画", code=1)
    assert all(name in refused for name in ("2 plans are called", "tokyo-2025-01", "tokyo-2026-01"))
    later = said(capfd, "gaps", "--neo4j", "--plan", "plan:tokyo-2026-01", "-f", "json")
    entered.write(lambda run: run("MATCH (p:Plan {id: 'plan:tokyo-2026-01'}) SET p.title = '次の計画'"))
    assert later == said(capfd, "gaps", "--neo4j", "--plan", "次の計画", "-f", "json")


def test_cypher_prints_rows(entered: Ours, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A text or a file, parameters, a table, CSV or JSON; and what `ask --cypher` prints can be run."""
    push(entered, json_to_graph(bundled_text()))
    file = tmp_path / "問い.cypher"
    file.write_text("// 数\nMATCH (m:Measure) WHERE m.id STARTS WITH $start RETURN count(m) AS n;\n", encoding="utf-8")
    assert [{"n": 119}] == json.loads(said(capfd, "neo4j", "cypher", str(file), "-p", "start=measure:", "-f", "json"))
    assert "n\r\n119" in said(capfd, "neo4j", "cypher", str(file), "-p", "start=measure:", "-f", "csv")
    text = said(capfd, "ask", "gap-groups", "--cypher").split(";\n")[0]
    options = ["-p", f"plan={TOKYO}", "-p", "reviewed_only=false", "-p", "thin=1"]
    assert 21 == len(json.loads(said(capfd, "neo4j", "cypher", text, *options, "-f", "json")))
    assert "none.cypher" in said(capfd, "neo4j", "cypher", str(tmp_path / "none.cypher"), code=1)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_favourite_and_example_runs_as_pasted(lang: str, entered: Ours) -> None:
    """Its first line is the question's title; it gives rows (see test_neo4j_pictures), but where Tokyo's plan is without fault."""
    push(entered, json_to_graph(bundled_text()))
    files = kit_files(CATALOGUE, TOKYO, lang)
    for query in CATALOGUE:
        text = files[f"favorites/{query.name}.cypher"]
        assert text.startswith(f"// {query.title.said_in(lang)}\n") and "$" not in text
        assert bool(entered.table(text.strip().removesuffix(";"), {}).rows) == (query.name not in {"gap-no-group", "gap-silos"})
    for words, text in examples(TOKYO):
        assert entered.table(text, {}).rows or "名指ししない" in words.ja
        assert text.split("\n")[0] in files[f"model.{lang}.md"]


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("words", ["x\\u000aRETURN 1 AS injected //", "x\\u000d\\u0027\nRETURN 1 AS injected //", *HOSTILE])
def test_a_plan_named_in_malice_is_only_named(words: str, lang: str, ours: Ours) -> None:
    """Whatever its id, each favourite and example is the question's own Cypher, and the id stands in literals alone."""
    files, honest = (kit_files(CATALOGUE, plan, lang, "悪意 の計画.json") for plan in (f"plan:{words}", TOKYO))
    for query in CATALOGUE[:: 5 if words in HOSTILE else 1]:
        text = files[f"favorites/{query.name}.cypher"]
        comments = [line for line in text.split("\n") if line.startswith("//")]
        assert not any(words.strip() in line for line in comments if len(words.strip()) > 5)
        columns = ours.table(honest[f"favorites/{query.name}.cypher"].strip().removesuffix(";"), {}).columns
        assert columns == ours.table(text.strip().removesuffix(";"), {}).columns
    for _, text in examples(f"plan:{words}"):
        assert "injected" not in ours.table(text, {}).columns


def test_the_first_page_is_about_the_plan_that_was_given(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """It pushes the file that was given, and names nothing that only a copy of the project has."""
    file = HERE / "examples/aonami_2024-09.txt"
    said(capfd, "neo4j", "kit", str(file), "-o", str(tmp_path / "one"))
    said(capfd, "neo4j", "kit", "-o", str(tmp_path / "none"))
    for lang in ("ja", "en"):
        given, unasked = ((tmp_path / name / f"start.{lang}.md").read_text(encoding="utf-8") for name in ("one", "none"))
        assert f"sesaku neo4j push {shlex.quote(str(file))}\nsesaku neo4j status {shlex.quote(str(file))}" in given
        assert "{plan: 'plan:青波県-2024-09'" in given and "--plan 青波県-2024-09" in given.replace("'", "") and "tokyo" not in given
        assert "sesaku neo4j push\nsesaku neo4j status\n" in unasked and "--plan tokyo-2025-01" in unasked and "examples/" not in unasked


def test_the_kit_of_one_plan_of_several(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A file with two plans: one line that names them, unless --plan chooses; nothing is written before."""
    from networkx import compose

    both = compose(*(json_to_graph(bundled_text().replace("tokyo-2025-01", name)) for name in ("tokyo-2025-01", "tokyo-2026-01")))
    file, folder = tmp_path / "two.json", tmp_path / "kit"
    file.write_text(graph_to_json(both), encoding="utf-8")
    for chosen in ((), ("--plan", "nowhere")):
        refused = said(capfd, "neo4j", "kit", str(file), "-o", str(folder), *chosen, code=1)
        assert all(name in refused for name in ("--plan" if not chosen else "nowhere", "tokyo-2025-01", "tokyo-2026-01"))
        assert 1 == len(refused.strip().split("\n")) and not folder.exists()
    for name in ("tokyo-2026-01", "plan:tokyo-2026-01"):
        said(capfd, "neo4j", "kit", str(file), "-o", str(folder), "--plan", name)
        assert "'plan:tokyo-2026-01' AS plan" in (folder / "favorites/gap-cells.cypher").read_text(encoding="utf-8")


def test_no_password_is_typed_where_it_stays(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The first page asks for it on no line that a history keeps or the screen shows; both languages have the same commands."""
    said(capfd, "neo4j", "kit", "-o", str(tmp_path))
    pages = [(tmp_path / f"start.{lang}.md").read_text(encoding="utf-8") for lang in ("ja", "en")]
    for text in pages:
        lines = [
            line for block in re.findall(r"```(?:shell|powershell|console)\n(.*?)```", text, re.S) for line in block.strip().split("\n")
        ]
        assert ["read -rs NEO4J_PASSWORD; export NEO4J_PASSWORD"] == [line for line in lines if "PASSWORD" in line]
        assert "Read-Host" not in text and "PASSWORD=" not in text and "and so on" not in text
    ja, en = (re.findall(r"```(?:shell|powershell)\n(.*?)```", text, re.S) for text in pages)
    assert ja == en and 3 == len(ja)


def test_the_least_version_is_told_everywhere_alike(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the server, on the page about it and on the kit's first page: the one that the program asks for."""
    least = ".".join(map(str, LEAST_VERSION))
    assert f"（{least} 以降" in page("ja") and f"({least} or later" in page("en")
    monkeypatch.setattr("loaders.neo4j_server.LEAST_VERSION", (2031, 1))
    said(capfd, "neo4j", "kit", "-o", str(tmp_path))
    for lang, told in (("ja", "（2031.1 以降"), ("en", "(2031.1 or later")):
        text = (tmp_path / f"start.{lang}.md").read_text(encoding="utf-8")
        assert told in text and least not in text


def test_the_style_has_every_kind() -> None:
    """A colour, a caption and a size for each kind of node; a colour and a caption for each link."""
    style = kit_files(CATALOGUE, TOKYO, "ja")["sesaku.grass"]
    blocks = dict(re.findall(r"^(\S+) \{\n(.*?)^\}", style, re.S | re.M))
    for kind in NODE_KINDS:
        assert all(f"  {name}: " in blocks[f"node.{kind.name}"] for name in ("diameter", "color", "caption"))
        caption = re.findall(r"caption: '\{(\w+)\}'", blocks[f"node.{kind.name}"])[0]
        assert caption in {prop.name for prop in kind.properties}
    for link in EDGE_KINDS:
        assert all(f"  {name}: " in blocks[f"relationship.{link.name}"] for name in ("color", "caption"))


def page(lang: str) -> str:
    """Return the page on Neo4j."""
    return (HERE / "docs" / f"neo4j{'.ja' if lang == 'ja' else ''}.md").read_text(encoding="utf-8")


def typed(text: str) -> list[str]:
    """Return the commands that a page asks to type."""
    return [
        line
        for block in re.findall(r"```console\n(.*?)```", text, re.S)
        for line in block.strip().split("\n")
        if line.startswith("sesaku ")
    ]


def test_each_command_of_the_page_runs_in_turn(
    entered: Ours, capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it stands, in a folder with the examples; both languages have the same."""
    assert typed(page("en")) == typed(page("ja"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples/aonami_2024-09.txt").write_bytes((HERE / "examples/aonami_2024-09.txt").read_bytes())
    for line in typed(page("en")):
        assert 0 == run([*shlex.split(line)[1:], "--lang", "en"]), (line, capfd.readouterr().err)
    for query in re.findall(r"```cypher\n(.*?)```", page("en"), re.S):
        entered.table(query.strip().removesuffix(";"), {})
    assert re.findall(r"```cypher\n(.*?)```", page("en"), re.S) == re.findall(r"```cypher\n(.*?)```", page("ja"), re.S)
