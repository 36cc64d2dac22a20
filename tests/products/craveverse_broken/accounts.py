"""Breaking what is promised of onboarding, levels and earnings (c1-c4)."""

from __future__ import annotations

from witness import k

_ANA, _CAM, _DOT = (f"where id = {k(name)}" for name in ("ana", "cam", "dot"))
_SKIPPED = "where user_response = 'Skipped'"

ONBOARDING = {
    "c1.newbie": [
        f"update public.users set {changed} {_DOT}"
        for changed in (
            "onboarding_completed_at = '2025-11-19'", "primary_craving = 'sugar'", "current_level = 2", "xp = 1",
            "cravecoins = 1", "streak_count = 1", "subscription_tier = 'plus'", "plan_id = 'plus'",
        )
    ]
    + [f"insert into public.user_quiz_responses (user_id, responses) values ({k('dot')}, '{{}}')"],
    "c1.finished": [
        f"update public.users set primary_craving = null {_CAM}",
        f"update public.users set onboarding_completed_at = null {_CAM}",
        f"delete from public.user_quiz_responses where user_id = {k('cam')}",
        f"update public.users set is_newbie = false {_DOT}",
    ],
    "c1.answers": [
        "update public.user_quiz_responses set responses = '{}'",
        "update public.user_quiz_responses set derived_preferences = '{}'",
        "update public.users set preferences = preferences #- '{onboarding,quizVersion}'",
    ],
    "c1.both_places": [
        "update public.users set preferences = preferences - 'quizAnswers'",
        "update public.users set preferences = preferences || '{\"personalization\": {}}'",
    ],
    "c1.completed_at": ["update public.users set onboarding_completed_at = '2025-09-02'"],
    "c1.questions": [
        "update public.user_quiz_responses set responses = responses - 'support'",
        "update public.user_quiz_responses set responses = responses || '{\"age\": 20}'",
    ],
    "c1.values": [
        "update public.user_quiz_responses set responses = responses || '{\"severity\": \"beginner\"}'",
        "update public.user_quiz_responses set responses = responses || '{\"triggers\": [\"stress\", \"rain\"]}'",
        "update public.users set primary_craving = 'nofap'",
    ],
    "c1.steps": [
        "update public.journey_events set created_at = '2025-09-01 09:51+00' where phase = 'personalization'",
        "update public.journey_events set created_at = '2025-09-01 12:00+00' where event = 'onboarding_start'",
    ],
    "c1.phases": [
        "update public.journey_events set phase = 'quiz' where event = 'onboarding_start'",
        "update public.journey_events set phase = null where event = 'onboarding_verification'",
    ],
    "c1.saved": [
        "update public.journey_events set success = null where event = 'onboarding_complete_server'",
        "update public.journey_events set created_at = '2025-09-01 10:00:01+00' where event = 'onboarding_complete_server'",
    ],
    "c1.submitted": ["update public.journey_events set duration_ms = null where event = 'onboarding_completion_submit'"],
    "b11.admins": ["delete from public.admin_users", f"update public.users set plan_id = 'admin' {_CAM}"],
}  # fmt: skip

LEVELS = {
    "c2.track": [
        "delete from public.levels where (craving_type, level_number) = ('nofap', 30)",
        "update public.levels set level_number = 31 where (craving_type, level_number) = ('nofap', 30)",
        "update public.levels set xp_reward = 220 where (craving_type, level_number) = ('sugar', 19)",
        "update public.levels set coin_reward = 0 where (craving_type, level_number) = ('sugar', 19)",
    ],
    "c2.craving": ["delete from public.cravings where type = 'nofap'"],
    "c2.xp": [
        "update public.levels set xp_reward = 110 where (craving_type, level_number) = ('nofap', 3)",
        "update public.levels set xp_reward = 200 where (craving_type, level_number) = ('nofap', 19)",
        "update public.levels set xp_reward = 220 where (craving_type, level_number) = ('sugar', 19)",
    ],
    "c2.coins": ["update public.levels set coin_reward = coin_reward + 1"],
    "c2.mapped": [f"delete from public.level_map_data where level_id = {k('nofap 1')}"],
    "c2.neighbours": [
        "update public.level_map_data set connections = '[]'",
        "update public.level_map_data set connections = connections || to_jsonb(level_id)",
    ],
    "c3.current_level": [
        f"update public.users set current_level = 5 {_ANA}",
        f"update public.users set current_level = 2 {_DOT}",
    ],
    "c3.streak": [
        f"update public.users set streak_count = 5 {_ANA}",
        f"update public.users set streak_count = -1 {_ANA}",
    ],
    "c3.logged": [
        "delete from public.activity_log where action = 'level_completed'",
        "insert into public.activity_log (user_id, action, resource_type, resource_id)"
        " select user_id, action, resource_type, resource_id from public.activity_log",
    ],
    "c3.event": [
        "delete from public.journey_events where event = 'level_complete_server'",
        "update public.journey_events set success = false where event = 'level_complete_server'",
        "update public.user_progress set completed_at = completed_at + interval '1 second'",
    ],
    "c3.free": [
        f"update public.user_progress set level_id = {k('sugar 11')} where user_id = {k('cam')}",
        f"update public.user_progress set level_id = {k('sugar 11')} where user_id = {k('fin')};"
        f" update public.subscriptions set status = 'incomplete' where user_id = {k('fin')}",
    ],
    "c3.craving": [f"update public.user_progress set level_id = {k('nofap 1')} where user_id = {k('cam')}"],
    "c3.skip": [
        f"update public.user_progress set user_response = 'Bye' {_SKIPPED}",
        f"update public.user_progress set completed_at = null {_SKIPPED}",
        f"update public.user_progress set metadata = '{{\"skipped\": true}}' {_SKIPPED}",
        f"update public.user_progress set metadata = metadata - 'skipped' {_SKIPPED}",
        "update public.user_progress set metadata = metadata || jsonb_build_object('skip_purchase_id', "
        f"{k('one day')}) {_SKIPPED}",
    ],
    "c4.xp": [
        f"update public.users set xp = xp + 1 {_ANA}",
        "update public.user_progress set metadata = '{}'",
        "update public.battles set winner_id = user2_id where status = 'completed'",
    ],
    "c4.coins": [
        f"update public.users set cravecoins = cravecoins + 1 {_ANA}",
        "update public.payment_transactions set status = 'refunded' where product_type = 'coins'",
        "delete from public.user_purchases where quantity = 1",
        "delete from public.activity_log where action = 'forum_upvote'",
        "delete from public.battles where winner_id is not null",
    ],
    "c4.spendable": ["update public.payment_transactions set created_at = '2025-11-18'"],
    "c4.not_negative": [f"update public.users set cravecoins = -1 {_CAM}"],
}
