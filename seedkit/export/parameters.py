"""Python values as SQL literals, for the ledger that a script writes."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from psycopg import sql

__all__ = ["json_literal", "moment"]


def json_literal(value: Any) -> sql.Composed:
    """A document."""
    return sql.SQL("{}::jsonb").format(sql.Literal(json.dumps(value)))


def moment(value: dt.datetime) -> sql.Composed:
    """A moment."""
    return sql.SQL("{}::timestamptz").format(sql.Literal(value.isoformat()))
