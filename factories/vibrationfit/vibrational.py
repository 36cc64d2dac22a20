"""Emotional events, the ties between parts of life, abundance and flips."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from factory.declarations import Trait

from seedkit.entropy import below, draw
from seedkit.factory import TableFactory
from seedkit.fields import (
    WAKING,
    After,
    Amount,
    Choice,
    DayOf,
    Field,
    FromPool,
    Json,
    Key,
    LogNormal,
    Lookup,
    Match,
    Moment,
    Parent,
    Phrase,
    Several,
    Sometimes,
    When,
    Whole,
    days,
    hours,
    this,
)
from seedkit.fields.base import column_of
from seedkit.fields.kept import ids_of
from seedkit.fields.rows import Rows
from seedkit.supabase.factories import UserFactory

from .audio import SceneFactory
from .catalogue import VibrationalEventSourceFactory
from .journal_daily import EVENING, JournalEntryFactory
from .life_vision import VisionVersionFactory
from .models import AbundanceEvent, FrequencyFlip, VibrationalEvent, VibrationalLink
from .vocabulary.categories import CATEGORIES, VALENCES
from .vocabulary.daily import ABUNDANCE
from .vocabulary.events import EVENTS
from .vocabulary.flips import ALREADY_CLEAR, FLIP_NOTES, FLIPS
from .vocabulary.lists import EMOTIONS, LINK_NOTES, SHARED_THEMES

#: How members feel: mostly well.
MOOD = {"above": 6, "near": 3, "below": 2}
#: Where most moments come from.
SOURCES = {"reflection": 6, "assessment": 3, "decision": 1, "other": 1}
#: The mood that a place on the green line stands for.
MOOD_OF = {valence: mood for mood, valence in VALENCES.items()}
#: All ties there can be, each once.
TIES = tuple(combinations(CATEGORIES, 2))


class Tie(Field):
    """One end of a tie between two parts of life; the ties of one person are all different."""

    def __init__(self, end: int) -> None:
        super().__init__()
        self.end = end

    def column(self, rows: Rows) -> pa.Array:
        start = below(draw(ids_of(rows.column("user_id")), "tie"), len(TIES))
        # 25 and 66 have no common divisor: the steps come by every tie before they come back.
        place = (start + rows.ordinals % len(TIES) * 25) % len(TIES)
        turned = below(rows.draw("tie turned"), 2)
        ends = pa.array([part for tie in TIES for part in tie])
        return ends.take(pa.array(2 * place + (turned + self.end) % 2))


class FirstSentence(Field):
    """The first sentence of a text."""

    def __init__(self, text: Any) -> None:
        super().__init__()
        self.text = text

    def column(self, rows: Rows) -> pa.Array:
        return pc.replace_substring_regex(column_of(self.text, rows), r"(?s)([.!?])\s.*", r"\1")


class AbundanceEventFactory(TableFactory[AbundanceEvent]):
    """Money or something of value that came to a member, with a note on how."""

    class Meta:
        model = AbundanceEvent

    user = Parent(UserFactory)
    id = Key()
    created_at = Moment(before_now=days(90), at=EVENING)
    date = DayOf(created_at)
    value_type = Choice({"money": 7, "value": 3})
    vision_category = FromPool(ABUNDANCE, "category", pick="entry", value_type=value_type)
    entry_category = Sometimes(
        0.9, FromPool(ABUNDANCE, "entry_category", pick="entry", value_type=value_type)
    )
    note = FromPool(ABUNDANCE, "note", pick="entry", value_type=value_type)
    amount = When(value_type.equals("money"), LogNormal(60, 2.6, low=1, high=20_000, digits=2))

    money = Trait(value_type="money")
    kindness = Trait(value_type="value")
    valued = Trait(value_type="value", amount=LogNormal(40, 2, low=5, high=2_000, digits=2))


class VibrationalEventFactory(TableFactory[VibrationalEvent]):
    """An analysed moment of the last two months: what was said, how it felt, and how strongly."""

    class Meta:
        model = VibrationalEvent

    class Params:
        mood = Choice(MOOD)
        source = Lookup(VibrationalEventSourceFactory, source_key=this.source_type)

    user = Parent(UserFactory)
    id = Key()
    created_at = Moment(before_now=days(60), at=WAKING)
    category = Choice(CATEGORIES)
    source_type = Match(
        this.mood,
        {
            "above": Choice(SOURCES | {"profile_goes_well": 2}),
            "below": Choice(SOURCES | {"profile_not_well": 4}),
        },
        default=Choice(SOURCES),
    )
    source_id = None
    raw_text = FromPool(EVENTS, "raw_text", pick="event", category=category, mood=this.mood)
    emotional_valence = Match(this.mood, VALENCES)
    dominant_emotions = Match(this.mood, {mood: Several(names, 1, 3) for mood, names in EMOTIONS.items()})
    intensity = Match(this.mood, {"above": Whole(6, 10), "near": Whole(3, 6), "below": Whole(4, 9)})
    essence_word = FromPool(EVENTS, "essence", pick="event", category=category, mood=this.mood)
    is_contrast = this.mood.equals("below")
    summary_in_their_voice = FromPool(EVENTS, "summary", pick="event", category=category, mood=this.mood)

    above = Trait(mood="above")
    near = Trait(mood="near")
    below = Trait(mood="below")
    unanalysed = Trait(
        mood="near", dominant_emotions=[], intensity=None, essence_word=None, summary_in_their_voice=None
    )
    of_scene = Trait(
        source_type="scene",
        source_id=Parent(SceneFactory, user=this.user),
        category=this.source_id.category,
        raw_text=this.source_id.text,
        summary_in_their_voice=FirstSentence(this.raw_text),
        mood=Match(this.source_id.emotional_valence, MOOD_OF),
        created_at=After(this.source_id.created_at, within=hours(1)),
    )
    of_vision = Trait(
        source_type="vision_paragraph",
        source_id=Parent(VisionVersionFactory, user=this.user),
        raw_text=Match(this.category, {category: this.source_id[category] for category in CATEGORIES}),
        summary_in_their_voice=FirstSentence(this.raw_text),
        mood="above",
        created_at=After(this.source_id.created_at, within=hours(1)),
    )
    of_abundance = Trait(
        source_type="abundance",
        source_id=Parent(AbundanceEventFactory, user=this.user),
        category=this.source_id.vision_category,
        raw_text=this.source_id.note,
        summary_in_their_voice=FirstSentence(this.raw_text),
        mood="above",
        created_at=After(this.source_id.created_at, within=hours(1)),
    )
    of_entry = Trait(
        source_type="journal",
        source_id=Parent(JournalEntryFactory, user=this.user),
        category=this.source_id.category,
        raw_text=this.source_id.content,
        summary_in_their_voice=FirstSentence(this.raw_text),
        mood=this.source_id.mood,
        created_at=After(this.source_id.created_at, within=hours(1)),
    )


class VibrationalLinkFactory(TableFactory[VibrationalLink]):
    """A tie between two parts of somebody's life, with what they have in common; each pair once a person."""

    class Meta:
        model = VibrationalLink

    user = Parent(UserFactory)
    id = Key()
    category_a = Tie(0)
    category_b = Tie(1)
    strength = Amount(0.2, 0.95)
    shared_themes = Several(SHARED_THEMES, 1, 3)
    connection_type = Sometimes(0.9, Choice({"emotional": 4, "thematic": 3, "behavioral": 2, "temporal": 1}))
    notes = Sometimes(0.6, Choice(LINK_NOTES))
    evidence_count = Whole(2, 24)
    created_at = Moment(before_now=days(60), until=days(1))
    last_updated = After(created_at, within=days(60))

    strong = Trait(strength=Amount(0.8, 1), evidence_count=Whole(15, 40))
    weak = Trait(strength=Amount(0, 0.2), evidence_count=Whole(0, 2), notes=None)


class FrequencyFlipFactory(TableFactory[FrequencyFlip]):
    """A complaint about one part of life, turned into a line of clarity."""

    class Meta:
        model = FrequencyFlip

    user = Parent(UserFactory)
    vision = None
    id = Key()
    created_at = Moment(before_now=days(90), at=WAKING)
    updated_at = created_at
    category = Choice(CATEGORIES)
    input_text = FromPool(FLIPS, "input_text", pick="flip", category=category)
    clarity_seed = FromPool(FLIPS, "clarity_seed", pick="flip", category=category)
    essence = FromPool(FLIPS, "essence", pick="flip", category=category)
    sensory_anchor = None
    embodiment_line = None
    surrender_line = None
    scene_context = None
    mode = "flip"
    unchanged = False
    voice_notes = Json(Several(FLIP_NOTES, 0, 2))

    enriched = Trait(
        mode="flip+enrich",
        sensory_anchor=FromPool(FLIPS, "sensory_anchor", pick="flip", category=this.category),
        embodiment_line=FromPool(FLIPS, "embodiment_line", pick="flip", category=this.category),
        surrender_line=FromPool(FLIPS, "surrender_line", pick="flip", category=this.category),
    )
    batch = Trait(mode="batch", voice_notes=[])
    already_clear = Trait(
        unchanged=True,
        category=None,
        input_text=Phrase(ALREADY_CLEAR, "clear"),
        clarity_seed=this.input_text,
        essence=None,
        voice_notes=[],
    )
    in_scene = Trait(
        scene_context=Choice(
            ["On the couch after work", "In the car before a meeting", "Awake at three in the morning"]
        )
    )
    about_vision = Trait(vision=Parent(VisionVersionFactory, user=this.user))
