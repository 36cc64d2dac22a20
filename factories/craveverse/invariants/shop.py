"""The shop, what is left of purchases, pauses and themes (c5)."""

from __future__ import annotations

from .declare import each, paid_once

_BUY = "public.user_purchases t join public.shop_items i on i.id = t.item_id"

# What an item does, as one word: pause 1, pause 3, skip.
_DOES = "case when i.effects ? 'pause_days' then 'pause ' || (i.effects ->> 'pause_days') else 'skip' end"

# By user and what items do: how many were bought, how many used.
_BOUGHT = f"""select s.user_id, {_DOES} as does, sum(s.quantity) as bought
    from public.user_purchases s join public.shop_items i on i.id = s.item_id
    where i.type in ('consumable', 'utility') group by 1, 2"""
_USED = """select z.user_id, 'pause ' || (z.end_date - z.start_date) as does, count(*) as used
    from public.streak_pauses z group by 1, 2
    union all
    select p.user_id, 'skip', count(*) from public.user_progress p
    where p.metadata @> '{"skipped": true}' group by 1"""
_HELD = f"""select v.user_id, {_DOES} as does, sum(v.quantity) as held
    from public.user_inventory v join public.shop_items i on i.id = v.item_id group by 1, 2"""
_PACKED = "exists (select from public.payment_transactions k where k.user_id = {user} and k.product_type = 'pause_tokens' and k.status = 'completed')"

#: Pause tokens a month by tier; a trial is one of plus.
_ALLOWANCE = "case u.subscription_tier when 'free' then 0 when 'ultra' then 10 else 3 end"

SHOP = (
    each(
        "c5.price",
        "A purchase costs the price of the item times the quantity",
        _BUY,
        "t.amount_coins = i.price_coins * t.quantity and t.quantity > 0",
        show="i.name, i.price_coins, t.quantity, t.amount_coins",
    ),
    each(
        "c5.tier",
        "An item is bought by those whose tier is high enough, now or when they had a plan",
        f"{_BUY} join public.users u on u.id = t.user_id",
        f"u.subscription_tier >= i.tier_required or {paid_once('u.id')}",
        show="i.name, i.tier_required, u.subscription_tier",
    ),
    each(
        "c5.effects",
        "An item does what its kind can: a consumable pauses for one or three days, a utility skips a level, a cosmetic is a theme",
        "public.shop_items t",
        """case t.type when 'consumable' then t.effects -> 'pause_days' in ('1', '3')
            when 'utility' then t.effects -> 'level_skip' = '1' else jsonb_typeof(t.effects -> 'theme') = 'string' end""",
        ours=None,
        show="t.name, t.type, t.effects",
    ),
    each(
        "c5.held",
        "Of what was bought and not used there is that much left",
        f"""public.user_inventory t join public.shop_items i on i.id = t.item_id
            join ({_HELD}) h on h.user_id = t.user_id and h.does = {_DOES}
            left join ({_BOUGHT}) b on b.user_id = t.user_id and b.does = h.does
            left join ({_USED}) z on z.user_id = t.user_id and z.does = h.does""",
        f"""h.held = coalesce(b.bought, 0) - coalesce(z.used, 0)
            or h.does <> 'skip' and h.held > coalesce(b.bought, 0) - coalesce(z.used, 0) and {_PACKED.format(user="t.user_id")}""",
        show="h.does, b.bought, z.used, h.held",
    ),
    each(
        "c5.left",
        "Of what was bought, what was not used is still there",
        f"""{_BUY} join ({_BOUGHT}) b on b.user_id = t.user_id and b.does = {_DOES}
            left join ({_USED}) z on z.user_id = t.user_id and z.does = b.does
            left join ({_HELD}) h on h.user_id = t.user_id and h.does = b.does""",
        "b.bought - coalesce(z.used, 0) <= coalesce(h.held, 0)",
        where="i.type in ('consumable', 'utility')",
        show="b.does, b.bought, z.used, h.held",
    ),
    each(
        "c5.skips_paid",
        "Nobody skips more levels than they bought skips",
        f"""public.user_progress t left join ({_BOUGHT}) b on b.user_id = t.user_id and b.does = 'skip'
            left join ({_USED}) z on z.user_id = t.user_id and z.does = 'skip'""",
        "b.bought >= z.used",
        where="t.metadata @> '{\"skipped\": true}'",
        show="b.bought, z.used",
    ),
    each(
        "c5.pauses_paid",
        "Nobody pauses more often than they bought tokens for so many days",
        f"""public.streak_pauses t left join ({_BOUGHT}) b
                on b.user_id = t.user_id and b.does = 'pause ' || (t.end_date - t.start_date)
            left join ({_USED}) z on z.user_id = t.user_id and z.does = 'pause ' || (t.end_date - t.start_date)""",
        f"b.bought >= z.used or {_PACKED.format(user='t.user_id')}",
        show="b.bought, z.used",
    ),
    each(
        "c5.no_cosmetics",
        "Only consumables and utilities lie in an inventory; a theme is unlocked instead",
        "public.user_inventory t join public.shop_items i on i.id = t.item_id",
        "i.type in ('consumable', 'utility')",
        show="i.name, i.type",
    ),
    each(
        "c5.unlocked",
        "A bought theme is unlocked",
        _BUY,
        """exists (select from public.user_themes h where h.user_id = t.user_id
            and h.theme_id = i.effects ->> 'theme')""",
        where="i.type = 'cosmetic'",
        show="t.user_id, i.effects",
    ),
    each(
        "c5.theme_bought",
        "An unlocked theme was bought, not later than it was unlocked",
        "public.user_themes t",
        """exists (select from public.user_purchases s join public.shop_items i on i.id = s.item_id
            where s.user_id = t.user_id and i.type = 'cosmetic' and i.effects ->> 'theme' = t.theme_id
              and s.purchased_at <= t.unlocked_at)""",
        show="t.theme_id, t.unlocked_at",
    ),
    each(
        "c5.active_theme",
        "The theme that is applied is an unlocked one",
        "public.user_settings t",
        """exists (select from public.user_themes h where h.user_id = t.user_id
            and h.theme_id = t.active_theme_id)""",
        where="t.active_theme_id is not null",
        show="t.active_theme_id",
    ),
    each(
        "c5.pause_days",
        "A pause ends one or three days after it began, as the token says",
        """public.streak_pauses t left join public.user_inventory v on v.id = t.pause_token_id
            left join public.shop_items i on i.id = v.item_id""",
        """t.end_date - t.start_date in (1, 3)
            and (t.pause_token_id is null or t.end_date - t.start_date = (i.effects ->> 'pause_days')::integer)""",
        show="t.start_date, t.end_date, i.effects",
    ),
    each(
        "c5.pause_start",
        "A pause begins on the day on which it was asked for, in UTC",
        "public.streak_pauses t",
        "t.start_date = (t.created_at at time zone 'utc')::date",
        show="t.start_date, t.created_at",
    ),
    each(
        "c5.one_pause",
        "Nobody has two pauses at a time",
        "public.streak_pauses t",
        """not exists (select from public.streak_pauses z where z.user_id = t.user_id and z.id <> t.id
            and z.is_active and z.start_date <= t.end_date and t.start_date <= z.end_date)""",
        where="t.is_active",
        show="t.user_id, t.start_date, t.end_date",
    ),
    each(
        "c5.allowance",
        "The older counters hold no more tokens a month than the tier allows, now or when there was a plan",
        "public.pause_tokens t join public.users u on u.id = t.user_id",
        f"""least(t.tokens_available, t.tokens_used) >= 0 and (t.tokens_available + t.tokens_used <= {_ALLOWANCE}
            or t.tokens_available + t.tokens_used <= 10 and {paid_once("u.id")})""",
        show="u.subscription_tier, t.tokens_available, t.tokens_used",
    ),
)
