"""Rules that triggers enforce, read as checks: ``if new.quantity < 1 then raise exception …``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import sqlglot
from sqlglot import exp

from ..schema.reflected import Check, Table, Trigger
from .triggers import purpose

__all__ = ["with_rules"]

_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_REFUSES = re.compile(
    r"(?<!\bels)\bif\b((?:(?!\bthen\b|\bif\b).)+)\bthen\s+raise\b", re.IGNORECASE | re.DOTALL
)


def with_rules(table: Table) -> Table:
    """The table with a check for each condition on which a trigger refuses a new row, as far as it is of the row alone.

    So rows are made that the trigger lets pass; the trigger itself still has its say.
    """
    rules = [rule for trigger in table.triggers for rule in _rules(table, trigger)]
    return replace(table, checks=(*table.checks, *rules)) if rules else table


def _rules(table: Table, trigger: Trigger) -> Iterator[Check]:
    if not (
        trigger.fires and trigger.each_row and "insert" in trigger.events and purpose(trigger) == "check"
    ):
        return
    if trigger.language != "plpgsql" or re.search(r"\bWHEN \(", trigger.definition):
        return
    for condition in _REFUSES.findall(_COMMENT.sub(" ", trigger.source)):
        found = _of_the_row(table, condition)
        if found is not None:
            expression, columns = found
            yield Check(trigger.name, f"(NOT ({expression}))", columns)


def _of_the_row(table: Table, condition: str) -> tuple[str, tuple[str, ...]] | None:
    """The condition in terms of columns, and these; None if it asks anything else."""
    try:
        parsed = sqlglot.parse_one(condition, dialect="postgres")
    except sqlglot.errors.SqlglotError:
        return None
    columns = list(parsed.find_all(exp.Column))
    if parsed.find(exp.Select) or not columns or any(c.table.lower() != "new" for c in columns):
        return None
    names = {c.name for c in columns}
    if not names <= set(table.columns):
        return None
    for column in columns:
        column.set("table", None)
        column.this.set("quoted", True)
    return parsed.sql(dialect="postgres"), tuple(name for name in table.columns if name in names)
