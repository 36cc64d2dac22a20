"""The household on every Postgres of this machine: both of the wheel, and what is installed beside."""

from __future__ import annotations

import shutil
from pathlib import Path

import psycopg
import pytest
from digests import plan_of

from seedkit import generate
from seedkit.drift.report import drift_of
from seedkit.load.binaries import Binaries, available_versions, binaries_in
from seedkit.load.embedded import EmbeddedServer
from seedkit.load.ledger import read_loads
from seedkit.load.load import load
from seedkit.load.unload import unload
from seedkit.product import find_product
from seedkit.proof import account_for, prove
from seedkit.schema.install import install_schema

pytestmark = pytest.mark.db

STORY = "vibrationfit/household"


def installed() -> dict[int, Binaries]:
    """By major version: the wheel's 16 and 18, and Debian's, Homebrew's or PGDG's servers."""
    places = [
        *Path("/usr/lib/postgresql").glob("*/bin"),
        *Path("/usr").glob("pgsql-*/bin"),
        *Path("/opt/homebrew/opt").glob("postgresql@*/bin"),
    ]
    others = [binaries_in(place) for place in sorted(places) if (place / "postgres").exists()]
    return {b.version: b for b in others if b.version >= 15} | available_versions()


@pytest.mark.parametrize("version", [15, pytest.param(16, marks=pytest.mark.thorough), 17, 18])
def test_it_loads_holds_and_leaves(version: int, private_server: EmbeddedServer) -> None:
    found = installed()
    if version not in found:
        pytest.skip(f"no PostgreSQL {version} here; tried on {', '.join(map(str, sorted(found)))}")
    home = private_server.home.with_name(f"{private_server.home.name}-{version}")
    server = EmbeddedServer(home, binaries=found[version])
    try:
        with psycopg.connect(server.start().url, autocommit=True) as connection:
            assert connection.info.server_version // 10_000 == version
            install_schema(connection, find_product("vibrationfit"))
            receipt = load(connection, plan_of(STORY, 2), generate)
            assert receipt.written > 500
            loads = read_loads(connection)
            assert account_for(connection, loads).ok
            assert prove(connection, loads).ok
            assert load(connection, plan_of(STORY, 2), generate).written == 0
            assert drift_of(connection, find_product("vibrationfit")).differences == ()
            for product in map(find_product, ("craveverse", "infinitepages")):
                install_schema(connection, product, product.name)
                assert drift_of(connection, product, product.name).differences == ()
            unload(connection, scenario=STORY, seed=0)
            assert connection.execute("select count(*) from public.user_profiles").fetchone() == (0,)
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)
