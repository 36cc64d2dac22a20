"""Inference: from a reflected table to a field for each of its columns, valid by construction."""

from __future__ import annotations

from .inferred import Inferred, Taken
from .table import infer_table

__all__ = ["Inferred", "Taken", "infer_table"]
