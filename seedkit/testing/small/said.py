"""What a story says of each row set, as values that can be compared between two tellings of it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from ...fields.base import Field
from ...plan.model import Plan
from ...rowsets import RowSet

__all__ = ["said_by"]

#: Kept alive, because a function or an object is known by its identity.
_OBJECTS: dict[int, Any] = {}


def said_by(plan: Plan) -> dict[Hashable, Hashable]:
    """Of every row set what the plan says, and of every model and table which row sets there are."""
    said: dict[Hashable, Hashable] = {label: _row_set(rowset) for label, rowset in plan.rowsets.items()}
    for rowset in plan.rowsets.values():
        model = ("model", rowset.factory._meta.model)
        said[model] = (*said.get(model, ()), rowset.label)  # type: ignore[misc]
    for table in plan.tables:
        said["table", table.name] = table.labels, table.columns
    return said


def _row_set(rowset: RowSet) -> Hashable:
    made_for = None if rowset.parent is None else rowset.parent.label
    given = (rowset.links, rowset.overrides, rowset.count)
    return (rowset.factory, rowset.axis, made_for, rowset.parent_link, rowset.handle, *map(_value, given))


def _value(value: Any) -> Hashable:
    """A value of a declaration: equal for equal declarations, told twice or not."""
    if isinstance(value, RowSet):
        return RowSet, value.label
    if isinstance(value, Field):
        own = {name: part for name, part in vars(value).items() if name != "_creation_counter"}
        return type(value), _value(own)
    if isinstance(value, Mapping):
        return tuple((key, _value(part)) for key, part in value.items())
    if isinstance(value, (list, tuple)):
        return type(value), tuple(_value(part) for part in value)
    if hasattr(value, "__dataclass_fields__"):
        return type(value), _value(vars(value))
    try:
        hash(value)
    except TypeError:
        _OBJECTS[id(value)] = value
        return "object", id(value)
    return type(value), value
