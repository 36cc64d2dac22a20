"""The folder of the embedded server: found, created, and owned by whoever runs it.

In this order: an argument, ``SEEDKIT_HOME``, ``.seedkit/`` beside the nearest ``pyproject.toml``
upwards, the user's data folder. As root the folder must be within reach of the OS user that runs
Postgres; one that we chose ourselves and that is not moves to ``/var/lib/seedkit``. The mode
of a folder that we did not create is never touched.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from ..errors import TargetError
from .binaries import OsUser, reachable

SYSTEM_HOME = Path("/var/lib/seedkit")


def home_of(given: str | os.PathLike[str] | None = None, *, user: OsUser | None = None) -> Path:
    """The path of the home, links resolved: one server has one name. Nothing is created."""
    named = given or os.environ.get("SEEDKIT_HOME")
    if named:
        return Path(named).expanduser().resolve()
    home = (_project_home(Path.cwd()) or _user_home()).resolve()
    if reachable(_nearest_existing(home), user=user):
        return home
    return SYSTEM_HOME / hashlib.sha256(str(home).encode()).hexdigest()[:12]


def create(home: Path, *, user: OsUser | None) -> None:
    """Create the home, readable by its owner only, and check that ``user`` can enter it."""
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        try:
            home.mkdir(mode=0o700)
        except FileExistsError:
            pass
        else:
            # The folder may lie in a repository: its own ignore file keeps the data out of commits.
            (home / ".gitignore").write_text("*\n")
            own(home, user=user)
            own(home / ".gitignore", user=user)
    except OSError as error:
        raise TargetError(
            f"the folder of the embedded server cannot be created: {error.strerror}", got=home, hint=_HINT
        ) from error
    if not reachable(home, user=user):
        name = user.name if user else "this user"
        raise TargetError(
            f"the OS user {name!r}, who runs Postgres, cannot enter the folder of the embedded server",
            got=home,
            hint=_HINT,
        )


def own(path: Path, *, user: OsUser | None) -> None:
    """Give a path that we created to the user that runs Postgres."""
    if user is not None:
        os.chown(path, user.uid, user.gid)


_HINT = "Name another folder with SEEDKIT_HOME"


def _project_home(start: Path) -> Path | None:
    for folder in (start, *start.parents):
        if (folder / "pyproject.toml").is_file():
            return folder / ".seedkit"
    return None


def _user_home() -> Path:
    import platformdirs

    return Path(platformdirs.user_data_dir("seedkit", appauthor=False))


def _nearest_existing(path: Path) -> Path:
    return next(folder for folder in (path, *path.parents) if folder.is_dir())
