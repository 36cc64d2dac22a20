"""Breaking what is promised of households (c4)."""

from __future__ import annotations

from witness import k

_GRANT = "update public.token_transactions set {} where action_type = 'subscription_grant'"
_SOL = f"where user_id = {k('sol')}"

HOUSEHOLDS = {
    "c4.one_membership": [f"delete from public.household_members {_SOL}"],
    "c4.one_seat": [
        "alter table public.household_members drop constraint household_members_user_id_key;"
        f" update public.household_members set user_id = {k('ben')} where user_id = {k('sol')}"
    ],
    "c4.one_household": [
        "alter table public.households drop constraint households_admin_user_id_key;"
        f" update public.households set admin_user_id = {k('ada')}"
    ],
    "c4.solo": [
        "update public.households set max_members = 2 where plan_type = 'solo'",
        "update public.households set subscription_status = 'active' where plan_type = 'solo'",
        "update public.households set shared_tokens_enabled = true where plan_type = 'solo'",
    ],
    "c4.solo_name": ["update public.households set name = 'Home' where plan_type = 'solo'"],
    "c4.solo_seat": [
        f"update public.household_members set joined_at = null {_SOL}",
        f"update public.household_members set household_id = {k('sol home')} where user_id = {k('dan')}",
    ],
    "c4.size": [
        "update public.households set max_members = 7",
        "update public.households set max_members = 1",
    ],
    "c4.seats": ["update public.households set max_members = 2 where plan_type = 'household'"],
    "c4.seats_paid": [f"update public.household_members set status = 'active' where user_id = {k('dan')}"],
    "c4.cycle_tokens": [_GRANT.format("tokens_used = 99999") + " and tokens_used = 100000"],
    "c4.cycle_price": ["update public.payment_history set amount = 14900 where amount = 16800"],
    "c4.one_admin": [
        "update public.household_members set role = 'admin'",
        f"delete from public.household_members where user_id = {k('ada')}",
    ],
    "c4.admin": [
        f"update public.household_members set invited_by = {k('ben')} where role = 'admin'",
        "update public.household_members set status = 'pending' where role = 'admin'",
        f"update public.households set admin_user_id = {k('ben')} where plan_type = 'household'",
    ],
    "c4.member": [
        f"update public.household_members set invited_by = {k('sol')} where role = 'member'",
        "update public.household_members set accepted_at = null where role = 'member'",
    ],
    "c4.removed": [
        "update public.household_members set removed_at = null",
        f"update public.household_members set removed_at = '2025-11-15' where user_id = {k('cal')}",
    ],
    "c4.admin_profiles": [
        "update public.user_profiles set is_household_admin = true",
        "update public.user_profiles set is_household_admin = false",
    ],
    "c4.profile_household": [f"update public.user_profiles set household_id = {k('home')}"],
    "c4.sharing_flag": ["update public.user_profiles set allow_shared_tokens = true"],
    "c4.left_solo": [f"update public.households set admin_user_id = {k('ben')} where plan_type = 'solo'"],
    "c4.invitation_expiry": [
        "update public.household_invitations set expires_at = expires_at + interval '1 hour'"
    ],
    "c4.invitation_unique": [
        "alter table public.household_invitations drop constraint household_invitations_household_id_invited_email_status_key;"
        " update public.household_invitations set invited_email = 'one@example.com', status = 'pending'"
    ],
    "c4.invitation_accepted": [
        "update public.household_invitations set accepted_at = null",
        "update public.household_invitations set accepted_at = '2025-11-19' where status = 'pending'",
        "update public.household_invitations set accepted_at = expires_at + interval '1 hour' where status = 'accepted'",
    ],
    "c4.invitation_joined": [
        "update public.household_invitations set invited_email = 'sol@example.com' where status = 'accepted'",
        f"delete from public.household_members where user_id = {k('ben')}",
    ],
    "c4.invitation_open": [
        "update public.household_invitations set expires_at = '2025-11-19' where status = 'pending'"
    ],
    "c4.shared_use": [
        "update public.households set shared_tokens_enabled = false",
        "update public.household_members set allow_shared_tokens = false",
        f"update public.token_usage set tokens_used = 6000000 where user_id = {k('flo')}",
    ],
    "c4.pool": [
        f"update public.token_usage set tokens_used = 5000000 where user_id = {k('ben')}",
        # Enough in the end, too much at the time.
        f"update public.token_usage set created_at = '2025-09-01' where user_id = {k('ada')}",
    ],
}
