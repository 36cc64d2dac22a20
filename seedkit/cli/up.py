"""``seedkit up``: the embedded Postgres, with what a Supabase schema relies on."""

from __future__ import annotations

import time

from .options import Json, PostgresVersion, data, talk


def up(postgres: PostgresVersion = 18, json: Json = False) -> None:
    """Start the embedded Postgres of this project, unless it runs, and print its URL."""
    from ..load.connect import connect, embedded_target
    from ..load.embedded import EmbeddedServer
    from ..supabase.standin import install_standin

    began = time.perf_counter()
    embedded = EmbeddedServer(version=postgres)
    server = embedded.start()
    url = embedded.url(embedded.current())
    with connect(embedded_target(url)) as connection:
        install_standin(connection)
    seconds = time.perf_counter() - began
    facts = {
        "url": url,
        "version": server.version,
        "port": server.port,
        "pid": server.pid,
        "home": str(server.home),
        "started": server.started,
        "seconds": round(seconds, 3),
    }
    state = f"started in {seconds:.1f} s" if server.started else "was already running"
    talk(f"PostgreSQL {server.version} on 127.0.0.1:{server.port} {state}; data in {server.home}")
    data(facts, as_json=json, text=url)
