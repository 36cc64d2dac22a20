"""What a failing test says: the story, its people, how to see the same; and its database, if it is kept."""

from __future__ import annotations

import re

import psycopg
import pytest

pytestmark = pytest.mark.db

FAILING = """
import pytest

@pytest.mark.seedkit("vibrationfit/household", members=1, now="2025-11-20", seed=4)
def test_it(seedkit_world, seedkit_db):
    seedkit_db.execute("create table evidence ()")
    with seedkit_world.acting_as("partner") as db:
        with seedkit_world.acting_as("admin"):
            assert db.count("households") == 2
"""


def section(result: pytest.RunResult) -> str:
    """What stands under the heading ``seedkit``."""
    text = result.stdout.str()
    return re.split(r"\n-+ seedkit -+\n", text)[1].partition("\n===")[0]


def test_a_failing_test_tells_its_world(suite: pytest.Pytester) -> None:
    suite.makepyfile(test_homes=FAILING)
    result = suite.runpytest_inprocess("-p", "no:xdist")
    result.assert_outcomes(failed=1)
    lines = section(result).splitlines()
    assert lines[0].startswith("story      vibrationfit/household: A paying admin, an active partner")
    assert lines[1] == "           seed 4, now 2025-11-20 00:00Z, 1 copy, members=1"
    assert re.fullmatch(r"people     admin        5eed[0-9a-f-]{32}  \S+\.admin@\S+\.example\.com", lines[2])
    assert re.fullmatch(
        r"           partner      5eed[0-9a-f-]{32}  \S+\.partner@\S+\.example\.com", lines[3]
    )
    assert lines[7] == (
        "load it    seedkit load vibrationfit/household --seed 4 --now 2025-11-20T00:00:00Z --members 1"
    )
    assert lines[8] == "acting as  admin, role authenticated"
    assert re.fullmatch(
        r"database   seedkit_test_[0-9a-f]{7}_\d+, dropped; --seedkit-keep keeps it", lines[9]
    )
    assert lines[10] == "again      pytest test_homes.py::test_it --seedkit-now=2025-11-20 --seedkit-seed=4"


def test_the_command_line_in_a_report_loads_the_same(suite: pytest.Pytester, database: str) -> None:
    import shlex
    import subprocess
    import sys

    suite.makepyfile(test_homes=FAILING)
    said = section(suite.runpytest_inprocess("-p", "no:xdist"))
    command = re.search(r"^load it    seedkit (.*)$", said, re.MULTILINE)
    admin = re.search(r"^people     admin +(\S+)", said, re.MULTILINE)
    assert command
    assert admin
    program = [sys.executable, "-c", "from seedkit.cli import main; main()"]
    for arguments in (["schema", "vibrationfit", "--apply"], shlex.split(command[1])):
        subprocess.run([*program, *arguments, "--db", database], check=True, capture_output=True)
    with psycopg.connect(database) as connection:
        query = "select true from households where admin_user_id = %s"
        assert connection.execute(query, [admin[1]]).fetchone() == (True,)


def test_a_passing_test_says_nothing(suite: pytest.Pytester) -> None:
    suite.makepyfile('def test_it(seedkit): seedkit("vibrationfit/household")')
    result = suite.runpytest_inprocess("-p", "no:xdist", "-rA")
    result.assert_outcomes(passed=1)
    assert "households" not in result.stdout.str()


def test_errors_are_shown_where_the_test_made_them(suite: pytest.Pytester) -> None:
    suite.makepyfile(
        test_wrong="""
def test_a_slip(seedkit):
    seedkit("vibrationfit/houshold")

def test_denied(seedkit):
    with seedkit("vibrationfit/household").acting_as("anon") as db:
        db.execute("delete from households")

def test_no_table(seedkit_db):
    seedkit_db.execute("select * from no_such_table")
"""
    )
    result = suite.runpytest_inprocess("-p", "no:xdist", "-p", "no:randomly")
    result.assert_outcomes(failed=3)
    result.stdout.fnmatch_lines(
        [
            ">       seedkit(*vibrationfit/houshold*)",
            "E       seedkit.errors.UnknownName: *Did you mean 'vibrationfit/household'?",
            "test_wrong.py:2: UnknownName",
            ">           db.execute(*delete from households*)",
            "E           psycopg.errors.InsufficientPrivilege: permission denied for table households",
            "test_wrong.py:6: InsufficientPrivilege",
            "E       psycopg.errors.UndefinedTable: *",
            "test_wrong.py:9: UndefinedTable",
        ]
    )
    assert "acting.py" not in result.stdout.str()
    assert "acting.py" in suite.runpytest_inprocess("-p", "no:xdist", "--full-trace").stdout.str()


def test_a_story_of_the_test_has_no_command_line(suite: pytest.Pytester) -> None:
    suite.makepyfile(
        test_own='''
from seedkit.scenario import scenario

@scenario("vibrationfit/nobody")
def nobody(world) -> None:
    """Somebody, after all."""
    world.person("somebody")

def test_it(seedkit):
    assert not seedkit(nobody).people
'''
    )
    said = section(suite.runpytest_inprocess("-p", "no:xdist"))
    assert "story      vibrationfit/nobody: Somebody, after all." in said
    assert "load it" not in said


def test_worlds_of_fixtures_are_told_too(suite: pytest.Pytester) -> None:
    suite.makepyfile(
        test_fixture="""
import pytest

@pytest.fixture(scope="module")
def homes(seedkit_server):
    with seedkit_server.world("vibrationfit/household", members=0) as world:
        yield world

def test_it(homes):
    assert homes.person("admin") is None
"""
    )
    assert "story      vibrationfit/household" in section(suite.runpytest_inprocess("-p", "no:xdist"))


def kept(result: pytest.RunResult) -> str:
    """The URL under the heading of kept databases."""
    result.stdout.fnmatch_lines(["*databases kept by --seedkit-keep*", "test_homes.py::test_it*"])
    found = re.search(r"^    (postgresql://\S+)$", result.stdout.str(), re.MULTILINE)
    assert found
    return found[1]


@pytest.mark.parametrize("mode", ["clone", pytest.param("rollback", marks=pytest.mark.thorough)])
def test_the_database_of_a_failing_test_is_kept(suite: pytest.Pytester, seedkit_server, mode: str) -> None:
    marked = FAILING.replace("seed=4", "seed=4, rollback=True") if mode == "rollback" else FAILING
    suite.makepyfile(test_homes=marked + "\ndef test_fine(seedkit): seedkit('vibrationfit')\n")
    result = suite.runpytest_inprocess("-p", "no:xdist", "--seedkit-keep")
    url = kept(result)
    assert f"database   kept: {url}" in section(result)
    try:
        with psycopg.connect(url) as connection:
            assert connection.execute("select to_regclass('evidence') is not null").fetchone() == (True,)
            name = connection.info.dbname
        assert name.startswith("seedkit_kept_test_homes_py_test_it_")
        # The next time it is replaced, from a worker as well.
        again = suite.runpytest_subprocess("-n", "2", "--seedkit-keep")
        assert kept(again) == url
    finally:
        left = "select datname from pg_database where starts_with(datname, 'seedkit_kept_test_homes')"
        for (database,) in seedkit_server.admin.execute(left).fetchall():
            seedkit_server.admin.execute(f"drop database {database} with (force)")
    assert database == name
