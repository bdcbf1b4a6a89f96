"""Commands on overlaps: overlaps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import typer

from sesaku.arguments import FormatOption, OutputOption, PlanArgument, ReviewedOnlyOption, ReviewsOption, TodayOption
from sesaku.asked import open_asked, to_where
from sesaku.database import DEFAULT_URI, DatabaseOption, Neo4jOption, PlanIdOption, UriOption, UserOption
from sesaku.language import both, say
from sesaku.printing import WIDTH, Format, cut, pad, print_rows, screen_width, to_json, write_text

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

PANEL = both("不足と重なり", "Gaps and overlaps")
_PAIRS_SHOWN = 8


def add_commands(app: typer.Typer) -> None:
    """Add this family's commands."""
    app.command(
        help=both(
            "重なりの要約: 一緒に見るべき取組の組、複数局にまたがる対象者、同じ事項・状況文",
            "Overlaps at a glance: pairs of measures to look at together, groups over several bureaus, same items and status texts",
        ),
        rich_help_panel=PANEL,
    )(overlaps)


def overlaps(
    plan: PlanArgument = None,
    reviewed_only: ReviewedOnlyOption = False,
    reviews: ReviewsOption = None,
    today: TodayOption = None,
    neo4j: Neo4jOption = False,
    plan_id: PlanIdOption = None,
    uri: UriOption = DEFAULT_URI,
    user: UserOption = "neo4j",
    database: DatabaseOption = None,
    format: FormatOption = Format.table,
    output: OutputOption = None,
) -> None:
    from queries.run import find_query
    from sesaku.answers import answer_table
    from sesaku.family import answer_family, write_family

    where = to_where(neo4j, uri, user, database, plan_id)
    with open_asked(plan, reviews, where=where, reviewed_only=reviewed_only, today=today, names=format is not Format.json) as asked:
        graph = asked.graph
        answers = answer_family("overlap", asked.answer, {})
    if format is Format.json:
        write_text(to_json(list(answers.values())), output)
    elif format is Format.xlsx:
        write_family(graph, answers, output)
    elif format is Format.table:
        write_text(_summary(graph, answers), output)
    else:
        heads, rows = answer_table(graph, find_query("overlap-pairs"), answers["overlap-pairs"], short=False)
        print_rows(heads, rows, format, output, sheet="overlap-pairs")


def _summary(graph: PlanGraph, answers: dict[str, dict[str, Any]]) -> str:
    from queries.run import find_query
    from sesaku.answers import denominator_line, plan_header
    from sesaku.family import family_lines

    pairs = answers["overlap-pairs"]
    first = pairs["rows"][0] if pairs["rows"] else None
    command = f"sesaku ask overlap-pairs --measure {_number(first['a'])} | " if first else ""
    return "".join(
        (
            plan_header(graph, pairs),
            "\n" + denominator_line(find_query("overlap-pairs"), pairs) + "\n",
            *_pair_lines(graph, pairs),
            "\n",
            *family_lines(graph, answers, {"overlap-pairs"}),
            say(
                "\n段の後の数は得点で、内訳の合計です。( ) は、名称の後では取組の数。重なりは、むだという意味ではありません。\n",
                "\nAfter the rung stands the score, the sum of the terms below it; ( ) after a name is how many measures.\nAn overlap is no waste.\n",
            ),
            "\n" + say("次に", "next"),
            f"  {command}sesaku ask overlap-pairs --explain\n      sesaku ask | sesaku overlaps -f xlsx -o overlaps.xlsx\n",
        )
    )


def _number(measure: str) -> str:
    return measure.rsplit("/", 1)[1]


def _pair_lines(graph: PlanGraph, answer: dict[str, Any]) -> Iterator[str]:
    """Yield two lines a pair, cut to the screen: numbers, rung, score and items; then what the score is made of."""
    from sesaku.answers import state_words, term_words

    for row in answer["rows"][:_PAIRS_SHOWN]:
        items = [str(graph.nodes[row[end]].get("item") or "") for end in ("a", "b")]
        what = items[0] if items[0] == items[1] else "／".join(item or say("（事項なし）", "(no item)") for item in items)
        pair = f"No.{_number(row['a'])} × No.{_number(row['b'])}"
        head = " " + pad(pair, 18) + pad(f"{state_words(row['rung'])} {row['score']}", 18)
        yield head + cut(what, WIDTH - screen_width(head)) + "\n"
        yield "    " + cut("  ".join(term_words(graph, term) for term in row["terms"]), WIDTH - 4) + "\n"
