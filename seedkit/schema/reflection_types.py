"""Types put together from the catalogue: what lies below a domain, an array, a range, a composite."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from .reflected import Check, Name, Type

__all__ = ["Types"]

_KINDS: dict[str, Literal["base", "enum", "domain", "composite", "range", "multirange", "pseudo"]] = {
    "b": "base",
    "e": "enum",
    "d": "domain",
    "c": "composite",
    "r": "range",
    "m": "multirange",
    "p": "pseudo",
}
_TIMED = frozenset({"time", "timetz", "timestamp", "timestamptz"})


class Types:
    """The types of a database by their number; ``of(number, modifier, spelling)`` is that of a column."""

    def __init__(
        self,
        rows: Iterable[Mapping[str, Any]],
        attributes: Mapping[int, list[Mapping[str, Any]]],
        checks: Mapping[int, list[Mapping[str, Any]]],
    ) -> None:
        self._rows = {row["oid"]: row for row in rows}
        self._attributes, self._checks = attributes, checks
        self._made: dict[tuple[int, int, str], Type] = {}

    def of(self, number: int, modifier: int, spelling: str) -> Type:
        """The type with this modifier (-1: none), which the server spells like this."""
        asked = (number, modifier, spelling)
        if asked not in self._made:
            self._made[asked] = self._make(self._rows[number], modifier, spelling)
        return self._made[asked]

    @property
    def enums(self) -> dict[Name, Type]:
        """All enums among them, by name."""
        rows = [row for row in self._rows.values() if row["kind"] == "e"]
        made = [self._plain(row["oid"]) for row in rows]
        return {kind.name: kind for kind in sorted(made, key=lambda kind: kind.name)}

    def _make(self, row: Mapping[str, Any], modifier: int, spelling: str) -> Type:
        name = Name(row["schema"], row["name"])
        if row["is_array"]:
            plain = self._rows[row["element"]]["sql"]
            # the server spells an array's modifiers at its element: numeric(10,2)[]
            below = spelling.removesuffix("[]") if spelling.endswith("[]") else plain
            element = self.of(row["element"], modifier, below)
            return Type(spelling, name, "array", element=element, extension=row["extension"])
        kind = _KINDS[row["kind"]]
        if kind == "domain":
            return self._domain(row, name, spelling)
        return Type(
            spelling,
            name,
            kind,
            element=self._plain(row["bound"]) if row["bound"] else None,
            labels=tuple(row["labels"]),
            attributes=tuple(
                (a["name"], self.of(a["type"], a["modifier"], a["sql"]))
                for a in self._attributes.get(row["oid"], ())
            ),
            extension=row["extension"],
            **_limits(row["name"] if row["schema"] == "pg_catalog" else "", modifier),
        )

    def _domain(self, row: Mapping[str, Any], name: Name, spelling: str) -> Type:
        base = self.of(row["base"], row["modifier"], row["base_sql"])
        checks = [
            Check(c["name"], c["expression"], ("VALUE",), c["validated"], c["comment"])
            for c in self._checks.get(row["oid"], ())
        ]
        return Type(
            spelling,
            name,
            "domain",
            element=base,
            not_null=row["not_null"],
            default=row["default"],
            checks=tuple(checks),
            extension=row["extension"],
        )

    def _plain(self, number: int) -> Type:
        return self.of(number, -1, self._rows[number]["sql"])


def _limits(name: str, modifier: int) -> dict[str, Any]:
    """Length, precision and scale out of a type modifier; of an extension's type (``""``), a plain number."""
    if modifier < 0:
        return {}
    if not name:
        return {"length": modifier}
    if name in ("varchar", "bpchar"):
        return {"length": modifier - 4}
    if name in ("bit", "varbit"):
        return {"length": modifier}
    if name == "numeric":
        # eleven bits with a sign
        scale = ((modifier - 4) & 0x7FF ^ 0x400) - 0x400
        return {"precision": (modifier - 4) >> 16 & 0xFFFF, "scale": scale}
    if name in _TIMED:
        return {"precision": modifier}
    if name == "interval":
        return {} if modifier & 0xFFFF == 0xFFFF else {"precision": modifier & 0xFFFF}
    return {}
