"""Infinite Pages' words: those of every product's vocabulary tests, and what its stories promise."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyarrow as pa
import pytest
from infinitepages_catalog import INFINITEPAGES
from sqlalchemy import ARRAY, JSON, Enum, String
from vocabulary_tests import DOUBLED, SLIPS, TORN, VocabularyTests

from seedkit.factories.infinitepages import StoryFactory, vocabulary
from seedkit.factories.infinitepages.telling import Told
from seedkit.factories.infinitepages.vocabulary import (
    CASTS,
    FIRST,
    GENRE_KEYS,
    GENRES,
    LAST,
    LAYOUTS,
    NOTES,
    PAGES,
    PLOT_KEYS,
    PLOTS,
    PREMISES,
    SCENES,
    SCENES_OF,
    TITLES,
)
from seedkit.factories.infinitepages.vocabulary.marks import MARKS, filled, parted
from seedkit.factories.infinitepages.vocabulary.pages import GENRE_KINDS, KINDS
from seedkit.vocabulary import Pool

# Where the texts that a person reads come from; documents by their keys.
READ = {
    "chapters.content": "SCENES, PAGES",
    "chapters.summary": "SCENES",
    "chapters.title": "SCENES",
    "character_arcs.character_name": "CASTS",
    "character_arcs.current_book_development": "ARCS",
    "character_arcs.key_relationships": "CASTS",
    "character_arcs.major_turning_points": "ARCS",
    "character_arcs.overall_arc": "ARCS",
    "character_arcs.personality_evolution": "ARCS",
    "character_voice_patterns.character_name": "CASTS",
    "character_voice_patterns.voice_pattern_sfsl": "VOICES",
    "cover_generation_queue.error_message": "COVER_ERRORS",
    "cover_generation_queue.generation_prompt": "COVER_PROMPTS",
    "credit_transactions.description": "ADJUSTMENTS, BONUSES, TITLES",
    "credit_transactions.metadata": "ADJUSTMENTS",
    "foreshadowing_elements.element": "HINTS",
    "individual_payouts.error_message": "TRANSFER_FAILURES",
    "infinite_pages_cache.content": "PLOTS, SCENES",
    "infinite_pages_cache.metadata": "PLOTS",
    "infinite_pages_cache.prompt_variables": "TITLES, PREMISES",
    "payments.failure_reason": "PAYMENT_FAILURES",
    "payouts.failure_reason": "TRANSFER_FAILURES",
    "plot_threads.characters_involved": "CASTS",
    "plot_threads.description": "THREADS",
    "plot_threads.name": "THREADS",
    "profiles.display_name": "PEN_NAMES",
    "profiles.preferred_genres": "GENRES",
    "request_logs.error_message": "REFUSALS",
    "series.character_relationships": "CASTS",
    "series.description": "SERIES",
    "series.genre": "GENRES",
    "series.name": "SERIES",
    "series.target_audience": "PLOTS",
    "series.themes": "PLOTS",
    "series.timeline": "SERIES",
    "series.world_rules": "SERIES",
    "series_facts.facts_data": "CASTS, SERIES",
    "stories.characters": "CASTS, PLOTS, PORTRAITS",
    "stories.foundation": "CASTS, PLOTS, STRUCTURES",
    "stories.genre": "GENRES",
    "stories.outline": "SCENES",
    "stories.premise": "PREMISES",
    "stories.title": "TITLES",
    "story_bible_conflicts.conflict_type": "CONFLICTS",
    "story_bible_conflicts.description": "CONFLICTS",
    "story_covers.generation_prompt": "COVER_PROMPTS",
    "story_facts.sfsl_data": "CASTS, PLOTS",
    "user_library.personal_notes": "NOTES",
    "world_state_changes.caused_by": "CHANGES",
    "world_state_changes.change_type": "CHANGES",
    "world_state_changes.consequences": "CHANGES",
    "world_state_changes.description": "CHANGES",
}

# A few fixed choices, written beside the factory of their table.
CHOSEN = {
    "character_arcs.current_status", "choice_analytics.choice_id", "choice_analytics.choice_point_id",
    "credit_packages.description", "credit_packages.name", "foreshadowing_elements.importance",
    "foreshadowing_elements.status", "foreshadowing_elements.subtlety_level", "plot_threads.complexity",
    "plot_threads.current_status", "plot_threads.priority", "profiles.experience_level", "profiles.full_name",
    "profiles.writing_frequency", "profiles.writing_goals", "reader_paths.choices_made", "reader_paths.current_chapter",
    "reader_paths.ending_reached", "system_logs.log_type", "system_logs.message", "system_logs.metadata",
    "world_state_changes.duration", "world_state_changes.scope",
}  # fmt: skip

Cast = dict[str, str]


def rows(pool: Pool) -> list[dict[str, str]]:
    texts = zip(*(column.to_pylist() for column in pool.columns.values()), strict=True)
    return [dict(zip(pool.columns, row, strict=True)) for row in texts]


EVERY = rows(CASTS)
TOLD = {plot: [cast for cast in EVERY if cast["plot"] == plot] for plot in PLOT_KEYS}

QUOTES = {ord("“"): '"', ord("”"): '"'}
# The narrator as a subject ("I") where there would have to be an object ("me").
MISTOLD = re.compile(
    r"\[(?:hero|they)\](?=[.;:!?])"
    r"|\b(?:about|at|behind|beside|by|for|gave|kept|let|of|(?<!then )on|past|taught|to|told|toward|with) \[(?:hero|they)\]",
    re.IGNORECASE,
)


class TestWords(VocabularyTests):
    vocabulary = vocabulary
    keys = tuple(GENRE_KEYS.values())
    key_column = "key"
    for_each = ()  # plots have rules, see below
    sentences = ("CONFLICTS", "NOTES", "PREMISES")
    least = {"BONUSES": 3, "NOTES": 30, "PEN_NAMES": 2000, "PREMISES": 2, "TITLES": 12}
    suffixes = ("1", "2", *GENRE_KINDS)
    repeats = ("break-in in",)

    def as_read(self, text: str) -> str:
        return filled(text, EVERY[0]).translate(QUOTES)

    def test_rules_are_named_after_the_keys(self) -> None:
        for name in ("TITLES", "PREMISES"):
            assert self._grammar(name).rules == PLOT_KEYS


def test_every_text_column_has_words_or_needs_none() -> None:
    published = {
        f"{name}.{column.name}"
        for name in INFINITEPAGES.named(views=False)
        for column in INFINITEPAGES.table(name).columns
        if isinstance(column.type, String | JSON | ARRAY) and not isinstance(column.type, Enum)
    }
    assert {*READ} <= published
    assert published >= CHOSEN
    assert not {*READ} & CHOSEN
    assert {name for names in READ.values() for name in names.split(", ")} <= {*vocabulary.__all__}


def test_genres_are_those_of_the_app() -> None:
    (published,) = (row["values"] for row in INFINITEPAGES.rows("enums") if row["enum"] == "genre")
    assert list(GENRES) == published.split("|")
    assert tuple(f"{key}_{number}" for key in GENRE_KEYS.values() for number in (1, 2)) == PLOT_KEYS
    assert [(row["genre"], row["key"]) for row in rows(PLOTS)] == [
        pair for pair in GENRE_KEYS.items() for _ in (1, 2)
    ]


def test_plots_say_who_wants_what() -> None:
    for plot in rows(PLOTS):
        for who in ("hero", "ally", "foe"):
            assert re.match(r"(?:a|an|the|somebody) ", plot[f"{who}_role"]), plot
            assert re.match(r"to \w", plot[f"{who}_want"]), plot
        assert len({plot[f"theme_{n}"] for n in (1, 2, 3)}) == 3
        assert plot["setting"].endswith(".")


def test_a_cast_knows_its_people_apart() -> None:
    for cast in EVERY:
        assert len({cast["name"], cast["ally"], cast["foe"]}) == 3, cast
        assert cast["full"].startswith(f"{cast['name']} ")
        assert (cast["she"], cast["him"], cast["his"]) in {("she", "her", "her"), ("he", "him", "his")}
        assert cast["hero"] == ("I" if cast["narrated"] == "first" else cast["name"])
        assert cast["we"] == ("we" if cast["narrated"] == "first" else "they")
        assert cast["place"][0].isupper()
        assert not cast["place"].lower().startswith("the ")
        assert all(cast[mark] for mark in MARKS)
    assert len({tuple(cast.values())[1:] for cast in EVERY}) > 0.95 * len(EVERY)


def test_every_genre_has_both_women_and_men_for_heroes() -> None:
    for key in GENRE_KEYS.values():
        heroes = {(cast["full"], cast["she"]) for cast in EVERY if cast["key"] == key}
        assert {she for _, she in heroes} == {"she", "he"}
        assert len(heroes) == 16


def passages(plot: str, cast: Cast) -> Iterator[tuple[str, bool]]:
    """Everything that is said of a plot's story, and whether it is the story that speaks."""
    yield from ((text, False) for text in (*PREMISES.phrases(plot), *NOTES.phrases("reading", limit=50)))
    for scene in rows(SCENES.where(plot=plot)):
        yield scene["summary"], False
        yield from ((scene[part], True) for part in ("opening", "cliffhanger"))
    for kind in (*GENRE_KINDS, *KINDS):
        rule = f"{cast['key']}_{kind}" if kind in GENRE_KINDS else kind
        yield from ((text, True) for text in PAGES.phrases(rule, limit=150))


@pytest.mark.parametrize("plot", PLOT_KEYS)
def test_stories_read_well_whoever_they_are_about(plot: str) -> None:
    women, men = ([c for c in TOLD[plot] if c["she"] == she] for she in ("she", "he"))
    for cast in (women[0], men[-1]):
        for text, tells in passages(plot, cast):
            read = filled(text, cast)
            assert not set(read) & set("[]{}'*_|\"<>@"), read
            assert read[-1] in ".!?”", read
            assert read.count("“") == read.count("”"), read
            for paragraph in read.split("\n\n"):
                assert paragraph[0].isupper() or paragraph[0] in "“‘", read
            plain = read.translate(QUOTES).replace("break-in in", "break-in")
            assert not SLIPS.search(plain), read
            assert not DOUBLED.search(plain), read
            assert not TORN.search(plain), read
            if tells:
                assert not MISTOLD.search(text), text
            for sentence in re.split(r"(?<=[.!?])\s+", re.sub(r"\b(Mr|Mrs|Ms|Dr)\. ", r"\1 ", read)):
                assert sentence[0].isupper() or sentence[0].isdigit() or sentence[0] in "“‘", read


def test_texts_use_only_marks_that_casts_fill() -> None:
    for pool in (SCENES, PLOTS):
        for column in pool.columns.values():
            for text in column.unique().to_pylist():
                assert {mark[:1].lower() + mark[1:] for mark in parted(text)[1::2]} <= {*MARKS}, text


def test_titles_and_summaries_speak_of_the_hero_and_the_story_tells() -> None:
    narrator = {"hero", "they", "them", "their", "theirs", "themself", "whose", "we", "us", "our"}
    for scene in rows(SCENES):
        for part in ("title", "summary"):
            assert not {mark.lower() for mark in parted(scene[part])[1::2]} & narrator, scene[part]
    for plot in PLOT_KEYS:
        for text in (*TITLES.phrases(plot), *PREMISES.phrases(plot)):
            assert not {mark.lower() for mark in parted(text)[1::2]} & narrator, text
    assert all(len(filled(title, cast)) <= 60 for cast in EVERY for title in TITLES.phrases(cast["plot"]))
    assert all(30 <= len(text) <= 400 for plot in PLOT_KEYS for text in PREMISES.phrases(plot))


def test_a_plot_has_sixteen_different_scenes_in_the_order_of_reading() -> None:
    for plot in PLOT_KEYS:
        scenes = rows(SCENES.where(plot=plot))
        assert [scene["scene"] for scene in scenes] == [str(number) for number in range(1, 17)]
        for part in ("title", "summary", "opening", "cliffhanger"):
            assert len({scene[part] for scene in scenes}) == 16, (plot, part)


@pytest.mark.parametrize("chapters", SCENES_OF)
def test_a_story_of_any_length_begins_and_ends_with_its_plot(chapters: int) -> None:
    told = SCENES_OF[chapters]
    assert len(told) == len({*told}) == chapters
    assert list(told) == sorted(told)
    assert told[0] == 1
    assert told[-1] == (16 if chapters > 1 else 1)
    quiet = {3, 6, 8, 10, 12, 14}
    assert len({*told} & quiet) == max(0, chapters - 10)


def test_no_kind_of_paragraph_comes_twice_in_a_chapter() -> None:
    for layout in (*LAYOUTS, FIRST, LAST):
        assert len({*layout}) == len(layout)
        assert {*layout} <= {*GENRE_KINDS, *KINDS}
    assert {kind for layout in LAYOUTS for kind in layout} == {*GENRE_KINDS, *KINDS}
    assert not {"danger", "news"} & {*FIRST, *LAST}


@pytest.mark.parametrize("layout", [*LAYOUTS, FIRST, LAST])
def test_chapters_are_as_long_as_one_reads_at_a_stop(layout: tuple[str, ...]) -> None:
    for cast in EVERY[::97]:
        scene = rows(SCENES.where(plot=cast["plot"], scene="5"))[0]
        arrays = [PAGES.array(f"{cast['key']}_{kind}" if kind in GENRE_KINDS else kind) for kind in layout]
        middle = [paragraphs[len(paragraphs) // 2].as_py() for paragraphs in arrays]
        text = "\n\n".join((scene["opening"], *middle, scene["cliffhanger"]))
        assert 450 <= len(filled(text, cast).split()) <= 950


def test_told_fills_every_row_from_its_own_cast() -> None:
    texts = [*PREMISES.array("fantasy_2").to_pylist(), "No marks.", "[Whose] turn: [They] left [us].", None]
    numbers = [str(number) for number in range(0, 3000, 601)][: len(texts)]
    made = Told(pa.array(texts), pa.array(numbers)).column(StoryFactory.rows(len(texts)))
    expected = [
        text and filled(text, EVERY[int(number)]) for text, number in zip(texts, numbers, strict=True)
    ]
    assert made.to_pylist() == expected
    nobody = Told(pa.array(["[name]"]), pa.array([None], pa.string())).column(StoryFactory.rows(1))
    assert nobody.to_pylist() == [None]


def test_stories_name_one_cast_throughout() -> None:
    stories = StoryFactory.table(60).to_pylist()
    for story in stories:
        text = " ".join(
            str(story[part]) for part in ("title", "premise", "foundation", "outline", "characters")
        )
        assert "[name]" not in text
        assert not re.search(r"\[\w+\]", text), text
        genre = GENRE_KEYS[story["genre"]]
        fulls = {cast["full"] for cast in EVERY if cast["key"] == genre}
        assert sum(full in text for full in fulls) == 1
