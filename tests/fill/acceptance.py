"""Fills a schema as a stranger would and judges the outcome from outside.

    .venv/bin/python tests/fill/acceptance.py checks links --rows 100
    .venv/bin/python tests/fill/acceptance.py --all --rows 10000 --server 16
    .venv/bin/python tests/fill/acceptance.py --db postgresql://… --rows 100      (a database of your own; it is filled)

``judge()`` is what the tests call. It knows of seedkit only that ``fill(connection, rows=…)`` says why
a table could not be filled; everything else is SQL of its own.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from counted import count, counts
from judge import Fault, faults
from psycopg import sql
from schemas import Expected, Schema, kept_by_triggers, lacks, likes, torture, with_those_before
from sense import nonsense
from spread import doubts
from state import SYSTEM, differences, look, tables


@dataclass(frozen=True)
class Verdict:
    """What came of a fill: faults break a rule, doubts only belief."""

    faults: list[Fault]
    doubts: list[Fault] = field(default_factory=list)
    said: str = ""
    seconds: float = 0.0

    def about(self, *schemas: str) -> list[str]:
        """The faults of tables in these schemas, as text."""
        return [
            str(fault)
            for fault in self.faults
            if fault.table.startswith(tuple(f"{name}." for name in schemas))
        ]

    def elsewhere(self, *schemas: str) -> list[str]:
        """The faults of anything else."""
        known = set(self.about(*schemas))
        return [str(fault) for fault in self.faults if str(fault) not in known]


def opened(url: str) -> psycopg.Connection[Any]:
    """A connection for looking, which reads every name whatever encoding the database asks for."""
    return psycopg.connect(url, autocommit=True, client_encoding="UTF8")


def fill_by_call(url: str, rows: int, **options: Any) -> str:
    """Fill through the API; what it says of each table, a line each."""
    from seedkit.fill import fill

    with psycopg.connect(url, autocommit=True) as connection:
        report = fill(connection, rows=rows, **options)
    lines = [" ".join((table.name, *table.why, *table.notes)).replace("\n", " ") for table in report.tables]
    return "\n".join([*lines, *(f"{name} {why}" for name, why in report.left.items())])


def fill_by_command(url: str, rows: int, *options: str) -> str:
    """Fill through the command line; what it prints, and an error if it says that it failed."""
    command = [
        str(Path(sys.executable).with_name("seedkit")),
        "fill",
        "--db",
        url,
        "--rows",
        str(rows),
        *options,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    if done.returncode not in (0, 1) or "Traceback" in said:
        raise AssertionError(f"seedkit fill ended with {done.returncode}:\n{said}")
    return said


def judge(
    url: str,
    rows: int,
    expected: Mapping[tuple[str, str], Expected],
    *,
    touched: Mapping[tuple[str, str], Sequence[str]] | None = None,
    command: bool = False,
    **options: Any,
) -> Verdict:
    """Fill the database at ``url`` and look at what has become of it. ``touched``: columns that triggers keep."""
    with opened(url) as connection:
        before = look(connection, without=touched)
        held = {table: found.total() for table, found in before.rows.items()}
        start = time.perf_counter()
        said = fill_by_command(url, rows) if command else fill_by_call(url, rows, **options)
        seconds = time.perf_counter() - start
        found = [
            Fault(what.split(":")[0], kind, what)
            for kind, what in differences(before, look(connection, without=touched))
        ]
        found += counts(connection, expected, rows, before=held, said=said)
        grown = {
            table.key for table in tables(connection) if count(connection, table) > held.get(table.key, 0)
        }
        found += [fault for fault in faults(connection) if fault.kind != "sequence" or fault.key in grown]
        unlikely = doubts(connection, expected) + ([] if any(held.values()) else nonsense(connection))
        return Verdict(found, unlikely, said, seconds)


def contents(url: str) -> dict[tuple[str, str], Counter[str]]:
    """Of every table the rows, by their hash: to see that two fills are the same."""
    with opened(url) as connection:
        return {
            table.key: Counter(
                row[0]
                for row in connection.execute(sql.SQL("select md5(t::text) from {} t").format(table.whole))
            )
            for table in tables(connection)
            if not table.partition
        }


def install(url: str, schemas: Iterable[Schema]) -> dict[str, str]:
    """Install schemas with what they build upon; by name, those left out and what the server lacks for them."""
    skipped: dict[str, str] = {}
    with opened(url) as connection:
        for schema in dict.fromkeys(part for wanted in schemas for part in with_those_before(wanted)):
            if missing := lacks(schema, connection):
                skipped[schema.name] = missing
            else:
                schema.install(connection)
    return skipped


def put_rows(url: str, schema: Schema) -> dict[tuple[str, str], tuple[str, ...]]:
    """Put the rows of a schema that are there already; the columns that triggers keep in them."""
    with opened(url) as connection:
        connection.execute(schema.rows.read_bytes())
    return kept_by_triggers(schema.rows)


def schemas_in(url: str) -> list[str]:
    """The user's schemas of a database."""
    with opened(url) as connection:
        return [
            row[0]
            for row in connection.execute(
                "select nspname from pg_namespace where nspname !~ %s order by 1", [SYSTEM]
            )
        ]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", help="themes of the torture, or other schemas of tests/fixtures")
    parser.add_argument("--all", action="store_true", help="all of them, each in a database of its own")
    parser.add_argument("--rows", type=int, default=100)
    parser.add_argument("--server", default="18", help="16, 18, or a folder of binaries")
    parser.add_argument("--db", help="a database that is there already, instead")
    parser.add_argument("--kept", action="store_true", help="with rows that are there already")
    parser.add_argument("--twice", action="store_true", help="judge a second fill, on top of a first")
    parser.add_argument("--command", action="store_true", help="through the command line instead of the API")
    parser.add_argument("--doubts", action="store_true", help="print what is hard to believe as well")
    options = parser.parse_args(arguments)
    if options.db:
        return _tell(options.db, judge(options.db, options.rows, {}, command=options.command), options)
    known = {**torture(), **likes()}
    bad = 0
    for name in known if options.all else options.names:
        every = [schema for schema in torture().values() if not (options.kept and schema.needs)]
        bad += _try(every if name == "torture" else [known[name]], options)
    return min(bad, 1)


def _try(schemas: list[Schema], options: argparse.Namespace) -> int:
    url = fresh(options.server)
    schema, name = schemas[-1], schemas[-1].name if len(schemas) == 1 else "torture"
    skipped = install(url, schemas)
    if name in skipped:
        print(f"{name}: skipped, the server lacks {skipped[name]}")
        return 0
    touched: Mapping[tuple[str, str], Sequence[str]] = {}
    if options.kept and schema.rows.exists():
        touched = put_rows(url, schema)
    try:
        if options.twice:
            fill_by_call(url, options.rows)
            touched = kept_by_triggers(schema.rows)
        verdict = judge(url, options.rows, schema.expected, touched=touched, command=options.command)
    except Exception as error:  # a fill that raises is a finding like any other
        print(f"{name}: {type(error).__name__}: {error}\n  psql {url}")
        return 1
    return _tell(name, verdict, options)


def _tell(name: str, verdict: Verdict, options: argparse.Namespace) -> int:
    print(f"{name}: {len(verdict.faults)} faults, {len(verdict.doubts)} doubts, {verdict.seconds:.1f} s")
    for fault in [*verdict.faults, *(verdict.doubts if options.doubts else ())]:
        print(f"  {fault}")
        if fault.kind == "rows":
            print(
                *(
                    f"    said: {line}"
                    for line in verdict.said.splitlines()
                    if line.startswith(f"{fault.table} ")
                ),
                sep="\n",
            )
    return len(verdict.faults)


def fresh(server: str) -> str:
    """The URL of a new database on a server that this script keeps; dropped when the script runs again."""
    from seedkit.load.binaries import binaries_in, binaries_of
    from seedkit.load.embedded import EmbeddedServer

    binaries = binaries_of(int(server)) if server.isdigit() else binaries_in(Path(server))
    # One of each checkout's own: several of them may be at work.
    home = Path("/dev/shm") / f"seedkit-acceptance-{Path(__file__).parents[2].name}-{binaries.version}"
    embedded = EmbeddedServer(home, binaries=binaries)
    embedded.start()
    with psycopg.connect(embedded.url("postgres"), autocommit=True) as admin:
        admin.execute("drop database if exists acceptance with (force)")
        admin.execute("create database acceptance template template0")
    return embedded.url("acceptance")


if __name__ == "__main__":
    sys.exit(main())
