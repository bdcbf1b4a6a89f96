"""Tables that stand in the HTML itself, for viewers that strip script: measures with their links, groups, counts by kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from graph_model.words import Words
from viz.page_words import PAGE_WORDS
from viz.style import STATES

_HEADS = ("number", "item", "place", "relisted", "bureau", "status", "groups", "supports", "partners", "norms", "star")
_COLUMN_OF = {
    "LISTED_IN": "place",
    "RELISTED_IN": "relisted",
    "OWNED_BY": "bureau",
    "HAS_STATUS": "status",
    "SERVES": "groups",
    "PROVIDES": "supports",
    "PARTNERS_WITH": "partners",
    "FALLS_UNDER": "norms",
}


class Table(NamedTuple):
    """A table as plain words."""

    title: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


class Names:
    """What to call the nodes of a page's facts, in one language."""

    def __init__(self, facts: Mapping[str, Any], lang: str) -> None:
        self.lang, self.nodes = lang, facts["nodes"]
        self.kinds = [kind["name"] for kind in facts["style"]["kinds"]]
        self.links = [kind["name"] for kind in facts["style"]["links"]]
        has_section = self.links.index("HAS_SECTION")
        self.goals = {
            target: source
            for kind, source, target in zip(facts["links"]["kind"], facts["links"]["source"], facts["links"]["target"], strict=True)
            if kind == has_section and self.kind(source) == "Goal"
        }

    def kind(self, node: int) -> str:
        """Return a node's kind."""
        return str(self.kinds[self.nodes["kind"][node]])

    def plain(self, node: int) -> str:
        """Return a node's name alone."""
        english = self.nodes["en"][node] if self.lang == "en" else ""
        return str(english or self.nodes["name"][node] or PAGE_WORDS["nameless"].said_in(self.lang))

    def short(self, node: int) -> str:
        """Return No.49, 目標4, 4-エ, or the name."""
        label, kind = str(self.nodes["label"][node]), self.kind(node)
        if kind == "Measure":
            return f"No.{label}"
        if kind == "Goal":
            return PAGE_WORDS["goal_number"].filled(n=label).said_in(self.lang)
        if kind == "Section":
            goal = self.goals.get(node)
            return (f"{self.nodes['label'][goal]}-" if goal is not None else "") + label
        return self.plain(node)


def measure_table(facts: Mapping[str, Any], names: Names) -> Table:
    """Return every measure with its links."""
    comma = PAGE_WORDS["comma"].said_in(names.lang)
    cells: dict[int, dict[str, list[str]]] = {}
    links = facts["links"]
    for kind, source, target, roles in zip(links["kind"], links["source"], links["target"], links["roles"], strict=True):
        column = _COLUMN_OF.get(names.links[kind])
        if column and names.kind(source) == "Measure":
            said = names.short(target)
            if roles:
                said += f"（{comma.join(facts['style']['roles'][role][names.lang] for role in roles)}）"
            cells.setdefault(source, {}).setdefault(column, []).append(said)
    rows = []
    for node, kind in enumerate(facts["nodes"]["kind"]):
        if names.kinds[kind] == "Measure":
            own = cells.get(node, {})
            star = "★" if facts["nodes"]["star"][node] else ""
            middle = (comma.join(own.get(head, [])) for head in _HEADS[2:-1])
            rows.append((facts["nodes"]["label"][node], facts["nodes"]["name"][node], *middle, star))
    return Table(_said("static_table", names), tuple(_said(f"head_{head}", names) for head in _HEADS), rows)


def group_table(facts: Mapping[str, Any], names: Names) -> Table:
    """Return the client groups, those that fewest measures name first, each with its state."""
    rows = []
    for answer in facts["answers"]:
        if answer["query"] == "gap-groups":
            at = {column["name"]: place + 1 for place, column in enumerate(answer["columns"])}
            for row in sorted(answer["rows"], key=lambda row: (row[at["count"]], row[at["group"]])):
                state = STATES[row[at["state"]]]
                numbers = ", ".join(names.nodes["label"][measure] for measure in row[at["measures"]])
                rows.append(
                    (names.plain(row[at["group"]]), f"{state.sign} {state.name.said_in(names.lang)}", str(row[at["count"]]), numbers)
                )
    return Table(_said("static_groups", names), tuple(_said(f"head_{head}", names) for head in ("groups", "state", "count", "which")), rows)


def kind_table(facts: Mapping[str, Any], names: Names) -> Table:
    """Return how many nodes there are of each kind."""
    rows = []
    for at, kind in enumerate(facts["style"]["kinds"]):
        count = facts["nodes"]["kind"].count(at)
        if count:
            rows.append((str(kind[names.lang]), str(count)))
    return Table(_said("static_kinds", names), (_said("head_kind", names), Words("数", "Count").said_in(names.lang)), rows)


def term_tables(facts: Mapping[str, Any], names: Names, counts: Sequence[int]) -> list[Table]:
    """Return a table a kind, each node with its count of measures; measures and sections left out."""
    found = []
    for at, kind in enumerate(facts["style"]["kinds"]):
        if kind["name"] not in ("Measure", "Section", "Plan"):
            nodes = [node for node, own in enumerate(facts["nodes"]["kind"]) if own == at]
            rows = [(names.plain(node), str(counts[node])) for node in sorted(nodes, key=lambda node: (-counts[node], node))[:100]]
            title = f"{kind[names.lang]} {len(nodes)}"
            found.append(Table(title, (_said("head_name", names), _said("head_count", names)), rows))
    return found


def _said(key: str, names: Names) -> str:
    return PAGE_WORDS[key].said_in(names.lang)
