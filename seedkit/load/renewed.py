"""Tables that get new storage while nobody's rows are in them, so that COPY may write frozen rows past the log.

Rows written with FREEZE need no second look by the server, ever; and where the server keeps a minimal log (as the
embedded one does), it is the file that is made safe at the end, not every row in the log. Both ask for a table whose
storage the same transaction has made. CLUSTER makes such storage, and unlike TRUNCATE it can lose no row.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg import sql

from .live import identifier

__all__ = ["renewed"]

# By which index a table can be written anew, and by which it was last.
_INDEXES = """
select i.indrelid::int8,
       (array_agg(c.relname::text order by i.indisprimary desc, c.relname)
        filter (where a.amname = 'btree' and i.indpred is null and i.indexprs is null))[1],
       max(c.relname::text) filter (where i.indisclustered)
from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am a on a.oid = c.relam
where i.indrelid = any(%s::oid[]) and i.indisvalid and i.indisready
group by 1
"""


def renewed(connection: psycopg.Connection[Any], tables: Mapping[str, int]) -> frozenset[str]:
    """Give new storage to those of these tables, locked for us alone, that hold no row but this transaction's."""
    if connection.execute("select exists (select from pg_cursors where name <> '')").fetchone() == (True,):
        # An open cursor of the caller's may yet look at what was there.
        return frozenset()
    query = connection.execute(_INDEXES, [list(tables.values())])
    indexes = {table: (index, marked) for table, index, marked in query.fetchall() if index}
    done = []
    for name, oid in tables.items():
        if oid in indexes and _ours(connection, name):
            _renew(connection, name, *indexes[oid])
            done.append(name)
    return frozenset(done)


def _ours(connection: psycopg.Connection[Any], name: str) -> bool:
    foreign = sql.SQL("select exists (select from only {} where xmin <> pg_current_xact_id()::xid)")
    return connection.execute(foreign.format(identifier(name))).fetchone() == (False,)


def _renew(connection: psycopg.Connection[Any], name: str, index: str, marked: str | None) -> None:
    """Write it anew, in the order of an index; which index that is, CLUSTER would have the table remember."""
    table = identifier(name)
    connection.execute(sql.SQL("cluster {} using {}").format(table, sql.Identifier(index)))
    if marked is None:
        connection.execute(sql.SQL("alter table {} set without cluster").format(table))
    elif marked != index:
        connection.execute(sql.SQL("alter table {} cluster on {}").format(table, sql.Identifier(marked)))
