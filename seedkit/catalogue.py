"""Catalogue rows: what a factory lists in ``Meta.rows``, the same in every seed and load."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .entropy import REFERENCE_TAG, U64, salt
from .errors import DeclarationError
from .fields.scalar import Row
from .rows import FactoryRows
from .scope import Scope
from .types import to_arrow, to_python

__all__ = ["catalogue_row", "catalogue_rows"]


def catalogue_row(made: Any, place: int, scope: Scope) -> Row:
    """The identity of the catalogue row at this place of ``Meta.rows``."""
    return Row(int(_ids(made)[place]), place, _scope(scope))


def catalogue_rows(made: Any, scope: Scope) -> FactoryRows:
    """All catalogue rows of a factory, with the keys of those that the target has.

    Raises DeclarationError if the factory lists none, or no natural key.
    """
    meta = made._meta
    names = dict.fromkeys(name for row in meta.rows for name in row)
    given = {name: to_arrow([row.get(name) for row in meta.rows], meta.column_type(name)) for name in names}
    left_out = {name: pa.array([name not in row for row in meta.rows]) for name in names}
    partly = [name for name in names if left_out[name].true_count]
    # A row that leaves a column out has what the factory declares for it.
    declared = _rows(made, scope, {name: given[name] for name in names if name not in partly})
    given |= {name: pc.if_else(left_out[name], declared.column(name), given[name]) for name in partly}
    known = scope.keys_known(meta) if meta.key else {}
    if known:
        given[meta.key] = _known_keys(_rows(made, scope, given), known)
    return _rows(made, scope, given)


def _rows(made: Any, scope: Scope, overrides: Mapping[str, Any]) -> FactoryRows:
    n = len(made._meta.rows)
    return FactoryRows(
        made,
        _ids(made),
        scope=_scope(scope),
        ordinals=np.arange(n, dtype=np.int64),
        copies=np.zeros(n, dtype=np.int64),
        overrides=overrides,
    )


def _known_keys(rows: FactoryRows, known: Mapping[tuple[Any, ...], Any]) -> pa.Array:
    meta = rows.meta
    naturals = zip(
        *(to_python(rows.column(name), meta.column_type(name)) for name in meta.natural), strict=True
    )
    keys = to_python(rows.keys(), meta.column_type(meta.key))
    found = [known.get(natural, key) for natural, key in zip(naturals, keys, strict=True)]
    return to_arrow(found, meta.column_type(meta.key))


def _scope(scope: Scope) -> Scope:
    return Scope(seed=0, now=scope.now, tag=REFERENCE_TAG, known=scope.known, target=scope.target)


def _ids(made: Any) -> U64:
    meta = made._meta
    if not meta.rows:
        raise DeclarationError(f"{made.__name__} has no catalogue rows", hint="List them in Meta.rows")
    if not meta.natural:
        raise DeclarationError(
            f"{made.__name__} lists catalogue rows without a natural key", hint="Set Meta.natural"
        )
    # A natural key that is looked up stands in no row: then what does stand there tells them apart.
    names = meta.natural if all(name in row for row in meta.rows for name in meta.natural) else None
    naturals = [[str(row[name]) for name in names or sorted(row)] for row in meta.rows]
    return np.array([salt("catalogue", meta.table_name(), *natural) for natural in naturals], dtype=np.uint64)
