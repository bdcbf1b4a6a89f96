"""The ledger: what became of every line and every filled cell of a document."""

from __future__ import annotations

from collections import Counter
from typing import Any

from graph_model.evidence import Cell, Place
from graph_model.notices import NOT_UNDERSTOOD, REASONS, USES


class Ledger:
    """Counts lines by use or reason, and cells by column or reason; keeps each line's fate for those who ask."""

    def __init__(self) -> None:
        self.fates: dict[int, str] = {}
        self.cells: Counter[str] = Counter()

    def line(self, place: Place, fate: str) -> None:
        """Enter one line under a use, a reason or `not_understood`; entering it again changes its fate."""
        assert fate in USES or fate in REASONS or fate == NOT_UNDERSTOOD, fate
        self.fates[place.line] = fate

    def cell(self, cell: Cell, fate: str) -> None:
        """Enter one cell under its column, `blank`, another reason, or `not_understood`."""
        self.cells[fate if cell.raw.strip() else "blank"] += 1

    def as_dict(self) -> dict[str, Any]:
        """Return the counts as they are stored in a graph."""
        lines = Counter(self.fates.values())
        return {
            "lines": len(self.fates),
            "used": {use: lines[use] for use in USES if lines[use]},
            "ignored": {reason: lines[reason] for reason in REASONS if lines[reason]},
            NOT_UNDERSTOOD: lines[NOT_UNDERSTOOD],
            "cells": {
                "total": sum(self.cells.values()),
                "used": {fate: self.cells[fate] for fate in sorted(self.cells) if fate not in REASONS and fate != NOT_UNDERSTOOD},
                "ignored": {reason: self.cells[reason] for reason in REASONS if self.cells[reason]},
                NOT_UNDERSTOOD: self.cells[NOT_UNDERSTOOD],
            },
        }
