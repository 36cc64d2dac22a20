"""What every VibrationFit model shares: the declarative base, and types that only this product has."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from sqlalchemy import DateTime, func
from sqlalchemy.orm import DeclarativeBase, mapped_column

from seedkit.schema.columns import (
    TYPES,
    between,
    flag_off,
    flag_on,
    moment,
    moment_now,
    one_of,
    public_metadata,
    uuid_pk,
    zero,
)

__all__ = [
    "METADATA",
    "Base",
    "between",
    "flag_off",
    "flag_on",
    "moment",
    "moment_now",
    "one_of",
    "uuid_pk",
    "wall_clock",
    "wall_clock_now",
    "zero",
]

METADATA = public_metadata()


class Base(DeclarativeBase):
    """Declarative base of all VibrationFit models."""

    metadata = METADATA
    type_annotation_map = TYPES


# Timestamps without time zone: two tables and the historic drips have them; load in UTC (catalog/vibrationfit d12).
wall_clock = Annotated[dt.datetime, mapped_column(DateTime(timezone=False))]
wall_clock_now = Annotated[dt.datetime, mapped_column(DateTime(timezone=False), server_default=func.now())]
