"""The stand-in: on a plain Postgres, the schemas, roles and functions that Supabase brings.

``auth.users`` and ``auth.identities`` in the auth server's full shape, ``auth.uid()`` and its
siblings, ``storage``, the API roles with their timeouts, and the default privileges. The SQL is
``standin.sql`` beside this file. A real Supabase is recognised and left alone.
"""

from __future__ import annotations

from importlib import resources
from typing import Any, Literal

import psycopg
from psycopg import sql

from ..errors import TargetError

__all__ = ["detect", "install_standin"]

#: The comment on schema ``auth`` by which we know our own work again; ``standin.sql`` sets it.
MARK = "seedkit stand-in for Supabase"

#: Attributes and settings of each role, as in a new Supabase project.
ROLES = {
    "anon": ("nologin noinherit", {"statement_timeout": "3s"}),
    "authenticated": ("nologin noinherit", {"statement_timeout": "8s"}),
    "service_role": ("nologin noinherit bypassrls", {}),
    "authenticator": ("login noinherit", {"statement_timeout": "8s"}),
}
API_ROLES = ("anon", "authenticated", "service_role")


def detect(connection: psycopg.Connection[Any]) -> Literal["supabase", "standin"] | None:
    """Who made the auth schema: Supabase's auth server, our stand-in, or neither."""
    row = connection.execute(
        """
        select obj_description(n.oid, 'pg_namespace') = %s,
               to_regclass('auth.schema_migrations') is not null
               or pg_get_userbyid(c.relowner) = 'supabase_auth_admin'
        from pg_namespace n left join pg_class c on c.relnamespace = n.oid and c.relname = 'users'
        where n.nspname = 'auth'
        """,
        [MARK],
    ).fetchone()
    if row is None:
        return None
    ours, supabase = row
    if supabase:
        return "supabase"
    return "standin" if ours else None


def install_standin(connection: psycopg.Connection[Any]) -> bool:
    """Install the stand-in in one transaction; false if it, or a real Supabase, is already there.

    Needs a superuser. A schema ``auth`` of somebody else's is a ``TargetError``.
    """
    if detect(connection) is not None:
        return False
    _check_superuser(connection)
    with connection.transaction():
        # Roles are cluster-wide and making them in parallel fails with "tuple concurrently
        # updated". An advisory lock holds in one database only, a lock on a shared catalogue in all.
        connection.execute("lock table pg_catalog.pg_authid in share row exclusive mode")
        if detect(connection) is not None:
            return False
        _refuse_foreign_schemas(connection)
        _make_roles(connection)
        connection.execute(resources.files(__package__).joinpath("standin.sql").read_bytes())
    return True


def _make_roles(connection: psycopg.Connection[Any]) -> None:
    known = {name for (name,) in connection.execute("select rolname from pg_roles").fetchall()}
    for role, (attributes, settings) in ROLES.items():
        if role in known:
            continue
        name = sql.Identifier(role)
        connection.execute(sql.SQL("create role {} " + attributes).format(name))
        for setting, value in settings.items():
            connection.execute(
                sql.SQL("alter role {} set {} = {}").format(name, sql.Identifier(setting), sql.Literal(value))
            )
    for role in API_ROLES:
        connection.execute(sql.SQL("grant {} to authenticator").format(sql.Identifier(role)))


def _check_superuser(connection: psycopg.Connection[Any]) -> None:
    row = connection.execute("select rolname, rolsuper from pg_roles where rolname = current_user").fetchone()
    if row is not None and not row[1]:
        raise TargetError(
            "the stand-in for Supabase makes roles and needs a superuser",
            got=row[0],
            hint="Use the embedded server (`seedkit up`) or a Supabase database",
        )


def _refuse_foreign_schemas(connection: psycopg.Connection[Any]) -> None:
    rows = connection.execute(
        "select nspname from pg_namespace where nspname in ('auth', 'storage') order by 1"
    ).fetchall()
    if rows:
        raise TargetError(
            "the database has schemas of these names that neither Supabase nor seedkit made",
            got=", ".join(name for (name,) in rows),
            hint="The stand-in goes into a database without them",
        )
