"""gap-silos: bureaus that serve one client group only and share no partner or meeting with any other bureau."""

from __future__ import annotations

from collections import Counter
from typing import Any

from graph_model.kinds import CLIENT_FACETS
from graph_model.words import Words
from queries import cypher_parts as cypher
from queries import picture_parts as picture
from queries.doubt import Flip, add_seen
from queries.facts import PlanFacts
from queries.places import all_doubtful
from queries.saved_query import Column, Row, SavedQuery, found_or_rest

NEEDS = ("item", "status", "bureau")


def measures_of(facts: PlanFacts) -> dict[str, list[str]]:
    """Return the measures of each bureau, in the plan's order."""
    found: dict[str, list[str]] = {bureau: [] for bureau in facts.plan_bureaus}
    for measure in facts.measures:
        for bureau in facts.bureaus[measure]:
            found[bureau].append(measure)
    return found


def bodies_of(facts: PlanFacts, bureau: str, measures: list[str]) -> frozenset[str]:
    """Return the organisations of any body in a bureau's measures, and the one that is the bureau itself (`same_as`)."""
    name = facts.graph.nodes[bureau]["name"]
    itself = frozenset(one for one in facts.organisations if name in facts.graph.nodes[one].get("same_as", ()))
    return itself.union(*(facts.partners[measure] for measure in measures))


def answer(facts: PlanFacts, parameters: dict[str, Any]) -> list[Row]:
    """Return a row a silo, more measures first, then by id.

    A silo is a bureau of which all of this holds: its measures name exactly one client group; it owns none of them together
    with another bureau; no organisation (office, partner or meeting) of its measures stands in a measure that another
    bureau owns. A bureau that is itself an organisation (`same_as`) stands in its own measures.
    """
    if facts.unread.intersection(NEEDS):
        return []
    owned = measures_of(facts)
    bodies = {bureau: bodies_of(facts, bureau, measures) for bureau, measures in owned.items()}
    reach = Counter(body for found in bodies.values() for body in found)
    rows: list[Row] = []
    for bureau, measures in owned.items():
        groups = [group for group in facts.client_groups if any(group in facts.groups[measure] for measure in measures)]
        alone = all(len(facts.bureaus[measure]) == 1 for measure in measures) and all(reach[body] == 1 for body in bodies[bureau])
        if len(groups) == 1 and alone:
            found = {"count": len(measures), "measures": measures}
            partners = facts.terms_in_order("Organisation", frozenset().union(*(facts.partners[measure] for measure in measures)))
            rows.append({"finding": f"gap-silos/{bureau}", "bureau": bureau, "group": groups[0], **found, "partners": partners})
    return sorted(rows, key=lambda row: -row["count"])


def doubt(facts: PlanFacts, row: Row, parameters: dict[str, Any]) -> list[Flip]:
    """Return what breaks a silo: a cue for a second group or a shared body, seen and not taken; or its one group is doubtful."""
    bureau, group = row["bureau"], row["group"]
    owned = measures_of(facts)
    elsewhere = {body for other in owned if other != bureau for body in bodies_of(facts, other, owned[other])}
    for measure in row["measures"]:
        if flip := add_seen(facts, measure, "SERVES", lambda other: other in facts.client_groups and other != group):
            return [flip]
        if flip := add_seen(facts, measure, "PARTNERS_WITH", elsewhere.__contains__):
            return [flip]
    for body in facts.terms_in_order("Organisation", bodies_of(facts, bureau, row["measures"])):
        for measure, quote in facts.rejected.get(("PARTNERS_WITH", body), ()):
            if set(facts.bureaus[measure]) - {bureau}:
                return [Flip("add", measure, "PARTNERS_WITH", body, quote)]
    naming = [measure for measure in row["measures"] if group in facts.groups[measure]]
    return all_doubtful(facts, naming, lambda measure: [("SERVES", group), ("OWNED_BY", bureau)])


QUERY = SavedQuery(
    name="gap-silos",
    family="gap",
    title=Words("ほかの局とつながりのない局", "Bureaus on their own"),
    question=Words(
        "一つの対象者だけを担い、ほかの局と協働先も会議体も共有しない局はどこか",
        "Which bureaus serve one client group only and share no partner or meeting with another?",
    ),
    why=Words(
        "困難は重なって現れるので、つながりのない局の取組は、ほかの支援に引き継がれにくいため。",
        "Difficulties come together; what a bureau does on its own is hard to hand on to other help.",
    ),
    how_to_read=Words(
        "次のすべてに当たる局。取組が名指しする対象者（支援者・一般の人を除く21区分）がちょうど一つ。ほかの局と共管の取組がない。取組に出てくる機関・団体・会議体が、ほかの局の所管する取組に一つも出てこない（自局が機関として他局の取組に出てくる場合も、つながりとみる）。",
        "A bureau whose measures name exactly one client group, which owns no measure together with another bureau, and none of whose organisations and meetings stands in a measure that another bureau owns (being named there as an organisation itself is a tie, too).",
    ),
    limits=Words(
        "計画に書かれたつながりだけを見る。取組の少ない局ほど当てはまりやすい。総称（民間団体など）の共有も、つながりとみる。",
        "Only ties that the plan names are seen; a bureau with few measures is a silo more easily, and sharing a collective name (private bodies) counts as a tie.",
    ),
    unit="bureau",
    over=("bureaus",),
    columns=(
        Column("bureau", "id", "Bureau", Words("所管局", "bureau")),
        Column("group", "id", "TargetGroup", Words("対象者", "group")),
        Column("count", "whole", None, Words("取組数", "measures")),
        Column("measures", "ids", "Measure", Words("取組", "which")),
        Column("partners", "ids", "Organisation", Words("機関・会議体", "organisations")),
    ),
    parameters=(),
    answer=answer,
    doubt=doubt,
    cypher=f"""\
{cypher.plan_that_has(*NEEDS)}{cypher.measures("groups", "partners", "bureaus")}{cypher.CLIENT_GROUPS}{cypher.BUREAUS}\
WITH *, COLLECT {{ MATCH (o:Organisation)
  WHERE o.id IN p.vocabulary_Organisation RETURN o {{.id, names: coalesce(o.same_as, [])}} }} AS organisations
UNWIND bureaus AS id
MATCH (b:Bureau {{id: id}})
WITH p, groups, b, [m IN measures WHERE b.id IN m.bureaus] AS owned,
  [o IN organisations WHERE b.name IN o.names OR any(m IN measures WHERE b.id IN m.bureaus AND o.id IN m.partners) | o.id] AS bodies
WITH p, groups, collect({{bureau: b.id, owned: owned, bodies: bodies}}) AS all
UNWIND all AS one
WITH *, [g IN groups WHERE any(m IN one.owned WHERE g.id IN m.groups) | g.id] AS named
WITH * WHERE size(named) = 1 AND all(m IN one.owned WHERE size(m.bureaus) = 1)
  AND none(other IN all WHERE other.bureau <> one.bureau AND any(o IN one.bodies WHERE o IN other.bodies))
RETURN 'gap-silos/' + one.bureau AS finding, one.bureau AS bureau, named[0] AS group, size(one.owned) AS count,
  [m IN one.owned | m.id] AS measures,
  [o IN p.vocabulary_Organisation WHERE any(m IN one.owned WHERE o IN m.partners)] AS partners
ORDER BY count DESC, bureau
""",
    draws=Words(
        "対象者を一つだけ名指しし、ほかの局と取組も機関・会議体も共有しない局と、その取組（20の線まで）。",
        "Bureaus that name one client group only and share no measure and no organisation with another, with their measures (up to 20 lines).",
    ),
    picture=f"""\
{picture.given()}{picture.plan_read_with(*NEEDS)}\
MATCH (b:Bureau)<-[r:OWNED_BY]-(m:Measure) WHERE {picture.OF_PLAN} AND r.content_hash IS NOT NULL
WITH p, b, collect(DISTINCT m) AS owned
WITH p, b, owned, COLLECT {{ UNWIND owned AS m MATCH (m)-[r:SERVES]->(g:TargetGroup)
  WHERE r.content_hash IS NOT NULL AND g.facet IN {list(CLIENT_FACETS)} RETURN DISTINCT g }} AS groups,
  COLLECT {{ MATCH (o:Organisation) WHERE o.id IN p.vocabulary_Organisation AND (b.name IN o.same_as
    OR EXISTS {{ MATCH (o)<-[r:PARTNERS_WITH]-(m:Measure) WHERE r.content_hash IS NOT NULL AND m IN owned }}) RETURN o }} AS bodies
WITH collect({{b: b, owned: owned, groups: groups, bodies: bodies}}) AS bureaus
UNWIND bureaus AS one
WITH one.b AS b, one WHERE size(one.groups) = 1 AND none(other IN bureaus WHERE other.b <> one.b
  AND (any(m IN other.owned WHERE m IN one.owned) OR any(o IN other.bodies WHERE o IN one.bodies)))
RETURN b, COLLECT {{
  UNWIND one.owned AS m MATCH path = (b)<-[:OWNED_BY]-(m)-[:SERVES|PARTNERS_WITH*0..1]->() WHERE {cypher.OURS} RETURN path ORDER BY m.order LIMIT 20
}} AS paths
ORDER BY size(one.owned) DESC LIMIT {picture.LIMIT}
""",
    by_state=found_or_rest("silo", "not_silo", "bureaus", NEEDS),
    needs=NEEDS,
)
