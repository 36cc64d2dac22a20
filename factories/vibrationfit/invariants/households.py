"""Households: seats, admins, invitations, what is shared and what it costs (c4)."""

from __future__ import annotations

from .billing import MONTHLY, cycle
from .declare import each, never
from .tokens import DAY, IS_GRANT, IS_USAGE

_SEATED = """public.household_members t join public.households h on h.id = t.household_id"""

_SEATS = """public.households t left join (
    select household_id,
           count(*) filter (where status = 'active') as active,
           count(*) filter (where role = 'admin') as admins,
           count(*) as seats,
           bool_and(role = 'admin' and status = 'active' and joined_at is not null and accepted_at is not null) as alone
    from public.household_members group by household_id) m on m.household_id = t.id"""

_PROFILES = """public.user_profiles t
    join public.household_members m on m.user_id = t.user_id
    join public.households h on h.id = m.household_id"""

_FIRST_NAME = """coalesce(
    (select p.first_name from public.user_profiles p where p.user_id = t.admin_user_id and p.first_name <> ''
     order by p.is_active desc nulls last limit 1),
    nullif(u.raw_user_meta_data ->> 'first_name', ''),
    nullif(split_part(u.raw_user_meta_data ->> 'full_name', ' ', 1), ''),
    nullif(split_part(u.email, '@', 1), ''),
    'My')"""

# Tokens that came and went, per account, in the whole of its life: usage belongs to no grant, so a
# pool may well have used tokens that have expired since.
_GRANTED = f"select t.user_id, sum(t.tokens_used) as tokens from public.token_transactions t where {IS_GRANT} group by 1"
_USED = (
    f"select u.user_id, sum(u.tokens_used) as tokens from public.token_usage u where {IS_USAGE} group by 1"
)

_POOL = f"""
    select m.household_id, t.created_at as at, t.tokens_used as credit, 0 as debit
    from public.token_transactions t join public.household_members m on m.user_id = t.user_id where {IS_GRANT}
    union all
    select m.household_id, u.created_at, 0, u.tokens_used
    from public.token_usage u join public.household_members m on m.user_id = u.user_id where {IS_USAGE}"""

# What each cycle of a household's plan granted, in seats beyond the two included.
_CYCLES = f"""(
    select s.id, s.user_id, {cycle("g.created_at", "s.start")} as cycle, sum(g.tokens_used) as tokens,
           max({cycle("g.created_at", "s.start")}) over (partition by s.id) as newest
    from {MONTHLY} s
    join public.token_transactions g on g.subscription_id = s.id
    where s.tier_type = 'vision_pro_household_28day' and g.action_type in ('subscription_grant', 'renewal_grant')
    group by s.id, s.user_id, {cycle("g.created_at", "s.start")}) t"""

HOUSEHOLDS = (
    never(
        "c4.one_membership",
        "Everybody with a profile version has a seat in a household, their own if they joined no other",
        facts="select count(distinct t.user_id) from public.user_profiles t where :ours(t.user_id)",
        found="""select distinct t.user_id from public.user_profiles t
            left join public.household_members m on m.user_id = t.user_id
            where m.id is null and :ours(t.user_id)""",
    ),
    each(
        "c4.one_seat",
        "Nobody has two seats, not even one that was removed",
        "(select user_id, count(*) as seats from public.household_members group by user_id) t",
        "t.seats = 1",
        key="t.user_id",
        ours="t.user_id",
        show="t.seats",
    ),
    each(
        "c4.one_household",
        "Nobody administers two households",
        "(select admin_user_id as user_id, count(*) as households from public.households group by 1) t",
        "t.households = 1",
        key="t.user_id",
        ours="t.user_id",
        show="t.households",
    ),
    each(
        "c4.solo",
        "A solo household has one seat, shares nothing, and is trialing",
        "public.households t",
        "t.max_members = 1 and t.subscription_status = 'trialing' and not coalesce(t.shared_tokens_enabled, false)",
        where="t.plan_type = 'solo'",
        show="t.max_members, t.subscription_status, t.shared_tokens_enabled",
    ),
    each(
        "c4.solo_name",
        "A solo household is named after its admin's first name",
        "public.households t join auth.users u on u.id = t.admin_user_id",
        f"t.name = {_FIRST_NAME} || '''s Account'",
        where="t.plan_type = 'solo'",
        show="t.name",
    ),
    each(
        "c4.solo_seat",
        "The one member of a solo household is its active admin, who joined and accepted",
        _SEATS,
        "m.seats = 1 and m.alone",
        where="t.plan_type = 'solo'",
        show="m.seats",
    ),
    each(
        "c4.size",
        "A shared household has two to six seats: two included, four more that can be paid for",
        "public.households t",
        "t.max_members between 2 and 6",
        where="t.plan_type = 'household'",
        show="t.max_members",
    ),
    each(
        "c4.seats",
        "No household has more active members than seats",
        _SEATS,
        "coalesce(m.active, 0) <= t.max_members",
        show="m.active, t.max_members",
    ),
    each(
        "c4.seats_paid",
        "A household pays for every active member beyond the two included",
        f"""{_CYCLES} join public.households h on h.admin_user_id = t.user_id
            join public.customer_subscriptions s on s.id = t.id
            join (select household_id, count(*) as active from public.household_members
                  where status = 'active' group by 1) m on m.household_id = h.id""",
        "m.active <= 2 + (t.tokens - 750000) / 100000",
        where="t.cycle = t.newest and s.status = 'active'",
        show="t.tokens, m.active",
    ),
    each(
        "c4.cycle_tokens",
        "A cycle of a household's plan grants 750,000 tokens and 100,000 for each of up to four paid seats",
        _CYCLES,
        "t.tokens in (select 750000 + n * 100000 from generate_series(0, 4) n)",
        show="t.cycle, t.tokens",
    ),
    each(
        "c4.cycle_price",
        "A household pays 149 dollars a cycle and 19 for each seat whose tokens it is granted",
        f"""(select t.id, t.tokens, p.amount from {_CYCLES}
            join {MONTHLY} s on s.id = t.id
            join public.payment_history p on p.subscription_id = t.id and p.status = 'succeeded'
                and {cycle("p.created_at", "s.start")} = t.cycle) t""",
        "t.amount = 14900 + (t.tokens - 750000) / 100000 * 1900",
        show="t.tokens, t.amount",
    ),
    each(
        "c4.one_admin",
        "Every household has one seat of role admin",
        _SEATS,
        "m.admins = 1",
        show="m.admins",
    ),
    each(
        "c4.admin",
        "The admin's seat is that of the household's admin, is active, and nobody invited them",
        _SEATED,
        "t.user_id = h.admin_user_id and t.status = 'active' and t.invited_by is null",
        where="t.role = 'admin'",
        show="t.user_id, h.admin_user_id, t.status, t.invited_by",
    ),
    each(
        "c4.member",
        "A member was invited by the admin, and who is or was in has accepted",
        _SEATED,
        """t.invited_by = h.admin_user_id and t.user_id <> h.admin_user_id
            and (t.accepted_at is not null) = (t.status <> 'pending')""",
        where="t.role = 'member'",
        show="t.status, t.invited_by, t.accepted_at",
    ),
    each(
        "c4.removed",
        "A seat says when it was removed if it was, and only then",
        "public.household_members t",
        "(t.removed_at is not null) = (t.status = 'removed')",
        show="t.status, t.removed_at",
    ),
    each(
        "c4.admin_profiles",
        "Every profile version of an admin says so, and no version of a member does",
        _PROFILES,
        "coalesce(t.is_household_admin, false) = (m.role = 'admin')",
        where="m.status = 'active'",
        show="m.role, t.is_household_admin",
    ),
    each(
        "c4.profile_household",
        "Every profile version of somebody with an active seat is in that household",
        _PROFILES,
        "t.household_id = m.household_id",
        where="m.status = 'active'",
        show="t.household_id, m.household_id",
    ),
    each(
        "c4.sharing_flag",
        "Whether somebody may use shared tokens is the same on their seat and on their profile versions",
        _PROFILES,
        "coalesce(t.allow_shared_tokens, true) = coalesce(m.allow_shared_tokens, true)",
        where="m.status = 'active'",
        show="m.allow_shared_tokens, t.allow_shared_tokens",
    ),
    each(
        "c4.left_solo",
        "Who joined a household has none of their own any more",
        "public.household_members t left join public.households own on own.admin_user_id = t.user_id",
        "own.id is null",
        where="t.role = 'member' and t.status <> 'pending'",
        show="t.user_id, own.id",
    ),
    each(
        "c4.invitation_expiry",
        "An invitation is good for seven days",
        "public.household_invitations t",
        f"t.expires_at = t.created_at + {DAY} * 7",
        show="t.created_at, t.expires_at",
    ),
    each(
        "c4.invitation_unique",
        "A household has one invitation of each status for an address",
        """(select household_id, invited_email, status, count(*) as invitations, min(id::text)::uuid as id
            from public.household_invitations group by 1, 2, 3) t""",
        "t.invitations = 1",
        show="t.invited_email, t.status, t.invitations",
    ),
    each(
        "c4.invitation_accepted",
        "An accepted invitation says when, while it was good, and no other does",
        "public.household_invitations t",
        """case when t.status = 'accepted' then t.accepted_at between t.created_at and t.expires_at
            else t.accepted_at is null end""",
        show="t.status, t.accepted_at, t.expires_at",
    ),
    each(
        "c4.invitation_joined",
        "Whoever accepted an invitation has a seat in that household",
        """public.household_invitations t
            left join auth.users u on lower(u.email) = lower(t.invited_email)
            left join public.household_members m on m.user_id = u.id and m.household_id = t.household_id""",
        "m.id is not null",
        where="t.status = 'accepted'",
        show="t.invited_email",
    ),
    each(
        "c4.invitation_open",
        "An invitation is pending only until it expires",
        "public.household_invitations t",
        "t.expires_at > :now",
        where="t.status = 'pending'",
        show="t.expires_at",
    ),
    each(
        "c4.shared_use",
        "Only who may use shared tokens, in a household that shares, has used more than their own grants",
        f"""({_USED}) t
            left join ({_GRANTED}) g on g.user_id = t.user_id
            left join public.household_members m on m.user_id = t.user_id
            left join public.households h on h.id = m.household_id""",
        """t.tokens <= coalesce(g.tokens, 0)
            or m.role = 'member' and m.allow_shared_tokens and h.shared_tokens_enabled""",
        key="t.user_id",
        ours="t.user_id",
        show="g.tokens, t.tokens",
    ),
    each(
        "c4.pool",
        "At no moment have the members of a household used more than its members were granted",
        f"""(select p.household_id as id, p.at, max(p.debit) as debit,
                    sum(sum(p.credit - p.debit)) over (partition by p.household_id order by p.at) as pool
             from ({_POOL}) p group by p.household_id, p.at) t""",
        "t.pool >= 0",
        where="t.debit > 0",
        show="t.at, t.pool",
    ),
)
