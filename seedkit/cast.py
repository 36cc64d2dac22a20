"""The people of the loads in a database, in every copy: those on record, and the rest from their story."""

from __future__ import annotations

from typing import Any

import psycopg

from . import generate
from .errors import UsageError
from .load.ledger import read_loads
from .load.people import find_person, person_of
from .proof import plan_of
from .supabase.claims import Person

__all__ = ["find_anyone"]


def find_anyone(connection: psycopg.Connection[Any], handle: str, *, scenario: str | None = None) -> Person:
    """The person with this handle (``partner``, ``admin@37``). Raises UnknownName or UsageError."""
    try:
        return find_person(connection, handle, scenario=scenario)
    except UsageError:
        name, _, number = handle.partition("@")
        if not number.isdigit():
            raise
        for entry in read_loads(connection):
            if (
                scenario in (None, entry.scenario, entry.scenario.partition("/")[2], entry.name)
                and int(number) < entry.copies
                and not entry.is_fill
            ):
                found = {p.handle: p for p in generate.people(plan_of(entry), [int(number)])}
                if name in found:
                    person = found[name]
                    return person_of(
                        connection, handle, person.uid, person.email, person.sub, schema=entry.schema
                    )
        raise
