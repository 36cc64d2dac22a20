"""The people of the loads in a database, by handle: ``partner``, ``admin@37``."""

from __future__ import annotations

import json
import uuid
from typing import Any

import psycopg
from psycopg.rows import dict_row

from ..errors import UnknownName, UsageError
from ..placement import HOME
from ..supabase.claims import ANONYMOUS, Person
from .ledger_schema import has_ledger

__all__ = ["STRANGER", "find_person", "person_of"]

#: Signed in, and owner of nothing; in tag ffff, which no load has.
STRANGER = Person("stranger", uuid.UUID("5eedffff-0000-4000-8000-000000000000"), "stranger@example.com")

_ALWAYS = {person.handle: person for person in (ANONYMOUS, STRANGER)}


def find_person(connection: psycopg.Connection[Any], handle: str, *, scenario: str | None = None) -> Person:
    """The person with this handle, with the claims that their user's row gives them.

    ``scenario`` (``vibrationfit/household``, its last part, or the ``--as`` name of a load) decides
    where two loads have the same handle; a load without a name goes before those with one.
    ``anonymous`` and ``stranger`` are always there. ``UnknownName`` if nobody has it.
    """
    name, _, number = handle.partition("@")
    if number and not number.isdigit():
        raise UsageError(
            "a handle is a name, or a name and its copy", got=handle, allowed=("admin", "admin@37")
        )
    rows = _people(connection, scenario)
    same = [row for row in rows if row["handle"] == name and row["copy"] == int(number or 0)]
    if not same and handle in _ALWAYS:
        return _ALWAYS[handle]
    if not same:
        raise _unknown(handle, name, rows)
    if len(same) > 1:
        same = [row for row in same if not row["name"]] or same
    if len(same) > 1:
        raise UsageError(
            f"{len(same)} loads have a person {handle!r}",
            allowed=sorted(f"--scenario {row['name'] or row['scenario']}" for row in same),
        )
    found = same[0]
    return person_of(connection, handle, found["uid"], found["email"], found["sub"], schema=found["schema"])


def _people(connection: psycopg.Connection[Any], scenario: str | None) -> list[dict[str, Any]]:
    if not has_ledger(connection):
        return []
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            "select p.*, l.scenario, l.name, coalesce(l.receipt ->> 'schema', 'public') as schema from seedkit.people p join seedkit.loads l on l.id = p.load_id "
            "where %(scenario)s::text is null or %(scenario)s in (l.scenario, split_part(l.scenario, '/', 2), l.name)",
            {"scenario": scenario},
        ).fetchall()


def person_of(
    connection: psycopg.Connection[Any],
    handle: str,
    uid: uuid.UUID,
    email: str | None,
    sub: str | None = None,
    *,
    schema: str = HOME,
) -> Person:
    """A person with the claims that their user's row gives them."""
    user = _user(connection, uid)
    claims = {
        "phone": user.get("phone"),
        "app_metadata": user.get("raw_app_meta_data"),
        "user_metadata": user.get("raw_user_meta_data"),
        "is_anonymous": user.get("is_anonymous"),
    }
    return Person(
        handle=handle,
        uid=uid,
        email=email,
        role=user.get("role") or "authenticated",
        claims={name: value for name, value in claims.items() if value is not None},
        sub=sub,
        schema=schema,
    )


def _user(connection: psycopg.Connection[Any], uid: uuid.UUID) -> dict[str, Any]:
    """The row of auth.users; empty where sign-in is a third party's and there is none."""
    with connection.cursor(row_factory=dict_row) as cursor:
        table = cursor.execute("select to_regclass('auth.users') as users").fetchone()
        if table is None or table["users"] is None:
            return {}
        row = cursor.execute(
            "select to_jsonb(u)::text as user from auth.users u where id = %s", [uid]
        ).fetchone()
    return {} if row is None else json.loads(row["user"])


def _unknown(handle: str, name: str, rows: list[dict[str, Any]]) -> UsageError:
    copies = sorted({row["copy"] for row in rows if row["handle"] == name})
    if copies:
        return UsageError(
            f"there is no person {handle!r} on record",
            got=handle,
            allowed=[name if copy == 0 else f"{name}@{copy}" for copy in copies],
            hint="Copies between the first few and the last are loaded, but not listed by name",
        )
    return UnknownName("person", handle, {*_ALWAYS, *(row["handle"] for row in rows)}, where="seedkit.people")
