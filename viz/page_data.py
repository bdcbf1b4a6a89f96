"""Graph and answers -> what the page holds, as compact plain data: columns of nodes and links, answers, words with their places.

Nodes stand in the order of kinds and then of the graph, and are named by their place in it; links by theirs. The words
of a measure (its quotes with offsets, its places, its text where the graph has it) are one line of JSON each, read by
the page when that measure is looked at.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from graph_model.errors import BrokenGraph
from graph_model.graph import nodes_of, sorted_links
from graph_model.kinds import CERTAINTY, EDGE_KINDS, NODE_KINDS, ROLES
from viz import style

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

SCHEMA = "sesaku-map/1"
ROWS_KEPT = 1_000
"""Rows kept of an answer that no view needs whole; the page says how many there are."""
_WHOLE = ("gap-groups", "gap-cells", "gap-goals", "gap-norm", "gap-pathway")
_FLIPS = 3


class PageData(NamedTuple):
    """`facts` is read when the page opens; `words` holds one line of JSON a measure."""

    facts: dict[str, Any]
    words: list[str]


def graph_to_page_data(graph: PlanGraph, answers: Sequence[Mapping[str, Any]], *, lang: str = "ja", focus: str | None = None) -> PageData:
    """Return the page's data.

    `answers` are the answers of saved questions, each with `title`, `how_to_read`, `limits` and `heads` in both languages, and
    `quiet`, the states that report nothing to look at.
    Raises BrokenGraph where an answer names what the graph does not have.
    """
    order = [node for kind in NODE_KINDS for node in nodes_of(graph, kind.name)]
    place = {node: at for at, node in enumerate(order)}
    links = _links(graph, place)
    facts = {
        "schema": SCHEMA,
        "lang": lang,
        "focus": place.get(focus) if focus else None,
        "about": _about(graph),
        "nodes": _node_columns(graph, order),
        "links": _link_columns(links),
        "answers": [_answer(answer, place) for answer in answers],
        "style": _style(),
    }
    return PageData(facts, _words(graph, order, links))


def _links(graph: PlanGraph, place: Mapping[str, int]) -> list[tuple[int, int, int, dict[str, Any]]]:
    """Return (kind, source, target, properties) of every link, by source, kind and target."""
    kind_at = {kind.name: at for at, kind in enumerate(EDGE_KINDS)}
    found = [(kind_at[data["kind"]], place[source], place[target], data) for source, target, _, data in sorted_links(graph)]
    return sorted(found, key=lambda link: (link[1], link[0], link[2]))


def _about(graph: PlanGraph) -> dict[str, Any]:
    plans = nodes_of(graph, "Plan")
    if not plans:
        raise BrokenGraph("グラフに計画がありません", "there is no plan in the graph")
    plan = graph.nodes[plans[0]]
    extracted = [data for *_, data in graph.edges(data=True) if "evidence" in data]
    ledger = graph.graph.get("ledger") or {}
    return {
        **{name: plan[name] for name in ("title", "edition", "as_of", "source_file", "source_sha256", "facts_only")},
        "measures": len(nodes_of(graph, "Measure")),
        "relistings": sum(data["kind"] == "RELISTED_IN" for *_, data in graph.edges(data=True)),
        "links": len(extracted),
        "reviewed": sum("review" in data for data in extracted),
        "vocabularies": dict(sorted((graph.graph.get("vocabularies") or {}).items())),
        "lines": ledger.get("lines"),
        "not_understood": ledger.get("not_understood"),
        "notices": len(graph.graph.get("notices") or ()),
        "client_groups": list(plan["vocabulary"].get("TargetGroup", ())),
    }


def _node_columns(graph: PlanGraph, order: Sequence[str]) -> dict[str, list[Any]]:
    kind_at = {kind.name: at for at, kind in enumerate(NODE_KINDS)}
    columns: dict[str, list[Any]] = {name: [] for name in ("id", "kind", "label", "name", "en", "more", "star")}
    for node in order:
        data = graph.nodes[node]
        kind = data["kind"]
        columns["id"].append(node)
        columns["kind"].append(kind_at[kind])
        columns["label"].append(str(data.get("number") or data.get("label") or ""))
        columns["name"].append(
            str(data.get("item") if kind == "Measure" else data.get("title") if kind == "Plan" else data["name"]) if _named(data) else ""
        )
        columns["en"].append(str(data.get("name_en") or ""))
        columns["more"].append(data.get("facet") or data.get("body") or data.get("item_how") or data.get("service") or 0)
        columns["star"].append(int(bool(data.get("has_new_project"))))
    return columns


def _named(data: Mapping[str, Any]) -> bool:
    return bool(data.get("item") or data.get("title") or data.get("name"))


def _link_columns(links: Sequence[tuple[int, int, int, dict[str, Any]]]) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {name: [] for name in ("kind", "source", "target", "certainty", "roles", "again", "review")}
    for kind, source, target, data in links:
        columns["kind"].append(kind)
        columns["source"].append(source)
        columns["target"].append(target)
        columns["certainty"].append(CERTAINTY.index(data["certainty"]) if "certainty" in data else -1)
        columns["roles"].append([ROLES.index(role) for role in data.get("roles", ())] or 0)
        columns["again"].append(int(bool(data.get("from_relisting"))))
        columns["review"].append(str(data["review"].get("decision", "")) or 1 if data.get("review") else 0)
    return columns


def _words(graph: PlanGraph, order: Sequence[str], links: Sequence[tuple[int, int, int, dict[str, Any]]]) -> list[str]:
    by_source: dict[int, list[tuple[int, dict[str, Any]]]] = {}
    for at, (_, source, _, data) in enumerate(links):
        by_source.setdefault(source, []).append((at, data))
    files = {graph.nodes[plan]["source_file"] for plan in nodes_of(graph, "Plan")}
    lines = []
    for at, node in enumerate(order):
        data = graph.nodes[node]
        if data["kind"] == "Measure":
            lines.append(_json(_measure_words(data, by_source.get(at, ()), files)))
    return lines


def _measure_words(data: Mapping[str, Any], links: Sequence[tuple[int, dict[str, Any]]], files: set[str]) -> dict[str, Any]:
    quotes, places = {}, {}
    for at, link in links:
        if "evidence" in link:
            quotes[at] = [
                [_place(one["place"], files), one["column"], one.get("start", 0), one.get("end", 0), one["quote"], one["rule"]]
                for one in link["evidence"]
            ]
        elif "place" in link:
            places[at] = [_place(link["place"], files), link.get("mark", ""), link.get("differs", ""), link.get("differences") or 0]
        elif "score" in link:
            places[at] = [0, "", "", {"score": link["score"], "shared_run": link.get("shared_run", "")}]
    words: dict[str, Any] = {"quotes": quotes, "places": places}
    for name in ("text", "status_text"):
        if data.get(name):
            words[name] = data[name]
    if data["rejected_cues"]:
        words["rejected"] = [[cue["kind"], cue["target"], cue["quote"], _place(cue["place"], files)] for cue in data["rejected_cues"]]
    return words


def _place(place: Mapping[str, Any], files: set[str]) -> Any:
    """Return where a cell stands: [line, cell] in the plan's own text file, else what the place says of itself."""
    rest = {name: value for name, value in place.items() if not (name == "file" and value in files)}
    if set(rest) <= {"line", "cell"} and "line" in rest:
        return [rest["line"], *([rest["cell"]] if "cell" in rest else [])]
    return rest


def _answer(answer: Mapping[str, Any], place: Mapping[str, int]) -> dict[str, Any]:
    columns = [column["name"] for column in answer["columns"]]
    types = {column["name"]: column["type"] for column in answer["columns"]}
    kept = answer["rows"] if answer["query"] in _WHOLE else answer["rows"][:ROWS_KEPT]
    try:
        rows = [_row(row, columns, types, place) for row in kept]
    except KeyError as error:
        raise BrokenGraph(f"答えにある {error} がグラフにありません", f"an answer names {error}, which the graph does not have") from error
    head = {
        name: answer[name]
        for name in (
            "query",
            "family",
            "question",
            "title",
            "how_to_read",
            "limits",
            "heads",
            "parameters",
            "notices",
            "total_rows",
            "quiet",
        )
    }
    return {**head, "denominator": answer["denominator"], "columns": answer["columns"], "rows": rows}


def _row(row: Mapping[str, Any], columns: Sequence[str], types: Mapping[str, str], place: Mapping[str, int]) -> list[Any]:
    cells: list[Any] = [row["finding"]]
    for name in columns:
        value = row[name]
        if types[name] == "id":
            value = place[value] if value else None
        elif types[name] == "ids":
            value = [place[one] for one in value]
        elif types[name] == "terms":
            value = [{**term, "ids": [place[one] for one in term["ids"] if one in place]} for term in value]
        cells.append(value)
    flips = [
        [flip["do"], place[flip["measure"]], flip["kind"], place[flip["target"]], flip["quote"]]
        for flip in (row.get("flip") or [])[:_FLIPS]
    ]
    return [*cells, row.get("robust"), flips]


def _style() -> dict[str, Any]:
    """Return signs, colours and words as the page's script takes them."""
    return {
        "kinds": [
            {"name": kind.name, **kind.title._asdict(), "colour": style.KINDS[kind.name].colour, "shape": style.KINDS[kind.name].shape}
            for kind in NODE_KINDS
        ],
        "links": [
            {
                "name": kind.name,
                **kind.title._asdict(),
                "colour": style.KINDS[style.LINKS[kind.name].colour_of].colour,
                "dashes": list(style.LINKS[kind.name].dashes),
            }
            for kind in EDGE_KINDS
        ],
        "shapes": style.SHAPES,
        "states": {
            name: {"sign": state.sign, "colour": state.colour, **state.name._asdict(), "meaning": state.meaning._asdict()}
            for name, state in style.STATES.items()
        },
        "roles": [style.ROLES[role]._asdict() for role in ROLES],
        "certainty": [style.CERTAINTY[name]._asdict() for name in CERTAINTY],
        "statuses": style.STATUSES,
        "segments": style.SEGMENTS,
        "page": style.PAGE,
        **{
            name: {key: words._asdict() for key, words in table.items()}
            for name, table in (
                ("facets", style.FACETS),
                ("bodies", style.BODIES),
                ("columns", style.COLUMNS),
                ("differs", style.DIFFERS),
                ("findings", style.FINDINGS),
                ("item_how", style.ITEM_HOW),
            )
        },
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
