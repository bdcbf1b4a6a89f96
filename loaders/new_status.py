"""A new status for a measure of a graph: its text, its stage, and the links that its words make in the old words' place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph_model.evidence import Cell, Passage, Place
from graph_model.graph import add_link, node_id, nodes_of, short_name, targets_of
from graph_model.local_terms import add_local_terms
from graph_model.norms import Norms, read_norms
from graph_model.plan import Listing, Measure, Row
from graph_model.taxonomy import Taxonomy, read_taxonomies
from graph_model.words import Words
from loaders.cues import Matcher
from loaders.form_rows import FilledRow
from loaders.likeness import measures_to_likeness
from loaders.links import Link, measure_to_links
from loaders.marks import NewMarks
from loaders.norms import links_to_norm_links
from loaders.plan_graph import TARGET_KIND, add_similar, text_hash
from loaders.saying import statuses_to_says

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

_FORM_RULE = "form"


@dataclass(frozen=True, slots=True)
class Renewal:
    """What reading a new status text needs: the vocabularies and their matcher."""

    taxonomies: dict[str, Taxonomy]
    matcher: Matcher
    norms: Norms

    @classmethod
    def of(cls, local_terms: Mapping[str, str]) -> Renewal:
        """Return the bundled vocabularies with the local terms of these files (TOML texts by name)."""
        taxonomies = read_taxonomies()
        for name, text in local_terms.items():
            taxonomies = add_local_terms(taxonomies, text, name)
        return cls(taxonomies, Matcher(taxonomies.values()), read_norms())

    def unknown_terms(self, graph: PlanGraph) -> list[Words]:
        """Return the names of the terms that these vocabularies have and the graph has not."""
        return [
            term.name for taxonomy in self.taxonomies.values() for term in taxonomy.terms if node_id(taxonomy.kind, term.id) not in graph
        ]

    def finish(self, graph: PlanGraph, renewed: list[str]) -> None:
        """Judge what the status texts say, and which texts are alike: of the whole edition where its texts are there.

        In a graph without sentences the likeness of the measures with a new text goes, for it rested on their old ones.
        """
        everything = nodes_of(graph, "Measure")
        whole = all("text" in graph.nodes[measure] for measure in everything if "text_hash" in graph.nodes[measure])
        old = set(everything if whole else renewed)
        for start, end, key, data in list(graph.edges(keys=True, data=True)):
            if data["kind"] == "SIMILAR_TEXT" and (start in old or end in old):
                graph.remove_edge(start, end, key=key)
        if whole:
            self._judge_anew(graph, everything)
            return
        measures = [measure for measure in nodes_of(graph, "Measure") if "status_text" in graph.nodes[measure]]
        for measure, says in zip(measures, statuses_to_says([graph.nodes[one]["status_text"] for one in measures]), strict=True):
            if says is not None:
                graph.nodes[measure]["status_says"] = says

    def _judge_anew(self, graph: PlanGraph, measures: list[str]) -> None:
        """Give every measure what its status text says, and the links to the measures whose texts are like its own."""
        likeness = measures_to_likeness([_as_read(graph, measure, {}) for measure in measures], self.matcher)
        for measure, says in zip(measures, likeness.says, strict=True):
            graph.nodes[measure].pop("status_says", None)
            if says is not None:
                graph.nodes[measure]["status_says"] = says
        for similar in likeness.similar:
            add_similar(graph, measures, similar)


def apply_status(graph: PlanGraph, renewal: Renewal, measure: str, row: FilledRow, state: str | None) -> None:
    """Give a measure the status of a form's row: text and stage; links that rested on the old text alone go, the new text's come.

    A stage that is chosen on the form holds over the one that the text tells. A link that a person reviewed stays.
    """
    text = row.cells.get("new_status", "")
    data = graph.nodes[measure]
    if text:
        data["status_text"], data["status_text_hash"] = text, text_hash(text)
        data.pop("status_says", None)
        _drop_old_words(graph, measure)
        place = Place(row.file, row.row, row.columns["new_status"])
        for link in _links_of(graph, renewal, measure, Passage("status", (Cell(text, place),))):
            _add(graph, measure, link, stage=state is None)
    if state is not None:
        _set_stage(graph, measure, state, row)


def _drop_old_words(graph: PlanGraph, measure: str) -> None:
    """Take away what the old status text said; a link without any other words goes, unless a person reviewed it."""
    for _, end, key, data in list(graph.out_edges(measure, keys=True, data=True)):
        if "evidence" not in data or data["kind"] == "OWNED_BY":
            continue
        kept = [piece for piece in data["evidence"] if piece["column"] != "status"]
        if data["kind"] == "HAS_STATUS":
            continue
        if kept or "review" in data or not data["evidence"]:
            data["evidence"] = kept
        else:
            graph.remove_edge(measure, end, key=key)


def _links_of(graph: PlanGraph, renewal: Renewal, measure: str, status: Passage) -> list[Link]:
    """Return the links that a measure's words make with its new status text, those only that the status text carries."""
    read = _as_read(graph, measure, {"status": status})
    found = measure_to_links(read, renewal.matcher, renewal.taxonomies, NewMarks()).links
    found = (*found, *links_to_norm_links(read, found, renewal.norms))
    carried = []
    for link in found:
        link.evidence = [piece for piece in link.evidence if piece.column == "status"]
        if link.evidence and link.kind != "OWNED_BY":
            carried.append(link)
    return carried


def _as_read(graph: PlanGraph, measure: str, columns: dict[str, Passage]) -> Measure:
    """Return a measure of the graph as a reader would, with what the graph holds in the columns that are not given."""
    data = graph.nodes[measure]
    place = next((passage.cells[0].place for passage in columns.values()), Place("", 0))
    held = (("item", data.get("item")), ("text", data.get("text")), ("status", data.get("status_text")))
    passages = {column: Passage(column, (Cell(words, Place(place.file, 0)),)) for column, words in held if words} | columns
    row = Row(place, str(data["number"]), "", {}, "", "", str(data.get("item", "")), passages, None, None)
    key, listing = short_name(measure).rsplit("/", 1)[1], Listing(row, relisted=False, mark="")
    return Measure(key, str(data["number"]), data["order"], data.get("item"), "stated", (), (row,), (listing,))


def _add(graph: PlanGraph, measure: str, link: Link, *, stage: bool) -> None:
    target = node_id(TARGET_KIND[link.kind], link.target)
    if link.kind == "HAS_STATUS":
        if stage:
            _replace_stage(graph, measure, target, [piece.as_dict() for piece in link.evidence], link.certainty)
        return
    if target not in graph or target in _owners(graph, measure):
        return
    evidence = [piece.as_dict() for piece in link.evidence]
    standing = next((data for _, end, data in graph.out_edges(measure, data=True) if end == target and data["kind"] == link.kind), None)
    if standing:
        standing["evidence"] = [*standing["evidence"], *evidence]
        return
    roles: dict[str, Any] = {"roles": list(link.roles)} if link.kind == "PARTNERS_WITH" else {}
    add_link(graph, link.kind, measure, target, evidence=evidence, from_relisting=False, certainty=link.certainty, **roles)


def _owners(graph: PlanGraph, measure: str) -> set[str]:
    """Return the organisations that are the measure's own bureaus under another name."""
    names = {graph.nodes[bureau]["name"] for bureau in targets_of(graph, "OWNED_BY", measure)}
    return {node for node in nodes_of(graph, "Organisation") if names.intersection(graph.nodes[node].get("same_as", ()))}


def _set_stage(graph: PlanGraph, measure: str, state: str, row: FilledRow) -> None:
    said = row.cells["new_state"]
    place = Place(row.file, row.row, row.columns["new_state"]).as_dict()
    evidence = {"place": place, "column": "status", "start": 0, "end": len(said), "quote": said, "rule": _FORM_RULE}
    _replace_stage(graph, measure, state, [evidence], "sure")


def _replace_stage(graph: PlanGraph, measure: str, state: str, evidence: list[dict[str, Any]], certainty: str) -> None:
    for _, end, key, data in list(graph.out_edges(measure, keys=True, data=True)):
        if data["kind"] == "HAS_STATUS":
            graph.remove_edge(measure, end, key=key)
    add_link(graph, "HAS_STATUS", measure, state, evidence=evidence, from_relisting=False, certainty=certainty)
