"""A small product with correct row-level security: two households, every kind of person, ten tables."""

from __future__ import annotations

from uuid import UUID

import psycopg

from seedkit.schema.access import Access, allow, authenticated_read, own, public_read, service_only, via
from seedkit.supabase.claims import Person
from seedkit.verify.access import Subject


def uid(n: int) -> UUID:
    return UUID(f"5eed0001-0000-4000-8000-{n:012d}")


NAMES = ("admin", "partner", "leaver", "admin@1", "partner@1", "guest")
KINDS = ("owner", "member", "removed", "second owner", "member", "both")
UID = {name: uid(n) for n, name in enumerate(NAMES, 1)}
PEOPLE = [
    Subject(Person(name, UID[name], f"{name.replace('@', '.')}@example.test"), kind)
    for name, kind in zip(NAMES, KINDS, strict=True)
]


def _member(column: str) -> str:
    return (
        "exists (select 1 from public.members m where m.household_id = {t}."
        + column
        + " and m.user_id = {uid} and m.status = 'active')"
    )


def household(column: str, commands: str = "select") -> Access:
    return allow(commands, expect=lambda t, c: _member(column).format(t=t, uid=c.uid), columns=(column,))


TABLES = {
    "public.profiles": own("id", commands="select update", server_only=("role", "tier")),
    "public.households": own("admin_id", commands="select update") | household("id"),
    "public.members": household("household_id"),
    "public.entries": own("user_id"),
    "public.notes": own("author_id") | household("household_id"),
    "public.stories": public_read("{t}.visibility = 'public'") | own("user_id"),
    "public.chapters": via("story_id", "stories"),
    "public.events": own("user_id", commands="select insert"),
    "public.tiers": public_read(),
    "public.prompts": authenticated_read(),
    "public.payouts": service_only(),
    "public.entry_words": own("user_id", commands="select"),
}
KEYS = {"public.entry_words": ("id",)}

SCHEMA = """
create table public.profiles (id uuid primary key references auth.users, name text not null, role text not null default 'user',
    tier text not null default 'free', bio text);
create table public.households (id uuid primary key, admin_id uuid not null references public.profiles, name text not null);
create table public.members (household_id uuid not null references public.households, user_id uuid not null references public.profiles,
    status text not null, primary key (household_id, user_id));
create table public.entries (id uuid primary key default gen_random_uuid(), user_id uuid references public.profiles, words int not null,
    body text, mood text not null default 'calm', written boolean not null default true);
create table public.notes (id bigint generated always as identity primary key, household_id uuid not null references public.households,
    author_id uuid not null references public.profiles, body text);
create table public.stories (id uuid primary key default gen_random_uuid(), user_id uuid not null references public.profiles, title text not null,
    visibility text not null default 'private');
create table public.chapters (id uuid primary key default gen_random_uuid(), story_id uuid not null references public.stories,
    number int not null, body text, unique (story_id, number));
create table public.events (id uuid not null, user_id uuid not null, at date not null, what text, primary key (id, at))
    partition by range (at);
create table public.events_2025 partition of public.events for values from ('2025-01-01') to ('2026-01-01');
create table public.tiers (id text primary key, price int not null);
create table public.prompts (id int primary key, body text);
create table public.payouts (id uuid primary key default gen_random_uuid(), user_id uuid not null, cents int not null);
create view public.entry_words with (security_invoker = on) as select id, user_id, words from public.entries;

create function public.is_member(home uuid) returns boolean language sql stable security definer set search_path = '' as $$
    select exists (select from public.members m where m.household_id = home and m.user_id = (select auth.uid()) and m.status = 'active')
$$;

revoke insert, update, delete, truncate on public.tiers, public.prompts, public.payouts from anon, authenticated;
revoke update on public.profiles from anon, authenticated;
grant update (name, bio) on public.profiles to authenticated;

alter table public.profiles enable row level security;
alter table public.households enable row level security;
alter table public.members enable row level security;
alter table public.entries enable row level security;
alter table public.notes enable row level security;
alter table public.stories enable row level security;
alter table public.chapters enable row level security;
alter table public.events enable row level security;
alter table public.events_2025 enable row level security;
alter table public.tiers enable row level security;
alter table public.prompts enable row level security;
alter table public.payouts enable row level security;

create policy own_read on public.profiles for select to authenticated using (id = (select auth.uid()));
create policy own_write on public.profiles for update to authenticated using (id = (select auth.uid()));
create policy home_read on public.households for select to authenticated using (admin_id = (select auth.uid()) or public.is_member(id));
create policy home_write on public.households for update to authenticated using (admin_id = (select auth.uid()));
create policy member_read on public.members for select to authenticated using (public.is_member(household_id));
create policy entry_read on public.entries for select to authenticated using (user_id = (select auth.uid()));
create policy entry_add on public.entries for insert to authenticated with check (user_id = (select auth.uid()));
create policy entry_write on public.entries for update to authenticated using (user_id = (select auth.uid()));
create policy entry_drop on public.entries for delete to authenticated using (user_id = (select auth.uid()));
create policy note_read on public.notes for select to authenticated using (author_id = (select auth.uid()) or public.is_member(household_id));
create policy note_add on public.notes for insert to authenticated with check (author_id = (select auth.uid()));
create policy note_write on public.notes for update to authenticated using (author_id = (select auth.uid()));
create policy note_drop on public.notes for delete to authenticated using (author_id = (select auth.uid()));
create policy story_public on public.stories for select using (visibility = 'public');
create policy story_own on public.stories to authenticated using (user_id = (select auth.uid()));
create policy chapter_own on public.chapters to authenticated
    using (exists (select from public.stories s where s.id = story_id and s.user_id = (select auth.uid())));
create policy event_read on public.events for select to authenticated using (user_id = (select auth.uid()));
create policy event_add on public.events for insert to authenticated with check (user_id = (select auth.uid()));
create policy event_read on public.events_2025 for select to authenticated using (user_id = (select auth.uid()));
create policy event_add on public.events_2025 for insert to authenticated with check (user_id = (select auth.uid()));
create policy tier_read on public.tiers for select using (true);
create policy prompt_read on public.prompts for select to authenticated using (true);

insert into public.households (id, admin_id, name) values (:home1, :admin, 'One'), (:home2, :admin1, 'Two');
insert into public.members values (:home1, :admin, 'active'), (:home1, :partner, 'active'), (:home1, :leaver, 'removed'),
    (:home2, :admin1, 'active'), (:home2, :partner1, 'active'), (:home1, :guest, 'active'), (:home2, :guest, 'active');
insert into public.entries (user_id, words, body, mood) select p.id, n, 'page ' || n, (array['calm', 'glad', 'low'])[n % 3 + 1]
    from public.profiles p, generate_series(1, 4) n;
insert into public.entries (user_id, words) values (null, 7);
insert into public.notes (household_id, author_id, body) select household_id, user_id, 'a note' from public.members;
insert into public.stories (user_id, title, visibility) select id, 'A story', v from public.profiles, unnest(array['private', 'public']) v;
insert into public.chapters (story_id, number, body) select id, n, 'Once' from public.stories, generate_series(1, 2) n;
insert into public.events select gen_random_uuid(), id, date '2025-05-01', 'seen' from public.profiles;
insert into public.tiers values ('free', 0), ('pro', 20);
insert into public.prompts select n, 'What if' from generate_series(1, 3) n;
insert into public.payouts (user_id, cents) select id, 500 from public.profiles;
"""


def build(connection: psycopg.Connection) -> None:
    """Create the schema and its people in an empty stand-in for Supabase."""
    ddl, _, data = SCHEMA.partition("insert into public.households")
    connection.execute(ddl)
    for subject in PEOPLE:
        person = subject.person
        connection.execute("insert into auth.users (id, email) values (%s, %s)", [person.uid, person.email])
        connection.execute(
            "insert into public.profiles (id, name) values (%s, %s)", [person.uid, person.handle]
        )
    connection.execute(named("insert into public.households" + data))


def named(sql: str) -> str:
    """The text with ``:admin``, ``:home1`` … replaced by literals."""
    ids = {name.replace("@", ""): value for name, value in UID.items()} | {
        "home1": uid(101),
        "home2": uid(102),
    }
    for name in sorted(ids, key=len, reverse=True):
        sql = sql.replace(f":{name}", f"'{ids[name]}'")
    return sql
