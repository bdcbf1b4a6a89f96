"""What every answer says of its plan, read by Cypher: the same as queries.run.facts_to_summary has from the local graph."""

from __future__ import annotations

import json
from typing import Any

from graph_model.editions import in_edition
from graph_model.kinds import EDGE_KINDS
from queries import cypher_parts as cypher
from queries.facts import OUR_OWN
from queries.saved_query import PlanSummary

_EXTRACTED = "|".join(kind.name for kind in EDGE_KINDS if kind.extracted)
_OF_PLAN = in_edition("m", "p.id")
_OURS = "r.content_hash IS NOT NULL"
_LOADED = "p.loaded + coalesce(' ' + p.load, '')"

SUMMARY = f"""\
{cypher.PLAN}{cypher.CLIENT_GROUPS}{cypher.SERVICES}{cypher.ORGANISATIONS}{cypher.GOALS}{cypher.BUREAUS}\
RETURN p.id AS id, p.as_of AS as_of, p.source_sha256 AS source_sha256, p.facts_only AS facts_only, p.columns_read AS columns_read,
  p.accepted_findings AS accepted, {_LOADED} AS loaded, p.loading AS loading,
  COUNT {{ MATCH (m:Measure) WHERE {_OF_PLAN} }} AS measures,
  COUNT {{ MATCH (m:Measure)-[r:LISTED_IN|RELISTED_IN]->() WHERE {_OF_PLAN} AND {_OURS} }} AS listings,
  COUNT {{ MATCH (m:Measure)-[r:{_EXTRACTED}]->() WHERE {_OF_PLAN} AND {_OURS} AND r.evidence IS NOT NULL }} AS links,
  COUNT {{ MATCH (m:Measure)-[r:{_EXTRACTED}]->() WHERE {_OF_PLAN} AND {_OURS} AND r.review IS NOT NULL }} AS reviewed,
  size(groups) AS client_groups, size(services) AS services, size(p.vocabulary_Norm) AS headings, size(goals) AS goals,
  size(bureaus) AS bureaus, size([o IN organisations WHERE NOT o.body IN {list(OUR_OWN)}]) AS partners
"""
"""One row: the plan, its stamps, and how many of each thing it has. Takes `$plan` and `$reviewed_only`."""

STAMP = f"MATCH (p:Plan {{id: $plan}}) RETURN {_LOADED} AS loaded, p.loading AS loading"
"""One row: the stamps of a plan's load; no two loads have the same."""


def record_to_summary(record: dict[str, Any]) -> PlanSummary:
    """Return the summary that a row of SUMMARY makes."""
    return PlanSummary(
        about={name: record[name] for name in ("id", "as_of", "source_sha256", "measures", "listings", "facts_only")},
        links=record["links"],
        reviewed=record["reviewed"],
        sizes={
            name: record[name] for name in ("measures", "client_groups", "services", "headings", "goals", "bureaus", "partners", "listings")
        },
        unread=frozenset({"item", "status", "bureau"} - set(record["columns_read"])),
        accepted=tuple(json.loads(record["accepted"]) if record["accepted"] else ()),
    )
