"""Commands that hold the machine against people: score."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sesaku.arguments import FormatOption, OutputOption, PlanArgument
from sesaku.language import both, say
from sesaku.printing import Format, note, print_rows, to_json, write_text

if TYPE_CHECKING:
    from loaders.agreement import Score, Tally

PANEL = both("文書", "Documents")


def add_commands(app: typer.Typer) -> None:
    """Add this family's commands."""
    app.command(
        help=both(
            "人のラベルと比べ、適合率・再現率・F1・カッパと、違う行を示す",
            "Hold links against people's labels: precision, recall, F1, kappa, and the rows that differ",
        ),
        rich_help_panel=PANEL,
    )(score)


def score(
    labels: Annotated[
        Path, typer.Argument(metavar="LABELS", help=both("ラベルのファイル（JSON）", "The file of labels (JSON)"), show_default=False)
    ],
    plan: PlanArgument = None,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against",
            help=both(
                "二人目のラベルか確認表。グラフでなく人どうしのカッパを示す",
                "A second person's labels or reviews: show the kappa of the two instead",
            ),
            show_default=False,
        ),
    ] = None,
    by_term: Annotated[bool, typer.Option("--terms", help=both("語ごとの数も示す", "Show the figures of each term, too"))] = False,
    format: FormatOption = Format.table,
    output: OutputOption = None,
) -> None:
    from loaders.agreement import labels_to_kappa, labels_to_score, read_labels, reviews_to_kappa
    from sesaku.plans import open_plan
    from sesaku.reviewing import read_review_file

    if against is not None:
        are_reviews = labels.suffix.lower() in (".csv", ".xlsx")
        kappa = (
            reviews_to_kappa(read_review_file(labels)[0], read_review_file(against)[0])
            if are_reviews
            else labels_to_kappa(read_labels(labels), read_labels(against))
        )
        print_rows(
            [say("種類", "kind"), "kappa"],
            [[kind, f"{value:.3f}"] for kind, value in kappa.items()],
            format,
            output,
            data={kind: round(value, 3) for kind, value in kappa.items()},
        )
        return
    found = labels_to_score(open_plan(plan), read_labels(labels))
    if format is Format.json:
        write_text(to_json(_as_data(found)), output)
        return
    heads = [say("種類", "kind"), say("語", "term"), say("適合率", "precision"), say("再現率", "recall"), "F1", "tp", "fp", "fn"]
    rows = [[kind, "", *_figures(tally)] for kind, tally in found.kinds.items()]
    if by_term:
        rows += [
            [kind, term, *_figures(tally)]
            for (kind, term), tally in sorted(found.terms.items(), key=lambda one: (one[0][0], -one[1].fp - one[1].fn, one[0][1]))
        ]
    rows += [[name, "", f"{share:.3f}", "", "", "", "", ""] for name, share in found.shares.items()]
    if format is not Format.table:
        print_rows(heads, rows, format, output, sheet="score")
        return
    from sesaku.tables import rows_to_table

    title = say(
        f"ラベル {found.measures}取組（グラフ {found.in_graph}取組）、違い {len(found.differences)}件\n",
        f"{found.measures} labelled measures (of {found.in_graph}), {len(found.differences)} differences\n",
    )
    differing = (
        rows_to_table(
            ["No.", say("種類", "kind"), "", say("語（ラベル / 抽出）", "term (labelled / found)")],
            [list(row) for row in found.differences],
        )
        if found.differences
        else ""
    )
    write_text(title + rows_to_table(heads, rows) + "\n" + differing, output)
    if found.missing:
        note(say(f"グラフにない番号: {', '.join(found.missing)}", f"not in the graph: {', '.join(found.missing)}"))


def _figures(tally: Tally) -> list[Any]:
    return [f"{tally.precision:.3f}", f"{tally.recall:.3f}", f"{tally.f1:.3f}", tally.tp, tally.fp, tally.fn]


def _as_data(found: Score) -> dict[str, Any]:
    def figures(tally: Tally) -> dict[str, Any]:
        return {
            "precision": round(tally.precision, 3),
            "recall": round(tally.recall, 3),
            "f1": round(tally.f1, 3),
            "tp": tally.tp,
            "fp": tally.fp,
            "fn": tally.fn,
        }

    return {
        "measures": found.measures,
        "missing": found.missing,
        "in_graph": found.in_graph,
        **{kind: figures(tally) for kind, tally in found.kinds.items()},
        **{name: round(share, 3) for name, share in found.shares.items()},
        "status_by_class": {name: f"{count[True]}/{count[True] + count[False]}" for name, count in sorted(found.status_by_class.items())},
        "terms": [{"kind": kind, "term": term, **figures(tally)} for (kind, term), tally in sorted(found.terms.items())],
        "differences": [{"number": number, "kind": kind, "sign": sign, "term": term} for number, kind, sign, term in found.differences],
    }
