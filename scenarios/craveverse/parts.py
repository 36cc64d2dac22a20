"""What several stories of CraveVerse have in common: players, levels, bags, plans, battles."""

from __future__ import annotations

from typing import Any, Literal

from seedkit.factories.craveverse import (
    ActivityLogFactory,
    BattleFactory,
    JourneyEventFactory,
    NotificationPreferencesFactory,
    PaymentTransactionFactory,
    QueueJobFactory,
    SubscriptionFactory,
    TrialHistoryFactory,
    UserInventoryFactory,
    UserProgressFactory,
    UserPurchaseFactory,
    UserQuizResponseFactory,
    UserSettingsFactory,
)
from seedkit.fields import After, Moment, days
from seedkit.world import Person, RowSet, World, each

#: The cravings, and ``any`` for a different one in each copy.
Craving = Literal["any", "nofap", "sugar", "shopping", "smoking_vaping", "social_media"]
#: Levels of a craving, of which the free tier plays the first ten (catalog/craveverse c2, c3).
LEVELS, FREE_LEVELS = 30, 10

#: When somebody signed up who has played for a month.
A_MONTH_AGO = Moment(before_now=days(37), until=days(33))

#: Items of the shop (catalog/craveverse c5); the last two are no longer sold.
ONE_DAY, THREE_DAYS, SKIP = "Pause Token (1 day)", "Pause Token (3 days)", "Level Skip"
THEME, WINTER, FOUNDERS = "Cosmetic Theme", "Winter Pause Token (3 days)", "Founder's Level Skip"


def chosen(craving: Craving) -> dict[str, str]:
    """What a story gives its people when it is told of one craving."""
    return {} if craving == "any" else {"primary_craving": craving}


def player(world: World, handle: str, *, kind: str = "owner", themed: bool = False, **given: Any) -> Person:
    """Somebody who finished onboarding: the quiz, the switches, and settings unless a theme brings them."""
    person = world.person(handle, kind=kind, **given)
    quiz = world.add(UserQuizResponseFactory, user=person)
    switches = world.add(NotificationPreferencesFactory, user=person)
    world.sees(person, quiz, switches)
    if not themed:
        world.add(UserSettingsFactory, user=person)
    return person


def played(
    world: World, person: Person, levels: Any = None, *, label: str | None = None, **given: Any
) -> RowSet:
    """The next levels of somebody, each with its entry in the feed and its events."""
    done = world.add(UserProgressFactory, levels, user=person, label=label, **given)
    of = {"user": person, "progress": each(done)}
    world.add(ActivityLogFactory, **of, label="-".join(filter(None, ["levels", label])))
    for trait in ("level_completed", "level_cheered"):
        world.add(JourneyEventFactory, **of, **{trait: True}, label="-".join(filter(None, [trait, label])))
    world.sees(person, done)
    return done


def skipped(
    world: World, person: Person, bag: RowSet, levels: Any = None, *, label: str = "skipped"
) -> RowSet:
    """The next levels of somebody, skipped with what is in the bag."""
    done = world.add(UserProgressFactory, levels, user=person, token=bag, skipped=True, label=label)
    of = {"user": person, "progress": each(done)}
    for trait in ("skip_checked", "level_skipped"):
        world.add(JourneyEventFactory, **of, **{trait: True}, label=f"{trait}-{label}")
    return done


def bought(world: World, person: Person, item: str, quantity: int = 1, **given: Any) -> RowSet:
    """A purchase of an item of the shop, as soon as or later than there are coins for it."""
    purchase = world.add(
        UserPurchaseFactory, user=person, item_name=item, quantity=quantity, label=item, **given
    )
    world.sees(person, purchase)
    return purchase


def bagged(world: World, person: Person, item: str, quantity: int, **given: Any) -> RowSet:
    """A purchase of several, and the bag that holds those not used yet."""
    purchase = bought(world, person, item, quantity)
    bag = world.add(UserInventoryFactory, user=person, purchase=purchase, item_name=item, label=item, **given)
    world.sees(person, bag)
    return bag


def subscribed(world: World, person: Person, payments: int = 3, **state: Any) -> RowSet:
    """The plan that the account has, with its payments."""
    plan = world.add(SubscriptionFactory, user=person, **state)
    paid = world.add(PaymentTransactionFactory, payments, user=person, subscription=plan)
    world.sees(person, plan, paid)
    return plan


def subscribed_at_once(world: World, person: Person) -> RowSet:
    """The plan of somebody who signed up a month ago and took it on the first day: two periods are paid."""
    first_day = After(person.onboarding_completed_at, within=days(1))
    return subscribed(world, person, payments=2, created_at=first_day)


def tried(world: World, person: Person, plan: RowSet, *, over: bool = False) -> RowSet:
    """The trial with which a subscription began, as it is remembered and told."""
    trial = world.add(TrialHistoryFactory, user=person, over=over)
    world.add(ActivityLogFactory, user=person, subscription=plan, trial_started=True, label="trial")
    world.sees(person, trial)
    return trial


def fought(world: World, one: Person, two: Person, *, label: str, **state: Any) -> RowSet:
    """A battle that somebody called for and somebody joined: told in the feed, tasks written for it."""
    battle = world.add(BattleFactory, user1=one, user2=two, label=label, **state)
    announced(world, one, battle, label=label)
    world.sees(one, battle)
    world.sees(two, battle)
    return battle


def announced(world: World, person: Person, battle: RowSet, *, label: str) -> None:
    """What calling for a battle leaves in the feed; the job that wrote its tasks is kept for a week."""
    world.add(ActivityLogFactory, user=person, battle=battle, battle_created=True, label=f"called {label}")


def queued(world: World, battle: RowSet, *, label: str, **state: Any) -> RowSet:
    """The job that has tasks written for a battle."""
    return world.add(QueueJobFactory, battle=battle, for_battle=True, label=label, **state)
