"""All stories of the product in one load."""

from __future__ import annotations

from seedkit.scenario import scenario
from seedkit.world import World

from .assessment import assessment
from .billing_trouble import billing_trouble
from .household import household_account
from .intensive import intensive
from .journal_habit import journal_habit
from .legacy import legacy
from .solo_onboarding import solo_onboarding
from .token_month import token_month
from .vision_journey import vision_journey


@scenario("vibrationfit/everything")
def everything(world: World, *, drips: bool = False) -> None:
    """Every story of the product, and so a row in every table.

    People are called after their story: ``household-partner``. ``drips`` fills a table that only old databases have.
    """
    for story in (
        solo_onboarding,
        household_account,
        vision_journey,
        assessment,
        token_month,
        intensive,
        billing_trouble,
        journal_habit,
    ):
        world.include(story)
    world.include(assessment, prefix="live-assessment", scale="live")
    world.include(legacy, drips=drips)
