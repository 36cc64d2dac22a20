"""The columns of a polymorphic pair: a word for a table, and the key of one of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..entropy import below
from ..infer.fields.ticks import shuffled
from .alike import joined
from .polymorphic import Pair

if TYPE_CHECKING:
    from .rows import TableRows

__all__ = ["paired"]


def paired(rows: TableRows, pair: Pair, name: str) -> pa.Array:
    """The type or the id of each row."""
    return _types(rows, pair) if name == pair.type else _keys(rows, pair)


def _types(rows: TableRows, pair: Pair) -> pa.Array:
    """What the field says, or one of the words that we found for it."""
    declared = rows.declared(pair.type)
    if not pair.free:
        return declared
    words = pa.array(list(pair.tables)).take(pa.array(below(rows.draw(pair.type, "table"), len(pair.tables))))
    nullable = not rows.made.table.columns[pair.type].not_null
    return pc.if_else(declared.is_valid(), words, None) if nullable else words


def _keys(rows: TableRows, pair: Pair) -> pa.Array:
    """Keys of the tables that the types name; what the field says where no table is meant."""
    types = rows.column(pair.type)
    words = types.cast(pa.string()).to_numpy(zero_copy_only=False)
    parts: list[pa.Array] = [rows.declared(pair.id)]
    index = np.arange(len(rows), dtype=np.int64)
    for word, (name, key) in pair.tables.items():
        mine = np.flatnonzero(words == word)
        source = rows.made.sources.get(name)
        if not len(mine) or source is None or not source.rows:
            continue
        if pair.apart:
            places = shuffled(rows.ordinals[mine] % source.rows, source.rows, pair.id)
        else:
            places = below(rows.draw(pair.id, "row"), source.rows)[mine]
        index[mine] = sum(map(len, parts)) + np.arange(len(mine))
        parts.append(source.column(key, places))
    values = joined(parts).take(pa.array(index))
    columns = rows.made.table.columns
    if columns[pair.id].not_null:
        return values
    # where a word has to stand, the key says whether there is a row
    there = parts[0].is_valid() if columns[pair.type].not_null else types.is_valid()
    return pc.if_else(there, values, None)
