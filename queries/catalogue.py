"""The saved questions, one a line; a test fails when a module is not listed here."""

from __future__ import annotations

from queries import gap_cells, gap_groups

CATALOGUE = (
    gap_groups.QUERY,
    gap_cells.QUERY,
)
