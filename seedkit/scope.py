"""What a draw may depend on besides its row: seed, now, the load's tag, rows the target already holds."""

from __future__ import annotations

import contextlib
import contextvars
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .entropy import LOOSE_TAG, U64, salt, start
from .errors import BadParameter

UTC = dt.UTC
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Scope:
    """The constants of one generation.

    ``now`` is aware; ``tag`` is the load's 16 bits in every key; ``known`` holds, by table, the
    keys of catalogue rows that the target already has: ``{"public.tiers": {("free",): UUID}}``.
    """

    seed: int = 0
    now: dt.datetime = field(default_factory=lambda: midnight())
    tag: int = LOOSE_TAG
    known: Mapping[str, Mapping[tuple[Any, ...], Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            hint = "For instance now.replace(tzinfo=datetime.timezone.utc)"
            raise BadParameter(f"now={self.now} has no time zone", got=self.now, hint=hint)

    @property
    def now_us(self) -> int:
        """``now`` in microseconds since 1970, UTC."""
        return (self.now - _EPOCH) // dt.timedelta(microseconds=1)

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
def settings(*, seed: int | None = None, now: dt.datetime | None = None) -> Iterator[Scope]:
    """Build with this seed and now inside the block: ``with settings(seed=7): UserFactory()``."""
    scope = current_scope()
    scope = replace(scope, seed=scope.seed if seed is None else seed, now=scope.now if now is None else now)
    token = _current.set(scope)
    try:
        yield scope
    finally:
        _current.reset(token)
