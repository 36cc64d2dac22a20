"""What verbs share: options, and the two streams (data on stdout, talk on stderr)."""

from __future__ import annotations

import json
import sys
from typing import Annotated, Any

import typer

Db = Annotated[
    str | None,
    typer.Option(
        "--db",
        metavar="URL",
        help="The target; default: DATABASE_URL, libpq's variables, a local Supabase, the embedded Postgres.",
    ),
]
Schema = Annotated[
    list[str] | None,
    typer.Option(
        "--schema",
        metavar="NAME",
        help="Where the product's tables live, if not in public; PRODUCT=NAME for one of several; may repeat.",
    ),
]
Tables = Annotated[
    list[str] | None, typer.Option("--tables", metavar="TABLE", help="Only these; patterns too; may repeat.")
]
Exclude = Annotated[
    list[str] | None,
    typer.Option("--exclude", metavar="TABLE", help="All but these; patterns too; may repeat."),
]
Json = Annotated[bool, typer.Option("--json", help="Print facts as JSON on stdout.")]
Scenario = Annotated[
    str | None,
    typer.Option("--scenario", metavar="NAME", help="Where several loads have a person of this handle."),
]
Engine = Annotated[
    str, typer.Option(metavar="NAME", help="Who makes the rows: local, or dask: parts by ranges of copies.")
]
Scheduler = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="dask's scheduler; default: processes of this machine."),
]
PartRows = Annotated[
    int | None, typer.Option(metavar="N", help="About so many rows are one part; dask only.")
]
PostgresVersion = Annotated[int, typer.Option("--postgres", metavar="VERSION", help="18 or 16.")]


def check_engine(engine: str, scheduler: str | None, part_rows: int | None) -> None:
    """Raise BadParameter or UsageError for an engine that there is not, or options that it does not have."""
    from ..errors import BadParameter, UsageError

    if engine not in ("local", "dask"):
        raise BadParameter(f"--engine {engine}", got=engine, allowed=["local", "dask"])
    if engine == "local" and (scheduler or part_rows):
        raise UsageError("--scheduler and --part-rows need --engine dask")
    if part_rows is not None and part_rows < 1:
        raise BadParameter(f"--part-rows {part_rows}", got=part_rows, allowed=["1 and more"])


def data(facts: dict[str, Any], *, as_json: bool, text: str = "") -> None:
    """Print the verb's answer: as JSON, else as text."""
    if as_json:
        print(json.dumps(facts, indent=2, default=str))
    elif text:
        print(text)


def talk(text: str) -> None:
    """Say something to whoever watches; pipes do not see it."""
    print(text, file=sys.stderr)
