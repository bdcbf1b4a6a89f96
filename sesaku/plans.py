"""Which plan a command reads: the one named, SESAKU_PLAN, or the bundled one; and how documents are opened."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from graph_model.errors import DeclarationError, UnreadableFile
from sesaku.language import say
from sesaku.printing import note

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph
    from loaders.assemble import LoadedPlan
    from loaders.profile import Profile

BUNDLED = "tokyo_2025-01"
_SLOW = 1.0


def open_plan(plan: Path | None) -> PlanGraph:
    """Return the graph of the plan that a command was given; says which when none was named."""
    from graph_model.formats import json_to_graph

    if plan is None and os.environ.get("SESAKU_PLAN"):
        plan = Path(os.environ["SESAKU_PLAN"])
        note(say(f"計画: {plan}（SESAKU_PLAN）", f"plan: {plan} (SESAKU_PLAN)"))
    if plan is None:
        note(
            say(
                "計画: 同梱の東京都の事実データ（本文なし）。別の計画は最後の引数で指定",
                "plan: the bundled facts of Tokyo (without its sentences); name another as the last argument",
            )
        )
        return json_to_graph(bundled_text(), name=BUNDLED)
    if looks_like_graph(plan):
        return json_to_graph(read_graph_text(plan), name=plan.name)
    return load_document(plan).graph


def bundled_text() -> str:
    """Return the bundled plan's graph as its JSON text."""
    return files("sesaku").joinpath("plans", BUNDLED, "plan.json").read_text(encoding="utf-8")


def looks_like_graph(path: Path) -> bool:
    """Return whether a file holds JSON rather than a table."""
    if path.suffix.lower() == ".json":
        return True
    try:
        with path.open("rb") as file:
            return file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b'{"directed"')
    except OSError:
        return False


def read_graph_text(path: Path) -> str:
    """Return the text of a saved graph. Raises UnreadableFile."""
    from loaders.readers.lines import read_bytes

    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"{path} はUTF-8のグラフとして読めません。文書から作り直してください",
            f"{path} is not readable as a graph in UTF-8; build it again from the document",
        ) from error


def load_document(
    path: Path,
    *,
    encoding: str | None = None,
    profile: Path | None = None,
    no_profile: bool = False,
    columns: Sequence[str] | None = None,
    taxonomies: Sequence[Path] | None = None,
) -> LoadedPlan:
    """Read a document with the profile that is named, or the bundled one that has its SHA-256; says which was used."""
    from loaders.assemble import load_plan

    heads = dict(column_option(option) for option in columns or ())
    profiles = [] if no_profile else [read_profile(profile)] if profile else bundled_profiles()
    local_terms = read_local_terms(taxonomies)
    with patience(say(f"{path.name} を読んでいます", f"reading {path.name}")):
        loaded = load_plan(path, encoding=encoding, profiles=profiles, heads=heads, local_terms=local_terms)
    used = loaded.profile.name if loaded.profile else say("なし（名称と日付は文書から）", "none (names and dates are the document's own)")
    note(say(f"プロファイル: {used}", f"profile: {used}"))
    return loaded


def read_local_terms(files: Sequence[Path] | None) -> dict[str, str]:
    """Return the TOML texts of files of local terms by name."""
    return {file.name: _read_utf8(file) for file in files or ()}


def column_option(option: str) -> tuple[str, str]:
    """Return (head, role) of a --column ROLE=HEAD. Raises DeclarationError where it has another form."""
    role, equals, head = option.partition("=")
    if not equals or not role or not head:
        raise DeclarationError(
            f"--column は 役割=見出し の形で書きます（例 --column number=整理番号）: {option}",
            f"--column is ROLE=HEAD (as in --column number=整理番号), not {option!r}",
        )
    return head, role


def read_profile(path: Path) -> Profile:
    """Return the profile in a TOML file; one that is named is used whatever the document's SHA-256."""
    from loaders.profile import text_to_profile

    return text_to_profile(_read_utf8(path), path.name)._replace(source_sha256="")


def _read_utf8(path: Path) -> str:
    from loaders.readers.lines import read_bytes

    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{path} はUTF-8で書いてください", f"{path} is not UTF-8") from error


def bundled_profiles() -> list[Profile]:
    """Return the profiles of the bundled plans."""
    from loaders.profile import text_to_profile

    folder = files("sesaku").joinpath("plans")
    found = sorted((plan for plan in folder.iterdir() if plan.joinpath("profile.toml").is_file()), key=lambda plan: plan.name)
    return [text_to_profile(plan.joinpath("profile.toml").read_text(encoding="utf-8"), plan.name) for plan in found]


@contextmanager
def patience(words: str) -> Iterator[None]:
    """Show a spinner on stderr once the work takes over a second; nothing where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    status = Console(stderr=True).status(words)
    timer = threading.Timer(_SLOW, status.start)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        status.stop()
