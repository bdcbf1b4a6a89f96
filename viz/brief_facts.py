"""What a brief is written from: a plan's links laid out by measure and the answers of the saved questions, as plain data."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from viz.cell_words import cell_words

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph


class BriefFacts(NamedTuple):
    """A plan for its briefs: measures in order; whose groups, supports, partners, bureaus, headings and goals; the answers.

    `outside` are the partners but own offices and meetings; `open_to` gives the measures open to a group that do not name it; `again` the (measure, goal) that only a relisting makes.
    """

    graph: PlanGraph
    measures: Sequence[str]
    groups: Mapping[str, Collection[str]]
    supports: Mapping[str, Collection[str]]
    partners: Mapping[str, Collection[str]]
    outside: Mapping[str, Collection[str]]
    bureaus: Mapping[str, Collection[str]]
    norms: Mapping[str, Collection[str]]
    goals: Mapping[str, Mapping[str, bool]]
    operating: Collection[str]
    without_status: Collection[str]
    unread: Collection[str]
    headings: Sequence[str]
    client_groups: Sequence[str]
    services: Sequence[str]
    organisations: Sequence[str]
    open_to: Mapping[str, Sequence[str]]
    answers: Mapping[str, Mapping[str, Any]]

    def rows(self, question: str) -> list[Mapping[str, Any]]:
        """Return the rows of a question's answer."""
        return list(self.answers[question]["rows"])

    def own(self, node: str) -> list[str]:
        """Return the measures of a node in order: those that name it, that it owns, that stand there; a measure itself."""
        kind = self.graph.nodes[node]["kind"]
        held: Mapping[str, Collection[str]] = {
            "TargetGroup": self.groups,
            "SupportType": self.supports,
            "Organisation": self.partners,
            "Bureau": self.bureaus,
            "Norm": self.norms,
            "Goal": self.goals,
        }.get(kind, {})
        return [node] if kind == "Measure" else [measure for measure in self.measures if node in held.get(measure, ())]

    def counted(self, measures: Collection[str], lang: str) -> str:
        """Return the number of measures in operation, and of those planned; of all, where no status was read."""
        if "status" in self.unread:
            return str(len(measures))
        in_operation = sum(measure in self.operating for measure in measures)
        unknown = sum(measure in self.without_status for measure in measures)
        return cell_words(in_operation, len(measures) - in_operation - unknown, lang, unknown=unknown)

    def reviewed(self, measures: Collection[str]) -> tuple[int, int]:
        """Return how many links these measures have, and how many of them a person has looked at."""
        links = [data for measure in measures for _, _, data in self.graph.out_edges(measure, data=True) if "evidence" in data]
        return len(links), sum("review" in data for data in links)
