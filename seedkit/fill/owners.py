"""Owner columns: those that row security compares with who is signed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import sqlglot
from sqlglot import exp

from ..schema.reflected import ForeignKey, Name, Table

__all__ = ["USERS", "owners_in", "with_owners"]

USERS = Name("auth", "users")

_TEXTUAL = frozenset({"uuid", "text", "varchar", "bpchar", "citext"})


def with_owners(table: Table) -> Table:
    """The table with a link to a user for each column by which policies tell whose a row is.

    Only what no foreign key says already: ``auth.uid() = user_id`` on a column that refers to nothing.
    """
    linked = {name for key in table.foreign_keys for name in key.columns}
    owners = [
        name
        for name in dict.fromkeys(owner for policy in _policies(table) for owner in owners_in(policy, table))
        if name not in linked and _may_hold_a_user(table, name)
    ]
    if not owners:
        return table
    links = tuple(ForeignKey(f"{name} = auth.uid()", (name,), USERS, ("id",)) for name in owners)
    return replace(table, foreign_keys=(*table.foreign_keys, *links))


def _policies(table: Table) -> Iterator[str]:
    for policy in table.policies:
        yield from (text for text in (policy.using, policy.check) if text)


def owners_in(text: str, table: Table) -> Iterator[str]:
    """Columns of the table's own row that this expression compares with the signed-in user."""
    try:
        parsed = sqlglot.parse_one(text, dialect="postgres")
    except sqlglot.errors.SqlglotError:
        return
    for equal in parsed.find_all(exp.EQ):
        for side, other in ((equal.left, equal.right), (equal.right, equal.left)):
            column = _bare(side)
            if (
                isinstance(column, exp.Column)
                and column.table in ("", table.name.name)
                and column.name in table.columns
                and _is_the_user(other)
            ):
                yield column.name


def _bare(side: exp.Expr) -> exp.Expr:
    while isinstance(side, (exp.Paren, exp.Cast)):
        side = side.this
    return side


def _is_the_user(side: exp.Expr) -> bool:
    """Whether this is who is signed in, rather than something looked up for them."""
    if side.find(exp.From) is not None:
        return False
    said = side.sql(dialect="postgres").lower().replace(" ", "")
    return "auth.uid()" in said or ("'sub'" in said and "jwt" in said) or "'request.jwt.claim.sub'" in said


def _may_hold_a_user(table: Table, name: str) -> bool:
    column = table.columns[name]
    return not column.computed and column.type.base.name.name in _TEXTUAL and column.type.base.kind == "base"
