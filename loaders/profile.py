"""Profile: what is known beforehand of one document, in a TOML file: names, edition, columns, expected counts, corrections, what it calls its bodies."""

from __future__ import annotations

import tomllib
from typing import Any, NamedTuple

from graph_model.errors import DeclarationError, ExpectationFailed
from graph_model.evidence import Cell
from graph_model.plan import Plan
from graph_model.words import Words
from loaders.marks import NewMarks
from loaders.readers.lines import TableLine
from loaders.rows import bureau_names

_KEYS = {"title", "jurisdiction", "edition", "as_of", "source_sha256", "columns", "expected", "correction", "names"}
_EXPECTED = {"measures", "relistings", "sections", "goals", "bureaus", "starred_measures", "starred_rows", "absent"}


class Correction(NamedTuple):
    """What stands in one cell, how it is to be read, and why; it says only what the page shows."""

    line: int
    cell: int
    stands: str
    reads: str
    why: str


class Profile(NamedTuple):
    """One document's profile; empty strings where it leaves a name to the document."""

    name: str
    title: str
    jurisdiction: str
    edition: str
    as_of: str
    source_sha256: str
    columns: dict[str, str]
    expected: dict[str, Any]
    corrections: tuple[Correction, ...]
    names: dict[str, Words]


def text_to_profile(text: str, name: str) -> Profile:
    """Return the profile in a TOML text. Raises DeclarationError that names the file and what is wrong in it."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DeclarationError(f"{name}: TOMLとして読めません: {error}", f"{name}: not readable as TOML: {error}") from error
    unknown = sorted(set(data) - _KEYS) + sorted(set(data.get("expected", {})) - _EXPECTED)
    if unknown:
        raise DeclarationError(f"{name}: 知らない項目 {', '.join(unknown)}", f"{name}: unknown keys {', '.join(unknown)}")
    try:
        corrections = tuple(Correction(**entry) for entry in data.get("correction", []))
    except TypeError as error:
        raise DeclarationError(
            f"{name}: correction は line, cell, stands, reads, why をもちます（{error}）",
            f"{name}: a correction has line, cell, stands, reads, why ({error})",
        ) from error
    try:
        names = {node: Words(**said) for node, said in data.get("names", {}).items()}
    except TypeError as error:
        raise DeclarationError(f"{name}: names は ja と en をもちます（{error}）", f"{name}: a name has ja and en ({error})") from error
    plan = {key: str(data.get(key, "")) for key in ("title", "jurisdiction", "edition", "as_of", "source_sha256")}
    return Profile(
        name, **plan, columns=dict(data.get("columns", {})), expected=dict(data.get("expected", {})), corrections=corrections, names=names
    )


def correct_lines(lines: list[TableLine], profile: Profile) -> list[TableLine]:
    """Return the lines with the profile's corrections made. Raises ExpectationFailed where a cell does not hold what it should.

    A correction replaces characters one for one, so that every offset still holds in the source's own cell.
    """
    at = {line.place.line: index for index, line in enumerate(lines)}
    corrected = list(lines)
    for correction in profile.corrections:
        index = at.get(correction.line)
        cells = corrected[index].cells if index is not None else ()
        raw = cells[correction.cell].raw if correction.cell < len(cells) else ""
        if correction.stands not in raw or len(correction.stands) != len(correction.reads):
            raise ExpectationFailed(
                f"{profile.name}: {correction.line}行目の{correction.cell}番のセルに「{correction.stands}」がないか、訂正の字数が違います。文書とプロファイルが合いません",
                f"{profile.name}: cell {correction.cell} of line {correction.line} does not hold {correction.stands!r}, or the correction is of another length; document and profile do not match",
            )
        assert index is not None
        changed = Cell(raw.replace(correction.stands, correction.reads), cells[correction.cell].place)
        corrected[index] = corrected[index]._replace(cells=(*cells[: correction.cell], changed, *cells[correction.cell + 1 :]))
    return corrected


def check_expected(plan: Plan, profile: Profile, marks: NewMarks) -> None:
    """Raise ExpectationFailed that names each count in which the document is not what its profile says."""
    rows = [listing for measure in plan.measures for listing in measure.listings]
    numbers = {measure.number for measure in plan.measures}
    owners = {name for listing in rows if (cell := listing.row.passage("bureau")) for name, _, _ in bureau_names(cell, marks)}
    found: dict[str, Any] = {
        "measures": len(plan.measures),
        "relistings": sum(listing.relisted for listing in rows),
        "sections": len(plan.sections),
        "goals": len(plan.goals),
        "bureaus": len(owners),
        "starred_measures": sum(measure.has_new_project for measure in plan.measures),
        "starred_rows": sum(bool(listing.row.new_mark) for listing in rows),
        "absent": [number for number in profile.expected.get("absent", []) if number not in numbers],
    }
    wrong = [f"{key}: {found[key]} ≠ {value}" for key, value in profile.expected.items() if found[key] != value]
    if wrong:
        raise ExpectationFailed(
            f"文書がプロファイル {profile.name} と合いません（読んだ数 ≠ プロファイルの数）: {'; '.join(wrong)}。文書の版を確かめるか、--no-profile で読んでください",
            f"the document does not match profile {profile.name} (read ≠ expected): {'; '.join(wrong)}. See to its edition, or read it with --no-profile",
        )
