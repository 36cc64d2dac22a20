"""Writing in bulk: what is dropped for a while comes back exactly, or nothing has happened."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from story import Story, become_owner, content, make_schema

from seedkit.errors import DataError, TargetError
from seedkit.load.load import load
from seedkit.load.unload import unload

#: All that a definition does not say: names, comments, statistics, marks, validity, what others rely on.
ODDITIES = """
create index odd_expression on entries (lower(body) desc nulls last) include (at) with (fillfactor = 71) where slot >= 0;
alter index odd_expression alter column 1 set statistics 321;
create unique index odd_unique on entries (home_id, slot, coalesce(body, '')) nulls not distinct;
create index odd_hash on homes using hash (name);
create index odd_brin on entries using brin (at) with (pages_per_range = 7);
create index odd_pattern on people (email text_pattern_ops);
create statistics odd_statistics on home_id, slot from entries;
alter table entries add constraint "odd ""deferred" unique (id, home_id) deferrable initially deferred;
alter table people add constraint odd_included unique (id) include (name);
alter table homes add constraint odd_not_valid foreign key (owner_id) references people not valid;
alter table entries add constraint odd_set foreign key (author_id) references people on delete set null (author_id)
    deferrable;
alter table homes cluster on homes_owner_id_idx;
alter table entries replica identity using index entries_pkey;
comment on index odd_hash is 'it''s odd';
comment on constraint "odd ""deferred" on entries is '100% odd';
comment on constraint entries_pkey on entries is 'the key';
comment on constraint homes_owner_id_fkey on homes is 'the owner';
create table outside (person uuid references people, at timestamptz);
create view grouped as select h.id, h.name, count(*) from homes h join entries e on e.home_id = h.id group by h.id;
"""

CATALOGUE = {
    "constraints": """select conrelid::regclass::text, conname, contype, convalidated, condeferrable, condeferred,
        conislocal, coninhcount, pg_get_constraintdef(oid), obj_description(oid, 'pg_constraint')
        from pg_constraint where connamespace = 'public'::regnamespace""",
    "indexes": """select indrelid::regclass::text, pg_get_indexdef(indexrelid), indisunique, indisprimary, indimmediate,
        indisclustered, indisvalid, indisready, indisreplident, obj_description(indexrelid, 'pg_class'),
        c.reloptions, c.reltablespace,
        (select array_agg(coalesce(attstattarget, -1) order by attnum) from pg_attribute where attrelid = c.oid)
        from pg_index join pg_class c on c.oid = indexrelid where c.relnamespace = 'public'::regnamespace""",
    "tables": """select relname, relreplident, relhasindex, relpersistence, reloptions from pg_class
        where relkind = 'r' and relnamespace = 'public'::regnamespace""",
    "triggers": """select tgrelid::regclass::text, tgname, tgenabled, pg_get_triggerdef(oid) from pg_trigger
        where not tgisinternal""",
    "comments": """select classoid::regclass::text, pg_describe_object(classoid, objoid, objsubid), description
        from pg_description where classoid in ('pg_class'::regclass, 'pg_constraint'::regclass) and objoid >= 16384""",
}


def catalogue(connection: psycopg.Connection[Any]) -> dict[str, list[Any]]:
    return {name: sorted(map(str, connection.execute(query).fetchall())) for name, query in CATALOGUE.items()}


@pytest.fixture
def shop(connection: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    make_schema(connection)
    if connection.info.server_version < 150000:
        pytest.skip("the oddities need PostgreSQL 15")
    connection.execute(ODDITIES)
    return connection


def test_everything_comes_back_as_it_was(shop: psycopg.Connection[Any]) -> None:
    before = catalogue(shop)
    receipt = load(shop, Story(copies=40), Story(), bulk=True)
    assert catalogue(shop) == before
    [note] = [note for note in receipt.notes if note.startswith("in bulk")]
    assert "were built over all rows at once" in note
    assert shop.execute("select count(*) from entries").fetchone() == (160,)


def test_the_rows_are_those_of_a_plain_load(shop: psycopg.Connection[Any]) -> None:
    load(shop, Story(), Story(), bulk=False)
    plain = content(shop)
    shop.execute("truncate people, tiers, settings, payouts cascade")
    shop.execute("delete from seedkit.loads")
    load(shop, Story(), Story(), bulk=True)
    assert content(shop) == plain


def test_a_plain_load_says_nothing_of_it(shop: psycopg.Connection[Any]) -> None:
    assert not [note for note in load(shop, Story(), Story()).notes if "bulk" in note]


def test_what_something_else_relies_on_stays(shop: psycopg.Connection[Any]) -> None:
    """A key from a table that the load does not know, a view grouped by a key: their indexes are not touched."""
    keys = ("people_pkey", "homes_pkey", "entries_pkey")
    before = [shop.execute("select %s::regclass::oid", [key]).fetchone() for key in keys]
    load(shop, Story(), Story(), bulk=True)
    after = [shop.execute("select %s::regclass::oid", [key]).fetchone() for key in keys]
    assert after[:2] == before[:2]
    assert after[2] != before[2]


def frozen(connection: psycopg.Connection[Any], table: str) -> bool:
    """Whether all pages of a table are known to need no second look: the index builds have counted them."""
    query = "select relpages, relallvisible from pg_class where oid = %s::regclass"
    pages, visible = connection.execute(query, [table]).fetchone() or (0, 0)
    return bool(pages == visible > 0)


def test_rows_of_an_empty_table_are_written_frozen(shop: psycopg.Connection[Any]) -> None:
    load(shop, Story(copies=20), Story(), bulk=True)
    assert frozen(shop, "entries")
    assert frozen(shop, "homes")


def test_frozen_rows_tell_whose_they_are(shop: psycopg.Connection[Any]) -> None:
    load(shop, Story(copies=20), Story(), bulk=True)
    shop.execute("update homes set name = 'mine' where id = (select id from homes limit 1)")
    [edits] = load(shop, Story(copies=20), Story()).edits
    assert (edits.table, edits.edited) == ("public.homes", 1)
    with pytest.raises(TargetError, match="1 rows were edited since"):
        unload(shop, scenario=Story().scenario, seed=Story().seed)
    unload(shop, scenario=Story().scenario, seed=Story().seed, force_edited=True)
    assert not any(content(shop).values())


def test_so_they_are_inside_a_transaction_of_the_caller(shop: psycopg.Connection[Any]) -> None:
    before = catalogue(shop)
    with shop.transaction():
        load(shop, Story(copies=20), Story(), bulk=True)
    assert frozen(shop, "entries")
    assert catalogue(shop) == before


def test_a_table_that_holds_rows_keeps_its_storage(shop: psycopg.Connection[Any]) -> None:
    load(shop, Story(copies=2), Story(), bulk=False)
    before = shop.execute("select pg_relation_filenode('entries')").fetchone()
    load(shop, Story(copies=40), Story(), bulk=True)
    assert shop.execute("select pg_relation_filenode('entries')").fetchone() == before
    assert not frozen(shop, "entries")


def test_an_open_cursor_of_the_caller_keeps_it_as_well(shop: psycopg.Connection[Any]) -> None:
    with shop.transaction(), shop.cursor("mine") as mine:
        mine.execute("select generate_series(1, 100)")
        load(shop, Story(copies=20), Story(), bulk=True)
        assert len(mine.fetchall()) == 100
    assert not frozen(shop, "entries")
    assert shop.execute("select count(*) from entries").fetchone() == (80,)


def test_a_table_with_more_rows_than_are_coming_keeps_its_indexes(shop: psycopg.Connection[Any]) -> None:
    load(shop, Story(copies=20), Story(), bulk=True)
    before = shop.execute("select 'odd_hash'::regclass::oid").fetchone()
    receipt = load(shop, Story(copies=25), Story(), bulk=True)
    assert receipt.mode == "grow"
    assert shop.execute("select 'odd_hash'::regclass::oid").fetchone() == before
    load(shop, Story(copies=80), Story(), bulk=True)
    assert shop.execute("select 'odd_hash'::regclass::oid").fetchone() != before


def test_a_table_in_use_is_written_with_its_indexes(shop: psycopg.Connection[Any]) -> None:
    before = catalogue(shop)
    with psycopg.connect(shop.info.dsn, password=shop.info.password) as other:
        other.execute("select count(*) from entries")
        receipt = load(shop, Story(), Story(), bulk=True)
    assert "not in bulk: another session is using public.entries" in receipt.notes
    assert catalogue(shop) == before


def test_tables_of_somebody_else_keep_all(shop: psycopg.Connection[Any], shopkeeper: str) -> None:
    become_owner(shop, shopkeeper)
    shop.execute(
        f"""reset role;
        grant all on all tables in schema public to {shopkeeper};
        grant all on all sequences in schema public to {shopkeeper};
        set role {shopkeeper}"""
    )
    before = catalogue(shop)
    receipt = load(shop, Story(), Story(), bulk=True)
    assert (receipt.mode, [note for note in receipt.notes if "in bulk" in note]) == ("fresh", [])
    assert catalogue(shop) == before


def test_a_duplicate_is_found_when_the_index_is_built(shop: psycopg.Connection[Any]) -> None:
    before = catalogue(shop)
    shop.execute("create unique index one_slot on entries (slot)")
    with pytest.raises(DataError, match=r"one_slot.*nothing was written"):
        load(shop, Story(), Story(), bulk=True)
    shop.execute("drop index one_slot")
    assert catalogue(shop) == before
    assert not any(content(shop).values())


class Failing(psycopg.Connection[Any]):
    """Fails at the statement of this number that changes or locks a definition."""

    fails_at = 0
    seen = 0

    def execute(self, query: Any, *arguments: Any, **options: Any) -> Any:
        text = (
            query if isinstance(query, str) else query.as_string(self) if hasattr(query, "as_string") else ""
        )
        if text.startswith(("lock", "alter", "cluster", "drop", "CREATE", "create index", "comment", "set ")):
            self.seen += 1
            if self.seen == self.fails_at:
                raise KeyboardInterrupt
        return super().execute(query, *arguments, **options)


@pytest.mark.parametrize("there", [0, 2], ids=["an empty database", "rows there"])
def test_nothing_has_happened_whichever_step_fails(shop: psycopg.Connection[Any], there: int) -> None:
    if there:
        load(shop, Story(copies=there), Story(copies=there), bulk=True)
    before, rows = catalogue(shop), content(shop)
    with Failing.connect(shop.info.dsn, password=shop.info.password, autocommit=True) as failing:
        step = 0
        while True:
            step += 1
            failing.fails_at, failing.seen = step, 0
            try:
                load(failing, Story(copies=9), Story(), bulk=True)
                break
            except KeyboardInterrupt:
                assert catalogue(shop) == before, step
                assert content(shop) == rows, step
    assert step > 40
    assert catalogue(shop) == before
