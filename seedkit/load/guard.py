"""The guard: whether the database at the other end of an open connection may be written to.

Decided on the connection, not on the URL: a name can resolve anywhere, and a tunnel to production
listens on localhost. So the address that libpq reached must be this machine's, the process must
not be a production one, and the users in the database must be ours or made up.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

from ..errors import BadParameter, GuardRefused
from .connect import Target, describe, is_loopback, transaction
from .ledger_schema import ensure_ledger, has_ledger

__all__ = [
    "FOREIGN_USERS",
    "RESERVED_DOMAIN",
    "ForeignUsers",
    "check",
    "foreign_users",
    "refuse_remote",
    "refuse_remote_connection",
]

#: The rule that a typed number overrides.
FOREIGN_USERS = "guard: foreign users"

_ENVIRONMENT_NAME = re.compile(r"(.*_)?ENV(IRONMENT)?")
_PRODUCTION = {"production", "prod", "live"}

#: Domains that can belong to nobody (RFC 2606, RFC 6761), as a regular expression for Postgres.
RESERVED_DOMAIN = r"(^|\.)(example\.(com|org|net)|test|example|invalid|localhost)$"


@dataclass(frozen=True)
class ForeignUsers:
    """Users of ``auth.users`` that no load made and that may be real; the commonest domains."""

    count: int
    domains: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.count} users that seedkit did not make ({', '.join(self.domains)})"


def check(
    connection: psycopg.Connection[Any],
    target: Target,
    *,
    accept: int | None = None,
    environment: Mapping[str, str] = os.environ,
) -> None:
    """Raise ``GuardRefused`` unless the target may be written to.

    ``accept`` is the number of foreign users that the person at the keyboard has read and typed;
    if it is right, the target remembers it and asks again only when there are more.
    """
    _check_address(connection, target)
    if target.is_embedded:
        return
    _check_environment(target, environment)
    _check_users(connection, target, accept)


def foreign_users(connection: psycopg.Connection[Any]) -> ForeignUsers:
    """Count the users outside the key ranges of our loads whose address or phone may be real."""
    with transaction(connection, read_only=True):
        columns = _columns(connection, "auth.users")
        if "id" not in columns or "email" not in columns:
            return ForeignUsers(0, ())
        phone = "nullif(phone, '')" if "phone" in columns else "null::text"
        outside, bounds = _outside(list(_our_ranges(connection)))
        rows = connection.execute(
            sql.SQL(
                "select coalesce(lower(substring(email from '[^@]*$')), 'phone only'), count(*) "
                "from auth.users where ({outside}) and case when coalesce(email, '') = '' "
                "then {phone} is not null else lower(substring(email from '[^@]*$')) !~ {reserved} end "
                "group by 1 order by 2 desc, 1"
            ).format(outside=outside, phone=sql.SQL(phone), reserved=sql.Literal(RESERVED_DOMAIN)),
            bounds,
        ).fetchall()
    return ForeignUsers(sum(n for _, n in rows), tuple(f"{domain} {n}" for domain, n in rows[:3]))


def refuse_remote(target: Target) -> None:
    """Raise ``GuardRefused`` before anything is sent to a target that is not on this machine."""
    if not target.is_loopback:
        raise _remote(describe(target), ", ".join(target.addresses) or target.host)


def refuse_remote_connection(connection: psycopg.Connection[Any]) -> None:
    """Raise ``GuardRefused`` for an open connection that leads away from this machine."""
    info = connection.info
    address = info.hostaddr or info.host
    if not is_loopback(address):
        raise _remote(f"{info.user}@{info.host}:{info.port}/{info.dbname}", address)


def _check_address(connection: psycopg.Connection[Any], target: Target) -> None:
    address = connection.info.hostaddr or connection.info.host
    if not is_loopback(address):
        raise _remote(describe(target), address)


def _remote(described: str, address: str) -> GuardRefused:
    return GuardRefused(
        f"{described} is not on this machine: {address}",
        where="guard: local databases only",
        got=address,
        allowed=("a loopback address", "a unix socket"),
        hint="Load into `seedkit up` or a local Supabase",
    )


def _check_environment(target: Target, environment: Mapping[str, str]) -> None:
    for name, value in sorted(environment.items()):
        if _ENVIRONMENT_NAME.fullmatch(name) and value.strip().lower() in _PRODUCTION:
            raise GuardRefused(
                f"this is a production environment: {name}={value}; {describe(target)} is left alone",
                where="guard: production environment",
                got=f"{name}={value}",
                hint=f"If it is none, unset {name} for this one command",
            )


def _check_users(connection: psycopg.Connection[Any], target: Target, accept: int | None) -> None:
    try:
        found = foreign_users(connection)
    except psycopg.errors.InsufficientPrivilege as error:
        raise GuardRefused(
            f"the users of {describe(target)} cannot all be seen: {error.diag.message_primary}",
            where=FOREIGN_USERS,
            got=target.user,
            hint="Connect as a role that row-level security does not filter (postgres)",
        ) from error
    if found.count <= _accepted(connection):
        return
    if accept is None:
        raise GuardRefused(
            f"{describe(target)} holds {found}; it may be a tunnel to a database that people use",
            where=FOREIGN_USERS,
            got=found.count,
            hint=f"If it is yours to fill, say so with this number: --accept-users {found.count}",
        )
    if accept != found.count:
        raise BadParameter(
            f"{describe(target)} holds {found.count} foreign users, not {accept}",
            got=accept,
            allowed=[str(found.count)],
        )
    ensure_ledger(connection)
    connection.execute("update seedkit.target set accepted_foreign_users = %s", [found.count])


def _accepted(connection: psycopg.Connection[Any]) -> int:
    if not _columns(connection, "seedkit.target"):
        return 0
    row = connection.execute("select accepted_foreign_users from seedkit.target").fetchone()
    return int(row[0]) if row else 0


def _columns(connection: psycopg.Connection[Any], table: str) -> set[str]:
    rows = connection.execute(
        "select attname from pg_attribute "
        "where attrelid = to_regclass(%s) and attnum > 0 and not attisdropped",
        [table],
    )
    return {name for (name,) in rows}


def _our_ranges(connection: psycopg.Connection[Any]) -> Iterator[tuple[UUID, UUID]]:
    """The half-open key range of each load, ascending."""
    if has_ledger(connection):
        for (tag,) in connection.execute("select tag from seedkit.loads order by tag"):
            yield _first_key(tag), _first_key(tag + 1)


def _first_key(tag: int) -> UUID:
    return UUID(int=(0x5EED << 112) | (tag << 96))


def _outside(ranges: list[tuple[UUID, UUID]]) -> tuple[sql.Composable, list[UUID]]:
    """The condition that ``id`` lies in none of the ranges, as gaps: each is an index scan."""
    if not ranges:
        return sql.SQL("true"), []
    gaps = [sql.SQL("id < %s")] + [sql.SQL("id >= %s and id < %s")] * (len(ranges) - 1)
    gaps.append(sql.SQL("id >= %s"))
    return sql.SQL(" or ").join(gaps), [bound for pair in ranges for bound in pair]
