"""A row of every CraveVerse table for each of some people, and the catalogue rows they need."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass, field

from people import Connection, insert
from psycopg.types.json import Jsonb


@dataclass(frozen=True)
class Catalogue:
    """One row of each catalogue table that users' rows point to."""

    level: uuid.UUID
    item: uuid.UUID


def catalogue(db: Connection) -> Catalogue:
    """The catalogue tables with a row in each."""
    insert(db, "cravings", type="sugar", name="Sugar", description="Sweet things", icon="🍬", color="#ff0000")
    insert(db, "battle_tasks", craving_type="sugar", task_text="Drink a glass of water")
    level = insert(
        db, "levels", craving_type="sugar", level_number=1, title="Day one", description="d", challenge_text="c",
        success_criteria="s", xp_reward=100, coin_reward=50, estimated_duration_minutes=10, difficulty="easy",
    )  # fmt: skip
    insert(db, "level_map_data", level_id=level, x_coord=1, y_coord=1)
    item = insert(db, "shop_items", name="Pause Token", type="consumable", price_coins=50)
    return Catalogue(level, item)


@dataclass(frozen=True)
class Belongings:
    """The ids of somebody's rows, by table; ``hidden`` is a post of theirs that others do not see."""

    rows: dict[str, list[uuid.UUID]] = field(default_factory=lambda: defaultdict(list))
    hidden: list[uuid.UUID] = field(default_factory=list)


def belongings(db: Connection, owner: uuid.UUID | None, known: Catalogue, *, name: str) -> Belongings:
    """A row in each table that belongs to users, owned by ``owner``; None is nobody."""
    mine = Belongings()

    def add(table: str, **values: object) -> uuid.UUID:
        mine.rows[table].append(insert(db, table, **values))
        return mine.rows[table][-1]

    for table in ("user_settings", "notification_preferences", "pause_tokens"):
        add(table, user_id=owner)
    add("user_quiz_responses", user_id=owner, responses={"severity": "mild"})
    add("journey_events", user_id=owner, event="onboarding_start", phase="intro")
    add("button_interactions", user_id=owner, page_path="/shop", button_id="buy", click_count=1)
    add("activity_log", user_id=owner, action="level_completed", resource_type="level")
    add("shareable_progress", user_id=owner, public_token=f"token of {name}", progress_data={"xp": 100})
    add("user_progress", user_id=owner, level_id=known.level, user_response="It went well")
    add("user_purchases", user_id=owner, item_id=known.item, amount_coins=50)
    held = add("user_inventory", user_id=owner, item_id=known.item)
    add("streak_pauses", user_id=owner, pause_token_id=held, start_date="2025-11-20", end_date="2025-11-21")
    add("user_themes", user_id=owner, theme_id="premium")
    add("battles", user1_id=owner, craving_type="sugar", tasks=Jsonb([]))
    add(
        "ai_usage_metrics", user_id=owner, model_type="gpt-5-nano", tokens_used=9, cost_usd=0, prompt_hash="h"
    )
    add("payment_transactions", user_id=owner, stripe_payment_intent_id="pi_seedkit_1", amount_cents=1199,
        product_type="subscription", product_id="plus", status="completed")  # fmt: skip
    add("subscriptions", user_id=owner, plan_id="plus", status="active")
    add("trial_history", user_id=owner, plan_id="plus", started_at="2025-11-01", ended_at="2025-11-15")
    for status in ("active", "hidden", "deleted"):
        post = add(
            "forum_posts", user_id=owner, craving_type="sugar", title=status, content="c", status=status
        )
        add("forum_replies", user_id=owner, post_id=post, content="Well done")
        if status != "active":
            mine.hidden.append(post)
    return mine
