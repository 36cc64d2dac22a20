"""Posts, replies, upvotes and moderation (c8)."""

from __future__ import annotations

from .declare import DAY, each, paid_once

FORUM = (
    each(
        "c8.open",
        "A reply was written while the post could be read: before it was hidden or deleted",
        "public.forum_replies t join public.forum_posts p on p.id = t.post_id",
        "p.status = 'active' or t.created_at <= p.updated_at",
        show="p.status, t.created_at, p.updated_at",
    ),
    each(
        "c8.parent",
        "A reply answers an earlier one under the same post",
        "public.forum_replies t join public.forum_replies r on r.id = t.parent_reply_id",
        "r.post_id = t.post_id and r.created_at < t.created_at",
        show="t.post_id, r.post_id, t.created_at, r.created_at",
    ),
    each(
        "c8.moderated",
        "Somebody hid or deleted a post after it was written",
        "public.forum_posts t",
        "t.updated_at > t.created_at",
        where="t.status <> 'active'",
        show="t.status, t.created_at, t.updated_at",
    ),
    each(
        "c8.upvotes",
        "A post has the upvotes that the feeds tell of; each cost ten coins",
        """public.forum_posts t join lateral (select count(*) as given from public.activity_log g
            where g.action = 'forum_upvote' and g.resource_id = t.id::text) g on true""",
        "t.upvotes = g.given",
        show="t.upvotes, g.given",
    ),
    each(
        "c8.votes",
        "No post or reply has less than no upvotes",
        """(select p.id, p.upvotes from public.forum_posts p
            union all select r.id, r.upvotes from public.forum_replies r) t""",
        "t.upvotes >= 0",
        show="t.upvotes",
    ),
    each(
        "c8.upvoted",
        "Only posts that could be read are upvoted",
        "public.activity_log t join public.forum_posts p on p.id::text = t.resource_id",
        "p.status = 'active' or t.created_at <= p.updated_at",
        where="t.action = 'forum_upvote'",
        show="p.status, t.created_at, p.updated_at",
    ),
    each(
        "c8.posts_a_day",
        "Nobody writes more than ten posts a day, who never had a plan no more than one",
        "public.forum_posts t join public.users u on u.id = t.user_id",
        f"""(select count(*) from public.forum_posts p where p.user_id = t.user_id
                and (p.created_at at time zone 'utc')::date = (t.created_at at time zone 'utc')::date)
            <= case when u.subscription_tier <> 'free' or {paid_once("u.id")} then 10 else 1 end""",
        show="t.user_id, u.subscription_tier, t.created_at",
        source="catalog/craveverse b12",
    ),
    each(
        "c8.repliers",
        "Replies are for those with a plan, now or then",
        "public.forum_replies t join public.users u on u.id = t.user_id",
        f"u.subscription_tier <> 'free' or {paid_once('u.id')}",
        show="t.user_id",
        source="catalog/craveverse b12",
    ),
    each(
        "c8.replies_an_hour",
        "Nobody writes more than twenty replies an hour",
        "public.forum_replies t",
        f"""(select count(*) from public.forum_replies r where r.user_id = t.user_id
            and r.created_at > t.created_at - {DAY} / 24 and r.created_at <= t.created_at) <= 20""",
        show="t.user_id, t.created_at",
        source="catalog/craveverse b12",
    ),
)
