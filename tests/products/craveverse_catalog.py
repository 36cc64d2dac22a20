"""The catalogue of CraveVerse's published schema, and where our models differ from it on purpose."""

from __future__ import annotations

from catalogue import Catalogue, Differences, Row

from seedkit.factories.craveverse.models import MODELS
from seedkit.factories.craveverse.schema import EXTRAS
from seedkit.schema.access import COMMANDS

_ACCOUNT = "users.clerk_user_id"
_ITSELF = "sub:clerk_user_id"
_READ_ONLY = {"insert": "none", "update": "none", "delete": "none"}
_CLOSED = dict.fromkeys(COMMANDS, "none")

_DIFFERENCES = Differences(
    defaults={"uuid_generate_v4()": "gen_random_uuid()"},
    indexes=frozenset(
        {
            "idx_battles_winner_id",
            "idx_forum_replies_parent_reply_id",
            "idx_pause_tokens_user_id",
            "idx_payment_transactions_user_id",
            "idx_shareable_progress_user_id",
            "idx_streak_pauses_pause_token_id",
        }
    ),
    access={
        "admin_users": _CLOSED,
        "battle_tasks": _READ_ONLY,
        "cravings": _READ_ONLY,
        "forum_posts": {"select": f"public:status = 'active' or sub:user_id->{_ACCOUNT}"},
        "forum_replies": {"select": f"public in an active post or sub:user_id->{_ACCOUNT}"},
        "levels": _READ_ONLY,
        "pause_tokens": {"update": "none"},
        "queue_jobs": _CLOSED,
        "shareable_progress": {"select": f"sub:user_id->{_ACCOUNT}"},
        "streak_pauses": {"insert": "none", "update": "none"},
        "subscriptions": _READ_ONLY,
        "trial_history": {"insert": "none"},
        "user_inventory": {"insert": "none", "update": "none"},
        "user_purchases": {"insert": "none"},
        "user_themes": {"insert": "none"},
    },
    # It stamps a column that the table does not have, so that every update fails.
    triggers=frozenset({"update_shop_items_updated_at"}),
)

_CONDITIONS = {
    "public in an active post": (
        "exists (select 1 from public.forum_posts post where post.id = t.post_id and post.status = 'active')"
    )
}


def _rules(row: Row, command: str) -> list[str]:
    """``own`` is by the columns that ``through`` names; without row security everybody may everything."""
    rules = []
    for word in row[command].split("|"):
        if word.startswith("own"):
            rules += [_own(column) for column in _columns(row["through"], word)]
        elif word == "public" or word.startswith("anyone with grant"):
            rules.append("public")
        else:
            assert word == "service only", word
    return rules


def _columns(through: str, word: str) -> list[str]:
    """The owner columns of ``a -> users…; a|b -> users…``: the creator's first, then the participants'."""
    paths = [path.partition(" -> ")[0].partition(" = ")[0] for path in through.split("; ")]
    return paths[-1 if "participant" in word else 0].split("|")


def _own(column: str) -> str:
    return _ITSELF if column == _ACCOUNT else f"sub:{column}->{_ACCOUNT}"


CRAVEVERSE = Catalogue(
    "craveverse",
    "CraveVerse",
    MODELS,
    EXTRAS,
    _DIFFERENCES,
    rules=_rules,
    conditions=_CONDITIONS,
    plain=(
        "surrogate key",
        "owning users.id (not the Clerk id)",
        "free-form extra data",
        "row creation time",
        "last change time; trigger sets on UPDATE",
    ),
)
