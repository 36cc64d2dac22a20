"""``seedkit access``: who really reaches which rows."""

from __future__ import annotations

from typing import Annotated

import typer

from .options import Db, Json, data, talk
from .target import reading


def access(
    scenario: Annotated[
        str | None, typer.Argument(metavar="[SCENARIO]", help="One story; default: all loads.")
    ] = None,
    db: Db = None,
    loud: Annotated[bool, typer.Option("--loud", help="Try leaking writes again with triggers on.")] = False,
    every: Annotated[
        bool, typer.Option("--all", help="Print every check, not only what failed or was vacuous.")
    ] = False,
    json: Json = False,
) -> None:
    """Become each person, try everything, and compare with what the rules promise. Nothing is kept."""
    from ..load.connect import describe
    from ..proof import loads_of, prove
    from ..verify.render import print_report

    with reading(db, scenario) as (connection, target):
        proof = prove(connection, loads_of(connection, scenario), loud=loud)
    talk(describe(target))
    if json:
        data(proof.as_dict(), as_json=True)
    else:
        print_report(proof, every=every)
    raise typer.Exit(proof.exit_code)
