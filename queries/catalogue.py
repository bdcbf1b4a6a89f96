"""The saved questions, one a line, family by family; a test fails when a module is not listed here."""

from __future__ import annotations

from queries import (
    gap_cells,
    gap_goals,
    gap_groups,
    gap_intersections,
    gap_norm,
    gap_pathway,
    overlap_pairs,
)

CATALOGUE = (
    gap_groups.QUERY,
    gap_cells.QUERY,
    gap_norm.QUERY,
    gap_goals.QUERY,
    gap_pathway.QUERY,
    gap_intersections.QUERY,
    overlap_pairs.QUERY,
)
