"""Tiers, trials, plans and payments (c6)."""

from __future__ import annotations

from .declare import DAY, each

_HELD = "public.subscriptions t join public.users u on u.id = t.user_id"

_TRIAL = f"t.trial_end = t.trial_start + {DAY} * 14"

# Cents by what is paid for; a plan's key may say its period, otherwise it is either of the two.
_PLANS = """case
    when t.product_id like 'plus%' then t.amount_cents in (1199, 5999)
    when t.product_id like 'ultra%' then t.amount_cents in (2999, 19999) end
    and case when t.product_id like '%monthly' then t.amount_cents in (1199, 2999)
             when t.product_id like '%yearly' then t.amount_cents in (5999, 19999) else true end"""
_PACKS = """t.amount_cents = case substring(t.product_id from '[0-9]+$')
    when '500' then 299 when '2000' then 799 when '5000' then 1499 end"""

BILLING = (
    each(
        "c6.plan_price",
        "A plan costs 11.99 a month or 59.99 a year, ultra 29.99 or 199.99, in cents",
        "public.payment_transactions t",
        _PLANS,
        where="t.product_type = 'subscription'",
        show="t.product_id, t.amount_cents",
    ),
    each(
        "c6.pack_price",
        "500 coins cost 2.99, 2000 cost 7.99, 5000 cost 14.99, in cents",
        "public.payment_transactions t",
        _PACKS,
        where="t.product_type = 'coins'",
        show="t.product_id, t.amount_cents",
    ),
    each(
        "c6.positive",
        "A payment is of some money",
        "public.payment_transactions t",
        "t.amount_cents > 0",
        show="t.amount_cents",
    ),
    each(
        "c6.amount",
        "The view of payments shows cents as whole units of money",
        "public.transactions t join public.payment_transactions k on k.id = t.id",
        "t.amount * 100 = k.amount_cents",
        show="t.amount, k.amount_cents",
    ),
    each(
        "c6.trial_length",
        "A trial of a subscription lasts fourteen days",
        "public.subscriptions t",
        f"t.trial_start is not null and {_TRIAL}",
        where="num_nonnulls(t.trial_start, t.trial_end) > 0",
        show="t.trial_start, t.trial_end",
    ),
    each(
        "c6.trialing",
        "During a trial its days are the period of the subscription",
        "public.subscriptions t",
        "(t.trial_start, t.trial_end) = (t.current_period_start, t.current_period_end)",
        where="t.status = 'trialing'",
        show="t.trial_start, t.trial_end, t.current_period_start, t.current_period_end",
    ),
    each(
        "c6.trial_account",
        "During a trial the account has the tier plus_trial until its end, and its plan",
        _HELD,
        "(u.subscription_tier, u.trial_ends_at) = ('plus_trial', t.trial_end) and u.plan_id in (t.plan_id, 'admin')",
        where="t.status = 'trialing'",
        show="u.subscription_tier, u.trial_ends_at, t.trial_end, u.plan_id, t.plan_id",
    ),
    each(
        "c6.on_trial",
        "Whoever is on trial has a subscription that is, too",
        "public.users t",
        "exists (select from public.subscriptions s where s.user_id = t.id and s.status = 'trialing')",
        where="t.subscription_tier = 'plus_trial'",
        show="t.trial_ends_at",
    ),
    each(
        "c6.trial_once",
        "Nobody tries a plan twice",
        "public.trial_history t",
        """not exists (select from public.trial_history h
            where h.user_id = t.user_id and h.plan_id = t.plan_id and h.id <> t.id)""",
        show="t.user_id, t.plan_id",
    ),
    each(
        "c6.trial_history",
        "A trial of the past is one of a subscription, with the same days",
        "public.trial_history t",
        f"""t.ended_at = t.started_at + {DAY} * 14 and exists (select from public.subscriptions s
            where s.user_id = t.user_id and s.plan_id = t.plan_id
              and (s.trial_start, s.trial_end) = (t.started_at, t.ended_at))""",
        show="t.plan_id, t.started_at, t.ended_at",
    ),
    each(
        "c6.trial_kept",
        "A trial of a subscription is remembered, so that it is the only one",
        "public.subscriptions t",
        "exists (select from public.trial_history h where h.user_id = t.user_id and h.plan_id = t.plan_id)",
        where="t.trial_start is not null",
        show="t.user_id, t.plan_id",
    ),
    each(
        "c6.trial_logged",
        "The beginning of a trial stands in the feed",
        "public.trial_history t",
        """exists (select from public.activity_log g join public.subscriptions s on s.id::text = g.resource_id
            where g.user_id = t.user_id and g.action = 'trial_started' and g.resource_type = 'subscription'
              and s.trial_start = t.started_at)""",
        show="t.user_id, t.started_at",
    ),
    each(
        "c6.one_plan",
        "Nobody has two subscriptions that are active or on trial",
        "public.subscriptions t",
        """not exists (select from public.subscriptions s
            where s.user_id = t.user_id and s.id <> t.id and s.status in ('active', 'trialing'))""",
        where="t.status in ('active', 'trialing')",
        show="t.user_id, t.status",
    ),
    each(
        "c6.paid_account",
        "Whoever has an active subscription has its plan as tier and as plan",
        _HELD,
        "u.subscription_tier::text = t.plan_id and u.plan_id in (t.plan_id, 'admin')",
        where="t.status = 'active'",
        show="t.plan_id, u.subscription_tier, u.plan_id",
    ),
    each(
        "c6.paid_for",
        "An active subscription was paid for since its period began, and after its trial",
        "public.subscriptions t",
        """exists (select from public.payment_transactions k where k.user_id = t.user_id and k.status = 'completed'
            and k.product_type = 'subscription' and k.product_id like t.plan_id || '%'
            and k.created_at >= t.current_period_start)""",
        where="t.status = 'active'",
        show="t.plan_id, t.current_period_start",
    ),
    each(
        "c6.tier",
        "A paid tier is the plan of a subscription that is active, or whose payment is overdue",
        "public.users t",
        """t.plan_id in (t.subscription_tier::text, 'admin') and exists (select from public.subscriptions s
            where s.user_id = t.id and s.plan_id = t.subscription_tier::text and s.status in ('active', 'past_due'))""",
        where="t.subscription_tier in ('plus', 'ultra')",
        show="t.subscription_tier, t.plan_id",
    ),
    each(
        "c6.free",
        "Whoever is on the free tier has the free plan, and no subscription that is active or on trial",
        "public.users t",
        """t.plan_id in ('free', 'admin') and not exists (select from public.subscriptions s
            where s.user_id = t.id and s.status in ('active', 'trialing'))""",
        where="t.subscription_tier = 'free'",
        show="t.plan_id",
    ),
    each(
        "c6.canceled",
        "A canceled subscription knows since when or from when",
        "public.subscriptions t",
        "t.cancel_at is not null",
        where="t.status = 'canceled'",
        show="t.status, t.cancel_at",
        source="catalog/craveverse b8",
    ),
)
