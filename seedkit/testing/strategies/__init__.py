"""Hypothesis strategies: over a field, a factory, a row with its kin, a story.

A team's own field needs none: what it asks of chance is drawn. ``strategy.register(MyField)`` gives it one
all the same, ``of_type.register(MyType)`` gives wild rows one for a type of their columns.
"""

from __future__ import annotations

from ...errors import UsageError

try:
    import hypothesis as _hypothesis  # noqa: F401 - only whether it is there
except ModuleNotFoundError as _missing:
    raise UsageError(
        "the strategies of seedkit.testing need Hypothesis, which is not installed",
        hint="pip install 'seedkit-postgres[hypothesis]'",
    ) from _missing

from .drawing import strategy
from .graphs import graphs
from .lone import Row, instances, rows
from .wild.types import of_type
from .worlds import worlds

__all__ = ["Row", "graphs", "instances", "of_type", "rows", "strategy", "worlds"]
