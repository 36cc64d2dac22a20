-- CraveVerse in October 2025 (catalog/craveverse b1, origins): the first deployed database, before shop, settings, telemetry
-- and subscriptions, with accounts that know no plan and no onboarding.
drop view public.transactions, public.ai_usage_log, public.user_dashboard, public.level_details, public.battle_details,
    public.forum_post_details;
drop table public.trial_history, public.streak_pauses, public.notification_preferences, public.level_map_data,
    public.user_themes, public.button_interactions, public.shop_items, public.user_purchases, public.subscriptions,
    public.user_settings, public.user_quiz_responses, public.activity_log, public.user_inventory,
    public.journey_events cascade;
alter table public.users
    drop column plan_id, drop column last_sign_in_at, drop column is_newbie, drop column onboarding_completed_at;
