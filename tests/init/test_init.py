"""A project for a database that nobody has seen: written, then used at once, on a real Postgres."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from seedkit import generate
from seedkit.drift.report import drift_of
from seedkit.errors import OutputError, SeedkitError, TargetError, UsageError
from seedkit.init import Project, Wishes, init
from seedkit.init.trial import imported
from seedkit.lint import lint
from seedkit.load.load import load
from seedkit.load.unload import unload
from seedkit.plan import compile_plan
from seedkit.proof import account_for, loads_of, prove

pytestmark = pytest.mark.db

FIXTURES = Path(__file__).parents[1] / "fixtures"
HOSTILE = Path(__file__).with_name("hostile.sql")
#: Schemas as one meets them: film rental, music shop, a hundred tables, tenants with row security, a forum, a vocabulary
#: whose tables need each other, books kept by triggers, several schemas with odd types, and names that nobody should give.
SCHEMAS = [
    *(FIXTURES / f"{name}.sql" for name in (
        "film_rental", "music_shop", "issue_tracker", "saas", "forum", "vocabulary", "ledger", "shop", "supabase_starter",
    )),
    HOSTILE,
]  # fmt: skip
#: Those that take longest, and show what smaller ones show.
LARGE = {"film_rental", "issue_tracker", "saas", "forum", "vocabulary"}


@pytest.fixture
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[psycopg.Connection[Any], Project]]:
    """A database with a schema, and the project that was written for it."""
    sql: Path = request.param
    text = sql.read_text("utf-8")
    url = request.getfixturevalue("supabase" if "needs: supabase" in text else "database")
    with psycopg.connect(url, autocommit=True) as connection:
        with connection.transaction():
            connection.execute(text.encode())
        yield connection, init(connection, Wishes(into=tmp_path, name="strange"))


@pytest.mark.parametrize(
    "made",
    [pytest.param(s, marks=[pytest.mark.thorough] * (s.stem in LARGE), id=s.stem) for s in SCHEMAS],
    indirect=True,
)
def test_a_project_runs_at_once(made: tuple[psycopg.Connection[Any], Project]) -> None:
    connection, project = made
    held = _counts(connection)
    with imported(project.folder, "strange_seeds") as module:
        product = module.product
        assert not [f for check in lint(product.all_factories().values()).checks for f in check.findings]
        plan = compile_plan(product.all_scenarios()["strange/first"], copies=3)
        receipt = load(connection, plan, generate)
        assert receipt.mode == "fresh"
        assert receipt.rows >= 3
        assert not [note for note in receipt.differences if note.blocking]
        assert load(connection, plan, generate).written == 0
        loads = loads_of(connection)
        assert account_for(connection, loads).ok
        if product.guarded:
            assert prove(connection, loads).ok
        assert not drift_of(connection, product).differences
        unload(connection, scenario="strange/first", seed=0)
    assert _counts(connection) == held


@pytest.mark.parametrize("made", [SCHEMAS[0], SCHEMAS[8]], ids=lambda path: path.stem, indirect=True)
def test_its_code_is_as_formatters_and_linters_want_it(made: tuple[psycopg.Connection[Any], Project]) -> None:
    _, project = made
    for arguments in (("check", "--select", "E,F,W,I,UP,B", "--ignore", "E501"), ("format", "--check")):
        ruff = [sys.executable, "-m", "ruff", *arguments, "--isolated", "."]
        done = subprocess.run(ruff, cwd=project.folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout
    modules = [name for name in project.files if "/factories/" in name and not name.endswith("__init__.py")]
    assert len(modules) >= 2
    assert all(project.files[name].count("(TableFactory[") <= 14 for name in modules)


def test_a_stranger_uses_it(supabase: str, tmp_path: Path) -> None:
    with psycopg.connect(supabase, autocommit=True) as connection:
        connection.execute((FIXTURES / "supabase_starter.sql").read_bytes())

    def run(*command: str) -> str:
        program = [sys.executable, "-c", "from seedkit.cli import main; main()"]
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        whole = [sys.executable, "-m", "pytest", "-q"] if command == ("pytest",) else [*program, *command]
        done = subprocess.run(whole, cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    facts = json.loads(run("init", "--db", supabase, "--name", "strange", "--json"))
    assert facts["story"] == "strange/first"
    assert "strange/first" in run("scenarios")
    run("lint", "strange")
    run("load", "strange/first", "--db", supabase, "--copies", "3", "--verify")
    run("unload", "strange/first", "--db", supabase)
    assert "2 passed" in run("pytest")


def test_policies_become_rules(supabase: str, tmp_path: Path) -> None:
    with psycopg.connect(supabase, autocommit=True) as connection:
        connection.execute((FIXTURES / "supabase_starter.sql").read_bytes())
        project = init(connection, Wishes(into=tmp_path, name="strange"))
    models = "".join(text for name, text in project.files.items() if "/models/" in name)
    assert '__access__ = own("user_id", commands="select insert")' in models
    assert '__access__ = public_read() | own("id", commands="insert update")' in models
    assert (
        "(t.published OR {c.uid} = " in models.replace('{t}."published"', "(t.published")
        or "{c.uid}" in models
    )
    assert any("Row security is off for" in note and "`likes`" in note for note in project.notes)


def test_a_check_that_nobody_reads_is_said(connection: psycopg.Connection[Any], tmp_path: Path) -> None:
    connection.execute(
        "create function odd(integer) returns boolean language sql immutable as 'select $1 % 2 = 1';"
        "create table plain (id serial primary key, name text not null);"
        "create table judged (id serial primary key, number integer not null check (odd(number)))"
    )
    project = init(connection, Wishes(into=tmp_path, name="strange"))
    factories = project.files["strange_seeds/factories/tables.py"]
    assert "# The check judged_number_check could not be read: public.odd(number)" in factories
    assert any("`judged` is in no story: judged_number_check could not be read" in n for n in project.notes)
    assert "JudgedFactory" not in project.files["strange_seeds/scenarios/first.py"]


def test_few_possible_rows_are_a_catalogue(connection: psycopg.Connection[Any], tmp_path: Path) -> None:
    connection.execute(
        "create type level as enum ('low', 'high');"
        "create table levels (name level primary key, label text not null);"
        "create table alarms (id serial primary key, level level not null references levels)"
    )
    project = init(connection, Wishes(into=tmp_path, name="strange"))
    factories = project.files["strange_seeds/factories/tables.py"]
    assert "Lookup(LevelFactory, name=Choice(" in factories
    assert 'natural = ("name",)' in factories


def test_an_existing_project_is_left_as_it_is(connection: psycopg.Connection[Any], tmp_path: Path) -> None:
    connection.execute("create table things (id serial primary key, name text not null)")
    settings = tmp_path / "pyproject.toml"
    settings.write_text(
        '# ours\n[project]\nname = "ours"\n\n[tool.seedkit]\nproducts = ["other.seeds"]  # one\n'
    )
    init(connection, Wishes(into=tmp_path, name="strange"))
    assert settings.read_text() == (
        '# ours\n[project]\nname = "ours"\n\n[tool.seedkit]\nproducts = ["other.seeds", "strange_seeds"]  # one\n'
    )
    mine = tmp_path / "strange_seeds" / "factories" / "tables.py"
    mine.write_text("# changed\n")
    with pytest.raises(OutputError, match="strange_seeds is there already"):
        init(connection, Wishes(into=tmp_path, name="strange"))
    assert mine.read_text() == "# changed\n"
    init(connection, Wishes(into=tmp_path, name="strange", force=True))
    assert "ThingFactory" in mine.read_text()
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".seedkit-init")]


@pytest.mark.parametrize(
    ("before", "wishes", "error", "said"),
    [
        ("", {}, TargetError, "there is no table to make a factory for"),
        ("create table t (a integer)", {}, TargetError, "it has no key that is never null"),
        ("create table t (id serial primary key)", {"name": "My Shop"}, UsageError, "no name for a product"),
        ("create table t (id serial primary key)", {"tables": ("u",)}, UsageError, "there is no table 'u'"),
        ("create table t (id serial primary key)", {"schemas": ("x",)}, TargetError, "there is no table"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(
    connection: psycopg.Connection[Any],
    tmp_path: Path,
    before: str,
    wishes: dict[str, Any],
    error: type[SeedkitError],
    said: str,
) -> None:
    connection.execute(before.encode())
    with pytest.raises(error, match=said) as caught:
        init(connection, Wishes(into=tmp_path / "new", **{"name": "strange", **wishes}))
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("[tool.seedkit", "pyproject.toml cannot be read"),
        ('[tool.seedkit]\nproducts = [\n  "other.seeds",\n]\n', "is there already"),
    ],
)
def test_settings_that_cannot_be_extended_are_refused(
    connection: psycopg.Connection[Any], tmp_path: Path, settings: str, said: str
) -> None:
    connection.execute("create table t (id serial primary key)")
    (tmp_path / "pyproject.toml").write_text(settings)
    with pytest.raises(UsageError, match=said):
        init(connection, Wishes(into=tmp_path, name="strange"))
    assert [p.name for p in tmp_path.iterdir()] == ["pyproject.toml"]


def _counts(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """How many rows each table holds, seedkit's own left out."""
    named = connection.execute(
        "select format('%I.%I', schemaname, tablename) from pg_tables"
        " where schemaname not in ('pg_catalog', 'information_schema', 'seedkit') order by 1"
    ).fetchall()
    return {n: connection.execute(f"select count(*) from {n}".encode()).fetchone()[0] for (n,) in named}  # type: ignore[index]
