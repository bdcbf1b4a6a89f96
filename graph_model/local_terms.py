"""A prefecture's own terms and cues, in one TOML file, laid over the bundled vocabularies.

    names = "みどり県福祉計画"              # names that hide what is inside them

    [[organisation]]
    id = "police"                          # a term that is there: cues, weak_cues and masks are added to it
    cues = "みどり県警 県警本部"

    [[organisation]]
    id = "animal_centre"                   # a new one: ja and en are needed
    ja = "動物愛護センター"
    en = "Animal centre"
    cues = "動物愛護センター"

`[[group]]` and `[[support]]` likewise. Words stand in one text with white space between them, or in a list, where one holds
white space itself. A cue, mask or name may be a template: `{県|府}警` stands for 県警 and 府警.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

from graph_model.errors import DeclarationError
from graph_model.taxonomy import Taxonomy, Term, check_terms, data_to_term, read_cues, read_templates

SECTIONS = {"group": "groups", "organisation": "organisations", "support": "supports"}
_ADDED = ("cues", "weak_cues", "masks")


def add_local_terms(taxonomies: dict[str, Taxonomy], text: str, name: str) -> dict[str, Taxonomy]:
    """Return the vocabularies with the terms and cues of one file added.

    Raises DeclarationError that names the file, the line and what is wrong.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DeclarationError(f"{name}: TOMLとして読めません: {error}", f"{name}: not readable as TOML: {error}") from error
    if unknown := sorted(set(data) - set(SECTIONS) - {"names"}):
        raise DeclarationError(
            f"{name}: 知らない項目 {', '.join(unknown)}（{', '.join(SECTIONS)}、names）",
            f"{name}: unknown keys {', '.join(unknown)} ({', '.join(SECTIONS)}, names)",
        )
    extended = dict(taxonomies)
    for section, vocabulary in SECTIONS.items():
        terms = {term.id: term for term in extended[vocabulary].terms}
        entries = data.get(section, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise DeclarationError(f"{name}: {section} は [[{section}]] と書きます", f"{name}: {section} is written [[{section}]]")
        for entry in entries:
            where = f"{name}: {_line_of(text, str(entry.get('id', '')))}行目"
            term = _add_entry(terms, entry, where)
            check_terms((*(other for other in terms.values() if other.id != term.id), term), where)
            terms[term.id] = term
        names = (
            *extended[vocabulary].names,
            *(read_templates(data.get("names", ()), f"{name}: names", {}) if vocabulary == "organisations" else ()),
        )
        extended[vocabulary] = extended[vocabulary]._replace(terms=tuple(terms.values()), names=names)
    return extended


def _add_entry(terms: dict[str, Term], entry: dict[str, Any], where: str) -> Term:
    known = terms.get(str(entry.get("id", "")))
    if known is None:
        return data_to_term(entry, where)
    if other := sorted(set(entry) - {"id", *_ADDED}):
        raise DeclarationError(
            f"{where}: {known.id} は既にある語です。加えられるのは {', '.join(_ADDED)} だけです（{', '.join(other)}）",
            f"{where}: {known.id} is there already; only {', '.join(_ADDED)} can be added to it ({', '.join(other)})",
        )
    words = read_cues(entry, f"{where}: {known.id}", {})
    added: dict[str, Any] = {key: tuple(dict.fromkeys((*getattr(known, key), *words[key]))) for key in _ADDED}
    return known._replace(**added)


def _line_of(text: str, term: str) -> int:
    """Return the line on which a term's id stands, 1 where it is not found."""
    found = re.search(rf"""^\s*id\s*=\s*["']{re.escape(term)}["']""", text, re.M) if term else None
    return text.count("\n", 0, found.start()) + 1 if found else 1
