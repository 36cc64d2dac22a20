"""Levels, their map and their rewards (c2), playing them (c3), and what is earned in all (c4)."""

from __future__ import annotations

from ..vocabulary import XP_REWARDS
from .declare import each, paid_once

#: A level that coins skipped: it earns nothing.
SKIPPED = "coalesce(p.metadata @> '{\"skipped\": true}', false)"

_CURVE = "(array[" + ", ".join(str(xp) for _, xp in sorted(XP_REWARDS.items())) + "])[t.level_number]"

_DONE = """public.user_progress t join public.users u on u.id = t.user_id
    join public.levels l on l.id = t.level_id"""

#: By user: levels done, those that earned something, and what they earned.
PLAYED = f"""select p.user_id, count(*) as levels, max(l.level_number) as highest,
           count(*) filter (where not {SKIPPED}) as earned,
           coalesce(sum(l.xp_reward) filter (where not {SKIPPED}), 0) as xp,
           coalesce(sum(l.coin_reward) filter (where not {SKIPPED}), 0) as coins
    from public.user_progress p join public.levels l on l.id = p.level_id
    where p.completed_at is not null group by p.user_id"""

#: By player of a battle that somebody won: when it began, and what it earned (c7).
FOUGHT = """select player as user_id, b.start_time,
           case when player = b.winner_id then 500 else 100 end as xp,
           case when player = b.winner_id then 200 else 50 end as coins
    from public.battles b cross join lateral unnest(array[b.user1_id, b.user2_id]) player
    where b.status = 'completed' and b.winner_id is not null"""

#: By payment that went well: coins of the pack.
BOUGHT = """select k.user_id, k.created_at, (substring(k.product_id from '[0-9]+$'))::integer as coins
    from public.payment_transactions k where k.product_type = 'coins' and k.status = 'completed'"""

_UPVOTED = "select g.user_id, g.created_at from public.activity_log g where g.action = 'forum_upvote'"

_EARNED = f"""public.users t
    left join ({PLAYED}) p on p.user_id = t.id
    left join (select f.user_id, sum(f.xp) as xp, sum(f.coins) as coins from ({FOUGHT}) f group by 1) b on b.user_id = t.id
    left join (select k.user_id, sum(k.coins) as coins from ({BOUGHT}) k group by 1) k on k.user_id = t.id
    left join (select s.user_id, sum(s.amount_coins) as coins from public.user_purchases s group by 1) s on s.user_id = t.id
    left join (select g.user_id, 10 * count(*) as coins from ({_UPVOTED}) g group by 1) g on g.user_id = t.id"""

_COINS = """coalesce(p.coins, 0) + coalesce(b.coins, 0) + coalesce(k.coins, 0)
    - coalesce(s.coins, 0) - coalesce(g.coins, 0)"""

# The rewards of a battle come some time after it began: as early as may be here.
_BALANCES = f"""(
    select id, user_id, at, coins, sum(coins) over (partition by user_id order by at, coins desc
                                                    rows between unbounded preceding and current row) as balance
    from (select null::uuid as id, p.user_id, p.completed_at as at, l.coin_reward as coins
          from public.user_progress p join public.levels l on l.id = p.level_id
          where p.completed_at is not null and not {SKIPPED}
          union all select null, f.user_id, f.start_time, f.coins from ({FOUGHT}) f
          union all select null, k.user_id, k.created_at, k.coins from ({BOUGHT}) k
          union all select s.id, s.user_id, s.purchased_at, -s.amount_coins from public.user_purchases s
          union all select g.id, g.user_id, g.created_at, -10 from public.activity_log g
          where g.action = 'forum_upvote') e) t"""

LEVELS = (
    each(
        "c2.track",
        "Every craving has thirty levels, numbered from 1, worth 5690 XP and 2845 coins in all, sugar 20 and 10 less",
        """public.cravings t join lateral (
            select count(*) as levels, min(level_number) as first, max(level_number) as last,
                   sum(xp_reward) as xp, sum(coin_reward) as coins
            from public.levels l where l.craving_type = t.type) l on true""",
        """(l.levels, l.first, l.last) = (30, 1, 30) and l.xp = 2 * l.coins
            and l.xp = case t.type when 'sugar' then 5670 else 5690 end""",
        ours=None,
        show="t.type, l.levels, l.first, l.last, l.xp, l.coins",
    ),
    each(
        "c2.craving",
        "Every level belongs to one of the cravings that are shown",
        "public.levels t",
        "exists (select from public.cravings c where c.type = t.craving_type)",
        ours=None,
        show="t.craving_type",
    ),
    each(
        "c2.xp",
        "The XP of a level follow one curve, from 100 to 300; sugar has 200 at level 19",
        "public.levels t",
        f"t.xp_reward = case when (t.craving_type, t.level_number) = ('sugar', 19) then 200 else {_CURVE} end",
        ours=None,
        show="t.craving_type, t.level_number, t.xp_reward",
    ),
    each(
        "c2.coins",
        "The coins of a level are half of its XP",
        "public.levels t",
        "2 * t.coin_reward = t.xp_reward",
        ours=None,
        show="t.xp_reward, t.coin_reward",
    ),
    each(
        "c2.mapped",
        "Every level has its place on the map",
        "public.levels t",
        "exists (select from public.level_map_data m where m.level_id = t.id)",
        ours=None,
        show="t.craving_type, t.level_number",
    ),
    each(
        "c2.neighbours",
        "A place on the map leads to the level before and the level after, and nowhere else",
        "public.level_map_data t join public.levels l on l.id = t.level_id",
        """(select array_agg(c order by c) from jsonb_array_elements_text(t.connections) c)
            = (select array_agg(n.id::text order by n.id::text) from public.levels n
               where n.craving_type = l.craving_type and abs(n.level_number - l.level_number) = 1)""",
        ours=None,
        show="l.craving_type, l.level_number, t.connections",
    ),
    each(
        "c3.current_level",
        "The current level is the one after the highest that was completed or skipped, at first 1",
        f"public.users t left join ({PLAYED}) p on p.user_id = t.id",
        "t.current_level = coalesce(p.highest, 0) + 1",
        show="t.current_level, p.highest",
    ),
    each(
        "c3.streak",
        "A streak counts completed levels, not days, so it is no longer than there are such",
        f"public.users t left join ({PLAYED}) p on p.user_id = t.id",
        "t.streak_count between 0 and coalesce(p.earned, 0)",
        show="t.streak_count, p.earned",
    ),
    each(
        "c3.logged",
        "A completed level stands in the feed of its player, once",
        "public.user_progress t",
        """(select count(*) from public.activity_log g where g.user_id = t.user_id and g.action = 'level_completed'
            and g.resource_type = 'level' and g.resource_id = t.level_id::text) = 1""",
        where=f"t.completed_at is not null and not {SKIPPED.replace('p.', 't.')}",
        show="t.user_id, t.level_id",
    ),
    each(
        "c3.event",
        "The server tells of each completed level, at that moment",
        "public.user_progress t",
        """exists (select from public.journey_events e where e.user_id = t.user_id
            and e.event = 'level_complete_server' and e.success and e.created_at = t.completed_at)""",
        where=f"t.completed_at is not null and not {SKIPPED.replace('p.', 't.')}",
        show="t.user_id, t.completed_at",
    ),
    each(
        "c3.free",
        "Who never had a plan plays the first ten levels",
        _DONE,
        f"l.level_number <= 10 or u.subscription_tier <> 'free' or {paid_once('u.id')}",
        where="t.completed_at is not null",
        show="l.level_number, u.subscription_tier",
    ),
    each(
        "c3.craving",
        "The levels that somebody plays are those of the chosen craving",
        _DONE,
        "l.craving_type = u.primary_craving",
        show="l.craving_type, u.primary_craving",
    ),
    each(
        "c3.skip",
        "A skipped level is completed, says so as answer, and names the item that skipped it",
        "public.user_progress t left join public.shop_items i on i.id::text = t.metadata ->> 'skip_purchase_id'",
        """t.completed_at is not null and t.user_response = 'Skipped' and t.metadata @> '{"skipped": true}'
            and i.effects ? 'level_skip'""",
        where=f"{SKIPPED.replace('p.', 't.')} or t.user_response = 'Skipped'",
        show="t.completed_at, t.user_response, t.metadata",
    ),
    each(
        "c4.xp",
        "XP are those of completed levels, skipped ones left out, and of battles",
        _EARNED,
        "t.xp = coalesce(p.xp, 0) + coalesce(b.xp, 0)",
        show="t.xp, p.xp, b.xp",
    ),
    each(
        "c4.coins",
        "Coins are those of levels, battles and packs, less what was spent in the shop and on upvotes",
        _EARNED,
        f"t.cravecoins = {_COINS}",
        show="t.cravecoins, p.coins, b.coins, k.coins, s.coins, g.coins",
    ),
    each(
        "c4.spendable",
        "Nobody spends coins that are not there yet",
        _BALANCES,
        "t.balance >= 0",
        where="t.id is not null",
        show="t.at, t.coins, t.balance",
    ),
    each(
        "c4.not_negative",
        "Nobody has less than no XP, coins or streak",
        "public.users t",
        "least(t.xp, t.cravecoins, t.streak_count) >= 0",
        show="t.xp, t.cravecoins, t.streak_count",
    ),
)
