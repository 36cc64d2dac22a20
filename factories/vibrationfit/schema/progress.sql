-- Scores, progress and counters.

create function public.calculate_category_score(p_assessment_id uuid, p_category public.assessment_category)
returns integer
language sql stable set search_path = ''
as $$
    select coalesce(
        sum(case when is_custom_response then coalesce(custom_response_value, response_value) else response_value end),
        0
    )::integer
    from public.assessment_responses
    where assessment_id = p_assessment_id and category = p_category;
$$;

-- A category holds 35 points where answers go from 1 to 5, and 70 where they go from 2 to 10.
create function public.get_green_line_status(p_score integer, p_max integer default 35)
returns public.green_line_status
language sql immutable set search_path = ''
as $$
    select case
        when 100 * p_score >= 80 * p_max then 'above'
        when 100 * p_score >= 60 * p_max then 'transition'
        else 'below'
    end::public.green_line_status;
$$;

create function public.calculate_blueprint_progress(p_blueprint_id uuid) returns integer
language sql stable set search_path = ''
as $$
    select coalesce(round(100.0 * count(*) filter (where status = 'completed') / nullif(count(*), 0)), 0)::integer
    from public.blueprint_tasks
    where blueprint_id = p_blueprint_id;
$$;

create function public.get_next_intensive_step(checklist_row public.intensive_checklist) returns text
language sql immutable set search_path = ''
as $$
    select case false
        when coalesce(checklist_row.profile_completed, false) then 'profile_completed'
        when coalesce(checklist_row.assessment_completed, false) then 'assessment_completed'
        when coalesce(checklist_row.call_scheduled, false) then 'call_scheduled'
        when coalesce(checklist_row.vision_built, false) then 'vision_built'
        when coalesce(checklist_row.vision_refined, false) then 'vision_refined'
        when coalesce(checklist_row.audio_generated, false) then 'audio_generated'
        when coalesce(checklist_row.vision_board_completed, false) then 'vision_board_completed'
        when coalesce(checklist_row.first_journal_entry, false) then 'first_journal_entry'
        when coalesce(checklist_row.calibration_call_completed, false) then 'calibration_call_completed'
        when coalesce(checklist_row.activation_protocol_completed, false) then 'activation_protocol_completed'
        else 'completed'
    end;
$$;

create function public.get_intensive_progress(checklist_row public.intensive_checklist) returns integer
language sql immutable set search_path = ''
as $$
    select 10 * num_nonnulls(
        nullif(checklist_row.profile_completed, false),
        nullif(checklist_row.assessment_completed, false),
        nullif(checklist_row.call_scheduled, false),
        nullif(checklist_row.vision_built, false),
        nullif(checklist_row.vision_refined, false),
        nullif(checklist_row.audio_generated, false),
        nullif(checklist_row.vision_board_completed, false),
        nullif(checklist_row.first_journal_entry, false),
        nullif(checklist_row.calibration_call_completed, false),
        nullif(checklist_row.activation_protocol_completed, false)
    );
$$;

create function public.check_intensive_completion(p_intensive_id uuid) returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_build_object(
        'intensive_id', checklist.intensive_id,
        'progress', public.get_intensive_progress(checklist),
        'next_step', public.get_next_intensive_step(checklist),
        'is_complete', public.get_intensive_progress(checklist) = 100
    )
    from public.intensive_checklist checklist
    where checklist.intensive_id = p_intensive_id;
$$;

-- A streak counts consecutive days: it goes on from yesterday, stays within a day, else starts anew.
create function public.increment_journal_stats(p_user_id uuid) returns void
language sql set search_path = ''
as $$
    insert into public.user_stats as stats (user_id, total_journal_entries, journal_streak, last_journal_date)
    values (p_user_id, 1, 1, (public.current_moment() at time zone 'utc')::date)
    on conflict (user_id) do update
    set total_journal_entries = coalesce(stats.total_journal_entries, 0) + 1,
        journal_streak = case excluded.last_journal_date - stats.last_journal_date
            when 0 then stats.journal_streak
            when 1 then coalesce(stats.journal_streak, 0) + 1
            else 1
        end,
        last_journal_date = excluded.last_journal_date,
        updated_at = public.current_moment();
$$;

create function public.increment_ai_usage(p_user_id uuid, p_tokens integer, p_cost numeric) returns void
language sql set search_path = ''
as $$
    insert into public.user_stats as stats (user_id, total_ai_calls, total_tokens_used, estimated_ai_cost)
    values (p_user_id, 1, p_tokens, p_cost)
    on conflict (user_id) do update
    set total_ai_calls = coalesce(stats.total_ai_calls, 0) + 1,
        total_tokens_used = coalesce(stats.total_tokens_used, 0) + excluded.total_tokens_used,
        estimated_ai_cost = coalesce(stats.estimated_ai_cost, 0) + excluded.estimated_ai_cost,
        updated_at = public.current_moment();
$$;
