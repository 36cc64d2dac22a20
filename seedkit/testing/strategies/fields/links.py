"""Links: the keys of rows that are drawn themselves, or looked up."""

from __future__ import annotations

from ....fields.links import Lookup, Ordinal, Parent
from ..drawing import alone, by_entropy, strategy

strategy.register(Parent, alone)
strategy.register(Ordinal, alone)
strategy.register(Lookup, by_entropy)
