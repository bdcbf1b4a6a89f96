"""SavedQuery: one question with its meaning, how to read it, its columns, its parameters, and its answer in Python and in Cypher."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from graph_model.words import Words
from queries.states import count_states

if TYPE_CHECKING:
    from queries.doubt import Flip
    from queries.facts import PlanFacts

FAMILIES = {
    "gap": Words("不足", "Gaps"),
    "overlap": Words("重なり", "Overlaps"),
    "structure": Words("つながり", "Structure"),
    "status": Words("状況", "Status"),
    "quality": Words("根拠の質", "Quality"),
}

Row: TypeAlias = dict[str, Any]


class Parameter(NamedTuple):
    """One parameter: its name, its default, what it does; `kind` is the node kind that its value names, if any.

    One with `filters` only chooses among the rows: those that hold its value in one of these columns. All others are
    given to the question's function and to its Cypher.
    """

    name: str
    default: Any
    meaning: Words
    kind: str | None = None
    filters: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


class Column(NamedTuple):
    """One column of the rows: its name, its type (id, ids, text, whole, flag, texts, terms), the kind of node that it names, its head."""

    name: str
    type: str
    kind: str | None
    head: Words


class PlanSummary(NamedTuple):
    """What every answer says of its plan, whichever engine read it: who it is, how many links, how many of each thing there are.

    `sizes` counts measures, client_groups, services, goals, bureaus, partners, headings, listings.
    """

    about: dict[str, Any]
    links: int
    reviewed: int
    sizes: dict[str, int]
    unread: frozenset[str]
    accepted: tuple[dict[str, str], ...]


CountStates: TypeAlias = Callable[[PlanSummary, Sequence[Row], dict[str, int]], dict[str, int]]
"""From the plan, the rows and the tally to how many are in each state."""


def states_of_rows(summary: PlanSummary, rows: Sequence[Row], tally: dict[str, int]) -> dict[str, int]:
    """Return how many rows are in each state of a cell."""
    return count_states(row["state"] for row in rows)


def measures_in_rows(states: Sequence[str], rest: str, needs: Sequence[str], by: str = "state") -> CountStates:
    """Return the counting of all measures: those of the rows under their row's state (in column `by`), all others as `rest`.

    For rows that share no measure. Where one of the columns `needs` was not read, the others are not assessed.
    """

    def count(summary: PlanSummary, rows: Sequence[Row], tally: dict[str, int]) -> dict[str, int]:
        found = {state: sum(row.get("count", 1) for row in rows if row[by] == state) for state in (*states, "not_assessed")}
        others = rest if summary.unread.isdisjoint(needs) else "not_assessed"
        counted = {state: found.get(state, 0) for state in (*states, rest, "not_assessed")}
        counted[others] += summary.sizes["measures"] - sum(found.values())
        return counted

    return count


def tally_with_rest(rest: str) -> CountStates:
    """Return the counting that a tally gives, what is no row (`none`) under the name `rest`."""

    def count(summary: PlanSummary, rows: Sequence[Row], tally: dict[str, int]) -> dict[str, int]:
        return {rest if state == "none" else state: number for state, number in tally.items()}

    return count


def found_or_rest(found: str, rest: str, whole: str, needs: Sequence[str]) -> CountStates:
    """Return how a list of findings is counted: each row is `found`, the others of the plan's `whole` are the `rest`.

    All are not_assessed where a column that the question `needs` was not read.
    """

    def count(summary: PlanSummary, rows: Sequence[Row], tally: dict[str, int]) -> dict[str, int]:
        size = summary.sizes[whole]
        if summary.unread.intersection(needs):
            return {found: 0, rest: 0, "not_assessed": size}
        return {found: len(rows), rest: size - len(rows), "not_assessed": 0}

    return count


class SavedQuery(NamedTuple):
    """One saved question.

    `answer` gives every row in the question's own order, `cypher` the same rows in a database (`$plan` and `$reviewed_only`
    beside the parameters; RETURN aliases are `finding` and the columns), `picture` what Neo4j Browser draws, in words `draws`
    (see `queries.picture_parts`). `by_state` counts what was looked at; where it needs more than the rows, `tally` and `tally_cypher` (one row, an alias a state) count it.
    `doubt` tells what would flip a row, see `queries.doubt`. `needs` are the columns of the document without which nothing can be said.
    """

    name: str
    family: str
    title: Words
    question: Words
    why: Words
    how_to_read: Words
    limits: Words
    unit: str
    over: tuple[str, ...]
    columns: tuple[Column, ...]
    parameters: tuple[Parameter, ...]
    answer: Callable[[PlanFacts, dict[str, Any]], list[Row]]
    doubt: Callable[[PlanFacts, Row, dict[str, Any]], list[Flip]]
    cypher: str
    draws: Words
    picture: str
    by_state: CountStates = states_of_rows
    tally: Callable[[PlanFacts, dict[str, Any]], dict[str, int]] | None = None
    tally_cypher: str = ""
    needs: tuple[str, ...] = ()


THIN = Parameter("thin", 1, Words("この数までの取組を「わずか」とする", "up to this many measures count as thin"))
GROUP = Parameter("group", None, Words("この対象者だけを示す", "show this group only"), "TargetGroup", ("group",))
STATE = Parameter("state", None, Words("この状態だけを示す", "show this state only"), None, ("state",))
IN_BUREAUS = Parameter("bureau", None, Words("この局の取組だけを示す", "show this bureau's measures only"), "Bureau", ("bureaus",))
OWN = Parameter("own", False, Words("自らの機関と会議体も数える", "count own offices and meetings, too"))
TOP = Parameter("top", 200, Words("はじめの何件まで挙げるか", "how many to list"))

CELL_COLUMNS = (
    Column("state", "text", None, Words("状態", "state")),
    Column("count", "whole", None, Words("取組数", "measures")),
    Column("measures", "ids", "Measure", Words("取組", "which")),
    Column("planned", "ids", "Measure", Words("検討・予定", "planned")),
    Column("relisted", "ids", "Measure", Words("再掲による", "by relisting")),
)
"""What every cell says of itself; see queries.states."""
MEASURE_COLUMN = Column("measure", "id", "Measure", Words("取組", "measure"))
BUREAUS_COLUMN = Column("bureaus", "ids", "Bureau", Words("所管局", "bureaus"))
GENERAL_COLUMN = Column("general", "ids", "Measure", Words("一般の取組", "general measures"))
