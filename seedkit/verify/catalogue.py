"""What the live database says about its tables: columns, keys, constraints, indexes, policies."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ..schema.access import qualified, quoted
from ..schema.reflected import JOINT, Dotted
from .query import Connection, rows, undone


@dataclass(frozen=True)
class Column:
    """A column as an inserter or updater sees it. ``category`` is ``pg_type.typcategory``."""

    name: str
    type: str
    category: str
    not_null: bool
    generated: bool
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Relation:
    """A table (``r``, ``p``), view (``v``), materialized view (``m``) or foreign table (``f``).

    ``parent`` is the table of which this is a partition.
    """

    oid: int
    name: str
    kind: str
    row_security: bool
    columns: Mapping[str, Column]
    key: tuple[str, ...]
    parent: str | None = None

    @property
    def writable(self) -> bool:
        """Whether this is a table with rows of its own rather than a view."""
        return self.kind in "rp"

    @property
    def alias(self) -> str:
        """The name by which printed expressions refer to a row of this relation."""
        return quoted(self.name.parts[1] if isinstance(self.name, Dotted) else self.name.partition(".")[2])

    @property
    def source(self) -> str:
        """The FROM item that holds exactly the rows whose constraints this relation states."""
        return f"only {qualified(self.name)}" if self.kind == "r" else qualified(self.name)

    @property
    def label(self) -> str:
        """SQL text that names a row to a reader: its key, or the whole row where there is none."""
        parts = [f"{self.alias}.{quoted(c)}::text" for c in self.key]
        return " || ',' || ".join(parts) if parts else f"{self.alias}::text"


@dataclass(frozen=True)
class ForeignKey:
    """A foreign key of a table; ``full`` is MATCH FULL, ``temporal`` one with PERIOD."""

    name: str
    table: str
    columns: tuple[str, ...]
    parent: str
    parent_columns: tuple[str, ...]
    full: bool
    validated: bool
    enforced: bool
    temporal: bool


@dataclass(frozen=True)
class Rule:
    """A CHECK of a table, or of the domain around ``base`` that its one column has; NULL passes."""

    name: str
    table: str
    expression: str
    columns: tuple[str, ...]
    validated: bool
    enforced: bool
    domain: str | None = None
    base: str | None = None


@dataclass(frozen=True)
class Unique:
    """A unique index: its key expressions, and the predicate of a partial one."""

    name: str
    table: str
    keys: tuple[str, ...]
    columns: tuple[str, ...]
    predicate: str | None
    nulls_distinct: bool
    constraint: str | None


@dataclass(frozen=True)
class Policy:
    """A row-level security policy; ``command`` is one of select insert update delete all."""

    name: str
    table: str
    command: str
    permissive: bool
    roles: tuple[str, ...]
    using: str | None
    check: str | None

    def applies(self, command: str, role: str) -> bool:
        """Whether the policy takes part in this command of this role."""
        return self.command in (command, "all") and bool({role, "public"} & set(self.roles))


@dataclass(frozen=True)
class Catalogue:
    """The relations asked for, by ``schema.table``, and the constraints on them."""

    relations: Mapping[str, Relation]
    foreign_keys: tuple[ForeignKey, ...]
    rules: tuple[Rule, ...]
    uniques: tuple[Unique, ...]
    policies: tuple[Policy, ...]

    @cached_property
    def tables(self) -> tuple[Relation, ...]:
        """The tables whose rows can be checked; partitions are read through their parent."""
        return tuple(r for r in self.relations.values() if r.writable and not r.parent)


def read_catalogue(
    connection: Connection,
    *,
    schemas: Collection[str] = ("public", "auth"),
    tables: Iterable[str] | None = None,
) -> Catalogue:
    """Read the catalogue of whole schemas, or of the named ``schema.table`` relations only."""
    wanted = None if tables is None else sorted(set(tables))
    values = (sorted(schemas), wanted, wanted)
    with undone(connection):
        # Expressions are printed with every name qualified when the path is empty.
        rows(connection, "set local search_path = ''")
        columns = _columns(connection, values)
        found = [
            (oid, Dotted.read(name), *facts, tuple(key), Dotted.read(parent) if parent else None)
            for oid, name, *facts, key, parent in rows(connection, _RELATIONS, values)
        ]
        relations = {
            name: Relation(oid, name, kind, secured, columns.get(name, {}), key, parent)
            for oid, name, kind, secured, key, parent in found
        }
        foreign_keys = tuple(
            ForeignKey(r[0], Dotted.read(r[1]), tuple(r[2]), Dotted.read(r[3]), tuple(r[4]), *r[5:])
            for r in rows(connection, _FOREIGN_KEYS, values)
        )
        rules = tuple(
            Rule(r[0], Dotted.read(r[1]), r[2], tuple(r[3]), r[4], r[5], r[6], r[7])
            for r in rows(connection, _RULES, values * 2)
        )
        uniques = tuple(
            Unique(r[0], Dotted.read(r[1]), tuple(r[2]), tuple(r[3]), r[4], r[5], r[6])
            for r in rows(connection, _UNIQUES, values)
        )
        policies = tuple(
            Policy(r[0], Dotted.read(r[1]), r[2], r[3], tuple(r[4]), r[5], r[6])
            for r in rows(connection, _POLICIES, values)
        )
    return Catalogue(relations, foreign_keys, rules, uniques, policies)


def _columns(connection: Connection, values: tuple[object, ...]) -> dict[str, dict[str, Column]]:
    found: dict[str, dict[str, Column]] = {}
    for table, name, kind, category, not_null, generated, labels in rows(connection, _COLUMNS, values):
        column = Column(name, kind, category, not_null, generated, tuple(labels))
        found.setdefault(Dotted.read(table), {})[name] = column
    return found


# The relations asked for, as r: whole schemas, or a list of tables if there is one.
_ASKED = f"""(
    select c.oid, c.relkind, c.relrowsecurity, c.relispartition, n.nspname || {JOINT} || c.relname as name
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = any(%s::text[]) and %s::text[] is null
       or n.nspname || '.' || c.relname = any(%s::text[])) r"""
_TABLE_OF = f"(select n.nspname || {JOINT} || c.relname from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = {{0}})"
_NAMES_OF = """array(
    select member.attname::text from pg_catalog.unnest({1}) with ordinality numbers(number, place)
    join pg_catalog.pg_attribute member on member.attrelid = {0} and member.attnum = number order by place)"""

_RELATIONS = f"""
select r.oid::bigint, r.name, r.relkind::text, r.relrowsecurity,
       coalesce((select {_NAMES_OF.format("i.indrelid", "i.indkey")} from pg_catalog.pg_index i
                 where i.indrelid = r.oid and i.indisprimary), array[]::text[]),
       case when r.relispartition then (
           select {_TABLE_OF.format("h.inhparent")} from pg_catalog.pg_inherits h where h.inhrelid = r.oid) end
from {_ASKED}
where r.relkind in ('r', 'p', 'v', 'm', 'f') order by r.name
"""

_COLUMNS = f"""
select r.name, a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod), t.typcategory::text,
       a.attnotnull or t.typnotnull, a.attgenerated <> '',
       array(select e.enumlabel::text from pg_catalog.pg_enum e where e.enumtypid = t.oid order by e.enumsortorder)
from {_ASKED}
join pg_catalog.pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
join pg_catalog.pg_type t on t.oid = a.atttypid
order by r.name, a.attnum
"""

# Columns of newer servers (conenforced and conperiod of 18, indnullsnotdistinct of 15) are read through
# to_jsonb, which is NULL where the server does not have them.
_FOREIGN_KEYS = f"""
select f.conname::text, r.name, {_NAMES_OF.format("f.conrelid", "f.conkey")}, {_TABLE_OF.format("f.confrelid")},
       {_NAMES_OF.format("f.confrelid", "f.confkey")}, f.confmatchtype = 'f', f.convalidated,
       coalesce((to_jsonb(f) ->> 'conenforced')::boolean, true),
       coalesce((to_jsonb(f) ->> 'conperiod')::boolean, false)
from {_ASKED}
join pg_catalog.pg_constraint f on f.conrelid = r.oid and f.contype = 'f' and f.conparentid = 0
order by r.name, f.conname
"""

_RULES = f"""
select k.conname::text, r.name, pg_catalog.pg_get_expr(k.conbin, k.conrelid),
       {_NAMES_OF.format("k.conrelid", "k.conkey")}, k.convalidated,
       coalesce((to_jsonb(k) ->> 'conenforced')::boolean, true), null, null
from {_ASKED}
join pg_catalog.pg_constraint k on k.conrelid = r.oid and k.contype = 'c'
union all
select k.conname::text, r.name, pg_catalog.pg_get_expr(k.conbin, 0), array[a.attname::text], k.convalidated, true,
       d.typname::text, d.base
from {_ASKED}
join pg_catalog.pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
join lateral (
    with recursive layers as (
        select t.oid, t.typname, t.typbasetype from pg_catalog.pg_type t where t.oid = a.atttypid and t.typtype = 'd'
        union all
        select t.oid, t.typname, t.typbasetype from pg_catalog.pg_type t
        join layers on t.oid = layers.typbasetype where t.typtype = 'd')
    select *, (select pg_catalog.format_type(b.oid, -1) from pg_catalog.pg_type b
               join layers l on b.oid = l.typbasetype where b.typtype <> 'd') as base from layers) d on true
join pg_catalog.pg_constraint k on k.contypid = d.oid and k.contype = 'c'
order by 2, 1
"""

_UNIQUES = f"""
select x.relname::text, r.name,
       array(select pg_catalog.pg_get_indexdef(i.indexrelid, g, true)
             from pg_catalog.generate_series(1, i.indnkeyatts::int) g order by g),
       {_NAMES_OF.format("i.indrelid", "i.indkey")},
       pg_catalog.pg_get_expr(i.indpred, i.indrelid),
       not coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false),
       (select k.conname::text from pg_catalog.pg_constraint k
        where k.conindid = i.indexrelid and k.contype in ('p', 'u') limit 1)
from {_ASKED}
join pg_catalog.pg_index i on i.indrelid = r.oid and i.indisunique
join pg_catalog.pg_class x on x.oid = i.indexrelid
join pg_catalog.pg_am m on m.oid = x.relam and m.amname = 'btree'
order by r.name, x.relname
"""

_POLICIES = f"""
select p.polname::text, r.name,
       case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete'
       else 'all' end,
       p.polpermissive,
       array(select case when o = 0 then 'public' else pg_catalog.pg_get_userbyid(o)::text end
             from pg_catalog.unnest(p.polroles) o),
       pg_catalog.pg_get_expr(p.polqual, p.polrelid), pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)
from {_ASKED}
join pg_catalog.pg_policy p on p.polrelid = r.oid
order by r.name, p.polname
"""
