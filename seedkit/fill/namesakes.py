"""Users who are called what their profiles call them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pyarrow as pa

from ..entropy import I64
from ..fields import Field
from ..fields.rows import Rows
from ..infer.fields.people import Person
from ..schema.reflected import ForeignKey, Name
from .made import WHOLE, Made
from .people import People

__all__ = ["name_people"]


def name_people(people: People, made: Mapping[Name, Made]) -> None:
    """Call people what the first table says that has a row for each of them and their names."""
    for table in made.values():
        key, person = _profile_key(people, table), _person_in(table.fields.values())
        if key is not None and person is not None and 0 < table.rows <= WHOLE:
            rows = table.at(np.arange(table.rows, dtype=np.int64))
            places = rows.places(key.name)
            people.call(
                {part: _Called(_name(person, part, rows), places) for part in ("first_name", "last_name")}
            )
            return


def _profile_key(people: People, table: Made) -> ForeignKey | None:
    """The link of a row to the one person whom it is about."""
    singles = {unique.columns for unique in table.table.uniques if unique.plain}
    return next(
        (key for key in table.keys if key.columns in singles and table.targets[key.name].made is people), None
    )


def _person_in(fields: Iterable[Field]) -> Person | None:
    """The first field, or field within one, that speaks of the person whom a row is about."""
    for field in fields:
        if isinstance(field, Person):
            if not field.who:
                return field
        elif (
            found := _person_in(value for value in vars(field).values() if isinstance(value, Field))
        ) is not None:
            return found
    return None


def _name(person: Person, part: str, rows: Rows) -> pa.Array:
    return Person(part, person.who, of=person.of, nth=person.nth).bound(part, {}).column(rows)


class _Called(Field):
    """The names of people in some places; whoever is in none of them is called like one of the others."""

    def __init__(self, names: pa.Array, places: I64) -> None:
        super().__init__()
        self.names, self.places = names, places

    def column(self, rows: Rows) -> pa.Array:
        whom = rows.ordinals % len(self.names)
        known = (self.places >= 0) & (self.places < len(rows))
        whom[self.places[known]] = np.flatnonzero(known)
        return self.names.take(pa.array(whom))
