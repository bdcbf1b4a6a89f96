"""A node -> a brief of one A4 page: what the plan says of it out of how much, by step, with whom, what it does not name.

The wording says no more than the graph holds: "the plan does not name", never "there is no"; machine-extracted, N of M reviewed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph_model.graph import targets_of
from graph_model.words import Words
from viz.brief_citations import Citations
from viz.brief_facts import BriefFacts
from viz.brief_hanging import hanging_block, overlap_block
from viz.brief_length import LIMITS, PAGE_POINTS, Limits, page_points
from viz.brief_missing import missing_block
from viz.brief_named import with_whom
from viz.brief_opening import basis, opening
from viz.cell_words import COUNTED
from viz.report_blocks import (
    Block,
    Bullets,
    Heading,
    PageBreak,
    Paragraph,
    Report,
    Span,
    Spans,
    Table,
    anchor_of,
    joined,
    number_spans,
    spans_of,
    words,
)
from viz.report_names import citation, full_name, node_name
from viz.style import STATES

MOST_CITED = 20
"""Up to so many measures are cited in full where they stand; above, numbers stand there and citations in an annex."""
BRIEF_KINDS = ("TargetGroup", "Bureau", "Organisation", "SupportType", "Goal", "Measure")


def node_brief(facts: BriefFacts, node: str, lang: str) -> Report:
    """Return the brief on a node, with an annex of citations where a number stands on the page whose measure is not cited there."""
    for limits in LIMITS:
        brief = _Brief(facts, node, lang, limits)
        main = brief.main()
        if page_points(main) <= PAGE_POINTS:
            break
    return brief.report(main)


class _Brief:
    """One brief being written; `cited` keeps which measures stand in it in full."""

    def __init__(self, facts: BriefFacts, node: str, lang: str, limits: Limits) -> None:
        self.facts, self.node, self.lang, self.limits = facts, node, lang, limits
        self.graph = facts.graph
        name = full_name(self.graph, node, lang)
        self.title = name[:1].upper() + name[1:]
        self.kind = self.graph.nodes[node]["kind"]
        self.own = facts.own(node)
        self.many = len(self.own) > MOST_CITED
        self.cited = Citations(facts, lang)

    def say(self, ja: str, en: str) -> str:
        return Words(ja, en).said_in(self.lang)

    def name(self, node: str) -> str:
        return node_name(self.graph, node, self.lang)

    def main(self) -> list[Block]:
        """Return what stands on the page."""
        rest = (self.facts, self.node, self.own, self.lang, self.limits)
        return [
            Heading(1, self.title),
            Paragraph(opening(*rest, self.cited), "lead"),
            Paragraph(basis(self.facts, self.own, self.lang), "note"),
            Heading(2, self.say("支援の段階ごとに（国の基本方針の項目）", "By step of the pathway (headings of the national policy)")),
            self._steps(),
            Heading(2, self.say("だれに、だれと", "For whom, with whom")),
            Bullets(tuple(with_whom(*rest, many=self.many))),
            *missing_block(*rest),
            *overlap_block(*rest),
            *hanging_block(*rest),
            Paragraph(words(self._reading()), "note"),
        ]

    def report(self, blocks: list[Block]) -> Report:
        """Return the report of what stands on the page, with its annex where numbers lead there."""
        spans = [span for block in blocks for span in spans_of(block)]
        if {span.ref for span in spans if span.ref} - {span.mark for span in spans}:
            blocks += self._annex(blocks)
        return Report(self.title, self.lang, tuple(blocks), self._foot())

    def _steps(self) -> Block:
        """Return a row a step: the measures there, or which general ones stand in where a group is not named."""
        by_step = {row["norm"]: row for row in self.facts.rows("gap-pathway") if row["group"] == self.node}
        rows: list[tuple[Spans, ...]] = []
        for norm in self.facts.headings:
            there = [measure for measure in self.own if norm in self.facts.norms[measure]]
            cell = by_step.get(norm)
            if not there and cell is None and self.kind == "Measure":
                continue
            rows.append((words(self.name(norm)), self._count(there, cell["state"] if cell else None), self._cited(there, cell)))
        rest = [measure for measure in self.own if not self.facts.norms[measure]]
        if rest:
            rows.append((words(self.say("どの段階の語もない", "no step's words")), self._count(rest, None), self._cited(rest, None)))
        heads = (self.say("段階", "step"), self.say("取組", "measures"), self.say("番号", "numbers"))
        return Table(heads, tuple(rows), (0.24, 0.16, 0.6))

    def _count(self, there: list[str], state: str | None) -> Spans:
        sign = f"{STATES[state].sign} " if state else ""
        return words(sign + self.facts.counted(there, self.lang))

    def _cited(self, there: list[str], cell: Mapping[str, Any] | None) -> Spans:
        if there and self.many:
            return number_spans(there, self.lang)
        if there:
            return joined([self.cited.cite(measure) for measure in there], self.say("、", "; "))
        general = cell["general"] if cell else ()
        if general:
            return (
                Span(self.say("名指しなし。一般の取組 ", "not named; general measures ")),
                *number_spans(general, self.lang, self.limits.numbers),
            )
        if cell:
            return words(self.say("計画に記載なし", "the plan names none"))
        return words(self.say("これらの取組にはない", "none of these measures"))

    def _reading(self) -> str:
        return self.say(
            COUNTED.ja
            + "。再掲は二度数えない。「名指しなし」「記載なし」は書かれていないという意味で、支援がないという意味ではない。番号の根拠の語は sesaku why 番号 で引ける。",
            COUNTED.en
            + "; relistings are not counted twice. “Not named” means that it is not written there, not that there is no service. sesaku why NUMBER gives the words behind a number.",
        )

    def _foot(self) -> str:
        plan = self.facts.answers["gap-cells"]["plans"][0]
        return f"{self.graph.nodes[plan['id']]['title']}  SHA-256 {plan['source_sha256'][:12]}…"

    def _annex(self, blocks: list[Block]) -> list[Block]:
        """Return the citations of every measure that the brief names, on a page of their own."""
        refs = {span.ref for block in blocks for span in spans_of(block) if span.ref}
        listed = [measure for measure in self.facts.measures if measure in self.own or anchor_of(measure) in refs]
        rows = tuple(
            (
                (Span(citation(self.graph, measure, self.lang), mark=self.cited.mark(measure)),),
                words(str(self.graph.nodes[measure].get("item", ""))),
                words("・".join(self.name(one) for one in targets_of(self.graph, "HAS_STATUS", measure))),
            )
            for measure in listed
        )
        heads = (self.say("取組", "measure"), self.say("事項", "item"), self.say("状況", "status"))
        return [PageBreak(), Heading(2, self.say("付表　取組の引用", "Annex: the measures cited")), Table(heads, rows, (0.45, 0.43, 0.12))]
