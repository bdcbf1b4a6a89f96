"""What the benchmarks share: whole processes timed in turn, a row with its ratio, memory, tables, and where a page goes."""

from __future__ import annotations

import ctypes
import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

HEADS = ("ours", "time", "beside", "time", "ratio", "goal")


class Pair(NamedTuple):
    """Two commands to time in turn: ours and a yardstick, each with its words, and the greatest ratio that is meant."""

    ours: list[str]
    words: str
    beside: list[str]
    beside_words: str
    goal: float


def median_times(commands: dict[str, list[str]], rounds: int = 9) -> dict[str, float]:
    """Return the median seconds of each command, run in turn (A B A B …) after one round that is not counted."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
            if turn:
                times[name].append(time.perf_counter() - start)
    return {name: statistics.median(found) for name, found in times.items()}


def ratio_table(pairs: Sequence[Pair], rounds: int = 9) -> str:
    """Return a table with a row a pair: both times in milliseconds, the ratio, the goal."""
    rows = []
    for pair in pairs:
        times = median_times({"ours": pair.ours, "beside": pair.beside}, rounds)
        ours, beside = times["ours"], times["beside"]
        rows.append(
            [pair.words, f"{ours * 1000:.0f} ms", pair.beside_words, f"{beside * 1000:.0f} ms", f"{ours / beside:.2f}", f"≤ {pair.goal}"]
        )
    return to_table(HEADS, rows)


def to_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows as a Markdown table."""
    return "".join(f"| {' | '.join(row)} |\n" for row in (heads, ["---"] * len(heads), *rows))


def write_page(text: str, output: Path | None) -> None:
    """Write a page to a file, or print it."""
    if output:
        output.write_text(text, encoding="utf-8", newline="\n")
    else:
        sys.stdout.write(text)


def peak() -> float:
    """Return the most memory that this process has had so far, in megabytes; 0 where the system does not tell (Windows)."""
    try:
        import resource
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def forget_peak() -> None:
    """Give back what is free, and count the most memory of this process from now (Linux alone)."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
