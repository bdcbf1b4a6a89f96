"""What a document says, as frozen records: Plan, Goal, Section, Measure, Listing. Nothing here was concluded from words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from graph_model.evidence import Evidence, Passage, Place


class Goal(NamedTuple):
    """A basic goal (基本目標), its number in Arabic digits."""

    number: str
    name: str
    order: int


class Section(NamedTuple):
    """A section (ア, イ, (1) …) of a goal, or of the plan where `goal` is None. `key` is unique within the goal."""

    goal: int | None
    label: str
    key: str
    name: str
    order: int


class Row(NamedTuple):
    """One row of the table: what each column says, where it is listed, and its marks.

    `number` is empty where the row gives none of its own; `points_to` is the number of the original in a column of its own
    or in the mark; `marks` are the 再掲 marks by the column that has them.
    """

    place: Place
    number: str
    points_to: str
    marks: Mapping[str, str]
    number_mark: str
    new_mark: str
    item: str
    columns: Mapping[str, Passage]
    goal: int | None
    section: int | None

    def passage(self, column: str) -> Passage | None:
        """Return what the column says, or None where it is missing or blank."""
        found = self.columns.get(column)
        return found if found and found.raw.strip() else None


class Listing(NamedTuple):
    """One place where a measure is listed; a relisting says what differs from the original's row."""

    row: Row
    relisted: bool
    mark: str
    differs: str = "none"
    differences: Mapping[str, list[dict[str, str]]] | None = None


class Measure(NamedTuple):
    """One measure (取組). `key` is its number, made unique (41#2); the first listing is the original."""

    key: str
    number: str
    order: int
    item: str | None
    item_how: str
    item_evidence: tuple[Evidence, ...]
    item_rows: tuple[Row, ...]
    listings: tuple[Listing, ...]

    @property
    def row(self) -> Row:
        """The original's row."""
        return self.listings[0].row

    @property
    def has_new_project(self) -> bool:
        """Whether any of its rows has the mark of a new project."""
        return any(listing.row.new_mark for listing in self.listings)


class Plan(NamedTuple):
    """One edition of one plan's report, with all that its document says."""

    slug: str
    title: str
    jurisdiction: str
    edition: str
    as_of: str
    source_file: str
    source_sha256: str
    columns_read: tuple[str, ...]
    goals: tuple[Goal, ...]
    sections: tuple[Section, ...]
    measures: tuple[Measure, ...]
