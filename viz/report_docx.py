"""A report -> a Word document on A4, its numbers links within the document. The only module with python-docx."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from typing import Any

from viz.brief_length import LINE, SIZES
from viz.report_blocks import Block, Bullets, Code, Heading, PageBreak, Paragraph, Report, Spans, Table
from viz.style import PAGE

_FONT = {"ja": "游ゴシック", "en": "Calibri"}
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CENTIMETRES = 18.0
"""The width of the text on A4."""


def report_to_docx(report: Report) -> bytes:
    """Return a report as the bytes of a .docx file. Raises ImportError where python-docx is missing."""
    import docx

    return _Writer(docx.Document(), report).bytes()


class _Writer:
    """Writes blocks into a document."""

    def __init__(self, document: Any, report: Report) -> None:
        from docx.shared import Cm, Pt

        self.document, self.report, self.marks, self.breaking = document, report, 0, False
        section = document.sections[0]
        section.page_width, section.page_height = Cm(21.0), Cm(29.7)
        section.left_margin = section.right_margin = Cm(1.5)
        section.top_margin = section.bottom_margin = Cm(1.3)
        section.header_distance = section.footer_distance = Cm(0.6)
        style = document.styles["Normal"]
        style.font.name, style.font.size = _FONT[report.lang], Pt(SIZES["plain"])
        self._east_asian(style.element.get_or_add_rPr())
        self._japanese_lines(style.element.get_or_add_rPr())
        style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
        foot = section.footer.paragraphs[0]
        self._run(foot, _clean(report.foot), SIZES["note"])
        properties = document.core_properties
        # Fixed, so that the same brief gives the same bytes.
        properties.created = properties.modified = datetime.datetime(2000, 1, 1)
        properties.title, properties.author, properties.last_modified_by = _clean(report.title)[:250], "sesaku", "sesaku"

    def _east_asian(self, properties: Any) -> None:
        from docx.oxml.ns import qn

        fonts = properties.get_or_add_rFonts()
        for name in ("w:eastAsia", "w:ascii", "w:hAnsi"):
            fonts.set(qn(name), _FONT[self.report.lang])

    def _japanese_lines(self, properties: Any) -> None:
        """Say that the words are Japanese, so that no line starts with a comma."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        for old in properties.findall(qn("w:lang")):
            properties.remove(old)
        language = OxmlElement("w:lang")
        # Digits stay Latin: as Japanese a number could be broken over two lines.
        language.set(qn("w:val"), "en-US")
        language.set(qn("w:eastAsia"), "ja-JP")
        properties.append(language)

    def bytes(self) -> bytes:
        for block in self.report.blocks:
            self._write(block)
        memory = io.BytesIO()
        self.document.save(memory)
        return _undated(memory.getvalue())

    def _write(self, block: Block) -> None:
        from docx.shared import Pt

        if isinstance(block, Heading):
            paragraph = self.document.add_paragraph()
            paragraph.paragraph_format.space_before = Pt(0 if block.level == 1 else 4)
            paragraph.paragraph_format.keep_with_next = True
            paragraph.paragraph_format.page_break_before = self.breaking or None
            self.breaking = False
            self._outline(paragraph, block.level)
            self._run(paragraph, _clean(block.text), SIZES["title" if block.level == 1 else "heading"], bold=True)
        elif isinstance(block, Paragraph):
            paragraph = self.document.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(2)
            self._spans(paragraph, block.spans, SIZES[block.style], bold=block.style == "lead")
        elif isinstance(block, Bullets):
            for item in block.items:
                paragraph = self.document.add_paragraph()
                paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Pt(10), Pt(-10)
                self._run(paragraph, "・" if self.report.lang == "ja" else "• ", SIZES["plain"])
                self._spans(paragraph, item, SIZES["plain"])
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Code):
            for line in block.text.strip().split("\n"):
                self._run(self.document.add_paragraph(), _clean(line), SIZES["note"])
        elif isinstance(block, PageBreak):
            # An empty paragraph that breaks the page would take a page of its own where the one before is full.
            self.breaking = True

    def _outline(self, paragraph: Any, level: int) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        outline = OxmlElement("w:outlineLvl")
        outline.set(qn("w:val"), str(level - 1))
        paragraph._p.get_or_add_pPr().append(outline)

    def _table(self, block: Table) -> None:
        from docx.shared import Cm

        table = self.document.add_table(rows=1, cols=len(block.heads))
        table.style, table.autofit = "Table Grid", False
        self._repeated(table.rows[0])
        for cell, head in zip(table.rows[0].cells, block.heads, strict=True):
            self._run(cell.paragraphs[0], _clean(head), SIZES["table"], bold=True)
        for row in block.rows:
            for cell, spans in zip(table.add_row().cells, row, strict=True):
                self._spans(cell.paragraphs[0], spans, SIZES["table"])
        for column, share in zip(table.columns, block.widths, strict=True):
            column.width = Cm(_CENTIMETRES * share)
            for cell in column.cells:
                cell.width = Cm(_CENTIMETRES * share)

    def _repeated(self, row: Any) -> None:
        from docx.oxml import OxmlElement

        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))

    def _spans(self, paragraph: Any, spans: Spans, size: float, *, bold: bool = False) -> None:
        for span in spans:
            if span.ref:
                self._link(paragraph, _clean(span.text), span.ref, size, bold=bold)
                continue
            if span.mark:
                self._bookmark(paragraph, "bookmarkStart", span.mark)
            self._run(paragraph, _breaking(_clean(span.text)), size, bold=bold or span.bold)
            if span.mark:
                self._bookmark(paragraph, "bookmarkEnd", "")
                self.marks += 1

    def _run(self, paragraph: Any, words: str, size: float, *, bold: bool = False) -> Any:
        from docx.shared import Pt

        run = paragraph.add_run(words)
        if paragraph.paragraph_format.line_spacing is None:
            paragraph.paragraph_format.line_spacing = Pt(size * LINE)
        run.font.size, run.font.bold = Pt(size), bold or None
        self._east_asian(run._r.get_or_add_rPr())
        return run

    def _bookmark(self, paragraph: Any, kind: str, name: str) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        mark = OxmlElement(f"w:{kind}")
        mark.set(qn("w:id"), str(self.marks))
        if name:
            mark.set(qn("w:name"), _bookmark_name(name))
        paragraph._p.append(mark)

    def _link(self, paragraph: Any, words: str, ref: str, size: float, *, bold: bool) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import RGBColor

        run = self._run(paragraph, words, size, bold=bold)
        run.font.color.rgb = RGBColor.from_string(PAGE["accent"].removeprefix("#"))
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), _bookmark_name(ref))
        paragraph._p.remove(run._r)
        link.append(run._r)
        paragraph._p.append(link)


def _bookmark_name(anchor: str) -> str:
    """Return an anchor as Word names a bookmark: letters, digits and _, at most 40."""
    return anchor.replace("-", "_")[:40]


def _breaking(words: str) -> str:
    """Return words after whose comma a line may end: between a comma and a number some programs else see no place for it."""
    return words + "\u200b" if words.endswith("、") else words


def _clean(words: str) -> str:
    """Return words without the characters that XML cannot hold."""
    return _FORBIDDEN.sub("\ufffd", words)


def _undated(data: bytes) -> bytes:
    """Return a zip file whose entries bear no time, so that the same words give the same bytes."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            after.writestr(zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0)), before.read(entry.filename), zipfile.ZIP_DEFLATED)
    return memory.getvalue()
