-- Requests: counted by window, cleaned up, and how the integrations do.

create function public.share_in_percent(p_part bigint, p_all bigint) returns numeric
language sql immutable set search_path = ''
as $$
    select round(100.0 * p_part / nullif(p_all, 0), 2);
$$;

-- Counting a window again replaces its rows: the unique constraint does not see groups without an
-- action or an integration as equal.
create function public.generate_request_analytics(
    start_time timestamptz, end_time timestamptz, period_type_param varchar
) returns void
language sql set search_path = ''
as $$
    delete from public.request_flow_analytics
    where period_start = start_time and period_end = end_time and period_type = period_type_param;

    insert into public.request_flow_analytics (
        period_start, period_end, period_type, api_endpoint, frontend_action, integration_point,
        total_requests, successful_requests, failed_requests, success_rate,
        avg_response_time_ms, min_response_time_ms, max_response_time_ms, p95_response_time_ms,
        unique_users, unique_sessions, integration_success_rate, endpoint_mismatch_count, created_at
    )
    select start_time, end_time, period_type_param, api_endpoint, frontend_action, integration_point,
           count(*),
           count(*) filter (where success_flag),
           count(*) filter (where not success_flag),
           public.share_in_percent(count(*) filter (where success_flag), count(*)),
           round(avg(response_time_ms)),
           min(response_time_ms),
           max(response_time_ms),
           percentile_disc(0.95) within group (order by response_time_ms),
           count(distinct user_id),
           count(distinct session_id),
           public.share_in_percent(count(*) filter (where integration_success), count(integration_success)),
           count(*) filter (where api_endpoint <> expected_endpoint),
           public.current_moment()
    from public.request_logs
    where created_at >= start_time and created_at < end_time
    group by api_endpoint, frontend_action, integration_point;
$$;

create function public.cleanup_old_request_logs() returns void
language sql set search_path = ''
as $$
    delete from public.request_logs where created_at < public.current_moment() - interval '30 days';
    delete from public.request_flow_analytics where period_end < public.current_moment() - interval '90 days';
$$;

-- Of the last day; whoever is not an admin is told about the own requests.
create function public.get_integration_health()
returns table (
    integration_point varchar,
    total_requests bigint,
    success_rate numeric,
    avg_response_time numeric,
    recent_errors bigint
)
language sql stable set search_path = ''
as $$
    select request.integration_point,
           count(*),
           public.share_in_percent(count(*) filter (where success_flag), count(*)),
           round(avg(response_time_ms)),
           count(*) filter (
               where not success_flag and created_at >= public.current_moment() - interval '1 hour'
           )
    from public.request_logs request
    where created_at >= public.current_moment() - interval '24 hours' and created_at <= public.current_moment()
    group by request.integration_point
    order by count(*) desc, request.integration_point;
$$;
