"""Judges the rows of a database from outside: every constraint asked again in SQL of our own.

Nothing of seedkit is used here. Constraints are asked of the rows with indexes switched off, so that
a constraint that exists but does not hold is found.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import sql
from state import SYSTEM, Connection, Table, tables

#: A self-join of more rows than this takes too long; the first so many are held against all.
JOINED = 1500
#: From how many rows on the spread of values is judged.
SPREAD = 100


@dataclass(frozen=True)
class Fault:
    """Something wrong: with which table, of what kind, and what exactly."""

    table: str
    kind: str
    what: str
    key: tuple[str, str] = ("", "")

    def __str__(self) -> str:
        return f"{self.table}: [{self.kind}] {self.what}"


def faults(connection: Connection) -> list[Fault]:
    """Every constraint that does not hold."""
    found: list[Fault] = []
    with _unaided(connection):
        for table in tables(connection):
            for judge in (not_nulls, checks, uniques, foreign_keys, exclusions):
                found += judge(connection, table)
        found += domains(connection)
    return found + list(structure(connection)) + list(sequences(connection))


@contextmanager
def _unaided(connection: Connection) -> Iterator[None]:
    """Inside: no index is used, no row hidden."""
    with connection.transaction():
        for setting in ("indexscan", "indexonlyscan", "bitmapscan"):
            connection.execute(f"set local enable_{setting} = off".encode())
        connection.execute(
            "set local row_security = off; set local search_path = ''; set local work_mem = '128MB'"
        )
        yield


def _count(connection: Connection, query: sql.Composable) -> int | str:
    """How many; or the server's words, if it cannot say."""
    try:
        with connection.transaction():
            row = connection.execute(query).fetchone()
            return int(row[0]) if row else 0
    except psycopg.Error as error:
        return str(error).splitlines()[0]


def not_nulls(connection: Connection, table: Table) -> Iterator[Fault]:
    """NOT NULL, of the column or of a domain around its type."""
    required = connection.execute(
        """
        with recursive domains as (
            select oid, typnotnull, typbasetype from pg_type where typtype = 'd'
            union all
            select d.oid, b.typnotnull, b.typbasetype from domains d join pg_type b on b.oid = d.typbasetype)
        select attname from pg_attribute a where attrelid = %s and attnum > 0 and not attisdropped
        and (attnotnull or exists (select from domains d where d.oid = a.atttypid and d.typnotnull)) order by attnum
        """,
        [table.oid],
    ).fetchall()
    if not required:
        return
    # num_nulls() is opaque to the planner, which knows what NOT NULL promises.
    counts = sql.SQL(", ").join(
        sql.SQL("coalesce(sum(num_nulls(a.{})), 0)").format(sql.Identifier(name)) for (name,) in required
    )
    row = connection.execute(sql.SQL("select {} from {} a").format(counts, table.whole)).fetchone()
    for (name,), nulls in zip(required, row or (), strict=True):
        if nulls:
            yield Fault(str(table), "not null", f"{name}: {nulls} nulls")


def checks(connection: Connection, table: Table) -> Iterator[Fault]:
    """Every CHECK, of the table itself."""
    for name, expression in connection.execute(
        "select conname, pg_get_expr(conbin, conrelid) from pg_constraint c where conrelid = %s and contype = 'c'"
        " and coalesce((to_jsonb(c) ->> 'conenforced')::boolean, true) and convalidated order by 1",
        [table.oid],
    ).fetchall():
        query = sql.SQL("select count(*) from {} where not ({})").format(table.whole, sql.SQL(expression))
        if bad := _count(connection, query):
            yield Fault(str(table), "check", f"{name}: {bad} rows break {expression}")


def domains(connection: Connection) -> Iterator[Fault]:
    """Every value of a domain, or of a type with domains in it, read again from its text."""
    for schema, relation, kind, oid, name, spelling in connection.execute(
        """
        with recursive holding as (
            select oid from pg_type where typtype = 'd'
            union
            select t.oid from holding h join pg_type t
            on t.typelem = h.oid or t.typbasetype = h.oid or exists (
                select from pg_attribute a where t.typtype = 'c' and (a.attrelid, a.atttypid) = (t.typrelid, h.oid) and a.attnum > 0))
        select n.nspname, c.relname, c.relkind::text, c.oid, attname, format_type(atttypid, atttypmod)
        from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ %s and attnum > 0 and not attisdropped
        and atttypid in (select oid from holding)
        """,
        [SYSTEM],
    ).fetchall():
        table = Table(oid, schema, relation, kind, False)
        # OFFSET keeps the planner from leaving out a cast whose result nobody reads.
        query = sql.SQL(
            "select count(*) filter (where v is null and v is not null) from (select ({}::text)::{} v from {} offset 0) x"
        )
        if bad := _count(connection, query.format(sql.Identifier(name), sql.SQL(spelling), table.whole)):
            yield Fault(str(table), "domain", f"{name}: {bad}")


def uniques(connection: Connection, table: Table) -> Iterator[Fault]:
    """Every unique index, grouped by hand."""
    for name, oid, keys, predicate, alike in connection.execute(
        """
        select c.relname, i.indexrelid, i.indnkeyatts, pg_get_expr(i.indpred, i.indrelid),
               coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false)
        from pg_index i join pg_class c on c.oid = i.indexrelid
        where i.indrelid = %s and i.indisunique and not i.indisexclusion order by 1
        """,
        [table.oid],
    ).fetchall():
        query = sql.SQL(
            "select count(*) from (select 1 from ({}) k {} group by {} having count(*) > 1) x"
        ).format(
            _keys(connection, table, oid, keys, predicate),
            sql.SQL(
                "" if alike else "where " + " and ".join(f"k{n} is not null" for n in range(1, keys + 1))
            ),
            sql.SQL(", ".join(f"k{n}" for n in range(1, keys + 1))),
        )
        if bad := _count(connection, query):
            yield Fault(str(table), "unique", f"{name}: {bad} keys occur twice")


def _keys(connection: Connection, table: Table, index: int, keys: int, predicate: str | None) -> sql.Composed:
    """A query for the keys that an index holds, as k1, k2, …"""
    expressions = [
        connection.execute("select pg_get_indexdef(%s, %s, true)", [index, n]).fetchone()[0]  # type: ignore[index]
        for n in range(1, keys + 1)
    ]
    columns = sql.SQL(", ").join(sql.SQL(f"({text}) as k{n}") for n, text in enumerate(expressions, 1))
    return sql.SQL("select row_number() over () as n, {} from {} where {}").format(
        columns, table.whole, sql.SQL(predicate or "true")
    )


def foreign_keys(connection: Connection, table: Table) -> Iterator[Fault]:
    """Every foreign key by anti-join, with its own operators; MATCH FULL neither here nor there."""
    for name, columns, operators, full, period, oid, schema, parent, kind, others in connection.execute(
        """
        select o.conname, array(select attname::text from unnest(o.conkey) with ordinality k (n, i)
                                join pg_attribute a on (a.attrelid, a.attnum) = (o.conrelid, k.n) order by i),
               array(select format('operator(%%I.%%s)', n.nspname, p.oprname) from unnest(o.conpfeqop) with ordinality k (op, i)
                     join pg_operator p on p.oid = k.op join pg_namespace n on n.oid = p.oprnamespace order by i),
               o.confmatchtype = 'f', coalesce((to_jsonb(o) ->> 'conperiod')::boolean, false),
               c.oid, n.nspname, c.relname, c.relkind::text,
               array(select attname::text from unnest(o.confkey) with ordinality k (n, i)
                     join pg_attribute a on (a.attrelid, a.attnum) = (o.confrelid, k.n) order by i)
        from pg_constraint o join pg_class c on c.oid = o.confrelid join pg_namespace n on n.oid = c.relnamespace
        where o.conrelid = %s and o.contype = 'f' and o.conparentid = 0 and o.convalidated order by 1
        """,
        [table.oid],
    ).fetchall():
        target = Table(oid, schema, parent, kind, False)
        pairs = list(zip(columns, operators, others, strict=True))
        held = pairs[:-1] if period else pairs
        given = sql.SQL(" and ").join(sql.SQL("c.{} is not null").format(sql.Identifier(c)) for c in columns)
        match = sql.SQL(" and ").join(
            sql.SQL("p.{} {} c.{}").format(sql.Identifier(theirs), sql.SQL(operator), sql.Identifier(ours))
            for ours, operator, theirs in held
        )
        missing = sql.SQL("not exists (select from {} p where {})").format(target.whole, match)
        if period:
            missing = sql.SQL(
                "not coalesce(c.{} <@ (select pg_catalog.range_agg(p.{}) from {} p where {}), false)"
            ).format(sql.Identifier(columns[-1]), sql.Identifier(others[-1]), target.whole, match)
        query = sql.SQL("select count(*) from {} c where {} and {}").format(table.whole, given, missing)
        if bad := _count(connection, query):
            yield Fault(str(table), "foreign key", f"{name}: {bad} rows without a parent in {target}")
        if full:
            some = sql.SQL(" or ").join(
                sql.SQL("c.{} is not null").format(sql.Identifier(c)) for c in columns
            )
            query = sql.SQL("select count(*) from {} c where ({}) and not ({})").format(
                table.whole, some, given
            )
            if bad := _count(connection, query):
                yield Fault(str(table), "foreign key", f"{name}: {bad} rows are partly null")


def exclusions(connection: Connection, table: Table) -> Iterator[Fault]:
    """Every exclusion constraint (and key over time) by a self-join."""
    for name, index, predicate, operators in connection.execute(
        """
        select o.conname, o.conindid, pg_get_expr(i.indpred, i.indrelid),
               array(select format('operator(%%I.%%s)', n.nspname, p.oprname) from unnest(o.conexclop) with ordinality k (op, i)
                     join pg_operator p on p.oid = k.op join pg_namespace n on n.oid = p.oprnamespace order by i)
        from pg_constraint o join pg_index i on i.indexrelid = o.conindid
        where o.conrelid = %s and o.conexclop is not null
        """,
        [table.oid],
    ).fetchall():
        conflict = " and ".join(f"a.k{n} {operator} b.k{n}" for n, operator in enumerate(operators, 1))
        query = sql.SQL(
            "with k as materialized ({}) select count(*) from k a join k b on a.n <= {} and a.n < b.n and {}"
        ).format(
            _keys(connection, table, index, len(operators), predicate), sql.Literal(JOINED), sql.SQL(conflict)
        )
        if bad := _count(connection, query):
            yield Fault(str(table), "exclusion", f"{name}: {bad} pairs of rows exclude each other")


def structure(connection: Connection) -> Iterator[Fault]:
    """Nothing that was on is off: indexes are valid."""
    for relation, index in connection.execute(
        "select indrelid::regclass::text, indexrelid::regclass::text from pg_index where not (indisvalid and indisready and indislive)"
    ).fetchall():
        yield Fault(relation, "index", f"{index} is not valid")


def sequences(connection: Connection) -> Iterator[Fault]:
    """The next number that a sequence gives is beyond those in its column; a default that draws from it is new."""
    for schema, table, kind, oid, column, sequence, default, number, unique in connection.execute(
        """
        select n.nspname, c.relname, c.relkind::text, c.oid, a.attname, s.oid, pg_get_expr(d.adbin, d.adrelid),
               a.atttypid = any ('{int2,int4,int8,numeric}'::regtype[]),
               exists (select from pg_index i where i.indrelid = c.oid and i.indisunique and i.indnkeyatts = 1 and i.indkey[0] = a.attnum and i.indpred is null)
        from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
        left join pg_attrdef d on (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
        join pg_depend x on x.deptype in ('i', 'n') and (
            (x.classid = 'pg_class'::regclass and x.deptype = 'i' and (x.refobjid, x.refobjsubid) = (a.attrelid, a.attnum))
            or (x.classid = 'pg_attrdef'::regclass and x.objid = d.oid and x.refclassid = 'pg_class'::regclass))
        join pg_class s on s.relkind = 'S' and s.oid = case when x.deptype = 'i' then x.objid else x.refobjid end
        where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ %s order by 1, 2, 5
        """,
        [SYSTEM],
    ).fetchall():
        name = Table(oid, schema, table, kind, False)
        if number:
            yield from _ahead(connection, name, column, sequence)
        elif unique and default:
            # Drawing moves the sequence, so this comes last.
            query = sql.SQL("select count(*) from {} where {} = ({})").format(
                name.whole, sql.Identifier(column), sql.SQL(default)
            )
            if bad := _count(connection, query):
                yield Fault(
                    str(name), "sequence", f"the next default of {column} is there already: {bad}", name.key
                )


def _ahead(connection: Connection, table: Table, column: str, sequence: int) -> Iterator[Fault]:
    place = connection.execute(
        "select seqincrement, seqmax, seqmin, seqrelid::regclass::text from pg_sequence where seqrelid = %s",
        [sequence],
    ).fetchone()
    assert place
    step, top, bottom, name = place
    last, called = connection.execute(
        sql.SQL("select last_value, is_called from {}").format(sql.SQL(name))
    ).fetchone()  # type: ignore[misc]
    following = last + step if called else last
    worst = connection.execute(
        sql.SQL("select {}({}) from {}").format(
            sql.SQL("max" if step > 0 else "min"), sql.Identifier(column), table.whole
        )
    ).fetchone()[0]  # type: ignore[index]
    if worst is None or not bottom <= following <= top:
        return
    if (following <= worst) if step > 0 else (following >= worst):
        yield Fault(
            str(table), "sequence", f"{name} gives {following} next, but {column} holds {worst}", table.key
        )
