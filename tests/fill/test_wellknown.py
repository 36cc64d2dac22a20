"""Schemas in the manner of well-known ones, filled by a stranger: empty and with rows, by call and by command."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import psycopg
import pytest
from acceptance import contents, fill_by_call, install, judge, put_rows
from judge import faults
from random_schema import random_schema
from schemas import Schema, likes

pytestmark = pytest.mark.db

SIZES = [
    pytest.param(1, marks=pytest.mark.thorough) if size == "1" else int(size)
    for size in os.environ.get("SEEDKIT_FILL_ROWS", "1,100").split(",")
]
WITH_ROWS = [name for name, schema in likes().items() if schema.rows.exists()]


def installed(url: str, name: str) -> Schema:
    schema = likes()[name]
    if missing := install(url, [schema]):
        pytest.skip(f"the server lacks {missing[name]}")
    return schema


@pytest.mark.parametrize("rows", SIZES)
@pytest.mark.parametrize("name", likes())
def test_an_empty_one_is_filled(name: str, rows: int, database: str) -> None:
    schema = installed(database, name)
    verdict = judge(database, rows, schema.expected)
    assert verdict.faults == []
    assert verdict.doubts == []


@pytest.mark.parametrize("name", WITH_ROWS)
def test_one_with_rows_is_filled_and_they_are_kept(name: str, database: str) -> None:
    schema = installed(database, name)
    touched = put_rows(database, schema)
    assert judge(database, 50, schema.expected, touched=touched).faults == []


@pytest.mark.parametrize("name", ["film_rental", "supabase_starter"])
def test_filling_twice_adds_as_much_again(name: str, database: str) -> None:
    schema = installed(database, name)
    assert judge(database, 20, schema.expected).faults == []
    with psycopg.connect(database) as connection:
        before = connection.execute("select count(*) from public.customers").fetchone()
    assert "customers" in fill_by_call(database, 20, seed=1)
    with psycopg.connect(database, autocommit=True) as connection:
        after = connection.execute("select count(*) from public.customers").fetchone()
        assert before
        assert after
        assert name == "supabase_starter" or after[0] == 2 * before[0]
        assert faults(connection) == []


@pytest.mark.parametrize("name", ["music_shop", "saas"])
def test_by_command_line(name: str, database: str) -> None:
    schema = installed(database, name)
    assert judge(database, 30, schema.expected, command=True).faults == []


@pytest.mark.parametrize(
    "name", ["shop", *(pytest.param(n, marks=pytest.mark.thorough) for n in ("forum", "prisma_like"))]
)
def test_the_same_seed_gives_the_same_rows(name: str, new_database: Callable[[], str]) -> None:
    urls = [new_database() for _ in range(3)]
    for url, seed in zip(urls, (5, 5, 6), strict=True):
        installed(url, name)
        fill_by_call(url, 40, seed=seed)
    once, again, other = (contents(url) for url in urls)
    assert {table for table, rows in once.items() if rows != again[table]} == set()
    assert once != other


@pytest.mark.parametrize("seed", [1, 2])
def test_a_random_schema_is_filled(seed: int, database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(random_schema(tables=60, seed=seed).encode())
    assert judge(database, 30, {}).faults == []


@pytest.mark.skipif("SEEDKIT_FILL_SPEED" not in os.environ, reason="takes a minute; set SEEDKIT_FILL_SPEED=1")
def test_three_hundred_tables_of_a_thousand_rows_take_a_minute(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(random_schema(tables=300, seed=0).encode())
    start = time.perf_counter()
    fill_by_call(database, 1000)
    assert time.perf_counter() - start < 60
