"""Breaking what is promised of battles and of the forum (c7, c8)."""

from __future__ import annotations

from witness import k

_ON = {name: f"where id = {k(name)}" for name in ("won", "tied", "running", "waiting", "called off")}


def _battle(name: str, changed: str) -> str:
    return f"update public.battles set {changed} {_ON[name]}"


BATTLES = {
    "c7.waiting": [
        _battle("waiting", f"user2_id = {k('ana')}"),
        _battle("waiting", f"winner_id = {k('bob')}"),
        _battle("waiting", "user1_tasks_completed = 1"),
    ],
    "c7.active": [
        _battle("running", "user2_id = null"),
        _battle("running", "user2_id = user1_id"),
        _battle("won", "end_time = end_time + interval '1 hour'"),
    ],
    "c7.undecided": [
        _battle("running", "winner_id = user1_id"),
        _battle("called off", "winner_id = user1_id"),
    ],
    "c7.winner": [
        _battle("won", "winner_id = user2_id"),
        _battle("won", "winner_id = null"),
        _battle("tied", "winner_id = user1_id"),
    ],
    "c7.counts": [_battle("won", "user1_tasks_completed = 4"), _battle("won", "user2_tasks_completed = -1")],
    "c7.tasks": [
        _battle("won", "tasks = tasks - 2"),
        _battle("won", "tasks = jsonb_set(tasks, '{0,task_text}', '\"Task 2\"')"),
        _battle("won", "tasks = null"),
    ],
    "c7.done": [
        _battle("won", "user1_tasks_completed = 2"),
        _battle("won", "tasks = jsonb_set(tasks, '{2,user2_status}', '\"completed\"')"),
    ],
    "c7.cached": [
        _battle("won", "tasks = jsonb_set(tasks, '{0,task_text}', '\"Task 9\"')"),
        "update public.battle_tasks set craving_type = 'nofap'",
    ],
    "c7.reused": ["update public.battle_tasks set reuse_count = -1"],
    "c7.craving": [
        f"update public.users set primary_craving = 'nofap' where id = {k('bob')}",
        f"update public.users set primary_craving = 'nofap' where id = {k('gus')}",
        _battle("waiting", "craving_type = 'nofap'"),
    ],
    "c7.level_gap": [
        f"update public.user_progress set level_id = {k('sugar 30')} where level_id = {k('sugar 3')} and user_id = {k('bob')}"
    ],
    "c7.rematch": [
        _battle("running", f"user1_id = {k('bob')}, user2_id = {k('ana')}"),
        _battle("tied", f"user1_id = {k('ana')}, user2_id = {k('bob')}, created_at = '2025-11-06 09:00+00'"),
    ],
    "c7.tier": [
        f"update public.subscriptions set status = 'incomplete' where user_id = {k('fin')}",
        _battle("waiting", f"user1_id = {k('cam')}"),
    ],
    "c7.job": [
        "delete from public.queue_jobs where job_type = 'battle_tasks'",
        "update public.queue_jobs set payload = '{\"craving\": \"nofap\"}' where job_type = 'battle_tasks'",
        _battle("waiting", "created_at = created_at + interval '1 hour'"),
    ],
}

FORUM = {
    "c8.open": [f"update public.forum_replies set created_at = '2025-11-15' where id = {k('protest')}"],
    "c8.parent": [
        f"update public.forum_replies set post_id = {k('spam')} where id = {k('answer')}",
        f"update public.forum_replies set created_at = '2025-11-10 13:00+00' where id = {k('answer')}",
    ],
    "c8.moderated": ["update public.forum_posts set updated_at = created_at"],
    "c8.upvotes": ["update public.forum_posts set upvotes = 0"],
    "c8.votes": [
        "update public.forum_posts set upvotes = -1",
        "update public.forum_replies set upvotes = -1",
    ],
    "c8.upvoted": [
        f"update public.activity_log set resource_id = {k('spam')}, created_at = '2025-11-15' where action = 'forum_upvote'"
    ],
    "c8.posts_a_day": [
        "insert into public.forum_posts (user_id, craving_type, title, content)"
        f" values ({k('cam')}, 'sugar', 'Again', 'And again')",
        "insert into public.forum_posts (user_id, craving_type, title, content)"
        f" select {k('gus')}, 'sugar', 'Again', 'And again' from generate_series(1, 11)",
    ],
    "c8.repliers": [f"update public.forum_replies set user_id = {k('cam')}"],
    "c8.replies_an_hour": [
        "insert into public.forum_replies (post_id, user_id, content)"
        f" select {k('post')}, {k('gus')}, 'Yes' from generate_series(1, 21)"
    ],
}
