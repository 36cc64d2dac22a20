"""``seedkit unload``: exactly one load out of a database."""

from __future__ import annotations

from typing import Annotated

import typer

from .options import Db, Json, data, talk
from .target import AcceptUsers, writing


def unload(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="For instance vibrationfit/household.")],
    seed: Annotated[int, typer.Option(metavar="N", help="The seed it was loaded with.")] = 0,
    as_: Annotated[str, typer.Option("--as", metavar="NAME", help="The name it was loaded under.")] = "",
    db: Db = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would go; delete nothing.")] = False,
    force_edited: Annotated[bool, typer.Option(help="Delete rows that somebody edited, too.")] = False,
    accept_users: AcceptUsers = None,
    json: Json = False,
) -> None:
    """Delete the rows of a load, and nothing else."""
    from ..load.connect import describe
    from ..load.unload import unload as unload_rows
    from .tables import show, table

    with writing(db, scenario, accept_users) as (connection, target):
        receipt = unload_rows(
            connection, scenario=scenario, seed=seed, name=as_, force_edited=force_edited, dry_run=dry_run
        )
    if json:
        data(receipt.as_dict(), as_json=True)
        return
    rows = [(t.name, t.deleted) for t in receipt.tables if t.deleted]
    show(
        table(
            f"{scenario}: unloaded", ["table", "deleted"], [*rows, ("", receipt.written)], right=["deleted"]
        )
    )
    for note in receipt.notes:
        talk(f"note: {note}")
    talk(f"{describe(target)}: {receipt.written:,} rows deleted in {receipt.seconds.get('total', 0):.1f} s")
