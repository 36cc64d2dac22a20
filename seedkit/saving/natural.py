"""Rows that are there already: found by their natural key, and used as they are or taken over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from factory.errors import FactoryError
from sqlalchemy import and_, or_, select, tuple_
from sqlalchemy.exc import MultipleResultsFound

__all__ = ["existing", "found_one", "natural_key", "take_over"]

#: Keys looked up in one query.
_AT_ONCE = 1_000

Key = tuple[Any, ...]


def natural_key(meta: Any) -> tuple[str, ...]:
    """The columns by which a factory finds rows that are there; empty if it always makes new ones.

    ``Meta.adopted_by``, ``Meta.sqlalchemy_get_or_create`` (a relationship stands for its columns)
    or ``Meta.natural``.
    """
    names: list[str] = []
    for name in meta.adopted_by or meta.sqlalchemy_get_or_create or meta.natural:
        if name in meta.mapper.relationships:
            locals_ = meta.mapper.relationships[name].local_columns
            names += [meta.mapper.get_property_by_column(column).key for column in locals_]
        else:
            names.append(name)
    return tuple(names)


def existing(session: Any, meta: Any, names: Sequence[str], keys: Sequence[Key]) -> dict[Key, Any]:
    """The objects of those keys that have a row, by key. Raises MultipleResultsFound."""
    columns = [getattr(meta.model, name) for name in names]
    whole = list(dict.fromkeys(key for key in keys if None not in key))
    partly = list(dict.fromkeys(key for key in keys if None in key))
    conditions: list[Any] = [tuple_(*columns).in_(part) for part in _parts(whole)]
    for part in _parts(partly):
        each = [
            and_(*(c.is_(None) if v is None else c == v for c, v in zip(columns, key, strict=True)))
            for key in part
        ]
        conditions.append(or_(*each))
    found: dict[Key, Any] = {}
    for condition in conditions:
        for value in session.scalars(select(meta.model).where(condition)):
            key = tuple(getattr(value, name) for name in names)
            if key in found:
                raise MultipleResultsFound(
                    f"Several rows of {meta.table_name()} have {dict(zip(names, key, strict=True))}"
                )
            found[key] = value
    return found


def found_one(session: Any, meta: Any, given: Mapping[str, Any]) -> Any:
    """The object that is there already, taken over if a trigger made it; None if there is none."""
    names = natural_key(meta)
    missing = [name for name in names if name not in given]
    if missing:
        raise FactoryError(
            f"{meta.factory.__name__} is found by {', '.join(missing)}, and gives no such value"
        )
    session.flush()
    key = tuple(given[name] for name in names)
    found = existing(session, meta, names, [key]).get(key)
    if found is not None and meta.adopted_by:
        take_over(meta, found, given)
    return found


def take_over(meta: Any, found: Any, given: Mapping[str, Any]) -> None:
    """Set what is given on an object that has a row; its primary key stays."""
    key = {meta.mapper.get_property_by_column(column).key for column in meta.mapper.primary_key}
    for name, value in given.items():
        if name not in key:
            setattr(found, name, value)


def _parts(keys: list[Key]) -> Iterator[list[Key]]:
    return (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))
