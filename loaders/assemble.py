"""The recipe: a document becomes a graph, one line a stage; each stage's result is kept for inspection."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from graph_model.errors import InputError, NotAPlan
from graph_model.local_terms import add_local_terms
from graph_model.norms import read_norms
from graph_model.notices import Notice
from graph_model.plan import Plan, Row
from graph_model.taxonomy import read_taxonomies, rename_terms
from graph_model.words import Words
from loaders.columns import ROLES, check_extra_heads
from loaders.cues import Matcher
from loaders.folding import fold
from loaders.likeness import Likeness, measures_to_likeness
from loaders.links import MeasureLinks, measure_to_links
from loaders.lookalikes import lines_to_look_alikes
from loaders.measures import Measures, rows_to_measures
from loaders.naming import Names, title_to_names
from loaders.norms import links_to_norm_links
from loaders.plan_graph import plan_to_graph
from loaders.profile import Profile, check_expected, correct_lines
from loaders.readers.document import document_to_source, source_to_lines
from loaders.readers.lines import Source, TableLine
from loaders.table import Table, lines_to_table

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

_MANY_ROWS = 2000
_PLAN_WORDS = Words("計画", "plan")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,100}>")


class LoadedPlan(NamedTuple):
    """A plan read from a document, with what each stage made of it."""

    source: Source
    lines: list[TableLine]
    table: Table
    measures: Measures
    plan: Plan
    links: list[MeasureLinks]
    likeness: Likeness
    notices: tuple[Notice, ...]
    profile: Profile | None
    matcher: Matcher
    graph: PlanGraph


def load_plan(
    path: Path,
    *,
    encoding: str | None = None,
    profiles: Iterable[Profile] = (),
    heads: Mapping[str, str] | None = None,
    local_terms: Mapping[str, str] | None = None,
) -> LoadedPlan:
    """Read a document and return its plan, graph and stages.

    The first of `profiles` that names no SHA-256, or this document's, is used. `heads` maps column heads to roles, beside
    the vocabulary; `local_terms` adds files of a prefecture's own terms, TOML texts by name. Raises InputError where the
    document cannot be used, DeclarationError where `heads`, a profile or local terms are wrong.
    """
    source = document_to_source(path, encoding=encoding)
    return source_to_plan(source, profiles=profiles, heads=heads, local_terms=local_terms)


def source_to_plan(
    source: Source,
    *,
    profiles: Iterable[Profile] = (),
    heads: Mapping[str, str] | None = None,
    local_terms: Mapping[str, str] | None = None,
) -> LoadedPlan:
    """Return the plan in a document's text; see load_plan."""
    taxonomies = read_taxonomies()
    for name, text in (local_terms or {}).items():
        taxonomies = add_local_terms(taxonomies, text, name)
    profile = next((one for one in profiles if one.source_sha256 in ("", source.sha256)), None)
    if profile:
        taxonomies = rename_terms(taxonomies, profile.names, profile.name)
    lines = source_to_lines(source)
    if profile:
        lines = correct_lines(lines, profile)
    table = lines_to_table(lines, heads=check_extra_heads({**(profile.columns if profile else {}), **(heads or {})}))
    _check_is_plan(table, source)
    matcher = Matcher(taxonomies.values(), within=_searched(table.rows))
    measures = rows_to_measures(table.rows, partial(_terms_of, matcher))
    names = _names(title_to_names(table.title, table.dates, source.name), profile)
    plan = _plan(source, table, measures, names)
    _check_nothing_lost(plan, table)
    if profile:
        check_expected(plan, profile, table.marks)
    links = [measure_to_links(measure, matcher, taxonomies, table.marks) for measure in plan.measures]
    norms = read_norms()
    links = [
        found._replace(links=(*found.links, *links_to_norm_links(measure, found.links, norms)))
        for measure, found in zip(plan.measures, links, strict=True)
    ]
    likeness = measures_to_likeness(plan.measures, matcher)
    graph = plan_to_graph(plan, links, taxonomies, norms, likeness)
    notices = tuple(_all_notices(source, lines, table, measures, names, plan, links))
    graph.graph["ledger"] = {"file": source.name, "encoding": source.encoding, **table.ledger.as_dict()}
    graph.graph["notices"] = [notice.as_dict() for notice in notices]
    graph.graph["profile"] = profile.name if profile else None
    graph.graph["vocabularies"] = (
        {name: taxonomy.version for name, taxonomy in taxonomies.items()}
        | {norms.id: norms.version}
        | dict.fromkeys(local_terms or {}, "local")
    )
    return LoadedPlan(source, lines, table, measures, plan, links, likeness, notices, profile, matcher, graph)


def _searched(rows: Sequence[Row]) -> str | None:
    """Return the folded text that cues are looked for in; None for a plan so long that looking through it first would not pay."""
    if len(rows) > _MANY_ROWS:
        return None
    cells = [fold(passage.raw).text for row in rows for passage in row.columns.values()]
    # A label broken over rows is read as one, too.
    labels = [fold(passage.raw).text for row in rows if (passage := row.passage("item"))]
    return "\n".join([*cells, "".join(labels)])


def _terms_of(matcher: Matcher, words: str) -> frozenset[str]:
    """Return the terms that words name, for deciding whose label a blank item is."""
    found = matcher.find(fold(words).text)
    return frozenset(mention.term for vocabulary in ("groups", "supports") for mention in found.get(vocabulary, ()) if not mention.weak)


def _check_is_plan(table: Table, source: Source) -> None:
    if not table.rows:
        heads = table.ledger.as_dict()["used"].get("head", 0)
        expected = _what_is_lacking(heads)
        raise NotAPlan(
            f"{source.name}（{source.encoding}、{len(table.ledger.fates)}行）: {expected[0]}",
            f"{source.name} ({source.encoding}, {len(table.ledger.fates)} lines): {expected[1]}",
        )
    for role in ("number", "text"):
        if role not in table.roles:
            found_ja, found_en = "・".join(ROLES[name].ja for name in table.roles), ", ".join(ROLES[name].en for name in table.roles)
            raise NotAPlan(
                f"{source.name}: 「{ROLES[role].ja}」の欄がありません（あった欄: {found_ja}）。見出しが違うときは --column {role}=見出し で指定してください",
                f"{source.name}: there is no column for {ROLES[role].en} (found: {found_en}). Where its head is worded otherwise, give --column {role}=HEAD",
            )


def _what_is_lacking(heads: int) -> tuple[str, str]:
    """Return what a document without rows lacks."""
    if heads:
        return (
            "見出し行はありますが、番号のある取組の行がありません。表の本体があるか確かめてください",
            "it has a head, and no row with a number below it; see whether the table's body is there",
        )
    return (
        "取組の表の見出し行（No.・事項・内容・取組状況・所管局 など）が見つかりません。見出しが違うときは --column number=見出し --column text=見出し、文字化けのときは --encoding を指定してください",
        "no head of a table of measures (No., 事項, 内容, 取組状況, 所管局 …) was found. Where heads are worded otherwise give --column number=HEAD --column text=HEAD; where characters are garbled, --encoding",
    )


def _names(names: Names, profile: Profile | None) -> Names:
    if profile is None:
        return names
    given = {key: value for key in ("title", "jurisdiction", "edition", "as_of") if (value := getattr(profile, key))}
    notices = tuple(notice for notice in names.notices if notice.code != "name_from_file")
    return names._replace(**given, notices=notices)


def _plan(source: Source, table: Table, measures: Measures, names: Names) -> Plan:
    return Plan(
        slug=f"{names.jurisdiction}-{names.edition}",
        title=names.title,
        jurisdiction=names.jurisdiction,
        edition=names.edition,
        as_of=names.as_of,
        source_file=source.name,
        source_sha256=source.sha256,
        columns_read=table.roles,
        goals=table.goals,
        sections=table.sections,
        measures=measures.measures,
    )


def _check_nothing_lost(plan: Plan, table: Table) -> None:
    """Every row is one listing of one measure: rows in = listings out, or the load fails."""
    listed = sum(len(measure.listings) for measure in plan.measures)
    if listed != len(table.rows):
        raise InputError(
            f"{plan.source_file}: 表の行は {len(table.rows)}、取組の掲載は {listed} で合いません。sesaku の誤りです。文書を添えて知らせてください",
            f"{plan.source_file}: {len(table.rows)} rows became {listed} listings; this is a fault of sesaku: please report it",
        )


def _all_notices(
    source: Source, lines: list[TableLine], table: Table, measures: Measures, names: Names, plan: Plan, links: list[MeasureLinks]
) -> Iterable[Notice]:
    if source.cut:
        yield Notice("file_cut", None, {"count": source.cut})
    yield from names.notices
    yield from table.notices
    yield from measures.notices
    for role in ("item", "status", "bureau"):
        if role not in table.roles:
            yield Notice("missing_column", None, {"role": ROLES[role]})
    if not plan.sections:
        where = ROLES["goal"] if plan.goals else _PLAN_WORDS
        yield Notice("no_sections", None, {"where": where})
    yield from _bureau_notices(plan, links)
    for measure, found in zip(plan.measures, links, strict=True):
        if found.status_by_default:
            yield Notice("status_by_default", measure.row.place, {"number": measure.key})
    yield from lines_to_look_alikes(lines)
    tags = [tag for line in lines for cell in line.cells if "<" in cell.raw for tag in _TAG.findall(cell.raw)]
    if tags:
        yield Notice("markup", None, {"tags": " ".join(sorted({tag.split()[0].strip("</>") for tag in tags})), "count": len(tags)})


def _bureau_notices(plan: Plan, links: list[MeasureLinks]) -> Iterable[Notice]:
    from loaders.bureaus import looks_like_bureau

    seen: set[str] = set()
    for measure, found in zip(plan.measures, links, strict=True):
        for link in found.links:
            if link.kind == "OWNED_BY" and link.target not in seen and not looks_like_bureau(link.target):
                seen.add(link.target)
                yield Notice("unknown_bureau", measure.row.place, {"name": link.target})
