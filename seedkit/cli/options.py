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
Json = Annotated[bool, typer.Option("--json", help="Print facts as JSON on stdout.")]
Scenario = Annotated[
    str | None,
    typer.Option("--scenario", metavar="NAME", help="Where several loads have a person of this handle."),
]
PostgresVersion = Annotated[int, typer.Option("--postgres", metavar="VERSION", help="18 or 16.")]


def data(facts: dict[str, Any], *, as_json: bool, text: str = "") -> None:
    """Print the verb's answer: as JSON, else as text."""
    if as_json:
        print(json.dumps(facts, indent=2, default=str))
    elif text:
        print(text)


def talk(text: str) -> None:
    """Say something to whoever watches; pipes do not see it."""
    print(text, file=sys.stderr)
