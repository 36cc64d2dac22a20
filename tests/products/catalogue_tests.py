"""Models against the catalogue of the published schema: nothing missing, nothing added unsaid."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, ClassVar

import pytest
from catalogue import Catalogue, plain_sql, short_type
from sqlalchemy import CheckConstraint, Column, Enum, Index, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.dialects import postgresql

from seedkit.schema.access import COMMANDS, Claims, access_of
from seedkit.schema.ddl import is_view

_ROOT = Path(__file__).parents[2]
_ME = Claims("me", "mail", "sub")


class CatalogueTests:
    """The comparisons; a product's test class states its ``catalogue``."""

    catalogue: ClassVar[Catalogue]

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        every = {
            "name": self.catalogue.named(),
            "base": self.catalogue.named(views=False, optional=False),
            "command": COMMANDS,
        }
        for fixture, values in every.items():
            if fixture in metafunc.fixturenames:
                metafunc.parametrize(fixture, values)

    def test_every_table_of_the_catalogue_has_a_model(self) -> None:
        assert set(self.catalogue.models) == {row["table"] for row in self.catalogue.rows("tables")}

    def test_columns(self, name: str) -> None:
        view = is_view(self.catalogue.models[name])
        ours = [
            (c.name, _type(c), "yes" if c.nullable else "no", _default(c))
            for c in self.catalogue.table(name).columns
        ]
        theirs = [
            (
                r["column"],
                short_type(r["pg_type"]),
                # A catalogue may leave it open: a view's columns are all nullable.
                r["nullable"] or ("yes" if view else "no"),
                self.catalogue.default(name, r),
            )
            for r in self.catalogue.columns[name]
        ]
        assert ours == theirs

    def test_meanings_are_comments_and_every_class_says_what_it_is(self, name: str) -> None:
        model = self.catalogue.models[name]
        if name not in self.catalogue.historic:
            rows = self.catalogue.columns[name]
            meant = {r["column"] for r in rows if r["meaning"] and r["meaning"] not in self.catalogue.plain}
            commented = {c.name for c in model.__table__.columns if c.comment}
            # What a view takes over from a table means the same there, and may go without saying.
            taken = _columns_of_tables(self.catalogue) if is_view(model) else set()
            assert meant - taken <= commented <= meant
        assert model.__doc__

    def test_primary_key(self, base: str) -> None:
        key = self.catalogue.table(base).primary_key
        # A table without one has it for the ORM's own bookkeeping only.
        ours = {(str(key.name), "+".join(c.name for c in key.columns))} if len(key.columns) else set()
        assert ours == {(c.name, c.columns) for c in self.catalogue.constraints(base, "pk")}

    def test_uniques(self, base: str) -> None:
        ours = {
            (str(c.name), "+".join(column.name for column in c.columns))
            for c in self.catalogue.table(base).constraints
            if isinstance(c, UniqueConstraint) and c.name not in self.catalogue.differences.constraints
        }
        assert ours == {(c.name, c.columns) for c in self.catalogue.constraints(base, "unique")}

    def test_foreign_keys(self, base: str) -> None:
        ours = {
            (
                str(key.name),
                key.column_keys[0],
                f"{key.elements[0].column.table.fullname}.{key.elements[0].column.name}",
                (key.ondelete or "no action").lower(),
            )
            for key in self.catalogue.table(base).foreign_key_constraints
            if key.name not in self.catalogue.differences.constraints
        }
        assert ours == {
            (c.name, c.columns, c.references, c.on_delete) for c in self.catalogue.constraints(base, "fk")
        }

    def test_checks(self, base: str) -> None:
        constraints = self.catalogue.table(base).constraints
        checks = {str(c.name): c for c in constraints if isinstance(c, CheckConstraint)}
        facts = {c.name: c.check for c in self.catalogue.constraints(base, "check")}
        assert set(checks) == set(facts)
        for check, fact in facts.items():
            sql = str(checks[check].sqltext)
            assert _values_in(sql) == _values_of(fact), check
            assert set(re.findall(r"[a-z_]{3,}", fact.split(" in ")[0])) <= set(
                re.findall(r"[a-z_]{3,}", sql)
            )

    def test_enums(self) -> None:
        tables = [self.catalogue.table(name) for name in self.catalogue.models]
        used = {c.type for t in tables for c in t.columns if isinstance(c.type, Enum)}
        ours = {str(e.name): "|".join(e.enums) for e in used | set(self.catalogue.extras.types)}
        assert ours == self.catalogue.enums()

    def test_indexes(self, base: str) -> None:
        added = self.catalogue.differences.indexes
        ours = {_index_fact(i) for i in self.catalogue.table(base).indexes if i.name not in added}
        assert ours == self.catalogue.indexes(base)

    def test_every_foreign_key_and_owner_column_leads_an_index(self) -> None:
        bare = []
        for name, model in self.catalogue.models.items():
            table = self.catalogue.table(name)
            keys = [c for c in table.constraints if isinstance(c, (PrimaryKeyConstraint, UniqueConstraint))]
            led = {next(iter(key.columns)).name for key in keys if len(key.columns)}
            led |= {getattr(i.expressions[0], "name", "") for i in table.indexes}
            wanted = {c for key in table.foreign_key_constraints for c in key.column_keys}
            wanted |= {c for rule in access_of(model).allows for c in rule.when.columns}
            bare += [] if is_view(model) else [f"{name}.{column}" for column in wanted - led]
        assert bare == []

    def test_access(self, base: str, command: str) -> None:
        rules = self.catalogue.rules(base, command)
        access = access_of(self.catalogue.models[base])
        ours = {c.expect("t", _ME) for c in access.conditions(command, "authenticated")}
        assert ours == {self.catalogue.condition(rule) for rule in rules}
        assert bool(access.conditions(command, "anon")) == any(rule.startswith("public") for rule in rules)

    def test_functions(self) -> None:
        made = "\n".join((*self.catalogue.extras.functions, *self.catalogue.extras.triggers))
        ours = set(re.findall(r"create (?:or replace )?function public\.(\w+)", made))
        dropped = self.catalogue.differences.functions
        assert {r["function"] for r in self.catalogue.rows("functions")} - ours == dropped
        assert not dropped & ours

    def test_every_difference_is_explained(self) -> None:
        decisions = (_ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
        _, _, section = decisions.partition(f"\n## {self.catalogue.title}: where our schema differs")
        section = section.partition("\n## ")[0]
        names = sorted(self.catalogue.differences.names())
        assert [name for name in names if f"`{name}`" not in section] == []


def _columns_of_tables(catalogue: Catalogue) -> set[str]:
    return {c.name for name in catalogue.named(views=False) for c in catalogue.table(name).columns}


def _type(column: Column[Any]) -> str:
    return short_type(column.type.compile(dialect=postgresql.dialect()))


def _default(column: Column[Any]) -> str:
    if column.server_default is None:
        return ""
    value = column.server_default.arg
    text = value if isinstance(value, str) else str(value.compile(dialect=postgresql.dialect()))
    return re.sub(r"now\(\) \+ interval '(.*)'", r"now()+\1", text)


def _values_in(sql: str) -> set[str]:
    """The quoted labels of an SQL condition, or its numbers where it has none."""
    labels = [label.replace("''", "'") for label in re.findall(r"'((?:[^']|'')*)'", sql)]
    return set(labels or re.findall(r"\b\d+\b", sql))


def _values_of(fact: str) -> set[str]:
    _, _, labels = fact.partition(" in ")
    if labels.startswith("enum "):
        return set()  # A cast to the type is the check.
    return set(labels.split("|") if labels else re.findall(r"\b\d+\b", fact))


def _index_fact(index: Index) -> tuple[str, str, bool, str, str]:
    options = index.dialect_options["postgresql"]
    where = "" if options["where"] is None else " and ".join(map(_part, str(options["where"]).split(" and ")))
    columns = "+".join(getattr(e, "name", None) or str(e) for e in index.expressions)
    return str(index.name), plain_sql(columns), index.unique, options["using"] or "btree", plain_sql(where)


def _part(predicate: str) -> str:
    """A part of an index predicate in the catalogue's words."""
    if labels := re.fullmatch(r"(\w+) in \((.*)\)", predicate):
        return f"{labels[1]} in " + labels[2].replace(", ", "|")
    flag = re.fullmatch(r"(not )?(\w+)", predicate)
    return f"{flag[2]}={'false' if flag[1] else 'true'}" if flag else predicate
