"""Filled forms laid over a plan's graph: its next edition, and a ledger of what was not filled, doubled or changed where it should not have been."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from graph_model.errors import DeclarationError, InputError
from graph_model.evidence import Place
from graph_model.graph import node_id, nodes_of, short_name, targets_of
from graph_model.notices import Notice
from graph_model.words import Words
from loaders.dates import text_to_date
from loaders.form_rows import FORM_HEADS, NO_STATUS_TEXT, FilledForm, FilledRow
from loaders.new_status import Renewal, apply_status

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

_LEFT_ALONE = ("item", "bureau", "state", "status_text")
"""Columns that a bureau leaves as they are."""
_EDITION_KINDS = ("Plan", "Goal", "Section", "Measure")


class NextEdition(NamedTuple):
    """The graph of the next edition and what its ledger says."""

    graph: PlanGraph
    ledger: dict[str, Any]
    notices: list[Notice]


def lay_forms(
    graph: PlanGraph, forms: Sequence[FilledForm], *, as_of: str | None = None, local_terms: Mapping[str, str] | None = None
) -> NextEdition:
    """Return the next edition of a plan: a copy with the statuses of the forms, under a new edition and date.

    New status texts are read with the bundled vocabularies and `local_terms`, files of a prefecture's own terms (TOML texts
    by name). Raises InputError for a form of another plan, DeclarationError where no date is given or forms differ in theirs, or a
    state is none.
    """
    plan = nodes_of(graph, "Plan")[0]
    _check_plan(graph, plan, forms)
    date = _given_date(as_of or _date_of(forms))
    notices = _other_source(graph, plan, forms)
    by_measure, unknown = _by_measure(graph, forms)
    notices += unknown
    states = _states(graph)
    changed, filled, doubled, altered = graph.copy(), [], [], []
    renewal = Renewal.of(local_terms or {})
    notices += _other_words(graph, renewal, local_terms or {})
    renewed = []
    changed.graph["vocabularies"] = {**graph.graph.get("vocabularies", {}), **dict.fromkeys(local_terms or {}, "local")}
    for measure in nodes_of(graph, "Measure"):
        rows = by_measure.get(measure, [])
        for row in rows:
            for column in _changed_cells(graph, measure, row):
                altered.append({"measure": measure, "column": column, "where": row.where})
                notices.append(_notice("form_changed", row, measure, column=FORM_HEADS[column]))
        said = [row for row in rows if row.cells.get("new_state") or row.cells.get("new_status")]
        if len({(row.cells.get("new_state", ""), row.cells.get("new_status", "")) for row in said}) > 1:
            doubled.append({"measure": measure, "where": [row.where for row in said]})
            notices.append(_notice("form_doubled", said[0], measure, where="、".join(row.where for row in said)))
        elif said:
            apply_status(changed, renewal, measure, said[0], _state(states, said[0]))
            filled.append(measure)
            if said[0].cells.get("new_status"):
                renewed.append(measure)
        else:
            notices.append(Notice("form_not_filled", None, {"number": _number(measure)}))
    renewal.finish(changed, renewed)
    not_filled = [measure for measure in nodes_of(graph, "Measure") if measure not in {*filled, *(one["measure"] for one in doubled)}]
    answers = sum(bool(row.cells.get("answer")) for form in forms for row in form.rows)
    ledger = {"forms": sorted(form.file for form in forms), "filled": filled, "not_filled": not_filled, "doubled": doubled}
    ledger |= {"changed": altered, "unknown": [notice.values["where"] for notice in unknown], "answers": answers, "from": plan}
    return _as_next(changed, plan, date, forms, ledger, notices)


def _number(measure: str) -> str:
    return short_name(measure).rsplit("/", 1)[1]


def _notice(code: str, row: FilledRow, measure: str, **values: Any) -> Notice:
    return Notice(code, Place(row.file, row.row), {"number": _number(measure), "where": row.where, **values})


def _check_plan(graph: PlanGraph, plan: str, forms: Sequence[FilledForm]) -> None:
    for form in forms:
        if form.about.get("plan") != plan:
            raise InputError(
                f"{form.file} は別の計画・版（{form.about.get('plan', '?')}）の様式です。この計画は {plan} です",
                f"{form.file} is a form of another plan or edition ({form.about.get('plan', '?')}); this plan is {plan}",
            )
    if not forms:
        raise InputError("様式（.xlsx）が一つもありません", "there is no form (.xlsx)")


def _date_of(forms: Sequence[FilledForm]) -> str:
    dates = sorted({form.about["as_of"] for form in forms if form.about.get("as_of")})
    if len(dates) == 1:
        return dates[0]
    found = "・".join(dates) or "記入なし"
    raise DeclarationError(
        f"様式の時点が定まりません（{found}）。--as-of 2026-01 のように指定してください",
        f"the forms do not give one as-of date ({', '.join(dates) or 'none filled in'}); give --as-of, as in --as-of 2026-01",
    )


def _given_date(as_of: str) -> str:
    date = text_to_date(as_of)
    if not date:
        raise DeclarationError(
            f"時点 {as_of} は日付として読めません。2026-01 か 令和8年1月 のように指定してください",
            f"{as_of!r} is no date; give it as in 2026-01",
        )
    return date


def _other_source(graph: PlanGraph, plan: str, forms: Sequence[FilledForm]) -> list[Notice]:
    wanted = graph.nodes[plan]["source_sha256"]
    others = [form for form in forms if form.about.get("sha256") not in (None, "", wanted)]
    return [Notice("form_other_source", None, {"file": form.file}) for form in others]


def _other_words(graph: PlanGraph, renewal: Renewal, local_terms: Mapping[str, str]) -> list[Notice]:
    """Return a notice where the new status texts are read with other words than the plan was."""
    held = graph.graph.get("vocabularies", {})
    lacking = sorted(name for name, version in held.items() if version == "local" and name not in local_terms)
    other = sorted(
        f"{name} {held[name]}→{taxonomy.version}"
        for name, taxonomy in renewal.taxonomies.items()
        if held.get(name, taxonomy.version) != taxonomy.version
    )
    new = renewal.unknown_terms(graph)
    found = (
        ("forms_lack_terms", Words("、".join(lacking), ", ".join(lacking))),
        ("forms_other_vocabulary", Words("、".join(other), ", ".join(other))),
        ("forms_new_terms", Words("、".join(name.ja for name in new), ", ".join(name.en for name in new))),
    )
    return [Notice(code, None, {"names": names}) for code, names in found if names.en]


def _by_measure(graph: PlanGraph, forms: Sequence[FilledForm]) -> tuple[dict[str, list[FilledRow]], list[Notice]]:
    """Return the rows of the forms by measure, and a notice for each whose number is none of the plan's."""
    names: dict[str, str] = {}
    for measure in nodes_of(graph, "Measure"):
        names.setdefault(_number(measure).lstrip("0"), measure)
        names[_number(measure)] = measure
    found: dict[str, list[FilledRow]] = defaultdict(list)
    notices: list[Notice] = []
    for form in forms:
        for row in form.rows:
            number = row.cells["number"].removeprefix("No.").strip()
            if node := names.get(number) or names.get(number.lstrip("0")):
                found[node].append(row)
            else:
                notices.append(Notice("form_unknown_number", Place(row.file, row.row), {"number": number or "?", "where": row.where}))
    return found, notices


def _states(graph: PlanGraph) -> dict[str, str]:
    return {
        name: node
        for node in nodes_of(graph, "Status")
        for name in (graph.nodes[node]["name"], graph.nodes[node]["name_en"], short_name(node))
    }


def _state(states: Mapping[str, str], row: FilledRow) -> str | None:
    said = row.cells.get("new_state", "")
    if said and said not in states:
        raise DeclarationError(f"{row.where}: 状況「{said}」は一覧にありません", f"{row.where}: status {said!r} is none of the list")
    return states.get(said)


def expected_cells(graph: PlanGraph, measure: str, lang: str) -> dict[str, str]:
    """Return what a form says of a measure before it is filled, by column."""
    data = graph.nodes[measure]

    def names(kind: str) -> str:
        found = (graph.nodes[one] for one in targets_of(graph, kind, measure))
        return (
            Words("、", ", ")
            .said_in(lang)
            .join(str(one.get("name_en") if lang == "en" and one.get("name_en") else one["name"]) for one in found)
        )

    return {
        "number": _number(measure),
        "item": str(data.get("item", "")),
        "bureau": names("OWNED_BY"),
        "state": names("HAS_STATUS"),
        "status_text": str(data.get("status_text", "")),
    }


def _changed_cells(graph: PlanGraph, measure: str, row: FilledRow) -> list[str]:
    wanted = [expected_cells(graph, measure, lang) for lang in ("ja", "en")]
    wanted += [one | {"status_text": said} for one, said in zip(wanted, NO_STATUS_TEXT, strict=True)]
    return [
        column for column in _LEFT_ALONE if column in row.cells and _plain(row.cells[column]) not in {_plain(one[column]) for one in wanted}
    ]


def _plain(words: str) -> str:
    return "".join(words.split())


def _as_next(
    graph: PlanGraph, plan: str, date: str, forms: Sequence[FilledForm], ledger: dict[str, Any], notices: list[Notice]
) -> NextEdition:
    """Return the graph under its new edition: ids of the edition's own kinds, and the plan's facts, are the new edition's."""
    import networkx as nx

    data = graph.nodes[plan]
    before, after = short_name(plan), f"{data['jurisdiction']}-{date}"
    if after == before:
        raise DeclarationError(
            f"時点 {date} は元の版と同じです。--as-of で新しい日付を指定してください",
            f"{date} is the edition that the forms were made from; give --as-of with a new date",
        )
    said = "".join(sorted(f"{form.file}{form.about}{[row.cells for row in form.rows]}" for form in forms))
    data |= {
        "edition": date,
        "as_of": date,
        "source_sha256": hashlib.sha256((data["source_sha256"] + said).encode("utf-8", "surrogatepass")).hexdigest(),
    }
    renamed = {}
    for kind in _EDITION_KINDS:
        for node in nodes_of(graph, kind):
            renamed[node] = node_id(kind, after + short_name(node).removeprefix(before))
    following = nx.relabel_nodes(graph, renamed)

    def rename(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: rename(one) for name, one in value.items()}
        if isinstance(value, list):
            return [rename(one) for one in value]
        return renamed.get(value, value) if isinstance(value, str) else value

    following.graph.update(rename(dict(graph.graph)))
    for one in following.graph.get("accepted_findings", ()):
        one["finding"] = one["finding"].replace(f":{before}/", f":{after}/")
    following.graph["forms"] = rename(ledger) | {"from": plan}
    following.graph["notices"] = [*following.graph.get("notices", ()), *(notice.as_dict() for notice in notices)]
    return NextEdition(following, following.graph["forms"], notices)
