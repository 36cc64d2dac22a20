"""How the 84 answers of an assessment follow from its key, and its scores from the answers (catalog/vibrationfit c3).

An answer is drawn from the key of its assessment and the number of the question. So the assessment
knows its scores, and each answer its value, without reading the other.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seedkit.entropy import I64, U64, below, combine, draw
from seedkit.fields import Field
from seedkit.fields.base import column_of
from seedkit.fields.kept import ids_of
from seedkit.fields.rows import Rows
from seedkit.types import MOMENT, numbers

from .vocabulary.assessment import QUESTIONS
from .vocabulary.categories import ASSESSMENT_ORDER

ASKED = len(QUESTIONS)
AREAS = len(ASSESSMENT_ORDER)
PER_AREA = ASKED // AREAS

#: The most points of an assessment whose answers are worth 2 to 10, and of one whose answers are worth 1 to 5.
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
    level = below(draw(assessments, "level"), 3) + below(combine(assessments, questions // PER_AREA), 5)
    percent = below(draw(combine(assessments, questions), "answer"), 100)
    return (percent[:, None] >= _SPREADS[level, :4]).sum(axis=1)


def answer_matrix(assessments: U64) -> I64:
    """All answers of each assessment, shape ``(n, 12, 7)``, areas in the order of the enum."""
    questions = np.tile(np.arange(ASKED), len(assessments))
    return answers(np.repeat(assessments, ASKED), questions).reshape(-1, AREAS, PER_AREA)


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


class AnsweredAt(Field):
    """The moment of the n-th answer: at an even pace up to the end, eleven seconds each while there is no end."""

    def __init__(self, start: Any, end: Any, question: Any) -> None:
        super().__init__()
        self.start, self.end, self.question = start, end, question

    def column(self, rows: Rows) -> pa.Array:
        start = numbers(column_of(self.start, rows, MOMENT)).astype(np.int64)
        end = column_of(self.end, rows, MOMENT)
        pace = np.where(end.is_null(), 11_000_000, (numbers(end).astype(np.int64) - start) // ASKED)
        moments = start + (numbers(column_of(self.question, rows)).astype(np.int64) + 1) * pace
        return pa.array(np.minimum(moments, rows.scope.now_us)).cast(MOMENT)


class Points(Field):
    """A list of the points in each of the 12 areas, -1 where no question was answered yet."""

    def __init__(self, assessment_id: Any, answered: Any, most: Any) -> None:
        super().__init__()
        self.assessment_id, self.answered, self.most = assessment_id, answered, most

    def column(self, rows: Rows) -> pa.Array:
        answered = numbers(column_of(self.answered, rows)).astype(np.int64)
        step = numbers(column_of(self.most, rows)).astype(np.int64) // 420
        given = (np.arange(ASKED) < answered[:, None]).reshape(-1, AREAS, PER_AREA)
        places = answer_matrix(ids_of(column_of(self.assessment_id, rows)))
        points = np.where(given.any(axis=2), ((places + 1) * given).sum(axis=2) * step[:, None], -1)
        return pa.ListArray.from_arrays(
            pa.array(np.arange(len(rows) + 1, dtype=np.int32) * AREAS), pa.array(points.ravel())
        )


class Total(Field):
    """The sum of the points of all areas."""

    def __init__(self, points: Any) -> None:
        super().__init__()
        self.points = points

    def column(self, rows: Rows) -> I64:
        return np.maximum(_matrix(column_of(self.points, rows)), 0).sum(axis=1)


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
            most = numbers(column_of(self.most, rows)).astype(np.int64)[:, None] // AREAS
            line = np.where(100 * points >= 80 * most, 2, np.where(100 * points >= 60 * most, 1, 0))
            texts = pa.array(['"below"', '"transition"', '"above"']).take(pa.array(line.ravel()))
        names = pa.array([f'"{area}": ' for area in ASSESSMENT_ORDER]).take(
            pa.array(np.tile(np.arange(AREAS), len(rows)))
        )
        pairs = pc.binary_join_element_wise(names, texts, "").filter(pa.array(known.ravel()))
        offsets = np.concatenate([[0], np.cumsum(known.sum(axis=1))]).astype(np.int32)
        inside = pc.binary_join(pa.ListArray.from_arrays(pa.array(offsets), pairs), ", ")
        return pc.binary_join_element_wise("{", inside, "}", "")


def _matrix(points: pa.Array) -> I64:
    """The list column of :class:`Points` as shape ``(n, 12)``, -1 where there is nothing."""
    return points.flatten().to_numpy(zero_copy_only=False).astype(np.int64).reshape(-1, AREAS)
