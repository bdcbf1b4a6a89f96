"""graph -> GraphML, GEXF and CSV, for Gephi, yEd and spreadsheets. What is a list or an object becomes JSON text."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

from graph_model.graph import new_graph, sorted_links, sorted_nodes

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

_NOT_IN_XML = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"


def flat(value: Any) -> str | int | float | bool:
    """Return `value` as a plain one: lists and objects as JSON text, None as an empty string."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return "" if value is None else value


def _flat_graph(graph: PlanGraph) -> PlanGraph:
    def clean(data: dict[str, Any]) -> dict[str, Any]:
        return {key: re.sub(_NOT_IN_XML, "\ufffd", value) if isinstance(value := flat(raw), str) else value for key, raw in data.items()}

    plain = new_graph()
    for node, data in sorted_nodes(graph):
        # Gephi and yEd show `label`; a section's own label (ア) goes by another name.
        own = {"section_label" if key == "label" else key: value for key, value in clean(data).items()}
        plain.add_node(node, label=own.get("name") or own.get("item") or own.get("title") or node, **own)
    for source, target, key, data in sorted_links(graph):
        plain.add_edge(source, target, key=key, **clean(data))
    return plain


def graph_to_graphml(graph: PlanGraph) -> str:
    """Return the graph as GraphML text."""
    import networkx as nx

    return "\n".join(nx.generate_graphml(_flat_graph(graph))) + "\n"


def graph_to_gexf(graph: PlanGraph) -> str:
    """Return the graph as GEXF 1.2 text, without the date of the run, so that the same graph gives the same bytes."""
    import networkx as nx

    plain = _flat_graph(graph)
    for number, (_, _, data) in enumerate(plain.edges(data=True)):
        data["id"] = str(number)
    text = "\n".join(nx.generate_gexf(plain)) + "\n"
    return re.sub(r' lastmodifieddate="[^"]*"', "", text)


def graph_to_csv(graph: PlanGraph) -> dict[str, str]:
    """Return two CSV texts, `nodes` and `edges`, one row a node or link, a column a property."""
    nodes = [{"id": node, **data} for node, data in sorted_nodes(graph)]
    edges = [{"source": source, "target": target, "key": key, **data} for source, target, key, data in sorted_links(graph)]
    return {"nodes": rows_to_csv(nodes), "edges": rows_to_csv(edges)}


def rows_to_csv(rows: list[dict[str, Any]], head: list[str] | None = None) -> str:
    """Return rows as CSV text; its head is the one given, else every key in order of first sight. Lists and objects become JSON text."""
    head = head or list(dict.fromkeys(key for row in rows for key in row))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, head, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({key: flat(value) for key, value in row.items()} for row in rows)
    return out.getvalue()
