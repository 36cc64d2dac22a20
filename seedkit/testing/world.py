"""The loaded world: a story as it stands in a test's database, its rows, and its people to act as."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import psycopg

from ..errors import UnknownName, UsageError
from ..load.ledger import LedgerLoad
from ..load.people import STRANGER, person_of
from ..plan import Plan
from ..product import Product
from ..scenario import Scenario
from ..supabase.claims import Person
from .acting import Acting, administering, forged
from .relations import model_of
from .rows import Contents, LoadedPerson, LoadedRows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from ..verify.access import Proof
    from .blueprints import Blueprint
    from .case import Case

__all__ = ["LoadedWorld"]

#: People who are always there: a visitor without a token, the server itself, somebody who owns nothing.
_ALWAYS = {
    "anon": Person("anon", role="anon"),
    "anonymous": Person("anonymous", role="anon"),
    "service_role": Person("service_role", role="service_role"),
    "stranger": STRANGER,
}


class LoadedWorld:
    """A story in the test's database; without a story (only a schema) a world of strangers.

    ``world["our_vision"]`` are rows by label, ``world[Vision]`` all of a model, ``world.person("partner")``
    a person, ``world.acting_as("partner")`` the database as they find it.
    """

    def __init__(self, case: Case, blueprint: Blueprint, contents: Contents | None = None) -> None:
        self.case, self._blueprint, self._contents = case, blueprint, contents

    # What it is

    @property
    def story(self) -> Scenario | None:
        """The story itself."""
        return self._blueprint.story

    @property
    def scenario(self) -> str | None:
        """The story's name."""
        return self._contents.plan.scenario if self._contents else None

    @property
    def plan(self) -> Plan:
        """The plan that was loaded: seed, now, copies, parameters. Raises UsageError where none was."""
        return self._told().plan

    @property
    def now(self) -> dt.datetime:
        """The story's now."""
        return self._contents.plan.now if self._contents else self.case.wish.now

    @property
    def product(self) -> Product:
        """The product whose story it is. Raises UsageError where none is named."""
        if self._blueprint.product is None:
            raise UsageError("this database holds no product", hint="seedkit('vibrationfit/household')")
        return self._blueprint.product

    # Where it is

    @property
    def url(self) -> str:
        """The URL of the test's database, for an application. Raises UsageError in rollback mode."""
        return self.case.url

    @property
    def db(self) -> psycopg.Connection[Any]:
        """The administrator's connection of the test, the same as ``seedkit_db``."""
        return self.case.connection

    @property
    def session(self) -> Session:
        """The test's SQLAlchemy session, the same as ``seedkit_session``."""
        return self.case.session

    # Rows and people

    @property
    def labels(self) -> list[str]:
        """The labels of all row sets."""
        return list(self._told().plan.rowsets)

    def __getitem__(self, thing: Any) -> LoadedRows:
        """Rows by label (or the clear end of one), model or factory. Raises UnknownName."""
        contents = self._told()
        if isinstance(thing, str):
            label = contents.label(thing)
            model = contents.plan.rowsets[label].factory._meta.model
            return LoadedRows(self, model, label, *contents.keys(label))
        model = model_of(thing)
        if model is None:
            raise UsageError(f"{thing!r} names no rows", allowed=("a label", "a model", "a factory"))
        return LoadedRows(self, model, model.__name__, *contents.of_model(model))

    def ids(self, thing: Any) -> set[Any]:
        """The keys of all rows of a label, model or factory that the story made."""
        return self[thing].ids

    @property
    def people(self) -> list[LoadedPerson]:
        """Everybody, copy by copy, in the order of the story."""
        return [replace(person, world=self) for person in self._told().people.values()]

    def person(self, handle: str) -> LoadedPerson:
        """The person of this handle: ``partner``, ``partner@2`` of copy 2. Raises UnknownName."""
        people = self._told().people
        name, _, copy = handle.partition("@")
        found = people.get((name, int(copy or 0))) if copy.isdigit() or not copy else None
        if found is None:
            raise UnknownName(
                "person", handle, [person.name for person in people.values()], where=self.scenario
            )
        return replace(found, world=self)

    # Acting

    @contextlib.contextmanager
    def acting_as(
        self,
        who: str | LoadedPerson | Person,
        *,
        sub: str | None = None,
        claims: Mapping[str, Any] | None = None,
        user_metadata: Mapping[str, Any] | None = None,
    ) -> Iterator[Acting]:
        """The database as a person finds it: role and claims as PostgREST sets them, row security on.

        ``who`` is a handle, or ``anon``, ``stranger``, ``service_role``. ``sub`` is another subject of their
        token (``user_2abc`` of Clerk), ``claims`` are laid over its claims, and ``user_metadata`` is what
        they wrote into their own account, in the token and in ``auth.users``. Blocks may nest.
        """
        person = self.persona(who, sub=sub, claims=claims, user_metadata=user_metadata)
        connection = self.case.connection
        self.case.flush()
        with contextlib.ExitStack() as block:
            if user_metadata and person.uid:
                block.enter_context(forged(connection, person))
            acting = Acting(connection, person, before=self.case.flush)
            block.callback(acting.close)
            acting.check()
            try:
                yield acting
            except BaseException:
                self.case.note_actor(person)
                raise

    def persona(
        self,
        who: str | LoadedPerson | Person,
        *,
        sub: str | None = None,
        claims: Mapping[str, Any] | None = None,
        user_metadata: Mapping[str, Any] | None = None,
    ) -> Person:
        """A person with role and claims, as ``acting_as`` takes them. Raises UnknownName."""
        person = self._person(who)
        laid = {**person.claims, **(claims or {})}
        if user_metadata:
            laid["user_metadata"] = {**(laid.get("user_metadata") or {}), **user_metadata}
        return replace(person, claims=laid, sub=sub or person.sub)

    def _person(self, who: str | LoadedPerson | Person) -> Person:
        if isinstance(who, Person):
            return who
        if isinstance(who, str):
            handles = {handle for handle, _ in self._contents.people} if self._contents else set()
            if who in _ALWAYS and who not in handles:
                return replace(_ALWAYS[who], schema=self._schema)
            if not handles:
                raise UnknownName("person", who, _ALWAYS)
            if who.partition("@")[0] not in handles:
                raise UnknownName("person", who, [*_ALWAYS, *handles], where=self.scenario)
            who = self.person(who)
        with administering(self.case.connection) as cursor:
            return person_of(cursor.connection, who.name, who.id, who.email, who.sub, schema=self._schema)

    def assert_access(self) -> Proof:
        """Prove that everybody reaches exactly the rows they should; AssertionError with what they do not."""
        from ..proof import loads_of, prove

        self.case.flush()
        proof = prove(self.db, [e for e in loads_of(self.db) if self._is_mine(e)], find=self.case.find_story)
        if not proof.ok:
            raise AssertionError(_told(proof))
        return proof

    def __repr__(self) -> str:
        if self._contents is None:
            product = self._blueprint.product
            return f"<LoadedWorld {product.name if product else 'without a product'}, no story>"
        plan = self._contents.plan
        names = ", ".join(person.handle for person in plan.people)
        return f"<LoadedWorld {plan.scenario} seed={plan.seed} now={plan.now:%Y-%m-%d} copies={plan.copies}: {names}>"

    def is_of(self, blueprint: Blueprint) -> bool:
        """Whether this is the world of a blueprint."""
        return self._blueprint is blueprint

    @property
    def _schema(self) -> str:
        return self._contents.plan.schema if self._contents else "public"

    def _is_mine(self, entry: LedgerLoad) -> bool:
        plan = self.plan
        return entry.identity == (plan.scenario, plan.seed, plan.name)

    def _told(self) -> Contents:
        if self._contents is None:
            raise UsageError(
                "no story is loaded into this database",
                hint="seedkit('vibrationfit/household'), or the marker",
            )
        return self._contents


def _told(proof: Proof) -> str:
    """A report as text."""
    from rich.console import Console

    from ..verify.render import print_report

    out = io.StringIO()
    print_report(proof, console=Console(file=out, soft_wrap=True, no_color=True))
    return "the access proof failed\n" + out.getvalue().rstrip()
