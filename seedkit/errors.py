"""Every error that a user can cause, as one tree.

::

    SeedkitError                   exit 1
    ├── UsageError                 exit 2   the command or a call is wrong
    │   ├── UnknownName                     scenario, product, person, table, column, trait …
    │   └── BadParameter                    a value of the wrong type or out of range
    ├── DeclarationError           exit 1   a factory or a field is declared wrongly
    ├── PlanError                  exit 1   a story cannot be planned; all findings at once
    ├── DataError                  exit 1   a value that the database cannot hold
    ├── TargetError                exit 1   the database: unreachable, read-only, table missing, no privilege
    ├── OutputError                exit 1   a file or folder: there already, or not writable
    └── GuardRefused               exit 4   the target is not one we may write to

Every error says where, what it got, what is allowed, and a hint; the same facts
are attributes, so that ``--json`` and tests need not parse prose.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any


class SeedkitError(Exception):
    """Base of the tree. ``where``, ``got``, ``allowed`` and ``hint`` are optional facts."""

    exit_code = 1

    def __init__(
        self,
        message: str,
        *,
        where: str | None = None,
        got: Any = None,
        allowed: Iterable[str] | None = None,
        hint: str | None = None,
    ) -> None:
        self.message, self.where, self.got, self.hint = message, where, got, hint
        self.allowed = tuple(allowed) if allowed is not None else None
        super().__init__(self._sentence())

    def _sentence(self) -> str:
        text = self.message + (f" ({self.where})" if self.where else "")
        if self.allowed:
            text += f". Allowed: {', '.join(map(str, self.allowed))}"
        if self.hint:
            text += f". {self.hint}"
        return text

    def facts(self) -> dict[str, Any]:
        """The error as data, for ``--json``."""
        return {
            "error": type(self).__name__,
            "message": self.message,
            "where": self.where,
            "got": None if self.got is None else str(self.got),
            "allowed": self.allowed,
            "hint": self.hint,
        }


class UsageError(SeedkitError):
    """The command line or a call is wrong."""

    exit_code = 2


class UnknownName(UsageError):
    """A name that does not exist where it was looked up; suggests the nearest that does."""

    def __init__(self, kind: str, got: str, known: Iterable[str], *, where: str | None = None) -> None:
        names = sorted(known)
        near = nearest(got, names)
        hint = f"Did you mean {near!r}?" if near else None
        allowed = None if near or len(names) > 40 else names
        super().__init__(f"there is no {kind} {got!r}", where=where, got=got, allowed=allowed, hint=hint)
        self.kind, self.near = kind, near


class BadParameter(UsageError):
    """A parameter of the wrong type or out of range."""


class DeclarationError(SeedkitError):
    """A factory, field or trait is declared wrongly."""


class PlanError(SeedkitError):
    """A story that cannot be planned. ``findings`` holds every reason, not just the first."""

    def __init__(self, findings: Iterable[str], *, where: str | None = None, hint: str | None = None) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(self.findings), where=where, hint=hint)


class DataError(SeedkitError):
    """A generated or given value that the database cannot hold."""


class TargetError(SeedkitError):
    """The target database cannot be used: unreachable, read-only, a table or a privilege missing."""


class OutputError(SeedkitError):
    """A file or folder cannot be written: it is there already, holds something else, the disk is full."""


class GuardRefused(SeedkitError):
    """The target is not one that seedkit may write to."""

    exit_code = 4


def nearest(got: str, known: Iterable[str]) -> str | None:
    """The known name closest to ``got``, or None if nothing is close."""
    return next(iter(difflib.get_close_matches(got, list(known), n=1, cutoff=0.6)), None)
