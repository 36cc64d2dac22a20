"""The journal, daily papers, and the mood that follows from events."""

from __future__ import annotations

from typing import Any

from factory.declarations import Trait

from seedkit.factory import TableFactory
from seedkit.fields import (
    After,
    Amount,
    Choice,
    Daily,
    DayOf,
    InTurn,
    JsonList,
    Key,
    Listed,
    LogNormal,
    Match,
    Moment,
    OnDay,
    Parent,
    Phrase,
    Several,
    Sometimes,
    Text,
    Token,
    When,
    Whole,
    days,
    hours,
    this,
)
from seedkit.supabase.factories import UserFactory

from .models import DailyPaper, EmotionalSnapshot, JournalEntry
from .moods import Mood
from .vocabulary.categories import CATEGORIES, SHORT_LABELS, VALENCES
from .vocabulary.daily import FUN_PLANS, GRATITUDE, TASKS
from .vocabulary.journal import JOURNAL, JOURNAL_TITLES, VOICE_NOTES
from .vocabulary.lists import ESSENCE_WORDS

#: Hours (UTC) at which people write: a little in the morning, mostly in the evening.
EVENING = (3, 2, 1, 0, 0, 0, 2, 6, 7, 4, 3, 3, 4, 3, 2, 2, 3, 4, 6, 9, 14, 16, 12, 6)
#: Hours at which they plan their day.
MORNING = (0, 0, 0, 0, 1, 4, 10, 14, 12, 7, 3, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


class JournalEntryFactory(TableFactory[JournalEntry]):
    """A written entry about one part of life, on the day it happened."""

    class Meta:
        model = JournalEntry

    class Params:
        category = Choice(CATEGORIES)
        mood = Choice({"above": 6, "near": 3, "below": 2})

    user = Parent(UserFactory)
    id = Key()
    created_at = Moment(before_now=days(90), at=EVENING)
    updated_at = created_at
    date = DayOf(created_at)
    title = Phrase(JOURNAL_TITLES, "{}", by=When(this.mood.equals("below"), "low", this.category))
    content = Phrase(JOURNAL, "{}", by=Text("{category}_{mood}"))
    categories = Sometimes(0.92, Listed(Match(this.category, SHORT_LABELS)))
    image_urls = None
    audio_recordings: list[object] = []
    thumbnail_urls: list[object] = []

    long = Trait(content=Phrase(JOURNAL, "{}_long", by=this.category))
    untitled = Trait(title=None)
    edited = Trait(updated_at=After(created_at, within=days(2)))
    spoken = Trait(
        audio_recordings=JsonList(
            {
                "url": Text("https://media.example.com/journal/{id}/{name}.webm", name=Token("", 8)),
                "transcript": Phrase(VOICE_NOTES, "{}", by=this.category),
                "type": "audio",
                "category": this.category,
                "duration": Whole(20, 240),
                "created_at": created_at,
            },
            1,
            1,
        )
    )
    illustrated = Trait(
        image_urls=Listed(Text("https://media.example.com/journal/{id}/{name}.jpg", name=Token("", 8)))
    )


class DailyPaperFactory(TableFactory[DailyPaper]):
    """The page of one day, written in the morning: thanks, three tasks and a plan for fun."""

    class Meta:
        model = DailyPaper

    user = Parent(UserFactory)
    id = Key()
    entry_date = Daily()
    gratitude = Phrase(GRATITUDE, "gratitude")
    task_one = Phrase(TASKS, "one")
    task_two = Phrase(TASKS, "two")
    task_three = Phrase(TASKS, "three")
    fun_plan = Phrase(FUN_PLANS, "plan")
    attachment_url = None
    attachment_key = None
    attachment_content_type = None
    attachment_size = None
    metadata_: dict[str, Any] = {}
    created_at = OnDay(entry_date, at=MORNING)
    updated_at = After(created_at, within=hours(12))

    blank = Trait(gratitude="", task_one="", task_two="", task_three="", fun_plan="", updated_at=created_at)
    half_filled = Trait(task_two="", task_three="", fun_plan="")
    attached = Trait(
        attachment_key=Text("{user.id}/daily-papers/{entry_date}-{code}.jpg", code=Token("", 6)),
        attachment_url=Text("https://media.example.com/{attachment_key}"),
        attachment_content_type="image/jpeg",
        attachment_size=LogNormal(1_400_000, 1.8, low=80_000, high=12_000_000),
    )


def _felt(mood: str, **figures: Any) -> Trait:
    """A mood told rather than rolled up, for a row that stands alone."""
    words = ESSENCE_WORDS[mood]
    return Trait(
        current_valence=VALENCES[mood],
        avg_intensity=Amount(5, 9),
        dominant_essence_words=Several(words, 3, 5),
        primary_essence=Choice(words),
        created_at=Moment(before_now=days(60), until=days(31)),
        last_event_at=Moment(before_now=days(6)),
        event_count_7d=Whole(1, 4),
        event_count_30d=Whole(5, 20),
        **figures,
    )


class EmotionalSnapshotFactory(TableFactory[EmotionalSnapshot]):
    """How somebody has felt in one part of life over 60 days: the roll-up of their vibrational events."""

    class Meta:
        model = EmotionalSnapshot

    user = Parent(UserFactory)
    id = Key()
    category = InTurn(CATEGORIES)
    current_valence = Mood("valence")
    trending_direction = Mood("trend")
    avg_intensity = Mood("intensity")
    dominant_essence_words = Mood("words")
    primary_essence = Mood("essence")
    event_count_7d = Mood("week")
    event_count_30d = Mood("month")
    last_scene_id = Mood("scene")
    last_vision_id = Mood("vision")
    created_at = Mood("first_at").or_else(Moment(before_now=days(60)))
    last_event_at = Mood("last_at")
    updated_at = last_event_at.or_else(created_at)

    above = _felt("above", trending_direction="up")
    near = _felt("near")
    below = _felt("below", trending_direction="down")
