"""A product's schema as a server printed it, kept as text: what a live database is held against.

Expressions (checks, policies, defaults) can only be compared as one and the same server prints them, and
the target may be read-only. So every product keeps the reflection of its own schema, one line for each
fact, in a file that ``seedkit schema PRODUCT --snapshot`` prints and a test holds against the models. Of the
function behind a trigger it keeps a digest of the body, where ``Trigger.source`` has the body itself.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from ..placement import HOME
from .reflected import (
    Check,
    Column,
    Database,
    Exclusion,
    ForeignKey,
    Name,
    Policy,
    Table,
    Trigger,
    Type,
    Unique,
)

__all__ = ["digest", "dump", "named_type", "parse"]

_Fact = TypeVar("_Fact", Check, Exclusion, ForeignKey, Policy, Trigger, Unique)
_Lines = Iterator[tuple[str, Any]]
#: What is kept of each kind of fact, besides its name; what is as by default is left out.
_KEPT: Mapping[str, tuple[type[Any], tuple[str, ...]]] = {
    "uniques": (Unique, ("columns", "definition", "primary", "constraint", "expressions", "predicate", "nulls_distinct", "include", "deferrable")),
    "foreign_keys": (ForeignKey, ("columns", "target", "target_columns", "match", "on_delete", "on_update", "deferrable")),
    "checks": (Check, ("expression", "columns")),
    "exclusions": (Exclusion, ("elements", "definition", "method", "predicate")),
    "policies": (Policy, ("command", "permissive", "roles", "using", "check")),
    "triggers": (Trigger, ("function", "definition", "enabled", "source")),
}  # fmt: skip
#: What is usual of a fact that says no default itself.
_USUAL: Mapping[type[Any], Mapping[str, Any]] = {Policy: {"permissive": True, "using": None, "check": None}}
_COLUMN = ("not_null", "default", "generated", "identity")
#: How ``format_type`` spells the types that have another name in ``pg_type``.
_SPELLED = {
    "bigint": "int8", "integer": "int4", "smallint": "int2", "boolean": "bool", "real": "float4",
    "double precision": "float8", "character varying": "varchar", "character": "bpchar", "bit varying": "varbit",
    "timestamp with time zone": "timestamptz", "timestamp without time zone": "timestamp",
    "time with time zone": "timetz", "time without time zone": "time",
}  # fmt: skip


def dump(database: Database, *, home: str | Collection[str] = HOME) -> str:
    """The snapshot of a product's schema: JSON, a line for each fact.

    Of tables elsewhere (``auth.users``) only the triggers that run functions of the product. ``home`` is
    where it lives: a schema, or several.
    """
    homes = {home} if isinstance(home, str) else set(home)
    tables = [kept for table in database if (kept := _own(table, homes)) is not None]
    types = _types(tables)
    lines = ["{", '"types": {']
    lines += _listed((kind.sql, _kept_type(kind)) for _, kind in sorted(types.items()))
    lines += ["},", '"tables": {']
    for table in tables:
        lines.append(f"{json.dumps(str(table.name))}: {{")
        lines += _table(table)
        lines.append("}" if table is tables[-1] else "},")
    return "\n".join([*lines, "}", "}"]) + "\n"


def digest(body: str) -> str:
    """What is kept of the body of a function."""
    return hashlib.sha256(body.encode()).hexdigest()[:16]


def parse(text: str) -> Database:
    """The database that a snapshot describes: what the owner, the rows and the role are, it does not say."""
    kept = json.loads(text)
    types: dict[str, Type] = {}
    for name, facts in kept["types"].items():
        types[name] = _type(name, facts, types)
    tables = {_name(name): _parsed(_name(name), facts, types) for name, facts in kept["tables"].items()}
    enums = {kind.name: kind for kind in types.values() if kind.kind == "enum"}
    return Database(tables, enums)


def named_type(spelling: str, known: Mapping[str, Type]) -> Type:
    """The type that the server spells like this; ``known`` are enums and domains."""
    if spelling in known:
        return known[spelling]
    if spelling.endswith("[]"):
        element = named_type(spelling.removesuffix("[]"), known)
        return Type(spelling, Name(element.name.schema, f"_{element.name.name}"), "array", element=element)
    before, bracket, rest = spelling.partition("(")
    inside, _, after = rest.partition(")")
    plain = f"{before.strip()}{after}" if bracket else spelling
    limits = (
        [int(part) for part in inside.split(",")] if bracket and inside.replace(",", "").isdigit() else []
    )
    name = _SPELLED.get(plain, plain)
    numeric = name == "numeric" and bool(limits)
    return Type(
        spelling,
        Name("pg_catalog", name),
        length=limits[0] if limits and not numeric else None,
        precision=limits[0] if numeric else None,
        scale=(*limits, 0)[1] if numeric else None,
    )


def _own(table: Table, homes: Collection[str]) -> Table | None:
    triggers = tuple(
        replace(t, source=digest(t.source))
        for t in table.triggers
        if table.name.schema in homes or t.function.schema in homes
    )
    if table.name.schema in homes:
        return replace(table, triggers=triggers)
    return Table(table.name, "table", {}, triggers=triggers) if triggers else None


def _table(table: Table) -> Iterator[str]:
    head: dict[str, Any] = {"kind": table.kind}
    head |= {name: True for name in ("row_security", "row_security_forced") if getattr(table, name)}
    yield f'"is": {_json(head)},'
    parts: list[tuple[str, _Lines]] = [
        ("columns", ((c.name, _kept_column(c)) for c in table.columns.values()))
    ]
    parts += [(part, _facts(getattr(table, part), part)) for part in _KEPT if getattr(table, part)]
    for part, lines in parts:
        yield f"{json.dumps(part)}: {{"
        yield from _listed(lines)
        yield "}" if part == parts[-1][0] else "},"


def _facts(found: Iterable[Any], part: str) -> _Lines:
    kind, names = _KEPT[part]
    usual = {**{field.name: field.default for field in fields(kind)}, **_USUAL.get(kind, {})}
    for fact in sorted(found, key=lambda fact: str(fact.name)):
        kept = {name: getattr(fact, name) for name in names if getattr(fact, name) != usual.get(name)}
        yield fact.name, {name: str(v) if isinstance(v, Name) else v for name, v in kept.items()}


def _kept_column(column: Column) -> dict[str, Any]:
    usual = {field.name: field.default for field in fields(Column)}
    kept = {name: getattr(column, name) for name in _COLUMN if getattr(column, name) != usual[name]}
    return {"type": column.type.sql, **kept}


def _types(tables: Iterable[Table]) -> dict[Name, Type]:
    """The enums and domains that columns have."""
    used = [column.type for table in tables for column in table.columns.values()]
    used += [kind.element for kind in used if kind.kind == "array" and kind.element]
    domains = {domain.name: domain for kind in used for domain in kind.domains()}
    enums = {kind.base.name: kind.base for kind in used if kind.base.kind == "enum"}
    return {**enums, **domains}


def _kept_type(kind: Type) -> dict[str, Any]:
    if kind.kind == "enum":
        return {"enum": kind.labels}
    assert kind.element is not None
    checks = {check.name: check.expression for check in kind.checks}
    return {"domain": kind.element.sql, "not_null": kind.not_null, "default": kind.default, "checks": checks}


def _type(spelling: str, facts: Mapping[str, Any], known: Mapping[str, Type]) -> Type:
    if "enum" in facts:
        return Type(spelling, _unquoted(spelling), "enum", labels=tuple(facts["enum"]))
    return Type(
        spelling,
        _unquoted(spelling),
        "domain",
        element=named_type(facts["domain"], known),
        not_null=facts["not_null"],
        default=facts["default"],
        checks=tuple(Check(name, text, ("VALUE",)) for name, text in facts["checks"].items()),
    )


def _parsed(name: Name, facts: Mapping[str, Any], types: Mapping[str, Type]) -> Table:
    columns = {
        column: Column(column, number, named_type(kept.pop("type"), types), **kept)
        for number, (column, kept) in enumerate(facts["columns"].items(), 1)
    }
    parts: dict[str, Any] = {
        part: tuple(_fact(kind, fact, kept) for fact, kept in facts.get(part, {}).items())
        for part, (kind, _) in _KEPT.items()
    }
    return Table(name, columns=columns, **{**facts["is"], **parts})


def _fact(kind: type[Any], name: str, kept: Mapping[str, Any]) -> Any:
    """The fact with its lists as tuples and its names as names; what was left out is as usual."""
    given = {key: _frozen(value) for key, value in kept.items()}
    given |= {key: _name(value) for key, value in given.items() if key in ("target", "function")}
    return kind(name=name, **{**_USUAL.get(kind, {}), **given})


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _name(text: str) -> Name:
    return Name(*text.split(".", 1))


def _unquoted(spelling: str) -> Name:
    """The name of a type that a server has printed."""
    parts = [(a or b).replace('""', '"') for a, b in re.findall(r'"((?:[^"]|"")*)"|([^".]+)', spelling)]
    return Name(parts[0], ".".join(parts[1:])) if len(parts) > 1 else Name("public", parts[0])


def _listed(lines: Iterable[tuple[str, Any]]) -> list[str]:
    made = [f"{json.dumps(name)}: {_json(facts)}" for name, facts in lines]
    return [f"{line}," for line in made[:-1]] + made[-1:]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
