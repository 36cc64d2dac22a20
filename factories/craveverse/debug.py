"""The table that a debug route looks for (catalog/craveverse a)."""

from __future__ import annotations

from seedkit.factory import TableFactory
from seedkit.fields import Choice, Key, Moment, days

from .models import TableCreationTest
from .vocabulary.account import DEBUG_NAMES


class TableCreationTestFactory(TableFactory[TableCreationTest]):
    """A row that the debug route left behind."""

    class Meta:
        model = TableCreationTest

    id = Key()
    name = Choice(DEBUG_NAMES)
    created_at = Moment(before_now=days(60))
