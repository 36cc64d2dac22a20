"""Loads into a target that is not as the product means it: what is written, and what is said of the rest."""

from __future__ import annotations

import datetime as dt
from typing import Any

import psycopg
import pytest

from seedkit import generate
from seedkit.errors import SeedkitError, TargetError
from seedkit.load.ledger import read_loads
from seedkit.load.load import load
from seedkit.load.receipt import Receipt
from seedkit.load.unload import unload
from seedkit.plan import compile_plan
from seedkit.product import find_scenario
from seedkit.proof import account_for

pytestmark = pytest.mark.db

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
Connection = psycopg.Connection[Any]


def loaded(connection: Connection, *, copies: int = 2, seed: int = 0, **given: Any) -> Receipt:
    plan = compile_plan(find_scenario("vibrationfit/household"), now=NOW, copies=copies, seed=seed)
    return load(connection, plan, generate, **given)


def one(connection: Connection, query: str) -> Any:
    row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]


def count(connection: Connection, table: str, where: str = "true") -> int:
    return int(one(connection, f"select count(*) from {table} where {where}"))


def left_out(receipt: Receipt) -> dict[str, int]:
    return {t.name.removeprefix("public."): t.left_out for t in receipt.tables if t.left_out}


def is_whole(connection: Connection, receipt: Receipt) -> None:
    """The load is found again, grows and shrinks, holds what is asked of it, and goes without a trace."""
    again = loaded(connection)
    assert (again.mode, again.written, again.rows, left_out(again)) == ("unchanged", 0, receipt.rows, {})
    assert loaded(connection, copies=3).mode == "grow"
    assert loaded(connection).mode == "shrink"
    report = account_for(connection, read_loads(connection))
    assert [(f.code, f.samples[:2]) for f in report.findings if f.failing] == []
    unload(connection, scenario="vibrationfit/household", seed=0)
    assert count(connection, "auth.users") == 0


# What is not there


def test_tables_that_cannot_do_without_a_missing_one_are_skipped_with_it(target: Connection) -> None:
    target.execute("drop table vision_versions cascade")
    receipt = loaded(target)
    assert "public.vision_versions: the target has no such table; its rows are skipped" in receipt.notes
    (note,) = (n for n in receipt.notes if n.startswith("public.vision_progress.vision_id"))
    assert "points to public.vision_versions, of which no row is loaded" in note
    assert {t.name for t in receipt.tables} & {"public.vision_versions", "public.vision_progress"} == set()
    is_whole(target, receipt)


def test_links_that_can_be_null_are_where_their_table_is_missing(target: Connection) -> None:
    target.execute("drop table payment_history cascade")
    receipt = loaded(target)
    assert any("payment_history" in n for n in receipt.notes)
    is_whole(target, receipt)


def test_a_view_is_no_table(target: Connection) -> None:
    target.execute("drop table profiles cascade; create view profiles as select id from auth.users")
    receipt = loaded(target)
    said = "public.profiles: the target has a view of this name, no table; its rows are skipped"
    assert said in receipt.notes
    is_whole(target, receipt)


def test_columns_that_the_target_computes_are_skipped(target: Connection) -> None:
    target.execute(
        "alter table journal_entries drop column title;"
        " alter table journal_entries add column title text generated always as (left(content, 20)) stored"
    )
    receipt = loaded(target)
    assert "public.journal_entries.title: the target computes it; skipped" in receipt.notes
    assert count(target, "journal_entries", "title = left(content, 20)") == count(target, "journal_entries")
    is_whole(target, receipt)


# What is demanded beyond the plan


def test_columns_that_must_not_be_null_are_inferred(target: Connection) -> None:
    target.execute(
        "alter table journal_entries add column score integer not null check (score between 1 and 5),"
        ' add column "reading time (min)" numeric(4, 1) not null check ("reading time (min)" > 0),'
        ' add column "select" text not null unique check ("select" like \'J-%\')'
    )
    receipt = loaded(target)
    (note,) = (n for n in receipt.notes if n.startswith("public.journal_entries.score"))
    assert "inferred" in note
    assert left_out(receipt) == {}
    assert count(target, "journal_entries", "score between 1 and 5 and \"select\" like 'J-%'") == count(
        target, "journal_entries"
    )
    second = loaded(target, seed=7)
    assert (second.mode, left_out(second)) == ("fresh", {})
    unload(target, scenario="vibrationfit/household", seed=7)
    is_whole(target, receipt)


def test_an_unknown_link_is_found_over_the_links_of_the_row(target: Connection) -> None:
    target.execute("alter table audio_tracks add column owner_id uuid not null references auth.users (id)")
    receipt = loaded(target)
    assert any(n.startswith("public.audio_tracks.owner_id") and "from " in n for n in receipt.notes)
    assert (
        count(target, "audio_tracks t join audio_sets s on s.id = t.audio_set_id", "t.owner_id <> s.user_id")
        == 0
    )
    is_whole(target, receipt)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            "create table plans (id int primary key);"
            " alter table journal_entries add column plan_id int not null references plans",
            "public.journal_entries.plan_id: the target demands a value (NOT NULL, no default), but the plan has"
            " no such column, and it is a foreign key, and no link of our rows leads there",
        ),
        (
            "alter table journal_entries add column odd int not null check (odd > 4 and odd < 2)",
            "public.journal_entries.odd: the target demands a value",
        ),
        (
            "alter table journal_entries add column odd boolean not null unique",
            "its constraints allow 2 rows at most",
        ),
        (
            "alter table auth.users add column region text not null",
            "auth.users.region: the target demands a value (NOT NULL, no default), but the plan has no such"
            " column, and nothing is guessed that sign-in may need",
        ),
    ],
)
def test_what_cannot_be_met_is_refused_before_anything_is_written(
    target: Connection, change: str, said: str
) -> None:
    target.execute(change.encode())
    with pytest.raises(TargetError) as caught:
        loaded(target)
    assert said in str(caught.value)
    assert (caught.value.hint or "").startswith("Give the column a default, or say in the aliases")
    assert count(target, "auth.users") == 0
    assert not read_loads(target)


def test_all_that_cannot_be_met_is_said_at_once(target: Connection) -> None:
    target.execute(
        "alter table journal_entries add column a int not null check (a > 4 and a < 2);"
        "alter table vision_versions add column b int not null check (b > 4 and b < 2);"
        "alter table auth.users add column c text not null"
    )
    with pytest.raises(TargetError) as caught:
        loaded(target)
    for named in ("journal_entries.a", "vision_versions.b", "auth.users.c"):
        assert named in str(caught.value)


def test_people_must_have_a_place_to_live(target: Connection) -> None:
    target.execute("drop table auth.users cascade")
    with pytest.raises(TargetError) as caught:
        loaded(target)
    assert "auth.users: the target has no such table; and the people of the story live there" in str(
        caught.value
    )
    assert caught.value.hint == "`seedkit drift` lists all in which the target differs from the product"


# Words, rules and lengths of the target


def test_rows_whose_word_is_not_allowed_are_left_out_with_their_children(target: Connection) -> None:
    before = loaded(target)
    unload(target, scenario="vibrationfit/household", seed=0)
    counted = {t.name: t.rows for t in before.tables}
    target.execute("alter table audio_sets add check (voice_id in ('alloy', 'echo'))")
    receipt = loaded(target)
    left = left_out(receipt)
    assert left["audio_sets"] == counted["public.audio_sets"]
    assert left["audio_tracks"] == counted["public.audio_tracks"]
    is_whole(target, receipt)


def test_rows_that_break_an_unknown_check_are_left_out(target: Connection) -> None:
    target.execute("alter table journal_entries add constraint short check (length(content) < 150)")
    receipt = loaded(target)
    left = left_out(receipt)
    assert left["journal_entries"] > 0
    assert any("check short is not the product's" in n for n in receipt.notes)
    is_whole(target, receipt)


def test_of_rows_that_are_one_to_the_target_one_stays(target: Connection) -> None:
    target.execute("alter table user_profiles add constraint one_each unique (user_id)")
    receipt = loaded(target)
    assert left_out(receipt)["user_profiles"] > 0
    assert count(target, "user_profiles") == count(target, "(select distinct user_id from user_profiles) u")
    assert count(target, "user_profiles", "is_active") == count(target, "user_profiles")
    is_whole(target, receipt)


def test_rows_of_others_stand_where_they_are(target: Connection) -> None:
    loaded(target, seed=7)
    target.execute(
        "create table kept as select * from journal_entries limit 1;"
        "delete from journal_entries;"
        "insert into journal_entries select * from kept;"
        "update journal_entries set title = 'A TITLE', content = 'as before';"
        "create unique index one_each on journal_entries ((left(lower(title), 1))) where date > '2000-01-01'"
    )
    receipt = loaded(target)
    assert count(target, "journal_entries", "lower(title) like 'a%'") == 1
    assert one(target, "select content from journal_entries where lower(title) like 'a%'") == "as before"
    assert left_out(receipt)["journal_entries"] > 0


def test_rows_that_an_unknown_exclusion_refuses_are_left_out(target: Connection) -> None:
    target.execute("alter table journal_entries add constraint one_each exclude using btree (user_id with =)")
    receipt = loaded(target)
    assert left_out(receipt)["journal_entries"] > 0
    is_whole(target, receipt)


def test_what_is_longer_than_the_target_takes_is_cut(target: Connection) -> None:
    target.execute("alter table journal_entries alter column title type varchar(12)")
    receipt = loaded(target)
    (note,) = (n for n in receipt.notes if n.startswith("public.journal_entries.title"))
    assert note.endswith("character varying(12) instead of text; what is longer is cut")
    assert one(target, "select max(length(title)) from journal_entries") == 12
    is_whole(target, receipt)


def test_an_enum_may_have_fewer_words(target: Connection) -> None:
    target.execute(
        "alter table assessment_results alter column status drop default;"
        "create type fewer as enum ('not_started', 'completed');"
        "alter table assessment_results alter column status type fewer using status::text::fewer"
    )
    receipt = loaded(target)
    assert any(n.startswith("public.assessment_results.status") for n in receipt.notes)
    is_whole(target, receipt)


# Names


def test_names_may_be_anything(target: Connection) -> None:
    target.execute(
        'alter table journal_entries rename column content to "the ""content"" of 100% %s";'
        'alter table journal_entries add column "it\'s; drop" text'
    )
    receipt = loaded(target)
    told = "\n".join(receipt.notes)
    assert 'the target calls it the "content" of 100% %s' in told
    assert "it's; drop" in told
    assert count(target, "journal_entries", '"the ""content"" of 100% %s" is null') == 0
    is_whole(target, receipt)


# Nothing half-written


def test_strict_takes_no_difference(target: Connection) -> None:
    target.execute("alter table journal_entries add column mood text, drop column title")
    with pytest.raises(TargetError) as caught:
        loaded(target, strict=True)
    assert "journal_entries.title" in str(caught.value)
    assert "journal_entries.mood" in str(caught.value)
    assert caught.value.hint == "Without --strict these are skipped, mapped or inferred as said"
    assert count(target, "auth.users") == 0


def test_a_refusal_in_the_midst_leaves_nothing(target: Connection) -> None:
    target.execute(
        "alter table journal_entries add column score integer not null;"
        "create function refuse() returns trigger language plpgsql as"
        " $$begin raise exception 'not today'; end$$;"
        "create constraint trigger refuse after insert on vision_versions"
        " for each row execute function refuse()"
    )
    with pytest.raises(SeedkitError, match="not today"):
        loaded(target)
    assert count(target, "auth.users") + count(target, "journal_entries") == 0
    assert not read_loads(target)


def test_a_target_that_changes_between_two_loads_is_converged_to(target: Connection) -> None:
    first = loaded(target)
    target.execute(
        "alter table journal_entries rename column content to body;"
        "alter table journal_entries add column score integer not null default 0;"
        "alter table journal_entries alter column score drop default"
    )
    again = loaded(target)
    assert again.rows == first.rows
    assert again.mode == "converge"
    assert count(target, "journal_entries", "score is null") == 0
    is_whole(target, again)
