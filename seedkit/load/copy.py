"""COPY from Arrow: binary where every column can be encoded, CSV text where one cannot.

An :class:`Encoder` is made for a live table and the schema of its batches. ``prepare`` casts
and guards a batch, ``chunks`` encodes it in pieces of about a megabyte; both are pure and may
run in another thread while the connection sends what came before.
"""

from __future__ import annotations

import functools
import importlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.csv as csv
from psycopg import sql

from ..errors import DataError, SeedkitError
from .live import LiveColumn, LiveTable, identifier
from .values import binary_type, cast_column, fail, first_bad, guard_column, text_column

__all__ = [
    "CHUNK_BYTES",
    "Elsewhere",
    "Encoder",
    "Encoders",
    "copy_batch",
    "copy_batch_async",
    "csv_of",
    "guard_batch",
    "key_text",
]

#: Bytes of Arrow data encoded and sent at a time: large enough that calls cost nothing, small
#: enough that encoding, sending and the server's parsing overlap.
CHUNK_BYTES = 1 << 20


class Encoder:
    """How the batches of one table become COPY data.

    ``columns`` are those of the batch that are written; ``binary`` says which form, and
    ``text=True`` asks for text. So does the environment variable ``SEEDKIT_COPY=text``, and a
    platform without pgpq.
    """

    def __init__(
        self,
        table: LiveTable,
        schema: pa.Schema,
        columns: Iterable[str] | None = None,
        *,
        text: bool = False,
    ) -> None:
        self.table, self.given = table, schema
        self.columns = tuple(columns if columns is not None else schema.names)
        self._commands: dict[bool, bytes] = {}
        self._live = [table.columns[name] for name in self.columns]
        kinds = [binary_type(c, schema.field(c.name).type) for c in self._live]
        self.binary = not text and all(k is not None for k in kinds) and _pgpq() is not None
        self._kinds: list[pa.DataType | None] = kinds if self.binary else [None] * len(kinds)
        if self.binary:
            self._schema = pa.schema([pa.field(c, k) for c, k in zip(self.columns, kinds, strict=True)])
            self._builders = {c.name: _builder(c, self._schema.field(c.name)) for c in self._live}

    def statement(self, into: sql.Composable | None = None, *, freeze: bool = False) -> sql.Composed:
        """``COPY table (columns) FROM STDIN``; ``into`` names another table of the same columns.

        ``freeze`` writes rows that need no vacuum: into a table that the same transaction made.
        """
        return sql.SQL("copy {} ({}) from stdin ({}{})").format(
            into or identifier(self.table.name),
            sql.SQL(", ").join(map(sql.Identifier, self.columns)),
            sql.SQL("format binary" if self.binary else "format csv, encoding 'UTF8'"),
            sql.SQL(", freeze" if freeze else ""),
        )

    def command(self, into: sql.Composable | None = None, freeze: bool = False) -> bytes:
        """The statement, spelled; once for the table itself: composing it takes as long as sending it."""
        if into is not None:
            return self.statement(into, freeze=freeze).as_bytes()
        if freeze not in self._commands:
            self._commands[freeze] = self.statement(freeze=freeze).as_bytes()
        return self._commands[freeze]

    def prepare(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The batch in the types that the live table asks for. A bad value is a DataError with its key."""
        arrays = [
            self._ready(batch, column, kind) for column, kind in zip(self._live, self._kinds, strict=True)
        ]
        return pa.RecordBatch.from_arrays(arrays, names=list(self.columns))

    def chunks(self, prepared: pa.RecordBatch) -> Iterator[bytes]:
        """COPY data of a prepared batch, header and trailer included, about CHUNK_BYTES at a time."""
        return self._binary_chunks(_slices(prepared)) if self.binary else _csv_chunks(_slices(prepared))

    def _binary_chunks(self, slices: Iterable[pa.RecordBatch]) -> Iterator[bytes]:
        encoder = _require_pgpq().ArrowToPostgresBinaryEncoder.new_with_encoders(self._schema, self._builders)
        yield encoder.write_header()
        for piece in slices:
            yield encoder.write_batch(piece)
        yield encoder.finish()

    def _ready(self, batch: pa.RecordBatch, column: LiveColumn, kind: pa.DataType | None) -> pa.Array:
        given = batch.column(column.name)
        try:
            ready = cast_column(given, kind) if kind is not None else _for_csv(given)
            problem = guard_column(ready, column)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            problem = f"{error} (the column is {column.type})"
        if problem:
            row = first_bad(given, column, kind)
            raise fail(self.table.name, column.name, problem, key_text(self.table, batch, row))
        return ready


class Encoders:
    """The encoder for the batches of a table that have a schema; made once, since most batches share one."""

    def __init__(self, live: Mapping[str, LiveTable], columns: Mapping[str, Iterable[str]]) -> None:
        self._live, self._columns = live, columns
        self._made: dict[tuple[str, pa.Schema], Encoder] = {}

    def __call__(self, name: str, schema: pa.Schema) -> Encoder:
        made = self._made.get((name, schema))
        if made is None:
            columns = [column for column in self._columns[name] if column in schema.names]
            made = self._made[name, schema] = Encoder(self._live[name], schema, columns)
        return made


@dataclass(frozen=True)
class Elsewhere:
    """A prepared batch that another process holds; ``again`` makes it here, for whoever must see its rows."""

    num_rows: int
    again: Callable[[], pa.RecordBatch]


def guard_batch(table: LiveTable, batch: pa.RecordBatch) -> None:
    """Raise the DataError of an encoder for rows that go without one."""
    for name, array in zip(batch.schema.names, batch.columns, strict=True):
        column = table.columns[name]
        if problem := guard_column(array, column):
            raise fail(
                table.name, name, problem, key_text(table, batch, first_bad(array, column, array.type))
            )


def copy_batch(
    cursor: psycopg.Cursor[Any],
    encoder: Encoder,
    prepared: pa.RecordBatch | Elsewhere,
    chunks: Iterable[bytes],
    *,
    into: sql.Composable | None = None,
    freeze: bool = False,
) -> int:
    """Send one prepared batch; the number of rows. What the server refuses is an error of ours with the key."""
    try:
        with cursor.copy(encoder.command(into, freeze)) as copy:
            for chunk in chunks:
                copy.write(chunk)
    except psycopg.Error as error:
        raise explain(error, encoder.table, prepared) from error
    return cursor.rowcount


async def copy_batch_async(
    connection: psycopg.AsyncConnection[Any],
    encoder: Encoder,
    prepared: pa.RecordBatch,
    chunks: Iterable[bytes],
) -> int:
    """``copy_batch`` through an async connection."""
    async with connection.cursor() as cursor:
        try:
            async with cursor.copy(encoder.statement()) as copy:
                for chunk in chunks:
                    await copy.write(chunk)
        except psycopg.Error as error:
            raise explain(error, encoder.table, prepared) from error
        return cursor.rowcount


def explain(
    error: psycopg.Error, table: LiveTable, batch: pa.RecordBatch | Elsewhere | None = None
) -> Exception:
    """A refusal by the server as a DataError that names table, column, key; other errors unchanged."""
    state = error.sqlstate or ""
    if state[:2] not in ("22", "23"):
        return error
    context, diag = error.diag.context or "", error.diag
    line = re.search(r"COPY [^\n]*, line (\d+)(?:, column ([^:\n]+))?", context)
    row = int(line[1]) - 1 if line else None
    name = diag.column_name or (line and line[2]) or diag.constraint_name
    key = None
    if row is not None and batch is not None and row < batch.num_rows:
        key = key_text(table, batch.again() if isinstance(batch, Elsewhere) else batch, row)
    return DataError(
        f"{table.name}{f'.{name}' if name else ''}: {diag.message_primary}",
        where=f"row {key}" if key else None,
        got=diag.message_detail if state == "23503" else key,
        hint=diag.message_hint,
    )


def key_text(table: LiveTable, batch: pa.RecordBatch, row: int) -> str:
    """The key of a row, for people: ``id=5eed…``; the row's number where the batch has no key."""
    names = [n for n in table.key or ("id",) if n in batch.schema.names]
    if not names:
        return f"number {row}"
    values = (text_column(batch.column(n).slice(row, 1))[0].as_py() for n in names)
    return ", ".join(f"{n}={v}" for n, v in zip(names, values, strict=True))


def csv_of(batch: pa.RecordBatch) -> Iterator[bytes]:
    """Any batch as data for ``COPY … (format csv, encoding 'UTF8')``, each value as its type's text."""
    return _csv_chunks(
        _slices(batch.from_arrays(list(map(_for_csv, batch.columns)), names=batch.schema.names))
    )


def _slices(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    rows = max(1, batch.num_rows * CHUNK_BYTES // max(1, batch.nbytes))
    return (batch.slice(start, rows) for start in range(0, batch.num_rows, rows))


def _for_csv(array: pa.Array) -> pa.Array:
    """Numbers, moments and booleans are left to Arrow's writer; the rest becomes text here."""
    kind = array.type
    plain = pa.types.is_primitive(kind) or pa.types.is_decimal(kind)
    return array if plain and not pa.types.is_duration(kind) else text_column(array)


def _csv_chunks(slices: Iterable[pa.RecordBatch]) -> Iterator[bytes]:
    # "needed" quotes every string and leaves null bare, which is how COPY tells '' from NULL
    options = csv.WriteOptions(include_header=False, quoting_style="needed")
    for piece in slices:
        sink = pa.BufferOutputStream()
        csv.write_csv(piece, sink, options)
        yield sink.getvalue().to_pybytes()


def _builder(column: LiveColumn, field: pa.Field) -> Any:
    pgpq = _require_pgpq()
    if column.base != "jsonb":
        return pgpq.ArrowToPostgresBinaryEncoder.infer_encoder(field)
    output = importlib.import_module("pgpq.schema").Jsonb()
    return importlib.import_module("pgpq.encoders").StringEncoderBuilder.new_with_output(field, output)


def _pgpq() -> ModuleType | None:
    return None if os.environ.get("SEEDKIT_COPY") == "text" else _import_pgpq()


@functools.cache
def _import_pgpq() -> ModuleType | None:
    try:
        return importlib.import_module("pgpq")
    except ImportError:
        return None


def _require_pgpq() -> ModuleType:
    module = _import_pgpq()
    if module is None:
        raise SeedkitError(
            "pgpq is not installed", hint="COPY text needs no extra package: SEEDKIT_COPY=text"
        )
    return module
