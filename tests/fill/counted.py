"""How many rows there are, against how many there can be; and what a fill says of tables that it cannot fill."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from judge import Fault
from psycopg import sql
from schemas import Expected
from state import Connection, Table, tables


def count(connection: Connection, table: Table) -> int:
    """Its own rows."""
    row = connection.execute(sql.SQL("select count(*) from {}").format(table.whole)).fetchone()
    return int(row[0]) if row else 0


def counts(
    connection: Connection,
    expected: Mapping[tuple[str, str], Expected],
    asked: int,
    *,
    before: Mapping[tuple[str, str], int],
    said: str,
) -> list[Fault]:
    """Every table has as many rows as were asked for, or as it can hold; what cannot be is said."""
    found: list[Fault] = []
    for table in tables(connection):
        if table.partition or table.schema in ("auth", "storage"):
            continue
        want = expected.get(table.key, Expected())
        have = count(connection, table) - before.get(table.key, 0)
        if _named(table, want.refuses, said):
            continue
        found += _count_faults(connection, table, want, asked, have, before.get(table.key, 0), said)
        for query in want.holds:
            if bad := connection.execute(query, {"asked": asked}).fetchall():  # type: ignore[arg-type]
                found.append(Fault(str(table), "holds", f"{len(bad)} rows found by {query}"))
    return found


def _named(table: Table, names: str | None, said: str) -> bool:
    """Whether what is said of the table names one of these."""
    lines = [line.replace(str(table), "") for line in said.splitlines() if str(table) in line]
    return any(
        re.search(rf"\b{re.escape(name)}\b", line)
        for line in lines
        for name in (names or "|").split("|")
        if name
    )


def _count_faults(
    connection: Connection, table: Table, want: Expected, asked: int, have: int, held: int, said: str
) -> Iterator[Fault]:
    wanted = want.impossible or want.names
    if wanted and not _named(table, wanted, said):
        yield Fault(str(table), "unsaid", f"nothing names {wanted}")
    if want.impossible and have:
        yield Fault(str(table), "rows", f"{have} rows where none can be")
    if wanted:
        return
    limit = want.limit
    # What is said of a number asked for is said of each fill; everything else of the table as a whole.
    held = 0 if isinstance(limit, str) and "%(asked)s" in limit else held
    if isinstance(limit, str):
        row = connection.execute(limit, {"asked": asked}).fetchone()  # type: ignore[arg-type]
        limit = int(row[0]) if row else 0
    least = asked if limit is None else max(0, min(asked, limit - held))
    if not want.some and (have < least or (have > least and not want.more)):
        yield Fault(str(table), "rows", f"{have} rows instead of {least}")
