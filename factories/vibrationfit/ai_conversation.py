"""Chats with VIVA and the log of AI calls (catalog/vibrationfit b7, b8, soft_refs)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from factory.declarations import Trait

from seedkit.entropy import U64, below_wide, combine
from seedkit.factory import TableFactory
from seedkit.fields import (
    WAKING,
    After,
    Choice,
    Count,
    Field,
    FromPool,
    InTurn,
    Json,
    Key,
    Lookup,
    Max,
    Moment,
    Parent,
    Phrase,
    Text,
    Uuid,
    When,
    Whole,
    days,
    hours,
    minutes,
    this,
)
from seedkit.fields.base import column_of
from seedkit.fields.kept import DrawnAs, ids_of
from seedkit.fields.rows import Rows
from seedkit.supabase.factories import UserFactory
from seedkit.types import MOMENT, numbers
from seedkit.vocabulary import Pool

from .catalogue import AiModelPricingFactory
from .costs import CostInDollars
from .journal_daily import JournalEntryFactory
from .life_vision import VisionVersionFactory
from .models import AiConversation, AiUsageLog, ConversationSession, VivaConversation
from .vocabulary.categories import CATEGORIES
from .vocabulary.conversations import GREETINGS, SESSION_TITLES, TURNS, USER_MESSAGES, VIVA_REPLIES

#: How much of the first message a session shows in a list.
PREVIEW = 100
#: Turns of one guided talk, as many as there are questions; a person's next turn begins another.
CYCLES = 3


def _numbered() -> dict[str, pa.Array]:
    columns = {name: TURNS.column(name) for name in ("category", "viva_prompt", "user_response")}
    met: dict[str, list[str]] = {}
    places = []
    for category, prompt in zip(
        columns["category"].to_pylist(), columns["viva_prompt"].to_pylist(), strict=True
    ):
        known = met.setdefault(category, [])
        if prompt not in known:
            known.append(prompt)
        places.append(str(1 + known.index(prompt)))
    return {**columns, "cycle": pa.array(places)}


#: The turns with the number of their question, so that no talk asks twice.
QUESTIONS = Pool("vibrationfit.questions", _numbered)


class Opening(Field):
    """The first message of a session, cut to what a list shows; nothing before somebody speaks."""

    def column(self, rows: Rows) -> pa.Array:
        parts = list(rows.children(AiConversationFactory))
        if not parts:
            return pa.nulls(len(rows), pa.string())
        session = np.concatenate([index for _, index in parts])
        said_at = np.concatenate([numbers(child.column("created_at")) for child, _ in parts])
        ids = np.concatenate([child.ids for child, _ in parts])
        order = np.lexsort((ids, said_at, session))
        order = order[session[order] >= 0]
        found, first = np.unique(session[order], return_index=True)
        place = np.full(len(rows), -1, dtype=np.int64)
        place[found] = order[first]
        messages = pa.concat_arrays([child.column("message") for child, _ in parts])
        texts = messages.take(pa.array(np.maximum(place, 0), mask=place < 0))
        return pc.utf8_slice_codeunits(texts, 0, PREVIEW)


class Turns(Field):
    """Moments of one talk, a minute or so apart, by ordinal: ascending, never after now.

    Where the talk began only just now, the turns lie closer. ``most`` turns fit in; then the clock starts over.
    """

    def __init__(self, start: Any, *, most: int = 240) -> None:
        super().__init__()
        self.start, self.most = start, most

    def column(self, rows: Rows) -> pa.Array:
        start = numbers(column_of(self.start, rows, MOMENT)).astype(np.int64)
        room = np.maximum(rows.scope.now_us - start, 0) // (self.most + 1)
        step = np.minimum(room, 75_000_000)
        moments = start + rows.ordinals % self.most * step + below_wide(rows.draw(self._name), step)
        return pa.array(moments).cast(MOMENT)


class OfTalk(Field):
    """A value that all turns of one guided talk share: drawn for its person and the number of the talk."""

    def __init__(self, value: Field) -> None:
        super().__init__()
        self.value = value

    def column(self, rows: Rows) -> Any:
        talks = combine(ids_of(rows.column("user_id")), rows.ordinals // CYCLES)
        return self.value.column(DrawnAs(rows, talks))


class MovingOn(Field):
    """A phrase drawn for the session and moved on by every exchange, so that nobody soon repeats themselves."""

    def __init__(self, phrase: Field) -> None:
        super().__init__()
        self.phrase = phrase

    def column(self, rows: Rows) -> Any:
        return self.phrase.column(_Exchanges(rows, ids_of(rows.column("conversation_id"))))


class _Exchanges(DrawnAs):
    """Messages whose draws lie a golden section of the circle apart within a session."""

    def draw(self, *names: str | int) -> U64:
        exchange = (self.ordinals // 2).astype(np.uint64)
        return super().draw(*names) + exchange * np.uint64(0x9E3779B97F4A7C15)


class ConversationSessionFactory(TableFactory[ConversationSession]):
    """A chat with VIVA of the last two months; its counters and preview follow its messages."""

    class Meta:
        model = ConversationSession

    user = Parent(UserFactory)
    vision = None
    id = Key()
    created_at = Moment(before_now=days(60), until=hours(6), at=WAKING)
    mode = Choice({"master": 6, "refinement": 3, "vision_build": 2})
    category = When(mode.equals("master"), None, Choice(CATEGORIES))
    title = Phrase(SESSION_TITLES, "{}", by=Text("{category}_{mode}").or_else(mode))
    preview_message = Opening()
    message_count = Count(lambda: AiConversationFactory)
    last_message_at = Max(lambda: AiConversationFactory.created_at)
    updated_at = last_message_at.or_else(created_at)

    untitled = Trait(title=None)
    about_vision = Trait(
        mode="refinement",
        vision=Parent(VisionVersionFactory, user=this.user),
    )


class AiConversationFactory(TableFactory[AiConversation]):
    """A message of a session: the member asks, VIVA answers, a minute apart."""

    class Meta:
        model = AiConversation

    class Params:
        topic = this.conversation_id.category.or_else("master")

    user = Parent(UserFactory)
    conversation_id = Parent(ConversationSessionFactory, user=user)
    id = Key()
    role = InTurn(("user", "assistant"))
    message = When(
        role.equals("user"),
        MovingOn(Phrase(USER_MESSAGES, "{}", by=this.topic)),
        MovingOn(Phrase(VIVA_REPLIES, "{}", by=this.topic)),
    )
    created_at = Turns(conversation_id.created_at)
    context_used = None
    context = Json(
        {
            "mode": conversation_id.mode,
            "category": conversation_id.category,
            "conversationId": Text("{conversation_id}"),
            "visionBuildPhase?": When(conversation_id.mode.equals("vision_build"), "clarity"),
            "isInitialGreeting": False,
        }
    )

    greeting = Trait(
        role="assistant",
        message=Phrase(GREETINGS, "back"),
        created_at=this.conversation_id.created_at,
        context=Json({"mode": this.conversation_id.mode, "isInitialGreeting": True}),
    )
    first_greeting = Trait(
        role="assistant",
        message=Phrase(GREETINGS, "first"),
        created_at=this.conversation_id.created_at,
        context=Json({"mode": this.conversation_id.mode, "isInitialGreeting": True}),
    )


class VivaConversationFactory(TableFactory[VivaConversation]):
    """A turn of a guided talk about one part of life: VIVA's question and what the member answered."""

    class Meta:
        model = VivaConversation

    class Params:
        began = OfTalk(Moment(before_now=days(75), until=hours(1), at=WAKING))

    user = Parent(UserFactory)
    id = Key()
    category = OfTalk(Choice(CATEGORIES))
    session_id = OfTalk(Text("{uuid}", uuid=Uuid()))
    cycle_number = InTurn(range(1, CYCLES + 1))
    viva_prompt = FromPool(QUESTIONS, "viva_prompt", pick="turn", category=category, cycle=cycle_number)
    user_response = FromPool(QUESTIONS, "user_response", pick="turn", category=category, cycle=cycle_number)
    created_at = Turns(this.began, most=CYCLES)
    updated_at = After(created_at, within=minutes(1))

    unanswered = Trait(user_response=None, updated_at=created_at)


class AiUsageLogFactory(TableFactory[AiUsageLog]):
    """A logged AI call with its tokens and what they cost, in dollars; the older analytics."""

    class Meta:
        model = AiUsageLog

    class Params:
        price = Lookup(AiModelPricingFactory, model_name=this.model)

    user = Parent(UserFactory)
    id = Key()
    created_at = Moment(before_now=days(110), at=WAKING)
    feature = Choice(
        {
            "chat": 8,
            "vision_generation": 4,
            "vision_refinement": 4,
            "blueprint": 2,
            "assessment": 2,
            "journal": 1,
        }
    )
    model = Choice({"gpt-4o": 3, "gpt-4-turbo": 4, "gpt-3.5-turbo": 3})
    prompt_tokens = Whole(300, 6_000)
    completion_tokens = Whole(80, 1_800)
    total_tokens = prompt_tokens + completion_tokens
    estimated_cost = CostInDollars(this.price, prompt_tokens, completion_tokens)
    related_entity_type = None
    related_entity_id = None
    request_data = None
    response_data = None

    about_entry = Trait(
        feature="journal",
        related_entity_type="journal_entry",
        related_entity_id=Parent(JournalEntryFactory, user=this.user),
    )
    about_vision = Trait(
        feature="vision_refinement",
        related_entity_type="vision",
        related_entity_id=Parent(VisionVersionFactory, user=this.user),
    )
    detailed = Trait(
        request_data=Json({"model": this.model, "temperature": 0.7, "max_tokens": 2000}),
        response_data=Json({"finish_reason": "stop", "usage": {"total_tokens": this.total_tokens}}),
    )
    failed = Trait(
        completion_tokens=0,
        response_data=Json({"error": Choice(["rate_limit_exceeded", "timeout", "server_error"])}),
    )
    uncounted = Trait(prompt_tokens=None, completion_tokens=None, total_tokens=None, estimated_cost=None)
