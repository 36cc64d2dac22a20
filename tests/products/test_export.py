"""An export holds what a load writes: both are brought into databases, and every row of every table compared."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from digests import plan_of
from exported import brought, content, ledger, loaded, run_psql

from seedkit.export.export import export
from seedkit.plan import Plan
from seedkit.proof import account_for, loads_of, prove

pytestmark = pytest.mark.db

STORIES = {
    "vibrationfit/household": 3,
    "vibrationfit/everything": 1,
    "craveverse/everything": 1,
    "infinitepages/everything": 1,
}
LARGE = ("craveverse/everything", "infinitepages/everything")
#: A compression is the same for all stories.
FOLDERS = {
    **dict.fromkeys(["csv", "jsonl", "parquet", "arrow"], ("vibrationfit/household", *LARGE)),
    **dict.fromkeys(["csv.gz", "jsonl.zst"], ("vibrationfit/household",)),
}
Databases = Callable[[str], str]


@pytest.fixture(scope="module")
def loads() -> dict[str, dict[str, list[str]]]:
    """What real loads left, by story."""
    return {}


@pytest.fixture(scope="module", params=STORIES)
def plan(request: pytest.FixtureRequest) -> Plan:
    return plan_of(request.param, STORIES[request.param])


@pytest.fixture
def expected(
    plan: Plan, product_database: Databases, loads: dict[str, dict[str, list[str]]]
) -> dict[str, list[str]]:
    if plan.scenario not in loads:
        loads[plan.scenario] = content(loaded(product_database(plan.product), plan))
    return loads[plan.scenario]


@pytest.mark.parametrize("format", FOLDERS)
def test_a_folder_holds_what_a_load_writes(
    plan: Plan,
    format: str,
    expected: dict[str, list[str]],
    product_database: Databases,
    psql: str,
    tmp_path: Path,
) -> None:
    if plan.scenario not in FOLDERS[format]:
        pytest.skip("told by other stories")
    done = export([plan], str(tmp_path / f"rows.{format}"))
    url = product_database(plan.product)
    brought(psql, url, tmp_path / f"rows.{format}")
    assert content(url) == expected
    assert done.written == sum(map(len, expected.values()))


@pytest.mark.parametrize("copy", [False, True], ids=["inserts", "copy"])
def test_a_script_is_a_load(
    plan: Plan,
    copy: bool,
    expected: dict[str, list[str]],
    product_database: Databases,
    psql: str,
    tmp_path: Path,
) -> None:
    script, url = tmp_path / "seed.sql", product_database(plan.product)
    export([plan], str(script), copy=copy)
    done = run_psql(psql, url, "--file", str(script))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert content(url) == expected
    first = content(url, "auth", "public", "seedkit")
    again = run_psql(psql, url, "--file", str(script))
    assert again.returncode == 0
    assert "it is here already, and left alone" in again.stderr
    assert content(url, "auth", "public", "seedkit") == first


def test_the_ledger_of_a_script_is_that_of_a_load(
    plan: Plan, product_database: Databases, psql: str, tmp_path: Path
) -> None:
    script, url = tmp_path / "seed.sql", product_database(plan.product)
    export([plan], str(script))
    assert run_psql(psql, url, "--file", str(script)).returncode == 0
    assert ledger(url) == ledger(loaded(product_database(plan.product), plan))
    with psycopg.connect(url, autocommit=True) as connection:
        assert account_for(connection, loads_of(connection)).ok


def test_people_of_a_script_reach_what_they_should(
    product_database: Databases, psql: str, tmp_path: Path
) -> None:
    script, url = tmp_path / "seed.sql", product_database("vibrationfit")
    export([plan_of("vibrationfit/household", 3)], str(script))
    assert run_psql(psql, url, "--file", str(script)).returncode == 0
    with psycopg.connect(url, autocommit=True) as connection:
        assert prove(connection, loads_of(connection)).ok
