"""All stories of the product in one load."""

from __future__ import annotations

from seedkit.scenario import scenario
from seedkit.world import World

from .connect_states import connect_states
from .cover_backlog import cover_backlog
from .creator_payout_month import creator_payout_month
from .credit_ledger import credit_ledger
from .first_story import first_story
from .operations import operations
from .reader_month import reader_month
from .rising_creator import rising_creator
from .series import series


@scenario("infinitepages/everything")
def everything(world: World) -> None:
    """Every story of the product, and so a row in every table: people are called after their story, series-author."""
    for story in (
        first_story,
        series,
        cover_backlog,
        reader_month,
        credit_ledger,
        connect_states,
        creator_payout_month,
        rising_creator,
        operations,
    ):
        world.include(story)
