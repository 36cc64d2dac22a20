"""Background jobs (c9), AI calls (c10), shared snapshots (c11) and counted buttons (c12)."""

from __future__ import annotations

from .declare import DAY, each, paid_once
from .levels import FOUGHT, SKIPPED

# Dollars a million tokens, in and out; how many of a call are which nobody keeps.
_LOW = "case t.model_type when 'gpt-5-nano' then 0.10 else 0.50 end"
_HIGH = "case t.model_type when 'gpt-5-nano' then 0.20 else 1.50 end"
_MILLION = "1000000.0"

_BUDGET = f"""(select sum(m.cost_usd) from public.ai_usage_metrics m where m.user_id = t.user_id
        and date_trunc('month', m.created_at at time zone 'utc') = date_trunc('month', t.created_at at time zone 'utc'))
    <= case when u.subscription_tier <> 'free' or {paid_once("u.id")} then 0.01 else 0.005 end"""

# What somebody had done by the moment of a snapshot; a battle's rewards come some time after it began.
_THEN = f"""public.shareable_progress t join public.users u on u.id = t.user_id
    join lateral (select count(*) as levels, count(*) filter (where not {SKIPPED}) as earned,
                         coalesce(sum(l.xp_reward) filter (where not {SKIPPED}), 0) as xp
                  from public.user_progress p join public.levels l on l.id = p.level_id
                  where p.user_id = t.user_id and p.completed_at <= t.created_at) p on true
    join lateral (select coalesce(sum(f.xp), 0) as xp from ({FOUGHT}) f
                  where f.user_id = t.user_id and f.start_time <= t.created_at) b on true"""

OPERATIONS = (
    each(
        "c9.pending",
        "A job that waits has not been taken and has not failed",
        "public.queue_jobs t",
        "num_nonnulls(t.processed_at, t.error_message) = 0",
        where="t.status = 'pending'",
        show="t.processed_at, t.error_message",
    ),
    each(
        "c9.taken",
        "A job that is not pending was taken by a worker once it was due",
        "public.queue_jobs t",
        "t.processed_at >= t.scheduled_at",
        where="t.status <> 'pending'",
        show="t.status, t.scheduled_at, t.processed_at",
    ),
    each(
        "c9.failed",
        "A failed job says why, and no other does",
        "public.queue_jobs t",
        "(t.status = 'failed') = (t.error_message is not null)",
        show="t.status, t.error_message",
    ),
    each(
        "c9.purged",
        "Completed jobs are gone after seven days",
        "public.queue_jobs t",
        f"t.processed_at >= :now - {DAY} * 7",
        where="t.status = 'completed'",
        show="t.processed_at",
    ),
    each(
        "c9.attempt",
        "A job that counts its attempts counts from 1",
        "public.queue_jobs t",
        "t.payload ->> 'attempt' ~ '^[1-9][0-9]*$' and jsonb_typeof(t.payload -> 'attempt') = 'number'",
        where="t.payload ? 'attempt'",
        show="t.payload",
    ),
    each(
        "c9.craving",
        "A job that writes battle tasks says for which craving",
        "public.queue_jobs t",
        "exists (select from public.cravings c where c.type::text = t.payload ->> 'craving')",
        where="t.job_type = 'battle_tasks'",
        show="t.payload",
    ),
    each(
        "c9.users",
        "A job about users names some, and all of them are there; of those who left, the error tells",
        "public.queue_jobs t",
        """jsonb_typeof(t.payload -> 'userIds') = 'array' and jsonb_array_length(t.payload -> 'userIds') > 0
            and (t.error_message like 'User was deleted%' or not exists (
                select from jsonb_array_elements_text(t.payload -> 'userIds') item
                where not exists (select from public.users u where u.id::text = item)))""",
        where="t.job_type <> 'battle_tasks'",
        show="t.payload",
    ),
    each(
        "c10.cached",
        "An answer from the cache costs nothing",
        "public.ai_usage_metrics t",
        "t.cost_usd = 0",
        where="t.cached_response",
        show="t.cost_usd",
    ),
    each(
        "c10.cost",
        "A call costs its tokens times the prices of its model, each for a million",
        "public.ai_usage_metrics t",
        f"""t.cost_usd between round(t.tokens_used * {_LOW} / {_MILLION}, 6)
            and round(t.tokens_used * {_HIGH} / {_MILLION}, 6)""",
        where="not t.cached_response",
        show="t.model_type, t.tokens_used, t.cost_usd",
    ),
    each(
        "c10.tokens",
        "A call used some tokens",
        "public.ai_usage_metrics t",
        "t.tokens_used > 0",
        show="t.tokens_used",
    ),
    each(
        "c10.tokens_a_day",
        "Nobody uses more than 25000 tokens a day",
        "public.ai_usage_metrics t",
        """(select sum(m.tokens_used) from public.ai_usage_metrics m where m.user_id = t.user_id
            and (m.created_at at time zone 'utc')::date = (t.created_at at time zone 'utc')::date) <= 25000""",
        where="t.user_id is not null",
        show="t.user_id, t.created_at",
    ),
    each(
        "c10.budget",
        "A month of somebody's calls costs a cent at most, half a cent without ever having had a plan",
        "public.ai_usage_metrics t join public.users u on u.id = t.user_id",
        _BUDGET,
        show="t.user_id, u.subscription_tier, t.created_at",
    ),
    each(
        "c10.hash",
        "A prompt is known by its SHA-256",
        "public.ai_usage_metrics t",
        "t.prompt_hash ~ '^[0-9a-f]{64}$'",
        show="t.prompt_hash",
    ),
    each(
        "c11.token",
        "The secret of a link is a uuid as text",
        "public.shareable_progress t",
        "t.public_token ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'",
        show="t.public_token",
    ),
    each(
        "c11.person",
        "A snapshot shows the name and the craving of its owner, and when it was made",
        _THEN,
        """(t.progress_data ->> 'username', t.progress_data ->> 'craving_type') = (u.name, u.primary_craving::text)
            and (t.progress_data ->> 'generated_at')::timestamptz = t.created_at""",
        show="u.name, u.primary_craving, t.created_at, t.progress_data",
    ),
    each(
        "c11.values",
        "A snapshot shows the levels, the XP and the streak of its day",
        _THEN,
        """(t.progress_data -> 'levels_completed')::integer in (p.levels, p.earned)
            and (t.progress_data -> 'xp')::integer between p.xp and p.xp + b.xp
            and (t.progress_data -> 'streak')::integer between 0 and p.earned
            and (t.progress_data -> 'coins')::integer >= 0""",
        show="p.levels, p.earned, p.xp, b.xp, t.progress_data",
    ),
    each(
        "c11.tier",
        "A snapshot shows the tier of its owner, or one of a plan that they had",
        _THEN,
        f"""t.progress_data ->> 'tier' in ('free', u.subscription_tier::text)
            or t.progress_data ->> 'tier' in ('plus', 'plus_trial', 'ultra') and {paid_once("u.id")}""",
        show="u.subscription_tier, t.progress_data",
    ),
    each(
        "c12.button",
        "A counted button was clicked, on a page of the site",
        "public.button_interactions t",
        "t.page_path like '/%' and t.click_count >= 1",
        show="t.page_path, t.click_count",
    ),
)
