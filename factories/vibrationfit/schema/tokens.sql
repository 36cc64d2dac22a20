-- The token ledger: balances, what a call costs, grants.

-- Unexpired grants minus successful usage, never below zero. Deductions (admin_deduct) do not count
-- here, and usage is not tied to a grant: when a grant expires, earlier usage still counts.
create function public.get_user_token_balance(p_user_id uuid) returns jsonb
language sql stable set search_path = ''
as $$
    with granted as (
        select action_type,
               tokens_used as tokens,
               expires_at,
               coalesce(expires_at <= public.current_moment(), false) as is_expired,
               action_type in ('token_pack_purchase', 'pack_purchase') as is_pack
        from public.token_transactions
        where user_id = p_user_id
          and tokens_used > 0
          and action_type in (
              'subscription_grant', 'renewal_grant', 'trial_grant', 'admin_grant',
              'token_pack_purchase', 'pack_purchase'
          )
    ),
    totals as (
        select coalesce(sum(tokens) filter (where not is_expired), 0) as active,
               coalesce(sum(tokens) filter (where is_expired and not is_pack), 0) as expired
        from granted
    ),
    kinds as (
        select action_type, sum(tokens) as total_granted, max(expires_at) as expires_at
        from granted
        group by action_type
    ),
    spent as (
        select coalesce(sum(tokens_used), 0) as tokens
        from public.token_usage
        where user_id = p_user_id
          and success
          and action_type not in (
              'admin_grant', 'admin_deduct', 'subscription_grant', 'trial_grant', 'token_pack_purchase'
          )
    )
    select jsonb_build_object(
        'total_active', greatest(totals.active - spent.tokens, 0),
        'total_granted', totals.active,
        'total_used', spent.tokens,
        'total_expired', totals.expired,
        'grants', (select coalesce(jsonb_agg(to_jsonb(kinds) order by action_type), '[]') from kinds)
    )
    from totals, spent;
$$;

-- The older sum: four kinds of grant, whether expired or not, minus usage, minus deductions.
create function public.calculate_token_balance(p_user_id uuid) returns integer
language sql stable set search_path = ''
as $$
    select greatest(
        coalesce(
            (select sum(tokens_used) from public.token_transactions
             where user_id = p_user_id
               and tokens_used > 0
               and action_type in ('subscription_grant', 'trial_grant', 'token_pack_purchase', 'admin_grant')),
            0
        )
        - (public.get_user_token_balance(p_user_id) ->> 'total_used')::bigint
        - coalesce(
            (select sum(abs(tokens_used)) from public.token_transactions
             where user_id = p_user_id and action_type = 'admin_deduct'),
            0
        ),
        0
    )::integer;
$$;

-- In cents. Models priced by second, image or character take p_units, the others token counts.
create function public.calculate_ai_cost(
    p_model_name text, p_prompt_tokens integer, p_completion_tokens integer, p_units numeric default null
) returns numeric
language sql stable set search_path = ''
as $$
    select coalesce(
        (select round(100 * case
             when p_units is not null and price_per_unit is not null then price_per_unit * p_units
             else coalesce(p_prompt_tokens, 0) / 1000.0 * input_price_per_1k
                  + coalesce(p_completion_tokens, 0) / 1000.0 * output_price_per_1k
         end)
         from public.ai_model_pricing
         where model_name = p_model_name),
        0
    );
$$;

create function public.apply_token_usage(
    p_user_id uuid,
    p_action_type text,
    p_model_used text,
    p_tokens_used integer default 0,
    p_input_tokens integer default 0,
    p_output_tokens integer default 0,
    p_cost_estimate_cents integer default 0,
    p_metadata jsonb default '{}',
    p_audio_seconds numeric default null
) returns void
language sql set search_path = ''
as $$
    insert into public.token_usage (
        user_id, action_type, model_used, tokens_used, input_tokens, output_tokens, cost_estimate,
        metadata, audio_seconds, audio_duration_formatted, calculated_cost_cents, created_at
    )
    values (
        p_user_id,
        p_action_type,
        p_model_used,
        coalesce(
            nullif(greatest(coalesce(p_input_tokens, 0) + coalesce(p_output_tokens, 0), 0), 0),
            nullif(greatest(p_tokens_used, 0), 0),
            (select token_value from public.ai_action_token_overrides where action_type = p_action_type),
            0
        ),
        coalesce(p_input_tokens, 0),
        coalesce(p_output_tokens, 0),
        coalesce(p_cost_estimate_cents, 0),
        coalesce(p_metadata, '{}'),
        p_audio_seconds,
        to_char(make_interval(secs => p_audio_seconds::double precision), 'HH24:MI:SS'),
        public.calculate_ai_cost(p_model_used, p_input_tokens, p_output_tokens, p_audio_seconds)::integer,
        public.current_moment()
    );
$$;

-- One grant in the ledger, and the tier's storage once for each subscription to it.
create function public.grant_tokens_for_tier(
    p_user_id uuid, p_tier_id uuid, p_subscription_id uuid default null, p_metadata jsonb default '{}'
) returns jsonb
language plpgsql set search_path = ''
as $$
declare
    tier public.membership_tiers;
    tokens integer;
    expires timestamptz;
    remaining bigint;
    facts jsonb;
begin
    select * into tier from public.membership_tiers where id = p_tier_id;
    if not found then
        raise exception 'no membership tier %', p_tier_id using errcode = 'no_data_found';
    end if;

    tokens := case when tier.billing_interval = 'year' then tier.annual_token_grant else tier.monthly_token_grant end;
    expires := public.current_moment() + case tier.billing_interval
        when 'year' then interval '365 days' when 'month' then interval '90 days' else interval '56 days' end;
    remaining := (public.get_user_token_balance(p_user_id) ->> 'total_active')::bigint + tokens;
    facts := p_metadata || jsonb_build_object('tier_id', tier.id, 'tier_type', tier.tier_type);

    insert into public.token_transactions (
        user_id, action_type, tokens_used, tokens_remaining, subscription_id, expires_at, metadata, created_at
    )
    values (
        p_user_id,
        case when tier.plan_category = 'intensive' then 'trial_grant' else 'subscription_grant' end
            ::public.token_action_type,
        tokens, remaining, p_subscription_id, expires,
        facts || jsonb_build_object('tier_name', tier.name, 'plan_category', tier.plan_category),
        public.current_moment()
    );

    insert into public.user_storage (user_id, quota_gb, granted_at, subscription_id, metadata)
    select p_user_id, tier.storage_quota_gb, public.current_moment(), p_subscription_id, facts
    where tier.storage_quota_gb > 0
      and not exists (
          select from public.user_storage held
          where held.user_id = p_user_id
            and held.subscription_id is not distinct from p_subscription_id
            and held.metadata ->> 'tier_id' = tier.id::text
      );

    return jsonb_build_object('tokens_granted', tokens, 'tokens_remaining', remaining, 'expires_at', expires);
end;
$$;

create function public.grant_tokens_by_stripe_price_id(
    p_user_id uuid, p_stripe_price_id text, p_subscription_id uuid default null
) returns jsonb
language sql set search_path = ''
as $$
    select public.grant_tokens_for_tier(
        p_user_id, (public.get_tier_by_stripe_price_id(p_stripe_price_id)).id, p_subscription_id
    );
$$;

create function public.grant_annual_tokens(p_user_id uuid, p_subscription_id uuid default null) returns jsonb
language sql set search_path = ''
as $$
    select public.grant_tokens_for_tier(
        p_user_id, (public.get_tier_by_type('vision_pro_annual')).id, p_subscription_id
    );
$$;

create function public.drip_tokens_28day(p_user_id uuid, p_subscription_id uuid, p_cycle_number integer) returns jsonb
language sql set search_path = ''
as $$
    select public.grant_tokens_for_tier(
        p_user_id, (public.get_tier_by_type('vision_pro_28day')).id, p_subscription_id,
        jsonb_build_object('cycle_number', p_cycle_number)
    );
$$;

-- The purchase is no subscription: its id goes to the metadata, not to the foreign key.
create function public.grant_trial_tokens(p_user_id uuid, p_intensive_id uuid) returns jsonb
language sql set search_path = ''
as $$
    select public.grant_tokens_for_tier(
        p_user_id, (public.get_tier_by_type('intensive')).id, null,
        jsonb_build_object('intensive_id', p_intensive_id)
    );
$$;
