"""What everything in a story knows of it: its cast, its plot, its length (catalog/infinitepages c3).

A story is told of one row of ``CASTS``, and nothing in the database says which. It is drawn from the
story's key, so that chapters, covers and facts agree with a story that a test has built, too; in
rows of a factory it is a parameter of the story, which may be given.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from seedkit.entropy import below
from seedkit.fields import Choice, Field, FromPool, Whole, this
from seedkit.fields.base import as_array, column_of
from seedkit.fields.kept import DrawnAs, ids_of
from seedkit.fields.rows import Rows

from .telling import Told
from .vocabulary.casts import CASTS
from .vocabulary.stories import PLOTS

# Ten scenes of a plot, fewer in a short story, interludes between them in a long one.
_LENGTHS = {6: 1, 7: 2, 8: 4, 9: 3, 10: 5, 11: 2, 12: 4, 13: 1, 14: 1}

_DRAWN: dict[str, Field] = {
    name: field.bound(name, {})
    for name, field in {
        "cast": FromPool(CASTS, "number", pick="cast", genre=this.genre),
        "length": Choice(_LENGTHS),
        "foundation_input": Whole(900, 2_400),
        "foundation_output": Whole(1_400, 3_800),
        "friendship": Choice(
            ("trust, seldom spoken of", "an old debt", "a shared secret", "kinship, unknown to both")
        ),
        "enmity": Choice(("rivalry", "an old debt", "a broken oath", "kinship, unknown to one of them")),
    }.items()
}


class Drawn(Field):
    """Something of a story that no column says, drawn from its key: ``Drawn("cast")``."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self.what = what

    def column(self, rows: Rows) -> pa.Array:
        return as_array(_DRAWN[self.what].column(DrawnAs(rows, ids_of(rows.keys()))))


class OfStory(Field):
    """A parameter of the story that a link points to; of a story that is an object, drawn anew."""

    def __init__(self, what: str, link: str = "story") -> None:
        super().__init__()
        self.what, self.link = what, link

    def column(self, rows: Rows) -> pa.Array:
        story = rows.parent(self.link)
        if story is None:
            return pa.nulls(len(rows), pa.string())
        given = story.column(self.what)
        return Drawn(self.what).column(story) if pa.types.is_null(given.type) else given


class OfCast(Field):
    """A word of a cast: ``OfCast("plot", cast)``, ``OfCast("full", cast)``."""

    def __init__(self, what: str, cast: Any) -> None:
        super().__init__()
        self.what, self.cast = what, cast

    def column(self, rows: Rows) -> pa.Array:
        return CASTS.column(self.what).take(column_of(self.cast, rows).cast(pa.int64()))


class OfPlot(Field):
    """What is said of all stories of a plot, told of a cast: ``OfPlot("hero_want", cast)``."""

    def __init__(self, what: str, cast: Any) -> None:
        super().__init__()
        self.what, self.cast = what, cast

    def column(self, rows: Rows) -> pa.Array:
        cast = column_of(self.cast, rows)
        plots = OfCast("plot", cast).column(rows)
        places = pc.index_in(plots, value_set=PLOTS.column("plot"))
        return Told(PLOTS.column(self.what).take(places), cast).column(rows)


class InRotation(Field):
    """One of some texts, in turn by the row's ordinal; each story or series begins at another one.

    Fields with the same ``start`` and as many texts take the same place.
    """

    def __init__(self, texts: Iterable[str], *, by: str, start: str) -> None:
        super().__init__()
        self.texts, self.by, self.start = tuple(texts), by, start

    def column(self, rows: Rows) -> pa.Array:
        first = below(DrawnAs(rows, ids_of(rows.column(self.by))).draw(self.start), len(self.texts))
        return pa.array(self.texts).take(pa.array((first + rows.ordinals) % len(self.texts)))
