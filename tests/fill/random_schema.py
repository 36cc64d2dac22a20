"""A schema of any size, drawn by a seed: tables as applications have them, with keys, checks and uniques.

    .venv/bin/python tests/fill/random_schema.py --tables 300 --seed 7 > schema.sql

Every table can hold as many rows as one likes; what is drawn is how they hang together.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

_WORDS = (
    "account address alert answer article asset badge batch bill board book booking branch budget campaign card cart case category"
    " channel city claim client comment company contact contract course credit customer device discount document driver edition"
    " employee event expense file folder grade group guest holding image invoice item job journal key label lease lesson letter"
    " location log meal measure member message meter milestone note notice offer office order owner package page part patient"
    " payment permit person phone photo plan player poll post price product profile project question quote race rating reading"
    " receipt record refund region rental report review role room route rule sale sample schedule seat section service session"
    " shift shipment shop site skill slot song stage station step store student supplier survey tag task team term ticket token"
    " topic tour track transfer trip unit user vehicle vendor venue visit vote voucher wallet ward warehouse zone"
)
NOUNS = _WORDS.split()

#: Columns that stand alone: name, type and what follows it.
COLUMNS = (
    "name text not null", "title varchar(120) not null", "description text", "notes text", "code varchar(12) not null",
    "slug text not null check (slug ~ '^[a-z0-9-]+$')", "email varchar(254) check (email like '%@%')", "phone varchar(20)",
    "status text not null default 'new' check (status in ('new', 'open', 'done', 'void'))", "kind smallint not null check (kind between 1 and 4)",
    "mood mood", "level level not null default 'low'", "active boolean not null default true", "is_public boolean", "position integer not null default 0",
    "amount numeric(12, 2) not null check (amount >= 0)", "price numeric(8, 2)", "rate double precision check (rate between 0 and 1)", "weight real",
    "quantity integer check (quantity > 0)", "views bigint not null default 0", "born date", "due_on date", "opens time", "lasts interval",
    "created_at timestamptz not null default now()", "updated_at timestamptz", "deleted_at timestamptz", "published_at timestamp",
    "data jsonb not null default '{}'", "settings jsonb check (jsonb_typeof(settings) = 'object')", "tags text[] not null default '{}'", "scores integer[]",
    "token uuid not null default gen_random_uuid()", "ip inet", "hash bytea check (octet_length(hash) = 32)", "country char(2) check (country ~ '^[A-Z]{2}$')",
    "percent percent", "period daterange", "latitude double precision check (latitude between -90 and 90)", "url text check (url ~ '^https?://')",
    "colour char(7) check (colour ~ '^#[0-9a-f]{6}$')", "stars smallint check (stars between 1 and 5)", "locale varchar(5)", "checksum char(32)",
)  # fmt: skip

#: Columns that belong together, with what the table says of them.
GROUPS = (
    ("starts_at timestamptz not null", "ends_at timestamptz", "check (ends_at > starts_at)"),
    ("minimum integer", "maximum integer", "check (minimum <= maximum)"),
    ("net numeric(12, 2) not null check (net >= 0)", "tax numeric(12, 2) not null check (tax >= 0)", "gross numeric(12, 2) not null", "check (gross = net + tax)"),
    ("paid boolean not null", "paid_at timestamptz", "check (paid = (paid_at is not null))"),
    ("home_phone text", "work_phone text", "check (num_nonnulls(home_phone, work_phone) >= 1)"),
    ("unit_price numeric(8, 2) not null", "units integer not null", "total numeric generated always as (unit_price * units) stored"),
    ("first_name text not null", "last_name text not null", "full_name text generated always as (first_name || ' ' || last_name) stored"),
    ("subject_type text not null check (subject_type in ('Post', 'User'))", "subject_id bigint not null"),
    ("lat numeric(9, 6) check (abs(lat) <= 90)", "lng numeric(9, 6) check (abs(lng) <= 180)", "check ((lat is null) = (lng is null))"),
)  # fmt: skip

TYPES = """create type mood as enum ('sad', 'ok', 'happy');
create type level as enum ('low', 'middle', 'high', 'top');
create domain percent as numeric(5, 2) check (value between 0 and 100);
"""


@dataclass
class Drawn:
    """A table as far as it is drawn: its key, and the lines of its definition."""

    name: str
    key: tuple[tuple[str, str], ...]
    lines: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    suffix: str = ""
    columns: set[str] = field(default_factory=set)

    def sql(self) -> str:
        lines = ",\n    ".join(self.lines)
        return "\n".join([f"create table {self.name} (\n    {lines}){self.suffix};", *self.after])


def random_schema(*, tables: int = 300, seed: int = 0) -> str:
    """The SQL of a schema of so many tables; the same seed gives the same text."""
    random = Random(seed)
    drawn: list[Drawn] = []
    for place in range(tables):
        drawn.append(_table(random, f"{NOUNS[place % len(NOUNS)]}_{place}", drawn))
    cycles = (_cycle(random, drawn) for _ in range(tables // 20))
    return TYPES + "\n".join([*(table.sql() for table in drawn), *filter(None, cycles)]) + "\n"


def _table(random: Random, name: str, earlier: list[Drawn]) -> Drawn:
    shape = random.random()
    simple = [table for table in earlier if len(table.key) == 1]
    if shape < 0.08 and len(simple) > 4:
        return _join_table(random, name, simple)
    table = Drawn(name, (("id", "bigint"),))
    if shape < 0.12 and simple:
        parent = random.choice(simple)
        table.key = ((f"{parent.name}_id", parent.key[0][1]),)
        table.lines.append(f"{table.key[0][0]} {table.key[0][1]} primary key references {parent.name}")
    elif shape < 0.16:
        table.key = (("tenant", "integer"), ("id", "bigint"))
        table.lines += [
            "tenant integer not null check (tenant > 0)",
            "id bigint not null",
            "primary key (tenant, id)",
        ]
    elif shape < 0.19:
        _partitioned(table)
    else:
        table.key = (("id", random.choice(("bigint", "bigint", "integer", "uuid"))),)
        table.lines.append(_own_key(random, table.key[0][1]))
    table.columns |= {column for column, _ in table.key}
    for group in random.sample(GROUPS, random.choice((0, 0, 1, 1, 2))):
        _add(table, *group)
    for column in random.sample(COLUMNS, random.randint(2, 9)):
        _add(table, column)
    for parent in random.sample(earlier, min(len(earlier), random.choice((0, 1, 1, 2, 2, 3)))):
        _link(random, table, parent)
    if table.key == (("id", "bigint"),) and random.random() < 0.1 and not table.suffix:
        _add(table, f"parent_id bigint references {name}")
    _uniques(random, table)
    return table


def _own_key(random: Random, kind: str) -> str:
    if kind == "uuid":
        return "id uuid primary key default gen_random_uuid()"
    return f"id {kind} {random.choice(('generated always as identity', 'generated by default as identity', ''))} primary key"


def _add(table: Drawn, *lines: str) -> None:
    names = [line.split()[0] for line in lines if not line.startswith("check")]
    if table.columns.isdisjoint(names):
        table.columns.update(names)
        table.lines += lines


def _link(random: Random, table: Drawn, parent: Drawn) -> None:
    needed = random.choice((" not null", " not null", ""))
    columns = [f"{parent.name}_{column}" for column, _ in parent.key]
    if not table.columns.isdisjoint(columns):
        return
    table.columns.update(columns)
    table.lines += [f"{column} {kind}{needed}" for column, (_, kind) in zip(columns, parent.key, strict=True)]
    action = random.choice(("", " on delete cascade", " deferrable initially deferred"))
    table.lines.append(
        f"foreign key ({', '.join(columns)}) references {parent.name} ({', '.join(c for c, _ in parent.key)}){action}"
    )


def _join_table(random: Random, name: str, earlier: list[Drawn]) -> Drawn:
    left, right = random.sample(earlier, 2)
    pairs = [(f"{parent.name}_id", *parent.key[0][1:], parent) for parent in (left, right)]
    table = Drawn(name, tuple((column, kind) for column, kind, _ in pairs))
    table.lines = [
        f"{column} {kind} not null references {parent.name} on delete cascade"
        for column, kind, parent in pairs
    ]
    table.lines += [
        "added_at timestamptz not null default now()",
        f"primary key ({', '.join(column for column, *_ in pairs)})",
    ]
    return table


def _partitioned(table: Drawn) -> None:
    table.key = (("id", "bigint"), ("at", "timestamptz"))
    table.lines += ["id bigint not null", "at timestamptz not null", "primary key (id, at)"]
    table.suffix = " partition by range (at)"
    table.after += [
        f"create table {table.name}_{year} partition of {table.name} for values from ('{year}-01-01') to ('{year + 1}-01-01');"
        for year in (2024, 2025)
    ]


def _uniques(random: Random, table: Drawn) -> None:
    if table.suffix:
        return
    for column in ("code", "slug", "email", "token"):
        if column in table.columns and random.random() < 0.5:
            form = random.choice(
                (f"({column})", f"(lower({column}::text))", f"({column}) where {column} is not null")
            )
            table.after.append(f"create unique index on {table.name} {form};")
    parents = [
        column for column in sorted(table.columns) if column.endswith("_id") and column != "subject_id"
    ]
    if parents and "position" in table.columns and random.random() < 0.6:
        table.lines.append(f"unique ({parents[0]}, position)")


def _cycle(random: Random, drawn: list[Drawn]) -> str | None:
    """An earlier table points, if it likes, at a later one that may point back."""
    early, late = sorted(random.sample(range(len(drawn)), 2))
    target = drawn[late]
    if len(target.key) != 1 or drawn[early].suffix or f"last_{target.name}" in drawn[early].columns:
        return None
    drawn[early].columns.add(f"last_{target.name}")
    return f"alter table {drawn[early].name} add column last_{target.name} {target.key[0][1]} references {target.name};"


def main() -> Iterator[str]:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tables", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    yield random_schema(tables=options.tables, seed=options.seed)


if __name__ == "__main__":
    print(*main(), end="")
