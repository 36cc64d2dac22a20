"""People and places of a row: all fields that speak of the same one agree with each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ...entropy import I64, LOOSE_TAG, below, draw, salt, unit, walk
from ...fields.base import Field
from ...fields.codes import fixed_text
from ...fields.people import mail_domain
from ...fields.rows import Rows
from ...vocabulary import pool
from ..vocabulary.places import cities
from .figures import Figure
from .ticks import places_of

__all__ = ["PERSON", "SPOT", "Person", "Spot"]


class Person(Field):
    """Something of the person that a row is about: ``Person("first_name")``, ``Person("email")``.

    Fields of the same ``who`` in a table speak of the same person. With ``nth``, a field of numbers from 0, all are
    different people: no two have the same e-mail address, user name or full name. ``of`` is the table that they belong to. ``apart`` gives
    addresses that other rows of the database do not have.
    """

    def __init__(
        self,
        what: str,
        who: str = "",
        *,
        of: str = "",
        nth: Any = None,
        longest: int | None = None,
        apart: bool = False,
    ) -> None:
        super().__init__()
        self.what, self.who, self.of, self.nth = what, who, of, nth
        self.longest, self.apart = longest, apart

    def column(self, rows: Rows) -> pa.Array:
        first, last, again = _chosen(rows, self.who, self.of, self.nth)
        person = _Someone(rows, first, last, again, self.who, self.apart)
        made: pa.Array = PERSON[self.what](person)
        if self.longest is not None and pa.types.is_string(made.type):
            return _fitted(made, self.longest, person, self.what)
        return made


def _chosen(rows: Rows, who: str, of: str, nth: Any) -> tuple[I64, I64, I64]:
    """Which first and last name each row has, and how often the pair was there before."""
    firsts, lasts = len(pool("first_names")), len(pool("last_names"))
    size = firsts * lasts
    if nth is None:
        draws = rows.draw("person", who)
        return below(draws, firsts), below(draw(draws, "last"), lasts), np.zeros(len(rows), dtype=np.int64)
    places = places_of(nth, rows)
    turn, place = places // size, places % size
    seed = np.full(len(rows), salt("person", who, of, rows.scope.seed), dtype=np.uint64)
    pair = walk(place, np.full(len(rows), size, dtype=np.int64), seed)
    return pair % firsts, pair // firsts, turn


class _Someone:
    """One person a row: what is asked of them is looked up when it is asked."""

    def __init__(self, rows: Rows, first: I64, last: I64, again: I64, who: str, apart: bool) -> None:
        self.rows, self.first, self.last, self.again, self.who = rows, first, last, again, who
        self.apart = apart

    def name(self, part: str) -> pa.Array:
        which, of = ("first_names", self.first) if part == "first" else ("last_names", self.last)
        return pool(which).column("name").take(pa.array(of))

    def slug(self, part: str) -> pa.Array:
        which, of = ("first_names", self.first) if part == "first" else ("last_names", self.last)
        return pool(which).column("slug").take(pa.array(of))

    @property
    def number(self) -> pa.Array:
        """What tells a person from an earlier one of the same name: nothing, or 2, 3, …"""
        number = pa.array(self.again + 1).cast(pa.string())
        return pc.if_else(pa.array(self.again > 0), number, "")

    def draw(self, *names: str | int) -> Any:
        return self.rows.draw("person", self.who, *names)


def _email(person: _Someone) -> pa.Array:
    tag = person.rows.scope.tag
    alone = not person.apart or tag == LOOSE_TAG
    hosts = ["example.com", "example.org", "example.net"] if alone else [mail_domain(tag)]
    # The host follows from the name, so that an address tells a person.
    host = pa.array(hosts).take(pa.array((person.first * 7 + person.last) % len(hosts)))
    local = pc.binary_join_element_wise(person.slug("first"), person.slug("last"), ".")
    return pc.binary_join_element_wise(local, person.number, "@", host, "")


def _username(person: _Someone) -> pa.Array:
    style = (person.first + person.last) % 3
    joint = pa.array(["_", ".", "-"]).take(pa.array(style * 0))
    return pc.binary_join_element_wise(person.slug("first"), joint, person.slug("last"), person.number, "")


def _full(person: _Someone) -> pa.Array:
    name = pc.binary_join_element_wise(person.name("first"), person.name("last"), " ")
    roman = pa.array(["", " II", " III", " IV", " V"]).take(pa.array(np.minimum(person.again, 4)))
    return pc.binary_join_element_wise(name, roman, "")


def _initials(person: _Someone) -> pa.Array:
    first, last = (pc.utf8_slice_codeunits(person.name(part), 0, 1) for part in ("first", "last"))
    return pc.binary_join_element_wise(first, last, "")


def _gender(person: _Someone) -> pa.Array:
    known = pool("first_names").column("gender").take(pa.array(person.first))
    return pc.if_else(pc.equal(known, "any"), "female", known)


def _salutation(person: _Someone) -> pa.Array:
    doctor = pa.array(unit(person.draw("doctor")) < 0.06)
    plain = pc.if_else(pc.equal(_gender(person), "female"), "Ms.", "Mr.")
    return pc.if_else(doctor, "Dr.", plain)


def _picture(person: _Someone) -> pa.Array:
    name = pc.binary_join_element_wise(person.slug("first"), person.slug("last"), "-")
    return pc.binary_join_element_wise("https://images.example.com/people/", name, person.number, ".jpg", "")


def _page(person: _Someone) -> pa.Array:
    name = pc.binary_join_element_wise(person.slug("first"), person.slug("last"), "-")
    return pc.binary_join_element_wise("https://", name, person.number, ".example.com", "")


def _phone(person: _Someone) -> pa.Array:
    """A number of the range kept for fiction; beyond its places, one of nobody's area code."""
    codes = pool("area_codes").column("area_code")
    area = codes.take(pa.array(below(person.draw("area"), len(codes))))
    last = pa.array(100 + below(person.draw("line"), 100)).cast(pa.string())
    return pc.binary_join_element_wise("+1", area, "5550", last, "")


def _middle(person: _Someone) -> pa.Array:
    names = pool("first_names").column("name")
    return names.take(pa.array(below(person.draw("middle"), len(names))))


#: What can be asked of a person.
PERSON: Mapping[str, Callable[[_Someone], pa.Array]] = {
    "first_name": lambda p: p.name("first"),
    "last_name": lambda p: p.name("last"),
    "middle_name": _middle,
    "full_name": _full,
    "last_first": lambda p: pc.binary_join_element_wise(p.name("last"), p.name("first"), ", "),
    "username": _username,
    "email": _email,
    "initials": _initials,
    "gender": _gender,
    "sex": lambda p: pc.if_else(pc.equal(_gender(p), "female"), "F", "M"),
    "salutation": _salutation,
    "picture": _picture,
    "page": _page,
    "phone": _phone,
}


def _fitted(made: pa.Array, longest: int, person: _Someone, what: str) -> pa.Array:
    """The values, shorter ones in the place of those that are too long; still different where they were."""
    long = pc.greater(pc.utf8_length(made), longest)
    if not pc.any(long).as_py():
        return made
    code = _code(person)
    if what == "email" and longest >= 18:
        short = pc.binary_join_element_wise(code, "@example.com", "")
    elif what == "username" and longest >= 9:
        initial = pc.utf8_slice_codeunits(person.slug("first"), 0, 1)
        name = pc.utf8_slice_codeunits(person.slug("last"), 0, longest - 7)
        short = pc.binary_join_element_wise(initial, name, code, "")
    elif what in ("first_name", "last_name", "middle_name", "full_name", "last_first", "initials"):
        short = pc.utf8_trim(pc.utf8_slice_codeunits(made, 0, longest), " ,")
    else:
        short = pc.utf8_slice_codeunits(code, 0, longest)
    return pc.if_else(long, short, made)


def _code(person: _Someone) -> pa.Array:
    """Four letters that tell the person's two names, and how often they were there before."""
    pair = person.last * len(pool("first_names")) + person.first
    digits = np.empty((len(pair), 4), dtype=np.uint8)
    for place in range(4):
        digits[:, place] = np.frombuffer(b"abcdefghijklmnopqrstuvwxyz0123456789", dtype=np.uint8)[pair % 36]
        pair = pair // 36
    return pc.binary_join_element_wise(fixed_text(digits), person.number, "")


class Spot(Field):
    """Something of the place that a row is about: ``Spot("city")``, ``Spot("country_code")``.

    Fields of the same ``where`` in a table speak of the same place. Coordinates lie within half a degree of the city.
    ``of`` countries limits it to those of these codes.
    """

    def __init__(self, what: str, where: str = "", *, kind: str = "text", scale: int = 6) -> None:
        super().__init__()
        self.what, self.where, self.kind, self.scale = what, where, kind, scale

    def column(self, rows: Rows) -> Any:
        found = cities()
        which = below(rows.draw("place", self.where), len(found["city"]))
        made = SPOT.get(self.what)
        if made is not None:
            return made(rows, which, self)
        return found[self.what].take(pa.array(which))


def _coordinate(rows: Rows, which: I64, spot: Spot) -> Any:
    centre = cities()[spot.what].cast(pa.float64()).take(pa.array(which)).to_numpy(zero_copy_only=False)
    near = (unit(rows.draw("place", spot.where, spot.what)) - 0.5) * 0.4
    ticks = np.floor((centre + near) * 10.0**spot.scale).astype(np.int64)
    figure = Figure(-180, 180, scale=spot.scale, real=spot.kind == "float")
    made = figure.array_of(ticks)
    return pa.array(made).cast(pa.string()) if spot.kind == "text" else made


def _postcode(rows: Rows, which: I64, spot: Spot) -> pa.Array:
    forms = cities()["form"].take(pa.array(which)).to_pylist()
    draws = rows.draw("place", spot.where, "postcode").tolist()
    made = []
    for form, number in zip(forms, draws, strict=True):
        text = ""
        for char in form:
            number, digit = (
                divmod(number, 10) if char == "#" else divmod(number, 22) if char == "@" else (number, 0)
            )
            text += (
                str(digit or 1 if not text else digit)
                if char == "#"
                else "ABCDEFGHJKLMNPRSTUVWXY"[digit]
                if char == "@"
                else char
            )
        made.append(text)
    return pa.array(made, pa.string())


def _street(rows: Rows, which: I64, spot: Spot) -> pa.Array:
    streets = pool("streets").column("name")
    street = streets.take(pa.array(below(rows.draw("place", spot.where, "street"), len(streets))))
    number = pa.array(1 + below(rows.draw("place", spot.where, "house"), 240)).cast(pa.string())
    return pc.binary_join_element_wise(number, street, " ")


def _address(rows: Rows, which: I64, spot: Spot) -> pa.Array:
    city, country = (cities()[name].take(pa.array(which)) for name in ("city", "country"))
    parts = (_street(rows, which, spot), _postcode(rows, which, spot), city, country)
    line = pc.binary_join_element_wise(parts[1], parts[2], " ")
    return pc.binary_join_element_wise(parts[0], line, parts[3], ", ")


def _phone_there(rows: Rows, which: I64, spot: Spot) -> pa.Array:
    """A number with the country's code and a 555 that nobody has."""
    calling = cities()["calling"].take(pa.array(which))
    rest = pa.array(1_000_000 + below(rows.draw("place", spot.where, "phone"), 8_999_999)).cast(pa.string())
    return pc.binary_join_element_wise("+", calling, " 555 ", rest, "")


def _unit_of(rows: Rows, which: I64, spot: Spot) -> pa.Array:
    kinds = pa.array(["Apt", "Suite", "Unit", "Floor"]).take(
        pa.array(below(rows.draw("place", spot.where, "unit"), 4))
    )
    number = pa.array(1 + below(rows.draw("place", spot.where, "door"), 60)).cast(pa.string())
    return pc.binary_join_element_wise(kinds, number, " ")


def _house(rows: Rows, which: I64, spot: Spot) -> pa.Array:
    return pa.array(1 + below(rows.draw("place", spot.where, "house"), 240)).cast(pa.string())


def _street_name(rows: Rows, which: I64, spot: Spot) -> pa.Array:
    streets = pool("streets").column("name")
    return streets.take(pa.array(below(rows.draw("place", spot.where, "street"), len(streets))))


#: What of a place does not stand in the list.
SPOT: Mapping[str, Callable[[Rows, I64, Spot], Any]] = {
    "latitude": _coordinate,
    "longitude": _coordinate,
    "postcode": _postcode,
    "street": _street,
    "street_name": _street_name,
    "house": _house,
    "unit": _unit_of,
    "address": _address,
    "phone": _phone_there,
}
