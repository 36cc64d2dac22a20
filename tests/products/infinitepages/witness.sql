-- Nine people of Infinite Pages as of 2025-11-20, written by hand: every table has a row, every promise
-- of the product has something to hold for, and all of them hold. Nothing here comes from a factory.
--
--   ann   writes three stories, was paid 25.08 USD on the first of November
--   bea   asked for her 25.00 USD herself; cal's transfer was refused; dot has earned 35 cents by card
--   rex   reads them all, on premium; bob pays for basic and lost what was above three months' credits
--   tim   is on trial; ivy has no plan and looks after the place; zed only signed up

set session_replication_role = replica;

-- What is not said otherwise happened ten days ago, at noon.
do $$
declare
    dated record;
begin
    for dated in
        select table_schema, table_name, column_name, column_default from information_schema.columns
        where table_schema = 'public' and column_default like '%now()%'
    loop
        execute format('alter table %I.%I alter column %I set default %s',
            dated.table_schema, dated.table_name, dated.column_name,
            replace(dated.column_default, 'now()', '''2025-11-10 12:00+00''::timestamptz'));
    end loop;
end;
$$;

-- Keys by name.
create function pg_temp.k(name text) returns uuid language sql immutable as 'select md5(name)::uuid';

-- People: plans, credits, earnings

insert into auth.users (id, email, raw_user_meta_data, created_at)
select pg_temp.k(name), name || '@example.com', jsonb_build_object('full_name', initcap(name) || ' Lane'),
       timestamptz '2025-07-01 09:00+00'
from unnest(array['ann', 'bea', 'cal', 'dot', 'rex', 'bob', 'tim', 'ivy', 'zed']) name;

insert into public.profiles (id, email, full_name, subscription_tier, subscription_status, stripe_customer_id, last_token_grant,
    current_period_end, tokens_remaining, tokens_used_total, stories_created, words_generated, credits_balance, credits_earned_total,
    credits_spent_total, cache_hits, cache_discount_earned, is_creator, creator_tier, total_earnings_usd, pending_payout_usd,
    stripe_connect_account_id, stripe_account_status, stripe_charges_enabled, stripe_payouts_enabled, preferred_genres,
    tokens_saved_cache, is_admin, created_at, updated_at)
select pg_temp.k(name), name || '@example.com', initcap(name) || ' Lane', tier, status, customer, filled, ends, allowance, tokens, stories,
       words, balance, earned, spent, hits, saved, creator, case when creator then 'bronze' end, usd, owed, account, connected, charges, payouts,
       array['Fantasy', 'Drama'], cached, name = 'ivy', '2025-07-01 09:00+00', '2025-11-10 12:00+00'
from (values
    -- 2497 less 18 + 4 * 6 for the story on fire and 6 for an improvement
    ('ann', 'premium', 'active', 'cus_ann', timestamptz '2025-11-01 00:05+00', timestamptz '2025-12-01 00:05+00', 2449, 21600, 3, 1200,
     0, 0, 0, 0, 0, true, 25.10, 0.02, 'acct_ann', 'active', true, true, 900),
    ('bea', 'premium', 'active', 'cus_bea', '2025-11-01 00:05+00', '2025-12-01 00:05+00', 2497, 5600, 1, 300,
     0, 0, 0, 0, 0, true, 25.00, 0, 'acct_bea', 'active', true, true, 0),
    ('cal', 'premium', 'active', 'cus_cal', '2025-11-01 00:05+00', '2025-12-01 00:05+00', 2497, 5600, 1, 300,
     0, 0, 0, 0, 0, true, 25.00, 25.00, 'acct_cal', 'pending', false, false, 0),
    ('dot', 'basic', 'canceled', 'cus_dot', '2025-07-01 09:00+00', null, 1332, 5600, 1, 300,
     0, 0, 0, 0, 0, true, 0.35, 0.35, 'acct_dot', 'incomplete', true, false, 0),
    ('rex', 'premium', 'active', 'cus_rex', '2025-11-01 00:05+00', '2025-12-01 00:05+00', 2497, 0, 0, 0,
     10275, 21008, 10733, 1, 1, false, 0, 0, null, null, false, false, 0),
    ('bob', 'basic', 'active', 'cus_bob', '2025-11-01 00:05+00', '2025-12-01 00:05+00', 1332, 0, 1, 0,
     3988, 5328, 1340, 0, 0, false, 0, 0, null, null, false, false, 0),
    ('tim', 'premium', 'trialing', 'cus_tim', '2025-11-17 08:00+00', '2025-11-24 08:00+00', 2497, 0, 0, 0,
     0, 0, 0, 0, 0, false, 0, 0, null, null, false, false, 0),
    ('ivy', 'basic', 'inactive', null, '2025-07-01 09:00+00', null, 1332, 0, 0, 0, 0, 0, 0, 0, 0, false, 0, 0, null, null, false, false, 0),
    ('zed', 'basic', 'inactive', null, '2025-07-01 09:00+00', null, 1332, 0, 0, 0, 0, 0, 0, 0, 0, false, 0, 0, null, null, false, false, 0)
) f(name, tier, status, customer, filled, ends, allowance, tokens, stories, words, balance, earned, spent, hits, saved, creator, usd, owed,
    account, connected, charges, payouts, cached);

insert into public.subscription_logs (user_id, event_type, subscription_tier, subscription_status, credits_granted, stripe_subscription_id)
values (pg_temp.k('rex'), 'subscription_created', 'premium', 'active', 2497, 'sub_rex');

-- Stories: 18 credits for a foundation of 1000 tokens in and out, 6 for a chapter of 1000 in and 200 out

insert into public.stories (id, user_id, title, genre, premise, foundation, outline, characters, status, word_count, chapter_count,
    total_tokens_used, total_cost_usd, created_at, updated_at)
select pg_temp.k(title), pg_temp.k(author), title, 'Drama', 'A premise of ' || title,
       jsonb_build_object('title', title, 'genre', 'Drama', 'premise', 'A premise of ' || title), '{"chapters": [{"title": "One"}]}',
       '[{"name": "Mara", "role": "protagonist"}]', 'published', 100 * n, n, 2000 + 1200 * n, 0.018 + 0.006 * n, at, at + interval '4 hours'
from (values ('salt', 'ann', 5, timestamptz '2025-09-10 08:00+00'), ('tide', 'ann', 3, '2025-09-20 08:00+00'), ('fire', 'ann', 4, '2025-11-05 00:00+00'),
             ('moon', 'bea', 3, '2025-09-20 08:00+00'), ('dune', 'cal', 3, '2025-09-20 08:00+00'), ('reed', 'dot', 3, '2025-09-20 08:00+00')
) f(title, author, n, at);
insert into public.stories (id, user_id, title, genre, premise, status)
values (pg_temp.k('note'), pg_temp.k('bob'), 'note', 'Comedy', 'A premise of note', 'draft');

insert into public.chapters (id, story_id, chapter_number, title, content, word_count, tokens_used_input, tokens_used_output,
    generation_cost_usd, prompt_type, created_at, updated_at)
select pg_temp.k(s.title || ' ' || n), s.id, n, 'Chapter ' || n, 'Words', 100, 1000, 200, 0.006, 'chapter_generation',
       s.created_at + n * interval '45 minutes', s.created_at + n * interval '45 minutes'
from public.stories s cross join lateral generate_series(1, s.chapter_count) n;

insert into public.generation_logs (user_id, story_id, chapter_id, operation_type, tokens_input, tokens_output, cost_usd, created_at)
select s.user_id, s.id, null::uuid, 'foundation', 1000, 1000, 0.018, s.created_at from public.stories s where s.status <> 'draft'
union all select s.user_id, s.id, c.id, 'chapter', 1000, 200, 0.006, c.created_at from public.chapters c join public.stories s on s.id = c.story_id
union all values (pg_temp.k('ann'), pg_temp.k('salt'), pg_temp.k('salt 1'), 'improvement', 1000, 200, 0.006, timestamptz '2025-11-05 06:00+00');

insert into public.ai_usage_logs (user_id, operation_type, tokens_input, tokens_output, actual_cost_usd, charged_amount_usd, markup_percentage,
    ai_model_used, story_id, chapter_id, fact_extraction_metrics)
values
    (pg_temp.k('ann'), 'chapter', 1000, 200, 0.006, 0.009, 50, 'claude-3-sonnet', pg_temp.k('salt'), pg_temp.k('salt 1'), '{"facts": 3}'),
    (pg_temp.k('ann'), 'cover', 0, 1, 0.02, 0.02, 0, 'stable-diffusion', pg_temp.k('salt'), null, null),
    (pg_temp.k('ann'), 'character', 13, 7, 0.000013, 0.00002, 50, 'claude-3-haiku', pg_temp.k('salt'), null, null);

insert into public.story_facts (story_id, user_id, fact_type, sfsl_data) values (pg_temp.k('salt'), pg_temp.k('ann'), 'book', '{}');
insert into public.character_voice_patterns (story_id, character_name, voice_pattern_sfsl) values (pg_temp.k('salt'), 'Mara', '{}');
insert into public.story_bible_conflicts (story_id, conflict_type, description) values (pg_temp.k('salt'), 'timeline', 'Two Tuesdays');

insert into public.infinite_pages_cache (cache_key, content, content_type, user_id, story_id, metadata, foundation_dependency, prompt_template,
    prompt_variables, semantic_similarity_hash, created_at, expires_at, hit_count, adaptation_count, last_accessed, token_cost_saved)
values ('key', '{"text": "Once"}', 'story_foundation', pg_temp.k('ann'), pg_temp.k('salt'), '{"genre": "Drama"}', 'print', 'v2', '{"title": "salt"}',
        'hash', '2025-11-10 12:00+00', '2025-12-10 12:00+00', 2, 1, '2025-11-12 12:00+00', 900);

-- Prices and purchases; rex paid 10,733 credits in all

insert into public.story_pricing (story_id, creator_id, price_per_chapter, bundle_discount, is_free_sample, free_chapters, premium_unlock_price,
    created_at, updated_at)
select id, user_id, 5, 0.20, true, 2, case when title in ('salt', 'fire') then 50 else 3572 end, updated_at, updated_at
from public.stories where status = 'published';

insert into public.story_purchases (user_id, story_id, creator_id, purchase_type, chapters_unlocked, credits_spent, creator_earnings, created_at)
select pg_temp.k('rex'), s.id, s.user_id, kind, chapters, spent, share, at
from (values
    ('salt', 'chapter', array[3], 5, 3, timestamptz '2025-10-05 12:00+00'),
    -- 2 * 5 less a fifth
    ('salt', 'bundle', array[4, 5], 8, 5, '2025-10-06 12:00+00'),
    ('tide', 'premium_unlock', array[3], 3572, 2500, '2025-10-10 12:00+00'),
    ('dune', 'premium_unlock', array[3], 3572, 2500, '2025-10-12 12:00+00'),
    ('moon', 'premium_unlock', array[3], 3572, 2500, '2025-11-03 12:00+00'),
    -- On the day that it was written: 5 less a fifth
    ('fire', 'chapter', array[3], 4, 2, '2025-11-05 12:00+00')
) f(title, kind, chapters, spent, share, at) join public.stories s on s.title = f.title;

insert into public.cache_rewards (user_id, story_id, chapter_id, cache_key, credits_saved, original_cost, discounted_cost, created_at)
values (pg_temp.k('rex'), pg_temp.k('fire'), pg_temp.k('fire 3'), 'fire 3', 1, 5, 4, '2025-11-05 12:00+00');

-- Payments and the ledger

insert into public.credit_packages (id, name, credits_amount, price_usd, stripe_price_id, created_at, updated_at)
values (pg_temp.k('year'), 'Basic, a year', 15984, 79.99, 'price_year', '2025-01-01', '2025-01-01'),
       (pg_temp.k('month'), 'Basic, a month', 1332, 7.99, 'price_month', '2025-01-01', '2025-01-01');
insert into public.payments (user_id, stripe_payment_intent_id, stripe_customer_id, package_id, amount_usd, credits_purchased, status,
    payment_method, failure_reason, processed_at, created_at, updated_at)
values
    (pg_temp.k('rex'), 'pi_rex', 'cus_rex', pg_temp.k('year'), 79.99, 15984, 'succeeded', 'card', null,
     '2025-09-01 10:01+00', '2025-09-01 10:00+00', '2025-09-01 10:01+00'),
    (pg_temp.k('bob'), 'pi_bob_1', 'cus_bob', pg_temp.k('month'), 7.99, 1332, 'failed', null, 'Declined',
     '2025-11-10 10:01+00', '2025-11-10 10:00+00', '2025-11-10 10:01+00'),
    (pg_temp.k('bob'), 'pi_bob_2', 'cus_bob', pg_temp.k('month'), 7.99, 1332, 'pending', null, null, null,
     '2025-11-10 10:05+00', '2025-11-10 10:05+00');

insert into public.credit_transactions (id, user_id, transaction_type, amount, balance_after, description, reference_id, reference_type, metadata, created_at)
select pg_temp.k(who || ' ' || at), pg_temp.k(who), kind, amount, balance, 'Entry', reference, reference_type, facts::jsonb, at::timestamptz
from (values
    ('rex', '2025-09-01 10:01+00', 'purchase', 15984, 15984, 'pi_rex', 'purchase', null),
    ('rex', '2025-10-01 00:05+00', 'bonus', 2497, 18481, null, null, '{"kind": "subscription_grant", "stories_read": 0}'),
    ('rex', '2025-10-05 12:00+00', 'spend', -5, 18476, 'salt', 'story_read', null),
    ('rex', '2025-10-06 12:00+00', 'spend', -8, 18468, 'salt', 'story_read', null),
    ('rex', '2025-10-10 12:00+00', 'spend', -3572, 14896, 'tide', 'story_read', null),
    ('rex', '2025-10-12 12:00+00', 'spend', -3572, 11324, 'dune', 'story_read', null),
    ('rex', '2025-11-01 00:05+00', 'bonus', 2527, 13851, null, null, '{"kind": "subscription_grant", "stories_read": 3}'),
    ('rex', '2025-11-03 12:00+00', 'spend', -3572, 10279, 'moon', 'story_read', null),
    ('rex', '2025-11-05 12:00+00', 'spend', -4, 10275, 'fire', 'story_read', null),
    ('bob', '2025-08-01 00:05+00', 'bonus', 1332, 1332, null, null, '{"kind": "subscription_grant", "stories_read": 0}'),
    ('bob', '2025-09-01 00:05+00', 'bonus', 1332, 2664, null, null, '{"kind": "subscription_grant", "stories_read": 0}'),
    ('bob', '2025-10-01 00:05+00', 'bonus', 1332, 3996, null, null, '{"kind": "subscription_grant", "stories_read": 0}'),
    ('bob', '2025-11-01 00:05+00', 'bonus', 1332, 5328, null, null, '{"kind": "subscription_grant", "stories_read": 0}'),
    ('bob', '2025-11-01 00:06+00', 'spend', -1332, 3996, null, null, '{"kind": "credit_reversion"}'),
    ('bob', '2025-11-10 12:00+00', 'spend', -8, 3988, null, null, null)
) f(who, at, kind, amount, balance, reference, reference_type, facts);
update public.credit_transactions set reference_id = md5(reference_id)::uuid::text where reference_type = 'story_read';
update public.credit_transactions set metadata = jsonb_build_object('kind', 'cover_generation', 'story_id', pg_temp.k('note')) where amount = -8 and reference_type is null;

-- Earnings and payouts

insert into public.creator_earnings (creator_id, story_id, reader_id, credits_earned, usd_equivalent, transaction_id, created_at)
select b.creator_id, b.story_id, b.user_id, b.creator_earnings, b.creator_earnings * 0.01, l.id::text, b.created_at
from public.story_purchases b join public.credit_transactions l on l.user_id = b.user_id and l.created_at = b.created_at
union all values (pg_temp.k('dot'), pg_temp.k('reed'), pg_temp.k('bob'), 35, 0.35, 'manual_required_pi_9', timestamptz '2025-11-06 12:00+00');

insert into public.creator_earnings_accumulation (creator_id, total_accumulated_usd, last_payout_date, last_payout_amount, created_at, updated_at)
values (pg_temp.k('ann'), 0.02, '2025-11-01', 25.08, '2025-07-02', '2025-11-05 12:00+00'),
       (pg_temp.k('bea'), 0, null, null, '2025-07-02', '2025-11-09 10:00+00'),
       (pg_temp.k('cal'), 25.00, null, null, '2025-07-02', '2025-11-01'),
       (pg_temp.k('dot'), 0.35, null, null, '2025-07-02', '2025-11-06 12:00+00');

insert into public.monthly_payout_batches (id, batch_date, total_creators_paid, total_amount_usd, processing_status, created_at)
values (pg_temp.k('october'), '2025-10-01', 0, 0, 'completed', '2025-10-01 00:00+00'),
       (pg_temp.k('november'), '2025-11-01', 1, 50.08, 'completed', '2025-11-01 00:00+00');
insert into public.individual_payouts (batch_id, creator_id, amount_usd, stripe_transfer_id, status, error_message, created_at)
values (pg_temp.k('november'), pg_temp.k('ann'), 25.08, 'tr_ann', 'completed', null, '2025-11-01 00:00+00'),
       (pg_temp.k('november'), pg_temp.k('cal'), 25.00, null, 'failed', 'Not verified', '2025-11-01 00:00+00');
insert into public.payouts (creator_id, amount_usd, stripe_transfer_id, status, period_start, period_end, earnings_count, failure_reason, processed_at,
    created_at, updated_at)
values
    (pg_temp.k('ann'), 25.08, 'tr_ann', 'paid', '2025-10-01', '2025-10-31', 3, null, '2025-11-01 09:00+00', '2025-11-01 00:00+00', '2025-11-01 09:00+00'),
    (pg_temp.k('cal'), 25.00, null, 'failed', '2025-10-01', '2025-10-31', 1, 'Not verified', '2025-11-01 09:00+00', '2025-11-01 00:00+00', '2025-11-01 09:00+00'),
    -- On demand
    (pg_temp.k('bea'), 25.00, 'tr_bea', 'paid', '2025-11-01', '2025-11-08', 1, null, '2025-11-09 11:00+00', '2025-11-09 10:00+00', '2025-11-09 11:00+00');

-- Shelves, progress, use of the month, downloads, a choice book

insert into public.user_library (user_id, story_id, reading_status, added_at)
select pg_temp.k('rex'), pg_temp.k(title), status, '2025-11-10 12:00+00'
from (values ('salt', 'reading'), ('tide', 'completed'), ('dune', 'want_to_read'), ('moon', 'want_to_read'), ('fire', 'dropped')) f(title, status);
insert into public.reading_progress (user_id, story_id, chapter_id, progress_percentage, last_read_at)
select pg_temp.k('rex'), pg_temp.k(title), pg_temp.k(title || ' ' || n), percent, '2025-11-10 13:00+00'
from (values ('tide', 1, 100), ('tide', 2, 100), ('tide', 3, 100), ('salt', 3, 50)) f(title, n, percent);
insert into public.subscription_usage (user_id, subscription_tier, credits_used_this_month, stories_read_this_month, downloads_this_month,
    period_start, period_end)
values (pg_temp.k('rex'), 'premium', 7157, 3, 0, '2025-10-01', '2025-10-31'), (pg_temp.k('rex'), 'premium', 3576, 2, 1, '2025-11-01', '2025-11-30');
insert into public.exports (user_id, story_id, format, status, file_url, file_size_bytes, created_at, expires_at)
values (pg_temp.k('rex'), pg_temp.k('salt'), 'epub', 'completed', 'https://files.example.com/salt.epub', 4000, '2025-11-10 12:00+00', '2025-11-17 12:00+00'),
       (pg_temp.k('ann'), pg_temp.k('salt'), 'pdf', 'pending', null, null, '2025-11-10 12:00+00', '2025-11-11 12:00+00');
insert into public.reader_paths (user_id, story_id, session_id, choices_made, path_completion, session_start, session_end, ending_reached)
values (pg_temp.k('rex'), pg_temp.k('salt'), 'session', '[{"choice_point_id": "door", "choice_id": "open"}]', 100,
        '2025-11-10 12:00+00', '2025-11-10 13:00+00', 'together');
insert into public.choice_analytics (story_id, choice_point_id, choice_id, selection_count) values (pg_temp.k('salt'), 'door', 'open', 1);

-- Covers

insert into public.cover_generation_queue (story_id, user_id, generation_prompt, cover_style, status, priority, error_message, estimated_completion)
values (pg_temp.k('salt'), pg_temp.k('ann'), 'A sea', 'realistic', 'completed', 1, null, '2025-11-10 12:05+00'),
       (pg_temp.k('salt'), pg_temp.k('ann'), 'A shore', 'artistic', 'completed', 1, null, null),
       (pg_temp.k('salt'), pg_temp.k('ann'), 'A wave', 'fantasy', 'failed', 1, 'Out of memory', null),
       (pg_temp.k('note'), pg_temp.k('bob'), 'A line', 'minimalist', 'pending', 2, null, null);
insert into public.story_covers (story_id, cover_url, cover_style, generation_prompt, is_primary, generation_cost, sd_model_used)
values (pg_temp.k('salt'), 'https://images.example.com/1.png', 'realistic', 'A sea', true, 5, 'realisticVision'),
       (pg_temp.k('salt'), 'https://images.example.com/2.png', 'artistic', 'A shore', false, 5, 'deliberate');

-- A series

insert into public.series (id, user_id, name, planned_books, universe_id, genre, themes, current_book_count, world_rules, character_relationships, timeline)
values (pg_temp.k('cycle'), pg_temp.k('ann'), 'The Salt Cycle', 3, 'salt', 'Drama', '["loss"]', 2, '{"magic": "none"}', '[{"is": "friends"}]', '{"book_1": "Before"}');
insert into public.series_facts (series_id, facts_data) values (pg_temp.k('cycle'), '{"place": "Saltmouth"}');
insert into public.character_arcs (series_id, character_name, current_book_development, personality_evolution, key_relationships, major_turning_points)
values (pg_temp.k('cycle'), 'Mara', '{"book": 2}', '[{"book": 1}]', '[{"with": "Ilo"}]', '[{"book": 1}]');
insert into public.world_state_changes (series_id, book_number, change_type, description, consequences)
values (pg_temp.k('cycle'), 1, 'war', 'The harbour burns', '["Hunger"]');
insert into public.plot_threads (series_id, name, introduced_book, expected_resolution_book, characters_involved)
values (pg_temp.k('cycle'), 'The letter', 1, 3, '["Mara"]');
insert into public.foreshadowing_elements (series_id, element, introduced_book, introduced_chapter, payoff_book, payoff_chapter)
values (pg_temp.k('cycle'), 'A broken bell', 1, 2, 1, 4);

-- Operations

insert into public.system_logs (log_type, message, metadata) values ('monthly_credit_distribution', 'Distributed', '{"subscribers": 2}');
insert into public.request_logs (request_id, user_id, api_endpoint, http_method, response_status, success_flag, error_message, error_category, user_tier,
    queue_time_ms, processing_time_ms, response_time_ms, total_time_ms, request_headers, response_headers, device_info, custom_data)
values ('req_1', pg_temp.k('rex'), '/api/stories', 'GET', 200, true, null, null, 'premium', 5, 95, 100, 140, '{}', '{}', '{"type": "mobile"}', '{}'),
       ('req_2', pg_temp.k('rex'), '/api/stories', 'POST', 500, false, 'Timed out', 'database_error', 'premium', 5, 95, 100, 140, '{}', '{}', '{"type": "mobile"}', '{}');
insert into public.request_flow_analytics (period_start, period_end, period_type, api_endpoint, total_requests, successful_requests, failed_requests,
    success_rate, min_response_time_ms, avg_response_time_ms, p95_response_time_ms, max_response_time_ms, unique_users, unique_sessions)
values ('2025-11-10 11:00+00', '2025-11-10 12:00+00', 'hour', '/api/stories', 3, 2, 1, 66.67, 50, 90, 140, 150, 1, 2);
insert into public.error_reports (message, category, severity, source, user_id, custom_data)
values ('Timed out', 'database_error', 'high', 'server', pg_temp.k('rex'), '{"release": "2.9.0"}');
insert into public.claude_analytics (user_id, operation, model, input_tokens, output_tokens, total_tokens, cost, cached, metadata)
values (pg_temp.k('ann'), 'chapter_generation', 'claude-3-sonnet', 1000, 200, 1200, 0.006, false, '{"stop_reason": "end_turn"}'),
       (pg_temp.k('ann'), 'chapter_generation', 'claude-3-sonnet', 0, 0, 0, 0, true, '{"cache_key": "key"}');
