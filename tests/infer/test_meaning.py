"""What columns are called says what they hold, and what belongs together agrees."""

from __future__ import annotations

import re

import psycopg
import pytest
from filling import filled

pytestmark = pytest.mark.db


def test_a_persons_columns_speak_of_one_person(connection: psycopg.Connection) -> None:
    made = filled(
        connection,
        "create table t (id serial primary key, first_name varchar(50) not null, last_name varchar(50) not null, full_name text not null, "
        "email varchar(120) not null unique, username varchar(30) not null unique)",
    )
    for row in made.dicts():
        assert row["full_name"] == f"{row['first_name']} {row['last_name']}"
        name, _, domain = row["email"].partition("@")
        assert re.fullmatch(r"example\.(com|org|net)|.*\.example(\.com)?", domain), domain
        parts = [re.sub("[^a-z]", "", row[key].lower()) for key in ("first_name", "last_name")]
        assert any(part[:3] in name or part[:1] == name[:1] for part in parts if part.isascii()), row


def test_moments_come_in_their_order_and_before_now(connection: psycopg.Connection) -> None:
    made = filled(
        connection,
        "create table t (created_at timestamptz not null, updated_at timestamptz not null, deleted_at timestamptz, birth_date date, "
        "starts_on date not null, ends_on date not null, scheduled_at timestamptz not null)",
        rows=300,
    )
    assert made.count("created_at > updated_at or deleted_at < created_at or starts_on > ends_on") == 0
    assert made.count("greatest(created_at, updated_at, deleted_at) > '2025-06-15'") == 0
    assert 0 < made.count("deleted_at is null") < 300
    assert made.count("updated_at = created_at") < 200
    assert made.count("birth_date > '2010-06-15' or birth_date < '1920-01-01'") == 0


def test_a_state_has_its_moments(connection: psycopg.Connection) -> None:
    made = filled(
        connection,
        "create table t (status text not null check (status in ('draft', 'published', 'archived')), published_at timestamptz, "
        "archived_at timestamptz, created_at timestamptz not null)",
        rows=300,
    )
    assert made.count("status = 'draft' and (published_at is not null or archived_at is not null)") == 0
    assert made.count("status = 'archived' and archived_at is null") == 0
    assert made.count("status = 'published' and (published_at is null or archived_at is not null)") == 0
    assert made.count("published_at < created_at") == 0


def test_amounts_add_up(connection: psycopg.Connection) -> None:
    made = filled(
        connection,
        "create table order_items (id serial primary key, quantity integer not null, unit_price numeric(10, 2) not null, total numeric(12, 2) not null)",
        table="order_items",
        rows=300,
    )
    assert made.count("total <> quantity * unit_price") == 0
    assert made.count("quantity < 1 or quantity > 200 or unit_price <= 0") == 0


def test_a_place_is_one_place(connection: psycopg.Connection) -> None:
    made = filled(
        connection,
        "create table addresses (id serial primary key, street text not null, city text not null, postal_code varchar(10) not null, "
        "country_code char(2) not null, latitude numeric(9, 6) not null, longitude numeric(9, 6) not null)",
        table="addresses",
        rows=300,
    )
    by_city: dict[str, set[str]] = {}
    for row in made.dicts():
        by_city.setdefault(row["city"], set()).add(row["country_code"])
    assert all(len(countries) == 1 for countries in by_city.values()), by_city
    assert made.count("latitude not between -90 and 90 or longitude not between -180 and 180") == 0
    assert made.count("country_code !~ '^[A-Z]{2}$'") == 0


def test_a_slug_is_that_of_its_title(connection: psycopg.Connection) -> None:
    made = filled(
        connection,
        "create table posts (title text not null, slug text not null unique)",
        table="posts",
        rows=300,
    )
    same = sum(
        row["slug"].startswith(re.sub("[^a-z0-9]+", "-", row["title"].lower()).strip("-"))
        for row in made.dicts()
    )
    assert same > 270


@pytest.mark.parametrize(
    ("column", "pattern"),
    [
        ("email text not null", r"^[^@ ]+@[^@ ]+\.[a-z]+$"),
        ("phone text not null", r"^\+?[0-9 ()-]{7,20}$"),
        ("url text not null", r"^https?://"),
        ("ip_address inet not null", r"^[0-9a-f.:/]+$"),
        ("colour varchar(7) not null", r"^#[0-9A-Fa-f]{6}$"),
        ("currency char(3) not null", r"^[A-Z]{3}$"),
        ("locale text not null", r"^[a-z]{2}([-_][A-Z]{2})?$"),
        ("timezone text not null", r"^[A-Z][A-Za-z]+(/[A-Za-z_/]+)?$"),
        ("sha256 char(64) not null", r"^[0-9a-f]{64}$"),
        ("mime_type text not null", r"^[a-z]+/[a-z0-9.+-]+$"),
        ("file_name text not null", r"\.[a-z0-9]{2,4}$"),
        ("postal_code text not null", r"^[A-Z0-9 -]{3,10}$"),
        ("description text not null", r"^[A-Z0-9].*[a-z]"),
        ("user_agent text not null", r"Mozilla|/[0-9]"),
        ("version text not null", r"^v?[0-9]+\.[0-9]+"),
    ],
)
def test_a_name_says_what_a_text_is(connection: psycopg.Connection, column: str, pattern: str) -> None:
    made = filled(connection, f"create table t ({column})", rows=200)
    name = column.split()[0]
    assert made.count(f"{name}::text !~ '{pattern}'") == 0
    assert made.count(f"{name}::text ~* 'lorem|ipsum'") == 0


def test_nullable_columns_are_null_now_and_then_and_others_never(connection: psycopg.Connection) -> None:
    made = filled(
        connection, "create table t (a text, note text, phone text, b integer not null, c date)", rows=300
    )
    for name in ("a", "note", "phone", "c"):
        assert 0 < made.count(f"{name} is null") < 300, name


def test_notes_say_what_was_decided(connection: psycopg.Connection) -> None:
    made = filled(connection, "create table t (email text not null, total numeric(8, 2) not null)")
    assert any(note.startswith("email") for note in made.inferred.notes)


def test_a_field_is_shown_as_the_call_that_makes_it(connection: psycopg.Connection) -> None:
    import seedkit.fields as declared
    from seedkit.infer import fields as own

    columns = "id serial primary key, status text not null check (status in ('a', 'b')), at timestamptz not null, price numeric(8, 2) not null, note text"
    made = filled(connection, f"create table t ({columns})")
    names = {**vars(declared), **vars(own)}
    for name, field in made.inferred.fields.items():
        assert re.match(r"^\w+(\.\w+)?\(", repr(field)), name
        assert repr(field).split("(")[0].split(".")[0] in names, repr(field)
