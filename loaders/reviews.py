"""People's decisions laid over the links: rows for a review file, its rows read back, and a graph with them applied.

A decision is keep, drop or add. Dropped links stay in the graph's ledger. What no longer fits (measure gone, link gone,
words changed) is set aside and listed; where two people differ, both are listed and neither holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from graph_model.errors import DeclarationError, ModelError
from graph_model.evidence import Place, quote_cell
from graph_model.graph import add_link, node_id, nodes_of, short_name
from graph_model.kinds import CERTAINTY, EDGE_KIND, EDGE_KINDS, ROLES
from graph_model.notices import Notice
from graph_model.words import Words
from loaders.review_rows import HEADS, cell_date, table_to_rows

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

DECISIONS = {"keep": Words("残す", "keep"), "drop": Words("消す", "drop"), "add": Words("加える", "add")}
REVIEWED_KINDS = tuple(kind.name for kind in EDGE_KINDS if kind.extracted)


class Review(NamedTuple):
    """One decision that a person wrote down, and where."""

    measure: str
    kind: str
    target: str
    roles: tuple[str, ...]
    quote: str
    decision: str
    reason: str
    author: str
    date: str
    place: Place

    @property
    def key(self) -> tuple[str, str, str]:
        """The link that it speaks of."""
        return self.measure, self.kind, self.target

    def as_dict(self) -> dict[str, str]:
        """Return the decision as it is stored on its link."""
        return {"decision": self.decision, "reason": self.reason, "author": self.author, "date": self.date}


def graph_to_review_rows(graph: PlanGraph) -> list[dict[str, str]]:
    """Return one row a link, the least certain first, and one a measure that has no link to a group, partner or support."""
    rows: list[tuple[int, int, dict[str, str]]] = []
    for measure in nodes_of(graph, "Measure"):
        data = graph.nodes[measure]
        about = {"measure": short_name(measure).rsplit("/", 1)[1], "item": str(data.get("item", ""))}
        links = [(end, link) for _, end, link in graph.out_edges(measure, data=True) if link["kind"] in REVIEWED_KINDS]
        if not any(link["kind"] in ("SERVES", "PARTNERS_WITH", "PROVIDES") for _, link in links):
            rows.append((-1, data["order"], about))
        for end, link in links:
            first = link["evidence"][0] if link["evidence"] else {}
            place = first.get("place", {})
            row = {
                **about,
                "kind": link["kind"],
                "target": short_name(end),
                "name": str(graph.nodes[end]["name"]),
                "roles": " ".join(link.get("roles", ())),
                "quote": str(first.get("quote", "")),
                "place": f"{place.get('line', '')}:{place.get('cell', '')}" if place else "",
                "certainty": link["certainty"],
                **link.get("review", {}),
            }
            rows.append((-CERTAINTY.index(link["certainty"]), data["order"], row))
    rows.sort(key=lambda row: row[:2])
    return [{**dict.fromkeys(HEADS, ""), **row} for _, _, row in rows]


def table_to_reviews(table: Iterable[tuple[int, Sequence[Any]]], file: str) -> list[Review]:
    """Return the decisions on links in a review file's rows (line, cells), the head first; rows without a decision are left.

    Raises DeclarationError where the head lacks a column, or a decision, kind or role is none.
    """
    rows = table_to_rows(table, file, ("measure", "kind", "target", "decision"))
    return [_row_to_review(said, place, file) for said, place in rows if said["decision"] and not said.get("finding")]


def _row_to_review(said: dict[str, str], place: Place, file: str) -> Review:
    decision = next((name for name, words in DECISIONS.items() if said["decision"].lower() in (name, *words)), None)
    roles = tuple(said.get("roles", "").split())
    wrong = (
        said["decision"]
        if decision is None
        else said["kind"]
        if said["kind"] not in REVIEWED_KINDS
        else next((role for role in roles if role not in ROLES), None)
    )
    if decision is None or wrong is not None:
        raise DeclarationError(
            f"{file}: {place.line}行目の「{wrong}」が分かりません（判断は keep・drop・add）",
            f"{file}: line {place.line}: {wrong!r} is not known (a decision is keep, drop or add)",
        )
    return Review(
        measure=said["measure"],
        kind=said["kind"],
        target=said["target"],
        roles=roles,
        quote=said.get("quote", ""),
        decision=decision,
        reason=said.get("reason", ""),
        author=said.get("author", ""),
        date=cell_date(said.get("date", "")),
        place=place,
    )


def apply_reviews(graph: PlanGraph, reviews: Sequence[Review]) -> tuple[PlanGraph, list[Notice]]:
    """Return a copy of the graph with the decisions laid over its links, and a notice for each that does not hold.

    Raises DeclarationError for a graph of several plans: a decision names its measure by the number alone.
    """
    if reviews:
        check_one_plan(len(nodes_of(graph, "Plan")))
    changed = graph.copy()
    by_link: dict[tuple[str, str, str], list[Review]] = defaultdict(list)
    measures = _measures_by_name(changed)
    notices: list[Notice] = []
    for review in reviews:
        node = measures.get(review.measure) or measures.get(review.measure.lstrip("0"))
        if node is None:
            notices.append(_aside(review, Words("その取組がありません", "there is no such measure")))
        else:
            by_link[node, review.kind, review.target].append(review)
    dropped: list[dict[str, Any]] = list(changed.graph.get("dropped_links", []))
    for about in _in_conflict(changed, by_link):
        said = by_link.pop(about)
        both = ", ".join(f"{review.author or '?'}: {review.decision}" for review in said)
        notices.append(Notice("review_conflict", said[0].place, {"measure": said[0].measure, "target": said[0].target, "said": both}))
    # What is dropped goes first, so that nothing is left for an `add` to take the place of that a row of its own drops.
    for (node, _, _), said in sorted(by_link.items(), key=lambda each: each[1][-1].decision != "drop"):
        notices.extend(_apply_one(changed, node, said[-1], dropped))
    changed.graph["dropped_links"] = dropped
    changed.graph["notices"] = [*changed.graph["notices"], *(notice.as_dict() for notice in notices)]
    return changed, notices


def check_one_plan(plans: int) -> None:
    """Raise DeclarationError where review files would be laid over several plans."""
    if plans > 1:
        raise DeclarationError(
            f"確認の表は取組を番号だけで指すので、一度に一つの計画にだけ使えます（計画が {plans} あります）。計画ごとに実行してください",
            f"review files name measures by number alone, so they go with one plan ({plans} are given); run it for one plan at a time",
        )


def _in_conflict(graph: PlanGraph, by_link: Mapping[tuple[str, str, str], list[Review]]) -> list[tuple[str, str, str]]:
    """Return the links on which decisions differ, and those of a kind of which a measure has one where two are to stand.

    A link to keep that is there no more, and one to add whose target is none, are not among the two: they are set aside.
    """
    wanted: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (node, kind, target), said in by_link.items():
        end, decisions = node_id(EDGE_KIND[kind].targets[0], target), {review.decision for review in said}
        if EDGE_KIND[kind].single and (("add" in decisions and end in graph) or ("keep" in decisions and graph.has_edge(node, end))):
            wanted[node, kind].add(target)
    return [
        (node, kind, target)
        for (node, kind, target), said in by_link.items()
        if len({review.decision for review in said}) > 1 or (len(wanted[node, kind]) > 1 and target in wanted[node, kind])
    ]


def _measures_by_name(graph: PlanGraph) -> dict[str, str]:
    """Return measures by number; also without the leading zeros that Excel takes off."""
    found: dict[str, str] = {}
    for node in nodes_of(graph, "Measure"):
        name = short_name(node).rsplit("/", 1)[1]
        found.setdefault(name.lstrip("0"), node)
        found[name] = node
    return found


def _aside(review: Review, why: Words) -> Notice:
    return Notice("review_set_aside", review.place, {"measure": review.measure, "target": review.target, "why": why})


def _apply_one(graph: PlanGraph, node: str, review: Review, dropped: list[dict[str, Any]]) -> Iterable[Notice]:
    found = next(
        (
            (end, key, data)
            for _, end, key, data in graph.out_edges(node, keys=True, data=True)
            if data["kind"] == review.kind and short_name(end) == review.target
        ),
        None,
    )
    if review.decision == "add":
        if found:
            found[2]["review"] = review.as_dict()
        else:
            yield from _add(graph, node, review, dropped)
        return
    if found is None:
        yield _aside(review, Words("そのリンクはもうありません", "the link is there no more"))
        return
    end, key, data = found
    if review.quote and review.quote not in {piece["quote"] for piece in data["evidence"]}:
        yield _aside(review, Words("根拠の語が変わりました", "its words have changed"))
    elif review.decision == "keep":
        data["review"] = review.as_dict()
    else:
        _drop(graph, (node, end, key), review, dropped)


def _drop(graph: PlanGraph, link: tuple[str, str, str], review: Review, dropped: list[dict[str, Any]]) -> None:
    node, end, key = link
    evidence = graph.edges[link]["evidence"]
    graph.remove_edge(node, end, key=key)
    dropped.append({"measure": node, "kind": review.kind, "target": end, "evidence": evidence, "review": review.as_dict()})


def _add(graph: PlanGraph, node: str, review: Review, dropped: list[dict[str, Any]]) -> Iterable[Notice]:
    """Add a link that a person saw; of a single kind, in the place of the one that stands."""
    kind = EDGE_KIND[review.kind]
    target = node_id(kind.targets[0], review.target)
    if kind.single and target in graph:
        for _, end, key, data in list(graph.out_edges(node, keys=True, data=True)):
            if data["kind"] == review.kind:
                _drop(graph, (node, end, key), review, dropped)
    reason = review.reason or review.decision
    evidence = quote_cell(reason, 0, len(reason), place=review.place, column="review", rule="review")
    roles = {"roles": list(review.roles or ("collaborates",))} if review.kind == "PARTNERS_WITH" else {}
    properties: dict[str, Any] = {
        "evidence": [evidence.as_dict()],
        "from_relisting": False,
        "certainty": "sure",
        "review": review.as_dict(),
        **roles,
    }
    try:
        add_link(graph, review.kind, node, target, **properties)
    except ModelError:
        yield _aside(review, Words("加える相手がありません", "there is no such target to add"))
