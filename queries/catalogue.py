"""The saved questions, one a line, family by family; a test fails when a module is not listed here."""

from __future__ import annotations

from queries import (
    gap_cells,
    gap_goals,
    gap_groups,
    gap_intersections,
    gap_norm,
    gap_pathway,
    overlap_fragmentation,
    overlap_items,
    overlap_pairs,
    overlap_partners,
    overlap_relistings,
    overlap_status,
    quality_evidence,
    quality_unreviewed,
    status_by_bureau,
    status_by_goal,
    structure_bridges,
)

CATALOGUE = (
    gap_groups.QUERY,
    gap_cells.QUERY,
    gap_norm.QUERY,
    gap_goals.QUERY,
    gap_pathway.QUERY,
    gap_intersections.QUERY,
    overlap_pairs.QUERY,
    overlap_fragmentation.QUERY,
    overlap_items.QUERY,
    overlap_status.QUERY,
    overlap_partners.QUERY,
    overlap_relistings.QUERY,
    structure_bridges.QUERY,
    status_by_bureau.QUERY,
    status_by_goal.QUERY,
    quality_evidence.QUERY,
    quality_unreviewed.QUERY,
)
