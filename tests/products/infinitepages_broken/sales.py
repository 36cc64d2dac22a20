"""Breaking what is promised of prices, purchases, earnings and payouts (c5, c6, c7)."""

from __future__ import annotations

from witness import k

_BOUGHT = "update public.story_purchases set {} where story_id = "


def bought(story: str, change: str, kind: str = "") -> str:
    also = f" and purchase_type = '{kind}'" if kind else ""
    return f"{_BOUGHT.format(change)}{k(story)}{also}"


def earned(story: str, change: str) -> str:
    return f"update public.creator_earnings set {change} where story_id = {k(story)}"


def owed(who: str, change: str) -> str:
    return f"update public.creator_earnings_accumulation set {change} where creator_id = {k(who)}"


def part(who: str, change: str) -> str:
    return f"update public.individual_payouts set {change} where creator_id = {k(who)}"


def told(who: str, change: str) -> str:
    return f"update public.payouts set {change} where creator_id = {k(who)}"


_NOVEMBER = f"where id = {k('november')}"

SALES = {
    "c5.price": [
        bought("salt", "credits_spent = 6", "chapter"),
        bought("salt", "credits_spent = 10", "bundle"),
        bought("tide", "credits_spent = 5"),
        "delete from public.cache_rewards",
    ],
    "c5.pricing": [
        f"update public.story_pricing set creator_id = {k('bea')} where story_id = {k('salt')}",
        "update public.story_pricing set bundle_discount = 1",
        "update public.story_pricing set bundle_discount = -0.1",
        "update public.story_pricing set price_per_chapter = -1",
        "update public.story_pricing set premium_unlock_price = -1",
        "update public.story_pricing set free_chapters = -1",
    ],
    "c5.one_price": [
        "alter table public.story_pricing drop constraint story_pricing_story_id_key;"
        f" update public.story_pricing set story_id = {k('salt')}"
    ],
    "c5.chapters": [
        bought("salt", "chapters_unlocked = array[2]", "chapter"),
        bought("salt", "chapters_unlocked = array[6]", "chapter"),
        bought("salt", "chapters_unlocked = array[4, 4]", "bundle"),
        bought("salt", "chapters_unlocked = '{}'", "chapter"),
        # Written only later.
        f"update public.chapters set created_at = '2025-11-01' where id = {k('salt 3')}",
    ],
    "c5.unlock": [bought("salt", "purchase_type = 'premium_unlock'", "bundle")],
    "c5.again": [
        bought("salt", "chapters_unlocked = array[3, 4]", "bundle"),
        bought("salt", "purchase_type = 'premium_unlock'", "chapter"),
    ],
    "c5.seller": [
        bought("salt", f"creator_id = {k('bea')}", "chapter"),
        bought("salt", f"user_id = {k('ann')}", "chapter"),
        f"update public.stories set status = 'in_progress' where id = {k('salt')}",
    ],
    "c5.share": [
        bought("salt", "creator_earnings = 4", "chapter"),
        bought("tide", "creator_earnings = 2501"),
    ],
    "c5.booked": [
        f"delete from public.credit_transactions where amount = -5 and user_id = {k('rex')}",
        bought("salt", "credits_spent = 6", "chapter"),
        f"update public.credit_transactions set reference_id = {k('tide')}::text where amount = -5",
    ],
    "c5.discount": [
        "update public.cache_rewards set credits_saved = 2, discounted_cost = 3",
        "update public.cache_rewards set discounted_cost = 5",
        "update public.cache_rewards set original_cost = 4, credits_saved = 0",
    ],
    "c5.rewarded": [
        "update public.cache_rewards set discounted_cost = 3",
        "update public.cache_rewards set created_at = '2025-11-06'",
        f"update public.cache_rewards set chapter_id = {k('fire 4')}",
    ],
    "c5.hot": [
        f"update public.generation_logs set created_at = '2025-11-04 11:59+00' where story_id = {k('fire')}",
        f"delete from public.generation_logs where story_id = {k('fire')} and operation_type = 'chapter'"
        f" and chapter_id <> {k('fire 1')}",
    ],
    "c5.profile_cache": [
        f"update public.profiles set cache_hits = 2 where id = {k('rex')}",
        f"update public.profiles set cache_discount_earned = 0 where id = {k('rex')}",
    ],
    "c6.earned": [
        f"delete from public.creator_earnings where story_id = {k('tide')}",
        earned("tide", "credits_earned = 2499"),
        earned("tide", f"reader_id = {k('bob')}"),
    ],
    "c6.usd": [earned("tide", "usd_equivalent = 25.01"), earned("tide", "usd_equivalent = 125")],
    "c6.author": [
        earned("tide", f"creator_id = {k('bea')}"),
        earned("tide", f"reader_id = {k('ann')}"),
    ],
    "c6.entry": [
        earned("tide", "transaction_id = gen_random_uuid()::text"),
        earned("tide", f"reader_id = {k('bob')}"),
        earned("tide", "credits_earned = 2499"),
        earned("tide", f"story_id = {k('salt')}"),
    ],
    "c6.card": [earned("reed", "transaction_id = 'pi_9'")],
    "c6.once": ["update public.creator_earnings set transaction_id = 'tr_one'"],
}

PAYOUTS = {
    "c7.accumulated": [
        owed("ann", "total_accumulated_usd = 0.01"),
        owed("cal", "total_accumulated_usd = 0"),
        owed("bea", "total_accumulated_usd = 25"),
        # Refused, the amount is owed; paid, it is not.
        part("cal", "status = 'completed'"),
        told("bea", "stripe_transfer_id = null"),
    ],
    "c7.accumulation": [f"delete from public.creator_earnings_accumulation where creator_id = {k('dot')}"],
    "c7.profile": [
        f"update public.profiles set total_earnings_usd = 0.02 where id = {k('ann')}",
        f"update public.profiles set pending_payout_usd = 25.10 where id = {k('ann')}",
        f"update public.profiles set pending_payout_usd = 0 where id = {k('cal')}",
        f"update public.profiles set total_earnings_usd = 0.01 where id = {k('zed')}",
    ],
    "c7.amount": [
        part("ann", "amount_usd = 25.07"),
        part("cal", "amount_usd = 25.01"),
        # What was earned after the batch is not in it.
        "update public.creator_earnings set created_at = '2025-11-01 00:00:01+00' where credits_earned = 3",
    ],
    "c7.eligible": [
        f"delete from public.individual_payouts where creator_id = {k('cal')}",
        f"insert into public.individual_payouts (batch_id, creator_id, amount_usd) values ({k('november')}, {k('dot')}, 0.35)",
    ],
    "c7.threshold": [part("cal", "amount_usd = 24.99"), told("bea", "amount_usd = 24.99")],
    "c7.twice": [part("cal", f"creator_id = {k('ann')}")],
    "c7.last": [
        owed("ann", "last_payout_date = '2025-10-01'"),
        owed("ann", "last_payout_amount = 25.00"),
        owed("cal", "last_payout_date = '2025-11-01', last_payout_amount = 25.00"),
    ],
    "c7.batch_total": [
        f"update public.monthly_payout_batches set total_amount_usd = 50.07 {_NOVEMBER}",
        part("cal", "amount_usd = 25.01"),
    ],
    "c7.batch_creators": [
        f"update public.monthly_payout_batches set total_creators_paid = 2 {_NOVEMBER}",
        f"update public.monthly_payout_batches set processing_status = 'processing' {_NOVEMBER}",
    ],
    "c7.batch_status": [
        f"update public.monthly_payout_batches set processing_status = 'failed' {_NOVEMBER}",
        part("cal", "status = 'pending'"),
        part("ann", "status = 'failed'"),
    ],
    "c7.batch_date": [f"update public.monthly_payout_batches set batch_date = '2025-11-02' {_NOVEMBER}"],
    "c7.one_batch": [f"update public.monthly_payout_batches set batch_date = '2025-10-01' {_NOVEMBER}"],
    "c7.state": [
        part("ann", "stripe_transfer_id = null"),
        part("cal", "stripe_transfer_id = 'tr_cal'"),
        part("cal", "error_message = null"),
        part("ann", "error_message = 'Odd'"),
    ],
    "c7.payee": [
        f"update public.profiles set is_creator = false where id = {k('ann')}",
        f"update public.profiles set stripe_customer_id = null where id = {k('ann')}",
        f"update public.profiles set stripe_connect_account_id = null where id = {k('ann')}",
    ],
    "c7.transfer": [
        part("cal", "stripe_transfer_id = 'tr_ann'"),
        told("bea", "stripe_transfer_id = 'tr_ann'"),
    ],
    "c7.statement": [
        told("ann", f"creator_id = {k('bea')}"),
        told("ann", "amount_usd = 25.07"),
        told("ann", "status = 'processing'"),
    ],
    "c7.period": [
        told("ann", "earnings_count = 4"),
        told("ann", "amount_usd = 25.10"),
        told("ann", "period_start = '2025-10-06'"),
        told("bea", "period_end = '2025-11-02'"),
    ],
    "c7.statement_state": [
        told("ann", "stripe_transfer_id = null"),
        told("ann", "processed_at = null"),
        told("cal", "failure_reason = null"),
        told("ann", "failure_reason = 'Odd'"),
        told("cal", "status = 'pending'"),
    ],
}
