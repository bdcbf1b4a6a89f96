"""Two texts -> the longest run of characters that both have."""

from __future__ import annotations

from collections.abc import Sequence

_LONG = 4_000_000


def longest_shared_run(ours: Sequence[str], theirs: Sequence[str]) -> tuple[int, int, int, int, int]:
    """Return (our cell, where it starts there, their cell, where it starts there, its length) of the longest run within a cell of each.

    Of several as long it is the first of ours, and there the first of theirs.
    """
    best = (0, 0, 0, 0, 0)
    for at, our in enumerate(ours):
        for other, their in enumerate(theirs):
            find = _run_by_looking if len(our) * len(their) <= _LONG else _run_by_automaton
            start, length = find(our, their, best[4])
            if length > best[4]:
                best = (at, start, other, their.find(our[start : start + length]), length)
    return best


def _run_by_looking(ours: str, theirs: str, longer_than: int) -> tuple[int, int]:
    """Return (start in ours, length) of the longest shared run that is longer than `longer_than`, else (0, 0).

    What is longer than the last one found is looked for; where its second half does not stand in theirs, every run over that half is passed over.
    """
    found, length = 0, longer_than
    at = 0
    while at + length < len(ours):
        half = at + (length + 2) // 2
        if length > 2 and ours[half : at + length + 1] not in theirs:
            at = half + 1
            continue
        if ours[at : at + length + 1] in theirs:
            length += 1
            while at + length < len(ours) and ours[at : at + length + 1] in theirs:
                length += 1
            found = at
        at += 1
    return (found, length) if length > longer_than else (0, 0)


def _run_by_automaton(ours: str, theirs: str, longer_than: int) -> tuple[int, int]:
    """Return the same in time linear in both, for long cells: ours read by the suffix automaton of theirs (Blumer et al. 1985)."""
    steps, links, lengths = _suffix_automaton(theirs)
    state = run = 0
    end, length = 0, longer_than
    for at, char in enumerate(ours):
        while state and char not in steps[state]:
            state = links[state]
            run = lengths[state]
        if char in steps[state]:
            state = steps[state][char]
            run += 1
        if run > length:
            end, length = at + 1, run
    return (end - length, length) if length > longer_than else (0, 0)


def _suffix_automaton(text: str) -> tuple[list[dict[str, int]], list[int], list[int]]:
    steps: list[dict[str, int]] = [{}]
    links, lengths = [-1], [0]
    last = 0
    for char in text:
        state = len(steps)
        steps.append({})
        lengths.append(lengths[last] + 1)
        links.append(0)
        before = last
        while before >= 0 and char not in steps[before]:
            steps[before][char] = state
            before = links[before]
        if before >= 0:
            links[state] = _suffix_link(steps, links, lengths, before, char)
        last = state
    return steps, links, lengths


def _suffix_link(steps: list[dict[str, int]], links: list[int], lengths: list[int], before: int, char: str) -> int:
    """Return the state of the longest suffix that stands earlier, parted from a state of longer words where need be."""
    after = steps[before][char]
    if lengths[before] + 1 == lengths[after]:
        return after
    parted = len(steps)
    steps.append(dict(steps[after]))
    lengths.append(lengths[before] + 1)
    links.append(links[after])
    links[after] = parted
    while before >= 0 and steps[before].get(char) == after:
        steps[before][char] = parted
        before = links[before]
    return parted
