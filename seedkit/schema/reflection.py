"""Reflection: what the catalogue of a database says, as the values of ``reflected``.

One round trip for each kind of fact, however many tables there are; a thousand tables take about a second.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from ..verify.query import undone
from . import reflection_queries as ask
from .reflected import (
    Check,
    Column,
    Database,
    Exclusion,
    ForeignKey,
    Name,
    Partitioning,
    Policy,
    Sequence,
    Statistics,
    Table,
    Trigger,
    Unique,
)
from .reflection_types import Types

__all__ = ["reflect"]

Connection = psycopg.Connection[Any]
Row = Mapping[str, Any]
#: Facts by the number of the table that they belong to.
ByTable = Mapping[int, list[Row]]

_KINDS: Mapping[str, Any] = {
    "r": "table",
    "p": "partitioned",
    "v": "view",
    "m": "materialized view",
    "f": "foreign",
}
_STRATEGIES: Mapping[str, Any] = {"r": "range", "l": "list", "h": "hash"}
_COMMANDS: Mapping[str, Any] = {"r": "select", "a": "insert", "w": "update", "d": "delete", "*": "all"}
_MATCHES: Mapping[str, Any] = {"s": "simple", "f": "full", "p": "partial"}
_ACTIONS = {"a": "no action", "r": "restrict", "c": "cascade", "n": "set null", "d": "set default"}
_EVENTS = {4: "insert", 8: "delete", 16: "update", 32: "truncate"}


def reflect(connection: Connection, *, schemas: Collection[str] | None = None) -> Database:
    """Everything that seedkit obeys in these schemas; by default in all but the server's and seedkit's own.

    Only what the current role may see of statistics and of whether tables hold rows: a table that it may
    not read counts as one that does. Writes nothing and leaves no setting behind.
    """
    with undone(connection):
        connection.execute("select set_config('search_path', '', true)")
        return _Reflection(connection).database(schemas)


class _Reflection:
    """One look at the catalogue."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._cursor = connection.cursor(row_factory=dict_row)
        self._server = connection.info.server_version

    def database(self, schemas: Collection[str] | None) -> Database:
        asked = None if schemas is None else sorted(schemas)
        heads = self._ask(ask.TABLES, schemas=asked)
        names = {head["oid"]: Name(head["schema"], head["name"]) for head in heads}
        types = self._types(list(names))
        tables = self._tables(heads, names, types)
        return Database(
            _with_partitions_looked_at(tables),
            types.enums,
            self._sequences(asked),
            {e["extname"]: e["extversion"] for e in self._ask(ask.EXTENSIONS)},
            self._server,
            str(self._ask("select current_user::text as role")[0]["role"]),
        )

    def _tables(
        self, heads: list[dict[str, Any]], names: Mapping[int, Name], types: Types
    ) -> dict[Name, Table]:
        oids = list(names)
        held = self._held([head for head in heads if head["sized"]], names)
        parents = _grouped(self._ask(ask.INHERITED, oids=oids), "child")
        facts = {
            query: _grouped(self._ask(query, oids=oids))
            for query in (ask.COLUMNS, ask.CHECKS, ask.FOREIGN_KEYS, ask.INDEXES, ask.POLICIES, ask.TRIGGERS)
        }
        statistics = {(s["table"], s["column"]): s for s in self._statistics(heads)}
        tables = {}
        for head in heads:
            oid = head["oid"]
            above = tuple(names[p["parent"]] for p in parents.get(oid, ()) if p["parent"] in names)
            columns = [
                _column(c, types, statistics.get((oid, c["name"]))) for c in facts[ask.COLUMNS].get(oid, ())
            ]
            tables[names[oid]] = Table(
                name=names[oid],
                kind=_KINDS[head["kind"]],
                columns={column.name: column for column in columns},
                partition_of=above[0] if head["partition"] and above else None,
                parents=() if head["partition"] else above,
                empty=oid not in held,
                **_constraints({query: found.get(oid, []) for query, found in facts.items()}),
                **_head(head),
            )
        return tables

    def _ask(self, query: str, **values: Any) -> list[dict[str, Any]]:
        self._cursor.execute(ask.versioned(query, self._server).encode(), values)
        return self._cursor.fetchall()

    def _types(self, oids: list[int]) -> Types:
        rows = self._ask(ask.TYPES, oids=oids)
        numbers = [row["oid"] for row in rows]
        return Types(
            rows,
            _grouped(self._ask(ask.TYPE_ATTRIBUTES, oids=numbers), "owner"),
            _grouped(self._ask(ask.TYPE_CHECKS, oids=numbers), "owner"),
        )

    def _sequences(self, schemas: list[str] | None) -> dict[Name, Sequence]:
        found = [
            Sequence(Name(row.pop("schema"), row.pop("name")), **row)
            for row in self._ask(ask.SEQUENCES, schemas=schemas)
        ]
        return {sequence.name: sequence for sequence in found}

    def _statistics(self, heads: Iterable[Row]) -> list[dict[str, Any]]:
        analysed = [head["oid"] for head in heads if head["rows"]]
        return self._ask(ask.STATISTICS, oids=analysed) if analysed else []

    def _held(self, heads: Iterable[Row], names: Mapping[int, Name]) -> set[int]:
        """Which of the tables with pages hold rows; one that may not be read is taken for one that does."""
        readable = [h for h in heads if "SELECT" in h["privileges"]]
        found = {h["oid"] for h in heads} - {h["oid"] for h in readable}
        if not readable:
            return found
        looks = [
            sql.SQL(ask.HELD).format(oid=sql.Literal(head["oid"]), table=names[head["oid"]].identifier)
            for head in readable
        ]
        try:
            with self._connection.transaction():
                self._cursor.execute("select set_config('row_security', 'off', true)")
                self._cursor.execute(sql.SQL(" union all ").join(looks))
                return found | {row["int8"] for row in self._cursor.fetchall()}
        except psycopg.errors.InsufficientPrivilege:
            # row security would hide rows from this role
            return {h["oid"] for h in heads}


def _with_partitions_looked_at(tables: Mapping[Name, Table]) -> dict[Name, Table]:
    """A partitioned table has no rows of its own: it holds what its partitions hold."""
    holding = {table.name for table in tables.values() if not table.empty}
    for table in list(tables.values()):
        above = table.partition_of
        while table.name in holding and above is not None and above in tables:
            holding.add(above)
            above = tables[above].partition_of
    return {name: replace(table, empty=name not in holding) for name, table in tables.items()}


def _grouped(rows: Iterable[Row], key: str = "table") -> dict[int, list[Row]]:
    grouped: dict[int, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row[key], []).append(row)
    return grouped


def _constraints(facts: Mapping[str, list[Row]]) -> dict[str, Any]:
    """What a table asks of its rows and of those who reach for them."""
    indexes = facts[ask.INDEXES]
    return {
        "uniques": tuple(_unique(i) for i in indexes if i["constraint"] != "x"),
        "exclusions": tuple(_exclusion(i) for i in indexes if i["constraint"] == "x"),
        "foreign_keys": tuple(_foreign_key(f) for f in facts[ask.FOREIGN_KEYS]),
        "checks": tuple(_check(c) for c in facts[ask.CHECKS]),
        "policies": tuple(_policy(p) for p in facts[ask.POLICIES]),
        "triggers": tuple(_trigger(t) for t in facts[ask.TRIGGERS]),
    }


def _head(head: Row) -> dict[str, Any]:
    facts = {
        name: head[name]
        for name in (
            "bound",
            "within",
            "row_security",
            "row_security_forced",
            "owner",
            "owned",
            "rows",
            "comment",
            "extension",
        )
    }
    facts["privileges"] = frozenset(head["privileges"])
    if head["strategy"]:
        facts["partitioning"] = Partitioning(
            _STRATEGIES[head["strategy"]], tuple(head["partition_columns"]), head["partition_key"]
        )
    return facts


def _column(row: Row, types: Types, found: Row | None) -> Column:
    kind = types.of(row["type"], row["modifier"], row["sql"])
    domains = list(kind.domains())
    default = row["default"] or next((domain.default for domain in domains if domain.default), None)
    return Column(
        name=row["name"],
        number=row["number"],
        type=kind,
        not_null=row["not_null"] or any(domain.not_null for domain in domains),
        default=None if row["generated"] or row["identity"] else default,
        generated=row["generated"],
        identity={"": "", "a": "always", "d": "by default"}[row["identity"]],  # type: ignore[arg-type]
        sequence=Name(row["sequence_schema"], row["sequence_name"]) if row["sequence_name"] else None,
        sequence_range=(row["sequence_least"], row["sequence_most"]) if row["sequence_name"] else None,
        comment=row["comment"],
        insertable=row["insertable"],
        statistics=None if found is None else _statistics(found),
    )


def _statistics(row: Row) -> Statistics:
    return Statistics(row["null_fraction"], row["distinct"], tuple(row["common"] or ()))


def _unique(row: Row) -> Unique:
    shared = (
        "name",
        "definition",
        "primary",
        "predicate",
        "nulls_distinct",
        "deferrable",
        "deferred",
        "temporal",
    )
    return Unique(
        columns=tuple(row["columns"]),
        constraint=row["constraint"] is not None,
        expressions=tuple(key for column, key in _keys(row) if column is None),
        include=tuple(row["include"]),
        **{name: row[name] for name in shared},
    )


def _exclusion(row: Row) -> Exclusion:
    elements = zip(_keys(row), row["operators"], strict=True)
    return Exclusion(
        elements=tuple((column or key, operator) for (column, key), operator in elements),
        **{name: row[name] for name in ("name", "definition", "method", "predicate", "deferrable")},
    )


def _keys(row: Row) -> list[tuple[str | None, str]]:
    return list(zip(row["columns"], row["keys"], strict=True))


def _foreign_key(row: Row) -> ForeignKey:
    shared = ("name", "deferrable", "deferred", "validated", "enforced", "temporal")
    return ForeignKey(
        columns=tuple(row["columns"]),
        target=Name(row["target_schema"], row["target_name"]),
        target_columns=tuple(row["target_columns"]),
        match=_MATCHES[row["match"]],
        on_delete=_ACTIONS[row["on_delete"]],
        on_update=_ACTIONS[row["on_update"]],
        **{name: row[name] for name in shared},
    )


def _check(row: Row) -> Check:
    facts = {name: value for name, value in row.items() if name != "table"}
    return Check(**{**facts, "columns": tuple(row["columns"])})


def _policy(row: Row) -> Policy:
    facts = {name: value for name, value in row.items() if name != "table"}
    return Policy(**{**facts, "command": _COMMANDS[row["command"]], "roles": tuple(row["roles"])})


def _trigger(row: Row) -> Trigger:
    shared = ("name", "definition", "enabled", "constraint", "language", "source")
    return Trigger(
        function=Name(row["function_schema"], row["function_name"]),
        before=bool(row["type"] & 2),
        each_row=bool(row["type"] & 1),
        events=frozenset(event for bit, event in _EVENTS.items() if row["type"] & bit),
        **{name: row[name] for name in shared},
    )
