"""The token ledger: balances, signs, expiry, what a call uses and costs (c1)."""

from __future__ import annotations

from .declare import each, listed

#: Ledger kinds that give tokens; those of them that never expire; usage kinds that are no usage.
GRANTS = (
    "subscription_grant",
    "renewal_grant",
    "trial_grant",
    "admin_grant",
    "token_pack_purchase",
    "pack_purchase",
)
PACKS = ("token_pack_purchase", "pack_purchase")
NO_USAGE = ("admin_grant", "admin_deduct", "subscription_grant", "trial_grant", "token_pack_purchase")

IS_GRANT = f"t.action_type in {listed(GRANTS)} and t.tokens_used > 0"
IS_USAGE = f"u.success and u.action_type not in {listed(NO_USAGE)}"
#: Durations are counted in hours: a day of a session's time zone may have 23 or 25 of them.
DAY = "interval '24 hours'"

#: The plan that a ledger row grants for: the one it names, else that of its subscription.
TIER_OF_GRANT = """public.token_transactions t
    left join public.customer_subscriptions s on s.id = t.subscription_id
    left join public.membership_tiers held on held.id = s.membership_tier_id
    join public.membership_tiers m on m.tier_type::text = coalesce(t.metadata ->> 'tier_type', held.tier_type::text)"""

# What moves a balance: grants, their expiry, usage. Whatever happens in one moment may come in any
# order, except that a grant is gone at the moment it expires.
_ENTRIES = f"""
    select t.id, t.user_id, t.created_at as at, t.tokens_remaining,
           case when {IS_GRANT} then t.tokens_used else 0 end as credit, 0 as debit, 0 as lapsed
    from public.token_transactions t
    union all
    select null, t.user_id, greatest(t.expires_at, t.created_at), null, 0, 0, t.tokens_used
    from public.token_transactions t where {IS_GRANT} and t.expires_at is not null
    union all
    select null, u.user_id, u.created_at, null, 0, u.tokens_used, 0
    from public.token_usage u where {IS_USAGE}"""

_BALANCES = f"""(
    select id, tokens_remaining, greatest(balance - credit_then + credit, 0) as least_due,
           greatest(balance + debit_then, 0) as most_due
    from (select e.*,
                 sum(credit - debit - lapsed) over (partition by user_id order by at) as balance,
                 sum(credit) over (partition by user_id, at) as credit_then,
                 sum(debit) over (partition by user_id, at) as debit_then
          from ({_ENTRIES}) e) e
    where id is not null) t"""

_STEPS = f"""(
    select id, tokens_remaining, credit,
           lag(tokens_remaining) over earlier as previous,
           lag(at) over earlier < at as later
    from ({_ENTRIES}) e
    window earlier as (partition by user_id order by at)) t"""

# What the functions of the product compute: per thousand tokens, or per unit for models priced so.
_COST = """case
    when m.price_per_unit is null then round(100 * (
        coalesce(t.input_tokens, 0) / 1000.0 * m.input_price_per_1k
        + coalesce(t.output_tokens, 0) / 1000.0 * m.output_price_per_1k))
    when m.unit_type = 'second' then round(100 * m.price_per_unit * coalesce(t.audio_seconds, 0))
    when m.unit_type = 'character'
        then round(100 * m.price_per_unit * coalesce((t.metadata ->> 'text_length')::numeric, 0))
    else round(100 * m.price_per_unit) * greatest(round(t.calculated_cost_cents / nullif(100 * m.price_per_unit, 0)), 1)
end"""

TOKENS = (
    each(
        "c1.balance",
        "tokens_remaining is the active balance right after the row: unexpired grants minus successful usage, never below zero",
        _BALANCES,
        "t.tokens_remaining between t.least_due and t.most_due",
        show="t.tokens_remaining, t.least_due, t.most_due",
    ),
    each(
        "c1.step",
        "A grant adds its amount to the balance before it, where no usage and no expiry lies between",
        _STEPS,
        "t.tokens_remaining = t.previous + t.credit",
        where="t.credit > 0 and t.previous > 0 and t.later",
        show="t.previous, t.credit, t.tokens_remaining",
    ),
    each(
        "c1.sign",
        "Grants and packs are positive in the ledger, deductions negative",
        "public.token_transactions t",
        "sign(t.tokens_used) = case when t.action_type = 'admin_deduct' then -1 else 1 end",
        where=f"t.action_type in {listed((*GRANTS, 'admin_deduct'))}",
        show="t.action_type, t.tokens_used",
    ),
    each(
        "c1.tier_expiry",
        "A grant of a yearly plan lasts 365 days, of a monthly one 90 days, of a one-time one 56 days",
        TIER_OF_GRANT,
        f"""t.expires_at = t.created_at + {DAY} *
            case m.billing_interval when 'year' then 365 when 'month' then 90 else 56 end""",
        where="t.action_type in ('subscription_grant', 'renewal_grant')",
        show="m.billing_interval, t.created_at, t.expires_at",
    ),
    each(
        "c1.trial_expiry",
        "A trial grant lasts 56 days",
        "public.token_transactions t",
        f"t.expires_at = t.created_at + {DAY} * 56",
        where="t.action_type = 'trial_grant'",
        show="t.created_at, t.expires_at",
    ),
    each(
        "c1.admin_expiry",
        "A grant by an administrator lasts 365 days",
        "public.token_transactions t",
        f"t.expires_at = t.created_at + {DAY} * 365",
        where="t.action_type = 'admin_grant'",
        show="t.created_at, t.expires_at",
    ),
    each(
        "c1.pack_expiry",
        "Token packs never expire",
        "public.token_transactions t",
        "t.expires_at is null",
        where=f"t.action_type in {listed(PACKS)}",
        show="t.token_pack_id, t.expires_at",
    ),
    each(
        "c1.usage_tokens",
        "A successful call uses its input plus its output tokens",
        "public.token_usage t",
        "t.tokens_used = coalesce(t.input_tokens, 0) + coalesce(t.output_tokens, 0)",
        where="t.success and coalesce(t.input_tokens, 0) + coalesce(t.output_tokens, 0) > 0",
        show="t.input_tokens, t.output_tokens, t.tokens_used",
    ),
    each(
        "c1.usage_flat",
        "A successful call without token counts is charged the flat price of its kind, if there is one",
        "public.token_usage t join public.ai_action_token_overrides o on o.action_type = t.action_type",
        "t.tokens_used > 0 or o.token_value = 0",
        where="t.success and coalesce(t.input_tokens, 0) + coalesce(t.output_tokens, 0) <= 0",
        show="t.action_type, o.token_value",
    ),
    each(
        "c1.usage_sign",
        "No call uses less than zero tokens",
        "public.token_usage t",
        "t.tokens_used >= 0",
        show="t.tokens_used",
    ),
    each(
        "c1.cost",
        "The cost of a successful call follows from the price of its model, per thousand tokens or per unit, in whole cents; an unknown model costs nothing",
        "public.token_usage t left join public.ai_model_pricing m on m.model_name = t.model_used",
        f"t.calculated_cost_cents = coalesce({_COST}, 0)",
        where="t.success and t.calculated_cost_cents is not null",
        show="t.model_used, t.input_tokens, t.output_tokens, t.calculated_cost_cents",
    ),
)
