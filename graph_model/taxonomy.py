"""Terms and vocabularies: reads and checks the TOML files under `taxonomies/`.

A cue is a string that may name the term; a mask is a longer string that holds a cue and does not name it. Both may be
written as templates over the file's `[classes]` of words, see `cue_templates`; they are expanded when a document is read.
Words stand in one text with white space between them, or in a list, where one holds white space itself.
"""

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any, NamedTuple

from graph_model.cue_templates import spell_out
from graph_model.errors import DeclarationError
from graph_model.kinds import BODIES, FACETS, NODE_KIND
from graph_model.words import Words

VOCABULARIES = ("groups", "organisations", "supports", "statuses")
_CUE_KEYS = ("cues", "weak_cues", "masks")
_TERM_KEYS = {
    "id",
    "ja",
    "en",
    "meaning_ja",
    "meaning_en",
    "parent",
    "cues",
    "weak_cues",
    "masks",
    "facet",
    "body",
    "same_as",
    "service",
    "suits",
    "only_alone",
    "roles",
    "specialises",
}


class Term(NamedTuple):
    """One term: what it is called, what it means, and the strings that may name it.

    `parent` is the id of the wider term. `only_alone` terms are linked only where no other client group is. `roles` are
    taken where no rule tells a role. `specialises` names the general term that is dropped where this one stands.
    """

    id: str
    name: Words
    meaning: Words
    cues: tuple[str, ...]
    weak_cues: tuple[str, ...]
    masks: tuple[str, ...]
    parent: str | None
    facet: str
    body: str
    same_as: tuple[str, ...]
    service: bool
    suits: tuple[str, ...]
    only_alone: bool
    roles: tuple[str, ...]
    specialises: str | None


class Taxonomy(NamedTuple):
    """One vocabulary: the kind of node that its terms become, its version, its terms in order, and names that only mask."""

    name: str
    kind: str
    version: str
    terms: tuple[Term, ...]
    names: tuple[str, ...]


@cache
def read_taxonomies() -> dict[str, Taxonomy]:
    """Return the bundled vocabularies by name; read once, when first asked for."""
    folder = files("graph_model").joinpath("taxonomies")
    return {name: text_to_taxonomy(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8"), name) for name in VOCABULARIES}


def text_to_taxonomy(text: str, name: str) -> Taxonomy:
    """Return the vocabulary that the TOML `text` declares.

    Raises DeclarationError that names the file, the term and what is wrong.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DeclarationError(f"{name}.toml: TOMLとして読めません: {error}", f"{name}.toml: not readable as TOML: {error}") from error
    kind = data.get("kind")
    if kind not in NODE_KIND:
        raise DeclarationError(f"{name}.toml: kind = {kind!r} は定義されていません", f"{name}.toml: kind = {kind!r} is not declared")
    classes = {word_class: split_words(words, f"{name}.toml: {word_class}") for word_class, words in data.get("classes", {}).items()}
    terms = tuple(data_to_term(term, f"{name}.toml", classes) for term in data.get("term", []))
    check_terms(terms, f"{name}.toml")
    return Taxonomy(name, kind, str(data.get("version", "")), terms, read_templates(data.get("names", ()), f"{name}.toml: names", classes))


def data_to_term(data: dict[str, Any], where: str, classes: Mapping[str, Sequence[str]] | None = None) -> Term:
    """Return one term, the classes in its templates spelt out. Raises DeclarationError that names `where`, the term and what is wrong."""
    where = f"{where}: {data.get('id', '?')}"
    if unknown := sorted(set(data) - _TERM_KEYS):
        raise DeclarationError(f"{where}: 知らない項目 {', '.join(unknown)}", f"{where}: unknown keys {', '.join(unknown)}")
    if missing := [key for key in ("id", "ja", "en") if not data.get(key)]:
        raise DeclarationError(f"{where}: {', '.join(missing)} がありません", f"{where}: {', '.join(missing)} is missing")
    for key, allowed in (("facet", FACETS), ("body", BODIES)):
        if key in data and data[key] not in allowed:
            raise DeclarationError(
                f"{where}: {key} = {data[key]!r} は {', '.join(allowed)} のいずれかです",
                f"{where}: {key} = {data[key]!r} is none of {', '.join(allowed)}",
            )
    words = read_cues(data, where, classes or {})
    return Term(
        id=data["id"],
        name=Words(data["ja"], data["en"]),
        meaning=Words(data.get("meaning_ja", data["ja"]), data.get("meaning_en", data["en"])),
        cues=words["cues"],
        weak_cues=words["weak_cues"],
        masks=words["masks"],
        parent=data.get("parent"),
        facet=data.get("facet", "other"),
        body=data.get("body", "public"),
        same_as=tuple(data.get("same_as", ())),
        service=data.get("service", True),
        suits=tuple(data.get("suits", ())),
        only_alone=data.get("only_alone", False),
        roles=tuple(data.get("roles", ())),
        specialises=data.get("specialises"),
    )


def read_cues(data: Mapping[str, Any], where: str, classes: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Return the cues, weak cues and masks of a term's data, the classes in their templates spelt out.

    Raises DeclarationError that names a cue that is empty or written twice, or a template that cannot be read.
    """
    words = {key: split_words(data.get(key, ()), f"{where}: {key}") for key in _CUE_KEYS}
    written = list(chain.from_iterable(words.values()))
    if wrong := sorted(cue for cue, times in Counter(written).items() if times > 1 or not cue.strip() or "\n" in cue):
        raise DeclarationError(f"{where}: 空の、または二度ある語「{wrong[0]}」", f"{where}: an empty or repeated cue {wrong[0]!r}")
    return {key: read_templates(words[key], where, classes) for key in _CUE_KEYS}


def split_words(words: Any, where: str) -> Sequence[str]:
    """Return the words of a text or of a list. Raises DeclarationError that names `where` for anything else."""
    if isinstance(words, str):
        return words.split()
    if isinstance(words, (list, tuple)) and all(isinstance(word, str) for word in words):
        return words
    raise DeclarationError(f"{where}: 語の並びでない {words!r}", f"{where}: neither words in a text nor a list of words: {words!r}")


def read_templates(words: Any, where: str, classes: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return words with the classes in their templates spelt out. Raises DeclarationError that names one that cannot be read."""
    try:
        return tuple(spell_out(word, classes) for word in split_words(words, where))
    except ValueError as error:
        raise DeclarationError(f"{where}: 読めないひな形 {error}", f"{where}: cannot read the template {error}") from error


def rename_terms(taxonomies: Mapping[str, Taxonomy], names: Mapping[str, Words], where: str) -> dict[str, Taxonomy]:
    """Return the vocabularies with what a plan itself calls some terms; `names` by node id.

    Raises DeclarationError that names `where` and an id that is none.
    """
    left = dict(names)
    renamed = {
        vocabulary: taxonomy._replace(
            terms=tuple(
                term._replace(name=left.pop(node)) if (node := f"{NODE_KIND[taxonomy.kind].prefix}:{term.id}") in left else term
                for term in taxonomy.terms
            )
        )
        for vocabulary, taxonomy in taxonomies.items()
    }
    if left:
        unknown = ", ".join(sorted(left))
        raise DeclarationError(f"{where}: {unknown} という語はありません", f"{where}: there is no term {unknown}")
    return renamed


def check_terms(terms: tuple[Term, ...], where: str) -> None:
    """Raise DeclarationError where ids stand twice or a term points to none."""
    ids = [term.id for term in terms]
    if twice := sorted({term for term in ids if ids.count(term) > 1}):
        raise DeclarationError(f"{where}: ID {', '.join(twice)} が二度あります", f"{where}: {', '.join(twice)} is declared twice")
    for term in terms:
        for link in (term.parent, term.specialises):
            if link is not None and link not in ids:
                raise DeclarationError(f"{where}: {term.id}: {link} という語はありません", f"{where}: {term.id}: there is no term {link}")
