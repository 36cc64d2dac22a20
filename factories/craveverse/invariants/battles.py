"""Battles: two players, three tasks, one day (c7)."""

from __future__ import annotations

from .declare import DAY, each, paid_once

_TASKS = "jsonb_array_elements(case jsonb_typeof(t.tasks) when 'array' then t.tasks else '[]' end) task"


def _done(player: int) -> str:
    return f"""t.user{player}_tasks_completed =
        (select count(*) from {_TASKS} where task ->> 'user{player}_status' = 'completed')"""


# The level that a player had come to when the battle began.
_LEVEL = """(select coalesce(max(l.level_number), 0) + 1 from public.user_progress p
    join public.levels l on l.id = p.level_id where p.user_id = {player} and p.completed_at <= t.start_time)"""

BATTLES = (
    each(
        "c7.waiting",
        "A battle that waits has one player and no winner",
        "public.battles t",
        """t.user1_id is not null and num_nonnulls(t.user2_id, t.winner_id) = 0
            and (t.user1_tasks_completed, t.user2_tasks_completed) = (0, 0)""",
        where="t.status = 'waiting'",
        show="t.user2_id, t.winner_id",
    ),
    each(
        "c7.active",
        "A battle that is fought, or was, has two different players and lasts a day",
        "public.battles t",
        f"t.user1_id <> t.user2_id and t.end_time = t.start_time + {DAY}",
        where="t.status in ('active', 'completed')",
        show="t.user1_id, t.user2_id, t.start_time, t.end_time",
    ),
    each(
        "c7.undecided",
        "A battle that is not completed has no winner",
        "public.battles t",
        "t.winner_id is null",
        where="t.status <> 'completed'",
        show="t.status, t.winner_id",
    ),
    each(
        "c7.winner",
        "A completed battle is won by who did more of its tasks; a tie has no winner",
        "public.battles t",
        """t.winner_id is not distinct from case sign(t.user1_tasks_completed - t.user2_tasks_completed)
            when 1 then t.user1_id when -1 then t.user2_id end""",
        where="t.status = 'completed'",
        show="t.user1_tasks_completed, t.user2_tasks_completed, t.winner_id",
    ),
    each(
        "c7.counts",
        "Of three tasks each player did none to three",
        "public.battles t",
        "t.user1_tasks_completed between 0 and 3 and t.user2_tasks_completed between 0 and 3",
        show="t.user1_tasks_completed, t.user2_tasks_completed",
    ),
    each(
        "c7.tasks",
        "A battle has three different tasks",
        "public.battles t",
        f"(select count(*) + count(distinct task ->> 'task_text') from {_TASKS}) = 6",
        show="t.tasks",
    ),
    each(
        "c7.done",
        "What the tasks say of each player is what is counted",
        "public.battles t",
        f"{_done(1)} and {_done(2)}",
        show="t.user1_tasks_completed, t.user2_tasks_completed, t.tasks",
        source="catalog/craveverse b5",
    ),
    each(
        "c7.cached",
        "The tasks of a battle are those that were written for its craving",
        "public.battles t",
        f"""not exists (select from {_TASKS} where not exists (select from public.battle_tasks c
            where c.craving_type = t.craving_type and c.task_text = task ->> 'task_text'))""",
        show="t.craving_type, t.tasks",
    ),
    each(
        "c7.reused",
        "A cached task was served no less than never",
        "public.battle_tasks t",
        "t.reuse_count >= 0",
        ours=None,
        show="t.reuse_count",
    ),
    each(
        "c7.craving",
        "Players fight over the craving that both chose",
        """public.battles t left join public.users a on a.id = t.user1_id
            left join public.users b on b.id = t.user2_id""",
        "a.primary_craving = t.craving_type and (t.user2_id is null or b.primary_craving = t.craving_type)",
        show="t.craving_type, a.primary_craving, b.primary_craving",
    ),
    each(
        "c7.level_gap",
        "Players are at most three levels apart when they begin",
        "public.battles t",
        f"abs({_LEVEL.format(player='t.user1_id')} - {_LEVEL.format(player='t.user2_id')}) <= 3",
        where="t.user2_id is not null and t.start_time is not null",
        show="t.user1_id, t.user2_id, t.start_time",
    ),
    each(
        "c7.rematch",
        "The same two meet at most once in seven days",
        "public.battles t",
        f"""not exists (select from public.battles b where b.id <> t.id
            and least(b.user1_id, b.user2_id) = least(t.user1_id, t.user2_id)
            and greatest(b.user1_id, b.user2_id) = greatest(t.user1_id, t.user2_id)
            and b.user2_id is not null and b.created_at > t.created_at - {DAY} * 7 and b.created_at <= t.created_at)""",
        where="t.user2_id is not null",
        show="t.user1_id, t.user2_id, t.created_at",
    ),
    each(
        "c7.tier",
        "Battles are for plus, its trial, and ultra, now or then",
        """public.battles t cross join lateral unnest(array[t.user1_id, t.user2_id]) player
            join public.users u on u.id = player""",
        f"u.subscription_tier <> 'free' or {paid_once('u.id')}",
        show="player, u.subscription_tier",
        source="catalog/craveverse b13",
    ),
    each(
        "c7.job",
        "Whoever calls for a battle has tasks written for its craving; done jobs are gone after a week",
        "public.battles t",
        f"""exists (select from public.queue_jobs j where j.job_type = 'battle_tasks'
            and j.payload ->> 'craving' = t.craving_type::text
            and j.created_at between t.created_at and t.created_at + {DAY} / 24)""",
        where=f"t.created_at > :now - {DAY} * 7",
        show="t.craving_type, t.created_at",
    ),
)
