"""What if a bureau, a partner or a measure were gone: which cells drop, which paths break, who is left without an owner.

Local only: it asks the saved questions twice, of the plan and of the plan without.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from graph_model.errors import UnknownName
from graph_model.graph import links_of, sources_of
from queries.facts import graph_to_facts
from queries.run import answer_query, find_query
from queries.states import STATES

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

REMOVABLE = ("Bureau", "Organisation", "Measure")
CARRYING = ("delivers", "commissioned", "subsidised", "hosts")
"""Roles in which a partner carries a measure: without its only carrier the measure cannot go on."""


class Drop(NamedTuple):
    """One finding that is worse without: which, its state before and after, its measures in operation that are gone."""

    row: dict[str, Any]
    before: str
    after: str
    lost: tuple[str, ...]


class WithoutThem(NamedTuple):
    """What the plan is without the nodes.

    `gone`: measures that cannot go on; `ownerless`: those of them that lose their only owner; `uncarried`: those that lose
    their only carrying partner; `partnerless`: measures that go on, without any partner; `groups`, `cells`, `steps`: what
    drops; `looked_at`: how many groups, cells and steps there are.
    """

    gone: tuple[str, ...]
    ownerless: tuple[str, ...]
    uncarried: tuple[str, ...]
    partnerless: tuple[str, ...]
    groups: tuple[Drop, ...]
    cells: tuple[Drop, ...]
    steps: tuple[Drop, ...]
    looked_at: dict[str, int]


def graph_without(graph: PlanGraph, nodes: Sequence[str], *, thin: int = 1, plan: str | None = None) -> WithoutThem:
    """Return what drops where these bureaus, organisations and measures are gone.

    A measure is gone that is named, that loses its only owner, or that loses the only partner in a carrying role
    (delivers, commissioned, subsidised, hosts). Others lose a partner and go on. Raises UnknownName for another kind of node.
    """
    for node in nodes:
        if graph.nodes[node]["kind"] not in REMOVABLE:
            raise UnknownName(f"{node} は局・団体・取組ではありません", f"{node} is no bureau, organisation or measure", ())
    away = set(nodes)
    facts = graph_to_facts(graph, plan)
    ownerless = tuple(m for m in facts.measures if facts.bureaus[m] and away.issuperset(facts.bureaus[m]))
    uncarried = tuple(m for m in facts.measures if (carriers := _carriers(graph, m)) and away >= carriers)
    gone = tuple(m for m in facts.measures if m in away or m in ownerless or m in uncarried)
    partnerless = tuple(m for m in facts.measures if m not in gone and facts.partners[m] and away.issuperset(facts.partners[m]))
    rest = graph.copy()
    rest.remove_nodes_from(gone)
    for node in away - set(gone):
        rest.remove_edges_from([(start, node, key) for start, _, key in graph.in_edges(node, keys=True) if start in rest])
    after = graph_to_facts(rest, facts.plan)
    found: dict[str, tuple[Drop, ...]] = {}
    looked_at: dict[str, int] = {}
    for name, parameters in (("gap-groups", {"thin": thin}), ("gap-cells", {"thin": thin}), ("gap-pathway", {"thin": thin})):
        query = find_query(name)
        old, new = answer_query(query, facts, parameters), answer_query(query, after, parameters)
        looked_at[name] = old["total_rows"]
        found[name] = tuple(_drops(old["rows"], new["rows"]))
    return WithoutThem(gone, ownerless, uncarried, partnerless, found["gap-groups"], found["gap-cells"], found["gap-pathway"], looked_at)


def _carriers(graph: PlanGraph, measure: str) -> set[str]:
    return {end for _, end, data in links_of(graph, "PARTNERS_WITH", source=measure) if set(data["roles"]) & set(CARRYING)}


def _drops(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[Drop]:
    after = {row["finding"]: row for row in new}
    drops = []
    for row in old:
        now = after[row["finding"]]
        if STATES.index(now["state"]) > STATES.index(row["state"]):
            lost = tuple(measure for measure in row["measures"] if measure not in now["measures"])
            drops.append(Drop(row, row["state"], now["state"], lost))
    return drops


def measures_of(graph: PlanGraph, node: str) -> list[str]:
    """Return the measures of a bureau or organisation, in order."""
    kind = {"Bureau": "OWNED_BY", "Organisation": "PARTNERS_WITH"}.get(graph.nodes[node]["kind"])
    found = sources_of(graph, kind, node) if kind else [node]
    return sorted(found, key=lambda measure: graph.nodes[measure]["order"])
