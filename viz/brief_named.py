"""The part of a brief on what its measures name: bureaus, partners, groups, help, and what relistings say otherwise."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from graph_model.graph import links_of
from graph_model.words import Words
from viz.brief_facts import BriefFacts
from viz.brief_length import Limits
from viz.report_blocks import Span, Spans, joined, number_spans, words
from viz.report_names import full_name, node_name
from viz.style import DIFFERS, ROLES

_MOST_QUOTES = 3


def with_whom(facts: BriefFacts, node: str, own: list[str], lang: str, limits: Limits, *, many: bool) -> list[Spans]:
    """Return a line for each kind that the measures name, the node's own left out; `many`, where numbers are to be few."""
    return _Named(facts, node, own, lang, limits, many=many).lines()


class _Named:
    """The lines on what a node's measures name."""

    def __init__(self, facts: BriefFacts, node: str, own: list[str], lang: str, limits: Limits, *, many: bool) -> None:
        self.facts, self.node, self.own, self.lang, self.limits = facts, node, own, lang, limits
        self.graph, self.kind = facts.graph, facts.graph.nodes[node]["kind"]
        self.many = many

    def say(self, ja: str, en: str) -> str:
        return Words(ja, en).said_in(self.lang)

    def name(self, node: str) -> str:
        supports = self.graph.nodes[node]["kind"] == "SupportType"
        return (full_name if supports else node_name)(self.graph, node, self.lang)

    def lines(self) -> list[Spans]:
        facts = self.facts
        wanted = (
            (self.say("所管局", "Bureaus"), facts.bureaus, "Bureau"),
            (self.say("外部の関係機関", "Outside partners"), facts.outside, "Organisation"),
            (self.say("対象者", "Groups"), facts.groups, "TargetGroup"),
            (self.say("支援の種類", "Kinds of help"), facts.supports, "SupportType"),
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
            parts.append(
                (
                    Span(
                        self.say(
                            f"記載なし {self.facts.counted(without, self.lang)}", f"none named {self.facts.counted(without, self.lang)}"
                        )
                    ),
                )
            )
        if not ranked:
            parts = [words(self.say("記載なし", "none named"))]
        return (Span(title + self.say("　", ": "), bold=True), *joined(parts, self.say("、", "; ")))

    def _named(self, node: str, measures: list[str]) -> Spans:
        most = max(1, self.limits.few_numbers // 2) if self.many else self.limits.few_numbers
        if self.kind == "Measure":
            roles, quotes = self._roles(node), self._quotes(node)
            return words(self.name(node) + (f"（{roles}）" if roles and self.lang == "ja" else f" ({roles})" if roles else "") + quotes)
        open_, close = self.say("（", " ("), self.say("）", ")")
        return (
            Span(f"{self.name(node)} {self.facts.counted(measures, self.lang)}{open_}"),
            *number_spans(measures, self.lang, most),
            Span(close),
        )

    def _roles(self, node: str) -> str:
        links = (self.graph.get_edge_data(self.node, node) or {}).values()
        return self.say("・", ", ").join(ROLES[role].said_in(self.lang) for data in links for role in data.get("roles", ()))

    def _quotes(self, node: str) -> str:
        if self.graph.nodes[node]["kind"] == "Bureau":
            return ""  # It stands in its column by its name.
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
