"""Commands on what hangs together: path, whatif."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sesaku.arguments import FormatOption, OutputOption, PlanArgument, ThinOption, complete_node
from sesaku.language import both, said, say
from sesaku.printing import WIDTH, Format, cut, fit, pad, print_rows, screen_width, to_json, write_text

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph
    from queries.paths import Step
    from queries.what_if import Drop, WithoutThem

LOOK_UP = both("調べる", "Look things up")
PANEL = both("不足と重なり", "Gaps and overlaps")
_ON_SCREEN = 30
"""So many cells that drop are shown on the screen; files get all."""
_QUOTES = 2


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
            "局・団体・取組がなくなったとき、どの区分が薄くなり、どの道筋が切れるか",
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
    elif format is Format.table:
        write_text(
            _told_paths(graph, paths) if paths else say("計画の上では、つながりがありません。\n", "Nothing in the plan joins them.\n"),
            output,
        )
    else:
        print_rows(heads, rows, format, output, sheet="path")


def _told_paths(graph: PlanGraph, paths: list[list[Step]]) -> str:
    """Return each path as a paragraph: where it starts, then a line a step with the words that the link rests on."""
    lines = []
    for at, steps in enumerate(paths, 1):
        lines.append(f"{at}  {_name(graph, steps[0].start)}")
        for step in steps:
            lines.append(cut(f"     {pad(_link(step), 16)}{_name(graph, step.end)}  {_quotes(step.data, _QUOTES)}", WIDTH).rstrip())
    return "\n".join(lines) + "\n"


def _name(graph: PlanGraph, node: str) -> str:
    from sesaku.names import node_name

    item = graph.nodes[node].get("item")
    return node_name(graph, node) + (f" {item}" if item else "")


def _link(step: Step) -> str:
    from graph_model.kinds import EDGE_KIND

    title = said(EDGE_KIND[step.kind].title)
    return f"← {title}" if step.backwards else f"{title} →"


def _quotes(data: dict[str, Any], most: int | None = None) -> str:
    return " ".join(list(dict.fromkeys(f"「{piece['quote']}」" for piece in data.get("evidence", ())))[:most])


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
    heads = [
        say("何が", "what"),
        say("どれ", "which"),
        say("前", "before"),
        say("後", "after"),
        say("なくなる取組", "measures gone"),
        say("なくなる一般の取組", "general ones gone"),
    ]
    rows = list(_drop_rows(graph, found))
    if format is Format.json:
        write_text(to_json(_as_data(nodes, found)), output)
    elif format is Format.table:
        write_text(_told(graph, nodes, found, heads, rows), output)
    else:
        print_rows(heads, rows, format, output, sheet="whatif")


def _drop_rows(graph: PlanGraph, found: WithoutThem) -> Iterator[list[Any]]:
    """Yield what drops, kind by kind: first what loses measures that name it, then what loses general ones alone."""
    from sesaku.answers import name_of
    from sesaku.names import node_name
    from viz.style import STATES

    def numbers(measures: Any) -> str:
        return ", ".join(name_of(graph, measure) for measure in measures)

    kinds = ((say("対象者", "group"), found.groups), (say("対象者×支援", "cell"), found.cells), (say("段階", "step"), found.steps))
    for what, drops in kinds:
        for drop in sorted(drops, key=lambda drop: not drop.lost):
            subject = "×".join(node_name(graph, drop.row[name]) for name in ("group", "support", "norm") if name in drop.row)
            signs = [f"{STATES[state].sign} {said(STATES[state].name)}" for state in (drop.before, drop.after)]
            general = numbers(measure for measure in drop.row.get("general", ()) if measure in found.gone)
            yield [what, subject, *signs, numbers(drop.lost), "" if drop.lost else general]


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

    def listed(ja: str, en: str, measures: tuple[str, ...]) -> str:
        start = f"{say(ja, en)} {len(measures)}" + (": " if measures else "")
        return start + fit([name_of(graph, measure) for measure in measures], WIDTH - screen_width(start)) if measures else start

    names = say("・", ", ").join(node_name(graph, node) for node in nodes)
    total = sum(1 for _, data in graph.nodes(data=True) if data["kind"] == "Measure")
    lines = [
        say(f"{names} がないとき", f"Without {names}"),
        say(f" 続けられない取組 {total}のうち{len(found.gone)}", f" measures that cannot go on: {len(found.gone)} of {total}"),
        listed("   所管がなくなる", "   left without an owner", found.ownerless),
        listed(
            "   唯一の担い手（実施・委託・助成・会場）がなくなる",
            "   without the only body that delivers, is commissioned, subsidised or hosts",
            found.uncarried,
        ),
        listed(" 続くが、協働先がいなくなる取組", " measures that go on without any partner", found.partnerless),
        "",
        say(
            f"悪くなる 対象者 {len(found.groups)}/{found.looked_at['gap-groups']}　対象者×支援 {len(found.cells)}/{found.looked_at['gap-cells']}　段階 {len(found.steps)}/{found.looked_at['gap-pathway']}",
            f"worse: groups {len(found.groups)}/{found.looked_at['gap-groups']}, cells {len(found.cells)}/{found.looked_at['gap-cells']}, steps {len(found.steps)}/{found.looked_at['gap-pathway']}",
        ),
    ]
    if not rows:
        return "\n".join([*lines, "", say("どの区分も悪くなりません。", "Nothing gets worse.")]) + "\n"
    named = [row[:-1] for row in rows if row[-2]]
    more, general = len(named) - _ON_SCREEN, len(rows) - len(named)
    rest = [
        *([say(f"ほか {more} 行（-f csv か -f xlsx ですべて）", f"{more} more rows (-f csv or -f xlsx for all)")] if more > 0 else []),
        *(
            [
                say(
                    f"このほか、名指しはなく、利用しうる一般の取組がなくなる区分が {general}（-f csv か -f xlsx ですべて）",
                    f"{general} more are not named and lose the general measures open to them (-f csv or -f xlsx for all)",
                )
            ]
            if general
            else []
        ),
    ]
    table = rows_to_table(heads[:-1], named[:_ON_SCREEN]) if named else ""
    return "\n".join([*lines, "", table + "\n".join(rest)]).rstrip("\n") + "\n"
