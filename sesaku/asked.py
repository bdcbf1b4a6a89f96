"""What a question is asked of: the local graph, or a plan in Neo4j; either gives a graph to read names from, and answers."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import normalize

import typer

from sesaku.language import say

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph
    from loaders.neo4j_server import Run
    from queries.saved_query import SavedQuery
    from sesaku.database import Where


class Asked(NamedTuple):
    """A graph that holds the names of what answers speak of, the plan that is asked, and what answers."""

    graph: PlanGraph
    plan: str
    answer: Callable[[SavedQuery, dict[str, Any]], dict[str, Any]]

    def client_groups(self) -> tuple[str, ...]:
        """Return the groups that a question's denominators count."""
        from graph_model.kinds import CLIENT_FACETS

        return tuple(group for group in self._terms("TargetGroup") if self.graph.nodes[group]["facet"] in CLIENT_FACETS)

    def services(self) -> tuple[str, ...]:
        """Return the supports that are services."""
        return tuple(support for support in self._terms("SupportType") if self.graph.nodes[support]["service"])

    def _terms(self, kind: str) -> list[str]:
        return list(self.graph.nodes[self.plan]["vocabulary"][kind])


@contextmanager
def open_asked(
    plan: Path | None,
    reviews: list[Path] | None,
    *,
    where: Where | None = None,
    reviewed_only: bool = False,
    today: str | None = None,
    measure: str | None = None,
    names: bool = True,
) -> Iterator[Asked]:
    """Open the local plan with review files laid over it, or (`where`) a plan in Neo4j.

    `measure` is what a person typed for one; without `names` no measure's name is fetched for the screen.
    """
    day = today or datetime.date.today().isoformat()
    if where is None:
        yield _local(plan, reviews, reviewed_only, day)
    else:
        if plan is not None or reviews:
            raise typer.BadParameter(
                say(
                    "--neo4j はデータベースの計画に尋ねます。計画は --plan ID で選び、確認の表は push に渡してください",
                    "--neo4j asks a plan in the database: choose it with --plan ID, and give review files to the push",
                )
            )
        with _in_database(where, reviewed_only, day, measure, names) as asked:
            yield asked


def to_where(neo4j: bool, uri: str, user: str, database: str | None, plan: str | None) -> Where | None:
    """Return where to ask by a command's options, None for the local graph."""
    from sesaku.database import Where

    if plan is not None and not neo4j:
        raise typer.BadParameter(say("--plan は --neo4j と使います", "--plan goes with --neo4j"))
    return Where(uri, user, database, plan) if neo4j else None


def open_reviewed(plan: Path | None, reviews: list[Path] | None) -> PlanGraph:
    """Return a local plan's graph with review files laid over it."""
    from sesaku.plans import open_plan

    graph = open_plan(plan)
    if reviews:
        from sesaku.reviewing import lay_reviews

        graph = lay_reviews(graph, reviews)
    return graph


def _local(plan: Path | None, reviews: list[Path] | None, reviewed_only: bool, day: str) -> Asked:
    from queries.facts import graph_to_facts
    from queries.run import answer_query

    graph = open_reviewed(plan, reviews)
    facts = graph_to_facts(graph, reviewed_only=reviewed_only)
    return Asked(graph, facts.plan, lambda query, parameters: answer_query(query, facts, parameters, today=day))


@contextmanager
def _in_database(where: Where, reviewed_only: bool, day: str, measure: str | None, names: bool) -> Iterator[Asked]:
    from loaders.neo4j_names import add_measures, measures_in, names_graph
    from queries.database import answer_in_database, check_load, check_unchanged, choose_plan
    from sesaku.database import open_database

    with open_database(where.uri, where.user, where.database) as server:
        plan = server.read(lambda run: choose_plan(run, where.plan))
        stamp = server.read(lambda run: check_load(run, plan))
        graph = server.read(lambda run: names_graph(run, plan))
        if measure:
            server.read(lambda run: add_measures(run, graph, plan, _measure_ids(plan, measure)))

        def answer(query: SavedQuery, parameters: dict[str, Any]) -> dict[str, Any]:
            def answered(run: Run) -> dict[str, Any]:
                found = answer_in_database(run, query, plan, parameters, reviewed_only=reviewed_only, today=day, stamp=stamp)
                if names:
                    add_measures(run, graph, plan, measures_in(found["rows"]))
                    check_unchanged(run, plan, stamp)
                return found

            return server.read(answered)

        yield Asked(graph, plan, answer)


def _measure_ids(plan: str, words: str) -> list[str]:
    """Return the ids that a typed measure may mean: its id, with measure: or without, or its number with or without No. and at full or half width."""
    from graph_model.graph import short_name

    number = normalize("NFKC", words).strip()
    bare = number[2:].lstrip(". ") if number.lower().startswith("no") else number
    names = dict.fromkeys((words, number, bare))
    return [*names, *(f"measure:{name}" for name in names), *(f"measure:{short_name(plan)}/{name}" for name in names)]
