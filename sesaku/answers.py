"""An answer -> what a person reads of it: who the plan is, what was looked at, and its rows with names for ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph_model.words import Words
from sesaku.language import lang, said, say
from sesaku.names import measure_number, node_name
from sesaku.printing import fold, short_numbers, shorten

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph
    from queries.saved_query import Column, SavedQuery

_NUMBERS, _NAMES = 8, 4
"""So many measures, or names, of a cell are shown on the screen; files get all."""
_STATE_COLUMNS = ("state", "rung", "says", "differs", "certainty")
ROBUST = {"solid": Words("確実", "solid"), "fragile": Words("要確認", "fragile")}
_COLUMNS = {"item": Words("事項", "item"), "text": Words("内容", "text"), "status": Words("取組状況", "status")}
UNITS = {
    "group": Words("対象者", "client groups"),
    "cell": Words("区分", "cells"),
    "heading": Words("項目", "headings"),
    "step": Words("段階", "steps"),
    "pair": Words("組", "pairs"),
    "measure": Words("取組", "measures"),
    "bureau": Words("局", "bureaus"),
    "partner": Words("団体", "partners"),
    "link": Words("リンク", "links"),
    "goal": Words("目標", "goals"),
    "place": Words("区分", "groups and cells"),
    "node": Words("取組・団体", "measures and bodies"),
}


def plan_header(graph: PlanGraph, answer: dict[str, Any]) -> str:
    """Return two lines: the plan with its date, and how many measures, relistings and reviewed links it has."""
    from viz.report_names import date_words

    plan = answer["plans"][0]
    data = graph.nodes[plan["id"]]
    relisted = plan["listings"] - plan["measures"]
    kind = say("〔本文なし〕", "[without sentences]") if plan["facts_only"] else ""
    as_of = say(f"（{date_words(data['as_of'], lang())}時点）", f" (as of {data['as_of']})") if data["as_of"] else ""
    basis = answer["basis"]
    versions = ", ".join(sorted(set(graph.graph["vocabularies"].values())))
    return say(
        f"{data['title']}{as_of}\n{plan['measures']}取組・再掲{relisted}{kind}　リンク {basis['links']}件のうち確認済み {basis['reviewed']}件（ほかは機械抽出）　語彙 {versions}\n",
        f"{data['title']}{as_of}\n{plan['measures']} measures, {relisted} relistings {kind}  {basis['reviewed']} of {basis['links']} links reviewed (rest machine-extracted)  vocabulary {versions}\n",
    )


def state_words(state: str, question: str = "") -> str:
    """Return what a state or rung is called on the screen, with its sign where it has one; some are called otherwise by a question."""
    from viz.style import FINDINGS, STATES

    if words := FINDINGS.get(f"{question}/{state}") or FINDINGS.get(state):
        return said(words)
    return f"{STATES[state].sign} {said(STATES[state].name)}" if state in STATES else state


def denominator_line(query: SavedQuery, answer: dict[str, Any]) -> str:
    """Return what was looked at: the total and how many of it are in each state."""
    denominator = answer["denominator"]
    unit = said(UNITS.get(denominator["unit"], Words(denominator["unit"], denominator["unit"])))
    states = [f"{state_words(state, query.name)} {count:,}" for state, count in denominator["by_state"].items() if count]
    accepted = say(f"　了承済み {answer['accepted']}", f"  accepted {answer['accepted']}") if answer["accepted"] else ""
    total = say(f"全{denominator['total']:,}{unit}", f"of {denominator['total']:,} {unit}")
    return fold(f"{said(query.title)}  {total}:", states, accepted)


def robust_line(answer: dict[str, Any]) -> str:
    """Return how many of an answer's rows are solid and how many fragile; empty for an answer that does not tell."""
    fragile, solid = (sum(row["robust"] == state for row in answer["rows"]) for state in ("fragile", "solid"))
    if not fragile + solid:
        return ""
    more = (
        say("（要確認の指摘は、最後の列の読みを改めると変わる）", " (a fragile one changes with the reading in the last column)")
        if fragile
        else ""
    )
    return f"{said(ROBUST['solid'])} {solid} | {said(ROBUST['fragile'])} {fragile}{more}"


def total_words(answer: dict[str, Any]) -> str:
    """Return how many were looked at, with their unit: 294区分."""
    denominator = answer["denominator"]
    unit = said(UNITS.get(denominator["unit"], Words(denominator["unit"], denominator["unit"])))
    return say(f"{denominator['total']}{unit}", f"{denominator['total']} {unit}")


def answer_table(graph: PlanGraph, query: SavedQuery, answer: dict[str, Any], *, short: bool) -> tuple[list[str], list[list[Any]]]:
    """Return heads and rows of an answer, ids by their names; `short` is for the screen, else every id and the finding's own id."""
    heads = [said(column.head) for column in query.columns]
    rows = [
        [
            _count(graph, row) if short and column.name == "count" else _cell(graph, column, row[column.name], short)
            for column in query.columns
        ]
        for row in answer["rows"]
    ]
    flips = [[flip_words(graph, edit) for edit in row["flip"] or ()] for row in answer["rows"]]
    if short:
        return [*heads, say("要確認: 覆す読み", "fragile: flips with")], [
            [*row, shorten(edits, 1)] for row, edits in zip(rows, flips, strict=True)
        ]
    heads += [say("確実・要確認", "robust"), say("覆す読み", "flip")]
    rows = [
        [*row, said(ROBUST[found["robust"]]) if found["robust"] else "", "; ".join(edits)]
        for found, row, edits in zip(answer["rows"], rows, flips, strict=True)
    ]
    return [say("指摘", "finding"), *heads], [[found["finding"], *row] for found, row in zip(answer["rows"], rows, strict=True)]


def flip_words(graph: PlanGraph, edit: dict[str, str]) -> str:
    """Return one edit in words: No.12→妊産婦「語」を外す."""
    what = f"{node_name(graph, edit['measure'])}→{node_name(graph, edit['target'])}" + (f"「{edit['quote']}」" if edit["quote"] else "")
    return say(f"{what}を外す", f"drop {what}") if edit["do"] == "drop" else say(f"{what}を加える", f"add {what}")


def _count(graph: PlanGraph, row: dict[str, Any]) -> Any:
    """Return a row's number of measures for the screen; of a cell, those in operation and those planned."""
    from viz.cell_words import beside_planned

    return beside_planned(graph, row, lang()) or row["count"]


def _cell(graph: PlanGraph, column: Column, value: Any, short: bool) -> Any:
    if value is None:
        return ""
    if column.name in _STATE_COLUMNS:
        return state_words(value) if isinstance(value, str) else ", ".join(state_words(one) for one in value)
    if column.type == "terms":
        return "  ".join(term_words(graph, term) for term in value)
    if isinstance(value, list):
        names = [name_of(graph, one) for one in value]
        if not short:
            return ", ".join(names)
        return short_numbers(names, _NUMBERS) if column.kind == "Measure" else shorten(names, _NAMES)
    if isinstance(value, bool):
        return say("はい", "yes") if value else say("いいえ", "no")
    return name_of(graph, value) if isinstance(value, str) else value


def name_of(graph: PlanGraph, value: Any) -> str:
    """Return what to call an id on the screen: a measure's number, another node's name; the model's own words by their titles."""
    if value not in graph:
        return said(words) if (words := _model_words(str(value))) else str(value)
    return measure_number(value) if graph.nodes[value]["kind"] == "Measure" else node_name(graph, value)


def _model_words(name: str) -> Words | None:
    from graph_model.kinds import EDGE_KIND, NODE_KIND
    from viz.style import BODIES, ROLES

    if name in EDGE_KIND or name in NODE_KIND:
        return (EDGE_KIND.get(name) or NODE_KIND[name]).title
    return _COLUMNS.get(name) or ROLES.get(name) or BODIES.get(name)


def term_words(graph: PlanGraph, term: dict[str, Any]) -> str:
    """Return one term of a score: what is shared, by name, and its points."""
    from viz.style import TERMS

    name = said(TERMS[term["term"]]) if term["term"] in TERMS else str(term["term"])
    what = "・".join(name_of(graph, one) for one in term["ids"])
    return f"{name}{'(' + what + ')' if what else ''} +{term['points']}"
