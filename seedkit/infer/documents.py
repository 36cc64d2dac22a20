"""JSON as a nature: an object whose keys follow from the column's name, and from what checks ask for."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..fields import Choice, Field, Flag, Json
from ..fields.base import column_of
from .fields.figures import Figure
from .fields.said import Said
from .functions import Document
from .natures import Impossible, Nature, NotSolved, accepted
from .terms import Call, Column, Term, Value, walk

__all__ = ["Documents", "Numbered", "asked_by_path"]


@dataclass(frozen=True)
class Documents(Nature):
    """JSON: ``root`` is what it is (``object``, ``array`` …); ``keys`` are what an object holds.

    ``constant`` is the text of the one document that there may be.
    """

    root: str = "object"
    keys: dict[str, Any] = field(default_factory=dict)
    low: int = 1
    high: int = 3
    empty: bool = False
    constant: str | None = None

    @property
    def size(self) -> int:
        return super().size if self.constant is None else 1

    def _template(self) -> Any:
        if self.constant is not None:
            return json.loads(self.constant)
        if self.root == "array":
            return [Said("word") for _ in range(max(self.low, min(self.high, 2)))]
        if self.root == "object" and self.empty:
            return {}
        if self.root == "object":
            return self.keys or {"note": Said("sentence"), "level": Figure(1, 5), "active": Flag(0.7)}
        return {"string": Said("word"), "number": Figure(0, 100), "boolean": Flag(0.5)}.get(self.root)

    def field(self, nth: Field | None = None, count: int = 0) -> Field:
        template = self._template()
        if nth is None:
            return Json(template)
        if isinstance(template, dict):
            return Json({**template, "number": nth})
        return Json([*template, nth] if isinstance(template, list) else nth)

    def samples(self) -> Sequence[Any]:
        from ..types import as_array
        from .trial import TrialRows

        texts = as_array(self.field().bound("VALUE", {}).column(TrialRows({}, 20))).to_pylist()
        return [Document(json.loads(text)) for text in texts]

    def narrowed(self, atoms: Sequence[Term], now: dt.datetime) -> Nature:
        found, rest = self, []
        for atom in sorted(atoms, key=_depth):
            tried = found._one(atom)
            found = found if tried is None else tried
            rest.append(atom)
        for candidate in (found, *self._bare(rest)):
            samples = candidate.samples()
            if len(accepted(samples, rest, now)) == len(samples):
                return candidate
        raise NotSolved("a document of that shape")

    def _bare(self, atoms: Sequence[Term]) -> list[Documents]:
        """Documents of nothing but what the conditions name."""
        names = {p.value for a in atoms for p in walk(a) if isinstance(p, Value) and isinstance(p.value, str)}
        keys = {name: Said("word") for name in sorted(names) if name.isidentifier()}
        return [
            replace(self, keys=keys or {"note": Said("word")}, empty=False),
            replace(self, keys={}, empty=True),
        ]

    def _at(self, path: Sequence[str]) -> Any:
        """What the template holds at a path."""
        found: Any = self._template()
        for name in path:
            found = found.get(name) if isinstance(found, dict) else None
        return found

    def _one(self, atom: Term) -> Documents | None:
        """The document with what an atom asks for put into it, None where that is nothing we know."""
        if not isinstance(atom, Call):
            return None
        if atom.op == "not":
            inner = atom.args[0]
            if isinstance(inner, Call) and inner.op == "is null" and isinstance(inner.args[0], Call):
                path = _path(inner.args[0])
                there = path and self._at(path) is not None
                return self if there else self._put(path, Said("word")) if path else None
            return None
        if atom.op == "is json" and isinstance(atom.args[1], Value):
            return replace(self, root=str(atom.args[1].value))
        if atom.op in ("?", "?&", "?|"):
            return self._having(atom)
        if atom.op == "@>" and isinstance(atom.args[0], Column) and isinstance(atom.args[1], Value):
            wanted = json.loads(atom.args[1].value)
            return replace(self, keys={**self._template(), **wanted}) if isinstance(wanted, dict) else None
        return self._comparison(atom) if len(atom.args) >= 2 else None

    def _having(self, atom: Call) -> Documents | None:
        wanted = atom.args[1]
        names = (
            [wanted.value]
            if isinstance(wanted, Value)
            else [a.value for a in wanted.args if isinstance(a, Value)]
            if isinstance(wanted, Call)
            else []
        )
        if self.root != "object":
            return None
        found = self
        for name in names[:1] if atom.op == "?|" else names:
            if name not in found.keys:
                found = replace(found, keys={**found._base(), str(name): Said("word")})
        return found

    def _base(self) -> dict[str, Any]:
        template = self._template()
        return dict(template) if isinstance(template, dict) else {}

    def _comparison(self, atom: Call) -> Documents | None:
        left, right = atom.args[0], atom.args[1]
        if (
            isinstance(left, Call)
            and left.op == "jsonb_typeof"
            and atom.op == "="
            and isinstance(right, Value)
        ):
            return self._typed(left.args[0], str(right.value))
        if isinstance(left, Call) and left.op == "jsonb_array_length" and isinstance(right, Value):
            return self._long(left.args[0], atom.op, int(right.value))
        values = [v.value for v in atom.args[1:] if isinstance(v, Value)]
        if values and atom.op in ("=", "in") and _is_whole(left):
            return self._equal(values)
        if not values or not isinstance(left, Call):
            return None
        inner, number = left, False
        while inner.op == "cast" and isinstance(inner.args[0], Call):
            number = number or inner.args[1] in (
                Value("int", "text"),
                Value("numeric", "text"),
                Value("float", "text"),
            )
            inner = inner.args[0]
        path = _path(inner)
        if not path:
            return None
        if atom.op in ("=", "in"):
            return self._put(path, Choice([_number(v) if number else v for v in values]))
        if number and atom.op in (">", ">=", "<", "<="):
            edge = int(values[0])
            low, high = (
                (edge + (atom.op == ">"), edge + 60)
                if atom.op[0] == ">"
                else (min(0, edge - 10), edge - (atom.op == "<"))
            )
            return self._put(path, self._tightened(path, low, high))
        return None

    def _equal(self, texts: Sequence[Any]) -> Documents | None:
        """The first of the documents that these texts are."""
        for text in texts:
            try:
                json.loads(text)
            except (TypeError, ValueError):
                continue
            return replace(self, constant=text)
        return None

    def _tightened(self, path: Sequence[str], low: int, high: int) -> Figure:
        known = self.keys.get(path[0]) if len(path) == 1 else None
        if isinstance(known, Figure):
            low, high = max(low, int(known.low)), min(high, int(known.high))
            if low > high:
                raise Impossible
        return Figure(low, high)

    def _typed(self, where: Term, kind: str) -> Documents | None:
        made: dict[str, Any] = {
            "object": {"name": Said("word")}, "array": [Said("word")], "string": Said("word"), "number": Figure(1, 100),
            "boolean": Flag(0.5), "null": None,
        }  # fmt: skip
        if isinstance(where, Column):
            return replace(self, root=kind)
        path = _path(where) if isinstance(where, Call) else None
        return self._put(path, made[kind]) if path and kind in made else None

    def _long(self, where: Term, op: str, number: int) -> Documents | None:
        from .words import _BOUNDS

        if op not in _BOUNDS:
            return None
        low, high = _BOUNDS[op](number)
        if isinstance(where, Column):
            first = max(low or 0, self.low if self.root == "array" else 1)
            last = high if high is not None else max(first, self.high)
            return replace(self, root="array", low=min(first, last), high=max(last, 0))
        path = _path(where) if isinstance(where, Call) else None
        size = low if low is not None else min(high or 0, 2)
        item = (
            Figure(-90, 90, scale=4)
            if path and path[-1] in ("coordinates", "point", "position")
            else Said("word")
        )
        return self._put(path, [item] * size) if path else None

    def _put(self, path: Sequence[str], value: Any) -> Documents:
        keys = self._base()
        inner: dict[str, Any] = keys
        for name in path[:-1]:
            known = inner.get(name)
            inner[name] = dict(known) if isinstance(known, dict) else {}
            inner = inner[name]
        inner[path[-1]] = value
        return replace(self, root="object", keys=keys)


class Numbered(Field):
    """A document with a number in it, so that it differs from all others."""

    def __init__(self, of: Any, nth: Any) -> None:
        super().__init__()
        self.of, self.nth = of, nth

    def column(self, rows: Any) -> Any:
        return column_of(self.of, rows)


def _is_whole(term: Term) -> bool:
    """Whether a term is the document itself, or its text."""
    while isinstance(term, Call) and term.op == "cast":
        term = term.args[0]
    return isinstance(term, Column)


def _path(call: Call) -> tuple[str, ...]:
    """The keys by which a term reaches into the document; empty if it does otherwise."""
    if call.op in ("->", "->>"):
        inner, key = call.args
        if not isinstance(key, Value) or not isinstance(key.value, str):
            return ()
        if isinstance(inner, Column):
            return (key.value,)
        outer = _path(inner) if isinstance(inner, Call) else ()
        return (*outer, key.value) if outer else ()
    if call.op in ("#>", "#>>") and isinstance(call.args[0], Column) and isinstance(call.args[1], Call):
        return tuple(str(a.value) for a in call.args[1].args if isinstance(a, Value))
    return ()


_STEPS = r'(?:\."[^"]+"|\[(?:\*|\d+)\])'
_PATH = re.compile(
    rf"(?:lax |strict )?\$({_STEPS}+)(?:\s*\?\s*\(@((?:\.\"[^\"]+\")*) (==|>=?|<=?) (-?\d+(?:\.\d+)?|\"[^\"]*\"|true|false)\))?"
)
_ASKED = re.compile(r"""\(?"?([^\s"()]+)"?\s@\?\s'((?:[^']|'')*)'::jsonpath""")


def asked_by_path(expression: str) -> tuple[str, Documents] | None:
    """For a check like ``data @? '$.items[*] ? (@.qty > 0)'`` the column, and documents that hold such a thing."""
    asked = _ASKED.search(expression)
    path = _PATH.fullmatch(asked[2].replace("''", "'")) if asked else None
    if asked is None or path is None:
        return None
    value: Any = Said("word")
    if path[3]:
        given = json.loads(path[4])
        near = {">": (1, 60), ">=": (0, 60), "<": (-60, -1), "<=": (-60, 0)}.get(path[3])
        number = isinstance(given, (int, float)) and not isinstance(given, bool)
        value = Figure(int(given) + near[0], int(given) + near[1]) if near and number else Choice([given])
    for step in reversed(re.findall(_STEPS, path[1] + (path[2] or ""))):
        value = {step[2:-1]: value} if step.startswith(".") else [value]
    if isinstance(value, dict):
        return asked[1], Documents(keys=value)
    return None


def _depth(atom: Term) -> int:
    """Containers before what they hold, being there before what is there."""
    text = str(atom)
    return text.count("->") + text.count("#>") + (0 if "jsonb_typeof" in text else 1 if "?" in text else 5)


def _number(value: Any) -> Any:
    return int(value) if not isinstance(value, str) or value.lstrip("-").isdigit() else value
