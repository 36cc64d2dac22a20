"""Tables whose constraints nobody thought of, and which yet can be filled: the rows came first.

Random rows are written into a random table, then random constraints are laid upon it; those that the rows
break are not taken. What is left holds at least those rows, so a fill of fewer has no excuse.

    .venv/bin/python tests/fill/fuzz.py --seeds 1,2,3 --tables 100
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import psycopg
from psycopg import sql

#: Rows of the witness, and how many of a fill are asked for.
WITNESS = 60
ASKED = 15

Connection = psycopg.Connection[Any]


@dataclass(frozen=True)
class Kind:
    """A type of column: its SQL, its family, and how a value of it is drawn, as text."""

    sql: str
    family: str
    draw: Callable[[Random], str]


def _day(random: Random) -> str:
    return f"{random.randint(2019, 2025)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"


def _moment(random: Random) -> str:
    return f"{_day(random)} {random.randint(0, 23):02}:{random.choice((0, 15, 30, 45)):02}:00"


def _word(random: Random) -> str:
    return "".join(random.choice("abcdefghij") for _ in range(random.randint(2, 8)))


def _range(random: Random) -> str:
    low = random.randint(0, 90)
    return f"[{low},{low + random.randint(1, 10)})"


KINDS = (
    Kind("integer", "number", lambda r: str(r.randint(-5, 60))),
    Kind("smallint", "number", lambda r: str(r.randint(0, 9))),
    Kind("bigint", "number", lambda r: str(r.randint(0, 10**10))),
    Kind("numeric(8, 2)", "number", lambda r: f"{r.randint(0, 20000) / 100:.2f}"),
    Kind("double precision", "number", lambda r: str(r.randint(-400, 400) / 4)),
    Kind("text", "text", lambda r: r.choice((_word(r), f"{_word(r)} {_word(r)}", _word(r).title(), f"{_word(r)}-{r.randint(1, 99)}"))),
    Kind("varchar(12)", "text", _word),
    Kind("char(3)", "text", lambda r: "".join(r.choice("ABC") for _ in range(3))),
    Kind("boolean", "truth", lambda r: r.choice("tf")),
    Kind("date", "day", _day),
    Kind("timestamptz", "moment", _moment),
    Kind("timestamp", "moment", _moment),
    Kind("interval", "span", lambda r: f"{r.randint(1, 90)} minutes"),
    Kind("colour", "label", lambda r: r.choice(("red", "green", "blue", "black"))),
    Kind("text[]", "texts", lambda r: "{" + ",".join(r.sample(("a", "b", "c", "d", "e"), r.randint(0, 4))) + "}"),
    Kind("integer[]", "numbers", lambda r: "{" + ",".join(str(r.randint(0, 9)) for _ in range(r.randint(1, 3))) + "}"),
    Kind("jsonb", "document", lambda r: json.dumps({k: v for k, v in (("kind", r.choice("xyz")), ("n", r.randint(0, 9)), ("tags", [])) if r.random() < 0.8})),
    Kind("int4range", "range", _range),
    Kind("uuid", "uuid", lambda r: f"{r.getrandbits(32):08x}-{r.getrandbits(16):04x}-4{r.getrandbits(12):03x}-8{r.getrandbits(12):03x}-{r.getrandbits(48):012x}"),
    Kind("inet", "address", lambda r: f"10.{r.randint(0, 3)}.{r.randint(0, 255)}.{r.randint(1, 254)}"),
    Kind("bytea", "bytes", lambda r: "\\x" + r.randbytes(r.choice((4, 8))).hex()),
)  # fmt: skip


@dataclass
class Column:
    name: str
    kind: Kind
    values: list[str | None]
    #: An expression of other columns that every row obeys.
    equal: str | None = None

    def some(self, random: Random) -> str:
        """A literal: one of the values, or one like them."""
        held = [value for value in self.values if value is not None]
        text = random.choice(held) if held and random.random() < 0.7 else self.kind.draw(random)
        return sql.Literal(text).as_string() + f"::{self.kind.sql}"


@dataclass
class Table:
    name: str
    columns: list[Column]
    constraints: list[str] = field(default_factory=list)

    def of(self, *families: str) -> list[Column]:
        return [column for column in self.columns if column.kind.family in families]


def draw_table(random: Random, name: str) -> Table:
    """Columns and the rows of the witness."""
    columns = []
    for place in range(random.randint(2, 7)):
        kind = random.choice(KINDS)
        empty = random.choice((0, 0, 0.3))
        few = [kind.draw(random) for _ in range(random.choice((4, WITNESS, WITNESS)))]
        values = [None if random.random() < empty else random.choice(few) for _ in range(WITNESS)]
        columns.append(Column(f"c{place}", kind, values))
    return Table(name, columns)


def create(connection: Connection, table: Table, random: Random) -> None:
    """The table, its rows, columns that are made of others, and then the constraints that the rows allow."""
    name = sql.Identifier(table.name)
    definitions = sql.SQL(", ").join(
        sql.SQL("{} {} {}").format(
            sql.Identifier(c.name), sql.SQL(c.kind.sql), sql.SQL("" if None in c.values else "not null")
        )
        for c in table.columns
    )
    connection.execute(sql.SQL("create table {} (id integer primary key, {})").format(name, definitions))
    places = sql.SQL(", ").join(sql.Placeholder() * (len(table.columns) + 1))
    with connection.cursor() as cursor:
        rows = [(n, *(column.values[n] for column in table.columns)) for n in range(WITNESS)]
        cursor.executemany(sql.SQL("insert into {} values ({})").format(name, places), rows)
    for expression in _derived(random, table):
        _try(connection, table, f"update {table.name} set {expression}")
    wanted = random.randint(1, 6)
    for place, clause in enumerate(_clauses(random, table)):
        added = f"alter table {table.name} add constraint {table.name}_{place} {clause}"
        if clause.startswith("unique index"):
            added = f"create unique index {table.name}_{place} on {table.name} {clause.removeprefix('unique index')}"
        if _try(connection, table, added):
            table.constraints.append(clause)
        if len(table.constraints) == wanted:
            break


def _try(connection: Connection, table: Table, statement: str) -> bool:
    try:
        with connection.transaction():
            connection.execute(statement.encode())
    except psycopg.Error:
        return False
    return True


def _derived(random: Random, table: Table) -> Iterator[str]:
    """Now and then a column is made of the others, so that equations hold."""
    numbers, texts, moments = table.of("number"), table.of("text"), table.of("moment", "day")
    if len(numbers) >= 3 and random.random() < 0.6:
        a, b, c = random.sample(numbers, 3)
        a.equal = random.choice((f"{b.name} + {c.name}", f"{b.name} * {c.name}", f"abs({b.name} - {c.name})"))
    elif len(numbers) >= 2 and random.random() < 0.4:
        a, b = random.sample(numbers, 2)
        a.equal = random.choice((f"2 * {b.name}", f"{b.name} + 1", f"greatest({b.name}, 0)"))
    if len(texts) >= 2 and random.random() < 0.4:
        a, b = random.sample(texts, 2)
        a.equal = random.choice((f"lower({b.name})", f"upper(left({b.name}, 3))", f"{b.name} || '!'"))
    if len(moments) >= 2 and random.random() < 0.4:
        a, b = random.sample(moments, 2)
        a.equal = f"{b.name} + interval '1 day'"
    for column in table.columns:
        if column.equal:
            yield f"{column.name} = {column.equal}"


def _clauses(random: Random, table: Table) -> Iterator[str]:
    """Constraints to try: equations first, then whatever comes to mind."""
    for column in table.columns:
        if column.equal:
            yield f"check ({column.name} = {column.equal})"
    for _ in range(60):
        shape = random.random()
        if shape < 0.5:
            yield f"check ({atom(random, table)})"
        elif shape < 0.75:
            yield f"check ({formula(random, table)})"
        elif shape < 0.95:
            yield from _unique(random, table)
        else:
            yield from _exclusion(random, table)


def formula(random: Random, table: Table) -> str:
    """Several conditions in one."""
    a, b, c = (atom(random, table) for _ in range(3))
    return random.choice(
        (f"({a}) or ({b})", f"not ({a}) or ({b})", f"({a}) and ({b})", f"case when {a} then {b} else {c} end", f"({a}) or (({b}) and ({c}))", f"not (({a}) and ({b}))", f"coalesce({a}, true)", f"(({a}) = ({b})) or ({c})")
    )  # fmt: skip


def atom(random: Random, table: Table) -> str:
    """One condition over one or two columns, or over the nulls of several."""
    if len(table.columns) > 1 and random.random() < 0.15:
        return _about_nulls(random, table)
    column = random.choice(table.columns)
    peers = [peer for peer in table.of(column.kind.family) if peer is not column]
    if peers and random.random() < 0.3:
        return _pair(random, column, random.choice(peers))
    return random.choice(ATOMS[column.kind.family])(random, column)


def _about_nulls(random: Random, table: Table) -> str:
    some = random.sample(table.columns, random.randint(2, min(3, len(table.columns))))
    names = ", ".join(column.name for column in some)
    a, b = some[0].name, some[1].name
    return random.choice(
        (f"num_nonnulls({names}) >= 1", f"num_nonnulls({names}) = {random.randint(1, len(some))}", f"num_nulls({names}) <= 1", f"({a} is null) = ({b} is null)", f"{a} is not null or {b} is not null", f"{a} is null or {b} is null", f"{a} is not null")
    )  # fmt: skip


def _pair(random: Random, a: Column, b: Column) -> str:
    forms = {
        "number": ("{a} < {b}", "{a} <= {b}", "{a} <> {b}", "{a} >= {b}", "{a} + {b} < 1000", "abs({a} - {b}) <= 100", "{a} is distinct from {b}", "{a} between {b} and {b} + 50"),
        "text": ("{a} <> {b}", "length({a}) <= length({b})", "lower({a}) <> lower({b})", "{a} < {b}", "position({a} in {b}) = 0"),
        "day": ("{a} < {b}", "{a} <= {b}", "{a} <> {b}", "{b} - {a} < 3000"),
        "moment": ("{a} < {b}", "{a} <= {b}", "{a} - {b} < interval '4 years'", "{a}::date <> {b}::date"),
        "truth": ("{a} or {b}", "not ({a} and {b})", "{a} = {b}", "{a} <> {b}", "{a} <= {b}"),
        "range": ("not {a} && {b}", "{a} << {b}", "lower({a}) <= lower({b})", "{a} <> {b}"),
    }.get(a.kind.family, ("{a} <> {b}", "{a} is distinct from {b}"))  # fmt: skip
    return random.choice(forms).format(a=a.name, b=b.name)


def _listed(random: Random, column: Column) -> str:
    held = sorted({value for value in column.values if value is not None})
    some = held if len(held) <= 6 else random.sample(held, 6)
    values = ", ".join(sql.Literal(value).as_string() for value in some or [column.kind.draw(random)])
    return random.choice((f"{column.name} in ({values})", f"{column.name} = any (array[{values}]::{column.kind.sql}[])", f"{column.name} not in ({sql.Literal(column.kind.draw(random)).as_string()})"))  # fmt: skip


def _compared(random: Random, column: Column) -> str:
    operator = random.choice(("<", "<=", ">", ">=", "<>"))
    return f"{column.name} {operator} {column.some(random)}"


def _between(random: Random, column: Column) -> str:
    held = [value for value in column.values if value is not None] or [column.kind.draw(random)]
    ends = [sql.Literal(random.choice(held)).as_string() + f"::{column.kind.sql}" for _ in range(2)]
    return f"{column.name} between least({ends[0]}, {ends[1]}) and greatest({ends[0]}, {ends[1]})"


def _said(*forms: str) -> Callable[[Random, Column], str]:
    return lambda random, column: random.choice(forms).format(
        c=column.name, n=random.randint(2, 9), w=_word(random)[:1]
    )


ATOMS: dict[str, Sequence[Callable[[Random, Column], str]]] = {
    "number": (_compared, _between, _listed, _said("{c} % {n} <> 1", "{c} % 2 = 0", "{c} >= 0", "abs({c}) < 100", "{c} <> 0", "{c} is null or {c} > -{n}", "{c} * {c} < 4000", "{c} = trunc({c})", "{c} - {n} < 50", "-{c} < {n}", "({c} > 5) is not null")),
    "text": (_compared, _listed, _said("length({c}) between 2 and 1{n}", "{c} <> ''", "{c} ~ '^[a-z]'", "{c} !~ '{w}{w}'", "{c} ~ '^[A-Za-z0-9 -]+$'", "lower({c}) = {c}", "{c} = btrim({c})", "{c} not like '%{w}%'", "{c} like '%_%'", "left({c}, 1) <> '{w}'", "char_length({c}) <= 17", "position(' ' in {c}) = 0", "{c} ~* '[a-j]'", "upper({c}) <> lower({c})", "starts_with({c}, 'z') = false", "substr({c}, 2, 1) <> '{w}'")),
    "truth": (_said("{c}", "not {c}", "{c} is not true", "{c} is not null", "{c} = true or {c} = false"),),
    "day": (_compared, _between, _said("extract(isodow from {c}) < {n}", "{c} >= '2019-01-01'", "extract(year from {c}) between 2019 and 2025", "{c} < current_date", "extract(day from {c}) <= 28", "date_trunc('month', {c}) <= {c}", "{c} <> '2020-02-0{n}'")),
    "moment": (_compared, _between, _said("extract(minute from {c}) in (0, 15, 30, 45)", "{c} < now()", "date_trunc('minute', {c}) = {c}", "extract(hour from {c}) <> {n}", "{c}::date >= '2019-01-01'", "extract(second from {c}) = 0")),
    "span": (_compared, _between, _said("{c} > interval '0'", "{c} < interval '1 day'", "extract(epoch from {c}) >= 60")),
    "label": (_compared, _listed, _said("{c} <> 'red'", "{c}::text like '%e%'", "{c} is not null")),
    "texts": (_said("cardinality({c}) <= {n}", "{c} <@ array['a', 'b', 'c', 'd', 'e']", "not 'a' = any ({c})", "coalesce(array_length({c}, 1), 0) < 5", "array_position({c}, null) is null", "{c} <> '{{}}'", "{c} && array['a', 'b', 'c', 'd', 'e'] or cardinality({c}) = 0"),),
    "numbers": (_said("cardinality({c}) between 1 and 3", "0 <= all ({c})", "{c}[1] < 1{n}", "not {n} = any ({c})", "array_ndims({c}) = 1"),),
    "document": (_said("jsonb_typeof({c}) = 'object'", "{c} ? 'kind'", "{c} ->> 'kind' in ('x', 'y', 'z')", "not {c} ? 'secret'", "({c} ->> 'n')::integer < 1{n}", "{c} - 'kind' - 'n' - 'tags' = '{{}}'", "jsonb_typeof({c} -> 'tags') = 'array'", "coalesce({c} ->> 'kind', 'x') <> 'y'", "{c} @> '{{}}'"),),
    "range": (_said("not isempty({c})", "lower({c}) >= 0", "upper({c}) - lower({c}) <= 1{n}", "{c} <@ int4range(0, 101)", "lower_inc({c})", "not {c} @> {n}", "not upper_inf({c})"),),
    "uuid": (_said("{c} <> '00000000-0000-0000-0000-000000000000'", "{c}::text ~ '^[0-9a-f-]+$'", "{c} is not null"),),
    "address": (_said("family({c}) = 4", "{c} << '10.0.0.0/8'", "masklen({c}) = 32", "host({c}) like '10.%'", "{c} <> '127.0.0.1'"),),
    "bytes": (_said("octet_length({c}) in (4, 8)", "length({c}) <= 8", "octet_length({c}) % 4 = 0", "{c} <> ''"),),
}  # fmt: skip


def _unique(random: Random, table: Table) -> Iterator[str]:
    able = [
        column
        for column in table.columns
        if column.kind.family not in ("document", "texts", "truth", "label")
    ]
    if not able:
        return
    some = random.sample(able, min(len(able), random.choice((1, 1, 2))))
    names = ", ".join(column.name for column in some)
    yield random.choice(
        (
            f"unique ({names})",
            f"unique nulls not distinct ({names})",
            f"unique index ({names}) where {atom(random, table)}",
            f"unique ({names})",
        )
    )
    for column in table.of("text")[:1]:
        yield f"unique index (lower({column.name}))"
    if some[0].kind.family == "number":
        yield f"unique index (coalesce({some[0].name}, -1), {random.choice(table.columns).name})"


def _exclusion(random: Random, table: Table) -> Iterator[str]:
    for column in table.of("range"):
        yield f"exclude using gist ({column.name} with &&)"
    numbers = [column for column in table.of("number") if column.kind.sql in ("integer", "smallint")]
    if numbers and table.of("range"):
        n = random.choice(numbers).name
        yield f"exclude using gist (int4range({n}, {n}, '[]') with =, {table.of('range')[0].name} with &&)"


def install(connection: Connection, *, seed: int, tables: int, kept: int = 0) -> list[Table]:
    """Make so many tables, with the first ``kept`` rows of the witness in them; ``WITNESS`` rows can be."""
    random = Random(seed)
    connection.execute("create type colour as enum ('red', 'green', 'blue', 'black')")
    made = []
    for place in range(tables):
        table = draw_table(random, f"t{place}")
        create(connection, table, random)
        connection.execute(f"delete from {table.name} where id >= {kept}".encode())
        made.append(table)
    return made


def main() -> None:
    from acceptance import fresh, judge, opened

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", default="1")
    parser.add_argument("--tables", type=int, default=100)
    parser.add_argument("--kept", type=int, default=0, help="rows of the witness that stay")
    parser.add_argument("--server", default="18")
    options = parser.parse_args()
    for seed in map(int, options.seeds.split(",")):
        url = fresh(options.server)
        with opened(url) as connection:
            made = {
                f"public.{table.name}": table
                for table in install(connection, seed=seed, tables=options.tables, kept=options.kept)
            }
        verdict = judge(url, ASKED, {})
        print(f"seed {seed}: {len(verdict.faults)} faults in {len(made)} tables, {verdict.seconds:.1f} s")
        for fault in verdict.faults:
            print(f"  {fault}")
            if fault.table in made:
                columns = ", ".join(
                    f"{c.name} {c.kind.sql}{'' if None in c.values else ' not null'}"
                    for c in made[fault.table].columns
                )
                print(f"    ({columns})", *made[fault.table].constraints, sep="\n      ")
                print(
                    *(
                        f"    said: {line[:300]}"
                        for line in verdict.said.splitlines()
                        if line.startswith(f"{fault.table} ")
                    ),
                    sep="\n",
                )


if __name__ == "__main__":
    main()
