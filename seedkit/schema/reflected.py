"""A database as its catalogue describes it: values only, made by reflection, read by everything that obeys it.

Tables and types go by ``Name(schema, name)``, never by a string that one would have to split:
any character may stand in a name. Expressions are the server's own text (``pg_get_expr``,
``pg_get_constraintdef``) with an empty ``search_path``, so that every name in them is qualified.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple, Self

from psycopg import sql

__all__ = [
    "JOINT",
    "Check",
    "Column",
    "Database",
    "Dotted",
    "Exclusion",
    "ForeignKey",
    "Name",
    "Partitioning",
    "Policy",
    "Sequence",
    "Statistics",
    "Table",
    "Trigger",
    "Type",
    "Unique",
]


#: SQL for what stands between schema and name where a query gives both as one text.
JOINT = "E'\\x1f'"


class Dotted(str):
    """``schema.name`` as one text that still knows its two parts: both may hold dots."""

    parts: tuple[str, str]

    @classmethod
    def of(cls, schema: str, name: str) -> Self:
        """The text of these two."""
        made = cls(f"{schema}.{name}")
        made.parts = (schema, name)
        return made

    @classmethod
    def read(cls, text: str) -> Self:
        """The text of two parts that the server joined by :data:`JOINT`."""
        schema, _, name = text.partition("\x1f")
        return cls.of(schema, name)


class Name(NamedTuple):
    """The name of a table or type: its schema and its own."""

    schema: str
    name: str

    @property
    def identifier(self) -> sql.Identifier:
        """Quoted, for a statement."""
        return sql.Identifier(self.schema, self.name)

    @property
    def dotted(self) -> Dotted:
        """``schema.name``, for those who go by text."""
        return Dotted.of(self.schema, self.name)

    def __str__(self) -> str:
        return f"{self.schema}.{self.name}"


@dataclass(frozen=True)
class Check:
    """A CHECK of a table or of a domain, where the value is called ``VALUE``. ``columns`` in table order."""

    name: str
    expression: str
    columns: tuple[str, ...] = ()
    validated: bool = True
    comment: str | None = None
    enforced: bool = True


@dataclass(frozen=True)
class Type:
    """A type as a column has it.

    ``sql`` is its spelling with modifiers (``numeric(10,2)``, ``public.mood[]``); ``name`` its entry in
    ``pg_type``. What lies below depends on ``kind``: an ``array`` has its ``element``, a ``domain`` its
    base type there (with ``not_null``, ``default`` and ``checks`` of its own), a ``range`` its bound's
    type, a ``multirange`` its range; an ``enum`` has ``labels``, a ``composite`` ``attributes``.
    """

    sql: str
    name: Name
    kind: Literal["base", "enum", "domain", "composite", "range", "multirange", "array", "pseudo"] = "base"
    element: Type | None = None
    labels: tuple[str, ...] = ()
    attributes: tuple[tuple[str, Type], ...] = ()
    length: int | None = None
    precision: int | None = None
    scale: int | None = None
    not_null: bool = False
    default: str | None = None
    checks: tuple[Check, ...] = ()
    extension: str | None = None

    @property
    def base(self) -> Type:
        """What a value is made as: the type below all domains."""
        return self.element.base if self.kind == "domain" and self.element else self

    def domains(self) -> Iterator[Type]:
        """The domains around the base type, outermost first."""
        if self.kind == "domain":
            yield self
            if self.element:
                yield from self.element.domains()


@dataclass(frozen=True)
class Statistics:
    """What ANALYZE found in a column: only for tables that hold rows."""

    null_fraction: float
    distinct: float
    common: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column. ``not_null`` is its own mark or that of a domain around its type.

    ``default`` and ``generated`` are expressions; ``identity`` is ``""``, ``"always"`` or ``"by default"``;
    ``sequence`` the sequence it owns or draws from, ``sequence_range`` the least and the greatest number of that.
    """

    name: str
    number: int
    type: Type
    not_null: bool = False
    default: str | None = None
    generated: str | None = None
    identity: Literal["", "always", "by default"] = ""
    sequence: Name | None = None
    sequence_range: tuple[int, int] | None = None
    comment: str | None = None
    insertable: bool = True
    statistics: Statistics | None = None

    @property
    def computed(self) -> bool:
        """Whether the server alone writes it."""
        return self.generated is not None

    @property
    def required(self) -> bool:
        """Whether an insert must give it a value."""
        return self.not_null and self.default is None and not self.identity and not self.computed


@dataclass(frozen=True)
class Unique:
    """A primary key, unique constraint or unique index.

    ``columns`` has ``None`` where an expression stands; ``expressions`` are those, in order.
    ``definition`` is the whole as the server writes it; ``temporal`` is one WITHOUT OVERLAPS.
    """

    name: str
    columns: tuple[str | None, ...]
    definition: str
    primary: bool = False
    constraint: bool = True
    expressions: tuple[str, ...] = ()
    predicate: str | None = None
    nulls_distinct: bool = True
    include: tuple[str, ...] = ()
    deferrable: bool = False
    deferred: bool = False
    temporal: bool = False

    @property
    def plain(self) -> bool:
        """Whether it is over columns alone and all rows."""
        return None not in self.columns and self.predicate is None


@dataclass(frozen=True)
class Exclusion:
    """An exclusion constraint: each element (a column, or an expression) with its operator."""

    name: str
    elements: tuple[tuple[str, str], ...]
    definition: str
    method: str = "gist"
    predicate: str | None = None
    deferrable: bool = False


@dataclass(frozen=True)
class ForeignKey:
    """A foreign key, from the columns of its table to those of ``target``; ``temporal`` one with PERIOD."""

    name: str
    columns: tuple[str, ...]
    target: Name
    target_columns: tuple[str, ...]
    match: Literal["simple", "full", "partial"] = "simple"
    on_delete: str = "no action"
    on_update: str = "no action"
    deferrable: bool = False
    deferred: bool = False
    validated: bool = True
    enforced: bool = True
    temporal: bool = False


@dataclass(frozen=True)
class Policy:
    """A row security policy."""

    name: str
    command: Literal["all", "select", "insert", "update", "delete"]
    permissive: bool
    roles: tuple[str, ...]
    using: str | None
    check: str | None


@dataclass(frozen=True)
class Trigger:
    """A trigger that a user made. ``enabled``: O origin, D disabled, R replica, A always.

    ``source`` is the body of its function, ``events`` what it fires on.
    """

    name: str
    function: Name
    definition: str
    enabled: str = "O"
    constraint: bool = False
    before: bool = False
    each_row: bool = True
    events: frozenset[str] = frozenset()
    language: str = "plpgsql"
    source: str = ""

    @property
    def fires(self) -> bool:
        """Whether it fires in an ordinary session."""
        return self.enabled in ("O", "A")


@dataclass(frozen=True)
class Partitioning:
    """How a partitioned table splits its rows; ``columns`` has ``None`` where an expression stands."""

    strategy: Literal["range", "list", "hash"]
    columns: tuple[str | None, ...]
    definition: str


@dataclass(frozen=True)
class Table:
    """A table, partitioned table, partition, view, materialized view or foreign table.

    ``rows`` is the planner's estimate (``None`` if nobody has looked), ``empty`` what a look found.
    ``parents`` are the tables it inherits from; ``partition_of`` and ``bound`` are those of a partition,
    ``within`` is what rows of it must satisfy, by all bounds above, as an expression.
    """

    name: Name
    kind: Literal["table", "partitioned", "view", "materialized view", "foreign"]
    columns: Mapping[str, Column]
    uniques: tuple[Unique, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    checks: tuple[Check, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    policies: tuple[Policy, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    partitioning: Partitioning | None = None
    partition_of: Name | None = None
    bound: str | None = None
    within: str | None = None
    parents: tuple[Name, ...] = ()
    row_security: bool = False
    row_security_forced: bool = False
    owner: str = ""
    owned: bool = True
    privileges: frozenset[str] = frozenset()
    rows: int | None = None
    empty: bool = True
    comment: str | None = None
    extension: str | None = None

    @cached_property
    def primary_key(self) -> Unique | None:
        """Its primary key."""
        return next((unique for unique in self.uniques if unique.primary), None)

    @cached_property
    def key(self) -> tuple[str, ...]:
        """The columns of the primary key; empty if there is none."""
        key = self.primary_key
        return tuple(name for name in key.columns if name is not None) if key else ()

    @property
    def fillable(self) -> bool:
        """Whether rows of its own can be written to it: not a view, and not a partition, whose parent is."""
        return self.kind in ("table", "partitioned") and self.partition_of is None


@dataclass(frozen=True)
class Sequence:
    """A sequence: where it starts, how it goes on and to where. ``last`` is None before its first value."""

    name: Name
    start: int = 1
    increment: int = 1
    minimum: int = 1
    maximum: int = (1 << 63) - 1
    cycle: bool = False
    last: int | None = None

    @property
    def following(self) -> int:
        """The value that it gives next."""
        return self.start if self.last is None else self.last + self.increment


@dataclass(frozen=True)
class Database:
    """The schemas of a database that were looked at: tables by name, in name order."""

    tables: Mapping[Name, Table]
    enums: Mapping[Name, Type] = field(default_factory=dict)
    sequences: Mapping[Name, Sequence] = field(default_factory=dict)
    extensions: Mapping[str, str] = field(default_factory=dict)
    version: int = 0
    role: str = ""

    def __getitem__(self, name: Name) -> Table:
        return self.tables[name]

    def __iter__(self) -> Iterator[Table]:
        return iter(self.tables.values())

    def partitions(self, name: Name) -> list[Table]:
        """The direct partitions of a table, by name."""
        return [table for table in self.tables.values() if table.partition_of == name]
