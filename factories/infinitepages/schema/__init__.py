"""The SQL that Infinite Pages' schema has beyond its models: functions people call, and triggers.

Written anew after what the published functions are meant to do (catalog/infinitepages, functions,
triggers, c and d). Each has an empty ``search_path`` and runs with its caller's rights, so that row
security decides, unless a comment says why not. "Now" is ``public.current_moment()``.
"""

from __future__ import annotations

from seedkit.schema.ddl import SchemaExtras
from seedkit.schema.shared import CALLER, CURRENT_MOMENT, sql_of, stamp, stamping

from ..models import enums

__all__ = ["EXTRAS"]

_STAMPED = (
    "chapters",
    "character_arcs",
    "choice_analytics",
    "foreshadowing_elements",
    "plot_threads",
    "profiles",
    "reader_paths",
    "series",
    "series_facts",
    "stories",
)

EXTRAS = SchemaExtras(
    types=(enums.infinite_pages_content_type,),
    functions=(
        CURRENT_MOMENT,
        *CALLER,
        *sql_of(__name__, "credits", "purchases", "payouts", "cache", "requests"),
    ),
    triggers=(
        *sql_of(__name__, "triggers"),
        stamping("update_updated_at_column"),
        *(
            stamp(table, trigger=f"update_{table}_updated_at", function="update_updated_at_column")
            for table in _STAMPED
        ),
    ),
    service_functions=frozenset(
        {
            "allocate_creator_earnings",
            "clean_expired_cache_entries",
            "cleanup_expired_cache",
            "cleanup_old_request_logs",
            "distribute_monthly_credits",
            "generate_request_analytics",
            "grant_monthly_tokens",
            "process_credit_transaction",
            "process_monthly_payouts",
            "revert_excess_credits",
            "reward_cache_hit",
        }
    ),
)
