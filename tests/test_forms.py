"""Forms of the yearly round: what they ask, how they are read back, and what is not lost when they are filled in badly."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from jsonschema import Draft202012Validator

from graph_model.formats import json_to_graph
from graph_model.schema import kinds_to_schema
from sesaku.app import run
from tests.small import write_plan

ROWS = (
    "1|外国語の案内|外国籍の方からの相談に応じます。|通訳を置いた|国際局",
    "2|夜の見回り|若年女性への声掛けを行います。|令和7年4月に開始予定|福祉局",
    "3|受入れ|妊産婦の一時保護を行います。|実施|福祉局 住宅局",
    "4|居場所|若年女性の居場所を開きます。|区市町村と連携して実施した|福祉局",
    "2 再掲|夜の見回り|若年女性への声掛けを行います。|令和7年4月に開始予定|福祉局",
)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A small document."""
    return write_plan(tmp_path, *ROWS)


@pytest.fixture
def folder(plan: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Path:
    """Its forms, empty."""
    assert 0 == run(["report", str(plan), "--form", "--dir", str(tmp_path / "様式"), "--today", "2026-01-31", "--lang", "ja"])
    capfd.readouterr()
    return tmp_path / "様式"


def edit(file: Path, change: Callable[[Any, dict[str, int]], None]) -> None:
    """Change a form's sheet of measures and save it; `change` gets the sheet and the columns by head."""
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[1]
    change(sheet, {str(cell.value): cell.column for cell in sheet[1]})
    book.save(file)


def fill(number: str, state: str = "", text: str = "", answer: str = "") -> Callable[[Any, dict[str, int]], None]:
    """Return a change that fills one measure's cells."""

    def change(sheet: Any, heads: dict[str, int]) -> None:
        at = next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, heads["No."]).value == number)
        for head, value in (("今回の状況", state), ("今回の取組状況", text), ("回答", answer)):
            if value:
                sheet.cell(at, heads[head], value)

    return change


def put_about(sheet: Any, name: str, value: str) -> None:
    """Write what a form says of itself under that name."""
    next(row for row in sheet.iter_rows() if row[0].value == name)[1].value = value


def build(plan: Path, folder: Path, capfd: pytest.CaptureFixture[str], *more: str, code: int = 0) -> tuple[Any, str]:
    """Build the next edition and return its graph and what was said."""
    target = plan.parent / "次.json"
    found = run(["build", str(plan), "--forms", str(folder), "-o", str(target), "--lang", "ja", *(more or ("--as-of", "2026-01"))])
    err = capfd.readouterr().err
    assert code == found, err
    if code:
        assert not target.exists() and 1 == err.count("エラー")
        return None, err
    text = target.read_text(encoding="utf-8")
    assert not list(Draft202012Validator(kinds_to_schema()).iter_errors(json.loads(text)))
    return json_to_graph(text, name="次"), err


def test_a_form_asks_what_follows_from_the_graph(folder: Path) -> None:
    """One workbook a bureau; a date that has passed, a shared measure, a sole owner; a list of states; the rest is protected."""
    assert {"国際局.xlsx", "福祉局.xlsx", "住宅局.xlsx"} == {file.name for file in folder.iterdir()}
    book = openpyxl.load_workbook(folder / "福祉局.xlsx")
    sheet = book.worksheets[1]
    heads = {str(cell.value): cell.column for cell in sheet[1]}
    asked = {
        sheet.cell(row, heads["No."]).value: sheet.cell(row, heads["確認いただきたいこと"]).value or ""
        for row in range(2, sheet.max_row + 1)
    }
    assert {"2", "3", "4"} == set(asked)
    assert "2025-04" in asked["2"] and "過ぎています" in asked["2"] and "住宅局との共管" in asked["3"] and "固有の記載" in asked["3"]
    assert "令和7年4月に開始予定" == sheet.cell(2, heads["前回の取組状況"]).value
    (rule,) = [one for one in sheet.data_validations.dataValidation if one.type == "list"]
    assert '"実施,試行,予定,検討中"' == rule.formula1 and sheet.protection.sheet
    assert ["この様式について", "福祉局", "局への問い"] == book.sheetnames
    assert "今回の時点（記入）" == book.worksheets[0]["A3"].value and not book.worksheets[0]["B3"].protection.locked
    assert any("「若年女性」" in str(cell.value) for cell in book["局への問い"]["B"])


def test_filled_forms_make_the_next_edition(plan: Path, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """New ids and date, new stage and words with their place in the form, what rested on the old words alone is gone; the rest stays."""
    edit(folder / "福祉局.xlsx", fill("2", "実施", "ＮＰＯ法人に委託し、毎週金曜に見回りを実施した。", "はい"))
    edit(folder / "福祉局.xlsx", fill("4", "", "開所の時期を検討中"))
    graph, said = build(plan, folder, capfd)
    assert "様式 3件: 記入 2、未記入 2、重複 0" in said and "前回の状況のままの取組: No.1、3" in said and "回答 1" in said
    node = graph.nodes["plan:試験県-2026-01"]
    assert ("2026-01", "2026-01") == (node["edition"], node["as_of"])
    two = {end: data for _, end, data in graph.out_edges("measure:試験県-2026-01/2", data=True)}
    assert "group:young_women" in two and "organisation:npo" in two and "section:試験県-2026-01/1-ア" in two
    (piece,) = two["status:ongoing"]["evidence"]
    assert ("form", "実施", "福祉局.xlsx") == (piece["rule"], piece["quote"], piece["place"]["file"])
    assert {"福祉局.xlsx"} == {piece["place"]["file"] for piece in two["organisation:npo"]["evidence"]}
    four = {end for _, end in graph.out_edges("measure:試験県-2026-01/4")}
    assert "status:considering" in four and "organisation:municipalities" not in four and "group:young_women" in four
    ledger = graph.graph["forms"]
    assert ["measure:試験県-2026-01/1", "measure:試験県-2026-01/3"] == ledger["not_filled"] and "plan:試験県-2024-09" == ledger["from"]
    assert 0 == run(["gaps", str(plan.parent / "次.json"), "--lang", "ja"])


TERMS = """
[[organisation]]
id = "riding_club"
ja = "乗馬クラブ"
en = "Riding club"
cues = "あおば乗馬クラブ"
"""


def test_forms_are_read_with_the_words_of_the_plan(plan: Path, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Local terms given hold for document and forms; where a graph was built with some that are not given, or lacks those given, it is said."""
    terms, graph_file = plan.parent / "青葉.toml", plan.parent / "計画.json"
    terms.write_text(TERMS, encoding="utf-8")
    edit(folder / "福祉局.xlsx", fill("2", "実施", "あおば乗馬クラブと連携して実施した。"))
    given = ("--taxonomy", str(terms), "--as-of", "2026-01")

    def clubs(graph: Any) -> bool:
        return "organisation:riding_club" in graph["measure:試験県-2026-01/2"]

    graph, said = build(plan, folder, capfd, *given)
    assert clubs(graph) and "地域の語" not in said and "local" == graph.graph["vocabularies"]["青葉.toml"]
    assert 0 == run(["build", str(plan), "--taxonomy", str(terms), "-o", str(graph_file), "--lang", "ja"])
    graph, said = build(graph_file, folder, capfd, *given)
    assert clubs(graph) and "地域の語" not in said
    graph, said = build(graph_file, folder, capfd)
    assert not clubs(graph) and 1 == said.count("地域の語（青葉.toml）")
    assert 0 == run(["build", str(plan), "-o", str(graph_file), "--lang", "ja"])
    graph, said = build(graph_file, folder, capfd, *given)
    assert "organisation:riding_club" not in graph and 1 == said.count("乗馬クラブ は計画の読み取りになかった語")


NEW = "夜間の巡回相談車を三台に増やし、繁華街で延べ百二十人の声を聞いて支援窓口につないだ。"


def write_alike(folder: Path) -> Path:
    """Write the same plan with one status text for No. 2 and No. 4."""
    rows = [row.split("|") for row in ROWS[:4]]
    return write_plan(folder, *("|".join([*row[:3], NEW if row[0] in ("2", "4") else row[3], row[4]]) for row in rows))


def alike(graph: Any) -> dict[str, Any]:
    """Return what the texts of a graph say and which are alike, by number."""
    says = {node.rsplit("/", 1)[1]: data.get("status_says") for node, data in graph.nodes(data=True) if data["kind"] == "Measure"}
    pairs = {
        "-".join(end.rsplit("/", 1)[1] for end in (start, stop)): (data["score"], data["shared_run"], data["shared_length"])
        for start, stop, data in graph.edges(data=True)
        if data["kind"] == "SIMILAR_TEXT"
    }
    return {**says, **pairs}


def test_likeness_is_that_of_the_new_texts(plan: Path, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """It is what a document with these texts has; in a graph without sentences a new text has none, and a new stage alone keeps it."""
    for number in ("2", "4"):
        edit(folder / "福祉局.xlsx", fill(number, "", NEW))
    document = write_alike(plan.parent)
    expected = alike(build_plain(document))
    assert "same_as" == expected["2"] and "2-4" in expected
    plan = write_plan(plan.parent, *ROWS)
    assert expected == alike(build(plan, folder, capfd)[0])
    facts = plan.parent / "事実.json"
    assert 0 == run(["build", str(document), "--facts-only", "-o", str(facts), "--lang", "ja"])
    found = alike(build(facts, folder, capfd)[0])
    assert "2-4" not in found and "same_as" == found["2"]


def test_a_new_stage_alone_leaves_likeness_as_it_was(plan: Path, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """With sentences and without."""
    edit(folder / "福祉局.xlsx", fill("2", "試行"))
    plan = write_alike(plan.parent)
    assert "2-4" in alike(build_plain(plan))
    for more in ((), ("--facts-only",)):
        graph_file = plan.parent / "計画.json"
        assert 0 == run(["build", str(plan), *more, "-o", str(graph_file), "--lang", "ja"])
        graph, _ = build(graph_file, folder, capfd)
        assert "status:pilot" in graph["measure:試験県-2026-01/2"]
        assert alike(build_plain(plan)) == alike(graph)


def build_plain(document: Path) -> Any:
    """Return a document's graph."""
    target = document.parent / "素.json"
    assert 0 == run(["build", str(document), "-o", str(target), "--lang", "ja"])
    return json_to_graph(target.read_text(encoding="utf-8"), name="素")


def test_columns_and_rows_may_move(plan: Path, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """They are read by the words of their heads, with a line inserted above, too."""

    def move(sheet: Any, heads: dict[str, int]) -> None:
        fill("2", "試行", "試しに始めた")(sheet, heads)
        sheet.move_range(f"A1:{sheet.cell(sheet.max_row, sheet.max_column).coordinate}", rows=1, cols=1)

    edit(folder / "福祉局.xlsx", move)
    graph, _ = build(plan, folder, capfd)
    assert "status:pilot" in graph["measure:試験県-2026-01/2"]


def test_what_was_doubled_or_changed_stands_in_the_ledger(plan: Path, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Two bureaus differ: neither holds. The same twice: it holds. A changed item, an unknown number: said, the plan keeps its own."""
    edit(folder / "福祉局.xlsx", fill("3", "実施", "三人を受け入れた"))
    edit(folder / "住宅局.xlsx", fill("3", "実施", "住宅を二戸確保した"))

    def spoil(sheet: Any, heads: dict[str, int]) -> None:
        fill("1", "実施", "五か国語にした")(sheet, heads)
        sheet.cell(2, heads["事項"], "別の名")
        sheet.append(["99", "新しい取組"])

    edit(folder / "国際局.xlsx", spoil)
    graph, said = build(plan, folder, capfd)
    ledger = graph.graph["forms"]
    assert ["measure:試験県-2026-01/3"] == [one["measure"] for one in ledger["doubled"]]
    assert [("measure:試験県-2026-01/1", "item")] == [(one["measure"], one["column"]) for one in ledger["changed"]]
    assert "外国語の案内" == graph.nodes["measure:試験県-2026-01/1"]["item"] and "No.99 は計画にありません" in said
    edit(folder / "住宅局.xlsx", fill("3", "実施", "三人を受け入れた"))
    graph, _ = build(plan, folder, capfd)
    assert not graph.graph["forms"]["doubled"] and "三人を受け入れた" == graph.nodes["measure:試験県-2026-01/3"]["status_text"]


def test_bad_forms_are_one_line_and_write_nothing(plan: Path, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Another plan's, a head taken away, a state of the bureau's own, no workbook, no date, no folder."""
    edit(folder / "国際局.xlsx", fill("1", "実施", "続けた"))
    _, said = build(plan, folder, capfd, "--lang", "ja", code=1)
    assert "時点" in said
    good = (folder / "国際局.xlsx").read_bytes()

    def spoiled(change: Callable[[Any, dict[str, int]], None]) -> str:
        (folder / "国際局.xlsx").write_bytes(good)
        edit(folder / "国際局.xlsx", change)
        return build(plan, folder, capfd, "--as-of", "2026-01", code=1)[1]

    assert "今回の状況" in spoiled(lambda sheet, heads: sheet.cell(1, heads["今回の状況"], "状況？") and None)
    assert "一覧にありません" in spoiled(fill("1", "だいたい実施"))
    book = openpyxl.load_workbook(folder / "福祉局.xlsx")
    about = book["この様式について"]
    put_about(about, "計画", "plan:甲県-2024-09")
    book.save(folder / "国際局.xlsx")
    assert "別の計画" in build(plan, folder, capfd, code=1)[1]
    (folder / "国際局.xlsx").write_bytes(b"no workbook")
    assert "国際局.xlsx" in build(plan, folder, capfd, code=1)[1]
    (folder / "国際局.xlsx").write_bytes(good)
    assert "同じ" in build(plan, folder, capfd, "--as-of", "2024-09", code=1)[1]
    book = openpyxl.load_workbook(folder / "国際局.xlsx")
    put_about(book["この様式について"], "今回の時点（記入）", "来年")
    book.save(folder / "国際局.xlsx")
    assert "来年 は日付として読めません" in build(plan, folder, capfd, "--lang", "ja", code=1)[1]
    assert "日付として読めません" in build(plan, folder, capfd, "--as-of", "そのうち", code=1)[1]
    assert "フォルダー" in build(plan, plan.parent / "ない", capfd, code=1)[1]


def test_a_brief_a_bureau_with_an_index(plan: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A file a bureau, an index that leads to each; in Markdown and Word, too; a folder must be named."""
    for kind, index in (("html", "index.html"), ("md", "index.md"), ("docx", "index.html")):
        target = tmp_path / kind
        assert 0 == run(["report", str(plan), "--per-bureau", "--dir", str(target), "--as", kind, "--lang", "ja"])
        assert {f"国際局.{kind}", f"福祉局.{kind}", f"住宅局.{kind}", index} == {file.name for file in target.iterdir()}
        text = (target / index).read_text(encoding="utf-8")
        assert "%E7%A6%8F%E7%A5%89%E5%B1%80" in text and "福祉局" in text
    assert 1 == run(["report", str(plan), "--per-bureau", "--lang", "ja"])
    assert "--dir" in capfd.readouterr().err


def test_the_report_in_words_has_all_that_the_workbook_has(tmp_path: Path) -> None:
    """HTML and Markdown: every question, every measure, every number leads to its measure; no script, no request."""
    import re

    from queries.catalogue import CATALOGUE

    for ending in ("html", "md"):
        target = tmp_path / f"r.{ending}"
        assert 0 == run(["report", "-o", str(target), "--lang", "ja"])
        text = target.read_text(encoding="utf-8")
        assert all(query.title.ja in text for query in CATALOGUE if query.family in ("gap", "overlap", "structure"))
        marks = re.findall(r' id="(m-[^"]+)"', text)
        refs = re.findall(r'href="#([^"]+)"' if ending == "html" else r"\]\(#([^)]+)\)", text)
        assert 119 == len(marks) == len(set(marks)) and set(refs) <= set(marks) and len(refs) > 500
        assert "892件のうち人が確認したもの 0件" in text and "<script" not in text and "http" not in text.replace("http-equiv", "")
    assert 0 == run(["report", "-o", str(tmp_path / "e.md"), "--lang", "en"])
    assert "（" not in re.sub(r"\|.*", "", (tmp_path / "e.md").read_text(encoding="utf-8"))


def test_rows_can_be_sorted_in_excel_and_last_years_cells_are_guarded(folder: Path) -> None:
    """Excel sorts unlocked cells alone: the heads are locked, no row is, and typing over what is not to be changed is refused."""
    book = openpyxl.load_workbook(folder / "福祉局.xlsx")
    sheet = book["福祉局"]
    # What the file calls `sort` and `autoFilter` is what the protection bars.
    assert sheet.protection.sheet and not sheet.protection.sort and not sheet.protection.autoFilter
    assert all(cell.protection.locked for cell in sheet[1])
    assert not any(cell.protection.locked for row in sheet["A2:J4"] for cell in row)
    guarded = {str(one.sqref)[0] for one in sheet.data_validations.dataValidation if one.type == "custom" and one.formula1 == "FALSE"}
    heads = {str(cell.value): cell.column_letter for cell in sheet[1]}
    assert set(heads.values()) - guarded == {heads[name] for name in ("今回の状況", "今回の取組状況", "回答")}
    words = " ".join(str(cell.value) for row in book["この様式について"].iter_rows() for cell in row)
    assert "行は見出しの▼で並べ替えても" in words and "列の位置と見出しは保護" in words and "必ず記入" in words


def test_without_sentences_a_form_says_why_last_years_text_is_blank(plan: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """And what it says there is no change; nor is it where the plan has its sentences; a form made before is still read."""
    facts = tmp_path / "事実.json"
    assert 0 == run(["build", str(plan), "--facts-only", "-o", str(facts), "--lang", "ja"])
    assert 0 == run(["report", str(facts), "--form", "--dir", str(tmp_path / "様式"), "--lang", "ja"])
    book = openpyxl.load_workbook(tmp_path / "様式" / "国際局.xlsx")
    assert "（本文のない計画のため空欄）" in [cell.value for cell in book["国際局"][2]]
    sheet = book["この様式について"]
    put_about(sheet, "今回の時点（記入）", "令和8年1月")
    next(row for row in sheet.iter_rows() if row[0].value == "今回の時点（記入）")[0].value = "今回の現在日（記入）"
    book.save(tmp_path / "様式" / "国際局.xlsx")
    for source in (facts, plan):
        target = tmp_path / "次.json"
        assert 0 == run(["build", str(source), "--forms", str(tmp_path / "様式"), "-o", str(target), "--lang", "ja"]), (
            capfd.readouterr().err
        )
        graph = json_to_graph(target.read_text(encoding="utf-8"), name="次")
        assert not graph.graph["forms"]["changed"] and "plan:試験県-2026-01" in graph
