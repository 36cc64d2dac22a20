"""The genres, in the order of the app; each module's docstring says what its two plots are about."""

from __future__ import annotations

from .fantasy import FANTASY

ALL = (FANTASY,)

__all__ = ["ALL"]
