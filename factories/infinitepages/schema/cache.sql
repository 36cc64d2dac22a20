-- What the cache of generated content is worth. The tables decide by their policies whose rows count.

create function public.clean_expired_cache_entries() returns integer
language sql set search_path = ''
as $$
    with cleaned as (
        delete from public.infinite_pages_cache where expires_at < public.current_moment() returning id
    )
    select count(*)::integer from cleaned;
$$;

-- The name that later code calls.
create function public.cleanup_expired_cache() returns integer
language sql set search_path = ''
as $$
    select public.clean_expired_cache_entries();
$$;

create function public.cache_savings_usd(p_tokens bigint) returns numeric
language sql immutable set search_path = ''
as $$
    select round(coalesce(p_tokens, 0) * 0.000015, 4);
$$;

-- A score up to 100: half for the share of reads that the cache served, 30 for how reusable its
-- entries are, 20 for a dollar saved in thirty days.
create function public.get_infinite_pages_analytics(user_id uuid) returns jsonb
language sql stable set search_path = ''
as $$
    with mine as (
        select * from public.infinite_pages_cache entry
        where entry.user_id = get_infinite_pages_analytics.user_id
    ),
    totals as (
        select count(*) as entries,
               coalesce(sum(hit_count), 0) as hits,
               coalesce(sum(token_cost_saved), 0) as tokens,
               coalesce(avg(reuse_score), 0) as reuse,
               public.cache_savings_usd(sum(token_cost_saved) filter (
                   where created_at >= public.current_moment() - interval '30 days'
               )) as recent_savings,
               count(*) filter (where content_type = 'story_foundation') as foundations,
               count(*) filter (where content_type = 'story_foundation' and hit_count > 0) as reused,
               count(*) filter (where content_type = 'chapter_content') as chapters
        from mine
    )
    select jsonb_build_object(
        'totalTokensSaved', tokens,
        'cacheHitRateByType', (
            select coalesce(jsonb_object_agg(content_type, rate), '{}')
            from (select content_type, round(100.0 * sum(hit_count) / (count(*) + sum(hit_count)), 1) as rate
                  from mine group by content_type) kinds
        ),
        'topGenres', (
            select coalesce(jsonb_agg(to_jsonb(genres) order by efficiency desc, "totalSavings" desc, genre), '[]')
            from (select metadata ->> 'genre' as genre,
                         round(avg(reuse_score), 1) as efficiency,
                         round(avg(hit_count), 1) as "cacheHitRate",
                         public.cache_savings_usd(sum(token_cost_saved)) as "totalSavings"
                  from mine where metadata ->> 'genre' is not null
                  group by 1 order by 2 desc, 4 desc, 1 limit 5) genres
        ),
        'foundationReuseRate', coalesce(round(100.0 * reused / nullif(foundations, 0), 1), 0),
        'costSavingsThisMonth', recent_savings,
        'avgChaptersPerFoundation', coalesce(round(1.0 * chapters / nullif(foundations, 0), 1), 0),
        'mostReusedFoundations', (
            select coalesce(jsonb_agg(to_jsonb(best) order by reuse_count desc, total_savings desc, title), '[]')
            from (select coalesce(prompt_variables ->> 'title', 'Untitled Story') as title,
                         metadata ->> 'genre' as genre,
                         hit_count as reuse_count,
                         public.cache_savings_usd(token_cost_saved) as total_savings
                  from mine where content_type = 'story_foundation' and hit_count > 0
                  order by 3 desc, 4 desc, 1 limit 5) best
        ),
        'dailyPerformance', (
            select coalesce(jsonb_agg(to_jsonb(days) order by date desc), '[]')
            from (select (created_at at time zone 'utc')::date as date,
                         count(*) as requests,
                         sum(hit_count) as hits,
                         sum(token_cost_saved) as "tokensSaved"
                  from mine where created_at >= public.current_moment() - interval '7 days' group by 1) days
        ),
        'cacheEfficiencyScore', case when entries = 0 then 0 else round(
            50.0 * hits / (entries + hits) + 30 * least(reuse / 10, 1) + 20 * least(recent_savings, 1), 1
        ) end
    )
    from totals;
$$;

-- Two foundations collide when they share a fingerprint under different titles. A score up to 100: 30 for
-- no collisions, 40 for five chapters on each fingerprint, 30 for as many fingerprints as foundations.
create function public.analyze_foundation_fingerprint_efficiency(user_id uuid) returns jsonb
language sql stable set search_path = ''
as $$
    with prints as (
        select foundation_dependency as print,
               count(*) filter (where content_type = 'story_foundation') as foundations,
               count(distinct prompt_variables ->> 'title') filter (
                   where content_type = 'story_foundation'
               ) > 1 as collides,
               count(*) filter (where content_type = 'chapter_content') as chapters,
               public.cache_savings_usd(sum(token_cost_saved)) as savings
        from public.infinite_pages_cache entry
        where entry.user_id = analyze_foundation_fingerprint_efficiency.user_id
          and foundation_dependency is not null
        group by foundation_dependency
    ),
    totals as (
        select coalesce(sum(foundations), 0) as foundations,
               count(*) as prints,
               coalesce(round(avg(chapters), 2), 0) as reuse,
               coalesce(max(chapters), 0) as most,
               coalesce(max(savings), 0) as best,
               coalesce(round(100.0 * count(*) filter (where collides) / nullif(count(*), 0), 2), 0) as collisions
        from prints
    )
    select jsonb_build_object(
        'fingerprintStats', jsonb_build_object(
            'totalFoundations', foundations,
            'uniqueFingerprints', prints,
            'avgReusePerFingerprint', reuse,
            'maxReusePerFingerprint', most,
            'topFingerprintSavings', best
        ),
        'collisionRate', collisions,
        'reusePatterns', (
            select coalesce(jsonb_agg(to_jsonb(genres) order by "totalSavings" desc, genre), '[]')
            from (select foundation.metadata ->> 'genre' as genre,
                         round(avg(print.chapters), 1) as "avgChaptersPerFoundation",
                         round(avg(foundation.hit_count), 1) as "reuseEfficiency",
                         public.cache_savings_usd(sum(foundation.token_cost_saved)) as "totalSavings"
                  from public.infinite_pages_cache foundation
                  join prints print on print.print = foundation.foundation_dependency
                  where foundation.user_id = analyze_foundation_fingerprint_efficiency.user_id
                    and foundation.content_type = 'story_foundation'
                    and foundation.metadata ->> 'genre' is not null
                  group by 1 order by 4 desc, 1 limit 5) genres
        ),
        'efficiencyScore', case when foundations = 0 then 0 else round(
            0.3 * (100 - collisions) + 40 * least(reuse / 5, 1) + 30 * least(1.0 * prints / foundations, 1), 1
        ) end
    )
    from totals;
$$;

-- Twenty points for each hit of an entry, ten for each chapter of a foundation, 100 for a dime saved.
-- In plpgsql, which looks for the view only when it runs: views are made after functions.
create function public.check_fingerprint_health()
returns table (user_id uuid, health_score integer, issues text[], recommendations text[])
language plpgsql stable set search_path = ''
as $$
begin
    return query
    select health.user_id,
           case when total_foundations = 0 then 0 else least(100, round(
               20 * avg_reuse_rate + 10 * least(chapters_each, 10) + least(1000 * total_savings, 100)
           ))::integer end,
           array_remove(array[
               case when total_foundations = 0 then 'No story foundation in the cache' end,
               case when avg_reuse_rate < 1 then 'Cached content is seldom used again' end,
               case when chapters_each < 2 then 'Few chapters for each foundation' end
           ], null),
           array_remove(array[
               case when total_foundations = 0 then 'Create a story foundation' end,
               case when avg_reuse_rate < 1 then 'Write stories with related themes' end,
               case when chapters_each < 2 then 'Write more chapters on each foundation' end
           ], null)
    from public.foundation_fingerprint_health health
    cross join lateral (values (1.0 * total_chapters / nullif(total_foundations, 0))) per (chapters_each);
end;
$$;
