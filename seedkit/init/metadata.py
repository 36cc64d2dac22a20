"""Tables as SQLAlchemy knows them, made of the reflected ones: what models are generated from.

Checks, indexes and triggers stay where they are, in the database and in ``schema.sql``; a model says what a
row is made of. A domain is the type below it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from ..fill.owners import USERS
from ..schema.reflected import Column, ForeignKey, Name, Type
from .survey import Survey, Taken

__all__ = ["metadata_of", "sql_type"]

_PLAIN: Mapping[str, Any] = {
    "bool": sa.Boolean, "int2": sa.SmallInteger, "int4": sa.Integer, "int8": sa.BigInteger, "oid": pg.OID,
    "float4": sa.REAL, "float8": sa.Double, "text": sa.Text, "citext": pg.CITEXT, "uuid": sa.Uuid,
    "date": sa.Date, "json": sa.JSON, "jsonb": pg.JSONB, "bytea": sa.LargeBinary, "interval": sa.Interval,
    "inet": pg.INET, "cidr": pg.CIDR, "macaddr": pg.MACADDR, "macaddr8": pg.MACADDR8, "money": pg.MONEY,
    "tsvector": pg.TSVECTOR, "hstore": pg.HSTORE, "int4range": pg.INT4RANGE, "int8range": pg.INT8RANGE,
    "numrange": pg.NUMRANGE, "daterange": pg.DATERANGE, "tsrange": pg.TSRANGE, "tstzrange": pg.TSTZRANGE,
}  # fmt: skip


def metadata_of(survey: Survey) -> tuple[sa.MetaData, dict[int, ForeignKey]]:
    """The tables of a project, and the foreign key behind each constraint, by its ``id``."""
    metadata, keys = sa.MetaData(), {}
    if survey.supabase:
        sa.Table(USERS.name, metadata, sa.Column("id", sa.Uuid, primary_key=True), schema=USERS.schema)
    for taken in survey.tables.values():
        table = _table(taken, metadata)
        for link in taken.links:
            if link.modelled:
                targets = [_target(link.key.target, column) for column in link.key.target_columns]
                constraint = sa.ForeignKeyConstraint(list(link.key.columns), targets)
                table.append_constraint(constraint)
                keys[id(constraint)] = link.key
    return metadata, keys


def _table(taken: Taken, metadata: sa.MetaData) -> sa.Table:
    table = taken.table
    columns = [_column(column, taken) for column in table.columns.values() if column.name not in taken.hidden]
    made = sa.Table(table.name.name, metadata, *columns, schema=_schema(table.name))
    for unique in table.uniques:
        names = [name for name in unique.columns if name is not None]
        whole = unique.plain and unique.constraint and not set(names) & taken.hidden
        if whole and not unique.primary and tuple(names) != taken.key:
            made.append_constraint(sa.UniqueConstraint(*(made.c[name] for name in names)))
    return made


def _column(column: Column, taken: Taken) -> sa.Column[Any]:
    default = sa.text(column.default) if column.default is not None and column.sequence is None else None
    return sa.Column(
        column.name,
        sql_type(column.type),
        primary_key=column.name in taken.key,
        nullable=not column.not_null,
        server_default=default,
        autoincrement=False,
    )


def sql_type(kind: Type) -> Any:
    """The SQLAlchemy type that carries values of this one; ``NullType`` for what it has no word for."""
    base = kind.base
    if base.kind == "array" and base.element is not None:
        inner = sql_type(base.element)
        return sa.types.NullType() if isinstance(inner, sa.types.NullType) else pg.ARRAY(inner)
    if base.kind == "enum":
        schema = None if base.name.schema == "public" else base.name.schema
        return pg.ENUM(*base.labels, name=base.name.name, schema=schema, create_type=False)
    name = base.name.name
    if name == "numeric":
        return sa.Numeric(base.precision, base.scale) if base.precision else sa.Numeric()
    if name in ("varchar", "bpchar"):
        return (sa.String if name == "varchar" else sa.CHAR)(base.length)
    if name in ("timestamp", "timestamptz"):
        return sa.DateTime(timezone=name == "timestamptz")
    if name in ("time", "timetz"):
        return sa.Time(timezone=name == "timetz")
    if name in ("bit", "varbit"):
        return pg.BIT(base.length, varying=name == "varbit")
    return _PLAIN.get(name, sa.types.NullType)()


def _schema(name: Name) -> str | None:
    return None if name.schema == "public" else name.schema


def _target(name: Name, column: str) -> str:
    return ".".join(part for part in (_schema(name), name.name, column) if part)
