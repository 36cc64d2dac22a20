"""What coins buy, and coins that money buys."""

from __future__ import annotations

from seedkit.factories.craveverse import (
    ButtonInteractionFactory,
    PauseTokenFactory,
    PaymentTransactionFactory,
    StreakPauseFactory,
    UserSettingsFactory,
    UserThemeFactory,
)
from seedkit.scenario import scenario
from seedkit.world import Person, World, between

from .parts import (
    FOUNDERS,
    ONE_DAY,
    SKIP,
    THEME,
    THREE_DAYS,
    WINTER,
    Craving,
    bagged,
    bought,
    chosen,
    played,
    player,
    skipped,
    subscribed,
)


@scenario("craveverse/shop")
def shop(world: World, *, packs: int = 2, craving: Craving = "any") -> None:
    """Five shoppers: one saves, one dresses up, one pauses to the last token, one skips, one pays for coins."""
    mine = chosen(craving)
    saver(world, player(world, "saver", **mine))
    dresser(world, player(world, "dresser", themed=True, **mine))
    planner(world, player(world, "planner", **mine))
    skipper(world, player(world, "skipper", plus=True, **mine))
    spender(world, player(world, "spender", ultra=True, themed=True, **mine), max(1, packs))


def saver(world: World, person: Person) -> None:
    """Coins enough, and nothing bought: only looking."""
    played(world, person, 6)
    world.add(ButtonInteractionFactory, between(2, 6), user=person)


def dresser(world: World, person: Person) -> None:
    """The theme is unlocked and worn."""
    played(world, person, 5)
    dressed(world, person)


def dressed(world: World, person: Person) -> None:
    """A theme, and settings that apply it."""
    purchase = bought(world, person, THEME)
    theme = world.add(UserThemeFactory, user=person, purchase=purchase)
    settings = world.add(UserSettingsFactory, user=person, theme=theme, themed=True)
    world.sees(person, theme, settings)


def planner(world: World, person: Person) -> None:
    """Two tokens for a day, used to the last; those of the season are kept until they expire."""
    played(world, person, 9)
    used = bought(world, person, ONE_DAY, 2)
    pauses = world.add(StreakPauseFactory, 2, user=person, purchase=used, used_up=True)
    bagged(world, person, WINTER, 2, expiring=True)
    world.sees(person, pauses)


def skipper(world: World, person: Person) -> None:
    """On plus: a skip bought and used, two more in the bag; and a few of the skips that founders got."""
    subscribed(world, person)
    world.add(PauseTokenFactory, user=person)
    played(world, person, 9, label="before")
    skipped(world, person, bagged(world, person, SKIP, 3))
    played(world, person, 3, label="after")
    bagged(world, person, FOUNDERS, 1)


def spender(world: World, person: Person, packs: int) -> None:
    """On ultra, no patience: coins for money, one payment that failed, one that went back, a bundle of tokens."""
    subscribed(world, person)
    played(world, person, 2)
    mine = world.add(PaymentTransactionFactory, packs, user=person, coin_pack=True, label="packs")
    for state in ("failed", "refunded", "pending"):
        world.add(PaymentTransactionFactory, user=person, coin_pack=True, label=state, **{state: True})
    world.add(PaymentTransactionFactory, user=person, pause_bundle=True, label="bundle")
    world.add(PauseTokenFactory, user=person)
    bagged(world, person, THREE_DAYS, 3)
    dressed(world, person)
    world.sees(person, mine)
