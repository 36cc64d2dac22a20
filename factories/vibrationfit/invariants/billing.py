"""Plans, cycles, payments, packs and the old drips (c2)."""

from __future__ import annotations

from .declare import each, listed, never
from .tokens import DAY, PACKS, TIER_OF_GRANT

#: The plans: tokens a year, tokens a cycle, storage in GB.
TIERS = {
    "vision_pro_annual": (5_000_000, 0, 100),
    "vision_pro_28day": (0, 375_000, 25),
    "vision_pro_household_annual": (5_000_000, 0, 100),
    "vision_pro_household_28day": (0, 750_000, 100),
    "household_addon_28day": (0, 100_000, 0),
    "household_addon_annual": (1_200_000, 0, 0),
    "intensive": (0, 1_000_000, 25),
    "intensive_household": (0, 2_000_000, 100),
}
#: Pack: tokens and price in cents.
PACK_FACTS = {"power": (2_000_000, 9_900), "mega": (5_000_000, 19_900), "ultra": (12_000_000, 39_900)}
#: A household pays for up to four seats beyond the two included (c4): tokens and cents, by interval.
ADDON_TOKENS = "case m.billing_interval when 'year' then 1200000 else 100000 end"
ADDON_CENTS = "case m.billing_interval when 'year' then 19200 else 1900 end"

_TIERS = ", ".join(f"('{name}', {a}, {m}, {gb})" for name, (a, m, gb) in TIERS.items())
_PACKS = ", ".join(f"('{name}', {tokens}, {cents})" for name, (tokens, cents) in PACK_FACTS.items())

TIER_GRANT = "case m.billing_interval when 'year' then m.annual_token_grant else m.monthly_token_grant end"
TIER_PRICE = "case m.billing_interval when 'year' then m.price_yearly else m.price_monthly end"

#: Seconds of a cycle. A webhook may book a little late: an hour is forgiven.
CYCLE = 28 * 86_400
LATE = 3_600

#: A monthly subscription's cycles begin when its trial ends, or when it was made.
MONTHLY = """(
    select s.id, s.user_id, coalesce(s.trial_end, s.created_at) as start, m.tier_type, m.price_monthly,
           m.monthly_token_grant
    from public.customer_subscriptions s
    join public.membership_tiers m on m.id = s.membership_tier_id
    where m.tier_type in ('vision_pro_28day', 'vision_pro_household_28day'))"""


def since(moment: str, start: str) -> str:
    """Seconds since the start, as SQL."""
    return f"extract(epoch from {moment} - {start})"


def cycle(moment: str, start: str) -> str:
    """The number of a cycle from 0, as SQL."""
    return f"floor(({since(moment, start)} + {LATE}) / {CYCLE})"


def _paid(status: str) -> str:
    return f"""
        select s.id, s.user_id, {cycle("p.created_at", "s.start")} as cycle
        from {MONTHLY} s
        join public.payment_history p on p.subscription_id = s.id and p.status = '{status}'"""


_GRANTED = f"""
    select s.id, s.user_id, {cycle("t.created_at", "s.start")} as cycle
    from {MONTHLY} s
    join public.token_transactions t on t.subscription_id = s.id
    where t.action_type in ('subscription_grant', 'renewal_grant')
      and coalesce(t.metadata ->> 'plan_category', '') <> 'addon'"""

_DRIPS = """(
    select d.*, lag(rollover_cycles_count, 1, 0) over earlier as count_before,
           lag(billing_period_end) over earlier as due_start, lag(cycle_number) over earlier as cycle_before
    from public.token_drips d
    window earlier as (partition by user_id, subscription_id order by cycle_number)) t"""

_PLANS = "public.customer_subscriptions t join public.membership_tiers m on m.id = t.membership_tier_id"

BILLING = (
    each(
        "c2.tiers",
        "Each plan grants the tokens and the storage that the product promises for it",
        f"public.membership_tiers t join (values {_TIERS}) f(tier_type, a, m, gb) on f.tier_type = t.tier_type::text",
        "(coalesce(t.annual_token_grant, 0), coalesce(t.monthly_token_grant, 0), coalesce(t.storage_quota_gb, 0)) = (f.a, f.m, f.gb)",
        show="t.tier_type, t.annual_token_grant, t.monthly_token_grant, t.storage_quota_gb",
        ours=None,
    ),
    each(
        "c2.rollover",
        "Tokens of a 28-day plan roll over for three cycles",
        "public.membership_tiers t",
        "t.rollover_max_cycles = 3",
        where="t.tier_type::text like '%\\_28day'",
        show="t.tier_type, t.rollover_max_cycles",
        ours=None,
    ),
    each(
        "c2.grant_amount",
        "A grant is what its plan promises; a household's may include up to four paid seats",
        TIER_OF_GRANT,
        f"""case
            when m.plan_category = 'addon' then t.tokens_used in
                (select n * ({ADDON_TOKENS}) from generate_series(1, 4) n)
            when m.is_household_plan and m.plan_category = 'subscription' then t.tokens_used in
                (select {TIER_GRANT} + n * ({ADDON_TOKENS}) from generate_series(0, 4) n)
            else t.tokens_used = {TIER_GRANT} end""",
        where="t.action_type in ('subscription_grant', 'renewal_grant')",
        show="m.tier_type, t.tokens_used",
    ),
    each(
        "c2.trial_amount",
        "A trial grants 1,000,000 tokens, one for a household 2,000,000",
        "public.token_transactions t",
        "t.tokens_used = case t.metadata ->> 'tier_type' when 'intensive_household' then 2000000 else 1000000 end",
        where="t.action_type = 'trial_grant'",
        show="t.metadata ->> 'tier_type', t.tokens_used",
    ),
    each(
        "c2.cycle_start",
        "The grants of a 28-day plan are booked at the starts of its cycles, each 28 days after the one before",
        f"public.token_transactions t join {MONTHLY} s on s.id = t.subscription_id",
        f"t.created_at >= s.start and mod({since('t.created_at', 's.start')}, {CYCLE}) < {LATE}",
        where="t.action_type in ('subscription_grant', 'renewal_grant')",
        show="s.start, t.created_at",
    ),
    each(
        "c2.one_grant_a_cycle",
        "A 28-day plan is granted once a cycle",
        f"(select g.id, g.cycle, count(*) as grants from ({_GRANTED}) g group by g.id, g.cycle) t",
        "t.grants = 1",
        show="t.cycle, t.grants",
    ),
    each(
        "c2.period",
        "A billing period lasts 28 days, of a yearly plan a year",
        _PLANS,
        f"""{since("t.current_period_end", "t.current_period_start")} in
            (select n * 86400 from unnest(case m.billing_interval
                when 'year' then array[365, 366] else array[28] end) n)""",
        where="t.status <> 'trialing' and t.current_period_start is not null and m.billing_interval <> 'one-time'",
        show="m.billing_interval, t.current_period_start, t.current_period_end",
    ),
    each(
        "c2.period_start",
        "The period of a 28-day plan starts a whole number of cycles after the plan did",
        f"public.customer_subscriptions t join {MONTHLY} s on s.id = t.id",
        f"mod({since('t.current_period_start', 's.start')}, {CYCLE}) < {LATE}",
        where="t.status <> 'trialing' and t.current_period_start is not null",
        show="s.start, t.current_period_start",
    ),
    each(
        "c2.current_period",
        "An active or trialing subscription is in a period that has begun and is not over",
        "public.customer_subscriptions t",
        "t.current_period_start <= :now and :now < t.current_period_end",
        where="t.status in ('active', 'trialing')",
        show="t.status, t.current_period_start, t.current_period_end",
    ),
    each(
        "c2.canceled",
        "A canceled subscription says when it was canceled",
        "public.customer_subscriptions t",
        "t.canceled_at is not null",
        where="t.status = 'canceled'",
        show="t.status",
    ),
    each(
        "c2.one_live",
        "Nobody has two active or trialing subscriptions",
        """(select user_id, count(*) filter (where status in ('active', 'trialing')) as live
            from public.customer_subscriptions group by user_id) t""",
        "t.live <= 1",
        key="t.user_id",
        ours="t.user_id",
        show="t.live",
    ),
    never(
        "c2.paid_is_granted",
        "Each paid invoice of a 28-day plan goes with the grant of that cycle",
        facts=f"select count(*) from ({_paid('succeeded')}) p where :ours(p.id)",
        found=f"""select p.id, p.cycle from ({_paid("succeeded")}) p where :ours(p.id)
            except select g.id, g.cycle from ({_GRANTED}) g""",
    ),
    never(
        "c2.granted_is_paid",
        "No cycle of a 28-day plan is granted without a paid invoice: a failed one grants nothing",
        facts=f"select count(*) from ({_GRANTED}) g where :ours(g.id)",
        found=f"""select g.id, g.cycle from ({_GRANTED}) g where :ours(g.id)
            except select p.id, p.cycle from ({_paid("succeeded")}) p""",
    ),
    each(
        "c2.annual_grant",
        "A yearly plan is granted its tokens at its start, and at most once a year",
        f"""(select t.id, count(g.id) filter (where g.year = 0) as first,
                    max(g.year_grants) as most
            from {_PLANS}
            left join lateral (
                select g.id, floor(({since("g.created_at", "t.created_at")} + {LATE}) / 31536000) as year,
                       count(*) over (partition by floor(({since("g.created_at", "t.created_at")} + {LATE}) / 31536000))
                           as year_grants
                from public.token_transactions g
                where g.subscription_id = t.id and g.action_type in ('subscription_grant', 'renewal_grant')
                  and coalesce(g.metadata ->> 'plan_category', '') <> 'addon') g on true
            where t.status = 'active' and m.billing_interval = 'year' and m.plan_category = 'subscription'
            group by t.id) t""",
        "t.first = 1 and t.most = 1",
        show="t.first, t.most",
    ),
    each(
        "c2.paid_at",
        "A payment that succeeded says when it was paid, a failed one does not",
        "public.payment_history t",
        "(t.paid_at is not null) = (t.status = 'succeeded')",
        show="t.status, t.paid_at",
    ),
    each(
        "c2.failed_payment",
        "A subscription whose last invoice failed is not active",
        """(select distinct on (p.subscription_id) p.subscription_id as id, p.status
            from public.payment_history p where p.subscription_id is not null
            order by p.subscription_id, p.created_at desc, p.status) t
            join public.customer_subscriptions s on s.id = t.id""",
        "s.status not in ('active', 'trialing')",
        where="t.status = 'failed'",
        show="s.status",
    ),
    each(
        "c2.payment_amount",
        "An invoice is the price of its plan; a household's may include up to four paid seats",
        """public.payment_history t
            join public.customer_subscriptions s on s.id = t.subscription_id
            join public.membership_tiers m on m.id = s.membership_tier_id""",
        f"""case when m.is_household_plan and m.plan_category = 'subscription'
            then t.amount in (select {TIER_PRICE} + n * ({ADDON_CENTS}) from generate_series(0, 4) n)
            else t.amount = {TIER_PRICE} end""",
        where=f"{TIER_PRICE} > 0",
        show="m.tier_type, t.amount",
    ),
    each(
        "c2.pack",
        "A token pack is power, mega or ultra, has its tokens and its price, and both Stripe ids",
        "public.token_transactions t",
        f"""(t.token_pack_id, t.tokens_used, t.amount_paid_cents) in ({_PACKS})
            and t.stripe_payment_intent_id is not null and t.stripe_session_id is not null""",
        where=f"t.action_type in {listed(PACKS)}",
        show="t.token_pack_id, t.tokens_used, t.amount_paid_cents",
    ),
    each(
        "c2.pack_payment",
        "Each token pack has a payment of its price under the same payment intent",
        """public.token_transactions t left join public.payment_history p
            on p.stripe_payment_intent_id = t.stripe_payment_intent_id and p.user_id = t.user_id""",
        "p.status = 'succeeded' and p.amount = t.amount_paid_cents",
        where=f"t.action_type in {listed(PACKS)}",
        show="t.stripe_payment_intent_id, t.amount_paid_cents, p.amount",
    ),
    each(
        "c2.payment_intent",
        "No two payments share a payment intent",
        """(select stripe_payment_intent_id as intent, count(*) as payments, min(id::text)::uuid as id
            from public.payment_history where stripe_payment_intent_id is not null group by 1) t""",
        "t.payments = 1",
        show="t.intent, t.payments",
    ),
    each(
        "c2.drip_balance",
        "A drip leaves what rolled over plus 375,000 tokens",
        "public.token_drips t",
        "t.drip_amount = 375000 and t.balance_after = coalesce(t.rollover_from_previous, 0) + t.drip_amount",
        show="t.rollover_from_previous, t.drip_amount, t.balance_after",
    ),
    each(
        "c2.drip_rollover",
        "What is left rolls over for at most three cycles in a row, then it expires",
        _DRIPS,
        """(coalesce(t.rollover_cycles_count, 0), coalesce(t.rollover_from_previous, 0), coalesce(t.expired_tokens, 0)) =
            case when t.balance_before <= 0 then row(0, 0, 0)
                 when t.count_before + 1 > 3 then row(0, 0, t.balance_before)
                 else row(t.count_before + 1, t.balance_before, 0) end""",
        show="t.balance_before, t.rollover_cycles_count, t.rollover_from_previous, t.expired_tokens",
    ),
    each(
        "c2.drip_period",
        "A drip's billing period lasts 28 days and starts where the one before ended",
        _DRIPS,
        f"""t.billing_period_end = t.billing_period_start + {DAY} * 28
            and (t.cycle_before is null or t.cycle_number > t.cycle_before + 1 or t.billing_period_start = t.due_start)""",
        show="t.cycle_number, t.billing_period_start, t.billing_period_end",
    ),
)
