"""Checks that nobody thought of: what inference claims to satisfy is satisfied according to the server."""

from __future__ import annotations

import datetime as dt

import psycopg
import pytest
from filling import NOW, Keyed, ddl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import sql

from seedkit.infer import infer_table
from seedkit.load.values import text_column
from seedkit.scope import Scope

pytestmark = pytest.mark.db

NUMBERS, TEXTS, DAYS = ("a", "b"), ("s", "t"), ("d", "e")
TABLE = (
    "create table t (a integer {0}, b integer, s text {0}, t varchar(20), d date {0}, e timestamp, f boolean, "
    "n numeric(8, 2), l text[], constraint stated check ({1}))"
)
numbers = st.integers(-50, 50)
words = st.sampled_from(["x", "ab", "new", "Paid", "it''s", "a-b", "12", ""])
days = st.dates(min_value=dt.date(2019, 1, 1), max_value=dt.date(2026, 1, 1))
compared = st.sampled_from(["<", "<=", ">", ">=", "=", "<>"])
number = st.sampled_from(NUMBERS)
text = st.sampled_from(TEXTS)
day = st.sampled_from(DAYS)

atoms = st.one_of(
    st.builds("{} {} {}".format, number, compared, numbers),
    st.builds("{} {} {}".format, number, compared, number),
    st.builds("{} + {} {} {}".format, number, number, compared, numbers),
    st.builds("{} between {} and {}".format, number, st.integers(-50, 0), st.integers(0, 50)),
    st.builds("{} % {} = {}".format, number, st.integers(3, 9), st.integers(0, 2)),
    st.builds("{} in ({})".format, number, st.lists(numbers, min_size=1, max_size=4).map(lambda listed: ", ".join(map(str, listed)))),
    st.builds("abs({}) {} {}".format, number, compared, st.integers(0, 50)),
    st.builds("n {} {}".format, compared, st.decimals(-999, 999, places=2)),
    st.builds("n {} {} * {}".format, compared, number, st.integers(1, 3)),
    st.builds("{} {} '{}'".format, text, st.sampled_from(["=", "<>"]), words),
    st.builds("{} in ('{}', '{}')".format, text, words, words),
    st.builds("length({}) {} {}".format, text, compared, st.integers(0, 12)),
    st.builds("{} like '{}%'".format, text, words),
    st.builds("{} ~ '^[{}]{{{},{}}}$'".format, text, st.sampled_from(["a-z", "0-9", "A-Z_", "^x"]), st.integers(1, 3), st.integers(3, 6)),
    st.builds("{} = lower({})".format, text, text),
    st.builds("{} {} '{}'".format, day, compared, days),
    st.builds("{} {} {}".format, day, compared, day),
    st.builds("extract(isodow from {}) {} {}".format, day, compared, st.integers(2, 6)),
    st.builds("{} is null".format, st.sampled_from([*NUMBERS, *TEXTS, *DAYS, "f", "n", "l"])),
    st.sampled_from(["f", "not f", "f is true", "f = (a > 0)", "(s = 'new') = (e is not null)", "num_nonnulls(a, b, s) = 1",
                     "num_nulls(b, n) in (0, 2)", "coalesce(b, 0) >= 0", "cardinality(l) between 1 and 3", "l <@ array['x', 'y']",
                     "'x' = any (l)", "case when f then a > 0 else b is null end", "greatest(a, b) < 40", "n = a * b", "n = round(a / 3.0, 2)"]),
)  # fmt: skip
checks = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("(not ({}))".format, inner),
    ),
    max_leaves=5,
)


@pytest.fixture
def table(connection: psycopg.Connection) -> psycopg.Connection:
    connection.execute("set timezone to 'UTC'")
    return connection


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(check=checks, required=st.booleans())
def test_what_is_claimed_holds(table: psycopg.Connection, check: str, required: bool) -> None:
    statement = TABLE.format("not null" if required else "", check)
    database = ddl(table, f"drop table if exists t; {statement}")
    reflected = next(t for t in database if t.name.name == "t")
    inferred = infer_table(database, reflected, rows=50, targets={}, now=NOW)
    assert not [note for note in inferred.notes if "fail" in note or "falls back" in note], (
        check,
        inferred.notes,
    )
    if inferred.impossible or inferred.judged:
        return
    rows = Keyed(inferred, 50, scope=Scope(seed=1, now=NOW), keys={})
    columns = {n: rows.column(n) for n in inferred.fields if n in reflected.columns}
    texts = [[None] * 50 if a.null_count == 50 else text_column(a).to_pylist() for a in columns.values()]
    with table.cursor() as cursor:
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        with cursor.copy(sql.SQL("copy t ({}) from stdin").format(names)) as copy:
            for row in zip(*texts, strict=True):
                copy.write_row(row)


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(check=atoms, also=atoms)
def test_what_is_called_impossible_has_no_row(table: psycopg.Connection, check: str, also: str) -> None:
    statement = TABLE.format("not null", f"({check}) and ({also})")
    database = ddl(table, f"drop table if exists t; {statement}")
    reflected = next(t for t in database if t.name.name == "t")
    inferred = infer_table(database, reflected, rows=5, targets={}, now=NOW)
    if not inferred.impossible:
        return
    tried = (
        "with n as (select a, b from generate_series(-60, 60, 3) a, (values (null), (-7), (0), (1), (12), (50)) v (b)), "
        "w as (select s, t from (values (''), ('x'), ('ab'), ('new'), ('Paid'), ('it''s'), ('a-b'), ('12'), ('123')) p (s), "
        "(values (null), ('x'), ('Paid')) q (t)), r as (select d::date, e::timestamp, f, n, l from "
        "(values ('2019-03-01'), ('2021-06-05'), ('2026-02-02')) p (d), (values (null), ('2020-06-04')) q (e), "
        "(values (true), (false)) b (f), (values (null), (0), (3.5)) m (n), (values (null), (array['x'])) c (l)) "
        f"select 1 from n, w, r where (({check}) and ({also})) limit 1"
    )
    assert table.execute(tried).fetchone() is None, (check, also, inferred.impossible)
