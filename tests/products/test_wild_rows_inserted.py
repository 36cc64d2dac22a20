"""Wild rows of every factory of the three products: whatever is drawn from a schema's checks, Postgres takes."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from sqlalchemy.orm import Session

from seedkit.product import find_product, products
from seedkit.schema.ddl import is_optional
from seedkit.testing import DatabaseServer, rows

pytestmark = pytest.mark.db

#: Examples of each factory: the simplest first, then whatever comes. Sixty of each have been tried, too.
EXAMPLES = 5

FACTORIES = [
    (product, factory)
    for product in sorted(products())
    for factory in find_product(product).all_factories().values()
]


@pytest.fixture(scope="module")
def sessions(seedkit_server: DatabaseServer) -> Iterator[Callable[[str], Session]]:
    """A session in the whole schema of a product, as a replica's: no trigger fires, foreign keys may point nowhere."""
    with contextlib.ExitStack() as stack:
        opened: dict[str, Session] = {}

        def of(product: str) -> Session:
            if product not in opened:
                world = stack.enter_context(seedkit_server.world(product, rollback=True))
                world.db.execute("set session_replication_role = replica")
                opened[product] = world.session
                for model in filter(is_optional, find_product(product).models):
                    model.__table__.create(world.session.connection())
            return opened[product]

        yield of


@pytest.mark.parametrize(("product", "factory"), FACTORIES, ids=lambda it: getattr(it, "__name__", it))
def test_postgres_takes_every_wild_row(
    product: str, factory: Any, sessions: Callable[[str], Session]
) -> None:
    session, taken = sessions(product), []

    @settings(
        database=None,
        deadline=None,
        max_examples=EXAMPLES,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(row=rows(factory, wild=True))
    def insert(row: dict[str, Any]) -> None:
        with session.begin_nested() as savepoint:
            session.add(factory._meta.model(**row))
            session.flush()
            savepoint.rollback()
        taken.append(row)

    insert()
    assert len(taken) >= EXAMPLES / 2
