"""What rows of CraveVerse know of each other in a story: levels and coins, streaks and pauses, bags, battles, snapshots."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from seedkit.errors import DeclarationError, PlanError
from seedkit.factories.craveverse import (
    ActivityLogFactory,
    AiUsageMetricFactory,
    BattleFactory,
    ButtonInteractionFactory,
    ForumPostFactory,
    ForumReplyFactory,
    JourneyEventFactory,
    PaymentTransactionFactory,
    ShareableProgressFactory,
    StreakPauseFactory,
    SubscriptionFactory,
    UserFactory,
    UserInventoryFactory,
    UserProgressFactory,
    UserPurchaseFactory,
    UserQuizResponseFactory,
    UserThemeFactory,
)
from seedkit.factories.craveverse.vocabulary.levels import LEVEL_ROWS
from seedkit.factories.craveverse.vocabulary.shop import SHOP_ROWS
from seedkit.factories.craveverse.vocabulary.telemetry import ONBOARDING_EVENTS
from seedkit.fields import After, Moment, days
from seedkit.generate import generate, generate_shared
from seedkit.plan import compile_plan
from seedkit.scenario import scenario
from seedkit.world import Person, World, between, each

NOW = dt.datetime(2025, 11, 20, tzinfo=dt.UTC)
COPIES = 30
Row = dict[str, Any]
Rows = dict[str, list[Row]]

XP = {(row["craving_type"], row["level_number"]): row["xp_reward"] for row in LEVEL_ROWS}
REWARDS = {True: (500, 200), False: (100, 50)}


@scenario("craveverse/coherence")
def coherence(world: World) -> None:
    """Two rivals on plus who play, shop, pause, skip, fight and write."""
    ann = world.person("ann", converted=True)
    bob = world.person("bob", plus=True, primary_craving=ann.primary_craving)
    for person, levels in ((ann, between(8, 14)), (bob, between(4, 20))):
        world.add(UserQuizResponseFactory, user=person)
        world.add(JourneyEventFactory, 7, user=person, onboarding=True)
        plan = world.add(SubscriptionFactory, user=person)
        world.add(PaymentTransactionFactory, 3, user=person, subscription=plan)
        done = world.add(UserProgressFactory, levels, user=person)
        world.add(ActivityLogFactory, user=person, progress=each(done), label="levels")
        world.add(ButtonInteractionFactory, between(0, 9), user=person)
        world.add(ButtonInteractionFactory, 20, user=person, label="more")
        world.add(AiUsageMetricFactory, between(0, 160), user=person)
    shopping(world, ann)
    world.add(UserProgressFactory, between(0, 5), user=ann, slipped=True, label="later")
    world.add(UserProgressFactory, between(0, 2), user=ann, label="last")
    world.add(UserProgressFactory, user=ann, opened=True, label="open")
    for result in ("won", "lost", "tied"):
        world.add(BattleFactory, user1=ann, user2=bob, label=result, **{result: True})
    world.add(BattleFactory, user1=ann, user2=bob, label="any")
    posts = world.add(ForumPostFactory, 3, user=ann)
    asked = world.add(ForumReplyFactory, 2, user=bob, post=posts)
    world.add(ForumReplyFactory, user=ann, parent_reply=asked, post=asked.post, nested=True, label="nested")
    world.add(ActivityLogFactory, between(0, 4), user=bob, post=posts, upvote=True, label="upvotes")
    for person in (ann, bob):
        world.add(ShareableProgressFactory, 3, user=person)


def shopping(world: World, ann: Person) -> None:
    """Pauses of both lengths, the last token among them, a theme, skips, coins for money."""
    world.add(PaymentTransactionFactory, between(0, 1), user=ann, coin_pack=True, label="coins")
    for label, traits in (("short", {}), ("long", {"long_pause": True})):
        bag = world.add(UserInventoryFactory, user=ann, label=label, **traits)
        world.add(StreakPauseFactory, user=ann, pause_token=bag, label=label)
    last = world.add(UserPurchaseFactory, user=ann, label="last")
    world.add(StreakPauseFactory, user=ann, purchase=last, used_up=True, label="last")
    world.add(UserThemeFactory, user=ann)
    skips = world.add(UserInventoryFactory, user=ann, level_skip=True, label="skips")
    world.add(UserProgressFactory, user=ann, token=skips, skipped=True, label="skipped")


def told(story: Any, copies: int = COPIES) -> Rows:
    """The rows of a story by table, catalogue rows included."""
    plan = compile_plan(story, seed=3, now=NOW, copies=copies)
    found: Rows = defaultdict(list)
    for source in (
        generate_shared(plan),
        generate(plan, range(min(7, copies))),
        generate(plan, range(7, copies)),
    ):
        for name, batch in source:
            found[name.partition(".")[2]] += batch.to_pylist()
    return found


@pytest.fixture(scope="module")
def tables() -> Rows:
    return told(coherence)


def grouped(rows: Iterable[Row], name: str = "user_id", *, by: str = "created_at") -> dict[Any, list[Row]]:
    """Rows by one column, each group in order of another."""
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row[by]):
        groups[row[name]].append(row)
    return groups


def keyed(rows: Iterable[Row]) -> dict[Any, Row]:
    return {row["id"]: row for row in rows}


def finished(tables: Rows) -> dict[Any, list[Row]]:
    """By user the finished levels in their order, with craving, number and what they earned."""
    levels = keyed(tables["levels"])
    found = []
    for row in tables["user_progress"]:
        level, skipped = levels[row["level_id"]], "skipped" in json.loads(row["metadata"])
        if row["completed_at"]:
            xp = 0 if skipped else XP[level["craving_type"], level["level_number"]]
            found.append({**row, "number": level["level_number"], "skipped": skipped, "earned": xp})
    return grouped(found, by="completed_at")


def fights(tables: Rows) -> list[tuple[Any, dt.datetime, int, int]]:
    """Player, end, XP and coins of each battle that somebody won."""
    return [
        (player, battle["end_time"], *REWARDS[player == battle["winner_id"]])
        for battle in tables["battles"]
        for player in (battle["user1_id"], battle["user2_id"])
        if battle["winner_id"]
    ]


def moves(tables: Rows) -> dict[Any, list[tuple[dt.datetime, int]]]:
    """By user what came and went in coins, gains before costs of the same moment."""
    packs = {"coins_500": 500, "coins_2000": 2000, "coins_5000": 5000}
    found = defaultdict(list)
    for user, rows in finished(tables).items():
        found[user] += [(row["completed_at"], row["earned"] // 2) for row in rows]
    for user, moment, _, coins in fights(tables):
        found[user].append((moment, coins))
    for row in tables["payment_transactions"]:
        if row["product_type"] == "coins":
            found[row["user_id"]].append((row["created_at"], packs[row["product_id"]]))
    for row in tables["user_purchases"]:
        found[row["user_id"]].append((row["purchased_at"], -row["amount_coins"]))
    for row in tables["activity_log"]:
        if row["action"] == "forum_upvote":
            found[row["user_id"]].append((row["created_at"], -10))
    return {user: sorted(rows, key=lambda move: (move[0], -move[1])) for user, rows in found.items()}


class TestLevels:
    def test_are_finished_one_after_the_other(self, tables: Rows) -> None:
        opened = {row["user_id"]: row for row in tables["user_progress"] if row["completed_at"] is None}
        for user in tables["users"]:
            rows = finished(tables)[user["id"]]
            assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
            assert user["current_level"] == len(rows) + 1
            assert all(row["created_at"] <= row["completed_at"] <= NOW for row in rows)
            assert rows[0]["completed_at"] >= user["onboarding_completed_at"]
            if user["id"] in opened:
                assert opened[user["id"]]["created_at"] > rows[-1]["completed_at"]
        assert len(opened) == COPIES

    def test_make_the_xp_together_with_battles(self, tables: Rows) -> None:
        won = Counter[Any]()
        for player, _, xp, _ in fights(tables):
            won[player] += xp
        for user in tables["users"]:
            rows = finished(tables)[user["id"]]
            assert user["xp"] == sum(row["earned"] for row in rows) + won[user["id"]]

    def test_make_a_streak_that_only_pauses_save(self, tables: Rows) -> None:
        covered = broken = 0
        paused = grouped(tables["streak_pauses"])
        for user in tables["users"]:
            streak = 0
            for row in finished(tables)[user["id"]]:
                if row["skipped"]:
                    continue
                day = row["completed_at"].date()
                saved = any(p["start_date"] <= day <= p["end_date"] for p in paused.get(user["id"], ()))
                covered += saved and row["relapse_count"] > 0
                broken += row["relapse_count"] > 0 and not saved
                streak = streak + 1 if saved or not row["relapse_count"] else 1
            assert user["streak_count"] == streak
        assert covered
        assert broken

    def test_more_than_thirty_are_a_mistake(self) -> None:
        @scenario("craveverse/too-far")
        def story(world: World) -> None:
            world.add(UserProgressFactory, 31, user=world.person("ann", plus=True))

        with pytest.raises(DeclarationError, match=r"LevelFactory has no row with track = '\w+ 31'"):
            told(story, 8)


class TestCoins:
    def test_are_what_came_less_what_went_and_always_there(self, tables: Rows) -> None:
        account = moves(tables)
        for user in tables["users"]:
            balance = 0
            for _, coins in account[user["id"]]:
                balance += coins
                assert balance >= 0
            assert user["cravecoins"] == balance

    def test_left_after_a_purchase_stand_in_it(self, tables: Rows) -> None:
        account = moves(tables)
        for row in tables["user_purchases"]:
            left = sum(coins for moment, coins in account[row["user_id"]] if moment <= row["purchased_at"])
            assert json.loads(row["metadata"])["coins_left"] == left

    def test_are_never_spent_before_they_are_there(self) -> None:
        @scenario("craveverse/poor")
        def poor(world: World) -> None:
            ann = world.person("ann")
            world.add(UserProgressFactory, 2, user=ann)
            world.add(UserPurchaseFactory, user=ann, long_pause=True)

        @scenario("craveverse/early")
        def early(world: World) -> None:
            ann = world.person("ann")
            done = world.add(UserProgressFactory, user=ann)
            world.add(UserPurchaseFactory, user=ann, purchased_at=After(ann.created_at, within=days(0.001)))
            world.sees(ann, done)

        for story in (poor, early):
            with pytest.raises(PlanError, match=r"(wants to|are) spen|spends coins"):
                told(story, 8)

    def test_of_an_upvote_are_counted_on_the_post(self, tables: Rows) -> None:
        given = Counter(
            row["resource_id"] for row in tables["activity_log"] if row["action"] == "forum_upvote"
        )
        assert len(given) > COPIES / 2
        for post in tables["forum_posts"]:
            assert post["upvotes"] == given[text(post["id"])]


def text(key: bytes) -> str:
    digits = key.hex()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


class TestShop:
    def test_bags_hold_what_was_not_used(self, tables: Rows) -> None:
        names = {row["id"]: row["name"] for row in tables["shop_items"]}
        does = {row["name"]: row["effects"] for row in SHOP_ROWS}
        held, bought, used = Counter[Any](), Counter[Any](), Counter[Any]()
        for row in tables["user_inventory"]:
            held[row["user_id"], str(does[names[row["item_id"]]])] += row["quantity"]
        for row in tables["user_purchases"]:
            effects = does[names[row["item_id"]]]
            if "theme" not in effects:
                bought[row["user_id"], str(effects)] += row["quantity"]
        for row in tables["streak_pauses"]:
            used[row["user_id"], str({"pause_days": (row["end_date"] - row["start_date"]).days})] += 1
        for user, rows in finished(tables).items():
            used[user, str({"level_skip": 1})] += sum(row["skipped"] for row in rows)
        assert +used
        assert held == bought - used

    def test_skips_are_bought_before_they_are_used(self, tables: Rows) -> None:
        names = {row["id"]: row["name"] for row in tables["shop_items"]}
        first = {
            user: min((row["completed_at"] for row in rows if row["skipped"]), default=None)
            for user, rows in finished(tables).items()
        }
        for row in tables["user_purchases"]:
            if names[row["item_id"]] == "Level Skip":
                assert row["purchased_at"] <= first[row["user_id"]]

    def test_pauses_follow_their_tokens_and_never_meet(self, tables: Rows) -> None:
        bags = keyed(tables["user_inventory"])
        for rows in grouped(tables["streak_pauses"], by="start_date").values():
            assert len(rows) == 3
            assert all(a["end_date"] < b["start_date"] for a, b in pairwise(rows))
            for row in rows:
                assert row["start_date"] == row["created_at"].date()
                if row["pause_token_id"]:
                    assert row["created_at"] >= bags[row["pause_token_id"]]["purchased_at"]

    def test_an_empty_bag_is_a_mistake(self) -> None:
        @scenario("craveverse/empty-bag")
        def story(world: World) -> None:
            ann = world.person("ann")
            world.add(UserProgressFactory, 9, user=ann)
            bag = world.add(UserInventoryFactory, user=ann, purchase__quantity=2)
            world.add(StreakPauseFactory, 2, user=ann, pause_token=bag)

        with pytest.raises(PlanError, match="a bag holds nothing: 2 bought, 2 used"):
            told(story, 3)

    def test_too_many_pauses_are_a_mistake(self) -> None:
        @scenario("craveverse/many-pauses")
        def story(world: World) -> None:
            ann = world.person("ann", created_at=Moment(before_now=days(20), until=days(19)))
            world.add(UserProgressFactory, 9, user=ann)
            bag = world.add(UserInventoryFactory, user=ann, purchase__quantity=8)
            world.add(StreakPauseFactory, 7, user=ann, pause_token=bag)

        with pytest.raises(PlanError, match="cannot all be 5 days apart"):
            told(story, 3)


class TestBattles:
    def test_are_won_by_who_did_more(self, tables: Rows) -> None:
        seen = set()
        for battle in tables["battles"]:
            one, two = (battle[f"user{side}_tasks_completed"] for side in (1, 2))
            seen.add((one > two) - (one < two))
            winner = {True: battle["user1_id"], False: battle["user2_id"]}[one > two] if one != two else None
            assert battle["winner_id"] == winner
            assert battle["end_time"] - battle["start_time"] == dt.timedelta(hours=24)
            tasks = json.loads(battle["tasks"])
            for side, count in ((1, one), (2, two)):
                states = Counter(task[f"user{side}_status"] for task in tasks)
                assert states == +Counter(completed=count, skipped=3 - count)
        assert seen == {1, 0, -1}

    def test_take_their_tasks_from_those_of_the_craving(self, tables: Rows) -> None:
        known = {text(row["id"]): row for row in tables["battle_tasks"]}
        for battle in tables["battles"]:
            tasks = json.loads(battle["tasks"])
            assert len({task["id"] for task in tasks}) == 3
            for task in tasks:
                assert known[task["id"]]["task_text"] == task["task_text"]
                assert known[task["id"]]["craving_type"] == battle["craving_type"]

    def test_of_the_same_two_are_a_week_apart(self, tables: Rows) -> None:
        for rows in grouped(tables["battles"], "user1_id").values():
            assert len(rows) == 4
            assert all(b["created_at"] - a["created_at"] > dt.timedelta(days=7) for a, b in pairwise(rows))


class TestSnapshots:
    def test_show_what_was_there_at_their_moment(self, tables: Rows) -> None:
        account, levels, battles = moves(tables), finished(tables), fights(tables)
        shown = set()
        for row in tables["shareable_progress"]:
            user, moment, data = row["user_id"], row["created_at"], json.loads(row["progress_data"])
            done = [level for level in levels[user] if level["completed_at"] <= moment]
            xp = sum(level["earned"] for level in done)
            xp += sum(gained for player, end, gained, _ in battles if player == user and end <= moment)
            coins = sum(coins for when, coins in account[user] if when <= moment)
            assert (data["xp"], data["coins"], data["levels_completed"]) == (xp, coins, len(done))
            shown.add(data["streak"])
        assert len(shown) > 3


class TestOnboarding:
    def test_leaves_the_same_in_three_places(self, tables: Rows) -> None:
        users = keyed(tables["users"])
        for row in tables["user_quiz_responses"]:
            account = json.loads(users[row["user_id"]]["preferences"])
            answers, plan = json.loads(row["responses"]), json.loads(row["derived_preferences"])
            assert account["quizAnswers"] == account["onboarding"]["quizAnswers"] == answers
            assert account["personalization"] == account["onboarding"]["personalization"] == plan
            assert len(answers) == 5
            assert row["created_at"] == users[row["user_id"]]["onboarding_completed_at"]

    def test_tells_of_its_steps_in_their_order(self, tables: Rows) -> None:
        users = keyed(tables["users"])
        for user, rows in grouped(tables["journey_events"]).items():
            assert [(row["event"], row["phase"]) for row in rows] == [
                (event, phase) for event, phase, _ in ONBOARDING_EVENTS
            ]
            assert rows[0]["created_at"] > users[user]["created_at"]
            assert rows[3]["created_at"] == users[user]["onboarding_completed_at"]

    def test_answers_are_read_from_an_account_that_was_given(self) -> None:
        user = UserFactory.build()
        quiz = UserQuizResponseFactory.build(user=user)
        assert quiz.responses == user.preferences["quizAnswers"]


class TestMoney:
    def test_subscriptions_say_what_accounts_say(self, tables: Rows) -> None:
        users, paid = keyed(tables["users"]), grouped(tables["payment_transactions"])
        for row in tables["subscriptions"]:
            user = users[row["user_id"]]
            assert (row["status"], row["plan_id"]) == ("active", user["subscription_tier"])
            assert row["trial_end"] == user["trial_ends_at"]
            assert row["current_period_start"] <= NOW < row["current_period_end"]
            plans = [p for p in paid[user["id"]] if p["product_type"] == "subscription"]
            assert [p["amount_cents"] for p in plans] == [1199] * 3
            assert plans[0]["created_at"] == row["trial_end"] or row["trial_end"] is None
            assert plans[-1]["created_at"] == row["current_period_start"]

    def test_payments_for_no_period_are_a_mistake(self) -> None:
        @scenario("craveverse/overpaid")
        def story(world: World) -> None:
            ann = world.person("ann", trialing=True)
            plan = world.add(SubscriptionFactory, user=ann)
            world.add(PaymentTransactionFactory, user=ann, subscription=plan)

        with pytest.raises(PlanError, match="payment 1 of a subscription that had 0 periods"):
            told(story, 3)

    def test_calls_that_the_month_cannot_pay_come_from_the_cache(self) -> None:
        @scenario("craveverse/costly")
        def story(world: World) -> None:
            for handle, plan in (("free", {}), ("paying", {"plus": True})):
                person = world.person(handle, **plan)
                world.add(AiUsageMetricFactory, 240, user=person, feature="user_summary")

        tables = told(story, 8)
        tier = {row["id"]: row["subscription_tier"] for row in tables["users"]}
        spent: dict[Any, Any] = defaultdict(Decimal)
        for row in tables["ai_usage_metrics"]:
            assert (row["cost_usd"] == 0) == row["cached_response"]
            month = row["created_at"].strftime("%Y-%m")
            spent[tier[row["user_id"]], row["user_id"], month] += row["cost_usd"]
        for plan, budget in (("free", Decimal("0.005")), ("plus", Decimal("0.010"))):
            most = max(total for (of, *_), total in spent.items() if of == plan)
            # A call costs less than half a thousandth.
            assert budget - Decimal("0.0005") < most <= budget


def test_nobody_counts_a_button_twice(tables: Rows) -> None:
    clicked = Counter(
        (row["user_id"], row["page_path"], row["button_id"]) for row in tables["button_interactions"]
    )
    assert set(clicked.values()) == {1}


def test_replies_answer_earlier_ones_of_their_post(tables: Rows) -> None:
    replies = keyed(tables["forum_replies"])
    answers = [row for row in replies.values() if row["parent_reply_id"]]
    assert len(answers) == COPIES
    for row in answers:
        asked = replies[row["parent_reply_id"]]
        assert asked["post_id"] == row["post_id"]
        assert asked["created_at"] < row["created_at"]


class TestCatalogue:
    @scenario("craveverse/alone")
    @staticmethod
    def alone(world: World) -> None:
        """Somebody who has just signed up."""
        world.person("newbie", newbie=True)

    def test_comes_with_every_load(self) -> None:
        tables = told(self.alone, 1)
        counts = {name: len(rows) for name, rows in tables.items()}
        assert counts == {
            "battle_tasks": 100,
            "cravings": 5,
            "level_map_data": 150,
            "levels": 150,
            "shop_items": 6,
            "users": 1,
        }
        levels = keyed(tables["levels"])
        for node in tables["level_map_data"]:
            level = levels[node["level_id"]]
            beside = {
                text(other["id"])
                for other in levels.values()
                if other["craving_type"] == level["craving_type"]
                and abs(other["level_number"] - level["level_number"]) == 1
            }
            assert set(json.loads(node["connections"])) == beside

    def test_is_joined_to_the_levels_that_are_there_already(self) -> None:
        theirs = uuid.UUID("0a1b2c3d-0000-4000-8000-000000000001")
        known = {"public.levels": {("sugar", 2): theirs}}
        plan = compile_plan(self.alone, now=NOW)
        tables = {name: batch.to_pylist() for name, batch in generate_shared(plan, reference=known)}
        nodes = {node["level_id"]: node for node in tables["public.level_map_data"]}
        assert theirs.bytes in nodes
        assert len(nodes) == 150
        linked = [node for node in nodes.values() if str(theirs) in json.loads(node["connections"])]
        assert len(linked) == 2
