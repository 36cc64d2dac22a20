-- Buying chapters, and what the author gets of it.

-- Seven tenths, in whole credits; the rest and what rounding leaves is the platform's.
create function public.creator_share(p_credits integer) returns integer
language sql immutable set search_path = ''
as $$
    select p_credits * 7 / 10;
$$;

-- Which of the wanted chapters a reader would unlock, and for how much. Free ones and those bought
-- before cost nothing and are not among them; an unlocked story has all chapters that are not free.
-- SECURITY DEFINER: a reader does not see locked chapters, but may know which there are.
create function public.quote_story(
    p_user_id uuid,
    p_story_id uuid,
    p_chapters integer[],
    p_purchase_type text,
    out chapters integer[],
    out price integer
)
language sql stable security definer set search_path = ''
as $$
    select coalesce(
               array_agg(locked.chapter_number order by locked.chapter_number) filter (where locked.id is not null),
               '{}'
           ),
           case p_purchase_type
               when 'chapter' then pricing.price_per_chapter * count(locked.chapter_number)
               when 'bundle' then round(
                   pricing.price_per_chapter * count(locked.chapter_number) * (1 - coalesce(pricing.bundle_discount, 0))
               )
               when 'premium_unlock' then pricing.premium_unlock_price
           end::integer
    from public.story_pricing pricing
    join public.stories story on story.id = pricing.story_id and story.status = 'published'
    left join public.chapters locked
        on locked.story_id = pricing.story_id
        and locked.chapter_number > case when pricing.is_free_sample then pricing.free_chapters else 0 end
        and (p_purchase_type = 'premium_unlock' or locked.chapter_number = any (p_chapters))
        and not exists (
            select from public.story_purchases bought
            where bought.user_id = p_user_id
              and bought.story_id = pricing.story_id
              and (bought.purchase_type = 'premium_unlock'
                  or p_purchase_type <> 'premium_unlock'
                      and locked.chapter_number = any (bought.chapters_unlocked))
        )
    where pricing.story_id = p_story_id and public.acts_for(p_user_id)
    group by pricing.id;
$$;

-- A fifth off, rounded down, while the story is hot: more than three generations in a day.
-- SECURITY DEFINER: the generations are the author's, and nobody else reads them.
create function public.cache_discount(p_story_id uuid, p_price integer) returns integer
language sql stable security definer set search_path = ''
as $$
    select case when count(*) > 3 then p_price / 5 else 0 end
    from public.generation_logs
    where story_id = p_story_id
      and created_at >= public.current_moment() - interval '24 hours'
      and created_at <= public.current_moment();
$$;

-- The author's side of a purchase and the reader's: ledger, earning, running total, profile.
create function public.allocate_creator_earnings(
    p_creator_id uuid,
    p_story_id uuid,
    p_reader_id uuid,
    p_credits_spent integer,
    p_creator_earnings integer,
    p_usd_equivalent numeric
) returns void
language plpgsql set search_path = ''
as $$
declare
    entry uuid;
begin
    if p_creator_earnings <> public.creator_share(p_credits_spent) or p_usd_equivalent <> p_creator_earnings * 0.01 then
        raise exception 'the share of % credits is % credits, worth % USD, not % and %',
            p_credits_spent, public.creator_share(p_credits_spent), public.creator_share(p_credits_spent) * 0.01,
            p_creator_earnings, p_usd_equivalent using errcode = 'check_violation';
    end if;

    entry := public.process_credit_transaction(
        p_reader_id, -p_credits_spent, 'spend',
        'Read: ' || (select title from public.stories where id = p_story_id),
        p_story_id::text, 'story_read'
    );
    insert into public.creator_earnings (
        creator_id, story_id, reader_id, credits_earned, usd_equivalent, transaction_id, created_at
    )
    values (
        p_creator_id, p_story_id, p_reader_id, p_creator_earnings, p_usd_equivalent, entry::text,
        public.current_moment()
    );
    insert into public.creator_earnings_accumulation as running (
        creator_id, total_accumulated_usd, created_at, updated_at
    )
    values (p_creator_id, p_usd_equivalent, public.current_moment(), public.current_moment())
    on conflict (creator_id) do update
    set total_accumulated_usd = coalesce(running.total_accumulated_usd, 0) + excluded.total_accumulated_usd,
        updated_at = excluded.updated_at;
    update public.profiles
    set total_earnings_usd = coalesce(total_earnings_usd, 0) + p_usd_equivalent,
        pending_payout_usd = coalesce(pending_payout_usd, 0) + p_usd_equivalent
    where id = p_creator_id;
end;
$$;

create function public.reward_cache_hit(
    p_user_id uuid, p_story_id uuid, p_chapter integer, p_price integer, p_discount integer
) returns void
language sql set search_path = ''
as $$
    update public.profiles
    set cache_hits = coalesce(cache_hits, 0) + 1,
        cache_discount_earned = coalesce(cache_discount_earned, 0) + p_discount
    where id = p_user_id;

    insert into public.cache_rewards (
        user_id, story_id, chapter_id, cache_key, credits_saved, original_cost, discounted_cost, created_at
    )
    select p_user_id, story_id, id, 'story_read:' || story_id || ':' || chapter_number,
           p_discount, p_price, p_price - p_discount, public.current_moment()
    from public.chapters
    where story_id = p_story_id and chapter_number = p_chapter;
$$;

-- SECURITY DEFINER: readers buy for themselves, but only through here do they write to ledgers. What
-- they pass is what they were told; it must agree with what the story costs. A discount may be left out.
create function public.process_story_purchase(
    p_user_id uuid,
    p_story_id uuid,
    p_creator_id uuid,
    p_credits_spent integer,
    p_chapters_unlocked integer[],
    p_purchase_type text,
    p_cache_discount integer,
    p_original_cost integer
) returns void
language plpgsql security definer set search_path = ''
as $$
declare
    quote record;
begin
    perform public.require_acts_for(p_user_id);
    -- One purchase of a reader at a time, or both would find the chapters locked.
    perform from public.profiles where id = p_user_id for update;
    perform from public.stories where id = p_story_id and user_id = p_creator_id and status = 'published';
    if not found or p_creator_id = p_user_id then
        raise exception 'story % is not for sale by % to %', p_story_id, p_creator_id, p_user_id
            using errcode = 'no_data_found';
    end if;

    select * into quote from public.quote_story(p_user_id, p_story_id, p_chapters_unlocked, p_purchase_type);
    if coalesce(quote.chapters, '{}') = '{}'
        or p_purchase_type <> 'premium_unlock'
        and quote.chapters <> (select array_agg(wanted order by wanted) from unnest(p_chapters_unlocked) wanted)
    then
        raise exception 'of chapters % only % are left to unlock', p_chapters_unlocked, quote.chapters
            using errcode = 'check_violation';
    end if;
    if p_original_cost <> quote.price
        or p_cache_discount not in (0, public.cache_discount(p_story_id, quote.price))
        or p_credits_spent <> p_original_cost - p_cache_discount
    then
        raise exception 'chapters % cost % credits, not % less % for %',
            quote.chapters, quote.price, p_original_cost, p_cache_discount, p_credits_spent
            using errcode = 'check_violation';
    end if;

    if p_credits_spent > 0 then
        perform public.allocate_creator_earnings(
            p_creator_id, p_story_id, p_user_id, p_credits_spent,
            public.creator_share(p_credits_spent), public.creator_share(p_credits_spent) * 0.01
        );
    end if;
    insert into public.story_purchases (
        user_id, story_id, creator_id, purchase_type, chapters_unlocked, credits_spent, creator_earnings, created_at
    )
    values (
        p_user_id, p_story_id, p_creator_id, p_purchase_type, quote.chapters, p_credits_spent,
        public.creator_share(p_credits_spent), public.current_moment()
    );
    if p_cache_discount > 0 then
        perform public.reward_cache_hit(
            p_user_id, p_story_id, quote.chapters[1], p_original_cost, p_cache_discount
        );
    end if;
end;
$$;

create function public.get_creator_earnings_summary(p_creator_id uuid, p_days_back integer default 30)
returns table (
    total_earnings_period numeric,
    total_credits_earned integer,
    unique_readers integer,
    stories_with_earnings integer,
    average_per_story numeric,
    current_accumulated numeric
)
language sql stable rows 1 set search_path = ''
as $$
    select coalesce(sum(earning.usd_equivalent), 0),
           coalesce(sum(earning.credits_earned), 0)::integer,
           count(distinct earning.reader_id)::integer,
           count(distinct earning.story_id)::integer,
           coalesce(round(sum(earning.usd_equivalent) / nullif(count(distinct earning.story_id), 0), 4), 0),
           coalesce(
               (select total_accumulated_usd from public.creator_earnings_accumulation
                where creator_id = p_creator_id),
               0
           )
    from public.creator_earnings earning
    where earning.creator_id = p_creator_id
      and earning.created_at >= public.current_moment() - make_interval(days => p_days_back);
$$;
