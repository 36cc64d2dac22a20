"""The wheel: one name at its top, all data inside, and it works where there is no checkout."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from doc_pages import ROOT

from seedkit.load.embedded import EmbeddedServer

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a fresh environment; it knows nothing yet."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    return folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"


@pytest.fixture(scope="module")
def wheel(environment: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree, built by hatchling: the one installed here, else one from the index."""
    out = tmp_path_factory.mktemp("wheel")
    if importlib.util.find_spec("hatchling"):
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    else:
        command = [str(environment), "-m", "pip", "wheel", "--no-deps", "--wheel-dir", str(out), "."]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode and not importlib.util.find_spec("hatchling"):
        pytest.skip(f"hatchling is not installed, and cannot be fetched: {done.stderr.splitlines()[-1]}")
    assert done.returncode == 0, done.stderr
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


@pytest.fixture(scope="module")
def installed(environment: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run Python in an empty folder, the wheel installed, its dependencies those of this run."""
    pip = [str(environment), "-m", "pip", "install", "--no-deps", "--no-index", "--quiet", str(wheel)]
    subprocess.run(pip, check=True, capture_output=True)
    empty = tmp_path_factory.mktemp("empty")
    ask = [str(environment), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    site = subprocess.run(ask, check=True, capture_output=True, text=True).stdout.strip()
    # A path in a .pth file brings packages, but not the .pth files there: the editable install stays out.
    (Path(site) / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")

    def run(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        program = [str(environment), "-I", *arguments]
        return subprocess.run(program, capture_output=True, text=True, **{"cwd": empty, **options})

    return run


@pytest.fixture
def newcomer(installed: Run, tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Run pytest as somebody who has just installed it: in a folder with a test alone, a home of their own."""
    named = {"SEEDKIT_HOME", "SEEDKIT_DATABASE_URL", "DATABASE_URL", "XDG_DATA_HOME", "PYTEST_ADDOPTS"}
    environ = {n: v for n, v in os.environ.items() if n not in named and not n.startswith("PYTEST_XDIST")}
    environ["HOME"] = str(tmp_path)
    folder = tmp_path / "new"
    folder.mkdir()
    ask = "from seedkit.testing.server import embedded_server; print(embedded_server(None, None).home)"
    told = installed("-c", ask, cwd=folder, env=environ)
    home = Path(told.stdout.strip())
    assert home.is_absolute(), told.stderr
    assert not home.exists()

    def run(*arguments: str) -> str:
        done = installed("-m", "pytest", *arguments, cwd=folder, env=environ)
        return done.stdout + done.stderr

    yield run
    assert EmbeddedServer(home).status() is None, "it is stopped when pytest ends"
    if (home / ".gitignore").is_file() and list(home.glob("postgres-*")):
        shutil.rmtree(home)


def test_only_one_name_lies_at_the_top(names: list[str]) -> None:
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"seedkit"}


def test_everything_that_is_read_at_run_time_is_inside(names: list[str]) -> None:
    endings = {".py", ".sql", ".tsv", ".txt", ".typed", ".csv", ".json"}
    tracked = [
        path.relative_to(ROOT).as_posix()
        for folder in ("seedkit", "factories", "scenarios")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in endings and path.is_file() and "__pycache__" not in path.parts
    ]
    wanted = {name if name.startswith("seedkit/") else f"seedkit/{name}" for name in tracked}
    assert {
        "seedkit/py.typed",
        "seedkit/supabase/standin.sql",
        "seedkit/vocabulary/data/normal.txt",
    } <= wanted
    assert sorted(wanted - set(names)) == []


def test_nothing_but_the_package_is_inside(names: list[str]) -> None:
    assert [
        name for name in names if "__pycache__" in name or "/tests/" in name or name.endswith(".md")
    ] == []


def test_the_command_runs_from_an_empty_folder(installed: Run) -> None:
    main = "from seedkit.cli import main; main()"
    assert installed("-c", main, "--version").stdout.startswith("seedkit 0.")
    assert "vibrationfit/household" in installed("-c", main, "scenarios").stdout


def test_products_are_imported_from_the_wheel(installed: Run, environment: Path) -> None:
    program = "import seedkit.factories.vibrationfit as v; print(v.__file__); v.HouseholdFactory.build()"
    done = installed("-c", program)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(environment.parents[1]))


def test_the_folders_refuse_their_bare_names(installed: Run) -> None:
    for folder in ("factories", "scenarios"):
        program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import {folder}"
        done = installed("-c", program)
        assert done.returncode == 1
        assert f"import seedkit.{folder}, not {folder}" in done.stderr


SIX_LINES = """
def test_household(seedkit):
    world = seedkit("vibrationfit/household")
    with world.acting_as("partner") as db:
        assert db.count("households") == 1
        assert db.ids("journal_entries") == world.ids("JournalEntry:partner") | world.ids("spoken")
    assert world.person("admin").email.endswith(".example.com")
"""


@pytest.mark.db
def test_six_lines_see_a_household_in_an_empty_folder(newcomer: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "new" / "test_home.py").write_text(SIX_LINES.lstrip())
    assert "1 passed" in newcomer("-q")
    assert "1 passed" in newcomer("-q", "-n", "2", "-W", "error")
    assert [path.name for path in tmp_path.iterdir()] == ["new"], "nothing in their home"
    seen = {path.name for path in (tmp_path / "new").iterdir()} - {".pytest_cache", "__pycache__"}
    assert seen == {"test_home.py"}, "and nothing beside the test"
