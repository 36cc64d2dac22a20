"""Access rules that only VibrationFit has: households, their members, invitations, shared media.

The expectation joins plainly. The policy asks a SECURITY DEFINER function for the caller's
households, because the policies of households and household_members would otherwise read
each other without end, as the published ones do (catalog/vibrationfit d2).
"""

from __future__ import annotations

from seedkit.schema.access import Access, Claims, allow, public_read


def household_admin(column: str, *, commands: str = "select insert update delete") -> Access:
    """The admin of the household whose id stands in ``column``."""

    def expect(t: str, c: Claims) -> str:
        return (
            f"exists (select 1 from public.households home "
            f"where home.id = {t}.{column} and home.admin_user_id = {c.uid})"
        )

    def policy(t: str, c: Claims) -> str:
        return f"{t}.{column} in (select public.households_i_administer())"

    return allow(commands, expect=expect, policy=policy, columns=(column,))


def active_member(column: str, *, commands: str = "select") -> Access:
    """Whoever holds an active seat in the household whose id stands in ``column``."""

    def expect(t: str, c: Claims) -> str:
        return (
            f"exists (select 1 from public.household_members seat where seat.household_id = {t}.{column} "
            f"and seat.user_id = {c.uid} and seat.status = 'active')"
        )

    def policy(t: str, c: Claims) -> str:
        return f"{t}.{column} in (select public.households_i_belong_to())"

    return allow(commands, expect=expect, policy=policy, columns=(column,))


def invitee(column: str, *, commands: str = "select") -> Access:
    """The person whose e-mail address stands in ``column``, in whatever case it was typed."""
    return allow(commands, expect=lambda t, c: f"lower({t}.{column}) = lower({c.email})", columns=(column,))


def site_content(column: str = "user_id") -> Access:
    """Rows without an owner belong to the site; everybody reads them, only the service writes them."""
    return public_read(f"{{t}}.{column} is null")
