"""One test's share of the server: its database, its connection and session, the worlds in it.

Nothing is made before it is used, so that a test may ask for ``seedkit_db`` first and name its story later.
"""

from __future__ import annotations

import datetime as dt
import re
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from .. import generate
from ..errors import TargetError, UsageError
from ..load.ledger import find_load
from ..load.load import load
from ..plan import Plan
from ..product import find_scenario
from ..scenario import Scenario
from ..schema.install import has_schema
from ..supabase.claims import Person
from .blueprints import Blueprint, contents_of
from .connection import CaseConnection, in_transaction
from .places import Given, Place, place_for
from .rows import Contents
from .server import KEPT, DatabaseServer
from .sessions import engine_over
from .wishes import Wish
from .world import LoadedWorld

if TYPE_CHECKING:
    from psycopg.pq.abc import PGconn

__all__ = ["Case", "Seedkit"]


class Case:
    """What a test (a class, a module) has on the server. A context manager: all is undone at its end."""

    def __init__(self, server: DatabaseServer, wish: Wish, *, label: str = "") -> None:
        self.server, self.wish, self.label = server, wish, label
        self.connection = CaseConnection(self._opened)
        self.seedkit = Seedkit(self)
        self.worlds: list[LoadedWorld] = []
        #: Who acted when the test failed.
        self.actor: Person | None = None
        #: Whether a test failed, whose database may be kept.
        self.failed = False
        self.place: Place | None = None
        self._session: Session | None = None
        self._stories: dict[str, Scenario] = {}
        self._product: str | None = None

    def __enter__(self) -> Case:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> str | None:
        """Undo everything; the URL of the database if it is kept."""
        if self._session is not None:
            self._session.close()
        if self.place is None:
            return None
        place, self.place = self.place, None
        keep = self.failed and self.server.defaults.keep
        kept = place.leave(keep_as=self._kept_label if keep else None)
        return self.server.url(kept) if kept else None

    def tidy(self) -> None:
        """Make ready for the next test that shares the case: what was not committed is undone."""
        if self._session is not None:
            self._session.close()
        if self.connection.is_open and in_transaction(self.connection) and not self._rolls_back:
            self.connection.execute("rollback")
        self.actor = None

    def ask_for(self, story: Any) -> None:
        """Ask for another story than the marker does, with all else that it says."""
        parameters = self.wish.parameters if self.wish.story == story else {}
        self.wish = replace(self.wish, story=story, parameters=parameters)

    @property
    def url(self) -> str:
        """The URL of the database. Raises UsageError where others would not see what the test wrote."""
        place = self._settled()
        if place.rolls_back:
            raise UsageError(
                "in rollback mode other connections do not see the rows of the test, and would leave their own",
                hint="Use seedkit_db or seedkit_session, or a database of the test's own: rollback=False",
            )
        return self.server.url(place.database)

    @property
    def kept_url(self) -> str | None:
        """The URL that the database will have if the test fails, where it is kept."""
        if self.place is None or self.place.rolls_back or not self.server.defaults.keep:
            return None
        return self.server.url(f"{KEPT}{self._kept_label}")

    @property
    def session(self) -> Session:
        """A SQLAlchemy session over the test's connection."""
        if self._session is None:
            self._session = Session(engine_over(self.connection))
        return self._session

    def flush(self) -> None:
        """Send what the session holds back, so that others over the connection see it."""
        session = self._session
        if session is not None and (session.new or session.dirty or session.deleted):
            session.flush()

    def note_actor(self, person: Person) -> None:
        """Remember who acted when something was raised; the innermost counts."""
        self.actor = self.actor or person

    def find_story(self, name: str) -> Scenario:
        """A story by name, those that the test told itself included."""
        return self._stories.get(name) or find_scenario(name)

    def world(self, wish: Wish) -> LoadedWorld:
        """The world of a wish: the database itself if nothing is in it yet, else loaded beside what is."""
        blueprint = self.server.blueprints.of(wish)
        for world in self.worlds:
            if world.is_of(blueprint):
                return world
        if self.place is None:
            self._settle(blueprint, wish.now, rollback=wish.rollback)
        elif wish.rollback and not self.place.rolls_back:
            raise UsageError(
                "the test has a database of its own already, in which nothing is rolled back",
                hint="Say so first: pytest.mark.seedkit(rollback=True)",
            )
        world = LoadedWorld(self, blueprint, self._contents(blueprint))
        self.worlds.append(world)
        return world

    def _opened(self) -> PGconn:
        return self._settled().link

    def _settled(self) -> Place:
        """The test's place, decided by the marker if nothing else did."""
        if self.place is None:
            blueprint = self.server.blueprints.of(self.wish)
            place = self._settle(blueprint, self.wish.now, rollback=self.wish.rollback)
            if place.holds is None:
                self.world(self.wish)
            return place
        return self.place

    def _settle(self, blueprint: Blueprint, now: dt.datetime, *, rollback: bool) -> Place:
        # A kept database cannot have been rolled back.
        rollback = rollback and not self.server.defaults.keep
        self.place = place_for(self.server, blueprint.recipe, now, rollback=rollback)
        self.connection.held += self.place.rolls_back
        return self.place

    def _contents(self, blueprint: Blueprint) -> Contents | None:
        if blueprint.story is not None:
            self._stories[blueprint.story.name] = blueprint.story
        assert self.place is not None
        if self.place.holds == blueprint.recipe:
            self._product = blueprint.product.name if blueprint.product else None
            if blueprint.plan is not None and blueprint.contents is None:
                blueprint.contents = contents_of(self.connection, blueprint.plan)
            return blueprint.contents
        if blueprint.product is not None:
            self._add_schema(blueprint)
        return None if blueprint.plan is None else self._load(blueprint.plan)

    def _add_schema(self, blueprint: Blueprint) -> None:
        product = blueprint.product
        assert product is not None
        assert blueprint.schema is not None
        if self._product not in (None, product.name):
            raise UsageError(
                f"the test's database holds {self._product}, whose tables {product.name} shares names with",
                hint="Load stories of one product in a test",
            )
        self._product = product.name
        if has_schema(self.connection, product):
            return
        if isinstance(self.place, Given):
            raise TargetError(
                f"{self.server.name} has no table of {product.name}, and databases cannot be made there",
                hint=f"Build its schema there once: seedkit schema {product.name} --apply",
            )
        blueprint.schema.make(self.connection)

    def _load(self, plan: Plan) -> Contents:
        if find_load(self.connection, plan.scenario, plan.seed, plan.name) is not None:
            raise UsageError(
                f"{plan.scenario} with seed {plan.seed} is in this database already",
                hint="Give the second another seed= or name: seedkit(story, as_='second')",
            )
        self.flush()
        load(self.connection, plan, generate, analyze=False)
        return contents_of(self.connection, plan)

    @property
    def _rolls_back(self) -> bool:
        return self.place is not None and self.place.rolls_back

    @property
    def _kept_label(self) -> str:
        """The test's name in what a database may be called, and a number that tells tests apart."""
        words = re.sub(r"[^a-z0-9]+", "_", self.label.lower()).strip("_")
        return f"{words[-36:].strip('_')}_{zlib.crc32(self.label.encode()):08x}"


class Seedkit:
    """The fixture ``seedkit``: called with a story it loads it and returns the world."""

    def __init__(self, case: Case) -> None:
        self._case = case

    def __call__(
        self,
        story: Any = None,
        /,
        *,
        copies: int | None = None,
        seed: int | None = None,
        now: str | dt.date | None = None,
        as_: str | None = None,
        rollback: bool | None = None,
        **parameters: Any,
    ) -> LoadedWorld:
        """The world of a story (itself or its name), with its parameters; without one, that of the marker.

        The first story of a test is a clone of a template, further ones are loaded beside it.
        ``seedkit("vibrationfit")``, the name of a product, gives its schema without a row.
        """
        own = {"copies": copies, "seed": seed, "now": now, "as_": as_, "rollback": rollback}
        if story is None and not parameters and all(value is None for value in own.values()):
            return self._case.world(self._case.wish)
        if rollback is None:
            own["rollback"] = self._case.wish.rollback
        return self._case.world(Wish.of(story, {**parameters, **own}, self._case.server.defaults))

    def __repr__(self) -> str:
        return "<seedkit: call it with a story>"
