"""Filling any database with valid rows, whatever its schema: ``fill(connection, rows=1000)``."""

from __future__ import annotations

from .report import FillReport, TableFill
from .request import Request
from .run import fill

__all__ = ["FillReport", "Request", "TableFill", "fill"]
