"""Several stories in one load, and parts of one: all or nothing, and nothing that is missed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest
from digests import plan_of

from seedkit.errors import PlanError, UnknownName
from seedkit.plan import select_tables

STORY = "vibrationfit/household"
PROGRAM = [sys.executable, "-c", "from seedkit.cli import main; main()"]


def seedkit(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*PROGRAM, *arguments], capture_output=True, text=True, timeout=120)


def test_only_some_tables_bring_what_they_point_to() -> None:
    plan = select_tables(plan_of(STORY, 1), only=["audio_tracks"])
    assert {t.name for t in plan.tables} == {
        "auth.users", "public.membership_tiers", "public.profiles", "public.vision_versions", "public.audio_sets",
        "public.audio_tracks",
    }  # fmt: skip
    assert {s.table for s in plan.sights} == {"public.vision_versions"}


def test_a_table_that_is_missed_cannot_be_left_out() -> None:
    with pytest.raises(
        PlanError, match=r"public\.audio_tracks stays, and its rows point to public\.audio_sets"
    ):
        select_tables(plan_of(STORY, 1), without=["audio_sets"])
    kept = select_tables(plan_of(STORY, 1), without=["audio_sets", "public.audio_tracks"])
    assert not {"public.audio_sets", "public.audio_tracks"} & {t.name for t in kept.tables}


def test_a_table_that_is_not_there_is_named_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'journal_entries'"):
        select_tables(plan_of(STORY, 1), without=["jurnal_entries"])


@pytest.fixture
def loaded(empty_vibrationfit: str) -> Iterator[str]:
    yield empty_vibrationfit
    for story in (STORY, "vibrationfit/assessment"):
        seedkit("unload", story, "--db", empty_vibrationfit)


@pytest.mark.db
def test_several_stories_load_side_by_side(loaded: str) -> None:
    shown = seedkit("load", STORY, "vibrationfit/assessment", "--copies", "2", "--verify", "--db", loaded)
    assert shown.returncode == 0, shown.stderr
    with psycopg.connect(loaded) as connection:
        loads = connection.execute("select scenario, copies from seedkit.loads order by 1").fetchall()
        assert loads == [("vibrationfit/assessment", 2), (STORY, 2)]
    again = seedkit("load", STORY, "vibrationfit/assessment", "--copies", "2", "--db", loaded)
    assert "unchanged, 0 rows written" in again.stderr


@pytest.mark.db
def test_one_story_that_fails_takes_all_with_it(loaded: str) -> None:
    with psycopg.connect(loaded, autocommit=True) as connection:
        connection.execute("alter table public.assessment_insights add constraint never check (false)")
        try:
            shown = seedkit("load", STORY, "vibrationfit/assessment", "--db", loaded)
            assert shown.returncode == 1
            assert "Traceback" not in shown.stderr
            assert connection.execute("select count(*) from auth.users").fetchone() == (0,)
        finally:
            connection.execute("alter table public.assessment_insights drop constraint never")


@pytest.mark.db
def test_a_reset_puts_back_what_was_edited_and_deleted(loaded: str) -> None:
    assert seedkit("load", STORY, "--copies", "2", "--now", "2026-03-01", "--db", loaded).returncode == 0
    every_row = "select md5(string_agg(t::text, ',' order by id)) from public.journal_entries t"
    with psycopg.connect(loaded, autocommit=True) as connection:
        before = connection.execute(every_row).fetchone()
        connection.execute("update public.journal_entries set title = 'Mine now'")
        connection.execute("delete from public.journal_entries where date > '2026-02-01'")
        assert connection.execute(every_row).fetchone() != before
        shown = seedkit("reset", STORY, "--db", loaded)
        assert shown.returncode == 0, shown.stderr
        assert connection.execute(every_row).fetchone() == before
    missing = seedkit("reset", STORY, "--seed", "7", "--db", loaded)
    assert missing.returncode == 2
    assert "there is no load" in missing.stderr
