"""Covers, and the queue that makes them (catalog/infinitepages c10)."""

from __future__ import annotations

from factory.declarations import Trait

from seedkit.factory import TableFactory
from seedkit.fields import (
    WAKING,
    After,
    Choice,
    Key,
    Match,
    Moment,
    Parent,
    Phrase,
    Rank,
    Text,
    Token,
    Whole,
    days,
    hours,
    minutes,
    this,
)

from .content import StoryFactory
from .models import CoverGenerationQueue, StoryCover
from .tale import OfStory
from .telling import Told
from .vocabulary.covers import COVER_ERRORS, COVER_PROMPTS

#: Which styles a plan may ask for.
STYLES = {
    "basic": ("minimalist", "artistic"),
    "premium": ("realistic", "artistic", "fantasy", "minimalist", "vintage"),
}
#: The image model of a style; all others share one.
IMAGE_MODELS = {"realistic": "realisticVision", "fantasy": "dreamshaper"}


class CoverGenerationQueueFactory(TableFactory[CoverGenerationQueue]):
    """A cover that its author asked for and got within minutes."""

    class Meta:
        model = CoverGenerationQueue

    class Params:
        tier = this.user.subscription_tier

    story = Parent(StoryFactory)
    user = story.user
    id = Key()
    cover_style = Match(this.tier, {tier: Choice(styles) for tier, styles in STYLES.items()})
    generation_prompt = Told(Phrase(COVER_PROMPTS, "{}", by=cover_style), OfStory("cast"))
    status = "completed"
    priority = Match(this.tier, {"premium": 1, "basic": 2}, default=3)
    retry_count = 0
    error_message = None
    webui_task_id = Token("task_", 12)
    created_at = After(story.created_at, within=days(30), least=minutes(10), at=WAKING)
    estimated_completion = After(created_at, within=minutes(6), least=minutes(2), future=True)
    updated_at = After(created_at, within=minutes(5), least=minutes(1))

    premium = Trait(story__user__premium=True)
    pending = Trait(
        status="pending",
        webui_task_id=None,
        # Known once the job has been taken.
        estimated_completion=None,
        created_at=Moment(before_now=minutes(25), until=minutes(2)),
        updated_at=this.created_at,
    )
    generating = Trait(status="generating", created_at=Moment(before_now=minutes(4), until=minutes(1)))
    failed = Trait(
        status="failed",
        retry_count=Whole(1, 3),
        error_message=Phrase(COVER_ERRORS, "error"),
        updated_at=After(this.created_at, within=hours(1), least=minutes(2)),
    )


class StoryCoverFactory(TableFactory[StoryCover]):
    """A cover as the queue made it; the newest of a story is the one that is shown.

    ``job`` is the row of the queue: ``world.add(StoryCoverFactory, job=each(jobs), story=this.job.story)``.
    """

    class Meta:
        model = StoryCover

    class Params:
        job = Parent(CoverGenerationQueueFactory, story=this.story)

    story = Parent(StoryFactory)
    id = Key()
    cover_url = Text("https://images.example.com/covers/{story_id}/{id}.png")
    cover_style = this.job.cover_style
    generation_prompt = this.job.generation_prompt
    created_at = this.job.updated_at
    updated_at = created_at
    is_primary = Rank(within="story", by=created_at, descending=True).equals(0)
    generation_cost = 5
    sd_model_used = Match(cover_style, IMAGE_MODELS, default="deliberate")

    premium = Trait(story__user__premium=True)
    # Before styles had models of their own.
    early = Trait(sd_model_used="stable-diffusion-xl")
