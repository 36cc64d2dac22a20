"""The schema that a product means: its snapshot, or what its models alone say."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Enum, Index, PrimaryKeyConstraint, Table, UniqueConstraint
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

from ..placement import HOME, placed_sql
from ..product import Product
from ..supabase.auth import AuthBase
from .ddl import is_optional, is_view
from .reflected import Column, Database, ForeignKey, Name, Type, Unique
from .reflected import Table as Reflected
from .snapshot import named_type, parse

__all__ = ["Meant", "meant_schema", "sketch"]

_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]
#: Types as SQLAlchemy writes them, and as the server prints them.
_PRINTED = {
    "varchar": "character varying", "char": "character", "float": "double precision", "timestamp": "timestamp without time zone",
    "time": "time without time zone", "decimal": "numeric", "int": "integer",
}  # fmt: skip


@dataclass(frozen=True)
class Meant:
    """The tables that a product means, where it lives. ``optional`` need not be there.

    Of the ``sketched`` only models tell: columns, types, keys; no expression can be compared. ``foreign``
    ones are not the product's own: it only writes to these columns.
    """

    database: Database
    optional: frozenset[Name] = frozenset()
    sketched: frozenset[Name] = frozenset()
    foreign: frozenset[Name] = frozenset()

    @property
    def printed(self) -> bool:
        """Whether a server printed the product's own tables, triggers elsewhere included."""
        return bool(self.database.tables.keys() - self.sketched)


def meant_schema(product: Product, schema: str = HOME) -> Meant:
    """What the product means to have in this schema, and of ``auth`` what seedkit writes there, if people matter."""
    auth = sketch(AuthBase.metadata.sorted_tables if product.guarded else ())
    models = [m for m in product.models if not is_view(m)]
    optional = {_named(m.__table__) for m in models if is_optional(m)}
    if product.snapshot is None:
        views = {_named(m.__table__) for m in product.models if is_view(m)}
        own = sketch(m.__table__ for m in product.models)
        own = replace(
            own, tables={n: replace(t, kind="view") if n in views else t for n, t in own.tables.items()}
        )
        sketched = {*own.tables, *auth.tables}
    else:
        own = parse(product.snapshot.read_text("utf-8"))
        sketched = set(auth.tables)
    tables = dict(own.tables)
    for name, table in auth.tables.items():
        tables[name] = replace(table, triggers=tables[name].triggers) if name in tables else table
    placed = _placed(Database(tables, {**own.enums, **auth.enums}), schema)
    move = functools.partial(_moved, schema=schema)
    return Meant(
        placed, frozenset(map(move, optional)), frozenset(map(move, sketched)), frozenset(auth.tables)
    )


def sketch(tables: Iterable[Table]) -> Database:
    """Tables of SQLAlchemy as far as no server needs to print them."""
    types: dict[str, Type] = {}
    found = [_sketched(table, types) for table in tables]
    return Database({t.name: t for t in found}, {k.name: k for k in types.values() if k.kind == "enum"})


def _sketched(table: Table, types: dict[str, Type]) -> Reflected:
    name = _named(table)
    columns = {
        c.name: Column(c.name, number, _type(c.type, types), not_null=not c.nullable)
        for number, c in enumerate(table.columns, 1)
    }
    uniques = tuple(
        Unique(
            str(u.name or ""),
            tuple(c.name for c in u.columns),
            "",
            primary=isinstance(u, PrimaryKeyConstraint),
        )
        for u in table.constraints
        if isinstance(u, (PrimaryKeyConstraint, UniqueConstraint)) and len(u.columns)
    )
    uniques += tuple(
        Unique(str(index.name), tuple(c.name for c in index.columns), "", constraint=False)
        for index in table.indexes
        if index.unique and len(index.columns) == len(index.expressions) and _whole(index)
    )
    foreign_keys = tuple(
        ForeignKey(
            str(key.name or ""),
            tuple(element.parent.name for element in key.elements),
            _named(key.referred_table),
            tuple(element.column.name for element in key.elements),
        )
        for key in table.foreign_key_constraints
    )
    return Reflected(name, "table", columns, uniques=uniques, foreign_keys=foreign_keys)


def _whole(index: Index) -> bool:
    """Whether an index holds all rows."""
    return index.dialect_options["postgresql"]["where"] is None


def _named(table: Table) -> Name:
    return Name(table.schema or HOME, table.name)


def _type(kind: TypeEngine[Any], types: dict[str, Type]) -> Type:
    if isinstance(kind, Enum) and kind.name:
        name = Name(kind.schema or HOME, kind.name)
        return types.setdefault(str(name), Type(str(name), name, "enum", labels=tuple(kind.enums)))
    return named_type(_printed(kind.compile(dialect=_DIALECT).lower()), types)


def _printed(written: str) -> str:
    """``numeric(10, 2)`` as ``numeric(10,2)``, ``varchar(50)[]`` as ``character varying(50)[]``."""
    if written.endswith("[]"):
        return f"{_printed(written[:-2])}[]"
    name, bracket, rest = written.replace(", ", ",").partition("(")
    return f"{_PRINTED.get(name, name)}{bracket}{rest}"


def _placed(database: Database, schema: str) -> Database:
    """The same tables in another schema: in their names and in every text of the server."""
    if schema == HOME:
        return database
    move: Callable[[Name], Name] = functools.partial(_moved, schema=schema)
    say: Callable[[Any], Any] = functools.partial(_said, schema=schema)
    return Database(
        {move(name): _placed_table(table, move, say) for name, table in database.tables.items()},
        {move(name): _placed_type(kind, move) for name, kind in database.enums.items()},
    )


def _placed_table(table: Reflected, move: Callable[[Name], Name], say: Callable[[Any], Any]) -> Reflected:
    return replace(
        table,
        name=move(table.name),
        columns={
            name: replace(
                c, type=_placed_type(c.type, move), default=say(c.default), generated=say(c.generated)
            )
            for name, c in table.columns.items()
        },
        uniques=tuple(replace(u, definition=say(u.definition), predicate=say(u.predicate)) for u in table.uniques),
        foreign_keys=tuple(replace(key, target=move(key.target)) for key in table.foreign_keys),
        checks=tuple(replace(c, expression=say(c.expression)) for c in table.checks),
        policies=tuple(replace(p, using=say(p.using), check=say(p.check)) for p in table.policies),
        triggers=tuple(
            replace(t, function=move(t.function), definition=say(t.definition)) for t in table.triggers
        ),
    )  # fmt: skip


def _placed_type(kind: Type, move: Callable[[Name], Name]) -> Type:
    if kind.kind == "array" and kind.element is not None:
        element = _placed_type(kind.element, move)
        return replace(kind, sql=f"{element.sql}[]", name=move(kind.name), element=element)
    name = move(kind.name)
    return kind if name == kind.name else replace(kind, sql=f"{_spelled(name.schema)}.{name.name}", name=name)


def _moved(name: Name, *, schema: str) -> Name:
    return Name(schema, name.name) if name.schema == HOME else name


def _said(text: str | None, *, schema: str) -> str | None:
    """What the server says there: it quotes a schema only where it must."""
    return None if text is None else placed_sql(text, schema).replace(f'"{schema}".', f"{_spelled(schema)}.")


def _spelled(name: str) -> str:
    """The name as the server prints it: in quotes if it is a word of SQL, or has other than small letters."""
    return str(_DIALECT.identifier_preparer.quote(name))
