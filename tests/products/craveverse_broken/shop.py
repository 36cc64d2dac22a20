"""Breaking what is promised of the shop, of plans and of payments (c5, c6)."""

from __future__ import annotations

from witness import k

_OF = {who: f"where user_id = {k(who)}" for who in ("ana", "bob", "cam", "fin", "gus")}

SHOP = {
    "c5.price": [
        "update public.user_purchases set amount_coins = amount_coins + 1",
        "update public.user_purchases set quantity = 0, amount_coins = 0",
    ],
    "c5.tier": [
        f"update public.user_purchases set user_id = {k('cam')}",
        "update public.shop_items set tier_required = 'ultra';"
        f" update public.subscriptions set status = 'incomplete' {_OF['ana']}",
    ],
    "c5.effects": [
        "update public.shop_items set effects = '{\"pause_days\": 2}' where type = 'consumable'",
        "update public.shop_items set effects = '{}' where type = 'utility'",
        "update public.shop_items set effects = '{\"theme\": 1}' where type = 'cosmetic'",
    ],
    "c5.held": [
        "update public.user_inventory set quantity = quantity + 1",
        "delete from public.streak_pauses",
        "delete from public.user_purchases",
    ],
    "c5.left": [
        "delete from public.user_inventory",
        "update public.user_purchases set quantity = quantity + 1",
    ],
    "c5.skips_paid": ["update public.user_purchases set quantity = 0"],
    "c5.pauses_paid": [
        "delete from public.user_purchases",
        "update public.streak_pauses set end_date = start_date + 3",
    ],
    "c5.no_cosmetics": ["update public.shop_items set type = 'cosmetic'"],
    "c5.unlocked": ["delete from public.user_themes"],
    "c5.theme_bought": [
        "delete from public.user_purchases",
        "update public.user_themes set unlocked_at = '2025-11-09'",
    ],
    "c5.active_theme": [
        "delete from public.user_themes",
        f"update public.user_settings set active_theme_id = 'premium' {_OF['bob']}",
    ],
    "c5.pause_days": [
        "update public.streak_pauses set end_date = start_date + 2, pause_token_id = null",
        "update public.streak_pauses set end_date = start_date + 3",
    ],
    "c5.pause_start": ["update public.streak_pauses set start_date = start_date - 1"],
    "c5.one_pause": [
        "insert into public.streak_pauses (user_id, start_date, end_date) select user_id, end_date, end_date + 1"
        " from public.streak_pauses"
    ],
    "c5.allowance": [
        "update public.pause_tokens set tokens_available = 9",
        "update public.pause_tokens set tokens_used = -1",
        f"update public.pause_tokens set user_id = {k('cam')}",
    ],
}

BILLING = {
    "c6.plan_price": [
        "update public.payment_transactions set amount_cents = 2999 where product_id = 'plus'",
        "update public.payment_transactions set amount_cents = 5999 where product_id = 'plus_monthly'",
        "update public.payment_transactions set product_id = 'gold' where product_id = 'plus'",
    ],
    "c6.pack_price": [
        "update public.payment_transactions set amount_cents = 300 where product_id = 'coins_500'",
        "update public.payment_transactions set product_id = 'coins_700' where product_id = 'coins_500'",
    ],
    "c6.positive": ["update public.payment_transactions set amount_cents = 0"],
    "c6.amount": [
        "create or replace view public.transactions as select id, user_id, amount_cents / 10.0 as amount, status,"
        " product_type as type, created_at from public.payment_transactions"
    ],
    "c6.trial_length": [
        "update public.subscriptions set trial_end = trial_end + interval '1 hour'",
        "update public.subscriptions set trial_start = null",
    ],
    "c6.trialing": [
        "update public.subscriptions set current_period_end = current_period_end + interval '1 hour'",
        "update public.subscriptions set status = 'trialing'",
    ],
    "c6.trial_account": [
        f"update public.users set {changed} where id = {k('bob')}"
        for changed in ("subscription_tier = 'plus'", "trial_ends_at = null", "plan_id = 'free'")
    ],
    "c6.on_trial": [f"update public.subscriptions set status = 'canceled' {_OF['bob']}"],
    "c6.trial_once": [
        "insert into public.trial_history (user_id, plan_id, started_at, ended_at)"
        " select user_id, plan_id, started_at, ended_at from public.trial_history"
    ],
    "c6.trial_history": [
        "update public.trial_history set ended_at = ended_at + interval '1 hour'",
        "update public.trial_history set plan_id = 'ultra'",
        f"update public.trial_history set user_id = {k('ana')}",
    ],
    "c6.trial_kept": ["delete from public.trial_history"],
    "c6.trial_logged": [
        "delete from public.activity_log where action = 'trial_started'",
        f"update public.activity_log set resource_id = {k('ana plan')} where action = 'trial_started'",
    ],
    "c6.one_plan": [f"update public.subscriptions set status = 'active', user_id = {k('ana')} {_OF['fin']}"],
    "c6.paid_account": [
        f"update public.subscriptions set plan_id = 'ultra' {_OF['ana']}",
        f"update public.users set plan_id = 'free' where id = {k('ana')}",
        f"update public.subscriptions set status = 'active' {_OF['fin']}",
    ],
    "c6.paid_for": [
        f"delete from public.payment_transactions {_OF['gus']}",
        f"update public.payment_transactions set status = 'failed' {_OF['ana']}",
        f"update public.payment_transactions set created_at = created_at - interval '1 hour' {_OF['ana']}",
    ],
    "c6.tier": [
        f"update public.subscriptions set status = 'canceled' {_OF['gus']}",
        f"update public.users set plan_id = 'plus' where id = {k('gus')}",
    ],
    "c6.free": [
        f"update public.users set plan_id = 'plus' where id = {k('cam')}",
        f"update public.subscriptions set status = 'active' {_OF['fin']}",
    ],
    "c6.canceled": ["update public.subscriptions set cancel_at = null"],
}
