"""A node -> what a report calls it, and a measure -> its citation as a bureau writes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from graph_model.graph import links_of, short_name, targets_of
from graph_model.words import Words

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

COLUMN_NAMES = {
    "item": Words("事項", "item"),
    "text": Words("内容", "text"),
    "status": Words("取組状況", "status"),
    "bureau": Words("所管局", "bureau"),
    "section": Words("区分", "section"),
    "review": Words("確認", "review"),
}
"""What a column of the document is called."""

COMMA = Words("、", ", ")
DOT = Words("・", ", ")


def date_words(date: str, lang: str) -> str:
    """Return a date as a report writes it: 2025-01 is 2025年1月 in Japanese; words that are no such date stand as they are."""
    parts = date.split("-")
    if lang != "ja" or not all(part.isdecimal() for part in parts):
        return date
    return "".join(f"{int(part)}{unit}" for part, unit in zip(parts, "年月日", strict=False))


def measure_number(measure: str) -> str:
    """Return a measure's number: measure:tokyo-2025-01/49 is 49."""
    return measure.rsplit("/", 1)[1]


def node_name(graph: PlanGraph, node: str, lang: str) -> str:
    """Return what to call a node: No.49, 外国籍, 福祉局, 目標4, 4-エ; an id that is not in the graph as it stands."""
    if node not in graph:
        return node
    data = graph.nodes[node]
    kind = data["kind"]
    if kind == "Measure":
        return f"No.{measure_number(node)}"
    if kind == "Goal":
        return Words(f"目標{data['number']}", f"goal {data['number']}").said_in(lang)
    if kind == "Section":
        return short_name(node).rsplit("/", 1)[1]
    if kind == "Plan":
        return str(data["title"])
    return str(data.get("name_en") or data["name"]) if lang == "en" else str(data["name"])


def full_name(graph: PlanGraph, node: str, lang: str) -> str:
    """Return a node's name at length: a goal with its words, a measure with its item, a kind of help as such: a policy's heading may be called the same."""
    data = graph.nodes[node]
    name = node_name(graph, node, lang)
    if data["kind"] == "SupportType":
        return f"支援「{name}」" if lang == "ja" else f"help “{name}”"
    if data["kind"] == "Goal":
        return f"{name}「{data['name']}」" if lang == "ja" else f"{name} “{data['name']}”"
    if data["kind"] == "Measure" and data.get("item"):
        return f"{name} {data['item']}"
    return name


def names_of(graph: PlanGraph, kind: str, measure: str, lang: str) -> str:
    """Return the names of what a measure's links of `kind` lead to."""
    return COMMA.said_in(lang).join(node_name(graph, target, lang) for target in targets_of(graph, kind, measure))


def listed_in(graph: PlanGraph, measure: str) -> tuple[list[str], list[str]]:
    """Return where a measure stands, and where it is listed again (sections by goal and label)."""
    found: tuple[list[str], list[str]] = ([], [])
    for at, kind in enumerate(("LISTED_IN", "RELISTED_IN")):
        for _, place, _ in links_of(graph, kind, source=measure):
            if graph.nodes[place]["kind"] != "Plan":
                name = short_name(place).rsplit("/", 1)[1]
                if name not in found[at]:
                    found[at].append(name)
    return found


def citation(graph: PlanGraph, measure: str, lang: str) -> str:
    """Return a measure as a bureau cites it: No.49（目標1-キ、再掲4-エ・5-カ）福祉局."""
    first, again = listed_in(graph, measure)
    bureaus = DOT.said_in(lang).join(node_name(graph, one, lang) for one in targets_of(graph, "OWNED_BY", measure))
    if lang == "ja":
        where = "、".join([*(["目標" + "・".join(first)] if first else []), *(["再掲" + "・".join(again)] if again else [])])
        return f"No.{measure_number(measure)}" + (f"（{where}）" if where else "") + bureaus
    where = ", ".join([*(["goal " + ", ".join(first)] if first else []), *(["relisted " + ", ".join(again)] if again else [])])
    return f"No.{measure_number(measure)}" + (f" ({where})" if where else "") + (f" {bureaus}" if bureaus else "")


def numbers(measures: Iterable[str], lang: str, most: int | None = None) -> str:
    """Return measures' numbers in a row, the rest counted once there are more than `most`."""
    found = [measure_number(measure) for measure in measures]
    cut = found if most is None else found[:most]
    rest = len(found) - len(cut)
    return COMMA.said_in(lang).join(cut) + (Words(f" ほか{rest}", f" +{rest}").said_in(lang) if rest else "")
