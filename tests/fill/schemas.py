"""The schemas in tests/fixtures: what each needs, how it is installed, and what is expected of a fill.

A file says at its top what it needs (``-- needs: version 18, extension citext, xml, supabase``) and
which files of its folder come first (``-- after: types``). Beside it, or in its folder's
``expected.toml``, stands what its constraints allow.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import psycopg

from seedkit.supabase.standin import install_standin

FIXTURES = Path(__file__).parents[1] / "fixtures"


@dataclass(frozen=True)
class Expected:
    """What is expected of one table; the words are explained at the top of torture/expected.toml."""

    limit: int | str | None = None
    impossible: str | None = None
    refuses: str | None = None
    names: str | None = None
    more: bool = False
    some: bool = False
    holds: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()

    @classmethod
    def of(cls, value: Any) -> Expected:
        if not isinstance(value, dict):
            return cls(limit=value)
        lists = {name: tuple(value[name]) for name in ("holds", "alike") if name in value}
        return cls(**{**value, **lists})


@dataclass(frozen=True)
class Schema:
    """One file of SQL."""

    name: str
    path: Path
    needs: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    expected: Mapping[tuple[str, str], Expected] = field(default_factory=dict, compare=False)

    @property
    def text(self) -> str:
        return self.path.read_text("utf-8")

    @property
    def schemas(self) -> list[str]:
        """The schemas that it makes; public if none."""
        found = re.findall(
            r"^create schema (?:if not exists )?(?:\"((?:[^\"]|\"\")+)\"|(\w+))", self.text, re.M
        )
        return [quoted.replace('""', '"') or plain for quoted, plain in found] or ["public"]

    @property
    def rows(self) -> Path:
        """Rows that may be there already; the file of the torture is for all of its themes."""
        return FIXTURES / "rows" / ("torture.sql" if self.path.parent != FIXTURES else self.path.name)

    def install(self, connection: psycopg.Connection[Any]) -> None:
        """Install it in one transaction; the stand-in for Supabase first if it needs that."""
        if "supabase" in self.needs:
            install_standin(connection)
        with connection.transaction():
            connection.execute(self.text)  # type: ignore[arg-type]


def lacks(schema: Schema, connection: psycopg.Connection[Any]) -> str | None:
    """What this server lacks that the schema needs, by name."""
    for need in schema.needs:
        match need.split():
            case ["version", number] if connection.info.server_version < int(number) * 10_000:
                return f"PostgreSQL {number}"
            case ["extension", name] if not _answer(
                connection, "select 1 from pg_available_extensions where name = %s", name
            ):
                return f"the extension {name}"
            case ["xml"] if not _has_xml(connection):
                return "libxml"
    return None


def _answer(connection: psycopg.Connection[Any], query: str, *values: object) -> Any:
    row = connection.execute(query, values).fetchone()  # type: ignore[arg-type]
    return row[0] if row else None


def _has_xml(connection: psycopg.Connection[Any]) -> bool:
    try:
        with connection.transaction():
            connection.execute("select '<a/>'::xml")
    except psycopg.errors.FeatureNotSupported:
        return False
    return True


@cache
def torture() -> dict[str, Schema]:
    """The themes of the torture, by name, each after those that it builds upon."""
    folder = FIXTURES / "torture"
    expected = _expected(folder / "expected.toml")
    found = {path.stem: _read(path, expected) for path in sorted(folder.glob("*.sql"))}
    return {schema.name: schema for name in found for schema in _with_those_before(name, found)}


@cache
def likes() -> dict[str, Schema]:
    """The schemas in the manner of well-known ones, by name."""
    return {
        path.stem: _read(path, _expected(path.with_suffix(".toml"))) for path in sorted(FIXTURES.glob("*.sql"))
        if path.stem != "torture"
    }  # fmt: skip


def _with_those_before(name: str, found: Mapping[str, Schema]) -> Iterator[Schema]:
    for earlier in found[name].after:
        yield from _with_those_before(earlier, found)
    yield found[name]


def with_those_before(schema: Schema) -> list[Schema]:
    """A theme of the torture with the themes that it builds upon, in order."""
    return list(dict.fromkeys(_with_those_before(schema.name, torture()))) if schema.after else [schema]


def _read(path: Path, expected: Mapping[tuple[str, str], Expected]) -> Schema:
    head = path.read_text("utf-8").split("\ncreate ")[0]
    words = {
        key: tuple(word.strip() for line in re.findall(rf"^-- {key}: (.*)$", head, re.M) for word in line.split(","))
        for key in ("needs", "after")
    }  # fmt: skip
    return Schema(path.stem, path, words["needs"], words["after"], expected)


def kept_by_triggers(rows: Path) -> dict[tuple[str, str], tuple[str, ...]]:
    """The columns that triggers change in rows that are there already, by table."""
    path = rows.with_suffix(".toml")
    data = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
    return {
        (schema, table): tuple(columns)
        for schema, tables in data.items()
        for table, columns in tables.items()
    }


def _expected(path: Path) -> dict[tuple[str, str], Expected]:
    if not path.exists():
        return {}
    data = tomllib.loads(path.read_text("utf-8"))
    return {
        (schema, table): Expected.of(value)
        for schema, tables in data.items()
        for table, value in tables.items()
    }
