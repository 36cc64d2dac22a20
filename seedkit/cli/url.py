"""``seedkit url``: the connection URL of the embedded Postgres, for other programs."""

from __future__ import annotations

from typing import Annotated

import typer

from .options import Json, PostgresVersion, data


def url(
    database: Annotated[
        str | None, typer.Option("--database", metavar="NAME", help="Default: the one loaded last.")
    ] = None,
    postgres: PostgresVersion = 18,
    json: Json = False,
) -> None:
    """Print the connection URL of the embedded Postgres, password included."""
    from ..errors import TargetError
    from ..load.embedded import EmbeddedServer

    server = EmbeddedServer(version=postgres)
    if server.status() is None:
        raise TargetError(
            "the embedded Postgres is not running", got=server.folder, hint="Start it with `seedkit up`"
        )
    found = server.url(database or server.current())
    data({"url": found}, as_json=json, text=found)
