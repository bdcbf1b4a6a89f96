"""The command line as a planner types it: every command, every format, and what it says when something is wrong."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest
from jsonschema import Draft202012Validator

from sesaku.app import COMMANDS, run
from tests.small import plan_of, write_plan

ROWS = (
    "1|外国語の案内|外国籍の方からの相談に、通訳を交えて応じます。|実施|国際局",
    "2|=夜の見回り|ＮＰＯ法人に委託し、若年女性への声掛けを行います。|令和7年度に開始予定|福祉局 ★",
    "3|@受入れ|妊産婦の一時保護を行い、住まいを探します。|実施|福祉局 住宅局",
    "1 再掲|外国語の案内|外国籍の方と妊産婦からの相談に、通訳を交えて応じます。|実施|国際局",
)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A small document whose path holds Japanese and a space."""
    return write_plan(tmp_path, *ROWS)


@pytest.fixture
def graph(plan: Path, capfd: pytest.CaptureFixture[str]) -> Path:
    """Its graph."""
    target = plan.with_suffix(".json")
    assert 0 == run(["build", str(plan), "-o", str(target)])
    capfd.readouterr()
    return target


def said(capfd: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    """Run a command, hold its exit code, and return what it printed."""
    found = run(["--lang", "ja", *arguments])
    out, err = capfd.readouterr()
    assert code == found, err
    return out if not code else err


def test_list_filters_combine(graph: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Every filter must hold; names and ids both do."""

    def numbers(*arguments: str) -> list[str]:
        return [row["number"] for row in json.loads(said(capfd, "list", *arguments, str(graph), "-f", "json"))["rows"]]

    assert ["1", "2", "3"] == numbers()
    assert ["1", "3"] == numbers("--group", "妊産婦")
    assert ["1"] == numbers("--group", "妊産婦", "--group", "foreign_nationals")
    assert ["2"] == numbers("--star", "--bureau", "福祉局", "--partner", "npo", "--status", "予定")
    assert ["3"] == numbers("--bureau", "福祉局", "--bureau", "住宅局", "--support", "住居")
    assert ["1"] == numbers("--relisted", "--goal", "1")
    assert ["2"] == numbers("--text", "NPO法人")
    assert [] == numbers("--text", "見つからない語")


def test_why_shows_words_and_places(graph: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """By number, name, English name or id, with quotes, lines and the relisting's own words."""
    text = said(capfd, "why", "1", str(graph))
    for words in ("外国籍", "「外国籍」", "通訳", "再掲の語", "文言が違う"):
        assert words in text
    for name in ("外国籍", "foreign_nationals", "Foreign nationals", "group:foreign_nationals"):
        assert "3取組のうち 1: 1" in said(capfd, "why", name, str(graph))
    assert "若年女性" in said(capfd, "why", "2", str(graph)) and "予定" in said(capfd, "why", "2", str(graph))


def test_why_names_what_comes_near(graph: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A typo, another word for the same, a part of several."""
    assert "外国籍" in said(capfd, "why", "外国籍者", str(graph), code=1)
    assert "妊産婦" in said(capfd, "why", "妊婦", str(graph), code=1)
    assert "複数" in said(capfd, "why", "女性", str(graph), code=1)


def test_gaps_as_data_hold_their_laws(graph: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """An answer a question, groups and cells first; the cell of 妊産婦 × 一時保護 is No. 3's."""
    by_group, by_cell, *_ = json.loads(said(capfd, "gaps", str(graph), "-f", "json"))
    assert ("gap-groups", 21, "gap-cells", 294) == (by_group["query"], by_group["total_rows"], by_cell["query"], by_cell["total_rows"])
    (row,) = [
        row for row in by_cell["rows"] if row["group"] == "group:expectant_mothers" and row["support"] == "support:temporary_protection"
    ]
    assert ("thin", 1) == (row["state"], row["count"])
    assert "/3" in row["measures"][0]
    assert by_cell["denominator"]["measures"] == 3


def test_the_gaps_screen_has_its_denominators(graph: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """294 cells, 21 groups, N of M links reviewed, and the next command."""
    text = said(capfd, "gaps", str(graph))
    for words in ("294区分", "21対象者", "確認済み 0件", "3取組・再掲1", "次に", "支援がないという意味ではありません"):
        assert words in text
    assert "トランスジェンダー女性" in said(capfd, "gaps", "--group", "トランスジェンダー女性", str(graph))


@pytest.mark.parametrize(
    "command", [["list"], ["show"], ["gaps"], ["overlaps"], ["ask", "gap-goals"], ["why", "1"], ["why", "外国籍"], ["check"]]
)
@pytest.mark.parametrize("how", ["table", "csv", "json", "markdown", "xlsx"])
def test_every_format_of_every_table(command: list[str], how: str, graph: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A file in each format reads back; no cell is a formula."""
    target = tmp_path / f"出力 {command[0]}.{how}"
    said(capfd, *command, str(graph), "--format", how, "-o", str(target))
    data = target.read_bytes()
    if how == "xlsx":
        sheet = openpyxl.load_workbook(target).active
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert sheet.max_row > 1 and not any(cell.data_type == "f" for cell in cells)
        return
    text = data.decode("utf-8-sig")
    if how == "csv":
        rows = list(csv.reader(io.StringIO(text)))
        assert data.startswith(b"\xef\xbb\xbf") and len({len(row) for row in rows}) == 1 and len(rows) > 1
        assert not any(cell[:1] in ("=", "+", "@") for row in rows for cell in row)
    elif how == "json":
        assert json.loads(text)
    elif how == "markdown":
        assert text.startswith("| ") and len({line.count(" | ") for line in text.strip().split("\n")}) == 1
    else:
        assert text.strip()


def test_xlsx_wants_a_file(graph: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """It is not written to the screen."""
    assert "-o" in said(capfd, "list", str(graph), "-f", "xlsx", code=1)


@pytest.mark.parametrize("how", ["graphml", "gexf", "csv", "json"])
def test_export_keeps_every_node_and_link(how: str, graph: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """As many as in the graph, twice the same bytes."""
    import networkx as nx

    data = json.loads(graph.read_text(encoding="utf-8"))
    counts = (len(data["nodes"]), len(data["edges"]))
    targets = [tmp_path / f"{name}.{how}" if how != "csv" else tmp_path / name for name in ("a", "b")]
    for target in targets:
        said(capfd, "export", str(graph), "-o", str(target), "-f", how)
    if how == "csv":
        texts = [(targets[0] / f"{name}.csv").read_bytes().decode("utf-8-sig") for name in ("nodes", "edges")]
        assert counts == tuple(len(list(csv.reader(io.StringIO(text, newline="")))) - 1 for text in texts)
        return
    assert targets[0].read_bytes() == targets[1].read_bytes()
    if how == "json":
        assert graph.read_bytes() == targets[0].read_bytes()
        return
    read = nx.read_graphml(targets[0]) if how == "graphml" else nx.read_gexf(targets[0])
    assert counts == (read.number_of_nodes(), read.number_of_edges())


def test_the_schema_fits_what_build_writes(graph: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """`sesaku schema` validates the graph."""
    schema = json.loads(said(capfd, "schema"))
    Draft202012Validator(schema).validate(json.loads(graph.read_text(encoding="utf-8")))
    assert "RELISTED_IN" in said(capfd, "schema", "--kinds")


def test_two_builds_are_the_same_bytes_and_facts_leave_the_sentences_out(
    plan: Path, graph: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Same document, same bytes; --facts-only keeps the hashes."""
    again, facts = tmp_path / "again.json", tmp_path / "facts.json"
    said(capfd, "build", str(plan), "-o", str(again))
    said(capfd, "build", str(plan), "-o", str(facts), "--facts-only")
    assert graph.read_bytes() == again.read_bytes()
    nodes = [node for node in json.loads(facts.read_text(encoding="utf-8"))["nodes"] if node["kind"] == "Measure"]
    assert all("status_text_hash" in node and not {"text", "status_text"} & set(node) for node in nodes)
    assert "事項と根拠の語だけ" in _errors(capfd, "list", "--text", "外国籍", str(facts))
    assert (
        json.loads(said(capfd, "gaps", str(facts), "-f", "json"))[1]["rows"]
        == json.loads(said(capfd, "gaps", str(graph), "-f", "json"))[1]["rows"]
    )


def _errors(capfd: pytest.CaptureFixture[str], *arguments: str) -> str:
    run(["--lang", "ja", *arguments])
    return capfd.readouterr().err


def test_check_exits_with_1_where_something_is_not_understood(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """And says which line; --lines shows every line's fate."""
    path = write_plan(tmp_path, *ROWS)
    said(capfd, "check", str(path))
    assert "行" in said(capfd, "check", "--lines", str(path))
    path.write_text(path.read_text(encoding="utf-8") + "\n迷子の文がここにある。\n", encoding="utf-8")
    assert 1 == run(["check", str(path), "--lang", "ja"])
    assert "迷子の文" in capfd.readouterr().out


@pytest.mark.parametrize("command", [None, *COMMANDS])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_help_speaks_both_languages(command: str | None, lang: str, capfd: pytest.CaptureFixture[str]) -> None:
    """Every command and option has words of its own; none is left in two languages at once."""
    assert 0 == run([*([command] if command else []), "--help", "--lang", lang])
    text = capfd.readouterr().out
    assert "\x1f" not in text
    assert ("文書" in text or "計画" in text or "形式" in text) == (lang == "ja")


def test_lang_may_stand_anywhere_and_only_what_is_known(graph: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Before, between and behind; a wrong one is wrong usage."""
    for arguments in (["--lang", "ja", "show", str(graph)], ["show", "--lang=ja", str(graph)], ["show", str(graph), "--lang", "ja"]):
        assert 0 == run(arguments)
        assert "取組" in capfd.readouterr().out
    assert 2 == run(["show", "--lang", "fr", str(graph)])
    assert 2 == run(["show", str(graph), "--lang"])
    assert 2 == run(["sho"])
    assert 2 == run(["list", "--colour", "red"])


def test_sesaku_plan_names_the_plan(graph: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """And it is said which was read."""
    monkeypatch.setenv("SESAKU_PLAN", str(graph))
    assert 0 == run(["show", "--lang", "en"])
    out, err = capfd.readouterr()
    assert "SESAKU_PLAN" in err and "measures: 3" in out
    monkeypatch.delenv("SESAKU_PLAN")
    assert 0 == run(["show", "--lang", "en"])
    out, err = capfd.readouterr()
    assert "bundled" in err and "measures: 119" in out


JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"
HEAD = "No.\t事項\t内容\t取組状況\t所管局\n"
BAD = {
    "empty.txt": (b"", "空です"),
    "blank.txt": (b" \n\n", "空です"),
    "photo.txt": (JPEG, "JPEG"),
    "random.txt": (bytes(range(1, 256)) * 4, "文字として読めません"),
    "zeros.txt": (b"a\x00b" * 99, "文字のファイルではありません"),
    "head.csv": (b"a,b,c\r\n1,2,3\r\n", "見出し行"),
    "no_rows.txt": (HEAD.encode(), "番号のある取組の行がありません"),
    "no_text.txt": ("No.\t事項\t取組状況\t所管局\n1\t窓口\t実施\t福祉局".encode(), "「内容」の欄がありません"),
    "quote.csv": ('No.,事項,内容\n1,"窓口,配ります。\n'.encode(), "引用符"),
    "report.xlsx": (b"PK\x03\x04", "まだ読めません"),
    "report.docx": (b"PK\x03\x04", "まだ読めません"),
    "report.pdf": (b"%PDF-1.7", "まだ読めません"),
    "pdf.txt": (b"%PDF-1.7", "PDF"),
    "broken.json": (b'{"directed": true, "no', "JSONとして読めません"),
    "other.json": (b'{"a": 1}', "sesaku が作ったグラフではありません"),
    "newer.json": (b'{"graph": {"schema": "sesaku-graph/2"}, "nodes": [], "edges": []}', "新しい"),
    "cp932.json": ('{"graph": "計画"}'.encode("cp932"), "UTF-8"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gives_one_clear_line(name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What was expected, what stood there, what to do; exit code 1; nothing written."""
    data, words = BAD[name]
    path = tmp_path / name
    path.write_bytes(data)
    assert 1 == run(
        [
            "gaps" if name.endswith(".json") else "build",
            str(path),
            *([] if name.endswith(".json") else ["-o", str(tmp_path / "out.json")]),
            "--lang",
            "ja",
        ]
    )
    out, err = capfd.readouterr()
    assert "" == out and 1 == err.count("\n") and words in err and "Traceback" not in err
    assert [name] == [found.name for found in tmp_path.iterdir()]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "missing.txt"], "がありません"),
        (["build", "."], "フォルダー"),
        (["gaps", "missing.json"], "がありません"),
        (["build", "{plan}", "--encoding", "cp932", "-o", "x.json"], "--encoding"),
        (["build", "{plan}", "--encoding", "klingon", "-o", "x.json"], "知られていません"),
        (["build", "{plan}", "--column", "colour=事項", "-o", "x.json"], "colour"),
        (["build", "{plan}", "--column", "事項", "-o", "x.json"], "役割=見出し"),
        (["build", "{plan}", "--profile", "missing.toml", "-o", "x.json"], "がありません"),
        (["build", "{plan}", "-o", "{folder}"], "書けません"),
        (["build", "{plan}", "-o", "{plan}/x.json"], "書けません"),
        (["gaps", "--group", "支援者", "{plan}"], "対象ではありません"),
        (["list", "--goal", "9", "{plan}"], "ありません"),
    ],
)
def test_wrong_requests_give_one_clear_line(
    arguments: list[str], words: str, plan: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line at the end of stderr, exit code 1, nothing written."""
    monkeypatch.chdir(plan.parent)
    assert 1 == run([argument.format(plan=plan, folder=plan.parent) for argument in arguments] + ["--lang", "ja"])
    err = capfd.readouterr().err
    assert words in err.strip().split("\n")[-1] and "Traceback" not in err
    assert [plan.name] == [found.name for found in plan.parent.iterdir()]


@pytest.mark.parametrize("option", [["--taxonomy", "a.toml"], ["--encoding", "cp932"], ["--no-profile"], ["--as-of", "2026-01"]])
def test_an_option_that_would_do_nothing_is_refused(
    option: list[str], graph: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A graph is not read anew: what tells how a document is read, or the date of forms, is named and nothing is written."""
    assert 2 == run(["build", str(graph), "-o", str(tmp_path / "other.json"), *option, "--lang", "en"])
    assert option[0] in capfd.readouterr().err and not (tmp_path / "other.json").exists()


def test_a_profile_that_does_not_fit_names_the_difference(plan: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Counts and corrections are held against the document."""
    profile = tmp_path / "p.toml"
    for text, words in (
        ("[expected]\nmeasures = 4\n", "measures: 3 ≠ 4"),
        ('[expected]\nabsent = ["2"]\n', "absent"),
        ('[[correction]]\nline = 5\ncell = 1\nstands = "外"\nreads = "内"\nwhy = "頁では"\n', ""),
        ('[[correction]]\nline = 5\ncell = 1\nstands = "空"\nreads = "内"\nwhy = "頁では"\n', "「空」"),
        ("colour = 3\n", "colour"),
        ("[expected", "TOML"),
    ):
        profile.write_text(text, encoding="utf-8")
        code = run(["build", str(plan), "--profile", str(profile), "-o", str(tmp_path / "x.json"), "--lang", "ja"])
        assert int(bool(words)) == code
        assert words in capfd.readouterr().err
    assert '"item": "内国語の案内"' in (tmp_path / "x.json").read_text(encoding="utf-8")


def test_an_output_that_cannot_be_written_leaves_the_old_one(
    plan: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fills in the middle: the old file stands whole and nothing else is left."""
    target = tmp_path / "old.json"
    target.write_text("old", encoding="utf-8")

    def full(self: Path, other: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert 1 == run(["build", str(plan), "-o", str(target)])
    assert "old" == target.read_text(encoding="utf-8")
    assert {plan.name, "old.json"} == {found.name for found in tmp_path.iterdir()}


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_an_interrupted_build_leaves_the_old_output(tmp_path: Path) -> None:
    """Ctrl-C in the middle: one line, the old file whole."""
    text = (
        plan_of(*ROWS).source.text
        + "\n"
        + "\n".join(f"{n}\t窓口\t外国籍の方からの相談に、通訳を交えて応じます。\t実施\t国際局" for n in range(10, 40_000))
    )
    (tmp_path / "big.txt").write_text(text, encoding="utf-8")
    (tmp_path / "out.json").write_text("old", encoding="utf-8")
    code = (
        "import sys; print('ready', flush=True); from sesaku.app import main; main(['build', 'big.txt', '-o', 'out.json', '--lang', 'en'])"
    )
    process = subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert 0 != process.returncode and "Traceback" not in err, err
    assert "old" == (tmp_path / "out.json").read_text(encoding="utf-8")
    assert {"big.txt", "out.json"} == {found.name for found in tmp_path.iterdir()}


@pytest.mark.parametrize("encoding", ["cp932", "cp437", "ascii", "utf-8"])
def test_any_console_is_printed_to(encoding: str, graph: Path) -> None:
    """What it cannot show is replaced, and where that is all of Japanese, said; nothing breaks."""
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "SESAKU_LANG": "ja"}
    for command in (["gaps"], ["show"], ["why", "1"], ["check"], ["--help"]):
        done = subprocess.run(
            [sys.executable, "-m", "sesaku", *command, *([] if command == ["--help"] else [str(graph)])],
            env=environment,
            capture_output=True,
            check=False,
        )
        assert 0 == done.returncode, done.stderr
        assert (b"cannot print Japanese" in done.stderr) == (encoding in ("cp437", "ascii"))


def test_a_pipe_gets_utf8_and_may_close(graph: Path) -> None:
    """CSV in a pipe is UTF-8 with a BOM whatever the console; a reader that stops early is no error."""
    environment = {**os.environ, "PYTHONIOENCODING": "cp932", "PYTHONUTF8": "0", "SESAKU_LANG": "ja"}
    done = subprocess.run(
        [sys.executable, "-m", "sesaku", "list", str(graph), "-f", "csv"], env=environment, capture_output=True, check=True
    )
    assert done.stdout.startswith(b"\xef\xbb\xbf") and "外国籍" in done.stdout.decode("utf-8")
    process = subprocess.Popen([sys.executable, "-m", "sesaku", "export", "-f", "json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None and process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    process.wait(timeout=60)
    assert b"Traceback" not in err and b"Exception" not in err, err


def test_nothing_depends_on_the_default_encoding(plan: Path, graph: Path, tmp_path: Path) -> None:
    """With cp932 as the default of open(), and a warning for each file opened without an encoding made an error, all is the same."""
    code = (
        "import io, sys, locale, builtins, _io\n"
        "locale.getpreferredencoding = lambda *a: 'cp932'\n"
        "locale.getencoding = lambda: 'cp932'\n"
        "from sesaku.app import run\n"
        "sys.exit(max(run(a) for a in (['build', sys.argv[1], '-o', 'x.json'], ['gaps', 'x.json', '-o', 'x.txt'], ['check', sys.argv[1]], ['export', 'x.json', '-o', 'x.graphml'])))\n"
    )
    environment = {**os.environ, "PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(
        [sys.executable, "-X", "warn_default_encoding", "-W", "error::EncodingWarning", "-c", code, str(plan)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert 0 == done.returncode, done.stderr.decode("utf-8", "replace")
    assert graph.read_bytes() == (tmp_path / "x.json").read_bytes()
    assert "294" in (tmp_path / "x.txt").read_text(encoding="utf-8")


def test_completion_knows_names(graph: Path) -> None:
    """Groups, bureaus and numbers of the plan that is in use."""
    environment = {**os.environ, "SESAKU_PLAN": str(graph), "_SESAKU_COMPLETE": "complete_bash", "PYTHONUTF8": "1"}

    def complete(words: str, at: int) -> str:
        return subprocess.run(
            [sys.executable, "-c", "from sesaku.app import main; main()"],
            env={**environment, "COMP_WORDS": words, "COMP_CWORD": str(at)},
            capture_output=True,
            encoding="utf-8",
            check=False,
        ).stdout

    assert "外国籍" in complete("sesaku list --group 外", 3).split()
    assert ["国際局"] == complete("sesaku list --bureau 国", 3).split()
    assert "3" in complete("sesaku why 3", 2).split()
    assert "gaps" in complete("sesaku ga", 1).split()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_plain_run_imports_nothing_that_only_help_needs(language: str) -> None:
    """In neither language is rich imported, nor the matcher of cues, where no document is read."""
    code = f"import sys; from sesaku.app import run; code = run(['gaps', '--lang', {language!r}]); print(code, {{'rich', 'ahocorasick_rs'}} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1"}, check=True
    )
    assert done.stdout.splitlines()[-1] == "0 set()"


def test_a_wrong_option_is_told_in_a_panel_of_the_language(capfd: pytest.CaptureFixture[str]) -> None:
    """The panel's title is named when there is an error to show."""
    assert run(["gaps", "--nosuch", "--lang", "ja"]) == 2
    assert "エラー" in capfd.readouterr().err
