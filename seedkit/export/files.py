"""One table as one file: CSV, JSON lines, Arrow, Parquet. Batches go in one after the other; memory stays flat."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ..load.copy import Encoder, guard_batch
from ..load.live import LiveTable
from ..types import UUID
from .formats import Format
from .output import opened
from .spelling import json_values, rows_of_text, sliced

__all__ = ["TableFile", "file_name", "open_table"]

#: A Parquet row group holds at least so many bytes of Arrow data, but for the last.
_ROW_GROUP = 4 << 20


class TableFile(Protocol):
    """A file that takes the rows of one table, already checked, batch by batch."""

    def write(self, batch: pa.RecordBatch) -> None:
        """Append rows."""
        ...

    def close(self) -> None:
        """Complete the file."""
        ...


def open_table(
    folder: Path, table: LiveTable, schema: pa.Schema, format: Format, facts: Mapping[str, str]
) -> TableFile:
    """A new file for the table in this folder, ``public.households.csv.gz``; ``facts`` go into Arrow's metadata."""
    path = folder / file_name(table.name, format)
    if format.name == "csv":
        return _Csv(path, table, schema, format)
    if format.name == "jsonl":
        return _JsonLines(path, table, format)
    columnar = _Parquet if format.name == "parquet" else _Arrow
    return columnar(path, table, _described(table, schema, facts))


def file_name(table: str, format: Format) -> str:
    """``public.households.csv.gz``; a slash in the name of a table is none in that of the file."""
    return f"{table.replace('/', '%2F')}.{format}"


class _Csv:
    """CSV as ``COPY … (format csv, header)`` reads it: text in quotes, null bare, as the loader sends it."""

    def __init__(self, path: Path, table: LiveTable, schema: pa.Schema, format: Format) -> None:
        self._encoder = Encoder(table, schema, table.columns, text=True)
        self._open = contextlib.ExitStack()
        self._sink = self._open.enter_context(opened(path, format))
        self._sink.write((",".join(map(_quoted, table.columns)) + "\n").encode())

    def write(self, batch: pa.RecordBatch) -> None:
        for chunk in self._encoder.chunks(self._encoder.prepare(batch)):
            self._sink.write(chunk)

    def close(self) -> None:
        self._open.close()


class _JsonLines:
    """An object a line, documents within it as what they are; ``jsonb_populate_record`` reads it."""

    def __init__(self, path: Path, table: LiveTable, format: Format) -> None:
        self._table = table
        self._open = contextlib.ExitStack()
        self._sink = self._open.enter_context(opened(path, format))

    def write(self, batch: pa.RecordBatch) -> None:
        guard_batch(self._table, batch)
        for piece in sliced(batch):
            self._write(piece)

    def _write(self, batch: pa.RecordBatch) -> None:
        fields = [
            pc.binary_join_element_wise(f"{json.dumps(name)}: ", json_values(batch.column(name), column), "")
            for name, column in self._table.columns.items()
        ]
        rows = rows_of_text(fields, before="{", between=", ", after="}\n", null="null")
        # the bytes of all rows stand one after the other already
        _, offsets, data = rows.buffers()
        ends = memoryview(offsets).cast("i")
        self._sink.write(data[ends[rows.offset] : ends[rows.offset + len(rows)]].to_pybytes())

    def close(self) -> None:
        self._open.close()


class _Arrow:
    """An Arrow IPC file: batches as they come."""

    def __init__(self, path: Path, table: LiveTable, schema: pa.Schema) -> None:
        self._table, self._schema = table, schema
        self._sink = pa.OSFile(str(path), "wb")
        self._writer = pa.ipc.new_file(self._sink, schema)

    def write(self, batch: pa.RecordBatch) -> None:
        guard_batch(self._table, batch)
        self._writer.write_batch(_cast(batch, self._schema))

    def close(self) -> None:
        self._writer.close()
        self._sink.close()


class _Parquet:
    """Parquet, compressed with zstd; small batches share a row group."""

    def __init__(self, path: Path, table: LiveTable, schema: pa.Schema) -> None:
        self._table, self._schema = table, schema
        self._writer = pq.ParquetWriter(str(path), schema, compression="zstd")
        self._waiting: list[pa.RecordBatch] = []

    def write(self, batch: pa.RecordBatch) -> None:
        guard_batch(self._table, batch)
        self._waiting.append(_cast(batch, self._schema))
        if sum(waiting.nbytes for waiting in self._waiting) >= _ROW_GROUP:
            self._flush()

    def close(self) -> None:
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        if self._waiting:
            whole = pa.Table.from_batches(self._waiting, self._schema)
            self._writer.write_table(whole, row_group_size=max(1, whole.num_rows))
            self._waiting.clear()


def _described(table: LiveTable, schema: pa.Schema, facts: Mapping[str, str]) -> pa.Schema:
    """The schema of the file: uuids as Arrow's uuid type, each column with its type in Postgres."""
    fields = [
        pa.field(name, _typed(schema.field(name).type), metadata={"postgres": column.type})
        for name, column in table.columns.items()
    ]
    return pa.schema(fields, metadata={**facts, "table": table.name, "key": json.dumps(table.key)})


def _typed(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_list(kind):
        return pa.list_(_typed(kind.value_type))
    return pa.uuid() if kind == UUID else kind


def _cast(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([_as(batch.column(f.name), f.type) for f in schema], schema=schema)


def _as(array: pa.Array, kind: Any) -> pa.Array:
    if isinstance(kind, pa.UuidType):
        return pa.ExtensionArray.from_storage(kind, array)
    if pa.types.is_list(kind) and isinstance(kind.value_type, pa.UuidType):
        items = pa.ExtensionArray.from_storage(kind.value_type, array.values)
        return pa.ListArray.from_arrays(array.offsets, items, type=kind, mask=array.is_null())
    return array


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
