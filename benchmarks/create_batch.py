"""How fast a batch of saved objects is made, beside factory_boy's own ``create_batch``, in one run.

    python benchmarks/create_batch.py [--members 10000] [--runs 3]

Every contender creates household members, each with a household, its admin and a user of its own:
four rows in three tables, objects included, written in one transaction that is rolled back.

- *factory_boy*: plain factory_boy factories of the same models and columns, as teams write them;
- *one by one*: our factories, ``create()`` in a loop;
- *unit of work*: our ``create_batch``, its rows written by SQLAlchemy (insertmanyvalues);
- *create_batch*: our ``create_batch`` as it is, its rows written by COPY;
- *async*: the same in an AsyncSession.

The slow ones make fewer members; figures are per member, ratios are taken within a turn.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import factory
from factory.alchemy import SQLAlchemyModelFactory
from sqlalchemy import create_engine, text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import Session

from seedkit.factories.vibrationfit import HouseholdMemberFactory
from seedkit.factories.vibrationfit.models import Household, HouseholdMember
from seedkit.load.binaries import server_user
from seedkit.load.connect import connect, embedded_target
from seedkit.load.embedded import EmbeddedServer
from seedkit.product import find_product
from seedkit.saving import copying
from seedkit.schema.install import install_schema
from seedkit.supabase.auth import AuthUser

SLOW = 10  # The contenders that take seconds for a thousand make a tenth.
UTC = dt.UTC


class Users(SQLAlchemyModelFactory):
    """A user as a team writes it."""

    class Meta:
        model = AuthUser

    id = factory.LazyFunction(uuid.uuid4)
    aud = role = "authenticated"
    email = factory.Sequence(lambda n: f"peer{n}@example.com")
    encrypted_password = "x" * 60
    created_at = factory.Faker("date_time_this_year", tzinfo=UTC)
    updated_at = last_sign_in_at = email_confirmed_at = factory.SelfAttribute("created_at")
    raw_app_meta_data = factory.LazyFunction(lambda: {"provider": "email", "providers": ["email"]})
    raw_user_meta_data = factory.LazyAttribute(
        lambda user: {"email": user.email, "first_name": "Ada", "last_name": "Quill"}
    )
    is_sso_user = is_anonymous = False


class Households(SQLAlchemyModelFactory):
    """A household and its admin."""

    class Meta:
        model = Household

    id = factory.LazyFunction(uuid.uuid4)
    admin_user = factory.SubFactory(Users)
    name = factory.Faker("last_name")
    plan_type = "household"
    max_members = 6
    subscription_status = "active"
    stripe_customer_id = factory.Faker("pystr")
    created_at = factory.Faker("date_time_this_year", tzinfo=UTC)
    updated_at = factory.SelfAttribute("created_at")


class Members(SQLAlchemyModelFactory):
    """A member with a household and a user."""

    class Meta:
        model = HouseholdMember

    id = factory.LazyFunction(uuid.uuid4)
    household = factory.SubFactory(Households)
    user = factory.SubFactory(Users)
    role = "member"
    status = "active"
    invited_by = factory.SelfAttribute("household.admin_user.id")
    invited_at = factory.Faker("date_time_this_year", tzinfo=UTC)
    accepted_at = joined_at = factory.SelfAttribute("invited_at")


def quietly(session: Any) -> None:
    """Triggers would cost all contenders the same."""
    for table in ("auth.users", "public.households", "public.household_members"):
        session.execute(text(f"alter table {table} disable trigger user"))


def within(url: str, make: Callable[[Session], Any]) -> float:
    """Seconds of making objects and of flushing the session; all is undone."""
    engine = create_engine(url)
    with Session(engine) as session:
        quietly(session)
        began = time.perf_counter()
        make(session)
        session.flush()
        seconds = time.perf_counter() - began
        session.rollback()
    engine.dispose()
    return seconds


def factory_boy(url: str, n: int) -> float:
    """Plain factory_boy factories."""

    def make(session: Session) -> None:
        for made in (Users, Households, Members):
            made._meta.sqlalchemy_session = session
        Members.create_batch(n)

    return within(url, make)


def one_by_one(url: str, n: int) -> float:
    """Our factories as factory_boy calls them."""
    return within(url, lambda session: [HouseholdMemberFactory.create(session=session) for _ in range(n)])


def unit_of_work(url: str, n: int) -> float:
    """Our batch, written by SQLAlchemy."""
    with mock.patch.object(copying, "FROM_ROWS", sys.maxsize):
        return create_batch(url, n)


def create_batch(url: str, n: int) -> float:
    """Our batch, written by COPY."""
    return within(url, lambda session: HouseholdMemberFactory.create_batch(n, session=session))


def in_async(url: str, n: int) -> float:
    """Our batch in an AsyncSession."""

    async def run() -> float:
        engine = create_async_engine(url)
        async with AsyncSession(engine) as session:
            await session.run_sync(quietly)
            began = time.perf_counter()
            await HouseholdMemberFactory.create_batch_async(n, session=session)
            seconds = time.perf_counter() - began
            await session.rollback()
        await engine.dispose()
        return seconds

    return asyncio.run(run())


CONTENDERS: dict[str, tuple[Callable[[str, int], float], int]] = {
    "factory_boy": (factory_boy, SLOW),
    "one by one": (one_by_one, SLOW),
    "unit of work": (unit_of_work, 1),
    "create_batch": (create_batch, 1),
    "async": (in_async, 1),
}


def measure(url: str, members: int, runs: int) -> str:
    """All turns, as a Markdown table."""
    turns = []
    for number in range(runs):
        turns.append(
            {name: run(url, members // less) / (members // less) for name, (run, less) in CONTENDERS.items()}
        )
        print(
            f"turn {number + 1}: " + ", ".join(f"{k} {v * 1e6:.0f} µs" for k, v in turns[-1].items()),
            file=sys.stderr,
        )
    ratio = {k: statistics.median(t["factory_boy"] / t[k] for t in turns) for k in turns[0]}
    median = {k: statistics.median(t[k] for t in turns) for k in turns[0]}
    lines = [
        f"{members:,} household members with their parents: {4 * members:,} rows, objects included; "
        f"medians of {runs} turns.",
        "",
        "| | seconds | µs a member | rows/s | times factory_boy |",
        "|---|---:|---:|---:|---:|",
        *(
            f"| {k} | {v * members:.1f} | {v * 1e6:,.0f} | {4 / v:,.0f} | {ratio[k]:.1f} |"
            for k, v in median.items()
        ),
        "",
        f"- create_batch against factory_boy's own: **{ratio['create_batch']:.1f} ×** as fast",
        f"- COPY against the unit of work: **{median['unit of work'] / median['create_batch']:.1f} ×** as fast",
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--members", type=int, default=10_000)
    options.add_argument("--runs", type=int, default=3)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="seedkit-bench-") as name:
        folder = Path(name)
        if server_user() is not None:
            folder.chmod(0o755)
        server = EmbeddedServer(folder / "server")
        server.start()
        try:
            url = server.use("vibrationfit")
            with connect(embedded_target(url)) as connection:
                install_schema(connection, find_product("vibrationfit"))
            print(
                measure(url.replace("postgresql://", "postgresql+psycopg://", 1), given.members, given.runs)
            )
        finally:
            server.stop()


if __name__ == "__main__":
    main()
