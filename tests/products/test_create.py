"""Every factory of every product saves its rows through a session, triggers and all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from factory.declarations import Trait
from factory_tests import NOW
from sqlalchemy import Connection, create_engine, func, inspect, select
from sqlalchemy.orm import Session

from seedkit.product import find_product
from seedkit.schema.ddl import is_optional
from seedkit.scope import settings
from seedkit.types import to_python

pytestmark = pytest.mark.db

PRODUCTS = ("craveverse", "infinitepages", "vibrationfit")
FACTORIES = [
    (product, made)
    for product in PRODUCTS
    for made in find_product(product).all_factories().values()
    if not is_optional(made._meta.model)
]
#: As many as the tables' own rules allow.
FEWER: dict[str, int] = {}


@pytest.fixture(scope="module")
def connections(request: pytest.FixtureRequest) -> Iterator[dict[str, Connection]]:
    opened: dict[str, Connection] = {}
    for product in PRODUCTS:
        url = request.getfixturevalue(f"{product}_url").replace("postgresql://", "postgresql+psycopg://", 1)
        opened[product] = create_engine(url).connect()
    yield opened
    for connection in opened.values():
        connection.close()
        connection.engine.dispose()


@pytest.fixture
def session(connections: dict[str, Connection], product: str) -> Iterator[Session]:
    """A session whose transaction is undone."""
    with connections[product].begin() as outer, settings(now=NOW):
        with Session(connections[product]) as opened, settings(session=opened):
            yield opened
        outer.rollback()


@pytest.mark.parametrize(("product", "made"), FACTORIES, ids=[f"{p}-{m.__name__}" for p, m in FACTORIES])
def test_every_state_is_saved(product: str, made: Any, session: Session) -> None:
    for trait in (None, *(name for name, p in made._meta.parameters.items() if isinstance(p, Trait))):
        with session.begin_nested() as savepoint:
            created = made.create(**({} if trait is None else {trait: True}))
            session.flush()
            assert inspect(created).persistent
            savepoint.rollback()


@pytest.mark.parametrize(("product", "made"), FACTORIES, ids=[f"{p}-{m.__name__}" for p, m in FACTORIES])
def test_a_batch_is_what_the_table_says(product: str, made: Any, session: Session) -> None:
    n = FEWER.get(made.__name__, 120)
    made.reset_sequence(0, force=True)
    batch = made.create_batch(n)
    assert all(inspect(value).persistent for value in batch)
    assert not session.dirty
    assert session.scalar(select(func.count()).select_from(made._meta.model)) == len(set(batch))
    if made._meta.adopted_by or made._meta.natural:
        return
    read = made.rows(n)
    for name in made._meta.written():
        values = to_python(read.column(name), made._meta.column_type(name))
        assert [getattr(value, name) for value in batch] == values, name
