"""What VIVA reads out of an assessment: which area to speak of, in what words, on what evidence."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from seedkit.entropy import I64, below
from seedkit.fields import Field
from seedkit.fields.base import column_of
from seedkit.fields.kept import ids_of
from seedkit.fields.rows import Rows
from seedkit.types import numbers

from .assessment_scores import AREAS, answer_matrix
from .vocabulary.assessment import INSIGHT_TYPES, INSIGHTS
from .vocabulary.categories import ASSESSMENT_ORDER


class InsightArea(Field):
    """The area that an insight is about: the best one for a strength, else the weakest; the next one for later rows."""

    def __init__(self, assessment_id: Any, kind: Any, turn: Any) -> None:
        super().__init__()
        self.assessment_id, self.kind, self.turn = assessment_id, kind, turn

    def column(self, rows: Rows) -> I64:
        points = answer_matrix(ids_of(column_of(self.assessment_id, rows))).sum(axis=2)
        strong = pc.equal(column_of(self.kind, rows), "strength").to_numpy(zero_copy_only=False)
        order = np.argsort(np.where(strong[:, None], -points, points), axis=1, kind="stable")
        turn = numbers(column_of(self.turn, rows)).astype(np.int64) // len(INSIGHT_TYPES) % AREAS
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
    """The questions of the area that were answered best (a strength) or worst, two or three of them, as a document.

    ``stem`` is what their ids begin with.
    """

    def __init__(self, assessment_id: Any, kind: Any, area: Any, stem: Any) -> None:
        super().__init__()
        self.assessment_id, self.kind, self.area, self.stem = assessment_id, kind, area, stem

    def column(self, rows: Rows) -> pa.Array:
        area = numbers(column_of(self.area, rows)).astype(np.int64)
        places = answer_matrix(ids_of(column_of(self.assessment_id, rows)))[np.arange(len(rows)), area]
        strong = pc.equal(column_of(self.kind, rows), "strength").to_numpy(zero_copy_only=False)
        order = np.argsort(np.where(strong[:, None], -places, places), axis=1, kind="stable")
        stem = column_of(self.stem, rows)
        chosen = [
            pc.binary_join_element_wise(
                '"', stem, "_", pa.array(order[:, turn] + 1).cast(pa.string()), '"', ""
            )
            for turn in range(3)
        ]
        third = pa.array(below(rows.draw(self._name), 2) == 1)
        text = pc.binary_join_element_wise(
            *chosen[:2], pc.if_else(third, chosen[2], None), ", ", null_handling="skip"
        )
        return pc.binary_join_element_wise("[", text, "]", "")


def _insights() -> tuple[I64, npt.NDArray[np.bool_]]:
    """Where each (area, kind) of insights starts in their pool, and which ones speak of five answers or more."""
    area = pc.index_in(INSIGHTS.column("category"), value_set=pa.array(ASSESSMENT_ORDER)).to_numpy()
    kind = pc.index_in(INSIGHTS.column("insight_type"), value_set=pa.array(INSIGHT_TYPES)).to_numpy()
    group = area.astype(np.int64) * len(INSIGHT_TYPES) + kind
    assert (np.diff(group) >= 0).all()
    many = pc.starts_with(INSIGHTS.column("description"), "Five or more").to_numpy(zero_copy_only=False)
    return np.searchsorted(group, np.arange(AREAS * len(INSIGHT_TYPES) + 1)), many
