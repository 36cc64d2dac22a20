-- VibrationFit on 12 November 2025 as its dump has it (catalog/vibrationfit b, historic columns): no households, six kinds
-- of plan, token drips in a table of their own, counters in the profile, visions with a status.

drop view public.token_usage_with_costs;
drop table public.household_invitations, public.household_members, public.households, public.user_storage,
    public.ai_model_pricing cascade;
drop trigger auto_create_solo_household on public.user_profiles;
alter table public.user_profiles
    drop column household_id, drop column is_household_admin, drop column allow_shared_tokens,
    add column vibe_assistant_tokens_used integer default 0,
    add column vibe_assistant_tokens_remaining integer default 0,
    add column vibe_assistant_monthly_reset_date timestamptz default now(),
    add column vibe_assistant_total_cost numeric(10,4) default 0.00,
    add column membership_tier_id uuid references public.membership_tiers,
    add column vibe_assistant_allowance_reset_count integer default 0,
    add column token_rollover_cycles integer default 0, add column token_last_drip_date timestamp,
    add column auto_topup_enabled boolean default false, add column auto_topup_pack_id text,
    add column storage_quota_gb integer default 100;
alter table public.vision_versions add column status text default 'draft';

create table public.token_drips (
    id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users on delete cascade,
    subscription_id uuid references public.customer_subscriptions on delete set null, drip_amount integer not null,
    drip_date timestamp default now(), cycle_number integer not null, rollover_from_previous integer default 0,
    rollover_cycles_count integer default 0, expired_tokens integer default 0, balance_before integer not null,
    balance_after integer not null, billing_period_start timestamp, billing_period_end timestamp, metadata jsonb,
    created_at timestamp default now());
alter table public.token_drips enable row level security;
create policy "Users see their drips" on public.token_drips for select using (auth.uid() = user_id);

-- Plans as they were priced then, for six kinds.
create type public.membership_tier_type_before as enum (
    'free', 'starter', 'pro', 'elite', 'vision_pro_annual', 'vision_pro_28day');
drop function public.get_tier_by_type(text);
alter table public.membership_tiers
    alter column tier_type type public.membership_tier_type_before
        using tier_type::text::public.membership_tier_type_before,
    add column monthly_vibe_assistant_tokens integer not null default 0,
    add column monthly_vibe_assistant_cost_limit numeric(10,4) default 0.00,
    add column price_per_month numeric(10,2) default 0.00,
    drop column included_seats, drop column max_household_members, drop column is_household_plan;
drop type public.membership_tier_type;
alter type public.membership_tier_type_before rename to membership_tier_type;

-- One kind of ledger entry and some kinds of usage did not exist.
alter table public.token_usage
    drop column calculated_cost_cents, drop column audio_seconds, drop column audio_duration_formatted;
alter table public.token_transactions drop column expires_at;
