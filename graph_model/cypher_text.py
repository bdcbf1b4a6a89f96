"""Values as Cypher literals, for text that a person pastes or cypher-shell reads: whatever the value, it stays one literal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_UNSAFE = re.compile("[\\\\'\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def to_literal(value: Any) -> str:
    """Return a value as a Cypher literal: null, a flag, a number, a string, a list, a map whose keys are plain names."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        return f"'{_UNSAFE.sub(_escaped, value)}'"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {to_literal(inner)}" for name, inner in value.items() if inner is not None) + "}"
    return "[" + ", ".join(to_literal(inner) for inner in value) + "]"


def with_literals(statement: str, parameters: Mapping[str, Any]) -> str:
    """Return a statement with a literal for each of its parameters."""
    return re.sub(r"\$([A-Za-z_]\w*)", lambda found: to_literal(parameters[found[1]]), statement)


def _escaped(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04X}"
