"""What neo4j push tells: on stderr what it met, on stdout or in a file what it did, or would do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sesaku.language import say
from sesaku.printing import Format, note, print_rows, to_json, write_text

if TYPE_CHECKING:
    from loaders.neo4j_load import Pushed


def tell_pushed(pushed: Pushed) -> None:
    """Say on stderr what a load met: an unfinished one before it, terms left as they were, plans that follow."""
    if pushed.resumed:
        note(
            say(f"{pushed.plan}: 途中で止まった push がありました", f"{pushed.plan}: found an unfinished load")
            + ("" if not pushed.written else say("。残りを入れて終えました", ", and finished it"))
        )
    if pushed.kept:
        note(
            say(
                f"{pushed.plan}: ほかの計画と共有する {len(pushed.kept)} 語は名称などが違い、データベースのまま残しました: {'、'.join(pushed.kept[:5])}",
                f"{pushed.plan}: {len(pushed.kept)} terms shared with other plans have other names there, which were left: {', '.join(pushed.kept[:5])}",
            )
        )
    if pushed.followers:
        note(
            say(
                f"{pushed.plan}: この計画の語に合わせるので、次の計画の答えも変わります: {'、'.join(pushed.followers)}",
                f"{pushed.plan}: these plans follow its terms, and their answers change: {', '.join(pushed.followers)}",
            )
        )


def print_pushed(done: list[tuple[Pushed, dict[str, int]]], how: Format, output: Path | None) -> None:
    """Print what was done, or would be, by kind; each difference of a dry run stands before the table, in JSON, or on stderr."""
    from loaders.neo4j_difference import FATES, in_order

    if how is Format.json:
        write_text(to_json([_pushed_data(pushed, counters) for pushed, counters in done]), output)
        return
    heads = [
        say("計画", "plan"),
        say("種類", "kind"),
        *(say("追加", "created"), say("変更", "changed"), say("同じ", "unchanged"), say("削除", "removed")),
    ]
    rows: list[list[Any]] = []
    for pushed, _ in done:
        kinds = sorted(pushed.counts, key=in_order)
        rows += [[pushed.plan, kind, *(pushed.counts[kind][fate] for fate in FATES)] for kind in kinds]
        rows.append([pushed.plan, say("計", "all"), *(sum(counts[fate] for counts in pushed.counts.values()) for fate in FATES)])
        for line in pushed.lines:
            if how is Format.table:
                write_text(f"{line}\n", None)
            else:
                note(line)
    if any(not pushed.written for pushed, _ in done):
        note(say("書いていません（--dry-run）", "nothing was written (--dry-run)"))
    print_rows(heads, rows, how, output, sheet="push")


def _pushed_data(pushed: Pushed, counters: dict[str, int]) -> dict[str, Any]:
    from loaders.neo4j_difference import FATES, in_order

    return {
        "plan": pushed.plan,
        "written": pushed.written,
        "resumed": pushed.resumed,
        "in_parts": pushed.in_parts,
        "counts": {kind: {fate: pushed.counts[kind][fate] for fate in FATES} for kind in sorted(pushed.counts, key=in_order)},
        "differences": pushed.lines,
        "kept_terms": pushed.kept,
        "followers": pushed.followers,
        "server": counters,
    }
