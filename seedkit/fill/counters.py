"""Counters in parents: ``posts.comments_count`` is how many comments a post has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from ..load.ledger import xid_array
from ..schema.reflected import ForeignKey, Name, Table
from .outcome import Outcome, survivable
from .record import Marker
from .trial import Refusal

__all__ = ["Counter", "counters_of", "set_counters"]

_WHOLE = frozenset({"int2", "int4", "int8", "numeric"})

Connection = psycopg.Connection[Any]


@dataclass(frozen=True)
class Counter:
    """A column of a parent that counts the rows of a child which point to it by a foreign key.

    ``kept``: a trigger of the child keeps it, in rows that were there too.
    """

    parent: Name
    column: str
    child: Name
    key: ForeignKey
    kept: bool = False


def counters_of(tables: Mapping[Name, Table], known: Mapping[Name, Table]) -> Iterator[Counter]:
    """The counters among these tables, by their names; none where several foreign keys could be meant.

    Of the other ``known`` tables only those that triggers keep: nobody else touches their rows.
    """
    found: dict[tuple[Name, str], list[Counter]] = {}
    for name, table in tables.items():
        for key in table.foreign_keys:
            parent = tables.get(key.target) or known.get(key.target)
            if parent is None or "UPDATE" not in parent.privileges:
                continue
            told = {c for c in _told(table, key) if _may_count(parent, c)}
            for column in {*_counting(parent, table), *told}:
                found.setdefault((key.target, column), []).append(
                    Counter(key.target, column, name, key, _is_kept(table, key, column))
                )
    for counters in found.values():
        if len(counters) == 1 and (counters[0].parent in tables or counters[0].kept):
            yield counters[0]


def set_counters(
    connection: Connection, counters: list[Counter], outcomes: Mapping[Name, Outcome], marker: Marker
) -> None:
    """Count the children of the parents that this fill made.

    Rows that were there stay as they were, but for what the triggers of their children would have added.
    """
    for counter in counters:
        if not marker.able:
            continue
        try:
            if counter.kept and outcomes[counter.child].written:
                # in a transaction of its own that is not marked: these rows are nobody's to unload
                with connection.transaction():
                    connection.execute(_addition(counter, marker))
            if counter.parent in outcomes and outcomes[counter.parent].written:
                with connection.transaction():
                    connection.execute(_update(counter, marker))
                    marker.mark()
        except Exception as error:
            survivable(connection, error)
            outcomes[counter.child].notes.append(f"{counter.column} is not counted: {Refusal.of(error)}")


def _counting(parent: Table, child: Table) -> Iterator[str]:
    """Columns of the parent that are called like a number of these children."""
    many, owner = _snake(child.name.name), _singular(_snake(parent.name.name))
    words = {many, _singular(many), many.removeprefix(f"{owner}_"), _singular(many.removeprefix(f"{owner}_"))}
    plural = {word for word in words if _singular(word) != word}
    forms = {
        f
        for w in words
        for f in (f"{w}_count", f"num_{w}", f"number_of_{w}", f"total_{w}", f"n_{w}", f"{w}_total")
    }
    for name in parent.columns:
        if _snake(name) in forms | plural and _may_count(parent, name):
            yield name


def _told(child: Table, key: ForeignKey) -> Iterator[str]:
    """Columns of the parent to which a trigger of the child adds one for each new row."""
    for trigger in child.triggers:
        if trigger.fires and not trigger.before and "insert" in trigger.events:
            for table, column, _, mine in _ADDS_ONE.findall(trigger.source):
                plain = table.replace('"', "").rpartition(".")[2]
                if (mine,) == key.columns and plain == key.target.name:
                    yield column


def _is_kept(child: Table, key: ForeignKey, column: str) -> bool:
    """Whether a trigger of the child writes this column of the parent when rows are inserted."""
    return any(
        re.search(
            rf'update\s+(only\s+)?([\w"]+\.)?"?{re.escape(key.target.name)}\b', trigger.source, re.IGNORECASE
        )
        and re.search(rf"\b{re.escape(column)}\b", trigger.source)
        for trigger in child.triggers
        if trigger.fires and not trigger.before and "insert" in trigger.events
    )


#: ``update posts set likes = likes + 1 where id = new.post_id``
_ADDS_ONE = re.compile(
    r'update\s+(?:only\s+)?([\w."]+)\s+(?:(?:as\s+)?(?!set\b)\w+\s+)?set\s+(\w+)\s*=\s*'
    r"(?:coalesce\s*\(\s*)?(?:\w+\.)?\2(?:\s*,\s*0\s*\))?\s*\+\s*1\s+where\s+(?:\w+\.)?(\w+)\s*=\s*new\.(\w+)",
    re.IGNORECASE,
)


def _may_count(parent: Table, name: str) -> bool:
    column = parent.columns.get(name)
    if column is None or column.computed or not column.insertable:
        return False
    held = {n for unique in parent.uniques for n in unique.columns}
    held |= {n for key in parent.foreign_keys for n in key.columns}
    return column.type.base.name.name in _WHOLE and name not in held


def _snake(text: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[\s-]+", "_", text).lower()


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _update(counter: Counter, marker: Marker) -> sql.Composed:
    pairs = list(zip(counter.key.target_columns, counter.key.columns, strict=True))
    mine = sql.SQL(", ").join(sql.Identifier(child) for _, child in pairs)
    same = sql.SQL(" and ").join(
        sql.SQL("p.{} = c.{}").format(sql.Identifier(parent), sql.Identifier(child))
        for parent, child in pairs
    )
    # joined, not looked up for each parent: a materialized count has no index
    return sql.SQL(
        "update {parent} p set {column} = coalesce(x.seedkit_count, 0) from ("
        "select {theirs}, c.seedkit_count from {parent} p left join ("
        "select {mine}, count(*) as seedkit_count from {child} group by {mine}) c on {same}) x "
        "where {row} and p.xmin = any({xids}::xid[])"
    ).format(
        parent=counter.parent.identifier,
        column=sql.Identifier(counter.column),
        theirs=sql.SQL(", ").join(sql.Identifier("p", parent) for parent, _ in pairs),
        mine=mine,
        child=counter.child.identifier,
        same=same,
        row=sql.SQL(" and ").join(
            sql.SQL("p.{0} = x.{0}").format(sql.Identifier(parent)) for parent, _ in pairs
        ),
        xids=sql.Literal(xid_array(marker.xids)),
    )


def _addition(counter: Counter, marker: Marker) -> sql.Composed:
    """The new children of parents that were there, added to what these counted before."""
    pairs = list(zip(counter.key.target_columns, counter.key.columns, strict=True))
    return sql.SQL(
        "update {parent} p set {column} = coalesce(p.{column}, 0) + c.seedkit_count from ("
        "select {mine}, count(*) as seedkit_count from {child} where xmin = any({xids}::xid[]) group by {mine}) c "
        "where {same} and not p.xmin = any({xids}::xid[])"
    ).format(
        parent=counter.parent.identifier,
        column=sql.Identifier(counter.column),
        mine=sql.SQL(", ").join(sql.Identifier(child) for _, child in pairs),
        child=counter.child.identifier,
        same=sql.SQL(" and ").join(
            sql.SQL("p.{} = c.{}").format(sql.Identifier(theirs), sql.Identifier(mine))
            for theirs, mine in pairs
        ),
        xids=sql.Literal(xid_array(marker.xids)),
    )
