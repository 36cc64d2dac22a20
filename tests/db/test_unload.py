"""Unloading: exactly what a load made, and only if nobody else needs it."""

from __future__ import annotations

from dataclasses import replace

import psycopg
import pytest
from story import Story, become_owner, content, make_schema

from seedkit.errors import TargetError, UnknownName
from seedkit.load.load import load
from seedkit.load.unload import unload


@pytest.fixture(params=["superuser", "owner"])
def shop(request, connection: psycopg.Connection, shopkeeper: str) -> psycopg.Connection:
    """As a superuser foreign keys need no check per row; the owner of the tables has no such means."""
    if request.param == "owner":
        become_owner(connection, shopkeeper)
    make_schema(connection)
    return connection


def removed(connection, story, **options):
    return unload(connection, scenario=story.scenario, seed=story.seed, name=story.name, **options)


def ledger(connection):
    tables = ("loads", "rows", "people")
    return [connection.execute(f"select count(*) from seedkit.{t}").fetchone()[0] for t in tables]


def test_unload_removes_exactly_the_load(shop):
    shop.execute("insert into people (id, name) values (gen_random_uuid(), 'a user')")
    shop.execute("insert into payouts values (gen_random_uuid(), 1)")
    before = content(shop)
    load(shop, Story(), Story())
    receipt = removed(shop, Story())
    assert receipt.mode == "unload"
    assert {t.name: t.deleted for t in receipt.tables}["public.entries"] == 12
    assert content(shop) == before
    assert ledger(shop) == [0, 0, 0]
    states = "select tgenabled, count(*) from pg_trigger where not tgisinternal group by 1"
    assert shop.execute(states).fetchall() == [("O", 2)]
    assert shop.execute("select count(*) from pg_indexes where indexname like 'seedkit%'").fetchone() == (0,)
    assert shop.execute("show session_replication_role").fetchone() == ("origin",)


def test_another_load_stays_and_keeps_the_catalogue(shop):
    other = replace(Story(), seed=2, name="other")
    load(shop, other, other)
    before = content(shop)
    load(shop, Story(), Story())
    removed(shop, Story())
    assert content(shop) == before
    load(shop, Story(), Story())
    removed(shop, other)
    assert shop.execute("select count(*) from tiers").fetchone() == (2,)
    receipt = load(shop, Story(), Story())
    assert (receipt.written, receipt.edits) == (0, ())
    removed(shop, Story())
    assert not any(content(shop).values())


def test_catalogue_rows_of_the_schema_or_in_use_stay(shop):
    shop.execute("insert into tiers values (gen_random_uuid(), 'paid', 1)")
    load(shop, Story(), Story())
    shop.execute("create table plans (id int primary key, tier_id uuid references tiers)")
    shop.execute("insert into plans select 1, id from tiers where slug = 'free'")
    removed(shop, Story())
    assert shop.execute("select slug from tiers order by 1").fetchall() == [("free",), ("paid",)]


def test_rows_of_others_that_refer_to_ours_forbid_it(shop):
    load(shop, Story(), Story())
    shop.execute(
        "create table comments (id int primary key, home_id uuid references homes on delete cascade)"
    )
    shop.execute("insert into comments select 7, id from homes limit 1")
    shop.execute(
        "insert into entries (id, home_id, slot) select gen_random_uuid(), id, 99 from homes limit 2"
    )
    before = content(shop)
    with pytest.raises(TargetError) as caught:
        removed(shop, Story(), force_edited=True)
    assert "public.comments: 1 rows refer to public.homes by comments_home_id_fkey (7)" in str(caught.value)
    assert "public.entries: 2 rows refer to public.homes by entries_home_id_fkey" in str(caught.value)
    assert content(shop) == before
    shop.execute("delete from entries where slot = 99; delete from comments")
    removed(shop, Story())
    assert not any(content(shop).values())


def test_edited_rows_forbid_it_unless_forced(shop):
    load(shop, Story(), Story())
    shop.execute("update entries set body = 'mine' where slot = 1")
    with pytest.raises(TargetError, match=r"public\.entries: 3 rows were edited since"):
        removed(shop, Story())
    receipt = removed(shop, Story(), force_edited=True)
    assert [(e.table, e.edited) for e in receipt.edits] == [("public.entries", 3)]
    assert not any(content(shop).values())


def test_dry_run_removes_nothing(shop):
    load(shop, Story(), Story())
    before = content(shop)
    assert removed(shop, Story(), dry_run=True).table("public.entries").deleted == 12
    assert content(shop) == before
    assert ledger(shop)[0] == 1


def test_a_load_that_is_not_there_is_an_unknown_name(shop):
    load(shop, Story(), Story())
    with pytest.raises(UnknownName, match="Did you mean 'shop/home, seed 1'"):
        removed(shop, Story(seed=2))


def test_tables_dropped_meanwhile_are_no_obstacle(shop):
    load(shop, Story(), Story())
    shop.execute("drop table entries")
    receipt = removed(shop, Story())
    assert receipt.notes == ("public.entries: the target has no such table any more",)
    assert shop.execute("select count(*) from people").fetchone() == (0,)
