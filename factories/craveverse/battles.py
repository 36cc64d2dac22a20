"""Battles of two players: three tasks in a day (catalog/craveverse b5, b6, c7)."""

from __future__ import annotations

from typing import Any

from factory.declarations import Trait

from seedkit.factory import TableFactory
from seedkit.fields import (
    WAKING,
    Before,
    Choice,
    FromPool,
    Greatest,
    Json,
    Key,
    Lookup,
    Match,
    Moment,
    Now,
    When,
    Whole,
    days,
    hours,
    this,
)

from .catalogue import BattleTaskFactory
from .identity import player
from .models import Battle
from .pacing import Paced
from .vocabulary.battles import BATTLE_TRIOS

#: XP and coins for the winner and for the loser (catalog/craveverse c7).
WINNER, LOSER = (500, 200), (100, 50)
#: What the three tasks are worth to the winner.
_WORTH = ((150, 60), (150, 60), (200, 80))


def _reward(side: int, kind: int) -> Any:
    """XP (kind 0) or coins (kind 1) of player 1 or 2; without a winner nobody is rewarded."""
    mine, theirs = this[f"user{side}_id"], this[f"user{3 - side}_id"]
    return When(
        this.winner_id.equals(mine), WINNER[kind], When(this.winner_id.equals(theirs), LOSER[kind], 0)
    )


def _task(place: int) -> dict[str, Any]:
    xp, coins = _WORTH[place]
    return {
        "id": Lookup(BattleTaskFactory, task_text=_text(place)),
        "task_text": _text(place),
        "xp_reward": xp,
        "coin_reward": coins,
        "user1_status": _status(1, place),
        "user2_status": _status(2, place),
    }


def _text(place: int) -> FromPool:
    return FromPool(BATTLE_TRIOS, f"task_{place + 1}", pick="trio", craving=this.craving_type)


def _status(side: int, place: int) -> When:
    """Tasks are done in their order; what is not done when the battle is over was skipped."""
    left = Match(this.status, {"active": "pending", "waiting": "pending"}, default="skipped")
    return When(this[f"user{side}_tasks_completed"] > place, "completed", left)


class BattleFactory(TableFactory[Battle]):
    """A battle that is over: who did more of the three tasks has won; done alike, nobody has."""

    class Meta:
        model = Battle
        exclude = ("user1_xp", "user1_coins", "user2_xp", "user2_coins")

    class Params:
        first_task = Lookup(BattleTaskFactory, task_text=_text(0))
        both_here = Greatest(
            *(
                this[user].onboarding_completed_at.or_else(this[user].created_at)
                for user in ("user1", "user2")
            )
        )

    user1 = player(plus=True)
    user2 = player(plus=True, primary_craving=this.user1.primary_craving)
    id = Key()
    craving_type = user1.primary_craving
    status = "completed"
    # A week, and the hours that a battle may have waited for its second player.
    start_time = Paced(
        lambda: BattleFactory,
        within="user1",
        since=this.both_here,
        until=Now() - days(1),
        apart=days(7) + hours(7),
        at=WAKING,
    )
    end_time = start_time + hours(24)
    created_at = Before(start_time, within=hours(6))
    user1_tasks_completed = Choice({0: 1, 1: 2, 2: 4, 3: 5})
    user2_tasks_completed = Choice({0: 1, 1: 2, 2: 4, 3: 5})
    winner_id = When(
        user1_tasks_completed > user2_tasks_completed,
        user1.id,
        When(user1_tasks_completed < user2_tasks_completed, user2.id),
    )
    tasks = Json([_task(place) for place in range(3)])
    user1_xp, user1_coins = _reward(1, 0), _reward(1, 1)
    user2_xp, user2_coins = _reward(2, 0), _reward(2, 1)

    won = Trait(user1_tasks_completed=3, user2_tasks_completed=Whole(0, 2))
    lost = Trait(user1_tasks_completed=Whole(0, 2), user2_tasks_completed=3)
    tied = Trait(user2_tasks_completed=this.user1_tasks_completed)
    active = Trait(
        status="active",
        start_time=Moment(before_now=hours(23)),
        user1_tasks_completed=Whole(0, 2),
        user2_tasks_completed=Whole(0, 2),
        winner_id=None,
    )
    waiting = Trait(
        status="waiting",
        user2=None,
        start_time=None,
        created_at=Moment(before_now=hours(20)),
        user1_tasks_completed=0,
        user2_tasks_completed=0,
    )
    # Nobody came.
    cancelled = Trait(
        status="cancelled",
        user2=None,
        start_time=None,
        created_at=Moment(before_now=days(60), until=days(2), at=WAKING),
        user1_tasks_completed=0,
        user2_tasks_completed=0,
    )
