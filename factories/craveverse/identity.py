"""Accounts: players, as Clerk signed them up, and those who moderate (catalog/craveverse c1, c4, c6, d)."""

from __future__ import annotations

from typing import Any

from factory.declarations import Trait

from seedkit.factory import TableFactory
from seedkit.fields import (
    After,
    AvatarUrl,
    Choice,
    Email,
    FirstName,
    Greatest,
    Json,
    JsonList,
    Key,
    LastName,
    Lower,
    Match,
    Max,
    Moment,
    Parent,
    Phrase,
    Sum,
    Text,
    Token,
    Uuid,
    When,
    days,
    hours,
    minutes,
    this,
)

from .circles import activities, battles, payments, progress, purchases
from .documents import persona, personalization, quiz_answers
from .models import AdminUser, User
from .streaks import Streak
from .vocabulary.coaching import HINTS, SUMMARIES
from .vocabulary.moderation import ADMIN_PERMISSIONS

#: How long a trial lasts (catalog/craveverse c6).
TRIAL = days(14)


class UserFactory(TableFactory[User]):
    """A player on the free tier who finished onboarding some months ago and was here in the last days.

    XP, coins, streak and level follow from the player's own rows.
    """

    class Meta:
        model = User

    class Params:
        first_name = FirstName()
        last_name = LastName()
        full_name = Text("{first_name} {last_name}")
        persona = persona(this.primary_craving)
        standing = When(
            this.current_level > 30,
            "done",
            When(this.current_level < 4, "new", Choice({"steady": 3, "slipped": 1})),
        )

    id = Key()
    clerk_user_id = Token("user_2seedkit", 19)
    email = Lower(Email(this.first_name, this.last_name))
    name = this.full_name
    avatar_url = AvatarUrl(this.first_name, this.last_name)
    primary_craving = Choice(
        {"sugar": 30, "social_media": 25, "nofap": 20, "smoking_vaping": 15, "shopping": 10}
    )
    # The last level is followed by none.
    current_level = (Max(lambda: progress().number, where=~this.completed_at.is_null()) + 1).or_else(1)
    xp = (
        Sum(lambda: progress().xp)
        + Sum(lambda: battles().user1_xp, link="user1")
        + Sum(lambda: battles().user2_xp, link="user2")
    )
    cravecoins = (
        Sum(lambda: progress().coins)
        + Sum(lambda: battles().user1_coins, link="user1")
        + Sum(lambda: battles().user2_coins, link="user2")
        + Sum(lambda: payments().coins)
        - Sum(lambda: purchases().amount_coins)
        - Sum(lambda: activities().coins_given)
    )
    streak_count = Streak()
    subscription_tier = "free"
    plan_id = "free"
    trial_ends_at = None
    created_at = Moment(before_now=days(400), until=days(120))
    is_newbie = False
    onboarding_completed_at = After(created_at, within=hours(2), least=minutes(3))
    last_sign_in_at = Greatest(Moment(before_now=days(3)), onboarding_completed_at)
    updated_at = last_sign_in_at
    ai_summary = Phrase(SUMMARIES, "{}", by=Text("{primary_craving}_{standing}"))
    preferences = Json(
        {
            "onboarding": {
                "quizAnswers": quiz_answers(primary_craving),
                "personalization": personalization(primary_craving),
                "quizVersion": "v1",
                "completedAt": onboarding_completed_at,
            },
            "quizAnswers": quiz_answers(primary_craving),
            "personalization": personalization(primary_craving),
            "customHints": JsonList(Phrase(HINTS, "{}", by=primary_craving), 3, 3),
        }
    )

    newbie = Trait(
        primary_craving=None,
        is_newbie=True,
        created_at=Moment(before_now=days(6), until=hours(1)),
        onboarding_completed_at=None,
        last_sign_in_at=After(this.created_at, within=hours(1)),
        preferences={},
    )
    plus = Trait(subscription_tier="plus", plan_id="plus")
    ultra = Trait(subscription_tier="ultra", plan_id="ultra")
    trialing = Trait(
        subscription_tier="plus_trial",
        plan_id="plus",
        trial_ends_at=Greatest(Moment(before_now=TRIAL - hours(1)), this.onboarding_completed_at) + TRIAL,
    )
    converted = Trait(
        subscription_tier="plus",
        plan_id="plus",
        trial_ends_at=Moment(before_now=days(90), until=days(61)),
    )
    trial_over = Trait(trial_ends_at=Moment(before_now=days(60), until=days(1)))
    # Staff was there before the first players.
    admin = Trait(plan_id="admin", created_at=Moment(before_now=days(500), until=days(401)))
    dormant = Trait(last_sign_in_at=After(this.onboarding_completed_at, within=days(60), least=days(7)))
    # What the product keeps of somebody whose profile Clerk could not give.
    fallback = Trait(email="", name=None, avatar_url=None, first_name="", last_name="")
    uuid_sub = Trait(clerk_user_id=Text("{uuid}", uuid=Uuid()))


def player(**traits: Any) -> Parent:
    """The link to the player whom a row belongs to; alone it makes one in this state."""
    return Parent(UserFactory, **traits)


class AdminUserFactory(TableFactory[AdminUser]):
    """A moderator: a player too, whose Clerk id stands here once more."""

    class Meta:
        model = AdminUser
        exclude = ("user",)

    user = player(admin=True)
    id = Key()
    clerk_user_id = user.clerk_user_id
    role = "moderator"
    permissions = Match(this.role, ADMIN_PERMISSIONS)
    created_at = After(user.onboarding_completed_at.or_else(user.created_at), within=days(30))

    admin = Trait(role="admin")
    super_admin = Trait(role="super_admin")
