"""A database before and after: its catalogue and the rows that were there, to be found unchanged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

Connection = psycopg.Connection[Any]

#: Schemas that are not the user's.
SYSTEM = r"^pg_|^information_schema$|^seedkit$"

#: What must be the same after a fill as before: one row for each fact, as text.
CATALOGUE = {
    "relations": """
        select c.oid::regclass::text, c.relkind, c.relpersistence, c.relrowsecurity, c.relforcerowsecurity, c.relispartition,
               c.relreplident, c.reloptions::text, c.relacl::text, c.relowner::regrole::text, c.relhastriggers, c.relhasrules,
               pg_get_expr(c.relpartbound, c.oid), obj_description(c.oid, 'pg_class')
        from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname !~ %(system)s""",
    "columns": """
        select a.attrelid::regclass::text, a.attname, a.attnum, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
               a.attgenerated, a.attstorage, a.attcollation, a.attacl::text, pg_get_expr(d.adbin, d.adrelid)
        from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
        left join pg_attrdef d on (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
        where n.nspname !~ %(system)s and a.attnum > 0 and not a.attisdropped""",
    "constraints": """
        select o.oid, o.conrelid::regclass::text, o.contypid::regtype::text, o.conname, o.contype, o.condeferrable, o.condeferred,
               o.convalidated, pg_get_constraintdef(o.oid)
        from pg_constraint o join pg_namespace n on n.oid = o.connamespace where n.nspname !~ %(system)s""",
    "indexes": """
        select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid), i.indisvalid, i.indisready, i.indislive, i.indisclustered,
               i.indisreplident
        from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
        where n.nspname !~ %(system)s""",
    "triggers": """
        select t.tgrelid::regclass::text, t.tgname, t.tgenabled, t.tgdeferrable, t.tginitdeferred, pg_get_triggerdef(t.oid)
        from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
        where n.nspname !~ %(system)s""",
    "policies": """
        select p.polrelid::regclass::text, p.polname, p.polcmd, p.polpermissive, p.polroles::text,
               pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
        from pg_policy p""",
    "rules": "select r.ev_class::regclass::text, r.rulename, r.ev_enabled, pg_get_ruledef(r.oid) from pg_rewrite r"
    " join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace where n.nspname !~ %(system)s",
    "sequences": """
        select s.seqrelid::regclass::text, s.seqtypid::regtype::text, s.seqstart, s.seqincrement, s.seqmax, s.seqmin, s.seqcache, s.seqcycle
        from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
        where n.nspname !~ %(system)s""",
    "functions": "select p.oid::regprocedure::text, md5(p.prosrc) from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
    " where n.nspname !~ %(system)s",
    "types": "select t.oid, t.oid::regtype::text, t.typtype, t.typnotnull, t.typdefault from pg_type t"
    " join pg_namespace n on n.oid = t.typnamespace where n.nspname !~ %(system)s and t.typtype in ('d', 'e', 'r', 'm')",
    "schemas": "select nspname, nspowner, nspacl::text from pg_namespace where nspname !~ %(system)s",
    "settings": "select setrole, setconfig::text from pg_db_role_setting"
    " where setdatabase = (select oid from pg_database where datname = current_database())",
    "extensions": "select extname, extversion, extnamespace from pg_extension",
}  # fmt: skip


@dataclass(frozen=True)
class Table:
    """A table as the judge sees it. ``whole`` is how to name all of its own rows: partitions are its own, children not."""

    oid: int
    schema: str
    name: str
    kind: str
    partition: bool

    @property
    def whole(self) -> sql.Composed:
        only = sql.SQL("") if self.kind == "p" else sql.SQL("only ")
        return sql.SQL("{}{}").format(only, sql.Identifier(self.schema, self.name))

    @property
    def key(self) -> tuple[str, str]:
        return self.schema, self.name

    def __str__(self) -> str:
        return f"{self.schema}.{self.name}"


@dataclass(frozen=True)
class State:
    """The catalogue, and of every table the rows: when they were written, and what is in them."""

    catalogue: Mapping[str, frozenset[tuple[Any, ...]]]
    rows: Mapping[tuple[str, str], Counter[tuple[str, str]]]


def tables(connection: Connection) -> list[Table]:
    """Every table of the user's, partitions among them; those of extensions not."""
    found = connection.execute(
        """
        select c.oid, n.nspname, c.relname, c.relkind::text, c.relispartition
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p') and n.nspname !~ %(system)s and not exists (
            select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
        order by 2, 3
        """,
        {"system": SYSTEM},
    ).fetchall()
    return [Table(*row) for row in found]


def look(connection: Connection, *, without: Mapping[tuple[str, str], Iterable[str]] | None = None) -> State:
    """The state of a database. ``without``: columns not looked at, because triggers keep them."""
    catalogue = {
        name: frozenset(connection.execute(query, {"system": SYSTEM}).fetchall())  # type: ignore[arg-type]
        for name, query in CATALOGUE.items()
    }
    rows = {
        table.key: _rows(connection, table, sorted((without or {}).get(table.key, ())))
        for table in tables(connection)
        if not table.partition
    }
    return State(catalogue, rows)


def _rows(connection: Connection, table: Table, without: list[str]) -> Counter[tuple[str, str]]:
    # A row without columns has no text of its own to tell it by.
    content = sql.SQL("(to_jsonb(t) - {}::text[])::text" if without else "t::text").format(
        sql.Literal(without)
    )
    written = sql.SQL("'touched'") if without else sql.SQL("xmin::text")
    query = sql.SQL("select {}, md5({}) from {} t").format(written, content, table.whole)
    return Counter((when, what) for when, what in connection.execute(query))


def differences(before: State, after: State) -> Iterable[tuple[str, str]]:
    """What is not as it was: facts of the catalogue, and rows that were there."""
    for name, facts in before.catalogue.items():
        for sign, changed in (
            ("gone", facts - after.catalogue[name]),
            ("new", after.catalogue[name] - facts),
        ):
            for fact in sorted(changed, key=str):
                yield f"catalogue ({name})", f"{sign}: {fact}"
    for (schema, table), rows in before.rows.items():
        lost = rows - after.rows.get((schema, table), Counter())
        if lost:
            yield (
                "rows that were there",
                f"{schema}.{table}: {lost.total()} of {rows.total()} rows were changed or are gone",
            )
