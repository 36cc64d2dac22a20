"""A story's bible: the facts it has established, how its people speak, what contradicts itself."""

from __future__ import annotations

from factory.declarations import Trait

from seedkit.factory import TableFactory
from seedkit.fields import (
    After,
    Amount,
    InTurn,
    Json,
    Key,
    Match,
    Moment,
    Normal,
    Ordinal,
    Parent,
    Phrase,
    days,
    minutes,
    this,
)

from .content import StoryFactory
from .models import CharacterVoicePattern, StoryBibleConflict, StoryFact
from .scenes import Scene
from .tale import InRotation, OfCast, OfPlot, OfStory
from .telling import Told
from .vocabulary.bible import CONFLICT_TEXTS, VOICES

#: The three people that a story is about, with the word of the cast that names them.
PEOPLE = {"hero": "full", "ally": "ally", "foe": "foe"}


def person(role: str) -> dict[str, OfPlot | OfCast]:
    """Who somebody is and what they want."""
    return {
        "name": OfCast(PEOPLE[role], this.cast),
        "is": OfPlot(f"{role}_role", this.cast),
        "wants": OfPlot(f"{role}_want", this.cast),
    }


def themes() -> list[OfPlot]:
    """What the story is about."""
    return [OfPlot(f"theme_{number}", this.cast) for number in (1, 2, 3)]


class StoryFactFactory(TableFactory[StoryFact]):
    """What the next chapter must not forget of one before it; the next row is about the next chapter."""

    class Meta:
        model = StoryFact

    class Params:
        cast = OfStory("cast")
        length = OfStory("length")
        number = 1 + Ordinal() % this.length

    story = Parent(StoryFactory)
    user = story.user
    id = Key()
    fact_type = "chapter"
    sfsl_data = Match(
        fact_type,
        {
            "universe": Json(
                {
                    "place": OfCast("place", this.cast),
                    "known_for": OfCast("spot", this.cast),
                    "setting": OfPlot("setting", this.cast),
                    "tone": OfPlot("tone", this.cast),
                }
            ),
            "series": Json(
                {
                    "power": OfCast("group", this.cast),
                    "at_stake": OfCast("thing", this.cast),
                    "themes": themes(),
                }
            ),
            "book": Json(
                {
                    "people": [person(role) for role in PEOPLE],
                    "begins": OfPlot("incident", this.cast),
                    "ends": OfPlot("resolution", this.cast),
                }
            ),
            "chapter": Json(
                {
                    "chapter": this.number,
                    "title": Scene("title", this.cast, this.number, this.length),
                    "happened": Scene("summary", this.cast, this.number, this.length),
                    "left_open": Scene("cliffhanger", this.cast, this.number, this.length),
                }
            ),
        },
    )
    extraction_cost_usd = Amount(0.0003, 0.004, scale=4)
    compression_ratio = Amount(2.5, 9.5, scale=2)
    created_at = After(story.created_at, within=days(40), least=minutes(4))
    updated_at = After(created_at, within=days(10))

    universe = Trait(fact_type="universe")
    of_series = Trait(fact_type="series")
    of_book = Trait(fact_type="book")


class CharacterVoicePatternFactory(TableFactory[CharacterVoicePattern]):
    """How one of a story's three people speaks; the next row is the next of them."""

    class Meta:
        model = CharacterVoicePattern
        born = "last_validated_at"

    class Params:
        cast = OfStory("cast")
        role = InTurn(tuple(PEOPLE))

    story = Parent(StoryFactory)
    id = Key()
    character_name = Match(this.role, {role: OfCast(word, this.cast) for role, word in PEOPLE.items()})
    voice_pattern_sfsl = Phrase(VOICES, "{}", by=this.role)
    consistency_score = Normal(86, 8, low=35, high=100, digits=1)
    last_validated_at = After(story.created_at, within=days(40), least=minutes(5))

    drifting = Trait(consistency_score=Normal(48, 8, low=20, high=64, digits=1))
    unchecked = Trait(consistency_score=0, last_validated_at=this.story.created_at)


class StoryBibleConflictFactory(TableFactory[StoryBibleConflict]):
    """A contradiction that waits for its author; the next row of a story is another one."""

    class Meta:
        model = StoryBibleConflict

    story = Parent(StoryFactory)
    id = Key()
    conflict_type = InRotation((kind for kind, _ in CONFLICT_TEXTS), by="story_id", start="conflict")
    description = Told(
        InRotation((text for _, text in CONFLICT_TEXTS), by="story_id", start="conflict"), OfStory("cast")
    )
    status = "pending"
    created_at = After(story.created_at, within=days(40), least=minutes(20))

    resolved = Trait(status="resolved")
    ignored = Trait(status="ignored")
    new = Trait(created_at=Moment(before_now=days(2)))
