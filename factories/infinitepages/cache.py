"""Generated content that is kept for reuse, with the tokens it saved."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from factory.declarations import Trait

from seedkit.entropy import draw
from seedkit.factory import TableFactory
from seedkit.fields import (
    After,
    Amount,
    Choice,
    Field,
    Json,
    Kept,
    Key,
    Match,
    Moment,
    Parent,
    Text,
    When,
    Whole,
    Zipf,
    days,
    this,
)
from seedkit.fields.codes import hexadecimal
from seedkit.fields.rows import Rows

from .content import StoryFactory
from .models import InfinitePagesCache
from .scenes import Scene
from .tale import OfCast, OfPlot, OfStory
from .vocabulary.stories import STRUCTURES

IMPROVEMENTS = ("general", "dialogue", "description", "pacing", "character", "plot", "style", "grammar")
ANALYSES = ("comprehensive", "style", "structure", "quality", "readability", "genre")
FORMATS = ("pdf", "epub", "docx", "txt")

#: What a part of a foundation says, by content type.
PARTS = {"setting": "setting", "tone": "tone", "target_audience": "audience", "foreshadowing": "incident"}

_CONTENT_TYPES = {
    "story_foundation": 12,
    "main_characters": 3,
    "plot_structure": 3,
    "themes": 2,
    **dict.fromkeys(PARTS, 2),
    "chapter_outline": 4,
    "chapter_content": 24,
    "chapter_summary": 8,
    "key_events": 3,
    "character_development": 3,
    **{f"improvement_{what}": 2 for what in IMPROVEMENTS},
    **{f"analysis_{what}": 1 for what in ANALYSES},
    **{f"export_{format_}": 1 for format_ in FORMATS},
}


class Digest(Field):
    """Hexadecimal digits as of a hash: 32 of them are an MD5, 64 a SHA-256."""

    def __init__(self, digits: int) -> None:
        super().__init__()
        self.digits = digits

    def column(self, rows: Rows) -> pa.Array:
        # Of the row itself, however chance is drawn: two digests are never the same.
        blocks = [draw(rows.ids, self._name, block) for block in range(-(-self.digits // 16))]
        raw = np.stack(blocks, axis=1).astype(">u8").view(np.uint8).reshape(len(rows), -1)
        return hexadecimal(raw[:, : self.digits // 2])


def plot(what: str) -> OfPlot:
    """What the story's plot says, told of its cast."""
    return OfPlot(what, this.cast)


def scene(part: str) -> Scene:
    """A part of the scene that the entry is about."""
    return Scene(part, this.cast, this.number, this.length)


def _contents() -> dict[str, Any]:
    """What an entry of each type holds, as a document."""
    contents: dict[str, Any] = {
        "story_foundation": this.story.foundation,
        "main_characters": Json({"characters": this.story.characters}),
        "plot_structure": Json(
            {"shape": Choice(STRUCTURES), "midpoint": plot("midpoint"), "climax": plot("climax")}
        ),
        "themes": Json({"themes": [plot("theme_1"), plot("theme_2"), plot("theme_3")]}),
        "chapter_outline": this.story.outline,
        "chapter_content": Json({"title": scene("title"), "content": scene("opening")}),
        "chapter_summary": Json({"chapter": this.number, "summary": scene("summary")}),
        "key_events": Json(
            {"events": [plot("incident"), plot("midpoint"), plot("climax"), plot("resolution")]}
        ),
        "character_development": Json(
            {"name": OfCast("full", this.cast), "from": plot("hero_flaw"), "to": plot("hero_want")}
        ),
    }
    contents |= {kind: Json({"text": plot(part)}) for kind, part in PARTS.items()}
    contents |= {
        f"improvement_{what}": Json({"focus": what, "improved": scene("opening")}) for what in IMPROVEMENTS
    }
    contents |= {
        f"analysis_{what}": Json({"focus": what, "score": Whole(58, 97), "summary": scene("summary")})
        for what in ANALYSES
    }
    contents |= {
        f"export_{name}": Json(
            {"format": name, "file_url": Text("https://files.example.com/exports/{id}." + name)}
        )
        for name in FORMATS
    }
    return contents


class InfinitePagesCacheFactory(TableFactory[InfinitePagesCache]):
    """Something generated for a story, kept for a month and used again now and then.

    All entries of a story depend on its foundation and share that one's fingerprint.
    """

    class Meta:
        model = InfinitePagesCache

    class Params:
        cast = OfStory("cast")
        length = OfStory("length")
        number = Whole(1, 6)
        tokens = Whole(500, 2_600)

    story = Parent(StoryFactory)
    user = this.story.user.user
    id = Key()
    content_type = Choice(_CONTENT_TYPES)
    content = Match(content_type, _contents())
    cache_key = Digest(64)
    foundation_dependency = Kept(Digest(16), by="story_id")
    semantic_similarity_hash = Digest(32)
    prompt_template = Text("{content_type}_v2")
    prompt_variables = Json({"title": story.title, "genre": story.genre, "premise": story.premise})
    metadata_ = Json({"genre": story.genre, "targetAudience": plot("audience"), "tone": plot("tone")})
    reuse_score = Amount(3, 9.5, scale=1)
    created_at = After(story.created_at, within=days(25))
    expires_at = created_at + days(30)
    hit_count = Zipf(9, 1.5) - 1
    adaptation_count = hit_count // 3
    last_accessed = When(hit_count > 0, After(created_at, within=days(29)), created_at)
    token_cost_saved = hit_count * this.tokens

    foundation = Trait(content_type="story_foundation", created_at=this.story.created_at)
    chapter = Trait(content_type="chapter_content")
    fresh = Trait(
        created_at=Moment(before_now=days(6)), hit_count=0, adaptation_count=0, last_accessed=this.created_at
    )
    # Past its month, before the nightly clean-up.
    expired = Trait(
        created_at=Moment(before_now=days(60), until=days(31)),
        story__created_at=Moment(before_now=days(90), until=days(61)),
    )
