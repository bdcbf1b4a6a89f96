"""Briefs: the opening sentence against the facts, every number found again, one page of A4, nothing of a document as markup."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from graph_model.formats import json_to_graph
from graph_model.graph import nodes_of
from queries.facts import graph_to_facts
from sesaku.app import run
from sesaku.briefs import brief_facts, report_text, write_brief
from sesaku.exports import Picture, plan_picture
from sesaku.language import speak
from sesaku.names import find_node
from sesaku.plans import bundled_text
from sesaku.report_data import answers_to_findings, answers_to_questions, matrix_cells, plan_words, report_answers
from tests.graphs import graph_of
from tests.office import convert, page_texts
from tests.small import plan_of, write_plan
from viz.brief import BRIEF_KINDS, node_brief
from viz.cell_words import COUNTED, cell_words
from viz.report_blocks import Code, Heading, Report
from viz.report_docx import report_to_docx
from viz.report_html import report_to_html
from viz.report_markdown import report_to_markdown
from viz.report_names import citation
from viz.report_plan import plan_report

FIELDS = {"TargetGroup": "groups", "SupportType": "supports", "Organisation": "partners", "Bureau": "bureaus", "Goal": "goals"}


@pytest.fixture(scope="module")
def tokyo() -> Any:
    """The bundled plan."""
    return json_to_graph(bundled_text(), name="tokyo")


def markdown(graph: Any, node: str, lang: str = "ja") -> str:
    """Return a brief as Markdown."""
    speak(lang)
    return str(report_text(node_brief(brief_facts(graph), node, lang), ".md"))


def test_the_opening_sentence_counts_what_the_graph_holds(tokyo: Any) -> None:
    """Of every node that a brief may be on: its measures out of all, and how many are planned or considered."""
    facts = graph_to_facts(tokyo)
    briefs = brief_facts(tokyo)
    checked = 0
    for kind, field in FIELDS.items():
        for node in nodes_of(tokyo, kind):
            own = [measure for measure in facts.measures if node in getattr(facts, field)[measure]]
            planned = [measure for measure in own if measure not in facts.in_operation]
            text = str(report_text(node_brief(briefs, node, "ja"), ".md"))
            found = re.search(r"\*\*119取組のうち.*?取組は (\d+)、うち検討・予定は (\d+)", text) or re.search(
                r"119取組のうち.*?取組は (\d+)、うち検討・予定は (\d+)", text
            )
            assert found and (len(own), len(planned)) == (int(found[1]), int(found[2])), node
            checked += 1
    assert checked > 90


def test_the_form_of_the_sentence_and_of_a_citation(tokyo: Any) -> None:
    """As a planner writes them."""
    text = markdown(tokyo, "group:foreign_nationals")
    assert "119取組のうち外国籍の方を明示する取組は 3、うち検討・予定は 0。" in text
    assert "リンク 25件のうち人が確認したものは 0件で、ほかは文書の語からの機械抽出" in text
    assert "No.49（目標1-キ、再掲4-エ・5-カ）福祉局" == citation(tokyo, "measure:tokyo-2025-01/49", "ja")
    assert "Of 119 measures, 3 name the group “Foreign nationals”; 0 of these are planned or considered." in markdown(
        tokyo, "group:foreign_nationals", "en"
    )


@pytest.mark.parametrize("name", ["外国籍", "福祉局", "区市町村", "住居", "基本目標1", "49", "支援者", "困難な問題を抱える女性（全般）"])
def test_every_number_leads_to_what_stands_in_the_brief(tokyo: Any, name: str) -> None:
    """Each link has its anchor, once; each measure cited is one of the plan's; the steps hold every measure of the node."""
    node = find_node(tokyo, name, BRIEF_KINDS)
    text = markdown(tokyo, node)
    marks = re.findall(r'<a id="([^"]+)">', text)
    refs = re.findall(r"\]\(#([^)]+)\)", text)
    assert len(marks) == len(set(marks)) and set(refs) <= set(marks) and marks
    own = brief_facts(tokyo).own(node)
    steps = text.split("## ")[1]
    assert {measure.rsplit("/", 1)[1] for measure in own} <= set(re.findall(r"(?:No\.|\[)(?:No\.)?(\d+)", steps))
    page = str(report_text(node_brief(brief_facts(tokyo), node, "ja"), ".html"))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r' id="([^"]+)"', page))
    assert "<script" not in page and not re.search(r"""(?:src|href)=["'](?!#)""", page)


def test_what_these_measures_do_not_name_is_not_said_of_the_plan(tokyo: Any) -> None:
    """A bureau's, partner's or goal's measures may lack what others name; a client group's cells are the plan's."""
    for name in ("警視庁", "民間団体（その他）", "基本目標2", "支援者", "研修・人材育成"):
        text = markdown(tokyo, find_node(tokyo, name, BRIEF_KINDS))
        assert "これらの取組に名指しのないもの" in text and "計画に記載なし" not in text and "計画に名指しのない" not in text, name
    assert "計画に名指しのないもの" in markdown(tokyo, "group:foreign_nationals")
    assert "the plan names none" not in markdown(tokyo, "organisation:npo", "en")


def test_above_twenty_measures_numbers_stand_and_citations_in_an_annex(tokyo: Any) -> None:
    """福祉局 has 87; 外国籍 has 3, cited where they stand, and general measures beside them that are not."""
    briefs = brief_facts(tokyo)
    titles = [getattr(block, "text", "") for block in node_brief(briefs, "bureau:tokyo/福祉局", "ja").blocks]
    assert "付表　取組の引用" in titles
    titles = [getattr(block, "text", "") for block in node_brief(briefs, "group:foreign_nationals", "ja").blocks]
    assert "付表　取組の引用" in titles
    graph = graph_of([{"groups": ["youth"], "supports": ["housing"], "status": "ongoing"}])
    assert "付表" not in markdown(graph, "group:youth")


def test_a_measure_alone_is_cited_once_and_a_name_is_no_quote_of_itself() -> None:
    """No annex that says the title again; what a bureau is called stands once."""
    graph = plan_of("1|カード|外国籍の方にカードを配ります。|実施|福祉局").graph
    text = markdown(graph, nodes_of(graph, "Measure")[0])
    assert "付表" not in text and 1 == text.count("No.1（") and "福祉局「福祉局」" not in text and "「外国籍」" in text


def test_a_brief_is_one_page_of_a4(tokyo: Any, tmp_path: Path) -> None:
    """In Word, as LibreOffice sets it: the brief on the first page, the annex from the second on."""
    pytest.importorskip("docx")
    speak("ja")
    briefs = brief_facts(tokyo)
    names = [
        "外国籍",
        "福祉局",
        "区市町村",
        "住居",
        "基本目標1",
        "基本目標2",
        "基本目標5",
        "49",
        "若年女性",
        "就労",
        "相談",
        "困難な問題を抱える女性（全般）",
    ]
    files = [tmp_path / f"{name}.docx" for name in names]
    for name, file in zip(names, files, strict=True):
        write_brief(briefs, find_node(tokyo, name, BRIEF_KINDS), file)
    for name, pdf in zip(names, convert(files, "pdf", tmp_path / "pdf"), strict=True):
        first, *others = page_texts(pdf)
        assert "sesaku why 番号" in first and "付表" not in first, name
        assert not others or "付表" in others[0], name


def test_words_of_a_document_are_no_markup(tmp_path: Path) -> None:
    """Names with HTML, Markdown and table signs stay words."""
    graph = plan_of("1|<script>alert(1)</script>|外国籍の方に**案内**します。|実施|福祉|局_[x](http://y)").graph
    for node in ("group:foreign_nationals", nodes_of(graph, "Measure")[0], nodes_of(graph, "Bureau")[0]):
        speak("ja")
        report = node_brief(brief_facts(graph), node, "ja")
        page, text = str(report_text(report, ".html")), str(report_text(report, ".md"))
        assert "<script>" not in page and "<script>" not in text and "](http" not in text


def test_a_brief_in_every_format_from_the_command_line(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    """To the screen, .md, .html, .docx; an unknown node, an ending that is none, and a missing python-docx are one line each."""
    plan = write_plan(tmp_path, "1|甲|外国籍の方に案内します。|実施|福祉局")
    assert 0 == run(["report", str(plan), "--about", "外国籍", "--lang", "ja"])
    assert "1取組のうち外国籍の方を明示する取組は 1、うち検討・予定は 0。" in capfd.readouterr().out
    for ending in ("md", "html", "docx"):
        assert 0 == run(["report", str(plan), "--about", "1", "-o", str(tmp_path / f"a.{ending}"), "--lang", "en"])
    assert (tmp_path / "a.docx").read_bytes().startswith(b"PK")
    capfd.readouterr()
    monkeypatch.setitem(sys.modules, "docx", None)
    for arguments in (["外国籍者"], ["外国籍", "-o", str(tmp_path / "b.pdf")], ["外国籍", "-o", str(tmp_path / "b.docx")]):
        assert 1 == run(["report", str(plan), "--about", *arguments, "--lang", "ja"])
        assert 1 == len([line for line in capfd.readouterr().err.split("\n") if "エラー" in line])
    assert not (tmp_path / "b.docx").exists()


def test_what_was_not_read_is_not_said(tmp_path: Path) -> None:
    """Without a status column no stage is claimed; a blank status is counted as such; an empty plan has a brief."""
    speak("ja")
    graph = graph_of([{"groups": ["youth"]}], columns=("number", "item", "text", "bureau"))
    assert "段階は分かりません" in markdown(graph, "group:youth")
    assert "状況の記載なしは 1" in markdown(graph_of([{"groups": ["youth"]}]), "group:youth")
    assert "0取組のうち" in markdown(graph_of([]), "group:youth")


def test_a_sign_and_its_number_count_the_same(tokyo: Any) -> None:
    """One in operation and one planned: ○ 1＋予定1, as everywhere on paper; what the sign counts is said."""
    speak("ja")
    graph = plan_of(
        "1|甲|外国籍の方からの相談に応じます。|実施|福祉局", "2|乙|外国籍の方からの相談に応じます。|令和7年4月に開始予定|福祉局"
    ).graph
    for lang, cell, bureau in (
        ("ja", "○ 1＋予定1", "福祉局 1＋予定1（"),
        ("en", "○ 1 + 1 planned", "福祉局 1 + 1 planned ("),
    ):
        text = markdown(graph, "group:foreign_nationals", lang)
        assert f"| {cell} |" in text and bureau in text and COUNTED.said_in(lang) in text
    speak("ja")
    assert ("7", "7＋予定2", "0＋予定2") == (cell_words(7, 0, "ja"), cell_words(7, 2, "ja"), cell_words(0, 2, "ja"))
    shown = str(report_text(plan_paper(tokyo), ".md"))
    assert "◎ 7＋予定2" in shown and COUNTED.ja in shown
    picture = plan_picture(tokyo, Picture.matrix)
    assert "◎ 7＋予定2" in picture and COUNTED.ja in picture


def plan_paper(graph: Any) -> Any:
    """Return a plan's matrix as a report."""
    facts = graph_to_facts(graph)
    answers = report_answers(facts, {})
    words = plan_words(graph, facts, reviewed_only=False, file="")
    return plan_report(
        graph, "ja", words, answers_to_questions(answers), answers_to_findings(graph, answers), matrix_cells(graph, facts, answers)
    )


def test_a_step_and_a_kind_of_help_are_told_apart(tokyo: Any) -> None:
    """The policy's heading 相談支援 and the help 相談 count differently: each is called what it is."""
    text = markdown(tokyo, "group:foreign_nationals")
    assert "## 支援の段階ごとに（国の基本方針の項目）" in text
    assert "支援「相談」 1（" in text and "支援「妊娠・出産」" in text and "外国籍×支援「相談」　所管は" in text and "×相談" not in text
    assert markdown(tokyo, "support:consultation").startswith("# 支援「相談」\n\n**119取組のうち支援「相談」を記す取組は 29、")
    text = markdown(tokyo, "support:consultation", "en")
    assert text.startswith("# Help “Consultation”\n") and "(headings of the national policy)" in text


@pytest.mark.parametrize("node", ["group:foreign_nationals", "bureau:tokyo/福祉局", "measure:tokyo-2025-01/49"])
def test_every_number_in_a_word_brief_can_be_clicked(tokyo: Any, node: str) -> None:
    """The same links as in Markdown, each to a bookmark of the document."""
    pytest.importorskip("docx")
    import io
    import zipfile

    speak("ja")
    report = node_brief(brief_facts(tokyo), node, "ja")
    data = report_text(report, ".docx")
    assert isinstance(data, bytes)
    document = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode("utf-8")
    links = re.findall(r'w:anchor="([^"]+)"', document)
    assert len(links) == len(re.findall(r"\]\(#", str(report_text(report, ".md")))) > 0
    assert set(links) <= set(re.findall(r'w:name="([^"]+)"', document))
    plain = "".join(re.findall(r"<w:t[ >][^<]*", re.sub(r"<w:hyperlink.*?</w:hyperlink>", "", document)))
    assert not re.search(r"一般の取組 \d", plain)


def test_the_english_reads_well(tokyo: Any, capfd: pytest.CaptureFixture[str]) -> None:
    """One group is no groups; what is shared is said in words; the endings that are written are named."""
    graph = plan_of("1|甲|外国籍の方に案内します。|実施|福祉局").graph
    text = markdown(graph, nodes_of(graph, "Measure")[0], "en")
    assert "Of 1 measure, 1 names the group “Foreign nationals”; 0 of these are planned" in markdown(graph, "group:foreign_nationals", "en")
    assert "it names 1 group, " in text and "0 outside partners" in text and "One of 1 measure;" in text
    pairs = markdown(tokyo, "support:consultation", "en").split("## Overlaps worth a talk")[1]
    assert "similar wording" in pairs and ", text;" not in pairs and ", owner;" not in pairs
    assert "all are named" not in markdown(tokyo, "bureau:tokyo/福祉局", "en")
    speak("ja")
    assert 0 == run(["report", "--help", "--lang", "en"])
    said = " ".join(capfd.readouterr().out.replace("│", " ").split())
    assert ".xlsx .docx .html .md" in said


def test_code_is_code_in_every_writer() -> None:
    """Lines to type stay lines, and nothing in them is markup; half a surrogate pair breaks no writer."""
    import docx

    report = Report("題", "ja", (Heading(1, "題\ud800"), Code("console", "sesaku <a>\n& b")), "脚")
    assert "```console\nsesaku <a>\n& b\n```" in report_to_markdown(report)
    page = report_to_html(report)
    assert "<pre><code>sesaku &lt;a&gt;\n&amp; b</code></pre>" in page and page.encode("utf-8")
    words = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(report_to_docx(report))).paragraphs)
    assert "sesaku <a>\n& b" in words
