"""The catalogue of a product's published schema (catalog/<product>/*.csv), and the product's models beside it.

The files of the products differ in wording; here their facts come in one.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Table

from seedkit.schema.ddl import SchemaExtras, is_optional, is_view

_CATALOG = Path(__file__).parent / "catalog"
_KINDS = {"primary key": "pk", "foreign key": "fk"}
_TYPES = {
    "character varying": "varchar",
    "timestamp with time zone": "timestamptz",
    "timestamp without time zone": "timestamp",
    "time with time zone": "timetz",
    "time without time zone": "time",
}

Row = Mapping[str, str]


@dataclass(frozen=True)
class Differences:
    """Where the models say something else than the published schema, on purpose; all of it also in docs/decisions.md.

    ``defaults`` are by ``table.column``, or by a published default wherever it stands. ``constraints``,
    ``indexes`` are added, ``functions`` and ``triggers`` left out. ``access`` has rules in neutral words.
    """

    defaults: Mapping[str, str] = field(default_factory=dict)
    constraints: frozenset[str] = frozenset()
    indexes: frozenset[str] = frozenset()
    access: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    functions: frozenset[str] = frozenset()
    triggers: frozenset[str] = frozenset()

    def names(self) -> set[str]:
        """Everything that has to be explained."""
        return {
            *self.defaults, *self.constraints, *self.indexes, *self.access, *self.functions, *self.triggers,
        }  # fmt: skip


@dataclass(frozen=True)
class Constraint:
    """A constraint; ``references`` is ``schema.table.column``, ``check`` the catalogue's words for it."""

    name: str
    kind: str
    columns: str
    references: str
    on_delete: str
    check: str


class Catalogue:
    """The facts of one product. ``title`` heads its section in docs/decisions.md.

    ``rules`` reads a cell of access.csv as rules in neutral words (see ``condition``), of which
    ``conditions`` adds the product's own, as SQL with ``{column}``. ``plain`` are meanings that go
    without saying, so that the column needs no comment; ``historic`` tables are described in
    historic_columns.csv.
    """

    def __init__(
        self,
        product: str,
        title: str,
        models: Sequence[Any],
        extras: SchemaExtras,
        differences: Differences,
        *,
        rules: Callable[[Row, str], list[str]],
        conditions: Mapping[str, str] | None = None,
        plain: Iterable[str] = (),
        historic: Iterable[str] = (),
    ) -> None:
        self.product, self.title, self.extras, self.differences = product, title, extras, differences
        self.models = {m.__table__.name: m for m in models}
        self.plain = frozenset(plain)
        self.historic = frozenset(historic)
        self._rules, self._conditions = rules, dict(conditions or {})
        self.columns = self._grouped("columns")
        for name in self.historic:
            self.columns[name] = self._grouped("historic_columns")[name]

    def rows(self, name: str) -> list[dict[str, str]]:
        """A file as it stands."""
        with (_CATALOG / self.product / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def _grouped(self, name: str) -> dict[str, list[dict[str, str]]]:
        grouped: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in self.rows(name):
            grouped[row["table"]].append(row)
        return grouped

    def table(self, name: str) -> Table:
        """The table of the model of this name."""
        table: Table = self.models[name].__table__
        return table

    def named(self, *, views: bool = True, optional: bool = True) -> list[str]:
        """The names of the models, sorted."""
        return sorted(
            name
            for name, model in self.models.items()
            if (views or not is_view(model)) and (optional or not is_optional(model))
        )

    def default(self, table: str, row: Row) -> str:
        """The default that the model's column should have."""
        published = re.sub(r"::[\w ]+$", "", row["default"]).strip("'")
        published = re.sub(r"^\((.*) \+ '(.*)'::interval\)$", r"\1+\2", published)
        other = self.differences.defaults
        return other.get(f"{table}.{row['column']}", other.get(published, published))

    def constraints(self, table: str, kind: str) -> list[Constraint]:
        """The constraints of one kind: pk, unique, fk or check."""
        found = []
        for r in self._grouped("constraints")[table]:
            if _KINDS.get(r["kind"], r["kind"]) == kind:
                references = re.sub(r"^(\w+)\(", r"public.\1(", r["references"])
                references = re.sub(r"\((\w+)\)$", r".\1", references)
                check = r.get("check_fact", r.get("check", ""))
                found.append(
                    Constraint(r["name"], kind, r["columns"], references, r["on_delete"].lower(), check)
                )
        return found

    def enums(self) -> dict[str, str]:
        """``{type: "a|b|c"}`` of the enum types, without what is only a convention of the code."""
        return {
            r.get("type", r.get("enum", "")): r["values"]
            for r in self.rows("enums")
            if r.get("kind", "pg enum") == "pg enum"
        }

    def indexes(self, table: str) -> set[tuple[str, str, bool, str, str]]:
        """``(name, columns, unique, method, predicate)`` of the indexes that back no constraint."""
        return {
            (
                r.get("index", r.get("name", "")),
                plain_sql(r["columns"]),
                r["unique"] == "yes",
                r["method"],
                plain_sql(r.get("partial_predicate", r.get("predicate", ""))),
            )
            for r in self._grouped("indexes")[table]
            if r["backs_constraint"] in ("", "no")
        }

    def rules(self, table: str, command: str) -> list[str]:
        """Who may run the command, in neutral words; empty if only the service may."""
        other = self.differences.access.get(table, {}).get(command)
        if other is not None:
            return [rule for rule in other.split(" or ") if rule != "none"]
        return self._rules(next(r for r in self.rows("access") if r["table"] == table), command)

    def condition(self, rule: str) -> str:
        """The SQL of a rule over a row ``t``, for the uid ``me`` with the address ``mail`` and the subject ``sub``.

        ``own:column`` and ``sub:column`` compare the column with uid and subject; with
        ``->table.owner`` behind it, the owner in the parent row. ``public`` and ``authenticated``
        take a condition, such as ``public:is_active=true``.
        """
        kind, _, detail = rule.partition(":")
        column, _, source = detail.partition("->")
        if kind in self._conditions:
            return self._conditions[kind].format(column=column)
        if kind in ("own", "sub"):
            me = {"own": "me", "sub": "sub"}[kind]
            alias = {"own": "parent_row", "sub": "account"}[kind]
            if not source:
                return f't."{column}" = {me}'
            parent, owner = source.split(".")
            return (
                f'exists (select 1 from "public"."{parent}" {alias} '
                f'where {alias}."id" = t."{column}" and {alias}."{owner}" = {me})'
            )
        assert kind in ("public", "authenticated"), rule
        return f"t.{detail.removesuffix('=true')}" if detail else "true"


def short_type(name: str) -> str:
    """A type as the catalogue writes it, whichever way the database or SQLAlchemy spells it."""
    name = name.lower().replace(", ", ",").removeprefix("public.")
    for long, short in _TYPES.items():
        name = name.replace(long, short)
    return name


def plain_sql(text: str) -> str:
    """Columns, expressions or a predicate of an index, without what spellings of the same differ in."""
    text = re.sub(r"::\w+|['()\s]", "", text.lower()).replace("isnotnull", "notnull")
    return text.replace(",", "+")
