"""A batch saved at once: parents first, rows that are there already found in one query, the rest written together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError

from ..entropy import LOOSE_TAG
from ..fields.mixed import MixedRows
from ..fields.rows import Rows
from ..fields.scalar import ObjectRows, is_object
from ..objects import Columns, Objects, by_row
from ..rows import FactoryRows
from .copying import Copies
from .natural import existing, natural_key, take_over
from .session import session_of

__all__ = ["save"]


def save(rows: FactoryRows) -> list[Any]:
    """The objects of these rows and of their parents, written to the database; persistent in their session.

    What waits in the session is written before. A factory that commits does so once, at the end.
    """
    batch = _Saved()
    session_of(rows.meta).flush()
    try:
        objects = batch.of(rows)
        batch.finish()
    except IntegrityError as error:
        if getattr(error.orig, "sqlstate", None) == "23505" and f"5eed{LOOSE_TAG:04x}" in str(error.orig):
            error.add_note(_AGAIN)
        raise
    return objects


_AGAIN = (
    "The same rows were saved before: keys follow from seed and sequence, which begins anew in each process. "
    "Roll back after a test, or build with another seed: with settings(seed=7): …"
)


class _Saved(Objects):
    """Objects of one batch, each written when it is first asked for."""

    def __init__(self) -> None:
        super().__init__(self._save)
        self._copies = Copies()
        #: Rows whose objects are others than they describe: found, or the same one several times.
        self._others: set[int] = set()
        self._written: dict[int, Any] = {}

    def finish(self) -> None:
        """Write what is left to write, and commit where a factory does."""
        for meta in self._written.values():
            session_of(meta).flush()
        for meta in self._written.values():
            if meta.sqlalchemy_session_persistence == "commit":
                session_of(meta).commit()

    def _objects(self, rows: Rows) -> list[Any]:
        if isinstance(rows, ObjectRows):
            self._attach(rows)
        elif isinstance(rows, FactoryRows):
            self._save_parents(rows)
        objects = super()._objects(rows)
        below = (
            [part for part, _ in rows.parts] if isinstance(rows, MixedRows) else [getattr(rows, "base", None)]
        )
        if self._others & {id(part) for part in below}:
            self._others.add(id(rows))
        return objects

    def _attach(self, rows: ObjectRows) -> None:
        """Objects that were only built are saved before the rows that point to them."""
        for value in rows.values:
            if is_object(value) and not inspect(value).persistent:
                session = session_of(self._meta)
                session.add(value)
                session.flush()

    def _save_parents(self, rows: FactoryRows) -> None:
        self._meta = rows.meta
        for name in rows.links:
            parent = rows.parent(name)
            if parent is None:
                continue
            objects = self.of(parent)
            if id(parent) in self._others:
                rows.rebind(name, ObjectRows(objects, rows))

    def _save(self, rows: FactoryRows, columns: Columns) -> list[Any]:
        meta = rows.meta
        self._written[id(meta)] = meta
        names = natural_key(meta)
        if not names:
            return self._insert(rows, columns)
        return self._found_or_inserted(rows, columns, names)

    def _found_or_inserted(self, rows: FactoryRows, columns: Columns, names: Sequence[str]) -> list[Any]:
        meta, session = rows.meta, session_of(rows.meta)
        keys = list(zip(*(columns[name] for name in names), strict=True))
        objects = existing(session, meta, names, keys)
        if meta.adopted_by:
            for key, given in zip(keys, by_row(columns, len(rows)), strict=True):
                if key in objects:
                    take_over(meta, objects[key], given)
        places = {key: place for place, key in reversed(list(enumerate(keys))) if key not in objects}
        if len(places) < len(rows):
            self._others.add(id(rows))
        wanted = sorted(places.values())
        inserted = self._insert(rows, columns, wanted)
        objects.update((keys[place], made) for place, made in zip(wanted, inserted, strict=True))
        return [objects[key] for key in keys]

    def _insert(self, rows: FactoryRows, columns: Columns, places: Sequence[int] | None = None) -> list[Any]:
        """New rows, all or those at some places."""
        if places is not None:
            columns = {name: [values[place] for place in places] for name, values in columns.items()}
        n = len(rows) if places is None else len(places)
        session = session_of(rows.meta)
        copied = self._copies.write(session, rows, columns, places)
        if copied is not None:
            return copied
        if rows.key is not None and rows.key not in rows.written():
            self._others.add(id(rows))  # Only the server knows their keys.
        objects = [rows.meta.model(**given) for given in by_row(columns, n)]
        session.add_all(objects)
        session.flush()
        return objects
