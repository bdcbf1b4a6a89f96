"""Plan, its measures' links and the vocabularies -> the typed graph."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from graph_model.graph import add_link, add_node, new_graph, node_id
from graph_model.norms import Norms
from graph_model.plan import Measure, Plan
from graph_model.taxonomy import Taxonomy
from loaders.likeness import Likeness, Similar
from loaders.links import Link, MeasureLinks

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

TARGET_KIND = {
    "SERVES": "TargetGroup",
    "PARTNERS_WITH": "Organisation",
    "PROVIDES": "SupportType",
    "HAS_STATUS": "Status",
    "FALLS_UNDER": "Norm",
}


def plan_to_graph(plan: Plan, links: list[MeasureLinks], taxonomies: Mapping[str, Taxonomy], norms: Norms, likeness: Likeness) -> PlanGraph:
    """Return the graph of one plan. `links` and what `likeness` says go with `plan.measures`, one by one; every term and norm becomes a node, served or not."""
    graph = new_graph()
    _add_terms(graph, taxonomies)
    headings = _add_norms(graph, norms)
    plan_node = add_node(
        graph,
        "Plan",
        node_id("Plan", plan.slug),
        title=plan.title,
        jurisdiction=plan.jurisdiction,
        edition=plan.edition,
        as_of=plan.as_of,
        source_file=plan.source_file,
        source_sha256=plan.source_sha256,
        facts_only=False,
        columns_read=list(plan.columns_read),
        vocabulary={
            **{taxonomy.kind: [node_id(taxonomy.kind, term.id) for term in taxonomy.terms] for taxonomy in taxonomies.values()},
            "Norm": headings,
        },
    )
    goals = [_goal_node(graph, plan, plan_node, at) for at in range(len(plan.goals))]
    sections = [_section_node(graph, plan, plan_node, goals, at) for at in range(len(plan.sections))]
    nodes: list[str] = []
    for measure, found, says in zip(plan.measures, links, likeness.says, strict=True):
        node = _measure_node(graph, plan, measure, found, says)
        nodes.append(node)
        _add_listings(graph, node, measure, plan_node, goals, sections)
        for link in found.links:
            _add_extracted(graph, plan, node, link)
    for similar in likeness.similar:
        add_similar(graph, nodes, similar)
    return graph


def _add_terms(graph: PlanGraph, taxonomies: Mapping[str, Taxonomy]) -> None:
    for taxonomy in taxonomies.values():
        for order, term in enumerate(taxonomy.terms):
            properties: dict[str, Any] = {"name": term.name.ja, "name_en": term.name.en, "order": order}
            if taxonomy.kind == "TargetGroup":
                properties["facet"] = term.facet
            elif taxonomy.kind == "Organisation":
                properties["body"] = term.body
                if term.same_as:
                    properties["same_as"] = list(term.same_as)
            elif taxonomy.kind == "SupportType":
                properties |= {"service": term.service, "suits": list(term.suits)}
            add_node(graph, taxonomy.kind, node_id(taxonomy.kind, term.id), **properties)
        for term in taxonomy.terms:
            if term.parent and taxonomy.kind == "TargetGroup":
                add_link(graph, "NARROWER_THAN", node_id(taxonomy.kind, term.id), node_id(taxonomy.kind, term.parent))


def _add_norms(graph: PlanGraph, norms: Norms) -> list[str]:
    return [
        add_node(graph, "Norm", node_id("Norm", f"{norms.id}/{heading.id}"), name=heading.name.ja, name_en=heading.name.en, order=order)
        for order, heading in enumerate(norms.headings)
    ]


def _goal_node(graph: PlanGraph, plan: Plan, plan_node: str, at: int) -> str:
    goal = plan.goals[at]
    node = add_node(
        graph, "Goal", node_id("Goal", f"{plan.slug}/{goal.number}"), number=goal.number, name=goal.name or goal.number, order=goal.order
    )
    add_link(graph, "HAS_GOAL", plan_node, node)
    return node


def _section_node(graph: PlanGraph, plan: Plan, plan_node: str, goals: list[str], at: int) -> str:
    section = plan.sections[at]
    above = plan_node if section.goal is None else goals[section.goal]
    name = section.key if section.goal is None else f"{plan.goals[section.goal].number}-{section.key}"
    node = add_node(
        graph,
        "Section",
        node_id("Section", f"{plan.slug}/{name}"),
        label=section.label,
        name=section.name or section.label,
        order=section.order,
    )
    add_link(graph, "HAS_SECTION", above, node)
    return node


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text, as a facts-only graph keeps it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _measure_node(graph: PlanGraph, plan: Plan, measure: Measure, found: MeasureLinks, says: str | None) -> str:
    properties: dict[str, Any] = {
        "number": measure.number,
        "order": measure.order,
        "item_how": measure.item_how,
        "item_evidence": [piece.as_dict() for piece in measure.item_evidence],
        "has_new_project": measure.has_new_project,
        "rejected_cues": list(found.rejected),
    }
    if measure.item is not None:
        properties["item"] = measure.item
    if says is not None:
        properties["status_says"] = says
    for column, name in (("text", "text"), ("status", "status_text")):
        passage = measure.row.columns.get(column)
        if passage is not None:
            properties[name] = passage.raw
            properties[f"{name}_hash"] = text_hash(passage.raw)
    return add_node(graph, "Measure", node_id("Measure", f"{plan.slug}/{measure.key}"), **properties)


def _add_listings(graph: PlanGraph, node: str, measure: Measure, plan_node: str, goals: list[str], sections: list[str]) -> None:
    for listing in measure.listings:
        row = listing.row
        where = sections[row.section] if row.section is not None else goals[row.goal] if row.goal is not None else plan_node
        if listing.relisted:
            add_link(
                graph,
                "RELISTED_IN",
                node,
                where,
                place=row.place.as_dict(),
                mark=listing.mark,
                differs=listing.differs,
                differences=dict(listing.differences or {}),
            )
        else:
            add_link(graph, "LISTED_IN", node, where, place=row.place.as_dict(), mark=row.new_mark)


def _add_extracted(graph: PlanGraph, plan: Plan, node: str, link: Link) -> None:
    evidence = [piece.as_dict() for piece in link.evidence]
    common: dict[str, Any] = {"evidence": evidence, "from_relisting": link.from_relisting, "certainty": link.certainty}
    if link.kind == "OWNED_BY":
        bureau = node_id("Bureau", f"{plan.jurisdiction}/{link.target}")
        if bureau not in graph:
            add_node(graph, "Bureau", bureau, name=link.target)
        add_link(graph, "OWNED_BY", node, bureau, **common)
        return
    target = node_id(TARGET_KIND[link.kind], link.target)
    roles: dict[str, Any] = {"roles": list(link.roles)} if link.kind == "PARTNERS_WITH" else {}
    add_link(graph, link.kind, node, target, **common, **roles)


def add_similar(graph: PlanGraph, nodes: list[str], similar: Similar) -> None:
    """Link two measures whose texts are alike; `nodes` are the plan's measures in order."""
    add_link(
        graph,
        "SIMILAR_TEXT",
        nodes[similar.first],
        nodes[similar.second],
        score=similar.score,
        shared_run=similar.shared_run,
        shared_length=similar.shared_length,
    )
