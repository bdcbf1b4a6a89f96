"""The measures that a brief cites: in full where one stands first, by its number after that."""

from __future__ import annotations

from viz.brief_facts import BriefFacts
from viz.report_blocks import Span, Spans, anchor_of
from viz.report_names import citation, node_name


class Citations:
    """Which measures stand in full in a brief so far."""

    def __init__(self, facts: BriefFacts, lang: str) -> None:
        self.graph, self.lang = facts.graph, lang
        self.marked: set[str] = set()

    def cite(self, measure: str) -> Spans:
        """Return a measure in full where it stands first, then by its number."""
        if measure in self.marked:
            return (Span(node_name(self.graph, measure, self.lang), ref=anchor_of(measure)),)
        return (Span(citation(self.graph, measure, self.lang), mark=self.mark(measure)),)

    def mark(self, measure: str) -> str:
        """Return the anchor of a measure where it stands first, else nothing."""
        if measure in self.marked:
            return ""
        self.marked.add(measure)
        return anchor_of(measure)
