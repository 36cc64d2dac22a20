"""Tokens that come and go: what is granted, bought, given, used up and expired."""

from __future__ import annotations

from typing import Any, Literal

from seedkit.factories.vibrationfit import (
    CustomerSubscriptionFactory,
    MediaMetadataFactory,
    TokenTransactionFactory,
    TokenUsageFactory,
    UserStorageFactory,
)
from seedkit.fields import WAKING, After, Json, Moment, Text, days, hours, this
from seedkit.scenario import scenario
from seedkit.world import Person, World, between

from .parts import pack, settled, subscribed

#: A call so long that eight of them empty a month's grant, and six leave 75,000 (catalog/vibrationfit c1).
LONG_CALL = 50_000


@scenario("vibrationfit/token-month")
def token_month(world: World, *, calls: Literal[10, 40, 160] = 40) -> None:
    """A busy month, two years, a trial, an empty balance, an expired one; what support gave and took."""
    support = staff(world, "support")
    busy, trialist, spent, gifted = world.people("busy", "trialist", "spent", "gifted")
    old = Moment(before_now=days(900), until=days(500))
    yearly, returner = world.people("yearly", "returner", created_at=old)
    for person in (busy, trialist, spent, gifted, yearly, returner):
        settled(world, person)
    busy_month(world, busy, calls)
    two_years(world, yearly)
    on_trial(world, trialist)
    emptied(world, spent)
    returned(world, returner)
    handled(world, gifted, support)


def staff(world: World, handle: str) -> Person:
    """Somebody of the company, whose sign-up data says so."""
    said = {
        "sub": Text("{id}"),
        "email": this.email,
        "first_name": this.first_name,
        "last_name": this.last_name,
        "full_name": this.full_name,
        "email_verified": True,
        "phone_verified": False,
        "is_admin": True,
    }
    return world.person(handle, kind="admin", raw_user_meta_data=Json(said))


def called(
    world: World, person: Person, count: Any, when: Any, label: str | None = None, **given: Any
) -> None:
    """AI calls at some time."""
    world.add(TokenUsageFactory, count, user=person, created_at=when, label=label, **given)


def busy_month(world: World, person: Person, calls: int) -> None:
    """The third cycle of a monthly plan with a pack on top: calls of every kind, some of which failed."""
    began = Moment(before_now=days(83), until=days(72), at=WAKING)
    plan = subscribed(world, person, created_at=began)
    bought = pack(
        world, person, created_at=After(plan.current_period_start, within=hours(12)), token_pack_id="mega"
    )
    since = After(plan.current_period_start, at=WAKING)
    called(world, person, calls, since)
    called(world, person, between(3, 8), since, "spoken", transcribed=True)
    called(world, person, between(5, 14), since, "voices", voiced=True)
    called(world, person, between(1, 5), since, "images", painted=True)
    called(world, person, between(1, 3), since, "failed", failed=True)
    world.sees(person, plan, bought)


def two_years(world: World, person: Person) -> None:
    """A yearly plan in its second year: the tokens of the first have expired, used or not."""
    began = Moment(before_now=days(480), until=days(380), at=WAKING)
    plan = subscribed(world, person, plan="vision_pro_annual", cycles=2, yearly=True, created_at=began)
    called(world, person, between(20, 40), After(plan.created_at, at=WAKING))
    world.add(MediaMetadataFactory, between(4, 10), user=person)
    world.sees(person, plan)


def on_trial(world: World, person: Person) -> None:
    """The 56 days after the intensive: a trialing subscription, its million tokens, its storage."""
    trial = world.add(CustomerSubscriptionFactory, user=person, trialing=True)
    world.add(TokenTransactionFactory, user=person, trial=True, created_at=trial.created_at)
    world.add(UserStorageFactory, user=person, subscription=trial, label="trial")
    called(world, person, between(4, 12), After(trial.created_at, at=WAKING))
    world.sees(person, trial)


def emptied(world: World, person: Person) -> None:
    """A month's grant used to the last token within a week; what was asked after that failed."""
    plan = subscribed(
        world, person, cycles=1, created_at=Moment(before_now=days(26), until=days(12), at=WAKING)
    )
    called(world, person, 8, After(plan.created_at, within=days(7)), "long", wanted=LONG_CALL)
    later = After(plan.created_at, within=days(11), least=days(8), at=WAKING)
    refused = {"failed": True, "input_tokens": 0, "output_tokens": 0, "error_message": "Insufficient tokens"}
    called(world, person, 3, later, "refused", **refused)
    world.sees(person, plan)


def returned(world: World, person: Person) -> None:
    """A plan canceled after one cycle, its unused tokens long gone, and a new plan months later."""
    left = subscribed(
        world,
        person,
        cycles=1,
        status="canceled",
        created_at=Moment(before_now=days(200), until=days(180), at=WAKING),
        current_period_start=this.created_at,
        canceled_at=After(this.created_at, within=days(27), least=days(3)),
        label="left",
    )
    called(world, person, 6, After(left.created_at, within=days(60)), "before", wanted=LONG_CALL)
    back = subscribed(
        world,
        person,
        cycles=1,
        created_at=Moment(before_now=days(26), until=days(6), at=WAKING),
        label="back",
    )
    called(world, person, 3, After(back.created_at, at=WAKING), "after")
    world.sees(person, left, back)


def handled(world: World, person: Person, support: Person) -> None:
    """An account of the old days that support has looked after: grants, deductions, adjustments, storage."""
    pack(world, person, older=True)
    world.add(TokenTransactionFactory, 24, user=person, used=True, label="of old")
    by_support = {"user": person, "creator": support}
    given = world.add(TokenTransactionFactory, 2, given=True, label="given", **by_support)
    world.add(TokenTransactionFactory, between(1, 2), deducted=True, label="deducted", **by_support)
    world.add(TokenTransactionFactory, adjusted=True, label="adjusted", **by_support)
    world.add(TokenUsageFactory, 12, user=person, mirrored=True, label="mirrored")
    called(world, person, between(5, 15), After(given.created_at, at=WAKING))
    world.add(UserStorageFactory, user=person, given=True, label="given")
    world.add(MediaMetadataFactory, between(2, 6), user=person)
    world.sees(person, given)
