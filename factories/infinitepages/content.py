"""Stories and their chapters (catalog/infinitepages c3)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from factory.declarations import Trait

from seedkit.factory import TableFactory
from seedkit.fields import (
    WAKING,
    After,
    Choice,
    Count,
    Greatest,
    Json,
    Key,
    Max,
    Moment,
    Parent,
    Phrase,
    Sum,
    VersionNumber,
    When,
    Whole,
    days,
    hours,
    minutes,
    this,
)

from .identity import ProfileFactory
from .models import Chapter, Story
from .scenes import Outline, Pages, Scene, WordCount
from .tale import Drawn, OfCast, OfPlot, OfStory
from .telling import Told
from .vocabulary.casts import GENRES
from .vocabulary.stories import PORTRAITS, PREMISES, STRUCTURES, TITLES

FINISHED = ("completed", "published")


def credits_for(tokens_input: Any, tokens_output: Any) -> Any:
    """What a text costs in whole credits: 3 and 15 USD a million tokens, a thousandth of a dollar a credit, rounded up."""
    return (tokens_input * 3 + tokens_output * 15 + 999) // 1000


def _prices() -> Any:
    from .creator import StoryPricingFactory

    return StoryPricingFactory


def told_of(what: str) -> OfPlot:
    """Something that the plot says, told of the story's cast."""
    return OfPlot(what, this.cast)


def character(role: str, name: str, **facts: Any) -> dict[str, Any]:
    """One of the story's characters, as the foundation introduces them."""
    return {
        "name": OfCast(name, this.cast),
        "role": role,
        "occupation": told_of(f"{facts.pop('who')}_role"),
        **facts,
    }


class StoryFactory(TableFactory[Story]):
    """A published story of a dozen chapters or less, written within the last months."""

    class Meta:
        model = Story

    class Params:
        cast = Drawn("cast")
        plot = OfCast("plot", this.cast)
        written = Count(lambda: ChapterFactory)
        # A finished story has as many chapters as it was to have; any other has one more to come.
        length = When(
            this.status.isin(FINISHED) & (this.written > 0),
            this.written,
            Greatest(Drawn("length"), this.written + 1),
        )
        foundation_input = Drawn("foundation_input")
        foundation_output = Drawn("foundation_output")
        foundation_credits = credits_for(this.foundation_input, this.foundation_output)
        # What its prices are, the usual ones where it has none yet.
        priced_at = Max(lambda: _prices().created_at)
        price_per_chapter = Max(lambda: _prices().price_per_chapter).or_else(5)
        bundle_discount = Max(lambda: _prices().bundle_discount).or_else(Decimal("0.20"))
        premium_unlock_price = Max(lambda: _prices().premium_unlock_price).or_else(50)
        unsampled = Count(_prices, where=~this.is_free_sample)
        free_chapters = When(this.unsampled > 0, 0, Max(lambda: _prices().free_chapters).or_else(2))

    user = Parent(ProfileFactory)
    id = Key()
    genre = Choice(GENRES)
    title = Told(Phrase(TITLES, "{}", by=this.plot), this.cast)
    premise = Told(Phrase(PREMISES, "{}", by=this.plot), this.cast)
    foundation = Json(
        {
            "title": title,
            "genre": genre,
            "premise": premise,
            "setting": {"place": OfCast("place", this.cast), "description": told_of("setting")},
            "main_characters": [
                character("protagonist", "full", who="hero", wants=told_of("hero_want")),
                character("ally", "ally", who="ally", wants=told_of("ally_want")),
                character("antagonist", "foe", who="foe", wants=told_of("foe_want")),
            ],
            "plot_structure": {
                "shape": Choice(STRUCTURES),
                "inciting_incident": told_of("incident"),
                "midpoint": told_of("midpoint"),
                "climax": told_of("climax"),
                "resolution": told_of("resolution"),
            },
            "themes": [told_of("theme_1"), told_of("theme_2"), told_of("theme_3")],
            "tone": told_of("tone"),
            "target_audience": told_of("audience"),
        }
    )
    outline = Outline(this.cast, this.length)
    characters = Json(
        [
            character(
                "protagonist",
                "full",
                who="hero",
                description=Phrase(PORTRAITS, "hero"),
                motivation=told_of("hero_want"),
                flaw=told_of("hero_flaw"),
            ),
            character(
                "ally",
                "ally",
                who="ally",
                description=Phrase(PORTRAITS, "ally"),
                motivation=told_of("ally_want"),
            ),
            character(
                "antagonist",
                "foe",
                who="foe",
                description=Phrase(PORTRAITS, "foe"),
                motivation=told_of("foe_want"),
            ),
        ]
    )
    status = "published"
    word_count = Sum(lambda: ChapterFactory.word_count)
    chapter_count = this.written
    total_tokens_used = (
        this.foundation_input
        + this.foundation_output
        + Sum(lambda: ChapterFactory.tokens_used_input)
        + Sum(lambda: ChapterFactory.tokens_used_output)
    )
    total_cost_usd = this.foundation_credits * 0.001 + Sum(lambda: ChapterFactory.generation_cost_usd)
    created_at = Moment(before_now=days(110), until=days(3), at=WAKING)
    updated_at = Max(lambda: ChapterFactory.updated_at).or_else(created_at)

    draft = Trait(status="draft", created_at=Moment(before_now=days(30), until=hours(1), at=WAKING))
    in_progress = Trait(
        status="in_progress", created_at=Moment(before_now=days(45), until=days(1), at=WAKING)
    )
    completed = Trait(status="completed")
    # A title and a premise; the foundation has yet to be generated.
    idea = Trait(
        status="draft",
        created_at=Moment(before_now=days(9), until=minutes(5), at=WAKING),
        foundation=None,
        outline=None,
        characters=[],
        foundation_input=0,
        foundation_output=0,
    )


class ChapterFactory(TableFactory[Chapter]):
    """A generated chapter of some 600 to 800 words; its number is its place in the story."""

    class Meta:
        model = Chapter

    class Params:
        cast = OfStory("cast")
        length = OfStory("length")
        credits = credits_for(this.tokens_used_input, this.tokens_used_output)

    story = Parent(StoryFactory)
    id = Key()
    created_at = After(story.created_at, within=days(40), least=minutes(4))
    updated_at = created_at
    chapter_number = VersionNumber(within="story", by=created_at)
    title = Scene("title", this.cast, chapter_number, this.length)
    content = Pages(this.cast, chapter_number, this.length)
    summary = Scene("summary", this.cast, chapter_number, this.length)
    word_count = WordCount(content)
    tokens_used_input = Whole(1_300, 3_600)
    tokens_used_output = word_count * 4 // 3 + Whole(20, 160)
    generation_cost_usd = this.credits * 0.001
    prompt_type = "chapter_generation"

    edited = Trait(updated_at=After(created_at, within=days(6), least=minutes(2)))
    # Found in the cache and adapted: a short prompt, few new words.
    cached = Trait(
        prompt_type=Choice(
            {
                "chapter_generation_cached_exact": 2,
                "chapter_generation_cached_similar": 3,
                "chapter_generation_cached_foundation": 4,
            }
        ),
        tokens_used_input=Whole(200, 700),
        tokens_used_output=Whole(40, 260),
    )
    # Planned, not written yet.
    outlined = Trait(
        content=None, tokens_used_input=0, tokens_used_output=0, generation_cost_usd=0, prompt_type=None
    )
