"""A day behind the scenes: jobs, AI calls, events and clicks."""

from __future__ import annotations

from seedkit.factories.craveverse import (
    AiUsageMetricFactory,
    ButtonInteractionFactory,
    JourneyEventFactory,
    QueueJobFactory,
    TableCreationTestFactory,
)
from seedkit.fields import Moment, days
from seedkit.scenario import scenario
from seedkit.world import Person, World, between

from .parts import played, player, subscribed


@scenario("craveverse/ops-day")
def ops_day(world: World, *, jobs: int = 3, buttons: int = 12, probe: bool = False) -> None:
    """A heavy user and a light one, and the queue in every state; ``probe`` adds the table of a debug route."""
    heavy = player(world, "heavy", plus=True)
    light = player(world, "light")
    subscribed(world, heavy)
    played(world, heavy, 14)
    played(world, light, 3)
    queue(world, heavy, light, max(1, jobs))
    budget(world, heavy, light)
    telemetry(world, heavy, buttons)
    telemetry(world, light, 3)
    if probe:
        world.add(TableCreationTestFactory, 2)


def queue(world: World, heavy: Person, light: Person, jobs: int) -> None:
    """Jobs done this week, due, not due yet, taken, failed, and tried again."""
    world.add(QueueJobFactory, jobs, label="done")
    for state in ("pending", "later", "processing"):
        world.add(QueueJobFactory, label=state, **{state: True})
    for person in (heavy, light):
        world.add(QueueJobFactory, user=person, summary=True, label="summary")
    failed = world.add(QueueJobFactory, user=heavy, summary=True, failed=True, label="failed")
    world.add(
        QueueJobFactory,
        user=heavy,
        summary=True,
        retried=True,
        created_at=failed.processed_at,
        label="retried",
    )
    world.add(QueueJobFactory, user=light, personalization=True, failed=True, label="no plan")


def budget(world: World, heavy: Person, light: Person) -> None:
    """Calls of two months: from some time on a month's budget is used up, and answers come from the cache."""
    lately = Moment(before_now=days(45))
    calls = world.add(AiUsageMetricFactory, between(60, 90), user=heavy, created_at=lately)
    few = world.add(AiUsageMetricFactory, between(3, 9), user=light, created_at=lately)
    world.add(AiUsageMetricFactory, between(1, 3), by_worker=True, label="worker")
    world.sees(heavy, calls)
    world.sees(light, few)


def telemetry(world: World, person: Person, buttons: int) -> None:
    """Pages that loaded, one that did not, and buttons that were clicked."""
    events = world.add(JourneyEventFactory, between(6, 15), user=person)
    world.add(JourneyEventFactory, user=person, event="level_data_loaded", failed=True, label="not loaded")
    clicks = world.add(ButtonInteractionFactory, buttons, user=person)
    world.add(ButtonInteractionFactory, user=person, unlabelled=True, label="unlabelled")
    world.sees(person, events, clicks)
