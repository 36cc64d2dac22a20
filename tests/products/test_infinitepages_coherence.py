"""What rows of Infinite Pages know of each other in a story: chapters and their story, readers and their shelf."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter, defaultdict
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any

import psycopg
import pytest

from seedkit import generate
from seedkit.factories.infinitepages import (
    AiUsageLogFactory,
    ChapterFactory,
    CharacterArcFactory,
    CharacterVoicePatternFactory,
    ChoiceAnalyticsFactory,
    CoverGenerationQueueFactory,
    ExportFactory,
    ForeshadowingElementFactory,
    GenerationLogFactory,
    InfinitePagesCacheFactory,
    PlotThreadFactory,
    ReaderPathFactory,
    ReadingProgressFactory,
    SeriesFactory,
    SeriesFactsFactory,
    StoryBibleConflictFactory,
    StoryCoverFactory,
    StoryFactFactory,
    StoryFactory,
    SubscriptionUsageFactory,
    UserLibraryFactory,
    WorldStateChangeFactory,
)
from seedkit.fields import this
from seedkit.load.load import load
from seedkit.plan import Plan, compile_plan
from seedkit.scenario import scenario
from seedkit.world import Person, RowSet, World, between, chance, each

NOW = dt.datetime(2025, 11, 20, tzinfo=dt.UTC)
COPIES = 12

Table = list[dict[str, Any]]
Tables = dict[str, Table]


@scenario("infinitepages/coherence")
def coherence(world: World) -> None:
    """An author with stories in every state, and two readers of them."""
    author = world.person("author", premium=True, creator=True)
    reader, browser = world.people("reader", "browser")
    published = written(world, author, "published", between(5, 12))
    written(world, author, "completed", between(2, 4))
    written(world, author, "in_progress", between(1, 3))
    world.add(StoryFactory, user=author, idea=True, label="idea")
    read(world, published, reader, browser)
    covered(world, published)
    world.add(ExportFactory, between(0, 3), story=each(published))
    world.add(SubscriptionUsageFactory, 5, user=author)
    world.add(InfinitePagesCacheFactory, 4, story=each(published))
    world.add(InfinitePagesCacheFactory, story=each(published), foundation=True, label="foundation")
    world.add(StoryFactFactory, 3, story=each(published))
    world.add(CharacterVoicePatternFactory, 3, story=each(published))
    world.add(StoryBibleConflictFactory, between(0, 9), story=each(published))
    serial(world, author)


def written(world: World, author: Person, state: str, chapters: Any) -> RowSet:
    """Two stories in a state, their chapters and what was logged of both."""
    given = {} if state == "published" else {state: True}
    stories = world.add(StoryFactory, 2, user=author, label=state, **given)
    told = world.add(ChapterFactory, chapters, story=each(stories), label=state)
    for made in (GenerationLogFactory, AiUsageLogFactory):
        world.add(made, story=each(stories), foundation=True, label=f"{state} foundation")
        world.add(made, chapter=each(told), label=state)
        world.add(made, chance(0.3), chapter=each(told), improvement=True, label=f"{state} improved")
    if state == "published":
        world.add(ChapterFactory, story=each(stories), cached=True, label="cached")
        world.add(AiUsageLogFactory, story=each(stories), character=True, at_cost=True, label="character")
    return stories


def read(world: World, stories: RowSet, reader: Person, browser: Person) -> None:
    """One who reads everything to its end, one who gives up in the middle or never begins."""
    chapters = world.rowsets["Chapter:published"]
    for who in (reader, browser):
        world.add(UserLibraryFactory, user=who, story=each(stories))
    world.add(ReadingProgressFactory, user=reader, chapter=each(chapters))
    world.add(
        ReadingProgressFactory, user=reader, chapter=each(world.rowsets["Chapter:cached"]), label="cached"
    )
    world.add(ReadingProgressFactory, chance(0.2), user=browser, chapter=each(chapters), started=True)
    world.add(ReaderPathFactory, between(0, 5), story=each(stories), user=reader)
    world.add(ReaderPathFactory, story=each(stories), user=browser, left=True)
    world.add(ChoiceAnalyticsFactory, 9, story=each(stories))


def covered(world: World, stories: RowSet) -> None:
    """Covers through the queue, and jobs that came to nothing."""
    jobs = world.add(CoverGenerationQueueFactory, between(1, 3), story=each(stories))
    made = world.add(StoryCoverFactory, job=each(jobs), story=this.job.story)
    world.add(AiUsageLogFactory, picture=each(made), cover=True, label="cover")
    for state in ("pending", "generating", "failed"):
        world.add(CoverGenerationQueueFactory, story=each(stories), label=state, **{state: True})


def serial(world: World, author: Person) -> None:
    """A series with everything that must stay true in it, and a story of one of its books."""
    series = world.add(SeriesFactory, user=author)
    world.add(SeriesFactsFactory, series=series)
    world.add(CharacterArcFactory, 3, series=series)
    world.add(PlotThreadFactory, 6, series=series)
    world.add(ForeshadowingElementFactory, 6, series=series)
    world.add(WorldStateChangeFactory, 6, series=series)
    book = world.add(StoryFactory, user=author, genre=series.genre, cast=series.cast, label="book")
    world.add(CharacterVoicePatternFactory, 3, story=book, label="book")


@pytest.fixture(scope="module")
def plan() -> Plan:
    return compile_plan(coherence, now=NOW, copies=COPIES)


@pytest.fixture(scope="module")
def tables(plan: Plan) -> Tables:
    found: Tables = defaultdict(list)
    for copies in (range(5), range(5, COPIES)):
        for name, batch in generate.generate(plan, copies):
            found[name.partition(".")[2]] += batch.to_pylist()
    return found


def by(table: Table, *columns: str) -> dict[Any, Table]:
    groups = defaultdict(list)
    for row in table:
        groups[tuple(row[c] for c in columns) if len(columns) > 1 else row[columns[0]]].append(row)
    return groups


def chapters_of(tables: Tables) -> dict[Any, Table]:
    """The chapters of each story, in their order."""
    found = by(sorted(tables["chapters"], key=lambda row: row["chapter_number"]), "story_id")
    return {story["id"]: found[story["id"]] for story in tables["stories"]}


def charged(row: dict[str, Any], prefix: str = "tokens_") -> int:
    """What a generation costs in credits: a thousandth of a dollar each, rounded up."""
    micros = row[f"{prefix}input"] * 3 + row[f"{prefix}output"] * 15
    return -(-micros // 1000)


def test_chapters_are_numbered_in_the_order_they_were_written(tables: Tables) -> None:
    lengths = set()
    for chapters in chapters_of(tables).values():
        assert [row["chapter_number"] for row in chapters] == list(range(1, len(chapters) + 1))
        assert all(a["created_at"] <= b["created_at"] for a, b in pairwise(chapters))
        lengths.add(len(chapters))
    assert {0, 1, 13} <= lengths


def test_words_are_those_of_the_text(tables: Tables) -> None:
    for row in tables["chapters"]:
        assert row["word_count"] == len(row["content"].split())
    assert min(row["word_count"] for row in tables["chapters"]) > 500


def test_stories_sum_their_chapters(tables: Tables) -> None:
    foundations = {
        row["story_id"]: row for row in tables["generation_logs"] if row["operation_type"] == "foundation"
    }
    for story in tables["stories"]:
        chapters = chapters_of(tables)[story["id"]]
        log = foundations.get(story["id"])
        # An idea has no foundation yet; the book of the series has one that nobody logged.
        if log is None and story["foundation"] is not None:
            continue
        begun = log or {"tokens_input": 0, "tokens_output": 0, "cost_usd": 0}
        assert story["chapter_count"] == len(chapters)
        assert story["word_count"] == sum(row["word_count"] for row in chapters)
        assert story["total_tokens_used"] == begun["tokens_input"] + begun["tokens_output"] + sum(
            row["tokens_used_input"] + row["tokens_used_output"] for row in chapters
        )
        assert story["total_cost_usd"] == begun["cost_usd"] + sum(
            row["generation_cost_usd"] for row in chapters
        )
        assert story["updated_at"] == max(
            (row["updated_at"] for row in chapters), default=story["created_at"]
        )


def test_generations_cost_whole_credits(tables: Tables) -> None:
    for row in tables["chapters"]:
        assert row["generation_cost_usd"] * 1000 == charged(row, "tokens_used_")
    for row in tables["generation_logs"]:
        assert row["cost_usd"] * 1000 == charged(row)
    chapters = {row["id"]: row for row in tables["chapters"]}
    for row in tables["generation_logs"]:
        if row["operation_type"] == "chapter":
            chapter = chapters[row["chapter_id"]]
            assert (row["cost_usd"], row["story_id"]) == (chapter["generation_cost_usd"], chapter["story_id"])


def test_usage_is_charged_with_its_markup(tables: Tables) -> None:
    kinds = Counter()
    for row in tables["ai_usage_logs"]:
        due = row["actual_cost_usd"] * (1 + row["markup_percentage"] / 100)
        assert row["charged_amount_usd"] == due.quantize(Decimal("0.000001"), ROUND_HALF_UP)
        kinds[row["operation_type"], row["markup_percentage"]] += 1
        if row["operation_type"] == "cover":
            assert (row["tokens_input"], row["tokens_output"], row["actual_cost_usd"]) == (
                0,
                1,
                Decimal("0.02"),
            )
        elif row["ai_model_used"] == "claude-3-sonnet":
            assert row["actual_cost_usd"] == Decimal(
                row["tokens_input"] * 3 + row["tokens_output"] * 15
            ).scaleb(-6)
    assert {kind for kind, _ in kinds} == {"foundation", "chapter", "improvement", "cover", "character"}
    assert {markup for _, markup in kinds} == {0, 50}


def test_profiles_sum_up_what_their_owner_wrote(tables: Tables) -> None:
    stories, logs = by(tables["stories"], "user_id"), by(tables["generation_logs"], "user_id")
    spent = 0
    for profile in tables["profiles"]:
        mine, calls = stories[profile["id"]], logs[profile["id"]]
        assert profile["stories_created"] == len(mine)
        assert profile["words_generated"] == sum(row["word_count"] for row in mine)
        assert profile["tokens_used_total"] == sum(r["tokens_input"] + r["tokens_output"] for r in calls)
        allowance = {"basic": 1332, "premium": 2497}[profile["subscription_tier"]]
        used = sum(charged(row) for row in calls if row["created_at"] >= profile["last_token_grant"])
        assert profile["tokens_remaining"] == allowance - used
        saved = sum(
            row["token_cost_saved"]
            for row in tables["infinite_pages_cache"]
            if row["user_id"] == profile["id"]
        )
        assert profile["tokens_saved_cache"] == saved
        spent += used
    assert spent > 0


def test_outlines_tell_the_chapters(tables: Tables) -> None:
    for story in tables["stories"]:
        chapters = chapters_of(tables)[story["id"]]
        if story["outline"] is None:
            assert not chapters
            continue
        planned = json.loads(story["outline"])["chapters"]
        titles = [row["title"] for row in chapters]
        assert [entry["title"] for entry in planned][: len(titles)] == titles
        assert [entry["summary"] for entry in planned][: len(titles)] == [row["summary"] for row in chapters]
        assert len(set(titles)) == len(titles)
        finished = story["status"] in ("completed", "published") and chapters
        assert (len(planned) == len(titles)) if finished else (len(planned) > len(titles))


def test_a_story_keeps_its_people(tables: Tables) -> None:
    voices, facts = by(tables["character_voice_patterns"], "story_id"), by(tables["story_facts"], "story_id")
    mentioned = met = 0
    for story in tables["stories"]:
        hero, ally, foe = (
            (row["name"] for row in json.loads(story["characters"])) if story["outline"] else "???"
        )
        if story["id"] in voices:
            assert [row["character_name"] for row in voices[story["id"]]] == [hero, ally, foe]
        for row in facts[story["id"]]:
            fact, chapters = json.loads(row["sfsl_data"]), chapters_of(tables)[story["id"]]
            assert chapters[fact["chapter"] - 1]["summary"] == fact["happened"]
        for row in chapters_of(tables)[story["id"]]:
            met += 1
            mentioned += ally in row["content"]
    assert mentioned > 0.95 * met


def test_no_mark_is_left_open(tables: Tables) -> None:
    told = {
        "stories": ("title", "premise", "foundation", "outline", "characters"),
        "chapters": ("title", "content", "summary"),
        "cover_generation_queue": ("generation_prompt",),
        "user_library": ("personal_notes",),
        "story_bible_conflicts": ("description",),
        "series": ("name", "description", "timeline", "world_rules"),
        "plot_threads": ("name", "description"),
        "foreshadowing_elements": ("element",),
        "world_state_changes": ("description", "consequences", "caused_by"),
        "character_arcs": ("overall_arc", "major_turning_points"),
    }
    for table, columns in told.items():
        for row in tables[table]:
            for column in columns:
                text = row[column] or ""
                assert not any(
                    f"[{mark}" in text for mark in ("name", "hero", "ally", "foe", "they", "We")
                ), text
                assert "  " not in text, text


def test_covers_are_what_the_queue_made(tables: Tables) -> None:
    jobs = [row for row in tables["cover_generation_queue"] if row["status"] == "completed"]
    made = Counter(
        (row["story_id"], row["generation_prompt"], row["cover_style"]) for row in tables["story_covers"]
    )
    assert made == Counter((row["story_id"], row["generation_prompt"], row["cover_style"]) for row in jobs)
    models = {"realistic": "realisticVision", "fantasy": "dreamshaper"}
    for covers in by(tables["story_covers"], "story_id").values():
        newest = max(covers, key=lambda row: row["created_at"])
        assert [row for row in covers if row["is_primary"]] == [newest]
        assert {models.get(row["cover_style"], "deliberate") for row in covers} == {
            row["sd_model_used"] for row in covers
        }
    assert {row["priority"] for row in jobs} == {1}
    for row in tables["cover_generation_queue"]:
        assert (row["error_message"] is not None) == (row["status"] == "failed") == (row["retry_count"] > 0)


def test_shelves_know_how_far_one_has_read(tables: Tables) -> None:
    progress = by(tables["reading_progress"], "user_id", "story_id")
    chapters = {row["id"]: row for row in tables["chapters"]}
    stories = {row["id"]: row for row in tables["stories"]}
    seen = Counter()
    for row in tables["user_library"]:
        read = sorted(
            progress[row["user_id"], row["story_id"]],
            key=lambda r: chapters[r["chapter_id"]]["chapter_number"],
        )
        done = sum(r["progress_percentage"] == 100 for r in read)
        whole = done == stories[row["story_id"]]["chapter_count"]
        expected = "completed" if whole else "reading" if read else "want_to_read"
        assert row["reading_status"] == expected
        assert row["personal_rating"] is None or row["reading_status"] != "want_to_read"
        assert all(chapters[r["chapter_id"]]["story_id"] == row["story_id"] for r in read)
        assert all(a["created_at"] < b["created_at"] for a, b in pairwise(read))
        assert all(chapters[r["chapter_id"]]["created_at"] <= r["created_at"] <= NOW for r in read)
        assert row["updated_at"] == max([row["added_at"], *(r["last_read_at"] for r in read)])
        seen[expected] += 1
    assert set(seen) == {"completed", "reading", "want_to_read"}


def test_a_month_counts_its_downloads(tables: Tables) -> None:
    counted = 0
    for row in tables["subscription_usage"]:
        mine = [
            e for e in tables["exports"]
            if e["user_id"] == row["user_id"] and row["period_start"] <= e["created_at"].date() <= row["period_end"]
        ]  # fmt: skip
        assert row["downloads_this_month"] == len(mine)
        assert row["period_start"].day == 1
        assert (row["period_end"] + dt.timedelta(days=1)).day == 1
        counted += len(mine)
    assert counted == len(tables["exports"]) > 0


def test_options_count_the_paths_that_took_them(tables: Tables) -> None:
    taken: dict[Any, list[int]] = defaultdict(list)
    for path in tables["reader_paths"]:
        for choice in json.loads(path["choices_made"]):
            key = path["story_id"], choice["choice_point_id"], choice["choice_id"]
            taken[key].append(choice["decision_time_ms"])
    assert len(taken) > 20
    for row in tables["choice_analytics"]:
        times = taken[row["story_id"], row["choice_point_id"], row["choice_id"]]
        assert row["selection_count"] == len(times)
        assert row["average_decision_time"] == (2 * sum(times) + len(times)) // max(2 * len(times), 1)


def test_entries_of_a_story_share_its_fingerprint(tables: Tables) -> None:
    entries = by(tables["infinite_pages_cache"], "story_id")
    prints = {story: {row["foundation_dependency"] for row in rows} for story, rows in entries.items()}
    assert all(len(found) == 1 for found in prints.values())
    assert len(set.union(*prints.values())) == len(prints)
    for row in tables["infinite_pages_cache"]:
        assert row["created_at"] <= row["last_accessed"] <= min(row["expires_at"], NOW)
        assert (row["token_cost_saved"] > 0) == (row["hit_count"] > 0)


def test_books_of_a_series_keep_its_people(tables: Tables) -> None:
    arcs = by(tables["character_arcs"], "series_id")
    voices = {
        tuple(r["character_name"] for r in rows)
        for rows in by(tables["character_voice_patterns"], "story_id").values()
    }
    for series in tables["series"]:
        people = tuple(row["character_name"] for row in arcs[series["id"]])
        assert people in voices
        related = [pair["between"] for pair in json.loads(series["character_relationships"])]
        assert related == [[people[0], people[1]], [people[0], people[2]]]
    books = {row["id"]: row["current_book_count"] for row in tables["series"]}
    for table, column in (
        ("world_state_changes", "book_number"),
        ("plot_threads", "introduced_book"),
        ("foreshadowing_elements", "introduced_book"),
    ):
        for rows in by(tables[table], "series_id").values():
            assert all(1 <= row[column] <= books[row["series_id"]] for row in rows)
    for table, column in (("plot_threads", "name"), ("foreshadowing_elements", "element")):
        for rows in by(tables[table], "series_id").values():
            assert len({row[column] for row in rows}) == len(rows)


def test_a_built_chapter_knows_a_built_story() -> None:
    for number in range(30):
        story = StoryFactory.build(__sequence=number)
        chapter = ChapterFactory.build(story=story, __sequence=number)
        plan = story.outline["chapters"]
        assert (chapter.title, chapter.summary) == (plan[0]["title"], plan[0]["summary"])
        job = CoverGenerationQueueFactory.build(story=story)
        cover = StoryCoverFactory.build(story=story, job=job)
        assert (cover.generation_prompt, cover.cover_style) == (job.generation_prompt, job.cover_style)


@pytest.mark.db
def test_postgres_counts_the_same_words(infinitepages_url: str, plan: Plan) -> None:
    counted = """
        select count(*) from chapters
        where word_count = cardinality(regexp_split_to_array(content, '\\s+'))
    """
    with psycopg.connect(infinitepages_url) as connection, connection.transaction(force_rollback=True):
        receipt = load(connection, plan, generate)
        assert not receipt.notes
        row = connection.execute(counted).fetchone()
        assert row == connection.execute("select count(*) from chapters").fetchone()
