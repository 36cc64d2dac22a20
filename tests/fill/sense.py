"""Whether values mean what their column is called: an e-mail has an @, a start comes before its end, keys count from one.

Each rule is a pattern over names and what must hold of nine in ten values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from judge import SPREAD, Fault
from psycopg import sql
from state import SYSTEM, Connection, Table, tables

#: Text columns: the name (in snake case), and what nine in ten values look like.
TEXTS = {
    r"(^|_)e_?mail(_address)?$": r"^[^@\s]+@[^@\s]+\.[^@\s]+$",
    r"^(first|last|middle|given|family)_?name$": r"^\S+([ -]\S+)?$",
    r"(^|_)(url|website|homepage)(_url)?$": r"^(https?://|/)\S+$",
    r"(^|_)(phone|fax|mobile)(_number)?$": r"^[+(]?\d[\d ().x-]{4,}$",
    r"(^|_)slug$": r"^[a-z0-9][a-z0-9-]*$",
    r"^(country_code|country_iso)$": r"^[A-Z]{2,3}$",
    r"(^|_)(user_?name|login|handle)$": r"^\S+$",
    r"(^|_)(colou?r)(_hex)?$": r"^#?[0-9A-Fa-f]{3,8}$|^[A-Za-z ]+$",
    r"(^|_)(mime_type|content_type|mimetype)$": r"^[a-z]+/[a-z0-9.+-]+$",
    r"(^|_)(zip|postal_?code|postcode|zip_?code)$": r"^[A-Z0-9 -]{3,10}$",
    r"(^|_)(locale|language_code)$": r"^[a-z]{2,3}([-_][A-Za-z]{2,4})?$",
    r"(^|_)(time_?zone)$": r"^UTC$|^[A-Z][A-Za-z_]+/[A-Za-z_/+-]+$",
    r"(^|_)(currency|currency_code|iso_code)$": r"^[A-Z]{3}$",
    r"(^|_)ip(_address)?$": r"^[0-9a-f.:/]+$",
    r"(^|_)(file_?name|original_name)$": r"^\S.*\.[a-z0-9]{2,5}$",
}  # fmt: skip

#: Numbers: the name, and between what nine in ten lie.
NUMBERS = {
    r"(^|_)(lat|latitude)$": (-90, 90),
    r"(^|_)(lng|lon|long|longitude)$": (-180, 180),
    r"(^|_)(price|amount|total|cost|fee|salary|quantity|qty|count|width|height|views|age|duration|size|bytes|weight)$": (0, 10**12),
    r"(^|_)(percent|percentage)$": (0, 100),
    r"(^|_)(rating|stars)$": (0, 100),
    r"^(birth_year|year_of_birth)$": (1900, 2026),
    r"(^|_)year$": (1000, 2200),
    r"(^|_)month$": (1, 12),
    r"(^|_)(hour)$": (0, 24),
}  # fmt: skip

#: Moments in the same row: the first is never after the second.
ORDERS = (
    ("created_at", "updated_at"), ("created_at", "deleted_at"), ("created", "updated"), ("created", "modified"), ("createdat", "updatedat"), ("starts_at", "ends_at"), ("start_date", "end_date"),
    ("starts_on", "ends_on"), ("started_at", "finished_at"), ("start_at", "end_at"), ("valid_from", "valid_until"), ("created_at", "last_seen_at"), ("invited_at", "accepted_at"), ("date_joined", "last_login"),
    ("order_date", "shipped_date"), ("birth_date", "hire_date"), ("birthdate", "hiredate"), ("scheduled_departure", "scheduled_arrival"), ("start_on", "due_on"), ("sent_at", "read_at"), ("created_at", "published_at"),
)  # fmt: skip

#: Moments that are over, if their name says so; nothing of this kind lies after the fill.
PAST = r"^(created|updated|modified|inserted|joined|submitted|read|opened|accepted|last_login|last_seen|birth_?date|born|hire_?date)(_at|_on|_date|$)"

COLUMNS = """
    select a.attname, format_type(t.oid, null), t.typcategory::text from pg_attribute a
    join pg_type b on b.oid = a.atttypid join pg_type t on t.oid = case b.typtype when 'd' then b.typbasetype else b.oid end
    where attrelid = %s and attnum > 0 and not attisdropped and attgenerated = '' and not exists (
        select from pg_constraint o where o.conrelid = a.attrelid and a.attnum = any (o.conkey) and o.contype in ('c', 'f')
        and pg_get_constraintdef(o.oid) !~ '~|@')
    order by attnum
"""


def nonsense(connection: Connection) -> list[Fault]:
    """What does not mean what it is called."""
    found: list[Fault] = []
    for table in tables(connection):
        row = connection.execute(sql.SQL("select count(*) from {}").format(table.whole)).fetchone()
        if not table.partition and table.schema not in ("auth", "storage") and row and row[0] >= SPREAD:
            columns = connection.execute(COLUMNS, [table.oid]).fetchall()
            found += _columns(connection, table, columns)
            found += _orders(connection, table, {snake(name): name for name, *_ in columns})
    return found + list(_keys(connection))


def snake(name: str) -> str:
    """``postalCode``, ``PostalCode`` and ``postal_code`` are one name."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().replace(" ", "_")


def _columns(connection: Connection, table: Table, columns: list[tuple[str, str, str]]) -> Iterator[Fault]:
    for name, kind, category in columns:
        column = sql.Identifier(name)
        if category == "S" and kind != "name":
            for pattern, shape in TEXTS.items():
                if re.search(pattern, snake(name)):
                    yield from _most(
                        connection, table, name, sql.SQL("btrim({}) ~ {}").format(column, sql.Literal(shape))
                    )
        elif category == "N" and kind != "money":
            for pattern, (low, high) in NUMBERS.items():
                if re.search(pattern, snake(name)):
                    yield from _most(
                        connection,
                        table,
                        name,
                        sql.SQL("{} between {} and {}").format(column, sql.Literal(low), sql.Literal(high)),
                    )
        elif (
            category == "D"
            and "time" in kind + "date"
            and re.search(PAST, snake(name))
            and not kind.startswith("time ")
        ):
            yield from _most(
                connection, table, name, sql.SQL("{}::timestamptz <= now() + interval '1 day'").format(column)
            )


def _most(connection: Connection, table: Table, name: str, holds: sql.Composable) -> Iterator[Fault]:
    query = sql.SQL(
        "select count(*) filter (where {0}), count({1}), min({1}::text) filter (where not ({0})) from {2} where {1}::text <> ''"
    )
    right, given, example = connection.execute(
        query.format(holds, sql.Identifier(name), table.whole)
    ).fetchone() or (0, 0, None)
    if right < 0.9 * given:
        yield Fault(str(table), "sense", f"{name}: {given - right} of {given} are like {example!r}")


def _orders(connection: Connection, table: Table, names: dict[str, str]) -> Iterator[Fault]:
    for first, second in ORDERS:
        if first in names and second in names:
            query = sql.SQL(
                "select count(*) filter (where {0} > {1}), count(*) filter (where {0} is not null and {1} is not null) from {2}"
            )
            late, both = connection.execute(
                query.format(sql.Identifier(names[first]), sql.Identifier(names[second]), table.whole)
            ).fetchone() or (0, 0)
            if late > 0.1 * both:
                yield Fault(
                    str(table), "sense", f"{names[first]}: after {names[second]} in {late} of {both} rows"
                )


def _keys(connection: Connection) -> Iterator[Fault]:
    """A key that counts, counts: as the server would have, from its sequence's start, without great gaps."""
    for schema, name, kind, oid, column, start, step in connection.execute(
        """
        select n.nspname, c.relname, c.relkind::text, c.oid, a.attname, s.seqstart, s.seqincrement
        from pg_depend d join pg_sequence s on s.seqrelid = d.objid join pg_class c on c.oid = d.refobjid
        join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on (a.attrelid, a.attnum) = (c.oid, d.refobjsubid)
        where d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i') and not c.relispartition and n.nspname !~ %s
        and c.relkind in ('r', 'p') and not exists (select from pg_inherits where inhparent = c.oid or inhrelid = c.oid) order by 1, 2
        """,
        [SYSTEM],
    ).fetchall():
        table = Table(oid, schema, name, kind, False)
        query = sql.SQL("select min({0}), max({0}), count(*) from {1}").format(
            sql.Identifier(column), table.whole
        )
        low, high, rows = connection.execute(query).fetchone() or (None, None, 0)
        if (
            low is not None
            and rows >= 5
            and (
                high - low > 10 * rows * abs(step)
                or abs(min(low - start, high - start, key=abs)) > 10 * rows * abs(step)
            )
        ):
            yield Fault(
                str(table),
                "sense",
                f"{column}: {rows} keys from {low} to {high}, the sequence starts at {start}",
            )
