"""The forum: threads of a craving, answers that fit them, moderation (catalog/craveverse c8)."""

from __future__ import annotations

from factory.declarations import Trait

from seedkit.factory import TableFactory
from seedkit.fields import (
    WAKING,
    After,
    Between,
    Count,
    FromPool,
    Key,
    Now,
    Parent,
    Phrase,
    Sometimes,
    When,
    days,
    hours,
    minutes,
    this,
)

from .circles import activities
from .identity import player
from .models import ForumPost, ForumReply
from .pacing import Paced
from .vocabulary.forum import CHEERS, POSTS, REPLIES
from .vocabulary.moderation import HIDDEN_POSTS


def _written(column: str) -> FromPool:
    return FromPool(POSTS, column, pick="thread", craving=this.craving_type)


def _objectionable(column: str) -> FromPool:
    return FromPool(HIDDEN_POSTS, column, pick="thread")


class ForumPostFactory(TableFactory[ForumPost]):
    """A thread in the section of the author's craving; at most one a day.

    Its upvotes are those that the activities tell of.
    """

    class Meta:
        model = ForumPost

    user = player()
    id = Key()
    craving_type = user.primary_craving
    title = _written("title")
    content = _written("content")
    ai_reply_suggested = Sometimes(0.5, _written("draft"))
    upvotes = Count(activities, link="post", where=this.action.equals("forum_upvote"))
    status = "active"
    created_at = Paced(
        lambda: ForumPostFactory,
        since=user.onboarding_completed_at.or_else(user.created_at),
        until=Now() - hours(6),
        apart=days(1),
        at=WAKING,
    )
    updated_at = created_at

    hidden = Trait(
        status="hidden",
        title=_objectionable("title"),
        content=_objectionable("content"),
        ai_reply_suggested=None,
        updated_at=After(this.created_at, within=hours(12), least=minutes(5)),
    )
    deleted = Trait(
        status="deleted",
        title=_objectionable("title"),
        content=_objectionable("content"),
        ai_reply_suggested=None,
        updated_at=After(this.created_at, within=days(3), least=minutes(5)),
    )
    # Hidden for a while, then found harmless.
    restored = Trait(updated_at=After(this.created_at, within=days(2)))
    edited = Trait(updated_at=After(this.created_at, within=hours(6), least=minutes(1)))


class ForumReplyFactory(TableFactory[ForumReply]):
    """Somebody's answer to a thread; who answers has a plan or a trial."""

    class Meta:
        model = ForumReply

    class Params:
        kind = "answer"

    post = Parent(ForumPostFactory)
    user = player(plus=True)
    parent_reply = None
    id = Key()
    content = FromPool(
        REPLIES, "content", craving=post.craving_type, title=post.title, kind=this.kind
    ).or_else(Phrase(CHEERS, "{}", by=post.craving_type))
    ai_generated = False
    upvotes = 0
    # As long as the post could be read.
    created_at = When(
        post.status.equals("active"),
        After(post.created_at, within=days(4), least=minutes(2), at=WAKING),
        Between(post.created_at, post.updated_at),
    )

    # The author, to the one who answered.
    thanks = Trait(
        kind="thanks",
        user=this.post.user,
        parent_reply=Parent("self", post=this.post),
        created_at=After(this.parent_reply.created_at, within=days(1), least=minutes(2)),
    )
    nested = Trait(
        parent_reply=Parent("self", post=this.post),
        created_at=After(this.parent_reply.created_at, within=days(1), least=minutes(2)),
    )
    by_ai = Trait(kind="ai", ai_generated=True, created_at=After(this.post.created_at, within=minutes(5)))
