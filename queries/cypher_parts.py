"""Pieces of Cypher that the saved questions share: a plan's measures as maps, its vocabularies in order, a cell judged.

`$plan` is a plan's id; `$reviewed_only` leaves links that no person has confirmed out. Nodes and links that no load of ours wrote (they have no `content_hash`) are somebody's own, and count for nothing. Lists come in the order of the plan or of its vocabulary, so that a list comprehension over them is sorted.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph_model.editions import in_edition
from graph_model.graph import node_id
from graph_model.kinds import CLIENT_FACETS, IN_OPERATION
from queries.facts import OUR_OWN


def seen(link: str = "r") -> str:
    """Return the condition that a load of ours wrote a link, and that a person has confirmed it where only such links count."""
    return f"{link}.content_hash IS NOT NULL AND (NOT $reviewed_only OR {link}.review IS NOT NULL)"


_SEEN = seen()
IN_OPERATION_IDS = [node_id("Status", name) for name in IN_OPERATION]

OF_PLAN = in_edition("m")
"""Whether measure `m` is one of `$plan`."""
OURS = "all(link IN relationships(path) WHERE link.content_hash IS NOT NULL)"
"""Whether a load of ours wrote every link of `path`: what somebody drew by hand is in no picture and no answer."""
_OF_P = in_edition("m", "p.id")

PLAN = "MATCH (p:Plan {id: $plan})\n"


def plan_that_has(*columns: str) -> str:
    """Return Cypher that matches the plan if all of these columns of its document were read; else there are no rows."""
    return f"MATCH (p:Plan {{id: $plan}}) WHERE {unread(*columns)} = 0\n"


def unread(*columns: str) -> str:
    """Return how many of these columns the document of `p` lacks."""
    return f"size([name IN {list(columns)} WHERE NOT name IN p.columns_read])"


OPERATING = f"EXISTS {{ MATCH (m)-[r:HAS_STATUS]->(x:Status) WHERE x.id IN {IN_OPERATION_IDS} AND {_SEEN} }}"
"""Whether measure `m` is in operation; takes the names `r` and `x`."""


def _goals(types: str) -> str:
    ours = "r.content_hash IS NOT NULL"
    return (
        f"[(m)-[r:{types}]->(:Section)<-[s:HAS_SECTION]-(x:Goal) WHERE {ours} AND s.content_hash IS NOT NULL | x.id]"
        f" + [(m)-[r:{types}]->(x:Goal) WHERE {ours} | x.id]"
    )


_FIELDS = {
    "groups": f"[(m)-[r:SERVES]->(x:TargetGroup) WHERE {_SEEN} | x.id]",
    "facets": f"[(m)-[r:SERVES]->(x:TargetGroup) WHERE {_SEEN} | x.facet]",
    "supports": f"[(m)-[r:PROVIDES]->(x:SupportType) WHERE {_SEEN} | x.id]",
    "partners": f"[(m)-[r:PARTNERS_WITH]->(x:Organisation) WHERE {_SEEN} | x.id]",
    "partner_roles": f"[(m)-[r:PARTNERS_WITH]->(x:Organisation) WHERE {_SEEN} | {{partner: x.id, roles: r.roles}}]",
    "outside": f"[(m)-[r:PARTNERS_WITH]->(x:Organisation) WHERE {_SEEN} AND NOT x.body IN {list(OUR_OWN)} | x.id]",
    "counted": f"[(m)-[r:PARTNERS_WITH]->(x:Organisation) WHERE {_SEEN} AND ($own OR NOT x.body IN {list(OUR_OWN)}) | x.id]",
    "norms": f"[(m)-[r:FALLS_UNDER]->(x:Norm) WHERE {_SEEN} | x.id]",
    "bureaus": f"COLLECT {{ MATCH (m)-[r:OWNED_BY]->(x:Bureau) WHERE {_SEEN} RETURN x.id ORDER BY x.id }}",
    "status": f"head([(m)-[r:HAS_STATUS]->(x:Status) WHERE {_SEEN} | x.id])",
    "operating": OPERATING,
    "no_status": f"NOT EXISTS {{ MATCH (m)-[r:HAS_STATUS]->(:Status) WHERE {_SEEN} }}",
    "again": f"[(m)-[r:SERVES|PROVIDES|PARTNERS_WITH|OWNED_BY|FALLS_UNDER|HAS_STATUS]->(x) WHERE r.from_relisting AND {_SEEN} | x.id]",
    "goals": _goals("LISTED_IN|RELISTED_IN"),
    "listed_in": "head(COLLECT { MATCH (m)-[r:LISTED_IN]->(x) WHERE r.content_hash IS NOT NULL RETURN x.id ORDER BY x.id })",
    "relistings": (
        "[(m)-[r:RELISTED_IN]->(x) WHERE r.content_hash IS NOT NULL | {place: x.id, differs: r.differs, columns: [c IN ['item', 'text', 'status']"
        " WHERE r['differences_' + c] IS NOT NULL]}]"
    ),
    "first_goals": _goals("LISTED_IN"),
}


def measures(*fields: str) -> str:
    """Return Cypher that goes on from `p` with `measures`: a map a measure with id, order and these fields, in the plan's order.

    Beside `_FIELDS` a field may be any property of a measure.
    """
    parts = [f"{name}: {_FIELDS[name]}" if name in _FIELDS else f".{name}" for name in fields]
    return (
        "WITH p, COLLECT {\n"
        f"  MATCH (m:Measure) WHERE {_OF_P}\n"
        f"  RETURN m {{.id, .order, {', '.join(parts)}}} ORDER BY m.order, m.id\n"
        "} AS measures\n"
    )


def _terms(name: str, kind: str, fields: str, condition: str) -> str:
    return (
        "WITH *, COLLECT {\n"
        f"  UNWIND range(0, size(p.vocabulary_{kind}) - 1) AS at\n"
        f"  MATCH (x:{kind} {{id: p.vocabulary_{kind}[at]}}){condition}\n"
        f"  RETURN x {{{fields}, at: at}} ORDER BY at\n"
        f"}} AS {name}\n"
    )


CLIENT_GROUPS = _terms("groups", "TargetGroup", ".id, .facet", f" WHERE x.facet IN {list(CLIENT_FACETS)}")
SERVICES = _terms("services", "SupportType", ".id, .suits", " WHERE x.service")
HEADINGS = _terms("headings", "Norm", ".id", "")
ORGANISATIONS = _terms("organisations", "Organisation", ".id, .body", "")

GOALS = (
    "WITH *, COLLECT {\n"
    f"  MATCH (x:Goal) WHERE {in_edition('x', 'p.id')}\n"
    "  RETURN x {.id, .order} ORDER BY x.order, x.id\n"
    "} AS goals\n"
)

PLACES = (
    "WITH *, COLLECT {\n"
    f"  MATCH (m:Measure)-[r:LISTED_IN|RELISTED_IN]->(x) WHERE r.content_hash IS NOT NULL AND {_OF_P}\n"
    "  WITH DISTINCT x ORDER BY coalesce(x.order, 0), x.id\n"
    "  RETURN x.id\n"
    "} AS places\n"
)
"""Where measures stand: sections, or goals or the plan where there are none."""

STATUSES = _terms("statuses", "Status", ".id", "")

BUREAUS = (
    "WITH *, COLLECT {\n"
    "  MATCH (m:Measure)-[r:OWNED_BY]->(x:Bureau)\n"
    f"  WHERE {_OF_P} AND {_SEEN}\n"
    "  RETURN DISTINCT x.id AS id ORDER BY id\n"
    "} AS bureaus\n"
)


def owners(measures: str, several: str = "several_bureaus", one: str = "same_bureau") -> str:
    """Return the expression of who owns these measures (with `bureaus`), beside their `bureaus`; see queries.states.judge_owners."""
    return (
        f"CASE WHEN size(bureaus) > 1 THEN '{several}' WHEN any(m IN {measures} WHERE size(m.bureaus) = 0) THEN 'not_assessed'"
        f" ELSE '{one}' END"
    )


GROUPS_AND_CELLS = (
    "UNWIND groups AS g\n"
    "UNWIND [null] + services AS s\n"
    "WITH * WHERE s IS NULL OR size(s.suits) = 0 OR g.facet IN s.suits OR substring(g.id, 6) IN s.suits\n"
    "WITH *, [m IN measures WHERE g.id IN m.groups AND (s IS NULL OR s.id IN m.supports)] AS named\n"
    "WITH *, [m IN named WHERE m.operating] AS running, [m IN named WHERE m.no_status] AS unknown\n"
)
"""Client groups `g` and the cells that apply to them (`s` is null for the group itself); see queries.places."""


def judge_place(state: str, *needs: str) -> str:
    """Return Cypher that goes on from GROUPS_AND_CELLS with `state`: what the expression says of the measures in `some`."""
    return (
        f"WITH *, [some IN [running, running + unknown] |\n{state}] AS states\n"
        f"WITH *, CASE WHEN {unread(*needs)} > 0 OR states[0] <> states[1] THEN 'not_assessed' ELSE states[0] END AS state\n"
    )


OPEN = (
    "m.operating AND CASE g.facet WHEN 'situation'"
    f" THEN 'reference' IN m.facets AND none(f IN m.facets WHERE f IN {list(CLIENT_FACETS)})"
    " ELSE any(f IN m.facets WHERE f IN ['reference', 'situation']) AND none(f IN m.facets WHERE f IN ['person', 'harm']) END"
)
"""Whether measure `m` (with `operating`, `facets`) is open to group `g` without naming it."""

SUITS = "(size(s.suits) = 0 OR g.facet IN s.suits OR substring(g.id, 6) IN s.suits)"
"""Whether service `s` suits group `g`."""

JUDGE = """\
WITH *, CASE WHEN any(m IN named WHERE m.operating) THEN [] ELSE general END AS general,
  size([m IN named WHERE m.operating]) AS running
WITH *, CASE
  WHEN NOT applies THEN 'not_applicable'
  WHEN NOT 'status' IN p.columns_read THEN 'not_assessed'
  WHEN running > $thin THEN 'served'
  WHEN running > 0 THEN 'thin'
  WHEN any(m IN named WHERE m.no_status) THEN 'not_assessed'
  WHEN size(named) > 0 THEN 'planned_only'
  WHEN NOT 'item' IN p.columns_read THEN 'not_assessed'
  WHEN size(general) > 0 THEN 'general'
  ELSE 'absent' END AS state
WITH *, CASE state WHEN 'absent' THEN 0 WHEN 'general' THEN 1 WHEN 'planned_only' THEN 2 WHEN 'thin' THEN 3
  WHEN 'served' THEN 4 WHEN 'not_assessed' THEN 5 WHEN 'out_of_scope' THEN 6 ELSE 7 END AS rank
"""
"""The state of a cell from `named`, `general` (lists of measures with `operating`, `no_status`) and `applies`; see queries.states."""


def cell(relisted: str) -> str:
    """Return the columns that every cell has, for RETURN; `relisted` is the condition on `m` for standing there by relisting."""
    return (
        "state, size(named) AS count, [m IN named | m.id] AS measures,\n"
        "  [m IN named WHERE NOT m.operating | m.id] AS planned,\n"
        f"  [m IN named WHERE {relisted} | m.id] AS relisted"
    )


def tally(names: Sequence[str]) -> str:
    """Return Cypher that goes on from `states` and counts each of these, in one row."""
    return "RETURN " + ",\n  ".join(f"size([x IN states WHERE x = '{name}']) AS {name}" for name in names) + "\n"
