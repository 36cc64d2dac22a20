"""Rows written by COPY through the connection of a session, and their objects made persistent without a query.

COPY knows no events, no types of Python's own and no defaults. So it is only used where the row is
plain: a model with the usual constructor and one table, nobody listening, every column known. The
rest goes through SQLAlchemy's unit of work, which inserts many values at once.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Column, exc
from sqlalchemy.orm.attributes import instance_state
from sqlalchemy.types import JSON, TypeDecorator

from ..defaults import has_computed_default, literal
from ..errors import DataError
from ..load.copy import Encoder, copy_batch, copy_batch_async
from ..load.live import LiveTable, read_tables_by
from ..objects import Columns, by_row
from ..rows import FactoryRows
from ..types import constant

__all__ = ["Copies"]

#: Fewer rows are inserted as fast without asking the catalogue.
FROM_ROWS = 100

_DRIVERS = frozenset({"psycopg", "psycopg_async"})
#: Where SQLAlchemy's own listeners live; any other was put there by somebody who wants to be called.
_OWN_LISTENERS = frozenset(
    {"sqlalchemy.orm.mapper", "sqlalchemy.orm.unitofwork", "sqlalchemy.orm.attributes"}
)
_FLUSH_EVENTS = ("before_flush", "after_flush", "after_flush_postexec", "before_attach", "after_attach")
_ROW_EVENTS = ("before_insert", "after_insert")
_OBJECT_EVENTS = ("init", "load", "refresh")


class Copies:
    """COPY for the batches of one call; a table of the catalogue is read once."""

    def __init__(self) -> None:
        self._tables: dict[Any, LiveTable | None] = {}

    def write(
        self, session: Any, rows: FactoryRows, columns: Columns, places: Sequence[int] | None
    ) -> list[Any] | None:
        """The objects of these rows, written by COPY; None, and nothing written, where only the unit of work can."""
        n = len(rows) if places is None else len(places)
        if n < FROM_ROWS or not (_is_plain(rows) and _is_quiet(session)):
            return None
        connection = session.connection(bind_arguments={"mapper": rows.meta.mapper})
        table = self._table(connection, rows.meta.model.__table__)
        batch = _batch(rows, places)
        if table is None or not _fits(table, batch):
            return None
        _send(connection, table, batch)
        return _persistent(session, rows.meta.mapper, columns, n)

    def _table(self, connection: Any, table: Any) -> LiveTable | None:
        if table not in self._tables:
            self._tables[table] = _live(connection, table)
        return self._tables[table]


def _is_plain(rows: FactoryRows) -> bool:
    """Whether an object of the model is what its columns say, and nothing else happens when it is saved."""
    mapper = rows.meta.mapper
    manager = mapper.class_manager
    if len(mapper.tables) != 1 or mapper.polymorphic_on is not None or mapper.version_id_col is not None:
        return False
    if manager.original_init is not mapper.registry.constructor or mapper.validators:
        return False
    listeners = [getattr(mapper.dispatch, name) for name in _ROW_EVENTS]
    listeners += [getattr(manager.dispatch, name) for name in _OBJECT_EVENTS]
    listeners += [manager[attribute.key].dispatch.set for attribute in mapper.column_attrs]
    if any(_is_foreign(listener) for group in listeners for listener in group):
        return False
    return _gives_all(rows)


def _is_foreign(listener: Any) -> bool:
    return getattr(listener, "__module__", None) not in _OWN_LISTENERS


def _is_quiet(session: Any) -> bool:
    """Whether nobody waits to be told of a flush."""
    return not any(getattr(session.dispatch, name) for name in _FLUSH_EVENTS)


def _gives_all(rows: FactoryRows) -> bool:
    """Whether every attribute is given, or what a constant default says, in a type that COPY knows."""
    meta, mapper = rows.meta, rows.meta.mapper
    given = {meta.rename.get(n, n) for n in rows.declared_names if not n.startswith("_")}
    given -= {*meta.parameters, *meta.exclude}
    if given - {*mapper.column_attrs.keys(), *mapper.relationships.keys()}:
        return False
    if any(mapper.relationships[name].uselist for name in given & set(mapper.relationships.keys())):
        return False
    return all(
        len(attribute.columns) == 1
        and not isinstance(attribute.columns[0].type, TypeDecorator)
        and (attribute.key in given or _is_constant(attribute.columns[0]))
        for attribute in mapper.column_attrs
    )


def _is_constant(column: Any) -> bool:
    """Whether a column that nobody gives is the same in all rows."""
    if (
        not isinstance(column, Column)
        or column.primary_key
        or column.computed is not None
        or column.identity is not None
    ):
        return False
    return not has_computed_default(column) and (column.default is None or bool(column.default.is_scalar))


def _live(connection: Any, table: Any) -> LiveTable | None:
    """The table as the connection finds it, by schema or search path; None where it is no psycopg."""
    dialect = connection.dialect
    renamed = connection.get_execution_options().get("schema_translate_map")
    if dialect.name != "postgresql" or dialect.driver not in _DRIVERS or renamed:
        return None
    found = connection.exec_driver_sql(
        _RESOLVE, {"name": dialect.identifier_preparer.format_table(table)}
    ).scalar()
    if found is None:
        return None

    def fetch(query: str, parameters: Any) -> list[dict[str, Any]]:
        return [dict(row) for row in connection.exec_driver_sql(query, parameters).mappings()]

    return read_tables_by(fetch, [found]).get(found)


_RESOLVE = """
select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.oid = to_regclass(%(name)s)
"""


def _fits(table: LiveTable, batch: pa.RecordBatch) -> bool:
    """Whether COPY may write these columns: it is refused under row security, and names no generated column."""
    live = [table.columns.get(name) for name in batch.schema.names]
    return not table.row_security and all(c is not None and not c.generated for c in live)


def _batch(rows: FactoryRows, places: Sequence[int] | None) -> pa.RecordBatch:
    """The columns to write: those that are given, and the model's own constant defaults."""
    meta = rows.meta
    columns = {column: _column(rows, name) for name, column in rows.written().items()}
    for attribute in meta.mapper.column_attrs:
        column = attribute.columns[0]
        if column.name not in columns and column.default is not None:
            columns[column.name] = constant(column.default.arg, len(rows), column.type)
    batch = pa.RecordBatch.from_pydict(columns)
    return batch if places is None else batch.take(pa.array(places, pa.int64()))


def _column(rows: FactoryRows, name: str) -> pa.Array:
    """A column as SQLAlchemy would write it: None is a JSON value, unless the type says otherwise."""
    array, kind = rows.column(name), rows.column_type(name)
    nothing = isinstance(kind, JSON) and not kind.none_as_null
    return pc.fill_null(array, "null") if nothing and array.null_count else array


def _send(connection: Any, table: LiveTable, batch: pa.RecordBatch) -> None:
    """COPY in the transaction of the session. What the server refuses is the error that INSERT gives."""
    encoder = Encoder(table, batch.schema)
    prepared = encoder.prepare(batch)
    raw = connection.connection.dbapi_connection
    try:
        if hasattr(raw, "run_async"):
            raw.run_async(
                lambda driver: copy_batch_async(driver, encoder, prepared, encoder.chunks(prepared))
            )
        else:
            with raw.cursor() as cursor:
                copy_batch(cursor, encoder, prepared, encoder.chunks(prepared))
    except (DataError, psycopg.Error) as error:
        raise _as_insert(error, encoder.statement().as_string()) from error


def _as_insert(error: Exception, statement: str) -> Exception:
    """The error in the class that SQLAlchemy gives to one of an INSERT; a note says which row."""
    refused = error if isinstance(error, psycopg.Error) else error.__cause__
    names = [cls.__name__ for cls in type(refused).__mro__ if cls.__module__ == "psycopg"]
    if not isinstance(refused, psycopg.Error):
        return error
    kind = next((getattr(exc, name) for name in names if hasattr(exc, name)), exc.DBAPIError)
    told: Exception = kind(statement, None, refused)
    if error is not refused:
        told.add_note(str(error))
    return told


def _persistent(session: Any, mapper: Any, columns: Columns, n: int) -> list[Any]:
    """Objects with these attributes, as if the session had just flushed them."""
    for attribute in mapper.column_attrs:
        if attribute.key not in columns:
            column = attribute.columns[0]
            value = column.default.arg if column.default is not None else literal(column)
            columns = {**columns, attribute.key: [copy.copy(value) for _ in range(n)]}
    objects = []
    for given in by_row(columns, n):
        made = mapper.class_manager.new_instance()
        made.__dict__.update(given)
        objects.append(made)
    session.add_all(objects)
    # What a flush does with the rows that it wrote: they are in the identity map, clean, and become
    # transient again when the transaction is rolled back.
    session._register_persistent({instance_state(made) for made in objects})
    _forget_children(session, mapper, columns)
    return objects


def _forget_children(session: Any, mapper: Any, columns: Columns) -> None:
    """Collections of parents that were loaded before they had these children are loaded anew."""
    for relationship in mapper.relationships:
        back = relationship.back_populates
        if back and relationship.key in columns:
            for parent in {id(value): value for value in columns[relationship.key]}.values():
                if parent is not None and back in parent.__dict__:
                    session.expire(parent, [back])
