"""What a fill costs: random schemas of many tables, reflected, planned, written and verified.

python benchmarks/fill.py                       # 300 tables of 1,000 rows
python benchmarks/fill.py --tables 1000 --rows 10
"""

from __future__ import annotations

import argparse
import secrets
import sys
import time
from pathlib import Path

import psycopg
from psycopg import sql

from seedkit.fill import fill
from seedkit.load.embedded import EmbeddedServer
from seedkit.schema.reflection import reflect

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "fill"))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tables", type=int, default=300)
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    from random_schema import random_schema

    server = EmbeddedServer()
    server.start()
    name = sql.Identifier(f"fill_benchmark_{secrets.token_hex(4)}")
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        admin.execute(sql.SQL("create database {} template template0").format(name))
        try:
            with psycopg.connect(server.url(name.as_string(None).strip('"')), autocommit=True) as connection:
                connection.execute(random_schema(tables=options.tables, seed=options.seed).encode())
                return _measure(connection, options.rows)
        finally:
            admin.execute(sql.SQL("drop database {} with (force)").format(name))


def _measure(connection: psycopg.Connection, rows: int) -> int:
    start = time.perf_counter()
    tables = len(reflect(connection).tables)
    print(f"reflected {tables} tables in {time.perf_counter() - start:.2f} s")
    report = fill(connection, rows=rows)
    phases = ", ".join(f"{phase} {seconds:.1f}" for phase, seconds in report.seconds.items())
    print(f"filled {len(report.tables)} tables with {report.written:,} rows; seconds: {phases}")
    return report.exit_code


if __name__ == "__main__":
    sys.exit(main())
