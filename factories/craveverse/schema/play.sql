-- Levels, rewards and streaks. Whatever adds to an account is the service's to call.

create function public.award_xp_and_coins(user_id_param uuid, xp_amount integer, coin_amount integer) returns void
language sql set search_path = ''
as $$
    update public.users
    set xp = coalesce(xp, 0) + xp_amount, cravecoins = coalesce(cravecoins, 0) + coin_amount
    where id = user_id_param;
$$;

-- A pause covers today, in UTC as all its dates are: then a missed day costs nothing.
create function public.update_streak(user_id_param uuid, increment boolean) returns void
language sql set search_path = ''
as $$
    update public.users
    set streak_count = case
        when increment then coalesce(streak_count, 0) + 1
        when exists (
            select from public.streak_pauses pause
            where pause.user_id = user_id_param
              and pause.is_active
              and (public.current_moment() at time zone 'utc')::date between pause.start_date and pause.end_date
        ) then streak_count
        else 0
    end
    where id = user_id_param;
$$;

create function public.can_access_level(user_id_param uuid, level_number_param integer) returns boolean
language sql stable set search_path = ''
as $$
    select coalesce(
        (select level_number_param <= case subscription_tier when 'free' then 10 else 30 end
         from public.users
         where id = user_id_param and subscription_tier is not null),
        false
    );
$$;

create function public.get_user_progress_stats(user_id_param uuid)
returns table (
    total_levels_completed bigint,
    current_streak bigint,
    total_xp bigint,
    total_coins bigint,
    current_level_number bigint
)
language sql stable rows 1 set search_path = ''
as $$
    select (select count(*) from public.user_progress
            where user_id = user_id_param and completed_at is not null),
           streak_count::bigint,
           xp::bigint,
           cravecoins::bigint,
           current_level::bigint
    from public.users
    where id = user_id_param;
$$;

create function public.log_ai_usage(
    user_id_param uuid,
    model_type_param public.ai_model_type,
    tokens_used_param integer,
    cost_usd_param numeric,
    prompt_hash_param text,
    cached_response_param boolean default false
) returns uuid
language sql set search_path = ''
as $$
    insert into public.ai_usage_metrics (
        user_id, model_type, tokens_used, cost_usd, prompt_hash, cached_response, created_at
    )
    values (
        user_id_param, model_type_param, tokens_used_param, cost_usd_param, prompt_hash_param,
        cached_response_param, public.current_moment()
    )
    returning id;
$$;
