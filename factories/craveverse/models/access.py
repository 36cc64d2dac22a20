"""Whose rows are whose: Clerk signs people in, and a token's subject is ``users.clerk_user_id``, a text.

There is no row of ``auth.users``, and ``auth.uid()`` raises 22P02 for ``user_2abc…``, as the
published policies do (catalog/craveverse d).
"""

from __future__ import annotations

from collections.abc import Iterable

from seedkit.schema.access import Access, via_sub


def mine(
    column: str = "user_id",
    *,
    commands: str = "select insert update",
    server_only: Iterable[str] = (),
) -> Access:
    """The user whose ``users.id`` stands in ``column``; most tables keep deleting to the service."""
    return via_sub(column, "users", "clerk_user_id", commands=commands, server_only=server_only)
