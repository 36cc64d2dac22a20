"""Three products in one database: each in a schema of its own, their people side by side."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from seedkit.errors import UsageError
from seedkit.placement import placed_name, placed_sql, placements, unplaced

PROGRAM = [sys.executable, "-c", "from seedkit.cli import main; main()"]
STORIES = ("vibrationfit/household", "infinitepages/first-story", "craveverse/newbie-onboarding")
SCHEMAS = ("--schema", "infinitepages=pages", "--schema", "craveverse=select")
BY_PRODUCT = {"vibrationfit": "public", "infinitepages": "pages", "craveverse": "select"}


def seedkit(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*PROGRAM, *arguments], capture_output=True, text=True, timeout=180)


def test_sql_for_public_is_sql_for_another_schema() -> None:
    written = 'select public.now(), "public"."t".id from public.t where is_public.x = t.public.y'
    assert placed_sql(written, "public") == written
    assert placed_sql(written, "vf") == (
        'select "vf".now(), "vf"."t".id from "vf".t where is_public.x = t.public.y'
    )
    assert placed_sql("create trigger welcome\n    after insert on auth.users", "vf").startswith(
        "create trigger welcome_vf\n"
    )
    assert placed_sql("create trigger stamp before update on public.t", "vf") == (
        'create trigger stamp before update on "vf".t'
    )


def test_names_go_there_and_back() -> None:
    assert placed_name("public.t", "vf") == "vf.t"
    assert placed_name("auth.users", "vf") == "auth.users"
    assert unplaced({"vf.t": 1, "auth.users": 2}, "vf") == {"public.t": 1, "auth.users": 2}


@pytest.mark.parametrize("name", ["", "auth", "pg_mine", 'we"ird', "Upper", "9lives", "x" * 52])
def test_a_schema_that_cannot_be_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="no name for a schema"):
        placements([name], ["vibrationfit"])


def test_a_schema_is_for_all_products_or_for_one_that_is_loaded() -> None:
    assert placements(["a", "p=b"], ["p", "q"]) == {"p": "b", "q": "a"}
    with pytest.raises(UsageError, match="no story of 'r'"):
        placements(["r=a"], ["p", "q"])


@pytest.fixture(scope="module")
def shared(empty_vibrationfit: str) -> Iterator[str]:
    """A database that holds the schemas of all three products."""
    with psycopg.connect(empty_vibrationfit, autocommit=True) as connection:
        for product in ("infinitepages", "craveverse"):
            schema = BY_PRODUCT[product]
            built = seedkit("schema", product, "--schema", schema, "--apply", "--db", empty_vibrationfit)
            assert built.returncode == 0, built.stderr
        yield empty_vibrationfit
        for schema in ("pages", "select"):
            # Functions on auth.users go with their schema, and take the triggers along.
            connection.execute(sql.SQL("drop schema {} cascade").format(sql.Identifier(schema)))


@pytest.mark.db
def test_products_share_a_database_and_each_load_is_proven_and_removed(shared: str) -> None:
    loaded = seedkit("load", *STORIES, *SCHEMAS, "--verify", "--db", shared)
    assert loaded.returncode == 0, loaded.stderr + loaded.stdout
    with psycopg.connect(shared, autocommit=True) as connection:
        for table in ("public.households", "pages.stories", '"select".users', "pages.profiles"):
            assert connection.execute(f"select count(*) > 0 from {table}").fetchone() == (True,), table
        schemas = connection.execute("select product, receipt ->> 'schema' from seedkit.loads").fetchall()
        assert dict(schemas) == BY_PRODUCT

        # Where a load lives need not be said again, and cannot be changed.
        again = seedkit("load", STORIES[1], "--copies", "2", "--db", shared)
        assert "first-story: grow" in again.stderr, again.stderr
        moved = seedkit("load", STORIES[1], "--schema", "public", "--db", shared)
        assert moved.returncode == 1
        assert "seed 0 is in the schema pages" in moved.stderr

        for story in STORIES:
            gone = seedkit("unload", story, "--db", shared)
            assert gone.returncode == 0, gone.stderr
        left = "select count(*) from auth.users union all select count(*) from pages.profiles"
        assert connection.execute(left).fetchall() == [(0,), (0,)]


@pytest.mark.db
def test_a_person_acts_in_the_schema_of_their_story(shared: str) -> None:
    assert seedkit("load", STORIES[2], "--schema", "select", "--db", shared).returncode == 0
    try:
        asked = "show search_path; select count(*) from users"
        shown = seedkit("psql", "--as", "finished", "--db", shared, "--", "-Atc", asked)
        assert shown.stdout.splitlines() == ["select, public, extensions", "1"]
    finally:
        assert seedkit("unload", STORIES[2], "--db", shared).returncode == 0


def test_two_products_in_one_schema_are_refused_before_anything_is_opened() -> None:
    refused = seedkit("load", STORIES[0], STORIES[1], "--db", "postgresql://nobody@127.0.0.1:1/none")
    assert refused.returncode == 2
    assert "cannot share a schema" in refused.stderr
    assert "--schema infinitepages=NAME" in refused.stderr
