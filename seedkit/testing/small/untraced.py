"""Out of sight of Hypothesis' tracer, which follows every line of Python once an example has failed."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import TypeVar

__all__ = ["hidden", "untraced"]

_T = TypeVar("_T")

_TRACER = "hypothesis.internal.scrutineer"


@contextlib.contextmanager
def untraced() -> Iterator[None]:
    """Run the block without Hypothesis' tracer, which explains a failure by the lines of the *test*.

    It would follow the making of a world as well: a hundred thousand lines, ten times as slow, in every step
    of shrinking. Debuggers and coverage are left alone; so is Python 3.12 and later, where being traced
    costs little.
    """
    tracer = sys.gettrace()
    of = getattr(tracer, "__self__", None)
    if tracer is None or type(of).__module__ != _TRACER:
        yield
        return
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(tracer)


@contextlib.contextmanager
def hidden(manager: AbstractContextManager[_T]) -> Iterator[_T]:
    """A context manager whose beginning and end are untraced; what happens between is not."""
    with untraced():
        value = manager.__enter__()
    try:
        yield value
    except BaseException:
        with untraced():
            swallowed = manager.__exit__(*sys.exc_info())
        if not swallowed:
            raise
    else:
        with untraced():
            manager.__exit__(None, None, None)
