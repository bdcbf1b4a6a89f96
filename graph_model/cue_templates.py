"""A cue as a vocabulary writes it -> the strings that it stands for.

`{夫|配偶者}からの{暴力|ＤＶ}` stands for four strings, `{障害|}児` for two, and `{partner}からの暴力` for one for each word of the
vocabulary's class `partner`. A cue without braces stands for itself.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import product

_BRACES = re.compile(r"\{([^{}]*)\}")


def expand_cues(cues: Iterable[str], classes: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the strings that the cues stand for, each once, in order. Raises ValueError that names a brace it cannot read."""
    return tuple(dict.fromkeys(word for cue in cues for word in (_expand_cue(cue, classes) if is_template(cue) else [cue])))


def is_template(cue: str) -> bool:
    """Whether a cue has a brace and is to be expanded."""
    return "{" in cue or "}" in cue


def _expand_cue(cue: str, classes: Mapping[str, Sequence[str]]) -> Iterable[str]:
    # split() with one group: what stands outside the braces at even places, what stands inside at odd ones.
    parts = _BRACES.split(cue)
    choices: list[Sequence[str]] = []
    for at, part in enumerate(parts):
        if at % 2 == 0:
            if "{" in part or "}" in part:
                raise ValueError(cue)
            choices.append((part,))
        elif "|" in part:
            choices.append(part.split("|"))
        elif part in classes:
            choices.append(classes[part])
        else:
            raise ValueError(f"{{{part}}}")
    return ("".join(chosen) for chosen in product(*choices))
