"""The declarative base of Infinite Pages' models."""

from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase

from seedkit.schema.columns import TYPES, public_metadata

METADATA = public_metadata()


class Base(DeclarativeBase):
    """Declarative base of all Infinite Pages models."""

    metadata = METADATA
    type_annotation_map = TYPES
