"""The access proof finds every planted fault, names person, table and rows, and finds none in the control."""

from __future__ import annotations

import households
import pytest

from seedkit.verify.access import prove_access

pytestmark = pytest.mark.db


@pytest.fixture
def product(supabase_connection):
    households.build(supabase_connection)
    return supabase_connection


def prove(connection, *statements, tables=None, **options):
    for statement in statements:
        connection.execute(households.named(statement))
    return prove_access(
        connection,
        tables=tables or households.TABLES,
        people=households.PEOPLE,
        keys=households.KEYS,
        **options,
    )


def test_the_correct_control_has_no_findings(product):
    proof = prove(product)
    assert [f.as_dict() for f in proof.findings if f.severity != "note"] == []
    assert proof.ok


#: fault -> (statements, code of a finding, table, somebody it names, the policy or reason it names)
FAULTS = {
    "row security off": (
        ["alter table public.entries disable row level security"],
        "access.read.over", "public.entries", "stranger", "row-level security is off"),
    "row security never on, no policies": (
        ["drop policy tier_read on public.tiers", "alter table public.tiers disable row level security",
         "grant all on public.tiers to anon"],
        "access.update.over", "public.tiers", "anon", "row-level security is off"),
    "no policy": (
        ["drop policy event_read on public.events"],
        "access.read.under", "public.events", "admin", "no policy lets authenticated select"),
    "wrong column": (
        ["alter policy event_read on public.events using (id = (select auth.uid()))"],
        "access.read.under", "public.events", "admin", "kept out by event_read"),
    "uid is not null": (
        ["alter policy entry_read on public.entries using (auth.uid() is not null)"],
        "access.read.over", "public.entries", "stranger", "let through by entry_read"),
    "role is authenticated": (
        ["alter policy entry_read on public.entries using (auth.role() = 'authenticated')"],
        "access.read.over", "public.entries", "stranger", "let through by entry_read"),
    "select true": (
        ["create policy open on public.notes for select using (true)"],
        "access.read.over", "public.notes", "anon", "let through by open"),
    "update true": (
        ["alter policy entry_write on public.entries using (true)"],
        "access.update.blind", "public.entries", "stranger", "let through by entry_write"),
    "update by a column of the row": (
        ["grant update on public.profiles to authenticated",
         "alter policy own_write on public.profiles using (role = 'user')"],
        "access.update.blind", "public.profiles", "stranger", "let through by own_write"),
    "insert true": (
        ["alter policy entry_add on public.entries with check (true)"],
        "access.insert.over", "public.entries", "stranger", "let through by entry_add"),
    "wide delete": (
        ["alter policy entry_drop on public.entries using (auth.uid() is not null)"],
        "access.delete.blind", "public.entries", "stranger", "let through by entry_drop"),
    "user_metadata": (
        ["create policy admins on public.payouts for select to authenticated "
         "using ((auth.jwt() -> 'user_metadata' ->> 'job') = 'accountant')"],
        "access.read.over", "public.payouts", "admin (forged)", "let through by admins"),
    "user_metadata in the account": (
        ["create function public.is_boss() returns boolean language sql stable security definer set search_path = '' as "
         "$$ select exists (select from auth.users where id = auth.uid() and raw_user_meta_data ->> 'is_admin' = 'true') $$",
         "create policy admins on public.payouts for select to authenticated using (public.is_boss())"],
        "access.read.over", "public.payouts", "admin (forged)", "let through by admins"),
    "definer view": (
        ["alter view public.entry_words set (security_invoker = off)"],
        "access.read.over", "public.entry_words", "anon", "owner's rights"),
    "materialized view": (
        ["drop view public.entry_words",
         "create materialized view public.entry_words as select id, user_id, words from public.entries"],
        "access.read.over", "public.entry_words", "anon", "materialized view"),
    "definer function": (
        ["create function public.pages(who uuid) returns setof public.entries language sql stable security definer as "
         "$$ select * from public.entries where user_id = who $$"],
        "access.function", "public.pages", "stranger", "public.pages hands 4 rows"),
    "mutual recursion": (
        ["create policy loop on public.households for select using (exists (select from public.notes n where n.household_id = households.id))",
         "create policy loop on public.notes for select using (exists (select from public.households h where h.id = notes.household_id))"],
        "access.raises", "public.households", "stranger", "42P17"),
    "policy reads auth.users": (
        ["create policy staff on public.payouts for select to authenticated using (exists (select from auth.users u where u.id = auth.uid() and u.is_super_admin))"],
        "access.raises", "public.payouts", "stranger", "42501"),
    "cast of a foreign sub": (
        ["alter policy entry_read on public.entries using (user_id = (auth.jwt() ->> 'email')::uuid)"],
        "access.raises", "public.entries", "admin", "22P02"),
    "removed member": (
        ["create or replace function public.is_member(home uuid) returns boolean language sql stable security definer set search_path = '' as "
         "$$ select exists (select from public.members m where m.household_id = home and m.user_id = (select auth.uid())) $$"],
        "access.read.over", "public.notes", "leaver", "let through by note_read"),
    "name capture": (
        ["alter policy note_read on public.notes using (author_id = (select auth.uid()) or exists "
         "(select from public.members m where m.user_id = (select auth.uid()) and m.household_id = household_id))"],
        "access.read.over", "public.notes", "admin", "let through by note_read"),
    "rows of nobody": (
        ["alter policy entry_read on public.entries using (user_id = (select auth.uid()) or user_id is null)"],
        "access.read.over", "public.entries", "stranger", "let through by entry_read"),
    "widened by a default": (
        ["alter policy entry_read on public.entries using (user_id = (select auth.uid()) or mood = 'calm')"],
        "access.read.over", "public.entries", "stranger", "let through by entry_read"),
    "given away": (
        ["alter policy entry_write on public.entries using (user_id = (select auth.uid())) with check (true)"],
        "access.give_away.blind", "public.entries", "admin", "let through by entry_write"),
    "escalation": (
        ["grant update (role) on public.profiles to authenticated"],
        "access.server_only", "public.profiles", "admin", "can change role"),
    "child joined by the wrong key": (
        ["alter policy chapter_own on public.chapters using (exists "
         "(select from public.stories s where s.user_id = (select auth.uid()) and s.id = s.id))"],
        "access.read.over", "public.chapters", "partner", "let through by chapter_own"),
    "anon by coalesce": (
        ["create policy lenient on public.entries for select using (coalesce(auth.uid(), user_id) = user_id)"],
        "access.read.over", "public.entries", "anon", "let through by lenient"),
    "partitioned table without row security": (
        ["alter table public.events disable row level security"],
        "access.read.over", "public.events", "anon", "row-level security is off"),
    "partition without row security": (
        ["alter table public.events_2025 disable row level security"],
        "access.read.over", "public.events_2025", "anon", "row-level security is off"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found_and_named(product, fault):
    statements, code, table, person, reason = FAULTS[fault]
    proof = prove(product, *statements, functions=())
    named = [f for f in proof.findings if f.code == code and f.table == table and f.person == person]
    assert named, [(f.code, f.table, f.person, f.message) for f in proof.findings]
    assert reason in named[0].message
    assert named[0].severity in ("live", "error", "latent")
    assert proof.exit_code == 1
    # Nothing else is wrong: every finding is about the table, or a relation that reads it.
    beside = {f.table for f in proof.findings if f.failing} - {table, *BESIDE.get(fault, ())}
    assert not beside


BESIDE = {
    "row security off": ["public.entry_words"],
    "uid is not null": ["public.entry_words"],
    "role is authenticated": ["public.entry_words"],
    "rows of nobody": ["public.entry_words"],
    "widened by a default": ["public.entry_words"],
    "anon by coalesce": ["public.entry_words"],
    "cast of a foreign sub": ["public.entry_words"],
    "mutual recursion": ["public.notes"],
    "removed member": ["public.households", "public.members"],
}
