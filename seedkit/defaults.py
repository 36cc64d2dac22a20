"""What the server would write for a column that a row set leaves out: COPY BINARY knows no DEFAULT."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa

from ..types import arrow_type, is_json, to_arrow

_WORDS = {"true": True, "false": False}


def default_column(column: Any, n: int) -> pa.Array:
    """The column's literal server default, repeated; null where there is none or it is an expression."""
    kind = arrow_type(column.type)
    value = literal(column)
    if value is None:
        return pa.nulls(n, kind)
    return pa.repeat(to_arrow([value], column.type)[0], n)


def literal(column: Any) -> Any:
    """The Python value of a literal server default: ``'draft'``, ``0``, ``true``, ``'{}'``; else None."""
    default = getattr(column.server_default, "arg", None)
    if default is None:
        return None
    text = str(getattr(default, "text", default)).strip().split("::")[0]
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    quoted = text[1:-1] if len(text) >= 2 and text[0] == text[-1] == "'" else text
    if is_json(column.type):
        return json.loads(quoted)
    kind = arrow_type(column.type)
    if pa.types.is_list(kind):
        return [] if quoted == "{}" else None
    if pa.types.is_string(kind):
        return quoted if text != quoted or text == "" or "(" not in text else None
    try:
        return pa.scalar(quoted).cast(kind).as_py()
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None
