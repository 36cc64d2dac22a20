"""What a CHECK leaves a column once the columns before it are drawn: spans of values, so that little is drawn in vain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from .checks import Column, Node, columns_in, value_of

__all__ = ["Span", "spans"]


@dataclass(frozen=True)
class Span:
    """Values of a column: from ``low`` to ``high`` (with ``open`` ends left out), or one of ``values``.

    ``null`` says that it must or must not be null; texts have ``shortest`` to ``longest`` characters.
    """

    low: Any = None
    high: Any = None
    open_low: bool = False
    open_high: bool = False
    values: tuple[Any, ...] | None = None
    null: bool | None = None
    shortest: int = 0
    longest: int | None = None

    def both(self, other: Span) -> Span | None:
        """What lies in both; None where nothing does."""
        low, open_low = _inner((self.low, self.open_low), (other.low, other.open_low), lambda a, b: a > b)
        high, open_high = _inner(
            (self.high, self.open_high), (other.high, other.open_high), lambda a, b: a < b
        )
        null = self.null if other.null is None else other.null
        values = self.values if other.values is None else other.values
        if self.values is not None and other.values is not None:
            values = tuple(value for value in self.values if value in other.values)
        if values == () or {self.null, other.null} == {True, False}:
            return None
        lengths = [n for n in (self.longest, other.longest) if n is not None]
        shortest, longest = max(self.shortest, other.shortest), min(lengths, default=None)
        if longest is not None and shortest > longest:
            return None
        return Span(low, high, open_low, open_high, values, null, shortest, longest)


def _inner(left: tuple[Any, bool], right: tuple[Any, bool], tighter: Any) -> tuple[Any, bool]:
    if left[0] is None or right[0] is None:
        return right if left[0] is None else left
    if left[0] == right[0]:
        return left[0], left[1] or right[1]
    return left if tighter(left[0], right[0]) else right


ANYTHING = Span()
_NEGATED = {"=": "<>", "<>": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<", "and": "or", "or": "and"}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "<>": "<>"}


def spans(node: Any, name: str, known: Mapping[str, Any]) -> list[Span]:
    """The ways in which a column may make an expression true (or leave it unknown), the others being known.

    Nothing where there is none; everything where it cannot be told yet, or is not the column's to decide.
    """
    if not isinstance(node, Node):
        return [ANYTHING]
    if name not in columns_in(node):
        return [ANYTHING] if _may_hold(node, known) else []
    if node.op == "not":
        return spans(_opposite(node.args[0]), name, known)
    if node.op == "or":
        return [span for part in node.args for span in spans(part, name, known)]
    if node.op == "and":
        found = [ANYTHING]
        for part in node.args:
            ways = spans(part, name, known)
            found = [both for span in found for way in ways if (both := span.both(way)) is not None]
        return found
    return _atom(node, name, known)


def _may_hold(node: Node, known: Mapping[str, Any]) -> bool:
    return not columns_in(node) <= known.keys() or value_of(node, known) is not False


def _opposite(node: Any) -> Any:
    """What is true where this is false."""
    if not isinstance(node, Node):
        return Node("is false", (node,))
    if node.op == "not":
        return node.args[0]
    if node.op in ("and", "or"):
        return Node(_NEGATED[node.op], tuple(map(_opposite, node.args)))
    return Node(_NEGATED[node.op], node.args) if node.op in _NEGATED else Node("not in terms", (node,))


def _atom(node: Node, name: str, known: Mapping[str, Any]) -> list[Span]:
    left = node.args[0]
    if node.op == "is null" and left == Column(name):
        return [Span(null=True)]
    if node.op == "not in terms":
        inner = node.args[0]
        return [Span(null=False)] if inner == Node("is null", (Column(name),)) else [ANYTHING]
    if node.op == "is true" and left == Column(name):
        return [Span(values=(True,))]
    if node.op == "in" and left == Column(name) and not any(map(columns_in, node.args[1:])):
        return [Span(values=node.args[1:])]
    if node.op in _MIRRORED:
        return _comparison(node, name, known)
    return [ANYTHING]


def _comparison(node: Node, name: str, known: Mapping[str, Any]) -> list[Span]:
    left, right = node.args
    op = node.op
    if name in columns_in(right):
        if name in columns_in(left):
            return [ANYTHING]
        left, right, op = right, left, _MIRRORED[op]
    if not columns_in(right) <= known.keys():
        return [ANYTHING]
    bound = value_of(right, known)
    if bound is None:
        return [ANYTHING]
    while isinstance(left, Node) and left.op in ("+", "-"):
        first, second = left.args
        inner, other = (first, second) if name in columns_in(first) else (second, first)
        if (
            not columns_in(other) <= known.keys()
            or name in columns_in(other)
            or (left.op == "-" and inner is second)
        ):
            return [ANYTHING]
        moved = value_of(other, known)
        if moved is None:
            return [ANYTHING]
        bound, left = (bound - moved if left.op == "+" else bound + moved), inner
    if left == Column(name):
        return [_span(op, bound)]
    if left == Node("length", (Column(name),)) and isinstance(bound, int):
        return _lengths(op, bound)
    return [ANYTHING]


def _span(op: str, bound: Any) -> Span:
    if op == "=":
        return Span(values=(bound,))
    if op == "<>":
        return ANYTHING
    span = Span(low=bound) if op.startswith(">") else Span(high=bound)
    return span if op.endswith("=") else replace(span, open_low=op == ">", open_high=op == "<")


def _lengths(op: str, n: int) -> list[Span]:
    least, most = {"=": (n, n), ">": (n + 1, None), ">=": (n, None), "<": (0, n - 1), "<=": (0, n)}.get(
        op, (0, None)
    )
    return [Span(shortest=max(least, 0), longest=most)] if most is None or most >= 0 else []
