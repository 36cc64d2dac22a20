"""Books whose readers choose: the way of a reader, and how often an option was taken.

A choice book asks at three places of its story, each time for one of three options; the option of
the last place is the ending. What readers chose is drawn from their path, so that counters and
paths agree.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from factory.declarations import Trait

from seedkit.entropy import I64, U64, below, combine, draw
from seedkit.factory import TableFactory
from seedkit.fields import (
    WAKING,
    After,
    Field,
    Key,
    Match,
    Moment,
    Ordinal,
    Parent,
    Token,
    Whole,
    days,
    minutes,
    this,
)
from seedkit.fields.base import column_of
from seedkit.fields.kin import group_ids
from seedkit.fields.rows import Rows
from seedkit.types import numbers

from .beside import places
from .content import StoryFactory
from .identity import ProfileFactory
from .models import ChoiceAnalytics, ReaderPath

#: After which chapters a book asks, and what it offers each time.
POINTS = (2, 4, 6)
OPTIONS = ("trust", "refuse", "flee")
ENDINGS = ("ending_together", "ending_alone", "ending_open")

# The first option is the popular one.
_LEANING = np.array([0, 0, 0, 1, 1, 2])


def chosen(paths: U64, point: int) -> I64:
    """The place in ``OPTIONS`` of what each path chooses at a point."""
    return _LEANING[below(draw(paths, "choice", point), len(_LEANING))]


def pondered(paths: U64, point: int) -> I64:
    """For how many milliseconds the reader of each path thinks about it."""
    return 1_500 + below(draw(paths, "pondered", point), 28_500)


class ChoicesMade(Field):
    """The choices of a path so far, as a document; ``made`` says how many there are."""

    def __init__(self, made: Any) -> None:
        super().__init__()
        self.made = made

    def column(self, rows: Rows) -> pa.Array:
        made = numbers(column_of(self.made, rows)).astype(np.int64)
        texts = [""]
        for point, chapter in enumerate(POINTS):
            text = pc.binary_join_element_wise(
                ", " if point else "",
                f'{{"choice_point_id": "after_chapter_{chapter}", "choice_id": "',
                pa.array(OPTIONS).take(pa.array(chosen(rows.ids, point))),
                '", "decision_time_ms": ',
                pa.array(pondered(rows.ids, point)).cast(pa.string()),
                "}",
                "",
            )
            texts.append(pc.if_else(pa.array(made > point), text, ""))
        return pc.binary_join_element_wise("[", *texts, "]", "")


class Ending(Field):
    """The ending that follows from the last choice of a path."""

    def column(self, rows: Rows) -> pa.Array:
        return pa.array(ENDINGS).take(pa.array(chosen(rows.ids, len(POINTS) - 1)))


class ReaderPathFactory(TableFactory[ReaderPath]):
    """A reader's way through a choice book in one sitting, to one of its endings."""

    class Meta:
        model = ReaderPath
        born = "session_start"

    class Params:
        made = len(POINTS)

    user = Parent(ProfileFactory)
    story = Parent(StoryFactory)
    id = Key()
    session_id = Token("session_", 16)
    session_start = After(story.updated_at, within=days(40), at=WAKING)
    choices_made = ChoicesMade(this.made)
    path_completion = this.made * 100 / len(POINTS)
    current_chapter = Match(
        this.made,
        {0: "chapter_1", **{n: f"chapter_{chapter + 1}" for n, chapter in enumerate(POINTS, 1)}},
    )
    ending_reached = Ending()
    session_end = After(session_start, within=minutes(95), least=minutes(4))
    created_at = session_start
    updated_at = session_end.or_else(session_start)

    # Closed in the middle of the book.
    left = Trait(made=Whole(1, len(POINTS) - 1), ending_reached=None)
    # Still open in the browser.
    open = Trait(
        made=Whole(0, len(POINTS) - 1),
        ending_reached=None,
        session_start=Moment(before_now=minutes(50), until=minutes(1)),
        session_end=None,
    )


class _OverPaths(Field):
    """Base of what is counted over all readers of a story at one point for one option."""

    def column(self, rows: Rows) -> I64:
        story = group_ids(rows, "story")
        options = pa.array(OPTIONS)
        points = pa.array([f"after_chapter_{chapter}" for chapter in POINTS])
        point = numbers(pc.index_in(rows.column("choice_point_id"), value_set=points))
        option = numbers(pc.index_in(rows.column("choice_id"), value_set=options))
        return self._counted(rows, _keys(story, point, option))

    def _counted(self, rows: Rows, keys: U64) -> I64:
        count, time = np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows), dtype=np.int64)
        for path in rows.others(ReaderPathFactory):
            made = numbers(path.column("made")).astype(np.int64)
            for point in range(len(POINTS)):
                there = made > point
                wanted = _keys(group_ids(path, "story"), np.full(len(path), point), chosen(path.ids, point))
                found = places(keys, wanted)
                place, spent = found[there & (found >= 0)], pondered(path.ids, point)[there & (found >= 0)]
                np.add.at(count, place, 1)
                np.add.at(time, place, spent)
        return self._result(count, time)

    def _result(self, count: I64, time: I64) -> I64:
        raise NotImplementedError


class Chosen(_OverPaths):
    """How many readers took the option."""

    def _result(self, count: I64, time: I64) -> I64:
        return count


class Pondered(_OverPaths):
    """For how many milliseconds they thought about it on average, rounded."""

    def _result(self, count: I64, time: I64) -> I64:
        return (2 * time + count) // np.maximum(2 * count, 1)


def _keys(story: U64, point: npt.NDArray[Any], option: npt.NDArray[Any]) -> U64:
    return combine(story, point.astype(np.int64) * len(OPTIONS) + option.astype(np.int64))


class ChoiceAnalyticsFactory(TableFactory[ChoiceAnalytics]):
    """How often one option of a choice book was taken: nine rows are all that a book has, the next row is the next."""

    class Meta:
        model = ChoiceAnalytics

    class Params:
        number = Ordinal() % (len(POINTS) * len(OPTIONS))

    story = Parent(StoryFactory)
    id = Key()
    choice_point_id = Match(
        this.number // len(OPTIONS), {n: f"after_chapter_{chapter}" for n, chapter in enumerate(POINTS)}
    )
    choice_id = Match(this.number % len(OPTIONS), dict(enumerate(OPTIONS)))
    selection_count = Chosen()
    average_decision_time = Pondered()
    created_at = story.updated_at
    updated_at = After(created_at, within=days(30))
