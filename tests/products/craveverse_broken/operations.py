"""Breaking what is promised of jobs, AI calls, snapshots and buttons (c9-c12)."""

from __future__ import annotations

from witness import k

_JOB = "update public.queue_jobs set {} where status = '{}'"
_AI = "update public.ai_usage_metrics set {}"


def _shown(**changed: str) -> list[str]:
    return [
        f"update public.shareable_progress set progress_data = progress_data || '{{\"{key}\": {value}}}'"
        for key, value in changed.items()
    ]


OPERATIONS = {
    "c9.pending": [
        _JOB.format("processed_at = '2025-11-19 13:00+00'", "pending"),
        _JOB.format("error_message = 'No'", "pending"),
    ],
    "c9.taken": [
        _JOB.format("processed_at = null", "failed"),
        _JOB.format("processed_at = scheduled_at - interval '1 second'", "processing"),
    ],
    "c9.failed": [
        _JOB.format("error_message = null", "failed"),
        _JOB.format("error_message = 'No'", "completed"),
    ],
    "c9.purged": [_JOB.format("processed_at = '2025-11-12'", "completed")],
    "c9.attempt": [
        "update public.queue_jobs set payload = payload || '{\"attempt\": 0}'",
        'update public.queue_jobs set payload = payload || \'{"attempt": "1"}\'',
    ],
    "c9.craving": ["update public.queue_jobs set payload = '{}'"],
    "c9.users": [
        "update public.queue_jobs set payload = '{\"userIds\": []}'",
        "update public.queue_jobs set payload = '{}'",
        "delete from public.users",
    ],
    "c10.cached": [_AI.format("cost_usd = 0.001")],
    "c10.cost": [
        _AI.format("cost_usd = 0"),
        _AI.format("model_type = 'gpt-5-nano'"),
        _AI.format("tokens_used = 3000, cost_usd = 0.0014"),
    ],
    "c10.tokens": [_AI.format("tokens_used = 0")],
    "c10.tokens_a_day": [_AI.format("tokens_used = 23001 where model_type = 'gpt-5-nano'")],
    "c10.budget": [
        _AI.format("cost_usd = 0.005"),
        _AI.format(f"cost_usd = 0.002, user_id = {k('cam')}"),
    ],
    "c10.hash": [_AI.format("prompt_hash = 'abc'")],
    "c11.token": ["update public.shareable_progress set public_token = 'secret'"],
    "c11.person": _shown(username='"Bo"', craving_type='"nofap"', generated_at='"2025-10-20T12:00:01+00:00"'),
    "c11.values": _shown(levels_completed="5", xp="919", streak="5", coins="-1"),
    "c11.tier": [
        *_shown(tier='"gold"'),
        f"update public.shareable_progress set user_id = {k('cam')}",
    ],
    "c12.button": [
        "update public.button_interactions set click_count = 0",
        "update public.button_interactions set page_path = 'shop'",
    ],
}
