"""Every question on generated plans: the real server's rows are the local ones, in order.

Many plans stand in one database, side by side, and share their terms: one load, one query a question and plan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from graph_model.graph import add_link, add_node
from graph_model.kinds import DIFFERS
from queries.catalogue import CATALOGUE
from tests.generated_plans import COLUMNS, wide_plans
from tests.graphs import graph_of
from tests.neo4j_product import push
from tests.test_questions_in_neo4j import agree

if TYPE_CHECKING:
    from random import Random

    from neo4j import Driver

    from loaders.neo4j_server import Server as Ours

PLANS = 6
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


def elaborated(graph: Any, chance: Random) -> Any:
    """Return the graph with measures of one order, evidence and reviews on links, relistings that differ, and sections below goals."""
    for node, data in list(graph.nodes(data=True)):
        if data["kind"] == "Measure":
            data["order"] //= 2
        elif data["kind"] == "Goal":
            section = add_node(graph, "Section", f"section:{node.split(':')[1]}-ア", label="ア", name="区分", order=data["order"])
            add_link(graph, "HAS_SECTION", node, section)
    for source, target, key, data in list(graph.edges(keys=True, data=True)):
        if "evidence" in data:
            data["evidence"] = [_piece(chance) for _ in range(chance.randrange(3))]
            if chance.random() < 0.4:
                data["review"] = {"decision": "keep", "reason": "", "author": chance.choice("甲乙"), "date": "2025-01-01"}
        elif data["kind"] == "RELISTED_IN":
            data["differs"] = chance.choice(DIFFERS)
            data["differences"] = {"item": [{"original": "甲", "relisting": "乙"}]} if data["differs"] != "none" else {}
        if data["kind"] in ("LISTED_IN", "RELISTED_IN") and target.startswith("goal:") and chance.random() < 0.5:
            graph.remove_edge(source, target, key=key)
            section = f"section:{target.split(':')[1]}-ア"
            add_link(graph, data["kind"], source, section, **{name: value for name, value in data.items() if name != "kind"})
    return graph


def _piece(chance: Random) -> dict[str, Any]:
    quote = chance.choice(STRANGE)
    place = {"file": "x.txt", "line": chance.randrange(9), "cell": 2}
    return {"place": place, "column": "text", "start": 0, "end": len(quote), "quote": quote, "rule": chance.choice(("term", "no_rule"))}


def renamed(graph: Any, number: int) -> Any:
    """Return the graph as another edition's: its plan, goals and measures have other ids; terms and bureaus are shared."""
    import networkx as nx

    return nx.relabel_nodes(graph, {node: node.replace("x-2024-09", f"x{number}-2024-09") for node in graph})


@settings(
    max_examples=1,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(plans=st.lists(st.tuples(strange_plans(), COLUMNS), min_size=PLANS, max_size=PLANS), chance=st.randoms(use_true_random=False))
def test_every_question_on_many_plans(plans: list[Any], chance: Random, neo4j_driver: Driver, ours: Ours) -> None:
    """Ties, blank items, strange names, lacking columns, a plan without measures; with other parameters and reviewed links alone, too."""
    neo4j_driver.execute_query("MATCH (n) DETACH DELETE n")
    (first, columns), *others = plans
    graphs = [graph_of([]), graph_of(tied(first), columns=columns), *(graph_of(plan, columns=columns) for plan, columns in others)]
    graphs = [renamed(elaborated(graph, chance), number) for number, graph in enumerate(graphs)]
    push(ours, *graphs)
    for query in CATALOGUE:
        names = {parameter.name for parameter in query.parameters if not parameter.filters}
        other = {"thin": 2, "own": True, "top": 3, "rung": "same_means"}
        for number, graph in enumerate(graphs):
            agree(ours, graph, query, reviewed_only=number == 3)
            if number in (1, 2) and names & other.keys():
                agree(ours, graph, query, **{name: value for name, value in other.items() if name in names})
