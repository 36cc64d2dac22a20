"""The SQL that CraveVerse's schema has beyond its models: functions people call, and triggers.

Written anew after what the published functions are meant to do (catalog/craveverse, functions,
triggers, c and d). Each has an empty ``search_path`` and runs with its caller's rights, so that row
security decides, unless a comment says why not. "Now" is ``public.current_moment()``.
"""

from __future__ import annotations

from seedkit.schema.ddl import SchemaExtras
from seedkit.schema.shared import CALLED_BY_SERVICE, CURRENT_MOMENT, sql_of, stamp, stamping

from ..models import enums

__all__ = ["EXTRAS"]

# Tables with a column updated_at; the published trigger of shop_items stamps one that is not there.
_STAMPED = (
    "activity_log",
    "button_interactions",
    "forum_posts",
    "journey_events",
    "level_map_data",
    "notification_preferences",
    "pause_tokens",
    "streak_pauses",
    "subscriptions",
    "trial_history",
    "user_inventory",
    "user_quiz_responses",
    "user_settings",
    "users",
)

EXTRAS = SchemaExtras(
    types=(enums.task_status,),
    functions=(CURRENT_MOMENT, CALLED_BY_SERVICE, *sql_of(__name__, "accounts", "play")),
    triggers=(
        stamping("update_updated_at_column"),
        *(
            stamp(table, trigger=f"update_{table}_updated_at", function="update_updated_at_column")
            for table in _STAMPED
        ),
    ),
    service_functions=frozenset(
        {
            "award_xp_and_coins",
            "create_user_from_clerk",
            "delete_user_from_clerk",
            "log_ai_usage",
            "update_streak",
            "update_user_from_clerk",
        }
    ),
    public_functions=frozenset({"shown_person"}),
)
