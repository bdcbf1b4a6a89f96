"""A file -> its lines, by the reader for its format."""

from __future__ import annotations

from pathlib import Path

from graph_model.errors import UnsupportedFormat
from loaders.readers import csv_text, tabbed_text
from loaders.readers.lines import Source, TableLine, read_source

NOT_YET = {
    ".xlsx": "Excel",
    ".xlsm": "Excel",
    ".xls": "Excel",
    ".docx": "Word",
    ".doc": "Word",
    ".pdf": "PDF",
    ".ods": "OpenDocument",
    ".html": "HTML",
}
"""Formats that plans come in and that are not read yet."""


def document_to_source(path: Path, *, encoding: str | None = None) -> Source:
    """Return the text of a document. Raises UnsupportedFormat for a format that is not read, UnreadableFile otherwise."""
    kind = NOT_YET.get(path.suffix.lower())
    if kind and path.is_file():
        raise UnsupportedFormat(
            f"{path.name}: {kind}（{path.suffix}）はまだ読めません。表を CSV かタブ区切りのテキスト（.txt .tsv）で保存し直してください",
            f"{path.name}: {kind} ({path.suffix}) is not yet read; save the table as CSV or as text with tabs (.txt .tsv)",
        )
    return read_source(path, encoding=encoding)


def source_to_lines(source: Source) -> list[TableLine]:
    """Return the lines of a source. `.csv` and `.tsv` are read with quotes; other text by its tabs, or as CSV where it has none."""
    suffix = Path(source.name).suffix.lower()
    if suffix == ".csv" or (suffix != ".tsv" and "\t" not in source.text):
        return list(csv_text.source_to_lines(source, delimiter=csv_text.likely_delimiter(source.text)))
    if suffix == ".tsv":
        return list(csv_text.source_to_lines(source, delimiter="\t"))
    return list(tabbed_text.source_to_lines(source))
