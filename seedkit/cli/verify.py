"""``seedkit verify``: integrity and invariants of what is loaded."""

from __future__ import annotations

from typing import Annotated

import typer

from .options import Db, Json, data, talk
from .target import reading


def verify(
    scenario: Annotated[
        str | None, typer.Argument(metavar="[SCENARIO]", help="One story; default: all loads.")
    ] = None,
    db: Db = None,
    every: Annotated[
        bool, typer.Option("--all", help="Print every check, not only what failed or was vacuous.")
    ] = False,
    json: Json = False,
) -> None:
    """Re-check every constraint of the database and every invariant of the loaded products."""
    from ..load.connect import describe
    from ..proof import account_for, loads_of
    from ..verify.render import print_report

    with reading(db, scenario) as (connection, target):
        report = account_for(connection, loads_of(connection, scenario))
    talk(describe(target))
    if json:
        data(report.as_dict(), as_json=True)
    else:
        print_report(report, every=every)
    raise typer.Exit(report.exit_code)
