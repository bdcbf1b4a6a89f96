"""Rules: what the words around a cue make of it. Data in `rules.toml`; here they are read, checked and applied.

A rule looks at one mention in its clause. `words` must be the mention's own words, `before` must end where the mention
starts, `after` must start where it ends (after 等, brackets and the rest of an enumeration), `later` may stand anywhere in
the rest of the clause, `earlier` anywhere before, `cell` anywhere in the cell; `not_later` and `not_cell` must not stand
there. The first rule that fits decides. `<<name>>` in a pattern is one of the file's `[patterns]`.
"""

import re
import tomllib
from collections.abc import Callable
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from graph_model.errors import DeclarationError
from graph_model.kinds import CERTAINTY, ROLES
from loaders.folding import fold_pattern

_KEYS = {
    "name",
    "for",
    "take",
    "roles",
    "certainty",
    "before",
    "after",
    "later",
    "not_later",
    "earlier",
    "cell",
    "not_cell",
    "words",
    "terms",
    "not_terms",
    "columns",
    "weak",
    "why",
    "becomes",
}
_PATTERNS = {
    "words": "words",
    "cell": "cell",
    "not_cell": "cell",
    "after": "after",
    "before": "before",
    "later": "after",
    "not_later": "after",
    "earlier": "before",
}
"""The keys of a rule that are patterns, the quickest to try first, and the part of the context that each looks at."""
_Fits = Callable[[str], re.Match[str] | None]
_SHARED = re.compile(r"<<(\w+)>>")


_NOT_FULL_STOP = re.compile(r"\[\^([^\]]*)。([^\]]*)\]")


def _without_full_stop(match: re.Match[str]) -> str:
    """A clause holds no 。, so [^、。] is [^、] there and [^。] is any character; sets of several such characters are slow to compile."""
    rest = match[1] + match[2]
    return f"[^{rest}]" if rest else "."


class Rule(NamedTuple):
    """One rule; `take` says whether a mention that fits becomes a link, `roles` in which roles.

    A rule with `becomes` decides nothing: it tells that the mention is one of that term instead.
    """

    name: str
    vocabulary: str
    take: bool
    roles: tuple[str, ...]
    certainty: str
    why: str
    terms: frozenset[str]
    not_terms: frozenset[str]
    columns: frozenset[str]
    weak: bool | None
    becomes: str | None
    tests: tuple["Test", ...]


class Test(NamedTuple):
    """One condition of a rule: which part of the context it looks at, its key and pattern, and whether it must or must not fit."""

    part: int
    key: str
    pattern: str
    wanted: bool


class ReadyTest:
    """A test as it is run: `fits` tells of its part of the context whether the pattern fits; compiled when first asked, as many never are."""

    __slots__ = ("_test", "fits", "part", "wanted")

    def __init__(self, test: Test) -> None:
        self.part, self.wanted, self._test = test.part, test.wanted, test
        self.fits: _Fits = self._compile_and_fit

    def _compile_and_fit(self, words: str) -> re.Match[str] | None:
        self.fits = _compiled(self._test.key, self._test.pattern)
        return self.fits(words)


class Context(NamedTuple):
    """One mention's words and those around it: its clause before it and after it, enumerations passed over; the whole cell; the column."""

    words: str
    before: str
    after: str
    cell: str
    column: str


@cache
def read_rules() -> dict[str, tuple[Rule, ...]]:
    """Return the bundled rules by vocabulary, in order; read once."""
    data = tomllib.loads(files("loaders").joinpath("rules.toml").read_text(encoding="utf-8"))
    rules: dict[str, list[Rule]] = {}
    for entry in data["rule"]:
        rule = data_to_rule(entry, data.get("patterns", {}))
        rules.setdefault(rule.vocabulary, []).append(rule)
    return {vocabulary: tuple(found) for vocabulary, found in rules.items()}


def data_to_rule(data: dict[str, Any], shared: dict[str, str] | None = None) -> Rule:
    """Return one rule; `shared` are the patterns that its own may name. Raises DeclarationError that names it and what is wrong."""
    name = str(data.get("name", "?"))
    unknown = sorted(set(data) - _KEYS)
    roles = tuple(data.get("roles", ()))
    certainty = str(data.get("certainty", "likely"))
    if unknown or "for" not in data or "why" not in data or set(roles) - set(ROLES) or certainty not in CERTAINTY:
        wrong = ", ".join(unknown) or f"for/why/roles/certainty: {data.get('for')}, {roles}, {certainty}"
        raise DeclarationError(f"rules.toml: {name}: {wrong} が正しくありません", f"rules.toml: {name}: {wrong} is wrong")
    tests: list[Test] = []
    for key, part in _PATTERNS.items():
        if key in data:
            words = fold_pattern(_SHARED.sub(lambda match: (shared or {})[match[1]], str(data[key])))
            if part != "cell":
                words = _NOT_FULL_STOP.sub(_without_full_stop, words)
            tests.append(Test(Context._fields.index(part), key, words, not key.startswith("not_")))
    return Rule(
        name=name,
        vocabulary=str(data["for"]),
        take=bool(data.get("take", True)),
        roles=roles,
        certainty=certainty,
        why=str(data["why"]),
        terms=frozenset(data.get("terms", ())),
        not_terms=frozenset(data.get("not_terms", ())),
        columns=frozenset(data.get("columns", ())),
        weak=data.get("weak"),
        becomes=data.get("becomes"),
        tests=tuple(tests),
    )


@cache
def rules_for(vocabulary: str, term: str, weak: bool) -> tuple[tuple[Rule, tuple[ReadyTest, ...]], ...]:
    """Return the rules that may decide on a cue of `term`, in order, each with its tests ready to run."""
    return tuple(
        (rule, tests)
        for rule, tests in _ready_rules(vocabulary)
        if (not rule.terms or term in rule.terms) and term not in rule.not_terms and rule.weak in (None, weak)
    )


@cache
def _ready_rules(vocabulary: str) -> tuple[tuple[Rule, tuple[ReadyTest, ...]], ...]:
    return tuple((rule, tuple(map(ReadyTest, rule.tests))) for rule in read_rules().get(vocabulary, ()))


def first_rule(vocabulary: str, term: str, weak: bool, context: Context) -> tuple[str, Rule | None]:
    """Return the term that a mention names and the first rule that decides on it (None: no rule fits)."""
    for rule, tests in rules_for(vocabulary, term, weak):
        if rule.columns and context.column not in rule.columns:
            continue
        for test in tests:
            if (test.fits(context[test.part]) is not None) != test.wanted:
                break
        else:
            if rule.becomes is None:
                return term, rule
            return first_rule(vocabulary, rule.becomes, weak, context)
    return term, None


@cache
def _compiled(key: str, pattern: str) -> _Fits:
    """Return what tells whether a pattern fits."""
    found = re.compile(f"(?:{pattern})$" if key == "before" else pattern)
    if key in ("cell", "not_cell"):
        # A cell's cues are judged one after the other, and all ask the same of it.
        return lru_cache(maxsize=8)(found.search)
    return found.fullmatch if key == "words" else found.match if key == "after" else found.search
