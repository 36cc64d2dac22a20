"""Whether filled values are believable as a whole: not one parent for all, not always null, not always true.

Judged are columns that nothing constrains, in tables of a hundred rows or more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from judge import SPREAD, Fault
from psycopg import sql
from schemas import Expected
from state import Connection, Table, tables

#: Columns that no constraint mentions: not in a check, key, unique, exclusion, partition key or generated column.
FREE = """
    select a.attname, t.typtype::text, t.typname, a.attnotnull or t.typnotnull as required, d.adbin is not null as has_default,
           array(select enumlabel::text from pg_enum e where e.enumtypid = t.oid order by enumsortorder) as labels
    from pg_attribute a join pg_type t on t.oid = a.atttypid left join pg_attrdef d on (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
    where a.attrelid = %(table)s and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
    and not exists (select from pg_constraint o where o.conrelid = a.attrelid and a.attnum = any (o.conkey) and o.contype <> 'n')
    and not exists (select from pg_index i where i.indrelid = a.attrelid and i.indisunique
        and exists (select from pg_depend x where x.objid = i.indexrelid and x.refobjid = a.attrelid and x.refobjsubid = a.attnum))
    and not exists (select from pg_partitioned_table p where p.partrelid = a.attrelid and (a.attnum = any (p.partattrs::smallint[]) or 0 = any (p.partattrs::smallint[])))
    and not exists (select from pg_attrdef g join pg_attribute b on (b.attrelid, b.attnum) = (g.adrelid, g.adnum) and b.attgenerated <> ''
        join pg_depend x on x.classid = 'pg_attrdef'::regclass and x.objid = g.oid and x.refobjid = a.attrelid and x.refobjsubid = a.attnum)
    and not exists (select from pg_inherits h join pg_constraint o on o.conrelid = h.inhrelid where h.inhparent = a.attrelid and o.contype = 'c')
    order by a.attnum
"""  # fmt: skip

LINKS = """
    select o.conname, array(select attname::text from unnest(o.conkey) k join pg_attribute on (attrelid, attnum) = (o.conrelid, k)) as columns,
           c.oid, n.nspname, c.relname, c.relkind::text
    from pg_constraint o join pg_class c on c.oid = o.confrelid join pg_namespace n on n.oid = c.relnamespace
    where o.conrelid = %s and o.contype = 'f' and o.conparentid = 0
"""


def doubts(connection: Connection, expected: Mapping[tuple[str, str], Expected]) -> list[Fault]:
    """What no constraint forbids and nobody would believe."""
    found: list[Fault] = []
    for table in tables(connection):
        if table.partition or table.schema in ("auth", "storage"):
            continue
        rows = _rows(connection, table)
        if rows >= SPREAD:
            alike = expected.get(table.key, Expected()).alike
            found += [f for f in columns(connection, table, rows) if f.what.split(":")[0] not in alike]
            found += [f for f in links(connection, table) if f.what.split(":")[0] not in alike]
    return found


def _rows(connection: Connection, table: Table) -> int:
    row = connection.execute(sql.SQL("select count(*) from {}").format(table.whole)).fetchone()
    return int(row[0]) if row else 0


def columns(connection: Connection, table: Table, rows: int) -> Iterator[Fault]:
    """Nullable columns are sometimes null and sometimes not; booleans both; enums all; the rest more than one."""
    free = connection.execute(FREE, {"table": table.oid}).fetchall()
    if not free:
        return
    looks = sql.SQL(", ").join(
        sql.SQL("num_nulls(min({0}::text)) , count({0}), count(distinct {0}::text)").format(
            sql.Identifier(name)
        )
        for name, *_ in free
    )
    row: tuple[Any, ...] = (
        connection.execute(sql.SQL("select {} from {}").format(looks, table.whole)).fetchone() or ()
    )
    for place, (name, kind, type_name, required, has_default, labels) in enumerate(free):
        _, given, distinct = row[3 * place : 3 * place + 3]
        if kind == "e" and not labels:
            continue
        if not given:
            yield Fault(str(table), "spread", f"{name}: always null")
        elif not required and given == rows and not has_default:
            yield Fault(str(table), "spread", f"{name}: never null")
        elif kind == "e" and distinct < len(labels) and given >= 10 * len(labels):
            yield Fault(str(table), "spread", f"{name}: {distinct} of {len(labels)} labels")
        elif distinct < 2 <= given and not (kind == "e" and len(labels) == 1) and type_name != "void":
            yield Fault(str(table), "spread", f"{name}: always the same ({type_name})")


def links(connection: Connection, table: Table) -> Iterator[Fault]:
    """Rows point to several parents where there are several."""
    for name, held, oid, schema, parent, kind in connection.execute(LINKS, [table.oid]).fetchall():
        target = Table(oid, schema, parent, kind, False)
        columns = sql.SQL(", ").join(sql.Identifier(column) for column in held)
        query = sql.SQL("select count(distinct ({0})), count(*) from {1} where num_nulls({0}) = 0").format(
            columns, table.whole
        )
        parents, given = connection.execute(query).fetchone() or (0, 0)
        if given >= SPREAD and parents < min(5, _rows(connection, target)):
            yield Fault(
                str(table),
                "spread",
                f"{name}: {given} rows share {parents} parents of {_rows(connection, target)}",
            )
