"""What rows of VibrationFit know of each other in a story: scores and answers, versions, texts and their audio."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter, defaultdict
from typing import Any

import psycopg
import pytest

from seedkit import generate
from seedkit.factories.vibrationfit import (
    AssessmentResponseFactory,
    AssessmentResultFactory,
    AudioSetFactory,
    AudioTrackFactory,
    HouseholdFactory,
    JournalEntryFactory,
    MemberProfileFactory,
    UserProfileFactory,
    UserStatsFactory,
    VisionBoardItemFactory,
    VisionProgressFactory,
    VisionVersionFactory,
)
from seedkit.factories.vibrationfit.vocabulary.categories import AUDIO_SECTIONS, CATEGORIES, SECTIONS
from seedkit.load.load import load
from seedkit.plan import Plan, compile_plan
from seedkit.scenario import scenario
from seedkit.world import World, between, each

NOW = dt.datetime(2025, 11, 20, tzinfo=dt.UTC)
COPIES = 12

Table = list[dict[str, Any]]


@scenario("vibrationfit/coherence")
def coherence(world: World) -> None:
    """Somebody with versions of everything."""
    (ada,) = world.people("ada")
    home = world.add(HouseholdFactory, admin_user=ada, solo=True)
    world.add(MemberProfileFactory, user=ada)
    old = world.add(UserProfileFactory, user=ada, household=home, old=True, label="old")
    active = world.add(
        UserProfileFactory, user=ada, household=home, parent_version=old, revised=True, label="active"
    )
    world.add(UserProfileFactory, user=ada, household=home, parent_version=active, draft=True, label="draft")
    runs = {"first": {"superseded": True}, "second": {"live_scale": True}, "third": {"in_progress": True}}
    for (label, state), count in zip(runs.items(), (84, 84, 30), strict=True):
        run = world.add(AssessmentResultFactory, user=ada, label=label, **state)
        world.add(AssessmentResponseFactory, count, assessment=run, label=label)
    world.add(VisionVersionFactory, user=ada, old=True, label="old")
    vision = world.add(VisionVersionFactory, user=ada, plural=True, label="active")
    draft = world.add(VisionVersionFactory, user=ada, plural=True, draft=True, label="draft")
    started = world.add(VisionVersionFactory, user=ada, partial=True, label="started")
    for version in (vision, draft, started):
        world.add(VisionProgressFactory, vision=version, label=version.label.replace(":", "-"))
    sets = world.add(AudioSetFactory, 4, vision=vision)
    world.add(AudioTrackFactory, 14, audio_set=each(sets))
    world.add(VisionBoardItemFactory, 12, user=ada)
    world.add(VisionBoardItemFactory, 2, user=ada, actualized=True, label="actualized")
    world.add(JournalEntryFactory, between(0, 20), user=ada)
    world.add(UserStatsFactory, user=ada)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return compile_plan(coherence, now=NOW, copies=COPIES)


@pytest.fixture(scope="module")
def tables(plan: Plan) -> dict[str, Table]:
    batches = generate.generate(plan, range(COPIES))
    return {name.removeprefix("public."): batch.to_pylist() for name, batch in batches}


def by(table: Table, *columns: str) -> dict[Any, Table]:
    groups = defaultdict(list)
    for row in table:
        groups[tuple(row[c] for c in columns) if len(columns) > 1 else row[columns[0]]].append(row)
    return groups


def test_an_assessment_adds_up_to_its_answers(tables: dict[str, Table]) -> None:
    answers = by(tables["assessment_responses"], "assessment_id")
    for result in tables["assessment_results"]:
        points: Counter[str] = Counter()
        for answer in answers[result["id"]]:
            points[answer["category"]] += answer["response_value"]
        most = result["max_possible_score"]
        share = {category: 100 * score / (most // 12) for category, score in points.items()}
        assert json.loads(result["category_scores"]) == points
        assert json.loads(result["green_line_status"]) == {
            category: "above" if percent >= 80 else "transition" if percent >= 60 else "below"
            for category, percent in share.items()
        }
        assert result["total_score"] == points.total()
        assert result["overall_percentage"] == int(100 * points.total() / most + 0.5)


def test_answers_stay_on_the_scale_of_their_assessment(tables: dict[str, Table]) -> None:
    answers = by(tables["assessment_responses"], "assessment_id")
    counts = {"completed": 84, "in_progress": 30}
    for result in tables["assessment_results"]:
        given = answers[result["id"]]
        scale = {2, 4, 6, 8, 10} if result["max_possible_score"] == 840 else {1, 2, 3, 4, 5}
        assert {answer["response_value"] for answer in given} <= scale
        assert len({answer["question_id"] for answer in given}) == counts[result["status"]]
        last = max(answer["answered_at"] for answer in given)
        assert result["started_at"] <= last <= (result["completed_at"] or result["updated_at"])


def test_a_built_answer_knows_a_built_assessment() -> None:
    result = AssessmentResultFactory.build(scale="live")
    answers = [AssessmentResponseFactory.build(assessment=result, __sequence=i) for i in range(84)]
    assert sum(answer.response_value for answer in answers) == result.total_score


def test_versions_of_a_profile_are_of_one_person(tables: dict[str, Table]) -> None:
    facts = (
        "first_name",
        "email",
        "date_of_birth",
        "gender",
        "city",
        "partner_name",
        "children_ages",
        "occupation",
    )
    for versions in by(tables["user_profiles"], "user_id").values():
        old, active, draft = sorted(versions, key=lambda row: row["created_at"])
        assert [row["version_number"] for row in (old, active, draft)] == [1, 2, 3]
        assert (active["parent_version_id"], draft["parent_version_id"]) == (old["id"], active["id"])
        assert len({repr([row[fact] for fact in facts]) for row in versions}) == 1
        assert {row["is_household_admin"] for row in versions} == {True}
    older = {row["user_id"]: row for row in tables["member_profiles"]}
    for profile in tables["user_profiles"]:
        member = older[profile["user_id"]]
        assert (member["date_of_birth"], member["city"]) == (profile["date_of_birth"], profile["city"])
        assert (member["children_count"], member["zip_code"]) == (
            profile["number_of_children"],
            profile["postal_code"],
        )


def test_the_facts_of_a_profile_fit_together() -> None:
    for row in UserProfileFactory.table(800).to_pylist():
        single = row["relationship_status"] == "Single"
        assert (row["partner_name"] is None, row["relationship_length"] is None) == (single, single)
        assert len(row["children_ages"] or []) == row["number_of_children"]
        assert row["has_children"] == (row["number_of_children"] > 0)
        assert (row["occupation"] is None) == (row["employment_type"] == "Prefer not to say")
        assert row["phone"][4:9] == "55501"
        assert "Dating apps" not in row["contrast_love"] or single
        assert "before the kids" not in row["contrast_travel"] or row["has_children"]


def test_a_draft_lists_the_sections_it_rewrote(tables: dict[str, Table]) -> None:
    for versions in by(tables["vision_versions"], "user_id").values():
        active = next(row for row in versions if row["is_active"])
        draft = next(row for row in versions if row["refined_categories"] != "[]")
        changed = {section for section in SECTIONS if draft[section] != active[section]}
        # Rewriting may by chance end in the same words.
        assert changed <= set(json.loads(draft["refined_categories"]))
        assert sorted(row["version_number"] for row in versions) == [1, 2, 3, 4]


def test_a_vision_is_as_complete_as_its_sections(tables: dict[str, Table]) -> None:
    progress = {row["vision_id"]: row for row in tables["vision_progress"]}
    for vision in tables["vision_versions"]:
        filled = [section for section in SECTIONS if vision[section]]
        assert vision["completion_percent"] == int(100 * len(filled) / len(SECTIONS) + 0.5)
        if vision["id"] in progress:
            row = progress[vision["id"]]
            done = [category for category in CATEGORIES if category in filled]
            assert row["categories_completed"] == done
            assert row["current_category"] == next((c for c in CATEGORIES if c not in done), None)
            assert (row["completed_at"] is None) == (len(done) < len(CATEGORIES))


def test_tracks_read_the_sections_of_their_vision(tables: dict[str, Table]) -> None:
    visions = {row["id"]: row for row in tables["vision_versions"]}
    sets = {row["id"]: row for row in tables["audio_sets"]}
    section_of = dict(zip(AUDIO_SECTIONS, SECTIONS, strict=True))
    for tracks in by(tables["audio_tracks"], "audio_set_id").values():
        assert [track["section_key"] for track in tracks] == list(AUDIO_SECTIONS)
        for track in tracks:
            text = visions[track["vision_id"]][section_of[track["section_key"]]]
            assert track["text_content"] == text
            assert track["content_hash"] == hashlib.sha256(" ".join(text.split()).encode()).hexdigest()
            standard = sets[track["audio_set_id"]]["variant"] == "standard"
            assert (track["mix_status"] == "not_required") == standard
            assert (track["mixed_audio_url"] is None) == standard


def test_counters_count_the_rows_of_their_user(tables: dict[str, Table]) -> None:
    written = by(tables["journal_entries"], "user_id")
    current = {row["user_id"]: row["version_number"] for row in tables["vision_versions"] if row["is_active"]}
    for stats in tables["user_stats"]:
        days = {entry["date"] for entry in written[stats["user_id"]]}
        streak = next((n for n in range(99) if max(days) - dt.timedelta(n) not in days), 0) if days else 0
        assert stats["total_journal_entries"] == len(written[stats["user_id"]])
        assert stats["last_journal_date"] == max(days, default=None)
        assert stats["journal_streak"] == streak
        assert (stats["total_visions"], stats["current_vision_version"]) == (4, current[stats["user_id"]])
        assert (stats["total_creations"], stats["actualized_creations"]) == (14, 2)


@pytest.mark.db
def test_the_triggers_agree_with_the_scores(vibrationfit_url: str, plan: Plan) -> None:
    scores = "select id, category_scores, green_line_status, total_score, overall_percentage from assessment_results"
    with psycopg.connect(vibrationfit_url) as connection, connection.transaction(force_rollback=True):
        load(connection, plan, generate)
        ours = connection.execute(f"{scores} order by id").fetchall()
        connection.execute("update assessment_responses set response_emoji = response_emoji")
        assert connection.execute(f"{scores} order by id").fetchall() == ours
        assert len(ours) == 3 * COPIES
