"""Pieces of Cypher that the pictures for Neo4j Browser share.

A picture's first line gives each parameter its one place (`WITH $plan AS plan, $group AS group`). Below it they are variables: each WITH carries on those that are still needed, and nothing else has the name of a parameter. What a picture is about stands in a row of its own, also where no link leads to it, and comes before what stands beside it.
"""

from __future__ import annotations

from graph_model.editions import in_edition
from graph_model.kinds import CLIENT_FACETS
from queries.cypher_parts import IN_OPERATION_IDS, OURS, SUITS
from queries.facts import OUR_OWN

LIMIT = 300
"""So many rows at most, so that Browser stays usable."""

OF_PLAN = in_edition("m", "plan")
"""Whether measure `m` is one of the plan."""
DRAWN = f"{OF_PLAN} AND {OURS}"
"""Whether `path` is of links that a load of ours wrote, from a measure `m` of the plan."""
RUNNING = f"EXISTS {{ (m)-[stage:HAS_STATUS]->(at:Status) WHERE stage.content_hash IS NOT NULL AND at.id IN {IN_OPERATION_IDS} }}"
"""Whether measure `m` is in operation."""
OUTSIDE = f"(own OR NOT o.body IN {list(OUR_OWN)})"
"""Whether organisation `o` counts as a partner."""


def given(*names: str) -> str:
    """Return the line in which a picture takes the plan and its parameters; of a plan that is loaded in part nothing is drawn."""
    return (
        f"WITH {', '.join(f'${name} AS {name}' for name in ('plan', *names))}\n"
        "WHERE NOT EXISTS { MATCH (half:Plan {id: plan}) WHERE half.loading IS NOT NULL }\n"
    )


def plan_read_with(*columns: str) -> str:
    """Return Cypher that matches the plan `p` if all of these columns of its document were read; else there is nothing to draw."""
    return f"MATCH (p:Plan {{id: plan}})\n  WHERE all(name IN {list(columns)} WHERE name IN p.columns_read)\n"


def terms(node: str, kind: str, condition: str = "") -> str:
    """Return Cypher that goes on from `p` with each term of a kind that the plan was read with, whether or not a measure names it."""
    where = f"\n  WHERE {condition}" if condition else ""
    return f"UNWIND p.vocabulary_{kind} AS {node}_id MATCH ({node}:{kind} {{id: {node}_id}}){where}\n"


def client_groups(condition: str = "(group IS NULL OR g.id = group)", node: str = "g") -> str:
    """Return Cypher that goes on from `p` with the plan's client groups, of which the condition holds."""
    among = f"{node}.facet IN {list(CLIENT_FACETS)}"
    return terms(node, "TargetGroup", f"{among} AND {condition}" if condition else among)


def one_with_its_gaps(node: str, other: str, *narrowing: str) -> str:
    """Return the end of a picture of cells: from `node`, `other` and a `path` between them, null where there is none.

    Where none of the parameters narrows it, of the nodes that have some of the others it shows the one that lacks most.
    """
    return f"""\
WITH coalesce({", ".join(narrowing)}) AS narrowed, {node}, collect({{other: {other}, path: path}}) AS cells
WITH *, size([cell IN cells WHERE cell.path IS NULL]) AS lacking
ORDER BY lacking = size(cells), lacking DESC, {node}.order
WITH narrowed, collect({{node: {node}, cells: cells}}) AS found
UNWIND found[..CASE WHEN narrowed IS NULL THEN 1 ELSE size(found) END] AS one
UNWIND one.cells AS cell
RETURN one.node AS {node}, cell.other AS {other}, cell.path AS path
ORDER BY path IS NOT NULL LIMIT {LIMIT}
"""


def places(*names: str) -> str:
    """Return Cypher that goes on from groups `g` with them and with the services `s` that suit them (null for the group itself).

    `ran` are the measures there that are in operation, `named` these and those of no known stage; it keeps parameters.
    """
    return f"""\
MATCH (g)<-[r:SERVES]-(m:Measure)
  WHERE {OF_PLAN} AND r.content_hash IS NOT NULL
WITH *, {RUNNING} AS running ORDER BY m.order
WHERE running OR NOT EXISTS {{ MATCH (m)-[q:HAS_STATUS]->(:Status) WHERE q.content_hash IS NOT NULL }}
UNWIND [null] + [(m)-[q:PROVIDES]->(s:SupportType) WHERE q.content_hash IS NOT NULL AND s.service AND {SUITS} | s] AS s
WITH {", ".join(names)}, g, s, collect(DISTINCT m) AS named, collect(DISTINCT CASE WHEN running THEN m END) AS ran WHERE size(ran) > 0
"""


OWNERS = f"""\
OPTIONAL MATCH path = (m)-[:OWNED_BY]->(b:Bureau) WHERE {OURS}
WITH * WHERE bureau IS NULL OR b.id = bureau
"""
"""Goes on from measures `m` with the `path` to each owner, those of one bureau alone where it is asked for."""
