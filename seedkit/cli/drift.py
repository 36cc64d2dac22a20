"""``seedkit drift``: how a live schema differs from the one that a product means."""

from __future__ import annotations

from typing import Annotated

import typer

from .options import Db, Json, data, talk
from .target import reading


def drift(
    product: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The product; default: the one that was loaded there."),
    ] = None,
    schema: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Where its tables live; default: where they were loaded, else public."
        ),
    ] = None,
    db: Db = None,
    json: Json = False,
) -> None:
    """List what of a schema is missing, extra, renamed or changed, and the lines of the product that it touches.

    Reads the catalogue alone. Exit code 5 where anything differs.
    """
    from ..drift.render import print_drift
    from ..drift.report import drift_of, home_of
    from ..load.connect import describe
    from ..product import find_product

    found = find_product(product) if product else None
    with reading(db, product) as (connection, target):
        name, home = home_of(connection, product, schema)
        report = drift_of(connection, found or find_product(name), home)
    talk(describe(target))
    if json:
        data(report.as_dict(), as_json=True)
    else:
        print_drift(report)
    raise typer.Exit(report.exit_code)
