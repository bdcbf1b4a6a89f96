"""A node -> a brief of one A4 page: what the plan says of it out of how much, by step, with whom, what it does not name.

The wording says no more than the graph holds: "the plan does not name", never "there is no"; machine-extracted, N of M reviewed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from graph_model.graph import links_of, targets_of
from graph_model.words import Words
from viz.brief_facts import BriefFacts
from viz.brief_hanging import hanging_block, overlap_block
from viz.brief_length import LIMITS, PAGE_POINTS, Limits, page_points
from viz.brief_missing import missing_block
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
    words,
)
from viz.report_names import citation, full_name, node_name
from viz.style import DIFFERS, ROLES, STATES

MOST_CITED = 20
"""Up to so many measures are cited in full where they stand; above, numbers stand there and citations in an annex."""
BRIEF_KINDS = ("TargetGroup", "Bureau", "Organisation", "SupportType", "Goal", "Measure")
_MOST_QUOTES = 3


def node_brief(facts: BriefFacts, node: str, lang: str, *, annex: bool = False) -> Report:
    """Return the brief on a node; with an annex of citations where there are more than MOST_CITED measures, or where asked."""
    for limits in LIMITS:
        brief = _Brief(facts, node, lang, limits)
        main = brief.main()
        if page_points(main) <= PAGE_POINTS:
            break
    return brief.report(main, annex=annex)


class _Brief:
    """One brief being written; `cited` are the measures that stand in it, in the order of the plan in the end."""

    def __init__(self, facts: BriefFacts, node: str, lang: str, limits: Limits) -> None:
        self.facts, self.node, self.lang, self.limits = facts, node, lang, limits
        self.graph = facts.graph
        self.title = full_name(self.graph, node, lang)
        self.kind = self.graph.nodes[node]["kind"]
        self.own = facts.own(node)
        self.many = len(self.own) > MOST_CITED
        self.marked: set[str] = set()

    def say(self, ja: str, en: str) -> str:
        return Words(ja, en).said_in(self.lang)

    def name(self, node: str) -> str:
        return node_name(self.graph, node, self.lang)

    def main(self) -> list[Block]:
        """Return what stands on the page."""
        rest = (self.facts, self.node, self.own, self.lang, self.limits)
        return [
            Heading(1, self.title),
            Paragraph(self._opening(), "lead"),
            Paragraph(self._basis(), "note"),
            Heading(2, self.say("支援の段階ごとに", "By step of the pathway")),
            self._steps(),
            Heading(2, self.say("だれに、だれと", "For whom, with whom")),
            Bullets(tuple(self._with_whom())),
            *missing_block(*rest),
            *overlap_block(*rest),
            *hanging_block(*rest),
            Paragraph(words(self._reading()), "note"),
        ]

    def report(self, blocks: list[Block], *, annex: bool) -> Report:
        """Return the report of what stands on the page, with its annex."""
        if annex or self.many:
            blocks += self._annex(blocks)
        return Report(self.title, self.lang, tuple(self._reachable(blocks)), self._foot())

    def _opening(self) -> Spans:
        """Return the first sentence: how many of how many, and how many of them are planned or considered."""
        total, own = len(self.facts.measures), self.own
        if self.kind == "Measure":
            return self._measure_opening(total)
        known = [measure for measure in own if measure not in self.facts.without_status]
        planned = [measure for measure in known if measure not in self.facts.operating]
        unknown = len(own) - len(known)
        head = self.say(f"{total}取組のうち{self._named_by()}は {len(own)}", f"Of {total} measures, {len(own)} {self._named_by()}")
        if "status" in self.facts.unread:
            return words(
                head
                + self.say(
                    "（取組状況の欄がなく、段階は分かりません）。", " (the document has no status column: how far they are is not known)."
                )
            )
        spans: list[Span] = [
            Span(head + self.say(f"、うち検討・予定は {len(planned)}", f"; {len(planned)} of these are planned or considered"))
        ]
        if planned:
            spans += [Span(self.say("（", " (")), *number_spans(planned, self.lang, self.limits.numbers), Span(self.say("）", ")"))]
        if unknown:
            spans.append(Span(self.say(f"、状況の記載なしは {unknown}", f"; of {unknown} the status is blank")))
        return (*spans, Span(self.say("。", ".")), *self._relisted_there())

    def _named_by(self) -> str:
        name = self.name(self.node)
        if self.kind == "TargetGroup":
            who = name + ("の方" if name.endswith("籍") else "")
            return self.say(f"{who}を明示する取組", f"name {name}")
        if self.kind == "Bureau":
            return self.say(f"{name}が所管する取組", f"are owned by {name}")
        if self.kind == "Organisation":
            return self.say(f"{name}との連携・協働を記す取組", f"name {name} as taking part")
        if self.kind == "SupportType":
            return self.say(f"「{name}」の支援を記す取組", f"name {name} as help")
        number = self.graph.nodes[self.node].get("number", "")
        return self.say(f"基本目標{number}に掲げる取組", f"stand under goal {number}")

    def _relisted_there(self) -> Spans:
        if self.kind != "Goal":
            return ()
        again = [measure for measure in self.own if self.facts.goals[measure].get(self.node)]
        return (
            words(self.say(f"そのうち再掲によるものは {len(again)}。", f" {len(again)} of them stand there by relisting.")) if again else ()
        )

    def _measure_opening(self, total: int) -> Spans:
        facts, node = self.facts, self.node
        groups, supports, partners = (len(held.get(node, ())) for held in (facts.groups, facts.supports, facts.outside))
        status = "・".join(self.name(one) for one in targets_of(self.graph, "HAS_STATUS", node)) or self.say("記載なし", "not stated")
        cited = Span(citation(self.graph, node, self.lang), mark=self._mark(node))
        text = self.say(
            f"。{total}取組の一つで、明示する対象者は {groups}、支援は {supports}、外部の関係機関は {partners}。状況は「{status}」。",
            f". One of {total} measures; it names {groups} groups, {supports} kinds of help, {partners} outside partners. Its status: {status}.",
        )
        return (cited, Span(text))

    def _basis(self) -> Spans:
        links, reviewed = self.facts.reviewed(self.own)
        plan = self.facts.answers["gap-cells"]["plans"][0]
        as_of = plan["as_of"] or self.say("日付の記載なし", "undated")
        return words(
            self.say(
                f"{self.graph.nodes[plan['id']]['title']}（{as_of}現在）による。これらの取組のリンク {links}件のうち人が確認したものは {reviewed}件で、ほかは文書の語からの機械抽出。",
                f"From {self.graph.nodes[plan['id']]['title']} (as of {as_of}). Of the {links} links of these measures a person has reviewed {reviewed}; the rest are machine-extracted from the document's words.",
            )
        )

    def _steps(self) -> Block:
        """Return a row a step: the measures there, or which general ones stand in where a group is not named."""
        by_step = {row["norm"]: row for row in self.facts.rows("gap-pathway") if row["group"] == self.node}
        rows: list[tuple[Spans, ...]] = []
        for norm in self.facts.headings:
            there = [measure for measure in self.own if norm in self.facts.norms[measure]]
            cell = by_step.get(norm)
            if not there and cell is None and self.kind == "Measure":
                continue
            rows.append((words(self.name(norm)), self._count(len(there), cell["state"] if cell else None), self._cited(there, cell)))
        rest = [measure for measure in self.own if not self.facts.norms[measure]]
        if rest:
            rows.append((words(self.say("どの段階の語もない", "no step's words")), self._count(len(rest), None), self._cited(rest, None)))
        heads = (self.say("段階", "step"), self.say("取組", "measures"), self.say("番号", "numbers"))
        return Table(heads, tuple(rows), (0.24, 0.16, 0.6))

    def _count(self, count: int, state: str | None) -> Spans:
        sign = f"{STATES[state].sign} " if state else ""
        return words(f"{sign}{count}")

    def _cited(self, there: list[str], cell: Mapping[str, Any] | None) -> Spans:
        if there and self.many:
            return number_spans(there, self.lang)
        if there:
            return joined([self._cite(measure) for measure in there], self.say("、", "; "))
        general = cell["general"] if cell else ()
        if general:
            return (
                Span(self.say("名指しなし。一般の取組 ", "not named; general measures ")),
                *number_spans(general, self.lang, self.limits.numbers),
            )
        return words(self.say("計画に記載なし", "the plan names none"))

    def _cite(self, measure: str) -> Spans:
        """Return a measure in full where it stands first, then by its number."""
        if measure in self.marked:
            return (Span(self.name(measure), ref=anchor_of(measure)),)
        return (Span(citation(self.graph, measure, self.lang), mark=self._mark(measure)),)

    def _mark(self, measure: str) -> str:
        if measure in self.marked:
            return ""
        self.marked.add(measure)
        return anchor_of(measure)

    def _with_whom(self) -> list[Spans]:
        facts = self.facts
        wanted = (
            (self.say("所管局", "Bureaus"), facts.bureaus, "Bureau"),
            (self.say("外部の関係機関", "Outside partners"), facts.outside, "Organisation"),
            (self.say("対象者", "Groups"), facts.groups, "TargetGroup"),
            (self.say("支援", "Help"), facts.supports, "SupportType"),
        )
        return [*(self._counted(title, held) for title, held, kind in wanted if kind != self.kind), *self._relistings()]

    def _counted(self, title: str, held: Mapping[str, Collection[str]]) -> Spans:
        """Return what the measures name, the most named first, each with its count and numbers."""
        by_name: dict[str, list[str]] = {}
        for measure in self.own:
            for one in sorted(held[measure]):
                by_name.setdefault(one, []).append(measure)
        ranked = sorted(by_name, key=lambda one: (-len(by_name[one]), self.graph.nodes[one].get("order", 0), one))
        without = [measure for measure in self.own if not held[measure]]
        parts = [self._named(one, by_name[one]) for one in ranked[: self.limits.names]]
        rest = len(ranked) - len(parts)
        if rest:
            parts.append(words(self.say(f"ほか{rest}", f"{rest} more")))
        if without and len(self.own) > 1:
            parts.append((Span(self.say(f"記載なし {len(without)}", f"none named {len(without)}")),))
        if not ranked:
            parts = [words(self.say("計画に記載なし", "the plan names none"))]
        return (Span(title + self.say("　", ": "), bold=True), *joined(parts, self.say("、", "; ")))

    def _named(self, node: str, measures: list[str]) -> Spans:
        most = max(1, self.limits.few_numbers // 2) if self.many else self.limits.few_numbers
        if self.kind == "Measure":
            roles, quotes = self._roles(node), self._quotes(node)
            return words(self.name(node) + (f"（{roles}）" if roles and self.lang == "ja" else f" ({roles})" if roles else "") + quotes)
        open_, close = self.say("（", " ("), self.say("）", ")")
        return (Span(f"{self.name(node)} {len(measures)}{open_}"), *number_spans(measures, self.lang, most), Span(close))

    def _roles(self, node: str) -> str:
        links = (self.graph.get_edge_data(self.node, node) or {}).values()
        return self.say("・", ", ").join(ROLES[role].said_in(self.lang) for data in links for role in data.get("roles", ()))

    def _quotes(self, node: str) -> str:
        links = (self.graph.get_edge_data(self.node, node) or {}).values()
        quotes = dict.fromkeys(piece["quote"] for data in links for piece in data.get("evidence", ()))
        return "".join(f"「{quote}」" for quote in list(quotes)[:_MOST_QUOTES])

    def _relistings(self) -> list[Spans]:
        """Return what a measure's relistings say otherwise."""
        found: list[Spans] = []
        for _, place, link in links_of(self.graph, "RELISTED_IN", source=self.node):
            pieces = [f"「{piece['original']}」→「{piece['relisting']}」" for differ in link["differences"].values() for piece in differ]
            differs = DIFFERS[link["differs"]].said_in(self.lang) + self.say("　", " ").join(["", *pieces])
            title = self.say(f"再掲 {self.name(place)}　", f"Relisted {self.name(place)}: ")
            found.append((Span(title, bold=True), Span(differs)))
        return found

    def _reading(self) -> str:
        return self.say(
            "数は異なる取組の数で、再掲は二度数えない。「名指しなし」「記載なし」は計画に名指しがないという意味で、支援がないという意味ではない。番号の根拠の語は sesaku why 番号 で引ける。",
            "Counts are of distinct measures; relistings are not counted twice. “Not named” means that the plan does not name it, not that there is no service. sesaku why NUMBER gives the words behind a number.",
        )

    def _foot(self) -> str:
        plan = self.facts.answers["gap-cells"]["plans"][0]
        return f"{self.graph.nodes[plan['id']]['title']}  SHA-256 {plan['source_sha256'][:12]}…"

    def _annex(self, blocks: list[Block]) -> list[Block]:
        """Return the citations of every measure that the brief names, on a page of their own."""
        refs = {span.ref for block in blocks for span in _spans(block) if span.ref}
        listed = [measure for measure in self.facts.measures if measure in self.own or anchor_of(measure) in refs]
        rows = tuple(
            (
                (Span(citation(self.graph, measure, self.lang), mark=self._mark(measure)),),
                words(str(self.graph.nodes[measure].get("item", ""))),
                words("・".join(self.name(one) for one in targets_of(self.graph, "HAS_STATUS", measure))),
            )
            for measure in listed
        )
        heads = (self.say("取組", "measure"), self.say("事項", "item"), self.say("状況", "status"))
        return [PageBreak(), Heading(2, self.say("付表　取組の引用", "Annex: the measures cited")), Table(heads, rows, (0.45, 0.43, 0.12))]

    def _reachable(self, blocks: list[Block]) -> list[Block]:
        """Return the blocks in which a number leads only to what stands in this brief."""
        marks = {span.mark for block in blocks for span in _spans(block) if span.mark}
        return [_mapped(block, lambda span: span if not span.ref or span.ref in marks else span._replace(ref="")) for block in blocks]


def _spans(block: Block) -> Spans:
    if isinstance(block, Paragraph):
        return block.spans
    if isinstance(block, Bullets):
        return tuple(span for item in block.items for span in item)
    if isinstance(block, Table):
        return tuple(span for row in block.rows for cell in row for span in cell)
    return ()


def _mapped(block: Block, change: Callable[[Span], Span]) -> Block:
    def spans(found: Spans) -> Spans:
        return tuple(change(span) for span in found)

    if isinstance(block, Paragraph):
        return block._replace(spans=spans(block.spans))
    if isinstance(block, Bullets):
        return Bullets(tuple(spans(item) for item in block.items))
    if isinstance(block, Table):
        return block._replace(rows=tuple(tuple(spans(cell) for cell in row) for row in block.rows))
    return block
