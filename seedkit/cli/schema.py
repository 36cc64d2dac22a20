"""``seedkit schema``: the whole schema of a product as SQL, or built in a database."""

from __future__ import annotations

from typing import Annotated

import typer

from .options import Db, talk
from .target import writing


def schema(
    product: Annotated[str, typer.Argument(metavar="PRODUCT", help="For instance vibrationfit.")],
    apply: Annotated[
        bool, typer.Option("--apply", help="Build it in the target instead of printing it.")
    ] = False,
    optional: Annotated[
        bool, typer.Option("--optional", help="With tables that are off by default.")
    ] = False,
    snapshot: Annotated[
        bool,
        typer.Option(
            "--snapshot", help="Print what a server makes of it, as JSON: what `seedkit drift` compares with."
        ),
    ] = False,
    schema_: Annotated[
        str | None, typer.Option("--schema", metavar="NAME", help="In this schema instead of public.")
    ] = None,
    db: Db = None,
) -> None:
    """Print tables, enums, indexes, functions, triggers, policies and grants of a product."""
    from ..placement import HOME, placements
    from ..product import find_product
    from ..schema.install import install_schema, product_sql

    found = find_product(product)
    home = placements([schema_] if schema_ else (), [product]).get(product, HOME)
    if snapshot:
        from ..schema.scratch import snapshot_of

        print(snapshot_of(found), end="")
        return
    if not apply:
        print(";\n\n".join(product_sql(found, optional=optional, schema=home)) + ";")
        return
    from ..load.connect import describe

    with writing(db, product) as (connection, target):
        built = install_schema(connection, found, home)
    talk(f"{describe(target)}: {'built the schema of' if built else 'already has tables of'} {product}")
