"""CHECK constraints read: what they say, whether it holds for a row, and what they leave a column.

Understood are comparisons, BETWEEN, IN, IS NULL, AND, OR, NOT, arithmetic, lengths and patterns over columns
and constants. Anything else is opaque: its columns are then drawn within what the factory means by them.
"""

from __future__ import annotations

import datetime as dt
import functools
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

__all__ = ["Column", "Node", "OpaqueError", "columns_in", "holds", "parse", "value_of"]


class OpaqueError(Exception):
    """An expression, or a part of one, that is not understood."""


class Column(NamedTuple):
    """A column by name."""

    name: str


@dataclass(frozen=True)
class Node:
    """An operator or a function over its arguments; constants are Python values."""

    op: str
    args: tuple[Any, ...]


_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>'(?:[^']|'')*')|(?P<quoted>\"[^\"]+\")|(?P<word>[a-z_][\w$]*)"
    r"|(?P<sign>::|<>|!=|<=|>=|!~\*|!~|~\*|\|\||[-+*/%<>=~(),.\[\]]))",
    re.IGNORECASE,
)
_COMPARE = {"=", "<>", "<", "<=", ">", ">=", "~", "~*"}
#: Types that a cast to changes nothing that we would notice.
_SAME = {"text", "varchar", "character varying", "integer", "int", "bigint", "smallint", "numeric", "date"}
_LENGTHS = {"length", "char_length", "character_length"}


@functools.cache
def parse(text: str) -> Node:
    """The expression of a CHECK. Raises OpaqueError."""
    reader = _Reader(list(_tokens(text)))
    found = reader.any_of()
    if reader.left:
        raise OpaqueError(text)
    return found if isinstance(found, Node) else Node("is true", (found,))


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    place = 0
    text = text.strip()
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None or found.lastgroup is None:
            raise OpaqueError(text)
        kind, token = found.lastgroup, found[found.lastgroup]
        yield kind, token.lower() if kind == "word" else token
        place = found.end()
        while place < len(text) and text[place].isspace():
            place += 1


class _Reader:
    """Recursive descent, the loosest operator first."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.left = tokens[::-1]

    def any_of(self) -> Any:
        return self._joined("or", self._all_of)

    def _all_of(self) -> Any:
        return self._joined("and", self._not)

    def _joined(self, word: str, part: Callable[[], Any]) -> Any:
        parts = [part()]
        while self._took(word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else Node(word, tuple(parts))

    def _not(self) -> Any:
        return Node("not", (self._not(),)) if self._took("not") else self._predicate()

    def _predicate(self) -> Any:
        side = self._sum()
        if self._took("is"):
            negated = self._took("not")
            word = self._next()[1]
            if word not in ("null", "true", "false"):
                raise OpaqueError(word)
            found = Node(f"is {word}", (side,))
            return Node("not", (found,)) if negated else found
        negated = self._took("not")
        if self._took("in"):
            found = Node("in", (side, *self._listed(")", "(")))
        elif self._took("between"):
            low = self._sum()
            self._expect("and")
            found = Node("and", (Node(">=", (side, low)), Node("<=", (side, self._sum()))))
        elif negated:
            raise OpaqueError("not")
        else:
            return self._compared(side)
        return Node("not", (found,)) if negated else found

    def _compared(self, side: Any) -> Any:
        sign = self._peek()
        sign = {"!=": "<>"}.get(sign, sign)
        if sign in ("!~", "!~*"):
            self._next()
            return Node("not", (Node(sign[1:], (side, self._sum())),))
        if sign not in _COMPARE:
            return side
        self._next()
        if sign == "=" and self._took("any"):
            self._expect("(")
            self._expect("array")
            among = Node("in", (side, *self._listed("]", "[")))
            self._cast()
            self._expect(")")
            return among
        return Node(sign, (side, self._sum()))

    def _sum(self) -> Any:
        found = self._product()
        while self._peek() in ("+", "-", "||"):
            found = Node(self._next()[1], (found, self._product()))
        return found

    def _product(self) -> Any:
        found = self._unary()
        while self._peek() in ("*", "/", "%"):
            found = Node(self._next()[1], (found, self._unary()))
        return found

    def _unary(self) -> Any:
        if self._took("-"):
            return Node("-", (0, self._unary()))
        found = self._primary()
        return self._cast(found)

    def _cast(self, found: Any = None) -> Any:
        while self._took("::"):
            words = [self._next()[1]]
            while self._peek() in ("varying", ".") or words[-1] == ".":
                words.append(self._next()[1])
            if self._took("("):
                while self._next()[1] != ")":
                    pass
            if self._took("["):
                self._expect("]")
            if " ".join(words) not in _SAME and not isinstance(found, str):
                raise OpaqueError(f"a cast to {' '.join(words)}")
        return found

    def _primary(self) -> Any:
        kind, token = self._next()
        if token == "(":
            found = self.any_of()
            self._expect(")")
            return found
        if kind == "number":
            return Decimal(token) if "." in token else int(token)
        if kind == "text":
            return token[1:-1].replace("''", "'")
        if kind == "quoted":
            return Column(token[1:-1])
        if kind != "word":
            raise OpaqueError(token)
        if token in ("true", "false", "null"):
            return {"true": True, "false": False, "null": None}[token]
        if self._peek() != "(":
            return Column(token)
        if token not in _LENGTHS:
            raise OpaqueError(f"{token}()")
        return Node("length", tuple(self._listed(")", "(")))

    def _listed(self, end: str, begin: str) -> list[Any]:
        self._expect(begin)
        found = [self._sum()]
        while self._took(","):
            found.append(self._sum())
        self._expect(end)
        return found

    def _peek(self) -> str:
        return self.left[-1][1] if self.left and self.left[-1][0] in ("word", "sign") else ""

    def _next(self) -> tuple[str, str]:
        if not self.left:
            raise OpaqueError("the end")
        return self.left.pop()

    def _took(self, token: str) -> bool:
        if self._peek() != token:
            return False
        self.left.pop()
        return True

    def _expect(self, token: str) -> None:
        if not self._took(token):
            raise OpaqueError(f"{self._peek()!r} instead of {token!r}")


def columns_in(node: Any) -> set[str]:
    """The columns that an expression reads."""
    if isinstance(node, Column):
        return {node.name}
    return set().union(*map(columns_in, node.args)) if isinstance(node, Node) else set()


def holds(node: Any, row: Mapping[str, Any]) -> bool:
    """Whether a CHECK lets a row pass: it is true or unknown."""
    return value_of(node, row) is not False


_TESTS: Mapping[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "+": operator.add, "-": operator.sub, "*": operator.mul, "%": operator.mod, "||": lambda a, b: f"{a}{b}",
    "~": lambda text, pattern: re.search(pattern, text) is not None,
    "~*": lambda text, pattern: re.search(pattern, text, re.IGNORECASE) is not None,
}  # fmt: skip


def value_of(node: Any, row: Mapping[str, Any]) -> Any:
    """An expression on a row, in SQL's three-valued logic. Raises OpaqueError."""
    if isinstance(node, Column):
        return row[node.name]
    if not isinstance(node, Node):
        return node
    if node.op in ("and", "or"):
        return _logical(node, row)
    values = [value_of(argument, row) for argument in node.args]
    if node.op.startswith("is "):
        return values[0] is {"null": None, "true": True, "false": False}[node.op[3:]]
    if values[0] is None:
        return None
    if node.op == "not":
        return not values[0]
    if node.op == "length":
        return len(values[0])
    if node.op == "in":
        found = any(operator.eq(*alike(values[0], value)) for value in values[1:] if value is not None)
        return found or (None if None in values[1:] else False)
    if None in values:
        return None
    if node.op == "/":
        left, right = values
        return (
            left // right
            if isinstance(left, int) and isinstance(right, int)
            else Decimal(left) / Decimal(right)
        )
    try:
        return _TESTS[node.op](*alike(*values))
    except (TypeError, re.error) as error:
        raise OpaqueError(node.op) from error


def _logical(node: Node, row: Mapping[str, Any]) -> bool | None:
    decides = node.op == "or"
    values = [value_of(argument, row) for argument in node.args]
    if decides in values:
        return decides
    return None if None in values else not decides


def alike(left: Any, right: Any) -> tuple[Any, Any]:
    """Two values that can be compared: a literal in the type of the other, numbers exactly."""
    for mine, other in ((left, right), (right, left)):
        if isinstance(mine, str) and not isinstance(other, str):
            read = _read(mine, other)
            return (read, right) if mine is left else (left, read)
    if isinstance(left, float) or isinstance(right, float):
        return float(left), float(right)
    return left, right


def _read(text: str, like: Any) -> Any:
    try:
        if isinstance(like, dt.datetime):
            moment = dt.datetime.fromisoformat(text)
            return moment.replace(tzinfo=like.tzinfo) if moment.tzinfo is None else moment
        if isinstance(like, (dt.date, dt.time)):
            return type(like).fromisoformat(text)
        return Decimal(text) if isinstance(like, (int, float, Decimal)) else text
    except (ValueError, ArithmeticError) as error:
        raise OpaqueError(text) from error
