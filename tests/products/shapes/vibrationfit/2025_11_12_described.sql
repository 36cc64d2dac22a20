-- VibrationFit as its own description of 12 November 2025 lists it (catalog/vibrationfit b): columns that no database ever
-- had, under names that people who read it will use. Where it lists no columns, ours stand.

drop view public.token_usage_with_costs;
drop table public.household_invitations, public.household_members, public.households, public.user_storage,
    public.ai_model_pricing cascade;
drop trigger auto_create_solo_household on public.user_profiles;
drop trigger trigger_track_category_refinement on public.vision_versions;
drop trigger ai_conversations_update_session on public.ai_conversations;
drop trigger update_scores_on_response_insert on public.assessment_responses;
drop trigger update_scores_on_response_update on public.assessment_responses;
drop trigger update_scores_on_response_delete on public.assessment_responses;

alter table public.vision_versions add column status text default 'draft' check (status in ('draft', 'complete'));

alter table public.scenes
    drop column emotional_valence, drop column created_from, drop column related_vision_id, drop column updated_at;
alter table public.scenes rename column text to scene_text;
alter table public.scenes rename column title to scene_title;
alter table public.frequency_flip
    drop column essence, drop column sensory_anchor, drop column embodiment_line, drop column surrender_line,
    drop column vision_id, drop column scene_context, drop column mode, drop column unchanged,
    drop column voice_notes, drop column updated_at, alter column category type varchar(50);

-- One row a person; what the person is about lies in documents.
drop index public.idx_user_profiles_one_active_per_user;
drop index public.idx_user_profiles_one_draft_per_user;
do $$
declare gone text;
begin
    select string_agg(format('drop column %I cascade', attname), ', ') into gone
    from pg_attribute where attrelid = 'public.user_profiles'::regclass and attnum > 0 and not attisdropped
      and attname not in ('id', 'user_id', 'first_name', 'last_name', 'email', 'profile_picture_url', 'date_of_birth',
        'phone', 'city', 'state', 'country', 'postal_code', 'occupation', 'company', 'is_active', 'created_at',
        'updated_at');
    execute 'alter table public.user_profiles ' || gone;
end $$;
alter table public.user_profiles rename column postal_code to zip_code;
alter table public.user_profiles
    add unique (user_id), add column bio text, add column linkedin_url text, add column instagram_handle text,
    add column facebook_url text, add column twitter_handle text, add column website text, add column strengths jsonb,
    add column "values" jsonb, add column lifestyle jsonb, add column priorities jsonb, add column aspirations jsonb,
    add column pain_points jsonb, add column preferred_communication text, add column timezone text,
    add column language_preference text, add column is_onboarding_complete boolean,
    add column onboarding_step integer, add column last_login_at timestamptz;

drop table public.voice_profiles;
create table public.voice_profiles (
    id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users on delete cascade,
    formality integer, energy integer, detail integer, woo integer, analysis jsonb,
    created_at timestamptz default now());
alter table public.profiles
    drop column full_name, drop column membership_level, drop column vibe_assistant_tokens_used,
    drop column vibe_assistant_tokens_remaining, drop column vibe_assistant_monthly_reset_date,
    drop column vibe_assistant_total_cost, drop column membership_tier_id,
    drop column vibe_assistant_allowance_reset_count,
    add column first_name text, add column last_name text, add column stripe_customer_id text,
    add column subscription_status text;
drop trigger if exists on_auth_user_created on auth.users;

alter table public.assessment_results
    drop column profile_version_id, drop column status, drop column total_score cascade,
    drop column max_possible_score, drop column started_at, drop column updated_at, drop column assessment_version,
    drop column notes, drop column is_active, drop column is_draft,
    alter column green_line_status drop default, alter column green_line_status type text,
    add column assessment_type text, add column insights jsonb;
alter table public.assessment_responses
    drop constraint unique_assessment_question,
    drop column question_text, drop column response_emoji, drop column green_line, drop column answered_at,
    drop column updated_at, drop column is_custom_response, drop column ai_green_line,
    drop column custom_response_value, alter column category type text,
    add column user_id uuid not null references auth.users on delete cascade;
alter table public.assessment_responses rename column assessment_id to assessment_result_id;
alter table public.assessment_insights
    drop column title, drop column confidence_score, drop column supporting_responses, drop column updated_at,
    alter column category type text, add column priority_level integer,
    add column user_id uuid not null references auth.users on delete cascade;
alter table public.assessment_insights rename column assessment_id to assessment_result_id;
alter table public.assessment_insights rename column description to insight_text;

-- A ledger with balances before and after; amounts in cents.
alter table public.token_transactions
    drop column estimated_cost_usd, drop column openai_model, drop column prompt_tokens, drop column completion_tokens,
    drop column amount_paid_cents, drop column currency, drop column stripe_session_id, drop column subscription_id,
    drop column token_pack_id, drop column created_by, drop column expires_at,
    alter column action_type type text, add column previous_balance integer;
alter table public.token_transactions rename column tokens_used to amount;
alter table public.token_transactions rename column action_type to transaction_type;
alter table public.token_transactions rename column notes to description;
alter table public.token_transactions rename column stripe_payment_intent_id to reference_id;
alter table public.token_transactions rename column tokens_remaining to new_balance;
alter table public.token_usage
    drop column success, drop column error_message, drop column calculated_cost_cents, drop column audio_seconds,
    drop column audio_duration_formatted;
alter table public.payment_history
    drop column subscription_id, drop column stripe_invoice_id, drop column currency, drop column description,
    drop column metadata, drop column paid_at, add column tokens_granted integer;
alter table public.payment_history rename column amount to amount_cents;
drop index public.unique_active_subscription;
alter table public.customer_subscriptions
    drop column stripe_price_id, drop column canceled_at, drop column trial_start, drop column trial_end,
    drop column membership_tier_id, add column plan_id text, alter column status drop default,
    alter column status type text;

alter table public.ai_usage_logs
    drop column prompt_tokens, drop column completion_tokens, drop column estimated_cost,
    drop column related_entity_type, drop column related_entity_id, drop column request_data,
    drop column response_data, add column response_time_ms integer, add column success boolean,
    add column error_message text;
alter table public.ai_usage_logs rename column feature to operation_type;
alter table public.ai_usage_logs rename column total_tokens to tokens_used;
alter table public.ai_usage_logs rename column model to model_used;
alter table public.ai_conversations
    drop column conversation_id, drop column role, drop column message, drop column context_used,
    add column conversation_type text, add column messages jsonb, add column status text,
    add column updated_at timestamptz default now();
alter table public.viva_conversations
    drop column category, drop column session_id, drop column cycle_number, drop column viva_prompt,
    drop column user_response, add column messages jsonb;
alter table public.prompt_suggestions_cache
    drop constraint unique_prompt_cache, drop column profile_id, drop column assessment_id, drop column updated_at,
    add column encouragement text, add column profile_hash text, add column expires_at timestamptz;
alter table public.prompt_suggestions_cache rename column category_key to category;
alter table public.generated_images
    drop column file_name, drop column file_size, drop column mime_type, drop column revised_prompt,
    drop column style_used, drop column size, drop column quality, drop column context, drop column generated_at,
    drop column used_at, drop column expires_at, drop column is_used, drop column is_expired, drop column updated_at,
    add column model_used text, add column status text, add column error_message text;
alter table public.generated_images rename column s3_key to storage_path;
alter table public.media_metadata
    drop column alt_text, drop column view_count, drop column last_accessed, drop column updated_at;

alter table public.audio_sets
    drop column vision_id, drop column variant, drop column voice_id, drop column metadata,
    add column cover_image_url text;
alter table public.audio_sets rename column name to title;
alter table public.audio_tracks
    drop column vision_id, drop column section_key, drop column content_hash, drop column voice_id,
    drop column s3_bucket, drop column s3_key, drop column status, drop column error_message, drop column updated_at,
    drop column mix_status, drop column mixed_audio_url, drop column mixed_s3_key,
    alter column duration_seconds type text, add column title text, add column description text,
    add column order_index integer, add column is_active boolean;
alter table public.audio_tracks rename column duration_seconds to duration;
alter table public.audio_tracks rename column text_content to transcript;
drop table public.audio_variants cascade;
create table public.audio_variants (
    id uuid primary key default gen_random_uuid(), audio_track_id uuid references public.audio_tracks on delete cascade,
    variant_type text, audio_url text, created_at timestamptz default now());
alter table public.vision_audios
    drop column title, drop column description, drop column format, drop column s3_bucket, drop column s3_key,
    drop column file_size_bytes, drop column content_hash, drop column sections_included,
    drop column generation_metadata, drop column version_number, drop column is_active, drop column parent_audio_id,
    drop column updated_at, alter column duration_seconds type text, alter column status drop default,
    alter column status type text, add column background_music text;
alter table public.vision_audios rename column duration_seconds to duration;
alter table public.vision_audios rename column voice_id to voice_type;
alter table public.vision_audios rename column status to generation_status;
alter table public.vision_board_items
    drop column name, drop column status, drop column categories, drop column updated_at, drop column actualized_at,
    drop column actualized_image_url, drop column actualization_story,
    add column vision_id uuid references public.vision_versions, add column item_type text,
    add column position_x numeric, add column position_y numeric;
alter table public.vision_board_items rename column description to content;

alter table public.journal_entries
    drop column title, drop column image_urls, drop column audio_recordings, drop column thumbnail_urls,
    add column mood text;
alter table public.journal_entries rename column date to entry_date;
alter table public.journal_entries rename column categories to tags;
alter table public.daily_papers
    drop column gratitude, drop column task_one, drop column task_two, drop column task_three, drop column fun_plan,
    drop column attachment_url, drop column attachment_key, drop column attachment_content_type,
    drop column attachment_size, drop column metadata, drop column updated_at,
    add column content jsonb, add column completed boolean;
alter table public.daily_papers rename column entry_date to paper_date;
alter table public.emotional_snapshots
    drop column category, drop column current_valence, drop column trending_direction, drop column dominant_essence_words,
    drop column primary_essence, drop column last_event_at, drop column event_count_7d, drop column event_count_30d,
    drop column last_scene_id, drop column last_vision_id, drop column updated_at,
    add column snapshot_date timestamptz, add column emotion_type text, add column notes text,
    alter column avg_intensity type integer;
alter table public.emotional_snapshots rename column avg_intensity to intensity;
alter table public.vibrational_events
    drop column category, drop column source_id, drop column emotional_valence, drop column dominant_emotions,
    drop column essence_word, drop column is_contrast, drop column summary_in_their_voice,
    add column event_date timestamptz;
alter table public.vibrational_events rename column source_type to event_type;
alter table public.vibrational_events rename column raw_text to description;
alter table public.vibrational_events rename column intensity to vibration_level;

create table public.token_drips (
    id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users on delete cascade,
    subscription_id uuid references public.customer_subscriptions on delete set null, drip_amount integer not null,
    drip_date timestamp default now(), cycle_number integer not null, rollover_from_previous integer default 0,
    rollover_cycles_count integer default 0, expired_tokens integer default 0, balance_before integer not null,
    balance_after integer not null, billing_period_start timestamp, billing_period_end timestamp, metadata jsonb,
    created_at timestamp default now());
alter table public.token_drips enable row level security;
