"""What a meaning is judged by, and what it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from ...schema.reflected import Column, Table, Type
from ..names import noun_of, words_of
from ..natures import Nature
from ..terms import family

__all__ = ["PEOPLE", "Context", "Meaning"]

#: Nouns of tables whose rows are people.
PEOPLE = frozenset(
    ("user", "customer", "employee", "person", "contact", "author", "patient", "member", "student", "teacher", "profile",
     "client", "actor", "player", "driver", "owner", "guest", "subscriber", "lead", "candidate", "applicant", "doctor",
     "nurse", "passenger", "attendee", "participant", "volunteer", "donor", "tenant_user", "agent", "staff", "director",
     "instructor", "account_holder", "recipient", "buyer", "seller", "reader", "borrower", "admin", "operator", "artist_person",
     "citizen", "worker", "technician", "manager", "supervisor", "reviewer", "sender", "freelancer", "friend", "people",
     "musician", "speaker", "coach", "trainer", "resident", "provider", "practitioner", "physician", "witness", "hero")
)  # fmt: skip
#: Words before a name that tell nothing about whom it is of.
_PLAIN = frozenset(
    ("primary", "main", "work", "home", "personal", "user", "private", "legal", "current", "default", "own", "person",
     "real", "public", "account", "new", "old", "original", "full", "official", "preferred", "secondary", "alternate", "alt")
)  # fmt: skip


@dataclass(frozen=True)
class Context:
    """A column in its table. ``rest`` are the words before those that a rule matched."""

    column: Column
    table: Table
    now: dt.datetime
    start: int = 0
    rest: tuple[str, ...] = ()

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the column's name."""
        return words_of(self.column.name)

    @cached_property
    def noun(self) -> tuple[str, ...]:
        """What a row of the table is, in words."""
        return noun_of(self.table.name.name)

    @cached_property
    def kind(self) -> Type:
        """The type below all domains."""
        return self.column.type.base

    @cached_property
    def family(self) -> str:
        """The family of the type."""
        return family(self.column.type)

    @property
    def longest(self) -> int | None:
        """How many characters fit."""
        if self.kind.name.name == "bpchar" and self.kind.length is None:
            return 1
        return self.kind.length

    @cached_property
    def is_person(self) -> bool:
        """Whether a row of the table is a person."""
        return bool(self.noun) and (self.noun[-1] in PEOPLE or "_".join(self.noun) in PEOPLE)

    @property
    def whom(self) -> str:
        """Which of several people or places of a row the column speaks of."""
        words = [w for w in self.rest if w not in _PLAIN and w not in self.noun and not w.isdigit()]
        return "_".join(words)

    def is_last(self, words: tuple[str, ...], rules: Collection[str]) -> bool:
        """Whether these are all words of the name, and no rule is for fewer of them."""
        shorter = (" ".join(words[start:]) for start in range(1, len(words)))
        return words == self.words and not any(ending in rules for ending in shorter)

    @cached_property
    def neighbours(self) -> frozenset[str]:
        """The names of all columns, their words joined by blanks."""
        return frozenset(" ".join(words_of(name)) for name in self.table.columns)


@dataclass(frozen=True)
class Meaning:
    """How values look, the share of rows in which there is none if there may be none, and what that was read from."""

    nature: Nature
    nulls: float | None = None
    why: str = ""
