"""Deliberate faults: those that matter are noticed, and those that nobody could notice are named."""

from __future__ import annotations

import households
import pytest

from seedkit.errors import UnknownName
from seedkit.verify.invariants import Invariant
from seedkit.verify.mutants import mutation_score

pytestmark = pytest.mark.db

WORDS = Invariant(
    "entries.words",
    "an entry has no more words than it can hold",
    facts="select count(*) from public.entries",
    violations="select id, words from public.entries where words not between 1 and 4 and user_id is not null",
    tables=("public.entries",),
)


@pytest.fixture
def product(supabase_connection):
    households.build(supabase_connection)
    supabase_connection.execute("""
        alter table public.tiers add constraint price_sane check (price between 0 and 100);
        alter table public.profiles add constraint named check (length(name) > 1 or bio is null);
        create type public.weather as enum ('sun', 'rain');
        alter table public.entries add sky public.weather, add constraint dry check (sky <> 'rain');
        create unique index one_admin on public.households (admin_id) where name <> ''""")
    return supabase_connection


def score(connection, **options):
    return mutation_score(
        connection, tables=households.TABLES, people=households.PEOPLE, keys=households.KEYS, **options
    )


def test_every_fault_in_row_security_is_noticed(product):
    found = score(product, kinds=["policy"])
    assert [str(m) for m in found.survivors] == []
    assert found.percent == 100
    changes = {str(m) for m in found.killed}
    assert "public.entries: row security off" in changes
    assert "public.notes: policy note_read dropped" in changes
    assert "public.events: policy event_add replaced by true" in changes
    assert "public.stories: policy story_own reads id for user_id" in changes
    assert not {m for m in found.killed if m.change.endswith("tier_read replaced by true")}
    assert "stranger" in {m.by.split()[0] for m in found.killed}


def test_every_broken_constraint_is_noticed(product):
    found = score(product, kinds=["constraint"])
    assert [str(m) for m in found.survivors] == []
    assert [f"{m} {m.by}" for m in found.not_made] == []
    assert {m.by for m in found.killed} == {"foreign_key", "check", "unique"}
    assert len(found.killed) >= 25


def test_an_altered_cell_is_noticed_by_the_invariant_that_reads_it(product):
    cells = {"public.entries": ["words", "mood", "gone"], "public.missing": ["x"]}
    product.execute("update public.entries set words = 4")
    found = score(product, kinds=["cell"], invariants=[WORDS], cells=cells)
    assert {(m.change, m.fate, m.by) for m in found.mutants} == {
        ("another value in one words", "killed", "entries.words"),
        ("another value in one mood", "survived", ""),
        ("another value in one gone", "not made", "not in this database"),
        ("another value in one x", "not made", "not in this database"),
    }
    assert found.percent == 50
    check = found.check()
    assert [f.message for f in check.findings] == ["nobody noticed: another value in one mood"]
    assert check.facts == 2


def test_a_policy_that_nothing_exercises_survives(product):
    product.execute("delete from public.chapters; delete from public.stories where visibility = 'public'")
    found = score(product, kinds=["policy"])
    assert [str(m) for m in found.survivors] == ["public.stories: policy story_public dropped"]
    assert found.percent < 100
    assert {m.by for m in found.not_made} == {"no row to decide on"}
    assert {m.table for m in found.not_made} == {"public.chapters"}


def test_rows_and_policies_are_as_before(product):
    def state():
        return product.execute("""
            select (select count(*) from pg_policy), (select count(*) from pg_constraint),
                   (select count(*) from pg_index), (select sum(hashtext(e::text)) from public.entries e)""").fetchone()

    before = state()
    score(product, invariants=[WORDS], cells={"public.entries": ["words"]})
    assert state() == before


def test_an_unknown_kind_is_refused(product):
    with pytest.raises(UnknownName, match="kind of mutant 'polcy'"):
        score(product, kinds=["polcy"])
