"""What a column holds where nobody says: COPY BINARY knows no DEFAULT, so literal ones are written out."""

from __future__ import annotations

import functools
import json
import re
from typing import Any

import pyarrow as pa

from .types import arrow_type, constant, is_json

_WORDS = {"true": True, "false": False}
_QUOTED = re.compile(r"'((?:[^']|'')*)'")


def default_column(column: Any, n: int) -> pa.Array:
    """The column's literal default, repeated; null where there is none or it is an expression."""
    return constant(literal(column), n, column.type)


@functools.cache
def has_computed_default(column: Any) -> bool:
    """Whether the server computes the default (``now()``, ``gen_random_uuid()``), which nobody can foretell."""
    return column.server_default is not None and _sql(column).lower() != "null" and literal(column) is None


def literal(column: Any) -> Any:
    """The Python value of a literal default, the server's (``'draft'``, ``0``, ``'{}'``) or the model's; else None."""
    if column.server_default is None:
        return column.default.arg if column.default is not None and column.default.is_scalar else None
    sql = _sql(column)
    quoted = _QUOTED.fullmatch(sql)
    text = quoted[1].replace("''", "'") if quoted else sql
    kind = arrow_type(column.type)
    if pa.types.is_string(kind):
        return None if not quoted else json.loads(text) if is_json(column.type) else text
    if pa.types.is_list(kind):
        return [] if text == "{}" else None
    if pa.types.is_boolean(kind):
        return _WORDS.get(text.lower())
    try:
        return pa.scalar(text).cast(kind).as_py()
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None


def _sql(column: Any) -> str:
    """The server's default as SQL without a cast; empty for identities and computed columns."""
    default = getattr(column.server_default, "arg", None)
    if default is None:
        return ""
    if isinstance(default, str):
        return "'" + default.replace("'", "''") + "'"
    return str(getattr(default, "text", default)).strip().split("::")[0]
