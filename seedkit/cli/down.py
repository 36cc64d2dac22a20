"""``seedkit down``: stop the embedded Postgres; its data stays."""

from __future__ import annotations

from .options import Json, PostgresVersion, data, talk


def down(postgres: PostgresVersion = 18, json: Json = False) -> None:
    """Stop the embedded Postgres of this project; its data stays for the next `seedkit up`."""
    from ..load.embedded import EmbeddedServer

    server = EmbeddedServer(version=postgres)
    stopped = server.stop()
    talk("stopped" if stopped else "the embedded Postgres was not running")
    data({"stopped": stopped, "home": str(server.home)}, as_json=json)
