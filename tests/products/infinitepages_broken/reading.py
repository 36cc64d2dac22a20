"""Breaking what is promised of covers, use, shelves, downloads and operations (c10 to c13)."""

from __future__ import annotations

from witness import k

_JOB = "update public.cover_generation_queue set {} where generation_prompt = '{}'"
_COVER = "update public.story_covers set {} where generation_prompt = '{}'"
_USE = "update public.subscription_usage set {} where period_start = '2025-11-01'"
_SHELF = "update public.user_library set reading_status = '{}' where story_id = "
_FLOW = "update public.request_flow_analytics set {}"

COVERS = {
    "c10.priority": [_JOB.format("priority = 1", "A line"), _JOB.format("priority = 100", "A line")],
    "c10.style": [_JOB.format("cover_style = 'vintage'", "A line")],
    "c10.failed": [
        _JOB.format("error_message = null", "A wave"),
        _JOB.format("error_message = 'Odd'", "A sea"),
    ],
    "c10.completed": [
        _JOB.format("status = 'completed'", "A line"),
        _COVER.format("cover_style = 'vintage'", "A sea"),
        "delete from public.story_covers where is_primary",
    ],
    "c10.made": [
        _JOB.format("status = 'generating'", "A sea"),
        _COVER.format(f"story_id = {k('note')}", "A sea"),
        "delete from public.cover_generation_queue where generation_prompt = 'A sea'",
    ],
    "c10.model": [
        _COVER.format("sd_model_used = 'dreamshaper'", "A sea"),
        _COVER.format("sd_model_used = 'realisticVision'", "A shore"),
    ],
    "c10.cost": [_COVER.format("generation_cost = 8", "A sea")],
    "c10.primary": [
        _COVER.format("is_primary = true", "A shore"),
        _COVER.format("is_primary = false", "A sea"),
    ],
    "c10.charge": [
        "update public.credit_transactions set amount = -7 where amount = -8 and reference_type is null",
        f"""update public.credit_transactions set metadata = metadata || jsonb_build_object('story_id', {k("salt")})
            where metadata ->> 'kind' = 'cover_generation'""",
    ],
}

USAGE = {
    "c11.month": [_USE.format("period_start = '2025-11-02'"), _USE.format("period_end = '2025-11-29'")],
    "c11.once": [_USE.format("period_start = '2025-10-01'")],
    "c11.credits": [
        _USE.format("credits_used_this_month = 3575"),
        "update public.credit_transactions set amount = -6 where amount = -4",
    ],
    "c11.stories": [
        _USE.format("stories_read_this_month = 3"),
        _USE.format("stories_read_this_month = null"),
    ],
    "c11.downloads": [
        _USE.format("downloads_this_month = 0"),
        f"delete from public.exports where user_id = {k('rex')}",
    ],
}

SHELVES = {
    "c12.shelf": [f"delete from public.user_library where story_id = {k('dune')}"],
    "c12.open": [
        f"update public.reading_progress set chapter_id = {k('salt 3')}, story_id = {k('reed')} where story_id = {k('salt')}",
        f"update public.story_purchases set chapters_unlocked = array[4] where purchase_type = 'chapter' and story_id = {k('salt')}",
        f"update public.story_pricing set is_free_sample = false where story_id = {k('tide')};"
        f" delete from public.story_purchases where story_id = {k('tide')}",
    ],
    "c12.completed": [
        _SHELF.format("reading") + k("tide"),
        _SHELF.format("completed") + k("salt"),
        f"update public.reading_progress set progress_percentage = 99 where chapter_id = {k('tide 2')}",
    ],
    "c12.wanted": [_SHELF.format("want_to_read") + k("salt")],
    "c13.expires": ["update public.exports set expires_at = created_at + interval '8 days'"],
    "c13.file": [
        "update public.exports set file_url = null where status = 'completed'",
        "update public.exports set file_size_bytes = null where status = 'completed'",
        "update public.exports set file_url = 'https://files.example.com/x' where status = 'pending'",
    ],
}

OPERATIONS = {
    "ops.request": [
        "update public.request_logs set success_flag = true",
        "update public.request_logs set error_message = null where not success_flag",
        "update public.request_logs set error_category = 'api_error' where success_flag",
        "update public.request_logs set response_status = 400 where success_flag",
    ],
    "ops.request_time": [
        "update public.request_logs set response_time_ms = 99",
        "update public.request_logs set total_time_ms = 99",
    ],
    "ops.flow": [
        _FLOW.format("total_requests = 4"),
        _FLOW.format("success_rate = 66.66"),
        _FLOW.format("total_requests = 0, successful_requests = 0, failed_requests = 0"),
    ],
    "ops.flow_time": [
        _FLOW.format("avg_response_time_ms = 49"),
        _FLOW.format("p95_response_time_ms = 151"),
    ],
    "ops.flow_users": [_FLOW.format("unique_users = 3"), _FLOW.format("unique_sessions = 4")],
    "ops.flow_window": [
        _FLOW.format("period_type = 'day'"),
        _FLOW.format("period_start = period_start - interval '1 minute'"),
    ],
    "ops.tokens": [
        "update public.claude_analytics set total_tokens = 1201 where not cached",
        "update public.claude_analytics set cost = 0.001 where cached",
        "update public.claude_analytics set cached = true",
    ],
    "ops.cache": [
        "update public.infinite_pages_cache set adaptation_count = 3",
        "update public.infinite_pages_cache set hit_count = 0, adaptation_count = 0",
        "update public.infinite_pages_cache set reuse_score = 10.1",
    ],
    "ops.cache_saved": [
        f"update public.profiles set tokens_saved_cache = 0 where id = {k('ann')}",
        f"update public.profiles set tokens_saved_cache = 1 where id = {k('zed')}",
    ],
    "ops.path": [
        "update public.reader_paths set path_completion = 66.67",
        "update public.reader_paths set ending_reached = null",
        "update public.reader_paths set session_end = null",
    ],
    "ops.options": [
        "update public.choice_analytics set selection_count = 2",
        "update public.reader_paths set choices_made = '[]'",
    ],
    "ops.series": [
        "update public.series set current_book_count = 4",
        "update public.plot_threads set introduced_book = 4, expected_resolution_book = 4",
        "update public.plot_threads set introduced_book = 3, expected_resolution_book = 2",
        "update public.foreshadowing_elements set payoff_chapter = 1",
    ],
}
