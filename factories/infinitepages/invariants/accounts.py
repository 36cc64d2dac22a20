"""Accounts: keys, plans and allowances, Stripe Connect, the tier of a creator (c1, c8, c9)."""

from __future__ import annotations

from .declare import each

#: What a plan brings a month, in credits; the basic one keeps three months' at most.
BASIC, PREMIUM, KEPT = 1332, 2497, 3996
_WEEK = "interval '168 hours'"

# What was generated since the allowance was last filled, in credits.
_ALLOWANCE = f"""public.profiles t cross join lateral (
    select case t.subscription_tier when 'premium' then {PREMIUM} else {BASIC} end as base) plan
    left join lateral (
        select round(sum(g.cost_usd) * 1000) as credits from public.generation_logs g
        where g.user_id = t.id and g.created_at >= t.last_token_grant) used on true"""

# Marks of a tier: USD earned, stories, readers; all three are to be reached.
_STANDING = """public.profiles t cross join lateral (
    select coalesce(sum(e.usd_equivalent), 0) as usd, count(distinct e.reader_id) as readers
    from public.creator_earnings e where e.creator_id = t.id) earned
    cross join lateral (select count(*) as number from public.stories s where s.user_id = t.id) stories"""


def _reached(usd: int, stories: int, readers: int) -> str:
    return f"earned.usd >= {usd} and stories.number >= {stories} and earned.readers >= {readers}"


ACCOUNTS = (
    each(
        "c1.profile",
        "Everybody with an e-mail address has a profile under the same key and address",
        "auth.users t left join public.profiles p on p.id = t.id",
        "lower(p.email) = lower(t.email)",
        where="t.email is not null",
        show="t.email, p.email",
    ),
    each(
        "c1.inactive",
        "Without a plan an account is basic and has no paid period",
        "public.profiles t",
        "t.subscription_tier = 'basic' and t.current_period_end is null",
        where="t.subscription_status = 'inactive'",
        show="t.subscription_tier, t.current_period_end",
    ),
    each(
        "c1.period",
        "An active or trialing plan is in a paid period that is not over",
        "public.profiles t",
        "t.current_period_end > :now",
        where="t.subscription_status in ('active', 'trialing')",
        show="t.subscription_status, t.current_period_end",
    ),
    each(
        "c1.trial",
        "A trial lasts seven days",
        "public.profiles t",
        f"t.current_period_end <= t.last_token_grant + {_WEEK}",
        where="t.subscription_status = 'trialing'",
        show="t.last_token_grant, t.current_period_end",
    ),
    each(
        "c1.allowance",
        "What is left of the allowance is at least what the last grant brought less what was generated since; on the basic plan three months' at most",
        _ALLOWANCE,
        f"""t.tokens_remaining >= greatest(plan.base - coalesce(used.credits, 0), 0)
            and (t.subscription_tier = 'premium' or t.tokens_remaining <= {KEPT})""",
        show="t.subscription_tier, t.tokens_remaining, used.credits",
    ),
    each(
        "c8.none",
        "Without an account at Stripe Connect there is no status, and nothing is enabled",
        "public.profiles t",
        "t.stripe_account_status is null and not t.stripe_charges_enabled and not t.stripe_payouts_enabled",
        where="t.stripe_connect_account_id is null",
        show="t.stripe_account_status, t.stripe_charges_enabled, t.stripe_payouts_enabled",
    ),
    each(
        "c8.status",
        "A Connect account is active when charges and payouts are enabled, pending while neither is, else incomplete",
        "public.profiles t",
        """case t.stripe_account_status
            when 'active' then t.stripe_charges_enabled and t.stripe_payouts_enabled
            when 'pending' then not t.stripe_charges_enabled and not t.stripe_payouts_enabled
            when 'incomplete' then not (t.stripe_charges_enabled and t.stripe_payouts_enabled)
            else false end""",
        where="t.stripe_connect_account_id is not null",
        show="t.stripe_account_status, t.stripe_charges_enabled, t.stripe_payouts_enabled",
    ),
    each(
        "c8.accumulation",
        "Whoever has a Connect account has a running total of earnings",
        "public.profiles t left join public.creator_earnings_accumulation a on a.creator_id = t.id",
        "a.id is not null",
        where="t.stripe_connect_account_id is not null",
        show="t.stripe_connect_account_id",
    ),
    each(
        "c9.tier",
        "A creator is platinum from 2000 USD, 50 stories and 1000 readers, gold from 500, 15 and 200, silver from 100, 5 and 50, else bronze",
        _STANDING,
        f"""t.creator_tier = case when {_reached(2000, 50, 1000)} then 'platinum'
            when {_reached(500, 15, 200)} then 'gold' when {_reached(100, 5, 50)} then 'silver' else 'bronze' end""",
        where="t.is_creator",
        show="t.creator_tier, earned.usd, stories.number, earned.readers",
    ),
    each(
        "c9.nobody",
        "Whoever is no creator has no tier",
        "public.profiles t",
        "t.creator_tier is null",
        where="not t.is_creator",
        show="t.creator_tier",
    ),
)
