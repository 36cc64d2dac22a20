"""A month behind the scenes: requests, errors, AI calls, and what maintenance did."""

from __future__ import annotations

from seedkit.factories.infinitepages import (
    ClaudeAnalyticsFactory,
    ErrorReportFactory,
    RequestFlowAnalyticsFactory,
    RequestLogFactory,
    SystemLogFactory,
)
from seedkit.fields import Flag
from seedkit.scenario import scenario
from seedkit.world import Person, World, between

from .parts import LONG_AGO

#: Hours, days and weeks that requests are counted for; an hour has a row for each of the twelve routes.
WINDOWS = {"hour": 24, "daily": 24, "weekly": 24}


@scenario("infinitepages/operations")
def operations(world: World, *, requests: int = 40) -> None:
    """An admin with an eye on requests, errors and nightly jobs, and a user who leaves traces in all of them."""
    admin = world.person("admin", kind="admin", admin=True, created_at=LONG_AGO)
    user = world.person("user", subscribed=True, created_at=LONG_AGO)
    used(world, user, requests)
    passing = world.add(RequestLogFactory, between(3, 9), anonymous=True, label="passing")
    crashed = world.add(ErrorReportFactory, between(0, 2), anonymous=True, label="passing")
    counted = [
        world.add(
            RequestFlowAnalyticsFactory,
            count,
            shared=True,
            label=window,
            **({window: True} if window != "hour" else {}),
        )
        for window, count in WINDOWS.items()
    ]
    jobs = [world.add(SystemLogFactory, 6, shared=True, label="credits")]
    for what, count in (("cache_cleaned", 9), ("requests_cleaned", 9), ("bare", 1)):
        jobs.append(world.add(SystemLogFactory, count, shared=True, label=what, **{what: True}))
    world.sees(admin, passing, crashed, *counted, *jobs)


def used(world: World, user: Person, requests: int) -> None:
    """Requests of every outcome, AI calls, and errors that the browser reported."""
    log = world.add(RequestLogFactory, requests, user=user, failed=Flag(0.05))
    world.add(RequestLogFactory, between(2, 6), user=user, refused=True, label="refused")
    world.add(RequestLogFactory, between(0, 2), user=user, misrouted=True, label="misrouted")
    world.add(RequestLogFactory, between(0, 2), user=user, lost=True, label="lost")
    world.add(RequestLogFactory, between(0, 3), user=user, scripted=True, label="scripted")
    recent = world.add(RequestLogFactory, between(4, 12), user=user, recent=True, label="recent")
    world.add(ClaudeAnalyticsFactory, between(8, 20), user=user)
    world.add(ClaudeAnalyticsFactory, between(2, 6), user=user, from_cache=True, label="from the cache")
    world.add(ClaudeAnalyticsFactory, between(0, 2), user=user, failed=True, label="failed")
    world.add(ErrorReportFactory, between(2, 5), user=user)
    world.sees(user, log, recent)
