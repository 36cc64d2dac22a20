"""``psql`` as a person: the whole session acts, until it ends.

Role and claims are start-up options of the connection, so they are its defaults: ``reset role``,
``reset all``, ``discard all`` and ``\\connect`` all come back to the person.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from psycopg.conninfo import make_conninfo

from ..errors import TargetError
from ..load.binaries import available_versions
from ..load.connect import Target
from .claims import Person, claims_of

__all__ = ["PsqlCommand", "psql_command"]


@dataclass(frozen=True)
class PsqlCommand:
    """What to execute: the password is in ``env`` only; ``startup`` belongs into the file ``PSQLRC``."""

    argv: tuple[str, ...]
    env: Mapping[str, str]
    startup: str


def psql_command(
    target: Target, person: Person | None, *, settings: Mapping[str, str] | None = None
) -> PsqlCommand:
    """The psql session of a person, or without one of the connection's own role.

    ``settings`` are those of the role (``claims.role_settings``). ``TargetError`` without a psql.
    """
    options = {name: value for name, value in target.options.items() if name not in ("password", "options")}
    env = {"PGAPPNAME": "seedkit psql"}
    if "password" in target.options:
        env["PGPASSWORD"] = target.options["password"]
    start_up = [target.options.get("options") or os.environ.get("PGOPTIONS", "")]
    if person is not None:
        start_up += [
            f"-c {name}={_escaped(value)}" for name, value in _session(person, settings or {}).items()
        ]
    if any(start_up):
        env["PGOPTIONS"] = " ".join(filter(None, start_up))
    return PsqlCommand((_psql(), "--dbname", make_conninfo("", **options)), env, _startup(person))


def _session(person: Person, settings: Mapping[str, str]) -> dict[str, str]:
    return {
        "search_path": person.search_path,
        **settings,
        "role": person.role,
        "request.jwt.claims": json.dumps(claims_of(person)),
    }


def _escaped(value: str) -> str:
    """One word of the server's start-up options."""
    return re.sub(r"([\\\s])", r"\\\1", value)


def _startup(person: Person | None) -> str:
    """The user's own start-up file, then a prompt that names the person."""
    own = Path(os.environ.get("PSQLRC", "~/.psqlrc")).expanduser()
    lines = [rf"\include {_quoted(str(own))}"] if own.is_file() else []
    if person is not None:
        handle = person.handle.replace("%", "%%")
        lines += [rf"\set {name} {_quoted(handle + ' %/%R%x%# ')}" for name in ("PROMPT1", "PROMPT2")]
    return "".join(line + "\n" for line in lines)


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def _psql() -> str:
    """The psql on the path, which its user has set up, else the wheel's newest."""
    found = shutil.which("psql")
    if found is not None:
        return found
    versions = available_versions()
    bundled = versions[max(versions)].bin / "psql" if versions else None
    if bundled is None or not bundled.exists():
        raise TargetError("there is no psql on the path", hint="Install the PostgreSQL client programs")
    return str(bundled)
