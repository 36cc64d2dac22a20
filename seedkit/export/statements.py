"""The statements that write one table: rows go between a head and a tail.

Supabase's command line prepares all statements of a seed file before it runs the first one. So
each of them must be sound against the schema as it is before the file: no temporary tables, no
functions of its own, no ledger, unless inside a DO block, which is text until it runs.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from psycopg import sql

from ..load.keys import key_expression
from ..load.live import identifier
from ..placement import HOME, placed_name
from ..plan import Plan, PlannedTable
from .declared import cast_of

__all__ = ["LOADING", "Frame", "Inserts", "document", "entry_of", "moment"]

#: Whether the load is written, or was there already.
LOADING = sql.SQL("current_setting('seedkit.loading', true) = 'on'")

#: Keys of catalogue rows that the target holds under others: ``{table: {ours: theirs}}``; under ``*`` those of all.
_HELD = sql.SQL("(select current_setting('seedkit.held', true)::jsonb)")

#: The keys of catalogue rows in a text, and what lies between them.
_PARTS = r"5eed0000-[0-9a-f-]{27}|(?:(?!5eed0000-).)+"


@dataclass(frozen=True)
class Frame:
    """What stands before and after the rows of a statement."""

    head: str
    tail: str


class Inserts:
    """How the rows of one table are inserted.

    ``held`` names columns that hold keys of catalogue rows beside the foreign keys, ``stage`` a table
    that holds the rows; without one they stand in the statement.
    """

    def __init__(self, plan: Plan, planned: PlannedTable, columns: tuple[str, ...]) -> None:
        self.plan, self.planned, self.columns = plan, planned, columns
        self._types = {c.name: c.type for c in _table_of(plan, planned).columns}
        #: Columns that refer to catalogue rows by a key that the target may have chosen: ``{column: table}``.
        self.links = _catalogue_links(plan, planned)
        self.key = planned.key or ((planned.origin,) if planned.origin else ())

    def rows(self, held: Collection[str], stage: sql.Composable | None = None) -> Frame:
        """Rows of copies."""
        conflict = self._on_conflict() if self.planned.adopted else sql.SQL("")
        return self._frame(
            "insert into {table} ({columns}){over}\nselect {values}\nfrom ",
            "\nwhere {loading}{conflict};\n",
            held, stage, conflict=conflict,
        )  # fmt: skip

    def recorded(self, held: Collection[str], stage: sql.Composable | None = None) -> Frame:
        """Rows whose keys do not tell their load: they are noted in the ledger."""
        return self._block(
            "with added as (\ninsert into {table} ({columns}){over}\nselect {values}\nfrom ",
            "\nreturning {key} as key)\n"
            "insert into seedkit.rows (load_id, table_name, key) select {entry}, {name}, key from added;\n",
            held, stage, key=self._returned(),
        )  # fmt: skip

    def reference(self, held: Collection[str], stage: sql.Composable | None = None) -> Frame:
        """Catalogue rows: inserted where their natural key is missing, else found, and their keys remembered."""
        natural = self.planned.natural or self.key
        same = sql.SQL(" and ").join(
            sql.SQL("t.{c} is not distinct from s.{c}").format(c=sql.Identifier(c)) for c in natural
        )
        return self._block(
            "with given ({columns}) as materialized (\nselect {values}\nfrom ",
            "\n), there as materialized (\n"
            "select {theirs} as theirs, {ours} as ours from {table} t join given s on {same}\n"
            "), added as (\ninsert into {table} ({columns}) overriding system value\n"
            "select * from given s where not exists (select from {table} t where {same})\nreturning {key} as key\n"
            "), noted as (\ninsert into seedkit.rows (load_id, table_name, key)\n"
            "select {entry}, {name}, key from added union select {entry}, {name}, key from seedkit.rows\n"
            "where table_name = {name} and key in (select theirs from there) on conflict do nothing\n"
            ") select coalesce(jsonb_object_agg(ours, theirs), '{{}}') into held from there where ours <> theirs;\n"
            "perform set_config('seedkit.held', (k || jsonb_build_object({name}, coalesce(k -> {name}, '{{}}') || held,"
            " '*', k -> '*' || held))::text, true) from (select current_setting('seedkit.held')::jsonb) as now (k);\n",
            held, stage, declare="declare held jsonb; ", key=self._returned(), same=same,
            theirs=key_expression(self.key, "t"), ours=key_expression(self.key, "s"),
        )  # fmt: skip

    def stage(self, name: sql.Composable) -> sql.Composed:
        """A temporary table for rows that COPY brings."""
        columns = sql.SQL(", ").join(
            sql.SQL("{} {}").format(
                sql.Identifier(c), cast_of(self._types[c], self.plan.schema) or sql.SQL("text")
            )
            for c in self.columns
        )
        return sql.SQL("create temporary table {} ({}) on commit drop;\n").format(name, columns)

    def _block(
        self,
        head: str,
        tail: str,
        held: Collection[str],
        stage: sql.Composable | None,
        *,
        declare: str = "",
        **parts: sql.Composable,
    ) -> Frame:
        frame = self._frame(head, tail, held, stage, entry=entry_of(self.plan), **parts)
        begin = sql.SQL("begin if {} then\n").format(LOADING).as_string(None)
        return Frame(f"{declare}{begin}{frame.head}", f"{frame.tail}end if; end")

    def _frame(
        self,
        head: str,
        tail: str,
        held: Collection[str],
        stage: sql.Composable | None,
        **parts: sql.Composable,
    ) -> Frame:
        known: dict[str, sql.Composable] = {
            "table": identifier(self.planned.name),
            "name": sql.Literal(self.planned.name),
            "columns": _commas(map(sql.Identifier, self.columns)),
            "values": _commas(self._value(c, c in held) for c in self.columns),
            "over": sql.SQL(" overriding system value" if self.planned.origin is None else ""),
            "loading": LOADING,
            **parts,
        }
        opened = sql.SQL("(values\n") if stage is None else stage
        closed = sql.SQL("\n) as r ({columns})" if stage is None else " as r").format(**known)
        return Frame(
            (sql.SQL(head).format(**known) + opened).as_string(None),
            (closed + sql.SQL(tail).format(**known)).as_string(None),
        )

    def _value(self, column: str, held: bool) -> sql.Composable:
        """The column of a row, cast to its type; keys of catalogue rows as the target has them."""
        here, cast = sql.Identifier("r", column), cast_of(self._types[column], self.plan.schema)
        typed = sql.SQL("{}::{}").format(here, cast) if cast else here
        parts = {"here": here, "held": _HELD, "typed": typed, "type": cast or sql.SQL("text")}
        if column in self.links:
            table = sql.Literal(self.links[column])
            return sql.SQL("coalesce({held} -> {table} ->> {here}::text, {here}::text)::{type}").format(
                table=table, **parts
            )
        if held:
            return sql.SQL(
                "case when {held} -> '*' = '{{}}' then {typed} else coalesce((select string_agg("
                "coalesce({held} -> '*' ->> p[1], p[1]), '' order by n) from regexp_matches({here}::text, {parts}, 'g')"
                " with ordinality as m (p, n)), {here}::text)::{type} end"
            ).format(parts=sql.Literal(_PARTS), **parts)
        return typed

    def _on_conflict(self) -> sql.Composable:
        """A trigger on a table of somebody else's may have made the row by now; it becomes what the story says."""
        others = [c for c in self.columns if c not in self.key]
        changes = (sql.SQL("{c} = excluded.{c}").format(c=sql.Identifier(c)) for c in others)
        return sql.SQL("\non conflict ({}) do update set {}").format(
            _commas(map(sql.Identifier, self.key)), _commas(changes)
        )

    def _returned(self) -> sql.Composable:
        return key_expression(self.key, self.planned.name.split(".", 1)[1])


def document(value: Any) -> sql.Composed:
    """A Python value as a jsonb literal."""
    return sql.SQL("{}::jsonb").format(sql.Literal(json.dumps(value)))


def moment(value: dt.datetime) -> sql.Composed:
    """A moment as a literal."""
    return sql.SQL("{}::timestamptz").format(sql.Literal(value.isoformat()))


def entry_of(plan: Plan) -> sql.Composable:
    """The load's number in the ledger, by what it is called."""
    return sql.SQL("(select id from seedkit.loads where (scenario, seed, name) = ({}, {}, {}))").format(
        sql.Literal(plan.scenario), sql.Literal(plan.seed), sql.Literal(plan.name)
    )


def _catalogue_links(plan: Plan, planned: PlannedTable) -> dict[str, str]:
    chosen = {t.name: t.key for t in plan.tables if t.reference and t.key != t.natural and len(t.key) == 1}
    found = {}
    for key in _table_of(plan, planned).foreign_keys:
        declared = f"{key.column.table.schema or HOME}.{key.column.table.name}"
        target = placed_name(declared, plan.schema)
        if chosen.get(target) == (key.column.name,) and target != planned.name:
            found[key.parent.name] = target
    return found


def _table_of(plan: Plan, planned: PlannedTable) -> Any:
    return plan.rowsets[planned.labels[0]].factory._meta.model.__table__


def _commas(parts: Iterable[sql.Composable]) -> sql.Composed:
    return sql.SQL(", ").join(parts)
