"""Breaking what is promised of accounts and of the ledger of credits (c1, c2, c8, c9)."""

from __future__ import annotations

from witness import k

_PROFILE = "update public.profiles set {} where id = "
_LEDGER = "update public.credit_transactions set {} where user_id = "


def profile(who: str, change: str) -> str:
    return _PROFILE.format(change) + k(who)


def ledger(who: str, change: str, at: str) -> str:
    return f"{_LEDGER.format(change)}{k(who)} and created_at = '{at}+00'"


ACCOUNTS = {
    "c1.profile": [
        profile("zed", "email = 'zoe@example.com'"),
        f"delete from public.profiles where id = {k('zed')}",
    ],
    "c1.inactive": [
        profile("zed", "subscription_tier = 'premium'"),
        profile("zed", "current_period_end = '2025-12-01'"),
    ],
    "c1.period": [
        profile("rex", "current_period_end = '2025-11-20 00:00+00'"),
        profile("tim", "current_period_end = null"),
    ],
    "c1.trial": [profile("tim", "current_period_end = '2025-11-25'")],
    "c1.allowance": [
        profile("ann", "tokens_remaining = 2448"),
        profile("bob", "tokens_remaining = 3997"),
        profile("zed", "tokens_remaining = -1"),
    ],
    "c8.none": [
        profile("zed", "stripe_account_status = 'pending'"),
        profile("zed", "stripe_charges_enabled = true"),
        profile("zed", "stripe_payouts_enabled = true"),
    ],
    "c8.status": [
        profile("ann", "stripe_payouts_enabled = false"),
        profile("cal", "stripe_charges_enabled = true"),
        profile("dot", "stripe_payouts_enabled = true"),
        profile("dot", "stripe_account_status = null"),
    ],
    "c8.accumulation": [f"delete from public.creator_earnings_accumulation where creator_id = {k('bea')}"],
    "c9.tier": [
        profile("ann", "creator_tier = 'silver'"),
        profile("ann", "creator_tier = null"),
        # All three marks of silver, but for the tier.
        f"""insert into public.creator_earnings (creator_id, story_id, reader_id, credits_earned, usd_equivalent, transaction_id)
            select {k("ann")}, {k("salt")}, md5(n::text)::uuid, 200, 2, 'tr_' || n from generate_series(1, 50) n;
            insert into public.stories (user_id, title) values ({k("ann")}, 'Four'), ({k("ann")}, 'Five')""",
    ],
    "c9.nobody": [profile("rex", "creator_tier = 'bronze'")],
}

CREDITS = {
    "c2.balance": [
        ledger("rex", "balance_after = balance_after + 1", "2025-10-05 12:00"),
        ledger("bob", "balance_after = 1333", "2025-08-01 00:05"),
        ledger("rex", "amount = -6", "2025-10-05 12:00"),
    ],
    "c2.order": [ledger("rex", "created_at = '2025-10-05 12:00+00'", "2025-10-06 12:00")],
    "c2.overdraw": [ledger("rex", "balance_after = -1", "2025-11-05 12:00")],
    "c2.sign": [
        ledger("rex", "amount = 5", "2025-10-05 12:00"),
        ledger("rex", "amount = -2497", "2025-10-01 00:05"),
        ledger("rex", "amount = 0", "2025-10-05 12:00"),
    ],
    "c2.profile_balance": [
        profile("rex", "credits_balance = 10276"),
        profile("zed", "credits_balance = 1"),
        profile("zed", "credits_earned_total = 1"),
        ledger("rex", "balance_after = 10274", "2025-11-05 12:00"),
    ],
    "c2.profile_totals": [
        profile("rex", "credits_earned_total = 21009, credits_spent_total = 10734"),
        profile("zed", "credits_earned_total = 5, credits_spent_total = 5"),
    ],
    "c2.credited": [
        ledger("rex", "amount = 15983", "2025-09-01 10:01"),
        f"delete from public.credit_transactions where transaction_type = 'purchase' and user_id = {k('rex')}",
        ledger("rex", f"user_id = {k('bob')}", "2025-09-01 10:01"),
        "update public.payments set bonus_credits = 1 where status = 'succeeded'",
        "update public.payments set status = 'succeeded' where status = 'pending'",
        ledger("bob", "transaction_type = 'purchase', reference_id = 'pi_rex'", "2025-08-01 00:05"),
    ],
    "c2.paid": [
        "update public.payments set status = 'failed' where status = 'succeeded'",
        ledger("rex", "reference_id = 'pi_bob_1'", "2025-09-01 10:01"),
        ledger("rex", "reference_type = null", "2025-09-01 10:01"),
    ],
    "c2.package": [
        "update public.payments set amount_usd = 79.98 where status = 'succeeded'",
        "update public.payments set credits_purchased = 1333 where status = 'failed'",
        "update public.payments set bonus_credits = 1 where status = 'succeeded'",
    ],
    "c2.payment_state": [
        "update public.payments set payment_method = null where status = 'succeeded'",
        "update public.payments set processed_at = null where status = 'succeeded'",
        "update public.payments set failure_reason = 'Declined' where status = 'succeeded'",
        "update public.payments set failure_reason = null where status = 'failed'",
        "update public.payments set processed_at = null where status = 'failed'",
        "update public.payments set processed_at = created_at where status = 'pending'",
        "update public.payments set payment_method = 'card' where status = 'failed'",
    ],
    "c2.intent": [
        "alter table public.payments drop constraint payments_stripe_payment_intent_id_key;"
        " update public.payments set stripe_payment_intent_id = 'pi_one'"
    ],
    "c2.customer": [
        "update public.payments set stripe_customer_id = 'cus_other' where status = 'pending'",
        "update public.payments set stripe_customer_id = 'cus_other' where status = 'succeeded'",
    ],
    "c2.packages": [
        "update public.credit_packages set price_usd = 8.99 where credits_amount = 1332",
        "update public.credit_packages set bonus_credits = 10 where credits_amount = 15984",
    ],
    "c2.monthly_amount": [
        ledger("rex", "amount = 2528", "2025-11-01 00:05"),
        ledger("rex", "metadata = metadata || '{\"stories_read\": 4}'", "2025-11-01 00:05"),
        # A fifth of the plan's is the most.
        ledger("bob", "amount = 1432, metadata = metadata || '{\"stories_read\": 30}'", "2025-08-01 00:05"),
    ],
    "c2.monthly_stories": [
        ledger("rex", "amount = 2507, metadata = metadata || '{\"stories_read\": 1}'", "2025-11-01 00:05"),
        "update public.story_purchases set created_at = '2025-09-30 23:59+00' where purchase_type = 'bundle';"
        " update public.story_purchases set created_at = '2025-11-01 00:00+00' where purchase_type = 'chapter'",
    ],
    "c2.monthly_once": [ledger("bob", "created_at = '2025-09-02'", "2025-10-01 00:05")],
    "c2.kept": [
        f"delete from public.credit_transactions where metadata ->> 'kind' = 'credit_reversion' and user_id = {k('bob')}",
        ledger("bob", "created_at = '2025-11-02'", "2025-11-01 00:06"),
    ],
    "c2.reversion": [ledger("bob", "balance_after = 3990", "2025-11-01 00:06")],
}
