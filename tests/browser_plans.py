"""Plans that the map is looked at with: of any size, hostile, empty, odd."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any
from unittest.mock import patch

from graph_model.graph import add_link, add_node, nodes_of
from graph_model.words import Words
from loaders.assemble import source_to_plan
from loaders.readers.lines import bytes_to_source
from sesaku.pictures import map_answers
from tests.graphs import PLAN, graph_of, measure_id
from viz import page_data
from viz.page import graph_to_page

HERE = Path(__file__).parents[1]
_HEAD = "No.\t事項\t内容\t令和6年9月末時点の取組状況\t所管局"
_BUREAUS = "福祉局 住宅局 教育庁 警察本部 産業労働局 保健医療局 総務局 文化局".split()
READ_AT_ONCE = 400
HOSTILE = (
    '<script>__ran.push(1)</script><img src=x onerror=__ran.push(2)><svg onload=__ran.push(3)>"\'` onfocus=__ran.push(4) autofocus x="'
    '</script></title></style>javascript:__ran.push(5)\u2028\u2029&lt;{{facts}}href="javascript:__ran.push(6)"\\u003cb]]><!--'
)
ODD = {
    "long": "長" * 20_000,
    "nameless": "",
    "arabic": "مرحبا بالعالم، هذه خدمة للنساء",
    "emoji": "👩‍👧‍👦🏳️‍⚧️の居場所",
    "pairs": "𠮷野家𩸽𠀋の窓口",
    "half": "半分\ud83d",
}


def generated_graph(measures: int) -> Any:
    """Return a plan of so many measures, the same at each call: rows of the sample plans, mixed anew and read as a document.

    Twelve measures stand in a section, ten sections in a goal; every eighth is listed again. Above 400 the goals are
    repeated under other numbers, so that a large plan is made in seconds.
    """
    graph = _read(min(measures, READ_AT_ONCE))
    first = list(nodes_of(graph, "Goal"))
    own = {node for kind in ("Goal", "Section", "Measure") for node in nodes_of(graph, kind)}
    links = [(a, b, data) for a, b, data in graph.edges(data=True) if a in own or b in own]
    for copy in range(1, -(-measures // READ_AT_ONCE)):
        left = measures - copy * READ_AT_ONCE
        kept = {node for node in own if graph.nodes[node]["kind"] != "Measure" or graph.nodes[node]["order"] < left}
        for node in sorted(kept, key=lambda one: graph.nodes[one]["order"]):
            data = {**graph.nodes[node]}
            kind = data.pop("kind")
            if "number" in data:
                data["number"] = str(int(data["number"]) + copy * (READ_AT_ONCE if kind == "Measure" else len(first)))
            add_node(graph, kind, f"{node}+{copy}", **{**data, "order": data["order"] + copy * READ_AT_ONCE})
        for a, b, data in links:
            if {a, b} & own <= kept:
                ends = (f"{one}+{copy}" if one in own else one for one in (a, b))
                add_link(graph, data["kind"], *ends, **{name: value for name, value in data.items() if name != "kind"})
    return graph


def _read(measures: int) -> Any:
    rng = random.Random(measures)
    texts = [path.read_text(encoding="utf-8") for path in sorted((HERE / "tests" / "plans").glob("*.txt"))]
    rows = [line.split("\t") for text in texts for line in text.split("\n") if "再掲" not in line]
    rows = [row for row in rows if len(row) == 5 and row[0].isascii() and row[0].isdigit() and len(row[2]) > 20]
    lines, again = ["試験県女性支援計画の取組状況"], []
    for at in range(measures):
        if at % 120 == 0:
            lines += [*again, f"基本目標{at // 120 + 1} 目標の{at // 120 + 1}"]
            again = []
        if at % 12 == 0:
            lines += [f"({at % 120 // 12 + 1}) 区分の{at // 12 + 1}", _HEAD]
        one, other = rng.sample(rows, 2)
        bureaus = " ".join(rng.sample(_BUREAUS, rng.choice((1, 1, 2))))
        row = [str(at + 1), f"{one[1] or other[1]} {at + 1}", f"{one[2]}（{other[1]}）", other[3], bureaus]
        lines.append("\t".join(row))
        if at % 8 == 3:
            again.append("\t".join([f"{row[0]} 再掲", *row[1:]]))
    return source_to_plan(bytes_to_source("\n".join([*lines, *again]).encode("utf-8"), "試験県.txt")).graph


def small_graph(count: int = 3, **more: Any) -> Any:
    """Return a few measures for young people, about housing, each listed in two goals."""
    common = {
        "groups": ["youth"],
        "supports": ["housing"],
        "partners": ["npo"],
        "norms": ["self_reliance"],
        "status": "ongoing",
        "goals": [1, 2],
    }
    return graph_of([{**common, **more} for _ in range(count)])


def odd_graph(text: str) -> Any:
    """Return a plan of two measures in which an item, a group, a bureau and a measure's text are this text."""
    graph = small_graph(2, item=text)
    for node in ("group:youth", "bureau:x/福祉局"):
        graph.nodes[node]["name"] = text
    graph.nodes[measure_id(1)]["text"] = text
    return graph


def many_groups(count: int = 300) -> Any:
    """Return a plan with so many client groups more, each named by one of five measures."""
    graph = small_graph(5)
    for at in range(count):
        group = add_node(graph, "TargetGroup", f"group:g{at}", name=f"対象者の{at}", name_en=f"group {at}", facet="person", order=100 + at)
        graph.nodes[f"plan:{PLAN}"]["vocabulary"]["TargetGroup"].append(group)
        add_link(graph, "SERVES", measure_id(at % 5 + 1), group, evidence=[], from_relisting=False, certainty="sure")
    return graph


def hostile_graph() -> Any:
    """Return a plan in which every text that a document or a vocabulary may bring is hostile: ids, names, quotes, places."""
    import networkx as nx

    graph = small_graph(3, item=HOSTILE, again=["npo"], certainty={"youth": "weak"})
    evidence = [{"place": {"file": HOSTILE, HOSTILE: HOSTILE}, "column": HOSTILE, "start": 0, "end": 9, "quote": HOSTILE, "rule": HOSTILE}]
    texts = (
        "name",
        "name_en",
        "title",
        "number",
        "label",
        "text",
        "status_text",
        "source_file",
        "edition",
        "as_of",
        "source_sha256",
        "jurisdiction",
    )
    for _, data in graph.nodes(data=True):
        for name in texts:
            if name in data or (data["kind"] == "Measure" and name in ("text", "status_text")):
                data[name] = HOSTILE
        if data["kind"] == "Measure":
            data["rejected_cues"] = [
                {"kind": "SERVES", "target": "youth" + HOSTILE, "quote": HOSTILE, "place": {"file": HOSTILE}, "rule": HOSTILE}
            ]
    for *_, data in graph.edges(data=True):
        if "evidence" in data:
            data.update(evidence=evidence, review={"decision": HOSTILE})
        if data["kind"] == "RELISTED_IN":
            data.update(
                mark=HOSTILE,
                differs="wording",
                differences={HOSTILE: [{"original": HOSTILE, "relisting": HOSTILE}], "item": [{"original": HOSTILE, "relisting": ""}]},
            )
    add_link(graph, "SIMILAR_TEXT", measure_id(1), measure_id(2), score=0.9, shared_run=HOSTILE, shared_length=20)
    graph.graph.update(vocabularies={HOSTILE: HOSTILE}, notices=[{"code": HOSTILE}])
    kept = ("status:", "support:", "norm:", "plan:")  # ids that questions name themselves
    renamed = {node: node + HOSTILE for node in graph if not node.startswith(kept)}
    vocabulary = graph.nodes[f"plan:{PLAN}"]["vocabulary"]
    for kind, nodes in vocabulary.items():
        vocabulary[kind] = [renamed.get(node, node) for node in nodes]
    return nx.relabel_nodes(graph, renamed)


def hostile_page(lang: str) -> str:
    """Return the page of the hostile plan, with hostile names of kinds and relations and hostile words of the answers too."""
    graph = hostile_graph()
    words = Words(HOSTILE, HOSTILE)
    answers = [
        {**answer, **{name: words._asdict() for name in ("title", "how_to_read", "limits", "question")}} for answer in map_answers(graph)
    ]
    kinds = tuple(kind._replace(title=words) for kind in page_data.NODE_KINDS)
    relations = tuple(kind._replace(title=words) for kind in page_data.EDGE_KINDS)
    with patch.object(page_data, "NODE_KINDS", kinds), patch.object(page_data, "EDGE_KINDS", relations):
        return graph_to_page(graph, answers, lang=lang)
