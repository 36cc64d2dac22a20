"""Users are called what the rows about them say."""

from __future__ import annotations

import psycopg
import pytest

from seedkit.fill import fill

pytestmark = pytest.mark.db

PROFILES = """
create table profiles (
    id uuid primary key references auth.users on delete cascade,
    full_name text, username text unique check (length(username) >= 3)
);
create table notes (id bigint generated always as identity primary key, author uuid references auth.users, body text);
"""


def test_an_address_says_the_name_of_the_profile(supabase: str) -> None:
    with psycopg.connect(supabase) as connection:
        connection.execute(PROFILES)
        connection.commit()
        assert fill(connection, rows=60).verified.ok
        people = connection.execute(
            "select p.full_name, p.username, u.email, u.raw_user_meta_data ->> 'full_name' = p.full_name"
            " from profiles p join auth.users u using (id)"
        ).fetchall()
        assert len(people) == 60
        for name, username, email, same in people:
            assert name is None or same
            assert username is None or email.startswith(username.replace("_", ".")), (username, email)
