"""References that no foreign key guards, and owners that must agree along those that one does."""

from __future__ import annotations

from seedkit.rules import References

from ..models import MODELS
from .declare import RULES, each

_SOURCE = "catalog/craveverse d"

#: What the feed names, as text, by its kind.
KINDS = {
    "level": "public.levels",
    "battle": "public.battles",
    "battle_task": "public.battle_tasks",
    "forum_post": "public.forum_posts",
    "forum_reply": "public.forum_replies",
    "subscription": "public.subscriptions",
}

LINKS = References(
    RULES,
    MODELS,
    plain=(("admin_users", "clerk_user_id", "public.users", "clerk_user_id"),),
    # Whoever replies answers others.
    strangers={("forum_replies", "post_id"), ("forum_replies", "parent_reply_id")},
    source=_SOURCE,
)

_JOINS = " ".join(
    f"left join {table} p{n} on t.resource_type = '{kind}' and p{n}.id::text = t.resource_id"
    for n, (kind, table) in enumerate(KINDS.items())
)

FEED = each(
    "references.activity_log.resource_id",
    "What an entry of the feed names is there, of the kind that it says",
    f"public.activity_log t {_JOINS}",
    f"num_nonnulls({', '.join(f'p{n}.id' for n in range(len(KINDS)))}) = 1",
    where=f"t.resource_type in ({', '.join(map(repr, KINDS))})",
    show="t.action, t.resource_type, t.resource_id",
    source="catalog/craveverse columns",
)

REFERENCES = (*LINKS.invariants(), FEED, *LINKS.owner_invariants())
