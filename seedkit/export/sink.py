"""Where a script's text goes: statements, comments, DO blocks, rows."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc
from psycopg import sql

from .spelling import copy_text, literals, rows_of_text, sliced
from .statements import Frame

__all__ = ["Sink", "values"]


class Sink:
    """Text as bytes, to whoever takes them. A ``Frame`` is written with the rows that stand in it, if any."""

    def __init__(self, send: Callable[[bytes], object]) -> None:
        self._send = send

    def write(self, what: str | sql.Composable | Frame, rows: pa.Array | None = None) -> None:
        """Text as it is."""
        if isinstance(what, Frame):
            self._send(what.head.encode())
            if rows is not None:
                self._send(_joined(rows, ",\n"))
            self._send(what.tail.encode())
        else:
            self._send((what if isinstance(what, str) else what.as_string(None)).encode())

    def block(self, body: str | Frame, rows: pa.Array | None = None) -> None:
        """A DO block around this body."""
        frame = body if isinstance(body, Frame) else Frame(body, "")
        tag = _tag(frame.head + frame.tail, rows)
        self.write(Frame(f"do {tag} {frame.head}", f"{frame.tail} {tag};\n"), rows)

    def comment(self, text: str) -> None:
        """A comment, whatever its lines are."""
        self.write("".join(f"-- {line}\n" for line in text.splitlines()))

    def copied(
        self, into: sql.Composable, ready: pa.RecordBatch, where: sql.Composable | None = None
    ) -> None:
        """Prepared rows by COPY."""
        columns = sql.SQL(", ").join(map(sql.Identifier, ready.schema.names))
        condition = sql.SQL(" where {}").format(where) if where else sql.SQL("")
        self.write(sql.SQL("copy {} ({}) from stdin{};\n").format(into, columns, condition))
        for part in sliced(ready):
            rows = rows_of_text([copy_text(column) for column in part.columns], between="\t", null=r"\N")
            self._send(_joined(rows, "\n"))
            self.write("\n")
        self.write("\\.\n")


def values(ready: pa.RecordBatch) -> pa.Array:
    """Prepared rows as SQL: ``('text', 1, null)``."""
    literal = [literals(column) for column in ready.columns]
    return rows_of_text(literal, before="(", between=", ", after=")", null="null")


def _tag(text: str, rows: pa.Array | None) -> str:
    """A dollar quote that neither the text nor the rows hold."""
    number = 0
    while True:
        tag = f"$seedkit{number or ''}$"
        held = rows is not None and pc.any(pc.match_substring(rows, pattern=tag), min_count=0).as_py()
        if tag not in text and not held:
            return tag
        number += 1


def _joined(rows: pa.Array, between: str) -> bytes:
    """Rows of text, one after the other."""
    whole = pa.ListArray.from_arrays(pa.array([0, len(rows)], pa.int32()), rows)
    text: bytes = pc.binary_join(whole, between).cast(pa.binary())[0].as_py()
    return text
