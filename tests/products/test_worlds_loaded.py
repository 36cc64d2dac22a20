"""Small worlds of the three products on a real Postgres: loaded, held to their promises, taken off again."""

from __future__ import annotations

import collections
import contextlib
import datetime as dt
import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from psycopg import sql

from seedkit.errors import DataError, GuardRefused, TargetError
from seedkit.factories.vibrationfit import HouseholdMemberFactory, MembershipTierFactory
from seedkit.factories.vibrationfit.models import HouseholdMember
from seedkit.product import find_product, scenario_names
from seedkit.scenarios.vibrationfit.household import household_account
from seedkit.testing import Bench, DatabaseServer, SmallWorld, small_graph, small_world, worlds
from seedkit.testing.small.telling import NOWHERE
from seedkit.verify.findings import Report
from seedkit.verify.integrity import check_integrity
from seedkit.verify.invariants import check_invariants

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)

#: Stories of which worlds are drawn, so small that this is quick.
DRAWN = ("craveverse/newbie-onboarding", "infinitepages/cover-backlog", "vibrationfit/journal-habit")
#: All stories; what tells everything tells the others, one after the other.
STORIES = [story for story in scenario_names() if not story.endswith("/everything")]
#: Rows that nobody names: catalogues, and parents that rows make for themselves.
UNNAMED = ("catalogue", "derived")

pytestmark = pytest.mark.db

Connection = psycopg.Connection[Any]
Benches = Callable[[str], Bench]
quick = settings(database=None, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def benches(seedkit_server: DatabaseServer) -> Iterator[Benches]:
    """The bench of a product."""
    with contextlib.ExitStack() as stack:
        opened: dict[str, Bench] = {}

        def of(product: str) -> Bench:
            if product not in opened:
                story = next(story for story in DRAWN if story.startswith(product))
                opened[product] = stack.enter_context(seedkit_server.bench(story))
            return opened[product]

        yield of


@pytest.fixture
def bench(benches: Benches) -> Bench:
    """The bench for households."""
    return benches("vibrationfit")


def count(db: Connection, table: str) -> int:
    row = db.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(*table.split(".")))).fetchone()
    assert row is not None
    return int(row[0])


def kept(db: Connection, world: SmallWorld) -> list[Any]:
    """What is wrong with a world in a database: constraints, keys, the promises of its product."""
    promises = find_product(world.story.product).invariants
    checks = check_invariants(db, promises, now=NOW, ranges=[world.plan.key_range()])
    report = Report.of(check_integrity(db, schemas=("public", "auth")), checks)
    assert len(checks) > 20
    return [(f.code, f.count, f.samples[:2]) for f in report.findings if f.failing]


# Every story


@pytest.mark.parametrize("story", STORIES)
def test_a_story_without_any_chance_keeps_every_promise_and_can_be_pasted(
    story: str, benches: Benches
) -> None:
    world = small_world(story, copies=2, now=NOW)
    with benches(world.story.product).holding(world) as db:
        assert kept(db, world) == []
        assert {table.planned.name for table in world.tables() if not count(db, table.planned.name)} == set()
    lines = world.code().splitlines()
    called = [re.search(r"(\w+)\.build(?:_batch\((\d+))?", line) for line in lines]
    calls = [(call[1], int(call[2] or 1)) for call in called if call]
    named = (r for r in world.plan.rowsets.values() if r.axis not in UNNAMED)
    assert sum(number for _, number in calls) == sum(len(world.read(rowset)) for rowset in named)
    if len(lines) < 150:
        exec("\n".join(lines), {})


@pytest.mark.parametrize("story", DRAWN)
def test_a_story_whose_choices_are_drawn_is_taken(story: str, benches: Benches) -> None:
    taken = []

    @settings(quick, max_examples=8, derandomize=True)
    @given(world=worlds(story, now=NOW))
    def load(world: SmallWorld) -> None:
        with benches(world.story.product).holding(world) as db:
            rows: dict[str, int] = collections.Counter()
            for table in world.tables():
                rows[table.planned.name] += table.batch.num_rows
            assert {table: count(db, table) for table in rows} == rows
        taken.append(world)

    load()
    assert len(taken) == 8


# The bench


def test_a_world_is_there_as_long_as_it_is_held(bench: Bench) -> None:
    world = small_world(household_account, members=1, entries=0, now=NOW)
    with bench.holding(world) as db:
        assert count(db, "public.household_members") == world.count(HouseholdMemberFactory) == 5
        assert db.execute("select current_setting('seedkit.now')::timestamptz").fetchone() == (NOW,)
        held = db.execute("select id from public.household_members order by id").fetchall()
        assert [key for (key,) in held] == sorted(row["id"] for row in world.rows(HouseholdMember))
    assert count(bench.connection, "public.household_members") == 0
    assert count(bench.connection, "auth.users") == 0


def test_nobody_else_ever_sees_any_of_it(product_database: Callable[[str], str]) -> None:
    url, world = product_database("vibrationfit"), small_world(household_account, now=NOW)
    with psycopg.connect(url) as other, psycopg.connect(url) as connection, Bench(connection) as bench:
        with bench.holding(world) as db:
            assert count(db, "public.membership_tiers") > 0
            assert count(other, "public.membership_tiers") == count(other, "auth.users") == 0
        assert count(bench.connection, "public.membership_tiers") > 0, "they stay as long as the bench"
        assert count(other, "public.membership_tiers") == 0


def test_two_benches_in_one_database_say_so_instead_of_waiting(
    product_database: Callable[[str], str],
) -> None:
    url, world = product_database("vibrationfit"), small_world(household_account, now=NOW)
    with psycopg.connect(url) as one, psycopg.connect(url) as two, Bench(one, household_account) as first:
        with Bench(two, lock_timeout="50ms") as second:
            for _ in range(2):  # It is not spoilt by the refusal.
                with pytest.raises(TargetError, match=r"uncommitted\. Give each bench a database of its own"):
                    second.holding(world).__enter__()
            first.__exit__(None, None, None)
            with first.connection.transaction(force_rollback=True), second.holding(world) as db:
                assert count(db, "public.households") > 0
        assert two.execute("select current_setting('lock_timeout')").fetchone() == ("0",)


def test_what_a_test_does_to_a_world_is_undone_with_it(bench: Bench) -> None:
    world = small_world(household_account, members=0, now=NOW)
    with bench.holding(world) as db:
        db.execute("update public.households set name = 'changed'")
        with pytest.raises(psycopg.errors.NotNullViolation), db.transaction():
            db.execute("update public.household_members set household_id = null")
    with pytest.raises(ZeroDivisionError), bench.holding(world):
        raise ZeroDivisionError
    with pytest.raises(psycopg.errors.UndefinedTable), bench.holding(world) as db:
        db.execute("select * from nothing")
    with bench.holding(world) as db:
        changed = db.execute("select count(*) from public.households where name = 'changed'").fetchone()
        assert changed == (0,)


def test_a_session_of_the_application_sees_the_world_and_is_undone_with_it(
    bench: Bench, product_database: Callable[[str], str]
) -> None:
    world = small_world(household_account, members=1, now=NOW)
    with psycopg.connect(product_database("vibrationfit")) as connection, Bench(connection) as other:
        for one in (bench, other):
            for _ in range(2):
                with one.holding(world) as db, one.session() as session:
                    members = session.query(HouseholdMember).all()
                    assert {m.id for m in members} == {row["id"] for row in world.rows(HouseholdMember)}
                    session.delete(members[0])
                    session.commit()
                    assert count(db, "public.household_members") == len(members) - 1
            assert count(one.connection, "public.household_members") == 0


def test_triggers_and_keys_are_the_database_s_again_once_the_world_is_there(bench: Bench) -> None:
    with bench.holding(small_world(household_account, members=0, now=NOW)) as db:
        assert db.execute("select current_setting('session_replication_role')").fetchone() == ("origin",)
        with pytest.raises(psycopg.errors.ForeignKeyViolation), db.transaction():
            db.execute("update public.household_members set household_id = gen_random_uuid()")
        before = count(db, "public.profiles")
        db.execute("insert into auth.users (id, email) values (gen_random_uuid(), 'new@example.com')")
        assert count(db, "public.profiles") == before + 1


def test_a_role_that_may_not_silence_triggers_alters_tables_instead(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = small_world(household_account, members=0, now=NOW)
    monkeypatch.setattr(bench, "_may_replicate", False)
    with bench.holding(world) as db:
        assert count(db, "public.profiles") == world.count("Profile:admin") * 4 == 4
        off = "select count(*) from pg_trigger where tgenabled <> 'O' and not tgisinternal"
        assert db.execute(off).fetchone() == (0,)


def test_a_key_that_points_nowhere_is_found(bench: Bench) -> None:
    """The server looks only where we could not see for ourselves that all is well."""
    world = small_graph(HouseholdMemberFactory, now=NOW)
    tables = world.tables(NOWHERE)
    world._tables[NOWHERE] = tuple(table for table in tables if table.planned.name != "public.households")
    with pytest.raises(DataError, match="violates foreign key constraint"):
        bench.holding(world).__enter__()


def test_a_database_without_the_tables_is_refused(database: str) -> None:
    with psycopg.connect(database) as connection:
        with pytest.raises(TargetError, match="has none of the tables of this plan"):
            Bench(connection, household_account).__enter__()
        assert connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE


def test_a_connection_that_leads_away_is_refused(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seedkit.load.guard.is_loopback", lambda address: False)
    with psycopg.connect(database) as connection, pytest.raises(GuardRefused, match="not on this machine"):
        Bench(connection).__enter__()


def test_catalogue_rows_that_are_there_already_are_used(product_database: Callable[[str], str]) -> None:
    """A migration may have brought them, under keys of its own."""
    theirs = uuid.UUID("00000000-0000-4000-8000-000000000001")
    tier = MembershipTierFactory.table(1, tier_type="vision_pro_household_28day").to_pylist()[0]
    columns = {**tier, "id": theirs}
    with psycopg.connect(product_database("vibrationfit")) as connection:
        insert = sql.SQL("insert into public.membership_tiers ({}) values ({})").format(
            sql.SQL(", ").join(map(sql.Identifier, columns)),
            sql.SQL(", ").join(sql.Placeholder() * len(columns)),
        )
        connection.execute(insert, [str(v) if isinstance(v, dict) else v for v in columns.values()])
        with Bench(connection) as bench, bench.holding(small_world(household_account, now=NOW)) as db:
            tiers = db.execute("select distinct membership_tier_id from public.customer_subscriptions")
            assert tiers.fetchall() == [(theirs,)]
            same = "select count(*) from public.membership_tiers where tier_type = %s"
            assert db.execute(same, [tier["tier_type"]]).fetchone() == (1,)
