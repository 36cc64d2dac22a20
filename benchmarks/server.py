"""The server of a benchmark: one cluster, one template with a product's whole schema, a fresh database for each turn."""

from __future__ import annotations

import contextlib
import os
import platform
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from seedkit.load.binaries import binaries_of, server_user
from seedkit.load.connect import connect, embedded_target
from seedkit.load.embedded import EmbeddedServer
from seedkit.load.processes import cores
from seedkit.product import find_product
from seedkit.schema.install import install_schema

TEMPLATE, BARE = "seedkit_bench_template", "seedkit_bench_bare"

#: The server settings that matter for loading.
SETTINGS = (
    "server_version", "fsync", "full_page_writes", "synchronous_commit", "wal_level", "max_wal_size",
    "shared_buffers", "maintenance_work_mem", "work_mem", "max_parallel_maintenance_workers",
)  # fmt: skip


class Bench:
    """One server with the schema of a product in a template."""

    def __init__(self, home: Path, version: int, product: str) -> None:
        self.server = EmbeddedServer(home, version=version)
        self.running = self.server.start()
        with self.on("postgres") as admin:
            admin.execute(f"create database {TEMPLATE}")
        with self.on(TEMPLATE) as connection:
            install_schema(connection, find_product(product))

    def on(self, database: str) -> psycopg.Connection[Any]:
        """An open connection to a database of the server."""
        return connect(embedded_target(self.url(database)))

    def url(self, database: str) -> str:
        """The URL of a database of the server."""
        return self.server.url(database)

    def fresh(self, name: str, template: str = TEMPLATE) -> str:
        """The URL of a new database; the old one of that name is dropped, and the server at rest."""
        with self.on("postgres") as admin:
            self.drop(name)
            create = sql.SQL("create database {} template {}")
            admin.execute(create.format(sql.Identifier(name), sql.Identifier(template)))
            admin.execute("checkpoint")
        return self.url(name)

    def drop(self, name: str) -> None:
        """A database less."""
        with self.on("postgres") as admin:
            admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))

    def tool(self, name: str) -> str:
        """The path of a program of the server's version."""
        return str(binaries_of(self.running.version).tool(name))

    def run(self, name: str, *arguments: str) -> None:
        """Run such a program to its end."""
        done = subprocess.run([self.tool(name), *arguments], capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{name} failed: {done.stderr[-2000:]}")

    def described(self) -> str:
        """Machine, versions and settings, in a line."""
        with self.on("postgres") as admin:
            found = [f"{n} {admin.execute(f'show {n}').fetchone()[0]}" for n in SETTINGS]  # type: ignore[index]
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
        return (
            f"Python {platform.python_version()} on {platform.machine()}, {cores()} cores, {memory:.0f} GB; "
            f"server: {', '.join(found)}"
        )


@contextlib.contextmanager
def served(version: int, product: str) -> Iterator[tuple[Bench, Path]]:
    """A server and a folder of its own; both are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="seedkit-bench-") as name:
        folder = Path(name)
        if server_user() is not None:
            folder.chmod(0o755)
        bench = Bench(folder / "server", version, product)
        try:
            yield bench, folder
        finally:
            bench.server.stop()
