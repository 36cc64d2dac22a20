"""Requests, their counts, errors, telemetry of the AI: what one row says agrees with itself."""

from __future__ import annotations

from .declare import each

_SOURCE = "catalog/infinitepages columns"

OPERATIONS = (
    each(
        "ops.request",
        "A request went well below status 400; one that did not says what went wrong, and of what kind",
        "public.request_logs t",
        """t.success_flag = (t.response_status < 400)
            and (t.error_message is not null, t.error_category is not null) = (not t.success_flag, not t.success_flag)""",
        where="t.response_status is not null",
        show="t.response_status, t.success_flag, t.error_message, t.error_category",
        source=_SOURCE,
    ),
    each(
        "ops.request_time",
        "A request takes as long as it waits and is worked on, in all no less",
        "public.request_logs t",
        "t.response_time_ms = t.queue_time_ms + t.processing_time_ms and t.total_time_ms >= t.response_time_ms",
        where="t.queue_time_ms is not null and t.processing_time_ms is not null",
        show="t.queue_time_ms, t.processing_time_ms, t.response_time_ms, t.total_time_ms",
        source=_SOURCE,
    ),
    each(
        "ops.flow",
        "A window's requests went well or failed, the rate is their share in percent",
        "public.request_flow_analytics t",
        """t.total_requests = t.successful_requests + t.failed_requests and t.total_requests > 0
            and t.success_rate = round(100.0 * t.successful_requests / t.total_requests, 2)""",
        show="t.total_requests, t.successful_requests, t.failed_requests, t.success_rate",
        source=_SOURCE,
    ),
    each(
        "ops.flow_time",
        "Of a window's times the mean and the 95th percentile lie between the least and the greatest",
        "public.request_flow_analytics t",
        """t.avg_response_time_ms between t.min_response_time_ms and t.max_response_time_ms
            and t.p95_response_time_ms between t.min_response_time_ms and t.max_response_time_ms""",
        where="t.min_response_time_ms is not null",
        show="t.min_response_time_ms, t.avg_response_time_ms, t.p95_response_time_ms, t.max_response_time_ms",
        source=_SOURCE,
    ),
    each(
        "ops.flow_users",
        "A window has no more users than sessions, and no more sessions than requests",
        "public.request_flow_analytics t",
        "t.unique_users <= t.unique_sessions and t.unique_sessions <= t.total_requests",
        show="t.unique_users, t.unique_sessions, t.total_requests",
        source=_SOURCE,
    ),
    each(
        "ops.flow_window",
        "A window lasts an hour, a day or a week, as it says",
        "public.request_flow_analytics t",
        """t.period_end = t.period_start + case t.period_type
            when 'hour' then interval '1 hour' when 'day' then interval '24 hours' when 'week' then interval '168 hours' end""",
        show="t.period_type, t.period_start, t.period_end",
        source=_SOURCE,
    ),
    each(
        "ops.tokens",
        "An AI call's total is its tokens in and out; one answered from the cache used none and cost nothing",
        "public.claude_analytics t",
        """t.total_tokens = t.input_tokens + t.output_tokens
            and (not t.cached or t.total_tokens = 0 and t.cost = 0)""",
        show="t.input_tokens, t.output_tokens, t.total_tokens, t.cached, t.cost",
        source=_SOURCE,
    ),
    each(
        "ops.cache",
        "What the cache keeps was adapted no more often than it was used, and saved tokens only if it was",
        "public.infinite_pages_cache t",
        "t.adaptation_count <= t.hit_count and (t.token_cost_saved > 0) = (t.hit_count > 0) and t.reuse_score between 0 and 10",
        show="t.hit_count, t.adaptation_count, t.token_cost_saved, t.reuse_score",
        source=_SOURCE,
    ),
    each(
        "ops.cache_saved",
        "A profile knows the tokens that the cache saved its user",
        """public.profiles t cross join lateral (
            select coalesce(sum(k.token_cost_saved), 0) as tokens from public.infinite_pages_cache k
            where k.user_id = t.id) k""",
        "coalesce(t.tokens_saved_cache, 0) = k.tokens",
        show="t.tokens_saved_cache, k.tokens",
        source=_SOURCE,
    ),
    each(
        "ops.path",
        "A way through a choice book ends with an ending, and only then is whole",
        "public.reader_paths t",
        "(t.ending_reached is not null) = (t.path_completion = 100) and (t.ending_reached is null or t.session_end is not null)",
        show="t.path_completion, t.ending_reached, t.session_end",
        source=_SOURCE,
    ),
    each(
        "ops.options",
        "An option of a choice book was taken as often as the paths of its readers say",
        """public.choice_analytics t cross join lateral (
            select count(*) as taken from public.reader_paths p,
                jsonb_array_elements(case jsonb_typeof(p.choices_made) when 'array' then p.choices_made else '[]' end) made
            where p.story_id = t.story_id and made ->> 'choice_point_id' = t.choice_point_id
              and made ->> 'choice_id' = t.choice_id) p""",
        "coalesce(t.selection_count, 0) = p.taken",
        show="t.choice_point_id, t.choice_id, t.selection_count, p.taken",
        source=_SOURCE,
    ),
    each(
        "ops.series",
        "A series has no more books than planned; threads and hints are of books of it, their ends not before their beginnings",
        """public.series t left join public.plot_threads h on h.series_id = t.id
            left join public.foreshadowing_elements f on f.series_id = t.id""",
        """t.current_book_count <= t.planned_books
            and coalesce(h.introduced_book <= t.planned_books, true)
            and coalesce(h.expected_resolution_book >= h.introduced_book, true)
            and coalesce((f.payoff_book, coalesce(f.payoff_chapter, 99)) >= (f.introduced_book, coalesce(f.introduced_chapter, 0)), true)""",
        show="t.planned_books, t.current_book_count, h.introduced_book, h.expected_resolution_book, f.introduced_book, f.payoff_book",
        source=_SOURCE,
    ),
)
