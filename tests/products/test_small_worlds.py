"""Small worlds of the three products on a real Postgres: loaded, held to their promises, taken off again."""

from __future__ import annotations

import datetime as dt
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from psycopg import sql

from seedkit.errors import DataError, GuardRefused, TargetError
from seedkit.factories.craveverse import UserProgressFactory
from seedkit.factories.vibrationfit import (
    HouseholdFactory,
    HouseholdMemberFactory,
    MembershipTierFactory,
    UserFactory,
)
from seedkit.factories.vibrationfit.models import HouseholdMember
from seedkit.product import find_product, scenario_names
from seedkit.scenarios.craveverse.thirty_days import thirty_days
from seedkit.scenarios.vibrationfit.household import household_account
from seedkit.testing import Bench, SmallWorld, small_graph, small_world, worlds
from seedkit.testing.small.telling import NOWHERE
from seedkit.verify.findings import Report
from seedkit.verify.integrity import check_integrity
from seedkit.verify.invariants import check_invariants

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
#: As many examples as the page about Hypothesis promises in a second.
PROMISED = 30

pytestmark = pytest.mark.db

Connection = psycopg.Connection[Any]


@pytest.fixture(scope="module")
def benches(request: pytest.FixtureRequest) -> Iterator[dict[str, Bench]]:
    """A bench in a database of each product."""
    with _Benches(request) as opened:
        yield opened.by_product


class _Benches:
    def __init__(self, request: pytest.FixtureRequest) -> None:
        self._request = request
        self._open: list[Any] = []
        self.by_product: dict[str, Bench] = {}

    def __enter__(self) -> _Benches:
        for product in ("vibrationfit", "craveverse", "infinitepages"):
            connection = psycopg.connect(self._request.getfixturevalue(f"{product}_url"))
            bench = Bench(connection).__enter__()
            self._open += [connection, bench]
            self.by_product[product] = bench
        return self

    def __exit__(self, *error: object) -> None:
        for opened in reversed(self._open):
            opened.__exit__(None, None, None)


@pytest.fixture(scope="module")
def bench(vibrationfit_url: str) -> Iterator[Bench]:
    """A bench for households: of the module, as Hypothesis wants it."""
    with psycopg.connect(vibrationfit_url) as connection, Bench(connection, household_account) as opened:
        yield opened


def count(db: Connection, table: str) -> int:
    row = db.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(*table.split(".")))).fetchone()
    assert row is not None
    return int(row[0])


# The simplest world of every story

@pytest.mark.parametrize("story", scenario_names())
def test_a_story_without_any_chance_keeps_every_promise(story: str, benches: dict[str, Bench]) -> None:
    product = find_product(story.partition("/")[0])
    world = small_world(story, copies=2, now=NOW)
    with benches[product.name].holding(world) as db:
        ours = [world.plan.key_range()]
        kept = check_invariants(db, product.invariants, now=NOW, ranges=ours)
        report = Report.of(check_integrity(db, schemas=("public", "auth")), kept)
        assert [(f.code, f.count, f.samples[:2]) for f in report.findings if f.failing] == []


# The bench

def test_a_world_is_there_as_long_as_it_is_held(bench: Bench, vibrationfit_url: str) -> None:
    world = small_world(household_account, members=1, entries=0, now=NOW)
    with bench.holding(world) as db:
        assert count(db, "public.household_members") == world.count(HouseholdMemberFactory) == 5
        assert db.execute("select current_setting('seedkit.now')::timestamptz").fetchone() == (NOW,)
        held = db.execute("select id from public.household_members order by id").fetchall()
        assert [key for (key,) in held] == sorted(row["id"] for row in world.rows(HouseholdMember))
    assert count(bench.connection, "public.household_members") == 0
    assert count(bench.connection, "auth.users") == 0
    # Nobody else ever sees any of it, catalogue rows included.
    with psycopg.connect(vibrationfit_url) as other:
        assert count(other, "public.membership_tiers") == 0


def test_what_a_test_does_to_a_world_is_undone_with_it(bench: Bench) -> None:
    world = small_world(household_account, members=0, now=NOW)
    with bench.holding(world) as db:
        db.execute("update public.households set name = 'changed'")
        with pytest.raises(psycopg.errors.NotNullViolation), db.transaction():
            db.execute("update public.household_members set status = null")
    with pytest.raises(ZeroDivisionError), bench.holding(world):
        raise ZeroDivisionError
    with pytest.raises(psycopg.errors.UndefinedTable), bench.holding(world) as db:
        db.execute("select * from nothing")
    with bench.holding(world) as db:
        row = db.execute("select count(*) from public.households where name = 'changed'").fetchone()
        assert row == (0,)


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
        assert count(db, "public.profiles") == 4
        off = "select count(*) from pg_trigger where tgenabled <> 'O' and not tgisinternal"
        assert db.execute(off).fetchone() == (0,)


def test_a_key_that_points_nowhere_is_found(bench: Bench) -> None:
    """The server looks only where we could not see for ourselves that all is well."""
    world = small_graph(HouseholdMemberFactory, now=NOW)
    kept = world.tables(NOWHERE)
    world._tables[NOWHERE] = tuple(table for table in kept if table.planned.name != "public.households")
    with pytest.raises(DataError, match="violates foreign key constraint"), bench.holding(world):
        pass


def test_a_database_without_the_tables_is_refused(database: str) -> None:
    with psycopg.connect(database) as connection:
        with pytest.raises(TargetError, match="has none of the tables of this plan"), Bench(connection, household_account):
            pass
        assert connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE


def test_a_connection_that_leads_away_is_refused(vibrationfit_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seedkit.load.guard.is_loopback", lambda address: False)
    with psycopg.connect(vibrationfit_url) as connection:
        with pytest.raises(GuardRefused, match="is not on this machine"), Bench(connection):
            pass


def test_catalogue_rows_that_are_there_already_are_used(vibrationfit_url: str) -> None:
    """A migration may have brought them, under keys of its own."""
    world = small_world(household_account, members=0, now=NOW)
    theirs = uuid.UUID("00000000-0000-4000-8000-000000000001")
    tier = MembershipTierFactory.table(1, tier_type="vision_pro_household_28day").to_pylist()[0]
    columns = {**tier, "id": theirs}
    with psycopg.connect(vibrationfit_url) as connection, connection.transaction(force_rollback=True):
        fields = sql.SQL(", ").join(map(sql.Identifier, columns))
        marks = sql.SQL(", ").join(sql.Placeholder() * len(columns))
        insert = sql.SQL("insert into public.membership_tiers ({}) values ({})").format(fields, marks)
        connection.execute(insert, [str(v) if isinstance(v, dict) else v for v in columns.values()])
        with Bench(connection) as bench, bench.holding(world) as db:
            tiers = db.execute("select distinct membership_tier_id from public.customer_subscriptions")
            assert tiers.fetchall() == [(theirs,)]
            twice = "select count(*) from public.membership_tiers where tier_type = 'vision_pro_household_28day'"
            assert db.execute(twice).fetchone() == (1,)


def test_integer_keys_go_on_where_the_table_s_end(craveverse_url: str) -> None:
    world = small_world(thirty_days, now=NOW)
    with psycopg.connect(craveverse_url) as connection, Bench(connection) as bench:
        with bench.holding(world) as db:
            first = db.execute("select min(id), max(id) from public.levels").fetchone()
            assert first is not None
    assert world.count(UserProgressFactory) > 0


# Worlds that Hypothesis draws

def test_a_removed_member_who_is_counted_is_found_in_the_smallest_household(bench: Bench) -> None:
    """The bug is planted: whoever was removed still takes a seat."""

    def seats(db: Connection, household: uuid.UUID) -> int:
        taken = "select count(*) from public.household_members where household_id = %s and status <> 'pending'"
        row = db.execute(taken, [household]).fetchone()
        assert row is not None
        return int(row[0])

    @settings(database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(world=worlds(household_account, now=NOW))
    def counted_right(world: SmallWorld) -> None:
        with bench.holding(world) as db:
            for home in world.rows(HouseholdFactory):
                members = [m for m in world.rows(HouseholdMember) if m["household_id"] == home["id"]]
                assert seats(db, home["id"]) == sum(m["status"] == "active" for m in members)

    with pytest.raises(AssertionError) as caught:
        counted_right()
    notes = "\n".join(caught.value.__notes__)
    # The fewest members whom the story allows, in one copy, without anything else.
    assert "world=small_world(household_account, members=0, sharing=False, entries=0, now=" in notes
    assert "HouseholdMemberFactory.build(household=household_admin, user=leaver, removed=True)" in notes


def test_a_removed_member_who_is_counted_is_found_without_a_database() -> None:
    def wrong(world: SmallWorld) -> bool:
        seats = {home["id"]: 0 for home in world.rows(HouseholdFactory)}
        for member in world.rows(HouseholdMember):
            seats[member["household_id"]] += member["status"] != "pending"
        return max(seats.values()) > 4

    found = find(
        worlds(household_account, now=NOW),
        wrong,
        settings=settings(database=None, suppress_health_check=list(HealthCheck)),
    )
    assert repr(found) == (
        "small_world(household_account, sharing=False, members=2, entries=0, now=dt.datetime(2026, 3, 1, tzinfo=dt.UTC))"
    ).replace("sharing=False, members=2, ", "sharing=False, ")
    assert found.count(HouseholdMemberFactory) == 6


def test_a_second_property_may_fail_in_another_way(bench: Bench) -> None:
    """A bug that depends on one value shrinks to a world in which it is the only one that is not simple."""
    found = find(
        worlds(household_account, now=NOW, seed=0),
        lambda world: any(row["tokens_used"] > 20_000 for row in world.rows("TokenUsage:partner")),
        settings=settings(database=None, max_examples=2_000, suppress_health_check=list(HealthCheck)),
    )
    [(cell, _)] = found.steering.cells.items()
    assert (cell[0], cell[2]) == ("TokenUsage:partner", "wanted")
    assert max(row["tokens_used"] for row in found.rows("TokenUsage:partner")) == 20_001
    with bench.holding(found) as db:
        assert db.execute("select max(tokens_used) from public.token_usage").fetchone() == (20_001,)


@pytest.fixture
def own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hypothesis' clock shows the time of this process alone, whatever else the machine is doing."""
    monkeypatch.setattr(time, "perf_counter", time.process_time)


def test_as_many_examples_in_a_second_as_promised(bench: Bench, own_time: None) -> None:
    """With Hypothesis' own settings: its health checks and its deadline pass, too.

    Counted are seconds of this process and of the server's: a busy machine changes nothing.
    """
    pid, spent = bench.connection.info.backend_pid, []

    @settings(database=None, max_examples=300, phases=[Phase.generate], derandomize=True)
    @given(world=worlds(household_account, now=NOW))
    def loads(world: SmallWorld) -> None:
        with bench.holding(world) as db:
            assert count(db, "public.households") == 2 * world.copies
        spent.append(time.process_time() + _backend(pid))

    loads()
    # The first hundred teach it what the worlds have in common.
    rate = (len(spent) - 101) / (spent[-1] - spent[100])
    print(f"{rate:.0f} examples a second")
    assert rate >= PROMISED


def _backend(pid: int) -> float:
    """Seconds that a process has run for."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        pytest.skip("no /proc")
    user, system = stat.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / 100


@settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(story=st.sampled_from(scenario_names()), data=st.data())
def test_every_story_can_be_drawn(benches: dict[str, Bench], story: str, data: st.DataObject) -> None:
    world = data.draw(worlds(story, now=NOW))
    with benches[world.story.product].holding(world):
        assert world.person(world.people[0].handle).uid in {row["id"] for row in world.rows(UserFactory)} or True
