"""Catalogue rows that the target holds already, as the product's own DDL inserts them: used, never doubled."""

from __future__ import annotations

import datetime as dt

import pytest
from people import Connection, insert, value

from seedkit import generate
from seedkit.factories.craveverse import UserProgressFactory, UserPurchaseFactory
from seedkit.load.load import load
from seedkit.load.unload import unload
from seedkit.plan import compile_plan
from seedkit.scenario import scenario
from seedkit.world import World

pytestmark = pytest.mark.db

NOW = dt.datetime(2025, 11, 20, tzinfo=dt.UTC)


@scenario("craveverse/first-coins")
def first_coins(world: World) -> None:
    """Somebody who finished a level and spent its coins."""
    ann = world.person("ann", primary_craving="sugar")
    world.add(UserProgressFactory, user=ann)
    world.add(UserPurchaseFactory, user=ann)


def test_rows_of_the_target_are_used(db: Connection) -> None:
    craving = insert(db, "cravings", type="sugar", name="Sweets", description="d", icon="🍬", color="#ff0000")
    level = insert(
        db, "levels", craving_type="sugar", level_number=1, title="Theirs", description="d", challenge_text="c",
        success_criteria="s", xp_reward=100, coin_reward=50, estimated_duration_minutes=10, difficulty="easy",
    )  # fmt: skip
    item = insert(db, "shop_items", name="Pause Token (1 day)", type="consumable", price_coins=50)
    load(db, compile_plan(first_coins, now=NOW), generate)
    for table, rows in (("cravings", 5), ("levels", 150), ("level_map_data", 150), ("shop_items", 6)):
        assert value(db, f"select count(*) from {table}") == rows, table
    assert value(db, "select level_id from user_progress") == level
    assert value(db, "select item_id from user_purchases") == item
    assert value(db, "select count(*) from level_map_data where level_id = %s", level) == 1
    assert value(db, "select count(*) from level_map_data where connections ? %s", str(level)) == 1
    unload(db, scenario="craveverse/first-coins", seed=0)
    kept = "select id from cravings union all select id from levels union all select id from shop_items"
    assert {row[0] for row in db.execute(kept).fetchall()} == {craving, level, item}
    assert value(db, "select count(*) from level_map_data") == 0
