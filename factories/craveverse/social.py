"""What players did, as the feed tells it, and the snapshots that they share (catalog/craveverse c3, c6, c8, c11)."""

from __future__ import annotations

from factory.declarations import Trait

from seedkit.factory import TableFactory
from seedkit.fields import (
    After,
    Between,
    FromPool,
    Json,
    Key,
    Least,
    Match,
    Moment,
    Now,
    Parent,
    Phrase,
    Text,
    Uuid,
    When,
    Zipf,
    days,
    this,
)

from .battles import BattleFactory
from .billing import SubscriptionFactory
from .coins import Affordable, CoinsAt, LevelsAt, XpAt
from .forum import ForumPostFactory, ForumReplyFactory
from .identity import player
from .models import ActivityLog, ShareableProgress
from .progression import UserProgressFactory
from .streaks import Streak
from .vocabulary.moderation import MODERATION
from .vocabulary.telemetry import ACTIVITIES, ACTIVITY_LINES

#: What an upvote costs (catalog/craveverse c8).
UPVOTE = 10
#: What a moderator did, by the state that the post is in since.
MODERATED = {"hidden": "post_hidden", "active": "post_restored", "deleted": "post_deleted"}


def _moderation(**state: bool) -> Trait:
    """What a moderator did to a post that is in this state since."""
    return Trait(
        user=player(admin=True),
        progress=None,
        post=Parent(ForumPostFactory, **state),
        action=Match(this.post.status, MODERATED),
        resource_id=Text("{post.id}"),
        created_at=this.post.updated_at,
        metadata_=Json(
            {
                "reason": FromPool(MODERATION, "reason", pick="step", status=this.post.status),
                "note": FromPool(MODERATION, "note", pick="step", status=this.post.status),
            }
        ),
    )


class ActivityLogFactory(TableFactory[ActivityLog]):
    """A level that was completed; the traits are the other actions, each of the row that it is about."""

    class Meta:
        model = ActivityLog
        exclude = ("progress", "battle", "post", "reply", "subscription", "coins_given")

    user = player()
    progress = Parent(UserProgressFactory, user=this.user)
    battle = None
    post = None
    reply = None
    subscription = None
    id = Key()
    action = "level_completed"
    resource_type = Match(
        this.action, {action: kind for action, (kind, _) in ACTIVITIES.items()}, default="forum_post"
    )
    resource_id = Text("{progress.level_id}")
    feature = Match(
        this.action, {action: feature for action, (_, feature) in ACTIVITIES.items()}, default="moderation"
    )
    coins_given = When(this.action.equals("forum_upvote"), UPVOTE, 0)
    metadata_ = Json(
        {
            "line": Phrase(ACTIVITY_LINES, "{}", by=this.action),
            "level?": progress.number,
            "xp?": progress.xp,
            "coins?": progress.coins,
        }
    )
    created_at = progress.completed_at
    updated_at = created_at

    battle_created = Trait(
        user=player(plus=True),
        progress=None,
        battle=Parent(BattleFactory, user1=this.user),
        action="battle_created",
        resource_id=Text("{battle.id}"),
        created_at=this.battle.created_at,
    )
    battle_task = Trait(
        user=player(plus=True),
        progress=None,
        battle=Parent(BattleFactory, user1=this.user),
        action="battle_task_completed",
        resource_id=Text("{battle.first_task.id}"),
        created_at=Between(this.battle.start_time, Least(this.battle.end_time, Now())),
    )
    thread_created = Trait(
        progress=None,
        post=Parent(ForumPostFactory, user=this.user),
        action="forum_thread_created",
        resource_id=Text("{post.id}"),
        created_at=this.post.created_at,
    )
    reply_created = Trait(
        user=player(plus=True),
        progress=None,
        reply=Parent(ForumReplyFactory, user=this.user),
        action="forum_reply_created",
        resource_id=Text("{reply.id}"),
        created_at=this.reply.created_at,
    )
    upvote = Trait(
        progress=None,
        post=Parent(ForumPostFactory),
        action="forum_upvote",
        resource_id=Text("{post.id}"),
        created_at=Affordable(
            since=this.post.created_at,
            until=When(this.post.status.equals("active"), Now(), this.post.updated_at),
            within=days(9),
        ),
    )
    trial_started = Trait(
        user=player(trialing=True),
        progress=None,
        subscription=Parent(SubscriptionFactory, user=this.user),
        action="trial_started",
        resource_id=Text("{subscription.id}"),
        created_at=this.subscription.trial_start,
    )
    # The user is the moderator.
    hid = _moderation(hidden=True)
    restored = _moderation(restored=True)
    removed = _moderation(deleted=True)


class ShareableProgressFactory(TableFactory[ShareableProgress]):
    """A snapshot behind a secret link: what the player had at that moment."""

    class Meta:
        model = ShareableProgress

    user = player()
    id = Key()
    public_token = Text("{uuid}", uuid=Uuid())
    created_at = Between(user.onboarding_completed_at.or_else(user.created_at), Now())
    progress_data = Json(
        {
            "username": user.name,
            "tier": user.subscription_tier,
            "xp": XpAt(created_at).or_else(user.xp),
            "coins": CoinsAt(created_at).or_else(user.cravecoins),
            "streak": Streak(created_at).or_else(user.streak_count),
            "levels_completed": LevelsAt(created_at).or_else(user.current_level - 1),
            "craving_type": user.primary_craving,
            "generated_at": created_at,
        }
    )
    expires_at = None
    view_count = Zipf(60) - 1

    lasting = Trait(expires_at=After(this.created_at, within=days(400), least=days(366), future=True))
    expired = Trait(
        created_at=Moment(before_now=days(90), until=days(31)),
        expires_at=this.created_at + days(30),
    )
