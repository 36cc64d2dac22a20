"""A product's whole schema as SQL statements, from its models.

``schema_sql(models, extras=...)`` gives the statements in an order that works on an empty
``public`` schema which has Supabase's ``auth`` schema and roles beside it::

    types, tables, foreign keys, indexes, comments, functions, views, triggers, row security, grants

Row security follows ``__access__``: one permissive policy for each role and command, its rules
joined by OR, so that no policy is evaluated twice for a row. ``server_only`` columns are closed by
grants on columns: a role may neither set nor change them. Plain CREATE throughout; whoever runs
the statements asks first whether the schema is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Enum, Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable, SetColumnComment, SetTableComment

from seedkit.schema.access import COMMANDS, Access, access_of, quoted

__all__ = ["SchemaExtras", "schema_sql", "statements"]

#: The roles whose rows are filtered; ``service_role`` bypasses row security on Supabase.
FILTERED_ROLES = ("anon", "authenticated")
SERVICE = "service_role"

_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]


@dataclass(frozen=True)
class SchemaExtras:
    """What a schema has beyond its models, each as one SQL statement.

    ``types`` are enums that no column uses. ``functions`` come after the tables and before the
    policies, which may call them; ``triggers`` hold their own functions. ``service_functions`` name
    those functions that only the service may call; the others are for signed-in users too, and
    ``public_functions`` for visitors.
    """

    types: tuple[Enum, ...] = ()
    functions: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    service_functions: frozenset[str] = frozenset()
    public_functions: frozenset[str] = frozenset()


def schema_sql(
    models: Iterable[Any], *, extras: SchemaExtras | None = None, optional: Iterable[str] = ()
) -> list[str]:
    """The statements that make the tables of ``models`` and everything around them.

    A model with ``__view__`` is a view of that query, with the rights of its reader. One with
    ``__optional__ = True`` is left out unless ``optional`` names its table.
    """
    extras = extras or SchemaExtras()
    asked = set(optional)
    chosen = [m for m in models if not is_optional(m) or m.__table__.name in asked]
    based = [m for m in chosen if not is_view(m)]
    tables = sorted((m.__table__ for m in based), key=lambda t: str(t.fullname))
    views = [m for m in chosen if is_view(m)]
    return [
        *_types(tables, extras.types),
        *(_compiled(CreateTable(t, include_foreign_key_constraints=[])) for t in tables),
        *_foreign_keys(tables),
        *(_compiled(CreateIndex(i)) for t in tables for i in sorted(t.indexes, key=lambda i: str(i.name))),
        *(statement for m in based for statement in _comments(m)),
        *extras.functions,
        *(_view(m) for m in views),
        *extras.triggers,
        *_callers(extras),
        *(statement for m in based for statement in _row_security(m.__table__, access_of(m))),
        *(statement for m in based for statement in _grants(m.__table__, access_of(m))),
        *(statement for m in views for statement in _view_grants(m.__table__, access_of(m))),
    ]


def is_view(model: Any) -> bool:
    """Whether a model stands for a view rather than a table."""
    return getattr(model, "__view__", None) is not None


def is_optional(model: Any) -> bool:
    """Whether a schema is complete without this table."""
    return bool(getattr(model, "__optional__", False))


def _types(tables: Sequence[Table], unused: Sequence[Enum]) -> Iterator[str]:
    used = (c.type for t in tables for c in t.columns if isinstance(c.type, Enum))
    for name, enum in sorted({_enum_name(e): e for e in (*used, *unused)}.items()):
        yield f"CREATE TYPE {name} AS ENUM ({', '.join(map(_literal, enum.enums))})"


def _enum_name(enum: Enum) -> str:
    return f"{quoted(enum.schema or 'public')}.{quoted(str(enum.name))}"


def _foreign_keys(tables: Sequence[Table]) -> Iterator[str]:
    # After all tables, so that cycles and self-references need no order. Not AddConstraint: it takes
    # the constraint out of the shared metadata's own CREATE TABLE.
    for table in tables:
        compiler = _DIALECT.ddl_compiler(_DIALECT, CreateTable(table))
        for key in sorted(table.foreign_key_constraints, key=lambda k: str(k.name)):
            yield f"ALTER TABLE {_name(table)} ADD {compiler.process(key)}"


def _comments(model: Any) -> Iterator[str]:
    table: Table = model.__table__
    if table.comment:
        yield _compiled(SetTableComment(table))
    for column in table.columns:
        if column.comment:
            yield _compiled(SetColumnComment(column))


def _view(model: Any) -> str:
    return f"CREATE VIEW {_name(model.__table__)} WITH (security_invoker = true) AS {model.__view__.strip()}"


def statements(text: str) -> Iterator[str]:
    """The statements of an SQL file: each ends with a semicolon at the end of a line outside ``$$``."""
    lines: list[str] = []
    quoting = False
    for line in text.splitlines():
        lines.append(line)
        quoting ^= line.count("$$") % 2 == 1
        if not quoting and line.endswith(";"):
            yield "\n".join(lines).strip().removesuffix(";")
            lines = []
    if any(line.strip() for line in lines):
        raise ValueError(f"an SQL file ends within a statement: {lines[0]!r}")


def _callers(extras: SchemaExtras) -> Iterator[str]:
    # Everybody may call a new function, and Supabase's default privileges name the API roles besides.
    for statement in (*extras.functions, *extras.triggers):
        for name in re.findall(r"^create (?:or replace )?function ([\w.]+)", statement, re.MULTILINE):
            yield f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC, anon, authenticated"
            if statement in extras.functions:
                callers = _callers_of(name.rpartition(".")[2], extras)
                yield f"GRANT EXECUTE ON FUNCTION {name} TO {', '.join(callers)}"


def _callers_of(function: str, extras: SchemaExtras) -> tuple[str, ...]:
    if function in extras.service_functions:
        return (SERVICE,)
    return (*(("anon",) if function in extras.public_functions else ()), "authenticated", SERVICE)


def _row_security(table: Table, access: Access) -> Iterator[str]:
    yield f"ALTER TABLE {_name(table)} ENABLE ROW LEVEL SECURITY"
    for command in COMMANDS:
        for role in FILTERED_ROLES:
            condition = access.policy(command, role, quoted(table.name))
            if condition is not None:
                yield (
                    f"CREATE POLICY {quoted(f'{role}_{command}')} ON {_name(table)} "
                    f"FOR {command.upper()} TO {role} {_clauses(command, condition)}"
                )


def _clauses(command: str, condition: str) -> str:
    using, check = f"USING ({condition})", f"WITH CHECK ({condition})"
    return {"insert": check, "update": f"{using} {check}"}.get(command, using)


def _grants(table: Table, access: Access) -> Iterator[str]:
    """What the API may try; which rows it reaches is row security's business.

    A signed-in role gets every command, so that a forbidden row is an empty result rather than
    "permission denied", as users of PostgREST expect; anon only those that some rule names.
    """
    yield f"REVOKE ALL ON TABLE {_name(table)} FROM PUBLIC, anon, authenticated"
    yield f"GRANT ALL ON TABLE {_name(table)} TO {SERVICE}"
    for role in FILTERED_ROLES:
        commands = COMMANDS if role == "authenticated" else _named(access, role)
        rights = ", ".join(right for c in commands for right in [_right(c, table, access)] if right)
        if rights:
            yield f"GRANT {rights} ON TABLE {_name(table)} TO {role}"


def _view_grants(view: Table, access: Access) -> Iterator[str]:
    yield f"REVOKE ALL ON TABLE {_name(view)} FROM PUBLIC, anon, authenticated"
    readers = [role for role in FILTERED_ROLES if access.conditions("select", role)]
    yield f"GRANT SELECT ON TABLE {_name(view)} TO {', '.join([*readers, SERVICE])}"


def _named(access: Access, role: str) -> tuple[str, ...]:
    return tuple(c for c in COMMANDS if access.conditions(c, role))


def _right(command: str, table: Table, access: Access) -> str:
    """``UPDATE``, or ``UPDATE (a, b)`` where some columns are the server's; empty if all are.

    An insert may name a server's column that a rule reads, such as the owner: the policy checks it.
    """
    closed = set(access.server_only)
    if not closed or command not in ("insert", "update"):
        return command.upper()
    if command == "insert":
        closed -= {column for rule in access.allows for column in rule.when.columns}
    opened = [quoted(c.name) for c in table.columns if c.name not in closed]
    return f"{command.upper()} ({', '.join(opened)})" if opened else ""


def _name(table: Table) -> str:
    return f"{quoted(table.schema or 'public')}.{quoted(table.name)}"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _compiled(element: Any) -> str:
    # A percent sign comes out doubled, for drivers that would take it for a placeholder.
    return str(element.compile(dialect=_DIALECT)).strip().replace("%%", "%")
