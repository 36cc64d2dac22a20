"""The genres, in the order of the app; each module's docstring says what its two plots are about."""

from __future__ import annotations

from .adventure import ADVENTURE
from .comedy import COMEDY
from .contemporary import CONTEMPORARY
from .drama import DRAMA
from .dystopian import DYSTOPIAN
from .fantasy import FANTASY
from .historical_fiction import HISTORICAL_FICTION
from .horror import HORROR
from .literary_fiction import LITERARY_FICTION
from .mystery import MYSTERY
from .romance import ROMANCE
from .science_fiction import SCIENCE_FICTION
from .thriller import THRILLER
from .young_adult import YOUNG_ADULT

ALL = (
    FANTASY,
    SCIENCE_FICTION,
    MYSTERY,
    ROMANCE,
    THRILLER,
    HORROR,
    LITERARY_FICTION,
    HISTORICAL_FICTION,
    YOUNG_ADULT,
    ADVENTURE,
    CONTEMPORARY,
    DYSTOPIAN,
    COMEDY,
    DRAMA,
)

__all__ = ["ALL"]
