"""Prices, purchases and discounts, and what the author gets of them (c5, c6)."""

from __future__ import annotations

from .declare import each, never

_PRICED = """public.story_purchases t
    join public.story_pricing p on p.story_id = t.story_id and p.updated_at <= t.created_at
    left join public.cache_rewards r
        on r.user_id = t.user_id and r.story_id = t.story_id and r.created_at = t.created_at"""

_PRICE = """case t.purchase_type
    when 'premium_unlock' then p.premium_unlock_price
    when 'bundle' then round(p.price_per_chapter * cardinality(t.chapters_unlocked) * (1 - p.bundle_discount))
    else p.price_per_chapter * cardinality(t.chapters_unlocked) end"""

# The chapters that were for sale when the purchase was made.
_LOCKED = """public.story_purchases t left join public.story_pricing p on p.story_id = t.story_id
    cross join lateral (
        select coalesce(array_agg(c.chapter_number order by c.chapter_number), '{}') as chapters
        from public.chapters c
        where c.story_id = t.story_id and c.created_at <= t.created_at
          and c.chapter_number > case when p.is_free_sample then p.free_chapters else 0 end) locked"""

_REWARDED = """public.cache_rewards t
    left join public.story_purchases b
        on b.user_id = t.user_id and b.story_id = t.story_id and b.created_at = t.created_at
    left join public.chapters c on c.id = t.chapter_id"""

# Sums of purchases and of what was booked for them, for each reader and story.
_BOOKED = """(
    select min(b.id::text)::uuid as id, b.user_id, b.story_id, count(*) filter (where b.credits_spent > 0) as purchases,
           sum(b.credits_spent) as spent, sum(b.creator_earnings) as shares
    from public.story_purchases b group by b.user_id, b.story_id) t
    cross join lateral (
        select count(*) as entries, -coalesce(sum(l.amount), 0) as credits from public.credit_transactions l
        where l.user_id = t.user_id and l.reference_type = 'story_read' and l.reference_id = t.story_id::text
          and l.transaction_type = 'spend') l
    cross join lateral (
        select count(*) as entries, coalesce(sum(e.credits_earned), 0) as credits from public.creator_earnings e
        where e.reader_id = t.user_id and e.story_id = t.story_id) e"""

_LEDGER_ID = "t.transaction_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'"

_EARNED = """public.creator_earnings t
    left join public.credit_transactions l on l.id::text = t.transaction_id"""

SALES = (
    each(
        "c5.price",
        "A purchase costs what its chapters do: each its price, a bundle less its discount rounded half up, the whole story its own price; less what the cache saved",
        _PRICED,
        f"t.credits_spent + coalesce(r.credits_saved, 0) = {_PRICE}",
        show="t.purchase_type, t.chapters_unlocked, t.credits_spent, r.credits_saved",
    ),
    each(
        "c5.pricing",
        "A story is priced by its author: no price below zero, a discount that is a fraction",
        "public.story_pricing t join public.stories s on s.id = t.story_id",
        """t.creator_id = s.user_id and t.price_per_chapter >= 0 and t.premium_unlock_price >= 0
            and t.free_chapters >= 0 and t.bundle_discount >= 0 and t.bundle_discount < 1""",
        show="t.creator_id, s.user_id, t.price_per_chapter, t.bundle_discount",
    ),
    never(
        "c5.one_price",
        "No story has two rows of prices",
        facts="select count(*) from public.story_pricing t where :ours(t.id)",
        found="""select min(t.id::text), t.story_id from public.story_pricing t where :ours(t.id)
            group by t.story_id having count(*) > 1""",
    ),
    each(
        "c5.chapters",
        "A purchase unlocks chapters that were there and not free, each once",
        _LOCKED,
        """cardinality(t.chapters_unlocked) > 0 and t.chapters_unlocked <@ locked.chapters
            and cardinality(t.chapters_unlocked) = (select count(distinct n) from unnest(t.chapters_unlocked) n)""",
        show="t.chapters_unlocked, locked.chapters",
    ),
    each(
        "c5.unlock",
        "Who unlocks a whole story unlocks every chapter that is not free",
        _LOCKED,
        "t.chapters_unlocked @> locked.chapters",
        where="t.purchase_type = 'premium_unlock'",
        show="t.chapters_unlocked, locked.chapters",
    ),
    each(
        "c5.again",
        "Nobody pays for a chapter of a story twice, but who unlocks the whole story",
        """public.story_purchases t left join public.story_purchases earlier
            on earlier.user_id = t.user_id and earlier.story_id = t.story_id
            and (earlier.created_at, earlier.id) < (t.created_at, t.id)
            and (earlier.purchase_type = 'premium_unlock'
                or t.purchase_type <> 'premium_unlock' and earlier.chapters_unlocked && t.chapters_unlocked)""",
        "earlier.id is null",
        show="t.chapters_unlocked, earlier.chapters_unlocked",
    ),
    each(
        "c5.seller",
        "A story is bought from its author, by somebody else, once it is finished and out",
        "public.story_purchases t join public.stories s on s.id = t.story_id",
        "t.creator_id = s.user_id and t.user_id <> s.user_id and s.status in ('published', 'completed')",
        show="t.user_id, t.creator_id, s.user_id, s.status",
    ),
    each(
        "c5.share",
        "The author gets seven tenths of what was paid, in whole credits",
        "public.story_purchases t",
        "t.creator_earnings = t.credits_spent * 7 / 10",
        show="t.credits_spent, t.creator_earnings",
    ),
    each(
        "c5.booked",
        "What a reader paid for a story is in the ledger, an entry for each purchase",
        _BOOKED,
        "(l.entries, l.credits) = (t.purchases, t.spent)",
        show="t.purchases, t.spent, l.entries, l.credits",
    ),
    each(
        "c5.discount",
        "The cache saves a fifth of the price, rounded down",
        "public.cache_rewards t",
        """t.credits_saved = floor(t.original_cost * 0.2) and t.credits_saved > 0
            and t.discounted_cost = t.original_cost - t.credits_saved""",
        show="t.original_cost, t.credits_saved, t.discounted_cost",
    ),
    each(
        "c5.rewarded",
        "What the cache saved belongs to a purchase at that moment, at that price, with that chapter first",
        _REWARDED,
        "b.credits_spent = t.discounted_cost and c.chapter_number = b.chapters_unlocked[1]",
        show="t.discounted_cost, b.credits_spent, c.chapter_number, b.chapters_unlocked",
    ),
    each(
        "c5.hot",
        "The cache saves something while a story is hot: with more than three generations in a day",
        """public.cache_rewards t cross join lateral (
            select count(*) as generations from public.generation_logs g
            where g.story_id = t.story_id
              and g.created_at between t.created_at - interval '24 hours' and t.created_at) day""",
        "day.generations > 3",
        show="t.created_at, day.generations",
    ),
    each(
        "c5.profile_cache",
        "A profile counts the discounts of the cache and what they saved",
        """public.profiles t cross join lateral (
            select count(*) as hits, coalesce(sum(r.credits_saved), 0) as saved
            from public.cache_rewards r where r.user_id = t.id) r""",
        "(coalesce(t.cache_hits, 0), coalesce(t.cache_discount_earned, 0)) = (r.hits, r.saved)",
        show="t.cache_hits, r.hits, t.cache_discount_earned, r.saved",
    ),
    each(
        "c6.earned",
        "What an author earned of a reader with a story is the sum of the shares, an earning for each purchase",
        _BOOKED,
        "(e.entries, e.credits) = (t.purchases, t.shares)",
        show="t.purchases, t.shares, e.entries, e.credits",
    ),
    each(
        "c6.usd",
        "A credit earned is worth a cent",
        "public.creator_earnings t",
        "t.usd_equivalent = t.credits_earned * 0.01",
        show="t.credits_earned, t.usd_equivalent",
    ),
    each(
        "c6.author",
        "An earning is the author's, and of somebody else's reading",
        "public.creator_earnings t join public.stories s on s.id = t.story_id",
        "t.creator_id = s.user_id and t.reader_id <> t.creator_id",
        show="t.creator_id, s.user_id, t.reader_id",
    ),
    each(
        "c6.entry",
        "An earning names the entry of the reader's ledger that paid for it, and is its share",
        _EARNED,
        """l.user_id = t.reader_id and l.reference_id = t.story_id::text and l.reference_type = 'story_read'
            and t.credits_earned = -l.amount * 7 / 10""",
        where=_LEDGER_ID,
        show="t.transaction_id, t.credits_earned, l.amount",
    ),
    each(
        "c6.card",
        "An earning that names no entry of a ledger names a transfer or what waits for one",
        "public.creator_earnings t",
        "t.transaction_id ~ '^(tr_|manual_required_|queued_processed_)'",
        where=f"not {_LEDGER_ID}",
        show="t.transaction_id",
    ),
    never(
        "c6.once",
        "Nothing is earned twice: no two earnings name one transaction",
        facts="select count(*) from public.creator_earnings t where :ours(t.id)",
        found="""select min(t.id::text), t.transaction_id from public.creator_earnings t where :ours(t.id)
            group by t.transaction_id having count(*) > 1""",
    ),
)
