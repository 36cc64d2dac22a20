"""The bench: a connection on which small worlds are loaded and taken off again, one after the other.

A load has costs that a property test would pay a hundred times: reading the catalogue, looking up
catalogue rows, entries in the ledger. Here they are paid once, and the rest is one COPY a table.
Nothing stays: each world is a savepoint, and the bench a transaction that is rolled back.
"""

from __future__ import annotations

import contextlib
import functools
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any, NamedTuple, Self

import psycopg
import pyarrow as pa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from ... import generate
from ...errors import TargetError
from ...load.bases import key_bases
from ...load.copy import Encoder, Encoders
from ...load.guard import refuse_remote_connection
from ...load.job import Job
from ...load.live import LiveTable, read_foreign_keys, read_tables
from ...load.overlap import Part
from ...load.preflight import BoundPlan, bind
from ...load.reference import known_rows
from ...load.triggers import silenced
from ...scenario import Scenario
from ...types import to_python
from ..connection import CaseConnection
from ..sessions import engine_over
from .references import References
from .telling import NOWHERE, Place, WorldTable
from .untraced import hidden
from .world import SmallWorld, small_world

__all__ = ["Bench"]

#: How many tables' rows are kept encoded.
_ENCODED = 1024


class _Encoded(NamedTuple):
    encoder: Encoder
    batch: pa.RecordBatch
    chunks: list[bytes]
    # Kept, so that no other table can take its identity.
    table: WorldTable


class Bench:
    """A transaction in which small worlds are loaded, each in a savepoint of its own.

    ::

        with seedkit_server.bench(household_account) as bench:  # or Bench(connection, household_account)
            with bench.holding(world) as db, bench.session() as session:
                db.execute("select …")

    The stories named are tried when the bench is opened, so that the first example costs no more than the
    others. The schema must not change while the bench is open, and nobody else should write into the
    database: rows of an open bench are seen by none, but who writes the same waits for it, ``lock_timeout``
    at most. Raises GuardRefused for a connection that leads away from this machine, TargetError where the
    database cannot take the world, DataError for a value that it refuses.
    """

    def __init__(
        self, connection: psycopg.Connection[Any], *stories: Scenario | str, lock_timeout: str = "10s"
    ) -> None:
        self.connection, self._stories, self._lock_timeout = connection, stories, lock_timeout
        self._open = contextlib.ExitStack()
        self._may_replicate = False
        self._references = References(())
        self._live: dict[str, LiveTable] = {}
        self._bound: dict[tuple[str, ...], tuple[BoundPlan, Place]] = {}
        self._columns: dict[str, tuple[str, ...]] = {}
        self._encoder = Encoders(self._live, self._columns)
        self._encoded: OrderedDict[int, _Encoded] = OrderedDict()
        self._there: dict[int, WorldTable] = {}

    def __enter__(self) -> Self:
        refuse_remote_connection(self.connection)
        self._open.enter_context(self.connection.transaction(force_rollback=True))
        try:
            self.connection.execute("select set_config('lock_timeout', %s, true)", [self._lock_timeout])
            self._may_replicate = _may_replicate(self.connection)
            for story in self._stories:
                with self.holding(small_world(story)):
                    pass
        except BaseException:
            self._open.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.__exit__(kind, error, trace)

    def holding(self, world: SmallWorld) -> AbstractContextManager[psycopg.Connection[Any]]:
        """The database with this world in it, and with ``seedkit.now`` set to the world's; undone at the end."""
        return hidden(self._holding(world))

    def session(self) -> Session:
        """A new SQLAlchemy session over the connection; what it commits is undone with the world that is held."""
        return Session(self._engine)

    def __repr__(self) -> str:
        return f"<a bench in {self.connection.info.dbname}>"

    @functools.cached_property
    def _engine(self) -> Engine:
        if isinstance(self.connection, CaseConnection):
            return engine_over(self.connection)
        return engine_over(CaseConnection(lambda: self.connection.pgconn))

    @contextlib.contextmanager
    def _holding(self, world: SmallWorld) -> Iterator[psycopg.Connection[Any]]:
        with _told():
            bound, place = self._bind(world)
        job = Job(self.connection, world.plan, generate, bound, [], known=place.known)
        tables = [table for table in world.tables(place) if table.planned.name in bound.planned]
        for table in tables:
            if table.catalogue and id(table) not in self._there:
                self._put_catalogue(job, table)
        with self.connection.transaction(force_rollback=True):
            with _told():
                self._write(world, job, tables)
            yield self.connection

    def _write(self, world: SmallWorld, job: Job, tables: Sequence[WorldTable]) -> None:
        """All rows but those of the catalogue, which are there."""
        self.connection.execute("select set_config('seedkit.now', %s, true)", [world.telling.now.isoformat()])
        rows = [table for table in tables if not table.catalogue]
        with self._quiet([job.bound.live[table.planned.name] for table in rows], tables):
            for part in self._parts(rows):
                job.write(part)
        job.set_sequences()

    @contextlib.contextmanager
    def _quiet(self, live: Sequence[LiveTable], tables: Sequence[WorldTable]) -> Iterator[None]:
        """No trigger fires: as a replica's, where we may and no key is left unchecked; else by ALTER TABLE."""
        always = any(trigger.enabled in ("A", "R") for table in live for trigger in table.triggers)
        if always or not self._may_replicate or not self._references.hold(tables):
            with silenced(self.connection, live, inserting=True):
                yield
            return
        self.connection.execute("set local session_replication_role = replica")
        yield
        self.connection.execute("set local session_replication_role = origin")

    def _bind(self, world: SmallWorld) -> tuple[BoundPlan, Place]:
        """The world's plan bound to the database, and what that decides of its rows."""
        plan = world.plan
        names = tuple(table.name for table in plan.tables)
        missing = set(names) - self._live.keys()
        if missing:
            self._live.update(read_tables(self.connection, sorted(missing)))
            self._references = References(read_foreign_keys(self.connection, children=sorted(self._live)))
        if names not in self._bound:
            bound = bind(self.connection, plan)
            self._columns.update(bound.columns)
            self._bound[names] = bound, self._place(world, bound)
        return self._bound[names]

    def _place(self, world: SmallWorld, bound: BoundPlan) -> Place:
        known = known_rows(self.connection, bound)
        bases = {name: base for name, base in key_bases(self.connection, bound, None, 0).items() if base}
        ours = {t.planned.name: _keys(t) for t in world.tables() if t.planned.reference and t.once}
        foreign = any(
            ours.get(n, {}).get(at, key) != key for n, keys in known.items() for at, key in keys.items()
        )
        if not foreign and not bases:
            return NOWHERE
        places = (place for _, place in self._bound.values() if place.known == known and place.bases == bases)
        return next(places, Place(known, bases))

    def _put_catalogue(self, job: Job, table: WorldTable) -> None:
        """Insert the catalogue rows that are missing; they stay as long as the bench."""
        with _told(), self.connection.transaction():
            stage = job.stage(table.planned.name)
            for part in self._parts([table]):
                stage.fill(part)
            stage.insert_missing(table.planned.natural or stage.match)
        self._there[id(table)] = table

    def _parts(self, tables: Iterable[WorldTable]) -> Iterator[Part]:
        for table in tables:
            found = self._encoded.get(id(table)) or self._encode(table)
            yield Part(found.encoder, found.batch, iter(found.chunks))

    def _encode(self, table: WorldTable) -> _Encoded:
        encoder = self._encoder(table.planned.name, table.batch.schema)
        prepared = encoder.prepare(table.batch)
        if len(self._encoded) >= _ENCODED:
            self._encoded.popitem(last=False)
        self._encoded[id(table)] = _Encoded(encoder, prepared, list(encoder.chunks(prepared)), table)
        return self._encoded[id(table)]


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Say who may be waited for, where a wait has ended without success."""
    try:
        yield
    except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected) as error:
        raise TargetError(
            "another session holds rows that this world needs, uncommitted",
            got=error.diag.message_primary,
            hint="Give each bench a database of its own: seedkit_server.bench(…)",
        ) from error


def _may_replicate(connection: psycopg.Connection[Any]) -> bool:
    """Whether this role may silence all triggers by a setting, and has not done so itself."""
    with (
        contextlib.suppress(psycopg.errors.InsufficientPrivilege),
        connection.transaction(force_rollback=True),
    ):
        row = connection.execute("select current_setting('session_replication_role')").fetchone()
        connection.execute("set local session_replication_role = replica")
        return row == ("origin",)
    return False


def _keys(table: WorldTable) -> Mapping[tuple[object, ...], object]:
    """The keys of catalogue rows by their natural keys."""
    planned, columns = table.planned, table.batch.schema.names
    if not {*planned.natural, *planned.key} <= set(columns):
        return {}

    def values(names: tuple[str, ...]) -> list[tuple[object, ...]]:
        return list(zip(*(to_python(table.batch.column(name), None) for name in names), strict=True))

    keys = [key if len(key) > 1 else key[0] for key in values(planned.key)]
    return dict(zip(values(planned.natural), keys, strict=True))
