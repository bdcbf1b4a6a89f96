"""A small plan in our own words, built in memory: for tests that need links and not a whole document."""

from __future__ import annotations

from pathlib import Path

from loaders.assemble import LoadedPlan, source_to_plan
from loaders.readers.lines import bytes_to_source

HEAD = "No.\t事項\t内容\t令和6年9月末時点の取組状況\t所管局"


def plan_of(*rows: str, head: str = HEAD, name: str = "試験県.txt") -> LoadedPlan:
    """Return the plan of an invented prefecture with these rows (cells parted by |) in one section of one goal."""
    lines = ["試験県女性支援計画の取組状況", "基本目標1 はじめの目標", "ア はじめの区分", head, *(row.replace("|", "\t") for row in rows)]
    return source_to_plan(bytes_to_source("\n".join(lines).encode("utf-8"), name))


def write_plan(folder: Path, *rows: str) -> Path:
    """Write the same plan to a file and return its path."""
    path = folder / "試験 県.txt"
    path.write_text(plan_of(*rows).source.text, encoding="utf-8")
    return path


def links_of_row(text: str, *, item: str = "取組", status: str = "実施", bureau: str = "福祉局") -> dict[str, dict[str, dict]]:
    """Return the extracted links of one measure, by kind and target's short id."""
    loaded = plan_of(f"1|{item}|{text}|{status}|{bureau}")
    found: dict[str, dict[str, dict]] = {}
    for _, target, data in loaded.graph.out_edges("measure:試験県-2024-09/1", data=True):
        if "evidence" in data:
            found.setdefault(data["kind"], {})[target.split(":", 1)[1]] = data
    return found
