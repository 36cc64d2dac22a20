"""What loading asks of a plan and of generation, as protocols: the loader knows no factories."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

import pyarrow as pa

__all__ = ["Identity", "Known", "PersonLike", "PlanLike", "Source", "TableLike"]

#: Catalogue rows that the target already holds: ``{table: {natural key: its key}}``.
Known = Mapping[str, Mapping[tuple[Any, ...], Any]]


class TableLike(Protocol):
    """A table of a plan; the fields are those of ``seedkit.plan.PlannedTable``."""

    @property
    def name(self) -> str: ...
    @property
    def columns(self) -> tuple[str, ...]: ...
    @property
    def key(self) -> tuple[str, ...]: ...
    @property
    def origin(self) -> str | None: ...
    @property
    def natural(self) -> tuple[str, ...]: ...
    @property
    def shared(self) -> bool: ...
    @property
    def reference(self) -> bool: ...
    @property
    def adopted(self) -> bool: ...
    @property
    def rows(self) -> float: ...


class PersonLike(Protocol):
    """A person of one copy: ``admin@37`` has the handle ``admin`` and the copy 37.

    ``sub`` is what a token of theirs says, where sign-in is a third party's and it is not the uid.
    """

    @property
    def handle(self) -> str: ...
    @property
    def copy(self) -> int: ...
    @property
    def uid(self) -> UUID: ...
    @property
    def email(self) -> str | None: ...
    @property
    def sub(self) -> str | None: ...


class Identity(Protocol):
    """Which load this is, and from what it was made."""

    @property
    def product(self) -> str: ...
    @property
    def scenario(self) -> str: ...
    @property
    def seed(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def now(self) -> dt.datetime: ...
    @property
    def copies(self) -> int: ...
    @property
    def parameters(self) -> Mapping[str, Any]: ...
    @property
    def fingerprint(self) -> str: ...
    @property
    def tag(self) -> int: ...


class PlanLike(Identity, Protocol):
    """A frozen plan: which load this is, and its tables in load order."""

    @property
    def schema(self) -> str: ...
    @property
    def uuid_subjects(self) -> bool: ...
    @property
    def notes(self) -> tuple[str, ...]: ...
    @property
    def tables(self) -> Sequence[TableLike]: ...
    def replace(self, **changes: Any) -> PlanLike:
        """The same plan with other facts: ``bases``, the integer keys before the load's first."""
        ...


class Source(Protocol):
    """Rows of a plan. A module with these functions is one. Equal arguments give equal batches."""

    def shards(self, plan: Any, *, first: int = 0) -> Iterator[range]:
        """The copies from ``first`` on, in ranges small enough to hold in memory."""
        ...

    def generate(
        self,
        plan: Any,
        copies: range,
        *,
        tables: Collection[str] | None = None,
        reference: Known | None = None,
    ) -> Iterator[tuple[str, pa.RecordBatch]]:
        """The rows of these copies, tables in load order, one batch each."""
        ...

    def generate_shared(
        self, plan: Any, *, tables: Collection[str] | None = None, reference: Known | None = None
    ) -> Iterator[tuple[str, pa.RecordBatch]]:
        """Catalogue rows and rows that live once a load."""
        ...

    def people(self, plan: Any, copies: Sequence[int]) -> Iterator[PersonLike]:
        """The people of these copies."""
        ...
