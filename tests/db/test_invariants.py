"""Invariants: broken ones are shown with rows, missing tables skip, nothing to check is no pass."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest

from seedkit.errors import DeclarationError
from seedkit.verify.findings import Report
from seedkit.verify.invariants import Invariant, check_invariants

pytestmark = pytest.mark.db

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
ONE, TWO, THREE = (UUID(int=n << 64) for n in (1, 2, 3))

BALANCE = Invariant(
    "ledger.balance",
    "left is the running sum of amount",
    source="catalog/example 1",
    facts="select count(*) from public.steps s where :ours(s.id)",
    violations="""select s.id, s.left_over from
        (select id, left_over, sum(amount) over (partition by who order by at, id) as due from public.steps) s
        where s.left_over <> s.due and :ours(s.id)""",
    tables=("public.steps",),
)
PAST = Invariant(
    "steps.past",
    "no step lies ahead of the load",
    facts="select count(*) from public.steps",
    violations="select id from public.steps where at > :now -- a comment at the end",
    tables=("public.steps",),
)


@pytest.fixture
def ledger(connection):
    connection.execute(
        "create table public.steps (id uuid primary key, who int, at timestamptz, amount int, left_over int)"
    )
    connection.execute(
        "insert into public.steps values (%s, 1, '2025-01-01+0', 5, 5), (%s, 1, '2025-02-01+0', -2, 3), (%s, 1, '2025-12-31+0', 1, 4)",
        (ONE, TWO, THREE),
    )  # fmt: skip
    return connection


def test_promises_that_hold_are_ok_and_count_their_facts(ledger):
    report = Report.of(check_invariants(ledger, [BALANCE, PAST], now=NOW))
    assert report.ok
    assert [c.facts for c in report.checks] == [3, 3]


def test_a_broken_promise_shows_its_rows_and_its_sql(ledger):
    ledger.execute("update public.steps set left_over = left_over + 1 where id <> %s", [ONE])
    (check,) = check_invariants(ledger, [BALANCE], now=NOW)
    (finding,) = check.findings
    assert (finding.code, finding.severity, finding.count) == ("ledger.balance", "error", 2)
    assert finding.samples[0] == f"{TWO} 4"
    assert len(ledger.execute(finding.sql.encode()).fetchall()) == 2


def test_now_is_the_moment_of_the_load(ledger):
    (check,) = check_invariants(ledger, [PAST], now=NOW - dt.timedelta(days=30))
    assert check.findings[0].count == 1


def test_the_setting_is_there_for_functions_of_the_schema(ledger):
    reading = Invariant(
        "setting", "the setting is the moment", facts="select 1", tables=("public.steps",),
        violations="select 1 where current_setting('seedkit.now')::timestamptz <> :now",
    )  # fmt: skip
    (check,) = check_invariants(ledger, [reading], now=NOW)
    assert check.verdict == "ok"
    assert not ledger.execute("select current_setting('seedkit.now', true)").fetchone()[0]


def test_only_rows_of_the_load_count(ledger):
    ledger.execute("update public.steps set left_over = 0 where id = %s", [THREE])
    (mine,) = check_invariants(ledger, [BALANCE], now=NOW, ranges=[(ONE, THREE)])
    assert (mine.verdict, mine.facts) == ("ok", 2)
    (none,) = check_invariants(ledger, [BALANCE], now=NOW, ranges=[])
    assert none.verdict == "vacuous"


def test_an_empty_table_is_not_a_pass(ledger):
    ledger.execute("truncate public.steps")
    report = Report.of(check_invariants(ledger, [BALANCE, PAST], now=NOW))
    assert [c.verdict for c in report.checks] == ["vacuous", "vacuous"]
    assert not report.ok


def test_a_missing_table_or_column_skips(ledger):
    elsewhere = Invariant(
        "gone", "x", facts="select 1", violations="select 1", tables=("public.gone", "public.steps")
    )
    renamed = Invariant(
        "old", "x", facts="select 1", violations="select olden from public.steps", tables=("public.steps",)
    )
    gone, old = check_invariants(ledger, [elsewhere, renamed], now=NOW)
    assert (gone.verdict, gone.note) == ("skipped", "not in this database: public.gone")
    assert (old.verdict, "olden" in old.note) == ("skipped", True)


def test_a_query_that_raises_is_a_finding_and_the_rest_goes_on(ledger):
    broken = Invariant(
        "bad",
        "x",
        facts="select 1",
        violations="select 1 / (amount - 5) from public.steps",
        tables=("public.steps",),
    )
    bad, balance = check_invariants(ledger, [broken, BALANCE], now=NOW)
    assert bad.findings[0].code == "bad.raises"
    assert balance.verdict == "ok"


def test_an_invariant_says_what_it_reads():
    with pytest.raises(DeclarationError, match="names no tables"):
        Invariant("x", "y", facts="select 1", violations="select 1")
    with pytest.raises(DeclarationError, match="no facts"):
        Invariant("x", "y", violations="select 1", tables=("public.t",))


def test_only_our_words_are_replaced():
    query = "select '12:nowhere', x::now, :now where :ours(a.b)"
    text = PAST.sql(query, now=NOW, ranges=[(ONE, TWO)])
    assert text.startswith(
        "select '12:nowhere', x::now, timestamptz '2026-01-01T00:00:00+00:00' where (a.b >= "
    )
