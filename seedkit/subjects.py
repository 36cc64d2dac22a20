"""What people's tokens say, suited to the target: a policy may be unable to read a third party's ids.

Clerk's subjects are texts (``user_2abc…``). ``auth.uid()`` casts the subject to a uuid, so a policy
that asks it raises 22P02 for every such token before it compares anything (Supabase,
``auth.uid()``; catalog/craveverse d). On such a target people get uuids for subjects, and are told so.
"""

from __future__ import annotations

from typing import Any

import psycopg

from .load.ledger import LedgerLoad
from .plan import Plan, compile_plan
from .product import find_product, find_scenario

__all__ = ["suited"]

_CASTING = r"""
select policyname, format('%%I.%%I', schemaname, tablename), count(*) over ()
from pg_policies
where format('%%s.%%s', schemaname, tablename) = any(%s)
  and concat_ws(' ', qual, with_check) ~ '\m(auth\.)?uid\(\)'
order by schemaname, tablename, policyname limit 1
"""


def suited(connection: psycopg.Connection[Any], plan: Plan, entry: LedgerLoad | None = None) -> Plan:
    """The plan with subjects that the target's policies can read; a load keeps those that it has."""
    if find_product(plan.product).uuid_subject is None:
        return plan
    found = connection.execute(_CASTING, [[table.name for table in plan.tables]]).fetchone()
    if entry is not None and not entry.uuid_subjects:
        return plan
    if entry is None and found is None:
        return plan
    again = compile_plan(
        find_scenario(plan.scenario),
        seed=plan.seed,
        now=plan.now,
        copies=plan.copies,
        name=plan.name,
        parameters=plan.parameters,
        uuid_subjects=True,
    )
    return again.replace(
        schema=plan.schema, tables=plan.tables, sights=plan.sights, notes=(*plan.notes, _why(found))
    )


def _why(found: Any) -> str:
    if found is None:
        return "people have uuids in their tokens, as when the load was made"
    policy, table, count = found
    return (
        f"people have uuids in their tokens: the policy {policy!r} on {table}"
        + (f" and {count - 1} more" if count > 1 else "")
        + " read auth.uid(), which fails (22P02) on the ids that the product's sign-in really gives"
    )
