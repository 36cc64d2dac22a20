"""Loading, again and differently, on a real Postgres."""

from __future__ import annotations

import psycopg
import pytest
from story import Story, content, make_schema

from seedkit.load.load import load


@pytest.fixture
def shop(connection: psycopg.Connection) -> psycopg.Connection:
    make_schema(connection)
    return connection


def loaded(connection, story, **options):
    return load(connection, story, story, **options)


def count(connection, table):
    return connection.execute(f"select count(*) from {table}").fetchone()[0]


def test_a_load_writes_every_row_and_a_receipt(shop):
    receipt = loaded(shop, Story())
    assert receipt.mode == "fresh"
    assert {t.name: t.inserted for t in receipt.tables} == {
        "public.tiers": 2,
        "public.settings": 2,
        "public.payouts": 1,
        "public.people": 3,
        "public.profiles": 3,
        "public.homes": 3,
        "public.entries": 12,
    }
    assert count(shop, "entries") == 12
    assert shop.execute("select full_name, updated_at::date::text from profiles limit 1").fetchone() == (
        "Owner 0",
        "2025-05-31",
    )


def test_loading_again_writes_nothing(shop):
    loaded(shop, Story())
    before = content(shop)
    receipt = loaded(shop, Story())
    assert (receipt.mode, receipt.written, receipt.rows) == ("unchanged", 0, 26)
    assert content(shop) == before
