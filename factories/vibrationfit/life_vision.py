"""Life visions, their board, their making and their older audio (catalog/vibrationfit c5)."""

from __future__ import annotations

from typing import Any

from factory.declarations import Trait

from seedkit.factory import TableFactory
from seedkit.fields import (
    WAKING,
    After,
    Choice,
    FromPool,
    InTurn,
    Json,
    JsonList,
    Key,
    Listed,
    Match,
    Moment,
    Parent,
    Phrase,
    Text,
    Token,
    VersionNumber,
    When,
    Whole,
    days,
    hours,
    this,
)
from seedkit.supabase.factories import UserFactory

from .completion import Completion
from .models import (
    LifeVisionCategoryState,
    VisionBoardItem,
    VisionProgress,
    VisionVersion,
)
from .vision_text import (
    FinishedCategories,
    NextCategory,
    RefinedSections,
    Richness,
    section,
)
from .vocabulary.board import BOARD_ITEMS
from .vocabulary.building import IDEAL_STATES, LOOPS, SUMMARIES, TRANSCRIPTS
from .vocabulary.categories import CATEGORIES, LONG_LABELS, SECTIONS
from .vocabulary.scenes import BACKGROUND_TRACKS, VOICES
from .vocabulary.visions import ACTIVATION_MESSAGES, VISION_TITLES

BUCKET = "vibration-fit-client-storage"


class VisionVersionFactory(TableFactory[VisionVersion]):
    """The active version of somebody's life vision, complete, in the first person singular.

    Versions of one person share most of their sections; ``user_id`` is the key of the profile that
    every user has.
    """

    class Meta:
        model = VisionVersion

    class Params:
        sections_done = len(SECTIONS)

    user = Parent(UserFactory)
    id = Key()
    created_at = Moment(before_now=days(90), until=hours(2), at=WAKING)
    updated_at = After(created_at, within=days(20))
    version_number = VersionNumber(within="user", by=created_at)
    is_active = True
    is_draft = False
    perspective = "singular"
    title = Match(
        this.perspective, {"plural": Phrase(VISION_TITLES, "we")}, default=Phrase(VISION_TITLES, "one")
    )
    forward = section("forward")
    fun = section("fun")
    health = section("health")
    travel = section("travel")
    love = section("love")
    family = section("family")
    social = section("social")
    home = section("home")
    work = section("work")
    money = section("money")
    stuff = section("stuff")
    giving = section("giving")
    spirituality = section("spirituality")
    conclusion = section("conclusion")
    completion_percent = Completion(
        forward,
        fun,
        health,
        travel,
        love,
        family,
        social,
        home,
        work,
        money,
        stuff,
        giving,
        spirituality,
        conclusion,
    )
    refined_categories: list[Any] = []
    richness_metadata = Richness()
    activation_message = Phrase(ACTIVATION_MESSAGES, "message")
    has_audio = False
    audio_url = None
    audio_duration = None
    voice_type = None
    background_music = None
    last_audio_generated_at = None

    old = Trait(is_active=False, created_at=Moment(before_now=days(118), until=days(91), at=WAKING))
    draft = Trait(
        is_active=False,
        is_draft=True,
        created_at=Moment(before_now=days(9), until=hours(1), at=WAKING),
        refined_categories=RefinedSections(),
        activation_message=None,
    )
    partial = Trait(
        is_active=False, is_draft=True, sections_done=Whole(1, len(SECTIONS) - 1), activation_message=None
    )
    empty = Trait(
        is_active=False, is_draft=True, sections_done=0, activation_message=None, richness_metadata=None
    )
    plural = Trait(perspective="plural")
    narrated = Trait(
        has_audio=True,
        audio_url=Text("https://media.example.com/visions/{id}/vision.mp3"),
        audio_duration=Text("{m}:{s}", m=Whole(5, 11), s=Whole(10, 59)),
        voice_type=Choice(VOICES),
        background_music=Choice(BACKGROUND_TRACKS),
        last_audio_generated_at=After(this.updated_at, within=hours(6)),
    )


class VisionProgressFactory(TableFactory[VisionProgress]):
    """How far a vision is: the categories that have a text, and the one to write next."""

    class Meta:
        model = VisionProgress
        adopted_by = ("vision_id",)

    vision = Parent(VisionVersionFactory)
    user = vision.user
    id = Key()
    categories_completed = FinishedCategories("vision")
    current_category = NextCategory("vision")
    total_categories = len(CATEGORIES)
    created_at = vision.created_at
    last_activity = vision.updated_at
    completed_at = When(current_category.is_null(), vision.updated_at)

    in_progress = Trait(vision__partial=True)
    untouched = Trait(vision__empty=True, last_activity=this.created_at)


class VisionBoardItemFactory(TableFactory[VisionBoardItem]):
    """A card on the vision board that has yet to come true; the next row is about the next category."""

    class Meta:
        model = VisionBoardItem

    class Params:
        category = InTurn(CATEGORIES)

    user = Parent(UserFactory)
    id = Key()
    name = FromPool(BOARD_ITEMS, "name", pick="card", category=this.category)
    description = FromPool(BOARD_ITEMS, "description", pick="card", category=this.category)
    image_url = Text("https://media.example.com/vision-board/{id}/{name}.jpg", name=Token("", 8))
    status = "active"
    categories = Listed(Match(this.category, LONG_LABELS))
    created_at = Moment(before_now=days(100), at=WAKING)
    updated_at = created_at
    actualized_at = None
    actualized_image_url = None
    actualization_story = None

    actualized = Trait(
        status="actualized",
        created_at=Moment(before_now=days(110), until=days(20), at=WAKING),
        actualized_at=After(this.created_at, within=days(90), least=days(10)),
        updated_at=this.actualized_at,
        actualized_image_url=Text("https://media.example.com/evidence/{id}/{name}.jpg", name=Token("", 8)),
        actualization_story=FromPool(BOARD_ITEMS, "story", pick="card", category=this.category),
    )
    inactive = Trait(status="inactive", updated_at=After(this.created_at, within=days(60)))
    plain = Trait(image_url=None, description=None, categories=None)


def loops(low: int, high: int) -> Json:
    """A blueprint of loops for the category of the row: what one is, does and receives."""
    parts = ("being", "doing", "receiving", "essence")
    loop = {part: FromPool(LOOPS, part, pick="loop", category=this.category) for part in parts}
    return Json({"loops": JsonList(loop, low, high)})


class LifeVisionCategoryStateFactory(TableFactory[LifeVisionCategoryState]):
    """One category worked through to its blueprint: words, summary, ideal state, loops; the next row is the next one."""

    class Meta:
        model = LifeVisionCategoryState

    user = Parent(UserFactory)
    id = Key()
    category = InTurn(CATEGORIES)
    transcript = Phrase(TRANSCRIPTS, "{}", by=category)
    ai_summary = Phrase(SUMMARIES, "{}", by=category)
    ideal_state = Phrase(IDEAL_STATES, "{}", by=category)
    blueprint_data = loops(2, 3)
    created_at = Moment(before_now=days(100), at=WAKING)
    updated_at = After(created_at, within=days(3))

    untouched = Trait(
        transcript=None, ai_summary=None, ideal_state=None, blueprint_data=None, updated_at=this.created_at
    )
    transcribed = Trait(ai_summary=None, ideal_state=None, blueprint_data=None)
    summarized = Trait(ideal_state=None, blueprint_data=None)
    imagined = Trait(blueprint_data=None)
