"""Commands on what hangs together: path, whatif."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sesaku.arguments import FormatOption, OutputOption, PlanArgument, ThinOption, complete_node
from sesaku.language import both, said, say
from sesaku.printing import Format, print_rows, shorten, to_json, write_text

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph
    from queries.what_if import Drop, WithoutThem

LOOK_UP = both("調べる", "Look things up")
PANEL = both("不足と重なり", "Gaps and overlaps")
_SHOWN = 30


def add_commands(app: typer.Typer) -> None:
    """Add this family's commands."""
    app.command(
        help=both(
            "二つのものがどうつながるか（取組・対象者・局・団体）", "How two things hang together: measures, groups, bureaus, bodies"
        ),
        rich_help_panel=LOOK_UP,
    )(path)
    app.command(
        help=both(
            "局・団体・取組がなくなったとき、どの区分が薄くなり、どの道すじが切れるか",
            "Without a bureau, body or measure: which cells drop, which paths break",
        ),
        rich_help_panel=PANEL,
    )(whatif)


def _node_argument(name: str) -> Any:
    words = both("番号、名称かID（49、外国籍、福祉局）", "A number, name or id (49, foreign_nationals, 福祉局)")
    return typer.Argument(metavar=name, help=words, autocompletion=complete_node)


def path(
    start: Annotated[str, _node_argument("A")],
    end: Annotated[str, _node_argument("B")],
    plan: PlanArgument = None,
    most: Annotated[int, typer.Option("--most", min=1, max=100, help=both("示す経路の数", "How many paths to show"))] = 5,
    format: FormatOption = Format.table,
    output: OutputOption = None,
) -> None:
    from queries.paths import shortest_paths
    from sesaku.names import find_node
    from sesaku.plans import open_plan

    graph = open_plan(plan)
    ends = find_node(graph, start), find_node(graph, end)
    paths = shortest_paths(graph, *ends, most=most)
    heads = [say("経路", "path"), say("から", "from"), say("関係", "link"), say("へ", "to"), say("根拠の語", "words")]
    rows = [
        [at, _name(graph, step.start), _link(step), _name(graph, step.end), _quotes(step.data)]
        for at, steps in enumerate(paths, 1)
        for step in steps
    ]
    if format is Format.json:
        write_text(
            to_json(
                {"from": ends[0], "to": ends[1], "paths": [[step.start, *(s.end for s in steps)] for steps in paths for step in steps[:1]]}
            ),
            output,
        )
    elif not paths and format is Format.table:
        write_text(say("計画の上では、つながりがありません。\n", "Nothing in the plan joins them.\n"), output)
    else:
        print_rows(heads, rows, format, output, sheet="path")


def _name(graph: PlanGraph, node: str) -> str:
    from sesaku.names import node_name

    item = graph.nodes[node].get("item")
    return node_name(graph, node) + (f" {item}" if item else "")


def _link(step: Any) -> str:
    from graph_model.kinds import EDGE_KIND

    title = said(EDGE_KIND[step.kind].title)
    return f"← {title}" if step.backwards else f"{title} →"


def _quotes(data: dict[str, Any]) -> str:
    return " ".join(dict.fromkeys(f"「{piece['quote']}」" for piece in data.get("evidence", ())))


def whatif(
    without: Annotated[
        list[str],
        typer.Option(
            "--without",
            metavar="NODE",
            help=both("なくなるもの（局・団体・取組、いくつでも）", "What is gone (bureau, body or measure; several)"),
            autocompletion=complete_node,
        ),
    ],
    plan: PlanArgument = None,
    thin: ThinOption = None,
    format: FormatOption = Format.table,
    output: OutputOption = None,
) -> None:
    from queries.what_if import REMOVABLE, graph_without
    from sesaku.names import find_node
    from sesaku.plans import open_plan

    graph = open_plan(plan)
    nodes = list(dict.fromkeys(find_node(graph, words, REMOVABLE) for words in without))
    found = graph_without(graph, nodes, thin=1 if thin is None else thin)
    heads = [say("何が", "what"), say("どれ", "which"), say("前", "before"), say("後", "after"), say("なくなる取組", "measures gone")]
    rows = list(_drop_rows(graph, found))
    if format is Format.json:
        write_text(to_json(_as_data(nodes, found)), output)
    elif format is Format.table:
        write_text(_told(graph, nodes, found, heads, rows), output)
    else:
        print_rows(heads, rows, format, output, sheet="whatif")


def _drop_rows(graph: PlanGraph, found: WithoutThem) -> Iterator[list[Any]]:
    from sesaku.answers import name_of
    from sesaku.names import node_name
    from viz.style import STATES

    kinds = ((say("対象者", "group"), found.groups), (say("対象者×支援", "cell"), found.cells), (say("段階", "step"), found.steps))
    for what, drops in kinds:
        for drop in drops:
            subject = "×".join(node_name(graph, drop.row[name]) for name in ("group", "support", "norm") if name in drop.row)
            signs = [f"{STATES[state].sign} {said(STATES[state].name)}" for state in (drop.before, drop.after)]
            yield [what, subject, *signs, ", ".join(name_of(graph, measure) for measure in drop.lost)]


def _as_data(nodes: list[str], found: WithoutThem) -> dict[str, Any]:
    def drops(some: tuple[Drop, ...]) -> list[dict[str, Any]]:
        return [{"finding": drop.row["finding"], "before": drop.before, "after": drop.after, "lost": list(drop.lost)} for drop in some]

    return {
        "without": nodes,
        "gone": list(found.gone),
        "ownerless": list(found.ownerless),
        "uncarried": list(found.uncarried),
        "partnerless": list(found.partnerless),
        "groups": drops(found.groups),
        "cells": drops(found.cells),
        "steps": drops(found.steps),
        "looked_at": found.looked_at,
    }


def _told(graph: PlanGraph, nodes: list[str], found: WithoutThem, heads: list[str], rows: list[list[Any]]) -> str:
    from sesaku.answers import name_of
    from sesaku.names import node_name
    from sesaku.tables import rows_to_table

    def numbers(measures: tuple[str, ...]) -> str:
        return shorten([name_of(graph, measure) for measure in measures], _SHOWN) if measures else "-"

    names = say("・", ", ").join(node_name(graph, node) for node in nodes)
    total = sum(1 for _, data in graph.nodes(data=True) if data["kind"] == "Measure")
    lines = [
        say(f"{names} がないとき", f"Without {names}"),
        say(
            f" 続けられない取組 {total}のうち{len(found.gone)}: {numbers(found.gone)}",
            f" measures that cannot go on, {len(found.gone)} of {total}: {numbers(found.gone)}",
        ),
        say(f"  所管がなくなる: {numbers(found.ownerless)}", f"  left without an owner: {numbers(found.ownerless)}"),
        say(
            f"  唯一の担い手（実施・委託・助成・会場）がなくなる: {numbers(found.uncarried)}",
            f"  lose the only body that carries them (delivers, commissioned, subsidised, hosts): {numbers(found.uncarried)}",
        ),
        say(f" 続くが団体がいなくなる: {numbers(found.partnerless)}", f" go on without any partner: {numbers(found.partnerless)}"),
        "",
        say(
            f"悪くなる 対象者 {len(found.groups)}/{found.looked_at['gap-groups']}　対象者×支援 {len(found.cells)}/{found.looked_at['gap-cells']}　段階 {len(found.steps)}/{found.looked_at['gap-pathway']}",
            f"worse: groups {len(found.groups)}/{found.looked_at['gap-groups']}, cells {len(found.cells)}/{found.looked_at['gap-cells']}, steps {len(found.steps)}/{found.looked_at['gap-pathway']}",
        ),
    ]
    return (
        "\n".join(lines) + "\n\n" + (rows_to_table(heads, rows) if rows else say("どの区分も悪くなりません。\n", "Nothing gets worse.\n"))
    )
