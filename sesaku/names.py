"""What a person types -> a node: a number, a name in either language, an id; near names on a typo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph_model.errors import UnknownName
from graph_model.graph import nodes_of, short_name
from sesaku.language import lang, say

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

NAMED_KINDS = ("Measure", "TargetGroup", "Organisation", "SupportType", "Bureau", "Status", "Goal", "Section", "Norm", "Plan")
_WHOLE_ONLY = ("Measure", "Section", "Goal", "Plan")
"""Kinds whose names are numbers or sentences: a part of one names nothing."""
_NEAR = 5


def node_name(graph: PlanGraph, node: str) -> str:
    """Return what to call a node on the screen: No.49, 外国籍, 福祉局, 目標4, 4-エ."""
    data: dict[str, Any] = dict(graph.nodes[node])
    kind = data["kind"]
    if kind == "Measure":
        return f"No.{short_name(node).rsplit('/', 1)[1]}"
    if kind == "Goal":
        return say(f"目標{data['number']}", f"goal {data['number']}")
    if kind == "Section":
        return short_name(node).rsplit("/", 1)[1]
    if kind == "Plan":
        return str(data["title"])
    return str(data.get("name_en") or data["name"]) if lang() == "en" else str(data["name"])


def measure_number(node: str) -> str:
    """Return the number of a measure's id: measure:tokyo-2025-01/49 is 49."""
    return node.rsplit("/", 1)[1]


def find_node(graph: PlanGraph, words: str, kinds: tuple[str, ...] = NAMED_KINDS) -> str:
    """Return the node that `words` names: an id, a number, or a name in either language, whole or (if it is the only one) in part.

    Raises UnknownName with the names that come near.
    """
    wanted = _plain(words)
    if words in graph and graph.nodes[words]["kind"] in kinds:
        return words
    names = [(name, node) for kind in kinds for node in nodes_of(graph, kind) for name in node_names(graph, node)]
    whole = {node for name, node in names if _plain(name) == wanted}
    if len(whole) == 1:
        return whole.pop()
    if len(whole) > 1:
        return min(whole, key=lambda node: kinds.index(graph.nodes[node]["kind"]))
    part = [node for name, node in names if len(wanted) > 1 and wanted in _plain(name) and graph.nodes[node]["kind"] not in _WHOLE_ONLY]
    part = list(dict.fromkeys(part))
    if len(part) == 1:
        return part[0]
    if not part and set(kinds) != set(NAMED_KINDS) and (other := _of_another_kind(graph, words, kinds)):
        raise other
    raise UnknownName(
        f"「{words}」という名称・番号はありません" if not part else f"「{words}」に当たるものは複数あります",
        f"there is nothing called {words!r}" if not part else f"{words!r} may be several",
        _near_names(graph, wanted, names, part),
    )


def _of_another_kind(graph: PlanGraph, words: str, kinds: tuple[str, ...]) -> UnknownName | None:
    """Return the error for words that name a node of another kind than those wanted; None where they name none."""
    from graph_model.kinds import NODE_KIND

    try:
        found = graph.nodes[find_node(graph, words)]["kind"]
    except UnknownName:
        return None
    if found in kinds:
        return None
    wanted = [NODE_KIND[kind].title for kind in kinds]
    return UnknownName(
        f"「{words}」は{NODE_KIND[found].title.ja}です。ここでは{'・'.join(title.ja for title in wanted)}を指定します",
        f"{words!r} names a {NODE_KIND[found].title.en.lower()}; wanted here: {' or '.join(title.en.lower() for title in wanted)}",
    )


def node_names(graph: PlanGraph, node: str) -> list[str]:
    """Return every name that a node goes by."""
    data = graph.nodes[node]
    names = [node, short_name(node), short_name(node).rsplit("/", 1)[-1], str(data.get("name") or ""), str(data.get("name_en") or "")]
    if data["kind"] == "Measure":
        names += [f"No.{measure_number(node)}", f"No{measure_number(node)}"]
    elif data["kind"] == "Goal":
        names += [f"目標{data['number']}", f"基本目標{data['number']}"]
        names.remove(short_name(node).rsplit("/", 1)[-1])
    return list(dict.fromkeys(name for name in names if name))


def _plain(words: str) -> str:
    from unicodedata import normalize

    return "".join(normalize("NFKC", words).lower().split())


def _near_names(graph: PlanGraph, wanted: str, names: list[tuple[str, str]], part: list[str]) -> tuple[str, ...]:
    from difflib import get_close_matches

    if part:
        return tuple(node_name(graph, node) for node in part[:_NEAR])
    shown = {_plain(name): node for name, node in names}
    close = get_close_matches(wanted, list(shown), n=_NEAR, cutoff=0.45)
    shared = [
        name for name in shown if len(wanted) > 1 and any(wanted[at : at + 2] in name for at in range(len(wanted) - 1)) and ":" not in name
    ]
    nodes = dict.fromkeys([*_named_by_cue(graph, wanted), *(shown[name] for name in [*close, *shared])])
    return tuple(node_name(graph, node) for node in nodes if graph.nodes[node]["kind"] not in _WHOLE_ONLY[1:])[:_NEAR]


def _named_by_cue(graph: PlanGraph, wanted: str) -> list[str]:
    """Return the terms that the vocabularies know by other words: 妊婦 is 妊産婦."""
    from graph_model.cue_templates import expand_cue
    from graph_model.graph import node_id
    from graph_model.taxonomy import read_taxonomies

    found = [
        node_id(taxonomy.kind, term.id)
        for taxonomy in read_taxonomies().values()
        for term in taxonomy.terms
        if any(wanted == _plain(word) for cue in (*term.cues, *term.weak_cues) for word in expand_cue(cue))
    ]
    return [node for node in found if node in graph]
