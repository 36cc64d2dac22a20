"""Loading, again and differently, on a real Postgres."""

from __future__ import annotations

import datetime as dt
import json
import random
import uuid
from dataclasses import replace

import psycopg
import pytest
from story import NOW, TABLES, Story, content, make_schema

from seedkit.errors import DataError, TargetError
from seedkit.load.ledger import find_load
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


def test_more_copies_only_add(shop):
    loaded(shop, Story(copies=3))
    before = content(shop)
    receipt = loaded(shop, Story(copies=6))
    assert receipt.mode == "grow"
    assert receipt.table("public.entries").inserted == 12
    assert receipt.table("public.payouts").updated == 1
    after = content(shop)
    assert all(set(before[t]) <= set(after[t]) for t in before if t != "public.payouts")
    assert loaded(shop, Story(copies=6)).written == 0


def test_fewer_copies_take_their_rows_along(shop):
    loaded(shop, Story(copies=6))
    receipt = loaded(shop, Story(copies=3))
    assert receipt.mode == "shrink"
    assert receipt.table("public.entries").deleted == 12
    small = content(shop)
    shop.execute("drop schema public cascade; drop schema seedkit cascade; create schema public")
    make_schema(shop)
    loaded(shop, Story(copies=3))
    assert content(shop) == small


@pytest.mark.parametrize(
    "change",
    [
        {"greeting": "good day"},
        {"entries": 6},
        {"entries": 2},
        {"label": "note"},
        {"home": "house"},
        {"now": dt.datetime(2025, 7, 1, tzinfo=dt.UTC)},
        {"settings": ("b", "c")},
        {"entries": 1, "label": "note", "home": "house", "greeting": "?", "copies": 2},
        {"entries": 5, "label": "note", "copies": 7, "settings": ()},
        {"author": 2, "person": "somebody", "copies": 9},
        {"author": 2, "home": "house", "copies": 5},
        {"tables": TABLES[:-1]},
    ],
    ids=lambda change: "-".join(change),
)
def test_another_story_converges_to_what_it_would_load_fresh(shop, change):
    loaded(shop, Story(author=2, copies=6))
    receipt = loaded(shop, replace(Story(), **change))
    assert receipt.mode == "converge"
    converged = content(shop)
    assert loaded(shop, replace(Story(), **change)).written == 0
    shop.execute("drop schema public cascade; drop schema seedkit cascade; create schema public")
    make_schema(shop)
    loaded(shop, replace(Story(), **change))
    assert content(shop) == converged


@pytest.mark.parametrize("seed", range(4))
def test_any_sequence_of_stories_ends_like_a_fresh_load_of_the_last(shop, seed):
    dice = random.Random(seed)
    knobs = {
        "copies": [1, 4, 7], "entries": [1, 3, 5], "greeting": ["hello", "bye"], "label": ["entry", "note"],
        "home": ["home", "house"], "person": ["person", "somebody"], "author": [1, 2], "rows": [1, 3],
        "settings": [("a",), ("b", "c")], "tables": [TABLES, TABLES[:-1]],
    }  # fmt: skip
    for _ in range(5):
        story = Story(**{knob: dice.choice(values) for knob, values in knobs.items()})
        loaded(shop, story)
    last = content(shop)
    shop.execute("drop schema public cascade; drop schema seedkit cascade; create schema public")
    make_schema(shop)
    loaded(shop, story)
    assert content(shop) == last


def test_converging_writes_only_what_differs(shop):
    loaded(shop, Story())
    receipt = loaded(shop, Story(greeting="good day"))
    written = {t.name: (t.inserted, t.updated, t.deleted) for t in receipt.tables if t.written}
    assert written == {"public.settings": (0, 2, 0), "public.people": (0, 3, 0), "public.homes": (0, 3, 0)}


def test_an_edited_row_is_reported_and_kept(shop):
    loaded(shop, Story())
    shop.execute("update homes set name = 'mine' where owner_id = %s", [Story().uid(1)])
    shop.execute("update homes set name = name where owner_id = %s", [Story().uid(0)])
    shop.execute("delete from entries where slot = 3")
    receipt = loaded(shop, Story())
    assert (receipt.mode, receipt.written) == ("unchanged", 0)
    assert [(e.table, e.edited, e.deleted) for e in receipt.edits] == [
        ("public.homes", 1, 0),
        ("public.entries", 0, 3),
    ]
    assert receipt.edits[0].keys == (str(uuid.UUID(bytes=Story().key("home", 1))),)
    receipt = loaded(shop, Story(greeting="good day"))
    # what the story made of a touched row is no longer known: it is left alone as well
    assert [(e.table, e.edited) for e in receipt.edits] == [("public.homes", 2)]
    names = [n for (n,) in shop.execute("select name from homes order by owner_id")]
    assert names == ["hello 0", "mine", "good day 2"]
    assert loaded(shop, Story(greeting="bye"), force_edited=True).table("public.homes").updated == 3


def test_rows_that_others_hang_on_are_not_pulled_away(shop):
    loaded(shop, Story())
    shop.execute(
        "create table comments (id int primary key, home_id uuid references homes on delete cascade)"
    )
    shop.execute("insert into comments select 7, id from homes limit 1")
    with pytest.raises(
        TargetError, match=r"public\.comments: 1 rows refer to public\.homes by comments_home_id_fkey \(7\)"
    ):
        loaded(shop, Story(home="house"))
    assert count(shop, "comments") == 1
    assert loaded(shop, Story()).written == 0


def test_triggers_are_silent_during_the_load_and_as_before_after(shop):
    shop.execute("""
        create function noise() returns trigger language plpgsql as $$ begin raise 'loud'; end $$;
        create trigger usual before insert or update on homes for each row execute function noise();
        create trigger always before insert or update on homes for each row execute function noise();
        create trigger replica before insert on homes for each row execute function noise();
        create trigger off before insert on homes for each row execute function noise();
        alter table homes enable always trigger always, enable replica trigger replica, disable trigger off;
        create function checks() returns trigger language plpgsql as $$ begin return null; end $$;
        create constraint trigger checked after insert on homes deferrable initially deferred
            for each row execute function checks();
    """)
    states = "select tgname, tgenabled from pg_trigger where not tgisinternal order by 1"
    before = shop.execute(states).fetchall()
    loaded(shop, Story())
    assert shop.execute(states).fetchall() == before
    with pytest.raises(psycopg.errors.RaiseException):
        shop.execute("update homes set name = ''")


def test_a_failed_load_leaves_nothing(shop):
    shop.execute("alter table entries add constraint small check (slot < 3)")
    with pytest.raises(DataError, match=r"public\.entries\.small: .* \(row id=5eed"):
        loaded(shop, Story())
    assert not any(content(shop).values())
    assert count(shop, "seedkit.loads") == 0
    assert shop.execute("select count(*) from pg_trigger where tgenabled = 'D'").fetchone() == (0,)


def test_reference_rows_are_looked_up_and_never_doubled(shop):
    shop.execute("insert into tiers values ('11111111-1111-4111-8111-111111111111', 'paid', 1)")
    receipt = loaded(shop, Story())
    assert receipt.table("public.tiers").inserted == 1
    assert shop.execute("select distinct tier_id::text from profiles").fetchall() == [
        ("11111111-1111-4111-8111-111111111111",)
    ]
    loaded(shop, Story(seed=2))
    assert count(shop, "tiers") == 2
    recorded = shop.execute(
        "select load_id, count(*) from seedkit.rows where table_name = 'public.tiers' group by 1"
    )
    assert [n for _, n in recorded.fetchall()] == [1, 1]


def test_two_seeds_and_names_live_beside_each_other(shop):
    loaded(shop, Story())
    loaded(shop, Story(seed=2))
    with pytest.raises(DataError, match="duplicate key"):
        loaded(shop, replace(Story(), scenario="shop/other"))
    assert count(shop, "people") == 6
    assert loaded(shop, Story()).written == 0


def test_a_taken_tag_is_refused_with_a_hint(shop, monkeypatch):
    loaded(shop, Story())
    monkeypatch.setattr(Story, "tag", Story().tag)
    with pytest.raises(TargetError, match=r"is taken by shop/home, seed 1.*--as NAME"):
        loaded(shop, Story(seed=2))


def test_rows_without_a_ledger_entry_are_not_overwritten(shop):
    loaded(shop, Story())
    shop.execute("delete from seedkit.loads")
    with pytest.raises(TargetError, match=r"public\.homes: holds rows with the keys of this load"):
        loaded(shop, Story())


def test_people_and_now_are_on_record(shop):
    loaded(shop, Story(copies=12, name="demo"))
    people = shop.execute("select copy, handle, email from seedkit.people order by copy").fetchall()
    assert [c for c, _, _ in people] == [0, 1, 2, 3, 4, 5, 6, 7, 11]
    assert people[-1][1:] == ("owner", "owner11@example.com")
    entry = find_load(shop, "shop/home", 1, "demo")
    assert entry is not None
    assert entry.now == NOW
    assert find_load(shop, "shop/home", 1) is None


def test_the_sequence_moves_ahead(shop):
    loaded(shop, Story(copies=5))
    new = "insert into people (id, name) values (gen_random_uuid(), 'x') returning n"
    assert shop.execute(new).fetchone() == (6,)


def test_drift_is_reported_or_refused(shop):
    shop.execute(
        "alter table homes drop column friends; alter table homes add column colour text default 'red'"
    )
    shop.execute("drop table payouts")
    receipt = loaded(shop, Story())
    assert set(receipt.notes) == {
        "public.payouts: the target has no such table; its rows are skipped",
        "public.homes.friends: the target has no such column; skipped",
        "public.homes.colour: the plan knows no such column; left to its default",
    }
    with pytest.raises(TargetError, match=r"(?s)payouts.*friends.*colour"):
        loaded(shop, Story(), strict=True)
    shop.execute("alter table homes add column friends uuid[]")
    assert loaded(shop, Story()).mode == "converge"
    assert shop.execute("select count(*) from homes where friends is null").fetchone() == (0,)


def test_everything_that_forbids_a_load_is_said_at_once(shop):
    shop.execute("alter table homes add column rooms integer not null")
    shop.execute("alter table people drop column id cascade")
    with pytest.raises(TargetError) as caught:
        loaded(shop, Story())
    assert "public.homes.rooms: the target demands a value" in str(caught.value)
    assert "public.people.id: the target lacks this column" in str(caught.value)


def test_dry_run_counts_and_writes_nothing(shop):
    receipt = loaded(shop, Story(), dry_run=True)
    assert (receipt.dry_run, receipt.written) == (True, 26)
    assert not any(content(shop).values())
    assert shop.execute("select to_regclass('seedkit.loads')").fetchone() == (None,)
    new = "insert into people (id, name) values (gen_random_uuid(), 'x') returning n"
    assert shop.execute(new).fetchone() == (1,)


def test_a_receipt_is_data_without_secrets(shop):
    receipt = loaded(shop, Story(parameters={"visions": 3}))
    data = json.loads(receipt.to_json())
    assert data["parameters"] == {"visions": 3}
    assert data["now"] == "2025-06-01T00:00:00Z"
    assert data["rows"] == 26
    assert shop.info.password
    assert shop.info.password not in receipt.to_json()
    assert shop.execute("select receipt ->> 'mode' from seedkit.loads").fetchone() == ("fresh",)


def test_inside_a_transaction_of_the_caller_a_load_is_a_savepoint(shop):
    with shop.transaction(force_rollback=True):
        loaded(shop, Story())
        values = "select current_setting('row_security'), current_setting('lock_timeout')"
        assert shop.execute(values).fetchone() == ("on", "0"), "what it pins is set back"
        assert loaded(shop, Story()).written == 0
        assert not loaded(shop, Story()).edits
        loaded(shop, Story(copies=5, entries=2))
        assert count(shop, "homes") == 5
    assert count(shop, "homes") == 0


def test_text_copies_the_same_rows(shop, monkeypatch):
    loaded(shop, Story())
    binary = content(shop)
    shop.execute("drop schema public cascade; drop schema seedkit cascade; create schema public")
    make_schema(shop)
    monkeypatch.setenv("SEEDKIT_COPY", "text")
    loaded(shop, Story())
    assert content(shop) == binary
