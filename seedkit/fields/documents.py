"""Documents: jsonb objects and arrays, built as text for all rows at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..entropy import below, combine
from ..types import alike, dump_json, is_json
from .base import Field, Ref, column_of
from .rows import Rows
from .text import as_text


class Json(Field):
    """A document with fields anywhere in it: ``Json({"role": "user", "at": created_at, "tags": [tag]})``.

    Keys are constant. A key ending in ``?`` is left out where its value is null (the mark is dropped).
    """

    def __init__(self, document: Any) -> None:
        super().__init__()
        self.document = document

    def column(self, rows: Rows) -> pa.Array:
        return joined(_pieces(self.document, rows), len(rows))

    @property
    def is_document(self) -> bool:
        return True


class JsonList(Field):
    """An array of ``low`` to ``high`` documents like ``item``, each with draws of its own."""

    def __init__(self, item: Any, low: int = 1, high: int = 3) -> None:
        super().__init__()
        self.item, self.low, self.high = item, low, high

    def column(self, rows: Rows) -> pa.Array:
        counts = self.low + below(rows.draw(self._name, "count"), self.high - self.low + 1)
        items = []
        for turn in range(self.high):
            text = joined(_pieces(self.item, Turn(rows, turn)), len(rows))
            items.append(text if turn < self.low else pc.if_else(pa.array(counts > turn), text, None))
        if not items:
            return pa.repeat("[]", len(rows))
        # Arrow drops a row in which everything to be joined is null.
        items[0] = pc.fill_null(items[0], "")
        inside = pc.binary_join_element_wise(*items, ", ", null_handling="skip")
        return pc.binary_join_element_wise("[", inside, "]", "")

    @property
    def is_document(self) -> bool:
        return True


class ArrayOf(Field):
    """An array column of ``low`` to ``high`` values of a field, each with draws of its own."""

    def __init__(self, item: Any, low: int = 1, high: int = 3) -> None:
        super().__init__()
        self.item, self.low, self.high = item, low, high

    def column(self, rows: Rows) -> pa.Array:
        counts = self.low + below(rows.draw(self._name, "count"), self.high - self.low + 1)
        items = [column_of(self.item, Turn(rows, turn)) for turn in range(self.high)]
        there = np.arange(self.high)[None, :] < counts[:, None]
        n = len(rows)
        places = (np.arange(self.high)[None, :] * n + np.arange(n)[:, None])[there]
        offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
        values = pa.concat_arrays(alike(items)).take(pa.array(places))
        return pa.ListArray.from_arrays(pa.array(offsets), values)


class Listed(Field):
    """An array column of given fields or constants, nulls left out: ``Listed(first_tag, second_tag)``."""

    def __init__(self, *of: Any) -> None:
        super().__init__()
        self.of = of

    def column(self, rows: Rows) -> pa.Array:
        n = len(rows)
        items = pa.concat_arrays(alike([column_of(f, rows) for f in self.of]))
        there = items.is_valid().to_numpy(zero_copy_only=False).reshape(len(self.of), n).T
        places = (np.arange(len(self.of))[None, :] * n + np.arange(n)[:, None])[there]
        offsets = np.concatenate([[0], np.cumsum(there.sum(axis=1))]).astype(np.int32)
        return pa.ListArray.from_arrays(pa.array(offsets), items.take(pa.array(places)))


class Turn(Rows):
    """The same rows once more, with other draws: for the items of a list."""

    def __init__(self, base: Rows, turn: int) -> None:
        self._base = base
        self.scope, self.copies = base.scope, base.copies
        self.ordinals = np.full(len(base), turn, dtype=np.int64)
        self.ids = combine(base.ids, self.ordinals)

    def column(self, name: str) -> pa.Array:
        return self._base.column(name)

    def parent(self, name: str) -> Rows | None:
        return self._base.parent(name)

    def is_link(self, name: str) -> bool:
        return self._base.is_link(name)

    def column_type(self, name: str) -> Any:
        return self._base.column_type(name)

    def floor(self) -> Any:
        return self._base.floor()

    def catalogue(self, factory: Any) -> Rows:
        return self._base.catalogue(factory)

    @property
    def links(self) -> Sequence[str]:
        return self._base.links


def _pieces(value: Any, rows: Rows) -> list[Any]:
    """JSON text as a list of constants and columns, to be joined."""
    if isinstance(value, Mapping):
        return _object(value, rows)
    if isinstance(value, (list, tuple)):
        pieces: list[Any] = ["["]
        for place, item in enumerate(value):
            pieces += [", "] * (place > 0) + _pieces(item, rows)
        return [*pieces, "]"]
    return [pc.fill_null(_text_of(value, rows), "null")] if isinstance(value, Field) else [dump_json(value)]


def _text_of(field: Field, rows: Rows) -> pa.Array:
    """A field inside a document, as JSON text; null stays null."""
    column = column_of(field, rows)
    if not is_document(field, rows):
        return pc.if_else(column.is_valid(), json_text(column), None)
    return column.cast(pa.string())


def is_document(field: Field, rows: Rows) -> bool:
    """Whether the values of a field are JSON text, asked of the column where it refers to one."""
    if not isinstance(field, Ref):
        return field.is_document
    owner = rows.follow(field.path[:-1])
    kind = None if owner is None else owner.column_type(field.path[-1])
    return kind is not None and is_json(kind)


def _object(value: Mapping[str, Any], rows: Rows) -> list[Any]:
    pieces: list[Any] = ["{"]
    optional: list[Any] = []
    for key, item in value.items():
        name = f"{dump_json(key.rstrip('?'))}: "
        if key.endswith("?") and isinstance(item, Field):
            present = pc.binary_join_element_wise(", " + name, _text_of(item, rows), "")
            optional.append(pc.fill_null(present, ""))
        elif item is not None or not key.endswith("?"):
            pieces += [", "] * (len(pieces) > 1) + [name, *_pieces(item, rows)]
    if optional and len(pieces) == 1:
        tail = pc.binary_join_element_wise(*optional, "")
        return ["{", pc.utf8_replace_slice(tail, 0, 2, ""), "}"]
    return [*pieces, *optional, "}"]


def json_text(array: pa.Array) -> pa.Array:
    """Values as JSON: text quoted, numbers and booleans bare, moments as ISO, null as ``null``."""
    kind = array.type
    if pa.types.is_null(kind):
        return pa.repeat("null", len(array))
    if pa.types.is_list(kind):
        inner = json_text(array.flatten())
        lists = pa.ListArray.from_arrays(_offsets(array), inner)
        text = pc.binary_join_element_wise("[", pc.binary_join(lists, ", "), "]", "")
        text = pc.if_else(array.is_valid(), text, None)
    elif pa.types.is_decimal(kind) or (pa.types.is_primitive(kind) and not pa.types.is_temporal(kind)):
        text = array.cast(pa.string())
    else:
        text = pc.binary_join_element_wise('"', _escaped(as_text(array)), '"', "")
    return pc.fill_null(text, "null") if text.null_count else text


def joined(pieces: Sequence[Any], n: int) -> pa.Array:
    """Constants and columns of text joined row by row."""
    merged: list[Any] = []
    for piece in pieces:
        if isinstance(piece, str) and merged and isinstance(merged[-1], str):
            merged[-1] += piece
        else:
            merged.append(piece)
    if all(isinstance(p, str) for p in merged):
        return pa.repeat("".join(merged), n)
    return pc.binary_join_element_wise(*merged, "")


def _escaped(text: pa.Array) -> pa.Array:
    """Text as it stands between quotes. Each escape is a pass over the column: most columns need none."""
    there = set(bytes(text.buffers()[2] or b"").translate(None, delete=_SAFE))
    for raw, safe in _ESCAPES.items():
        if ord(raw) in there:
            text = pc.replace_substring(text, pattern=raw, replacement=safe)
    return text


#: The backslash first: it is part of what the others become.
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"} | {
    chr(code): f"\\u{code:04x}" for code in range(0x20) if chr(code) not in "\n\r\t"
}
_SAFE = bytes(code for code in range(0x100) if chr(code) not in _ESCAPES)


def _offsets(array: pa.Array) -> pa.Array:
    lengths = pc.fill_null(pc.list_value_length(array), 0).to_numpy(zero_copy_only=False)
    return pa.array(np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32))
