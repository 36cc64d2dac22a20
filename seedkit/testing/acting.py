"""Acting as a person: each statement is a request of its own, as PostgREST makes it.

A transaction (a savepoint where one is open), the role and the claims for it alone, the statement, and
everything as before. So blocks nest as they like, an error undoes its statement only, and
``seedkit_db`` beside it stays the administrator's.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import psycopg
from psycopg import sql
from psycopg.pq import TransactionStatus
from psycopg.rows import tuple_row
from sqlalchemy.orm import Session

from ..errors import TargetError
from ..load.connect import set_back
from ..supabase.claims import Person, act_as, role_settings
from ..verify.access.personas import Subject, forge
from .connection import CaseConnection
from .relations import matching, relation_of
from .sessions import engine_over

__all__ = ["Acting"]

#: What acting sets, besides the settings of the role.
_SETTINGS = (
    "search_path", "role", "request.jwt.claims", "request.method", "request.path", "request.headers",
    "request.cookies", "request.jwt.claim", "request.jwt.claim.sub", "request.jwt.claim.role",
    "request.jwt.claim.email",
)  # fmt: skip

#: The role that row security is not meant for.
_SERVICE = "service_role"

_STANDING = """
select current_user::text, current_setting('row_security') = 'on', rolsuper or rolbypassrls,
       array(select format('%I.%I', nspname, relname) from pg_class c join pg_namespace n on n.oid = relnamespace
             where relrowsecurity and relkind in ('r', 'p') and not row_security_active(c.oid) order by 1)
from pg_roles where rolname = current_user
"""


class Acting:
    """The database as one person finds it through the API. ``before`` is called ahead of each request."""

    def __init__(
        self, connection: CaseConnection, person: Person, *, before: Callable[[], None] = lambda: None
    ) -> None:
        self._connection, self._before = connection, before
        #: Who acts, with role and claims.
        self.person = person
        self._session: Session | None = None
        self._role_settings: dict[str, str] | None = None

    def execute(self, query: Any, parameters: Any = None) -> psycopg.Cursor[Any]:
        """Run a statement as this person; its cursor, with all rows fetched."""
        self._flush()
        with self.transaction() as connection:
            return connection.execute(query, parameters)

    def count(self, relation: Any, **equal: Any) -> int:
        """How many rows of a table (model, factory or name) this person reads: ``db.count(Entry, mood="calm")``."""
        found = relation_of(self._connection, relation, schema=self.person.schema)
        condition, values = matching(found, equal)
        query = sql.SQL("select count(*) from {} where {}").format(found.identifier, condition)
        return int(self._rows(query, values)[0][0])

    def ids(self, relation: Any, **equal: Any) -> set[Any]:
        """The keys of the rows that this person reads; tuples where a key has several columns."""
        found = relation_of(self._connection, relation, schema=self.person.schema)
        condition, values = matching(found, equal)
        key = sql.SQL(", ").join(map(sql.Identifier, found.key))
        query = sql.SQL("select {} from {} where {}").format(key, found.identifier, condition)
        rows = self._rows(query, values)
        return {row[0] for row in rows} if len(found.key) == 1 else set(rows)

    @property
    def session(self) -> Session:
        """A SQLAlchemy session all of whose transactions are this person's; undone where not committed."""
        if self._session is None:
            engine = engine_over(self._connection, within=self._in_session, side=self.person.handle)
            self._session = Session(engine)
        return self._session

    @contextlib.contextmanager
    def transaction(self) -> Iterator[psycopg.Connection[Any]]:
        """Several statements as one request: the test's own connection, which acts until the block ends."""
        self._before()
        connection = self._connection
        if self._role_settings is None:
            with _free(connection):
                self._role_settings = role_settings(connection, self.person.role)
        with _free(connection), set_back(connection, [*_SETTINGS, *self._role_settings]):
            act_as(psycopg.Cursor(connection), self.person, known=self._role_settings)
            connection.impersonated += 1
            try:
                yield connection
            finally:
                connection.impersonated -= 1

    def check(self) -> None:
        """Raise TargetError unless the role is the person's, and row security holds for it on every table."""
        with self.transaction() as connection, psycopg.Cursor(connection, row_factory=tuple_row) as cursor:
            row = cursor.execute(_STANDING).fetchone()
        role, on, bypasses, open_tables = row or (None, False, True, [])
        if role != self.person.role:
            raise TargetError(f"acting as {self.person.handle!r} left the role at {role}", got=role)
        if role == _SERVICE:
            return
        if bypasses or not on:
            why = "the role bypasses it" if bypasses else "it is off in this session"
            raise TargetError(
                f"row security does not hold for {self.person.handle!r}: {why}",
                got=role,
                hint="API roles are made without BYPASSRLS, and nobody's superusers",
            )
        if open_tables:
            raise TargetError(
                f"row security does not hold for {self.person.handle!r} on {', '.join(open_tables)}",
                got=role,
                hint="The role owns these tables: force row security, or give them to another owner",
            )

    def close(self) -> None:
        """Close the session; what it did not commit is undone."""
        if self._session is not None:
            self._session.close()

    def __repr__(self) -> str:
        return f"<acting as {self.person.handle}, role {self.person.role}>"

    def _flush(self) -> None:
        session = self._session
        if session is not None and (session.new or session.dirty or session.deleted):
            session.flush()

    def _rows(self, query: sql.Composed, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        self._flush()
        with self.transaction() as connection, psycopg.Cursor(connection, row_factory=tuple_row) as cursor:
            return cursor.execute(query, values).fetchall()

    @contextlib.contextmanager
    def _in_session(self) -> Iterator[None]:
        with self.transaction() as connection:
            assert isinstance(connection, CaseConnection)
            outer, connection.acting = connection.acting, self.person.handle
            try:
                yield
            finally:
                connection.acting = outer


@contextlib.contextmanager
def administering(connection: CaseConnection) -> Iterator[psycopg.Cursor[Any]]:
    """A block in which the connection is the administrator's, whoever acts over it."""
    cursor = psycopg.Cursor(connection, row_factory=tuple_row)
    with _free(connection):
        if not connection.impersonated:
            yield cursor
            return
        with set_back(connection, ["role"]):
            cursor.execute("select set_config('role', 'none', true)")
            yield cursor


@contextlib.contextmanager
def forged(connection: CaseConnection, person: Person) -> Iterator[None]:
    """The person's user_metadata written into the account as well, as its owner may; put back afterwards."""
    read = "select raw_user_meta_data from auth.users where id = %s"
    with administering(connection) as cursor:
        row = cursor.execute(read, [person.uid]).fetchone()
        forge(connection, Subject(person, "forged"))
    try:
        yield
    finally:
        if row is not None and connection.info.transaction_status != TransactionStatus.INERROR:
            with administering(connection) as cursor:
                cursor.execute(
                    "update auth.users set raw_user_meta_data = %s where id = %s",
                    [None if row[0] is None else json.dumps(row[0]), person.uid],
                )


@contextlib.contextmanager
def _free(connection: CaseConnection) -> Iterator[None]:
    """Let our own statements through, although somebody acts over the connection."""
    outer, connection.acting = connection.acting, None
    try:
        yield
    finally:
        connection.acting = outer
