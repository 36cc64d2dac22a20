"""``seedkit psql``: a session in the target, as a person with ``--as``."""

from __future__ import annotations

from typing import Annotated

import typer

from .options import Db, Scenario, talk
from .target import product_of


def psql(
    arguments: Annotated[
        list[str] | None, typer.Argument(metavar="[-- PSQL OPTIONS]", help="For instance: -- -c 'select …'")
    ] = None,
    as_: Annotated[
        str | None, typer.Option("--as", metavar="HANDLE", help="partner, admin@37, anonymous, stranger.")
    ] = None,
    scenario: Scenario = None,
    db: Db = None,
) -> None:
    """Open psql on the target; with --as, role and claims are that person's until you quit."""
    import os
    import sys

    from ..cast import find_anyone
    from ..load.connect import connect, describe, resolve
    from ..supabase.claims import role_settings
    from ..supabase.psql import psql_command

    target = resolve(db, product=product_of(scenario), story=scenario)
    with connect(target, writable=False) as connection:
        person = find_anyone(connection, as_, scenario=scenario) if as_ else None
        settings = role_settings(connection, person.role) if person else {}
    command = psql_command(target, person, settings=settings)
    talk(describe(target) + (f", as {person.handle} ({person.email or person.role})" if person else ""))
    environment = {**os.environ, **command.env}
    if person is not None:
        # A pipe instead of a file: nothing to clean up after psql has taken our place.
        reader, writer = os.pipe()
        os.write(writer, command.startup.encode())
        os.close(writer)
        os.set_inheritable(reader, True)
        environment["PSQLRC"] = f"/dev/fd/{reader}"
    sys.stderr.flush()
    os.execve(command.argv[0], [*command.argv, *(arguments or [])], environment)
