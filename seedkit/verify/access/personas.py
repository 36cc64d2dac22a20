"""Who the access proof becomes: people of the story, and four who are always there.

A story brings owners, members, people who left. Nobody writes a story about a stranger, about
a visitor without a token, or about somebody who edits the ``user_metadata`` of their own
account; so those are added here.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import psycopg

from ...supabase.claims import Person
from ..catalogue import Policy
from ..query import Connection, rows

#: The kinds of people between which the known faults of row-level security make a difference.
KINDS = (
    "owner", "second owner", "member", "removed", "both", "admin", "anonymous", "stranger", "forged", "anon",
)  # fmt: skip

_STRANGER = uuid.UUID("5eedffff-ffff-4fff-bfff-ffffffff0001")
_ANONYMOUS = uuid.UUID("5eedffff-ffff-4fff-bfff-ffffffff0002")


@dataclass(frozen=True)
class Subject:
    """A person to be proven. ``kind`` is one of :data:`KINDS`, or any word of the story."""

    person: Person
    kind: str = "person"

    @property
    def handle(self) -> str:
        """The person's handle, such as ``partner@37``."""
        return self.person.handle

    @property
    def part(self) -> str:
        """The part that this person plays in every copy: ``partner`` for ``partner@37``."""
        return self.handle.partition("@")[0]


def standing(people: Sequence[Subject], metadata: Mapping[str, Any]) -> list[Subject]:
    """Anon, a stranger, an anonymous sign-in, and the first person with forged ``metadata``."""
    stranger = Person("stranger", uid=_STRANGER, email="stranger@example.test")
    anonymous = Person("anonymous", uid=_ANONYMOUS, claims={"is_anonymous": True, "app_metadata": {}})
    added = [
        Subject(Person("anon", role="anon"), "anon"),
        Subject(stranger, "stranger"),
        Subject(anonymous, "anonymous"),
    ]
    first = next(
        (s.person for s in people if s.person.role == "authenticated" and s.person.subject), stranger
    )
    claims = {**first.claims, "user_metadata": dict(metadata)}
    return [*added, Subject(replace(first, handle=f"{first.handle} (forged)", claims=claims), "forged")]


def forged_metadata(expressions: Iterable[str]) -> dict[str, Any]:
    """What an attacker would write into ``user_metadata``: the usual words, and those that policies compare."""
    metadata: dict[str, Any] = {
        "role": "admin",
        "is_admin": True,
        "admin": True,
        "is_super_admin": True,
        "is_service": True,
        "tier": "enterprise",
        "plan": "enterprise",
    }
    for expression in expressions:
        if "user_meta" in expression:
            metadata |= dict(_COMPARED.findall(expression))
    return metadata


def forge(connection: Connection, subject: Subject) -> None:
    """Write the forged metadata into the account as well, as its owner may through the auth server."""
    with suppress(psycopg.Error), connection.transaction():
        rows(
            connection,
            "update auth.users set raw_user_meta_data = coalesce(raw_user_meta_data, '{}') || %s::jsonb where id = %s",
            [json.dumps(subject.person.claims["user_metadata"]), subject.person.uid],
        )


# ->> 'role'::text) = 'admin'::text, with any casts and brackets between.
_COMPARED = re.compile(r"->>\s*'(\w+)'(?:::\w+)?\)*(?:::\w+)?\)*\s*=\s*'([^']*)'")


def expressions_of(policies: Iterable[Policy]) -> list[str]:
    """Every condition that the policies state."""
    return [text for policy in policies for text in (policy.using, policy.check) if text]


def representatives(people: Sequence[Subject]) -> list[Subject]:
    """Those on whom every probe is run: the first of each part and kind, and one of a second copy.

    The others, the same parts in other copies, only read.
    """
    chosen: dict[tuple[str, str], Subject] = {}
    for subject in people:
        chosen.setdefault((subject.kind, subject.part), subject)
    first = list(chosen.values())
    second = next((s for s in people if s not in first and s.person.subject), None)
    return first + ([second] if second else [])
