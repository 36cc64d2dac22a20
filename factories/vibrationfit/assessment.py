"""Assessments: 84 questions, their answers, what they add up to and what VIVA makes of it (catalog/vibrationfit c3)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
from factory.declarations import Trait

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
    Text,
    When,
    days,
    hours,
    minutes,
    this,
)
from seedkit.fields.base import column_of
from seedkit.fields.rows import Rows
from seedkit.supabase.factories import UserFactory

from .assessment_readings import Evidence, InsightArea, InsightText
from .assessment_scores import ASKED, PER_AREA, SCALES, Answer, AnsweredAt, ByArea, Points, Total
from .models import AssessmentInsight, AssessmentResponse, AssessmentResult
from .user_profile import UserProfileFactory
from .vocabulary.assessment import (
    ANSWER_EMOJI,
    ANSWER_GREEN_LINE,
    ANSWER_VALUES,
    ASSESSMENT_NOTES,
    CUSTOM_ANSWERS,
    INSIGHT_TYPES,
    QUESTIONS,
)
from .vocabulary.categories import ASSESSMENT_ORDER


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


# The five answers to the first question, then those to the second …
_ANSWER_TEXTS = [
    text
    for answers in zip(*(QUESTIONS.column(f"answer_{v}").to_pylist() for v in ANSWER_VALUES), strict=True)
    for text in answers
]
# The live product asks parents and others, singles and couples, owners and employees under ids of their own.
_PROFILE = this.assessment.profile_version
_TAILORED = Match(
    this.category,
    {
        "family": When(_PROFILE.has_children, "family_parents", "family_non_parents"),
        "romance": When(
            _PROFILE.relationship_status.equals("Single"), "romance_single", "romance_relationship"
        ),
        "business": When(
            _PROFILE.employment_type.isin(["Business Owner", "Contractor/Freelancer"]),
            "business_owner",
            "business_employee",
        ),
    },
    default=this.category,
)
_LAST_ANSWER = Max(lambda: AssessmentResponseFactory.answered_at)


class AssessmentResultFactory(TableFactory[AssessmentResult]):
    """A finished assessment, the newest of its user: 84 answers, on the scale of 2 to 10."""

    class Meta:
        model = AssessmentResult

    class Params:
        scale = "seed"
        answered = ASKED
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
        question = Ordinal() % ASKED
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
        _ANSWER_TEXTS,
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
    tailored = Trait(question_id=Text("{stem}_{number}", stem=_TAILORED, number=this.question % PER_AREA + 1))


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
    supporting_responses = Evidence(this.assessment_id, insight_type, this.area, category)
    created_at = After(assessment.completed_at, within=minutes(4), least=dt.timedelta(seconds=20))
    updated_at = created_at

    tailored = Trait(
        supporting_responses=Evidence(this.assessment_id, this.insight_type, this.area, _TAILORED)
    )
    unsupported = Trait(supporting_responses=None, confidence_score=None)
