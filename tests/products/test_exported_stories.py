"""An export holds what a load writes: both are brought into databases, and every row of every table compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest
from digests import plan_of
from exported import brought, content, ledger, loaded, run_psql

from seedkit import generate
from seedkit.export.export import export
from seedkit.load.load import load
from seedkit.plan import Plan
from seedkit.proof import account_for, loads_of, prove

pytestmark = pytest.mark.db

STORIES = {
    "vibrationfit/household": 3,
    "vibrationfit/everything": 1,
    "craveverse/everything": 1,
    "infinitepages/everything": 1,
}
#: Every story in some format, text or columns; a compression is the same for all.
FOLDERS = {
    "csv": ("vibrationfit/everything", "craveverse/everything"),
    "jsonl": ("vibrationfit/household", "infinitepages/everything"),
    "parquet": ("vibrationfit/everything", "craveverse/everything"),
    "arrow": ("vibrationfit/household", "infinitepages/everything"),
    "csv.gz": ("vibrationfit/household",),
    "jsonl.zst": ("vibrationfit/household",),
}
Databases = Callable[[str], str]


class Left(NamedTuple):
    """What a real load left."""

    rows: dict[str, list[str]]
    ledger: list[dict[str, Any]]


@pytest.fixture(scope="module")
def loads() -> dict[str, Left]:
    """What real loads left, by story."""
    return {}


#: What smaller stories show in the same format.
TOLD = {("infinitepages/everything", "arrow"), ("vibrationfit/everything", "csv")}
#: What the largest of the others shows as well.
ALIKE = {"craveverse/everything": [pytest.mark.thorough]}


@pytest.fixture(
    scope="module", params=[pytest.param(story, marks=ALIKE.get(story, ()), id=story) for story in STORIES]
)
def plan(request: pytest.FixtureRequest) -> Plan:
    return plan_of(request.param, STORIES[request.param])


def in_folders() -> Iterator[Any]:
    """Each story in the formats that tell it; story by story, so that one load serves all."""
    for story in STORIES:
        for format in (name for name, stories in FOLDERS.items() if story in stories):
            again = [pytest.mark.thorough] if (story, format) in TOLD else ALIKE.get(story, ())
            yield pytest.param(story, format, marks=again, id=f"{story} {format}")


@pytest.fixture
def expected(plan: Plan, product_database: Databases, loads: dict[str, Left]) -> Left:
    if plan.scenario not in loads:
        url = loaded(product_database(plan.product), plan)
        loads[plan.scenario] = Left(content(url), ledger(url))
    return loads[plan.scenario]


@pytest.mark.parametrize(("plan", "format"), list(in_folders()), indirect=["plan"], scope="module")
def test_a_folder_holds_what_a_load_writes(
    plan: Plan,
    format: str,
    expected: Left,
    product_database: Databases,
    psql: str,
    tmp_path: Path,
) -> None:
    done = export([plan], str(tmp_path / f"rows.{format}"))
    url = product_database(plan.product)
    brought(psql, url, tmp_path / f"rows.{format}")
    assert content(url) == expected.rows
    assert done.written == sum(map(len, expected.rows.values()))


@pytest.mark.parametrize("copy", [False, True], ids=["inserts", "copy"])
def test_a_script_is_a_load(
    plan: Plan,
    copy: bool,
    expected: Left,
    product_database: Databases,
    psql: str,
    tmp_path: Path,
) -> None:
    script, url = tmp_path / "seed.sql", product_database(plan.product)
    export([plan], str(script), copy=copy)
    done = run_psql(psql, url, "--file", str(script))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert content(url) == expected.rows
    first = content(url, "auth", "public", "seedkit")
    again = run_psql(psql, url, "--file", str(script))
    assert again.returncode == 0
    assert "it is here already, and left alone" in again.stderr
    assert content(url, "auth", "public", "seedkit") == first
    assert ledger(url) == expected.ledger
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


@pytest.fixture
def hosted(product_database: Databases) -> Iterator[str]:
    """VibrationFit's schema as on a Supabase project: ``auth`` belongs to somebody else, and its triggers fire."""
    url = product_database("vibrationfit")
    role = f"hosted_{url.rpartition('/')[2]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            f"""create role {role} login bypassrls password 'x';
                grant create on database {url.rpartition("/")[2]} to {role};
                grant all on schema public to {role}; grant usage on schema auth to {role};
                grant all on all tables in schema auth to {role};
                do $$ declare t regclass; begin
                  for t in select oid from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' loop
                    execute format('alter table %s owner to {role}', t);
                  end loop; end $$"""
        )
        server = psycopg.conninfo.conninfo_to_dict(url)
        yield psycopg.conninfo.make_conninfo("", **{**server, "user": role, "password": "x"})
        connection.execute(f"reassign owned by {role} to postgres; drop owned by {role}; drop role {role}")


def test_rows_that_a_trigger_makes_are_adopted(
    hosted: str, product_database: Databases, psql: str, tmp_path: Path
) -> None:
    """The trigger's profile says little; what the story says of it stands there at the end."""
    plan = plan_of("vibrationfit/household", 3)
    export([plan], str(tmp_path / "seed.sql"))
    with psycopg.connect(hosted) as connection:
        fires = "select count(*) from pg_trigger where tgrelid = 'auth.users'::regclass and tgenabled = 'O' and not tgisinternal"
        assert connection.execute(fires).fetchone() == (1,)
        owned = "select pg_has_role(relowner, 'usage') from pg_class where oid = 'auth.users'::regclass"
        assert connection.execute(owned).fetchone() == (False,)
    assert run_psql(psql, hosted, "--file", str(tmp_path / "seed.sql")).stderr == ""
    assert content(hosted) == content(loaded(product_database("vibrationfit"), plan))
    with psycopg.connect(hosted, autocommit=True) as connection:
        receipt = load(connection, plan, generate)
    assert (receipt.mode, receipt.written, receipt.edits) == ("unchanged", 0, ())
