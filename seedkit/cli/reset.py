"""``seedkit reset``: a load as it was on its first day."""

from __future__ import annotations

from typing import Annotated

import typer

from .options import Db, Json, data, talk
from .target import AcceptUsers, writing


def reset(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="For instance vibrationfit/household.")],
    seed: Annotated[int, typer.Option(metavar="N", help="The seed it was loaded with.")] = 0,
    as_: Annotated[str, typer.Option("--as", metavar="NAME", help="The name it was loaded under.")] = "",
    db: Db = None,
    accept_users: AcceptUsers = None,
    json: Json = False,
) -> None:
    """Put a load back: rows that were edited or deleted since are as they were, with the same now and parameters.

    Refused, with nothing changed, where rows that seedkit did not make point to the load's.
    """
    from .. import generate
    from ..errors import UsageError
    from ..load.connect import describe
    from ..load.ledger import find_load
    from ..load.load import load
    from ..load.unload import unload
    from ..proof import plan_of

    with writing(db, scenario, accept_users) as (connection, target), connection.transaction():
        entry = find_load(connection, scenario, seed, as_)
        if entry is not None and entry.is_fill:
            raise UsageError("a fill is no story that could be told again", hint="Unload it, and fill anew")
        # Without such a load, unloading says so, with the nearest that there is.
        unload(connection, scenario=scenario, seed=seed, name=as_, force_edited=True)
        assert entry is not None
        receipt = load(connection, plan_of(entry), generate)
    if json:
        data(receipt.as_dict(), as_json=True)
    talk(f"{describe(target)}: {entry.label}: {receipt.rows:,} rows as they were")
