"""Every factory of VibrationFit, in every state it can be in: read two ways, then on a real Postgres."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import psycopg
import pyarrow as pa
import pytest
from factory.declarations import Trait
from psycopg import sql
from sqlalchemy import inspect

from seedkit.factories.vibrationfit import product
from seedkit.fields.rows import Rows
from seedkit.load.copy import Encoder, copy_batch
from seedkit.load.live import LiveTable, read_tables
from seedkit.plan.order import load_order
from seedkit.rows import FactoryRows, TakenRows
from seedkit.schema.ddl import is_view
from seedkit.scope import settings
from seedkit.types import to_python

NOW = dt.datetime(2025, 11, 20, tzinfo=dt.UTC)
FACTORIES = product.all_factories()
MODELS = [model for model in product.models if not is_view(model)]
CATALOGUES = [made for made in FACTORIES.values() if made._meta.rows]
STATES = [
    pytest.param(made, trait, id=f"{name}-{trait}" if trait else name)
    for name, made in FACTORIES.items()
    for trait in (None, *(t for t, value in made._meta.parameters.items() if isinstance(value, Trait)))
]

Tables = dict[str, LiveTable]


@pytest.fixture(autouse=True)
def fixed_now() -> Iterator[None]:
    with settings(now=NOW):
        yield


@pytest.fixture(scope="module")
def loading(vibrationfit_url: str) -> Iterator[tuple[psycopg.Connection[Any], Tables]]:
    """A transaction with the catalogue rows in it and all triggers of our own off, as in a load; undone at the end."""
    names = {made._meta.table_name() for made in FACTORIES.values()}
    with psycopg.connect(vibrationfit_url) as connection, settings(now=NOW):
        tables = read_tables(connection, names)
        for name in tables:
            connection.execute(
                sql.SQL("alter table {} disable trigger user").format(sql.Identifier(*name.split(".")))
            )
        for made in CATALOGUES:
            copy_rows(connection, tables, made._meta.table_name(), [made.catalogue()])
        yield connection, tables
        connection.rollback()


def switched(trait: str | None) -> dict[str, bool]:
    return {} if trait is None else {trait: True}


def family(rows: Rows) -> list[FactoryRows]:
    """The rows, everything they point to that is no catalogue row, and what every user has; each once."""
    found: dict[int, FactoryRows] = {}

    def visit(member: Rows | None) -> None:
        while isinstance(member, TakenRows):
            member = member._base
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


@pytest.mark.parametrize("model", MODELS)
def test_every_column_of_every_table_is_declared(model: Any) -> None:
    made = next(made for made in FACTORIES.values() if made._meta.model is model)
    assert set(made._meta.written().values()) == {column.name for column in model.__table__.columns}


@pytest.mark.parametrize(("made", "trait"), STATES)
def test_a_row_is_the_same_built_and_in_a_table(made: Any, trait: str | None) -> None:
    table = made.table(40, **switched(trait))
    mapper = inspect(made._meta.model)
    for i in (0, 7, 39):
        built = made.build(__sequence=i, **switched(trait))
        for name, column in made._meta.written().items():
            kind = mapper.column_attrs[name].columns[0].type
            [value] = to_python(table.column(column).slice(i, 1).combine_chunks(), kind)
            assert getattr(built, name) == value, f"row {i}, {name}"


@pytest.mark.db
@pytest.mark.parametrize(("made", "trait"), STATES)
def test_rows_satisfy_every_constraint(
    made: Any, trait: str | None, loading: tuple[psycopg.Connection[Any], Tables]
) -> None:
    connection, tables = loading
    if made._meta.table_name() not in tables:
        pytest.skip("a table of the past, not made by default")
    members = family(made.rows(20, **switched(trait)))
    with connection.transaction(force_rollback=True):
        for table in load_order({member.meta.model.__table__ for member in members}):
            name = f"{table.schema or 'public'}.{table.name}"
            copy_rows(connection, tables, name, [m for m in members if m.meta.model.__table__ is table])
