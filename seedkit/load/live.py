"""Tables as the live catalogue has them: what a loader obeys, whatever the models say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from ..schema.reflected import JOINT, Dotted

__all__ = [
    "ForeignKey",
    "LiveColumn",
    "LiveTable",
    "Trigger",
    "identifier",
    "read_foreign_keys",
    "read_tables",
    "read_tables_by",
]

#: Runs a query with named parameters; its rows by column.
Fetch = Callable[[LiteralString, Mapping[str, Any]], list[dict[str, Any]]]


@dataclass(frozen=True)
class LiveColumn:
    """A column of a live table.

    ``type`` is the declared type with its modifiers (``numeric(10,2)``), ``base`` the name of the
    type below any domain (of the element, if ``array``), ``category`` its ``pg_type.typtype``.
    ``size`` is the limit of ``varchar(n)``; ``precision`` and ``scale`` those of ``numeric(p,s)``.
    """

    name: str
    type: str
    base: str
    category: str
    array: bool
    not_null: bool
    has_default: bool
    generated: bool
    identity: str
    sequence: str | None = None
    size: int | None = None
    precision: int | None = None
    scale: int | None = None

    @property
    def required(self) -> bool:
        """Whether an insert must name this column."""
        return self.not_null and not (self.has_default or self.generated or self.identity)


@dataclass(frozen=True)
class Trigger:
    """A trigger of a table that a user made. ``enabled``: O origin, D disabled, R replica, A always.

    ``inserts``: whether an INSERT fires it.
    """

    name: str
    enabled: str
    constraint: bool
    function: str
    inserts: bool = True

    @property
    def fires(self) -> bool:
        """Whether it fires in an ordinary session."""
        return self.enabled in ("O", "A")


@dataclass(frozen=True)
class LiveTable:
    """A table of the target: its columns in order, its key, and what the current role may do with it."""

    name: str
    oid: int
    columns: Mapping[str, LiveColumn]
    key: tuple[str, ...]
    unique_columns: frozenset[str]
    owned: bool
    row_security: bool
    privileges: frozenset[str]
    triggers: tuple[Trigger, ...]

    @property
    def fires(self) -> tuple[Trigger, ...]:
        """The user triggers that fire on a write, constraint triggers excepted."""
        return tuple(t for t in self.triggers if t.fires and not t.constraint)


@dataclass(frozen=True)
class ForeignKey:
    """A foreign key. ``validated`` is false for ``NOT VALID``."""

    name: str
    child: str
    child_columns: tuple[str, ...]
    parent: str
    parent_columns: tuple[str, ...]
    indexed: bool
    deferrable: bool = False


def identifier(name: str) -> sql.Identifier:
    """``schema.table`` as a quoted identifier; a name that knows its parts may hold more dots."""
    return sql.Identifier(*(getattr(name, "parts", None) or name.split(".", 1)))


_TABLES = f"""
select n.nspname || {JOINT} || c.relname as name, c.oid::int8 as oid,
       pg_has_role(c.relowner, 'usage') as owned,
       row_security_active(c.oid) as row_security,
       array(select p from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE']) p
             where has_table_privilege(c.oid, p)) as privileges,
       array(select a.attname::text from pg_index i, unnest(i.indkey) with ordinality k(attnum, place)
             join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
             where i.indrelid = c.oid and i.indisprimary and i.indrelid = a.attrelid
             order by k.place) as key,
       -- columns of other unique indexes, those of expressions and predicates included
       array(select distinct a.attname::text from pg_index i
             join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = i.indexrelid
                  and d.refclassid = 'pg_class'::regclass and d.refobjid = c.oid and d.refobjsubid > 0
             join pg_attribute a on a.attrelid = c.oid and a.attnum = d.refobjsubid
             where i.indrelid = c.oid and i.indisunique and not i.indisprimary
             union
             select a.attname::text from pg_constraint u
             join pg_attribute a on a.attrelid = c.oid and a.attnum = any(u.conkey)
             where u.conrelid = c.oid and u.contype in ('u', 'x')) as unique_columns,
       coalesce((select jsonb_agg(jsonb_build_object(
                     'name', t.tgname, 'enabled', t.tgenabled, 'constraint', t.tgconstraint <> 0,
                     'function', t.tgfoid::regproc::text, 'inserts', t.tgtype & 4 <> 0) order by t.tgname)
                 from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal), '[]') as triggers
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname || '.' || c.relname = any(%(names)s) and c.relkind in ('r', 'p')
"""

_COLUMNS = r"""
with recursive attribute as (
    select a.attrelid, a.attnum, a.attname::text as name, format_type(a.atttypid, a.atttypmod) as type,
           a.attnotnull as not_null, a.atthasdef and a.attgenerated = '' as has_default,
           a.attgenerated <> '' as generated, a.attidentity::text as identity,
           a.atttypid as typid, a.atttypmod as typmod
    from pg_attribute a where a.attrelid = any(%(oids)s::oid[]) and a.attnum > 0 and not a.attisdropped
    union all
    select a.attrelid, a.attnum, a.name, a.type, a.not_null or t.typnotnull,
           a.has_default or t.typdefault is not null, a.generated, a.identity, t.typbasetype, t.typtypmod
    from attribute a join pg_type t on t.oid = a.typid where t.typtype = 'd'
)
select a.attrelid::int8 as oid, a.name, a.type, a.not_null, a.has_default, a.generated, a.identity, a.typmod,
       t.typcategory = 'A' and t.typelem <> 0 as "array",
       coalesce(e.typname, t.typname)::text as base, coalesce(e.typtype, t.typtype)::text as category,
       case when a.has_default or a.identity <> '' then coalesce(
            pg_get_serial_sequence(a.attrelid::regclass::text, a.name),
            -- one that no column owns: it stands in the default
            to_regclass(substring(pg_get_expr(d.adbin, d.adrelid)
                        from '^nextval\(\(?''([^'']+)''::(?:regclass|text)[):a-z]*$'))::text) end as sequence
from attribute a join pg_type t on t.oid = a.typid
left join pg_type e on e.oid = t.typelem and t.typcategory = 'A'
left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where t.typtype <> 'd'
order by a.attrelid, a.attnum
"""

_FOREIGN_KEYS = f"""
select k.conname::text as name,
       cn.nspname || {JOINT} || c.relname as child, pn.nspname || {JOINT} || p.relname as parent,
       array(select attname::text from unnest(k.conkey) with ordinality u(n, place)
             join pg_attribute a on a.attrelid = c.oid and a.attnum = u.n order by place) as child_columns,
       array(select attname::text from unnest(k.confkey) with ordinality u(n, place)
             join pg_attribute a on a.attrelid = p.oid and a.attnum = u.n order by place) as parent_columns,
       exists(select from pg_index i where i.indrelid = c.oid and i.indpred is null
              and (i.indkey::int2[])[0] = k.conkey[1]) as indexed,
       k.condeferrable as deferrable
from pg_constraint k
join pg_class c on c.oid = k.conrelid join pg_namespace cn on cn.oid = c.relnamespace
join pg_class p on p.oid = k.confrelid join pg_namespace pn on pn.oid = p.relnamespace
where k.contype = 'f' and k.conparentid = 0
      and (pn.nspname || '.' || p.relname = any(%(parents)s) or cn.nspname || '.' || c.relname = any(%(children)s))
order by child, name
"""


def read_tables(connection: psycopg.Connection[Any], names: Iterable[str]) -> dict[str, LiveTable]:
    """The tables of these names that exist, with columns in catalogue order."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return read_tables_by(lambda query, given: cursor.execute(query, given).fetchall(), names)


def read_tables_by(fetch: Fetch, names: Iterable[str]) -> dict[str, LiveTable]:
    """The same through any client that runs a query and gives its rows as dictionaries."""
    heads = fetch(_TABLES, {"names": list(names)})
    rows = fetch(_COLUMNS, {"oids": [h["oid"] for h in heads]})
    for head in heads:
        head["name"] = Dotted.read(head["name"])
    columns: dict[int, dict[str, LiveColumn]] = {h["oid"]: {} for h in heads}
    for row in rows:
        column = _column(row)
        columns[row["oid"]][column.name] = column
    return {
        head["name"]: LiveTable(
            **{
                **head,
                "columns": columns[head["oid"]],
                "key": tuple(head["key"]),
                "unique_columns": frozenset(head["unique_columns"]),
                "privileges": frozenset(head["privileges"]),
                "triggers": tuple(Trigger(**t) for t in head["triggers"]),
            }
        )
        for head in heads
    }


def read_foreign_keys(
    connection: psycopg.Connection[Any], parents: Iterable[str] = (), *, children: Iterable[str] = ()
) -> list[ForeignKey]:
    """Every foreign key that points at one of these parents, from whatever table, and every one of these children."""
    with connection.cursor(row_factory=dict_row) as cursor:
        asked = {"parents": list(parents), "children": list(children)}
        rows = cursor.execute(_FOREIGN_KEYS.encode(), asked).fetchall()
    for row in rows:
        row.update(
            child=Dotted.read(row["child"]),
            parent=Dotted.read(row["parent"]),
            child_columns=tuple(row["child_columns"]),
            parent_columns=tuple(row["parent_columns"]),
        )
    return [ForeignKey(**row) for row in rows]


def _column(row: dict[str, Any]) -> LiveColumn:
    facts = {key: value for key, value in row.items() if key not in ("oid", "typmod")}
    typmod = row["typmod"]
    limits: dict[str, Any] = {}
    if typmod >= 4 and row["base"] in ("varchar", "bpchar"):
        limits["size"] = typmod - 4
    if typmod >= 4 and row["base"] == "numeric":
        scale = (typmod - 4) & 0x7FF
        limits["precision"] = ((typmod - 4) >> 16) & 0xFFFF
        limits["scale"] = scale - 0x800 if scale & 0x400 else scale
    return LiveColumn(**facts, **limits)
