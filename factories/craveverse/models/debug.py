"""The table that a debug route looks for."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from seedkit.schema.access import service_only
from seedkit.schema.columns import moment_now, uuid_pk

from .base import Base


class TableCreationTest(Base):
    """A table of which only a debug route of the product knows; it stands in no published schema."""

    __tablename__ = "test_table_creation"
    __optional__ = True
    __access__ = service_only()

    id: Mapped[uuid_pk]
    name: Mapped[str | None] = mapped_column(comment="any text")
    created_at: Mapped[moment_now | None]
