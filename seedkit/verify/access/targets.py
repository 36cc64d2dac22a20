"""A table as the access proof sees it: its rule, its key, its size, what the roles may touch."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ...schema.access import COMMANDS, Access, Claims, qualified, quoted
from ..catalogue import Catalogue, Column, Policy, Relation
from ..query import Connection, literal, rows, text_array

#: Tables beyond this size are read in full only while the proof's budget lasts.
LARGE = 2_000
#: Rows (about) of a large table that are read otherwise.
SAMPLE = 1_000

#: Aliases of the row and the person in what is asked of a rule; a rule's own SQL must not use them.
ROW, PERSON = "this_row", "this_person"

_HERE = Claims("seedkit:uid", "seedkit:email", "seedkit:sub")
_THEIRS = Claims(f"{PERSON}.uid", f"{PERSON}.email", f"{PERSON}.sub")


@dataclass(frozen=True)
class Grants:
    """What a role holds on a table; an empty set of columns is no privilege at all."""

    select: frozenset[str]
    insert: frozenset[str]
    update: frozenset[str]
    delete: bool

    def holds(self, command: str) -> bool:
        """Whether the role may run the command on the table at all."""
        return bool(getattr(self, command))


NOTHING = Grants(frozenset(), frozenset(), frozenset(), False)


@dataclass(frozen=True)
class Target:
    """A table or view under proof. ``rule`` is None where nobody declared one."""

    relation: Relation
    rule: Access | None
    key: tuple[str, ...]
    grants: Mapping[str, Grants]
    policies: tuple[Policy, ...]
    loud_commands: frozenset[str] = frozenset()
    unique: frozenset[str] = frozenset()
    size: int = 0
    control: bool = field(default=False, kw_only=True)

    @property
    def name(self) -> str:
        """``schema.table``."""
        return self.relation.name

    @property
    def sql(self) -> str:
        """The table as a FROM item."""
        return qualified(self.name)

    @property
    def access(self) -> Access:
        """The rule; where none is declared nobody is expected to reach a row."""
        return self.rule or Access()

    @property
    def large(self) -> bool:
        """Whether reading all of it for everybody would cost too much."""
        return self.size > LARGE

    def granted(self, role: str) -> Grants:
        """The privileges of a role."""
        return self.grants.get(role, NOTHING)

    def key_of(self, row: str) -> str:
        """SQL text that identifies a row: the key, a JSON array of a composite key, or the whole row."""
        parts = [f"{row}.{quoted(c)}::text" for c in self.key]
        if len(parts) > 1:
            return f"to_json(array[{', '.join(parts)}])::text"
        return parts[0] if parts else f"{row}::text"

    def among(self, row: str, keys: Sequence[str]) -> str:
        """SQL that is true for the rows with these keys, served by the key's index."""
        if not keys:
            return "false"
        columns = [self.relation.columns[c] for c in self.key]
        if len(columns) == 1:
            only = columns[0]
            return f"{row}.{quoted(only.name)} = any ({text_array(keys)}::{only.type}[])"
        if not columns:
            return f"{row}::text = any ({text_array(keys)})"
        tuples = [
            f"({', '.join(f'{literal(v)}::{c.type}' for v, c in zip(json.loads(key), columns, strict=True))})"
            for key in keys
        ]
        return f"({', '.join(f'{row}.{quoted(c.name)}' for c in columns)}) in ({', '.join(tuples)})"

    @property
    def whole(self) -> str:
        """All rows, as the FROM item ``this_row``."""
        return f"{self.sql} {ROW}"

    @property
    def sampled(self) -> str:
        """The same few thousand rows for everybody, as the FROM item ``this_row``; all of a small table or a view."""
        if not self.large or self.relation.kind not in "rpm":
            return self.whole
        return f"{self.whole} tablesample system ({100 * SAMPLE / self.size:.6f}) repeatable (5)"

    def conditions(self, command: str, role: str) -> tuple[list[str], list[str]]:
        """What ``role`` is expected to reach, as ``(personal, common)`` SQL over the row and the person."""
        personal, common = [], []
        for condition in self.access.conditions(command, role):
            if any(word in condition.expect(ROW, _HERE) for word in (_HERE.uid, _HERE.email, _HERE.sub)):
                personal.append(condition.expect(ROW, _THEIRS))
            else:
                common.append(condition.expect(ROW, _HERE))
        return list(dict.fromkeys(personal)), list(dict.fromkeys(common))

    def owner_columns(self, role: str) -> tuple[str, ...]:
        """The columns that decide who may update a row."""
        conditions = self.access.conditions("update", role)
        named = dict.fromkeys(column for c in conditions for column in c.columns)
        return tuple(c for c in named if c in self.relation.columns)

    def plain_column(self, role: str) -> Column | None:
        """A column to write that decides nothing: in no key, no unique, no policy, no access rule."""
        deciding = {*self.key, *self.owner_columns(role), *self.access.server_only}
        stated = " ".join(text for p in self.policies for text in (p.using, p.check) if text)
        candidates = [
            column
            for column in self.relation.columns.values()
            if column.name in self.granted(role).update
            and not column.generated
            and column.name not in deciding
            and not re.search(rf"\b{re.escape(column.name)}\b", stated)
        ]
        order = {"S": 0, "N": 1, "B": 2, "D": 3}
        return min(candidates, key=lambda c: (c.name in self.unique, order.get(c.category, 9)), default=None)


def targets_of(
    connection: Connection,
    catalogue: Catalogue,
    *,
    rules: Mapping[str, Access],
    keys: Mapping[str, Sequence[str]],
    roles: Sequence[str],
    controls: frozenset[str] = frozenset(),
) -> list[Target]:
    """The relations of the catalogue as targets, with the privileges of these roles."""
    oids = [relation.oid for relation in catalogue.relations.values()]
    grants = _grants(connection, oids, roles)
    loud = {table: frozenset(commands) for table, commands in rows(connection, _LOUD, (oids,))}
    found = []
    for name, relation in catalogue.relations.items():
        key = tuple(keys.get(name, relation.key)) or (("id",) if "id" in relation.columns else ())
        unique = frozenset(c for u in catalogue.uniques if u.table == name for c in u.columns)
        policies = tuple(p for p in catalogue.policies if p.table == name)
        found.append(
            Target(
                relation, rules.get(name), key, grants.get(name, {}), policies, loud.get(name, frozenset()),
                unique, control=name in controls,
            )
        )  # fmt: skip
    return found


def _grants(connection: Connection, oids: list[int], roles: Sequence[str]) -> dict[str, dict[str, Grants]]:
    found: dict[str, dict[str, Grants]] = {}
    for table, role, select, insert, update, delete in rows(connection, _GRANTS, (list(roles), oids)):
        held = Grants(frozenset(select), frozenset(insert), frozenset(update), delete)
        found.setdefault(table, {})[role] = held
    return found


def exposed(target: Target, roles: Sequence[str]) -> bool:
    """Whether any of the roles may read the relation at all."""
    return any(target.granted(role).holds("select") for role in roles)


_HELD = "array(select a.attname::text from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and pg_catalog.has_column_privilege(r.role, c.oid, a.attnum, '{0}'))"

# Without USAGE on the schema no other privilege counts. A temporary schema is open to its own session.
_GRANTS = f"""
select n.nspname || '.' || c.relname, r.role, {", ".join(_HELD.format(c) for c in COMMANDS[:3])},
       pg_catalog.has_table_privilege(r.role, c.oid, 'delete')
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
cross join unnest(%s::text[]) r(role)
where c.oid = any(%s::oid[])
  and (n.oid = pg_catalog.pg_my_temp_schema() or pg_catalog.has_schema_privilege(r.role, n.oid, 'usage'))
"""

# Commands for which a user trigger runs before the row is written, and so may rewrite or refuse it.
_LOUD = """
select n.nspname || '.' || c.relname,
       array_remove(array[
           case when bool_or(t.tgtype & 4 > 0) then 'insert' end,
           case when bool_or(t.tgtype & 16 > 0) then 'update' end,
           case when bool_or(t.tgtype & 8 > 0) then 'delete' end], null)
from pg_catalog.pg_trigger t
join pg_catalog.pg_class c on c.oid = t.tgrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where t.tgrelid = any(%s::oid[]) and not t.tgisinternal and t.tgenabled <> 'D' and t.tgtype & 3 = 3
group by 1
"""
