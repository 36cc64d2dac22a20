"""Saving objects in a SQLAlchemy session: one by one as factory_boy does, or a batch at once."""

from __future__ import annotations

from .batch import save
from .one import save_one
from .session import NoSession, in_async, saving, session_of

__all__ = ["NoSession", "in_async", "save", "save_one", "saving", "session_of"]
