"""Words: frozen pools of names and places, and a phrase grammar for everything longer."""

from __future__ import annotations

from .grammar import Grammar
from .pools import DATA_VERSION, Pool, pool, pools

__all__ = ["DATA_VERSION", "Grammar", "Pool", "pool", "pools"]
