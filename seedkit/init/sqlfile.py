"""The schema as SQL: what ``pg_dump`` says of it, so that it can be built elsewhere, checks and triggers included."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import psycopg

from ..errors import TargetError
from ..fill.owners import USERS
from ..load.binaries import binaries_of
from ..schema.access import quoted
from ..schema.reflected import Database
from ..supabase.standin import ROLES

__all__ = ["schema_file"]

_KNOWN_ROLES = frozenset({*ROLES, "public", "postgres", "supabase_admin"})
#: Extensions that functions and indexes need, though no column is of their types.
_USUAL = frozenset(
    {"btree_gist", "btree_gin", "pg_trgm", "unaccent", "pgcrypto", "uuid-ossp", "fuzzystrmatch"}
)
#: Lines of a dump that are for psql, or would outlive the script.
_NOISE = re.compile(r"^(\\|--|SET |SELECT pg_catalog\.set_config)", re.IGNORECASE)


def schema_file(connection: psycopg.Connection[Any], database: Database, schemas: Collection[str]) -> str:
    """A script that builds these schemas. Raises TargetError where there is no ``pg_dump`` new enough."""
    parts = [
        "-- The schema as pg_dump printed it. seedkit builds it on the embedded Postgres and for tests.",
        "set local check_function_bodies = off;",
        *_extensions(database),
        *_roles(database),
        _dumped(connection, schemas),
        *_triggers(database, schemas),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _extensions(database: Database) -> Iterator[str]:
    used = {c.type.base.extension for table in database for c in table.columns.values()} | _USUAL
    for name in sorted(database.extensions):
        if name in used:
            yield f"create extension if not exists {quoted(name)};"


def _roles(database: Database) -> Iterator[str]:
    named = {role for table in database for policy in table.policies for role in policy.roles}
    for role in sorted(named - _KNOWN_ROLES):
        text = role.replace("'", "''")
        yield (
            f"do $$ begin\n    if not exists (select from pg_roles where rolname = '{text}') then\n"
            f"        create role {quoted(role)};\n    end if;\nend $$;"
        )


def _dumped(connection: psycopg.Connection[Any], schemas: Collection[str]) -> str:
    program = _program(connection.info.server_version // 10_000)
    command = [
        str(program),
        "--schema-only",
        "--no-owner",
        "--no-privileges",
        "--no-publications",
        "--no-subscriptions",
    ]
    command += ["--no-tablespaces", "--no-security-labels", "--no-comments"]
    for schema in sorted(schemas):
        command += ["--schema", quoted(schema)]
    info = connection.info
    environment = {
        "PGHOST": info.hostaddr or info.host, "PGPORT": str(info.port), "PGDATABASE": info.dbname,
        "PGUSER": info.user, "PGPASSWORD": info.password, "LC_ALL": "C",
    }  # fmt: skip
    try:
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False, timeout=120
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise TargetError(f"pg_dump does not run: {error}") from error
    if done.returncode:
        raise TargetError(
            f"pg_dump says: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else 'nothing'}"
        )
    return _cleaned(done.stdout)


def _cleaned(text: str) -> str:
    """The dump without comments, settings and psql's own lines; whole statements are left as they are."""
    kept: list[str] = []
    body = ""
    for line in text.splitlines():
        if not body and (_NOISE.match(line) or not line.strip()):
            if kept and kept[-1]:
                kept.append("")
            continue
        for mark in re.findall(r"\$\w*\$", line):
            body = "" if mark == body else body or mark
        kept.append(re.sub(r"^CREATE SCHEMA ", "CREATE SCHEMA IF NOT EXISTS ", line))
    return "\n".join(kept).strip()


def _program(version: int) -> Path:
    found = shutil.which("pg_dump")
    candidates = [Path(found)] if found else []
    try:
        candidates.append(Path(binaries_of(18).tool("pg_dump")))
    except Exception:
        candidates += []
    for program in candidates:
        try:
            said = subprocess.run(
                [str(program), "--version"], capture_output=True, text=True, check=True
            ).stdout
        except (OSError, subprocess.CalledProcessError):
            continue
        number = re.search(r"(\d+)", said.rpartition(" ")[2] if "(" not in said else said.split(")")[-1])
        if number and int(number[1]) >= version:
            return program
    raise TargetError(f"there is no pg_dump of version {version} or newer on PATH")


def _triggers(database: Database, schemas: Collection[str]) -> Iterator[str]:
    """Triggers on users that run functions of these schemas: they are part of the schema, wherever they hang."""
    users = database.tables.get(USERS)
    for trigger in users.triggers if users else ():
        if trigger.function.schema in schemas:
            yield f"{trigger.definition};"
