"""LibreOffice for the tests: found or skipped, and files turned into others by it, in a profile of its own."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.conftest import needed


def convert(files: Sequence[Path], to: str, folder: Path) -> list[Path]:
    """Return the files turned into another format by LibreOffice, formulas computed anew where they hold no values; skips where it is missing."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        needed("office", "LibreOffice (soffice) is not installed")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        command = [str(office), f"-env:UserInstallation={Path(home).as_uri()}", "--headless", "--convert-to", to, "--outdir", str(folder)]
        done = subprocess.run(
            [*command, *map(str, files)], capture_output=True, encoding="utf-8", errors="replace", timeout=600, check=False
        )
    made = [folder / f"{file.stem}.{to.split(':')[0]}" for file in files]
    assert all(one.is_file() for one in made), done.stdout + done.stderr
    return made


def page_texts(pdf: Path) -> list[str]:
    """Return the text of each page of a PDF; skips where pdftotext is missing."""
    tool = shutil.which("pdftotext")
    if tool is None:
        needed("office", "pdftotext (poppler-utils) is not installed")
    done = subprocess.run([str(tool), "-layout", str(pdf), "-"], capture_output=True, encoding="utf-8", check=True)
    return done.stdout.split("\f")[:-1]
