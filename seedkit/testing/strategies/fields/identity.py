"""Identity: keys and tokens follow from the row, so that no two rows of an example share one."""

from __future__ import annotations

from ....fields.identity import Key, Serial, Token, Uuid, Uuid7
from ..drawing import alone, opened, strategy

for _kind in (Key, Serial, Token, Uuid):
    strategy.register(_kind, alone)
strategy.register(Uuid7, opened)
