"""Status texts -> what each says: something of its own, nothing but general words, only where else to look, or what another says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from loaders.folding import DASHES, fold
from loaders.usual_words import FIGURE, GENERAL, NUMBERED, POINTING

_WORDS = GENERAL | POINTING
_LENGTHS = sorted({len(word) for word in _WORDS})
_NOT_WORDS = re.compile(r"[\W_]+")


def statuses_to_says(texts: Sequence[str | None]) -> list[str | None]:
    """Return what each measure's status text says (None: it has none). The first that fits decides:

    `pointer`: it holds words that send the reader elsewhere, and beside them general words alone. `generic`: it is made of
    general words alone, so that no figure, date, name, means or product is in it. `same_as`: another measure's is the same
    once widths, spaces and marks are folded; a figure alone is never a copy. Else `own`. One text is one measure's: a
    relisting's is not among them.
    """
    plain = [None if text is None or not text.strip() else fold(text).text for text in texts]
    keys = [None if text is None else _NOT_WORDS.sub("", text) for text in plain]
    copies = Counter(keys)
    known: dict[str, str] = {}
    says: list[str | None] = []
    for text, key in zip(plain, keys, strict=True):
        if text is None or key is None:
            says.append(None)
            continue
        alone = known.get(text)
        if alone is None:
            alone = known[text] = _says_alone(text)
        says.append("same_as" if alone == "own" and copies[key] > 1 and not FIGURE.fullmatch(key) else alone)
    return says


def reports_something(says: str | None) -> bool:
    """Whether a status text holds something beside general words and pointers."""
    return says in ("own", "same_as")


def _says_alone(text: str) -> str:
    """Return pointer, generic or own, for one folded text."""
    if text.strip(DASHES) and not _is_general(text):
        return "own"
    return "pointer" if NUMBERED.search(text) or any(word in text for word in POINTING) else "generic"


def _is_general(text: str) -> bool:
    """Whether a text can be read as general words and pointers in a row; what is no letter or digit is passed over.

    Every reading is followed at once, from left to right, so that a text costs its length at most; most end at their first word.
    """
    reached = {0}
    for at in range(len(text)):
        if at not in reached:
            if not reached:
                return False
            continue
        reached.remove(at)
        if not text[at].isalnum():
            reached.add(at + 1)
        if numbered := NUMBERED.match(text, at):
            reached.add(numbered.end())
        reached.update(at + length for length in _LENGTHS if text[at : at + length] in _WORDS)
    return len(text) in reached
