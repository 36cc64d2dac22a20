"""What follows from other rows follows exactly: moods, sessions, plans, drips, checklists, in a story of many copies."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from seedkit.factories.vibrationfit import (
    ActualizationBlueprintFactory,
    AiConversationFactory,
    BlueprintPhaseFactory,
    BlueprintTaskFactory,
    ConversationSessionFactory,
    CustomerSubscriptionFactory,
    EmotionalSnapshotFactory,
    IntensiveChecklistFactory,
    IntensivePurchaseFactory,
    JournalEntryFactory,
    TokenDripFactory,
    VibrationalEventFactory,
    VibrationalLinkFactory,
    VivaConversationFactory,
)
from seedkit.factories.vibrationfit.intensive import STEPS
from seedkit.fields import this
from seedkit.generate import generate
from seedkit.plan import compile_plan
from seedkit.scenario import scenario
from seedkit.world import World, between, each

NOW = dt.datetime(2025, 11, 20, tzinfo=dt.UTC)
COPIES = 30
Row = dict[str, Any]
Rows = dict[str, list[Row]]


@scenario("vibrationfit/rollups")
def story(world: World) -> None:
    """Somebody who talks, feels, plans and pays."""
    (ann,) = world.people("ann")
    sessions = world.add(ConversationSessionFactory, between(0, 3), user=ann)
    world.add(AiConversationFactory, between(0, 9), user=ann, conversation_id=each(sessions))
    world.add(VivaConversationFactory, 8, user=ann)
    entries = world.add(JournalEntryFactory, between(1, 6), user=ann)
    world.add(VibrationalEventFactory, 40, user=ann)
    world.add(
        VibrationalEventFactory, 1, user=ann, source_id=each(entries), of_entry=True, label="of entries"
    )
    world.add(VibrationalEventFactory, 2, user=ann, unanalysed=True, label="plain")
    world.add(EmotionalSnapshotFactory, 12, user=ann)
    world.add(VibrationalLinkFactory, 66, user=ann)
    plans = world.add(ActualizationBlueprintFactory, between(1, 2), user=ann)
    phases = world.add(BlueprintPhaseFactory, 4, blueprint=each(plans))
    for state in ("completed", "blocked"):
        world.add(
            BlueprintTaskFactory,
            between(0, 2),
            phase=each(phases),
            blueprint=this.phase.blueprint,
            label=state,
            **{state: True},
        )
    old = world.add(CustomerSubscriptionFactory, user=ann, annual=True, created_at=this.user.created_at)
    world.add(TokenDripFactory, 6, user=ann, subscription=old)
    world.add(IntensiveChecklistFactory, user=ann, intensive=world.add(IntensivePurchaseFactory, user=ann))


@pytest.fixture(scope="module")
def tables() -> Rows:
    plan = compile_plan(story, seed=3, now=NOW, copies=COPIES)
    found: Rows = defaultdict(list)
    for copies in (range(7), range(7, COPIES)):
        for name, batch in generate(plan, copies):
            found[name.partition(".")[2]] += batch.to_pylist()
    return found


def grouped(rows: Iterable[Row], *names: str, by: str = "created_at") -> dict[Any, list[Row]]:
    """Rows by the values of some columns, each group in order of ``by``."""
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row[by]):
        groups[tuple(row[name] for name in names) if len(names) > 1 else row[names[0]]].append(row)
    return groups


MOMENT = dt.timedelta(microseconds=1)
DAY = dt.timedelta(days=1) // MOMENT
SCORES = {"above_green_line": 1, "near_green_line": 0, "below_green_line": -1}


def mood(events: list[Row]) -> Row:
    """The roll-up of one person's events in one category, by the rules of catalog/vibrationfit c8."""
    events = [e for e in events if e["created_at"] >= NOW - dt.timedelta(days=60)]
    late = [e for e in events if e["created_at"] >= NOW - dt.timedelta(days=30)]
    early = [e for e in events if e not in late]
    weights = [
        max(Fraction(1, 10), 1 - Fraction((NOW - e["created_at"]) // MOMENT, 60 * DAY)) for e in events
    ]
    score = sum(w * SCORES[e["emotional_valence"]] for w, e in zip(weights, events, strict=True))
    mean = score / sum(weights) if events else Fraction(0)
    change = plain_mean(late) - plain_mean(early)
    intensities = [e["intensity"] for e in events if e["intensity"] is not None]
    words = Counter(e["essence_word"].lower() for e in events if e["essence_word"])
    top = [word for word, _ in words.most_common(5)]
    quarter, shift = Fraction(1, 4), Fraction(3, 20)
    return {
        "current_valence": place(mean, quarter, "above_green_line", "near_green_line", "below_green_line"),
        "trending_direction": place(change, shift, "up", "stable", "down"),
        "avg_intensity": half_up(Fraction(sum(intensities), len(intensities)) * 100) if intensities else None,
        "dominant_essence_words": top,
        "primary_essence": ((events[-1]["essence_word"] if events else None) or (top[0] if top else None)),
        "last_event_at": events[-1]["created_at"] if events else None,
        "event_count_7d": sum(e["created_at"] >= NOW - dt.timedelta(days=7) for e in events),
        "event_count_30d": len(late),
    }


def plain_mean(events: list[Row]) -> Fraction:
    return Fraction(sum(SCORES[e["emotional_valence"]] for e in events), max(len(events), 1))


def place(value: Fraction, limit: Fraction, over: str, middle: str, under: str) -> str:
    return over if value > limit else under if value < -limit else middle


def half_up(value: Fraction) -> int:
    return (value + Fraction(1, 2)).__floor__()


def test_moods_roll_up_the_events_of_sixty_days(tables: Rows) -> None:
    events = grouped(tables["vibrational_events"], "user_id", "category")
    seen = Counter()
    for snapshot in tables["emotional_snapshots"]:
        expected = mood(events[snapshot["user_id"], snapshot["category"]])
        given = {name: snapshot[name] for name in expected}
        if given["avg_intensity"] is not None:
            given["avg_intensity"] = int(given["avg_intensity"] * 100)
        assert given == expected
        seen[given["current_valence"], given["trending_direction"]] += 1
    assert len(seen) == 9


def test_events_of_entries_say_what_the_entry_says(tables: Rows) -> None:
    entries = {entry["id"]: entry for entry in tables["journal_entries"]}
    events = [e for e in tables["vibrational_events"] if e["source_type"] == "journal"]
    assert len(events) == len(entries)
    for event in events:
        entry = entries[event["source_id"]]
        assert (event["user_id"], event["raw_text"]) == (entry["user_id"], entry["content"])
        assert entry["created_at"] <= event["created_at"] <= NOW


def test_sessions_count_and_preview_their_messages(tables: Rows) -> None:
    messages = grouped(tables["ai_conversations"], "conversation_id")
    assert {len(messages[s["id"]]) for s in tables["conversation_sessions"]} >= {0, 1, 9}
    for session in tables["conversation_sessions"]:
        said = messages[session["id"]]
        assert session["message_count"] == len(said)
        assert session["last_message_at"] == (said[-1]["created_at"] if said else None)
        assert session["preview_message"] == (said[0]["message"][:100] if said else None)
        assert [m["role"] for m in said] == [("user", "assistant")[i % 2] for i in range(len(said))]
        assert all(m["user_id"] == session["user_id"] and m["created_at"] <= NOW for m in said)


def test_talks_ask_three_different_questions(tables: Rows) -> None:
    for turns in grouped(tables["viva_conversations"], "session_id").values():
        assert [turn["cycle_number"] for turn in turns] == [1, 2, 3][: len(turns)]
        assert len({turn["viva_prompt"] for turn in turns}) == len(turns)
        assert len({(turn["user_id"], turn["category"]) for turn in turns}) == 1


def test_ties_are_all_different(tables: Rows) -> None:
    ties = Counter(
        (tie["user_id"], frozenset((tie["category_a"], tie["category_b"])))
        for tie in tables["vibrational_links"]
    )
    assert set(ties.values()) == {1}
    assert {len(pair) for _, pair in ties} == {2}
    assert len(ties) == 66 * COPIES


def test_plans_know_the_share_of_finished_tasks(tables: Rows) -> None:
    tasks = grouped(tables["blueprint_tasks"], "blueprint_id")
    for plan in tables["actualization_blueprints"]:
        states = [task["status"] for task in tasks[plan["id"]]]
        share = Fraction(100 * states.count("completed"), max(len(states), 1))
        assert plan["progress_percentage"] == half_up(share)


def test_drips_roll_over_three_times(tables: Rows) -> None:
    expired = 0
    for drips in grouped(tables["token_drips"], "subscription_id", by="cycle_number").values():
        balance = count = 0
        for drip in drips:
            before = drip["balance_before"]
            assert 0 <= before <= balance
            count = count + 1 if before else 0
            lost, count = (before, 0) if count > 3 else (0, count)
            assert (drip["expired_tokens"], drip["rollover_cycles_count"]) == (lost, count)
            assert drip["rollover_from_previous"] == before - lost
            balance = before - lost + drip["drip_amount"]
            assert drip["balance_after"] == balance
            expired += bool(lost)
    assert expired


def test_steps_of_the_intensive_come_in_order(tables: Rows) -> None:
    done = set()
    for checklist in tables["intensive_checklist"]:
        flags = [checklist[step] for step in STEPS]
        moments = [checklist[f"{step}_at"] for step in STEPS]
        assert flags == sorted(flags, reverse=True)
        assert [moment is not None for moment in moments] == flags
        given = [moment for moment in moments if moment is not None]
        assert all(earlier < later for earlier, later in pairwise(given))
        assert all(checklist["created_at"] <= moment <= NOW.replace(tzinfo=None) for moment in given)
        done.add(sum(flags))
    assert len(done) > 5


def test_finished_intensives_end_with_the_purchase() -> None:
    for number in range(20):
        run = IntensiveChecklistFactory.build(finished=True, __sequence=number)
        assert run.activation_protocol_completed_at == run.intensive.completed_at
        assert run.call_scheduled_at <= run.call_scheduled_time <= run.calibration_call_completed_at
        assert all((run.intake_completed, run.builder_session_completed, run.calibration_attended))
        assert run.updated_at == run.activation_protocol_completed_at
