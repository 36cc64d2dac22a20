"""Acting as a person: the claims of their token, and the settings that PostgREST makes of them.

``act_as`` is PostgREST's one statement per request (PostgREST docs, references/transactions), plus
two things that a real request cannot suffer from: claims left in the legacy settings
``request.jwt.claim.*``, which ``auth.uid()`` would prefer, are cleared, and the role is asserted.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus
from psycopg.rows import tuple_row

from ..errors import TargetError, UsageError

__all__ = ["ANONYMOUS", "LOCAL_SECRET", "Person", "act_as", "claims_of", "role_settings", "token"]

#: The JWT secret of every local Supabase project (`supabase start`), public knowledge.
LOCAL_SECRET = "super-secret-jwt-token-with-at-least-32-characters-long"
ISSUER = "http://127.0.0.1:54321/auth/v1"
SEARCH_PATH = "public, extensions"

_ROLE_SETTINGS = """
select name, value
from pg_db_role_setting s
join pg_roles r on r.oid = s.setrole
cross join unnest(s.setconfig) as entry
cross join lateral (values (split_part(entry, '=', 1), substr(entry, strpos(entry, '=') + 1)))
    as setting (name, value)
left join pg_settings known using (name)
where r.rolname = %s and s.setdatabase = 0
  and coalesce(known.context, 'user') = 'user'
  and name not in ('default_transaction_isolation', 'role', 'session_authorization')
order by name
"""

_LEGACY = ("sub", "role", "email")
_NAMESPACE = uuid.UUID("5eed0000-0000-4000-8000-000000000000")


@dataclass(frozen=True)
class Person:
    """Who acts. ``sub`` is what the token says if it is not ``uid`` (Clerk: ``user_2…``).

    ``claims`` are laid over the token's own, a claim of None removes it. ``schema`` is the one that a
    request of theirs asks for.
    """

    handle: str
    uid: uuid.UUID | None = None
    email: str | None = None
    role: str = "authenticated"
    claims: Mapping[str, Any] = field(default_factory=dict)
    sub: str | None = None
    schema: str = "public"

    @property
    def subject(self) -> str | None:
        """Whom the token is about; None where nobody is signed in."""
        return self.sub or (str(self.uid) if self.uid else None)

    @property
    def search_path(self) -> str:
        """As PostgREST sets it: the schema asked for, then the extra search path."""
        return ", ".join(dict.fromkeys((self.schema, *SEARCH_PATH.split(", "))))


ANONYMOUS = Person("anonymous", role="anon")


def claims_of(
    person: Person, *, now: dt.datetime | None = None, lifetime: dt.timedelta = dt.timedelta(hours=1)
) -> dict[str, Any]:
    """The claims of a token that the auth server would issue at ``now`` (default: this moment).

    Source: supabase/auth ``internal/tokens/service.go``. A person without uid and sub has no
    session and gets those of an API key: issuer, times and role.
    """
    issued = int((now or dt.datetime.now(dt.UTC)).timestamp())
    subject = person.subject
    claims: dict[str, Any] = {"iss": ISSUER, "iat": issued, "exp": issued + int(lifetime.total_seconds())}
    if subject is not None:
        claims |= {
            "sub": subject,
            "aud": "authenticated",
            "email": person.email or "",
            "phone": "",
            "app_metadata": {"provider": "email", "providers": ["email"]},
            "user_metadata": {},
            "aal": "aal1",
            "amr": [{"method": "password", "timestamp": issued}],
            "session_id": str(uuid.uuid5(_NAMESPACE, subject)),
            "is_anonymous": False,
        }
    claims = {**claims, **person.claims, "role": person.role}
    return {name: value for name, value in claims.items() if value is not None}


def token(
    person: Person,
    *,
    secret: str = LOCAL_SECRET,
    now: dt.datetime | None = None,
    lifetime: dt.timedelta = dt.timedelta(hours=1),
) -> str:
    """A JWT (HS256) that an API with this secret takes for the person's."""
    import jwt

    return jwt.encode(claims_of(person, now=now, lifetime=lifetime), secret, algorithm="HS256")


def role_settings(connection: psycopg.Connection[Any], role: str) -> dict[str, str]:
    """The settings of ``alter role … set`` that PostgREST applies when it impersonates the role.

    Those for all databases, and only what a session may set; the isolation level it applies otherwise.
    """
    with connection.cursor(row_factory=tuple_row) as cursor:
        cursor.execute(_ROLE_SETTINGS, [role])
        return dict(cursor.fetchall())


def act_as(
    cursor: psycopg.Cursor[Any],
    person: Person,
    *,
    method: str = "GET",
    path: str = "/",
    now: dt.datetime | None = None,
    known: Mapping[str, str] | None = None,
) -> None:
    """Become the person until the end of the transaction or savepoint.

    ``known`` are the role's own settings (``role_settings``), for callers that have read them before.

    Everything is transaction-local: rolling back to a savepoint set before restores whoever
    acted there. ``UsageError`` outside a transaction, where nothing would last; ``TargetError``
    if the role does not exist or the session may not become it.
    """
    connection = cursor.connection
    if connection.info.transaction_status != TransactionStatus.INTRANS:
        raise UsageError(
            f"acting as {person.handle!r} lasts for a transaction, and none is open",
            hint="Open one with connection.transaction()",
        )
    settings = {
        "search_path": person.search_path,
        **(role_settings(connection, person.role) if known is None else known),
        "role": person.role,
        "request.jwt.claims": json.dumps(claims_of(person, now=now)),
        "request.method": method,
        "request.path": path,
        "request.headers": "{}",
        "request.cookies": "{}",
        "request.jwt.claim": "",
        **{f"request.jwt.claim.{name}": "" for name in _LEGACY},
    }
    calls = ", ".join(["set_config(%s, %s, true)"] * len(settings))
    pairs = [text for setting in settings.items() for text in setting]
    try:
        with connection.cursor(row_factory=tuple_row) as own:
            own.execute(f"select {calls}", pairs)
            acting = own.execute("select current_user::text").fetchone()
    except (psycopg.errors.InvalidParameterValue, psycopg.errors.InsufficientPrivilege) as error:
        raise TargetError(
            f"cannot act as {person.handle!r}: {error.diag.message_primary}",
            got=person.role,
            hint="On a plain Postgres the stand-in for Supabase makes the API roles",
        ) from error
    if acting != (person.role,):
        raise TargetError(f"acting as {person.handle!r} left the role at {acting}", got=acting)
