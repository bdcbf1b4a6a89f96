"""A report -> one static HTML page: no script, no request to anywhere, prints on A4."""

from __future__ import annotations

from collections.abc import Iterable
from string import Template
from urllib.parse import quote

from viz.html_text import escape
from viz.report_blocks import Block, Bullets, Code, Heading, PageBreak, Paragraph, Report, Spans, Table
from viz.style import PAGE

_STYLE = Template("""\
:root { color-scheme: light; }
body { font-family: "Yu Gothic", "YuGothic", "Hiragino Kaku Gothic ProN", "Noto Sans CJK JP", "Noto Sans JP", Meiryo, sans-serif;
  max-width: 46rem; margin: 1.5rem auto; padding: 0 1rem; line-height: 1.55; color: $ink; }
h1 { font-size: 1.45rem; margin: 0 0 .5rem; } h2 { font-size: 1.05rem; margin: 1rem 0 .3rem; border-bottom: 2px solid $accent; }
h3 { font-size: .95rem; margin: .8rem 0 .2rem; }
p { margin: .3rem 0; } p.lead { font-size: 1.1rem; font-weight: 600; } p.note { font-size: .82rem; color: $quiet; }
ul { margin: .2rem 0; padding-left: 1.2rem; } table { border-collapse: collapse; width: 100%; margin: .3rem 0; }
th, td { border: 1px solid $line; padding: .15rem .4rem; text-align: left; vertical-align: top; font-size: .88rem; overflow-wrap: anywhere; }
pre { background: $ground; padding: .5rem .8rem; overflow: auto; } th { background: $faint; } thead { display: table-header-group; } tr { break-inside: avoid; }
a { color: $accent; } :target { background: $mark; } .break { break-before: page; } footer { font-size: .75rem; color: $quiet; margin-top: 1rem; }
@media print { @page { size: A4; margin: 13mm 15mm; } body { max-width: none; margin: 0; padding: 0; font-size: 9pt; line-height: 1.36; }
  h1 { font-size: 15pt; margin: 0; } h2 { font-size: 10.5pt; margin: 3pt 0 0; border-bottom-width: 1px; } p { margin: 0 0 1pt; } ul { margin: 0; padding-left: 10pt; }
  p.lead { font-size: 11pt; } p.note, footer { font-size: 8pt; } table { margin: 0; } th, td { font-size: 8pt; padding: 0 3pt; line-height: 1.36; }
  a { color: inherit; text-decoration: none; } footer { margin-top: 2pt; } }
""").substitute(PAGE)


def report_to_html(report: Report) -> str:
    """Return a report as one HTML page; every word is escaped."""
    body = blocks_to_html(report.blocks)
    return (
        f'<!DOCTYPE html>\n<html lang="{report.lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(report.title)}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n{body}\n<footer>{escape(report.foot)}</footer>\n</body>\n</html>\n"
    )


def blocks_to_html(blocks: Iterable[Block]) -> str:
    """Return blocks as HTML, without a page around them."""
    return "\n".join(_block(block) for block in blocks)


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        anchor = f' id="{escape(block.anchor)}"' if block.anchor else ""
        return f"<h{block.level}{anchor}>{escape(block.text)}</h{block.level}>"
    if isinstance(block, Paragraph):
        return f'<p class="{block.style}">{_text(block.spans)}</p>'
    if isinstance(block, Bullets):
        return "<ul>" + "".join(f"<li>{_text(item)}</li>" for item in block.items) + "</ul>"
    if isinstance(block, Table):
        columns = "".join(f'<col style="width:{width * 100:.2f}%">' for width in block.widths)
        head = "".join(f'<th scope="col">{escape(one)}</th>' for one in block.heads)
        rows = "\n".join("<tr>" + "".join(f"<td>{_text(cell)}</td>" for cell in row) + "</tr>" for row in block.rows)
        return f"<table><colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>"
    if isinstance(block, Code):
        return f"<pre><code>{escape(block.text.strip())}</code></pre>"
    assert isinstance(block, PageBreak)
    return '<div class="break"></div>'


def _text(spans: Spans) -> str:
    found = []
    for span in spans:
        words = escape(span.text)
        if span.bold:
            words = f"<b>{words}</b>"
        if span.ref:
            words = f'<a href="#{escape(span.ref)}">{words}</a>'
        if span.file:
            words = f'<a href="{quote(span.file)}">{words}</a>'
        if span.mark:
            words = f'<span id="{escape(span.mark)}">{words}</span>'
        found.append(words)
    return "".join(found)
