"""One walk through a plan's edition beside what a database holds of it, piece by piece: counts what differs, and writes it where asked.

Content hashes decide. Nothing is held of the database but the piece at hand and what is stale.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from graph_model.cypher import BATCH, Row, about, link_row, merge_links, merge_nodes, node_row, single_links
from graph_model.editions import EDITION_KINDS, PART_KINDS, SHARED_KINDS, Edition, in_edition, in_pieces
from graph_model.kinds import EDGE_KIND, EDGE_KINDS, NODE_KIND
from loaders.neo4j_terms import Terms, terms_gone

if TYPE_CHECKING:
    from loaders.neo4j_server import Run

SOURCES = 1_000
"""How many nodes' links are looked at in one go."""
FATES = ("created", "changed", "unchanged", "removed")

Write = Callable[[str, list[Row]], None]


class StaleLink(NamedTuple):
    """A link of the edition in the database that the graph no longer holds."""

    kind: str
    source: str
    target: str
    key: str


class Walk:
    """What a walk finds. `write` takes each statement with its rows, in an order in which ends stand before links.

    `terms` says how the shared nodes stand, which are written beforehand (see neo4j_terms). `fresh` says that the
    database holds nothing of the edition, so that nothing is read. `listing` keeps a line for each difference.
    """

    def __init__(
        self,
        edition: Edition,
        read: Run,
        terms: Terms,
        write: Write | None = None,
        *,
        fresh: bool = False,
        listing: bool = False,
        step: Callable[[int], None] | None = None,
    ) -> None:
        self.edition, self.read, self.terms, self.fresh = edition, read, terms, fresh
        self.counts: dict[str, Counter[str]] = {}
        self.stale_nodes: list[tuple[str, str]] = []
        self.stale_links: list[StaleLink] = []
        self.copies: list[StaleLink] = []
        """Links of which the database holds more than one, as often as there is one too many."""
        self.gone: dict[str, list[str]] = {}
        """Shared nodes that go with the load, by kind."""
        self.held = Counter[str]()
        """How many nodes and links of the edition the database holds."""
        self.lines: list[str] = []
        self.plan_row: Row = {}
        self._write, self._listing = write, listing
        self._step = step or (lambda rows: None)
        self._digest = hashlib.sha256()

    def run(self) -> Walk:
        """Walk: shared terms, nodes, stale nodes, links; return itself."""
        self._walk_terms()
        for kind in EDITION_KINDS:
            for ids in in_pieces(self.edition.own[kind], BATCH):
                self._walk_nodes(kind, ids)
        if not self.fresh:
            for kind in PART_KINDS:
                self._find_stale_nodes(kind)
        self._walk_links()
        return self

    def find_gone(self, read: Run, before: Mapping[str, Any]) -> None:
        """Find the shared nodes that go; found anew, they take the place of those found before.

        `before` are the properties of the plan's node before the load.
        """
        for kind in self.gone:
            del self.counts[kind]["removed"]
        self.gone = terms_gone(read, self.edition, before, {link.target for link in self.stale_links})
        for kind, nodes in self.gone.items():
            self._count(kind, "removed", nodes)

    @property
    def digest(self) -> str:
        """Return the SHA-256 of all that the edition says: equal for equal content."""
        return self._digest.hexdigest()

    def to_write(self) -> int:
        """Return how many nodes and links differ."""
        return sum(count for counts in self.counts.values() for fate, count in counts.items() if fate != "unchanged")

    def to_remove(self) -> tuple[int, int]:
        """Return how many nodes and how many links are stale."""
        return len(self.stale_nodes), len(self.stale_links)

    def _count(self, kind: str, fate: str, names: list[str]) -> None:
        if names:
            self.counts.setdefault(kind, Counter())[fate] += len(names)
            if self._listing and fate != "unchanged":
                self.lines += [f"{ {'created': '+', 'changed': '~', 'removed': '-'}[fate] } {kind} {name}" for name in names]

    def _send(self, statement: str, rows: list[Row]) -> None:
        if self._write and rows:
            self._write(statement, rows)

    def _walk_terms(self) -> None:
        for kind in SHARED_KINDS:
            created, changed = self.terms.create[kind], self.terms.change[kind]
            self._count(kind, "created", [row["id"] for row in created])
            self._count(kind, "changed", [row["id"] for row in changed])
            if self.terms.unchanged[kind]:
                self.counts.setdefault(kind, Counter())["unchanged"] += self.terms.unchanged[kind]
            for node in self.edition.shared[kind]:
                row = node_row(node, self.edition.graph.nodes[node], fresh=True)
                self._digest.update(f"{node}\0{row['properties']['content_hash']}\n".encode("utf-8", "surrogatepass"))
            self._step(len(self.edition.shared[kind]))

    def _walk_nodes(self, kind: str, ids: list[str]) -> None:
        graph = self.edition.graph
        there: dict[str, str | None] = {}
        if not self.fresh:
            query = f"UNWIND $ids AS id MATCH (n:{kind} {{id: id}}) RETURN id, n.content_hash AS hash"
            there = {row["id"]: row["hash"] for row in self.read(query, ids=ids)}
            if kind == "Plan":  # The lock of a load may have made it: without a hash it says nothing yet.
                there = {node: found for node, found in there.items() if found is not None}
        rows = [node_row(node, graph.nodes[node], about(graph, graph.nodes[node], self.edition.plan), fresh=self.fresh) for node in ids]
        created = [row for row in rows if row["id"] not in there]
        changed = [row for row in rows if row["id"] in there and there[row["id"]] != row["properties"]["content_hash"]]
        for row in rows:
            self._digest.update(f"{row['id']}\0{row['properties']['content_hash']}\n".encode("utf-8", "surrogatepass"))
        self._count(kind, "created", [row["id"] for row in created])
        self._count(kind, "changed", [row["id"] for row in changed])
        if unchanged := len(rows) - len(created) - len(changed):
            self.counts.setdefault(kind, Counter())["unchanged"] += unchanged
        if kind == "Plan":
            self.plan_row = rows[0]
        else:
            self._send(merge_nodes(kind), [*created, *changed])
        self._step(len(ids))

    def _find_stale_nodes(self, kind: str) -> None:
        """Page through the edition's nodes in the database."""
        query = f"MATCH (n:{kind}) WHERE {in_edition('n')} AND n.id > $after RETURN n.id AS id ORDER BY n.id LIMIT {BATCH}"
        after = ""
        while found := [row["id"] for row in self.read(query, plan=self.edition.plan, after=after)]:
            after = found[-1]
            self.held["nodes"] += len(found)
            stale = [node for node in found if node not in self.edition.graph]
            self.stale_nodes += [(kind, node) for node in stale]
            self._count(kind, "removed", stale)
            for ids in in_pieces(stale, SOURCES):
                self._take_stale(kind, ids)

    def _take_stale(self, kind: str, sources: list[str]) -> None:
        """Count the links that go with stale nodes."""
        for (name, source, target, key), found in self._links_in_database(kind, sources)[0].items():
            if found is not None:
                self._stale_link(StaleLink(name, source, target, key))
                self.held["links"] += 1

    def _walk_links(self) -> None:
        waiting: dict[tuple[str, str, str], list[Row]] = {}
        for kind in (*EDITION_KINDS, *SHARED_KINDS):
            nodes = self.edition.own[kind] if kind in self.edition.own else self.edition.shared[kind]
            for ids in in_pieces(nodes, SOURCES):
                for ends, row in self._links_to_write(kind, ids):
                    rows = waiting.setdefault(ends, [])
                    rows.append(row)
                    if len(rows) >= BATCH:
                        self._send(merge_links(*ends), rows)
                        waiting[ends] = []
        for ends, rows in waiting.items():
            self._send(merge_links(*ends), rows)

    def _links_to_write(self, kind: str, sources: list[str]) -> Iterator[tuple[tuple[str, str, str], Row]]:
        """Yield the links from some nodes of one kind that are not in the database, or otherwise; find those that are there in vain."""
        graph, shared = self.edition.graph, kind in SHARED_KINDS
        there, copies = ({}, []) if self.fresh and not shared else self._links_in_database(kind, sources)
        self._remove_copies(kind, copies)
        if not shared:
            self.held["links"] += sum(found is not None for found in there.values())
        fates: dict[tuple[str, str], list[str]] = {}
        for source in sources:
            for link in self.edition.links_from(source):
                _, target, key, data = link
                place = (data["kind"], source, target, key)
                row = link_row(*link, fresh=place not in there)
                self._digest.update(f"{source}\0{target}\0{key}\0{row['properties']['content_hash']}\n".encode("utf-8", "surrogatepass"))
                fate = "changed" if place in there else "created"
                if fate == "changed" and there.pop(place) == row["properties"]["content_hash"]:
                    fate = "unchanged"
                elif self._write:
                    yield (data["kind"], kind, graph.nodes[target]["kind"]), row
                fates.setdefault((data["kind"], fate), []).append(f"{source} -> {target} {key}")
        for (name, fate), links in fates.items():
            self._count(name, fate, links)
        for (name, source, target, key), found in there.items():
            if found is not None and (not shared or source in self.terms.own):
                self._stale_link(StaleLink(name, source, target, key))
        self._step(sum(self.edition.graph.out_degree(source) for source in sources))

    def _links_in_database(self, kind: str, sources: list[str]) -> tuple[dict[tuple[str, str, str, str], str | None], list[StaleLink]]:
        """Return the links from some nodes with their hashes, and those that stand more than once, as somebody's copy of ours does.

        A copied link has a hash that is none's: whichever stays is written anew, or goes with what is stale.
        """
        names = "|".join(edge.name for edge in EDGE_KINDS if kind in edge.sources)
        there: dict[tuple[str, str, str, str], str | None] = {}
        copies: list[StaleLink] = []
        if not names or not sources:
            return there, copies
        query = (
            f"UNWIND $ids AS id MATCH (a:{kind} {{id: id}})-[r:{names}]->(b) WHERE b.id IS NOT NULL AND r.key IS NOT NULL\n"
            "RETURN id, type(r) AS kind, b.id AS target, r.key AS key, r.content_hash AS hash"
        )
        for row in self.read(query, ids=sources):
            place = (row["kind"], row["id"], row["target"], row["key"])
            if place in there:
                copies.append(StaleLink(*place))
            there[place] = "" if place in there else row["hash"]
        return there, copies

    def _remove_copies(self, kind: str, copies: list[StaleLink]) -> None:
        self.copies += copies
        for copy in copies:
            self._count(copy.kind, "removed", [f"{copy.source} -> {copy.target} {copy.key}"])
        for name in {copy.kind for copy in copies}:
            rows = {copy: {"source": copy.source, "target": copy.target, "key": copy.key} for copy in copies if copy.kind == name}
            self._send(single_links(name, kind), list(rows.values()))

    def _stale_link(self, link: StaleLink) -> None:
        self.stale_links.append(link)
        self._count(link.kind, "removed", [f"{link.source} -> {link.target} {link.key}"])


def in_order(name: str) -> tuple[int, str]:
    """Return a kind's place in the tables: nodes, then links, as they are declared."""
    names = [*NODE_KIND, *EDGE_KIND]
    return (names.index(name), name)
