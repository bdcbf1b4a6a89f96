"""The saved questions, one a line, family by family; a test fails when a module is not listed here."""

from __future__ import annotations

from queries import (
    gap_cells,
    gap_empty_status,
    gap_goals,
    gap_groups,
    gap_intersections,
    gap_no_group,
    gap_no_partner,
    gap_norm,
    gap_not_operating,
    gap_pathway,
    gap_silos,
    gap_sole_bureau,
    gap_sole_partner,
    gap_stars,
)

CATALOGUE = (
    gap_groups.QUERY,
    gap_cells.QUERY,
    gap_norm.QUERY,
    gap_goals.QUERY,
    gap_pathway.QUERY,
    gap_intersections.QUERY,
    gap_sole_bureau.QUERY,
    gap_sole_partner.QUERY,
    gap_no_partner.QUERY,
    gap_no_group.QUERY,
    gap_not_operating.QUERY,
    gap_empty_status.QUERY,
    gap_stars.QUERY,
    gap_silos.QUERY,
)
