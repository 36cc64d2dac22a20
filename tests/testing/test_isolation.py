"""No test sees another's rows, whatever it does, in whatever order, number of processes and way to die."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from seedkit.load.embedded import EmbeddedServer

pytestmark = pytest.mark.db

Left = Callable[[], dict[str, list[str]]]

#: A story over one table, quick to load, told by the suite itself.
STORY = '''
import pytest
from seedkit.factories.vibrationfit import JournalEntryFactory, UserFactory
from seedkit.scenario import scenario

@scenario("vibrationfit/diary")
def diary(world, *, entries: int = 3) -> None:
    """Somebody who writes."""
    writer = world.person("writer")
    world.add(JournalEntryFactory, entries, user=writer)

COUNT = "select count(*) from journal_entries"

def entries(db):
    return db.execute(COUNT).fetchone()[0]
'''


def passes(result: pytest.RunResult, **outcomes: int) -> None:
    result.assert_outcomes(**outcomes)


def test_each_test_has_a_database_of_its_own(suite: pytest.Pytester) -> None:
    suite.makepyfile(
        STORY
        + """
@pytest.mark.parametrize("turn", range(4))
def test_it_deletes_all(seedkit, seedkit_db, turn):
    seedkit(diary)
    assert entries(seedkit_db) == 3
    seedkit_db.execute("delete from journal_entries")
    seedkit_db.execute("create table scratch ()")
    seedkit_db.execute("alter database " + seedkit_db.info.dbname + " set work_mem = '1MB'")

@pytest.mark.seedkit("vibrationfit")
@pytest.mark.parametrize("turn", range(3))
def test_a_schema_of_its_own(seedkit_session, turn):
    UserFactory._meta.sqlalchemy_session = seedkit_session
    UserFactory.create()
    seedkit_session.commit()
    from seedkit.supabase.auth import AuthUser
    assert seedkit_session.query(AuthUser).count() == 1
"""
    )
    passes(suite.runpytest_inprocess("-p", "no:xdist"), passed=7)


def test_rolled_back_tests_share_one_database(suite: pytest.Pytester) -> None:
    suite.makepyfile(
        STORY
        + """
pytestmark = pytest.mark.seedkit(diary, rollback=True)
names = set()

@pytest.mark.parametrize("turn", range(4))
def test_it_writes_everywhere(seedkit_world, seedkit_db, seedkit_session, turn):
    from seedkit.factories.vibrationfit.models import JournalEntry
    assert entries(seedkit_db) == 3
    seedkit_db.execute("delete from journal_entries where id = %s", [min(seedkit_world.ids(JournalEntry))])
    seedkit_db.commit()
    seedkit_db.rollback()
    assert entries(seedkit_db) == 2
    seedkit_session.query(JournalEntry).delete()
    seedkit_session.commit()
    seedkit_session.rollback()
    assert entries(seedkit_db) == 0
    seedkit_db.execute("create table scratch ()")
    seedkit_db.execute("create role nobody_special")
    seedkit_db.execute("set search_path = nowhere")
    seedkit_db.execute("select pg_advisory_lock(1)")
    seedkit_db.execute("create temp table passing ()")
    seedkit_db.row_factory = lambda cursor: list
    names.add(seedkit_db.info.dbname)

def test_what_they_leave(seedkit_db):
    assert len(names) == 1
    assert entries(seedkit_db) == 3
    left = seedkit_db.execute(
        "select current_setting('search_path'), to_regclass('scratch'), to_regclass('passing'), "
        "(select count(*) from pg_roles where rolname = 'nobody_special'), "
        "(select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid())").fetchone()
    assert left == ('"$user", public', None, None, 0, 0)

def test_other_connections_are_refused(seedkit_world):
    from seedkit.errors import UsageError
    with pytest.raises(UsageError, match="in rollback mode other connections do not see"):
        seedkit_world.url
"""
    )
    passes(suite.runpytest_inprocess("-p", "no:xdist", "-p", "no:randomly"), passed=6)


def test_a_test_that_commits_is_told_and_spoils_nothing(suite: pytest.Pytester) -> None:
    suite.makepyfile(
        STORY
        + """
pytestmark = pytest.mark.seedkit(diary, rollback=True)

def test_it_commits(seedkit_db):
    seedkit_db.execute("delete from journal_entries")
    seedkit_db.execute("commit")

def test_it_sees_nothing_of_it(seedkit_db):
    assert entries(seedkit_db) == 3

def test_it_fails_in_the_database(seedkit_db):
    seedkit_db.execute("select 1 / 0")

def test_nothing_of_that_either(seedkit_db):
    assert entries(seedkit_db) == 3
"""
    )
    result = suite.runpytest_inprocess("-p", "no:xdist", "-p", "no:randomly")
    passes(result, passed=3, failed=1, errors=1)
    result.stdout.fnmatch_lines(["*UsageError: the test ended the transaction in which it was to be undone*"])


def test_a_class_a_module_and_a_session_share_what_they_ask_for(suite: pytest.Pytester) -> None:
    text = (
        STORY
        + """
@pytest.mark.seedkit(diary, scope="class")
class TestTogether:
    def test_first(self, seedkit_db):
        assert entries(seedkit_db) == 3
        seedkit_db.execute("delete from journal_entries")

    def test_second(self, seedkit_db, seedkit_world):
        assert entries(seedkit_db) == 0
        with seedkit_world.acting_as("writer") as db:
            assert db.count("journal_entries") == 0

    @pytest.mark.seedkit(scope="function")
    def test_apart(self, seedkit_db):
        assert entries(seedkit_db) == 3

@pytest.mark.seedkit(diary, scope="class", rollback=True)
class TestTogetherUndone:
    def test_first(self, seedkit_db):
        assert entries(seedkit_db) == 3
        seedkit_db.execute("delete from journal_entries")

    def test_second(self, seedkit_db):
        assert entries(seedkit_db) == 0

@pytest.mark.seedkit(diary, scope="module")
def test_a_module(seedkit_db):
    assert entries(seedkit_db) == 3
    seedkit_db.execute("delete from journal_entries")

@pytest.mark.seedkit(diary, scope="module")
def test_the_same_module(seedkit_db):
    assert entries(seedkit_db) == 0

@pytest.mark.seedkit("vibrationfit", scope="session")
def test_the_session(seedkit_db):
    seedkit_db.execute("create table if not exists seen (name text)")
    seedkit_db.execute("insert into seen values (%s)", [__name__])
    assert seedkit_db.execute("select count(*) from seen").fetchone()[0] == (2 if "second" in __name__ else 1)
"""
    )
    suite.makepyfile(test_first=text, test_second=text)
    passes(suite.runpytest_inprocess("-p", "no:xdist", "-p", "no:randomly"), passed=16)


def test_scopes_that_are_none(suite: pytest.Pytester) -> None:
    suite.makepyfile(
        """
import pytest

@pytest.mark.seedkit("vibrationfit", scope="class")
def test_in_no_class(seedkit_db):
    pass

@pytest.mark.seedkit("vibrationfit", scope="modul")
def test_a_slip(seedkit_db):
    pass

@pytest.mark.seedkit("vibrationfit", "craveverse")
def test_two(seedkit_db):
    pass

def test_no_marker(seedkit_world):
    pass
"""
    )
    result = suite.runpytest_inprocess("-p", "no:xdist")
    passes(result, errors=4)
    result.stdout.fnmatch_lines_random(
        [
            "UsageError: scope='class', but the test is in no class*",
            "BadParameter: scope='modul'. Allowed: function, class, module, session",
            "UsageError: pytest.mark.seedkit is given 2 stories*",
            "UsageError: seedkit_world needs the marker, which says what to load*",
        ]
    )


def test_fixtures_of_any_scope_have_worlds_of_their_own(suite: pytest.Pytester) -> None:
    suite.makepyfile(
        STORY
        + """
@pytest.fixture(scope="module")
def shared(seedkit_server):
    with seedkit_server.world(diary, entries=5) as world:
        yield world

def test_one(shared):
    shared.db.execute("delete from journal_entries")

def test_two(shared, seedkit):
    assert entries(shared.db) == 0
    mine = seedkit(diary)
    assert entries(mine.db) == 3
    with shared.acting_as("writer") as theirs, mine.acting_as("writer") as db:
        assert (theirs.count("journal_entries"), db.count("journal_entries")) == (0, 3)
"""
    )
    passes(suite.runpytest_inprocess("-p", "no:xdist", "-p", "no:randomly"), passed=2)


MANY = STORY + '''
@pytest.mark.parametrize("turn", range(12))
def test_clone(seedkit, turn):
    world = seedkit(diary, entries=turn % 3 + 1)
    assert entries(world.db) == turn % 3 + 1
    world.db.execute("delete from journal_entries")

@pytest.mark.seedkit(diary, rollback=True)
@pytest.mark.parametrize("turn", range(12))
def test_rolled_back(seedkit_db, turn):
    assert entries(seedkit_db) == 3
    seedkit_db.execute("delete from journal_entries")

@pytest.mark.seedkit(diary, scope="module")
@pytest.mark.parametrize("turn", range(3))
def test_shared(seedkit_world, turn):
    with seedkit_world.acting_as("writer") as db:
        assert db.count("journal_entries") > 0
'''  # fmt: skip

NOTHING = {"databases": [], "settings": [], "roles": [], "tables of postgres": []}


def test_nothing_is_left_and_templates_are_kept(alone: pytest.Pytester, left: Left, home: Path) -> None:
    """One run, two processes at once, a second run of two: the same templates, and nothing else."""
    alone.makepyfile(MANY)
    # A run that was killed leaves it running.
    EmbeddedServer(home).stop()
    before = left()["templates"]
    passes(alone.runpytest_subprocess("-n", "2", "-q"), passed=27)
    assert EmbeddedServer(home).status() is None, "the run stopped the server that it had started"
    first = left()
    templates = first.pop("templates")
    assert first == NOTHING
    # The stand-in, the schema, three lengths of the diary; other tests may have made some of them.
    assert set(before) <= set(templates)
    assert len(set(templates) - set(before)) <= 5 <= len(templates)
    passes(alone.runpytest_subprocess("-n", "2", "-q"), passed=27)
    assert left() == {**NOTHING, "templates": templates}


def test_after_kill_9(alone: pytest.Pytester, left: Left, home: Path) -> None:
    """A run dies in the middle of its tests, its workers too; the next one is green and clears up."""
    alone.makepyfile(
        MANY
        + "\ndef test_long(seedkit):\n    seedkit(diary); open('there', 'w'); import time; time.sleep(60)\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "-p", "no:cacheprovider"]
    run = subprocess.Popen(command, cwd=alone.path, start_new_session=True, stdout=subprocess.DEVNULL)
    for _ in range(600):
        if (alone.path / "there").exists():
            break
        time.sleep(0.1)
    os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    assert any(name.startswith("seedkit_test_") for name in left()["databases"])
    passes(alone.runpytest_subprocess("-n", "2", "-q", "-k", "not long"), passed=27)
    found = left()
    assert {**found, "templates": []} == {**NOTHING, "templates": []}


@pytest.mark.thorough
def test_killed_while_a_template_is_made(alone: pytest.Pytester, left: Left, home: Path) -> None:
    """Half a template is no template; the server, which the killed run started, is found and used."""
    alone.makepyfile(
        STORY
        + """
import os, signal
from seedkit.testing import recipes

@pytest.fixture
def killed(monkeypatch):
    def load(connection, plan, source, **options):
        connection.execute("delete from auth.users")
        os.kill(os.getpid(), signal.SIGKILL)
    if "KILL" in os.environ:
        monkeypatch.setattr(recipes, "load", load)

def test_seven(killed, seedkit):
    assert entries(seedkit(diary, entries=7).db) == 7
"""
    )
    environment = {**os.environ, "KILL": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    killed = subprocess.run(command, cwd=alone.path, env=environment, capture_output=True)
    assert killed.returncode == -signal.SIGKILL
    (draft,) = left()["databases"]
    assert draft.startswith("seedkit_building_")
    passes(alone.runpytest_subprocess("-q"), passed=1)
    assert left()["databases"] == []


@pytest.mark.thorough
def test_two_runs_at_once_make_a_template_once(alone: pytest.Pytester, left: Left) -> None:
    alone.makepyfile(
        STORY + "\ndef test_it(seedkit):\n    assert entries(seedkit(diary, entries=9).db) == 9\n"
    )
    before = left()["templates"]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    runs = [subprocess.Popen(command, cwd=alone.path, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = [run.communicate()[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0], said
    found = left()
    # The story; and the stand-in and the schema, if this is the first test.
    assert len(found["templates"]) == len(before) + (1 if before else 3)
    assert found["databases"] == []


@pytest.mark.thorough
def test_other_code_is_another_template(suite: pytest.Pytester) -> None:
    """What a story imports from the team's own modules counts, directly or not."""
    files = {
        "words": "WORDS = 'first'",
        "helpers": "from words import WORDS\n\ndef title(): return WORDS",
        "stories": STORY.replace("import pytest\n", "import pytest\nfrom helpers import title\n").replace(
            "entries, user=writer)", "entries, user=writer, title=title())"
        ),
        "test_it": "from stories import diary\n"
        "def test_it(seedkit):\n"
        "    world = seedkit(diary)\n"
        "    assert world['JournalEntry:writer'].objects()[0].title == open('expected').read()\n",
    }
    suite.makepyfile(**files)
    (suite.path / "expected").write_text("first")
    passes(suite.runpytest_subprocess("-q"), passed=1)
    suite.makepyfile(words="WORDS = 'second'")
    (suite.path / "expected").write_text("second")
    passes(suite.runpytest_subprocess("-q"), passed=1)


def test_a_template_that_somebody_dropped_is_made_again(suite: pytest.Pytester) -> None:
    suite.makepyfile(
        STORY
        + """
def test_before(seedkit):
    assert entries(seedkit(diary).db) == 3

def test_dropped(seedkit_server):
    from seedkit.testing.templates import drop_template
    for name, _ in seedkit_server.clones.templates.used()[:1]:
        drop_template(seedkit_server.admin, name)

def test_after(seedkit):
    assert entries(seedkit(diary).db) == 3
"""
    )
    passes(suite.runpytest_inprocess("-p", "no:xdist", "-p", "no:randomly"), passed=3)


def test_templates_that_nobody_uses_go(seedkit_server, monkeypatch: pytest.MonkeyPatch) -> None:
    from seedkit.testing import templates

    admin = seedkit_server.admin
    old, recent = "seedkit_template_00000000000000aa", "seedkit_template_00000000000000bb"
    for name, used in ((old, time.time() - 8 * 86_400), (recent, time.time() - 6 * 86_400)):
        admin.execute(f"create database {name}")
        admin.execute(f"comment on database {name} is '{json.dumps({'used': used})}'")
        admin.execute(f"alter database {name} with is_template true")
    monkeypatch.setattr(templates, "MOST", 10_000)
    try:
        seedkit_server.clones.templates._evict()
        assert not seedkit_server.exists(old)
        assert seedkit_server.exists(recent)
        monkeypatch.setattr(templates, "MOST", 0)
        seedkit_server.clones.templates._evict()
        assert not seedkit_server.exists(recent)
        assert seedkit_server.clones.templates.used(), "those used within the hour stay"
    finally:
        for name in (old, recent):
            if seedkit_server.exists(name):
                templates.drop_template(admin, name)


def test_an_error_while_a_template_is_made_leaves_none(seedkit_server) -> None:
    from seedkit.testing.recipes import Recipe

    def fail(connection: psycopg.Connection) -> None:
        connection.execute("create table half ()")
        raise RuntimeError("no further")

    recipe = Recipe("broken", ("broken",), fail)
    with pytest.raises(RuntimeError, match="no further"):
        seedkit_server.clones.take(recipe)
    key = recipe.key(seedkit_server.admin.info.server_version)
    assert not seedkit_server.exists(f"seedkit_template_{key}")
    assert not seedkit_server.exists(f"seedkit_building_{key}")
