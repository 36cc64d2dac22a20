"""Text, documents and lists by name."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from itertools import product
from string import ascii_uppercase
from typing import Any

from ...fields import Choice, Field, Flag, Ordinal, Uuid
from ..documents import Documents
from ..exotic import Arrays
from ..fields.figures import Figure
from ..fields.matching import Matching
from ..fields.people import Person, Spot
from ..fields.said import Formed, Said
from ..fields.typed import Typed
from ..fields.ways import Combination
from ..natures import ENDLESS, Made
from ..vocabulary.places import cities
from ..words import Look, Words, chosen
from .context import Context, Meaning
from .things import DOCUMENTS, LISTS, NAMES, PICKS, TEXTS

__all__ = ["document_for", "list_for", "other_for", "rule_for"]

Maker = Callable[[Context, str], "Look | None"]


def rule_for(context: Context, words: tuple[str, ...]) -> Meaning | None:
    """The meaning of a text column whose name ends in these words."""
    ending = " ".join(words)
    rule = _rules().get(ending)
    if rule is None:
        return None
    verb, argument, nulls = rule
    look = _MAKERS[verb](context, argument)
    if look is None:
        return None
    why = f"{context.column.name}: {argument.replace('_', ' ') if argument else verb}"
    return Meaning(Words(look, 63 if context.kind.name.name == "name" else context.longest), nulls, why)


@functools.cache
def _rules() -> Mapping[str, tuple[str, str, float | None]]:
    """The rules of TEXTS by ending: verb, argument, share of nulls."""
    found: dict[str, tuple[str, str, float | None]] = {}
    for line in filter(None, TEXTS.strip().splitlines()):
        names, _, action = line.partition("|")
        action, _, nulls = action.partition("%")
        verb, _, argument = action.strip().partition(" ")
        for name in names.split(","):
            found[name.strip()] = verb, argument.strip(), float(nulls) / 100 if nulls.strip() else None
    return found


# What the verbs of the rules make


def _said(context: Context, argument: str) -> Look:
    rule, _, form = argument.partition(" as ")
    return Look(rule.strip(), form=form.strip())


def _prose(context: Context, argument: str) -> Look:
    """Some sentences: as many as the column has room for, and its name lets expect."""
    rule, low, high = argument.rsplit(" ", 2)
    room = context.longest
    first, last = int(low), int(high)
    if room is not None and room < 60 * last:
        last = max(room // 60, 1)
        first = min(first, last)
    return Look(rule, sentences=(first, last))


def _person(context: Context, what: str) -> Look:
    whom, start, of = context.whom, context.start, context.table.name.name

    def make(longest: int | None) -> Field:
        return Person(what, whom, of=of, nth=Ordinal(start), longest=longest, apart=start > 0)

    def distinct(nth: Field, longest: int | None) -> Field:
        return Person(what, whom, of=of, nth=nth, longest=longest, apart=start > 0)

    if what in ("phone",):
        return Look(make=make, distinct=_apart(_PHONES), many=8_000_000_000)
    if what in ("first_name", "last_name", "middle_name", "initials", "gender", "sex", "salutation"):
        return Look(
            make=make, distinct=lambda nth, longest: Said("Name", nth=nth, longest=longest), many=ENDLESS
        )
    return Look(make=make, distinct=distinct, rule="person")


def _spot(context: Context, what: str) -> Look:
    whom = context.whom
    if what == "street" and any(
        n.split(" ")[-2:] in (["house", "number"], ["street", "number"]) for n in context.neighbours
    ):
        what = "street_name"
    if what == "country" and context.longest is not None and context.longest < 10:
        what = "country_code" if context.longest < 3 else "country_code3"
    if what == "region" and context.longest is not None and context.longest < 10:
        what = "region_code"

    def make(longest: int | None) -> Field:
        return _cut(Spot(what, whom), longest)

    if what in ("phone",):
        return Look(make=make, distinct=_apart(_PHONES), many=8_000_000_000)
    if what == "language":
        codes = tuple(dict.fromkeys(cities()[what].to_pylist()))
        countries = _codes("country_code")[:50]
        more = (*codes, *(f"{code}-{country}" for country in countries for code in codes))
        fitting = tuple(c for c in more if context.longest is None or len(c) <= context.longest)
        return Look(
            make=make,
            distinct=lambda nth, longest: Combination(what, fitting, nth=nth, mixed=False),
            many=len(fitting),
        )
    if what in ("country_code", "country_code3", "currency"):
        codes = _codes(what)
        return Look(
            make=make,
            distinct=lambda nth, longest: Combination(what, codes, nth=nth, mixed=False),
            many=len(codes),
        )
    known = tuple(dict.fromkeys(cities()[what].to_pylist())) if what in cities() else "place"
    return Look(make=make, distinct=lambda nth, longest: Said(known, nth=nth, longest=longest))


@functools.cache
def _codes(what: str) -> tuple[str, ...]:
    """All codes of so many letters, those that are somebody's first."""
    real = tuple(dict.fromkeys(cities()[what].to_pylist()))
    letters = product(ascii_uppercase, repeat=len(real[0]))
    return tuple(dict.fromkeys((*real, *map("".join, letters))))


def _colour(context: Context, argument: str) -> Look | None:
    """The name of a colour, or its number where the room is that of a number."""
    if context.longest is None or not 6 <= context.longest <= 9:
        return Look("colour")
    return _pattern(context, "^#[0-9a-f]{6}$" if context.longest > 6 else "^[0-9a-f]{6}$")


def _cut(field: Field, longest: int | None) -> Field:
    wide = 100 if isinstance(field, Spot) and field.what == "address" else 40
    return field if longest is None or longest >= wide else Formed(field, longest=longest)


def _apart(pattern: str) -> Callable[[Field, int | None], Field]:
    return lambda nth, longest: Matching(pattern, nth=nth, longest=longest)


_PHONES = r"^\+1[2-9]\d{2}555\d{4}$"


def _pattern(context: Context, pattern: str) -> Look | None:
    size = Matching(pattern).size
    shortest = _shortest(pattern)
    if context.longest is not None and context.longest < shortest:
        return None
    return Look(
        make=lambda longest: Matching(pattern, longest=longest),
        distinct=lambda nth, longest: Matching(pattern, longest=longest, nth=nth),
        many=size,
    )


@functools.cache
def _shortest(pattern: str) -> int:
    return min((len(shape) for shape in Matching(pattern)._shapes), default=0)


def _pick(context: Context, argument: str) -> Look | None:
    options = tuple(option.strip() for option in argument.split("/"))
    fitting = tuple(o for o in options if context.longest is None or len(o) <= context.longest)
    if len(fitting) < min(2, len(options)):
        # short columns hold their first letters: S, P, C
        fitting = tuple(dict.fromkeys(o[: context.longest].upper() for o in options)) or fitting
    return chosen(fitting) if fitting else None


def _picked(context: Context, argument: str) -> Look | None:
    """Values by what the table is about: the states of an order are not those of a ticket."""
    words = (*context.rest, *context.noun)
    for word in (*reversed(words), ""):
        found = PICKS.get(f"{argument} {word}".strip())
        if found is not None:
            return _pick(context, found)
    return None


def _name(context: Context, argument: str) -> Look | None:
    """The name of what the table holds, or of what the words before it say."""
    about = context.rest or context.noun
    for word in reversed(about):
        rule = NAMES.get(word)
        if rule is not None:
            verb, _, what = rule.partition(" ")
            return _MAKERS[verb](context, what)
    if context.is_person and not context.rest:
        return _person(context, "full_name")
    if context.rest and context.rest[-1] in _PEOPLE_WORDS:
        return _person(context, "full_name")
    return Look(argument or "name")


_PEOPLE_WORDS = frozenset(
    ("contact", "customer", "author", "owner", "recipient", "sender", "manager", "employee", "user", "student", "teacher",
     "doctor", "patient", "driver", "guest", "member", "person", "holder", "cardholder", "creator", "reviewer", "emergency",
     "buyer", "seller", "client", "actor", "player", "agent", "approver", "assignee", "reporter", "editor", "director")
)  # fmt: skip


def _url(context: Context, kind: str) -> Look:
    """Addresses on example.com whose path tells what lies there."""
    if kind == "page" and context.noun and context.noun[-1] in ("image", "photo", "picture", "thumbnail"):
        kind = "image"
    ending = {"image": ".jpg", "video": ".mp4", "audio": ".mp3", "file": ".pdf"}.get(kind, "")
    host = {"image": "images", "video": "media", "audio": "media", "file": "files"}.get(kind, "www")
    folder = "/".join(context.noun[-1:]) or "items"
    before = f"https://{host}.example.com/{folder}/"

    def make(longest: int | None) -> Field:
        return Formed(Said("name", form="slug"), before=before, after=ending, longest=longest)

    def distinct(nth: Field, longest: int | None) -> Field:
        room = None if longest is None else longest - len(before) - len(ending)
        return Formed(Said("name", form="slug", nth=nth, longest=room), before=before, after=ending)

    if context.longest is not None and context.longest < len(before) + 12:
        short = "https://example.com/"
        return Look(
            make=lambda n: Matching(f"^{re.escape('https://e.test/')}[a-z0-9]{{4}}$", longest=n),
            distinct=_apart(f"^{re.escape(short)}[a-z0-9]{{6}}$"),
        )
    return Look(make=make, distinct=distinct)


def _slug(context: Context, argument: str) -> Look | None:
    """A slug of the title or name beside it; by itself a phrase in that form."""
    named = _name(context, "title") if "name" in context.neighbours else Look("title")
    rule = named.rule if isinstance(named, Look) and named.rule and named.make is None else "title"
    source = next(
        (n for n in ("title", "name", "headline", "subject", "label") if n in context.neighbours), None
    )
    if source is None:
        return Look(rule, form="slug")
    column = next(n for n in context.table.columns if " ".join(_words(n)) == source)
    if _family(context, column) != "text":
        return Look(rule, form="slug")
    from ...fields import this

    def make(longest: int | None) -> Field:
        return Formed(this[column], "slug", longest=longest)

    return Look(
        rule,
        form="slug",
        make=make,
        distinct=lambda nth, longest: Said(rule, form="slug", nth=nth, longest=longest),
    )


def _words(name: str) -> tuple[str, ...]:
    from ..names import words_of

    return words_of(name)


def _family(context: Context, column: str) -> str:
    from ..terms import family

    return family(context.table.columns[column].type)


def _file(context: Context, argument: str) -> Look:
    def make(longest: int | None) -> Field:
        return Formed(Said("document", form="slug"), after=".pdf", longest=longest)

    def distinct(nth: Field, longest: int | None) -> Field:
        room = None if longest is None else max(longest - 4, 1)
        return Formed(Said("document", form="slug", nth=nth, longest=room), after=".pdf")

    return Look(make=make, distinct=distinct)


def _path(context: Context, argument: str) -> Look:
    def make(longest: int | None) -> Field:
        return Formed(
            Said("name", form="slug"),
            before=f"/{context.noun[-1] if context.noun else 'files'}/",
            longest=longest,
        )

    def distinct(nth: Field, longest: int | None) -> Field:
        before = f"/{context.noun[-1] if context.noun else 'files'}/"
        room = None if longest is None else max(longest - len(before), 1)
        return Formed(Said("name", form="slug", nth=nth, longest=room), before=before)

    return Look(make=make, distinct=distinct)


def _number(context: Context, prefix: str) -> Look | None:
    """A number as people write it: letters of the table's name, a dash, digits."""
    letters = prefix or "".join(word[0] for word in (*context.rest, *context.noun)[-3:]).upper()
    letters = re.sub(r"[^A-Z]", "", letters)[:4]
    room = context.longest
    if room is not None and room < len(letters) + 6:
        return _pattern(context, f"^\\d{{{max(min(room, 8), 1)}}}$")
    return _pattern(context, f"^{letters}-\\d{{6}}$" if letters else r"^\d{8}$")


_CODES = {
    "country": "spot country_code", "currency": "spot currency", "language": "spot language", "region": "spot region_code",
    "state": "spot region_code", "province": "spot region_code", "product": r"pattern ^[A-Z]{3}-\d{4}$",
    "item": r"pattern ^[A-Z]{3}-\d{4}$", "airport": "pattern ^[A-Z]{3}$", "airline": "pattern ^[A-Z]{2}$",
    "coupon": "pattern ^[A-Z2-9]{8}$", "voucher": "pattern ^[A-Z2-9]{8}$", "promotion": "pattern ^[A-Z2-9]{8}$",
    "discount": "pattern ^[A-Z2-9]{8}$", "invitation": "pattern ^[A-Z2-9]{8}$", "course": r"pattern ^[A-Z]{4}-\d{3}$",
    "subject": r"pattern ^[A-Z]{4}-\d{3}$", "permission": "said permission", "feature": "said setting", "unit": "said unit",
    "color": "pattern ^#[0-9a-f]{6}$", "diagnosis": r"pattern ^[A-T]\d{2}\.\d$", "plan": "said plan as snake",
    "role": "said role as snake", "status": "picked status", "type": "picked type", "error": r"pattern ^E\d{4}$",
    "department": r"pattern ^D\d{3}$", "warehouse": r"pattern ^WH-\d{3}$", "store": r"pattern ^S\d{4}$",
}  # fmt: skip


def _code(context: Context, argument: str) -> Look | None:
    """A code as it is usual for what it stands for."""
    for word in (*reversed(context.rest), *reversed(context.noun)):
        rule = _CODES.get(word)
        if rule is not None:
            verb, _, what = rule.partition(" ")
            found = _MAKERS[verb](context, what)
            if found is not None:
                return found
    room = context.longest
    if room is not None and room < 7:
        return _pattern(context, f"^[A-Z]{{{max(room // 2, 1)}}}[A-Z0-9]{{{room - max(room // 2, 1)}}}$")
    return _number(context, "")


def _password(context: Context, argument: str) -> Look | None:
    """What is kept of a password: a hash as long as there is room for."""
    room = context.longest
    if room is None or room >= 60:
        return _pattern(context, r"^\$2b\$12\$[./A-Za-z0-9]{53}$")
    return _hash(context, "40" if room >= 40 else "32")


def _version(context: Context, argument: str) -> Look:
    pattern = r"^[0-9]\.[0-9]{1,2}\.[0-9]$"
    return Look(
        make=lambda longest: Matching(pattern, longest=longest),
        distinct=_apart(r"^[1-9]\d\.[0-9]{2}\.[0-9]{2}$"),
        many=90_000,
    )


def _address(context: Context, argument: str) -> Look:
    return Look(
        make=lambda longest: Typed("inet"),
        distinct=lambda nth, longest: Typed("inet", nth=nth),
        many=1 << 24,
    )


def _uuid(context: Context, argument: str) -> Look | None:
    if context.longest is not None and context.longest < 36:
        return _pattern(context, f"^[0-9a-f]{{{min(context.longest, 32)}}}$")
    pattern = "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
    return _pattern(context, pattern)


def _hash(context: Context, argument: str) -> Look | None:
    length = int(argument or 64)
    if context.longest is not None:
        length = min(length, context.longest)
    return _pattern(context, f"^[0-9a-f]{{{length}}}$")


def _token(context: Context, prefix: str) -> Look | None:
    room = 32 if context.longest is None else min(32, context.longest)
    rest = room - len(prefix)
    if rest < 4:
        return _pattern(context, f"^[A-Za-z0-9]{{{room}}}$")
    return _pattern(context, f"^{re.escape(prefix)}[A-Za-z0-9]{{{rest}}}$")


_MAKERS: Mapping[str, Maker] = {
    "said": _said, "colour": _colour, "prose": _prose, "person": _person, "spot": _spot, "pattern": _pattern, "pick": _pick, "picked": _picked,
    "name": _name, "url": _url, "slug": _slug, "file": _file, "path": _path, "number": _number, "version": _version,
    "code": _code, "password": _password, "address": _address, "uuid": _uuid, "hash": _hash, "token": _token,
}  # fmt: skip


# Documents, lists and the rest


def document_for(context: Context, words: tuple[str, ...]) -> Meaning | None:
    """What a document of this name holds."""
    found = DOCUMENTS.get(words[-1]) if words else None
    if found is None:
        return None
    keys = {key: _value(text) for key, text in found.items()}
    plural = found.get("*") is not None
    if plural:
        return Meaning(Documents(root="array", keys={}), None, f"{context.column.name}: a list")
    return Meaning(Documents(keys=keys), None, f"{context.column.name}: {', '.join(keys)}")


def _value(text: str) -> Any:
    """A value of a document by its shorthand."""
    verb, _, argument = text.partition(" ")
    match verb:
        case "pick":
            options = [_typed(option.strip()) for option in argument.split("/")]
            return Choice(options)
        case "number":
            low, high = argument.split()
            return Figure(int(low), int(high))
        case "amount":
            low, high = argument.split()
            return Figure(int(low), int(high), scale=2)
        case "flag":
            return Flag(float(argument or 0.5))
        case "person":
            return Person(argument, nth=Ordinal())
        case "spot":
            return Spot(argument)
        case "pattern":
            return Matching(argument)
        case "list":
            return [Said(argument), Said(argument)]
    return Said(argument or verb)


def _typed(text: str) -> Any:
    return {"true": True, "false": False}.get(text, int(text) if text.isdigit() else text)


def list_for(context: Context, words: tuple[str, ...]) -> Meaning | None:
    """What a list of this name holds: lists of text by their own rule, of other types by the rule of the type."""
    element = context.kind.element
    if (
        element is None
        or element.base.kind != "base"
        or element.base.name.name not in ("text", "varchar", "citext")
    ):
        return None
    rule = LISTS.get(words[-1])
    if rule is None:
        return None
    verb, _, argument = rule.partition(" ")
    look = _MAKERS[verb](context, argument)
    if isinstance(look, Look):
        return Meaning(
            Arrays(Words(look, element.base.length), context.kind, 1, 4),
            None,
            f"{context.column.name}: {argument}",
        )
    return None


def other_for(context: Context, words: tuple[str, ...]) -> Meaning | None:
    """Types whose values look the same whatever they are called: only how often they are missing."""
    if context.family == "uuid" and words == ("id",) and context.rest:
        return Meaning(Made(Uuid, lambda nth: Uuid()), 0.2)
    return None
