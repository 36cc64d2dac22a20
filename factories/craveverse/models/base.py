"""What every CraveVerse model shares: the declarative base."""

from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase

from seedkit.schema.columns import TYPES, public_metadata

METADATA = public_metadata()


class Base(DeclarativeBase):
    """Declarative base of all CraveVerse models."""

    metadata = METADATA
    type_annotation_map = TYPES
