"""What columns mean, by their names: how their values look, how often they are missing, what goes with what."""

from __future__ import annotations

from .context import Context, Meaning
from .neighbours import beliefs_of
from .of import meaning_of

__all__ = ["Context", "Meaning", "beliefs_of", "meaning_of"]
