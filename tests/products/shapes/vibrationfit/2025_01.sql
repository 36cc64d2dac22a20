-- VibrationFit in January 2025 (catalog/vibrationfit b, historic columns): ten tables, one profile a person, visions with
-- romance, business and possessions, completion_percentage beside a status, seven kinds of token usage.

-- What came later.
drop view public.token_usage_with_costs;
do $$
declare later record;
begin
    for later in
        select c.oid::regclass as name from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not in (
            'user_profiles', 'vision_versions', 'assessment_results', 'assessment_responses', 'assessment_insights',
            'journal_entries', 'audio_tracks', 'vision_board_items', 'token_usage', 'ai_conversations')
    loop
        execute format('drop table %s cascade', later.name);
    end loop;
end $$;
-- Nothing keeps a profile for every user yet, and nothing counts or recomputes.
drop trigger if exists on_auth_user_created on auth.users;
drop trigger on_vision_created on public.vision_versions;
drop trigger trigger_track_category_refinement on public.vision_versions;
drop trigger auto_create_solo_household on public.user_profiles;
drop trigger ai_conversations_update_session on public.ai_conversations;
drop trigger update_scores_on_response_insert on public.assessment_responses;
drop trigger update_scores_on_response_update on public.assessment_responses;
drop trigger update_scores_on_response_delete on public.assessment_responses;

-- One row a person; stories instead of clarity and contrast; tokens counted in the profile.
drop index public.idx_user_profiles_one_active_per_user;
drop index public.idx_user_profiles_one_draft_per_user;
alter table public.user_profiles
    add constraint user_profiles_user_id_key unique (user_id),
    drop column contrast_fun, drop column contrast_health, drop column contrast_travel, drop column contrast_love,
    drop column contrast_family, drop column contrast_social, drop column contrast_home, drop column contrast_work,
    drop column contrast_money, drop column contrast_stuff, drop column contrast_giving,
    drop column contrast_spirituality, drop column education_description, drop column household_id cascade,
    drop column is_household_admin, drop column allow_shared_tokens,
    drop constraint user_profiles_education_check,
    add column current_story text, add column desired_story text, add column health_conditions text,
    add column medications text, add column vibe_assistant_tokens_used integer default 0,
    add column vibe_assistant_tokens_remaining integer default 100,
    add column vibe_assistant_total_cost numeric(10,2) default 0, add column token_rollover_cycles integer default 0,
    add column token_last_drip_date timestamptz, add column auto_topup_enabled boolean default false,
    add column auto_topup_pack_id text, add column storage_quota_gb integer default 5,
    add column completion_percentage integer default 0,
    alter column travel_frequency type text, alter column social_preference type text,
    alter column lifestyle_category type text, alter column height type integer, alter column weight type integer;
alter table public.user_profiles rename column clarity_health to health_vitality_story;
alter table public.user_profiles rename column clarity_love to romance_partnership_story;
alter table public.user_profiles rename column clarity_family to family_parenting_story;
alter table public.user_profiles rename column clarity_social to social_friends_story;
alter table public.user_profiles rename column clarity_work to career_work_story;
alter table public.user_profiles rename column clarity_money to money_wealth_story;
alter table public.user_profiles rename column clarity_fun to fun_recreation_story;
alter table public.user_profiles rename column clarity_travel to travel_adventure_story;
alter table public.user_profiles rename column clarity_home to home_environment_story;
alter table public.user_profiles rename column clarity_stuff to possessions_lifestyle_story;
alter table public.user_profiles rename column clarity_spirituality to spirituality_growth_story;
alter table public.user_profiles rename column clarity_giving to giving_legacy_story;
alter table public.user_profiles rename column education to education_level;

alter table public.vision_versions
    add foreign key (user_id) references auth.users (id) on delete cascade,
    drop column has_audio, drop column audio_url, drop column audio_duration, drop column voice_type,
    drop column background_music, drop column is_draft, drop column is_active, drop column activation_message,
    drop column richness_metadata, drop column perspective, drop column refined_categories,
    drop constraint vision_versions_user_id_version_number_key,
    alter column title set default '', alter column version_number set default 1,
    add column status text not null default 'draft' check (status in ('draft', 'complete'));
alter table public.vision_versions rename column love to romance;
alter table public.vision_versions rename column work to business;
alter table public.vision_versions rename column stuff to possessions;
alter table public.vision_versions rename column completion_percent to completion_percentage;
alter table public.vision_versions
    alter column completion_percentage set not null,
    add check (completion_percentage >= 0 and completion_percentage <= 100);

alter table public.assessment_results drop column is_active, drop column is_draft;
alter table public.assessment_responses
    drop column is_custom_response, drop column ai_green_line, drop column custom_response_value,
    add check (response_value in (2, 4, 6, 8, 10));
alter table public.journal_entries
    drop column thumbnail_urls,
    alter column date set default current_date, alter column content set default '';

-- A track belongs to a vision; sets came later, so a text is narrated once.
alter table public.audio_tracks
    drop column audio_set_id cascade, drop column mix_status, drop column mixed_audio_url, drop column mixed_s3_key,
    add unique (vision_id, section_key, content_hash);
alter table public.vision_board_items
    drop column actualized_image_url, drop column actualization_story,
    alter column status set not null, add check (status in ('active', 'actualized', 'inactive'));
alter table public.token_usage
    drop column calculated_cost_cents, drop column audio_seconds, drop column audio_duration_formatted,
    drop constraint token_usage_action_type_check,
    add constraint token_usage_action_type_check check (action_type in (
        'assessment_scoring', 'vision_generation', 'vision_refinement', 'blueprint_generation', 'chat_conversation',
        'audio_generation', 'image_generation'));
alter table public.ai_conversations
    drop column conversation_id, drop column context_used,
    add foreign key (user_id) references auth.users (id) on delete cascade,
    add check (role in ('user', 'assistant'));

-- No policy to delete a profile or a vision; what the service writes is read by its owner.
drop policy authenticated_delete on public.user_profiles;
drop policy authenticated_delete on public.vision_versions;
