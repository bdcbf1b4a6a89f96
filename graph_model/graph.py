"""PlanGraph: a plain networkx.MultiDiGraph, entered by two doors that hold every node and link to its kind."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from graph_model.errors import ModelError
from graph_model.kinds import EDGE_KIND, NODE_KIND, NODE_KINDS, EdgeKind, NodeKind, Property

if TYPE_CHECKING:
    import networkx as nx

    PlanGraph: TypeAlias = nx.MultiDiGraph[str]

_KIND_OF_PREFIX = {kind.prefix: kind.name for kind in NODE_KINDS}
_PYTHON_TYPES: dict[str, type | tuple[type, ...]] = {
    "text": str,
    "whole": int,
    "number": (int, float),
    "flag": bool,
    "list": list,
    "object": dict,
}


def new_graph() -> PlanGraph:
    """Return an empty plan graph."""
    import networkx as nx

    return nx.MultiDiGraph()


def node_id(kind: str, name: str) -> str:
    """Return the id of the node of `kind` called `name`: `node_id("Measure", "tokyo-2025-01/49")`."""
    return f"{NODE_KIND[kind].prefix}:{name}"


def kind_of_id(node: str) -> str:
    """Return the kind that an id names: `measure:tokyo-2025-01/49` is a Measure."""
    return _KIND_OF_PREFIX[node.split(":", 1)[0]]


def short_name(node: str) -> str:
    """Return an id without its kind: `group:youth` is `youth`."""
    return node.split(":", 1)[1]


def add_node(graph: PlanGraph, kind: str, node: str, /, **properties: Any) -> str:
    """Add one node and return its id.

    Raises ModelError when the kind is unknown, the id lacks the kind's prefix or stands already, or a property is
    missing, not declared, or of another type.
    """
    declared = NODE_KIND.get(kind)
    if declared is None:
        raise ModelError(f"種類 {kind} は定義されていません", f"no node kind {kind!r}")
    if not node.startswith(declared.prefix + ":") or node == declared.prefix + ":":
        raise ModelError(
            f"{kind} のIDは {declared.prefix}: で始まります: {node}",
            f"the id of a {kind} starts with {declared.prefix}: — {node!r} does not",
        )
    if node in graph:
        raise ModelError(f"ノード {node} は既にあります", f"node {node!r} stands already")
    _check(properties, declared, node)
    graph.add_node(node, kind=kind, **properties)
    return node


def add_link(graph: PlanGraph, kind: str, source: str, target: str, /, *, key: str | None = None, **properties: Any) -> str:
    """Add one link and return its key (the kind's name, numbered from the second parallel link on).

    Raises ModelError when an end is missing or of a kind that the link does not join, when the link stands already and
    is not a parallel kind, when its source has another of a single kind, or when a property is missing, not declared, or of another type.
    """
    declared = EDGE_KIND.get(kind)
    if declared is None:
        raise ModelError(f"関係 {kind} は定義されていません", f"no link kind {kind!r}")
    for end, allowed in ((source, declared.sources), (target, declared.targets)):
        found = graph.nodes[end].get("kind") if end in graph else None
        if found not in allowed:
            raise ModelError(
                f"{kind} の端 {end} は {'・'.join(allowed)} でなければなりません（{found or '存在しません'}）",
                f"{kind} joins {' or '.join(allowed)}: {end!r} is {found or 'not in the graph'}",
            )
    standing = [str(k) for k in graph.get_edge_data(source, target, default={}) if str(k).split("#")[0] == kind]
    if standing and (not declared.parallel or key in standing):
        raise ModelError(f"{source} から {target} への {kind} は既にあります", f"{kind} from {source!r} to {target!r} stands already")
    if declared.single and any(data["kind"] == kind for *_, data in graph.out_edges(source, data=True)):
        raise ModelError(f"{source} からの {kind} は既に別の相手にあります", f"{source!r} has {kind} to another already")
    _check(properties, declared, f"{kind} {source} → {target}")
    key = key or (f"{kind}#{len(standing) + 1}" if standing else kind)
    graph.add_edge(source, target, key=key, kind=kind, **properties)
    return key


def _check(properties: dict[str, Any], kind: NodeKind | EdgeKind, where: str) -> None:
    known, required = _declared(kind.name)
    for name, value in properties.items():
        prop = known.get(name)
        if prop is None:
            raise ModelError(f"{where}: 属性 {name} は定義されていません", f"{where}: property {name!r} is not declared")
        is_type = isinstance(value, _PYTHON_TYPES[prop.type]) and not (prop.type in ("whole", "number") and isinstance(value, bool))
        if not is_type or (prop.values and value not in prop.values):
            raise ModelError(
                f"{where}: 属性 {name} の値が正しくありません: {value!r:.60}", f"{where}: property {name!r} cannot be {value!r:.60}"
            )
    if missing := required - properties.keys():
        name = min(missing)
        raise ModelError(f"{where}: 属性 {name} がありません", f"{where}: property {name!r} is missing")


@cache
def _declared(kind: str) -> tuple[dict[str, Property], frozenset[str]]:
    properties = (NODE_KIND.get(kind) or EDGE_KIND[kind]).properties
    return {prop.name: prop for prop in properties}, frozenset(prop.name for prop in properties if prop.required)


def nodes_of(graph: PlanGraph, kind: str) -> list[str]:
    """Return the ids of the nodes of `kind`, by `order` where the kind has one, then by id."""
    found = ((data.get("order", 0), node) for node, data in graph.nodes(data=True) if data["kind"] == kind)
    return [node for _, node in sorted(found)]


def links_of(
    graph: PlanGraph, kind: str, *, source: str | None = None, target: str | None = None
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield (source, target, properties) of each link of `kind`, from `source` or to `target` where given."""
    edges = graph.in_edges(target, data=True) if target is not None else graph.out_edges(source, data=True)
    for start, end, data in edges:
        if data["kind"] == kind and (source is None or start == source):
            yield start, end, data


def sorted_nodes(graph: PlanGraph) -> list[tuple[str, dict[str, Any]]]:
    """Return (id, properties) of every node, by id."""
    return sorted(graph.nodes.items())


def sorted_links(graph: PlanGraph) -> list[tuple[str, str, str, dict[str, Any]]]:
    """Return (source, target, key, properties) of every link, by these."""
    links = [(source, target, str(key), data) for source, target, key, data in graph.edges(keys=True, data=True)]
    return sorted(links, key=lambda link: link[:3])


def targets_of(graph: PlanGraph, kind: str, source: str) -> list[str]:
    """Return where the links of `kind` from `source` lead, each once, in the order of the graph."""
    return list(dict.fromkeys(end for _, end, _ in links_of(graph, kind, source=source)))


def sources_of(graph: PlanGraph, kind: str, target: str) -> list[str]:
    """Return where the links of `kind` to `target` come from, each once, in the order of the graph."""
    return list(dict.fromkeys(start for start, _, _ in links_of(graph, kind, target=target)))


def without_sentences(graph: PlanGraph) -> PlanGraph:
    """Return a facts-only copy: `text` and `status_text` left out, their hashes kept."""
    copy = graph.copy()
    for node, data in copy.nodes(data=True):
        if data["kind"] == "Measure":
            data.pop("text", None)
            data.pop("status_text", None)
        elif data["kind"] == "Plan":
            copy.nodes[node]["facts_only"] = True
    return copy
