"""The part of a brief on what the plan does not name, and which general measures stand in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph_model.words import Words
from viz.brief_facts import BriefFacts
from viz.brief_length import Limits
from viz.report_blocks import Block, Bullets, Heading, Span, Spans, joined, number_spans, words
from viz.report_names import full_name, node_name
from viz.style import STATES

_OF_PLAN = Words("計画に名指しのないもの", "What the plan does not name")
_OF_THESE = Words("これらの取組に名指しのないもの", "What these measures do not name")
_OF_MEASURE = Words("この取組に記載のないもの", "What this measure does not name")


def missing_block(facts: BriefFacts, node: str, own: list[str], lang: str, limits: Limits) -> list[Block]:
    """Return a heading and a line for what is not named, what general measures stand in for, and what is planned only."""
    kind = facts.graph.nodes[node]["kind"]
    # A client group's and a service's cells are counted over the whole plan; elsewhere others may name what these measures do not.
    over_plan = any(node in (row["group"], row["support"]) for row in facts.rows("gap-cells"))
    title = _OF_MEASURE if kind == "Measure" else _OF_PLAN if over_plan else _OF_THESE
    lines = _measure_lines(facts, node, lang) if kind == "Measure" else _lines(facts, _cells(facts, node, own), lang, limits)
    return [Heading(2, title.said_in(lang)), Bullets(tuple(lines))]


def _cells(facts: BriefFacts, node: str, own: list[str]) -> list[tuple[str, str, list[str]]]:
    """Return what could be named beside this node, each with its state and the general measures that stand in."""
    for question, field, other in (("gap-cells", "group", "support"), ("gap-cells", "support", "group"), ("gap-goals", "goal", "group")):
        rows: list[Mapping[str, Any]] = [row for row in facts.rows(question) if row[field] == node]
        if rows:
            return [(row[other], row["state"], list(row["general"] or row["planned"])) for row in rows]
    if facts.graph.nodes[node]["kind"] == "TargetGroup":
        named = {support for measure in own for support in facts.supports[measure]}
        return [(support, "absent", []) for support in facts.services if support not in named]
    named = {group for measure in own for group in facts.groups[measure]}
    found = []
    for group in facts.client_groups:
        if group not in named:
            general = [measure for measure in own if measure in facts.open_to[group]]
            found.append((group, "general" if general else "absent", general))
    return found


def _lines(facts: BriefFacts, cells: list[tuple[str, str, list[str]]], lang: str, limits: Limits) -> list[Spans]:
    lines = []
    for state in ("absent", "general", "planned_only", "not_assessed"):
        parts = [_part(facts, other, measures, lang, limits) for other, found, measures in cells if found == state]
        if parts:
            more = len(parts) - limits.missing
            shown = [*parts[: limits.missing], *([words(Words(f"ほか{more}", f"{more} more").said_in(lang))] if more > 0 else [])]
            title = f"{STATES[state].sign} {STATES[state].name.said_in(lang)} {len(parts)}" + Words("　", ": ").said_in(lang)
            lines.append((Span(title, bold=True), *joined(shown, Words("、", ", ").said_in(lang))))
    return lines or [words(Words("なし（いずれも名指しがある）", "nothing: each is named").said_in(lang))]


def _part(facts: BriefFacts, other: str, measures: list[str], lang: str, limits: Limits) -> Spans:
    supports = facts.graph.nodes[other]["kind"] == "SupportType"
    name = (full_name if supports else node_name)(facts.graph, other, lang)
    if not measures:
        return words(name)
    open_, close = Words("（", " (").said_in(lang), Words("）", ")").said_in(lang)
    return (Span(name + open_), *number_spans(measures, lang, max(1, limits.numbers // 3)), Span(close))


def _measure_lines(facts: BriefFacts, node: str, lang: str) -> list[Spans]:
    """Return what a measure names none of, and the cues that were seen in it and not taken."""
    titles = (
        (Words("対象者", "groups"), facts.groups),
        (Words("支援", "help"), facts.supports),
        (Words("外部の関係機関", "outside partners"), facts.outside),
        (Words("国の基本方針の項目の語", "words of the policy's headings"), facts.norms),
    )
    lacking = [title.said_in(lang) for title, held in titles if not held.get(node)]
    lines = [words(Words("記載なし　", "not named: ").said_in(lang) + Words("、", ", ").said_in(lang).join(lacking))] if lacking else []
    cues = facts.graph.nodes[node]["rejected_cues"]
    if cues:
        seen = Words("、", ", ").said_in(lang).join(dict.fromkeys(f"「{cue['quote']}」" for cue in cues))
        lines.append(words(Words("見たが採らなかった語　", "words seen and not taken: ").said_in(lang) + seen))
    return lines or [words(Words("なし", "none").said_in(lang))]
