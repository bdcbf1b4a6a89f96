"""Commands that look things up: show, list, why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sesaku.arguments import FormatOption, OutputOption, PlanArgument, complete_kind, complete_node
from sesaku.language import both, said, say
from sesaku.printing import Format, note, print_rows, to_json, write_text

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

PANEL = both("調べる", "Look things up")


def add_commands(app: typer.Typer) -> None:
    """Add this family's commands."""
    app.command(
        help=both("計画に何があるか: 目標・局・対象者・状況ごとの取組数", "What a plan holds: measures by goal, bureau, group, status"),
        rich_help_panel=PANEL,
    )(show)
    app.command(
        "list", help=both("条件に合う取組の一覧（条件はすべて満たすもの）", "Measures that meet every filter"), rich_help_panel=PANEL
    )(list_measures)
    app.command(
        help=both(
            "ある取組・対象者・局・団体のすべてのリンクと、その根拠の語",
            "All links of a measure, group, bureau or body, with the words that they rest on",
        ),
        rich_help_panel=PANEL,
    )(why)


def show(plan: PlanArgument = None, format: FormatOption = Format.table, output: OutputOption = None) -> None:
    from sesaku.plan_counts import plan_to_counts
    from sesaku.plans import open_plan
    from sesaku.tables import rows_to_table

    graph = open_plan(plan)
    about, rows = plan_to_counts(graph)
    heads = [say("何ごと", "by"), say("名称", "name"), say("取組", "measures"), say("再掲", "relisted")]
    if format is Format.table:
        text = "".join(f"{key}: {value}\n" for key, value in about.items())
        write_text(text + "\n" + rows_to_table(heads, rows), output)
    elif format is Format.json:
        # The names of JSON stay what they are for those who read them by machine, whatever the screen calls a date.
        named = {"現在日" if name == "時点" else name: value for name, value in about.items()}
        write_text(
            to_json({"plan": named, "counts": [dict(zip(("by", "name", "measures", "relisted"), row, strict=True)) for row in rows]}),
            output,
        )
    else:
        print_rows(heads, rows, format, output, sheet="show")


def list_measures(
    plan: PlanArgument = None,
    group: Annotated[
        list[str] | None,
        typer.Option("--group", "-g", help=both("対象者", "Target group"), autocompletion=complete_kind("TargetGroup"), show_default=False),
    ] = None,
    bureau: Annotated[
        list[str] | None,
        typer.Option("--bureau", "-b", help=both("所管局", "Bureau"), autocompletion=complete_kind("Bureau"), show_default=False),
    ] = None,
    support: Annotated[
        list[str] | None,
        typer.Option(
            "--support", "-s", help=both("支援の種類", "Support"), autocompletion=complete_kind("SupportType"), show_default=False
        ),
    ] = None,
    partner: Annotated[
        list[str] | None,
        typer.Option(
            "--partner",
            "-p",
            help=both("関係機関・協働先", "Partner organisation"),
            autocompletion=complete_kind("Organisation"),
            show_default=False,
        ),
    ] = None,
    status: Annotated[
        list[str] | None,
        typer.Option("--status", help=both("実施状況", "Status"), autocompletion=complete_kind("Status"), show_default=False),
    ] = None,
    goal: Annotated[
        list[str] | None,
        typer.Option(
            "--goal",
            help=both("基本目標の番号（再掲を含む）", "Number of a goal (relistings included)"),
            autocompletion=complete_kind("Goal"),
            show_default=False,
        ),
    ] = None,
    star: Annotated[
        bool, typer.Option("--star", help=both("★（新規事業を含む）だけ", "Only those with ★ (contains a new project)"))
    ] = False,
    relisted: Annotated[bool, typer.Option("--relisted", help=both("再掲のあるものだけ", "Only those that are relisted"))] = False,
    text: Annotated[
        str | None, typer.Option("--text", "-t", help=both("この語を含むものだけ", "Only those that hold these words"), show_default=False)
    ] = None,
    format: FormatOption = Format.table,
    output: OutputOption = None,
) -> None:
    from sesaku.filters import LIST_HEADS, filter_measures, measure_row
    from sesaku.plans import open_plan

    graph = open_plan(plan)
    wanted = {"SERVES": group, "OWNED_BY": bureau, "PROVIDES": support, "PARTNERS_WITH": partner, "HAS_STATUS": status, "goal": goal}
    measures, total = filter_measures(
        graph, {kind: names for kind, names in wanted.items() if names}, star=star, relisted=relisted, text=text
    )
    if text and any(data.get("facts_only") for _, data in graph.nodes(data=True)):
        note(
            say(
                "本文のないグラフなので、事項と根拠の語だけを探しました",
                "the graph is without sentences: only items and quotes were searched",
            )
        )
    rows = [measure_row(graph, measure) for measure in measures]
    heads = [said(head) for head in LIST_HEADS]
    if format is Format.json:
        keys = ("number", "item", "goals", "bureaus", "status", "star", "groups", "supports", "partners", "relisted")
        write_text(to_json({"measures": total, "shown": len(rows), "rows": [dict(zip(keys, row, strict=True)) for row in rows]}), output)
    else:
        print_rows(heads, rows, format, output, sheet="list")
        note(say(f"{total}取組のうち{len(rows)}", f"{len(rows)} of {total} measures"))


def why(
    node: Annotated[
        str,
        typer.Argument(
            metavar="NODE",
            help=both(
                "取組の番号、または対象者・局・団体などの名称かID（49、外国籍）",
                "A measure's number, or the name or id of a group, bureau, body … (49, foreign_nationals)",
            ),
            autocompletion=complete_node,
        ),
    ],
    plan: PlanArgument = None,
    rejected: Annotated[
        bool, typer.Option("--rejected", help=both("採らなかった語も示す", "Show the cues that were not taken, too"))
    ] = False,
    format: FormatOption = Format.table,
    output: OutputOption = None,
) -> None:
    from sesaku.names import find_node
    from sesaku.plans import open_plan
    from sesaku.reasons import REASON_HEADS, node_about, node_reasons, rejected_reasons
    from sesaku.tables import rows_to_table

    graph = open_plan(plan)
    found = find_node(graph, node)
    rows = node_reasons(graph, found)
    if rejected:
        rows += rejected_reasons(graph, found)
    heads = [said(head) for head in REASON_HEADS]
    if format is Format.table:
        write_text(node_about(graph, found) + "\n" + (rows_to_table(heads, rows) if rows else _nothing()), output)
    elif format is Format.json:
        write_text(to_json(_node_as_data(graph, found)), output)
    else:
        print_rows(heads, rows, format, output, sheet="why")


def _nothing() -> str:
    return say("計画にこれを名指しする取組はありません。\n", "No measure of the plan names it.\n")


def _node_as_data(graph: PlanGraph, node: str) -> dict[str, Any]:
    outward = [
        {"kind": data["kind"], "target": end, **{k: v for k, v in data.items() if k != "kind"}}
        for _, end, data in graph.out_edges(node, data=True)
    ]
    inward = [
        {"kind": data["kind"], "source": start, **{k: v for k, v in data.items() if k != "kind"}}
        for start, _, data in graph.in_edges(node, data=True)
    ]
    return {"id": node, **graph.nodes[node], "links": outward, "linked_from": inward}
