"""A folder of filled forms -> the next edition of a plan, and what is said of the forms."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sesaku.language import lang, say
from sesaku.names import measure_number
from sesaku.printing import note, shorten

if TYPE_CHECKING:
    from graph_model.graph import PlanGraph

_MOST_NUMBERS = 40


def lay_form_folder(graph: PlanGraph, folder: Path, *, as_of: str | None, taxonomies: Sequence[Path] | None = None) -> PlanGraph:
    """Return the next edition of a plan from a folder of filled forms, read with these files of local terms, and say what was not filled, doubled or changed."""
    from graph_model.errors import UnreadableFile
    from loaders.form_rows import read_form
    from loaders.forms import lay_forms
    from loaders.readers.lines import read_bytes
    from sesaku.plans import read_local_terms

    if not folder.is_dir():
        raise UnreadableFile(f"{folder} というフォルダーがありません", f"there is no folder {folder}")
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".xlsx" and not path.name.startswith(("~$", ".")))
    local_terms = read_local_terms(taxonomies)
    following = lay_forms(graph, [read_form(path, read_bytes(path)) for path in files], as_of=as_of, local_terms=local_terms)
    ledger = following.ledger
    note(
        say(
            f"様式 {len(files)}件: 記入 {len(ledger['filled'])}、未記入 {len(ledger['not_filled'])}、重複 {len(ledger['doubled'])}、変えられた欄 {len(ledger['changed'])}、計画にない番号 {len(ledger['unknown'])}、回答 {ledger['answers']}（回答は様式にあります）",
            f"{len(files)} forms: {len(ledger['filled'])} filled, {len(ledger['not_filled'])} not filled, {len(ledger['doubled'])} doubled, {len(ledger['changed'])} cells changed, {len(ledger['unknown'])} unknown numbers, {ledger['answers']} answers (they stay in the forms)",
        )
    )
    for notice in following.notices:
        if notice.code != "form_not_filled":
            note("  " + notice.as_dict()[lang()])
    if ledger["not_filled"]:
        numbers = shorten(map(measure_number, ledger["not_filled"]), _MOST_NUMBERS)
        note(
            say(
                f"  様式に記入がなく、前回の状況のままの取組: No.{numbers}",
                f"  not filled in on any form, so that the last status stays: No. {numbers}",
            )
        )
    return following.graph
