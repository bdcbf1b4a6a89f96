"""TableLine: what every reader yields, and how a file's bytes become text."""

import hashlib
import os
from pathlib import Path
from typing import NamedTuple

from graph_model.errors import UnreadableFile, UnsupportedFormat
from graph_model.evidence import Cell, Place

SIZE_LIMIT = 100 * 1024 * 1024
"""Bytes; a plan's report is about 100 kB, so that a larger file is a mistake or an attack."""

_MAGIC = {
    b"%PDF": "PDF",
    b"PK\x03\x04": "Excel/Word",
    b"\xd0\xcf\x11\xe0": "Excel/Word (old)",
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG": "PNG",
    b"GIF8": "GIF",
    b"\x1f\x8b": "gzip",
}
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


class TableLine(NamedTuple):
    """One line or record of a document: its cells, and the place of the whole."""

    place: Place
    cells: tuple[Cell, ...]


class Source(NamedTuple):
    """A file's text, and what is known of the file. `cut` counts the bytes at the end that make no whole character."""

    name: str
    text: str
    encoding: str
    sha256: str
    cut: int


def read_source(path: Path, *, encoding: str | None = None) -> Source:
    """Return the text of a file; the encoding is the one given, else told by a BOM, else UTF-8, else cp932.

    Raises UnreadableFile or UnsupportedFormat, in one line each.
    """
    # Where the locale is not UTF-8 a name comes as half surrogates: its bytes are what it is called.
    name = os.fsencode(path.name).decode("utf-8", "replace")
    return bytes_to_source(read_bytes(path), name, encoding=encoding)


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file. Raises UnreadableFile when it is missing, a folder, closed to us, or too large."""
    try:
        if path.is_dir():
            raise UnreadableFile(
                f"{path} はフォルダーです。文書（.txt .csv .tsv）かグラフ（.json）を指定してください",
                f"{path} is a folder; name a document (.txt .csv .tsv) or a graph (.json)",
            )
        if path.stat().st_size > SIZE_LIMIT:
            raise UnreadableFile(
                f"{path} は {path.stat().st_size // 2**20} MB あり、上限の {SIZE_LIMIT // 2**20} MB を超えています。取組の表だけのファイルにしてください",
                f"{path} has {path.stat().st_size // 2**20} MB, over the limit of {SIZE_LIMIT // 2**20} MB; give a file with the table of measures alone",
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise UnreadableFile(
            f"{path} がありません。ファイル名と場所を確かめてください", f"{path} does not exist; see to its name and folder"
        ) from None
    except OSError as error:
        raise UnreadableFile(f"{path} を開けません: {error.strerror}", f"{path} cannot be opened: {error.strerror}") from error


def bytes_to_source(data: bytes, name: str, *, encoding: str | None = None) -> Source:
    """Return the text that `data` holds. Raises as read_source does."""
    sha256 = hashlib.sha256(data).hexdigest()
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise UnsupportedFormat(
                f"{name} は {kind} のファイルです。読めるのはタブ区切りのテキスト（.txt .tsv）と CSV です。表を CSV かテキストで保存し直してください",
                f"{name} is a {kind} file; what is read is text with tabs (.txt .tsv) and CSV. Save the table as CSV or text",
            )
    if not data.strip():
        raise UnreadableFile(
            f"{name} は空です。取組の表のあるファイルを指定してください", f"{name} is empty; name a file with a table of measures"
        )
    if encoding is None:
        encoding = next((bom_encoding for bom, bom_encoding in _BOMS.items() if data.startswith(bom)), None)
    if encoding is None and b"\x00" in data[:65536]:
        raise UnsupportedFormat(
            f"{name} は文字のファイルではありません（0のバイトがあります）。CSV かテキストを指定してください",
            f"{name} is no text file (it holds zero bytes); name a CSV or text file",
        )
    for candidate in (encoding,) if encoding else ("utf-8", "cp932"):
        try:
            decoded = _decode(data, candidate)
        except LookupError:
            raise UnreadableFile(
                f"文字コード {candidate} は知られていません（utf-8、cp932 など）",
                f"{candidate} is no encoding that is known (utf-8, cp932 …)",
            ) from None
        if decoded is not None:
            return Source(name, decoded[0], candidate, sha256, decoded[1])
    tried = encoding or "UTF-8, cp932"
    raise UnreadableFile(
        f"{name} を {tried} の文字として読めません。--encoding で文字コードを指定するか、UTF-8 で保存し直してください",
        f"{name} is not readable as {tried}; give --encoding, or save it as UTF-8",
    )


def _decode(data: bytes, encoding: str) -> tuple[str, int] | None:
    try:
        return data.decode(encoding), 0
    except UnicodeDecodeError as error:
        # A file cut in the middle of its last character is still that encoding: say so rather than take it for another.
        if error.reason.startswith(("unexpected end", "truncated", "incomplete")) and len(data) - error.start <= 3:
            return data[: error.start].decode(encoding), len(data) - error.start
        return None
