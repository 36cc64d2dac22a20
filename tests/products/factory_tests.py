"""A product's factories, each in every state it can be in: read two ways, then on a real Postgres."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

import psycopg
import pyarrow as pa
import pytest
from allowed import values_in
from factory.declarations import Trait
from psycopg import sql
from sqlalchemy import inspect

from seedkit.fields.rows import Rows
from seedkit.load.copy import Encoder, copy_batch
from seedkit.load.live import LiveTable, read_tables
from seedkit.plan.order import load_order
from seedkit.product import Product
from seedkit.rows import FactoryRows, TakenRows
from seedkit.schema.ddl import is_view
from seedkit.scope import settings
from seedkit.types import to_python

NOW = dt.datetime(2025, 11, 20, tzinfo=dt.UTC)

Tables = dict[str, LiveTable]
Loading = tuple[psycopg.Connection[Any], Tables]


class FactoryTests:
    """What is tried of every product's factories; a test class states the ``product``.

    ``allowed`` are table, column and the values that its factory must be able to give (``allowed_values``).
    """

    product: ClassVar[Product]
    allowed: ClassVar[Sequence[tuple[str, str, set[str]]]]

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        factories = self.product.all_factories()
        if "trait" in metafunc.fixturenames:
            states = [(made, trait) for made in factories.values() for trait in (None, *traits_of(made))]
            names = [f"{made.__name__}-{trait}" if trait else made.__name__ for made, trait in states]
            metafunc.parametrize(("made", "trait"), states, ids=names)
        if "model" in metafunc.fixturenames:
            models = [model for model in self.product.models if not is_view(model)]
            metafunc.parametrize("model", models, ids=[model.__name__ for model in models])
        if "values" in metafunc.fixturenames:
            names = [f"{table}.{column}" for table, column, _ in self.allowed]
            metafunc.parametrize(("table", "column", "values"), self.allowed, ids=names)

    @pytest.fixture(autouse=True)
    def fixed_now(self) -> Iterator[None]:
        with settings(now=NOW):
            yield

    @pytest.fixture(scope="class")
    @classmethod
    def loading(cls, request: pytest.FixtureRequest) -> Iterator[Loading]:
        """A transaction with the catalogue rows in it and all triggers of our own off, as in a load; undone at the end."""
        factories = cls.product.all_factories().values()
        url = request.getfixturevalue(f"{cls.product.name}_url")
        with psycopg.connect(url) as connection, settings(now=NOW):
            tables = read_tables(connection, {made._meta.table_name() for made in factories})
            for name in tables:
                connection.execute(
                    sql.SQL("alter table {} disable trigger user").format(sql.Identifier(*name.split(".")))
                )
            for made in factories:
                if made._meta.rows:
                    copy_rows(connection, tables, made._meta.table_name(), [made.catalogue()])
            yield connection, tables
            connection.rollback()

    def test_every_column_of_every_table_is_declared(self, model: Any) -> None:
        made = next(m for m in self.product.all_factories().values() if m._meta.model is model)
        assert set(made._meta.written().values()) == {column.name for column in model.__table__.columns}

    def test_a_row_is_the_same_built_and_in_a_table(self, made: Any, trait: str | None) -> None:
        table = made.table(40, **switched(trait))
        mapper = inspect(made._meta.model)
        for i in (0, 7, 39):
            built = made.build(__sequence=i, **switched(trait))
            for name, column in made._meta.written().items():
                kind = mapper.column_attrs[name].columns[0].type
                [value] = to_python(table.column(column).slice(i, 1).combine_chunks(), kind)
                assert getattr(built, name) == value, f"row {i}, {name}"

    def test_every_allowed_value_is_reachable(self, table: str, column: str, values: set[str]) -> None:
        factories = self.product.all_factories().values()
        made = next(m for m in factories if m._meta.model.__table__.name == table)
        if made._meta.rows:
            found = values_in(made.catalogue().column(column))
        else:
            found = values_in(made.table(2_000).column(column))
            for trait in traits_of(made):
                found |= values_in(made.table(300, **{trait: True}).column(column))
        assert found == values

    @pytest.mark.db
    def test_rows_satisfy_every_constraint(self, made: Any, trait: str | None, loading: Loading) -> None:
        connection, tables = loading
        if made._meta.table_name() not in tables:
            pytest.skip("a table of the past, not made by default")
        members = family(made.rows(20, **switched(trait)), self.product)
        with connection.transaction(force_rollback=True):
            for table in load_order({member.meta.model.__table__ for member in members}):
                name = f"{table.schema or 'public'}.{table.name}"
                copy_rows(connection, tables, name, [m for m in members if m.meta.model.__table__ is table])


def traits_of(made: Any) -> list[str]:
    """The names of a factory's traits."""
    return [name for name, value in made._meta.parameters.items() if isinstance(value, Trait)]


def switched(trait: str | None) -> dict[str, bool]:
    """The overrides that switch a trait on."""
    return {} if trait is None else {trait: True}


def family(rows: Rows, product: Product) -> list[FactoryRows]:
    """The rows, everything they point to that is no catalogue row, and what every user has; each once."""
    found: dict[int, FactoryRows] = {}

    def visit(member: Rows | None) -> None:
        while isinstance(member, TakenRows):
            member = member.base
        if not isinstance(member, FactoryRows) or id(member) in found or member.meta.rows:
            return
        found[id(member)] = member
        for link in member.links:
            visit(member.parent(link))
        # Whoever has no address gets no profile either.
        if member.meta.model is product.person._meta.model and not member.column("email").null_count:
            for companion in product.companions:
                visit(companion.rows(len(member), scope=member.scope, user=member))

    visit(rows)
    return list(found.values())


def copy_rows(
    connection: psycopg.Connection[Any], tables: Tables, name: str, members: list[FactoryRows]
) -> None:
    """Copies the rows of one table at once (they may point to each other), those with the same key once."""
    table = tables[name]
    parts = [{column: rows.column(at) for at, column in rows.meta.written().items()} for rows in members]
    [batch] = pa.concat_tables(map(pa.table, parts)).combine_chunks().to_batches()
    keys = zip(*(batch.column(key).to_pylist() for key in table.key), strict=True)
    first = {key: place for place, key in reversed(list(enumerate(keys)))}
    batch = batch.take(pa.array(sorted(first.values()))) if table.key else batch
    encoder = Encoder(table, batch.schema)
    prepared = encoder.prepare(batch)
    with connection.cursor() as cursor:
        copy_batch(cursor, encoder, prepared, encoder.chunks(prepared))
