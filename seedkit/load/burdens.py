"""What makes writing to a table slow: its indexes and keys, as the catalogue has them, and how to put them back.

An index comes back from its own definition, and a constraint over it by ``USING INDEX``: so nothing of
it is lost that a constraint's definition would not say (operator classes, storage parameters, ``INCLUDE``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from .live import identifier

__all__ = ["Index", "Key", "read_indexes", "read_keys", "simple_tables"]


@dataclass(frozen=True)
class Index:
    """An index that may be dropped for a while. ``table`` is ``schema.table``.

    ``constraint`` is the primary key or unique constraint over it; ``dependents`` counts what else
    relies on it: keys of other tables, views grouped by it.
    """

    table: str
    oid: int
    schema: str
    name: str
    definition: str
    unique: bool
    clustered: bool
    identity: bool
    tablespace: str
    comment: str | None
    targets: tuple[tuple[int, int], ...]
    constraint: str | None
    primary: bool
    deferrable: bool
    deferred: bool
    constraint_comment: str | None
    dependents: int

    def drop(self) -> sql.Composed:
        """The statement that drops it, with its constraint."""
        if self.constraint is not None:
            drop = sql.SQL("alter table {} drop constraint {}")
            return drop.format(identifier(self.table), sql.Identifier(self.constraint))
        return sql.SQL("drop index {}").format(self._name)

    def restore(self) -> Iterator[sql.Composed]:
        """The statements that make it as it was."""
        yield sql.SQL("set local default_tablespace = {}").format(sql.Literal(self.tablespace))
        yield _text(self.definition)
        table = identifier(self.table)
        for column, target in self.targets:
            change = sql.SQL("alter index {} alter column {} set statistics {}")
            yield change.format(self._name, sql.Literal(column), sql.Literal(target))
        if self.constraint is not None:
            yield sql.SQL("alter table {} add constraint {} {} using index {}{}").format(
                table,
                sql.Identifier(self.constraint),
                sql.SQL("primary key" if self.primary else "unique"),
                sql.Identifier(self.name),
                _timing(self.deferrable, self.deferred),
            )
        if self.comment is not None:
            yield sql.SQL("comment on index {} is {}").format(self._name, sql.Literal(self.comment))
        if self.constraint is not None and self.constraint_comment is not None:
            yield _comment(self.constraint, table, self.constraint_comment)
        if self.clustered:
            yield sql.SQL("alter table {} cluster on {}").format(table, sql.Identifier(self.name))
        if self.identity:
            change = sql.SQL("alter table {} replica identity using index {}")
            yield change.format(table, sql.Identifier(self.name))

    @property
    def _name(self) -> sql.Identifier:
        return sql.Identifier(self.schema, self.name)


@dataclass(frozen=True)
class Key:
    """A foreign key that may be dropped for a while; ``definition`` tells whether it is valid, too."""

    table: str
    oid: int
    name: str
    definition: str
    comment: str | None

    def drop(self) -> sql.Composed:
        """The statement that drops it."""
        return sql.SQL("alter table {} drop constraint {}").format(
            identifier(self.table), sql.Identifier(self.name)
        )

    def restore(self) -> Iterator[sql.Composed]:
        """The statements that make it as it was; the server checks every row, unless it is not valid."""
        table = identifier(self.table)
        add = sql.SQL("alter table {} add constraint {} {}")
        yield add.format(table, sql.Identifier(self.name), _text(self.definition))
        if self.comment is not None:
            yield _comment(self.name, table, self.comment)


def _text(definition: str) -> sql.Composed:
    """SQL that the server wrote."""
    return sql.Composed([sql.SQL(definition)])


def _timing(deferrable: bool, deferred: bool) -> sql.SQL:
    if not deferrable:
        return sql.SQL("")
    return sql.SQL(" deferrable initially deferred" if deferred else " deferrable")


def _comment(name: str, table: sql.Composable, text: str) -> sql.Composed:
    comment = sql.SQL("comment on constraint {} on {} is {}")
    return comment.format(sql.Identifier(name), table, sql.Literal(text))


# Partitions and heirs share their indexes with others.
_SIMPLE = """
select n.nspname || '.' || c.relname as name, c.oid::int8 as oid
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname || '.' || c.relname = any(%s) and c.relkind = 'r' and not c.relispartition
  and pg_has_role(c.relowner, 'usage')
  and not exists (select from pg_inherits h where c.oid in (h.inhrelid, h.inhparent))
"""

# Keys to tables of others stay, as do those whose own triggers somebody has changed.
_KEYS = """
select n.nspname || '.' || c.relname as table, k.oid::int8 as oid, k.conname::text as name,
       pg_get_constraintdef(k.oid) as definition, obj_description(k.oid, 'pg_constraint') as comment
from pg_constraint k
join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
join pg_class p on p.oid = k.confrelid
where k.contype = 'f' and k.conrelid = any(%s::oid[]) and k.conparentid = 0 and k.coninhcount = 0
  and p.relkind = 'r' and pg_has_role(p.relowner, 'usage')
  and not exists (select from pg_trigger t where t.tgconstraint = k.oid and t.tgenabled <> 'O')
  and not exists (select from pg_constraint other where other.conparentid = k.oid)
order by 1, k.conname
"""

_INDEXES = """
select tn.nspname || '.' || t.relname as table, i.indexrelid::int8 as oid, n.nspname::text as schema,
       c.relname::text as name, pg_get_indexdef(i.indexrelid) as definition, i.indisunique as unique,
       i.indisclustered as clustered, i.indisreplident as identity, coalesce(s.spcname::text, '') as tablespace,
       obj_description(c.oid, 'pg_class') as comment,
       coalesce((select jsonb_agg(jsonb_build_array(a.attnum, a.attstattarget)) from pg_attribute a
                 where a.attrelid = c.oid and coalesce(a.attstattarget, -1) <> -1), '[]') as targets,
       k.conname::text as constraint, i.indisprimary as primary,
       coalesce(k.condeferrable, false) as deferrable, coalesce(k.condeferred, false) as deferred,
       obj_description(k.oid, 'pg_constraint') as constraint_comment,
       (select count(*) from pg_depend d
        where (d.refclassid, d.refobjid) in (('pg_class'::regclass, c.oid), ('pg_constraint'::regclass, k.oid))
          and d.deptype <> 'i' and not (d.classid = 'pg_constraint'::regclass and d.objid = any(%(keys)s::oid[]))
       ) as dependents
from pg_index i
join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
join pg_class t on t.oid = i.indrelid join pg_namespace tn on tn.oid = t.relnamespace
left join pg_tablespace s on s.oid = c.reltablespace
left join pg_constraint k on k.conindid = c.oid and k.conrelid = t.oid and k.contype in ('p', 'u', 'x')
where i.indrelid = any(%(tables)s::oid[]) and i.indisvalid and i.indisready and not i.indisexclusion
  -- An index that belongs to an extension, or to a constraint over periods, has more to it than its definition.
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('x', 'e'))
  and (k.oid is null or pg_get_constraintdef(k.oid) !~ 'WITHOUT OVERLAPS')
order by 1, c.relname
"""


def simple_tables(connection: psycopg.Connection[Any], names: Collection[str]) -> dict[str, int]:
    """Those of these tables that are ours to change and share nothing with others, with their oids."""
    return dict(connection.execute(_SIMPLE, [list(names)]).fetchall())


def read_keys(connection: psycopg.Connection[Any], tables: Iterable[int]) -> list[Key]:
    """The foreign keys of these tables that could be put back exactly."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return [Key(**row) for row in cursor.execute(_KEYS, [list(tables)]).fetchall()]


def read_indexes(
    connection: psycopg.Connection[Any], tables: Iterable[int], without: Sequence[Key]
) -> list[Index]:
    """The indexes of these tables that could be put back exactly; ``without`` are keys that will be gone."""
    given = {"tables": list(tables), "keys": [key.oid for key in without]}
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(_INDEXES, given).fetchall()
    return [Index(**{**row, "targets": tuple(map(tuple, row["targets"]))}) for row in rows]
