-- Eight people of VibrationFit as of 2025-11-20, written by hand: every table has a row, every promise
-- of the product has something to hold for, and all of them hold. Nothing here comes from a factory.
--
--   ada   pays for a household of three: ben and cal are in, dan has left, fay has not answered
--   sol   alone, finished the intensive, is on trial, has one of everything
--   eve   pays by the year
--   flo   pays by the cycle; her second invoice failed
--   may   member since before this summer, when drips had a table of their own

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

-- People and plans

insert into auth.users (id, email, raw_user_meta_data, created_at)
select pg_temp.k(name), name || '@example.com',
       jsonb_build_object('full_name', initcap(name) || ' Lane', 'first_name', initcap(name), 'is_admin', name = 'ada'),
       timestamptz '2025-07-01 09:00+00'
from unnest(array['ada', 'ben', 'cal', 'dan', 'sol', 'eve', 'flo', 'may']) name;

insert into public.profiles (id, email, full_name, created_at, updated_at)
select id, email, raw_user_meta_data ->> 'full_name', created_at, created_at from auth.users;

insert into public.membership_tiers (
    id, name, tier_type, billing_interval, plan_category, is_household_plan, annual_token_grant, monthly_token_grant,
    storage_quota_gb, price_monthly, price_yearly, rollover_max_cycles, stripe_price_id, features, created_at, updated_at)
select pg_temp.k(tier), tier, tier::public.membership_tier_type, term, kind, home, a, m, gb, monthly, yearly, rolls,
       'price_' || tier, '["Everything"]', '2025-01-01', '2025-01-01'
from (values
    ('vision_pro_annual', 'year', 'subscription', false, 5000000, 0, 100, 0, 99900, null),
    ('vision_pro_28day', 'month', 'subscription', false, 0, 375000, 25, 9900, 0, 3),
    ('vision_pro_household_annual', 'year', 'subscription', true, 5000000, 0, 100, 0, 99900, null),
    ('vision_pro_household_28day', 'month', 'subscription', true, 0, 750000, 100, 14900, 0, 3),
    ('household_addon_28day', 'month', 'addon', true, 0, 100000, 0, 1900, 0, 3),
    ('household_addon_annual', 'year', 'addon', true, 1200000, 0, 0, 0, 19200, null),
    ('intensive', 'one-time', 'intensive', false, 0, 1000000, 25, 49900, 0, null),
    ('intensive_household', 'one-time', 'intensive', true, 0, 2000000, 100, 69900, 0, null)
) f(tier, term, kind, home, a, m, gb, monthly, yearly, rolls);

insert into public.ai_model_pricing (id, model_name, provider, input_price_per_1k, output_price_per_1k, price_per_unit, unit_type)
values (pg_temp.k('gpt-4o'), 'gpt-4o', 'openai', 0.005, 0.015, null, null),
       (pg_temp.k('whisper-1'), 'whisper-1', 'openai', 0, 0, 0.006, 'second'),
       (pg_temp.k('tts-1'), 'tts-1', 'openai', 0, 0, 0.015, 'character'),
       (pg_temp.k('dall-e-3'), 'dall-e-3', 'openai', 0, 0, 0.04, 'image');
insert into public.ai_action_token_overrides (action_type, token_value) values ('transcription', 500), ('image_generation', 1000);
insert into public.audio_variants (id, name, voice_volume, bg_volume)
values ('standard', 'Voice Only', 100, 0), ('sleep', 'Sleep', 30, 70);
insert into public.vibrational_event_sources (id, source_key, label, field_map, analyzer_config)
select pg_temp.k('source ' || key), key, key, '{"raw_text": "$.text"}', '{"strategy": "analyze"}'
from unnest(array['scene', 'journal', 'reflection']) key;

-- The household: three cycles, in the third of which a third seat is paid for

insert into public.households (id, admin_user_id, name, plan_type, max_members, subscription_status, shared_tokens_enabled,
                               stripe_subscription_id, created_at, updated_at)
values (pg_temp.k('home'), pg_temp.k('ada'), 'The Lane Household', 'household', 6, 'active', true, 'sub_ada',
        '2025-09-17 08:00+00', '2025-09-18 08:00+00'),
       (pg_temp.k('sol home'), pg_temp.k('sol'), 'Sol''s Account', 'solo', 1, 'trialing', false, null,
        '2025-07-02 08:00+00', '2025-07-02 08:00+00');
insert into public.household_members (household_id, user_id, role, status, allow_shared_tokens, invited_by,
                                      invited_at, accepted_at, joined_at, removed_at)
values (pg_temp.k('home'), pg_temp.k('ada'), 'admin', 'active', true, null, '2025-09-17 08:00+00', '2025-09-17 08:00+00', '2025-09-17 08:00+00', null),
       (pg_temp.k('home'), pg_temp.k('ben'), 'member', 'active', true, pg_temp.k('ada'), '2025-09-20 08:00+00', '2025-09-21 08:00+00', '2025-09-21 08:00+00', null),
       (pg_temp.k('home'), pg_temp.k('cal'), 'member', 'active', false, pg_temp.k('ada'), '2025-11-12 08:00+00', '2025-11-13 07:00+00', '2025-11-13 07:00+00', null),
       (pg_temp.k('home'), pg_temp.k('dan'), 'member', 'removed', true, pg_temp.k('ada'), '2025-09-20 08:00+00', '2025-09-22 08:00+00', '2025-09-22 08:00+00', '2025-10-30 08:00+00'),
       (pg_temp.k('sol home'), pg_temp.k('sol'), 'admin', 'active', true, null, '2025-07-02 08:00+00', '2025-07-02 08:00+00', '2025-07-02 08:00+00', null);
insert into public.household_invitations (household_id, invited_email, invited_by, invitation_token, status, created_at, expires_at, accepted_at)
values (pg_temp.k('home'), 'ben@example.com', pg_temp.k('ada'), 'token-ben', 'accepted', '2025-09-20 08:00+00', '2025-09-27 08:00+00', '2025-09-21 08:00+00'),
       (pg_temp.k('home'), 'fay@example.com', pg_temp.k('ada'), 'token-fay', 'pending', '2025-11-18 08:00+00', '2025-11-25 08:00+00', null);

-- Subscriptions, payments, the ledger

insert into public.customer_subscriptions (id, user_id, membership_tier_id, stripe_customer_id, stripe_subscription_id, stripe_price_id,
    status, created_at, updated_at, current_period_start, current_period_end, canceled_at, trial_start, trial_end)
values
    (pg_temp.k('ada plan'), pg_temp.k('ada'), pg_temp.k('vision_pro_household_28day'), 'cus_ada', 'sub_ada', 'price_vision_pro_household_28day',
     'active', '2025-09-18 08:00+00', '2025-11-13 08:00+00', '2025-11-13 08:00+00', '2025-12-11 08:00+00', null, null, null),
    (pg_temp.k('eve plan'), pg_temp.k('eve'), pg_temp.k('vision_pro_annual'), 'cus_eve', 'sub_eve', 'price_vision_pro_annual',
     'active', '2025-07-10 08:00+00', '2025-07-10 08:00+00', '2025-07-10 08:00+00', '2026-07-10 08:00+00', null, null, null),
    (pg_temp.k('flo plan'), pg_temp.k('flo'), pg_temp.k('vision_pro_28day'), 'cus_flo', 'sub_flo', 'price_vision_pro_28day',
     'past_due', '2025-08-01 08:00+00', '2025-08-29 08:00+00', '2025-08-29 08:00+00', '2025-09-26 08:00+00', null, null, null),
    (pg_temp.k('may plan'), pg_temp.k('may'), pg_temp.k('vision_pro_28day'), 'cus_may', 'sub_may', 'price_vision_pro_28day',
     'canceled', '2025-07-03 08:00+00', '2025-11-01 08:00+00', '2025-10-23 08:00+00', '2025-11-20 08:00+00', '2025-11-01 08:00+00', null, null),
    (pg_temp.k('sol plan'), pg_temp.k('sol'), pg_temp.k('vision_pro_28day'), 'cus_sol', 'sub_sol', 'price_vision_pro_28day',
     'trialing', '2025-10-20 08:00+00', '2025-10-20 08:00+00', '2025-10-20 08:00+00', '2025-12-15 08:00+00', null, '2025-10-20 08:00+00', '2025-12-15 08:00+00');

insert into public.payment_history (user_id, subscription_id, stripe_payment_intent_id, amount, currency, status, metadata, created_at, paid_at)
select pg_temp.k(who), pg_temp.k(plan), intent, cents, 'usd', state, '{"source": "invoice"}', at, case state when 'succeeded' then at + interval '1 minute' end
from (values
    ('ada', 'ada plan', 'pi_ada_1', 14900, 'succeeded', timestamptz '2025-09-18 08:00+00'),
    ('ada', 'ada plan', 'pi_ada_2', 14900, 'succeeded', '2025-10-16 08:00+00'),
    ('ada', 'ada plan', 'pi_ada_3', 16800, 'succeeded', '2025-11-13 08:00+00'),
    ('eve', 'eve plan', 'pi_eve_1', 99900, 'succeeded', '2025-07-10 08:00+00'),
    ('flo', 'flo plan', 'pi_flo_1', 9900, 'succeeded', '2025-08-01 08:00+00'),
    ('flo', 'flo plan', 'pi_flo_2', 9900, 'failed', '2025-08-29 08:00+00'),
    ('sol', null, 'pi_sol_pack', 9900, 'succeeded', '2025-11-01 08:00+00'),
    ('sol', null, 'pi_sol_intensive', 49900, 'succeeded', '2025-10-20 08:00+00')
) f(who, plan, intent, cents, state, at);

-- tokens_remaining: the grants so far that have not expired, less what was used so far.
insert into public.token_transactions (user_id, subscription_id, action_type, tokens_used, tokens_remaining, created_at, expires_at, metadata,
    token_pack_id, amount_paid_cents, stripe_payment_intent_id, stripe_session_id)
select pg_temp.k(who), pg_temp.k(plan), kind::public.token_action_type, tokens, balance, at, at + term, facts::jsonb, pack, cents, intent,
       replace(intent, 'pi_', 'cs_')
from (values
    ('ada', 'ada plan', 'subscription_grant', 750000, 750000, timestamptz '2025-09-18 08:00+00', interval '2160 hours',
     '{"tier_id": "h", "tier_type": "vision_pro_household_28day", "tier_name": "Home", "plan_category": "subscription", "grant_type": "drip"}', null, null, null),
    ('ada', 'ada plan', 'subscription_grant', 750000, 1497000, '2025-10-16 08:00+00', '2160 hours',
     '{"tier_id": "h", "tier_type": "vision_pro_household_28day", "tier_name": "Home", "plan_category": "subscription", "grant_type": "drip"}', null, null, null),
    ('ada', 'ada plan', 'subscription_grant', 750000, 2247000, '2025-11-13 08:00+00', '2160 hours',
     '{"tier_id": "h", "tier_type": "vision_pro_household_28day", "tier_name": "Home", "plan_category": "subscription", "grant_type": "drip"}', null, null, null),
    ('ada', 'ada plan', 'subscription_grant', 100000, 2347000, '2025-11-13 08:00:30+00', '2160 hours',
     '{"tier_id": "s", "tier_type": "household_addon_28day", "tier_name": "Seat", "plan_category": "addon", "grant_type": "drip"}', null, null, null),
    ('eve', 'eve plan', 'subscription_grant', 5000000, 5000000, '2025-07-10 08:00+00', '8760 hours',
     '{"tier_id": "y", "tier_type": "vision_pro_annual", "tier_name": "Year", "plan_category": "subscription", "grant_type": "annual"}', null, null, null),
    ('flo', 'flo plan', 'subscription_grant', 375000, 375000, '2025-08-01 08:00+00', '2160 hours',
     '{"tier_id": "m", "tier_type": "vision_pro_28day", "tier_name": "Cycle", "plan_category": "subscription", "grant_type": "drip"}', null, null, null),
    -- The first grant has expired, what it paid for still counts: 0 + 100,000 - 75,000.
    ('flo', null, 'admin_grant', 100000, 25000, '2025-11-05 08:00+00', '8760 hours', '{}', null, null, null),
    ('sol', null, 'trial_grant', 1000000, 1000000, '2025-10-20 08:00+00', '1344 hours', '{"tier_type": "intensive"}', null, null, null),
    ('sol', null, 'token_pack_purchase', 2000000, 3000000, '2025-11-01 08:00+00', null,
     '{"pack_id": "power", "purchase_amount": 9900, "purchase_currency": "USD"}', 'power', 9900, 'pi_sol_pack'),
    ('sol', null, 'admin_deduct', -5000, 2990000, '2025-11-12 08:00+00', null, '{}', null, null, null)
) f(who, plan, kind, tokens, balance, at, term, facts, pack, cents, intent);

insert into public.token_usage (user_id, action_type, model_used, tokens_used, input_tokens, output_tokens, calculated_cost_cents,
                                audio_seconds, metadata, success, created_at)
select pg_temp.k(who), kind, model, tokens, reads, writes, cents, seconds, facts::jsonb, good, at
from (values
    ('ada', 'chat_conversation', 'gpt-4o', 3000, 1000, 2000, 4, null, '{}', true, timestamptz '2025-10-01 10:00+00'),
    ('ben', 'chat_conversation', 'gpt-4o', 60000, 20000, 40000, 70, null, '{}', true, '2025-11-01 10:00+00'),
    ('flo', 'vision_generation', 'gpt-4o', 75000, 25000, 50000, 88, null, '{}', true, '2025-08-20 10:00+00'),
    ('sol', 'vision_generation', 'gpt-4o', 8500, 500, 8000, 12, null, '{}', true, '2025-11-10 10:00+00'),
    ('sol', 'transcription', 'whisper-1', 500, 0, 0, 60, 100, '{}', true, '2025-11-10 11:00+00'),
    ('sol', 'audio_generation', 'tts-1', 0, 0, 0, 450, null, '{"voice": "alloy", "format": "mp3", "text_length": 300}', true, '2025-11-10 12:00+00'),
    ('sol', 'image_generation', 'dall-e-3', 1000, 0, 0, 4, null, '{}', true, '2025-11-10 13:00+00'),
    ('sol', 'chat_conversation', 'gpt-4o', 9000, 4000, 5000, 0, null, '{}', false, '2025-11-10 14:00+00')
) f(who, kind, model, tokens, reads, writes, cents, seconds, facts, good, at);

-- Five cycles of drips: three roll over, the fourth balance expires.
insert into public.token_drips (user_id, subscription_id, drip_amount, cycle_number, balance_before, rollover_from_previous,
    rollover_cycles_count, expired_tokens, balance_after, billing_period_start, billing_period_end, drip_date, created_at)
select pg_temp.k('may'), pg_temp.k('may plan'), 375000, n, before, kept, count, lost, kept + 375000, at, at + interval '28 days', at, at
from (values
    (1, 0, 0, 0, 0, timestamp '2025-07-03 08:00'),
    (2, 100000, 100000, 1, 0, '2025-07-31 08:00'),
    (3, 50000, 50000, 2, 0, '2025-08-28 08:00'),
    (4, 60000, 60000, 3, 0, '2025-09-25 08:00'),
    (5, 70000, 0, 0, 70000, '2025-10-23 08:00')
) f(n, before, kept, count, lost, at);

insert into public.user_storage (user_id, subscription_id, quota_gb, granted_at, created_at, metadata)
values (pg_temp.k('sol'), pg_temp.k('sol plan'), 25, '2025-10-20 08:00+00', '2025-10-20 08:00+00', '{"tier_type": "intensive", "granted_at": "2025-10-20"}');
insert into public.media_metadata (user_id, bucket, storage_path, public_url, file_name, file_type, file_size, last_accessed)
values (pg_temp.k('sol'), 'user-uploads', 'sol/beach.jpg', 'https://media.example.com/beach.jpg', 'beach.jpg', 'image', 26843545600, '2025-11-11');

-- Profiles in versions

insert into public.user_profiles (id, user_id, household_id, is_household_admin, allow_shared_tokens, version_number, is_draft, is_active,
    parent_version_id, first_name, has_children, relationship_status, employment_type, ai_tags, story_recordings, leisure_time_weekly,
    close_friends_count, spiritual_practice, meditation_frequency, volunteer_status, charitable_giving, created_at, updated_at)
select pg_temp.k(name), pg_temp.k(who), pg_temp.k(home), who in ('ada', 'sol'), shares, n, state = 'draft', state = 'active', pg_temp.k(parent),
       initcap(who), true, 'Single', 'Employee', '["traveler"]',
       '[{"url": "https://media.example.com/1.webm", "transcript": "Hi", "type": "audio", "category": "fun", "created_at": "2025-11-01", "duration": 30}]',
       '0-5', '1-3', 'none', 'daily', 'regular', '<500', at, at
from (values
    ('sol 1', 'sol', 'sol home', true, 1, 'old', null, timestamptz '2025-10-20 08:00+00'),
    ('sol 2', 'sol', 'sol home', true, 2, 'active', 'sol 1', '2025-10-20 09:00+00'),
    ('sol 4', 'sol', 'sol home', true, 4, 'draft', 'sol 2', '2025-11-02 08:00+00'),
    ('ada 1', 'ada', 'home', true, 1, 'active', null, '2025-09-18 09:00+00'),
    ('cal 1', 'cal', 'home', false, 1, 'active', null, '2025-11-14 09:00+00')
) f(name, who, home, shares, n, state, parent, at);
insert into public.profile_versions (user_id, version_number, profile_data, completion_percentage)
values (pg_temp.k('sol'), 1, '{"first_name": "Sol", "last_name": "Lane", "city": "", "education": null}', 11);
insert into public.member_profiles (user_id) values (pg_temp.k('sol'));
insert into public.voice_profiles (user_id, word_flow, emotional_range, detail_level, energy_tempo, woo_level, humor_personality, speech_rhythm,
    emotional_intensity_preference, narrative_preference, depth_preference, source, is_active, last_refined_at)
values (pg_temp.k('sol'), 'simple_direct', 'grounded', 'clean_focused', 'steady_measured', 2, 'playful_bold', 'neutral', 'low',
        'story_mode', 'balanced', 'quiz', true, '2025-11-11');

-- Assessments: one done on each scale, one begun, one only made

insert into public.assessment_results (id, user_id, profile_version_id, status, is_active, is_draft, max_possible_score, started_at, completed_at,
    created_at, updated_at)
values (pg_temp.k('sol old'), pg_temp.k('sol'), null, 'completed', false, false, 420, '2025-10-20 10:00+00', '2025-10-20 11:00+00', '2025-10-20 10:00+00', '2025-10-20 11:00+00'),
       (pg_temp.k('sol new'), pg_temp.k('sol'), pg_temp.k('sol 2'), 'completed', true, false, 840, '2025-11-01 10:00+00', '2025-11-01 11:00+00', '2025-11-01 10:00+00', '2025-11-01 11:00+00'),
       (pg_temp.k('ben draft'), pg_temp.k('ben'), null, 'in_progress', false, true, 840, '2025-11-18 10:00+00', null, '2025-11-18 10:00+00', '2025-11-18 10:00+00'),
       (pg_temp.k('ada blank'), pg_temp.k('ada'), null, 'not_started', false, false, 840, null, null, '2025-11-18 10:00+00', '2025-11-18 10:00+00');
insert into public.assessment_responses (assessment_id, question_id, question_text, category, response_value, response_text, green_line,
    is_custom_response, custom_response_value, ai_green_line, answered_at, created_at, updated_at)
select r.id,
       case c when 'family' then 'family_parents' when 'romance' then 'romance_single' else c::text end || '_' || q, 'How is it?', c,
       case when custom then 0 else (step + 1) * unit end, 'So',
       case when step >= 3 then 'above' when step = 2 then 'neutral' else 'below' end,
       custom, case when custom then (step + 1) * unit end,
       case when custom then case when step >= 3 then 'above' when step = 2 then 'neutral' else 'below' end end,
       r.created_at + interval '1 minute', r.created_at + interval '1 minute', r.created_at + interval '1 minute'
from public.assessment_results r
cross join unnest(enum_range(null::public.assessment_category)) with ordinality area(c, place)
cross join generate_series(1, 7) q
cross join lateral (select r.max_possible_score / 420 as unit, ((place * 3 + q / 4) % 5)::integer as step, c = 'fun' and q = 1 as custom) a
where r.status = 'completed' or r.status = 'in_progress' and c = 'money' and q <= 3;
update public.assessment_results r set
    category_scores = coalesce(s.points, '{}'), green_line_status = coalesce(s.lines, '{}'), total_score = coalesce(s.total, 0),
    overall_percentage = round(100.0 * coalesce(s.total, 0) / r.max_possible_score)
from public.assessment_results i left join (
    select id, jsonb_object_agg(category, points) as points, sum(points) as total,
           jsonb_object_agg(category, case when points >= most * 0.8 then 'above' when points >= most * 0.6 then 'transition' else 'below' end) as lines
    from (select a.assessment_id as id, a.category, sum(coalesce(custom_response_value, response_value)) as points, max(i.max_possible_score) / 12 as most
          from public.assessment_responses a join public.assessment_results i on i.id = a.assessment_id group by 1, 2) c
    group by id) s on s.id = i.id
where i.id = r.id;
insert into public.assessment_insights (assessment_id, category, insight_type, title, description, supporting_responses)
values (pg_temp.k('sol new'), 'fun', 'strength', 'Play', 'You play well.', '["fun_2"]');

-- Visions, their audio, their making

insert into public.vision_versions (id, user_id, version_number, title, is_active, is_draft, completion_percent, forward, fun, travel, home, family, love,
    health, money, work, social, stuff, giving, spirituality, conclusion, refined_categories, richness_metadata, last_audio_generated_at, created_at, updated_at)
select pg_temp.k(name), pg_temp.k('sol'), n, 'My Life', n = 1, n = 2, percent, 'I go.', a, a, a, a, a, a, a, a, a, a, a, a, a, refined::jsonb,
       '{"fun": {"inputChars": 120, "ideas": 3, "density": "rich"}}', heard, at, at
from (values
    ('vision', 1, 100, 'I am  here.', '[]', timestamptz '2025-10-21 08:00+00', timestamptz '2025-10-20 12:00+00'),
    ('vision draft', 2, 7, null, '["forward"]', null, '2025-11-10 12:00+00')
) f(name, n, percent, a, refined, heard, at);
insert into public.vision_progress (user_id, vision_id, categories_completed, total_categories, created_at, last_activity, completed_at)
values (pg_temp.k('sol'), pg_temp.k('vision'), array['fun', 'health', 'travel', 'love', 'family', 'social', 'home', 'work', 'money', 'stuff', 'giving', 'spirituality'],
        12, '2025-10-20 12:00+00', '2025-10-21 12:00+00', '2025-10-21 12:00+00'),
       (pg_temp.k('sol'), pg_temp.k('vision draft'), '{}', 12, '2025-11-10 12:00+00', '2025-11-10 12:00+00', null);
insert into public.audio_sets (id, vision_id, user_id, name, variant, voice_id, metadata, created_at, updated_at)
values (pg_temp.k('set'), pg_temp.k('vision'), pg_temp.k('sol'), 'Mine', 'standard', 'alloy', '{}', '2025-10-21 08:00+00', '2025-10-21 08:00+00'),
       (pg_temp.k('sleep set'), pg_temp.k('vision'), pg_temp.k('sol'), 'Sleep', 'sleep', 'alloy', '{}', '2025-10-21 08:00+00', '2025-10-21 08:00+00');
insert into public.audio_tracks (user_id, vision_id, audio_set_id, section_key, content_hash, text_content, voice_id, s3_bucket, s3_key, audio_url, status, mix_status)
select pg_temp.k('sol'), pg_temp.k('vision'), pg_temp.k(of), 'fun', encode(sha256('I am here.'), 'hex'), '  I am   here.', 'alloy', 'b', of, 'https://media.example.com/t.mp3', 'completed', mix
from (values ('set', 'not_required'), ('sleep set', 'completed')) f(of, mix);
insert into public.vision_audios (id, user_id, vision_id, title, voice_id, format, s3_bucket, s3_key, audio_url, content_hash, status, version_number, parent_audio_id, generation_metadata)
values (pg_temp.k('audio 1'), pg_temp.k('sol'), pg_temp.k('vision'), 'A', 'alloy', 'mp3', 'b', 'k', 'https://media.example.com/a.mp3', 'one', 'completed', 1, null, '{}'),
       (pg_temp.k('audio 2'), pg_temp.k('sol'), pg_temp.k('vision'), 'A', 'alloy', 'mp3', 'b', 'k', 'https://media.example.com/a.mp3', 'two', 'completed', 2, pg_temp.k('audio 1'), '{}');
insert into public.scenes (id, user_id, category, title, text, emotional_valence, created_from, related_vision_id)
values (pg_temp.k('scene'), pg_temp.k('sol'), 'fun', 'Beach', 'I run.', 'above_green_line', 'user_written', pg_temp.k('vision'));
insert into public.life_vision_category_state (user_id, category, blueprint_data)
values (pg_temp.k('sol'), 'fun', '{"loops": [{"being": "playful", "doing": "surfing", "receiving": "joy", "essence": "ease"}]}');
insert into public.refinements (user_id, vision_id, category, operation_type)
values (pg_temp.k('sol'), pg_temp.k('vision'), 'fun', 'refine_vision');
insert into public.vision_conversations (user_id, vision_id, category, messages, vision_generated_at, completed_at)
values (pg_temp.k('sol'), pg_temp.k('vision'), 'fun', '[{"role": "user", "content": "Hi"}]', '2025-11-11', '2025-11-11');
insert into public.vision_board_items (id, user_id, name, status, categories, actualized_at)
select pg_temp.k('card ' || place), pg_temp.k('sol'), label, case place when 1 then 'actualized' else 'active' end, array[label],
       case place when 1 then timestamptz '2025-11-12' end
from unnest(array['Fun / Recreation', 'Health / Vitality', 'Travel / Adventure', 'Love / Romance', 'Family / Parenting', 'Social / Friends',
    'Home / Environment', 'Work / Career', 'Money / Abundance', 'Stuff / Possessions', 'Giving / Contribution', 'Spirituality / Growth'])
    with ordinality f(label, place);
insert into public.generated_images (user_id, image_url, s3_key, file_name, prompt, size, quality, style_used, context, used_at)
values (pg_temp.k('sol'), 'https://media.example.com/i.png', 'k', 'i.png', 'A beach', '1024x1024', 'hd', 'vivid', 'vision_board', '2025-11-11');

-- The journal, moods, flips

insert into public.journal_entries (id, user_id, date, content, categories, audio_recordings, thumbnail_urls, created_at, updated_at)
select pg_temp.k('entry ' || day), pg_temp.k('sol'), day::date, 'A day.', array['Fun', 'Work'],
       '[{"url": "https://media.example.com/1.webm", "transcript": "Hi", "type": "audio", "category": "fun", "duration": 12, "created_at": "2025-11-10"}]',
       '["https://media.example.com/1.jpg"]', day::timestamptz, day::timestamptz
from unnest(array['2025-11-02', '2025-11-09', '2025-11-10', '2025-11-11']) day;
insert into public.daily_papers (user_id, entry_date, gratitude, task_one, task_two, task_three, fun_plan, metadata)
values (pg_temp.k('sol'), '2025-11-10', 'Sun', 'Run', 'Read', 'Rest', 'Surf', '{}');
insert into public.vibrational_events (user_id, category, source_type, source_id, emotional_valence, intensity, essence_word, created_at)
select pg_temp.k('sol'), 'fun', kind, pg_temp.k(of), mood, strength, word, at
from (values
    ('reflection', null, 'below_green_line', 4, 'Ease', timestamptz '2025-10-05 08:00+00'),
    ('scene', 'scene', 'above_green_line', 8, 'joy', '2025-11-10 13:00+00'),
    ('journal', 'entry 2025-11-11', 'above_green_line', 7, 'Joy', '2025-11-18 08:00+00')
) f(kind, of, mood, strength, word, at);
insert into public.emotional_snapshots (user_id, category, current_valence, trending_direction, avg_intensity, dominant_essence_words,
    primary_essence, last_event_at, event_count_7d, event_count_30d, last_scene_id, last_vision_id)
values (pg_temp.k('sol'), 'fun', 'above_green_line', 'up', 6.33, array['joy', 'ease'], 'joy', '2025-11-18 08:00+00', 1, 2, pg_temp.k('scene'), pg_temp.k('vision'));
insert into public.vibrational_links (user_id, category_a, category_b, strength, connection_type, last_updated)
values (pg_temp.k('sol'), 'fun', 'work', 0.5, 'thematic', '2025-11-11');
insert into public.abundance_events (user_id, date, value_type, amount, vision_category, note)
values (pg_temp.k('sol'), '2025-11-10', 'money', 20, 'money', 'Found it');
insert into public.frequency_flip (user_id, vision_id, input_text, clarity_seed, category, mode, voice_notes)
values (pg_temp.k('sol'), pg_temp.k('vision'), 'No time', 'I have time', 'fun', 'flip', '["slower"]');
insert into public.user_stats (user_id, total_journal_entries, journal_streak, last_journal_date, total_visions, current_vision_version,
    total_creations, actualized_creations)
values (pg_temp.k('sol'), 4, 3, '2025-11-11', 2, 1, 12, 1);

-- Chats, blueprints, videos, the rest

insert into public.conversation_sessions (id, user_id, mode, category, vision_id, message_count, last_message_at)
values (pg_temp.k('chat'), pg_temp.k('sol'), 'refinement', 'fun', pg_temp.k('vision'), 2, '2025-11-10 12:05+00');
insert into public.ai_conversations (user_id, conversation_id, role, message, context, context_used, created_at)
values (pg_temp.k('sol'), pg_temp.k('chat'), 'user', 'Hi', '{}', '{}', '2025-11-10 12:04+00'),
       (pg_temp.k('sol'), pg_temp.k('chat'), 'assistant', 'Hello', '{}', '{}', '2025-11-10 12:05+00');
insert into public.viva_conversations (user_id, category, session_id, cycle_number, viva_prompt) values (pg_temp.k('sol'), 'fun', 's', 1, 'What now?');
insert into public.ai_usage_logs (user_id, feature, model, related_entity_type, related_entity_id, request_data, response_data)
values (pg_temp.k('sol'), 'vision', 'gpt-4o', 'vision', pg_temp.k('vision'), '{}', '{}');
insert into public.prompt_suggestions_cache (user_id, category_key, profile_id, assessment_id, suggestions)
values (pg_temp.k('sol'), 'fun', pg_temp.k('sol 2'), pg_temp.k('sol new'), '{"peakExperiences": "a", "whatFeelsAmazing": "b", "whatFeelsBad": "c"}');
insert into public.actualization_blueprints (id, user_id, vision_id, vision_board_item_id, title, category, status, progress_percentage, phases, resources_needed,
    milestones, linked_journal_entries, linked_vision_board_items, started_at)
values (pg_temp.k('plan'), pg_temp.k('sol'), pg_temp.k('vision'), pg_temp.k('card 1'), 'Surf', 'fun', 'active', 33, '[{"title": "Learn"}]', '["board"]',
        '[{"title": "Stand"}]', array[pg_temp.k('entry 2025-11-02')], array[pg_temp.k('card 1')], '2025-11-10 12:00+00');
insert into public.blueprint_phases (id, blueprint_id, phase_number, title, tasks, resources, status, started_at)
values (pg_temp.k('phase'), pg_temp.k('plan'), 1, 'Learn', '[{"title": "Paddle"}]', '[]', 'in_progress', '2025-11-10 12:00+00');
insert into public.blueprint_tasks (blueprint_id, phase_id, title, status, linked_journal_entry_id, linked_vision_board_item_id, due_date, started_at, completed_at)
select pg_temp.k('plan'), pg_temp.k('phase'), state, state, pg_temp.k('entry 2025-11-02'), pg_temp.k('card 1'), '2025-12-24',
       case state when 'pending' then null else timestamptz '2025-11-11' end, case state when 'completed' then timestamptz '2025-11-12' end
from unnest(array['pending', 'in_progress', 'completed']) state;
insert into public.blueprint_insights (user_id, blueprint_id, insight_type, title, description, status, reviewed_at, acted_upon_at)
values (pg_temp.k('sol'), pg_temp.k('plan'), 'tip', 'Go', 'Now', 'acted_upon', '2025-11-11', '2025-11-12');
insert into public.video_mapping (user_id, original_s3_key, original_url, folder, entry_type, entry_id, status)
values (pg_temp.k('sol'), 'k', 'https://media.example.com/v.mov', 'journal', 'journal_entry', pg_temp.k('entry 2025-11-02'), 'completed');
insert into public.vision_versions_backup_20251111 (id, user_id, richness_metadata, emotional_patterns, created_at, updated_at)
values (pg_temp.k('kept vision'), pg_temp.k('sol'), '{}', '{}', '2025-10-01', '2025-10-01');
insert into public.refinements_backup_20251111 (id, user_id, blueprint_data, created_at) values (pg_temp.k('kept refinement'), pg_temp.k('sol'), '{}', '2025-10-01');

-- The intensive, finished

insert into public.intensive_purchases (id, user_id, stripe_payment_intent_id, amount, payment_plan, installments_total, installments_paid, completion_status,
    created_at, activation_deadline, started_at, completed_at)
values (pg_temp.k('intensive bought'), pg_temp.k('sol'), 'pi_sol_intensive', 49900, 'full', 1, 1, 'completed', '2025-10-20 08:00', '2025-10-23 08:00', '2025-10-20 08:10', '2025-10-22 20:00');
insert into public.intensive_checklist (intensive_id, user_id, created_at, updated_at,
    intake_completed, builder_session_completed, calibration_attended, activation_protocol_started,
    profile_completed, profile_completed_at, assessment_completed, assessment_completed_at, call_scheduled, call_scheduled_at,
    vision_built, vision_built_at, vision_refined, vision_refined_at, audio_generated, audio_generated_at,
    vision_board_completed, vision_board_completed_at, first_journal_entry, first_journal_entry_at,
    calibration_call_completed, calibration_call_completed_at, activation_protocol_completed, activation_protocol_completed_at)
values (pg_temp.k('intensive bought'), pg_temp.k('sol'), '2025-10-20 08:00', '2025-10-22 20:00', true, true, true, true,
    true, '2025-10-20 09:00', true, '2025-10-20 11:00', true, '2025-10-20 11:30', true, '2025-10-20 13:00', true, '2025-10-21 07:00',
    true, '2025-10-21 08:00', true, '2025-10-21 12:00', true, '2025-10-21 20:00', true, '2025-10-22 15:00', true, '2025-10-22 20:00');

set session_replication_role = origin;
