"""``seedkit lint``: what is wrong with the factories of a product, or of a test suite."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from .options import Db, Json, data, talk


def lint(
    product: Annotated[
        str | None, typer.Argument(metavar="PRODUCT", help="For instance vibrationfit; default: all.")
    ] = None,
    factories: Annotated[
        list[str] | None,
        typer.Option(
            "--factories",
            metavar="MODULE",
            help="Any factory_boy factories instead, of this module or package; may be said again.",
        ),
    ] = None,
    db: Db = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option("--ignore", metavar="CODE", help="Leave findings of this code out; may be said again."),
    ] = None,
    json: Json = False,
) -> None:
    """Build every factory in every state, as an object and as a table; print all failures.

    With --factories each is created in the target instead, which needs no seedkit in the suite:
    in a savepoint of a transaction that is undone. Tables that the target does not have are made
    from the models, and undone as well.
    """
    _check_usage(product, factories, db)
    if factories:
        facts, report = _suite(factories, db, ignore or ())
    else:
        facts, report = _products(product, ignore or ())
    lines = [f"{f.samples[0]}: {f.message} ({f.code})" for f in report.findings]
    states = f"{len(report.checks)} factories in {report.facts} states, {len(report.findings)} findings"
    data({**facts, **report.as_dict()}, as_json=json, text="\n".join([*lines, states]))
    raise typer.Exit(report.exit_code)


def _check_usage(product: str | None, factories: list[str] | None, db: str | None) -> None:
    from ..errors import UsageError

    if product and factories:
        raise UsageError("a product and --factories are two things to lint", hint="Say one of them")
    if db and not factories:
        raise UsageError("the factories of a product are linted without a database", hint="Leave out --db")


def _products(product: str | None, ignore: Any) -> tuple[dict[str, Any], Any]:
    from ..lint import lint as check
    from ..product import find_product, products

    names = [product] if product else list(products())
    found = (made for name in names for made in find_product(name).all_factories().values())
    return {"products": names}, check(found, ignore=ignore)


def _suite(modules: list[str], db: str | None, ignore: Any) -> tuple[dict[str, Any], Any]:
    from ..lint_suite import factories_in, lint_suite
    from ..load.connect import describe, resolve
    from ..load.guard import refuse_remote

    found = [made for module in modules for made in factories_in(module)]
    target = resolve(db)
    refuse_remote(target)
    report, tables = lint_suite(found, target, ignore=ignore)
    made = f": {tables} tables made from the models, and undone" if tables else ""
    talk(f"{describe(target)}{made}")
    return {"factories": modules, "tables_made": tables}, report
