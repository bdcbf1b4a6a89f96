"""Arguments and options that several commands share, and their completion."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from sesaku.language import both
from sesaku.printing import Format

PLAN_HELP = both(
    "文書（.txt .csv .tsv）かグラフ（.json）。省くと SESAKU_PLAN か同梱の東京都の計画",
    "A document (.txt .csv .tsv) or a graph (.json); else SESAKU_PLAN or the bundled plan of Tokyo",
)

PlanArgument = Annotated[Path | None, typer.Argument(metavar="PLAN", help=PLAN_HELP, show_default=False)]
DocumentArgument = Annotated[
    Path,
    typer.Argument(
        metavar="DOCUMENT", help=both("実施状況の文書（.txt .csv .tsv）", "The status report (.txt .csv .tsv)"), show_default=False
    ),
]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help=both("出力の形式", "Format of the output"))]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", help=both("書き出すファイル", "File to write"), show_default=False)]
EncodingOption = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        help=both("文字コード（utf-8、cp932 など）。省くと自動で判定", "Encoding (utf-8, cp932 …); told by itself where left out"),
        show_default=False,
    ),
]
ProfileOption = Annotated[
    Path | None, typer.Option("--profile", help=both("文書のプロファイル（TOML）", "The document's profile (TOML)"), show_default=False)
]
NoProfileOption = Annotated[
    bool, typer.Option("--no-profile", help=both("同梱のプロファイルも使わない", "Use no profile, bundled ones included"))
]
ColumnOption = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="ROLE=HEAD",
        help=both("欄の見出しに役割を与える（例 --column number=整理番号）", "Give a head a role (as in --column number=整理番号)"),
        show_default=False,
    ),
]


TaxonomyOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--taxonomy",
        help=both(
            "この地域の語を加えるファイル（TOML、いくつでも）", "A file of local terms and cues to add (TOML; may be given several times)"
        ),
        show_default=False,
    ),
]


ReviewsOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--reviews",
        help=both("確認の表（.csv .xlsx、いくつでも）を反映する", "Lay review files (.csv .xlsx, several) over the links"),
        show_default=False,
    ),
]


ThinOption = Annotated[
    int | None,
    typer.Option(
        "--thin", min=0, help=both("この数までの取組を「わずか」とする", "Up to this many measures count as thin"), show_default=False
    ),
]
ReviewedOnlyOption = Annotated[
    bool, typer.Option("--reviewed-only", help=both("人が確認したリンクだけで答える", "Answer from reviewed links alone"))
]
TodayOption = Annotated[
    str | None,
    typer.Option(
        "--today",
        metavar="YYYY-MM-DD",
        help=both("了承した指摘の期限を見る日（省くと今日）", "The day that accepted findings are judged by (else today)"),
        show_default=False,
    ),
]


def complete_kind(kind: str) -> Callable[[str], list[str]]:
    """Return a completer of the names of one kind of node in the plan of SESAKU_PLAN, or the bundled one."""

    def complete(incomplete: str) -> list[str]:
        return [name for name in _plan_names((kind,)) if name.startswith(incomplete)]

    return complete


def complete_node(incomplete: str) -> list[str]:
    """Complete any node: numbers and names."""
    return [
        name
        for name in _plan_names(("Measure", "TargetGroup", "Organisation", "SupportType", "Bureau", "Status"))
        if name.startswith(incomplete)
    ]


def _plan_names(kinds: tuple[str, ...]) -> list[str]:
    import contextlib
    import io

    from graph_model.errors import SesakuError
    from graph_model.graph import nodes_of, short_name
    from sesaku.plans import open_plan

    try:
        with contextlib.redirect_stderr(io.StringIO()):
            graph = open_plan(None)
    except SesakuError:
        return []
    names: list[str] = []
    for kind in kinds:
        for node in nodes_of(graph, kind):
            names.append(node.rsplit("/", 1)[-1] if kind in ("Measure", "Goal") else str(graph.nodes[node].get("name", node)))
            if kind in ("TargetGroup", "Organisation", "SupportType", "Status"):
                names.append(short_name(node))
    return names
