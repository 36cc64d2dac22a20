"""Fields: factory_boy declarations with one vectorised method, ``column(rows) -> array``."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from factory.declarations import BaseDeclaration

from ..entropy import I64
from ..errors import DeclarationError
from ..types import as_array, cast, constant, numbers, to_arrow
from .arithmetic import OPERATIONS, matching
from .rows import Rows
from .scalar import ScalarRows, is_object, known_parents, object_at
from .spelling import spelled, spelled_call

#: Types of arguments that hold no field.
_PLAIN = frozenset({str, int, float, bool, type(None)})
#: Attributes of a field that are not its arguments.
_OWN = frozenset({"_name", "_origin", "_defaults", "_creation_counter"})


class Field(BaseDeclaration):
    """A column computed for many rows at once; ``build()`` is a batch of one.

    Arguments may be constants or other fields. In a class body a bare name refers to the
    field of that *name* on the row being built, so overrides and subclasses are seen.
    """

    #: The column this field was bound to; also names its draws.
    _name = ""
    #: The factory and the name that declare this field, None for a field inside another.
    _origin: tuple[Any, str] | None = None

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    def __set_name__(self, owner: Any, name: str) -> None:
        # A second name in the same body is an alias; a field shared by two bodies belongs to the first.
        self._origin = self._origin or (owner, name)

    def column(self, rows: Rows) -> pa.Array | np.ndarray[Any, Any]:
        """The values for these rows: an Arrow array, or a numpy array without nulls."""
        raise NotImplementedError

    def evaluate(self, instance: Any, step: Any, extra: Any) -> Any:
        """One value, for factory_boy: the column of a batch of one."""
        return (rows := ScalarRows(instance, step)).one(self._name, self.column(rows))

    def points_to(self, rows: Rows) -> Rows | None:
        """The rows that this field points to, where it is declared for a link. Raises DeclarationError."""
        raise DeclarationError(
            f"{self._name} = {self!r} is no link", hint="A link takes a Parent or this.<link>"
        )

    def claim(self, rows: Rows) -> tuple[I64, npt.NDArray[np.bool_]]:
        """The amounts that a ledger reads, and which of them yield to the balance."""
        return numbers(as_array(self.column(rows))).astype(np.int64), np.zeros(len(rows), dtype=bool)

    @property
    def is_document(self) -> bool:
        """Whether the values are JSON text already."""
        return False

    def bound(self, name: str, known: Mapping[int, str]) -> Self:
        """A copy that knows its column, its arguments turned into references where they name a field."""
        bound = copy.copy(self)
        bound._name = name
        for attribute, value in self._given().items():
            setattr(bound, attribute, bind(value, f"{name}.{attribute}", known))
        return bound

    def _given(self) -> dict[str, Any]:
        """What the field was made with, by attribute."""
        return {name: value for name, value in vars(self).items() if name not in _OWN}

    def references(self) -> Iterator[tuple[str, ...]]:
        """The paths of names that the field reads on its row."""
        for argument in self._given().values():
            yield from references(argument)

    def __repr__(self) -> str:
        return spelled_call(self)

    def __bool__(self) -> bool:
        raise DeclarationError(
            f"{self!r} has no truth value while the factory is declared",
            hint="A condition is a field: When(role.equals('admin'), …), or Trait(…)",
        )

    def equals(self, other: Any) -> Field:
        """Whether the value equals this one, row by row (``==`` compares declarations)."""
        return Apply("equals", self, other)

    def isin(self, values: Any) -> Field:
        """Whether the value is one of these."""
        return Among(self, tuple(values))

    def is_null(self) -> Field:
        """Whether there is no value."""
        return Apply("is_null", self)

    def or_else(self, default: Any) -> Field:
        """The value, or ``default`` where there is none."""
        return Apply("or_else", self, default)

    def __add__(self, other: Any) -> Field:
        return Apply("+", self, other)

    def __radd__(self, other: Any) -> Field:
        return Apply("+", other, self)

    def __sub__(self, other: Any) -> Field:
        return Apply("-", self, other)

    def __rsub__(self, other: Any) -> Field:
        return Apply("-", other, self)

    def __mul__(self, other: Any) -> Field:
        return Apply("*", self, other)

    def __rmul__(self, other: Any) -> Field:
        return Apply("*", other, self)

    def __truediv__(self, other: Any) -> Field:
        return Apply("/", self, other)

    def __floordiv__(self, other: Any) -> Field:
        return Apply("//", self, other)

    def __mod__(self, other: Any) -> Field:
        return Apply("%", self, other)

    def __lt__(self, other: Any) -> Field:
        return Apply("<", self, other)

    def __le__(self, other: Any) -> Field:
        return Apply("<=", self, other)

    def __gt__(self, other: Any) -> Field:
        return Apply(">", self, other)

    def __ge__(self, other: Any) -> Field:
        return Apply(">=", self, other)

    def __and__(self, other: Any) -> Field:
        return Apply("&", self, other)

    def __or__(self, other: Any) -> Field:
        return Apply("|", self, other)

    def __invert__(self) -> Field:
        return Apply("~", self)


class Ref(Field):
    """A field of the row being built, or of a parent of it, by name: ``this.household.name``."""

    def __init__(self, *path: str) -> None:
        super().__init__()
        self.path = path

    def __getattr__(self, name: str) -> Ref:
        if name.startswith("_") or "path" not in vars(self):
            raise AttributeError(name)
        return Ref(*self.path, name)

    def __getitem__(self, name: str) -> Ref:
        return Ref(*self.path, name)

    def __repr__(self) -> str:
        return ".".join(("this", *self.path))

    def column(self, rows: Rows) -> pa.Array:
        return rows.at(self.path)

    def points_to(self, rows: Rows) -> Rows | None:
        return rows.follow(self.path)

    def references(self) -> Iterator[tuple[str, ...]]:
        yield self.path

    def evaluate(self, instance: Any, step: Any, extra: Any) -> Any:
        rows = ScalarRows(instance, step)
        *links, last = self.path
        owner = rows.follow(links)
        if owner is None or owner.column_type(last) is not None:
            return super().evaluate(instance, step, extra)
        found = object_at(rows, self.path)
        if not owner.is_link(last) and not is_object(found):
            return super().evaluate(instance, step, extra)
        # A reference to a link is that object, with all that is known of its row.
        parent = owner.parent(last)
        if parent is not None:
            known_parents(step)[self._name] = parent
        return found


class _This:
    """The row being built; ``this.name`` is a reference for subclasses, overrides and Params."""

    def __getattr__(self, name: str) -> Ref:
        if name.startswith("_"):
            raise AttributeError(name)
        return Ref(name)

    def __getitem__(self, name: str) -> Ref:
        return Ref(name)

    def __repr__(self) -> str:
        return "this"


this = _This()


class Apply(Field):
    """An operator over fields: ``price * quantity``, ``seat_number > 2``."""

    def __init__(self, operation: str, *arguments: Any) -> None:
        super().__init__()
        self.operation, self.arguments = operation, arguments

    def column(self, rows: Rows) -> pa.Array:
        arrays: list[Any] = [a.column(rows) if isinstance(a, Field) else a for a in self.arguments]
        arrays = [as_array(a) if isinstance(a, (pa.Array, np.ndarray)) else a for a in arrays]
        kind = next(a.type for a in arrays if isinstance(a, pa.Array))
        arrays = [a if isinstance(a, pa.Array) else matching(a, kind) for a in arrays]
        kind = next((a.type for a in arrays if not pa.types.is_null(a.type)), kind)
        arrays = [a.cast(kind) if pa.types.is_null(a.type) else a for a in arrays]
        if all(pa.types.is_integer(a.type) for a in arrays):
            arrays = [a.cast(pa.int64()) for a in arrays]
        return OPERATIONS[self.operation](*arrays)

    def __repr__(self) -> str:
        if len(self.arguments) == 2 and not self.operation.isidentifier():
            left, right = map(spelled, self.arguments)
            return f"({left} {self.operation} {right})"
        if self.operation == "~":
            return f"~{self.arguments[0]!r}"
        return f"{self.arguments[0]!r}.{self.operation}({', '.join(map(spelled, self.arguments[1:]))})"


class Among(Field):
    """Whether a field's value is one of some constants."""

    def __init__(self, field: Any, values: tuple[Any, ...]) -> None:
        super().__init__()
        self.field, self.values = field, values

    def column(self, rows: Rows) -> pa.Array:
        array = column_of(self.field, rows)
        if pa.types.is_null(array.type):
            return constant(None in self.values, len(rows))
        return pc.is_in(array, value_set=cast(to_arrow(self.values, None), array.type))

    def __repr__(self) -> str:
        return f"{self.field!r}.isin({spelled(list(self.values))})"


def column_of(argument: Any, rows: Rows, kind: pa.DataType | None = None) -> pa.Array:
    """An argument of a field as an array: a field's column, or a constant repeated."""
    if isinstance(argument, Field):
        array = as_array(argument.column(rows))
    elif isinstance(argument, (pa.Array, np.ndarray)):
        array = as_array(argument)
    else:
        array = constant(argument, len(rows))
    return array if kind is None else cast(array, kind)


def references(argument: Any) -> Iterator[tuple[str, ...]]:
    """The paths that fields inside an argument read on the row."""
    if isinstance(argument, Field):
        yield from argument.references()
    elif isinstance(argument, (list, tuple)):
        for item in argument:
            yield from references(item)
    elif isinstance(argument, dict):
        for item in argument.values():
            yield from references(item)


def bind(value: Any, path: str, known: Mapping[int, str]) -> Any:
    """``value`` with every field in it turned into a reference (where ``known`` names it) or bound in place."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, Field):
        name = known.get(id(value))
        return Ref(name) if name else value.bound(path, known)
    if isinstance(value, (list, tuple)) and not hasattr(value, "_fields"):
        if all(type(v) in _PLAIN for v in value):
            return value
        return type(value)(bind(v, f"{path}.{i}", known) for i, v in enumerate(value))
    if isinstance(value, dict):
        return type(value)((k, bind(v, f"{path}.{k}", known)) for k, v in value.items())
    return value
