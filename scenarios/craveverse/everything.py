"""All stories of the product in one load."""

from __future__ import annotations

from seedkit.scenario import scenario
from seedkit.world import World

from .battle_week import battle_week
from .forum_moderation import forum_moderation
from .newbie_onboarding import newbie_onboarding
from .ops_day import ops_day
from .shop import shop
from .thirty_days import thirty_days
from .trial_to_paid import trial_to_paid


@scenario("craveverse/everything")
def everything(world: World, *, probe: bool = False) -> None:
    """Every story of the product, and so a row in every table: people are called after their story, shop-saver."""
    for story in (newbie_onboarding, thirty_days, shop, battle_week, forum_moderation, trial_to_paid):
        world.include(story)
    world.include(ops_day, probe=probe)
