"""The command that runs saved questions: ask."""

from __future__ import annotations

from pathlib import Path
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
    complete_node,
)
from sesaku.asked import open_asked, to_where
from sesaku.database import DEFAULT_URI, DatabaseOption, Neo4jOption, PlanIdOption, UriOption, UserOption
from sesaku.language import both, said, say
from sesaku.printing import Format, note, print_rows, to_json, write_text

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph
    from queries.saved_query import Parameter, SavedQuery

PANEL = both("不足と重なり", "Gaps and overlaps")
_ON_SCREEN = 40
"""So many rows of an answer are shown on the screen; files get all."""


def add_commands(app: typer.Typer) -> None:
    """Add this family's commands."""
    app.command(
        help=both(
            "保存された問いに答える（名前を省くと一覧）。--explain で読み方、--cypher で同じ問いの Cypher",
            "Answer a saved question (without a name: list them). --explain says how to read it, --cypher gives it in Cypher",
        ),
        rich_help_panel=PANEL,
    )(ask)


def complete_question(incomplete: str) -> list[str]:
    """Complete a question's name."""
    from queries.catalogue import CATALOGUE

    return [query.name for query in CATALOGUE if query.name.startswith(incomplete)]


def _named(option: str, kind: str, ja: str, en: str) -> Any:
    return typer.Option(option, help=both(ja, en), autocompletion=complete_kind(kind), show_default=False)


def ask(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]", help=both("問いの名前", "The question's name"), autocompletion=complete_question, show_default=False
        ),
    ] = None,
    plan: PlanArgument = None,
    group: Annotated[str | None, _named("--group", "TargetGroup", "この対象者だけを示す", "Show this group only")] = None,
    support: Annotated[str | None, _named("--support", "SupportType", "この支援だけを示す", "Show this service only")] = None,
    goal: Annotated[str | None, _named("--goal", "Goal", "この基本目標だけを示す", "Show this goal only")] = None,
    norm: Annotated[str | None, _named("--norm", "Norm", "国のこの項目だけを示す", "Show this heading only")] = None,
    bureau: Annotated[str | None, _named("--bureau", "Bureau", "この所管局だけを示す", "Show this bureau only")] = None,
    partner: Annotated[str | None, _named("--partner", "Organisation", "この団体だけを示す", "Show this partner only")] = None,
    measure: Annotated[
        str | None,
        typer.Option(
            "--measure",
            help=both("この取組を含むものだけを示す", "Show rows with this measure only"),
            autocompletion=complete_node,
            show_default=False,
        ),
    ] = None,
    state: Annotated[
        str | None,
        typer.Option("--state", help=both("この状態だけを示す（absent など）", "Show this state only (absent …)"), show_default=False),
    ] = None,
    rung: Annotated[
        str | None,
        typer.Option("--rung", help=both("この段だけを示す（overlap など）", "Show this rung only (overlap …)"), show_default=False),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            help=both("この種類だけを示す（SERVES、Organisation など）", "Show this kind only (SERVES, Organisation …)"),
            show_default=False,
        ),
    ] = None,
    differs: Annotated[
        str | None,
        typer.Option(
            "--differs",
            help=both("元との違いがこの程度の再掲だけを示す（wording など）", "Show relistings that differ so only (wording …)"),
            show_default=False,
        ),
    ] = None,
    thin: ThinOption = None,
    own: Annotated[
        bool | None,
        typer.Option("--own", help=both("自らの機関と会議体も数える", "Count own offices and meetings, too"), show_default=False),
    ] = None,
    top: Annotated[int | None, typer.Option("--top", min=0, help=both("挙げる件数", "How many rows to list"), show_default=False)] = None,
    reviewed_only: ReviewedOnlyOption = False,
    reviews: ReviewsOption = None,
    today: TodayOption = None,
    neo4j: Neo4jOption = False,
    plan_id: PlanIdOption = None,
    uri: UriOption = DEFAULT_URI,
    user: UserOption = "neo4j",
    database: DatabaseOption = None,
    explain: Annotated[
        bool, typer.Option("--explain", help=both("何を、なぜ問い、どう読むか", "What it asks, why, how to read it, its limits"))
    ] = False,
    cypher: Annotated[
        bool, typer.Option("--cypher", help=both("同じ問いの Cypher を示す", "Print the Cypher that answers the same"))
    ] = False,
    format: FormatOption = Format.table,
    output: OutputOption = None,
) -> None:
    from queries.run import find_query
    from sesaku.explaining import cypher_text, explanation

    if name is None:
        _list_questions(format, output)
        return
    query = find_query(name)
    if explain:
        write_text(explanation(query), output)
        return
    if cypher:
        write_text(cypher_text(query), output)
        return
    named = {"group": group, "support": support, "goal": goal, "norm": norm, "bureau": bureau, "partner": partner, "measure": measure}
    plain = {"state": state, "rung": rung, "kind": kind, "differs": differs, "thin": thin, "own": own, "top": top}
    where = to_where(neo4j, uri, user, database, plan_id)
    names = format is not Format.json
    with open_asked(plan, reviews, where=where, reviewed_only=reviewed_only, today=today, measure=measure, names=names) as asked:
        answer = asked.answer(query, find_parameters(asked.graph, query, {**named, **plain}))
        print_answer(asked.graph, query, answer, format, output)


def find_parameters(graph: PlanGraph, query: SavedQuery, given: dict[str, Any]) -> dict[str, Any]:
    """Return a question's parameters with the names in them found in the graph.

    Raises UnknownName for a parameter that the question does not have, or a name that is not there.
    """
    from queries.run import settle_parameters

    wanted = {key: value for key, value in given.items() if value is not None}
    settle_parameters(query, wanted)
    kinds = {parameter.name: parameter for parameter in query.parameters}
    return {key: _find(graph, query, kinds[key], value) for key, value in wanted.items()}


def _find(graph: PlanGraph, query: SavedQuery, parameter: Parameter, value: Any) -> Any:
    from sesaku.explaining import settle_choice
    from sesaku.names import find_node

    if parameter.kind:
        return find_node(graph, value, (parameter.kind,))
    return settle_choice(query, parameter, value) if isinstance(value, str) else value


def _list_questions(how: Format, output: Path | None) -> None:
    from queries.catalogue import CATALOGUE
    from queries.saved_query import FAMILIES

    heads = [say("種別", "family"), say("名前", "name"), say("題", "title"), say("問い", "question")]
    rows = [[said(FAMILIES[query.family]), query.name, said(query.title), said(query.question)] for query in CATALOGUE]
    print_rows(heads, rows, how, output, sheet="questions")
    if how is Format.table and output is None:
        first = CATALOGUE[0].name
        note(
            say(
                f"読み方は sesaku ask {first} --explain、答えは sesaku ask {first}",
                f"sesaku ask {first} --explain says how to read one, sesaku ask {first} asks it",
            )
        )


def print_answer(graph: PlanGraph, query: SavedQuery, answer: dict[str, Any], how: Format, output: Path | None) -> None:
    """Print an answer in the format asked for; JSON is the answer itself."""
    from sesaku.answers import answer_table, denominator_line, plan_header, robust_line
    from sesaku.tables import rows_to_table, without_empty

    if how is Format.json:
        write_text(to_json(answer), output)
        return
    heads, rows = answer_table(graph, query, answer, short=how is Format.table)
    if how is not Format.table:
        print_rows(heads, rows, how, output, sheet=query.name)
        return
    shown = rows[:_ON_SCREEN]
    table = rows_to_table(*without_empty(heads, shown)) if shown else say("該当なし\n", "none\n")
    head = [plan_header(graph, answer), "\n", denominator_line(query, answer) + "\n", *(f"{said(notice)}\n" for notice in _notices(answer))]
    if robust := robust_line(answer):
        head.append(robust + "\n")
    reading = say("読み方: ", "How to read it: ") + said(query.how_to_read) + f"\nsesaku ask {query.name} --explain\n"
    write_text(f"{''.join(head)}\n{table}{_rest(answer, len(rows) - len(shown))}\n{reading}", output)


def _rest(answer: dict[str, Any], hidden: int) -> str:
    """Return what is not on the screen: rows that only files have, and rows that a question lists no more of than `top`."""
    lines = (
        [say(f"ほか {hidden} 行（-f csv か -f xlsx ですべて）\n", f"{hidden} more rows (-f csv or -f xlsx for all)\n")] if hidden else []
    )
    top = answer["parameters"].get("top")
    if top is not None and top == answer["shown_rows"] < answer["total_rows"] - answer["accepted"]:
        lines.append(say(f"挙げるのは上から {top} 件まで（--top で変えられます）\n", f"the first {top} are listed (--top changes that)\n"))
    return "".join(lines)


def _notices(answer: dict[str, Any]) -> Any:
    from graph_model.words import Words

    return [Words(**notice) for notice in answer["notices"]]
