"""Words that the models of all products share: names of constraints, types of columns, checks.

Constraint names follow PostgreSQL's own pattern (``households_admin_user_id_key``), so only the
odd ones are written out. Types follow from the annotation: ``str`` is text, ``dict`` and
``list[Any]`` are jsonb, ``list[str]`` is text[], ``dt.datetime`` is timestamptz.
"""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Annotated, Any

from sqlalchemy import CheckConstraint, DateTime, MetaData, Numeric, Text, Uuid, false, func, text, true
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import mapped_column

__all__ = [
    "TYPES",
    "between",
    "flag_off",
    "flag_on",
    "moment",
    "moment_now",
    "one_of",
    "public_metadata",
    "uuid_pk",
    "zero",
]

# A Python None in a jsonb column means SQL NULL, never the JSON value null.
_JSON = JSONB(none_as_null=True)

#: The ``type_annotation_map`` of a declarative base.
TYPES: dict[Any, Any] = {
    str: Text,
    Decimal: Numeric,
    dt.datetime: DateTime(timezone=True),
    dict[str, Any]: _JSON,
    list[Any]: _JSON,
    list[str]: ARRAY(Text),
    list[uuid.UUID]: ARRAY(Uuid),
}

uuid_pk = Annotated[uuid.UUID, mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))]

moment = dt.datetime
moment_now = Annotated[dt.datetime, mapped_column(server_default=func.now())]

flag_off = Annotated[bool, mapped_column(server_default=false())]
flag_on = Annotated[bool, mapped_column(server_default=true())]
zero = Annotated[int, mapped_column(server_default="0")]


def public_metadata() -> MetaData:
    """The metadata of a product's tables, all in schema ``public``."""
    return MetaData(
        schema="public",
        naming_convention={
            "pk": "%(table_name)s_pkey",
            "fk": "%(table_name)s_%(column_0_name)s_fkey",
            "uq": "%(table_name)s_%(column_0_N_name)s_key",
            "ck": "%(table_name)s_%(constraint_name)s_check",
        },
    )


def one_of(column: str, *values: str) -> CheckConstraint:
    """``CHECK (column in (...))`` under PostgreSQL's name for it, ``<table>_<column>_check``."""
    labels = ", ".join("'" + value.replace("'", "''") + "'" for value in values)
    return CheckConstraint(f"{column} in ({labels})", name=column)


def between(column: str, low: int, high: int) -> CheckConstraint:
    """``CHECK (column between low and high)``, both included, as ``<table>_<column>_check``."""
    return CheckConstraint(f"{column} between {low} and {high}", name=column)
