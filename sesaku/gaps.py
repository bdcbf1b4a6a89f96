"""Commands on gaps: gaps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sesaku.arguments import FormatOption, OutputOption, PlanArgument, complete_kind
from sesaku.language import both, said, say
from sesaku.printing import Format, pad, print_rows, shorten, to_json, write_text

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

PANEL = both("不足と重なり", "Gaps and overlaps")
_GROUPS_SHOWN = 8
_SUPPORTS_SHOWN = 5

GroupOption = Annotated[
    str | None,
    typer.Option(
        "--group",
        help=both("この対象者だけを示す（名称かID）", "Show this group only (name or id)"),
        autocompletion=complete_kind("TargetGroup"),
        show_default=False,
    ),
]
SupportOption = Annotated[
    str | None,
    typer.Option(
        "--support",
        help=both("この支援だけを示す（名称かID）", "Show this service only (name or id)"),
        autocompletion=complete_kind("SupportType"),
        show_default=False,
    ),
]


def add_commands(app: typer.Typer) -> None:
    """Add this family's commands."""
    app.command(
        help=both(
            "不足の要約: 名指しの少ない対象者と、対象者×支援の空き",
            "Gaps at a glance: groups that few measures name, and empty cells of group × service",
        ),
        rich_help_panel=PANEL,
    )(gaps)


def gaps(
    plan: PlanArgument = None,
    group: GroupOption = None,
    support: SupportOption = None,
    thin: Annotated[
        int, typer.Option("--thin", min=0, help=both("この数までの取組を「わずか」とする", "Up to this many measures count as thin"))
    ] = 1,
    reviewed_only: Annotated[
        bool, typer.Option("--reviewed-only", help=both("人が確認したリンクだけで答える", "Answer from reviewed links alone"))
    ] = False,
    all_rows: Annotated[
        bool, typer.Option("--all", help=both("要約でなく、すべての区分を表にする", "A table of every cell instead of the summary"))
    ] = False,
    format: FormatOption = Format.table,
    output: OutputOption = None,
) -> None:
    from queries.facts import graph_to_facts
    from queries.run import answer_query, find_query
    from sesaku.names import find_node
    from sesaku.plans import open_plan

    graph = open_plan(plan)
    chosen = find_node(graph, group, ("TargetGroup",)) if group else None
    service = find_node(graph, support, ("SupportType",)) if support else None
    facts = graph_to_facts(graph, reviewed_only=reviewed_only)
    _check_choice(graph, chosen, facts.client_groups, service, facts.services)
    by_group = answer_query(find_query("gap-groups"), facts, {"thin": thin, "group": chosen})
    by_cell = answer_query(find_query("gap-cells"), facts, {"thin": thin, "group": chosen, "support": service})
    if format is Format.json:
        write_text(to_json([by_group, by_cell]), output)
    elif format is Format.table and not (all_rows or chosen or service):
        write_text(_summary(graph, by_group, by_cell), output)
    else:
        _print_cells(graph, by_group, by_cell, format, output)


def _check_choice(graph: PlanGraph, group: str | None, groups: tuple[str, ...], support: str | None, supports: tuple[str, ...]) -> None:
    from graph_model.errors import UnknownName
    from sesaku.names import node_name

    for chosen, allowed in ((group, groups), (support, supports)):
        if chosen and chosen not in allowed:
            raise UnknownName(
                f"{node_name(graph, chosen)} は不足の表の対象ではありません（表の対象: {shorten((node_name(graph, one) for one in allowed), 30)}）",
                f"{node_name(graph, chosen)} is no row or column of the gap table, which has {shorten((node_name(graph, one) for one in allowed), 30)}",
            )


def _print_cells(graph: PlanGraph, by_group: dict[str, Any], by_cell: dict[str, Any], format: Format, output: Any) -> None:
    from sesaku.names import measure_number, node_name
    from sesaku.tables import rows_to_table
    from viz.style import STATES

    def numbers(measures: list[str]) -> str:
        return ", ".join(map(measure_number, measures))

    heads = [
        say("問い", "question"),
        say("対象者", "group"),
        say("支援", "service"),
        say("状態", "state"),
        say("取組数", "measures"),
        say("取組", "which"),
        say("検討・予定", "planned"),
        say("一般の取組", "general"),
        say("所管局", "bureaus"),
    ]
    rows = [
        [
            answer["query"],
            node_name(graph, row["group"]),
            node_name(graph, row["support"]) if "support" in row else "",
            f"{STATES[row['state']].sign} {said(STATES[row['state']].name)}",
            row["count"],
            numbers(row["measures"]),
            numbers(row["planned"]),
            numbers(row.get("general", [])),
            ", ".join(node_name(graph, bureau) for bureau in row.get("bureaus", [])),
        ]
        for answer in (by_group, by_cell)
        for row in answer["rows"]
    ]
    if format is Format.table:
        write_text(
            _header(graph, by_cell) + "\n" + _denominator_line(by_cell) + "\n\n" + rows_to_table(heads[1:], [row[1:] for row in rows]),
            output,
        )
    else:
        print_rows(heads, rows, format, output, sheet="gaps")


def _header(graph: PlanGraph, answer: dict[str, Any]) -> str:
    plan = answer["plans"][0]
    data = graph.nodes[plan["id"]]
    relisted = plan["listings"] - plan["measures"]
    kind = say("〔本文なし〕", "[without sentences]") if plan["facts_only"] else ""
    as_of = say(f"（{data['as_of']} 現在）", f" (as of {data['as_of']})") if data["as_of"] else ""
    basis = answer["basis"]
    versions = ", ".join(sorted(set(graph.graph["vocabularies"].values())))
    return say(
        f"{data['title']}{as_of}\n{plan['measures']}取組・再掲{relisted}{kind}　リンク {basis['links']}件のうち確認済み {basis['reviewed']}件（ほかは機械抽出）　語彙 {versions}\n",
        f"{data['title']}{as_of}\n{plan['measures']} measures, {relisted} relistings {kind}  {basis['reviewed']} of {basis['links']} links reviewed (the rest machine-extracted)  vocabulary {versions}\n",
    )


def _denominator_line(answer: dict[str, Any]) -> str:
    from viz.style import STATES

    total, by_state, thin = answer["denominator"]["total"], answer["denominator"]["by_state"], answer["parameters"]["thin"]
    names = {state: said(STATES[state].name) for state in by_state}
    if thin != 1:
        names["thin"] = say(f"{thin}取組まで", f"up to {thin} measures")
    states = " | ".join(f"{STATES[state].sign} {names[state]} {count}" for state, count in by_state.items() if count)
    return say(f"対象者×支援 {total}区分   {states}", f"group × service, {total} cells   {states}")


def _summary(graph: PlanGraph, by_group: dict[str, Any], by_cell: dict[str, Any]) -> str:
    from sesaku.names import node_name
    from viz.style import STATES

    groups = by_group["denominator"]
    by_state = "　".join(f"{STATES[state].sign} {said(STATES[state].name)} {count}" for state, count in groups["by_state"].items() if count)
    first = node_name(graph, by_group["rows"][0]["group"]) if by_group["rows"] else ""
    return "".join(
        (
            _header(graph, by_cell),
            "\n" + say(f"対象者 {groups['total']}   {by_state}", f"{groups['total']} client groups   {by_state}") + "\n",
            _denominator_line(by_cell) + "\n\n",
            say("名指しの少ない対象者（取組数、局数）\n", "Groups that few measures name (measures, bureaus)\n"),
            *_group_lines(graph, by_group, by_cell),
            say(
                "\n* 検討・予定の取組を含む。( ) 内は取組の番号。\n",
                "\n* some of them planned or considered. Numbers in brackets are measures.\n",
            ),
            say(
                "「記載なし」は計画に名指しがないという意味で、支援がないという意味ではありません。\n",
                "“Not named” means that the plan does not name it, not that there is no service.\n",
            ),
            "\n" + say("次に", "next"),
            f"  sesaku gaps --group {_quoted(first)} | sesaku why {_quoted(first)} | sesaku gaps --all -f xlsx -o gaps.xlsx\n",
        )
    )


def _group_lines(graph: PlanGraph, by_group: dict[str, Any], by_cell: dict[str, Any]) -> Iterator[str]:
    """Yield two or three lines a group: its counts, the help that is not named, the help by general measures."""
    from sesaku.names import measure_number, node_name
    from viz.style import STATES

    cells: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for row in by_cell["rows"]:
        cells.setdefault(row["group"], {}).setdefault(row["state"], []).append(row)
    for row in by_group["rows"][:_GROUPS_SHOWN]:
        own = cells.get(row["group"], {})
        count = f"{row['count']}{'*' if row['planned'] else ''}"
        yield f" {pad(node_name(graph, row['group']), 34)}{say(f'{count}取組', f'{count} measures')} {say(str(len(row['bureaus'])) + '局', str(len(row['bureaus'])) + ' bureaus')}\n"
        absent = [node_name(graph, cell["support"]) for cell in own.get("absent", [])]
        general = [
            f"{node_name(graph, cell['support'])}({shorten(map(measure_number, cell['general']), 3)})" for cell in own.get("general", [])
        ]
        for state, names in (("absent", absent), ("general", general)):
            if names:
                yield f"   {STATES[state].sign} {said(STATES[state].name)}: {shorten(names, _SUPPORTS_SHOWN)}\n"


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name
