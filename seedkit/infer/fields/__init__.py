"""The fields of inference: what its declarations are calls of."""

from __future__ import annotations

from .choosing import Choosing
from .composed import Behind, ItemsOf, MultirangeOf, NestedItems, NumberedItems, RangeOf, RowOf
from .figures import Figure
from .formula import Formula, Holds, Mask
from .instants import Instant, SpanOf
from .links import Digit, Flagged, Nowhere, OneEach, Places, Rank, Share, Turned
from .matching import Matching
from .pairs import PairOf, Ring
from .people import Person, Spot
from .said import Checked, Formed, Said, Sifted
from .typed import Typed
from .unlike import Unlike
from .ways import Cases, Combination, Null, Nullable, Way

__all__ = [
    "Behind", "Cases", "Checked", "Choosing", "Combination", "Digit", "Figure", "Flagged", "Formed", "Formula",
    "Holds", "Instant", "ItemsOf", "Mask", "Matching", "MultirangeOf", "NestedItems", "Nowhere", "Null", "Nullable",
    "NumberedItems", "OneEach", "PairOf", "Person", "Places", "RangeOf", "Rank", "Ring", "RowOf", "Said", "Share", "Sifted",
    "SpanOf", "Spot", "Turned", "Typed", "Unlike", "Way",
]  # fmt: skip
