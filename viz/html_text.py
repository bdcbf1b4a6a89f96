"""Text as data in HTML: escaped for elements and attributes, and JSON that a script element can hold."""

from __future__ import annotations

import html
import json
import re
from typing import Any

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_HALF_PAIR = re.compile("[\ud800-\udfff]")
_ESCAPED = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def escape(words: str) -> str:
    """Return words for an element or a quoted attribute; what no browser can show becomes the replacement character."""
    return html.escape(_UNPRINTABLE.sub("\ufffd", words), quote=True)


def to_script_json(value: Any) -> str:
    """Return a value as JSON on one line that ends no script element, whatever it holds."""
    return escape_json(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def escape_json(text: str) -> str:
    """Return JSON text with what HTML or JavaScript would take as its own, and half surrogate pairs, as JSON escapes."""
    text = text.translate(_ESCAPED)
    return _HALF_PAIR.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
