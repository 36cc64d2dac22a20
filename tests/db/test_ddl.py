"""schema_sql on a schema of its own: cycles, odd names, rules for each role, columns of the server."""

from __future__ import annotations

import uuid
from typing import Any

import psycopg
import pytest
from sqlalchemy import Enum, ForeignKey, Index, Text, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from seedkit.schema.access import Access, authenticated_read, own, public_read, service_only
from seedkit.schema.ddl import SchemaExtras, schema_sql

pytestmark = pytest.mark.db


class Base(DeclarativeBase):
    type_annotation_map = {str: Text}


class Hen(Base):
    __tablename__ = "hen's; nest"
    __access__ = public_read("{t}.name <> ''") | own(
        "keeper", commands="select update", server_only=("rank", "keeper")
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(server_default="100%", comment="it's 5 % off")
    keeper: Mapped[uuid.UUID | None]
    rank: Mapped[int | None]
    mood: Mapped[str | None] = mapped_column(Enum("so-so", "can't say", name="Mood", schema="public"))
    first_egg_id: Mapped[int | None] = mapped_column(ForeignKey("egg.id"))
    __table_args__ = (Index("busy", "rank", postgresql_where=text("name like 'a%'")),)


class Egg(Base):
    __tablename__ = "egg"
    __access__ = authenticated_read() | Access(server_only=("id", "hen_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    hen_id: Mapped[int | None] = mapped_column(ForeignKey(Hen.id))


class Secret(Base):
    __tablename__ = "secret"
    __access__ = service_only()

    id: Mapped[int] = mapped_column(primary_key=True)


@pytest.fixture
def schema(supabase_connection: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    for statement in schema_sql([Secret, Egg, Hen], extras=SchemaExtras(types=(Enum("x", name="unused"),))):
        supabase_connection.execute(statement)  # type: ignore[call-overload]
    return supabase_connection


def values(connection: psycopg.Connection[Any], query: str) -> list[Any]:
    return [row[0] if len(row) == 1 else row for row in connection.execute(query).fetchall()]  # type: ignore[call-overload]


def test_cycles_names_and_percent_signs(schema: psycopg.Connection[Any]) -> None:
    assert values(
        schema, """insert into "hen's; nest" (id, mood) values (1, 'can''t say') returning name"""
    ) == ["100%"]
    assert values(
        schema,
        "select count(*) from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace",
    ) == [2]
    assert values(schema, "select col_description('\"hen''s; nest\"'::regclass, 2)") == ["it's 5 % off"]
    assert values(schema, "select typname from pg_type where typname in ('Mood', 'unused') order by 1") == [
        "Mood",
        "unused",
    ]
    assert values(
        schema, "select pg_get_expr(indpred, indrelid) from pg_index where indexrelid = 'busy'::regclass"
    ) == ["(name ~~ 'a%'::text)"]


def test_each_role_and_command_has_its_policy(schema: psycopg.Connection[Any]) -> None:
    assert values(schema, "select tablename, policyname, cmd from pg_policies order by 1, 2") == [
        ("egg", "authenticated_select", "SELECT"),
        ("hen's; nest", "anon_select", "SELECT"),
        ("hen's; nest", "authenticated_select", "SELECT"),
        ("hen's; nest", "authenticated_update", "UPDATE"),
    ]


@pytest.mark.parametrize(
    ("table", "role", "rights"),
    [
        ("hen's; nest", "anon", {"SELECT"}),
        ("hen's; nest", "authenticated", {"SELECT", "DELETE"}),
        ("egg", "anon", set()),
        ("egg", "authenticated", {"SELECT", "DELETE"}),
        ("secret", "authenticated", {"SELECT", "INSERT", "UPDATE", "DELETE"}),
    ],
)
def test_grants(schema: psycopg.Connection[Any], table: str, role: str, rights: set[str]) -> None:
    granted = schema.execute(
        "select privilege_type from information_schema.role_table_grants where table_name = %s and grantee = %s",
        [table, role],
    )
    assert {right for (right,) in granted} == rights


def test_columns_of_the_server_are_closed_but_not_the_owner_on_insert(
    schema: psycopg.Connection[Any],
) -> None:
    opened = schema.execute(
        "select privilege_type, string_agg(column_name, ' ' order by column_name) "
        "from information_schema.column_privileges "
        "where grantee = 'authenticated' and table_name = %s and privilege_type in ('INSERT', 'UPDATE') "
        "group by privilege_type order by privilege_type",
        [Hen.__tablename__],
    ).fetchall()
    assert opened == [("INSERT", "first_egg_id id keeper mood name"), ("UPDATE", "first_egg_id id mood name")]
    assert schema.execute("select has_any_column_privilege('authenticated', 'egg', 'UPDATE')").fetchall() == [
        (False,)
    ]
