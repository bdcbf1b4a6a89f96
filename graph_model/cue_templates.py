"""A cue as a vocabulary writes it -> the strings that it stands for.

`{夫|配偶者}からの{暴力|ＤＶ}` stands for four strings, `{障害|}児` for two, and `{partner}からの暴力` for one for each word of the
vocabulary's class `partner`. A cue without braces stands for itself.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

_BRACES = re.compile(r"\{([^{}]*)\}")


def is_template(cue: str) -> bool:
    """Whether a cue has a brace and stands for several strings."""
    return "{" in cue or "}" in cue


def spell_out(cue: str, classes: Mapping[str, Sequence[str]]) -> str:
    """Return a cue with its classes written out as choices. Raises ValueError that names a brace that cannot be read."""

    def choices(match: re.Match[str]) -> str:
        inside = match[1]
        if "|" in inside:
            return match[0]
        if inside not in classes:
            raise ValueError(match[0])
        return "{" + "|".join(classes[inside]) + "}"

    if not is_template(cue):
        return cue
    if is_template(_BRACES.sub("", cue)):
        raise ValueError(cue)
    return _BRACES.sub(choices, cue)


def template_choices(cue: str) -> list[list[str]]:
    """Return the pieces of a spelt-out cue in order, each as the strings that may stand there."""
    # split() with one group: what stands outside the braces at even places, what stands inside at odd ones.
    return [part.split("|") if at % 2 else [part] for at, part in enumerate(_BRACES.split(cue)) if part or at % 2]


def expand_cue(cue: str) -> Iterator[str]:
    """Yield the strings that a spelt-out cue stands for."""
    return map("".join, product(*template_choices(cue)))
