"""Saving one object as factory_boy does, in the session that holds for it."""

from __future__ import annotations

from typing import Any

from .natural import found_one
from .session import session_of

__all__ = ["save_one"]


def save_one(made: Any, args: tuple[Any, ...], given: dict[str, Any]) -> Any:
    """A new object of a factory's model, or the one that its natural key finds."""
    meta = made._meta
    session = session_of(meta)
    if meta.sqlalchemy_get_or_create and not meta.adopted_by:
        return made._get_or_create(meta.model, session, args, given)
    if meta.adopted_by or meta.natural:
        found = found_one(session, meta, given)
        if found is not None:
            persist(session, meta)
            return found
    return made._save(meta.model, session, args, given)


def persist(session: Any, meta: Any) -> None:
    """Flush or commit, as the factory's options say."""
    if meta.sqlalchemy_session_persistence == "flush":
        session.flush()
    elif meta.sqlalchemy_session_persistence == "commit":
        session.commit()
