"""What is the same for everybody: cravings, levels, the map, the shop, battle tasks; loaded once (catalog/craveverse c2, c5, c7)."""

from __future__ import annotations

import datetime as dt

from seedkit.factory import TableFactory
from seedkit.fields import Choice, FromPool, Json, Key, Lookup, Match, Text, When, Zipf, this

from .models import BattleTask, Craving, Level, LevelMapData, ShopItem
from .vocabulary.battles import BATTLE_TASK_ROWS, BATTLE_TASKS
from .vocabulary.cravings import CRAVING_ROWS, CRAVINGS
from .vocabulary.levels import LEVEL_ROWS
from .vocabulary.map import MAP_POINTS
from .vocabulary.shop import SHOP_ROWS

_LAUNCH = dt.datetime(2020, 1, 6, 9, tzinfo=dt.UTC)
_LAST = max(MAP_POINTS)


class CravingFactory(TableFactory[Craving]):
    """One of the five cravings; everything else names it by its type."""

    class Meta:
        model = Craving
        natural = ("type",)
        rows = CRAVING_ROWS

    id = Key()
    type = "sugar"
    name = Text("{type}")
    description = Text("Levels for {type}")
    icon = "🎯"
    color = "#4ECDC4"
    created_at = _LAUNCH


class LevelFactory(TableFactory[Level]):
    """One of the 150 levels; ``track`` is craving and number together: ``sugar 7``."""

    class Meta:
        model = Level
        natural = ("craving_type", "level_number")
        rows = LEVEL_ROWS

    class Params:
        track = Text("{craving_type} {level_number}")

    id = Key()
    craving_type = "sugar"
    level_number = 1
    title = Text("Level {level_number}")
    description = Text("Step {level_number} of thirty.")
    challenge_text = "Write down what you notice."
    success_criteria = "It is written down."
    xp_reward = 100
    coin_reward = 50
    estimated_duration_minutes = 15
    difficulty = "easy"
    created_at = _LAUNCH


class LevelMapDataFactory(TableFactory[LevelMapData]):
    """Where a level lies on the map, joined to the levels before and after it."""

    class Meta:
        model = LevelMapData
        natural = ("level_id",)
        rows = tuple({"craving": craving, "number": number} for craving in CRAVINGS for number in MAP_POINTS)

    class Params:
        craving = "sugar"
        number = 1
        before = Lookup(LevelFactory, track=When(this.number > 1, Text("{craving} {n}", n=this.number - 1)))
        after = Lookup(
            LevelFactory, track=When(this.number < _LAST, Text("{craving} {n}", n=this.number + 1))
        )

    id = Key()
    level = Lookup(LevelFactory, track=Text("{craving} {number}"))
    x_coord = Match(this.number, {number: x for number, (x, _) in MAP_POINTS.items()})
    y_coord = Match(this.number, {number: y for number, (_, y) in MAP_POINTS.items()})
    connections = Match(
        this.number,
        {1: Json([this.after.id]), _LAST: Json([this.before.id])},
        default=Json([this.before.id, this.after.id]),
    )
    created_at = _LAUNCH
    updated_at = _LAUNCH


class ShopItemFactory(TableFactory[ShopItem]):
    """An item of the shop; the four that the product publishes, and two that are no longer sold."""

    class Meta:
        model = ShopItem
        natural = ("name", "type")
        rows = SHOP_ROWS

    id = Key()
    name = "Pause Token (1 day)"
    type = "consumable"
    price_coins = 50
    description = None
    icon = "🎁"
    effects = Json({"pause_days": 1})
    tier_required = "free"
    active = True
    created_at = _LAUNCH


class BattleTaskFactory(TableFactory[BattleTask]):
    """A task that the AI once wrote for a battle, served again and again since."""

    class Meta:
        model = BattleTask
        natural = ("craving_type", "task_text")
        rows = BATTLE_TASK_ROWS

    id = Key()
    craving_type = Choice(CRAVINGS)
    task_text = FromPool(BATTLE_TASKS, "task_text", craving=craving_type)
    reuse_count = Zipf(40) - 1
    created_at = _LAUNCH
