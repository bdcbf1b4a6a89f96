"""A plan graph as JSON: networkx's node-link form, sorted, one node or link a line.

Two builds of one document are the same bytes, and a version control system shows what changed.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from graph_model.errors import BrokenGraph, ModelError
from graph_model.graph import add_link, add_node, new_graph, sorted_links, sorted_nodes

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

SCHEMA = "sesaku-graph/1"


def graph_to_json(graph: PlanGraph) -> str:
    """Return the graph as JSON text that ends in a newline."""
    about = {"schema": SCHEMA, **graph.graph}
    nodes = [{"id": node, **data} for node, data in sorted_nodes(graph)]
    edges = [{"source": source, "target": target, "key": key, **data} for source, target, key, data in sorted_links(graph)]
    return "\n".join(
        (
            '{"directed": true, "multigraph": true,',
            f'"graph": {_line(about)},',
            f'"nodes": [\n{_lines(nodes)}],',
            f'"edges": [\n{_lines(edges)}]}}\n',
        )
    )


_line = json.JSONEncoder(ensure_ascii=False, sort_keys=True, check_circular=False).encode


def _lines(values: list[dict[str, Any]]) -> str:
    return ",\n".join(map(_line, values)) + ("\n" if values else "")


def json_to_graph(text: str, *, name: str = "graph") -> PlanGraph:
    """Return the graph that `text` holds; every node and link passes the same doors as in a build.

    Raises BrokenGraph, with `name` in its message, when the text is no plan graph, is damaged, or is of a newer schema.
    """
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise BrokenGraph(
            f"{name}: JSONとして読めません（{_where(error)}）。作りかけか壊れたファイルです。もう一度 sesaku build で作ってください",
            f"{name}: not readable as JSON ({_where(error)}); the file is cut or damaged. Build it again with sesaku build",
        ) from error
    schema = _schema_of(data, name)
    if schema != SCHEMA:
        raise BrokenGraph(
            f"{name}: 形式 {schema} は、この版の sesaku が読める {SCHEMA} より新しいか別のものです。sesaku を更新するか、文書から作り直してください",
            f"{name}: schema {schema} is newer than, or other than, {SCHEMA}, which this sesaku reads. Update sesaku or build again from the document",
        )
    graph = new_graph()
    try:
        graph.graph.update({key: value for key, value in data["graph"].items() if key != "schema"})
        for node in data["nodes"]:
            add_node(graph, node.pop("kind"), node.pop("id"), **node)
        for edge in data["edges"]:
            add_link(graph, edge.pop("kind"), edge.pop("source"), edge.pop("target"), **edge)
    except ModelError as error:
        raise BrokenGraph(
            f"{name}: {error.words.ja}。文書から作り直してください", f"{name}: {error.words.en}. Build it again from the document"
        ) from error
    except (KeyError, TypeError, AttributeError) as error:
        raise BrokenGraph(
            f"{name}: ノードか関係の書き方が壊れています（{error}）。文書から作り直してください",
            f"{name}: a node or link is damaged ({error}). Build it again from the document",
        ) from error
    return graph


def _where(error: Exception) -> str:
    return f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else type(error).__name__


def _schema_of(data: Any, name: str) -> str:
    about = data.get("graph") if isinstance(data, dict) else None
    if not isinstance(about, dict) or not isinstance(about.get("schema"), str):
        raise BrokenGraph(
            f"{name}: sesaku が作ったグラフではありません（graph.schema がありません）",
            f"{name}: not a graph that sesaku wrote (there is no graph.schema)",
        )
    return str(about["schema"])
