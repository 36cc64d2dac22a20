"""Breaking what is promised of tokens, plans and payments (c1, c2)."""

from __future__ import annotations

from witness import k

_GRANT = "update public.token_transactions set {} where action_type = 'subscription_grant'"

TOKENS = {
    "c1.balance": [
        "update public.token_transactions set tokens_remaining = tokens_remaining + 1",
        # Usage of a failed call counts for nothing, a deduction neither; an expired grant no more.
        "update public.token_usage set success = true where not success; update public.token_usage set created_at = '2025-10-25'",
        "update public.token_transactions set tokens_remaining = tokens_remaining - 5000 where action_type = 'admin_deduct'",
        "update public.token_transactions set tokens_remaining = 400000 where action_type = 'admin_grant'",
    ],
    "c1.step": [
        "update public.token_transactions set tokens_remaining = 3000001 where token_pack_id = 'power'"
    ],
    "c1.sign": [
        _GRANT.format("tokens_used = -tokens_used"),
        "update public.token_transactions set tokens_used = 5000 where action_type = 'admin_deduct'",
    ],
    "c1.tier_expiry": [
        _GRANT.format("expires_at = created_at + interval '84 days'"),
        _GRANT.format("expires_at = null"),
    ],
    "c1.trial_expiry": [
        "update public.token_transactions set expires_at = null where action_type = 'trial_grant'"
    ],
    "c1.admin_expiry": [
        "update public.token_transactions set expires_at = null where action_type = 'admin_grant'"
    ],
    "c1.pack_expiry": [
        "update public.token_transactions set expires_at = '2026-11-01' where token_pack_id = 'power'"
    ],
    "c1.usage_tokens": ["update public.token_usage set tokens_used = tokens_used + 1"],
    "c1.usage_flat": ["update public.token_usage set tokens_used = 0 where action_type = 'transcription'"],
    "c1.usage_sign": ["update public.token_usage set tokens_used = -1"],
    "c1.cost": [
        f"update public.token_usage set calculated_cost_cents = calculated_cost_cents + 1 where model_used = '{model}'"
        for model in ("gpt-4o", "whisper-1", "tts-1", "dall-e-3")
    ],
}

BILLING = {
    "c2.tiers": [
        "update public.membership_tiers set monthly_token_grant = 1 where tier_type = 'intensive'",
        "update public.membership_tiers set storage_quota_gb = 1 where tier_type = 'intensive'",
    ],
    "c2.rollover": [
        "update public.membership_tiers set rollover_max_cycles = 4 where tier_type = 'vision_pro_28day'"
    ],
    "c2.grant_amount": [
        _GRANT.format("tokens_used = 375001"),
        _GRANT.format("tokens_used = 1250000") + f" and user_id = {k('ada')} and tokens_used > 100000",
        _GRANT.format("tokens_used = 500000") + " and tokens_used = 100000",
    ],
    "c2.trial_amount": [
        "update public.token_transactions set tokens_used = 2000000 where action_type = 'trial_grant'"
    ],
    "c2.cycle_start": [_GRANT.format("created_at = created_at + interval '1 day'")],
    "c2.one_grant_a_cycle": [
        f"insert into public.token_transactions (user_id, subscription_id, action_type, tokens_used, tokens_remaining, created_at)"
        f" values ({k('ada')}, {k('ada plan')}, 'renewal_grant', 750000, 1, '2025-11-13 08:10+00')"
    ],
    "c2.period": [
        "update public.customer_subscriptions set current_period_end = current_period_start + interval '30 days'"
    ],
    "c2.period_start": [
        "update public.customer_subscriptions set current_period_start = current_period_start + interval '2 days',"
        " current_period_end = current_period_end + interval '2 days'"
    ],
    "c2.current_period": [
        "update public.customer_subscriptions set current_period_end = '2025-11-20 00:00+00'",
        "update public.customer_subscriptions set current_period_start = '2025-11-20 00:01+00'",
    ],
    "c2.canceled": ["update public.customer_subscriptions set canceled_at = null"],
    "c2.one_live": [
        "drop index public.unique_active_subscription; insert into public.customer_subscriptions (user_id, membership_tier_id, stripe_customer_id, status)"
        f" values ({k('ada')}, {k('vision_pro_28day')}, 'cus_ada', 'trialing')"
    ],
    "c2.paid_is_granted": [f"delete from public.token_transactions where user_id = {k('flo')}"],
    "c2.granted_is_paid": [
        f"delete from public.payment_history where user_id = {k('ada')}",
        "update public.payment_history set status = 'failed' where stripe_payment_intent_id = 'pi_ada_2'",
    ],
    "c2.annual_grant": [
        f"delete from public.token_transactions where user_id = {k('eve')}",
        "insert into public.token_transactions (user_id, subscription_id, action_type, tokens_used, tokens_remaining, created_at)"
        f" values ({k('eve')}, {k('eve plan')}, 'subscription_grant', 5000000, 1, '2025-09-01')",
    ],
    "c2.paid_at": [
        "update public.payment_history set paid_at = null",
        "update public.payment_history set paid_at = created_at where status = 'failed'",
    ],
    "c2.failed_payment": [
        "update public.customer_subscriptions set status = 'active' where status = 'past_due'"
    ],
    "c2.payment_amount": ["update public.payment_history set amount = amount + 100"],
    "c2.pack": [
        "update public.token_transactions set amount_paid_cents = 1 where token_pack_id = 'power'",
        "update public.token_transactions set token_pack_id = 'mega' where token_pack_id = 'power'",
        "update public.token_transactions set stripe_session_id = null where token_pack_id = 'power'",
    ],
    "c2.pack_payment": [
        "delete from public.payment_history where stripe_payment_intent_id = 'pi_sol_pack'",
        "update public.payment_history set amount = 1 where stripe_payment_intent_id = 'pi_sol_pack'",
    ],
    "c2.payment_intent": [
        "alter table public.payment_history drop constraint payment_history_stripe_payment_intent_id_key;"
        " update public.payment_history set stripe_payment_intent_id = 'pi_one'"
    ],
    "c2.drip_balance": [
        "update public.token_drips set balance_after = 0",
        "update public.token_drips set drip_amount = 1",
    ],
    "c2.drip_rollover": [
        "update public.token_drips set rollover_from_previous = 70000, rollover_cycles_count = 4 where cycle_number = 5",
        "update public.token_drips set rollover_cycles_count = 1 where cycle_number = 3",
        "update public.token_drips set expired_tokens = 1 where cycle_number = 2",
    ],
    "c2.drip_period": [
        "update public.token_drips set billing_period_end = billing_period_start + interval '30 days'",
        "update public.token_drips set billing_period_start = billing_period_start + interval '1 day',"
        " billing_period_end = billing_period_end + interval '1 day' where cycle_number = 3",
    ],
}
