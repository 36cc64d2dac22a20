"""What stays the same: one value for all rows of an example that share the key."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from ....fields.base import Field
from ....fields.kept import Kept
from ....fields.rows import Rows
from ..drawing import drawn, either_of, strategy


@strategy.register(Kept)
@st.composite
def _kept(draw: st.DrawFn, field: Kept, row: Rows) -> Any:
    if isinstance(field.changes, Field):
        changed = bool(drawn(draw, field.changes, row).value)
    else:
        changed = field.changes > 0 and draw(st.booleans())
    value = either_of(field.field, row)
    if changed:
        return draw(value)
    key = row.column(field.by)[0].as_py()
    return draw(st.shared(value, key=f"{field._origin} {field._name} of {key!r}"))
