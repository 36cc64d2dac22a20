"""The journal."""

from __future__ import annotations

from factory.declarations import Trait

from seedkit.factory import TableFactory
from seedkit.fields import (
    After,
    Choice,
    DayOf,
    JsonList,
    Key,
    Listed,
    Match,
    Moment,
    Parent,
    Phrase,
    Text,
    Token,
    Whole,
    days,
    this,
)
from seedkit.supabase.factories import UserFactory

from .models import JournalEntry
from .vocabulary.categories import CATEGORIES, SHORT_LABELS
from .vocabulary.journal import JOURNAL, JOURNAL_TITLES, VOICE_NOTES

#: Hours (UTC) at which people write: a little in the morning, mostly in the evening.
EVENING = (3, 2, 1, 0, 0, 0, 2, 6, 7, 4, 3, 3, 4, 3, 2, 2, 3, 4, 6, 9, 14, 16, 12, 6)


class JournalEntryFactory(TableFactory[JournalEntry]):
    """A written entry about one part of life, on the day it happened."""

    class Meta:
        model = JournalEntry

    class Params:
        category = Choice(CATEGORIES)

    user = Parent(UserFactory)
    id = Key()
    created_at = Moment(before_now=days(90), at=EVENING)
    updated_at = created_at
    date = DayOf(created_at)
    title = Phrase(JOURNAL_TITLES, "{}", by=this.category)
    content = Phrase(JOURNAL, "{}", by=this.category)
    categories = Listed(Match(this.category, SHORT_LABELS))
    image_urls = None
    audio_recordings: list[object] = []
    thumbnail_urls: list[object] = []

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


