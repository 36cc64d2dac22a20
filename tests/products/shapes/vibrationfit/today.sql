-- VibrationFit after the clean-up of the same day (catalog/vibrationfit a): eleven tables gone, columns for the
-- reconciliation of costs, plays of a track counted.
drop table public.refinements_backup_20251111, public.vision_versions_backup_20251111, public.blueprint_tasks,
    public.blueprint_phases, public.blueprint_insights, public.actualization_blueprints, public.vision_audios,
    public.vision_conversations, public.ai_usage_logs, public.user_stats, public.prompt_suggestions_cache cascade;
alter table public.token_usage
    add column openai_request_id text, add column openai_created bigint, add column system_fingerprint text,
    add column actual_cost_cents integer, add column reconciliation_status text default 'pending',
    add column reconciled_at timestamptz;
alter table public.audio_tracks add column play_count integer not null default 0;
