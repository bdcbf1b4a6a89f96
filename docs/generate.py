"""What the documentation's generated parts hold; `python -m cogapp -r README.md README.ja.md docs/*.md` writes them again."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HERE))

from graph_model.formats import json_to_graph  # noqa: E402
from graph_model.kinds import EDGE_KINDS, NODE_KINDS, Property  # noqa: E402
from graph_model.notices import CODES, LEVELS, REASONS, USES  # noqa: E402
from queries.catalogue import CATALOGUE  # noqa: E402
from queries.facts import PlanFacts, graph_to_facts  # noqa: E402
from queries.rarity import WEIGHTS, tier_of  # noqa: E402
from queries.run import answer_query, find_query  # noqa: E402
from queries.saved_query import FAMILIES, Parameter, SavedQuery  # noqa: E402
from sesaku.answers import UNITS  # noqa: E402
from sesaku.app import run  # noqa: E402
from sesaku.explaining import question_states  # noqa: E402
from sesaku.plans import bundled_text  # noqa: E402
from viz.style import FINDINGS, STATES, TERMS  # noqa: E402


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


def part(*arguments: str, lang: str, lines: int | None = None, whole: bool = False) -> str:
    """Return a command and what it prints in a language, as a block, at most so many lines; `whole` keeps the plan's name and how to read it."""
    shown = screen(*arguments, "--lang", lang).split("\n")
    text = shown[2:-2]
    if not whole and len(text) > 3 and re.search("取組・再掲|relistings", text[1]):
        text = text[3:]
    reading = next((at for at, line in enumerate(text) if line.startswith(("読み方:", "How to read it:"))), None)
    if not whole and reading is not None:
        text = text[: reading - 1]
    if lines is not None and len(text) > lines:
        text = [*text[:lines], "…"]
    command = " ".join(f'"{word}"' if " " in word else word for word in arguments)
    return "\n".join(["```console", f"$ sesaku {command}", *text, "```"]) + "\n"


def question_list(lang: str) -> str:
    """Return every saved question in a line, by family."""
    rows = [
        [FAMILIES[query.family].said_in(lang), f"[`{query.name}`](#{query.name})", query.title.said_in(lang), query.question.said_in(lang)]
        for query in CATALOGUE
    ]
    return table(["種別", "名前", "題", "問い"] if lang == "ja" else ["family", "name", "title", "question"], rows)


def questions(lang: str) -> str:
    """Return every saved question by family: what it asks, why, how to read it, its limits, parameters, columns, states and Cypher."""
    parts = []
    for family, title in FAMILIES.items():
        parts.append(f"## {title.said_in(lang)}\n")
        parts += [_question(query, lang) for query in CATALOGUE if query.family == family]
    return "\n".join(parts)


def _question(query: SavedQuery, lang: str) -> str:
    ja = lang == "ja"
    names = ("問い", "なぜ", "読み方", "限界") if ja else ("Question", "Why", "How to read it", "Limits")
    said = [words.said_in(lang) for words in (query.question, query.why, query.how_to_read, query.limits)]
    unit, over = UNITS[query.unit].said_in(lang), ", ".join(query.over)
    lines = [f'<a id="{query.name}"></a>\n', f"### `{query.name}` {query.title.said_in(lang)}\n"]
    lines += [f"- **{name}**: {words}" for name, words in zip(names, said, strict=True)]
    lines.append(f"- **{'数える単位' if ja else 'Unit'}**: {unit} (`{query.unit}`, over {over})")
    states = [f"`{name}` {_state(name, lang)}" for name in question_states(query)]
    lines.append(f"- **{'状態' if ja else 'States'}**: {'、'.join(states) if ja else ', '.join(states)}\n")
    if query.parameters:
        lines.append(
            table(
                ["条件", "省くと", "意味"] if ja else ["parameter", "default", "meaning"],
                [_parameter(one, lang) for one in query.parameters],
            )
        )
    columns = [[f"`{column.name}`", column.head.said_in(lang), column.type, column.kind or ""] for column in query.columns]
    lines.append(table(["欄", "見出し", "型", "指すもの"] if ja else ["column", "head", "type", "names"], columns))
    lines.append(f"<details><summary>Cypher</summary>\n\n```cypher\n{query.cypher.strip()}\n```\n")
    if query.tally_cypher:
        lines.append(f"{'状態ごとの数' if ja else 'How many in each state'}:\n\n```cypher\n{query.tally_cypher.strip()}\n```\n")
    lines.append(
        f"{'Neo4j Browser の図' if ja else 'A picture for Neo4j Browser'}: {query.draws.said_in(lang)}\n\n```cypher\n{query.picture.strip()}\n```\n\n</details>\n"
    )
    return "\n".join(lines)


def _parameter(parameter: Parameter, lang: str) -> list[str]:
    choices = f" ({', '.join(f'`{one}`' for one in parameter.choices)})" if parameter.choices else ""
    default = "" if parameter.default is None else f"`{str(parameter.default).lower()}`"
    return [f"`--{parameter.name}`", default, parameter.meaning.said_in(lang) + choices]


def _state(name: str, lang: str) -> str:
    if name in FINDINGS:
        return FINDINGS[name].said_in(lang)
    return f"{STATES[name].sign} {STATES[name].name.said_in(lang)}"


def weights(lang: str) -> str:
    """Return the terms of a pair's score with their weights, as queries/rarity.py has them."""
    value = {
        "groups": (
            "2 × Σ 共通の対象者の点",
            "両者の対象者の点の合計",
            "2 × Σ points of the groups shared",
            "Σ points of both measures' groups",
        ),
        "supports": (
            "2 × Σ 共通の支援の点",
            "両者の支援の点の合計",
            "2 × Σ points of the services shared",
            "Σ points of both measures' services",
        ),
        "partners": (
            "2 × Σ 共通の団体の点",
            "両者の団体の点の合計",
            "2 × Σ points of the bodies shared",
            "Σ points of both measures' bodies",
        ),
        "forum": ("Σ 共通の会議体の段", "1", "Σ tiers of the meetings shared", "1"),
        "item": ("同じ事項なら 1", "1", "1 where the item is the same", "1"),
        "text": ("文の近さ（千分率）", "1000", "likeness of the texts in thousandths", "1000"),
        "owner": ("所管が別なら 1", "1", "1 where no owner is shared", "1"),
    }
    at = 0 if lang == "ja" else 2
    rows = [
        [f"`{name}` {TERMS[name].said_in(lang)}", str(weight), value[name][at], value[name][at + 1]] for name, weight in WEIGHTS.items()
    ]
    return table(["項", "重み", "`value`", "`of`"] if lang == "ja" else ["term", "weight", "`value`", "`of`"], rows)


def tiers(lang: str) -> str:
    """Return the tiers of the bundled plan: how many measures have a term, its tier and its points."""
    total = len(bundled_facts().measures)
    rows, before = [], None
    for measures in range(total, 0, -1):
        tier = tier_of(measures, total)
        if tier != before:
            rows.append([tier, measures, measures])
        else:
            rows[-1][2] = measures
        before = tier
    cells = [[f"{low}" if low == high else f"{low}–{high}", str(tier), str(2 * (1 + tier))] for tier, high, low in rows]
    heads = ["その語のある取組", "段", "点"] if lang == "ja" else ["measures that have it", "tier", "points"]
    return table(heads, cells)


def bundled_facts() -> PlanFacts:
    """Return the facts of the bundled plan."""
    return graph_to_facts(json_to_graph(bundled_text(), name="tokyo"))


def worked_pair(lang: str, a: str = "2", b: str = "70") -> str:
    """Return the terms of one pair of the bundled plan as a table: points = weight × value ÷ of, rounded down."""
    rows = answer_query(find_query("overlap-pairs"), bundled_facts(), {"measure": f"measure:tokyo-2025-01/{a}"})["rows"]
    (row,) = [row for row in rows if row["b"].endswith(f"/{b}")]
    cells = [
        [
            f"`{term['term']}`",
            ", ".join(f"`{one}`" for one in term["ids"]),
            *(str(term[name]) for name in ("weight", "value", "of")),
            str(term["points"]),
        ]
        for term in row["terms"]
    ]
    cells.append(["", "", "", "", "", f"**{row['score']}**"])
    heads = ["項", "共通のもの", "重み", "value", "of", "点"] if lang == "ja" else ["term", "shared", "weight", "value", "of", "points"]
    return table(heads, cells)


def answer_example() -> str:
    """Return an answer as JSON, its lists of rows cut to the one row asked for."""
    given = {"group": "group:foreign_nationals", "support": "support:housing"}
    answer = answer_query(find_query("gap-cells"), bundled_facts(), given)
    text = json.dumps(answer, ensure_ascii=False, indent=1)
    # What fits on a line stands on one: lists and small objects.
    text = re.sub(r"([\[{])\s+((?:[^\[\]{}]|\n)*?)\s+([\]}])", lambda found: found[1] + " ".join(found[2].split()) + found[3], text)
    return f"```json\n{text}\n```\n"
