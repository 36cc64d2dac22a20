"""Plans: what a load will write, frozen and printable, before a row is made."""

from __future__ import annotations

from .compile import compile_plan
from .model import Plan, PlannedPerson, PlannedTable, Sight
from .selection import select_tables

__all__ = ["Plan", "PlannedPerson", "PlannedTable", "Sight", "compile_plan", "select_tables"]
