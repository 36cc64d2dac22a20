"""Battles: waiting, running, won, lost, tied and called off."""

from __future__ import annotations

from seedkit.factories.craveverse import ActivityLogFactory, BattleFactory
from seedkit.fields import WAKING, After, Moment, days, hours
from seedkit.scenario import scenario
from seedkit.world import Person, World

from .parts import (
    A_MONTH_AGO,
    LEVELS,
    announced,
    fought,
    played,
    player,
    queued,
    subscribed,
    subscribed_at_once,
    tried,
)


@scenario("craveverse/battle-week")
def battle_week(world: World, *, levels: int = 5) -> None:
    """Four players of one craving, as far as each other: who met whom this month, who waits, who fights right now."""
    levels = max(1, min(levels, LEVELS - 1))
    ada = player(world, "challenger", plus=True, created_at=A_MONTH_AGO)
    # Whoever signs up together is as far as each other: battles are between neighbours on the map.
    rivals = {
        "primary_craving": ada.primary_craving,
        "created_at": After(ada.created_at, within=hours(20)),
    }
    bea = player(world, "rival", kind="second owner", ultra=True, **rivals)
    cyd = player(world, "tester", trialing=True, **rivals)
    dee = player(world, "loner", plus=True, created_at=A_MONTH_AGO)
    ready(world, ada, levels)
    ready(world, bea, levels + 1)
    ready(world, dee, levels)
    trial = subscribed(world, cyd, payments=0)
    tried(world, cyd, trial)
    played(world, cyd, levels)
    month(world, ada, bea, cyd)
    alone(world, dee)


def ready(world: World, person: Person, levels: int) -> None:
    """A plan, which battles ask for, and some levels played."""
    subscribed_at_once(world, person)
    played(world, person, levels)


def month(world: World, ada: Person, bea: Person, cyd: Person) -> None:
    """The same two meet once a week at most: three battles between them, and one that is on."""
    for result in ("won", "lost", "tied"):
        battle = fought(world, ada, bea, label=result, **{result: True})
        world.add(ActivityLogFactory, user=ada, battle=battle, battle_task=True, label=f"task {result}")
    running = fought(world, cyd, ada, label="running", active=True)
    queued(world, running, label="running")
    world.add(ActivityLogFactory, user=cyd, battle=running, battle_task=True, label="task running")


def alone(world: World, person: Person) -> None:
    """Somebody for whom nobody has come yet, and once nobody came at all."""
    waiting = world.add(BattleFactory, user1=person, waiting=True, label="waiting")
    cancelled = world.add(
        BattleFactory,
        user1=person,
        cancelled=True,
        created_at=Moment(before_now=days(28), until=days(10), at=WAKING),
        label="cancelled",
    )
    for battle, label in ((waiting, "waiting"), (cancelled, "cancelled")):
        announced(world, person, battle, label=label)
    queued(world, waiting, label="waiting")
    world.sees(person, waiting, cancelled)
