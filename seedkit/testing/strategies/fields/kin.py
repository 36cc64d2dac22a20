"""Rows beside and below: a row that is drawn by itself has none of either."""

from __future__ import annotations

from ....fields.beside import OfUser
from ....fields.kin import Count, Max, Min, Rank, Sum, Total, VersionNumber
from ..drawing import alone, strategy

for _kind in (Rank, VersionNumber, Total, Count, Sum, Max, Min, OfUser):
    strategy.register(_kind, alone)
