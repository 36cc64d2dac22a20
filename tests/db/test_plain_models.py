"""The first models of most teams: integer keys that the database counts and no factory declares."""

from __future__ import annotations

from collections.abc import Iterator

import factory
import pytest
from sqlalchemy import ForeignKey, create_engine, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from seedkit.factory import TableFactory
from seedkit.fields import Parent, Text
from seedkit.scope import settings, sharing

pytestmark = pytest.mark.db


class Base(DeclarativeBase):
    pass


class Customer(Base):
    __tablename__ = "customers"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    orders: Mapped[list[Order]] = relationship(back_populates="customer")


class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    note: Mapped[str]
    customer: Mapped[Customer] = relationship(back_populates="orders")


class Line(Base):
    __tablename__ = "lines"
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    order: Mapped[Order] = relationship()
    customer: Mapped[Customer] = relationship()


class CustomerFactory(TableFactory[Customer]):
    class Meta:
        model = Customer

    email = factory.Sequence(lambda n: f"c{n}@example.com")


class OrderFactory(TableFactory[Order]):
    class Meta:
        model = Order

    customer = Parent(CustomerFactory)
    note = Text("for {customer.email}")


class LineFactory(TableFactory[Line]):
    class Meta:
        model = Line

    order = Parent(OrderFactory)
    customer = order.customer


@pytest.fixture
def session(database: str) -> Iterator[Session]:
    engine = create_engine(database.replace("postgresql://", "postgresql+psycopg://", 1))
    Base.metadata.create_all(engine)
    with Session(engine) as opened, settings(session=opened):
        yield opened
    engine.dispose()


@pytest.mark.parametrize("size", [1, 3, 300])
def test_keys_follow_the_objects(session: Session, size: int) -> None:
    lines = LineFactory.create_batch(size) if size > 1 else [LineFactory.create()]
    session.flush()
    for line in lines:
        assert line.customer is line.order.customer
        assert line.customer_id == line.customer.id == line.order.customer_id
        assert line.order.note == f"for {line.customer.email}"
    assert session.scalar(select(func.count()).select_from(Customer)) == size


def test_children_of_one_parent(session: Session) -> None:
    customer = CustomerFactory.create()
    with sharing(customer):
        OrderFactory.create_batch(150)
    assert len(customer.orders) == 150
    OrderFactory.create_batch(150, customer=customer)
    assert len(customer.orders) == 300


def test_without_a_database_there_are_no_keys() -> None:
    line = LineFactory.build()
    assert (line.id, line.order_id, line.order.note) == (None, None, f"for {line.customer.email}")
    assert LineFactory.table(2)["order_id"].to_pylist() == [None, None]
