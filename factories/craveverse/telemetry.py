"""What pages report: events of onboarding and play, and clicks (catalog/craveverse c1, c3, c12)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from factory.declarations import Trait

from seedkit.entropy import below, draw
from seedkit.errors import PlanError
from seedkit.factory import TableFactory
from seedkit.fields import (
    WAKING,
    After,
    Choice,
    Field,
    InTurn,
    Json,
    Key,
    Match,
    Moment,
    Parent,
    When,
    Whole,
    Zipf,
    days,
    minutes,
    this,
)
from seedkit.fields.base import column_of
from seedkit.fields.kin import group_ids
from seedkit.fields.rows import Rows
from seedkit.types import MOMENT, is_valid, numbers

from .identity import player
from .models import ButtonInteraction, JourneyEvent
from .pacing import Nth
from .progression import UserProgressFactory
from .vocabulary.telemetry import BUTTONS, EVENT_SOURCES, ONBOARDING_EVENTS, PLAY_EVENTS

_ONBOARDING = [event for event, _, _ in ONBOARDING_EVENTS]
_EVENTS = {event: (phase, most) for event, phase, most in (*ONBOARDING_EVENTS, *PLAY_EVENTS)}
_SECOND = 1_000_000
#: Prime, and so no divisor of the number of buttons: a user's are all different, and spread over the pages.
_STRIDE = 13
#: The event that the server writes when onboarding is done.
_DONE = _ONBOARDING.index("onboarding_complete_server")


class Step(Field):
    """The moment of an event of onboarding: the fourth is when it was done, the others lie before and after in their order."""

    def __init__(self, event: Any, began: Any, done: Any) -> None:
        super().__init__()
        self.event, self.began, self.done = event, began, done

    def column(self, rows: Rows) -> pa.Array:
        names = pa.array(_ONBOARDING)
        place = numbers(pc.index_in(column_of(self.event, rows), value_set=names)).astype(np.int64)
        began = numbers(column_of(self.began, rows, MOMENT)).astype(np.int64)
        done = column_of(self.done, rows, MOMENT)
        # Who never finished has an hour of trying, as far as it is over.
        end = np.where(
            is_valid(done), numbers(done), np.minimum(began + 3600 * _SECOND, rows.scope.now_us)
        ).astype(np.int64)
        before = began + (end - began) // (_DONE + 1) * (place + 1)
        after = np.minimum(end + (place - _DONE) * _SECOND, rows.scope.now_us)
        return pa.array(np.where(place < _DONE, before, after)).cast(MOMENT)


class JourneyEventFactory(TableFactory[JourneyEvent]):
    """A page that loaded, with the time it took; ``onboarding`` makes the seven events of one in their order."""

    class Meta:
        model = JourneyEvent
        exclude = ("progress",)

    class Params:
        most = Match(this.event, {event: most for event, (_, most) in _EVENTS.items()})

    user = player()
    progress = None
    id = Key()
    event = Choice(
        {
            "level_presented": 4,
            "level_data_loaded": 4,
            "dashboard_personalization_applied": 3,
            "profile_loaded_client": 3,
            "landing_navigation": 1,
        }
    )
    phase = Match(this.event, {event: phase for event, (phase, _) in _EVENTS.items()})
    duration_ms = When(this.most.is_null(), None, Whole(this.most // 6, this.most))
    success = When(this.most.is_null(), None, True)
    metadata_ = Json({"source": Match(this.event, EVENT_SOURCES), "level?": this.progress.number})
    created_at = Moment(before_now=days(30), at=WAKING)
    updated_at = created_at

    onboarding = Trait(
        event=InTurn(_ONBOARDING),
        created_at=Step(this.event, this.user.created_at, this.user.onboarding_completed_at),
    )
    redirected = Trait(event="onboarding_redirect", created_at=After(this.user.created_at, within=minutes(2)))
    level_completed = Trait(
        progress=Parent(UserProgressFactory, user=this.user),
        event="level_complete_server",
        created_at=this.progress.completed_at,
    )
    level_cheered = Trait(
        progress=Parent(UserProgressFactory, user=this.user),
        event="level_completed_client",
        created_at=After(this.progress.completed_at, within=minutes(1)),
    )
    skip_checked = Trait(
        user=player(plus=True),
        progress=Parent(UserProgressFactory, user=this.user, skipped=True),
        event="level_skip_inventory_checked",
        created_at=this.progress.created_at,
    )
    level_skipped = Trait(
        user=player(plus=True),
        progress=Parent(UserProgressFactory, user=this.user, skipped=True),
        event="level_skipped_client",
        created_at=After(this.progress.completed_at, within=minutes(1)),
    )
    failed = Trait(success=False)


class Button(Field):
    """A column of the button that the row counts: each of a user's rows another one."""

    def __init__(self, of: str, number: Any) -> None:
        super().__init__()
        self.of, self.number = of, number

    def column(self, rows: Rows) -> pa.Array:
        known = BUTTONS.column(self.of)
        number = numbers(column_of(self.number, rows)).astype(np.int64)
        if (number > len(known)).any():
            raise PlanError(
                [f"{int(number.max())} buttons for one user, of {len(known)} that there are"],
                hint="Tell of fewer interactions",
            )
        first = below(draw(group_ids(rows, "user"), "first button"), len(known))
        return known.take(pa.array((first + number * _STRIDE) % len(known)))


class ButtonInteractionFactory(TableFactory[ButtonInteraction]):
    """A button and how often a user clicked it."""

    class Meta:
        model = ButtonInteraction

    class Params:
        number = Nth(lambda: ButtonInteractionFactory)

    user = player()
    id = Key()
    page_path = Button("page_path", this.number)
    button_id = Button("button_id", this.number)
    button_text = Button("button_text", this.number)
    click_count = Zipf(40, 1.5)
    metadata_ = Json({"target": Button("target", this.number)})
    created_at = Moment(before_now=days(60), at=WAKING)
    updated_at = After(created_at, within=days(60))

    unlabelled = Trait(button_text=None)
