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
LEGACY = Path(__file__).with_name("legacy.sql")
#: Schemas as one meets them: film rental, music shop, a hundred tables, tenants with row security, a forum, a vocabulary
#: whose tables need each other, books kept by triggers, several schemas with odd types, names that nobody should give, and
#: a product of twenty years ago.
SCHEMAS = [
    *(FIXTURES / f"{name}.sql" for name in (
        "film_rental", "music_shop", "issue_tracker", "saas", "forum", "vocabulary", "ledger", "shop", "supabase_starter",
    )),
    HOSTILE,
    LEGACY,
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


@pytest.mark.parametrize("made", [SCHEMAS[0], SCHEMAS[8], LEGACY], ids=lambda path: path.stem, indirect=True)
def test_its_code_is_as_formatters_and_linters_want_it(made: tuple[psycopg.Connection[Any], Project]) -> None:
    _, project = made
    for arguments in (("check", "--select", "E,F,W,I,UP,B", "--ignore", "E501"), ("format", "--check")):
        ruff = [sys.executable, "-m", "ruff", *arguments, "--isolated", "."]
        done = subprocess.run(ruff, cwd=project.folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout
    modules = [name for name in project.files if "/factories/" in name and not name.endswith("__init__.py")]
    assert len(modules) >= 2 or project.tables < 14
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


def test_names_are_those_that_a_person_would_give(
    connection: psycopg.Connection[Any], tmp_path: Path
) -> None:
    connection.execute(LEGACY.read_bytes())
    project = init(connection, Wishes(into=tmp_path, name="strange"))
    models, story = (
        project.files[f"strange_seeds/{name}.py"] for name in ("models/tables", "scenarios/first")
    )
    classes = [line for line in models.splitlines() if line.startswith("class ")]
    assert {f"class {name}(Base):" for name in ("Station", "Dns", "Keeper", "Watch")} <= {*classes}
    assert "    station: Mapped[Station] = relationship" in models
    assert "    relief_station: Mapped[Station | None] = relationship" in models
    assert "    parent_station: Mapped[Station | None] = relationship" in models
    assert "A station and what hangs on it: rows of 6 tables, and of 1 beside them." in story
    assert "keepers = world.add(KeeperFactory, between(1, 4), station=station)" not in story
    assert "world.add(KeeperFactory, between(1, 4), station=station)" in story
    assert "watches" not in story
    assert "world.add(WatchFactory, between(1, 4), station=station)" in story


def test_sequences_that_no_column_owns_follow_the_load(
    connection: psycopg.Connection[Any], tmp_path: Path
) -> None:
    connection.execute(LEGACY.read_bytes())
    project = init(connection, Wishes(into=tmp_path, name="strange"))
    with imported(project.folder, "strange_seeds") as module:
        load(connection, compile_plan(module.product.all_scenarios()["strange/first"], copies=3), generate)
    for key, table, sequence in (
        ("stationid", "lh_stations", "lh_station_seq"),
        ("keeperid", "lh_keepers", '"lh_keeper-seq"'),
    ):
        said = connection.execute(
            f"select max({key}), nextval('{sequence}') from {table}".encode()
        ).fetchone()
        assert said is not None
        assert said[1] == said[0] + 1


def test_tables_that_nothing_links_are_told_beside_each_other(
    connection: psycopg.Connection[Any], tmp_path: Path
) -> None:
    nouns = [
        "anchor",
        "barrel",
        "canvas",
        "dinghy",
        "engine",
        "flag",
        "galley",
        "hatch",
        "island",
        "jetty",
        "keel",
        "lantern",
        "mast",
        "net",
        "oar",
        "pier",
        "quay",
        "rope",
        "sail",
        "tide",
    ]
    for noun in nouns:
        connection.execute(
            f"create table {noun} (id integer primary key, boatid integer not null, {noun}_name text)".encode()
        )
    connection.execute("create table boats (id integer primary key, name text not null)")
    connection.execute("create table boatcrew (boatid integer, place integer, primary key (boatid, place))")
    project = init(connection, Wishes(into=tmp_path, name="strange"))
    story = project.files["strange_seeds/scenarios/first.py"]
    assert "A boat and rows of 13 more tables: no foreign key ties them." in story
    assert "world.add(BoatFactory)" in story
    assert project.told == 14
    modules = {name: text for name, text in project.files.items() if "/factories/" in name}
    [boats] = [text for text in modules.values() if "class BoatFactory" in text]
    assert "class BoatcrewFactory" in boats


@pytest.mark.parametrize("deferrable", ["deferrable", "deferrable initially deferred"])
def test_a_circle_that_the_server_can_wait_for_is_told(
    connection: psycopg.Connection[Any], tmp_path: Path, deferrable: str
) -> None:
    connection.execute(
        "create table crews (id serial primary key, captain_id integer not null, name text not null);"
        "create table sailors (id serial primary key, crew_id integer not null references crews, name text not null);"
        "create table trips (id serial primary key, crew_id integer not null references crews);"
        f"alter table crews add foreign key (captain_id) references sailors {deferrable}".encode()
    )
    project = init(connection, Wishes(into=tmp_path, name="strange"))
    assert not project.notes
    factories = project.files["strange_seeds/factories/tables.py"]
    assert 'captain_id = Min(lambda: SailorFactory.id, link="crew")' in factories
    with imported(project.folder, "strange_seeds") as module:
        for copies in (3, 5):
            plan = compile_plan(module.product.all_scenarios()["strange/first"], copies=copies)
            load(connection, plan, generate)
            assert account_for(connection, loads_of(connection)).ok
        held = connection.execute(
            "select count(*) from crews join sailors on captain_id = sailors.id and crew_id = crews.id"
        ).fetchone()
        assert held == (5,)
        unload(connection, scenario="strange/first", seed=0)
    assert _counts(connection) == dict.fromkeys(("public.crews", "public.sailors", "public.trips"), 0)


def test_a_circle_that_it_cannot_wait_for_is_in_no_story(
    connection: psycopg.Connection[Any], tmp_path: Path
) -> None:
    connection.execute(
        "create table crews (id serial primary key, captain_id integer not null);"
        "create table sailors (id serial primary key, crew_id integer not null references crews);"
        "alter table crews add foreign key (captain_id) references sailors"
    )
    project = init(connection, Wishes(into=tmp_path, name="strange"))
    assert any("point to each other" in note for note in project.notes)
    assert project.told == 0


def test_a_unique_that_may_be_null_is_a_key(connection: psycopg.Connection[Any], tmp_path: Path) -> None:
    connection.execute(
        "create table boats (name text unique, harbour text not null);"
        "create table sails (id serial primary key, boat text not null references boats (name), area integer);"
        "create table log (boat text references boats (name), said text);"
        "create table weather (day date, wind integer)"
    )
    project = init(connection, Wishes(into=tmp_path, name="strange"))
    assert project.notes == (
        "`public.log`, `public.weather` have no model: there is no key by which rows could be found again.",
    )
    with imported(project.folder, "strange_seeds") as module:
        load(connection, compile_plan(module.product.all_scenarios()["strange/first"], copies=3), generate)
        assert account_for(connection, loads_of(connection)).ok
        held = connection.execute("select count(*), count(name) from boats").fetchone()
        assert held == (3, 3)
        unload(connection, scenario="strange/first", seed=0)
    assert _counts(connection) == dict.fromkeys(
        ("public.boats", "public.log", "public.sails", "public.weather"), 0
    )


def test_a_link_that_may_be_null_begins_no_story(connection: psycopg.Connection[Any], tmp_path: Path) -> None:
    connection.execute(
        "create table repairs (id serial primary key, note text not null);"
        "create table boats (id serial primary key, repairid integer references repairs, spare_repairid integer references repairs);"
        "create table sails (id serial primary key, boatid integer not null references boats, spare_sail integer references sails);"
        "create table trips (id serial primary key, boatid integer not null references boats, back_boatid integer references boats)"
    )
    project = init(connection, Wishes(into=tmp_path, name="strange"))
    factories = project.files["strange_seeds/factories/tables.py"]
    assert "A boat and what hangs on it" in project.files["strange_seeds/scenarios/first.py"]
    assert "    repair = Parent(RepairFactory)\n    spare_repair = None\n" in factories
    assert "    boat = Parent(BoatFactory)\n    back_boat = None\n" in factories
    assert "    boat = Parent(BoatFactory)\n    spare_sail_row = None\n" in factories


def test_a_condition_that_always_holds_is_not_said(
    connection: psycopg.Connection[Any], tmp_path: Path
) -> None:
    connection.execute(
        "create table boats (id serial primary key, slip text not null check (slip = lower(slip)))"
    )
    project = init(connection, Wishes(into=tmp_path, name="strange"))
    assert "VALUE" not in project.files["strange_seeds/factories/tables.py"]
    assert 'form="lower"' in project.files["strange_seeds/factories/tables.py"]


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
        ("create table t (a integer)", {}, TargetError, "there is no key by which rows could be found again"),
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
