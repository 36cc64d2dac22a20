"""Assessments: 84 questions, their answers, the scores that follow from them (catalog/vibrationfit c3).

An answer is drawn from the key of its assessment and the number of the question, so the assessment
knows its scores, and each answer its value, without reading the other.
"""

from __future__ import annotations

import datetime as dt
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
    Amount,
    Choice,
    Count,
    Field,
    InTurn,
    Key,
    Match,
    Max,
    Moment,
    Ordinal,
    Parent,
    Phrase,
    When,
    days,
    hours,
    minutes,
    this,
)
from seedkit.fields.base import column_of
from seedkit.fields.rows import Rows
from seedkit.supabase.factories import UserFactory
from seedkit.types import MOMENT, numbers

from .kept import ids_of
from .models import AssessmentInsight, AssessmentResponse, AssessmentResult
from .user_profile import UserProfileFactory
from .vocabulary.assessment import (
    ANSWER_EMOJI,
    ANSWER_GREEN_LINE,
    ANSWER_VALUES,
    ASSESSMENT_NOTES,
    CUSTOM_ANSWERS,
    INSIGHT_TYPES,
    INSIGHTS,
    QUESTIONS,
)
from .vocabulary.categories import ASSESSMENT_ORDER

_AREAS, _PER_AREA, _ASKED = 12, 7, len(QUESTIONS)

#: Points of a whole assessment on both scales; an answer in place 0 to 4 is worth a fifth of a 84th more each.
SCALES = {"seed": 840, "live": 420}

# How the five answers are spread, from an area of life that hurts to one that shines.
_SPREADS = np.cumsum(
    [
        (40, 32, 18, 8, 2),
        (24, 32, 26, 14, 4),
        (12, 24, 32, 24, 8),
        (6, 14, 30, 34, 16),
        (3, 8, 22, 40, 27),
        (1, 4, 14, 39, 42),
        (1, 2, 7, 30, 60),
    ],
    axis=1,
)


def answers(assessments: U64, questions: I64) -> I64:
    """The place 0 to 4 of the answer that an assessment gives to a question (0 to 83)."""
    level = below(draw(assessments, "level"), 3) + below(combine(assessments, questions // _PER_AREA), 5)
    percent = below(draw(combine(assessments, questions), "answer"), 100)
    return (percent[:, None] >= _SPREADS[level, :4]).sum(axis=1)


def answer_matrix(assessments: U64) -> I64:
    """All answers of each assessment, shape ``(n, 12, 7)``, areas in the order of the enum."""
    questions = np.tile(np.arange(_ASKED), len(assessments))
    return answers(np.repeat(assessments, _ASKED), questions).reshape(-1, _AREAS, _PER_AREA)


class Answer(Field):
    """The place of the answer to a question, 0 to 4."""

    def __init__(self, assessment_id: Any, question: Any) -> None:
        super().__init__()
        self.assessment_id, self.question = assessment_id, question

    def column(self, rows: Rows) -> I64:
        return answers(
            ids_of(column_of(self.assessment_id, rows)),
            numbers(column_of(self.question, rows)).astype(np.int64),
        )


class Points(Field):
    """A list of the points in each of the 12 areas, -1 where no question was answered yet."""

    def __init__(self, assessment_id: Any, answered: Any, most: Any) -> None:
        super().__init__()
        self.assessment_id, self.answered, self.most = assessment_id, answered, most

    def column(self, rows: Rows) -> pa.Array:
        answered = numbers(column_of(self.answered, rows)).astype(np.int64)
        step = numbers(column_of(self.most, rows)).astype(np.int64) // 420
        given = (np.arange(_ASKED) < answered[:, None]).reshape(-1, _AREAS, _PER_AREA)
        places = answer_matrix(ids_of(column_of(self.assessment_id, rows)))
        points = np.where(given.any(axis=2), ((places + 1) * given).sum(axis=2) * step[:, None], -1)
        return pa.ListArray.from_arrays(
            pa.array(np.arange(len(rows) + 1, dtype=np.int32) * _AREAS), pa.array(points.ravel())
        )


class ByArea(Field):
    """A document of the areas that have points; with ``most``, of their place on the Green Line instead."""

    def __init__(self, points: Any, most: Any = None) -> None:
        super().__init__()
        self.points, self.most = points, most

    def column(self, rows: Rows) -> pa.Array:
        points = _matrix(column_of(self.points, rows))
        known = points >= 0
        if self.most is None:
            texts = pa.array(points.ravel()).cast(pa.string())
        else:
            most = numbers(column_of(self.most, rows)).astype(np.int64)[:, None] // _AREAS
            line = np.where(100 * points >= 80 * most, 2, np.where(100 * points >= 60 * most, 1, 0))
            texts = pa.array(['"below"', '"transition"', '"above"']).take(pa.array(line.ravel()))
        names = pa.array([f'"{area}": ' for area in ASSESSMENT_ORDER]).take(
            pa.array(np.tile(np.arange(_AREAS), len(rows)))
        )
        pairs = pc.binary_join_element_wise(names, texts, "").filter(pa.array(known.ravel()))
        offsets = np.concatenate([[0], np.cumsum(known.sum(axis=1))]).astype(np.int32)
        inside = pc.binary_join(pa.ListArray.from_arrays(pa.array(offsets), pairs), ", ")
        return pc.binary_join_element_wise("{", inside, "}", "")


class Total(Field):
    """The sum of the points of all areas."""

    def __init__(self, points: Any) -> None:
        super().__init__()
        self.points = points

    def column(self, rows: Rows) -> I64:
        return np.maximum(_matrix(column_of(self.points, rows)), 0).sum(axis=1)


class Entry(Field):
    """The value at a place of a fixed list."""

    def __init__(self, values: Any, place: Any) -> None:
        super().__init__()
        self.values, self.place = values, place

    def column(self, rows: Rows) -> pa.Array:
        values = self.values if isinstance(self.values, pa.Array) else pa.array(self.values)
        return values.take(column_of(self.place, rows))

    def __repr__(self) -> str:
        return f"Entry(<{len(self.values)} values>, {self.place!r})"


class AnsweredAt(Field):
    """The moment of the n-th answer: at an even pace up to the end, eleven seconds each while there is no end."""

    def __init__(self, start: Any, end: Any, question: Any) -> None:
        super().__init__()
        self.start, self.end, self.question = start, end, question

    def column(self, rows: Rows) -> pa.Array:
        start = numbers(column_of(self.start, rows, MOMENT)).astype(np.int64)
        end = column_of(self.end, rows, MOMENT)
        pace = np.where(end.is_null(), 11_000_000, (numbers(end).astype(np.int64) - start) // _ASKED)
        moments = start + (numbers(column_of(self.question, rows)).astype(np.int64) + 1) * pace
        return pa.array(np.minimum(moments, rows.scope.now_us)).cast(MOMENT)


_LAST_ANSWER = Max(lambda: AssessmentResponseFactory.answered_at)


class AssessmentResultFactory(TableFactory[AssessmentResult]):
    """A finished assessment, the newest of its user: 84 answers, on the scale of 2 to 10."""

    class Meta:
        model = AssessmentResult

    class Params:
        scale = "seed"
        answered = _ASKED
        points = Points(this.id, this.answered, this.max_possible_score)

    user = Parent(UserFactory)
    profile_version = None
    id = Key()
    status = "completed"
    created_at = Moment(before_now=days(100), until=hours(2), at=WAKING)
    started_at = created_at
    completed_at = After(started_at, within=minutes(55), least=minutes(14))
    updated_at = completed_at
    max_possible_score = Match(this.scale, SCALES)
    total_score = Total(this.points)
    overall_percentage = (total_score * 200 + max_possible_score) // (max_possible_score * 2)
    category_scores = ByArea(this.points)
    green_line_status = ByArea(this.points, max_possible_score)
    assessment_version = 1
    notes = None
    is_active = True
    is_draft = False

    superseded = Trait(is_active=False, created_at=Moment(before_now=days(119), until=days(101), at=WAKING))
    in_progress = Trait(
        status="in_progress",
        is_active=False,
        is_draft=True,
        created_at=Moment(before_now=days(6), until=hours(1)),
        completed_at=None,
        answered=Count(lambda: AssessmentResponseFactory),
        updated_at=When(_LAST_ANSWER.is_null(), this.started_at, _LAST_ANSWER),
    )
    not_started = Trait(
        status="not_started",
        is_active=False,
        answered=0,
        started_at=None,
        completed_at=None,
        updated_at=this.created_at,
    )
    live_scale = Trait(scale="live")
    profiled = Trait(profile_version=Parent(UserProfileFactory, user=this.user))
    noted = Trait(notes=Choice(ASSESSMENT_NOTES))


class AssessmentResponseFactory(TableFactory[AssessmentResponse]):
    """The answer to one of the 84 questions, in their order: the first row answers ``money_1``."""

    class Meta:
        model = AssessmentResponse
        born = "answered_at"

    class Params:
        question = Ordinal() % _ASKED
        place = Answer(this.assessment_id, this.question)
        points = (this.place + 1) * this.assessment.max_possible_score // 420
        line = Entry([ANSWER_GREEN_LINE[value] for value in ANSWER_VALUES], this.place)

    assessment = Parent(AssessmentResultFactory)
    id = Key()
    question_id = Entry(QUESTIONS.column("question_id"), this.question)
    question_text = Entry(QUESTIONS.column("question_text"), this.question)
    category = Entry(QUESTIONS.column("category"), this.question)
    response_value = this.points
    response_text = Entry(
        pa.array(
            text
            for row in zip(*(QUESTIONS.column(f"answer_{v}").to_pylist() for v in ANSWER_VALUES), strict=True)
            for text in row
        ),
        this.question * len(ANSWER_VALUES) + this.place,
    )
    response_emoji = Entry([ANSWER_EMOJI[value] for value in ANSWER_VALUES], this.place)
    green_line = this.line
    answered_at = AnsweredAt(assessment.started_at, assessment.completed_at, this.question)
    created_at = answered_at
    updated_at = answered_at
    is_custom_response = False
    ai_green_line = None
    custom_response_value = None

    custom = Trait(
        is_custom_response=True,
        response_value=0,
        custom_response_value=this.points,
        response_text=Phrase(CUSTOM_ANSWERS, "answer"),
        response_emoji=None,
        ai_green_line=this.line,
    )


class InsightArea(Field):
    """The area that an insight is about: the best one for a strength, else the weakest; the next one for later rows."""

    def __init__(self, assessment_id: Any, kind: Any, turn: Any) -> None:
        super().__init__()
        self.assessment_id, self.kind, self.turn = assessment_id, kind, turn

    def column(self, rows: Rows) -> I64:
        points = answer_matrix(ids_of(column_of(self.assessment_id, rows))).sum(axis=2)
        strong = pc.equal(column_of(self.kind, rows), "strength").to_numpy(zero_copy_only=False)
        order = np.argsort(np.where(strong[:, None], -points, points), axis=1, kind="stable")
        turn = numbers(column_of(self.turn, rows)).astype(np.int64) // len(INSIGHT_TYPES) % _AREAS
        return order[np.arange(len(rows)), turn]


class InsightText(Field):
    """A column of an insight whose claims the answers bear out."""

    def __init__(self, part: str, assessment_id: Any, kind: Any, area: Any) -> None:
        super().__init__()
        self.part, self.assessment_id, self.kind, self.area = part, assessment_id, kind, area

    def column(self, rows: Rows) -> pa.Array:
        kinds = pc.index_in(column_of(self.kind, rows), value_set=pa.array(INSIGHT_TYPES))
        area = numbers(column_of(self.area, rows)).astype(np.int64)
        starts, many = _insights()
        group = area * len(INSIGHT_TYPES) + kinds.to_numpy(zero_copy_only=False).astype(np.int64)
        size = starts[group + 1] - starts[group]
        turn = below(rows.draw("insight"), size)
        above = (
            answer_matrix(ids_of(column_of(self.assessment_id, rows)))[np.arange(len(rows)), area] >= 3
        ).sum(axis=1)
        # "Five or more of your answers" is only said of those who gave them.
        turn = np.where(many[starts[group] + turn] & (above < 5), (turn + 1) % size, turn)
        return INSIGHTS.column(self.part).take(pa.array(starts[group] + turn))


class Evidence(Field):
    """The questions of the area that were answered best (a strength) or worst, two or three of them, as a document."""

    def __init__(self, assessment_id: Any, kind: Any, area: Any) -> None:
        super().__init__()
        self.assessment_id, self.kind, self.area = assessment_id, kind, area

    def column(self, rows: Rows) -> pa.Array:
        area = numbers(column_of(self.area, rows)).astype(np.int64)
        places = answer_matrix(ids_of(column_of(self.assessment_id, rows)))[np.arange(len(rows)), area]
        strong = pc.equal(column_of(self.kind, rows), "strength").to_numpy(zero_copy_only=False)
        order = np.argsort(np.where(strong[:, None], -places, places), axis=1, kind="stable")
        names = pc.binary_join_element_wise('"', QUESTIONS.column("question_id"), '"', "")
        chosen = [names.take(pa.array(area * _PER_AREA + order[:, turn])) for turn in range(3)]
        third = pa.array(below(rows.draw(self._name), 2) == 1)
        text = pc.binary_join_element_wise(
            *chosen[:2], pc.if_else(third, chosen[2], None), ", ", null_handling="skip"
        )
        return pc.binary_join_element_wise("[", text, "]", "")


class AssessmentInsightFactory(TableFactory[AssessmentInsight]):
    """What VIVA reads out of a finished assessment: a strength, room to grow, a pattern, a next step, and round again."""

    class Meta:
        model = AssessmentInsight

    class Params:
        area = InsightArea(this.assessment_id, this.insight_type, Ordinal())

    assessment = Parent(AssessmentResultFactory)
    id = Key()
    insight_type = InTurn(INSIGHT_TYPES)
    category = Entry(ASSESSMENT_ORDER, this.area)
    title = InsightText("title", this.assessment_id, insight_type, this.area)
    description = InsightText("description", this.assessment_id, insight_type, this.area)
    confidence_score = Amount(0.55, 0.98)
    supporting_responses = Evidence(this.assessment_id, insight_type, this.area)
    created_at = After(assessment.completed_at, within=minutes(4), least=dt.timedelta(seconds=20))
    updated_at = created_at

    unsupported = Trait(supporting_responses=None, confidence_score=None)


def _matrix(points: pa.Array) -> I64:
    """The list column of :class:`Points` as shape ``(n, 12)``, -1 where there is nothing."""
    return points.flatten().to_numpy(zero_copy_only=False).astype(np.int64).reshape(-1, _AREAS)


def _insights() -> tuple[I64, npt.NDArray[np.bool_]]:
    """Where each (area, kind) of insights starts in their pool, and which ones speak of five answers or more."""
    area = pc.index_in(INSIGHTS.column("category"), value_set=pa.array(ASSESSMENT_ORDER)).to_numpy()
    kind = pc.index_in(INSIGHTS.column("insight_type"), value_set=pa.array(INSIGHT_TYPES)).to_numpy()
    group = area.astype(np.int64) * len(INSIGHT_TYPES) + kind
    assert (np.diff(group) >= 0).all()
    many = pc.starts_with(INSIGHTS.column("description"), "Five or more").to_numpy(zero_copy_only=False)
    return np.searchsorted(group, np.arange(_AREAS * len(INSIGHT_TYPES) + 1)), many
