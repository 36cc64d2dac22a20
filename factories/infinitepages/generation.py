"""What was generated, and what that cost: the older log and the one that shows costs (catalog/infinitepages c3, c4)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from factory.declarations import Trait

from seedkit.entropy import I64
from seedkit.factory import TableFactory
from seedkit.fields import (
    After,
    Choice,
    Field,
    Json,
    Key,
    Parent,
    Real,
    When,
    Whole,
    days,
    minutes,
    this,
)
from seedkit.fields.base import column_of
from seedkit.fields.numbers import scaled
from seedkit.fields.rows import Rows
from seedkit.types import numbers

from .content import ChapterFactory, StoryFactory, credits_for
from .models import AiUsageLog, GenerationLog
from .tale import OfStory

#: What a model costs in USD for a million tokens in and out; stories are written by the second (c3).
PRICES = {"claude-3-haiku": (0.25, 1.25), "claude-3-sonnet": (3, 15), "gpt-4": (30, 60)}
#: What an image costs in millionths of a dollar (c4).
IMAGE = 20_000


class GenerationLogFactory(TableFactory[GenerationLog]):
    """The call that wrote a chapter, charged in credits of a thousandth of a dollar."""

    class Meta:
        model = GenerationLog

    class Params:
        credits = credits_for(this.tokens_input, this.tokens_output)

    chapter = Parent(ChapterFactory)
    story = this.chapter.story
    user = this.story.user
    id = Key()
    operation_type = "chapter"
    tokens_input = chapter.tokens_used_input
    tokens_output = chapter.tokens_used_output
    cost_usd = this.credits * 0.001
    created_at = chapter.created_at

    foundation = Trait(
        operation_type="foundation",
        chapter=None,
        story=Parent(StoryFactory),
        tokens_input=OfStory("foundation_input"),
        tokens_output=OfStory("foundation_output"),
        created_at=this.story.created_at,
    )
    improvement = Trait(
        operation_type="improvement",
        tokens_input=Whole(900, 2_600),
        tokens_output=Whole(200, 1_200),
        created_at=After(this.chapter.created_at, within=days(6), least=minutes(1)),
    )


class ListPrice(Field):
    """What a call costs at the model's price, in millionths of a dollar, rounded half up; an image has its own."""

    def __init__(self, model: Any, tokens_in: Any, tokens_out: Any) -> None:
        super().__init__()
        self.model, self.tokens_in, self.tokens_out = model, tokens_in, tokens_out

    def column(self, rows: Rows) -> I64:
        model = column_of(self.model, rows)
        tokens_in, tokens_out = (
            numbers(column_of(f, rows)).astype(np.int64) for f in (self.tokens_in, self.tokens_out)
        )
        # In hundredths of a millionth, in which all prices of a token are whole.
        cost = np.full(len(rows), IMAGE * 100, dtype=np.int64)
        for name, prices in PRICES.items():
            price_in, price_out = (round(100 * price) for price in prices)
            mine = numbers(pc.equal(model, name)).astype(bool)
            cost = np.where(mine, tokens_in * price_in + tokens_out * price_out, cost)
        return (cost + 50) // 100


class Micros(Field):
    """Millionths of a dollar as dollars."""

    def __init__(self, of: Any) -> None:
        super().__init__()
        self.of = of

    def column(self, rows: Rows) -> pa.Array:
        return scaled(numbers(column_of(self.of, rows)).astype(np.int64), 6)


def _covers() -> Any:
    from .covers import StoryCoverFactory

    return StoryCoverFactory


class AiUsageLogFactory(TableFactory[AiUsageLog]):
    """The call that wrote a chapter, with what it cost and what was charged: half as much again.

    A ``cover`` is painted by a call, too (``picture=…``).
    """

    class Meta:
        model = AiUsageLog
        exclude = ("picture",)

    class Params:
        markup = 50
        cost = ListPrice(this.ai_model_used, this.tokens_input, this.tokens_output)

    picture = None
    chapter = Parent(ChapterFactory)
    story = this.chapter.story
    user = this.story.user
    id = Key()
    operation_type = "chapter"
    ai_model_used = "claude-3-sonnet"
    tokens_input = chapter.tokens_used_input
    tokens_output = chapter.tokens_used_output
    actual_cost_usd = Micros(this.cost)
    charged_amount_usd = Micros((this.cost * (100 + this.markup) + 50) // 100)
    markup_percentage = this.markup
    generation_time_seconds = 2 + tokens_output // 60 + Whole(0, 6)
    fact_extraction_metrics = None
    created_at = chapter.created_at

    foundation = Trait(
        operation_type="foundation",
        chapter=None,
        story=Parent(StoryFactory),
        tokens_input=OfStory("foundation_input"),
        tokens_output=OfStory("foundation_output"),
        created_at=this.story.created_at,
    )
    character = Trait(
        operation_type="character",
        ai_model_used=Choice({"claude-3-haiku": 4, "claude-3-sonnet": 1}),
        chapter=None,
        story=Parent(StoryFactory),
        tokens_input=Whole(500, 1_400),
        tokens_output=Whole(250, 900),
        created_at=After(this.story.created_at, within=minutes(40)),
    )
    improvement = Trait(
        operation_type="improvement",
        ai_model_used=Choice({"claude-3-haiku": 4, "claude-3-sonnet": 3, "gpt-4": 1}),
        tokens_input=Whole(900, 2_600),
        tokens_output=Whole(200, 1_200),
        created_at=After(this.chapter.created_at, within=days(6), least=minutes(1)),
    )
    cover = Trait(
        operation_type="cover",
        ai_model_used="stable-diffusion",
        picture=Parent(_covers),
        chapter=None,
        story=this.picture.story,
        tokens_input=0,
        tokens_output=1,
        generation_time_seconds=Whole(12, 95),
        created_at=this.picture.created_at,
    )
    # At cost, as the product now and then promised.
    at_cost = Trait(markup=0)
    extracted = Trait(
        fact_extraction_metrics=Json(
            {
                "facts_extracted": Whole(6, 40),
                "compression_ratio": Real(3, 9, 2),
                "extraction_cost_usd": Real(0.0005, 0.004, 4),
                "cache_used": When(this.chapter.prompt_type.equals("chapter_generation"), False, True),
            }
        )
    )
