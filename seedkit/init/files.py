"""The files beside models, factories and the story: configuration, a test, what the README says."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path

from ..errors import OutputError, UsageError

__all__ = ["configured", "place", "refuse_taken", "test_file"]


def configured(folder: Path, package: str) -> str:
    """The text of ``pyproject.toml`` with this product in it. Raises UsageError where another one stands there."""
    path = folder / "pyproject.toml"
    if not path.exists():
        return (
            f'[tool.seedkit]\nproducts = ["{package}"]\n\n[tool.pytest.ini_options]\ntestpaths = ["tests"]\n'
        )
    try:
        text = path.read_text("utf-8")
        known = tomllib.loads(text).get("tool", {}).get("seedkit")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"pyproject.toml cannot be read: {error}", where=str(path)) from error
    if known is None:
        gap = "" if not text or text.endswith("\n\n") else "\n" if text.endswith("\n") else "\n\n"
        return f'{text}{gap}[tool.seedkit]\nproducts = ["{package}"]\n'
    if isinstance(known, dict) and package in (known.get("products") or ()):
        return text
    extended = _extended(text, package)
    if extended is None:
        raise UsageError(
            "[tool.seedkit] is there already, and its products are no list on a line of their own",
            where=str(path),
            hint="Write it so, or let the project be written elsewhere: --into",
        )
    return extended


def _extended(text: str, package: str) -> str | None:
    """The text with one more product, if that is all that changes in what it means."""
    made, count = re.subn(
        r"""(^products\s*=\s*\[)([^\]\n]*?),?\s*(\][^\n]*$)""",
        rf'\1\2, "{package}"\3',
        text,
        flags=re.MULTILINE,
    )
    if count != 1:
        return None
    try:
        before, after = tomllib.loads(text), tomllib.loads(made)
        after["tool"]["seedkit"]["products"].remove(package)
    except (tomllib.TOMLDecodeError, KeyError, ValueError, AttributeError):
        return None
    return made if before == after else None


def test_file(package: str, story: str, label: str) -> str:
    """A test that loads the story and looks at its root."""
    name = re.sub(r"\W+", "_", story.partition("/")[2]) or "story"
    return f'''"""The story {story} on a Postgres of this test's own, with the schema of {package}/schema.sql."""

import pytest

pytestmark = pytest.mark.seedkit("{story}", copies=2)


def test_{name}_is_there(seedkit_world):
    assert seedkit_world["{label}"].ids


def test_copies_share_nothing(seedkit_world):
    rows = seedkit_world["{label}"]
    assert rows.copy(0).ids.isdisjoint(rows.copy(1).ids)
'''


def refuse_taken(folder: Path, package: str, *, force: bool) -> None:
    """Raises OutputError where the package or its test is there already."""
    if folder.exists() and not folder.is_dir():
        raise OutputError("this is no folder", where=str(folder))
    for name in () if force else (package, f"tests/test_{package}.py"):
        if (folder / name).exists():
            hint = "--force writes it anew; --name gives the project another name"
            raise OutputError(f"{name} is there already", where=str(folder), hint=hint)


def place(folder: Path, files: Mapping[str, str], package: str, *, force: bool) -> None:
    """Write the files, all or none. Raises OutputError where something is in the way."""
    refuse_taken(folder, package, force=force)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".seedkit-init-", dir=folder) as scratch:
            _write(Path(scratch), files)
            _move(Path(scratch), folder, files, package)
    except OSError as error:
        raise OutputError(f"{error.strerror or error}", where=str(error.filename or folder)) from error


def _write(scratch: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = scratch / "new" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def _move(scratch: Path, folder: Path, files: Mapping[str, str], package: str) -> None:
    """The package as one rename, then what stands outside of it; an old package goes last."""
    if (folder / package).exists():
        os.rename(folder / package, scratch / "old")
    try:
        os.rename(scratch / "new" / package, folder / package)
    except OSError:
        if (scratch / "old").exists():
            os.rename(scratch / "old", folder / package)
        raise
    for name in files:
        if not name.startswith(f"{package}/"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.move(scratch / "new" / name, folder / name)
