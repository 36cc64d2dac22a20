"""How far players came: levels finished, skipped and open (catalog/craveverse c2, c3)."""

from __future__ import annotations

from factory.declarations import Trait

from seedkit.factory import TableFactory
from seedkit.fields import (
    WAKING,
    Before,
    Choice,
    FromPool,
    Json,
    Key,
    Lookup,
    Match,
    Parent,
    Phrase,
    Text,
    When,
    Whole,
    minutes,
    this,
)

from .catalogue import LevelFactory
from .circles import inventories, progress
from .identity import player
from .models import UserProgress
from .pacing import Nth, Paced
from .vocabulary.progress import FALLBACKS, PERSONAS, REFLECTIONS, RELAPSE_NOTES, SKIPPED


def _said(column: str) -> FromPool:
    """One column of a reflection: what was said, or the answer to it in one of three tones."""
    return FromPool(
        REFLECTIONS, column, pick="reflection", craving=this.level.craving_type, outcome=this.outcome
    )


class UserProgressFactory(TableFactory[UserProgress]):
    """A level that was finished, with a reflection and the coach's answer to it.

    The rows of a player are levels 1, 2, 3 … in the order in which a story tells of them.
    """

    class Meta:
        model = UserProgress
        exclude = ("number", "token", "xp", "coins", "done")

    class Params:
        outcome = Choice({"well": 6, "hard": 3, "slip": 1})
        reached = Paced(
            progress,
            since=this.user.onboarding_completed_at.or_else(this.user.created_at),
            until=this.user.last_sign_in_at,
            at=WAKING,
        )
        earned = True

    user = player()
    token = None
    id = Key()
    number = Nth(progress)
    level = Lookup(LevelFactory, track=Text("{user.primary_craving} {number}"))
    xp = When(this.earned, this.level.xp_reward, 0)
    coins = When(this.earned, this.level.coin_reward, 0)
    completed_at = this.reached
    done = When(completed_at.is_null(), 0, 1)
    created_at = Before(completed_at, within=minutes(50))
    user_response = _said("user_response")
    ai_feedback = Match(
        user.persona,
        {persona: _said(tone) for persona, tone in PERSONAS.items()},
        default=_said("encouraging"),
    )
    relapse_count = When(this.outcome.equals("slip"), Whole(1, 3), 0)
    metadata_ = Json(
        {
            "completion_time": completed_at,
            "user_tier": user.subscription_tier,
            "notes?": When(
                this.outcome.equals("slip"),
                Phrase(RELAPSE_NOTES, "{}", by=this.level.craving_type),
            ),
        }
    )

    slipped = Trait(outcome="slip")
    unanswered = Trait(user_response=None, ai_feedback=Phrase(FALLBACKS, "feedback"), outcome="well")
    # The token comes from the player's bag; the level earns nothing.
    skipped = Trait(
        token=Parent(inventories, user=this.user, item_name="Level Skip"),
        earned=False,
        outcome="well",
        user_response=SKIPPED,
        ai_feedback=Phrase(FALLBACKS, "skipped"),
        metadata_=Json({"skipped": True, "skip_purchase_id": this.token.item_id}),
    )
    opened = Trait(
        earned=False,
        outcome="well",
        completed_at=None,
        created_at=this.reached,
        user_response=None,
        ai_feedback=None,
        metadata_=Json({"user_tier": this.user.subscription_tier}),
    )
