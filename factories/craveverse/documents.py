"""The two documents that onboarding leaves in three places, and parts of documents (catalog/craveverse b14, c1)."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from seedkit.fields import Field, FromPool, Json
from seedkit.fields.base import column_of
from seedkit.fields.rows import Rows

from .vocabulary.onboarding import ONBOARDING, QUIZ_QUESTIONS


def _plan(column: str, craving: Any) -> FromPool:
    """One column of the newcomer's row in the pool: the same row for all of them."""
    return FromPool(ONBOARDING, column, pick="newcomer", craving=craving)


def quiz_answers(craving: Any) -> Json:
    """What a newcomer answered, by question."""
    return Json({question: _plan(question, craving) for question in QUIZ_QUESTIONS})


def personalization(craving: Any) -> Json:
    """The plan that was made of the answers."""
    return Json(
        {
            "introMessage": _plan("intro", craving),
            "customHints": [_plan(f"hint_{number}", craving) for number in (1, 2, 3)],
            "motivation": _plan("encouragement", craving),
            "nextSteps": [_plan(f"next_{number}", craving) for number in (1, 2)],
            "support_level": _plan("support_level", craving),
        }
    )


def persona(craving: Any) -> FromPool:
    """The tone in which the coach speaks to the newcomer; it follows from the answers."""
    return _plan("persona", craving)


class Part(Field):
    """The object under a key of another document, which holds no objects itself; null where there is none.

    Read from the document and not made again: so it is right also for an object that was given.
    """

    def __init__(self, document: Any, key: str) -> None:
        super().__init__()
        self.document, self.key = document, key

    def column(self, rows: Rows) -> pa.Array:
        text = column_of(self.document, rows).cast(pa.string())
        found = pc.extract_regex(text, rf'"{self.key}": (?P<part>\{{[^{{}}]*\}})')
        return pc.struct_field(found, "part") if len(found) else pa.array([], pa.string())

    @property
    def is_document(self) -> bool:
        return True
