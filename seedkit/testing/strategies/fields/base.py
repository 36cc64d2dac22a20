"""References and operators: what they refer to, drawn, and computed."""

from __future__ import annotations

from ....fields.base import Among, Apply, Ref
from ....rowsets import Cell
from ..drawing import alone, opened, strategy

strategy.register(Ref, alone)
strategy.register(Cell, alone)
strategy.register(Apply, opened)
strategy.register(Among, opened)
