"""Every question on generated plans: the real server's rows are the local ones, in order.

Many plans stand in one database, side by side, and share their terms: one load, one query a question and plan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from queries.catalogue import CATALOGUE
from tests.generated_plans import COLUMNS, wide_plans
from tests.graphs import graph_of
from tests.neo4j_product import push
from tests.test_questions_in_neo4j import agree

if TYPE_CHECKING:
    from neo4j import Driver

    from loaders.neo4j_server import Server as Ours

PLANS = 5
"""So many plans to a database."""
STRANGE = ["研修", "'相談'の\"充実\"\\", "`$plan` {m} // *", "絵文字🌸と\u200b間", "a\\", "\\'", "ﾊﾝｶｸ", "é"]


@st.composite
def strange_plans(draw: Any) -> list[dict[str, Any]]:
    """Draw a plan whose items, owners and status sentences hold quotes, backslashes, marks of Cypher and signs outside the plane."""
    plan = draw(wide_plans(most=6))
    for measure in plan:
        measure["item"] = draw(st.sampled_from(["", *STRANGE]))
        measure["bureaus"] = draw(st.lists(st.sampled_from(STRANGE), unique=True, max_size=2))
        measure["status_text"] = draw(st.sampled_from(["", *STRANGE]))
        measure["norms"] = draw(st.lists(st.sampled_from(["early", "consultation", "children"]), unique=True, max_size=2))
    return plan


def tied(plan: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a plan in which each measure stands twice, so that only the order tells them apart."""
    return [*plan, *({**measure, "similar": []} for measure in plan)]


def renamed(graph: Any, number: int) -> Any:
    """Return the graph as another edition's: its plan, goals and measures have other ids; terms and bureaus are shared."""
    import networkx as nx

    return nx.relabel_nodes(graph, {node: node.replace("x-2024-09", f"x{number}-2024-09") for node in graph})


@settings(
    max_examples=2,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(plans=st.lists(st.tuples(strange_plans(), COLUMNS), min_size=PLANS, max_size=PLANS))
def test_every_question_on_many_plans(plans: list[Any], neo4j_driver: Driver, ours: Ours) -> None:
    """Ties, blank items, strange names, lacking columns, a plan without measures; with other parameters, too."""
    neo4j_driver.execute_query("MATCH (n) DETACH DELETE n")
    (first, columns), *others = plans
    graphs = [graph_of([]), graph_of(tied(first), columns=columns), *(graph_of(plan, columns=columns) for plan, columns in others)]
    graphs = [renamed(graph, number) for number, graph in enumerate(graphs)]
    push(ours, *graphs)
    for query in CATALOGUE:
        names = {parameter.name for parameter in query.parameters if not parameter.filters}
        other = {"thin": 2, "own": True, "top": 3, "rung": "same_means"}
        for number, graph in enumerate(graphs):
            agree(ours, graph, query)
            if number in (1, 2) and names & other.keys():
                agree(ours, graph, query, **{name: value for name, value in other.items() if name in names})
