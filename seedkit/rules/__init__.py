"""Rules: invariants declared in a line or two, and families of them that follow from what a product declares."""

from __future__ import annotations

from .declare import Rules, listed
from .documents import Documents
from .references import References
from .times import Times
from .words import Words

__all__ = ["Documents", "References", "Rules", "Times", "Words", "listed"]
