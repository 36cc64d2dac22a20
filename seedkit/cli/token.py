"""``seedkit token``: a JWT with which the local API takes you for a person."""

from __future__ import annotations

from typing import Annotated

import typer

from .options import Db, Json, Scenario, data, talk
from .target import product_of


def token(
    handle: Annotated[str, typer.Argument(help="partner, admin@37, anonymous, stranger.")],
    scenario: Scenario = None,
    secret: Annotated[
        str | None,
        typer.Option("--secret", envvar="SUPABASE_JWT_SECRET", help="Default: that of every local Supabase."),
    ] = None,
    hours: Annotated[float, typer.Option("--hours", help="How long it is valid.")] = 1.0,
    db: Db = None,
    json: Json = False,
) -> None:
    """Print a JWT (HS256) of a person: `curl -H "Authorization: Bearer $(seedkit token partner)" …`."""
    import datetime as dt

    from ..cast import find_anyone
    from ..load.connect import connect, describe, resolve
    from ..supabase.claims import LOCAL_SECRET, claims_of
    from ..supabase.claims import token as signed

    target = resolve(db, product=product_of(scenario), story=scenario)
    with connect(target, writable=False) as connection:
        person = find_anyone(connection, handle, scenario=scenario)
    now, lifetime = dt.datetime.now(dt.UTC), dt.timedelta(hours=hours)
    jwt = signed(person, secret=secret or LOCAL_SECRET, now=now, lifetime=lifetime)
    talk(f"{person.handle} ({person.email or person.role}) of {describe(target)}, for {hours:g} h")
    data({"token": jwt, "claims": claims_of(person, now=now, lifetime=lifetime)}, as_json=json, text=jwt)
