"""kinds -> JSON Schema: what a saved graph must look like, derived from the one table of kinds."""

from __future__ import annotations

from typing import Any

from graph_model.formats import SCHEMA
from graph_model.kinds import EDGE_KINDS, NODE_KINDS, EdgeKind, NodeKind, Property

_TYPES = {"text": "string", "whole": "integer", "number": "number", "flag": "boolean", "list": "array", "object": "object"}


def kinds_to_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a saved plan graph."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        "type": "object",
        "required": ["directed", "multigraph", "graph", "nodes", "edges"],
        "additionalProperties": False,
        "properties": {
            "directed": {"const": True},
            "multigraph": {"const": True},
            "graph": {
                "type": "object",
                "required": ["schema", "ledger", "notices", "vocabularies"],
                "properties": {
                    "schema": {"const": SCHEMA},
                    "ledger": {"type": "object"},
                    "notices": {"type": "array"},
                    "vocabularies": {"type": "object"},
                },
            },
            "nodes": {"type": "array", "items": {"oneOf": [_node_schema(kind) for kind in NODE_KINDS]}},
            "edges": {"type": "array", "items": {"oneOf": [_edge_schema(kind) for kind in EDGE_KINDS]}},
        },
    }


def _node_schema(kind: NodeKind) -> dict[str, Any]:
    fixed = {"id": {"type": "string", "pattern": f"^{kind.prefix}:."}, "kind": {"const": kind.name}}
    return _object_schema(kind.title.en, kind.meaning.en, fixed, kind.properties)


def _edge_schema(kind: EdgeKind) -> dict[str, Any]:
    fixed = {"source": {"type": "string"}, "target": {"type": "string"}, "key": {"type": "string"}, "kind": {"const": kind.name}}
    return _object_schema(kind.title.en, kind.meaning.en, fixed, kind.properties)


def _object_schema(title: str, meaning: str, fixed: dict[str, Any], properties: tuple[Property, ...]) -> dict[str, Any]:
    return {
        "title": title,
        "description": meaning,
        "type": "object",
        "additionalProperties": False,
        "required": [*fixed, *(prop.name for prop in properties if prop.required)],
        "properties": {**fixed, **{prop.name: _property_schema(prop) for prop in properties}},
    }


def _property_schema(prop: Property) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": _TYPES[prop.type], "description": prop.meaning.en}
    if prop.values:
        schema["enum"] = list(prop.values)
    return schema
