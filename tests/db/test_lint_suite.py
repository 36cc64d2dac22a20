"""Lint of a team's own factories, as factory_boy users write them, against a real schema."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine

from seedkit.errors import UsageError
from seedkit.lint_suite import factories_in

pytestmark = pytest.mark.db

MODELS = """
import datetime as dt, uuid
from sqlalchemy import CheckConstraint, ForeignKey, String, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

class Base(DeclarativeBase): ...

class Customer(Base):
    __tablename__ = "customers"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())

class Order(Base):
    __tablename__ = "orders"
    __table_args__ = (CheckConstraint("total >= 0", name="total_not_negative"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(
        ForeignKey("customers.id", deferrable=True, initially="deferred"))
    total: Mapped[int]
    status: Mapped[str]
    customer: Mapped[Customer] = relationship()
"""

GOOD = """
import factory
from factory.alchemy import SQLAlchemyModelFactory
from sqlalchemy.orm import scoped_session, sessionmaker
from shop.models import Customer, Order

class Base(SQLAlchemyModelFactory):
    class Meta:
        abstract = True
        sqlalchemy_session = scoped_session(sessionmaker())
        sqlalchemy_session_persistence = "commit"

class CustomerFactory(Base):
    class Meta:
        model = Customer
    class Params:
        formal = factory.Trait(name="Dr.")
    email = factory.Sequence(lambda n: f"c{n}@example.com")
    name = factory.Faker("first_name")

class OrderFactory(Base):
    class Meta:
        model = Order
    id = factory.Faker("uuid4", cast_to=None)
    customer = factory.SubFactory(CustomerFactory)
    total = 10
    status = "new"
"""

BAD = """
import uuid
import factory
from seedkit import TableFactory, Trait
from seedkit.fields import Choice, Key
from shop.models import Customer, Order
from .good import Base, CustomerFactory, OrderFactory

class OrderTraitsFactory(OrderFactory):
    class Params:
        refund = factory.Trait(total=-5)
        broken = factory.Trait(total=factory.LazyAttribute(lambda o: o.nothing))
        empty = factory.Trait(status=None)
        random = factory.Trait(status=factory.LazyFunction(lambda: str(uuid.uuid4())))

class OneFactory(CustomerFactory):
    email = "one@example.com"
    class Params:
        long = factory.Trait(name="a name that does not fit")

class LonelyFactory(Base):
    class Meta:
        model = Order
    id = factory.LazyFunction(uuid.uuid4)
    total = 1
    status = "x"

class OrphanFactory(LonelyFactory):
    customer_id = -1

class OursFactory(TableFactory[Order]):
    class Meta:
        model = Order
    id = Key()
    customer = factory.SubFactory(CustomerFactory)
    total = Choice([1, 2])
    status = "new"
    free = Trait(total=None)
"""

Lint = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A project with models and two modules of factories; importable here too."""
    files = {"models": MODELS, "tests/__init__": "", "tests/good": GOOD, "tests/bad": BAD, "__init__": ""}
    for name, source in files.items():
        path = tmp_path / "shop" / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(source)
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "shop"\n')
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    _forget_shop()
    yield tmp_path
    _forget_shop()


def _forget_shop() -> None:
    """Other tests have shops of their own."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "shop"]:
        del sys.modules[name]


@pytest.fixture
def lint(shop: Path, database: str) -> Lint:
    """``seedkit lint`` from a folder of the project; fails if the exit code is another."""

    def run(*arguments: str, code: int) -> subprocess.CompletedProcess[str]:
        program = [sys.executable, "-c", "from seedkit.cli import main; main()", "lint", "--db", database]
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        done = subprocess.run(
            [*program, *arguments], cwd=shop / "shop", env=environment, capture_output=True, text=True
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done

    return run


def test_good_factories_pass_and_leave_nothing(lint: Lint, database: str) -> None:
    done = lint("--factories", "shop.tests.good", code=0)
    assert done.stdout == "2 factories in 3 states, 0 findings\n"
    assert done.stderr.endswith(": 2 tables made from the models, and undone\n")
    with psycopg.connect(database) as connection:
        assert connection.execute("select to_regclass('customers')").fetchone() == (None,)


def test_all_failures_are_said_at_once(lint: Lint) -> None:
    said = lint("--factories", "shop.tests.bad", code=1).stdout.splitlines()
    assert said == [
        "OrderTraitsFactory.create(refund=True): new row for relation \"orders\" violates check constraint"
        " \"total_not_negative\" (create)",
        "OrderTraitsFactory.create(broken=True): AttributeError: The parameter 'nothing' is unknown (create)",
        "OrderTraitsFactory.create(empty=True): null value in column \"status\" of relation \"orders\" violates"
        " not-null constraint. Declare status (a key: its factory.SubFactory), or give it a server default (create)",
        "OrderTraitsFactory.create(random=True): not reproducible: status"
        " (a clock, uuid4 or a random number that nobody seeds) (not-reproducible)",
        "OneFactory.create(): a second one beside the first: duplicate key value violates unique constraint"
        " \"customers_email_key\": Key (email)=(one@example.com) already exists."
        " Make it differ from row to row: factory.Sequence (second)",
        "OneFactory.create(long=True): value too long for type character varying(20): name has 24 (create)",
        "LonelyFactory.create(): null value in column \"customer_id\" of relation \"orders\" violates not-null"
        " constraint. Declare customer_id (a key: its factory.SubFactory), or give it a server default (create)",
        "OrphanFactory.create(): insert or update on table \"orders\" violates foreign key constraint"
        " \"orders_customer_id_fkey\": Key (customer_id)=(-1) is not present in table \"customers\"."
        " Declare the parent: factory.SubFactory (create)",
        "OursFactory.create(free=True): null value in column \"total\" of relation \"orders\" violates not-null"
        " constraint. Declare total (a key: its factory.SubFactory), or give it a server default (create)",
        "5 factories in 12 states, 9 findings",
    ]  # fmt: skip


def test_json_and_ignored_codes(lint: Lint) -> None:
    facts = json.loads(lint("--factories", "shop.tests.bad", "--json", code=1).stdout)
    assert (facts["ok"], facts["factories"], facts["tables_made"]) == (False, ["shop.tests.bad"], 2)
    assert {check["subject"]: check["verdict"] for check in facts["checks"]}["LonelyFactory"] == "failed"
    [impure] = [f for c in facts["checks"] for f in c["findings"] if f["code"] == "not-reproducible"]
    assert impure["table"] == "public.orders"
    assert impure["samples"] == ["OrderTraitsFactory.create(random=True)"]
    ignored = ["--ignore", "create", "--ignore", "second", "--ignore", "not-reproducible"]
    assert lint("--factories", "shop.tests.bad", *ignored, code=0).stdout.endswith("0 findings\n")


def test_a_package_and_a_database_with_the_tables(lint: Lint, shop: Path, database: str) -> None:
    from shop.models import Base  # type: ignore[import-not-found]

    engine = create_engine(database.replace("postgresql://", "postgresql+psycopg://", 1))
    Base.metadata.create_all(engine)
    engine.dispose()
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("alter table customers add column phone text not null")
    done = lint("--factories", "shop.tests", code=1)
    assert "tables made" not in done.stderr
    assert 'CustomerFactory.create(): null value in column "phone"' in done.stdout
    assert "7 factories" in done.stdout
    with psycopg.connect(database) as connection:
        assert connection.execute("select count(*) from customers").fetchone() == (0,)


def test_sessions_of_the_suite_are_put_back(shop: Path) -> None:
    from shop.tests.good import CustomerFactory  # type: ignore[import-not-found]

    before = CustomerFactory._meta.sqlalchemy_session
    assert [made.__name__ for made in factories_in("shop.tests.good")] == ["CustomerFactory", "OrderFactory"]
    assert CustomerFactory._meta.sqlalchemy_session is before


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("shop.factories", r"there is no module 'shop.factories'"),
        ("shop.models", r"shop.models defines no factories of SQLAlchemy models"),
        ("shop.broken", r"the module shop.broken cannot be imported: ZeroDivisionError: division by zero"),
    ],
)
def test_a_wrong_module_is_said(shop: Path, module: str, said: str) -> None:
    (shop / "shop" / "broken.py").write_text("1 / 0")
    with pytest.raises(UsageError, match=said):
        factories_in(module)


def test_a_product_and_a_suite_are_two_things(lint: Lint) -> None:
    error = lint("vibrationfit", "--factories", "shop.tests.good", code=2).stderr
    assert error == "UsageError: a product and --factories are two things to lint. Say one of them\n"
    error = lint("vibrationfit", code=2).stderr
    assert error == "UsageError: the factories of a product are linted without a database. Leave out --db\n"
