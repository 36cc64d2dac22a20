"""The plugin as pytest sees it: its names, its options, and that it costs nothing until it is used."""

from __future__ import annotations

import subprocess
import sys

import pytest

FIXTURES = {"seedkit", "seedkit_db", "seedkit_server", "seedkit_session", "seedkit_world"}


def test_importing_it_imports_the_standard_library_and_pytest() -> None:
    program = (
        "import sys, pytest; known = set(sys.modules); import seedkit.testing.plugin; "
        "new = {name.partition('.')[0] for name in set(sys.modules) - known}; "
        "print(sorted(new - set(sys.stdlib_module_names)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['seedkit']"


def test_a_suite_that_does_not_use_it_imports_nothing_of_it(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_it():
            heavy = ("factory", "numpy", "psycopg", "pyarrow", "sqlalchemy", "typer")
            assert [m for m in heavy if m in sys.modules] == []
            assert {m for m in sys.modules if m.startswith("seedkit")} == {
                "seedkit", "seedkit.testing", "seedkit.testing.plugin"}
        """
    )
    # Of other plugins some import numpy and the like.
    result = pytester.runpytest_subprocess(
        *(f"-pno:{name}" for name in ("hypothesispytest", "faker", "randomly", "pytest-factoryboy"))
    )
    result.assert_outcomes(passed=1)


def test_it_is_switched_off(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_it(seedkit): pass")
    result = pytester.runpytest_subprocess("-p", "no:seedkit")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*fixture 'seedkit' not found*"])
    assert (
        pytester.runpytest_subprocess("-p", "no:seedkit", "--seedkit-seed", "1").ret
        == pytest.ExitCode.USAGE_ERROR
    )


def test_its_fixtures_are_listed_with_what_they_are(pytester: pytest.Pytester) -> None:
    shown = pytester.runpytest_inprocess("--fixtures").stdout.str()
    ours = {
        line.split()[0]
        for line in shown.splitlines()
        if line.startswith("seedkit") and "seedkit/testing/plugin.py" in line
    }
    assert ours == FIXTURES
    assert (
        'Load a story and get its world: ``world = seedkit("vibrationfit/household", members=3)``.' in shown
    )


def test_the_marker_is_registered(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("import pytest\n@pytest.mark.seedkit('vibrationfit')\ndef test_it(): pass")
    pytester.runpytest_inprocess("--strict-markers").assert_outcomes(passed=1)
    pytester.runpytest_inprocess("--markers").stdout.fnmatch_lines(["@pytest.mark.seedkit(story=None, /*"])


@pytest.mark.parametrize(
    "option", [["--seedkit-now=someday"], ["-o", "seedkit_now=someday"], ["-o", "seedkit_seed=x"]]
)
@pytest.mark.db
def test_a_wrong_option_is_a_usage_error(suite: pytest.Pytester, option: list[str]) -> None:
    suite.makepyfile("def test_it(seedkit): pass")
    result = suite.runpytest_inprocess(*option)
    assert "someday" in result.stderr.str() + result.stdout.str() or "'x'" in result.stdout.str()
    assert result.ret != 0
    assert "Traceback" not in result.stdout.str()


@pytest.mark.db
def test_seed_and_now_come_from_options_and_from_the_file(suite: pytest.Pytester) -> None:
    suite.makepyfile(
        """
        import datetime as dt, pytest
        from seedkit.factories.vibrationfit import UserFactory

        def test_it(seedkit, request):
            world = seedkit("vibrationfit/household")
            print("seed", world.plan.seed, "now", world.now.date(), world.person("admin").email)
            assert UserFactory.build().created_at < world.now

        @pytest.mark.seedkit("vibrationfit/household", seed=5)
        def test_what_a_test_says_counts_more(seedkit_world):
            assert seedkit_world.plan.seed == 5
        """
    )
    suite.makeini("[pytest]\nseedkit_now = 2025-06-01\nseedkit_seed = 3\n")
    result = suite.runpytest_inprocess("-s", "-p", "no:xdist")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["*seed 3 now 2025-06-01 *"])
    result = suite.runpytest_inprocess("-s", "-p", "no:xdist", "--seedkit-seed=4", "--seedkit-now=2025-07-01")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["*seed 4 now 2025-07-01 *"])


@pytest.mark.db
def test_the_schema_comes_from_files_of_sql(suite: pytest.Pytester) -> None:
    """What a team's migrations build is tested, not what models would."""
    migrations = suite.mkdir("migrations")
    (migrations / "002_read.sql").write_text(
        "alter table public.notes enable row level security;\n"
        "create policy own on public.notes for select to authenticated using (owner = auth.uid());\n"
    )
    (migrations / "001_notes.sql").write_text("create table public.notes (id int primary key, owner uuid);\n")
    suite.makeini("[pytest]\nseedkit_schema = migrations\n")
    suite.makepyfile(
        """
        import pytest
        from seedkit.supabase.claims import Person
        from uuid import UUID

        ANNA = Person("anna", UUID(int=1))

        @pytest.mark.seedkit("vibrationfit")
        def test_it(seedkit_world, seedkit_db):
            seedkit_db.execute("insert into notes values (1, %s), (2, null)", [ANNA.uid])
            with seedkit_world.acting_as(ANNA) as db:
                assert db.ids("notes") == {1}
        """
    )
    suite.runpytest_inprocess("-p", "no:xdist").assert_outcomes(passed=1)
    (migrations / "003_wrong.sql").write_text("create table oops (;\n")
    result = suite.runpytest_inprocess("-p", "no:xdist")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        ["TargetError: 003_wrong.sql of seedkit_schema fails: syntax error*003_wrong.sql*"]
    )
    (migrations / "003_wrong.sql").unlink()
    suite.makeini("[pytest]\nseedkit_schema = migration\n")
    result = suite.runpytest_inprocess("-p", "no:xdist")
    result.stdout.fnmatch_lines(["TargetError: there is no such file or folder (seedkit_schema)*"])


@pytest.mark.db
def test_another_postgres(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, home) -> None:
    monkeypatch.setenv("SEEDKIT_HOME", str(home))
    suite.makepyfile(
        "def test_it(seedkit_server, seedkit_db):\n"
        "    assert seedkit_server.version == seedkit_db.info.server_version // 10000 == 16\n"
    )
    suite.runpytest_inprocess("-p", "no:xdist", "--seedkit-postgres=16").assert_outcomes(passed=1)
    result = suite.runpytest_inprocess("-p", "no:xdist", "--seedkit-postgres=12")
    result.stdout.fnmatch_lines(["TargetError: there is no embedded PostgreSQL 12. Allowed: 16, 18"])


def test_what_annotations_name_is_there() -> None:
    import seedkit.testing

    assert dir(seedkit.testing) == sorted(seedkit.testing.__all__)
    for name in seedkit.testing.__all__:
        assert getattr(seedkit.testing, name).__name__ == name
    with pytest.raises(AttributeError, match="no attribute 'Worlds'"):
        _ = seedkit.testing.Worlds
