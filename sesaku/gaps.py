"""Commands on gaps: gaps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sesaku.arguments import (
    FormatOption,
    OutputOption,
    PlanArgument,
    ReviewedOnlyOption,
    ReviewsOption,
    ThinOption,
    TodayOption,
    complete_kind,
)
from sesaku.asked import open_asked, to_where
from sesaku.database import DEFAULT_URI, DatabaseOption, Neo4jOption, PlanIdOption, UriOption, UserOption
from sesaku.family import family_lines, legend, write_family
from sesaku.language import both, said, say
from sesaku.printing import WIDTH, Format, fit, pad, print_rows, screen_width, shorten, to_json, write_text

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

PANEL = both("不足と重なり", "Gaps and overlaps")
_GROUPS_SHOWN = 4

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
    thin: ThinOption = None,
    reviewed_only: ReviewedOnlyOption = False,
    reviews: ReviewsOption = None,
    today: TodayOption = None,
    neo4j: Neo4jOption = False,
    plan_id: PlanIdOption = None,
    uri: UriOption = DEFAULT_URI,
    user: UserOption = "neo4j",
    database: DatabaseOption = None,
    all_rows: Annotated[
        bool, typer.Option("--all", help=both("要約でなく、すべての区分を表にする", "A table of every cell instead of the summary"))
    ] = False,
    format: FormatOption = Format.table,
    output: OutputOption = None,
) -> None:
    from sesaku.family import answer_family
    from sesaku.names import find_node

    where = to_where(neo4j, uri, user, database, plan_id)
    with open_asked(plan, reviews, where=where, reviewed_only=reviewed_only, today=today, names=format is not Format.json) as asked:
        graph = asked.graph
        chosen = find_node(graph, group, ("TargetGroup",)) if group else None
        service = find_node(graph, support, ("SupportType",)) if support else None
        _check_choice(graph, chosen, asked.client_groups(), service, asked.services())
        answers = answer_family("gap", asked.answer, {"thin": thin, "group": chosen, "support": service})
    if format is Format.json:
        write_text(to_json(list(answers.values())), output)
    elif format is Format.xlsx:
        write_family(graph, answers, output)
    elif format is Format.table and not (all_rows or chosen or service):
        write_text(_summary(graph, answers), output)
    else:
        _print_cells(graph, answers["gap-groups"], answers["gap-cells"], format, output)


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
    from queries.run import find_query
    from sesaku.answers import denominator_line, plan_header
    from sesaku.names import measure_number, node_name
    from sesaku.tables import rows_to_table, without_empty
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
            plan_header(graph, by_cell)
            + "\n"
            + denominator_line(find_query("gap-cells"), by_cell)
            + "\n\n"
            + rows_to_table(*without_empty(heads[1:], [row[1:] for row in rows])),
            output,
        )
    else:
        print_rows(heads, rows, format, output, sheet="gaps")


def _summary(graph: PlanGraph, answers: dict[str, dict[str, Any]]) -> str:
    from queries.run import find_query
    from sesaku.answers import denominator_line, plan_header
    from sesaku.names import node_name

    by_group, by_cell = answers["gap-groups"], answers["gap-cells"]
    first = node_name(graph, by_group["rows"][0]["group"]) if by_group["rows"] else ""
    return "".join(
        (
            plan_header(graph, by_cell),
            "\n" + denominator_line(find_query("gap-cells"), by_cell) + "\n",
            denominator_line(find_query("gap-groups"), by_group) + "\n",
            *_group_lines(graph, by_group, by_cell),
            "\n",
            *family_lines(graph, answers, {"gap-groups", "gap-cells"}),
            say(
                f"\n{legend(answers)}\n* 検討・予定の取組を含む。支援の後の ( ) は取組の番号、そのほかの ( ) は取組の数。\n",
                f"\n{legend(answers)}\n* some of them planned or considered. After a service ( ) holds measures' numbers, elsewhere how many there are.\n",
            ),
            say(
                "「記載なし」は計画に名指しがないという意味で、支援がないという意味ではありません。\n",
                "“Not named” means that the plan does not name it, not that there is no service.\n",
            ),
            "\n" + say("次に", "next"),
            f"  sesaku gaps --group {_quoted(first)} | sesaku why {_quoted(first)} | sesaku ask gap-goals\n",
            say("      ", "      ") + "sesaku ask | sesaku gaps -f xlsx -o gaps.xlsx\n",
        )
    )


def _group_lines(graph: PlanGraph, by_group: dict[str, Any], by_cell: dict[str, Any]) -> Iterator[str]:
    """Yield two or three lines a group: its counts, the help that is not named, the help by general measures; first one on all that none names."""
    from sesaku.names import measure_number, node_name
    from viz.style import STATES

    cells: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for row in by_cell["rows"]:
        cells.setdefault(row["group"], {}).setdefault(row["state"], []).append(row)
    if unnamed := [node_name(graph, row["group"]) for row in by_group["rows"] if row["state"] == "absent"]:
        start = say(f" 名指しする取組なし {len(unnamed)}: ", f" named by no measure, {len(unnamed)}: ")
        yield start + fit(unnamed, WIDTH - screen_width(start)) + "\n"
    for row in [row for row in by_group["rows"] if row["state"] != "absent"][:_GROUPS_SHOWN]:
        own = cells.get(row["group"], {})
        count = f"{row['count']}{'*' if row['planned'] else ''}"
        bureaus = len(row["bureaus"])
        yield f" {pad(node_name(graph, row['group']), 34)}{say(f'{count}取組 {bureaus}局', f'measures {count}, bureaus {bureaus}')}\n"
        absent = [node_name(graph, cell["support"]) for cell in own.get("absent", [])]
        general = [
            f"{node_name(graph, cell['support'])}({shorten(map(measure_number, cell['general']), 3)})" for cell in own.get("general", [])
        ]
        for state, names in (("absent", absent), ("general", general)):
            if names:
                start = f"   {STATES[state].sign} {said(STATES[state].name)}: "
                yield start + fit(names, WIDTH - screen_width(start)) + "\n"


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name
