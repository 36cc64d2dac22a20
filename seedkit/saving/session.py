"""The session in which an object is saved: that of the call, else its factory's own, else that of the row above."""

from __future__ import annotations

import contextlib
import contextvars
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from ..errors import UsageError
from ..scope import current_scope, settings, within
from .target import SessionTarget

__all__ = ["NoSession", "in_async", "saving", "session_of"]

T = TypeVar("T")


class NoSession(UsageError, RuntimeError):
    """Nobody says in which session to save."""


@dataclass(frozen=True)
class _Call:
    """One call of ``create``: of which factory, inside which other, and the sessions that were opened for it."""

    meta: Any
    outer: _Call | None
    opened: dict[Any, Any]


_call: contextvars.ContextVar[_Call | None] = contextvars.ContextVar("seedkit_saving", default=None)


@contextlib.contextmanager
def saving(meta: Any, given: dict[str, Any]) -> Iterator[None]:
    """A call of ``create``: takes ``session`` from what is given, and holds for all that it creates."""
    outer = _call.get()
    session = _session_in(meta, given)
    explicit = contextlib.nullcontext() if session is None else settings(session=session)
    token = _call.set(_Call(meta, outer, {} if outer is None else outer.opened))
    try:
        with explicit, within(target=SessionTarget(session_of)):
            yield
    finally:
        _call.reset(token)


def session_of(meta: Any) -> Any:
    """The SQLAlchemy session for rows of this factory. Raises NoSession, and UsageError for an AsyncSession."""
    session = next((found for found in _sessions(meta) if found is not None), None)
    call = _call.get()
    asked = meta.factory.__name__ if call is None else call.meta.factory.__name__
    if session is None:
        raise NoSession(
            f"No session to save {asked} in",
            hint="Say create(session=…), with settings(session=…): …, or Meta.sqlalchemy_session",
        )
    if hasattr(session, "run_sync"):
        raise UsageError(
            f"{asked}.create cannot wait for an AsyncSession",
            hint=f"await {asked}.create_async(…), or create_batch_async(n, …)",
        )
    # A scoped session stands for the one of this thread.
    return session() if hasattr(session, "registry") else session


def _sessions(meta: Any) -> Iterator[Any]:
    """The sessions that are named for a factory, the first that is one counts."""
    yield current_scope().session
    call = _call.get()
    yield _own(meta, call.opened if call else {})
    while call is not None:
        yield _own(call.meta, call.opened)
        call = call.outer


async def in_async(meta: Any, given: dict[str, Any], make: Callable[[], T]) -> T:
    """What ``make`` creates, in the AsyncSession that is given, set, or the factory's own."""
    given_here = _session_in(meta, given)
    session: Any = next((s for s in (given_here, *_sessions(meta)) if s is not None), None)
    if not hasattr(session, "run_sync"):
        got = "no session" if session is None else f"a {type(session).__name__}"
        raise UsageError(
            f"{meta.factory.__name__}.create_async needs an AsyncSession, not {got}",
            hint="Say create_async(session=…), or with settings(session=…): …",
        )

    def within_sync(sync: Any) -> T:
        with settings(session=sync):
            return make()

    made: T = await session.run_sync(within_sync)
    return made


def _session_in(meta: Any, given: dict[str, Any]) -> Any:
    """``session=…`` of a call, taken out of what is given; a column of that name keeps it."""
    return None if "session" in meta.names else given.pop("session", None)


def _own(meta: Any, opened: dict[Any, Any]) -> Any:
    """The factory's own session; what its session factory makes is kept for the whole call."""
    make = meta.sqlalchemy_session_factory
    if make is None:
        return meta.sqlalchemy_session
    if make not in opened:
        opened[make] = make()
    meta.sqlalchemy_session = opened[make]
    return opened[make]
