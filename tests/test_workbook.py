"""The workbook for a meeting: its formulas computed by LibreOffice against the answers, what Excel must not take for its own, how it prints."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import viz.workbook
import viz.workbook_report
from graph_model.formats import json_to_graph
from graph_model.graph import nodes_of
from queries.facts import graph_to_facts
from queries.run import answer_query, find_query
from sesaku.app import run
from sesaku.language import speak
from sesaku.plans import bundled_text
from sesaku.report_data import review_words
from sesaku.reporting import write_plan_workbook
from sesaku.reviewing import lay_reviews
from tests.graphs import graph_of
from tests.office import convert, page_texts
from tests.small import plan_of, write_plan
from viz.report_names import date_words
from viz.style import STATES
from viz.workbook_findings import Finding, PlanWords
from viz.workbook_matrix import MatrixCells
from viz.workbook_text import LONGEST_CELL, cell_text, lines_of, sheet_name

SHEETS = ["概要", "指摘", "対象者×支援", "取組", "リンク", "再掲", "指摘の取組", "計算", "留意点"]
MIXED = (
    {"groups": ["foreign_nationals"], "supports": ["housing", "language"], "status": "ongoing"},
    {"groups": ["foreign_nationals"], "supports": ["housing"], "status": "pilot"},
    {"groups": ["youth"], "supports": ["housing"], "status": "planned"},
    {"groups": ["women_in_difficulty"], "supports": ["consultation"], "status": "ongoing"},
    {"groups": ["low_income"], "supports": ["legal"], "status": "ongoing"},
    {"groups": ["dv_survivors"], "supports": ["legal"], "status": ""},
    {"groups": ["expectant_mothers", "protected_women"], "supports": ["legal"], "status": "considering"},
)


def written(graph: Any, path: Path, **more: Any) -> Any:
    """Write a graph's workbook in Japanese and return it opened."""
    speak("ja")
    write_plan_workbook(graph, path, **more)
    return openpyxl.load_workbook(path)


def blocks(book: Any) -> tuple[dict[tuple[str, str], Any], dict[tuple[str, str], Any]]:
    """Return the counts and the states of the live matrix by the names of group and service."""
    found = []
    sheet = book["対象者×支援"]
    heads = [row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == "対象者"]
    for head in heads[:2]:
        services = [cell.value for cell in sheet[head][3:] if cell.value]
        row, cells = head + 1, {}
        while sheet.cell(row, 1).value:
            cells |= {(sheet.cell(row, 1).value, service): sheet.cell(row, at).value for at, service in enumerate(services, 4)}
            row += 1
        found.append(cells)
    return found[0], found[1]


def expected(graph: Any, **parameters: Any) -> tuple[dict[tuple[str, str], int], dict[tuple[str, str], str]]:
    """Return what the saved question says of the same cells."""
    rows = answer_query(find_query("gap-cells"), graph_to_facts(graph), parameters)["rows"]
    names = {(graph.nodes[row["group"]]["name"], graph.nodes[row["support"]]["name"]): row for row in rows}
    return (
        {name: row["count"] - len(row["planned"]) for name, row in names.items()},
        {name: STATES[row["state"]].sign for name, row in names.items()},
    )


def test_the_formulas_give_what_the_answers_give(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice computes every cell anew: as made, after links are dropped and added, in a mixed plan, and in the form for large plans."""
    tokyo = json_to_graph(bundled_text(), name="tokyo")
    files = {name: tmp_path / f"{name}.xlsx" for name in ("made", "changed", "mixed", "large")}
    book = written(tokyo, files["made"])
    book.save(files["made"])  # openpyxl keeps formulas and leaves their values out
    _decide(book)
    book.save(files["changed"])
    written(graph_of(MIXED), files["mixed"]).save(files["mixed"])
    monkeypatch.setattr(viz.workbook, "MANY_MEASURES", 0)
    written(tokyo, files["large"]).save(files["large"])

    made = dict(zip(files, convert(list(files.values()), "xlsx", tmp_path / "computed"), strict=True))
    changed = lay_reviews(tokyo, [files["changed"]])
    graphs = {"made": tokyo, "changed": changed, "mixed": graph_of(MIXED), "large": tokyo}
    for name, graph in graphs.items():
        counts, states = expected(graph)
        computed = openpyxl.load_workbook(made[name], data_only=True)
        assert (counts, states) == blocks(computed), name
    assert expected(tokyo)[0] != expected(changed)[0]
    assert expected(tokyo)[1] != expected(changed)[1]


def _decide(book: Any) -> None:
    """Drop No. 12's 外国籍 and No. 28's status, add 外国籍 to No. 4, and turn the measures' rows round."""
    sheet = book["リンク"]
    heads = {cell.value: cell.column for cell in sheet[1]}

    def put(row: int, **values: Any) -> None:
        for head, value in values.items():
            sheet.cell(row, heads[head], value)

    for row in range(2, sheet.max_row + 1):
        about = tuple(sheet.cell(row, heads[head]).value for head in ("取組", "種類", "相手"))
        if about in (("12", "SERVES", "foreign_nationals"), ("28", "HAS_STATUS", "ongoing")):
            put(row, 判断="消す", 理由="試し", 記入者="甲")
    measures = book["取組"]
    turned = [[cell.value for cell in row] for row in measures.iter_rows(min_row=2)][::-1]
    for row, values in enumerate(turned, 2):
        for column, value in enumerate(values, 1):
            measures.cell(row, column, value)
    spare = next(row for row in range(2, sheet.max_row + 1) if not sheet.cell(row, heads["取組"]).value)
    put(spare, 取組=4, 種類="SERVES", 相手="foreign_nationals", 判断="加える", 理由="試し", 記入者="甲")


def test_above_a_thousand_measures_links_are_filtered_and_not_sorted(tmp_path: Path) -> None:
    """The sums of a large plan refer to single rows: the sheet of links keeps its filter, sorting is barred, and the summary says so."""
    graph = graph_of([{**MIXED[at % len(MIXED)], "item": f"事項{at}"} for at in range(1_001)])
    written(graph, tmp_path / "large.xlsx").save(tmp_path / "large.xlsx")
    (file,) = convert([tmp_path / "large.xlsx"], "xlsx", tmp_path / "computed")
    book = openpyxl.load_workbook(file, data_only=True)
    assert expected(graph) == blocks(book)
    links = book["リンク"]
    assert f"A1:S{len(_links(graph)) + 1}" == links.auto_filter.ref
    # What the file calls `sort` and `autoFilter` is what the protection bars.
    assert (True, True, False) == (links.protection.sheet, links.protection.sort, links.protection.autoFilter)
    assert not links.column_dimensions["L"].protection.locked and links.cell(2, 6).protection.locked
    assert "「リンク」は絞り込めますが、並べ替えられません" in _summary(book)
    small = written(graph_of(MIXED), tmp_path / "small.xlsx")
    assert not small["リンク"].protection.sheet and "並べ替えても絞り込んでも数は変わりません" in _summary(small)


def _summary(book: Any) -> str:
    return " ".join(str(cell.value) for row in book["概要"].iter_rows() for cell in row if cell.value)


def _links(graph: Any) -> list[Any]:
    return [data for *_, data in graph.edges(data=True) if "evidence" in data]


def test_values_stand_in_the_file_before_anything_computes(tmp_path: Path) -> None:
    """A viewer that does not compute shows the same; a planner's limit for thin is a cell of its own."""
    graph = graph_of(MIXED)
    written(graph, tmp_path / "a.xlsx", thin=2)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True)
    assert expected(graph, thin=2) == blocks(book)
    assert 2 == book["対象者×支援"]["C2"].value
    written(graph, tmp_path / "b.xlsx", reviewed_only=True)
    assert {0} == set(blocks(openpyxl.load_workbook(tmp_path / "b.xlsx", data_only=True))[0].values())


def test_sheets_heads_filters_and_print(tmp_path: Path) -> None:
    """Names in the language; heads frozen and repeated; A3 landscape, one page wide, pages numbered; decisions from a list."""
    book = written(json_to_graph(bundled_text(), name="tokyo"), tmp_path / "t.xlsx")
    assert SHEETS == book.sheetnames
    for sheet in book.worksheets:
        upright = "portrait" if sheet.title == "指摘の取組" else "landscape"
        assert (upright, 8) == (sheet.page_setup.orientation, int(sheet.page_setup.paperSize))
        assert sheet.sheet_state == ("hidden" if sheet.title == "計算" else "visible")
        fitted = sheet.page_setup.fitToHeight
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert int(sheet.title == "概要") == (1 if fitted is None else int(fitted))
        assert "&[Page] / &[Pages]" == sheet.oddFooter.center.text.replace("&P", "&[Page]").replace("&N", "&[Pages]")
    for name in ("指摘", "取組", "リンク", "再掲", "留意点"):
        assert book[name].freeze_panes and book[name].auto_filter.ref and book[name].print_title_rows, name
    assert (119 + 1, 892 + 1 + 50) == (book["取組"].max_row, book["リンク"].max_row)
    (rule,) = book["リンク"].data_validations.dataValidation
    assert '"残す,消す,加える"' == rule.formula1
    words = [cell.value for row in book["概要"].iter_rows() for cell in row if cell.value]
    assert any("892件のうち人が確認したもの 0件" in str(word) for word in words)
    speak("en")
    write_plan_workbook(graph_of(MIXED), tmp_path / "e.xlsx")
    assert ["Summary", "Findings", "Group × service"] == openpyxl.load_workbook(tmp_path / "e.xlsx").sheetnames[:3]


def test_a_finding_leads_to_its_rows_and_they_to_the_measures(tmp_path: Path) -> None:
    """Both links look their row up, so that they hold after sorting; a finding's rows stand together."""
    book = written(json_to_graph(bundled_text(), name="tokyo"), tmp_path / "t.xlsx")
    found, rows = book["指摘"], book["指摘の取組"]
    heads = {cell.value: cell.column for cell in found[1]}
    at = next(row for row in range(2, found.max_row) if found.cell(row, heads["指摘"]).value == "gap-sole-partner/group:youth")
    link = found.cell(at, heads["取組へ"]).value
    assert link.startswith("=HYPERLINK(\"#'指摘の取組'!A\"&MATCH($P")
    own = [row for row in rows.iter_rows(values_only=True) if row[7] == "gap-sole-partner/group:youth"]
    assert found.cell(at, heads["取組数（＋は検討・予定）"]).value == len(own) == 5
    assert all(str(row[3]).startswith("=HYPERLINK(\"#'取組'!A\"&MATCH($C") for row in own)


def test_nothing_of_a_document_is_a_formula(tmp_path: Path) -> None:
    """Text that starts with = + - @ stays text, in every sheet."""
    nasty = ("1|=1+1|@外国籍の方に+SUM(A1)する|実施|-福祉局", '2|+"x"|=HYPERLINK("http://x","y")外国籍|=予定|=局')
    book = written(plan_of(*nasty).graph, tmp_path / "n.xlsx")
    formulas = [cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas and not any(word in formula for formula in formulas for word in ("1+1", "SUM(A1)", "http", '+"x"', "福祉局"))
    assert "=1+1" in [cell.value for cell in book["取組"]["B"]]


def test_a_cell_longer_than_excel_holds_is_cut_with_a_notice(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """40,000 characters: cut at Excel's limit with a mark, in the notices, and said; emoji count twice."""
    book = written(plan_of(f"1|長い|外国籍の方へ{'あ' * 40_000}|実施|福祉局").graph, tmp_path / "l.xlsx")
    (cell,) = [cell.value for cell in book["取組"][2] if len(str(cell.value)) > 1_000]
    assert LONGEST_CELL == len(cell) and cell.endswith("以下略〕")
    assert "cell_cut" in [cell.value for cell in book["留意点"]["B"]]
    assert "32,767" in capfd.readouterr().err
    words, cut = cell_text("😀" * 20_000, "ja")
    assert cut and len(words.encode("utf-16-le")) // 2 <= LONGEST_CELL and "\ufffd" not in words
    assert ("a\ufffdb", False) == cell_text("a\ud800b", "ja")


def test_sheet_names_that_excel_takes() -> None:
    """No forbidden sign, 31 characters, none twice whatever the case, never empty."""
    assert "甲・乙局" == sheet_name("甲/乙局")
    assert 31 == len(sheet_name("あ" * 40))
    assert "Abc~2" == sheet_name("Abc", ["aBC"])
    assert 31 == len(sheet_name("い" * 40, ["い" * 31]))
    assert "sheet" == sheet_name("'") and "a・b" == sheet_name("'a:b'")
    assert (1, 2, 3) == (lines_of("ab", 10), lines_of("あ" * 8, 10), lines_of("あ\nい\nう", 10))


def test_an_empty_plan_and_one_without_columns(tmp_path: Path) -> None:
    """A plan without measures, and one that lacks columns, still give a workbook that says so."""
    book = written(graph_of([]), tmp_path / "empty.xlsx")
    assert SHEETS == book.sheetnames and 1 == book["取組"].max_row
    graph = graph_of([{"groups": ["youth"], "supports": ["housing"]}], columns=("number", "text"))
    _, states = blocks(written(graph, tmp_path / "few.xlsx"))
    assert {STATES["not_assessed"].sign, STATES["not_applicable"].sign} == set(states.values())


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    """Twice the same workbook."""
    graph = graph_of(MIXED)
    for name in ("a", "b"):
        written(graph, tmp_path / name / "x.xlsx")
    assert (tmp_path / "a" / "x.xlsx").read_bytes() == (tmp_path / "b" / "x.xlsx").read_bytes()


def test_accepted_findings_are_read_back_from_the_workbook(tmp_path: Path) -> None:
    """A decision on a finding holds at the next build, and its cell is out of scope in the next workbook."""
    graph = graph_of(MIXED)
    book = written(graph, tmp_path / "x.xlsx")
    sheet = book["指摘"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    finding = "gap-cells/group:youth/support:legal"
    at = next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, heads["指摘"]).value == finding)
    sheet.cell(at, heads["判断"], "対象外")
    book.save(tmp_path / "x.xlsx")
    laid = lay_reviews(graph, [tmp_path / "x.xlsx"])
    assert [finding] == [one["finding"] for one in laid.graph["accepted_findings"]]
    _, states = blocks(written(laid, tmp_path / "y.xlsx"))
    assert STATES["out_of_scope"].sign == next(
        sign for (group, service), sign in states.items() if (group, service) == ("若者・青少年", "法的支援")
    )


def test_the_command_and_its_errors(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """One line each: no file named, a folder in its place, an ending that is none."""
    plan = write_plan(tmp_path, "1|甲|外国籍の方に案内します。|実施|福祉局")
    assert 0 == run(["report", str(plan), "-o", str(tmp_path / "出力.xlsx"), "--lang", "ja"])
    assert (tmp_path / "出力.xlsx").read_bytes().startswith(b"PK")
    capfd.readouterr()
    (tmp_path / "folder.xlsx").mkdir()
    for arguments in ([], ["-o", str(tmp_path / "folder.xlsx")], ["-o", str(tmp_path / "x.pptx")]):
        assert 1 == run(["report", str(plan), *arguments, "--lang", "ja"])
        err = [line for line in capfd.readouterr().err.split("\n") if "エラー" in line]
        assert 1 == len(err), arguments
    assert not list(tmp_path.glob(".sesaku-*"))


def _finding(measure: str) -> Finding:
    """Return a finding on one measure, its words long enough to take several lines."""
    return Finding(f"x/{measure}", "gap", "x", "x", "長い語" * 40, "記載なし", "1/1", {"取組": [measure]}, "", "", "")


def test_a_large_plan_is_written_in_constant_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four times the measures take the writer no more memory; a graph and its findings are held already."""
    monkeypatch.setattr(viz.workbook, "MANY_MEASURES", 0)
    peaks = []
    for count in (300, 300, 1_200):  # the first imports what the others need
        graph = graph_of([{**MIXED[at % len(MIXED)], "item": f"事項{at}"} for at in range(count)])
        findings = [_finding(measure) for measure in nodes_of(graph, "Measure")]
        given = {
            "words": PlanWords([], []),
            "questions": [],
            "findings": findings,
            "cells": MatrixCells([], [], 1),
            "review": review_words(),
        }
        with (tmp_path / f"{count}.xlsx").open("wb") as file:
            tracemalloc.start()
            viz.workbook_report.write_workbook(file, graph, "ja", **given)
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[2] < 1.25 * peaks[1], peaks


def test_the_workbook_prints(tmp_path: Path) -> None:
    """LibreOffice prints it: every page with its number and sheet; heads again on a sheet's second page."""
    written(json_to_graph(bundled_text(), name="tokyo"), tmp_path / "t.xlsx")
    (pdf,) = convert([tmp_path / "t.xlsx"], "pdf", tmp_path)
    pages = page_texts(pdf)
    assert all(f"{at} / {len(pages)}" in page for at, page in enumerate(pages, 1))
    links = [page for page in pages if page.split("\n")[0].endswith("リンク")]
    assert len(links) > 2 and all("根拠の語" in page and "判断" in page for page in links)


def test_a_finding_counts_what_its_state_counts(tmp_path: Path) -> None:
    """Planned measures stand beside the number in operation; the live matrix says that it counts none of them."""
    book = written(graph_of(MIXED), tmp_path / "x.xlsx")
    sheet = book["指摘"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    counted = {
        sheet.cell(row, heads["指摘"]).value: sheet.cell(row, heads["取組数（＋は検討・予定）"]).value
        for row in range(2, sheet.max_row + 1)
    }
    assert "0＋予定1" == counted["gap-cells/group:youth/support:housing"]
    assert 1 == counted["gap-cells/group:foreign_nationals/support:language"]
    assert "実施中の異なる取組の数。検討・予定と再掲は数えません" in book["対象者×支援"]["A1"].value


def test_the_summary_speaks_as_an_office_does(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The government by its name, the date in words; no slug, no word of the programme's own."""
    book = written(json_to_graph(bundled_text(), name="tokyo"), tmp_path / "x.xlsx")
    facts = {row[0].value: row[2].value for row in book["概要"].iter_rows() if row[0].value}
    assert ("東京都", "2025年1月") == (facts["自治体"], facts["時点"]) and "版" not in facts and "読み取り上の留意点" in facts
    words = " ".join(str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    assert not [word for word in ("現在日", "通知  ", "もろい", "道すじ", "自治体・版") if word in words]
    assert "要確認" in [cell.value for cell in book["指摘"]["I"]] and "確実・要確認" == book["指摘"]["I1"].value
    assert 0 == run(["show", "-f", "json", "--lang", "ja"])
    assert '"現在日": "2025-01"' in capfd.readouterr().out  # names of JSON stay
    assert ("2024年9月30日", "2025-01", "") == (date_words("2024-09-30", "ja"), date_words("2025-01", "en"), date_words("", "ja"))


def test_it_prints_on_a_bearable_number_of_pages(tmp_path: Path) -> None:
    """The measures of the findings in low rows on upright pages, findings without the cells to fill in, no sheet of calculation."""
    written(json_to_graph(bundled_text(), name="tokyo"), tmp_path / "t.xlsx")
    (pdf,) = convert([tmp_path / "t.xlsx"], "pdf", tmp_path / "pdf")
    pages = page_texts(pdf)
    heads = [page.strip().split("\n")[0].split()[-1] for page in pages]
    assert 0 == heads.count("計算") and heads.count("指摘の取組") < 25
    assert not any("記入者" in page for page, head in zip(pages, heads, strict=True) if head == "指摘")
