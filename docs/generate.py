"""What the documentation's generated parts hold; `python -m cogapp -r README.md README.ja.md docs/*.md` writes them again."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HERE))

from graph_model.kinds import EDGE_KINDS, NODE_KINDS, Property  # noqa: E402
from graph_model.notices import CODES, LEVELS, REASONS, USES  # noqa: E402
from queries.catalogue import CATALOGUE  # noqa: E402
from sesaku.app import run  # noqa: E402
from viz.style import STATES  # noqa: E402


def table(heads: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table."""
    lines = [heads, ["---"] * len(heads), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def screen(*arguments: str) -> str:
    """Return a command and what it prints, as a block."""
    out = io.StringIO()
    before = os.environ.pop("SESAKU_PLAN", None)
    folder = Path.cwd()
    os.chdir(HERE)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
            run(list(arguments))
    finally:
        os.chdir(folder)
        if before is not None:
            os.environ["SESAKU_PLAN"] = before
    return f"```console\n$ sesaku {' '.join(arguments)}\n{out.getvalue().strip()}\n```\n"


def node_kinds() -> str:
    """Return every kind of node with its properties."""
    parts = []
    for kind in NODE_KINDS:
        parts.append(
            f"### {kind.name} {kind.title.ja}\n\n{kind.meaning.ja}<br>{kind.meaning.en}<br>`{kind.prefix}:…`, {SCOPES[kind.scope]}\n\n{_properties(kind.properties)}\n"
        )
    return "\n".join(parts)


SCOPES = {"edition": "one edition of one plan", "jurisdiction": "shared by the plans of one jurisdiction", "shared": "shared by all plans"}


def edge_kinds() -> str:
    """Return every kind of link, what it joins, and its properties."""
    rows = [
        [
            f"`{kind.name}`",
            kind.title.ja,
            f"{' / '.join(kind.sources)} → {' / '.join(kind.targets)}",
            f"{kind.meaning.ja}<br>{kind.meaning.en}",
            ", ".join(f"`{prop.name}`" for prop in kind.properties),
        ]
        for kind in EDGE_KINDS
    ]
    return table(["link", "", "joins", "meaning", "properties"], rows)


def _properties(properties: tuple[Property, ...]) -> str:
    rows = [
        [
            f"`{prop.name}`",
            prop.type + ("" if prop.required else ", may be absent"),
            f"{prop.meaning.ja}<br>{prop.meaning.en}",
            ", ".join(prop.values),
        ]
        for prop in properties
    ]
    return table(["property", "type", "meaning", "values"], rows)


def states() -> str:
    """Return the states of a cell."""
    return table(
        ["", "state", "日本語", "English"],
        [
            [style.sign, f"`{name}`", f"{style.name.ja}: {style.meaning.ja}", f"{style.name.en}: {style.meaning.en}"]
            for name, style in STATES.items()
        ],
    )


def ledger_lists(lang: str) -> str:
    """Return what a line can be used as, and why it can be left aside."""
    used = [["使用" if lang == "ja" else "used", f"`{name}`", words.said_in(lang)] for name, words in USES.items()]
    left = [["読まない" if lang == "ja" else "ignored", f"`{name}`", words.said_in(lang)] for name, words in REASONS.items()]
    heads = ["扱い", "コード", "何か"] if lang == "ja" else ["fate", "code", "what"]
    return table(heads, used + left)


def notices(lang: str) -> str:
    """Return every notice with its level and sentence."""
    rows = [[f"`{name}`", LEVELS[code.level].said_in(lang), code.words.said_in(lang)] for name, code in CODES.items()]
    return table(["コード", "程度", "文"] if lang == "ja" else ["code", "level", "sentence"], rows)


def questions(lang: str) -> str:
    """Return every saved question with its meaning, how to read it and its limits."""
    names = ("問い", "なぜ", "読み方", "限界") if lang == "ja" else ("Question", "Why", "How to read it", "Limits")
    parts = []
    for query in CATALOGUE:
        said = [words.said_in(lang) for words in (query.question, query.why, query.how_to_read, query.limits)]
        parts.append(
            f"### `{query.name}` {query.title.said_in(lang)}\n\n"
            + "\n".join(f"- **{name}**: {words}" for name, words in zip(names, said, strict=True))
            + "\n"
        )
    return "\n".join(parts)
