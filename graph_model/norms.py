"""Norms: headings of what ought to be there, and which links and words fall under each; reads one TOML file."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from graph_model.errors import DeclarationError
from graph_model.words import Words

_WHEN_KEYS = {"name", "certainty", "supports", "groups", "partners", "cues", "not_supports", "not_groups", "not_partners"}


class When(NamedTuple):
    """One way to fall under a heading: all parts that are given must hold, none of those that are ruled out."""

    name: str
    certainty: str
    needs: dict[str, frozenset[str]]
    bars: dict[str, frozenset[str]]
    cues: tuple[str, ...]


class NormHeading(NamedTuple):
    """One heading of a policy: its id within the policy, its name, and the ways to fall under it."""

    id: str
    name: Words
    whens: tuple[When, ...]


class Norms(NamedTuple):
    """One policy's headings in order."""

    id: str
    name: Words
    version: str
    headings: tuple[NormHeading, ...]


@cache
def read_norms(name: str = "kokuji111") -> Norms:
    """Return a bundled policy's headings; read once, when first asked for."""
    folder = files("graph_model").joinpath("taxonomies", "norms")
    return text_to_norms(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8"), f"{name}.toml")


def text_to_norms(text: str, name: str) -> Norms:
    """Return the headings that the TOML `text` declares. Raises DeclarationError that names the heading and what is wrong."""
    try:
        data = tomllib.loads(text)
        headings = tuple(
            NormHeading(
                entry["id"], Words(entry["ja"], entry["en"]), tuple(_data_to_when(when, f"{name}: {entry['id']}") for when in entry["when"])
            )
            for entry in data["norm"]
        )
        return Norms(data["id"], Words(data["ja"], data["en"]), str(data["version"]), headings)
    except tomllib.TOMLDecodeError as error:
        raise DeclarationError(f"{name}: TOMLとして読めません: {error}", f"{name}: not readable as TOML: {error}") from error
    except KeyError as error:
        raise DeclarationError(f"{name}: {error} がありません", f"{name}: {error} is missing") from error


def _data_to_when(data: dict[str, Any], where: str) -> When:
    unknown = sorted(set(data) - _WHEN_KEYS)
    needs: dict[str, frozenset[str]] = {kind: frozenset(data[kind]) for kind in ("supports", "groups", "partners") if kind in data}
    bars: dict[str, frozenset[str]] = {
        kind: frozenset(data[f"not_{kind}"]) for kind in ("supports", "groups", "partners") if f"not_{kind}" in data
    }
    if unknown or not data.get("name") or not (needs or data.get("cues")):
        wrong = ", ".join(unknown) or "name, supports, groups, cues"
        raise DeclarationError(f"{where}: when の {wrong} が正しくありません", f"{where}: {wrong} of a when is wrong")
    return When(data["name"], data.get("certainty", "likely"), needs, bars, tuple(data.get("cues", ())))
