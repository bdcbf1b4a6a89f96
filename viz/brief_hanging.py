"""The parts of a brief on overlaps worth a talk, and on what hangs on one bureau or partner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph_model.words import Words
from viz.brief_facts import BriefFacts
from viz.brief_length import Limits
from viz.report_blocks import Block, Bullets, Heading, Span, Spans, anchor_of, number_spans, words
from viz.report_names import full_name, node_name
from viz.style import FINDINGS, TERMS


def overlap_block(facts: BriefFacts, node: str, own: list[str], lang: str, limits: Limits) -> list[Block]:
    """Return a heading and the pairs with the highest scores that speak of this node."""
    title = Heading(2, Words("一緒に見るとよい重なり", "Overlaps worth a talk").said_in(lang))
    pairs = [row for row in facts.rows("overlap-pairs") if _speaks_of(facts, node, own, row)]
    lines = [_pair(facts, row, lang) for row in pairs[: limits.pairs]]
    if len(pairs) > limits.pairs:
        rest, listed = len(pairs) - limits.pairs, len(facts.rows("overlap-pairs"))
        lines.append(
            words(
                Words(
                    f"ほか {rest}組（得点の高い{listed}組のうち。すべては sesaku ask overlap-pairs）",
                    f"{rest} more among the {listed} pairs with the highest scores; sesaku ask overlap-pairs",
                ).said_in(lang)
            )
        )
    return [
        title,
        Bullets(tuple(lines or [words(Words("得点の高い組にはない", "none among the pairs with the highest scores").said_in(lang))])),
    ]


def _speaks_of(facts: BriefFacts, node: str, own: list[str], row: Mapping[str, Any]) -> bool:
    """Return whether a pair is this node's: both measures name it; of a bureau, another's measure is in it; of a measure, it is in it."""
    held = [row[end] in own for end in ("a", "b")]
    kind = facts.graph.nodes[node]["kind"]
    if kind == "Measure":
        return any(held)
    if kind == "Bureau":
        return any(held) and len(row["bureaus"]) > 1
    return all(held)


def _pair(facts: BriefFacts, row: Mapping[str, Any], lang: str) -> Spans:
    terms = []
    for term in row["terms"]:
        names = Words("・", ", ").said_in(lang).join(node_name(facts.graph, one, lang) for one in term["ids"] if term["term"] != "owner")
        terms.append(TERMS[term["term"]].said_in(lang) + (f"「{names}」" if names and lang == "ja" else f" “{names}”" if names else ""))
    bureaus = Words("／", " / ").said_in(lang).join(node_name(facts.graph, one, lang) for one in row["bureaus"])
    rung = FINDINGS[row["rung"]].said_in(lang)
    score = Words(f"{row['score']}点", f"score {row['score']}").said_in(lang)
    ends = [Span(node_name(facts.graph, row[end], lang), ref=anchor_of(row[end])) for end in ("a", "b")]
    return (
        ends[0],
        Span("×"),
        ends[1],
        Span(f"　{rung}（{score}）　" if lang == "ja" else f" {rung} ({score}): "),
        Span(_joined(terms, lang) + (f"　{bureaus}" if lang == "ja" else f"; {bureaus}")),
    )


def _joined(terms: list[str], lang: str) -> str:
    return Words("、", ", ").said_in(lang).join(terms)


def hanging_block(facts: BriefFacts, node: str, own: list[str], lang: str, limits: Limits) -> list[Block]:
    """Return a heading and what hangs on one partner or one bureau, as far as it speaks of this node."""
    title = Heading(2, Words("一つの団体・局にかかるもの", "What hangs on one partner or bureau").said_in(lang))
    found = [
        _hanging(facts, row, who, lang, limits)
        for question, who in (("gap-sole-partner", "partner"), ("gap-sole-bureau", "bureau"))
        for row in facts.rows(question)
        if row["state"] == "sole" and _hangs(facts, node, own, row, who)
    ]
    lines = found[: limits.hanging]
    if len(found) > limits.hanging:
        rest = len(found) - limits.hanging
        lines.append(
            words(
                Words(
                    f"ほか {rest}件（sesaku ask gap-sole-partner、gap-sole-bureau）",
                    f"{rest} more (sesaku ask gap-sole-partner, gap-sole-bureau)",
                ).said_in(lang)
            )
        )
    return [title, Bullets(tuple(lines or [words(Words("なし", "none").said_in(lang))]))]


def _hangs(facts: BriefFacts, node: str, own: list[str], row: Mapping[str, Any], who: str) -> bool:
    kind = facts.graph.nodes[node]["kind"]
    if kind in ("Bureau", "Organisation"):
        return bool(row[who] == node)
    if kind in ("TargetGroup", "SupportType"):
        return node in (row["group"], row["support"])
    return bool(row["measures"]) and set(row["measures"]) <= set(own)


def _hanging(facts: BriefFacts, row: Mapping[str, Any], who: str, lang: str, limits: Limits) -> Spans:
    what = "×".join(
        name_of(facts.graph, row[which], lang) for which, name_of in (("group", node_name), ("support", full_name)) if row[which]
    )
    name = node_name(facts.graph, row[who], lang)
    kind = Words("協働先は" if who == "partner" else "所管は", "partner" if who == "partner" else "bureau").said_in(lang)
    text = f"{what}　{kind}{name}のみ（" if lang == "ja" else f"{what}: the only {kind} is {name} ("
    return (Span(text), *number_spans(row["measures"], lang, limits.few_numbers), Span(Words("）", ")").said_in(lang)))
