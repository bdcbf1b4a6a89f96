"""The network's nodes and lines, passed through pyvis; the one module that knows pyvis.

pyvis is taken for its model of a network and for the vis-network that its wheel carries. Its templates, headings, menus
and option strings are not used: they ask other hosts and run text as script.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from graph_model.errors import ModelError

VIS_FILE = "lib/vis-9.1.2/vis-network.min.js"
VIS_SHA256 = "1f20f0736f32cb9bedf8f6383b25cfea2f839e1abe80d6e8040b4d5bea378c69"


class _Ids(list[Any]):
    """A list that answers `in` at once; pyvis looks every end of every line up in its list of ids."""

    def __init__(self, known: Iterable[Any] = ()) -> None:
        super().__init__(known)
        self._known = set(self)

    def append(self, value: Any) -> None:
        super().append(value)
        self._known.add(value)

    def __contains__(self, value: object) -> bool:
        return value in self._known


def pass_through_pyvis(
    labels: Sequence[str], kinds: Sequence[int], positions: Mapping[int, tuple[float, float]], ends: Sequence[tuple[int, int]]
) -> dict[str, dict[str, list[Any]]]:
    """Return the columns of nodes (label, group, x, y) and lines (source, target) as a pyvis network holds them.

    A node is named by its place; one without a position is not drawn at first. Raises ModelError when pyvis holds other
    nodes or lines than it was given.
    """
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    network.node_ids = _Ids()
    for at, label in enumerate(labels):
        where = positions.get(at)
        given = {"x": where[0], "y": where[1]} if where else {"hidden": True}
        network.add_node(at, label=label or " ", shape="custom", group=kinds[at], physics=False, **given)
    for source, target in ends:
        network.add_edge(source, target)
    _check(network.nodes, network.edges, len(labels), ends)
    return {
        "nodes": {
            "label": ["" if node["label"] == " " else node["label"] for node in network.nodes],
            "group": [node["group"] for node in network.nodes],
            "x": [node.get("x") for node in network.nodes],
            "y": [node.get("y") for node in network.nodes],
        },
        "edges": {"source": [edge["from"] for edge in network.edges], "target": [edge["to"] for edge in network.edges]},
    }


def _check(nodes: Sequence[Mapping[str, Any]], edges: Sequence[Mapping[str, Any]], count: int, ends: Sequence[tuple[int, int]]) -> None:
    held = [(edge["from"], edge["to"]) for edge in edges]
    if [node["id"] for node in nodes] != list(range(count)) or held != list(ends):
        raise ModelError(
            f"図に入れたノード {count}・線 {len(ends)} に対し、{len(nodes)}・{len(held)} になりました",
            f"{count} nodes and {len(ends)} lines were given to the map, and it holds {len(nodes)} and {len(held)}",
        )


def read_vis_network() -> str:
    """Return vis-network's script out of the pyvis that is installed. Raises ModelError when it is not the file that we know."""
    spec = find_spec("pyvis")
    folder = Path(spec.origin).parent if spec and spec.origin else Path()
    try:
        content = (folder / VIS_FILE).read_bytes()
    except OSError:
        content = b""
    if hashlib.sha256(content).hexdigest() != VIS_SHA256:
        raise ModelError(
            "pyvis の中の vis-network が、この版の sesaku が知るものと違います。pip install 'pyvis==0.3.2' で入れ直してください",
            "the vis-network inside pyvis is not the one that this sesaku knows; install it again: pip install 'pyvis==0.3.2'",
        )
    # A browser reads line ends as \n alone, and takes the script's hash of that.
    return content.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n").replace("//# sourceMappingURL=vis-network.min.js.map", "")
