"""What a row may depend on besides itself: seed, now, the load's tag, rows that are there already."""

from __future__ import annotations

import contextlib
import contextvars
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from .entropy import I64, LOOSE_TAG, U64, draw, salt, start
from .errors import BadParameter, UsageError

UTC = dt.UTC
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=UTC)


class Target(Protocol):
    """What may be asked of the database in which objects are being saved."""

    def known(self, meta: Any) -> Mapping[tuple[Any, ...], Any]:
        """Keys of the catalogue rows that it has, by natural key."""

    def numbers(self, meta: Any, n: int) -> I64 | None:
        """The next ``n`` numbers of the table's own sequence; None if its key has none."""

    def find(self, meta: Any, key: Any) -> Any:
        """The object of a factory's model with this primary key, None if there is none."""

    def write(self, meta: Any, *objects: Any) -> None:
        """Save these objects, and whatever waits to be saved."""


@dataclass(frozen=True)
class Scope:
    """The constants of one generation.

    ``now`` is aware; ``tag`` is the load's 16 bits in every key; ``known`` holds, by table, the
    keys of catalogue rows that the target already has: ``{"public.tiers": {("free",): UUID}}``.
    ``shared`` are objects that links of their model point to, the last one first; ``session`` is
    where objects are saved, whatever their factories say; ``target`` is set while they are.
    ``draws`` is where chance comes from: the hash of row and column, but for those who try out worlds.
    """

    seed: int = 0
    now: dt.datetime = field(default_factory=lambda: midnight())
    tag: int = LOOSE_TAG
    known: Mapping[str, Mapping[tuple[Any, ...], Any]] = field(default_factory=dict)
    shared: tuple[Any, ...] = field(default=(), compare=False)
    session: Any = field(default=None, compare=False, repr=False)
    target: Target | None = field(default=None, compare=False, repr=False)
    draws: Callable[..., U64] = field(default=draw, repr=False)

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            hint = "For instance now.replace(tzinfo=datetime.timezone.utc)"
            raise BadParameter(f"now={self.now} has no time zone", got=self.now, hint=hint)

    @property
    def now_us(self) -> int:
        """``now`` in microseconds since 1970, UTC."""
        return (self.now - _EPOCH) // dt.timedelta(microseconds=1)

    def keys_known(self, meta: Any) -> Mapping[tuple[Any, ...], Any]:
        """Keys of a factory's catalogue rows that the target has, by natural key."""
        known = self.known.get(meta.table_name())
        if known is None and self.target is not None:
            return self.target.known(meta)
        return known or {}

    def shared_of(self, model: Any) -> Any:
        """The shared object of this model, None if there is none."""
        return next((value for value in self.shared if isinstance(value, model)), None)

    def root(self, *names: str | int) -> U64:
        """The root row id of these names under this seed."""
        return start("seedkit", self.seed, *names)

    def salt(self, *names: str | int) -> int:
        """A 64-bit constant for these names under this seed."""
        return salt("seedkit", self.seed, *names)


def midnight(moment: dt.datetime | None = None) -> dt.datetime:
    """Today (or the day of ``moment``) at 00:00 UTC."""
    moment = moment or dt.datetime.now(UTC)
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def parse_moment(text: str, *, option: str = "now") -> dt.datetime:
    """``today``, a date or a moment, as an aware datetime. Raises BadParameter."""
    if text == "today":
        return midnight()
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise BadParameter(
            f"{option} {text!r} is no moment",
            got=text,
            hint="Write today, 2026-03-01 or 2026-03-01T12:00:00Z",
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


_current: contextvars.ContextVar[Scope | None] = contextvars.ContextVar("seedkit_scope", default=None)


def current_scope() -> Scope:
    """The scope of factories used outside a story: seed 0 and today, unless ``settings`` says otherwise."""
    return _current.get() or Scope()


@contextlib.contextmanager
def settings(
    *, seed: int | None = None, now: dt.datetime | None = None, session: Any = None
) -> Iterator[Scope]:
    """Build with this seed and now inside the block, and save in this session: ``with settings(seed=7): …``.

    ``session`` is a SQLAlchemy session, scoped session or AsyncSession; it goes before those of the factories.
    """
    given = {"seed": seed, "now": now, "session": session}
    with within(**{name: value for name, value in given.items() if value is not None}) as scope:
        yield scope


@contextlib.contextmanager
def sharing(*parents: Any) -> Iterator[None]:
    """Every link to the model of one of these objects points to it, at any depth, inside the block.

    ::

        with sharing(household):
            HouseholdMemberFactory.create_batch(5)

    What a call gives itself (``user=…``, ``user__email=…``) goes first; of two objects of a model the
    last one is taken. Holds for ``build``, ``create``, batches and tables; stories bind their own.
    """
    for parent in parents:
        if isinstance(parent, (type, str, int, list, tuple, dict)) or parent is None:
            hint = "Build or create it first: with sharing(UserFactory.create()): …"
            raise UsageError(f"sharing takes objects of models, not {parent!r}", got=parent, hint=hint)
    with within(shared=(*reversed(parents), *current_scope().shared)):
        yield


def unsaved() -> contextlib.AbstractContextManager[Any]:
    """Nothing is saved inside the block, though it stands in one that saves."""
    return contextlib.nullcontext() if current_scope().target is None else within(target=None)


@contextlib.contextmanager
def within(**constants: Any) -> Iterator[Scope]:
    """The current scope with other constants inside the block."""
    scope = replace(current_scope(), **constants)
    token = _current.set(scope)
    try:
        yield scope
    finally:
        _current.reset(token)
