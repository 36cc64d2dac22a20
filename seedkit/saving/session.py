"""The session in which an object is saved: that of the call, else its factory's own, else that of the row above."""

from __future__ import annotations

import contextlib
import contextvars
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from ..errors import UsageError
from ..scope import current_scope, settings, within
from .target import SessionTarget

__all__ = ["NoSession", "in_async", "saving", "session_of"]

T = TypeVar("T")


class NoSession(UsageError, RuntimeError):
    """Nobody says in which session to save."""


@dataclass
class _Saving:
    """One call of ``create``: what it falls back to, and the sessions that it opened."""

    session: Any = None
    opened: dict[Any, Any] = field(default_factory=dict)


_saving: contextvars.ContextVar[_Saving | None] = contextvars.ContextVar("seedkit_saving", default=None)


@contextlib.contextmanager
def saving(meta: Any, given: dict[str, Any]) -> Iterator[None]:
    """A call of ``create``: takes ``session`` from what is given, and keeps the session for what it creates.

    Raises NoSession, and UsageError for an AsyncSession.
    """
    outer = _saving.get()
    token = _saving.set(_Saving(outer.session, outer.opened) if outer else _Saving())
    try:
        with _explicit(_session_in(meta, given)), within(target=SessionTarget(session_of)):
            session_of(meta)
            yield
    finally:
        _saving.reset(token)


def session_of(meta: Any) -> Any:
    """The SQLAlchemy session for rows of this factory. Raises NoSession, and UsageError for an AsyncSession."""
    call = _saving.get() or _Saving()
    session = _first(current_scope().session, lambda: _own(meta, call.opened), lambda: call.session)
    if session is None:
        raise NoSession(
            f"No session to save {meta.factory.__name__} in",
            hint="Say create(session=…), with settings(session=…): …, or Meta.sqlalchemy_session",
        )
    if hasattr(session, "run_sync"):
        raise UsageError(
            f"{meta.factory.__name__}.create cannot wait for an AsyncSession",
            hint=f"await {meta.factory.__name__}.create_async(…), or create_batch_async(n, …)",
        )
    # A scoped session stands for the one of this thread.
    session = session() if hasattr(session, "registry") else session
    if call.session is None:
        call.session = session
    return session


async def in_async(meta: Any, given: dict[str, Any], make: Callable[[], T]) -> T:
    """What ``make`` creates, in the AsyncSession that is given, set, or the factory's own."""
    session = _first(_session_in(meta, given), lambda: current_scope().session, lambda: _own(meta, {}))
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


def _explicit(session: Any) -> contextlib.AbstractContextManager[Any]:
    return contextlib.nullcontext() if session is None else settings(session=session)


def _own(meta: Any, opened: dict[Any, Any]) -> Any:
    """The factory's own session; what its session factory makes is kept for the whole call."""
    make = meta.sqlalchemy_session_factory
    if make is None:
        return meta.sqlalchemy_session
    if make not in opened:
        opened[make] = make()
    meta.sqlalchemy_session = opened[make]
    return opened[make]


def _first(first: Any, *others: Callable[[], Any]) -> Any:
    for other in others:
        first = other() if first is None else first
    return first
