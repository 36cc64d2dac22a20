"""Texts that match a regular expression, generated: a pattern is opened into shapes.

A *shape* is a sequence of alphabets, one for each character. The texts of one shape are numbered like the
digits of a number, so all are different, any of them is made without the others, and many at once. Texts of
different lengths are different anyway; of shapes of one length that might share texts, one is kept.
"""

from __future__ import annotations

import functools
import string
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from math import prod
from typing import TypeAlias

from .functions import regex

__all__ = ["Shape", "shapes"]

#: One alphabet a character.
Shape: TypeAlias = tuple[str, ...]

MOST_SHAPES, LONGEST = 64, 400
#: How much longer than needed a repetition without an upper end gets.
EXTRA = 8

_WORD = string.ascii_lowercase + string.ascii_uppercase + string.digits + "_"
_ANY = string.ascii_lowercase + string.digits
_PRINTABLE = "".join(chr(code) for code in range(32, 127))
_ESCAPES = {
    "d": string.digits, "w": _WORD, "s": " ", "n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v",
    "D": "".join(c for c in _ANY if not c.isdigit()), "W": " -.", "S": _ANY, "0": "\0",
}  # fmt: skip
_ZERO_WIDTH = "bBAZyYmM<>"


def shapes(pattern: str, *, ignore_case: bool = False, longest: int | None = None) -> tuple[Shape, ...]:
    """Shapes all of whose texts are of the pattern's form, the most natural first. Raises LookupError.

    Look-arounds and word ends are passed over: a text must still be matched against the pattern.
    """
    return _shapes(pattern, ignore_case, longest)


@functools.lru_cache(maxsize=2048)
def _shapes(pattern: str, ignore_case: bool, longest: int | None) -> tuple[Shape, ...]:
    compiled = regex(pattern, ignore_case=ignore_case)
    reader = _Reader(compiled.pattern)
    node = reader.alternatives()
    if reader.rest:
        raise LookupError(pattern)
    limit = min(longest if longest is not None else LONGEST, LONGEST)
    found: dict[Shape, None] = {}
    for shape in islice(node.shapes(limit), MOST_SHAPES * 4):
        if len(shape) <= limit and all(shape):
            found[shape] = None
    return tuple(found)[:MOST_SHAPES]


def apart(found: Sequence[Shape]) -> tuple[Shape, ...]:
    """Shapes no two of which share a text, the largest of those that might."""
    kept: list[Shape] = []
    for shape in sorted(found, key=lambda s: -prod(map(len, s))):
        if not any(_overlap(shape, other) for other in kept):
            kept.append(shape)
    return tuple(shape for shape in found if shape in kept)


def _overlap(left: Shape, right: Shape) -> bool:
    return len(left) == len(right) and all(set(a) & set(b) for a, b in zip(left, right, strict=True))


#: What follows a part of a pattern, and how often it then may come.
_MANY: Mapping[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}


class _Node:
    """A part of a pattern."""

    def shapes(self, limit: int) -> Iterator[Shape]:
        raise NotImplementedError


class _Chars(_Node):
    def __init__(self, characters: str) -> None:
        self.characters = "".join(dict.fromkeys(characters))

    def shapes(self, limit: int) -> Iterator[Shape]:
        yield (self.characters,)


class _Sequence(_Node):
    def __init__(self, parts: list[_Node]) -> None:
        self.parts = parts

    def shapes(self, limit: int) -> Iterator[Shape]:
        yield from _diagonal([list(islice(part.shapes(limit), MOST_SHAPES)) for part in self.parts])


class _Either(_Node):
    def __init__(self, options: list[_Node]) -> None:
        self.options = options

    def shapes(self, limit: int) -> Iterator[Shape]:
        turns = [option.shapes(limit) for option in self.options]
        while turns:
            for turn in tuple(turns):
                try:
                    yield next(turn)
                except StopIteration:
                    turns.remove(turn)


class _Repeat(_Node):
    def __init__(self, part: _Node, low: int, high: int | None) -> None:
        self.part, self.low, self.high = part, low, high

    def shapes(self, limit: int) -> Iterator[Shape]:
        high = self.low + EXTRA if self.high is None else min(self.high, self.low + 3 * EXTRA)
        # The middle of the counts first: neither empty nor as long as can be.
        middle = min(max((self.low + min(high, self.low + EXTRA)) // 2, min(1, high)), high)
        inner = list(islice(self.part.shapes(limit), 8))
        for count in sorted(range(self.low, high + 1), key=lambda c: (abs(c - middle), c)):
            if count * min(map(len, inner), default=0) > limit:
                continue
            if len(inner) == 1:
                yield inner[0] * count
            else:
                yield from _diagonal([inner] * count)


def _diagonal(parts: list[list[Shape]]) -> Iterator[Shape]:
    """One shape of each part, joined; first those that take the first of most parts."""
    if not all(parts):
        return
    first = [part[0] for part in parts]
    yield tuple(c for shape in first for c in shape)
    sizes = prod(map(len, parts))
    for place, part in enumerate(parts):
        for other in part[1:]:
            yield tuple(c for n, shape in enumerate(first) for c in (other if n == place else shape))
    if 1 < sizes <= 4096:
        for choice in product(*parts):
            yield tuple(c for shape in choice for c in shape)


class _Reader:
    """A regular expression of Python's syntax, read into nodes."""

    def __init__(self, text: str) -> None:
        self.rest = text

    def _take(self, count: int = 1) -> str:
        taken, self.rest = self.rest[:count], self.rest[count:]
        return taken

    def alternatives(self) -> _Node:
        options = [self._sequence()]
        while self.rest.startswith("|"):
            self._take()
            options.append(self._sequence())
        return options[0] if len(options) == 1 else _Either(options)

    def _sequence(self) -> _Node:
        parts: list[_Node] = []
        while self.rest and self.rest[0] not in "|)":
            atom = self._atom()
            if atom is not None:
                parts.append(self._quantified(atom))
        return _Sequence(parts) if len(parts) != 1 else parts[0]

    def _atom(self) -> _Node | None:
        char = self._take()
        if char == "(":
            return self._group()
        if char == "[":
            return _Chars(self._class())
        if char == ".":
            return _Chars(_ANY)
        if char in "^$":
            return None
        if char == "\\":
            escape = self._take()
            if escape in _ZERO_WIDTH:
                return None
            if escape.isdigit() and escape != "0":
                raise LookupError("back reference")
            return _Chars(self._escaped(escape))
        return _Chars(char)

    def _escaped(self, escape: str) -> str:
        if escape in ("x", "u"):
            return chr(int(self._take(2 if escape == "x" else 4), 16))
        if escape.isalpha() and escape not in _ESCAPES:
            raise LookupError(f"\\{escape}")
        return _ESCAPES.get(escape, escape)

    def _group(self) -> _Node | None:
        look = False
        if self.rest.startswith("?"):
            if self.rest.startswith("?:"):
                self._take(2)
            elif self.rest[1:2] in ("=", "!") or self.rest[1:3] in ("<=", "<!"):
                look = True
                self._take(3 if self.rest[1] == "<" else 2)
            else:
                raise LookupError(self.rest)
        inner = self.alternatives()
        if self._take() != ")":
            raise LookupError(self.rest)
        return None if look else inner

    def _class(self) -> str:
        negated = self.rest.startswith("^")
        if negated:
            self._take()
        members: list[str] = []
        while not self.rest.startswith("]"):
            if not self.rest:
                raise LookupError("[")
            first = self._member()
            if self.rest.startswith("-") and len(first) == 1 and self.rest[1:2] not in ("]", ""):
                self._take()
                last = self._member()
                if len(last) != 1 or ord(last) - ord(first) > 70_000:
                    raise LookupError(last)
                members += [chr(code) for code in range(ord(first), ord(last) + 1)]
            else:
                members += first
        self._take()
        if not negated:
            # What everybody can read first; letters with accents only where nothing else is there.
            plain = [c for c in members if " " <= c <= "~"]
            return "".join(plain or members)
        excluded = set(members)
        return "".join(c for c in _ANY if c not in excluded) or "".join(
            c for c in _PRINTABLE if c not in excluded
        )

    def _member(self) -> str:
        char = self._take()
        return self._escaped(self._take()) if char == "\\" else char

    def _quantified(self, atom: _Node) -> _Node:
        low, high = 1, 1
        found = _MANY.get(self.rest[:1])
        if found:
            self._take()
        elif self.rest.startswith("{") and (end := self.rest.find("}")) > 0:
            bounds = self.rest[1:end].split(",")
            if not all(b.strip().isdigit() or not b.strip() for b in bounds):
                return atom
            self._take(end + 1)
            low = int(bounds[0] or 0)
            found = (low, low if len(bounds) == 1 else int(bounds[1]) if bounds[1].strip() else None)
        if found is None:
            return atom
        if self.rest[:1] in ("?", "+"):
            self._take()
        low, top = found
        del high
        return self._quantified(_Repeat(atom, low, top))
