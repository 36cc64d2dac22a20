"""Fields: factory_boy declarations with one vectorised method, ``column(rows) -> array``."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Mapping
from typing import Any, Self, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from factory.declarations import BaseDeclaration

from ..errors import DeclarationError
from ..types import cast, to_arrow
from .rows import Rows

_T = TypeVar("_T")


class Field(BaseDeclaration):  # type: ignore[misc]
    """A column computed for many rows at once; ``build()`` is a batch of one.

    Arguments may be constants or other fields. In a class body a bare name refers to the
    field of that *name* on the row being built, so overrides and subclasses are seen.
    """

    #: The column this field was bound to; also names its draws.
    _name = ""

    def __init__(self) -> None:
        super().__init__()

    def column(self, rows: Rows) -> pa.Array | np.ndarray[Any, Any]:
        """The values for these rows: an Arrow array, or a numpy array without nulls."""
        raise NotImplementedError

    def evaluate(self, instance: Any, step: Any, extra: Any) -> Any:
        """One value, for factory_boy: the column of a batch of one."""
        from .scalar import ScalarRows

        return ScalarRows(instance, step).one(self._name, self)

    def bound(self, name: str, known: Mapping[int, str]) -> Self:
        """A copy that knows its column, its arguments turned into references where they name a field."""
        bound = copy.copy(self)
        bound._name = name
        for attribute, value in vars(self).items():
            if attribute not in ("_name", "creation_counter", "factory_wrapper"):
                setattr(bound, attribute, bind(value, f"{name}.{attribute}", known))
        return bound

    def __repr__(self) -> str:
        parts = []
        for parameter in inspect.signature(type(self).__init__).parameters.values():
            value = getattr(self, parameter.name, parameter.default)
            if parameter.name == "self" or value is parameter.default:
                continue
            if parameter.kind is parameter.VAR_POSITIONAL:
                parts += [repr(v) for v in value]
            elif parameter.kind is parameter.VAR_KEYWORD:
                parts += [f"{k}={v!r}" for k, v in value.items()]
            elif parameter.kind is parameter.KEYWORD_ONLY:
                parts.append(f"{parameter.name}={value!r}")
            else:
                parts.append(repr(value))
        return f"{type(self).__name__}({', '.join(parts)})"

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

    def evaluate(self, instance: Any, step: Any, extra: Any) -> Any:
        meta = step.builder.factory_meta
        if self._name not in meta.links or meta.column_type(self._name) is not None:
            return super().evaluate(instance, step, extra)
        from .scalar import ScalarRows

        # A link that refers to another one: ``user = vision.user`` is that object, with all it knows.
        rows: Rows | None = ScalarRows(instance, step)
        for name in self.path:
            instance = None if rows is None else getattr(instance, name)
            rows = None if rows is None else rows.parent(name)
        if rows is not None:
            vars(step).setdefault("seedkit_parents", {})[self._name] = rows
        return instance


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


def _divide(left: pa.Array, right: pa.Array) -> pa.Array:
    if pa.types.is_integer(left.type):
        left = left.cast(pa.float64())
    return pc.divide(left, right)


def _floor_divide(left: pa.Array, right: pa.Array) -> pa.Array:
    whole = pc.divide(left, right)
    return whole if pa.types.is_integer(whole.type) else pc.floor(whole)


def _modulo(left: pa.Array, right: pa.Array) -> pa.Array:
    return pc.subtract(left, pc.multiply(_floor_divide(left, right), right))


_OPERATIONS: Mapping[str, Callable[..., pa.Array]] = {
    "+": pc.add,
    "-": pc.subtract,
    "*": pc.multiply,
    "/": _divide,
    "//": _floor_divide,
    "%": _modulo,
    "<": pc.less,
    "<=": pc.less_equal,
    ">": pc.greater,
    ">=": pc.greater_equal,
    "&": pc.and_kleene,
    "|": pc.or_kleene,
    "~": pc.invert,
    "equals": pc.equal,
    "is_null": pc.is_null,
    "or_else": pc.coalesce,
}


class Apply(Field):
    """An operator over fields: ``price * quantity``, ``seat_number > 2``."""

    def __init__(self, operation: str, *arguments: Any) -> None:
        super().__init__()
        self.operation, self.arguments = operation, arguments

    def column(self, rows: Rows) -> pa.Array:
        arrays: list[Any] = [a.column(rows) if isinstance(a, Field) else a for a in self.arguments]
        arrays = [as_array(a) if isinstance(a, (pa.Array, np.ndarray)) else a for a in arrays]
        kind = next(a.type for a in arrays if isinstance(a, pa.Array))
        arrays = [a if isinstance(a, pa.Array) else _constant(a, kind) for a in arrays]
        if all(pa.types.is_integer(a.type) for a in arrays):
            arrays = [a.cast(pa.int64()) for a in arrays]
        return _OPERATIONS[self.operation](*arrays)

    def __repr__(self) -> str:
        if len(self.arguments) == 2 and not self.operation.isidentifier():
            return f"({self.arguments[0]!r} {self.operation} {self.arguments[1]!r})"
        return f"{self.arguments[0]!r}.{self.operation}({', '.join(map(repr, self.arguments[1:]))})"


class Among(Field):
    """Whether a field's value is one of some constants."""

    def __init__(self, field: Any, values: tuple[Any, ...]) -> None:
        super().__init__()
        self.field, self.values = field, values

    def column(self, rows: Rows) -> pa.Array:
        array = column_of(self.field, rows)
        return pc.is_in(array, value_set=pa.array(self.values, type=array.type))


def column_of(argument: Any, rows: Rows, kind: pa.DataType | None = None) -> pa.Array:
    """An argument of a field as an array: a field's column, or a constant repeated."""
    if isinstance(argument, Field):
        array = as_array(argument.column(rows))
    elif isinstance(argument, (pa.Array, np.ndarray)):
        array = as_array(argument)
    else:
        array = pa.repeat(to_arrow([argument], None)[0], len(rows))
    return array if kind is None else cast(array, kind)


def as_array(values: pa.Array | pa.ChunkedArray | np.ndarray[Any, Any]) -> pa.Array:
    """A column as one Arrow array."""
    if isinstance(values, np.ndarray):
        return pa.array(values)
    if isinstance(values, pa.ChunkedArray):
        return values.combine_chunks() if values.num_chunks != 1 else values.chunk(0)
    return values


def bind(value: _T, path: str, known: Mapping[int, str]) -> _T:
    """``value`` with every field in it turned into a reference (where ``known`` names it) or bound in place."""
    if isinstance(value, Field):
        name = known.get(id(value))
        return Ref(name) if name else value.bound(path, known)  # type: ignore[return-value]
    if isinstance(value, (list, tuple)) and not hasattr(value, "_fields"):
        return type(value)(bind(v, f"{path}.{i}", known) for i, v in enumerate(value))  # type: ignore[call-arg]
    if isinstance(value, dict):
        return type(value)((k, bind(v, f"{path}.{k}", known)) for k, v in value.items())  # type: ignore[call-arg]
    return value


def _constant(value: Any, kind: pa.DataType) -> pa.Scalar:
    scalar = to_arrow([value], None)[0]
    if pa.types.is_decimal(kind) and isinstance(value, (int, float)):
        return pa.scalar(value if isinstance(value, int) else round(value, kind.scale)).cast(
            pa.decimal128(38, kind.scale)
        )
    same = pa.types.is_string(kind) or (pa.types.is_timestamp(kind) and not pa.types.is_duration(scalar.type))
    return scalar.cast(kind) if same else scalar
