-- Seven people of CraveVerse as of 2025-11-20, written by hand: every table has a row, every promise of the
-- product has something to hold for, and all of them hold. Nothing here comes from a factory.
--
--   ana   on plus; plays, buys, skips, pauses, fights, and votes for cam's post
--   bob   on trial; lost to ana, waits for somebody else
--   cam   on the free tier; has told how onboarding went, and wrote a post
--   dot   signed up an hour ago
--   eli   moderates
--   fin   had a plan until this month
--   gus   on ultra; replies

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

-- Catalogue

insert into public.cravings (type, name, description, icon, color, created_at)
select craving, initcap(craving::text), 'A craving', '*', '#112233', '2025-01-01'
from unnest(enum_range(null::public.craving_type)) craving;

insert into public.levels (id, craving_type, level_number, title, description, challenge_text, success_criteria,
                           xp_reward, coin_reward, estimated_duration_minutes, difficulty, created_at)
select pg_temp.k(craving || ' ' || n), craving, n, 'Level ' || n, 'd', 'c', 's', xp, xp / 2, 10, 'easy', '2025-01-01'
from unnest(enum_range(null::public.craving_type)) craving
cross join generate_series(1, 30) n
cross join lateral (select case
    when craving = 'sugar' and n = 19 then 200 when n <= 3 then 100 when n <= 6 then 120 when n <= 9 then 150
    when n <= 13 then 180 when n <= 18 then 200 when n <= 23 then 220 when n <= 28 then 240 when n = 29 then 260
    else 300 end) f(xp);

insert into public.level_map_data (level_id, x_coord, y_coord, connections, created_at, updated_at)
select l.id, l.level_number, 0,
       (select jsonb_agg(n.id) from public.levels n
        where n.craving_type = l.craving_type and abs(n.level_number - l.level_number) = 1), '2025-01-01', '2025-01-01'
from public.levels l;

insert into public.shop_items (id, name, type, price_coins, effects, tier_required, created_at)
select pg_temp.k(name), name, kind, price, effects::jsonb, tier::public.subscription_tier, '2025-01-01'
from (values
    ('one day', 'consumable', 50, '{"pause_days": 1}', 'free'),
    ('three days', 'consumable', 120, '{"pause_days": 3}', 'free'),
    ('skip', 'utility', 100, '{"level_skip": 1}', 'plus'),
    ('theme', 'cosmetic', 75, '{"theme": "premium"}', 'free')
) f(name, kind, price, effects, tier);

insert into public.battle_tasks (craving_type, task_text, created_at)
select 'sugar', 'Task ' || n, '2025-01-01' from generate_series(1, 3) n;

-- People

insert into public.users (id, clerk_user_id, email, name, primary_craving, current_level, xp, cravecoins, streak_count,
                          subscription_tier, plan_id, trial_ends_at, created_at, updated_at, last_sign_in_at, is_newbie, onboarding_completed_at)
select pg_temp.k(who), 'user_2' || who, who || '@example.com', initcap(who) || ' Lane', 'sugar', level, xp, coins, streak,
       tier::public.subscription_tier, plan, trial, '2025-09-01 09:00+00', '2025-11-19 09:00+00', '2025-11-19 09:00+00', false, '2025-09-01 10:00+00'
from (values
    ('ana', 6, 920, 525, 4, 'plus', 'plus', null),
    ('bob', 4, 400, 200, 0, 'plus_trial', 'plus', timestamptz '2025-11-26 08:00+00'),
    ('cam', 2, 100, 50, 1, 'free', 'free', null),
    ('eli', 1, 0, 0, 0, 'free', 'admin', null),
    ('fin', 2, 100, 50, 1, 'free', 'free', null),
    ('gus', 4, 300, 150, 3, 'ultra', 'ultra', null)
) f(who, level, xp, coins, streak, tier, plan, trial);
insert into public.users (id, clerk_user_id, email, name, created_at, updated_at)
values (pg_temp.k('dot'), 'user_2dot', 'dot@example.com', 'Dot Lane', '2025-11-19 23:00+00', '2025-11-19 23:00+00');
insert into public.admin_users (clerk_user_id, role, permissions) values ('user_2eli', 'moderator', '{"forum": true}');

with quiz as (
    select '{"severity": "mild", "triggers": ["stress", "evening"], "attempts": "few", "motivation": "energy", "support": "very"}'::jsonb as answers,
           '{"introMessage": "Hello", "customHints": ["Drink water"]}'::jsonb as plan
), told as (
    update public.users set preferences = jsonb_build_object(
        'onboarding', jsonb_build_object('quizAnswers', answers, 'personalization', plan, 'quizVersion', 'v1',
                                         'completedAt', '2025-09-01T10:00:00+00:00'),
        'quizAnswers', answers, 'personalization', plan, 'customHints', jsonb_build_array('Breathe'))
    from quiz where not is_newbie
    returning id
)
insert into public.user_quiz_responses (user_id, responses, derived_preferences, created_at, updated_at)
select told.id, answers, plan, '2025-09-01 10:00+00', '2025-09-01 10:00+00' from told, quiz;

insert into public.user_settings (user_id, active_theme_id, theme_personalization)
values (pg_temp.k('ana'), 'premium', '{"accent": "#ff0000"}'), (pg_temp.k('bob'), null, '{}');
insert into public.notification_preferences (user_id) values (pg_temp.k('ana'));

insert into public.journey_events (user_id, event, phase, duration_ms, success, created_at, updated_at)
select pg_temp.k('cam'), event, phase, ms, ok, at, at
from (values
    ('onboarding_start', 'intro', null::integer, null::boolean, timestamptz '2025-09-01 09:50+00'),
    ('onboarding_craving_selected', 'quiz', null, null, '2025-09-01 09:52+00'),
    ('onboarding_quiz_completed', 'personalization', null, null, '2025-09-01 09:58+00'),
    ('onboarding_complete_server', 'storage', 300, true, '2025-09-01 10:00+00'),
    ('onboarding_completion_submit', 'storage', 700, true, '2025-09-01 10:01+00'),
    ('onboarding_completion_client', 'post-completion', null, null, '2025-09-01 10:02+00'),
    ('onboarding_verification', 'post-completion', null, true, '2025-09-01 10:03+00')
) f(event, phase, ms, ok, at);

-- Levels: ana skipped her fifth

insert into public.user_progress (user_id, level_id, created_at, completed_at, user_response)
select pg_temp.k(who), pg_temp.k('sugar ' || n), at - interval '1 hour', at, 'It went well'
from (values ('ana', 4), ('bob', 3), ('cam', 1), ('fin', 1), ('gus', 3)) f(who, highest)
cross join lateral generate_series(1, highest) n
cross join lateral (select timestamptz '2025-09-30 10:00+00' + n * interval '24 hours') g(at);
insert into public.activity_log (user_id, action, resource_type, resource_id, feature, created_at, updated_at)
select user_id, 'level_completed', 'level', level_id, 'levels', completed_at, completed_at from public.user_progress;
insert into public.journey_events (user_id, event, success, duration_ms, created_at, updated_at)
select user_id, 'level_complete_server', true, 200, completed_at, completed_at from public.user_progress;
insert into public.user_progress (user_id, level_id, created_at, completed_at, user_response, metadata)
values (pg_temp.k('ana'), pg_temp.k('sugar 5'), '2025-11-11 10:00+00', '2025-11-11 10:00+00', 'Skipped',
        jsonb_build_object('skipped', true, 'skip_purchase_id', pg_temp.k('skip')));

-- The shop: of two tokens and two skips each one was used

insert into public.user_purchases (user_id, item_id, quantity, amount_coins)
values (pg_temp.k('ana'), pg_temp.k('one day'), 2, 100),
       (pg_temp.k('ana'), pg_temp.k('skip'), 2, 200),
       (pg_temp.k('ana'), pg_temp.k('theme'), 1, 75);
insert into public.user_inventory (id, user_id, item_id, quantity, expires_at)
values (pg_temp.k('tokens'), pg_temp.k('ana'), pg_temp.k('one day'), 1, '2026-11-10 12:00+00'),
       (pg_temp.k('skips'), pg_temp.k('ana'), pg_temp.k('skip'), 1, null);
insert into public.user_themes (user_id, theme_id, theme_data) values (pg_temp.k('ana'), 'premium', '{"badges": []}');
insert into public.streak_pauses (user_id, pause_token_id, start_date, end_date, created_at, updated_at)
values (pg_temp.k('ana'), pg_temp.k('tokens'), '2025-11-12', '2025-11-13', '2025-11-12 08:00+00', '2025-11-12 08:00+00');
insert into public.pause_tokens (user_id, tokens_available, tokens_used, last_reset_date) values (pg_temp.k('ana'), 1, 2, '2025-11-01');

-- Plans and payments

insert into public.subscriptions (id, user_id, plan_id, status, trial_start, trial_end, current_period_start, current_period_end,
                                  cancel_at, metadata, created_at, updated_at)
select pg_temp.k(who || ' plan'), pg_temp.k(who), plan, status, trial, trial + interval '336 hours', start, start + term, cancel,
       '{"stripe_customer_id": "cus_1"}', start, start
from (values
    ('ana', 'plus', 'active', null::timestamptz, timestamptz '2025-11-01 08:00+00', interval '720 hours', null::timestamptz),
    ('bob', 'plus', 'trialing', '2025-11-12 08:00+00', '2025-11-12 08:00+00', '336 hours', null),
    ('fin', 'plus', 'canceled', null, '2025-10-01 08:00+00', '744 hours', '2025-11-01 08:00+00'),
    ('gus', 'ultra', 'active', null, '2025-09-10 08:00+00', '8760 hours', null)
) f(who, plan, status, trial, start, term, cancel);
insert into public.trial_history (user_id, plan_id, started_at, ended_at, created_at, updated_at)
values (pg_temp.k('bob'), 'plus', '2025-11-12 08:00+00', '2025-11-26 08:00+00', '2025-11-12 08:00+00', '2025-11-12 08:00+00');
insert into public.activity_log (user_id, action, resource_type, resource_id, feature)
values (pg_temp.k('bob'), 'trial_started', 'subscription', pg_temp.k('bob plan'), 'billing');
insert into public.payment_transactions (user_id, stripe_payment_intent_id, amount_cents, product_type, product_id, status, created_at)
values (pg_temp.k('ana'), 'pi_1', 1199, 'subscription', 'plus', 'completed', '2025-11-01 08:00+00'),
       (pg_temp.k('ana'), 'pi_2', 299, 'coins', 'coins_500', 'completed', '2025-11-02 08:00+00'),
       (pg_temp.k('fin'), 'pi_3', 1199, 'subscription', 'plus_monthly', 'completed', '2025-10-01 08:00+00'),
       (pg_temp.k('fin'), 'pi_4', 799, 'coins', 'coins_2000', 'failed', '2025-10-02 08:00+00'),
       (pg_temp.k('gus'), 'pi_5', 19999, 'subscription', 'ultra_yearly', 'completed', '2025-09-10 08:00+00');

-- Battles

create function pg_temp.tasks(first integer, second integer) returns jsonb language sql as $$
    select jsonb_agg(jsonb_build_object(
        'id', n::text, 'task_text', 'Task ' || n, 'xp_reward', 10, 'coin_reward', 5,
        'user1_status', case when n <= first then 'completed' else 'pending' end,
        'user2_status', case when n <= second then 'completed' else 'skipped' end))
    from generate_series(1, 3) n
$$;
insert into public.battles (id, user1_id, user2_id, craving_type, status, tasks, created_at, start_time, end_time, winner_id,
                            user1_tasks_completed, user2_tasks_completed)
select pg_temp.k(name), pg_temp.k(one), pg_temp.k(two), 'sugar', status::public.battle_status, pg_temp.tasks(a, b), made, start,
       start + interval '24 hours', pg_temp.k(winner), a, b
from (values
    ('won', 'ana', 'bob', 'completed', 3, 1, timestamptz '2025-11-13 08:55+00', timestamptz '2025-11-13 09:00+00', 'ana'),
    ('tied', 'fin', 'gus', 'completed', 2, 2, '2025-10-10 08:55+00', '2025-10-10 09:00+00', null),
    ('running', 'ana', 'gus', 'active', 1, 0, '2025-11-19 12:00+00', '2025-11-19 12:05+00', null),
    ('waiting', 'bob', null, 'waiting', 0, 0, '2025-11-18 12:00+00', null, null),
    ('called off', 'fin', null, 'cancelled', 0, 0, '2025-10-20 12:00+00', null, null)
) f(name, one, two, status, a, b, made, start, winner);
insert into public.activity_log (user_id, action, resource_type, resource_id, feature, created_at, updated_at)
values (pg_temp.k('ana'), 'battle_created', 'battle', pg_temp.k('won'), 'battles', '2025-11-13 08:55+00', '2025-11-13 08:55+00');

-- The forum: cam's post was upvoted and answered, fin's was hidden

insert into public.forum_posts (id, user_id, craving_type, title, content, upvotes, status, created_at, updated_at)
values (pg_temp.k('post'), pg_temp.k('cam'), 'sugar', 'Day one', 'It went well', 1, 'active', '2025-11-10 12:00+00', '2025-11-10 12:00+00'),
       (pg_temp.k('spam'), pg_temp.k('fin'), 'sugar', 'Buy this', 'Now', 0, 'hidden', '2025-11-10 12:00+00', '2025-11-14 12:00+00');
insert into public.forum_replies (id, post_id, user_id, parent_reply_id, content, created_at)
values (pg_temp.k('reply'), pg_temp.k('post'), pg_temp.k('gus'), null, 'Well done', '2025-11-11 12:00+00'),
       (pg_temp.k('answer'), pg_temp.k('post'), pg_temp.k('ana'), pg_temp.k('reply'), 'So it was', '2025-11-12 12:00+00'),
       (pg_temp.k('protest'), pg_temp.k('spam'), pg_temp.k('gus'), null, 'No', '2025-11-11 12:00+00');
insert into public.activity_log (user_id, action, resource_type, resource_id, feature, created_at, updated_at)
values (pg_temp.k('ana'), 'forum_upvote', 'forum_post', pg_temp.k('post'), 'forum', '2025-11-13 12:00+00', '2025-11-13 12:00+00'),
       (pg_temp.k('gus'), 'forum_reply_created', 'forum_reply', pg_temp.k('reply'), 'forum', '2025-11-11 12:00+00', '2025-11-11 12:00+00');

-- Behind the scenes

insert into public.queue_jobs (job_type, payload, status, created_at, scheduled_at, processed_at, error_message)
select kind, payload, status, at, at, done, error
from (values
    ('battle_tasks', '{"craving": "sugar", "attempt": 1}'::jsonb, 'completed', timestamptz '2025-11-13 08:56+00', timestamptz '2025-11-13 08:57+00', null),
    ('battle_tasks', '{"craving": "sugar"}', 'processing', '2025-11-18 12:01+00', '2025-11-18 12:02+00', null),
    ('battle_tasks', '{"craving": "sugar"}', 'pending', '2025-11-19 12:01+00', null, null),
    ('user_summary', jsonb_build_object('userIds', jsonb_build_array(pg_temp.k('ana'), pg_temp.k('bob'))), 'failed',
     '2025-11-15 12:00+00', '2025-11-15 12:01+00', 'Timeout')
) f(kind, payload, status, at, done, error);
insert into public.ai_usage_metrics (user_id, model_type, tokens_used, cost_usd, prompt_hash, cached_response)
values (pg_temp.k('ana'), 'gpt-5-nano', 1000, 0.000150, repeat('a1', 32), false),
       (pg_temp.k('ana'), 'gpt-5-mini', 1000, 0.001000, repeat('b2', 32), false),
       (pg_temp.k('ana'), 'gpt-5-mini', 1000, 0, repeat('b2', 32), true);
insert into public.shareable_progress (user_id, public_token, progress_data, expires_at, created_at)
values (pg_temp.k('ana'), pg_temp.k('secret'),
        '{"username": "Ana Lane", "tier": "plus", "xp": 420, "coins": 210, "streak": 4, "levels_completed": 4,
          "craving_type": "sugar", "generated_at": "2025-10-20T12:00:00+00:00"}', '2025-12-20', '2025-10-20 12:00+00');
insert into public.button_interactions (user_id, page_path, button_id, click_count) values (pg_temp.k('ana'), '/shop', 'buy', 3);
insert into public.test_table_creation (name) values ('probe');
