"""``seedkit lint``: what is wrong with the factories of a product."""

from __future__ import annotations

from typing import Annotated

import typer

from .options import Json, data


def lint(
    product: Annotated[
        str | None, typer.Argument(metavar="PRODUCT", help="For instance vibrationfit; default: all.")
    ] = None,
    json: Json = False,
) -> None:
    """Build every factory in every state, as an object and as a table; print all failures."""
    from ..lint import lint as check
    from ..product import find_product, products

    names = [product] if product else list(products())
    report = check(made for name in names for made in find_product(name).all_factories().values())
    lines = [f"{f.samples[0]}: {f.message} ({f.code})" for f in report.findings]
    states = f"{len(report.checks)} factories in {report.facts} states, {len(report.findings)} findings"
    data({"products": names, **report.as_dict()}, as_json=json, text="\n".join([*lines, states]))
    raise typer.Exit(report.exit_code)
